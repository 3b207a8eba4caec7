"""The stages of a plan, each optimal under what those before have reached."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from queue import Empty, Queue
from threading import Thread
from typing import Any

import numpy as np

from analysis.competence.programme import Programme, Rows, fits, step_of
from analysis.competence.relaxation import ALL_AT_ONCE, Relaxation

#: Called with the stage's name, the best value so far, and the bound below it.
Progress = Callable[[str, float, float], None]
_SLICE = 0.2
#: Room for the solver's rounding when a bound is compared with a value.
_ROUNDING = 1e-6
#: Two values this near are equal.
EQUAL = 1e-9
#: Columns with a reduced cost below so many steps are tried from the start, the best of them.
NEAR = 0.5


@dataclass(frozen=True, eq=False)
class Goal:
    """What a stage minimises: a cost of each variable, and what a plan is worth exactly.

    ``step`` is the smallest step between two values; 0 where they are no whole numbers.
    """

    name: str
    cost: np.ndarray
    step: int
    worth: Callable[[np.ndarray], float]


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
        return self.bound >= self.value - EQUAL


def whole_goal(name: str, cost: np.ndarray) -> Goal:
    """Return the goal of a cost in whole numbers."""
    return Goal(name, cost, step_of(cost), lambda plan: int(cost @ plan))


def away_goal(programme: Programme) -> Goal:
    """Return the goal of the smallest largest share away of a unit in a term."""
    cost = np.zeros(programme.size, dtype=np.int64)
    cost[-1] = 1
    return Goal("away", cost, 0, lambda plan: float(largest_share(programme, plan)))


def largest_share(programme: Programme, plan: np.ndarray) -> Fraction:
    """Return the largest share away of a unit of more than one, exactly."""
    away = programme.away.matrix @ plan - programme.away.most
    many = programme.away_staff > 1
    shares = zip(away[many], programme.away_staff[many], strict=True)
    return max((Fraction(int(n), int(staff)) for n, staff in shares), default=Fraction(0))


class Stop:
    """When to stop: after a time, or when the user interrupts."""

    def __init__(self, seconds: float | None = None) -> None:
        self.end = None if seconds is None else time.monotonic() + seconds
        self.interrupted = False

    @property
    def left(self) -> float:
        """Seconds left; 0 when it is time to stop."""
        if self.interrupted:
            return 0.0
        return 1e9 if self.end is None else max(0.0, self.end - time.monotonic())

    def run(self, work: Callable[[], Any]) -> Any:
        """Run work that cannot be interrupted; None when the user interrupts the waiting.

        The solver lets other threads run, and only the main thread hears Ctrl-C.
        """
        done: Queue[tuple[Any, BaseException | None]] = Queue()

        def call() -> None:
            try:
                done.put((work(), None))
            except BaseException as error:
                done.put((None, error))

        Thread(target=call, daemon=True).start()
        try:
            while True:
                try:
                    found, error = done.get(timeout=_SLICE)
                except Empty:
                    continue
                if error is not None:
                    raise error
                return found
        except KeyboardInterrupt:
            self.interrupted = True
            return None


def least(
    goal: Goal,
    programme: Programme,
    rows: Rows,
    start: np.ndarray,
    stop: Stop,
    progress: Progress | None = None,
) -> Stage:
    """Return a plan of least cost, beginning with one that fits.

    The relaxation says which columns a better plan can hold: those whose reduced cost is below
    the gap. The integer programme is solved over the others' rest until none is left out.

    Parameters
    ----------
    start : array of int
        A plan that fits; it is returned when time runs out before a better one is found.
    """
    name, cost, step, value = goal.name, goal.cost, goal.step, goal.worth(start)
    best = Stage(name, start, value, 0)
    try:
        _report(progress, best)
        if value <= 0 or not stop.left:
            return best
        relaxation = Relaxation(programme, rows)
        relaxed = stop.run(lambda: relaxation.solve(cost, programme.lower, programme.upper))
        if relaxed is None:
            return best
        bound = _rounded(relaxed.value, step)
        best = Stage(name, start, value, bound)
        near = relaxed.multipliers @ rows.matrix + cost
        relaxation.pool |= start > 0
        _widen(relaxation, near, np.flatnonzero(near < NEAR * step))
        while not best.optimal and stop.left:
            plan, inside = _whole(relaxation, programme, rows, cost, stop)
            if plan is not None and goal.worth(plan) < best.value:
                best = Stage(name, plan, goal.worth(plan), bound)
            gap = best.value - step - relaxed.value + _ROUNDING
            wanted = np.flatnonzero((near < gap) & ~relaxation.pool)
            if len(wanted) == 0:
                best = Stage(name, best.plan, best.value, max(bound, _rounded(inside, step)))
                break
            _widen(relaxation, near, wanted)
        best = Stage(name, best.plan, best.value, min(best.bound, best.value))
        _report(progress, best)
    except KeyboardInterrupt:
        stop.interrupted = True
    return best


def _widen(relaxation: Relaxation, near: np.ndarray, wanted: np.ndarray) -> None:
    """Take columns into the pool, those of least reduced cost first; at most twice as many."""
    most = max(ALL_AT_ONCE // 4, int(relaxation.pool.sum()))
    relaxation.pool[wanted[np.argsort(near[wanted], kind="stable")][:most]] = True


def _report(progress: Progress | None, stage: Stage) -> None:
    if progress is not None:
        progress(stage.name, stage.value, stage.bound)


def _rounded(value: float, step: int) -> float:
    if not step:
        return value
    return float(np.ceil(value / step - _ROUNDING) * step) if np.isfinite(value) else 0.0


def _whole(
    relaxation: Relaxation, programme: Programme, rows: Rows, cost: np.ndarray, stop: Stop
) -> tuple[np.ndarray | None, float]:
    """Solve over the pool in whole numbers: a plan that fits exactly, and the solver's bound."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    used = np.flatnonzero(relaxation.pool)
    unit = max(1.0, float(np.abs(cost).max()))
    whole = np.ones(programme.size, dtype=np.int64)
    whole[-1] = 0
    most = relaxation.most.copy()
    for _ in range(3):
        solve = partial(
            milp,
            cost[used] / unit,
            integrality=whole[used],
            bounds=Bounds(programme.lower[used], programme.upper[used]),
            constraints=LinearConstraint(relaxation.matrix[:, used], -np.inf, most),
            options={"mip_rel_gap": 0.0, "time_limit": stop.left},
        )
        found = stop.run(solve)
        if found is None or found.x is None:
            return None, 0.0
        plan = np.zeros(programme.size, dtype=np.int64)
        plan[used] = np.round(found.x)
        plan[-1] = programme.upper[-1]
        bound = found.mip_dual_bound
        bound = float(found.fun if bound is None else bound) * unit
        if fits(rows, programme.lower, programme.upper, plan):
            return plan, bound
        # The solver's tolerance let a row be passed by a few øre: leave it that much less.
        over = np.maximum(0, rows.matrix @ plan - rows.most)
        most = most - 2 * over / relaxation.scale
    return None, 0.0


def solve_stages(
    programme: Programme, stop: Stop, progress: Progress | None = None
) -> tuple[Stage, ...]:
    """Return the three stages: people missing, then net cost, then the largest share away.

    Each keeps what those before have reached; the last one's plan is the programme's.
    """
    missing, cost = programme.missing_cost, programme.net_cost
    first = least(whole_goal("missing", missing), programme, programme.rows, programme.nothing,
                  stop, progress)  # fmt: skip
    rows = programme.rows.and_row(missing, int(first.value))
    second = least(whole_goal("cost", cost), programme, rows, first.plan, stop, progress)
    rows = rows.and_row(cost, int(second.value)).and_rows(programme.away_rows())
    third = least(away_goal(programme), programme, rows, second.plan, stop, progress)
    return first, second, third
