"""What is known of each respondent by name: answers to items, groups, and the kommune's facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
import pandas as pd

from analysis.survey.checks import InputError, Problem
from analysis.survey.codebook import Codebook, Labels
from analysis.survey.kommuner import read_kommunegrupper
from analysis.survey.names import plain
from analysis.words import text

#: The key of an answer outside the listed categories.
OUTSIDE = "dont_know"
OUTSIDE_LABELS = Labels(text("groups.dont_know", "da"), text("groups.dont_know", "en"))
#: The key of an answer that the question does not concern the respondent.
NOT_APPLICABLE = "not_applicable"
#: What an answer can be that has no place on the scale.
OFF_SCALE = (OUTSIDE, NOT_APPLICABLE)
_NOT_APPLICABLE_LABELS = Labels(
    text("groups.not_applicable", "da"), text("groups.not_applicable", "en")
)
#: Facts of a kommune that are no property to choose or group by.
_NO_PROPERTY = ("answers",)


class Answered(Protocol):
    """What a survey must have: it is `Survey`, which imports this module."""

    @property
    def codebook(self) -> Codebook: ...
    @property
    def kommuner(self) -> pd.DataFrame: ...
    @property
    def answers(self) -> pd.DataFrame | None: ...
    def marked(self, name: str, column: str) -> np.ndarray: ...


@dataclass(frozen=True, eq=False)
class RespondentColumn:
    """One property of the respondents.

    Attributes
    ----------
    name : str
    labels : mapping of str to Labels
        Its values by key; in rising order where they have one. Empty for numbers.
    codes : array of int
        Place of each respondent's value among the labels; −1 where it is not known.
    ordinal : bool
        Whether the order of the values means something.
    confidential : bool
        Whether the respondents told it in their answers; facts of a kommune are public.
    numbers : array of float or None
        Each respondent's number, NaN where it is not known; None where the values are words.
    scores : tuple of float
        What each value counts in a test of trend; their places where the scale has none.
    """

    name: str
    labels: Mapping[str, Labels]
    codes: np.ndarray = field(repr=False)
    ordinal: bool
    confidential: bool
    numbers: np.ndarray | None = field(default=None, repr=False)
    scores: tuple[float, ...] = ()

    @cached_property
    def known(self) -> np.ndarray:
        """Which respondents have a value."""
        values = self.codes if self.numbers is None else self.numbers
        return np.asarray(values >= 0 if self.numbers is None else ~np.isnan(values))

    def key(self, spelling: object) -> str | None:
        """The key of a value by its key or its label in either language; None without one."""
        wanted = plain(str(spelling))
        for key, labels in self.labels.items():
            if wanted in (plain(key), plain(labels.da), plain(labels.en)):
                return key
        return None


def column_names(survey: Answered) -> list[str]:
    """Names of all columns: of the answers, the codebook's groups, and the kommuner."""
    answers = survey.answers
    own = [] if answers is None else list(answers.columns)
    known = [*survey.codebook.columns(), *survey.codebook.groups]
    asked = [name for name in known if name in own]
    facts = [name for name in survey.kommuner.columns if name not in _NO_PROPERTY]
    facts = [name for name in facts if survey.kommuner[name].notna().any()]
    numbers = [name for name in own if _is_number(answers, name) and name not in known]
    return [*asked, *numbers, *(["kommune", *facts] if answers is None or "kommune" in own else [])]


def find_column(survey: Answered, name: str, *, lang: str = "da") -> RespondentColumn:
    """The column with this name, whatever its case and punctuation.

    ``lang`` is the language of the problem, where there is none.

    Raises
    ------
    InputError
        There is none.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> find_column(synthesize(seed=1), "importance_integration").labels["important"].da
    'Vigtig'
    """
    names = column_names(survey)
    found = [each for each in names if each == name]
    found = found or [each for each in names if plain(each) == plain(name)]
    if not found:
        raise _unknown(name, names, survey.codebook, lang)
    return _column(survey, found[0])


def _unknown(name: str, names: list[str], book: Codebook, lang: str) -> InputError:
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), names, n=1)
    items = [each for each in names if each in book.columns()]
    others = [each for each in names if each not in items]
    cure = f"{text('filter.did_you_mean', lang, near=near[0])} " if near else ""
    if others:
        cure += f"{text('filter.groups_and_numbers', lang, listed=', '.join(others))} "
    more = max(len(items) - 3, 0)
    key = "filter.items_and_more" if more else "filter.items"
    cure += text(key, lang, listed=", ".join(items[:3]), number=more)
    return InputError(Problem(text("filter.no_column", lang, name=name), cure, lang=lang))


def _column(survey: Answered, name: str) -> RespondentColumn:
    answers, book = survey.answers, survey.codebook
    if answers is None:
        raise InputError("De trykte tabeller siger ikke, hvem der svarede hvad. Indlæs svar.")
    if name in book.columns():
        return _item(survey, name)
    if name in book.groups:
        labels = {value.key: value.label for value in book.groups[name]}
        ordinal = name in book.ordinal_groups
        return RespondentColumn(name, labels, _codes(answers[name], labels), ordinal, True)
    if name in answers and _is_number(answers, name):
        numbers = answers[name].to_numpy(float)
        return RespondentColumn(name, {}, np.zeros(0, int), True, True, numbers)
    places = pd.Categorical(answers["kommune"], categories=survey.kommuner.index).codes.astype(int)
    if name == "kommune":
        labels = {str(c): Labels(str(n), str(n)) for c, n in survey.kommuner["name"].items()}
        return RespondentColumn(name, labels, places, False, False)
    column = survey.kommuner[name]
    if pd.api.types.is_numeric_dtype(column):
        numbers = np.append(column.to_numpy(float), np.nan)[places]
        return RespondentColumn(name, {}, np.zeros(0, int), True, False, numbers)
    labels = value_labels(column, name, book)
    codes = np.append(_codes(column, labels), -1)[places]
    return RespondentColumn(name, labels, codes, name == "size_band", False)


def value_labels(column: pd.Series, name: str, book: Codebook) -> dict[str, Labels]:
    """The values of a column of the kommuner by key: all size bands; of others, what occurs."""
    if name == "size_band":
        return {band.key: band.label for band in book.size_bands}
    named = read_kommunegrupper() if name == "kommunegruppe" else {}
    values = column.sort_index().dropna().unique()
    return {str(value): named.get(value, Labels(str(value), str(value))) for value in values}


def _item(survey: Answered, name: str) -> RespondentColumn:
    """Answers to one item, the least first, then don't know and not applicable."""
    assert survey.answers is not None
    question, _ = survey.codebook.columns()[name]
    rising = question.scale.rising
    labels = {answer.key: answer.label for answer in rising}
    codes = _codes(survey.answers[name], labels)
    codes = np.where(survey.marked("outside_answers", name), len(rising), codes)
    codes = np.where(survey.marked("not_applicable", name), len(rising) + 1, codes)
    labels[OUTSIDE], labels[NOT_APPLICABLE] = OUTSIDE_LABELS, _NOT_APPLICABLE_LABELS
    scores = tuple(answer.score for answer in rising)
    return RespondentColumn(name, labels, codes, True, True, scores=scores)


def _codes(values: pd.Series, labels: Mapping[str, Labels]) -> np.ndarray:
    codes: np.ndarray = pd.Categorical(values, categories=list(labels)).codes.astype(int)
    return codes


def _is_number(answers: pd.DataFrame | None, name: str) -> bool:
    if answers is None:
        return False
    column = answers[name]
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
