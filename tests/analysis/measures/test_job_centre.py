"""One kommune's job centre: staff, band, rank, and shares as people."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from printed import STAFF

from analysis.measures import job_centre as module
from analysis.measures.job_centre import job_centre
from analysis.survey.answers.own import Own
from analysis.survey.checks import InputError
from analysis.survey.survey import Survey


@pytest.mark.parametrize("name", STAFF)
def test_each_job_centre_is_as_the_report_prints_it(survey, name):
    staff = STAFF[name]
    centre = job_centre(survey, name)
    assert centre.staff == staff
    assert centre.staff_basis == "published"
    assert centre.took_part
    assert centre.answers == (4 if name == "København" else 1)
    assert centre.rank == 1 + sum(other > staff for other in STAFF.values())
    assert centre.sharing == sum(other == staff for other in STAFF.values()) - 1
    assert centre.of == 49
    band = "small" if staff < 80 else "medium" if staff < 130 else "large"
    assert centre.band.key == band
    assert centre.in_band == {"small": 14, "medium": 18, "large": 17}[band]


def test_a_kommune_outside_the_survey_takes_the_place_its_staff_gives(survey):
    centre = job_centre(survey, "Herning", staff=130)
    assert not centre.took_part
    assert centre.staff_basis == "observed"
    assert centre.rank == 1 + sum(other > 130 for other in STAFF.values())
    assert centre.sharing == 4  # Ballerup, Fredericia, Middelfart, Aabenraa
    assert centre.of == 49


def test_a_kommune_in_the_survey_does_not_compete_with_its_old_staff(survey):
    centre = job_centre(survey, "Odder", staff=72)
    assert (centre.staff, centre.staff_basis) == (72, "observed")
    assert centre.rank == 1 + sum(other > 72 for name, other in STAFF.items() if name != "Odder")
    assert centre.sharing == 0


def test_the_commands_staff_goes_before_the_files(survey):
    assert job_centre(survey, "Odder", own=Own(staff=71)).staff == 71
    assert job_centre(survey, "Odder", staff=72, own=Own(staff=71)).staff == 72


def test_own_answers_and_notes_come_along(survey):
    answers = {"importance": {"udvikling": "important"}}
    centre = job_centre(survey, "Odder", own=Own(answers=answers, notes="Vi …"))
    assert (centre.own, centre.notes) == (answers, "Vi …")


@pytest.mark.parametrize(
    ("percent", "people"), [(5, 3.5), (10, 7), (12.5, 8.75), (17.5, 12.25), (0, 0), (100, 70)]
)
def test_a_share_of_the_staff_in_people(survey, percent, people):
    assert job_centre(survey, "Odder").people(percent) == people


def test_no_staff_outside_the_survey_is_an_error(survey):
    with pytest.raises(InputError) as error:
        job_centre(survey, "Herning")
    assert str(error.value) == (
        "Herning er ikke blandt de 49 kommuner, der deltog, så jobcentrets størrelse er ikke "
        "offentliggjort. Angiv den, fx --staff 75."
    )


@pytest.mark.parametrize("staff", [0, -3, 10_000])
def test_staff_that_cannot_be_is_an_error(survey, staff):
    with pytest.raises(InputError) as error:
        job_centre(survey, "Herning", staff=staff)
    assert str(error.value) == (
        f"Antallet af medarbejdere skal være et helt tal fra 1 til 9999, fandt {staff}. "
        "Skriv, hvor mange der arbejder i jobcentret i Herning."
    )


def test_unknown_staff_in_supplied_answers_asks_for_it(survey):
    kommuner = survey.kommuner.assign(staff=survey.kommuner["staff"].astype(float))
    kommuner.loc["0727", "staff"] = np.nan
    supplied = Survey(survey.codebook, kommuner, "observed", "svar.csv", printed=survey.printed)
    try:
        job_centre(supplied, "Odder")
    except InputError as error:
        assert "--staff" in str(error)
    else:
        raise AssertionError("nothing was asked for")


def test_the_examples_in_the_docstrings_hold():
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
