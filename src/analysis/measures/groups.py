"""Group the respondents by size band or by another column of their municipalities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.survey.checks import InputError
from analysis.survey.codebook import Labels
from analysis.survey.kommuner import read_kommunegrupper
from analysis.survey.options import choose
from analysis.survey.survey import Survey, once_per_survey
from analysis.words import text

#: The group of respondents of whom the property is not known; it leaves every test.
UNKNOWN = "unknown"
_UNKNOWN_LABELS = Labels(text("groups.unknown", "da"), text("groups.unknown", "en"))

#: A column of numbers is cut into this many groups with equally many municipalities.
NUMBER_OF_PARTS = 3


@dataclass(frozen=True, eq=False)
class Grouping:
    """Which group each respondent belongs to.

    ``labels`` has the groups' keys in order, ``unknown`` last where it is needed; ``ordinal`` says
    whether the order means something (size bands and numbers); ``codes`` is the place of each
    respondent's group among the keys. From the printed tables a municipality stands for each of
    its answers.
    """

    by: str
    labels: Mapping[str, Labels]
    ordinal: bool
    codes: np.ndarray = field(repr=False)

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
    such as ``population``, which is cut into three groups with equally many municipalities; or a
    group variable of the codebook. All size bands of the codebook are there, also those without
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
    answers = survey.answers
    own = [] if answers is None else [key for key in survey.codebook.groups if key in answers]
    if answers is not None and by in own:
        labels = {value.key: value.label for value in survey.codebook.groups[by]}
        ordinal = by in survey.codebook.ordinal_groups
        return _grouping(by, labels, ordinal, values=answers[by])
    columns = [name for name in survey.kommuner.columns if name != "answers"]
    column = survey.kommuner[choose("by", by, [*columns, *own])]
    ordinal = True
    if by == "size_band":
        labels = {band.key: band.label for band in survey.codebook.size_bands}
    elif pd.api.types.is_numeric_dtype(column) and column.min() < column.max():
        column, labels = _parts(column)
    else:
        ordinal = False
        values = column.sort_index().dropna().unique()
        named = read_kommunegrupper() if by == "kommunegruppe" else {}
        labels = {str(name): named.get(name, Labels(str(name), str(name))) for name in values}
    return _grouping(by, labels, ordinal, column.map(str, na_action="ignore"), places(survey))


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


def _grouping(
    by: str,
    labels: dict[str, Labels],
    ordinal: bool,
    values: pd.Series,
    of_each: np.ndarray | None = None,
) -> Grouping:
    """Group by the respondents' values, or by their municipalities' values and places."""
    codes = pd.Categorical(values, categories=list(labels)).codes.astype(int)
    if of_each is not None:
        codes = np.append(codes, -1)[of_each]
    if (codes < 0).any():
        codes = np.where(codes < 0, len(labels), codes)
        labels = {**labels, UNKNOWN: _UNKNOWN_LABELS}
    return Grouping(by, labels, ordinal, codes)


def _parts(column: pd.Series) -> tuple[pd.Series, dict[str, Labels]]:
    """Cut numbers into groups named by their smallest and largest value; unknown ones stay so."""
    values = column.dropna()
    parts = pd.qcut(values, NUMBER_OF_PARTS, labels=False, duplicates="drop")
    names, labels = {}, {}
    for part, members in values.groupby(parts):
        low, high = members.min(), members.max()
        digits = 0 if (values % 1 == 0).all() else 2
        names[part] = f"{low:.{digits}f}-{high:.{digits}f}"
        english = f"{low:,.{digits}f}–{high:,.{digits}f}"
        danish = english.translate(str.maketrans(",.", ".,"))
        labels[names[part]] = Labels(danish, english)
    return parts.map(names).reindex(column.index), labels
