"""Which counts of a table to leave out, and the proof that they stay unknown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csc_array

#: Municipalities that must stand behind a count, and outside it.
THRESHOLD = 5

#: What it costs to hide a count: of a group, of all respondents, and one more of its row's zeros.
_COST_GROUP, _COST_ALL, _COST_ZERO = 1.0, 4.0, 20.0
#: Answers are hidden in fixed pairs where that serves, whatever the counts, so that the choice
#: does not tell which of them is small.
_COST_DISTANCE = 0.01
#: What may be hidden besides, tried in order: zeros, whole rows, counts of all respondents.
_ATTEMPTS = (
    (False, False, False),
    (True, False, False),
    (True, True, False),
    (False, False, True),
    (True, True, True),
)


@dataclass(frozen=True, eq=False)
class CountTable:
    """The counts of one item, and how many municipalities stand behind each.

    Rows are groups, and all respondents last; columns are answers. With one row there are no
    groups.

    Attributes
    ----------
    counts : array of int
        Answers.
    behind, outside : array of int
        Municipalities with an answer in the cell; with an answer of the row outside the cell.
    largest : array of int
        The most answers in the cell that come from one municipality.
    """

    counts: np.ndarray
    behind: np.ndarray
    outside: np.ndarray
    largest: np.ndarray

    def sensitive(self, threshold: int) -> np.ndarray:
        """Cells with too few municipalities behind them, or one with more than half of them."""
        few = np.logical_and(self.counts > 0, self.behind < threshold)
        dominated = np.greater(2 * self.largest, self.counts)
        return np.asarray(np.logical_or(few, dominated))

    def one_sided(self, threshold: int) -> np.ndarray:
        """Rows in which too few municipalities answered, or nearly all gave one answer."""
        nearly_all = np.logical_and(self.counts > 0, self.outside < threshold)
        return np.asarray(nearly_all.any(axis=1))


@dataclass(frozen=True, eq=False)
class Suppression:
    """What is hidden in a table of counts, and what can still be said of each count."""

    hidden: np.ndarray
    low: np.ndarray
    high: np.ndarray


def suppress(table: CountTable, threshold: int = THRESHOLD) -> Suppression:
    """Choose what to hide in a table of counts, and prove that it stays unknown.

    Hidden at once: counts behind which fewer than ``threshold`` municipalities stand, or one
    municipality with more than half; and rows, zeros included, where fewer than ``threshold``
    municipalities lie outside one answer. Then as many others as it takes: from everything that
    is released (the other counts, each row's base, the sums of the groups, that a hidden count of
    a row with released counts is no zero, and that it leaves ``threshold`` answers outside it), a
    sensitive count can be ``threshold`` or more and has ``threshold`` possible values; an answer
    that nearly all gave can be one that ``threshold`` did not give; every other hidden count has
    two possible values. That holds for whoever knows the rule; who runs the algorithm on every
    possible table can learn more from what else it chose to hide (``docs/privacy.md``).
    """
    return _suppress(
        table.counts.shape,
        *(
            np.ascontiguousarray(part, dtype=np.int64).tobytes()
            for part in (table.counts, table.behind, table.outside, table.largest)
        ),
        threshold,
    )


@lru_cache(maxsize=4096)
def _suppress(
    shape: tuple[int, int], counts: bytes, behind: bytes, outside: bytes, largest: bytes, least: int
) -> Suppression:
    parts = (np.frombuffer(part, dtype=np.int64) for part in (counts, behind, outside, largest))
    table = CountTable(*(part.reshape(shape) for part in parts))
    plan = _Plan(table, least)
    plan.complete()
    if 2 * plan.lost() > np.count_nonzero(table.counts[:-1]):
        merged = [_Plan(table, least, columns) for columns in _merges(table, least)]
        for other in sorted(merged, key=_Plan.cost)[:1]:
            other.complete()
            plan = min(plan, other, key=_Plan.cost)
    low, high = plan.ranges()
    return Suppression(plan.hidden, low, high)


def _merges(table: CountTable, threshold: int) -> list[np.ndarray]:
    """Neighbouring answers at both ends of the scale that can be merged so that all is safe.

    Each is a mask of the columns that would be hidden; with their row's base and the columns that
    are shown, a reader knows the sum of each end.
    """
    width = table.counts.shape[1] - 1
    found = []
    for first, last in combinations(range(1, width + 1), 2):
        blocks = [range(first), *([j] for j in range(first, last - 1)), range(last - 1, width)]
        blocks = [list(block) for block in blocks if len(block)]
        cells = np.column_stack([table.counts[:, block].sum(axis=1) for block in blocks])
        behind = np.column_stack([table.behind[:, block].max(axis=1) for block in blocks])
        outside = table.counts.sum(axis=1, keepdims=True) - cells
        safe = (behind >= threshold) | (cells == 0)
        if len(blocks) > 1 and safe.all() and (outside >= threshold).all():
            found.append(
                np.isin(np.arange(width + 1), [j for b in blocks if len(b) > 1 for j in b])
            )
    return found


class _Plan:
    """A choice of hidden counts, completed until it is proven."""

    def __init__(self, table: CountTable, threshold: int, merged: np.ndarray | None = None) -> None:
        self.table, self.threshold = table, threshold
        self.counts = table.counts
        self.bases = self.counts.sum(axis=1)
        self.sensitive = table.sensitive(threshold)
        self.one_sided = table.one_sided(threshold) & (self.bases > 0)
        self.hidden = self.sensitive | self.one_sided[:, None]
        if merged is not None:
            self.hidden |= merged[None, :]
        self.network = _Network(self.counts.shape)

    def complete(self) -> None:
        """Hide more until every requirement is proven; hiding more only widens ranges."""
        proven = np.zeros_like(self.hidden)
        while (waiting := np.argwhere(self.hidden & ~proven & (self.counts > 0))).size:
            for place in map(tuple, waiting):
                proven[place] = all(self._reach(place, value) for value in self._required(*place))

    def lost(self) -> int:
        """How many counts of groups are hidden that are not 0."""
        return int(np.count_nonzero((self.hidden & (self.counts > 0))[:-1]))

    def cost(self) -> float:
        """What is hidden, of groups and of all."""
        of_all = np.count_nonzero((self.hidden & (self.counts > 0))[-1])
        return _COST_GROUP * self.lost() + _COST_ALL * of_all

    def ranges(self) -> tuple[np.ndarray, np.ndarray]:
        """The smallest and largest value of every count."""
        low, high = self.counts.copy(), self.counts.copy()
        limits = self._limits()
        for place in map(tuple, np.argwhere(self.hidden)):
            low[place] = self.network.extreme(self.counts, limits, place, -1)
            high[place] = self.network.extreme(self.counts, limits, place, 1)
        return low, high

    def _required(self, row: int, column: int) -> list[int]:
        """Values that a hidden count must be able to take, as far as its row's base allows."""
        count, base, least = int(self.counts[row, column]), int(self.bases[row]), self.threshold
        floor = int(self._floors[row])
        if self.table.outside[row, column] < least:
            values = [max(base - least, floor)] if base > least else [0, base]
        elif self.sensitive[row, column]:
            low = self._extreme(row, column, -1)
            most = min(max(least, low + least - 1), self._ceiling(row))
            values = [max(most, count)]
            if most < low + least - 1:
                values.append(max(min(count, most - least + 1), floor))
        elif self._extreme(row, column, -1) < count:
            values = []  # another value is possible already
        else:
            values = [count + 1] if count + 1 <= self._ceiling(row) else [count - 1]
        return [value for value in values if value != count]

    def _extreme(self, row: int, column: int, sign: int) -> int:
        return self.network.extreme(self.counts, self._limits(), (row, column), sign)

    def _ceiling(self, row: int) -> int:
        """The largest count that a hidden cell of the row can have."""
        base = int(self.bases[row])
        return base if self._whole[row] else base - self.threshold

    @property
    def _floors(self) -> np.ndarray:
        """The smallest hidden count of each row: 1 where a reader sees that no zero is hidden."""
        zeros = (self.hidden & (self.counts == 0)).any(axis=1)
        floors: np.ndarray = 1 - (zeros | self._whole)
        return floors

    @property
    def _whole(self) -> np.ndarray:
        """Rows of which nothing is shown; why, a reader does not see."""
        whole: np.ndarray = self.hidden.all(axis=1)
        return whole

    def _limits(self) -> tuple[np.ndarray, np.ndarray]:
        """Smallest and largest count that each cell's own row allows."""
        low = np.where(self.hidden, self._floors[:, None], self.counts)
        return low, np.where(self.hidden, self._roofs, self.counts)

    @property
    def _roofs(self) -> np.ndarray:
        """The largest count that each cell can have where it is hidden."""
        bases = np.broadcast_to(self.bases[:, None], self.counts.shape)
        most = np.maximum(bases - self.threshold, self.counts)
        roofs: np.ndarray = np.where(self._whole[:, None], bases, most)
        return roofs

    def _reach(self, place: tuple[int, int], value: int) -> bool:
        """Make a hidden count able to take a value; False when that took hiding more."""
        limits = self._limits()
        sign = 1 if value > self.counts[place] else -1
        extreme = self.network.extreme(self.counts, limits, place, sign)
        if sign * extreme >= sign * value:
            return True
        before = self.hidden.sum()
        of_all = place[0] == len(self.counts) - 1
        for allowed in _ATTEMPTS[3 if of_all else 0 :]:
            found = self._cheapest(place, value, *allowed)
            if found is not None:
                self._hide(found)
                break
        for row in (place[0], -1):  # no other table has the value: all of its row, then of all
            if self.hidden.sum() == before:
                self.hidden[row] = True
        return bool(self.hidden.sum() == before)

    def _hide(self, found: np.ndarray) -> None:
        """Hide what differs in another table, so that it is possible, too."""
        emptied = (found == 0) & (self._floors == 1)[:, None] & (self.counts > 0)
        zeros = (self.counts == 0) & emptied.any(axis=1)[:, None]
        whole = (found > self._roofs).any(axis=1)
        whole |= emptied.any(axis=1) & ~zeros.any(axis=1)
        self.hidden |= (found != self.counts) | zeros | whole[:, None]

    def _cheapest(
        self, place: tuple[int, int], value: int, zeros: bool, rows: bool, of_all: bool
    ) -> np.ndarray | None:
        """The table with this value that differs from the true one in the cheapest cells.

        It may differ in hidden zeros, in whole rows, and in the counts of all respondents.
        """
        shape = self.counts.shape
        cost = np.full(shape, _COST_GROUP)
        cost[-1] = _COST_ALL if shape[0] > 1 else _COST_GROUP
        pairs = np.arange(shape[1]) // 2
        away = abs(np.arange(shape[0])[:, None] - place[0]) + abs(pairs - pairs[place[1]])
        may_move = self.hidden | zeros | (self.counts > 0)
        if not of_all and shape[0] > 1:
            may_move[-1] = self.hidden[-1]
        floors = self._floors * (1 - (rows | zeros * (self.counts == 0).any(axis=1)))
        roofs = np.broadcast_to(self.bases[:, None], shape) if rows else self._roofs
        low = np.where(may_move, floors[:, None], self.counts)
        high = np.where(may_move, roofs, self.counts)
        cost = cost + _COST_DISTANCE * away
        cost = np.where(self.counts == 0, cost + _COST_ZERO, cost)
        cost = np.where(self.hidden, 0.0, cost)
        return self.network.cheapest(self.counts, (low, high), cost, place, value)


