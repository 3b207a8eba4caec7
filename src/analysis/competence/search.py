"""The best whole plan of a programme, searched over the columns that can be in one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from analysis.competence.programme import Programme
from analysis.competence.relaxation import ALL_AT_ONCE, Relaxation
from analysis.competence.rows import Rows, fits, step_of
from analysis.competence.stop import Progress, Stop

#: Room for the solver's rounding when a bound is compared with a value.
_ROUNDING = 1e-6
#: Columns with a reduced cost below so many steps are tried from the start, the best of them.
_NEAR = 0.5


@dataclass(frozen=True, eq=False)
class Stage:
    """The best plan that a stage found, its value, and the bound that nothing falls below."""

    name: str
    plan: np.ndarray
    value: float
    bound: float

    @property
    def optimal(self) -> bool:
        """Whether the bound meets the value."""
        return self.bound >= self.value


def least(
    name: str,
    cost: np.ndarray,
    programme: Programme,
    rows: Rows,
    start: np.ndarray,
    stop: Stop,
    progress: Progress | None = None,
) -> Stage:
    """Return a plan of least cost, beginning with one that fits.

    Parameters
    ----------
    name : str
        For the progress.
    cost : array of int
        From 0.
    start : array of int
        A plan that fits; it is returned when time runs out before a better one is found.
    """
    value, stop = int(cost @ start), stop.for_one()
    try:
        stop.tell(progress, name, value, 0)
        plan, bound = search(cost, programme, rows, value, stop, start)
        best = start if plan is None else plan
        value = int(cost @ best)
        # What is given already costs this much, and no cost is below zero.
        bound = max(bound, int(cost @ programme.lower))
        stage = Stage(name, best, value, min(bound, value))
        stop.tell(progress, name, stage.value, stage.bound)
    except KeyboardInterrupt:
        stop.interrupt()
        return Stage(name, start, int(cost @ start), 0)
    return stage


def search(
    cost: np.ndarray,
    programme: Programme,
    rows: Rows,
    below: int,
    stop: Stop,
    start: np.ndarray | None = None,
) -> tuple[np.ndarray | None, float]:
    """Return the best plan that costs less than ``below``, and a bound on all of these.

    The relaxation says which columns such a plan can hold: those whose reduced cost is under the
    gap. The integer programme is solved over the best of them, then over more, until no other
    can be in a better plan. None and a bound of at least ``below``: there is no such plan.
    """
    step, plan, bound = step_of(cost), None, 0.0
    if below <= 0 or not stop.left:
        return None, 0.0
    relaxation = Relaxation(programme, rows)
    relaxed = stop.run(lambda: relaxation.solve(cost, programme.lower, programme.upper))
    if relaxed is None:
        return None, 0.0
    if relaxed.ray:
        return None, float("inf")
    bound = _rounded(relaxed.value, step)
    near = relaxed.multipliers @ rows.matrix + cost
    if start is not None:
        relaxation.pool |= start > 0
    _widen(relaxation, near, np.flatnonzero(near < _NEAR * step))
    while bound < below and stop.left:
        found, inside = _whole(relaxation, programme, rows, cost, stop)
        if found is not None and int(cost @ found) < below:
            plan, below = found, int(cost @ found)
        gap = below - step - relaxed.value + _ROUNDING * max(1, step)
        wanted = np.flatnonzero((near < gap) & ~relaxation.pool)
        if len(wanted) == 0:
            return plan, max(bound, min(below, _rounded(inside, step)))
        _widen(relaxation, near, wanted)
    return plan, bound


def _widen(relaxation: Relaxation, near: np.ndarray, wanted: np.ndarray) -> None:
    """Take columns into the pool, those of least reduced cost first; at most twice as many."""
    most = max(ALL_AT_ONCE // 4, int(relaxation.pool.sum()))
    relaxation.pool[wanted[np.argsort(near[wanted], kind="stable")][:most]] = True


def _rounded(value: float, step: int) -> float:
    """The least multiple of a step from a bound; the solver's rounding is left room."""
    return float(np.ceil(value / step - _ROUNDING) * step) if np.isfinite(value) else value


def _whole(
    relaxation: Relaxation, programme: Programme, rows: Rows, cost: np.ndarray, stop: Stop
) -> tuple[np.ndarray | None, float]:
    """Solve over the pool in whole numbers: a plan that fits exactly, and the solver's bound."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    used = np.flatnonzero(relaxation.pool)
    unit = max(1.0, float(np.abs(cost).max()))
    most = relaxation.most.copy()
    for _ in range(3):
        solve = partial(
            milp,
            cost[used] / unit,
            integrality=np.ones(len(used), dtype=np.int64),
            bounds=Bounds(programme.lower[used], programme.upper[used]),
            constraints=LinearConstraint(relaxation.matrix[:, used], -np.inf, most),
            options={"mip_rel_gap": 0.0, "time_limit": stop.left},
        )
        found = stop.run(solve)
        if found is None or found.x is None:
            return None, float("inf") if found is not None and found.status == 2 else 0.0
        plan = np.zeros(programme.size, dtype=np.int64)
        plan[used] = np.round(found.x)
        bound = found.mip_dual_bound
        bound = float(found.fun if bound is None else bound) * unit
        if fits(rows, programme.lower, programme.upper, plan):
            return plan, bound
        # The solver's tolerance let a row be passed by a few øre: leave it that much less.
        over = np.maximum(0, rows.matrix @ plan - rows.most)
        most = most - 2 * over / relaxation.scale
    return None, 0.0
