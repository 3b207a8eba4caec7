"""Sharp ranges: everything that known margins allow for a number nobody published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from analysis.measures.linear_program import Programme, Restriction

Method = Literal["closed_form", "linear_programme", "integer_programme"]


@dataclass(frozen=True)
class Contradiction:
    """Why no table fits.

    Attributes
    ----------
    kind : {"margins_disagree", "too_many", "too_few", "together"}
        The known sums do not agree; they prove more than a restriction allows, or allow less
        than it requires; or several restrictions exclude one another.
    restrictions : tuple of str
        Names of the restrictions.
    reached, limit : float
        What the numbers prove or allow, and what the one restriction allows or requires.
    """

    kind: Literal["margins_disagree", "too_many", "too_few", "together"]
    restrictions: tuple[str, ...] = ()
    reached: float = np.nan
    limit: float = np.nan

    @property
    def key(self) -> str:
        """The restriction that is contradicted, or the kind where it is none or several."""
        return self.restrictions[0] if len(self.restrictions) == 1 else self.kind


@dataclass(frozen=True)
class IdentifiedSet:
    """The sharp range of a linear functional of an unknown table.

    Attributes
    ----------
    low, high : float
        Smallest and largest value; each is attained. NaN when no table fits.
    feasible : bool
        Whether any table has these margins and keeps these restrictions.
    integer : bool
        Whether both ends are attained by tables of whole numbers.
    method : {"closed_form", "linear_programme", "integer_programme"}
        How the range was found; it never changes what the range is.
    reason : Contradiction or None
        Why no table fits; `display.text.statements.contradiction_sentence` says it in words.
    """

    low: float
    high: float
    feasible: bool = True
    integer: bool = True
    method: Method = "linear_programme"
    reason: Contradiction | None = None


def identified_set(
    functional: np.ndarray,
    margins: Sequence[np.ndarray],
    restrictions: Sequence[Restriction] = (),
    *,
    integer: bool = True,
) -> IdentifiedSet:
    """Find the smallest and largest value of a linear functional over all tables that fit.

    Parameters
    ----------
    functional : array
        The weight of each cell; its shape is the table's shape (two axes or more).
    margins : sequence of arrays
        One vector per axis: the table's sums over all other axes. NaN where a sum is unknown.
    restrictions : sequence of Restriction
        What is assumed besides.
    integer : bool
        Only tables of whole numbers count. They are what people's answers are.

    Returns
    -------
    IdentifiedSet
        ``feasible`` is False, with a reason, when nothing fits: a finding, not an error.
        Ranges are sharp one at a time, not jointly: never add them.
        Source: statistics §5 and §6 in ``docs/method.md``.

    Notes
    -----
    Two margins and weights a_i × b_j: the extremes pair the sorted rows with the sorted columns
    (a single cell gives max(0, r + c − n) … min(r, c)). Three margins and weights that are a
    sum of one term in the second axis and one in the third, given the first: two tables with a
    common first margin can always be joined, so the extremes add. Two-way tables in which some
    cells are empty are transport problems, whose corners are whole numbers. Everything else is
    a linear programme, and an integer programme where its corner is not whole.

    Examples
    --------
    >>> cell = np.array([[1, 0], [0, 0], [0, 0]])
    >>> found = identified_set(cell, [np.array([14, 18, 20]), np.array([46, 6])])
    >>> found.low, found.high
    (8.0, 14.0)
    """
    weights = np.asarray(functional, dtype=float)
    sums = [np.asarray(margin, dtype=float) for margin in margins]
    _check_shapes(weights, sums, restrictions)
    known = [margin for margin in sums if not np.isnan(margin).any()]
    totals = {round(float(margin.sum()), 9) for margin in known}
    if len(totals) > 1 or any(np.any(margin < 0) for margin in sums):
        return _infeasible(Contradiction("margins_disagree"))
    whole = all(np.all(margin == np.round(margin)) for margin in known)
    if not restrictions and len(known) == len(sums) and (whole or not integer):
        ends = _ends(weights.shape, weights.tobytes(), tuple(each.tobytes() for each in sums))
        if ends is not None:
            return IdentifiedSet(*ends, integer=whole, method="closed_form")
    programme = Programme(weights.shape, sums, restrictions)
    smallest, largest = (programme.optimum(sign * weights, integer) for sign in (1, -1))
    if smallest is None or largest is None:
        return _infeasible(_contradiction(sums, restrictions, integer))
    (low, whole_low, how_low), (high, whole_high, how_high) = smallest, largest
    method: Method = "integer_programme" if how_low or how_high else "linear_programme"
    return IdentifiedSet(low + 0.0, 0.0 - high, integer=whole_low and whole_high, method=method)


def _check_shapes(
    weights: np.ndarray, sums: list[np.ndarray], restrictions: Sequence[Restriction]
) -> None:
    if weights.ndim < 2 or weights.shape != tuple(len(margin) for margin in sums):
        raise ValueError(
            f"one margin per axis of the functional: its shape is {weights.shape}, "
            f"the margins have {[len(margin) for margin in sums]}"
        )
    for restriction in restrictions:
        if np.shape(restriction.coefficients) != weights.shape:
            raise ValueError(
                f'restriction "{restriction.name}" has shape '
                f"{np.shape(restriction.coefficients)}, the table {weights.shape}"
            )


def _infeasible(reason: Contradiction) -> IdentifiedSet:
    return IdentifiedSet(np.nan, np.nan, feasible=False, integer=False, reason=reason)


@lru_cache(maxsize=8192)
def _ends(
    shape: tuple[int, ...], functional: bytes, margins: tuple[bytes, ...]
) -> tuple[float, float] | None:
    """Extremes by formula; every kommune of a size band asks for the same ones."""
    weights = np.frombuffer(functional).reshape(shape)
    sums = [np.frombuffer(margin) for margin in margins]
    return _three_way(weights, sums) if weights.ndim == 3 else _two_way(weights, sums)


def _two_way(weights: np.ndarray, sums: list[np.ndarray]) -> tuple[float, float] | None:
    """Extremes for weights a_i b_j + α_i + β_j; None for any other weights."""
    if weights.ndim != 2 or 0 in weights.shape:
        return None
    rows, columns = sums
    first_row, first_column = weights[0], weights[:, 0]
    steps = weights - first_row - first_column[:, None] + weights[0, 0]
    fixed = rows @ first_column + columns @ first_row - rows.sum() * weights[0, 0]
    pivot = np.unravel_index(np.argmax(np.abs(steps)), steps.shape)
    if steps[pivot] == 0:
        return (float(fixed), float(fixed))
    a, b = steps[:, pivot[1]], steps[pivot[0]] / steps[pivot]
    if not np.allclose(steps, np.outer(a, b), rtol=0, atol=1e-12 * np.abs(steps).max()):
        return None
    ends = (_paired(a, rows, b, columns, order) for order in (-1, 1))
    low, high = (float(fixed + end) for end in ends)
    return (low, high)


def _paired(
    a: np.ndarray, rows: np.ndarray, b: np.ndarray, columns: np.ndarray, order: int
) -> float:
    """Σ a b when both are paired in rising order (order 1) or in opposite order (−1)."""
    by_a, by_b = np.argsort(a, kind="stable"), np.argsort(b, kind="stable")[::order]
    ends_a, ends_b = np.cumsum(rows[by_a]), np.cumsum(columns[by_b])
    stops = np.union1d(ends_a, ends_b)
    stops = stops[stops > 0]
    of_a = np.minimum(np.searchsorted(ends_a, stops), len(a) - 1)
    of_b = np.minimum(np.searchsorted(ends_b, stops), len(b) - 1)
    return float(np.diff(stops, prepend=0.0) @ (a[by_a][of_a] * b[by_b][of_b]))


def _three_way(weights: np.ndarray, sums: list[np.ndarray]) -> tuple[float, float] | None:
    """Extremes for weights g(i, j) + h(i, k): two two-way tables that share their first margin."""
    if 0 in weights.shape:
        return None
    first, second = weights[:, :, 0], weights[:, 0, :] - weights[:, :1, 0]
    apart = first[:, :, None] + second[:, None, :]
    if not np.allclose(weights, apart, rtol=0, atol=1e-12 * max(np.abs(weights).max(), 1e-300)):
        return None
    ends = (_two_way(first, [sums[0], sums[1]]), _two_way(second, [sums[0], sums[2]]))
    if ends[0] is None or ends[1] is None:
        return None
    return (ends[0][0] + ends[1][0], ends[0][1] + ends[1][1])


def _contradiction(
    sums: list[np.ndarray], restrictions: Sequence[Restriction], integer: bool
) -> Contradiction:
    """Find the restriction that the margins and the other restrictions contradict."""
    for i, restriction in enumerate(restrictions):
        others = [*restrictions[:i], *restrictions[i + 1 :]]
        reach = identified_set(restriction.coefficients, sums, others, integer=integer)
        if reach.feasible and reach.low > restriction.high:
            return Contradiction("too_many", (restriction.name,), reach.low, restriction.high)
        if reach.feasible and reach.high < restriction.low:
            return Contradiction("too_few", (restriction.name,), reach.high, restriction.low)
    names = tuple(restriction.name for restriction in restrictions)
    return Contradiction("together" if names else "margins_disagree", names)
