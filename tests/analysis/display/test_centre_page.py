"""The page of a job centre: what it says, what it hides, and where its marks stand."""

from __future__ import annotations

import re
from dataclasses import replace

import matplotlib.pyplot as plt
import pytest

from analysis.competence.example import made_up_centre
from analysis.competence.profile_sets import find_profile_set
from analysis.competence.results import CentreResults
from analysis.display.figures.centre_change import draw_centre_change
from analysis.display.figures.style import HouseFigure
from analysis.display.pages.centre import CentrePage, centre_page
from analysis.display.tables.blocks import Block, Table
from analysis.display.text.centre import turning_point

PARTS = (
    "title", "findings", "front_figure", "questions", "staircase_note", "known", "need_figure",
    "need_text", "others", "units_figure", "alone", "plan_lead", "stages", "steps", "people",
    "fund", "after", "limits", "offers", "change_figure", "change_note", "about",
)  # fmt: skip


@pytest.fixture(scope="module")
def page():
    return centre_page(made_up_centre(staff=50, offers=4))


def with_plan(page: CentrePage, **changes) -> CentrePage:
    """Return the page otherwise, without searching for the plan again."""
    results = replace(page.results, **{k: v for k, v in changes.items() if k != "lang"})
    kept = (
        ("plan",)
        if "protected" in changes
        else ("plan", "_all_points", "staircase", "limits", "nesting")
    )
    results.__dict__.update({name: page.results.__dict__[name] for name in kept
                             if name in page.results.__dict__})  # fmt: skip
    if not results.protected:
        results.__dict__["staircase"] = page.results.staircase
        results.__dict__["_all_points"] = page.results._all_points
        results.__dict__["limits"] = page.results.limits
        results.__dict__["nesting"] = page.results.nesting
    return CentrePage(results, changes.get("lang", page.lang))


def shown(page: CentrePage) -> dict[str, str]:
    """Everything that the page says, with the words within its figures."""
    said = {}
    for name in PARTS:
        part = getattr(page, name)()
        if isinstance(part, Block):
            said[name] = part.mimebundle()["text/plain"]
        elif part is not None:
            assert isinstance(part.figure, HouseFigure)
            said[name] = f"{part.figure.alt} {part.figure.svg()}"
            plt.close(part.figure)
    return said


def test_the_default_page_names_nobody_and_the_internal_one_does(page):
    codes = set(page.results.centre.employees["code"])
    pattern = re.compile("|".join(rf"\b{re.escape(code)}\b" for code in codes))
    assert not pattern.search(" ".join(shown(page).values()))
    internal = shown(with_plan(page, protected=False))
    assert pattern.search(internal["people"])
    assert not pattern.search(" ".join(v for k, v in internal.items() if k != "people"))


def test_all_that_is_exact_says_so_and_is_refused_elsewhere(page):
    internal = with_plan(page, protected=False)
    assert internal.title().unprotected
    assert not page.title().unprotected
    for name in PARTS:
        for own, exact in ((page, False), (internal, True)):
            part = getattr(own, name)()
            if isinstance(part, Table):
                assert part.unprotected is exact, name
            elif part is not None and not isinstance(part, Block):
                assert part.figure.unprotected is exact, name
                plt.close(part.figure)


def test_the_findings_are_those_of_the_frames(page):
    missing, days, _ = page.findings().facts
    profiles = page.results.profiles
    low, high = profiles["missing_low"].sum(), profiles["missing_high"].sum()
    assert missing.value == (f"{low}" if low == high else f"{low}–{high}")
    point = turning_point(page.results.staircase)
    assert days.value.removesuffix(" dage").replace(",", ".") == f"{point['days']:g}"
    assert f"{page.results.staircase['missing'].iloc[0]:g}" in days.label


def test_the_band_the_dot_and_the_target_stand_where_the_numbers_are(page):
    axes = page.need_figure()
    dots = {line.get_label(): line.get_xdata() for line in axes.lines}
    for row in page.results.profiles.to_dict("records"):
        ends = sorted({row["match_low"], row["match_high"]})
        assert list(dots[row["profile"]]) == ends
    xs = [tuple(line.get_xdata()) for line in axes.lines]
    for row in page.results.profiles.to_dict("records"):
        assert (row["need_low"], row["need_high"]) in xs
        assert (row["target"], row["target"]) in xs
    assert axes.get_xlim()[0] == 0
    plt.close(axes.figure)


def test_the_staircase_falls_from_no_days_and_an_unproven_point_is_open(page):
    stairs = page.results.staircase.copy()
    stairs.loc[3, "proven"] = False
    other = with_plan(page)
    other.results.__dict__["staircase"] = other.results.__dict__["_all_points"] = stairs
    axes = other.front_figure()
    steps, *points = axes.lines
    assert steps.get_xdata()[0] == 0
    assert list(steps.get_ydata()) == stairs["missing"].tolist()
    faces = [point.get_markerfacecolor() for point in points[: len(stairs)]]
    assert [face == "white" for face in faces] == (~stairs["proven"]).tolist()
    assert axes.get_ylim()[0] == 0
    assert axes.figure.alt.count("dage:") == len(stairs)
    plt.close(axes.figure)


def test_small_centres_get_the_need_and_no_staircase():
    small = centre_page(made_up_centre(staff=8, offers=3))
    said = shown(small)
    assert "skjult" in said["staircase_note"]
    assert small.need_figure() is None
    assert not re.search(r"\b[1-9] matcher", said["front_figure"])
    assert "[c]" in said["units_figure"]


def test_made_up_numbers_bear_their_stamp_and_both_languages_say_the_same_numbers(page):
    danish, english = shown(page), shown(with_plan(page, lang="en"))
    assert danish["units_figure"].startswith("SYNTETISKE SVAR")
    assert english["units_figure"].startswith("SYNTHETIC ANSWERS")
    for name in ("stages", "after", "findings"):
        numbers = [re.findall(r"\d+", said[name].replace(".", "").replace(",", ""))
                   for said in (danish, english)]  # fmt: skip
        assert numbers[0] == numbers[1], name


def test_another_set_of_profiles_has_its_own_names_and_no_centres_of_2017():
    own = find_profile_set("2019-4")
    other = centre_page(made_up_centre(staff=8, offers=2, profile_set=own))
    assert "2017" in other.others().markdown
    assert own.profiles[0].label.da in other.after().rows[0].header


def test_the_change_is_drawn_as_it_sums_and_hidden_where_few_have_come_and_gone(page):
    now = page.results.centre
    before = replace(made_up_centre(staff=50, offers=4, seed=7), year=2026)
    internal = with_plan(page, protected=False, before=before)
    change = internal.results.change
    parts = change["trained"] + change["hired"] - change["left"] + change["reassessed"]
    assert parts.tolist() == (change["later"] - change["before"]).tolist()
    axes = draw_centre_change(internal.results)
    drawn = sum(bar.get_width() for bar in axes.patches)
    assert drawn == pytest.approx(change["change"].sum())
    plt.close(axes.figure)
    # Nobody has changed but one, who has left.
    fewer = replace(now, employees=now.employees.iloc[1:])
    one = CentreResults(fewer, page.results.date, before=replace(now, year=2026))
    one.__dict__["plan"] = page.results.plan
    assert one.change.empty
    assert CentrePage(one).change_figure() is None
    assert "skjult" in CentrePage(one).change_note().title