def network_sums(shape: tuple[int, int]) -> csc_array:
    """The sums that all tables share, a row each: of every row, and of every column.

    A column's groups less all respondents, who stand in the last row, is 0.
    """
    from scipy.sparse import csc_array

    rows, columns = shape
    cells = np.arange(rows * columns).reshape(shape)
    sums = np.zeros((rows + (columns if rows > 1 else 0), rows * columns))
    sums[np.arange(rows)[:, None], cells] = 1
    if rows > 1:
        places = rows + np.arange(columns)
        sums[places[None, :], cells[:-1]] = 1
        sums[places, cells[-1]] = -1
    return csc_array(sums)


class _Network:
    """The tables with given sums of rows, whose last row is the sum of the others."""

    def __init__(self, shape: tuple[int, int]) -> None:
        from scipy.sparse import csc_array, hstack

        self.sums = network_sums(shape)
        self.both = csc_array(hstack([self.sums, -self.sums]))
        self.shape = shape

    def extreme(
        self,
        counts: np.ndarray,
        limits: tuple[np.ndarray, np.ndarray],
        place: tuple[int, int],
        sign: int,
    ) -> int:
        """The largest (sign 1) or smallest (sign −1) value of one count.

        Tables with these sums are flows from rows to columns, and from columns to the last row:
        a count can rise as far as a flow leads from its column back to its row.
        """
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import maximum_flow

        rows, columns = self.shape
        up, down = limits[1] - counts, counts - limits[0]
        own = int(up[place] if sign > 0 else down[place])
        up[place] = down[place] = 0
        of_row, of_column = slice(0, rows), slice(rows, rows + columns)
        room = np.zeros((rows + columns, rows + columns), dtype=np.int32)
        if rows > 1:
            room[: rows - 1, of_column], room[of_column, : rows - 1] = up[:-1], down[:-1].T
            room[of_column, rows - 1], room[rows - 1, of_column] = up[-1], down[-1]
        else:  # no groups: what one answer gains, any other may lose
            room[of_row, of_column], room[of_column, of_row] = up, down.T
            room[of_column, of_column] = counts.sum() * (1 - np.eye(columns, dtype=np.int32))
        start, end = rows + place[1], place[0]
        if (sign < 0) != (rows > 1 and place[0] == rows - 1):
            start, end = end, start
        flow = maximum_flow(csr_array(room), int(start), int(end)).flow_value
        return int(counts[place]) + sign * min(own, int(flow))

    def cheapest(
        self,
        counts: np.ndarray,
        limits: tuple[np.ndarray, np.ndarray],
        cost: np.ndarray,
        place: tuple[int, int],
        value: int,
    ) -> np.ndarray | None:
        """The table in which one count has a value, and the others differ least by cost."""
        up, down = limits[1] - counts, counts - limits[0]
        step = value - int(counts[place])
        least = np.zeros((2, *self.shape))
        most = np.stack([up, down]).astype(float)
        side = 0 if step > 0 else 1
        least[(side, *place)] = most[(side, *place)] = abs(step)
        most[(1 - side, *place)] = 0
        if np.any(most < least):
            return None
        moved = self._solve(self.both, np.stack([cost, cost]), least, most)
        if moved is None:
            return None
        both = np.round(moved).astype(int).reshape(2, *self.shape)
        found: np.ndarray = counts + both[0] - both[1]
        return found

    @staticmethod
    def _solve(
        sums: csc_array, cost: np.ndarray, least: np.ndarray, most: np.ndarray
    ) -> np.ndarray | None:
        """The cheapest step that keeps all sums; its corners are whole numbers (a network)."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        found = milp(
            cost.ravel(),
            bounds=Bounds(least.ravel(), most.ravel()),
            constraints=LinearConstraint(sums, 0, 0),
        )
        step: np.ndarray | None = found.x
        return step
