"""The linear relaxation of a programme, solved over a growing part of its columns.

A plan of two thousand employees has hundreds of thousands of columns, of which a few hundred are
of use. The relaxation begins with few, and adds those whose reduced cost is negative until none
is left: its value and multipliers are then those of the whole programme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.competence.programme import Programme
from analysis.competence.rows import Rows

#: Below it a reduced cost counts as negative; of costs scaled to at most 1.
_NEGATIVE = -1e-9
#: So little that rows give way is the solver's rounding.
_FITS = 1e-7
#: So many columns are solved with at once; of more, only those that are needed.
ALL_AT_ONCE = 4000
_MOST_ADDED = 1_000


@dataclass(frozen=True, eq=False)
class Relaxed:
    """What the relaxation found: its value, a point, and a multiplier ≥ 0 of every row.

    ``ray`` says that the rows cannot all hold, which the multipliers then show.
    """

    value: float
    point: np.ndarray
    multipliers: np.ndarray
    ray: bool = False


class Relaxation:
    """A programme's linear relaxation under some rows, for any cost and bounds.

    ``pool`` marks the columns that have been of use so far.
    """

    def __init__(self, programme: Programme, rows: Rows) -> None:
        self.programme, self.rows = programme, rows
        matrix = rows.matrix.astype(float)
        largest = np.maximum(1.0, np.abs(matrix).max(axis=1).toarray().ravel())
        from scipy.sparse import diags_array

        self.scale = largest
        self.matrix = (diags_array(1 / largest) @ matrix).tocsc()
        self.most = rows.most / largest
        self.pool = np.ones(programme.size, dtype=bool)
        if programme.size > ALL_AT_ONCE:
            self.pool[: programme.people] = False

    def solve(self, cost: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> Relaxed:
        """Return the least cost over all columns; a ray where nothing fits."""
        unit = max(1.0, float(np.abs(cost).max()))
        scaled = cost / unit
        self.pool |= lower > 0
        while True:
            used = np.flatnonzero(self.pool)
            found = _linprog(
                scaled[used], self.matrix[:, used], self.most, lower[used], upper[used]
            )
            if found is None:
                ray = self._ray(lower, upper)
                if ray.value > _FITS or self.pool.sum() == len(used):
                    return ray
                continue  # columns that were not in the pool make the rows hold
            value, inside, multipliers = found
            reduced = scaled + multipliers @ self.matrix
            if self._add(reduced, upper) == 0:
                break
        point = np.zeros(self.programme.size)
        point[used] = inside
        return Relaxed(value * unit, point, multipliers * unit / self.scale)

    def _add(self, reduced: np.ndarray, upper: np.ndarray) -> int:
        """Take in the columns with the most negative reduced costs; return how many."""
        wanted = np.flatnonzero((reduced < _NEGATIVE) & ~self.pool & (upper > 0))
        if len(wanted) > _MOST_ADDED:
            # The best of each type first: others of it are seldom needed as well.
            order = np.lexsort((reduced[wanted], self.programme.type_of[wanted]))
            kinds = self.programme.type_of[wanted[order]]
            wanted = wanted[order][np.append(True, kinds[1:] != kinds[:-1])]
        self.pool[wanted] = True
        return len(wanted)

    def _ray(self, lower: np.ndarray, upper: np.ndarray) -> Relaxed:
        """Return multipliers that show that no point fits: every row may give way equally."""
        from scipy.sparse import csc_array, hstack

        give = csc_array(-np.ones((len(self.most), 1)))
        while True:
            used = np.flatnonzero(self.pool)
            matrix = hstack([self.matrix[:, used], give], format="csc")
            cost = np.append(np.zeros(len(used)), 1.0)
            lows, highs = np.append(lower[used], 0.0), np.append(upper[used], np.inf)
            found = _linprog(cost, matrix, self.most, lows, highs)
            if found is None:
                raise RuntimeError("a relaxation that gives way in every row must have a point")
            value, inside, multipliers = found
            if self._add(multipliers @ self.matrix, upper) == 0:
                break
        point = np.zeros(self.programme.size)
        point[used] = inside[:-1]
        return Relaxed(value, point, multipliers / self.scale, ray=True)


def _linprog(
    cost: np.ndarray, matrix: Any, most: np.ndarray, lower: np.ndarray, upper: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray] | None:
    """Value, point and multipliers ≥ 0 of a linear programme; None where nothing fits."""
    from scipy.optimize import linprog

    bounds: Any = np.stack([lower, upper], axis=1)
    found = linprog(cost, A_ub=matrix, b_ub=most, bounds=bounds, method="highs")
    if found.status == 2:
        return None
    if found.status != 0 or found.fun is None or found.x is None:
        raise RuntimeError(f"the relaxation was not solved: {found.message}")
    return float(found.fun), found.x, np.maximum(0.0, -found.ineqlin.marginals)
