"""Tables from supplied answers that give nobody's answer away; the linear programme proves it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.bounds import identified_set
from analysis.measures.programme import Restriction
from analysis.survey.checks import InputError
from analysis.survey.codebook import Labels

#: Cells with fewer answers than this are not shown.
THRESHOLD = 5

#: What is made from the report's own tables tells nothing that the report did not print.
EXEMPT = ("published", "recovered", "bounded", "modelled")

_NUMBERS = ("n", "n_low", "n_high", "share", "low", "high")
_OF_THE_BASE = ("share", "low", "high")
_MEANS = ("central", "low", "high")
_EMPTY = Labels("viste celler", "cells that are shown")
_TOTAL = Labels("alle svar", "all answers")


def protect(table: pd.DataFrame, threshold: int = THRESHOLD) -> pd.DataFrame:
    """Suppress small cells of a table from answers, and enough others to keep them unknown.

    Parameters
    ----------
    table : DataFrame
        A results frame (`likert_table`, `crosstab`, `wishes`) or a table of means by group
        (`workforce_gap`).
    threshold : int
        Cells with at least one answer and fewer than this are suppressed.

    Returns
    -------
    DataFrame
        The same rows with the column ``suppressed``. Suppressed cells have NaN for n and for all
        made from it; display prints them ``[c]``. A group's base that must not be known is NaN
        too, with the percentages taken of it. Frames of basis ``published``, ``recovered``,
        ``bounded`` or ``modelled`` are returned unchanged.

        Proven: from all that is printed (the cells that stay, true zeros among them; the groups'
        bases; the totals by answer that the same rule leaves in the table of all; the number of
        answers; that a suppressed cell is no zero), every suppressed number can be at least two
        whole numbers, one of them ``threshold`` or more. An item of which that cannot be proven
        is withheld in full, its zeros with it, so that its marks say nothing of where they are.
        Source: statistics §5 in ``docs/method.md``.

    Raises
    ------
    InputError
        The table has neither counts nor means with their bases.

    Notes
    -----
    Each table is protected by itself, beside the table of all: protect it whole, and choose rows
    after. Two groupings of one question, or a group's means beside its counts, can tell more
    together than alone: print one of them.

    Examples
    --------
    >>> answers = pd.DataFrame({"question": "q", "item": "i", "answer": list("abcd"),
    ...                         "n": [30, 12, 2, 0], "base": 44, "basis": "observed"})
    >>> protect(answers)["n"].tolist()
    [30.0, nan, nan, 0.0]
    """
    if table["basis"].isin(EXEMPT).all():
        return table
    if "base" not in table or not ({"n", "central"} & set(table.columns)):
        raise InputError(
            "Tabellen kan ikke beskyttes: forventede kolonnerne n og base eller central og base, "
            f"fandt {', '.join(table.columns)}."
        )
    keys = [key for key in ("question", "item", "measure", "unit") if key in table.columns]
    protected = table.reset_index(drop=True).assign(suppressed=False)
    numbers = [name for name in (*_NUMBERS, "central", "base") if name in table.columns]
    protected = protected.astype(dict.fromkeys(numbers, float))
    block_of_row = np.zeros(len(protected), dtype=int)
    if keys:
        block_of_row = protected.groupby(keys, observed=True, sort=False).ngroup().to_numpy()
    for block in np.unique(block_of_row):
        rows = np.flatnonzero(block_of_row == block)
        if protected.loc[rows, "basis"].isin(EXEMPT).all():
            continue
        if "n" in table.columns:
            _protect_counts(protected, rows, threshold)
        else:
            _protect_means(protected, rows, threshold)
    return protected.set_index(table.index)


def _protect_counts(table: pd.DataFrame, rows: np.ndarray, threshold: int) -> None:
    """Suppress within one item's rows of ``table``, which is this module's own copy."""
    block = table.loc[rows]
    group, answer = (
        pd.factorize(block[axis])[0] if axis in block else np.zeros(len(rows), dtype=int)
        for axis in ("group", "answer")
    )
    counts = np.zeros((group.max() + 1, answer.max() + 1))
    counts[group, answer] = block["n"]
    bases = np.zeros(len(counts))
    bases[group] = block["base"]
    of_groups = bool(np.all(bases[group] == block["base"]))
    if counts.shape[1] == 1:
        counts = np.column_stack([counts, bases - counts[:, 0]])
    hidden, hidden_rows, hidden_columns = suppressions(counts, threshold)
    gone = hidden[group, answer]
    of_hidden = hidden_rows[group] if of_groups else hidden_columns[answer]
    table.loc[rows, "suppressed"] = gone
    for name in (*_NUMBERS, "base"):
        if name in table.columns:
            with_base = of_hidden if name in (*_OF_THE_BASE, "base") else False
            unseen = with_base | (gone if name != "base" else False)
            table.loc[rows[np.broadcast_to(unseen, len(rows))], name] = np.nan


def _protect_means(table: pd.DataFrame, rows: np.ndarray, threshold: int) -> None:
    """Suppress the means of small groups, and of enough others that no difference gives them."""
    bases = table.loc[rows, "base"].to_numpy()
    hidden = (bases > 0) & (bases < threshold)
    order = [i for i in np.argsort(bases, kind="stable") if bases[i] >= threshold]
    while hidden.any() and order and (hidden.sum() < 2 or bases[hidden].sum() < threshold):
        hidden[order.pop(0)] = True
    table.loc[rows, "suppressed"] = hidden
    for name in (*_MEANS, "base"):
        table.loc[rows[hidden], name] = np.nan


def suppressions(
    counts: np.ndarray, threshold: int = THRESHOLD
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Choose what to suppress in a table of counts (group × answer).

    Parameters
    ----------
    counts : array of int
        One row when there are no groups; then the totals by answer are the cells themselves.
    threshold : int

    Returns
    -------
    (array, array, array) of bool
        Cells, rows' sums and columns' sums that must not be shown. Columns' sums are those
        that the same rule hides in the table of all.
    """
    table = np.asarray(counts, dtype=float)
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
        """Suppress the smallest number that bears on this one; None when none is left."""
        if kind == "row":
            bases = self.table.sum(axis=1)
            seen = np.flatnonzero(~self.rows & (bases > 0))
            if len(seen):
                row = int(seen[np.argmin(bases[seen])])
                self.rows[row] = True
                return ("row", row, -1)
        shown = ~self.cells & (self.table > 0)
        near = np.zeros_like(shown)
        if kind == "cell":
            near[i] = not self.rows[i]
        if kind in ("cell", "column"):
            near[:, j] = True
        for choice in (shown & near, shown):
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
    """What a reader of the protected table can work out about the sum of the marked cells.

    Parameters
    ----------
    marks : array
        1 for each cell in the sum.
    table : array of int
        The true counts.
    cells, rows, columns : arrays of bool
        What is suppressed; see `suppressions`.
    threshold : int
        The number of all answers is not printed either when it is below this.

    Returns
    -------
    (float, float)
        The sharp range over all tables that agree with what is printed.
    """
    alone = len(table) == 1
    shown = np.where(cells, 0.0, table)
    withheld_in_full = bool(np.all(cells >= _not_known_empty(table, columns)))
    least = np.where(cells, 0.0 if withheld_in_full else 1.0, 0.0)
    taken = shown + least
    over_rows = np.where(rows, np.nan, (table - taken).sum(axis=1))
    over_columns = np.where(columns | alone, np.nan, (table - taken).sum(axis=0))
    restrictions = [Restriction(_EMPTY, (~cells).astype(float))]
    total = float((table - taken).sum())
    if np.isnan(over_rows).any() and not 0 < table.sum() < threshold:
        restrictions.append(Restriction(_TOTAL, cells.astype(float), total, total))
    found = identified_set(marks * cells, [over_rows, over_columns], restrictions)
    fixed = float((marks * taken).sum())
    return (fixed + found.low, fixed + found.high)
