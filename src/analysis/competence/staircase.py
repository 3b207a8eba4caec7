"""The staircase: with so many days of training, so many people are still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd

from analysis.competence.plan import TIME_LIMIT, TrainingPlan
from analysis.competence.programme import Programme
from analysis.competence.proof import prove
from analysis.competence.search import least
from analysis.competence.stop import Progress, Stop

#: So many steps the staircase has between no training and all that helps.
STEPS = 8


def training_staircase(
    plan: TrainingPlan,
    level: str = "middle",
    days: Sequence[float] | None = None,
    *,
    time_limit: float | None = TIME_LIMIT,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return the fewest people missing for rising days of training, each point the best there is.

    Every point is a plan of its own, from the staff of today, under the centre's other limits.

    Parameters
    ----------
    plan : TrainingPlan
    level : {"low", "middle", "high"}
        The need.
    days : sequence of float, optional
        The days to look at; from none to as many as help, in equal steps, when left out.

    Returns
    -------
    DataFrame
        One row per point: ``days`` (at most), ``missing`` (weighted people), ``bound`` (no plan
        is below it), ``proven``, and ``within`` (whether the centre's own limit allows the days).

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> from analysis.competence.plan import training_plan
    >>> centre = made_up_centre(staff=6, offers=4)
    >>> plan = training_plan(*centre, date="2027-01-01", levels=["middle"], prove=False)
    >>> training_staircase(plan, days=[0, 4, 8])["missing"].is_monotonic_decreasing
    True
    """
    stop, ready = stop or Stop(time_limit), plan.prepared
    free = ready.programme(level, ready.start, replace(ready.limits, days=None))
    points = _points(free, stop, progress) if days is None else [Fraction(str(d)) for d in days]
    rows, start = [], free.nothing
    for point in sorted(points):
        within = free.rows.and_row(free.days_cost, int(point * free.table.unit))
        stage = least("missing", free.missing_cost, free, within, start, stop, progress)
        claim = prove("missing", free, within, free.missing_cost, int(stage.value), stop, progress)
        start = stage.plan
        limit = ready.limits.days
        rows.append(
            {
                "days": float(point),
                "missing": stage.value / free.weight_unit,
                "bound": float(claim.bound) / free.weight_unit,
                "proven": claim.proven,
                "within": limit is None or point <= limit,
            }
        )
    return pd.DataFrame(rows)


def _points(programme: Programme, stop: Stop, progress: Progress | None) -> list[Fraction]:
    """Days in equal steps up to the fewest with which as few as possible are missing."""
    missing = programme.missing_cost
    nothing = programme.nothing
    best = least("missing", missing, programme, programme.rows, nothing, stop, progress)
    rows = programme.rows.and_row(missing, int(best.value))
    fewest = least("days", programme.days_cost, programme, rows, best.plan, stop, progress)
    most = int(fewest.value)
    steps = np.unique(np.round(np.linspace(0, most, STEPS + 1)).astype(int))
    return [Fraction(int(step), programme.table.unit) for step in steps]
