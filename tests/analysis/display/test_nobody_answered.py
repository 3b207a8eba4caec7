"""Where nobody has answered a question, that is said, and never "0 af 0"."""

from __future__ import annotations

import re

import matplotlib.pyplot as plt
import pytest
from matplotlib.text import Text as Letters

import analysis as fag
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.own import Own

OWN = Own(answers={"importance": {"virksomheder": "important"}})


@pytest.fixture(scope="module", params=["importance"])
def without(request, tmp_path_factory):
    """A file of answers that lacks one question."""
    answers = synthesize(1).answers.drop(columns="basis", errors="ignore")
    lacking = [name for name in answers if name.startswith(request.param)]
    file = tmp_path_factory.mktemp("svar") / "svar.csv"
    answers.drop(columns=lacking).to_csv(file, index=False)
    return fag.read_survey(file, protected=False), request.param


def said(axes) -> str:
    letters = [each.get_text() for each in axes.figure.findobj(Letters)]
    plt.close(axes.figure)
    return " ".join([*letters, axes.figure.alt])


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("own", [None, OWN])
def test_no_figure_counts_of_nobody(without, lang, own):
    survey, lacking = without
    page = fag.kommune_page(survey, "Odder", own=own, lang=lang)
    words = said(page.others_figure()) + said(fag.national_page(survey, lang=lang).size_figure())
    assert not re.search(r"\b0 (af|of) 0\b|\b0–\d", words)
    assert f"n = {survey.respondents}." in words
    nothing = {"da": "ingen svar", "en": "no answers"}[lang]
    items = survey.codebook.question(lacking).items
    assert words.count(nothing) >= len(items)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_finding_says_that_nobody_told_of_today(lang, tmp_path):
    answers = synthesize(1).answers.drop(columns="basis", errors="ignore")
    lacking = [name for name in answers if name.startswith("current_share")]
    answers.drop(columns=lacking).to_csv(tmp_path / "svar.csv", index=False)
    survey = fag.read_survey(tmp_path / "svar.csv", protected=False)
    findings = fag.kommune_page(survey, "Odder", lang=lang).findings().facts
    words = {"da": "Ingen har svaret på, hvordan", "en": "Nobody has answered how"}[lang]
    assert words in findings[0].label
