"""Group the respondents by size band or by another column of their municipalities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.measures.counts import counts_by_answer
from analysis.measures.group_parts import band_edges, cross, cut, names_of, number_labels
from analysis.survey.checks import InputError
from analysis.survey.codebook import Labels
from analysis.survey.options import choose
from analysis.survey.respondent_columns import (
    OFF_SCALE,
    RespondentColumn,
    column_names,
    find_column,
    value_labels,
)
from analysis.survey.survey import Survey, once_per_survey
from analysis.words import text

#: The group of respondents of whom the property is not known.
UNKNOWN = "unknown"
#: Groups that leave every test: not known, and an answer outside the list.
UNTESTED = (UNKNOWN, *OFF_SCALE)
_UNKNOWN_LABELS = Labels(text("groups.unknown", "da"), text("groups.unknown", "en"))

#: A column of numbers is cut into this many groups with equally many municipalities.
NUMBER_OF_PARTS = 3


@dataclass(frozen=True, eq=False)
class Grouping:
    """Which group each respondent belongs to.

    ``labels`` has the groups' keys in order, ``unknown`` last where it is needed; ``ordinal`` says
    whether the order means something (size bands, numbers, answers); ``codes`` is the place of
    each respondent's group among the keys. From the printed tables a municipality stands for each
    of its answers. ``confidential`` groups are formed by what the respondents answered: such
    numbers are for use inside the house. ``scores`` is what a group counts in a test of trend;
    its place where it has none.
    """

    by: str
    labels: Mapping[str, Labels]
    ordinal: bool
    codes: np.ndarray = field(repr=False)
    confidential: bool = False
    scores: tuple[float, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The groups in order."""
        return tuple(self.labels)

    @property
    def sizes(self) -> np.ndarray:
        """Number of respondents in each group."""
        return np.bincount(self.codes, minlength=len(self.labels))


@once_per_survey
def grouping(survey: Survey, by: str) -> Grouping:
    """Group the respondents by a column of the municipalities; kept for the survey.

    ``by`` is ``size_band``, ``region``, ``landsdel``, ``kommunegruppe``, or a column of numbers
    such as ``population``, which is cut into three groups with equally many municipalities, or at
    the edges that stand after it: ``population[20000, 50000]``. It can be a group variable of the
    codebook, or an item (``importance_integration``): its answers, the least first, and those
    outside the list. Two columns with ``+`` between them give the pairs that occur:
    ``size_band + region``. All size bands of the codebook are there, also those without
    answers; of other columns the values that occur, in the order of the municipalities' codes.
    An InputError says so when there is no such column.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> groups = grouping(read_published(), "size_band")
    >>> dict(zip(groups.keys, groups.sizes.tolist()))
    {'small': 14, 'medium': 18, 'large': 20}
    """
    counts = survey.released
    if counts is not None and by == counts.by:
        sizes = [len(people) for people in counts.people[:-1]]
        return Grouping(by, counts.labels, counts.ordinal, np.repeat(range(len(sizes)), sizes))
    known = column_names(survey)
    names = names_of(by, known)
    if len(names) == 1:
        return _one(survey, by, known)
    first, second = (_one(survey, name, known) for name in names)
    sides = [(np.where(_is_unknown(each), -1, each.codes), each.labels) for each in (first, second)]
    codes, labels = cross(*sides)
    return _complete(by, labels, False, codes, first.confidential or second.confidential)


def _is_unknown(groups: Grouping) -> np.ndarray:
    return np.isin(groups.codes, [i for i, key in enumerate(groups.keys) if key == UNKNOWN])


def _one(survey: Survey, by: str, known: list[str]) -> Grouping:
    """Group the respondents by one column."""
    found = None if by in known else band_edges(by)
    name, edges = found or (by, ())
    asked = [*survey.codebook.columns(), *survey.codebook.groups]
    own = [] if survey.answers is None else [key for key in known if key in survey.answers]
    if survey.answers is not None and name in own and name != "kommune":
        return _told(find_column(survey, name), by, edges)
    if survey.answers is None and name in asked:
        raise InputError(
            f"{survey.source} siger ikke, hvem der svarede hvad, så der kan ikke grupperes efter "
            f"{name}. Brug crosstab, som viser, hvad tallene tillader, eller indlæs svar."
        )
    columns = [each for each in survey.kommuner.columns if each != "answers"]
    if name not in columns:
        choose("by", name, [*columns, *(key for key in own if key in survey.codebook.groups)])
    column = survey.kommuner[name]
    of_each = places(survey)
    if edges:
        _check_number(pd.api.types.is_numeric_dtype(column), name)
        codes, labels = cut(column.to_numpy(float), edges)
        return _complete(by, labels, True, np.append(codes, -1)[of_each])
    many = pd.api.types.is_numeric_dtype(column) and column.min() < column.max()
    ordinal = name == "size_band" or many
    if many and name != "size_band":
        column, labels = _parts(column)
    else:
        labels = value_labels(column, name, survey.codebook)
    values = column.map(str, na_action="ignore")
    codes = pd.Categorical(values, categories=list(labels)).codes.astype(int)
    return _complete(by, labels, ordinal, np.append(codes, -1)[of_each])


