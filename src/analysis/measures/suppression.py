"""Which numbers of a table of counts to leave out, and the proof that they stay unknown."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from analysis.measures.bounds import identified_set
from analysis.measures.linear_program import Restriction

#: Cells with fewer answers than this are not shown.
THRESHOLD = 5


def suppressions(
    counts: np.ndarray, threshold: int = THRESHOLD
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Choose what to suppress in a table of counts: its cells, rows' sums and columns' sums.

    Rows are groups and columns answers. With one row the totals by answer are the cells
    themselves; else the columns' sums to hide are those that the same rule hides in the table of
    all. The same counts are proven once.
    """
    table = np.asarray(counts, dtype=float)
    return _suppressions(table.shape, table.tobytes(), threshold)


@lru_cache(maxsize=4096)
def _suppressions(
    shape: tuple[int, ...], counts: bytes, threshold: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    table = np.frombuffer(counts).reshape(shape)
    bases = table.sum(axis=1)
    if len(table) == 1:
        hidden_columns = np.zeros(table.shape[1], dtype=bool)
    else:
        hidden_columns = suppressions(table.sum(axis=0)[None, :], threshold)[0][0]
    small, small_rows = ((part > 0) & (part < threshold) for part in (table, bases))
    everything = _not_known_empty(table, hidden_columns)
    for cells in (small, everything):
        plan = _Plan(table, cells.copy(), small_rows.copy(), hidden_columns, threshold)
        if plan.complete():
            return plan.cells, plan.rows, hidden_columns
    alone = len(table) == 1
    return everything, small_rows if alone else bases > 0, hidden_columns


def _not_known_empty(table: np.ndarray, hidden_columns: np.ndarray) -> np.ndarray:
    """Cells of which the sums that are printed do not already say that they are empty."""
    if len(table) == 1:
        return np.ones(table.shape, dtype=bool)
    columns = hidden_columns | (table.sum(axis=0) > 0)
    cells: np.ndarray = columns[None, :] & (table.sum(axis=1) > 0)[:, None]
    return cells


class _Plan:
    """A choice of suppressed cells and rows' sums, completed until it is proven."""

    def __init__(
        self,
        table: np.ndarray,
        cells: np.ndarray,
        rows: np.ndarray,
        columns: np.ndarray,
        threshold: int,
    ) -> None:
        self.table, self.cells, self.rows, self.columns = table, cells, rows, columns
        self.threshold = threshold

    def complete(self) -> bool:
        """Suppress more until every suppressed number is proven unknown; False if that fails.

        Suppressing more only widens ranges, so what is proven once stays proven.
        """
        waiting: list[tuple[str, int, int]] = [
            *(("cell", int(i), int(j)) for i, j in np.argwhere(self.cells)),
            *(("row", int(i), -1) for i in np.flatnonzero(self.rows)),
            *(("column", -1, int(j)) for j in np.flatnonzero(self.columns & (self._totals() > 0))),
        ]
        while waiting:
            kind, i, j = waiting[-1]
            if self._unknown(kind, i, j):
                waiting.pop()
                continue
            more = self._next(kind, i, j)
            if more is None:
                return False
            waiting.insert(0, more)
        return True

    def _totals(self) -> np.ndarray:
        totals: np.ndarray = self.table.sum(axis=0)
        return totals

    def _next(self, kind: str, i: int, j: int) -> tuple[str, int, int] | None:
        """Suppress the smallest number that bears on this one; None when none is left.

        A cell alone in a line whose sum is known is given away, so its line comes first.
        """
        if kind == "row":
            bases = self.table.sum(axis=1)
            seen = np.flatnonzero(~self.rows & (bases > 0))
            if len(seen):
                row = int(seen[np.argmin(bases[seen])])
                self.rows[row] = True
                return ("row", row, -1)
        shown = ~self.cells & (self.table > 0)
        single_rows = ~self.rows & (self.cells.sum(axis=1) == 1)
        single_columns = ~self.columns & (self.cells.sum(axis=0) == 1) & (len(self.table) > 1)
        given_away = single_rows[:, None] | single_columns
        near = np.zeros_like(shown)
        if kind == "cell":
            near[i] = not self.rows[i]
        if kind in ("cell", "column"):
            near[:, j] = True
        for choice in (shown & given_away, shown & near, shown):
            places = np.argwhere(choice)
            if len(places):
                a, b = places[np.argmin(self.table[choice])]
                self.cells[a, b] = True
                return ("cell", int(a), int(b))
        return None

    def _unknown(self, kind: str, i: int, j: int) -> bool:
        """Whether the number can be two whole numbers or more, one of them the threshold."""
        marks = np.zeros(self.table.shape)
        marks[i if kind != "column" else slice(None), j if kind != "row" else slice(None)] = 1
        low, high = feasible_range(
            marks, self.table, self.cells, self.rows, self.columns, self.threshold
        )
        return high >= self.threshold and high - low >= 1


def feasible_range(
    marks: np.ndarray,
    table: np.ndarray,
    cells: np.ndarray,
    rows: np.ndarray,
    columns: np.ndarray,
    threshold: int = THRESHOLD,
) -> tuple[float, float]:
    """Range of the sum of the marked cells, as a reader of the protected table can compute it.

    ``marks`` is 1 for each cell in the sum, ``table`` holds the true counts, and ``cells``,
    ``rows`` and ``columns`` are what is suppressed (`suppressions`). The range is sharp over all
    tables that agree with what is printed; the number of all answers is not printed when it is
    below the threshold.
    """
    alone = len(table) == 1
    shown = np.where(cells, 0.0, table)
    withheld_in_full = bool(np.all(cells >= _not_known_empty(table, columns)))
    least = np.where(cells, 0.0 if withheld_in_full else 1.0, 0.0)
    taken = shown + least
    over_rows = np.where(rows, np.nan, (table - taken).sum(axis=1))
    over_columns = np.where(columns | alone, np.nan, (table - taken).sum(axis=0))
    restrictions = [Restriction("hidden_cells_only", (~cells).astype(float))]
    total = float((table - taken).sum())
    if np.isnan(over_rows).any() and not 0 < table.sum() < threshold:
        restrictions.append(Restriction("all_answers", cells.astype(float), total, total))
    found = identified_set(marks * cells, [over_rows, over_columns], restrictions)
    fixed = float((marks * taken).sum())
    return (fixed + found.low, fixed + found.high)
