"""Small centres whose best plan is known by counting."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from analysis.competence.binding import binding_limits
from analysis.competence.checker import verify_plan
from analysis.competence.example import made_up_centre
from analysis.competence.merged_centre import merge_centres
from analysis.competence.nesting import nesting_price
from analysis.competence.plan import training_plan
from analysis.competence.replanning import changed_steps, replan
from analysis.competence.staircase import training_staircase
from analysis.survey.checks import InputError

DATE = "2027-01-01"


def needs(low=2, middle=None, high=None, profile="a"):
    middle = low if middle is None else middle
    high = middle if high is None else high
    return pd.DataFrame(
        [[profile, "five_years", low, middle, high, 1, "synthetic"]],
        columns=["profile", "horizon", "low", "middle", "high", "weight", "source"],
    )


def employees(levels, **columns):
    """Employees with these levels of profile a, all else equal but for the columns given."""
    number = len(levels)
    frame = {
        "code": [f"opdigtet-{place}" for place in range(number)], "unit": "x", "role": "r",
        "agreement": "HK", "a": levels, "wishes": [()] * number, "declines": False,
        "most_days": np.nan, "leaving": None, "diploma_begun": False,
    }  # fmt: skip
    return pd.DataFrame(frame | columns)


def offer(key="o", **columns):
    row = {
        "offer": key, "name": key.upper(), "ects": np.nan, "days": 2.0, "price_head": 1000.0,
        "price_class": np.nan, "class_min": np.nan, "class_max": np.nan, "gain_a": 2, "term": "t",
        "expires": None,
    }  # fmt: skip
    return pd.DataFrame([row | columns])


def limits(**values):
    agreements = {"fund_rate": "HK", "fund_cap": "HK"}
    rows = [[name, value, agreements.get(name), None] for name, value in values.items()]
    return pd.DataFrame(rows, columns=["limit", "value", "agreement", "valid_from"])


def plan_of(needs, employees, offers, limits, **options):
    """The plan for the middle need, proven and checked."""
    options = {"levels": ["middle"], "date": DATE, "time_limit": None} | options
    plan = training_plan(needs, employees, offers, limits, **options)
    assert verify_plan(plan.proof, needs, employees, offers, limits)["proven"].all()
    return plan


def total(plan, column):
    return plan.totals[column].iloc[-1]


def test_each_step_is_counted_and_says_why():
    plan = plan_of(needs(3), employees([2, 0, 0, 1]), offer(), limits(fund_rate=0.8))
    (step,) = plan.steps.to_dict("records")
    assert step["people"] == 2
    assert (step["days"], step["gross"], step["net"]) == (4, 2000, 400)
    assert (step["stage"], step["status"], step["type"]) == ("if_middle", "planned", "r")
    assert step["why"] == (
        "Så matcher flere en profil, der mangler folk: a: 2 flere (der mangler 2)."
    )


def test_six_staff():
    plan = plan_of(needs(2), employees([0] * 6), offer(), limits())
    assert total(plan, "people_missing") == 0
    assert plan.steps["people"].sum() == 2


def test_a_need_above_the_staff_leaves_the_rest_missing():
    plan = plan_of(needs(9), employees([0] * 6), offer(), limits())
    assert total(plan, "people_missing") == 3
    assert binding_limits(plan).set_index("limit").loc["offers_and_staff", "binds"]


def test_a_profile_without_offers_stays_short():
    two = pd.concat([needs(1), needs(2, profile="b")], ignore_index=True)
    staff = employees([0, 0], b=[0, 1])
    plan = plan_of(two, staff, offer(), limits())
    assert plan.profiles.set_index("profile")["missing"].to_dict() == {"a": 0, "b": 2}


def test_a_class_that_is_too_small_is_not_held_and_is_named():
    plan = plan_of(needs(2), employees([0, 0]), offer(class_min=3), limits())
    assert total(plan, "people_missing") == 2
    assert plan.steps.empty
    assert binding_limits(plan).set_index("limit").loc["class_min", "missing_without"] == 0


def test_a_class_is_filled_up_by_those_whom_it_does_not_help():
    plan = plan_of(needs(3), employees([0, 2, 2]), offer(class_min=3), limits())
    assert total(plan, "people_missing") == 0
    assert plan.steps["people"].sum() == 3
    assert plan.steps["classes"].tolist() == [1]


def test_unknown_levels_are_a_range():
    staff = employees([np.nan] * 3)
    worst = plan_of(needs(2), staff, offer(), limits())
    best = plan_of(needs(2), staff, offer(), limits(), unknown="best")
    assert worst.steps["people"].sum() == 2
    assert best.steps.empty


def test_unknown_extent_is_not_nothing():
    both = pd.concat([offer("known", ects=5.0, class_max=1.0, class_min=1.0), offer("other")])
    plan = plan_of(needs(2), employees([0, 0]), both, limits(), most_offers=1)
    seats = plan.steps.groupby("offer")["people"].sum()
    assert total(plan, "ects") == 5 * seats.get("known", 0)
    assert total(plan, "ects_unknown") == seats.get("other", 0)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"expires": "2026-12-31"}, "expired"),
        ({"days": np.nan}, "days_unknown"),
        ({"price_head": np.nan}, "price_unknown"),
        ({"gain_a": np.nan}, "no_gain"),
    ],
)
def test_an_offer_of_which_too_little_is_known_is_left_out(columns, reason):
    plan = plan_of(needs(1), employees([0]), offer(**columns), limits())
    assert plan.left_out["reason"].tolist() == [reason]
    assert total(plan, "people_missing") == 1


def test_an_offer_holds_on_the_day_it_expires():
    plan = plan_of(needs(1), employees([0]), offer(expires=DATE), limits())
    assert total(plan, "people_missing") == 0


def test_the_cap_of_the_fund_is_one_for_both_courses():
    both = pd.concat([offer("first", gain_a=1), offer("second", gain_a=1)])
    rates = limits(fund_rate=0.8, fund_cap=1000)
    plan = plan_of(needs(1), employees([0]), both, rates)
    assert total(plan, "gross") == 2000
    assert total(plan, "net") == 1000  # 800 of the first, and 200 of the second, are paid
    assert plan.steps["net"].sum() == 1000


def test_without_agreement_the_fund_pays_nothing():
    staff = employees([0], agreement=[None])
    everyone = pd.DataFrame(
        [["fund_rate", 0.8, None, None]], columns=["limit", "value", "agreement", "valid_from"]
    )
    assert total(plan_of(needs(1), staff, offer(), everyone), "net") == 1000
    assert total(plan_of(needs(1), employees([0]), offer(), everyone), "net") == 200


def test_the_rate_is_the_one_of_the_day():
    rows = [["fund_rate", 0.8, "HK", "2026-01-01"], ["fund_rate", 0.5, "HK", "2027-01-01"]]
    rates = pd.DataFrame(rows, columns=["limit", "value", "agreement", "valid_from"])
    frames = needs(1), employees([0]), offer(), rates
    assert total(plan_of(*frames, date="2026-12-31"), "net") == 200
    assert total(plan_of(*frames, date="2027-01-01"), "net") == 500


def test_one_may_always_go_from_a_unit_of_one():
    staff = employees([0, 0, 0], unit=["alone", "y", "y"])
    plan = plan_of(needs(3), staff, offer(), limits(share_away=0.1))
    assert plan.steps.set_index("unit")["people"].to_dict() == {"alone": 1, "y": 1}


def test_days_may_be_fractions():
    plan = plan_of(needs(3), employees([0] * 3), offer(days=0.7), limits(days=2.1))
    assert total(plan, "people_missing") == 0
    assert total(plan, "days") == 2.1
    less = plan_of(needs(3), employees([0] * 3), offer(days=0.7), limits(days=2.05))
    assert total(less, "people_missing") == 1


def test_who_declines_leaves_or_lacks_days_is_not_trained():
    staff = employees(
        [0, 0, 0, 2],
        declines=[True, False, False, False],
        leaving=[None, "2027-05", None, "2027-05"],
        most_days=[np.nan, np.nan, 1.5, np.nan],
    )
    plan = plan_of(needs(2), staff, offer(), limits())
    assert plan.steps.empty
    assert total(plan, "people_missing") == 2


def test_those_who_wish_for_it_go_first():
    staff = employees([0, 0, 0], role=["p", "q", "r"], wishes=[(), ("o",), ("other",)])
    plan = plan_of(needs(1), staff, offer(), limits())
    assert plan.steps["type"].tolist() == ["q"]
    assert plan.steps["why"].iloc[0].endswith("Ønsket af 1.")


def test_the_reserve_is_trained_for():
    plan = plan_of(needs(14), employees([0] * 20), offer(), limits(leaving_rate=0.1))
    assert plan.profiles["target"].tolist() == [17]
    assert plan.steps["people"].sum() == 17


def test_two_centres_that_merge():
    one = needs(2), employees([0, 0]), offer(), limits(days=2)
    staff = employees([0, 2]).assign(code=["opdigtet-c", "opdigtet-d"])
    other = needs(1), staff, offer(), limits(days=4)
    merged = merge_centres(one, other)
    plan = plan_of(*merged)
    assert plan.profiles["need"].tolist() == [3]
    assert total(plan, "days") == 4
    assert total(plan, "people_missing") == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda frames: frames[1].update(pd.DataFrame({"code": ["opdigtet-0"]})), "samme kode"),
        (lambda frames: frames[2].update(pd.DataFrame({"days": [9.0]})), "days"),
        (lambda frames: frames[0].update(pd.DataFrame({"weight": [9]})), "weight"),
    ],
)
def test_centres_that_say_different_things_do_not_merge(change, said):
    one = needs(2), employees([0, 0]), offer(), limits(days=2)
    staff = employees([0]).assign(code=["opdigtet-c"])
    other = needs(1), staff, offer(), limits(days=2)
    change(other)
    with pytest.raises(InputError, match=said):
        merge_centres(one, other)


@pytest.fixture(scope="module")
def nested():
    centre = made_up_centre(staff=14, seed=7, offers=7)
    return training_plan(*centre, date=DATE, time_limit=None), centre


def test_each_plan_contains_the_one_before(nested):
    plan, centre = nested
    alone = training_plan(*centre, date=DATE, time_limit=None, levels=["low"])
    first = plan.steps[plan.steps["stage"] == "regardless"].reset_index(drop=True)
    pd.testing.assert_frame_equal(first, alone.steps)
    assert plan.totals["days"].is_monotonic_increasing
    assert plan.steps["people"].sum() > first["people"].sum()


def test_the_steps_sum_to_the_totals(nested):
    plan, _ = nested
    for column in ("days", "gross", "net"):
        assert round(plan.steps[column].sum(), 6) == total(plan, column)


def test_nesting_has_a_price(nested):
    prices = nesting_price(nested[0], time_limit=None)
    assert prices["price"].iloc[0] == 0
    assert (prices["missing"] >= prices["missing_alone"]).all()
    same = prices["missing"] == prices["missing_alone"]
    assert (prices["net"] >= prices["net_alone"])[same].all()


def test_the_staircase_falls_and_every_point_is_proven(nested):
    stairs = training_staircase(nested[0], time_limit=None)
    assert stairs["proven"].all()
    assert stairs["missing"].is_monotonic_decreasing
    assert stairs["missing"].iloc[0] > stairs["missing"].iloc[-1]
    assert stairs["days"].iloc[0] == 0


def test_one_more_day_is_what_the_staircase_says():
    frames = needs(4), employees([0] * 4), offer(days=1.0), limits(days=2, kroner=50_000)
    plan = plan_of(*frames)
    found = binding_limits(plan).set_index("limit")
    assert found["binds"].to_dict() == {"days": True, "kroner": False, "offers_and_staff": False}
    assert found.loc["days", ["missing", "missing_without", "missing_with_more"]].tolist() == [
        2,
        0,
        1,
    ]
    stairs = training_staircase(plan, days=[2, 3])
    assert stairs["missing"].tolist() == [2, 1]
    assert stairs["within"].tolist() == [True, False]


def test_after_a_cancelled_course_as_little_as_possible_changes(nested):
    plan, centre = nested
    gone = plan.steps["offer"].iloc[0]
    new = replan(plan, [gone], time_limit=None)
    changed = changed_steps(plan, new)
    lost = changed[changed["after"] < changed["before"]]
    assert set(lost["offer"]) >= {gone}
    assert gone not in set(new.steps["offer"])
    rest = centre.offers[centre.offers["offer"] != gone]
    checked = verify_plan(new.proof, centre.needs, centre.employees, rest, centre.limits)
    assert checked.loc[checked["stage"] == "missing", "proven"].all()


def test_a_course_nobody_takes_can_be_cancelled_without_change(nested):
    plan, centre = nested
    unused = sorted(set(centre.offers["offer"]) - set(plan.steps["offer"]))[0]
    new = replan(plan, [unused], time_limit=None)
    assert changed_steps(plan, new).empty
    with pytest.raises(InputError, match="kender ikke kursus-99"):
        replan(plan, ["kursus-99"])


@pytest.mark.parametrize("stage", ["missing", "cost", "away", "proof missing", "proof cost"])
def test_an_interrupted_plan_keeps_the_best_so_far(stage):
    centre = made_up_centre(staff=14, seed=7, offers=7)

    def interrupt(name, value, bound):
        if name == stage:
            raise KeyboardInterrupt

    plan = training_plan(*centre, date=DATE, progress=interrupt)
    checked = verify_plan(plan.proof, *centre)
    assert not checked["proven"].all()
    assert (checked["bound"].fillna(0) <= checked["value"]).all()


def test_without_time_the_distance_from_the_best_is_said():
    frames = needs(4), employees([0] * 4), offer(), limits()
    plan = training_plan(*frames, date=DATE, levels=["middle"], time_limit=0)
    assert total(plan, "at_most_from_best") == total(plan, "people_missing") == 4
    assert not total(plan, "optimal")
    assert not total(plan, "proven")


def test_the_same_centre_gives_the_same_plan_in_any_order(nested):
    plan, centre = nested
    shuffled = centre.employees.sample(frac=1, random_state=3)
    again = training_plan(
        centre.needs, shuffled, centre.offers, centre.limits, date=DATE, time_limit=None
    )
    pd.testing.assert_frame_equal(plan.steps, again.steps)
    assert json.dumps(plan.proof) == json.dumps(again.proof)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"needs": needs(3, 2)}, "low ≤ middle ≤ high"),
        ({"needs": needs().drop(columns="low")}, "Tilføj low"),
        ({"needs": needs(-1)}, "et helt tal fra 0"),
        ({"employees": employees([4])}, "et helt tal, 0 til 3"),
        ({"employees": employees([0, 0], code="opdigtet")}, "hver kode én gang"),
        ({"employees": employees([0]).drop(columns="a")}, "Tilføj a"),
        ({"offers": pd.concat([offer(), offer()])}, "hvert tilbud én gang"),
        ({"offers": offer(gain_a=3)}, "0 til 2"),
        ({"offers": offer(class_min=5, class_max=3)}, "mindst class_min"),
        ({"offers": offer(expires="snart")}, "en dato som"),
        ({"limits": limits(fund_rate=80)}, "en andel, 0 til 1"),
        ({"limits": pd.concat([limits(days=1), limits(days=2)])}, "en række for hver grænse"),
        ({"date": "i morgen"}, "en dato som"),
        ({"levels": ["high", "low"]}, "forventede nogle af"),
        ({"most_offers": 3}, "forventede 1 eller 2"),
        ({"horizon": "never"}, "Vælg en af"),
    ],
)
def test_what_is_wrong_is_said(change, said):
    frames = {"needs": needs(), "employees": employees([0]), "offers": offer(), "limits": limits()}
    arguments = frames | {"date": DATE} | change
    with pytest.raises(InputError, match=said):
        training_plan(**arguments)
