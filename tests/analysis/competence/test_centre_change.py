"""The change between two years: who is counted as trained, and when a gain is measured."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from centre_workbooks import CODES, centre

from analysis.competence.centre import Centre
from analysis.competence.centre_change import attendance, centre_change, centre_gains

#: A profile, and an offer that raises it alone.
PROFILE, OFFER = "virksomheder", "T1"


def years(people: int, risen: int, *, staff: int = 6, **step: object) -> tuple[Centre, Centre]:
    """Two years of a unit: a step for some of its people is done, and some have risen one level."""
    made = centre(2026)
    gains = {name: 0.0 for name in made.offers if name.startswith("gain_")}
    offers = made.offers.iloc[:1].assign(offer=OFFER, **gains | {f"gain_{PROFILE}": 1.0})
    employees = made.employees.iloc[:staff].assign(unit="Nord", role="Rådgiver")
    employees = employees.assign(**{PROFILE: 1.0}).reset_index(drop=True)
    done = {"step": "18f42aa2", "offer": OFFER, "unit": "Nord", "type": "Rådgiver"}
    done |= {"people": people, "status": "done", **step}
    steps = made.steps.iloc[:1].assign(**done)
    levels = [2.0] * risen + [1.0] * (staff - risen)
    before = replace(made, offers=offers, employees=employees, steps=steps)
    later = employees.assign(**{PROFILE: levels})
    return before, replace(before, year=2027, employees=later)


def parts(change: pd.DataFrame) -> dict[str, int]:
    (row,) = change[change["profile"] == PROFILE].to_dict("records")
    assert row["change"] == row["trained"] + row["hired"] - row["left"] + row["reassessed"]
    assert row["change"] == row["later"] - row["before"]
    return {name: row[name] for name in ("trained", "hired", "left", "reassessed")}


@pytest.mark.parametrize(
    ("people", "risen", "trained", "reassessed"),
    [(6, 4, 4, 0), (2, 4, 2, 2), (4, 1, 1, 0), (3, 0, 0, 0)],
)
def test_no_more_are_trained_than_the_step_has_people(people, risen, trained, reassessed):
    change = centre_change(*years(people, risen))
    assert parts(change) == {"trained": trained, "hired": 0, "left": 0, "reassessed": reassessed}


@pytest.mark.parametrize("step", [{"status": "dropped"}, {"unit": "Syd"}, {"offer": "ukendt"}])
def test_without_a_step_that_is_done_a_rise_is_a_reassessment(step):
    assert parts(centre_change(*years(6, 4, **step)))["reassessed"] == 4


def test_who_is_hired_and_who_left_are_counted_by_their_codes():
    before, later = years(6, 4)
    staff = later.employees.assign(code=["Qz98Vk", "Qz99Vk", *CODES[2:6]])
    change = parts(centre_change(before, replace(later, employees=staff)))
    assert change == {"trained": 2, "hired": 2, "left": 0, "reassessed": 0}


@pytest.mark.parametrize(
    ("people", "staff", "basis"),
    [(6, 6, "measured"), (5, 5, "measured"), (4, 4, "too_few"), (5, 6, None)],
)
def test_a_gain_is_measured_from_five_of_whom_it_is_certain_that_they_attended(
    people, staff, basis
):
    before, later = years(people, 4, staff=staff)
    assert attendance(before, later)["certain"].all() == (people >= staff)
    gains = centre_gains(before, later)
    found = gains.loc[gains["profile"] == PROFILE]
    assert found["basis"].tolist() == ([] if basis is None else [basis])
    if basis == "measured":
        assert found["gain"].iloc[0] == pytest.approx(4 / staff)
