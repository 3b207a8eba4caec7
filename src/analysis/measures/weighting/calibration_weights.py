"""Solve a calibration: the factors by which weights change so that margins are met."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

#: Every total is met to this part of itself.
TOLERANCE = 1e-9
MOST_STEPS = 200
#: Keeps a step finite where all factors of a category are cut at a limit.
_DAMPING = 1e-7
#: What the dual's value can differ by from rounding alone.
_ROUNDING = 1e-13
#: Exponentials beyond this are cut: they stay numbers, and no step ends there.
_FURTHEST = 300.0


@dataclass(frozen=True, eq=False)
class Cells:
    """The respondents by cell: those who belong to the same category of every margin.

    Attributes
    ----------
    weights : array of float
        Sum of the weights of each cell before calibration, above 0.
    members : array of float
        Cell × category of all margins, 1 where the cell belongs to it.
    totals : array of float
        What each category is to sum to.
    """

    weights: np.ndarray = field(repr=False)
    members: np.ndarray = field(repr=False)
    totals: np.ndarray = field(repr=False)

    def sums(self, factors: np.ndarray) -> np.ndarray:
        """What each category sums to when every weight is multiplied by its cell's factor."""
        found: np.ndarray = (self.weights * factors) @ self.members
        return found

    def met(self, factors: np.ndarray) -> bool:
        """Whether the categories sum to what they are to."""
        return bool((np.abs(self.sums(factors) - self.totals) <= TOLERANCE * self.totals).all())


def factors(
    cells: Cells, linear: bool, low: float = -np.inf, high: float = np.inf
) -> np.ndarray | None:
    """Find the factor of each cell: 1 + a sum over its categories, or its exponential (raking).

    Factors are cut at ``low`` and ``high``. Newton's method on the convex dual problem, whose
    minimum is the calibration that changes the weights least; iterative proportional fitting
    (raking) ends at the same point. None where it does not converge.
    Source: Deville & Särndal, JASA 87 (1992), 376–382; Deville, Särndal & Sautory, JASA 88
    (1993), 1013–1020.

    Examples
    --------
    >>> cells = Cells(np.array([30.0, 20.0]), np.eye(2), np.array([60.0, 30.0]))
    >>> factors(cells, linear=True).round(6).tolist()
    [2.0, 1.5]
    """
    kind = _Kind(linear, low, high)
    scale = cells.totals.max()
    damping = _DAMPING * np.diag(cells.weights @ cells.members) / scale
    place = np.zeros(cells.members.shape[1])

    def dual(at: np.ndarray) -> float:
        value = cells.weights @ kind.integral(cells.members @ at) - cells.totals @ at
        return float(value / scale)

    value = dual(place)
    for _ in range(MOST_STEPS):
        inner = cells.members @ place
        found = kind.factor(inner)
        if cells.met(found):
            return found
        gradient = (cells.sums(found) - cells.totals) / scale
        slopes = cells.weights / scale * kind.slope(inner)
        curvature = cells.members.T @ (slopes[:, None] * cells.members) + damping
        step = -np.linalg.pinv(curvature, rcond=1e-12, hermitian=True) @ gradient
        size, wanted = 1.0, gradient @ step
        while size > 1e-12:
            after = dual(place + size * step)
            if after <= value + 1e-4 * size * wanted + _ROUNDING * (1 + abs(value)):
                break
            size /= 2
        else:
            return None
        place, value = place + size * step, after
    return None


@dataclass(frozen=True)
class _Kind:
    """The factor as a function of the sum over a cell's categories, its slope and its integral."""

    linear: bool
    low: float
    high: float

    def free(self, inner: np.ndarray) -> np.ndarray:
        """The factor without limits."""
        return 1 + inner if self.linear else np.exp(np.clip(inner, -_FURTHEST, _FURTHEST))

    def factor(self, inner: np.ndarray) -> np.ndarray:
        cut: np.ndarray = np.clip(self.free(inner), self.low, self.high)
        return cut

    def slope(self, inner: np.ndarray) -> np.ndarray:
        free = self.free(inner)
        inside = (free > self.low) & (free < self.high)
        return np.where(inside, 1.0 if self.linear else free, 0.0)

    def integral(self, inner: np.ndarray) -> np.ndarray:
        """From 0: of the free function as far as it is within the limits, then of the limit."""
        value = self.factor(inner)
        reach = value - 1 if self.linear else np.log(value)
        within = (value**2 - 1) / 2 if self.linear else value - 1
        total: np.ndarray = within + (inner - reach) * value
        return total


def nearest(cells: Cells, low: float = 0.0, high: float = np.inf) -> tuple[np.ndarray, float]:
    """Find how near to the margins any weights can come, where they are not met or just met.

    Returns the sums of the categories that come nearest to the totals (least sum of absolute
    deviations), and the largest factor that all cells can have at least when the totals are met;
    0 says that some cell would have to weigh nothing.
    """
    from scipy.optimize import linprog

    number, categories = cells.members.shape
    scale = cells.totals.max()
    sums = (cells.members * cells.weights[:, None]).T / scale
    eye = np.eye(categories)
    bounds = [(low, None if np.isinf(high) else high)] * number
    found = linprog(
        np.concatenate([np.zeros(number), np.ones(2 * categories)]),
        A_eq=np.hstack([sums, eye, -eye]),
        b_eq=cells.totals / scale,
        bounds=[*bounds, *[(0, None)] * (2 * categories)],
    )
    assert found.x is not None, "deviations make every total possible"
    reached = found.x[:number] @ sums.T * scale
    if np.abs(reached - cells.totals).max() > TOLERANCE * scale:
        return reached, 0.0
    most = linprog(
        np.append(np.zeros(number), -1.0),
        A_eq=np.column_stack([sums, np.zeros(categories)]),
        b_eq=cells.totals / scale,
        A_ub=np.column_stack([-np.eye(number), np.ones(number)]),
        b_ub=np.zeros(number),
        bounds=[*bounds, (None, 1.0)],
    )
    assert most.x is not None, "the totals can be met"
    return reached, float(most.x[number])
