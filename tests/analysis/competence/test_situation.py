"""Need against match, counted by hand on a centre of five."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.competence.example import made_up_centre
from analysis.competence.follow_up import competence_change, measured_gains
from analysis.competence.reserve import with_reserve
from analysis.competence.situation import competence_situation
from analysis.survey.checks import InputError


@pytest.fixture
def needs():
    rows = [["a", "now", 1, 3, 4], ["a", "five_years", 2, 4, 6], ["b", "now", 0, 1, 1]]
    return pd.DataFrame(rows, columns=["profile", "horizon", "low", "middle", "high"])


@pytest.fixture
def employees():
    return pd.DataFrame(
        {
            "code": [f"opdigtet-{place}" for place in range(5)],
            "unit": ["x", "x", "x", "y", "y"],
            "role": "r",
            "agreement": None,
            "a": [3, 1, np.nan, 2, 0],
            "b": [0, 0, 0, 2, 2],
            "wishes": [()] * 5,
            "declines": False,
            "most_days": np.nan,
            "leaving": [None, None, None, None, "2027-06"],
            "diploma_begun": False,
        }
    )


def test_the_four_numbers_and_their_ranges(needs, employees):
    found = competence_situation(needs, employees).profiles.set_index("profile").loc["a"]
    assert (found["match_low"], found["match_high"]) == (2, 3)
    middle = found[["covered", "partly", "missing", "surplus"]]
    assert middle.tolist() == [2, 1, 0, 0]
    assert found[["covered_low", "covered_high"]].tolist() == [1, 3]
    assert found[["partly_low", "partly_high"]].tolist() == [0, 2]
    assert found[["missing_low", "missing_high"]].tolist() == [0, 1]
    assert found[["surplus_low", "surplus_high"]].tolist() == [0, 2]


def test_covered_partly_and_missing_are_the_need():
    centre = made_up_centre(staff=70)
    found = competence_situation(centre.needs, centre.employees, horizon="five_years").profiles
    parts = found[["covered", "partly", "missing"]].sum(axis=1)
    assert (parts == found["need_middle"]).all()
    for name in ("covered", "partly", "missing", "surplus"):
        assert (found[f"{name}_low"] <= found[name]).all()
        assert (found[name] <= found[f"{name}_high"]).all()


def test_when_all_levels_are_unknown_everything_is_possible(needs, employees):
    found = competence_situation(needs, employees.assign(a=np.nan)).profiles.iloc[0]
    assert found[["match_low", "match_high"]].tolist() == [0, 4]
    assert found[["missing_low", "missing_high"]].tolist() == [0, 4]


def test_units_single_points_and_those_who_leave(needs, employees):
    found = competence_situation(needs, employees)
    units = found.units.set_index(["unit", "profile"])
    assert units.loc[("x", "a"), ["staff", "match_low", "match_high"]].tolist() == [3, 1, 2]
    points = found.single_points.to_numpy().tolist()
    assert points == [["", "b", 1], ["x", "a", 2], ["y", "a", 1], ["y", "b", 1]]
    assert found.leaving.to_numpy().tolist() == [["2027-06", "a", 0, 0], ["2027-06", "b", 1, 1]]


def test_no_code_is_in_the_situation(needs, employees):
    found = competence_situation(needs, employees)
    frames = (found.profiles, found.units, found.single_points, found.leaving)
    assert not any("opdigtet" in frame.to_csv() for frame in frames)


@pytest.mark.parametrize(("need", "people"), [(0, 0), (14, 17), (21, 25), (700, 790)])
def test_the_reserve_at_ten_and_ninety_per_cent(needs, employees, need, people):
    assert with_reserve(need, leaving_rate=0.1, certainty=0.9) == people
    one = needs.iloc[:1].assign(low=need, middle=need, high=need)
    found = competence_situation(one, employees, leaving_rate=0.1).profiles
    assert found["reserve_middle"].tolist() == [people]


@pytest.mark.parametrize("rate", [-0.1, 1, 10])
def test_a_rate_that_cannot_be_is_refused(rate):
    with pytest.raises(InputError, match="en andel fra 0 og under 1"):
        with_reserve(14, leaving_rate=rate)


@pytest.fixture
def offers():
    return pd.DataFrame({"offer": ["o", "other"], "gain_a": [2, np.nan], "gain_b": [0, 1]})


def attended(codes, offer="o"):
    return pd.DataFrame({"code": [f"opdigtet-{code}" for code in codes], "offer": offer})


def test_the_change_is_what_it_is_made_of(employees, offers):
    later = employees.iloc[1:].assign(a=[2, 2, 0, 3], b=[2, 0, 2, 2])
    new = employees.iloc[:1].assign(code="opdigtet-new", a=2)
    later = pd.concat([later, new], ignore_index=True)
    took = attended([1, 3])
    found = competence_change(employees, later, took, offers, ["a", "b"])
    columns = ["before", "later", "change", "trained", "hired", "left", "reassessed"]
    # a: 1 is trained up and 3 has fallen, both took o; 2 became known and 4 rose by itself.
    assert found[columns].to_numpy().tolist() == [[2, 4, 2, 0, 1, 1, 2], [2, 3, 1, 0, 0, 0, 1]]
    parts = found["trained"] + found["hired"] - found["left"] + found["reassessed"]
    assert (parts == found["change"]).all()


def test_a_gain_is_measured_from_five_participants(employees):
    before = employees.assign(a=0)
    later = employees.assign(a=[2, 2, 1, 1, 0])
    five = measured_gains(before, later, attended(range(5)), ["a"]).iloc[0]
    assert (five["participants"], five["gain"], five["basis"]) == (5, 1.2, "measured")
    four = measured_gains(before, later, attended(range(4)), ["a"]).iloc[0]
    assert np.isnan(four["gain"])
    assert four["basis"] == "too_few"
    unknown = later.assign(a=[np.nan, 2, 1, 1, 0])
    assert measured_gains(before, unknown, attended(range(5)), ["a"])["basis"].item() == "too_few"


def test_one_who_attended_must_be_known(employees, offers):
    with pytest.raises(InputError, match="række 2: koden står ikke"):
        competence_change(employees, employees, attended(["9"]), offers, ["a"])
    with pytest.raises(InputError, match='"third" findes ikke'):
        competence_change(employees, employees, attended([1], "third"), offers, ["a"])


@pytest.mark.parametrize("staff", [1, 6, 400])
def test_a_made_up_centre_says_so_and_comes_again(staff):
    centre, again = made_up_centre(staff), made_up_centre(staff)
    for frame, same in zip(centre, again, strict=True):
        pd.testing.assert_frame_equal(frame, same)
    assert centre.employees["code"].str.startswith("opdigtet").all()
    for frame in (centre.needs, centre.offers, centre.limits):
        assert set(frame["source"]) == {"synthetic"}
