"""Which limits keep people missing, and what a little more of each would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from analysis.competence.limits import ORE, Limits
from analysis.competence.plan import TIME_LIMIT, TrainingPlan
from analysis.competence.programme import make_programme
from analysis.competence.search import least
from analysis.competence.stop import Progress, Stop

#: What is asked of each limit: one more day, 10,000 kroner more.
MORE_DAYS, MORE_MONEY = 1, 10_000


def binding_limits(
    plan: TrainingPlan,
    level: str = "middle",
    *,
    time_limit: float | None = TIME_LIMIT,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return what keeps people missing at a need: days, money, leave, classes, or the offers.

    Parameters
    ----------
    plan : TrainingPlan
    level : {"low", "middle", "high"}

    Returns
    -------
    DataFrame
        One row per limit: ``limit`` (``days``, ``kroner``, ``share_away``, ``class_min``; and
        ``offers_and_staff``, with all of them lifted), ``missing`` (weighted people, as it is),
        ``missing_without`` (without this limit), ``binds``, ``more`` (one day, 10,000 kroner) and
        ``missing_with_more``. A limit that is not set has no row.

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> from analysis.competence.plan import training_plan
    >>> centre = made_up_centre(staff=6, offers=4)
    >>> plan = training_plan(*centre, date="2027-01-01", levels=["middle"], prove=False)
    >>> binding_limits(plan)["limit"].tolist()
    ['days', 'kroner', 'share_away', 'class_min', 'offers_and_staff']
    """
    stop, ready = stop or Stop(time_limit), plan.prepared

    def missing(limits: Limits, minima: bool = True) -> float:
        offers = ready.offers if minima else tuple(replace(each, least=1) for each in ready.offers)
        table = ready.table if minima else ready.table.of_offers(offers)
        programme = make_programme(
            ready.start.types, ready.staff.units, table, limits, ready.targets(level),
            ready.start.have, [need.weight for need in ready.needs], ready.start.given,
        )  # fmt: skip
        cost, nothing = programme.missing_cost, programme.nothing
        found = least("missing", cost, programme, programme.rows, nothing, stop, progress)
        return found.value / programme.weight_unit

    now = missing(ready.limits)
    rows = []
    for name, without, more, limits in _changes(ready.limits):
        rows.append([name, now, missing(without), more, missing(limits) if more else now])
    if any(each.least > 1 for each in ready.offers):
        rows.append(["class_min", now, missing(ready.limits, minima=False), float("nan"), now])
    nothing = replace(ready.limits, days=None, money=None, share_away=None)
    rows.append(["offers_and_staff", now, missing(nothing, minima=False), float("nan"), now])
    columns = ["limit", "missing", "missing_without", "more", "missing_with_more"]
    frame = pd.DataFrame(rows, columns=columns)
    last = frame["limit"] == "offers_and_staff"
    binds = (frame["missing_without"] < frame["missing"]).where(~last, frame["missing_without"] > 0)
    return frame.assign(binds=binds.astype(bool))


def _changes(limits: Limits) -> Iterator[tuple[str, Limits, float, Limits]]:
    """Each limit that is set: its name, the limits without it, what more is, and with more."""
    if limits.days is not None:
        more = replace(limits, days=limits.days + Fraction(MORE_DAYS))
        yield "days", replace(limits, days=None), float(MORE_DAYS), more
    if limits.money is not None:
        more = replace(limits, money=limits.money + MORE_MONEY * ORE)
        yield "kroner", replace(limits, money=None), float(MORE_MONEY), more
    if limits.share_away is not None:
        yield "share_away", replace(limits, share_away=None), 0.0, limits
