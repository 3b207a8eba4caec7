"""The tables of one item that its protected counts allow, and ranges over all of them."""

from __future__ import annotations

import numpy as np

from analysis.measures.suppression import network_sums
from analysis.survey.protected_counts import ProtectedTable

_TOLERANCE = 1e-9
#: Rounds of proportional fitting, and of the search for the range of a mean.
_ROUNDS = 100


class AllowedTables:
    """All tables of one item, by group and answer, that agree with its protected counts."""

    def __init__(self, table: ProtectedTable) -> None:
        self.table = table
        self.groups = range(max(len(table.bases) - 1, 1))

    def mean_range(self, row: int, values: np.ndarray) -> tuple[float, float]:
        """Smallest and largest mean of the listed answers' values in a row; NaN without answers.

        Examples
        --------
        >>> counts, hidden = np.array([[3, 1, 0]]), np.zeros((1, 3), dtype=bool)
        >>> table = ProtectedTable(counts, counts, hidden, np.array([4]), hidden[:, 0])
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
        from scipy.sparse import csc_array, hstack, lil_array, vstack

        table = self.table
        cells = table.low.size
        classes = [np.unique(people[group], return_counts=True) for group in groups]
        width = table.low.shape[1]
        number = sum(len(sizes) for sizes, _ in classes) * width
        sums = network_sums(table.low.shape)
        link = lil_array((len(groups) * width, cells + number))
        most = lil_array((number // width, cells + number))
        cost, ceiling, place, line = np.zeros(cells + number), [], cells, 0
        for i, (group, (sizes, counts)) in enumerate(zip(groups, classes, strict=True)):
            for size, count in zip(sizes, counts, strict=True):
                for answer in range(width):
                    link[i * width + answer, place + answer] = 1
                    most[line, place + answer] = 1
                cost[place : place + width - 1] = sign * size * values
                ceiling.append(count)
                place, line = place + width, line + 1
            for answer in range(width):
                link[i * width + answer, group * width + answer] = -1
        sums = hstack([sums, csc_array((sums.shape[0], number))])
        low = np.append(table.low.ravel(), np.zeros(number))
        high = np.append(table.high.ravel(), np.full(number, np.inf))
        right = np.append(self._right(), np.zeros(len(groups) * width))
        found = _minimum(
            cost, vstack([sums, link]), right, (low, high), vstack([most]), np.array(ceiling)
        )
        return float(cost @ found)

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
        return np.clip(cells, table.low, table.high)

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
    sums: object,
    right: np.ndarray,
    bounds: tuple[np.ndarray, np.ndarray],
    most: object = None,
    ceiling: np.ndarray | None = None,
) -> np.ndarray:
    from scipy.optimize import Bounds, LinearConstraint, milp

    constraints = [LinearConstraint(sums, right, right)]
    if most is not None:
        constraints.append(LinearConstraint(most, -np.inf, ceiling))
    found = milp(cost, bounds=Bounds(*bounds), constraints=constraints)
    assert found.x is not None, "the true table keeps all that is released"
    solved: np.ndarray = found.x
    return solved
