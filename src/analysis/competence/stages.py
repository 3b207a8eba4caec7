"""The stages of a plan, each optimal under what those before have reached."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np

from analysis.competence.programme import Programme
from analysis.competence.rows import Rows
from analysis.competence.search import Stage, least, search
from analysis.competence.stop import Progress, Stop


def solve_stages(
    programme: Programme, stop: Stop, progress: Progress | None = None
) -> tuple[Stage, Stage, Stage]:
    """Return the three stages: people missing, then net cost, then the largest share away.

    Each keeps what those before have reached; the last one's plan is the programme's.
    """
    missing, cost = programme.missing_cost, programme.net_cost
    nothing = programme.nothing
    first = least("missing", missing, programme, programme.rows, nothing, stop, progress)
    rows = programme.rows.and_row(missing, int(first.value))
    second = least("cost", cost, programme, rows, first.plan, stop, progress)
    return first, second, _least_away(programme, rows, second, stop, progress)


def largest_share(programme: Programme, plan: np.ndarray) -> Fraction:
    """Return the largest share of a unit away in a term, of units of more than one.

    Whoever goes from a unit of one is all of it.
    """
    away = programme.away.matrix @ plan - programme.away.most
    many = programme.away_staff > 1
    shares = zip(away[many], programme.away_staff[many], strict=True)
    return max((Fraction(int(n), int(staff)) for n, staff in shares), default=Fraction(0))


def at_most_away(programme: Programme, rows: Rows, share: Fraction, less: bool = False) -> Rows:
    """Return rows with at most, or less than, a share away in every unit of more than one."""
    many = programme.away_staff > 1
    allowed = [share * int(staff) for staff in programme.away_staff[many]]
    most = [-floor(-each) - 1 if less else floor(each) for each in allowed]
    matrix, before = programme.away.matrix[many], programme.away.most[many]
    return rows.and_rows(Rows(matrix, np.array(most, dtype=np.int64) + before))


def _least_away(
    programme: Programme, rows: Rows, second: Stage, stop: Stop, progress: Progress | None
) -> Stage:
    """Return the plan of the same cost with the smallest largest share away, by halving.

    The shares that there can be are few: a number of people of a unit's staff.
    """
    plan, cost, stop = second.plan, int(second.value), stop.for_one()
    best = largest_share(programme, plan)
    sizes = {int(staff) for staff in programme.away_staff if staff > 1}
    shares = sorted({Fraction(n, size) for size in sizes for n in range(size + 1)})
    low, high = 0, shares.index(best) if best else 0
    try:
        while low < high and stop.left:
            middle = (low + high) // 2
            stop.tell(progress, "away", float(best), float(shares[low]))
            within = at_most_away(programme, rows, shares[middle])
            found, bound = search(programme.net_cost, programme, within, cost + 1, stop)
            if found is not None:
                plan, best = found, largest_share(programme, found)
                high = shares.index(best)
            elif bound > cost:
                low = middle + 1
            else:
                break
    except KeyboardInterrupt:
        stop.interrupt()
    bound = float(shares[low]) if shares else 0.0
    stop.tell(progress, "away", float(best), bound)
    return Stage("away", plan, float(best), bound)
