"""What a plan decides, as counts: who takes what, the classes, and who can be trained after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from analysis.competence.employee_types import StaffType
from analysis.competence.limits import Limits
from analysis.competence.offers import Offer
from analysis.competence.programme import Given, Programme


@dataclass(frozen=True)
class Decided:
    """People by type and offers taken, and all classes by offer."""

    people: dict[tuple[StaffType, tuple[str, ...]], int]
    classes: dict[str, int]


def decided(programme: Programme, plan: np.ndarray) -> Decided:
    """Return what a plan in variables decides."""
    people: dict[tuple[StaffType, tuple[str, ...]], int] = {}
    for place in np.flatnonzero(plan[: programme.people]):
        _, kind, *ids = programme.name(int(place))
        people[programme.types[kind][0], tuple(ids)] = int(plan[place])
    classes = {
        programme.table.offers[offer].id: int(plan[programme.people + place])
        for place, offer in enumerate(programme.class_offers)
    }
    return Decided(people, {offer: number for offer, number in classes.items() if number})


@dataclass(frozen=True)
class State:
    """A centre after some parts of a plan: who can be trained, who match, and what is used."""

    types: dict[StaffType, int]
    have: tuple[int, ...]
    given: Given


def after(state: State, plan: Decided, offers: Iterable[Offer], limits: Limits) -> State:
    """Return the centre after one more part of a plan.

    Raises
    ------
    ValueError
        More people of a type take something than there are.
    """
    by_id = {each.id: each for each in offers}
    types, have = Counter(state.types), list(state.have)
    seats, away = Counter(state.given.seats), Counter(state.given.away)
    days, net = state.given.days, state.given.net
    for (kind, ids), number in plan.people.items():
        bundle = [by_id[offer] for offer in ids]
        later = kind.after(bundle)
        types[kind] -= number
        types[later] += number
        if number < 0 or types[kind] < 0:
            raise ValueError("more people of a type take something than there are")
        for place, (before, left) in enumerate(zip(kind.lacks, later.lacks, strict=True)):
            have[place] += number * (before > 0 and left == 0)
        seats.update(dict.fromkeys(ids, number))
        days += number * sum((each.days for each in bundle), Fraction(0))
        net += number * net_of(kind, bundle, by_id, limits)
        known = {by_id[offer].term for offer in kind.taken}
        for term in {each.term for each in bundle} - known:
            away[kind.unit, term] += number
    classes = dict(plan.classes)
    net += sum(
        by_id[offer].class_price * (number - state.given.classes.get(offer, 0))
        for offer, number in classes.items()
    )
    remaining = {kind: number for kind, number in sorted(types.items()) if number}
    return State(remaining, tuple(have), Given(classes, dict(seats), days, net, dict(away)))


def net_of(
    kind: StaffType, bundle: Iterable[Offer], by_id: Mapping[str, Offer], limits: Limits
) -> int:
    """Return the øre that the centre pays for one of a type to take some offers more.

    The fund pays of prices a head, up to its cap for all that one takes; a class's own price is
    the centre's alone.
    """
    fund = limits.fund(kind.agreement)
    before = sum(by_id[offer].price for offer in kind.taken)
    gross = sum(each.price for each in bundle)
    return gross - int(fund.pays(before + gross)) + int(fund.pays(before))