def _told(column: RespondentColumn, by: str, edges: tuple[float, ...]) -> Grouping:
    """Group the respondents by what they told: a group, an answer, or a number."""
    labels, codes = dict(column.labels), column.codes
    if column.numbers is not None:
        numbers = pd.Series(column.numbers)
        if edges:
            codes, labels = cut(column.numbers, edges)
        elif numbers.min() < numbers.max():
            parts, labels = _parts(numbers)
            codes = pd.Categorical(parts, categories=list(labels)).codes.astype(int)
    else:
        _check_number(not edges, by)
    for off in OFF_SCALE:
        if off in labels:
            codes = _without_empty(labels, codes, off)
    is_item = bool(column.scores)
    told = is_item or column.numbers is not None
    return _complete(by, labels, column.ordinal, codes, told, column.scores)


def _without_empty(labels: dict[str, Labels], codes: np.ndarray, key: str) -> np.ndarray:
    """Take a group without members out of the labels, and give the codes of the others."""
    place = list(labels).index(key)
    if (codes == place).any():
        return codes
    del labels[key]
    return np.where(codes > place, codes - 1, codes)


def _check_number(is_number: bool, name: str) -> None:
    if not is_number:
        raise InputError(f'by: "{name}" er ikke et tal, og kan ikke deles ved grænser. Udelad [].')


def printed_answers(survey: Survey, by: str) -> Grouping | None:
    """How many of the printed tables' respondents gave each answer to an item; None for others.

    Who they are is not known: codes are in the order of the answers, and tell nothing of a
    respondent.
    """
    if survey.answers is not None or survey.released is not None:
        return None
    if by not in survey.codebook.columns():
        return None
    question, item = survey.codebook.columns()[by]
    counts = counts_by_answer(survey)
    of_item = counts[(counts["question"] == question.key) & (counts["item"] == item.key)]
    number = dict(zip(of_item["answer"], of_item["n"].astype(int), strict=True))
    rising = question.scale.rising
    labels = {answer.key: answer.label for answer in rising}
    codes = np.repeat(np.arange(len(labels)), [number[key] for key in labels])
    rest = survey.respondents - len(codes)
    if rest < 0:
        raise InputError(
            f"figure_{question.figure}.csv: der er {len(codes)} svar på {by}, men kommunerne har "
            f"{survey.respondents}. Brug en anden inddeling."
        )
    codes = np.append(codes, np.full(rest, -1))
    scores = tuple(answer.score for answer in rising)
    return _complete(by, labels, True, codes, False, scores)


def respondents(survey: Survey) -> pd.Series:
    """Each respondent's municipality by code; blank where it is not known."""
    if survey.answers is None:
        kommuner = survey.kommuner
        return pd.Series(kommuner.index.repeat(kommuner["answers"].to_numpy(int)))
    if "kommune" not in survey.answers:
        raise InputError(
            "Svarene har ingen kommuner at gruppere efter. Tilføj en kolonne med kommunens navn "
            "eller kode, eller brug en af kodebogens egne grupper."
        )
    return survey.answers["kommune"].reset_index(drop=True)


def staff_of_each(survey: Survey) -> np.ndarray:
    """Staff of each respondent's municipality; NaN where it is not known."""
    staff = np.append(survey.kommuner["staff"].to_numpy(float), np.nan)
    of_each: np.ndarray = staff[places(survey)]
    return of_each


def staff_per_answer(survey: Survey, seen: np.ndarray | None = None) -> np.ndarray:
    """Staff that each respondent stands for: a municipality's, split evenly over its respondents.

    ``seen`` marks the respondents that count; the others are left out.
    """
    of_each, staff = places(survey).astype(int), staff_of_each(survey)
    if seen is not None:
        of_each, staff = of_each[seen], staff[seen]
    answers = np.bincount(1 + of_each, minlength=2 + len(survey.kommuner))
    people: np.ndarray = staff / answers[1 + of_each]
    return people


@once_per_survey
def places(survey: Survey) -> np.ndarray:
    """Place of each respondent's municipality in ``survey.kommuner``, found once; −1 if unknown."""
    found: np.ndarray = pd.Categorical(respondents(survey), categories=survey.kommuner.index).codes
    return found


def _complete(
    by: str,
    labels: dict[str, Labels],
    ordinal: bool,
    codes: np.ndarray,
    confidential: bool = False,
    scores: tuple[float, ...] = (),
) -> Grouping:
    """Add the group of those of whom nothing is known, where there are any."""
    if (codes < 0).any():
        codes = np.where(codes < 0, len(labels), codes)
        labels = {**labels, UNKNOWN: _UNKNOWN_LABELS}
    return Grouping(by, labels, ordinal, codes, confidential, scores)


def _parts(column: pd.Series) -> tuple[pd.Series, dict[str, Labels]]:
    """Cut numbers into groups named by their smallest and largest value; unknown ones stay so."""
    values = column.dropna()
    parts = pd.qcut(values, NUMBER_OF_PARTS, labels=False, duplicates="drop")
    names, labels = {}, {}
    for part, members in values.groupby(parts):
        low, high = members.min(), members.max()
        digits = 0 if (values % 1 == 0).all() else 2
        names[part] = f"{low:.{digits}f}-{high:.{digits}f}"
        labels[names[part]] = number_labels(f"{low:,.{digits}f}–{high:,.{digits}f}")
    return parts.map(names).reindex(column.index), labels
