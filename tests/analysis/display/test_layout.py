"""What every figure owes its reader, whichever function drew it: words, basis, and the stamp."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest

from analysis.display.figures.crosstab import draw_crosstab
from analysis.display.figures.likert import draw_likert
from analysis.display.figures.sensitivity import draw_sensitivity
from analysis.display.figures.workforce import draw_gap
from analysis.measures.crosstab import crosstab
from analysis.measures.shares import likert_table
from analysis.measures.synthetic import synthesize
from analysis.measures.workforce import gap_sensitivity, workforce_gap
from analysis.survey.checks import InputError
from analysis.survey.published import read_published

DRAWERS = {
    "likert": lambda survey, **more: draw_likert(likert_table(survey, "importance"), **more),
    "crosstab": lambda survey, **more: draw_crosstab(crosstab(survey, "importance"), **more),
    "gap": lambda survey, **more: draw_gap(workforce_gap(survey), **more),
    "sensitivity": lambda survey, **more: draw_sensitivity(gap_sensitivity(survey), **more),
}
BASIS = {"likert": "recovered", "crosstab": "bounded", "gap": "bounded", "sensitivity": "modelled"}


def said(axes) -> list[str]:
    return [text.get_text() for text in (*axes.texts, *axes.figure.texts)]


@pytest.mark.parametrize("name", DRAWERS)
def test_made_up_answers_are_stamped(name):
    axes = DRAWERS[name](synthesize(seed=1))
    assert "SYNTETISKE SVAR" in said(axes)
    assert axes.figure.basis == ("synthetic",)
    assert axes.figure.alt.startswith("SYNTETISKE SVAR · ")
    assert "modelleret" not in " ".join(said(axes))


@pytest.mark.parametrize("name", DRAWERS)
def test_the_reports_numbers_are_not_stamped_and_name_their_basis(name):
    axes = DRAWERS[name](read_published())
    assert "SYNTETISKE SVAR" not in said(axes)
    assert axes.figure.basis == (BASIS[name],)
    assert "Virksomheder" in axes.figure.alt
    assert "SYNTETISK" not in axes.figure.alt


@pytest.mark.parametrize("name", ["likert", "gap"])
def test_the_stamp_stays_on_the_callers_own_axes(name):
    figure, (left, right) = plt.subplots(ncols=2)
    DRAWERS[name](synthesize(seed=1), ax=right)
    assert "SYNTETISKE SVAR" in [text.get_text() for text in right.texts]
    assert not [*left.texts, *figure.texts]


def test_an_answer_that_is_not_on_the_scale_is_refused():
    with pytest.raises(InputError, match=r'Mente du "important"\?'):
        draw_crosstab(crosstab(read_published(), "importance"), answer="imporant")


def test_the_whiskers_level_stands_in_the_note_of_a_cross_tab():
    axes = draw_crosstab(crosstab(synthesize(seed=1), "importance", level=0.9))
    assert "Bånd: 90 pct.-interval (Clopper–Pearson)." in " ".join(said(axes))


def test_the_words_of_a_cross_tab_say_what_stands_beside_its_bands():
    axes = draw_crosstab(crosstab(read_published(), "importance"), answer="not_important")
    beside = [words for words in said(axes) if " af " in words and words[0].isdigit()]
    assert len(beside) == 18
    assert all(words in axes.figure.alt for words in beside)
    assert "0–0" not in axes.figure.alt
