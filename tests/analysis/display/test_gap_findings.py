"""What a gap is said to be: the largest and smallest by size, more and fewer by name."""

from __future__ import annotations

import doctest

import pytest

from analysis.display.text import gap_findings, workforce
from analysis.display.text.gap_findings import gap_sentence, gap_title
from analysis.measures.job_centre import job_centre
from analysis.measures.staff_bands import IDEAL, NOW
from analysis.measures.synthetic import synthesize
from analysis.measures.workforce import kommune_gap, workforce_gap

PROFILES = ["virksomheder", "borgernes_kompetencer", "koordination", "inddragelse", "integration",
            "udvikling"]  # fmt: skip


def gap_of(survey, people: list[float], own: dict | None = None):
    """Odder's gap, with these estimates of the six profiles."""
    gap = workforce_gap(survey, kommune="Odder", own=own)
    rows = (gap["measure"] == "gap") & (gap["unit"] == "people")
    estimates = dict(zip(PROFILES, people, strict=True))
    kept = rows & (gap["basis"] == "bounded")
    gap.loc[kept, "central"] = gap.loc[kept, "item"].astype(str).map(estimates)
    return gap


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ([1, -6, 3, 2, 2, 2],
         "Stigningen fra i dag til ideelt er størst for Koordination (+3 medarbejdere); færre end "
         "i dag skulle matche Borgernes kompetencer (−6)."),
        ([-1, -6, -2, -2, -2, -2],
         "Forskellen mellem ideelt og i dag er størst for Borgernes kompetencer (−6 medarbejdere) "
         "og mindst for Virksomheder (−1)."),
        ([1, 1.2, 0, 0.2, 1, 1],
         "Forskellen mellem ideelt og i dag er størst for Borgernes kompetencer, Virksomheder, "
         "Integration og Udvikling (+1 medarbejder) og mindst for Inddragelse og Koordination "
         "(0)."),
        ([-0.4, -0.2, 0, 0.2, 0.4, 0],
         "Forskellen mellem ideelt og i dag er 0 medarbejdere for alle profiler."),
        ([-4, -2, 3, 2, 2, 2],
         "Stigningen fra i dag til ideelt er størst for Koordination (+3 medarbejdere); færre end "
         "i dag skulle matche Borgernes kompetencer (−2) og Virksomheder (−4)."),
    ],
)  # fmt: skip
def test_largest_and_smallest_are_by_size_and_not_by_sign(survey, people, sentence):
    assert gap_sentence(gap_of(survey, people)) == sentence


@pytest.mark.parametrize(
    ("people", "title"),
    [
        ([1, -6, 3, 2, 2, 2], "Skøn: forskellen mellem i dag og ideelt er −6 til +3 medarbejdere "
         "for hver profil, men tallene tillader alt fra 12 færre til 15 flere"),
        ([2, 2, 2, 2, 2, 2], "Skøn: yderligere 2 af 70 medarbejdere ville ideelt matche hver "
         "profil, men tallene tillader alt fra 12 færre til 15 flere"),
        ([float("nan"), 2, 2, 2, 2, 2],
         "Medarbejdere, der matcher profilerne: fra i dag til ideelt"),
    ],
)  # fmt: skip
def test_the_title_tells_more_from_fewer(survey, people, title):
    assert gap_title(gap_of(survey, people), "da") == title


def test_numbers_that_are_known_are_no_estimate():
    gap = workforce_gap(synthesize(1))
    assert gap_title(gap, "da").startswith("Yderligere ")
    assert gap_title(gap, "en").startswith("Another ")


def test_the_mean_of_others_is_an_estimate_of_one():
    survey = synthesize(1)
    of_band = kommune_gap(survey, job_centre(survey, "Odder"))
    outside = workforce_gap(survey, kommune="Herning", staff=75)
    for gap in (of_band, outside):
        assert gap_title(gap, "da").startswith("Skøn: yderligere ")
    own = workforce_gap(survey, kommune="Odder")
    assert not gap_title(own, "da").startswith("Skøn")


def test_own_answers_and_the_surveys_are_told_apart(survey):
    own = {NOW: {"virksomheder": "over_20", "udvikling": "under_5"},
           IDEAL: {"virksomheder": "from_5_to_10", "udvikling": "from_5_to_10"}}  # fmt: skip
    assert gap_sentence(gap_of(survey, [9, 2, 3, 1, 1, 9], own)) == (
        "Efter jeres svar er stigningen fra i dag til ideelt størst for Udvikling (0 til +7 "
        "medarbejdere); færre end i dag skulle matche Virksomheder (−18 til −7). Blandt de andre "
        "profiler er den anslåede forskel størst for Koordination (+3 medarbejdere) og mindst for "
        "Inddragelse og Integration (+1)."
    )
    title = gap_title(gap_of(survey, [9, 2, 3, 1, 1, 9], own), "en")
    assert title == (
        "Your answers: ideally more staff than today in 1 of 6 profiles, fewer in 1 and the same "
        "answer in 0; the other 4 are estimates"
    )


@pytest.mark.parametrize("module", [gap_findings, workforce])
def test_the_examples_hold(module):
    assert not doctest.testmod(module).failed
