"""A figure that was drawn ahead is the figure that would have been drawn, and may be changed."""

from __future__ import annotations

import subprocess
import sys

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis.display.figures import cache
from analysis.display.figures.likert import draw_likert
from analysis.display.pages.kommune import kommune_page
from analysis.measures import sources as surveys
from analysis.measures.shares import likert_table
from analysis.measures.sources import read_survey
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.reader import read_answers
from fagligheder.run import preload as warm
from fagligheder.run.job import Job


@pytest.fixture(autouse=True)
def forget():
    yield
    cache.clear()


@pytest.fixture
def likert(survey):
    return likert_table(survey, "importance")


def test_it_is_the_same_figure_and_pyplot_knows_it(likert):
    drawn = draw_likert(likert).figure
    svg, alt = drawn.svg(), drawn.alt
    plt.close("all")
    with cache.caching():
        draw_likert(likert)
    assert plt.get_fignums() == []
    copy = draw_likert(likert.copy()).figure
    assert plt.get_fignums() == [1]
    assert cache.cached_svg(copy) == svg == copy.svg()
    assert (copy.alt, copy.basis) == (alt, drawn.basis)


def test_a_changed_figure_is_drawn_as_it_is(likert):
    with cache.caching():
        draw_likert(likert)
    axes = draw_likert(likert)
    before = axes.figure.svg()
    axes.patches[0].set_facecolor("#ff0000")
    assert cache.cached_svg(axes.figure) is None
    assert "#ff0000" in axes.figure.svg()
    plt.close("all")
    assert draw_likert(likert).figure.svg() == before


def test_other_numbers_and_settings_are_drawn(likert, survey):
    with cache.caching():
        draw_likert(likert)
    for other, settings in (
        (likert.assign(share=likert["share"] / 2), {}),
        (likert_table(survey, "statements"), {}),
        (likert, {"mark": {"virksomheder": "important"}}),
        (likert, {"lang": "en"}),
    ):
        assert cache.cached_svg(draw_likert(other, **settings).figure) is None


def test_nothing_is_kept_unasked(likert):
    draw_likert(likert)
    assert cache.cached_svg(draw_likert(likert).figure) is None


@pytest.mark.parametrize("answers", [None, "syntetisk"])
def test_what_the_kommuner_share_is_drawn_before_they_are(answers):
    warm.draw_shared([Job("kommune", "x", "x", {"answers": answers, "lang": "da"})] * 2)
    try:
        page = kommune_page(read_survey(answers), "Odder")
        for draw in (page.front_figure, page.others_figure, page.statements_figure):
            assert cache.cached_svg(draw().figure), draw
            plt.close("all")
    finally:
        surveys._kept.clear()


def test_nothing_of_other_answers_stays(tmp_path, monkeypatch):
    """A worker's next file of answers may have the path of the last one."""
    monkeypatch.setattr(warm, "_draw", lambda *_: None)
    path, now = tmp_path / "svar.csv", warm.Preloader()
    job = Job(str(tmp_path / "kommune"), "x", "x", {"answers": str(path), "lang": "da"})
    kept = []
    for seed, several in ((1, False), (1, False), (2, False), (2, True), (3, True), (1, False)):
        synthesize(seed).answers.to_csv(path, index=False)
        now.prepare([job], several)
        kept.append(bool(surveys._kept))
        fresh = read_answers(path).answers
        pd.testing.assert_frame_equal(read_survey(path).answers, fresh)
    assert kept == [False, True, False, True, True, False]


def test_a_page_without_ranges_needs_no_scipy():
    code = "import sys, analysis.display.pages.kommune as k, analysis.measures.sources as s\n"
    code += "page = k.kommune_page(s.read_survey(), 'Odder')\n"
    code += "page.gap_figure(), page.size_statements(), page.figure('importance'), page.meaning()\n"
    code += "page.findings(), page.front_figure(), page.questions(), page.others_figure()\n"
    code += "sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
