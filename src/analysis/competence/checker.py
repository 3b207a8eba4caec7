"""A plan and its proof checked against the frames, with whole numbers and fractions alone.

Nothing of the solver is used. That the plan fits is counted again from its people; that no plan
is better follows from the leaves of the proof, which must cover all plans.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from analysis.competence.decided import Decided, State, after
from analysis.competence.exact_bound import UNIT, bound, rounded_up
from analysis.competence.frames import LEVELS
from analysis.competence.limits import ORE
from analysis.competence.prepared import Prepared, Settings, prepare
from analysis.competence.programme import Programme
from analysis.competence.rows import Rows, step_of
from analysis.competence.stages import at_most_away
from analysis.survey.checks import InputError, Problem

_FILE = "bevis.json"
_STAGES = ("missing", "cost", "away")


def verify_plan(
    proof: Mapping[str, Any],
    needs: pd.DataFrame,
    employees: pd.DataFrame,
    offers: pd.DataFrame,
    limits: pd.DataFrame,
) -> pd.DataFrame:
    """Check a plan and its proof against a centre's frames.

    Parameters
    ----------
    proof : dict
        ``plan.proof``, or what was read from ``bevis.json``.
    needs, employees, offers, limits : DataFrame
        Those that the plan was made from.

    Returns
    -------
    DataFrame
        One row per part of the plan and stage: ``level, stage`` (``missing``: weighted people;
        ``cost``: kroner; ``away``: share), ``value, bound`` (no plan is below it; NaN where
        nothing is claimed) and ``proven``.

    Raises
    ------
    InputError
        The plan does not fit the frames, its sums are wrong, or the proof does not show what it
        claims; the message says where.

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> from analysis.competence.plan import training_plan
    >>> centre = made_up_centre(staff=6, offers=4)
    >>> frames = centre.needs, centre.employees, centre.offers, centre.limits
    >>> plan = training_plan(*frames, date="2027-01-01", levels=["middle"])
    >>> verify_plan(plan.proof, *frames)["proven"].tolist()
    [True, True, True]
    """
    try:
        settings = Settings(**proof["settings"])
        parts = list(proof["parts"])
        given = [part["level"] for part in parts]
    except (KeyError, TypeError) as error:
        raise _refused("", f"opbygningen er forkert ({error})") from None
    if given != [each for each in LEVELS if each in given] or not given:
        raise _refused("parts", "planens dele står ikke i rækkefølge")
    ready = prepare(needs, employees, offers, limits, settings)
    state, rows = ready.start, []
    for part in parts:
        try:
            found, state = _check_part(part, ready, state)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            if isinstance(error, InputError):
                raise
            raise _refused(str(part["level"]), f"opbygningen er forkert ({error})") from None
        rows += found
    return pd.DataFrame(rows)


def _refused(where: str, what: str) -> InputError:
    cure = "Lav planen igen ud fra de samme ark, og gem beviset på ny."
    keys = (where,) if where else ()
    return InputError(Problem(f"{what}.", cure, _FILE, keys=keys))


def _check_part(
    part: Mapping[str, Any], ready: Prepared, state: State
) -> tuple[list[dict[str, object]], State]:
    level = part["level"]
    programme = ready.programme(level, state)
    plan = _plan(part, programme)
    later = _fitting(level, plan, ready, state)
    targets = ready.targets(level)
    missing = sum(
        int(need.weight * programme.weight_unit) * max(0, target - have)
        for need, target, have in zip(ready.needs, targets, later.have, strict=True)
    )
    paid = sum(each.class_price * state.given.classes.get(each.id, 0) for each in ready.offers)
    cost = later.given.net - state.given.net + paid
    shares = [
        Fraction(n, ready.staff.units[unit])
        for (unit, _), n in later.given.away.items()
        if ready.staff.units[unit] > 1
    ]
    share = max(shares, default=Fraction(0))
    for name, found in (("missing", missing), ("cost", cost), ("share", share)):
        said = part[name]
        if isinstance(said, float) or Fraction(said) != found:
            raise _refused(level, f"{name}: fandt {said}, optalt {found}")
    claims = _claims(part, level)
    rows = programme.rows
    tighter = rows.and_row(programme.missing_cost, missing)
    fewer = at_most_away(programme, tighter, share, less=True) if share else tighter
    checked = [
        ("missing", rows, programme.missing_cost, Fraction(missing, programme.weight_unit)),
        ("cost", tighter, programme.net_cost, Fraction(cost - paid, ORE)),
        ("away", fewer, programme.net_cost, share),
    ]
    found_rows: list[dict[str, object]] = []
    for stage, within, costs, value in checked:
        claim = claims.get(stage)
        reached = None if claim is None else Fraction(claim["bound"])
        if claim is not None and reached is not None:
            _check_claim(level, stage, claim, reached, programme, within, costs, share, cost)
            if stage == "missing":
                reached /= programme.weight_unit
            elif stage == "cost":
                reached = max(Fraction(0), reached - paid) / ORE
        found_rows.append(
            {
                "level": level,
                "stage": stage,
                "value": float(value),
                "bound": float("nan") if reached is None else float(reached),
                "proven": reached is not None and reached == value,
            }
        )
    return found_rows, later


def _plan(part: Mapping[str, Any], programme: Programme) -> Decided:
    people = {}
    for kind, ids, number in part["people"]:
        key = (programme.types[_index(kind)][0], tuple(ids))
        if key in people or type(number) is not int or number < 1:
            raise _refused(part["level"], "et antal er forkert eller står to gange")
        people[key] = number
    classes = dict(part["classes"])
    if not all(type(number) is int and number >= 1 for number in classes.values()):
        raise _refused(part["level"], "et antal hold er forkert")
    return Decided(people, classes)


def _index(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"{value!r} er intet nummer")
    return value


def _fitting(level: str, plan: Decided, ready: Prepared, state: State) -> State:
    """Return the centre after the plan; refuse a plan that passes any limit."""
    by_id = {each.id: each for each in ready.offers}
    for (kind, ids), _ in plan.people.items():
        taken = [*kind.taken, *ids]
        if not ids or len(set(taken)) < len(taken) or len(taken) > ready.settings.most_offers:
            raise _refused(level, f"{ids}: for mange tilbud til én, eller det samme to gange")
        days = sum((by_id[offer].days for offer in taken), Fraction(0))
        if kind.most_days >= 0 and days > kind.most_days:
            raise _refused(level, f"{ids}: {days} dage, men højst {kind.most_days} til én")
    later = after(state, plan, ready.offers, ready.limits)
    given, held = later.given, ready.limits
    for offer in ready.offers:
        seats, classes = given.seats.get(offer.id, 0), plan.classes.get(offer.id, 0)
        if not offer.has_classes:
            if classes:
                raise _refused(level, f"{offer.id}: hold, hvor der ingen er")
            continue
        most = seats if offer.most is None else offer.most * classes
        if seats < offer.least * classes or seats > most or (seats and not classes):
            raise _refused(level, f"{offer.id}: {seats} deltagere på {classes} hold")
        if classes < state.given.classes.get(offer.id, 0):
            raise _refused(level, f"{offer.id}: færre hold end i planen før")
    if set(plan.classes) - set(by_id):
        raise _refused(level, "hold på et tilbud, der ikke er med")
    if held.days is not None and given.days > held.days:
        raise _refused(level, f"{given.days} dage, men højst {held.days}")
    if held.money is not None and given.net > held.money:
        raise _refused(level, f"{given.net} øre, men højst {held.money}")
    for (unit, term), number in given.away.items():
        most_away = held.away(ready.staff.units[unit])
        if most_away is not None and number > most_away:
            raise _refused(level, f"{unit}, {term}: {number} væk, men højst {most_away}")
    return later


def _claims(part: Mapping[str, Any], level: str) -> dict[str, Mapping[str, Any]]:
    claims = {claim["stage"]: claim for claim in part["claims"]}
    if len(claims) != len(part["claims"]) or not set(claims) <= set(_STAGES):
        raise _refused(level, "en påstand står to gange eller er ukendt")
    return claims


def _check_claim(
    level: str,
    stage: str,
    claim: Mapping[str, Any],
    reached: Fraction,
    programme: Programme,
    rows: Rows,
    costs: np.ndarray,
    share: Fraction,
    cost: int,
) -> None:
    """Refuse a claim that its tree does not show."""
    if stage == "away" and reached not in (0, share):
        raise _refused(level, f"{stage}: {reached} er ikke vist")
    if reached <= 0:
        return
    names = {
        tuple(programme.name(place)): place for place in range(programme.people, programme.size)
    }
    found = _least(claim["tree"], programme, names, rows, costs, programme.lower, programme.upper)
    shown = rounded_up(found, step_of(costs))
    enough = shown > cost if stage == "away" else shown >= reached
    if not enough:
        raise _refused(level, f"{stage}: beviset når kun {shown}, påstået {reached}")


def _least(
    node: Mapping[str, Any],
    programme: Programme,
    names: dict[tuple[Any, ...], int],
    rows: Rows,
    costs: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
) -> Fraction:
    """Return the least bound of all leaves; the halves of a split must leave nothing between."""
    if "y" in node:
        made = {int(row): y for row, y in node["y"].items()}
        wrong = [row for row, y in made.items() if type(y) is not int or y < 0]
        if wrong or not all(0 <= row < len(rows.most) for row in made):
            raise ValueError("en multiplikator er ikke et helt tal fra 0, eller uden række")
        return bound(rows, costs, lower, upper, made)
    at, next_at = node["below"], node["above"]
    below, above = node["halves"]
    if type(at) is not int or type(next_at) is not int or next_at > at + 1:
        raise ValueError("et snit lader planer ude")
    place = _place(node["split"], programme, names)
    lows, highs = lower.copy(), upper.copy()
    highs[place], lows[place] = min(at, upper[place]), max(next_at, lower[place])
    parts = []
    for half, low, high in ((below, lower, highs), (above, lows, upper)):
        # A half with no number left in it holds no plan, and closes itself.
        if low[place] <= high[place]:
            parts.append(_least(half, programme, names, rows, costs, low, high))
    return min(parts) if parts else Fraction(UNIT)


def _place(name: list[Any], programme: Programme, names: dict[tuple[Any, ...], int]) -> int:
    if name[0] != "people":
        return names[tuple(name)]
    ids = [programme.table.place[offer] for offer in name[2:]]
    first, second = ids[0], ids[1] if len(ids) > 1 else -1
    found = np.flatnonzero(
        (programme.type_of == _index(name[1]))
        & (programme.first == first)
        & (programme.second == second)
    )
    return int(found[0])
