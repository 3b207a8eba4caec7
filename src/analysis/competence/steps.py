"""A plan's steps: who takes what and when, what it costs, and why."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from analysis.competence.decided import Decided, net_of
from analysis.competence.employee_types import Label, StaffType
from analysis.competence.limits import ORE, Limits
from analysis.competence.offers import Offer
from analysis.competence.profile_sets import profile_label
from analysis.words import text

#: The stage of a step by the level of need that it is planned for.
STAGES = {"low": "regardless", "middle": "if_middle", "high": "only_if_high"}
COLUMNS = tuple("step offer unit type people term classes days gross net stage status why".split())
Labels = dict[StaffType, Counter[Label]]
_Key = tuple[str, str, str]


def list_steps(
    plan: Decided,
    level: str,
    labels: Labels,
    opened: Mapping[str, int],
    offers: Sequence[Offer],
    profiles: Sequence[str],
    short: Sequence[int],
    limits: Limits,
    lang: str,
) -> tuple[list[dict[str, object]], Labels]:
    """Return the steps of one part of a plan, and the labels of the types after it.

    Of employees who are equal to the plan those who wish for the offer, or for a profile that it
    leads to, go first; then those who have begun a diploma.

    Parameters
    ----------
    opened : dict of str to int
        New classes by offer.
    short : sequence of int
        By profile the people who were missing before this part.
    """
    by_id = {each.id: each for each in offers}
    place = {each.id: number for number, each in enumerate(offers)}
    people: Counter[_Key] = Counter()
    net: Counter[_Key] = Counter()
    wished: Counter[_Key] = Counter()
    gained: dict[_Key, Counter[str]] = {}
    left = {kind: counter.copy() for kind, counter in labels.items()}
    after: Labels = {}
    for (kind, ids), number in sorted(plan.people.items()):
        bundle = [by_id[offer] for offer in ids]
        later = kind.after(bundle)
        new = [
            profile
            for profile, lack, rest in zip(profiles, kind.lacks, later.lacks, strict=True)
            if lack > 0 and rest == 0
        ]
        prices = [net_of(kind, bundle[:n], by_id, limits) for n in range(len(bundle) + 1)]
        for label, taking in _chosen(left[kind], number, {*ids, *new}):
            left[kind][label] -= taking
            after.setdefault(later, Counter())[label] += taking
            for at, offer in enumerate(ids):
                key = (offer, kind.unit, label.role)
                people[key] += taking
                net[key] += taking * (prices[at + 1] - prices[at])
                wished[key] += taking * bool({offer, *new} & set(label.wishes))
                helps = [
                    profile
                    for profile in new
                    if by_id[offer].gains[list(profiles).index(profile)] > 0
                ]
                gained.setdefault(key, Counter()).update(dict.fromkeys(helps, taking))
    for kind, counter in left.items():
        after[kind] = after.get(kind, Counter()) + counter
    missing = dict(zip(profiles, short, strict=True))
    rows: list[dict[str, object]] = []
    for key in sorted(people, key=lambda key: (place[key[0]], *key)):
        offer, unit, role = key
        each = by_id[offer]
        share = _share_of_classes(each, opened.get(offer, 0), people, key)
        rows.append(
            {
                "step": _id(level, key),
                "offer": offer,
                "unit": unit,
                "type": role,
                "people": people[key],
                "term": each.term,
                "classes": float(opened.get(offer, 0)) if each.has_classes else float("nan"),
                "days": float(each.days * people[key]),
                "gross": (people[key] * each.price + share) / ORE,
                "net": (net[key] + share) / ORE,
                "stage": STAGES[level],
                "status": "planned",
                "why": _why(each, gained[key], missing, wished[key], lang),
            }
        )
    return rows, after


def _chosen(left: Counter[Label], number: int, wanted: set[str]) -> list[tuple[Label, int]]:
    """Who of equal employees goes: those who wish for it first."""
    order = sorted(
        (label for label, n in left.items() if n > 0),
        key=lambda label: (
            not wanted & set(label.wishes),
            bool(label.wishes),
            not label.diploma_begun,
            label.role,
            label.wishes,
        ),
    )
    chosen = []
    for label in order:
        taking = min(number, left[label])
        number -= taking
        if taking:
            chosen.append((label, taking))
    return chosen


def _share_of_classes(offer: Offer, opened: int, people: Mapping[_Key, int], key: _Key) -> int:
    """Return a step's part of what an offer's new classes cost: by people, and the sum is exact."""
    keys = sorted(each for each in people if each[0] == offer.id)
    total, before = sum(people[each] for each in keys), 0
    cost = opened * offer.class_price
    for each in keys:
        until = before + people[each]
        if each == key:
            return cost * until // total - cost * before // total
        before = until
    return 0


def _id(level: str, key: _Key) -> str:
    """Return a step's name, the same for the same offer, unit, role and stage every time."""
    return hashlib.sha256("\n".join((level, *key)).encode()).hexdigest()[:8]


def _why(
    offer: Offer, gained: Counter[str], missing: Mapping[str, int], wished: int, lang: str
) -> str:
    kept = [profile for profile in gained if gained[profile] and missing[profile] > 0]
    if not kept:
        return text("competence.why_fill", lang, offer=offer.name, least=offer.least)
    parts = [
        text(
            "competence.why_part",
            lang,
            profile=profile_label(each, lang),
            n=gained[each],
            missing=missing[each],
        )
        for each in sorted(kept, key=lambda each: (-gained[each], each))
    ]
    said = text("competence.why_gain", lang, parts="; ".join(parts))
    return f"{said} {text('competence.why_wish', lang, n=wished)}" if wished else said
