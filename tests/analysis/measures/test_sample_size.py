"""How many must answer: the interval of every possible result, found one by one."""

from __future__ import annotations

import pytest

from analysis.display.figures.sample_size import draw_plan
from analysis.display.tables.sample_size import format_plan
from analysis.measures.intervals import share_interval
from analysis.measures.sample_size import (
    MOST_UNITS,
    answers_needed,
    half_width,
    plan_sample,
    precision_curve,
)
from analysis.survey.checks import InputError


@pytest.mark.parametrize(("answers", "units"), [(1, 2), (7, 16), (30, 33), (49, 98), (60, 61)])
def test_the_half_width_is_that_of_the_widest_interval(answers, units):
    ends = [share_interval(yes, answers, units) for yes in range(answers + 1)]
    assert half_width(answers, units) == pytest.approx(max(high - low for low, high in ends) / 2)


@pytest.mark.parametrize(("units", "most"), [(98, 0.05), (98, 0.1), (197, 0.05), (3, 0.2)])
def test_the_number_is_enough_and_one_fewer_is_not(units, most):
    needed = answers_needed(units, most)
    assert all(half_width(n, units) <= most + 1e-9 for n in range(needed, units + 1))
    assert half_width(needed - 1, units) > most


def test_the_plan_of_the_98_kommuner():
    plan = plan_sample(5).set_index("group")
    assert plan.loc["all", ["units", "needed", "answered"]].tolist() == [98, 81, 49]
    assert plan.loc["all", "answered_nonresponse"] == 0.25
    for by in ("population", "region", "landsdel", "kommunegruppe"):
        groups = plan_sample(5, by=by).iloc[1:]
        assert groups[["units", "answered"]].sum().tolist() == [98, 49]
        assert (groups["needed_half_width"] <= 0.05).all()


def test_of_other_units_nothing_is_said_about_2017():
    (row,) = plan_sample(7.5, population=94).to_dict("records")
    assert (row["needed"], row["answered"] != row["answered"]) == (61, True)
    table = format_plan(plan_sample(7.5, population=94), 7.5)
    assert [column.label for column in table.columns][:2] == ["I alt", "Skal svare"]


def test_the_figure_shows_the_numbers_of_the_plan():
    axes = draw_plan(plan_sample(5), precision_curve(), 5, lang="en")
    words = [each.get_text() for each in axes.texts]
    assert "81 answers: ± 4.6" in words
    assert "49 answers (2017): ± 10.2" in words
    assert axes.figure.alt.startswith("81 of 98 must answer")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"points": 0}, "points: fandt 0, forventede et tal over 0 og under 50"),
        ({"points": 5, "population": 1}, "population: fandt 1"),
        ({"points": 5, "population": MOST_UNITS + 1}, f"fra 2 til {MOST_UNITS}"),
        ({"points": 5, "by": "size_band"}, "Vælg en af: population, region"),
    ],
)
def test_what_cannot_be_planned_is_refused(given, said):
    with pytest.raises(InputError, match=said):
        plan_sample(**given)
