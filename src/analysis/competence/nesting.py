"""The price of nesting: what it costs that each plan contains the one before."""

from __future__ import annotations

import pandas as pd

from analysis.competence.limits import ORE
from analysis.competence.plan import TIME_LIMIT, TrainingPlan
from analysis.competence.search import least
from analysis.competence.stop import Progress, Stop


def nesting_price(
    plan: TrainingPlan,
    *,
    time_limit: float | None = TIME_LIMIT,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return each stage of a nested plan beside the best plan made for its need alone.

    Returns
    -------
    DataFrame
        One row per level of need: ``level, missing, missing_alone`` (weighted people), ``net,
        net_alone`` (kroner) and ``price``: by how large a share the nested plan costs more.
        ``price`` is NaN where the plan alone costs nothing or leaves fewer missing.

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> from analysis.competence.plan import training_plan
    >>> centre = made_up_centre(staff=6, offers=4)
    >>> plan = training_plan(*centre, date="2027-01-01", prove=False)
    >>> nesting_price(plan).loc[0, "price"]
    np.float64(0.0)
    """
    stop, ready = stop or Stop(time_limit), plan.prepared
    rows = []
    for total in plan.totals.to_dict("records"):
        programme = ready.programme(total["level"], ready.start)
        cost, nothing = programme.missing_cost, programme.nothing
        first = least("missing", cost, programme, programme.rows, nothing, stop, progress)
        within = programme.rows.and_row(programme.missing_cost, int(first.value))
        second = least("cost", programme.net_cost, programme, within, first.plan, stop, progress)
        missing, net = first.value / programme.weight_unit, second.value / ORE
        same = missing == total["weighted_missing"] and net > 0
        price = total["net"] / net - 1 if same else float("nan")
        rows.append([total["level"], total["weighted_missing"], missing, total["net"], net, price])
    columns = ["level", "missing", "missing_alone", "net", "net_alone", "price"]
    return pd.DataFrame(rows, columns=columns)
