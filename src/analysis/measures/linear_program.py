"""The linear programme over all tables with known margins, which `bounds` solves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

#: A corner this near to whole numbers is whole; its value is then computed from the integers.
TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class Restriction:
    """An assumption about the unknown table: low ≤ Σ coefficient × cell ≤ high.

    ``coefficients`` has the table's shape. A restriction with coefficients of 0 and 1 and
    ``high`` 0 says that the marked cells are empty. ``name`` is its key in the texts, or any
    other name of it.
    """

    name: str
    coefficients: np.ndarray
    low: float = 0.0
    high: float = 0.0

    @property
    def empties(self) -> bool:
        """Whether it says only that some cells are empty."""
        at_most_none = self.low <= 0 and self.high == 0
        return at_most_none and bool(np.all(self.coefficients >= 0))


class Programme:
    """The linear programme of a table: its constraints, set up once for both ends."""

    def __init__(
        self, shape: tuple[int, ...], sums: list[np.ndarray], restrictions: Sequence[Restriction]
    ) -> None:
        # Half a second, which the tables with formulas of their own do not need.
        from scipy.optimize import LinearConstraint
        from scipy.sparse import coo_array, csr_array, vstack

        free = np.ones(shape, dtype=bool)
        for restriction in restrictions:
            if restriction.empties:
                free &= restriction.coefficients == 0
        self.free = np.flatnonzero(free)
        places = np.unravel_index(self.free, shape)
        blocks, lows, highs = [], [], []
        for place, margin in zip(places, sums, strict=True):
            ones = (np.ones(len(self.free)), (place, np.arange(len(self.free))))
            known = ~np.isnan(margin)
            blocks.append(csr_array(coo_array(ones, shape=(len(margin), len(self.free))))[known])
            lows.append(margin[known])
            highs.append(margin[known])
        for restriction in restrictions:
            if not restriction.empties:
                row = np.asarray(restriction.coefficients, dtype=float).ravel()[self.free]
                blocks.append(csr_array(row[None, :]))
                lows.append(np.array([restriction.low]))
                highs.append(np.array([restriction.high]))
        self.constraints = LinearConstraint(
            vstack(blocks, format="csc"), np.concatenate(lows), np.concatenate(highs)
        )

    def optimum(self, weights: np.ndarray, integer: bool) -> tuple[float, bool, bool] | None:
        """Smallest value, whether it is attained by whole numbers, whether that was asked for."""
        from scipy.optimize import Bounds, milp

        if not len(self.free):
            fits = np.all(self.constraints.lb <= 0) and np.all(self.constraints.ub >= 0)
            return (0.0, True, False) if fits else None
        costs = weights.ravel()[self.free]
        for whole in (False, True) if integer else (False,):
            found = milp(
                costs,
                integrality=np.full(len(costs), int(whole)),
                bounds=Bounds(0, np.inf),
                constraints=self.constraints,
                options={"mip_rel_gap": 0.0},
            )
            if found.x is None:
                return self._without_optimum(costs, found.status, whole)
            cells = np.round(found.x)
            if np.abs(found.x - cells).max() < TOLERANCE:
                return (float(costs @ cells), True, whole)
        return (float(costs @ found.x), False, False)

    def _without_optimum(
        self, costs: np.ndarray, status: int, whole: bool
    ) -> tuple[float, bool, bool] | None:
        if status == 1:
            raise RuntimeError("the programme was stopped before its optimum was proven")
        if status == 2 or not np.any(costs):
            return None
        fits = self.optimum(np.zeros(int(self.free.max()) + 1), whole)
        return None if fits is None else (-np.inf, True, whole)
