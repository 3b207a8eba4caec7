"""Groups of municipalities: size bands, or any other column of the municipalities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.survey.checks import InputError
from analysis.survey.codebook import Labels
from analysis.survey.published import Survey

#: The group of respondents whose municipality lacks the property; it leaves every test.
UNKNOWN = "unknown"
_UNKNOWN_LABELS = Labels("Ukendt", "Unknown")

#: A column of numbers is cut into this many groups with equally many municipalities.
NUMBER_OF_PARTS = 3


@dataclass(frozen=True, eq=False)
class Grouping:
    """Which group each municipality belongs to.

    Attributes
    ----------
    by : str
        The column of ``survey.kommuner``.
    keys : tuple of str
        The groups in order; ``unknown`` last, where a municipality lacks the property.
    labels : mapping of str to Labels
    ordinal : bool
        Whether the order means something: size bands and numbers.
    of_kommune : Series
        Key of the group by municipality code.
    """

    by: str
    keys: tuple[str, ...]
    labels: Mapping[str, Labels]
    ordinal: bool
    of_kommune: pd.Series

    def codes(self, kommuner: pd.Series | pd.Index) -> np.ndarray:
        """Position of each municipality's group in ``keys``."""
        return pd.Categorical(self.of_kommune.loc[kommuner], categories=list(self.keys)).codes


def grouping(survey: Survey, by: str) -> Grouping:
    """Group the survey's municipalities by one of their columns.

    Parameters
    ----------
    survey : Survey
    by : str
        ``size_band``, ``region``, ``landsdel``, ``kommunegruppe``, or a column of numbers such as
        ``population``, which is cut into three groups with equally many municipalities.

    Returns
    -------
    Grouping
        All size bands of the codebook, also those without answers; of other columns the values
        that occur, in the order of the municipalities' codes.

    Raises
    ------
    InputError
        There is no such column.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> grouping(read_published(), "size_band").keys
    ('small', 'medium', 'large')
    """
    columns = [name for name in survey.kommuner.columns if name != "answers"]
    if by not in columns:
        raise InputError(
            f'Kommunerne kan ikke grupperes efter "{by}". Vælg en af: {", ".join(columns)}.'
        )
    column = survey.kommuner[by].sort_index()
    ordinal = True
    if by == "size_band":
        labels = {band.key: band.label for band in survey.codebook.size_bands}
    elif pd.api.types.is_numeric_dtype(column):
        column, labels = _parts(column)
    else:
        ordinal = False
        labels = {str(value): Labels(str(value), str(value)) for value in column.dropna().unique()}
    of_kommune = column.astype(object).where(column.notna(), UNKNOWN).astype(str)
    if (of_kommune == UNKNOWN).any():
        labels = {**labels, UNKNOWN: _UNKNOWN_LABELS}
    return Grouping(by, tuple(labels), labels, ordinal, of_kommune)


def _parts(column: pd.Series) -> tuple[pd.Series, dict[str, Labels]]:
    """Cut numbers into groups named by their smallest and largest value."""
    values = column.dropna()
    parts = pd.qcut(values, NUMBER_OF_PARTS, labels=False, duplicates="drop")
    names, labels = {}, {}
    for part, members in values.groupby(parts):
        low, high = members.min(), members.max()
        names[part] = f"{low:.0f}-{high:.0f}"
        danish = f"{low:,.0f}–{high:,.0f}".replace(",", ".")
        labels[names[part]] = Labels(danish, f"{low:,.0f}–{high:,.0f}")
    return parts.map(names).reindex(column.index), labels


def answers_by_group(survey: Survey, groups: Grouping) -> np.ndarray:
    """Number of respondents in each group, in the order of ``groups.keys``."""
    if survey.answers is not None:
        codes = groups.codes(known_kommuner(survey))
        return np.bincount(codes, minlength=len(groups.keys))
    codes = groups.codes(survey.kommuner.index)
    answers = survey.kommuner["answers"].to_numpy(float)
    return np.bincount(codes, weights=answers, minlength=len(groups.keys)).astype(int)


def known_kommuner(survey: Survey) -> pd.Series:
    """Each respondent's municipality; an InputError lists those the survey does not know."""
    assert survey.answers is not None, "asked of a survey without answers"
    kommuner = survey.answers["kommune"]
    strangers = sorted(set(kommuner.dropna()) - set(survey.kommuner.index))
    if strangers or kommuner.isna().any():
        found = ", ".join(
            [*map(str, strangers), *(["en tom celle"] if kommuner.isna().any() else [])]
        )
        raise InputError(
            f'Svarene, kolonne "kommune": fandt {found}, forventede koder fra '
            "undersøgelsens kommuner. Ret koden, eller tilføj kommunen."
        )
    return kommuner
