"""The tables of one item that its protected counts allow, and ranges over all of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.measures.suppression import network_sums
from analysis.survey.protected_counts import ProtectedTable
from analysis.survey.survey import Survey, once_per_survey

if TYPE_CHECKING:
    from scipy.sparse import csc_array

_TOLERANCE = 1e-9
#: Rounds of proportional fitting, and of the search for the range of a mean.
_ROUNDS = 100


class AllowedTables:
    """All tables of one item, by group and answer, that agree with its protected counts."""

    def __init__(self, table: ProtectedTable) -> None:
        self.table = table
        self._systems: dict[tuple[int, ...], tuple[np.ndarray, Any]] = {}
        self.groups = range(max(len(table.bases) - 1, 1))

    def mean_range(self, row: int, values: np.ndarray) -> tuple[float, float]:
        """Smallest and largest mean of the listed answers' values in a row; NaN without answers.

        Examples
        --------
        >>> counts, hidden = np.array([[3, 1, 0]]), np.zeros((1, 3), dtype=bool)
        >>> table = ProtectedTable(counts, counts, hidden, np.array([4]))
        >>> AllowedTables(table).mean_range(0, np.array([0.5, 0.1]))
        (0.4, 0.4)
        """
        counts = self.table.counts[row, :-1]
        if not self.table.bases[row] or counts.sum() == 0:
            return (np.nan, np.nan)
        if not np.isnan(counts).any():
            mean = float(counts @ values / counts.sum())
            return (mean, mean)
        if self.table.bases[row] <= self.table.high[row, -1]:  # perhaps nobody gave a listed answer
            return (float(values.min()), float(values.max()))
        return self._ratio(row, values, 1), self._ratio(row, values, -1)

    def _ratio(self, row: int, values: np.ndarray, sign: int) -> float:
        """The smallest (sign 1) or largest mean, by Dinkelbach's method."""
        found = sign * float(values.max() if sign > 0 else values.min())
        for _ in range(_ROUNDS):
            weights = np.zeros(self.table.low.shape)
            weights[row, :-1] = sign * values - found
            cells = self._solve(weights)[row, :-1]
            mean = sign * float(cells @ values / cells.sum())
            if mean >= found - _TOLERANCE:
                break
            found = mean
        return sign * found

    def staff_range(
        self, row: int, people: tuple[np.ndarray, ...], low: np.ndarray, high: np.ndarray
    ) -> tuple[float, float]:
        """Range of the staff that match: Σ people × value over the respondents of a row.

        ``people`` is the staff that each respondent of each group, and of all, stands for;
        ``low`` and ``high`` are the smallest and largest value of each listed answer.
        """
        of_all = row in (-1, len(self.table.bases) - 1)
        groups = list(self.groups) if of_all else [row]
        if any(np.isnan(people[group]).any() for group in groups):
            return (np.nan, np.nan)
        if not self.table.hidden[groups].any():
            ends = [self._sorted(group, people[group], low, high) for group in groups]
            return (sum(end[0] for end in ends), sum(end[1] for end in ends))
        return (
            self._assigned(groups, people, low, 1),
            -self._assigned(groups, people, high, -1),
        )

    def _sorted(
        self, group: int, people: np.ndarray, low: np.ndarray, high: np.ndarray
    ) -> tuple[float, float]:
        """The range where all counts are known: paired in opposite order, and in the same."""
        counts = self.table.low[group, :-1]
        blank = np.zeros(len(people) - counts.sum())
        least = np.sort(np.append(np.repeat(low, counts), blank))[::-1]
        most = np.sort(np.append(np.repeat(high, counts), blank))
        return (float(least @ np.sort(people)), float(most @ np.sort(people)))

    def _assigned(
        self, groups: list[int], people: tuple[np.ndarray, ...], values: np.ndarray, sign: int
    ) -> float:
        """The smallest Σ sign × people × value over tables, and over who gave which answer."""
        sizes, system = self._assignments(tuple(groups), people)
        worth = sign * np.append(values, 0.0)  # an answer outside the listed ones matches nothing
        cost = np.append(np.zeros(self.table.low.size), np.outer(sizes, worth))
        return float(cost @ _minimum(cost, *system))

    def _assignments(
        self, groups: tuple[int, ...], people: tuple[np.ndarray, ...]
    ) -> tuple[np.ndarray, Any]:
        """The staff of each class of respondents, and the constraints on what they answered.

        Respondents of a group who stand for the same staff are one class; the variables are the
        table's cells, and the answers of each class.
        """
        if groups in self._systems:
            return self._systems[groups]
        from scipy.sparse import csc_array, eye_array, hstack, kron, vstack

        table = self.table
        classes = [np.unique(people[group], return_counts=True) for group in groups]
        sizes = np.concatenate([size for size, _ in classes])
        of_class = np.repeat(groups, [len(size) for size, _ in classes])
        width, cells = table.low.shape[1], table.low.size
        answers = len(sizes) * width
        one_each = eye_array(width, format="csc")
        member = csc_array((of_class[None, :] == np.array(groups)[:, None]).astype(float))
        counted = csc_array((np.array(groups)[:, None] == np.arange(len(table.bases))) * -1.0)
        sums = network_sums(table.low.shape)
        constraints = vstack(
            [
                hstack([sums, csc_array((sums.shape[0], answers))]),
                hstack([kron(counted, one_each), kron(member, one_each)]),
            ],
            format="csc",
        )
        right = np.append(self._right(), np.zeros(len(groups) * width))
        bounds = (
            np.append(table.low.ravel(), np.zeros(answers)),
            np.append(table.high.ravel(), np.full(answers, np.inf)),
        )
        given = kron(eye_array(len(sizes)), np.ones((1, width)))
        most = hstack([csc_array((len(sizes), cells)), given], format="csc")
        number = np.concatenate([counts for _, counts in classes])
        self._systems[groups] = (sizes, (constraints, right, bounds, most, number))
        return self._systems[groups]

    @cached_property
    def likely(self) -> np.ndarray:
        """The counts if what is hidden is spread as elsewhere (proportional fitting): modelled."""
        table = self.table
        cells = np.where(table.hidden, (table.low + table.high) / 2, table.low).astype(float)
        of_all = cells[-1].copy()
        _fit(of_all[None, :], table.hidden[-1:], table.bases[-1:], None)
        if len(table.bases) > 1:
            parts = cells[:-1]
            _fit(parts, table.hidden[:-1], table.bases[:-1], of_all)
        cells[-1] = of_all
        return np.asarray(np.clip(cells, table.low, table.high))

    def _right(self) -> np.ndarray:
        columns = self.table.low.shape[1] if len(self.table.bases) > 1 else 0
        right: np.ndarray = np.append(self.table.bases, np.zeros(columns))
        return right

    def _solve(self, weights: np.ndarray) -> np.ndarray:
        found = _minimum(
            weights.ravel(),
            network_sums(weights.shape),
            self._right(),
            (self.table.low.ravel(), self.table.high.ravel()),
        )
        cells: np.ndarray = found.reshape(weights.shape)
        return cells


