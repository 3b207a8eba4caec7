"""A new plan after a course is cancelled: as few missing as can be, with the fewest changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.competence.decided import Decided
from analysis.competence.employee_types import StaffType
from analysis.competence.plan import TIME_LIMIT, Solved, TrainingPlan, assemble_plan
from analysis.competence.programme import Programme
from analysis.competence.proof import prove
from analysis.competence.rows import Rows
from analysis.competence.search import Stage, least
from analysis.competence.stages import largest_share
from analysis.competence.stop import Progress, Stop
from analysis.survey.checks import InputError

#: Seats by type of employee before the plan, and offer.
Seats = Counter[tuple[StaffType, str]]


def replan(
    plan: TrainingPlan,
    cancelled: Collection[str],
    *,
    time_limit: float | None = TIME_LIMIT,
    progress: Progress | None = None,
    lang: str = "da",
) -> TrainingPlan:
    """Return the plan without some offers: fewest missing, then fewest changes, then least cost.

    A change is a seat that is given up, or one that is new.

    Parameters
    ----------
    plan : TrainingPlan
    cancelled : collection of str
        The offers that are not held.

    Returns
    -------
    TrainingPlan
        Steps that stay keep their ids. `verify_plan` checks it against the offers without the
        cancelled ones; its proof is of the people missing.

    Raises
    ------
    InputError
        An offer is not in the plan's offers.

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> from analysis.competence.plan import training_plan
    >>> centre = made_up_centre(staff=6, offers=12)
    >>> plan = training_plan(*centre, date="2027-01-01", levels=["middle"], prove=False)
    >>> first = plan.steps.loc[0, "offer"]
    >>> first in set(replan(plan, [first]).steps["offer"])
    False
    """
    ready, stop = plan.prepared, Stop(time_limit)
    known = {each.id for each in ready.offers}
    unknown = sorted(set(cancelled) - known)
    if unknown:
        raise InputError(f"cancelled: planen kender ikke {', '.join(unknown)}. Ret listen.")
    offers = tuple(each for each in ready.offers if each.id not in cancelled)
    ready = replace(ready, offers=offers, table=ready.table.of_offers(offers))

    def solve(level: str, programme: Programme) -> Solved:
        kept = _seats(plan.decisions[level], cancelled)
        stages = _fewest_changes(programme, kept, stop, progress)
        missing, value = programme.missing_cost, int(stages[0].value)
        rows = programme.rows
        claim = prove("missing", programme, rows, missing, value, stop, progress)
        return stages, (claim,)

    return assemble_plan(ready, list(plan.decisions), solve, lang)


def changed_steps(before: TrainingPlan, later: TrainingPlan) -> pd.DataFrame:
    """Return the steps whose people differ between two plans.

    Returns
    -------
    DataFrame
        One row per changed step: ``step, offer, unit, type, stage, before, after`` (people).
    """
    keys = ["step", "offer", "unit", "type", "stage"]
    both = before.steps[[*keys, "people"]].merge(
        later.steps[[*keys, "people"]], on=keys, how="outer", suffixes=("_before", "_after")
    )
    counted = both[keys].assign(
        before=both["people_before"].fillna(0).astype(int),
        after=both["people_after"].fillna(0).astype(int),
    )
    return counted[counted["before"] != counted["after"]].reset_index(drop=True)


def _seats(plan: Decided, cancelled: Collection[str]) -> Seats:
    seats: Seats = Counter()
    for (kind, ids), number in plan.people.items():
        for offer in ids:
            if offer not in cancelled:
                seats[kind.origin, offer] += number
    return seats


def _fewest_changes(
    programme: Programme, kept: Seats, stop: Stop, progress: Progress | None
) -> tuple[Stage, Stage, Stage]:
    missing = programme.missing_cost
    nothing = programme.nothing
    first = least("missing", missing, programme, programme.rows, nothing, stop, progress)
    wider, changes, lost = _with_changes(programme, kept)
    place = programme.size - programme.profiles
    start = np.insert(first.plan, place, np.zeros(lost, dtype=np.int64))
    start[place : place + lost] = _given_up(wider, start, place, lost)
    rows = wider.rows.and_row(wider.missing_cost, int(first.value))
    fewest = least("changes", changes, wider, rows, start, stop, progress)
    rows = rows.and_row(changes, int(fewest.value))
    cheapest = least("cost", wider.net_cost, wider, rows, fewest.plan, stop, progress)
    plan = np.delete(cheapest.plan, np.arange(place, place + lost))
    share = float(largest_share(programme, plan))
    cost = Stage("cost", plan, cheapest.value, cheapest.bound)
    return first, cost, Stage("away", plan, share, share if cheapest.optimal else 0.0)


def _with_changes(programme: Programme, kept: Seats) -> tuple[Programme, np.ndarray, int]:
    """Return the programme with the seats given up as variables, and the cost of changes."""
    from scipy.sparse import csr_array, hstack, lil_array, vstack

    keys = sorted(kept)
    lost, place = len(keys), programme.size - programme.profiles
    origins = [kind.origin for kind, _ in programme.types]
    taken = lil_array((lost, programme.size + lost), dtype=np.int64)
    for row, (origin, offer) in enumerate(keys):
        of_type = np.array([each == origin for each in origins], dtype=bool)
        at = programme.table.place[offer]
        inside = (programme.first == at) | (programme.second == at)
        taken[row, np.flatnonzero(inside & of_type[programme.type_of])] = -1
        taken[row, place + row] = -1
    enough = np.array([-kept[key] for key in keys], dtype=np.int64)

    def widened(matrix: Any) -> Any:
        cut = csr_array(matrix)
        empty = csr_array((cut.shape[0], lost), dtype=np.int64)
        return hstack([cut[:, :place], empty, cut[:, place:]], format="csr")

    def zeros(cost: np.ndarray) -> np.ndarray:
        return np.insert(cost, place, np.zeros(lost, dtype=np.int64))

    rows = Rows(
        vstack([widened(programme.rows.matrix), taken.tocsr()], format="csr"),
        np.concatenate([programme.rows.most, enough]),
    )
    wider = replace(
        programme,
        rows=rows,
        lower=zeros(programme.lower),
        upper=np.insert(programme.upper, place, -enough),
        missing_cost=zeros(programme.missing_cost),
        net_cost=zeros(programme.net_cost),
        days_cost=zeros(programme.days_cost),
        away=Rows(widened(programme.away.matrix), programme.away.most),
    )
    changes = np.zeros(wider.size, dtype=np.int64)
    changes[: programme.people] = 1 + (programme.second >= 0)
    changes[place : place + lost] = 2
    return wider, changes, lost


def _given_up(wider: Programme, plan: np.ndarray, place: int, lost: int) -> np.ndarray:
    """How many seats a plan gives up, by type and offer."""
    last = len(wider.rows.most) - lost
    return np.asarray(np.maximum(0, (wider.rows.matrix @ plan - wider.rows.most)[last:]))
