"""The plan against every plan there is, on 200 small made-up centres."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest

from analysis.competence.checker import verify_plan
from analysis.competence.plan import training_plan

PROFILES = ("a", "b")


def small_centre(seed: int) -> tuple[pd.DataFrame, ...]:
    """Four employees, three offers and two profiles, with limits that bind now and then."""
    random = np.random.default_rng(seed)
    staff = 4
    needs = pd.DataFrame(
        {
            "profile": PROFILES,
            "horizon": "five_years",
            **{level: random.integers(1, 5, 2) for level in ("middle",)},
            "weight": random.choice([1, 2], 2),
        }
    )
    needs["low"] = needs["high"] = needs["middle"]
    employees = pd.DataFrame(
        {
            "code": [f"opdigtet-{place}" for place in range(staff)],
            "unit": random.choice(["x", "y"], staff),
            "role": "r",
            "agreement": random.choice(["HK", None], staff),
            "wishes": [()] * staff,
            "declines": random.random(staff) < 0.1,
            "most_days": random.choice([np.nan, 2.5, 4.0], staff),
            "leaving": random.choice([None, None, None, "2027-05"], staff),
            "diploma_begun": False,
            **{profile: random.choice([0.0, 1.0, 2.0, np.nan], staff) for profile in PROFILES},
        }
    )
    offers = pd.DataFrame(
        {
            "offer": ["o1", "o2", "o3"],
            "name": ["O1", "O2", "O3"],
            "ects": np.nan,
            "days": random.choice([1.0, 1.5, 2.0, 3.0], 3),
            "price_head": random.choice([500.0, 1000.0, 2500.0], 3),
            "price_class": random.choice([np.nan, 4000.0], 3),
            "class_min": random.choice([np.nan, 2.0, 3.0], 3),
            "class_max": random.choice([np.nan, 3.0, 4.0], 3),
            "term": random.choice(["f", "e"], 3),
            "expires": None,
            **{f"gain_{profile}": random.choice([0, 1, 2], 3) for profile in PROFILES},
        }
    )
    limits = pd.DataFrame(
        [
            ["days", random.choice([3.5, 6.0, 20.0]), None, None],
            ["kroner", random.choice([2500.0, 9000.0, 50000.0]), None, None],
            ["share_away", random.choice([0.5, 1.0]), None, None],
            ["fund_rate", 0.8, "HK", None],
            ["fund_cap", 2000.0, "HK", None],
        ],
        columns=["limit", "value", "agreement", "valid_from"],
    )
    return needs, employees, offers, limits


def best_of_all(frames: tuple[pd.DataFrame, ...], most_offers: int) -> tuple[Fraction, ...]:
    """Least (weighted missing, øre, share away) of all plans, each counted person by person."""
    needs, employees, offers, limits = frames
    held = {row["limit"]: Fraction(str(row["value"])) for row in limits.to_dict("records")}
    courses = offers.to_dict("records")
    choices = []
    for person in employees.to_dict("records"):
        free = pd.isna(person["leaving"]) and not person["declines"]
        sets = [()]
        for size in range(1, most_offers + 1 if free else 1):
            sets += combinations(range(len(courses)), size)
        days = [sum(courses[each]["days"] for each in chosen) for chosen in sets]
        most = person["most_days"]
        kept = [s for s, d in zip(sets, days, strict=True) if np.isnan(most) or d <= most]
        choices.append(kept)
    people = employees.to_dict("records")
    units = employees["unit"].value_counts().to_dict()
    best = None
    for chosen in product(*choices):
        score = _score(chosen, people, courses, needs, held, units)
        if score is not None and (best is None or score < best):
            best = score
    return best


def _score(chosen, people, courses, needs, held, units):
    seats = [sum(each in taken for taken in chosen) for each in range(len(courses))]
    cost, days = 0, Fraction(0)
    for number, course in zip(seats, courses, strict=True):
        if number:
            least = 1 if np.isnan(course["class_min"]) else int(course["class_min"])
            most = number if np.isnan(course["class_max"]) else int(course["class_max"])
            classes = -(-number // most)
            if least * classes > number:
                return None
            price = 0 if np.isnan(course["price_class"]) else int(course["price_class"] * 100)
            cost += classes * price
            days += number * Fraction(str(course["days"]))
    away = {}
    match = dict.fromkeys(PROFILES, 0)
    for person, taken in zip(people, chosen, strict=True):
        gross = sum(int(courses[each]["price_head"] * 100) for each in taken)
        fund = min(gross * 4 // 5, 200_000) if person["agreement"] == "HK" else 0
        cost += gross - fund
        for term in {courses[each]["term"] for each in taken}:
            away[person["unit"], term] = away.get((person["unit"], term), 0) + 1
        if pd.isna(person["leaving"]):
            for profile in PROFILES:
                level = 0 if np.isnan(person[profile]) else person[profile]
                level += sum(courses[each][f"gain_{profile}"] for each in taken)
                match[profile] += level >= 2
    if days > held["days"] or cost > held["kroner"] * 100:
        return None
    if any(n > max(1, int(held["share_away"] * units[unit])) for (unit, _), n in away.items()):
        return None
    missing = sum(
        row["weight"] * max(0, row["middle"] - match[row["profile"]])
        for row in needs.to_dict("records")
    )
    share = max(
        (Fraction(n, units[unit]) for (unit, _), n in away.items() if units[unit] > 1), default=0
    )
    return Fraction(missing), Fraction(cost), Fraction(share)


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_no_plan_of_all_is_better(start):
    for seed in range(start, start + 20):
        frames = small_centre(seed)
        most_offers = 2 if seed % 4 == 0 else 1
        plan = training_plan(
            *frames, date="2027-01-01", levels=["middle"], most_offers=most_offers, time_limit=None
        )
        best = best_of_all(frames, most_offers)
        part = plan.proof["parts"][0]
        found = Fraction(part["missing"]), Fraction(part["cost"]), Fraction(part["share"])
        assert found == best, seed
        assert verify_plan(plan.proof, *frames)["proven"].all(), seed