@once_per_survey
def allowed_tables(survey: Survey, column: str) -> AllowedTables:
    """The tables that a protected survey allows of the item with this column."""
    assert survey.released is not None, "asked of a survey that is not protected"
    return AllowedTables(survey.released.tables[column])


def _fit(
    cells: np.ndarray, hidden: np.ndarray, bases: np.ndarray, totals: np.ndarray | None
) -> None:
    """Scale the hidden cells in place until rows, and columns where known, have their sums."""
    shown = np.where(hidden, 0.0, cells)
    for _ in range(_ROUNDS):
        for axis, sums in ((1, bases), (0, totals)):
            if sums is None:
                continue
            rest = np.maximum(sums - shown.sum(axis=axis), 0.0)
            now = np.where(hidden, cells, 0.0).sum(axis=axis)
            scale = np.divide(rest, now, out=np.ones_like(now), where=now > 0)
            scale = scale[:, None] if axis else scale[None, :]
            cells[:] = np.where(hidden, cells * scale, cells)


def _minimum(
    cost: np.ndarray,
    sums: csc_array,
    right: np.ndarray,
    bounds: tuple[np.ndarray, np.ndarray],
    most: csc_array | None = None,
    ceiling: np.ndarray | float = np.inf,
) -> np.ndarray:
    from scipy.optimize import Bounds, LinearConstraint, milp

    constraints = [LinearConstraint(sums, right, right)]
    if most is not None:
        constraints.append(LinearConstraint(most, -np.inf, ceiling))
    found = milp(cost, bounds=Bounds(*bounds), constraints=constraints)
    assert found.x is not None, "the true table keeps all that is released"
    solved: np.ndarray = found.x
    return solved
