"""What a centre's default report can tell of its employees, attacked by counting."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.competence.example import made_up_centre
from analysis.competence.protection import (
    exact_matches,
    protected_matches,
    protected_steps,
    rounded,
    rounding_units,
)
from analysis.competence.results import CentreResults
from analysis.measures.suppression import THRESHOLD


def units(match, staff, unknown=None):
    """One profile's units."""
    match = np.array(match)
    unknown = 0 if unknown is None else np.array(unknown)
    return pd.DataFrame(
        {
            "unit": [f"u{place}" for place in range(len(match))], "profile": "x", "staff": staff,
            "match_low": match, "match_high": match + unknown,
        }
    )  # fmt: skip


def possible(found: pd.DataFrame, staff: list[int]) -> list[set[int]]:
    """What each count can be for one who knows the staff and what is shown, counted out.

    The last is the whole centre. Hidden counts are any number from none to all of the unit.
    """
    shown = [None if hidden else low
             for hidden, low in zip(found["hidden"], found["match_low"], strict=True)]  # fmt: skip
    tables = np.stack(np.meshgrid(*(np.arange(n + 1) for n in staff), indexing="ij"), axis=-1)
    tables = tables.reshape(-1, len(staff))
    tables = np.column_stack([tables, tables.sum(axis=1)])
    for place, number in enumerate(shown):
        if number is not None:
            tables = tables[tables[:, place] == number]
    return [set(column) for column in tables.T.tolist()]


@pytest.mark.parametrize(
    "match",
    [(3, 6, 5), (0, 8, 9), (10, 10, 9), (1, 0, 0), (11, 12, 12), (4, 4, 4), (6, 7, 8)],
)
def test_what_few_match_or_lack_stays_unknown(match):
    staff = [11, 12, 12]
    found = protected_matches(units(match, staff))
    whole = sum(match)
    for number, of, values in zip((*match, whole), (*staff, 35), possible(found, staff),
                                  strict=True):  # fmt: skip
        if number < THRESHOLD or of - number < THRESHOLD:
            assert len(values) >= THRESHOLD, (match, found)
            assert number == 0 or max(values) >= THRESHOLD
            assert number != of or min(values) <= of - THRESHOLD


def test_counts_of_five_and_more_are_shown_as_they_are():
    found = protected_matches(units([6, 7, 8], [14, 14, 14]))
    assert not found["hidden"].any()
    assert found["match_low"].tolist() == [6, 7, 8, 21]


def test_a_few_unknown_levels_are_told_of_nobody():
    few = protected_matches(units([6, 7], [20, 20], [1, 2]))
    assert (few["match_low"] == few["match_high"]).all()
    many = protected_matches(units([6, 7], [20, 20], [6, 6]))
    assert many["match_high"].tolist() == [12, 13, 25]
    exact = exact_matches(units([6, 7], [20, 20], [1, 2]))
    assert exact[["match_low", "match_high"]].to_numpy().tolist() == [[6, 7], [7, 9], [13, 16]]


def test_what_few_take_stands_together_and_no_net_is_told():
    steps = pd.DataFrame(
        {
            "stage": ["regardless"] * 3 + ["if_middle"], "offer": list("abcd"),
            "people": [9, 3, 4, 2], "days": 1.0, "gross": 100.0, "net": 20.0,
        }
    )  # fmt: skip
    found = protected_steps(steps, staff=30).set_index(["stage", "offer"])
    assert found.loc[("regardless", "a"), "people"] == 9
    assert found.loc[("regardless", ""), "people"] == 7
    assert np.isnan(found.loc[("if_middle", ""), "people"])
    assert found["net"].isna().all()
    assert found.loc[["regardless"], "gross"].isna().tolist() == [False, True]
    # What all but a few take tells who does not.
    assert set(protected_steps(steps.head(1), staff=12)["offer"]) == {""}


def test_five_people_more_or_less_can_stand_behind_a_round_total():
    offers = pd.DataFrame(
        {"days": [2.0, 3.0], "price": [900.0, 400.0], "class_price": [0.0, 8e3], "ects": np.nan}
    )
    found = rounding_units(offers)
    assert found["days"] >= THRESHOLD * 3
    assert found["gross"] >= THRESHOLD * 400 + 8000
    assert rounded(found["days"] * 1.5, found["days"]) == 2 * found["days"]


@pytest.fixture(scope="module")
def results():
    return CentreResults(made_up_centre(staff=50, offers=4), "2027-01-01")


def test_no_frame_of_the_default_tells_a_small_count(results):
    assert not results.hidden  # else most of it would be empty
    assert (results.staircase["missing"] % THRESHOLD == 0).all()
    assert (results.limits[["missing", "missing_without"]] % THRESHOLD == 0).all(axis=None)
    assert (results.after["missing"].dropna() % THRESHOLD == 0).all()
    shown = results.units[~results.units["hidden"]]
    assert (shown["match_low"] >= THRESHOLD).all()
    assert (shown["staff"] - shown["match_low"] >= THRESHOLD).all()
    people = results.steps["people"].dropna()
    assert (people >= THRESHOLD).all()
    assert results.fund["people"].isna().all()
    for name in ("days", "gross", "net"):
        assert (results.totals[name] % results.totals[f"{name}_unit"] == 0).all()


def test_the_exact_numbers_are_those_of_the_plan(results):
    exact = CentreResults(results.centre, results.date, protected=False)
    exact.__dict__["plan"] = results.plan
    steps, plan = exact.steps, results.plan
    assert steps["people"].sum() == plan.steps["people"].sum()
    assert exact.totals["net"].iloc[-1] == pytest.approx(steps["net"].sum())
    assert exact.fund["kroner"].sum() == pytest.approx((steps["gross"] - steps["net"]).sum())
    whole = exact.profiles
    level = plan.profiles[plan.profiles["level"] == "middle"].set_index("profile")
    assert whole["match_low"].tolist() == level.loc[whole["profile"], "have"].tolist()


def test_a_code_stands_at_one_offer_that_would_lift_that_employee(results):
    exact = CentreResults(results.centre, results.date, protected=False)
    exact.__dict__["plan"] = results.plan
    found = exact.candidates
    codes = [code for own in found["codes"] for code in own]
    assert codes
    assert len(codes) == len(set(codes))
    assert len(codes) >= len(set(found["offer"]))
    staff = results.centre.employees.set_index("code")
    offers = {each.id: each for each in results.plan.prepared.offers}
    keys = [need.profile for need in results.plan.prepared.needs]
    for row in found.to_dict("records"):
        assert len(row["codes"]) <= row["people"]
        for code in row["codes"]:
            levels = staff.loc[code, keys].fillna(0)
            gains = dict(zip(keys, offers[row["offer"]].gains, strict=True))
            assert any(levels[key] < 2 <= levels[key] + gains[key] for key in keys)
            assert not staff.loc[code, "declines"]
            assert pd.isna(staff.loc[code, "leaving"])
