"""Disclosure control: protect a survey's answers for release, and refuse what is not protected."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.measures.groups import Grouping, grouping, staff_per_answer
from analysis.measures.population import population_of
from analysis.measures.suppression import THRESHOLD, CountTable, suppress
from analysis.measures.weighting.sample_design import MARGIN, sample_design
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.options import whole_number
from analysis.survey.protected_counts import ProtectedCounts, ProtectedTable
from analysis.survey.survey import Survey, once_per_survey, provenance

#: The grouping of a release, where no other is asked for.
GROUPED_BY = "size_band"


def protect(survey: Survey, by: str | None = None, *, threshold: int = THRESHOLD) -> Survey:
    """Protect a survey's answers for release: the same survey with protected counts alone.

    Parameters
    ----------
    survey : Survey
        One with answers. The printed tables tell nothing that the report did not print, and are
        returned unchanged, as is a survey that is protected already.
    by : str, optional
        The grouping of the release; the size bands when left out, or none where there are none.
    threshold : int
        Municipalities that must stand behind a count, and outside it.

    Returns
    -------
    Survey
        Without answers. Every measure takes it and is a function of its protected counts and of
        public facts (staff, who took part): shares, means, gaps, tests. Hidden counts are NaN
        (``[c]`` in print), with the range that the released counts allow; tests of items with a
        hidden count are withheld. Cross-tabs go by its grouping alone.

        Counted are municipalities, not answers. Hidden is a count behind which fewer than
        ``threshold`` municipalities stand, or one with more than half of it, don't-knows
        included; a row, zeros included, where fewer than ``threshold`` lie outside one answer;
        and as many others as make it impossible to compute these (`suppress`), over the groups
        and all respondents together.
        Source: statistics §9 in ``docs/method.md``.

    Raises
    ------
    InputError
        The grouping does not exist or is formed by answers, the threshold is below 2, what is
        given is a table or a part of the answers, or the survey is protected by another grouping.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.measures.synthetic import synthesize
    >>> released = protect(synthesize(seed=1))
    >>> released.answers is None, likert_table(released, "statements")["suppressed"].any().item()
    (True, True)
    """
    if isinstance(survey, pd.DataFrame):
        return _refuse_table(survey)
    threshold = whole_number("threshold", threshold, low=2)
    released = survey.released
    if released is not None:
        if by not in (None, released.by) or threshold != released.threshold:
            raise InputError(
                f"Svarene er allerede beskyttet efter {released.by} med grænsen "
                f"{released.threshold}. Beskyt i stedet de svar, som read_answers giver."
            )
        return survey
    if survey.answers is None:
        return survey
    _refuse_what_tells(survey, by)
    return _protect(survey, by or _usual(survey), threshold)


def released(survey: Survey, protected: bool, by: str | None = None) -> Survey:
    """The survey that a measure is computed from, as its caller chose.

    A protected survey has one grouping: an InputError says so when ``by`` is another.
    """
    if protected and survey.answers is not None and survey.basis == "observed":
        survey = protect(survey, by)
    if survey.released is not None and by not in (None, survey.released.by):
        raise InputError(
            f"Svarene er beskyttet til udgivelse efter {survey.released.by}, ikke efter {by}, for "
            "to inddelinger kan tilsammen afsløre svar. Lav en anden udgivelse: "
            f'fag.protect(survey, "{by}").'
        )
    return survey


def _refuse_what_tells(survey: Survey, by: str | None) -> None:
    """Refuse what would give answers away however well its counts were hidden.

    A part of the answers, beside the whole, is a difference; and groups formed by answers tell by
    their sizes who answered what.
    """
    if survey.basis != "observed":
        return
    if survey.part:
        raise InputError(
            f"{survey.source}: en del af svarene ({survey.part}) kan ikke udgives, for "
            "ved siden af alle svar viser den forskellen. Beskyt hele undersøgelsen, eller brug "
            "delen inden for huset med protected=False."
        )
    margins = () if survey.design is None else survey.design.margins
    for column in (column for margin in margins for column in margin):
        name = column.removeprefix(MARGIN)
        if grouping(survey, name).confidential:
            raise InputError(
                f"{survey.source}: vægtene er kalibreret til {name}, som der blev svaret på, så "
                "en vægt kan røbe et svar. Udgiv uden vægte, eller kalibrér til det, der er "
                "offentligt om alle, fx region."
            )
    if by is not None and grouping(survey, by).confidential:
        raise InputError(
            f"by: grupperne efter {by} er lavet af det, der blev svaret, og kan ikke udgives, for "
            "deres størrelse er selv et svar. Brug dem inden for huset med protected=False, eller "
            "udgiv efter kommunernes størrelse eller region."
        )


def _usual(survey: Survey) -> str | None:
    assert survey.answers is not None
    group = survey.codebook.release_group
    known = "kommune" in survey.answers if group == GROUPED_BY else group in survey.answers
    return group if group and known else None


@once_per_survey
def _protect(survey: Survey, by: str | None, threshold: int) -> Survey:
    answers = survey.answers
    assert answers is not None
    groups = None if by is None else grouping(survey, by)
    units = _units(survey)
    tables = {}
    for question in survey.codebook.questions.values():
        for item in question.items:
            column = question.column(item.key)
            tables[column] = _table(survey, question, column, groups, units, threshold)
    counts = ProtectedCounts(
        by=by,
        threshold=threshold,
        labels={} if groups is None else groups.labels,
        ordinal=groups is not None and groups.ordinal,
        people=_people(survey, groups),
        population=population_of(survey),
        tables=tables,
        weights=None if survey.design is None else _sorted(sample_design(survey).weights, groups),
    )
    return replace(
        survey,
        answers=None,
        outside_answers=None,
        not_applicable=None,
        unplaced={},
        printed=None,
        released=counts,
    )


def _units(survey: Survey) -> np.ndarray:
    """Which unit each respondent belongs to: the survey's own, or the municipality, or himself."""
    answers = survey.answers
    assert answers is not None
    alone = np.arange(len(answers))
    named = next((name for name in ("unit", "kommune") if name in answers), None)
    if named is None:
        return alone
    codes = pd.factorize(answers[named])[0]
    return np.where(codes < 0, codes.max(initial=-1) + 1 + alone, codes)


