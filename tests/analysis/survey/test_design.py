"""A survey's design names columns of its answers; what cannot be one says why."""

from dataclasses import replace

import pytest

from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError
from analysis.survey.design import SurveyDesign


def test_a_survey_carries_its_design_to_its_parts():
    survey = synthesize(seed=1)
    survey = replace(
        survey,
        answers=survey.answers.assign(weight=1.5),
        design=SurveyDesign(weight="weight", population=97),
    )
    part = survey.subset(survey.answers.index < 10)
    assert part.design == replace(survey.design, sampled={"": 52})


def test_a_design_names_columns_that_are_there():
    with pytest.raises(InputError, match="kolonnen vaegt, som udvalget beskrives med, findes ikke"):
        replace(synthesize(seed=1), design=SurveyDesign(weight="vaegt"))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Udvalget er ikke beskrevet"),
        ({"population": {"nord": 4}}, "ingen kolonne med strata"),
        ({"strata": "region", "population": 97}, "ét tal, 97, men udvalget er trukket i strata"),
        ({"population": -1}, "population: fandt -1, forventede et helt tal fra 1"),
        ({"population": 9.5}, "population: fandt 9.5"),
    ],
)
def test_what_is_no_design_says_why(given, message):
    with pytest.raises(InputError, match=message):
        SurveyDesign(**given)
