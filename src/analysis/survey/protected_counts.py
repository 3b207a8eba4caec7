"""Protected counts: all that is released of a survey's answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from analysis.survey.codebook import Labels


@dataclass(frozen=True, eq=False)
class ProtectedTable:
    """The protected counts of one item, by group and answer.

    The rows are the groups in order, and all respondents last; the columns are the listed answers
    in order, and answers outside them (don't know) last.

    Attributes
    ----------
    low, high : array of int
        The smallest and largest count that all released counts of the item allow; equal where
        the count is released.
    hidden : array of bool
        Which counts are not released.
    bases : array of int
        Answers to the item by row, those outside the listed categories included.
    """

    low: np.ndarray
    high: np.ndarray
    hidden: np.ndarray
    bases: np.ndarray

    @property
    def counts(self) -> np.ndarray:
        """The released counts; NaN where they are hidden."""
        return np.where(self.hidden, np.nan, self.low)

    @property
    def listed(self) -> np.ndarray:
        """Answers within the listed categories by row; NaN where that is not released."""
        listed: np.ndarray = self.bases - self.counts[:, -1]
        return listed


@dataclass(frozen=True, eq=False)
class ProtectedCounts:
    """What is released of a survey's answers: one grouping, one threshold, every item.

    Attributes
    ----------
    by : str or None
        How the respondents are grouped; None when they are not.
    threshold : int
        Municipalities that must stand behind a count, and outside it.
    labels : mapping of str to Labels
        The groups by key, in order.
    ordinal : bool
        Whether the order of the groups means something.
    people : tuple of arrays
        By group, and all respondents last: the staff that each respondent stands for, which is
        public; NaN where a municipality's staff is not known.
    population : int or None
        People that the respondents stand for.
    weights : tuple of arrays, or None
        By group, and all respondents last: their weights, in rising order; None without weights.
    tables : mapping of str to ProtectedTable
        By the column of the item, ``question_item``.
    """

    by: str | None
    threshold: int
    labels: Mapping[str, Labels]
    ordinal: bool
    people: tuple[np.ndarray, ...] = field(repr=False)
    population: int | None
    tables: Mapping[str, ProtectedTable] = field(repr=False)
    weights: tuple[np.ndarray, ...] | None = field(default=None, repr=False)