def _table(
    survey: Survey,
    question: Question,
    column: str,
    groups: Grouping | None,
    units: np.ndarray,
    threshold: int,
) -> ProtectedTable:
    assert survey.answers is not None
    keys = list(question.scale.keys)
    answer = pd.Categorical(survey.answers[column], categories=keys).codes.astype(int)
    marks = survey.outside_answers
    if marks is not None and column in marks:
        answer = np.where(marks[column].to_numpy(), len(keys), answer)
    given = answer >= 0
    width, everyone = len(keys) + 1, np.zeros(int(given.sum()), dtype=int)
    parts = [count_cells(everyone, answer[given], units[given], (1, width))]
    if groups is not None:
        shape = (len(groups.keys), width)
        parts.insert(0, count_cells(groups.codes[given], answer[given], units[given], shape))
    table = CountTable(*(np.vstack(each) for each in zip(*parts, strict=True)))
    found = suppress(table, threshold)
    return ProtectedTable(
        low=found.low,
        high=found.high,
        hidden=found.hidden,
        bases=table.counts.sum(axis=1),
    )


def count_cells(
    row: np.ndarray, column: np.ndarray, unit: np.ndarray, shape: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Count answers by cell, units behind and outside each cell, and the largest unit's answers.

    Examples
    --------
    >>> row, column, unit = np.array([0, 0, 0]), np.array([0, 0, 1]), np.array([7, 8, 8])
    >>> [each.tolist() for each in count_cells(row, column, unit, (1, 2))]
    [[[2, 1]], [[2, 1]], [[1, 2]], [[1, 1]]]
    """
    cells = shape[0] * shape[1]
    pairs, number = np.unique(
        unit.astype(np.int64) * cells + row * shape[1] + column, return_counts=True
    )
    cell, of_unit = pairs % cells, pairs // cells
    counts, behind, largest = (np.zeros(cells, dtype=np.int64) for _ in range(3))
    np.add.at(counts, cell, number)
    np.add.at(behind, cell, 1)
    np.maximum.at(largest, cell, number)
    row_of_unit = of_unit * shape[0] + cell // shape[1]
    members, first, answers = np.unique(row_of_unit, return_index=True, return_counts=True)
    in_row = np.bincount(members % shape[0], minlength=shape[0])
    of_one = np.bincount(cell[first][answers == 1], minlength=cells)
    outside = np.repeat(in_row, shape[1]) - of_one
    return tuple(each.reshape(shape) for each in (counts, behind, outside, largest))  # type: ignore[return-value]


def _people(survey: Survey, groups: Grouping | None) -> tuple[np.ndarray, ...]:
    """The staff that each respondent stands for, by group and of all: public facts."""
    assert survey.answers is not None
    known = "kommune" in survey.answers
    each = staff_per_answer(survey) if known else np.full(len(survey.answers), np.nan)
    return _sorted(each, groups)


def _sorted(each: np.ndarray, groups: Grouping | None) -> tuple[np.ndarray, ...]:
    """A number of each respondent, by group and of all, in rising order."""
    if groups is None:
        return (np.sort(each),)
    parts = [np.sort(each[groups.codes == place]) for place in range(len(groups.keys))]
    return (*parts, np.sort(each))


def _refuse_table(table: pd.DataFrame) -> Survey:
    """A table alone cannot be protected: what stands beside it may give it away."""
    raise InputError(
        "fag.protect beskytter en undersøgelse, ikke en tabel, for det, der står ved siden af, kan "
        "afsløre den. Skriv survey = fag.protect(survey), og lav tabellen af den."
    )


def is_unprotected(table: pd.DataFrame) -> bool:
    """Whether a table was made from answers that are not protected, so that it may not leave.

    A table that has lost where it comes from counts as such when it shows counts of few answers.

    Examples
    --------
    >>> answers = pd.DataFrame({"n": [30, 2], "base": 32, "basis": "observed"})
    >>> is_unprotected(answers), is_unprotected(answers.assign(basis="recovered"))
    (True, False)
    """
    if "suppressed" in table:
        return False
    if not provenance(table).protected:
        return True
    if "n" not in table or "basis" not in table:
        return False
    n = table.loc[table["basis"] == "observed", "n"]
    return bool(((n > 0) & (n < THRESHOLD)).any())


def refuse_unprotected(table: pd.DataFrame, name: str) -> None:
    """Raise an InputError when a table was made from answers that are not protected."""
    if is_unprotected(table):
        raise InputError(
            f"{name}: tabellen er lavet af svar, der ikke er beskyttet, og må ikke forlade "
            "maskinen. Lav den af en beskyttet undersøgelse: survey = fag.protect(survey)."
        )


def withhold(table: pd.DataFrame, hidden: pd.Series, numbers: list[str]) -> pd.DataFrame:
    """Withhold (NaN) the numbers of the marked rows, which get the column ``suppressed``."""
    floats = [name for name in numbers if pd.api.types.is_numeric_dtype(table[name])]
    withheld = table.astype(dict.fromkeys(floats, float)).assign(suppressed=hidden)
    withheld.loc[hidden, numbers] = np.nan
    return withheld
