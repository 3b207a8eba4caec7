"""Facts as sentences: the examples in the docstrings, and every form of a sentence."""

from __future__ import annotations

import dataclasses
import doctest

import pandas as pd
import pytest

from analysis.display.figures.crosstab import draw_crosstab
from analysis.display.figures.workforce import draw_gap
from analysis.display.tables.crosstab import format_crosstab
from analysis.display.tables.statements import proven_note
from analysis.display.tables.workforce import format_gap
from analysis.display.text import assumptions, statements
from analysis.display.text.statements import contradiction_sentence, range_statements
from analysis.measures.bounds import Contradiction
from analysis.measures.crosstab import crosstab
from analysis.measures.synthetic import synthesize
from analysis.measures.workforce import workforce_gap
from analysis.survey.published import read_published
from analysis.words import has_text, text


def test_the_examples_hold():
    for module in (statements, assumptions):
        result = doctest.testmod(module)
        assert result.attempted >= 5
        assert not result.failed


@pytest.mark.parametrize(
    ("low", "high", "base", "said"),
    [
        (5, 5, 5, "All 5 managers in small job centres called the profile Companies important."),
        (
            0,
            0,
            5,
            "None of the 5 managers in small job centres called the profile Companies important.",
        ),
        (
            2,
            2,
            5,
            "Exactly 2 of the 5 managers in small job centres "
            "called the profile Companies important.",
        ),
        (
            1,
            1,
            5,
            "Exactly one of the 5 managers in small job centres "
            "called the profile Companies important.",
        ),
        (
            1,
            5,
            5,
            "At least one of the 5 managers in small job centres "
            "called the profile Companies important.",
        ),
        (
            0,
            1,
            5,
            "At most one of the 5 managers in small job centres "
            "called the profile Companies important.",
        ),
        (1, 1, 1, "The one manager in small job centres called the profile Companies important."),
        (
            0,
            0,
            1,
            "The one manager in small job centres "
            "did not answer “Important” on the profile Companies.",
        ),
    ],
)
def test_each_kind_of_fact_has_its_sentence(low, high, base, said):
    cell = {"question": "importance", "item": "virksomheder", "group": "small"}
    cell |= {"answer": "important", "n_low": low, "n_high": high, "base": base, "basis": "bounded"}
    found = range_statements(read_published(), pd.DataFrame([cell]), lang="en")
    assert found["text"].tolist() == [said]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("future_need", "venter at få mere brug for profilen Virksomheder."),
        ("current_share", "vurderer, at under 5 pct. af medarbejderne matcher profilen Udvikling."),
        ("ideal_share", "ønsker ideelt, at over 20 pct. af medarbejderne matcher profilen "
         "Virksomheder, hvis hver chef står bag netop ét af de viste svar i figur 5 i "
         "KL's rapport."),
        ("statements", "svarer »Helt enig« til »Vi har behov for, at medarbejderne løbende "
         "deltager i kompetenceudvikling«."),
    ],
)  # fmt: skip
def test_managers_are_said_to_mean_what_they_answered(survey, question, said):
    sentences = range_statements(survey, crosstab(survey, question))["text"]
    assert sentences.str.endswith(said).any()


@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_answer_to_a_profile_has_words_of_its_own(survey, lang):
    for key, question in survey.codebook.questions.items():
        kinds = ["band" if answer.band else answer.key for answer in question.scale.answers]
        own = [has_text(f"manager_says.{key}_{kind}", lang) for kind in kinds]
        assert all(own) if question.item_set == "profiles" else not any(own)


def test_an_answer_of_another_codebook_is_quoted(survey):
    """Its questions may have other keys: the words of these are not theirs."""
    other = dataclasses.replace(survey.codebook.question("importance"), key="usefulness")
    found = statements._said(other, "koordination", "important", "da")
    assert found == "svarer »Vigtig« om profilen Koordination"


def test_a_range_of_figure_5_names_what_it_assumes():
    survey = read_published()
    assumed = range_statements(survey, crosstab(survey, "ideal_share"), lang="en")
    clause = ", if each manager gave exactly one of the answers shown in figure 5 of KL's report."
    assert len(assumed) > 10
    assert assumed["text"].str.endswith(clause).all()
    for key in set(survey.codebook.questions) - {"ideal_share"}:
        found = range_statements(survey, crosstab(survey, key))
        assert not found["text"].str.contains("hvis").any()


def test_the_note_says_both_what_is_proven_and_what_is_assumed():
    note = proven_note(read_published()).body
    alone, assumed = note.split("Hvis hver chef står bag netop ét af de viste svar")
    assert "Virksomheder 13, Borgernes kompetencer 7, Koordination 15, Inddragelse 13" in alone
    assert "Integration 6 og Udvikling 12" in alone
    assert "mindre andel" not in alone
    assert "Virksomheder 15, Borgernes kompetencer 9, Koordination 17, Inddragelse 15" in assumed
    assert "Integration 8 og Udvikling 14" in assumed
    assert assumed.endswith(
        "I så fald er der også chefer, der ønsker en mindre andel: mindst 1 for Integration."
    )


@pytest.mark.parametrize("lang", ["da", "en"])
def test_notes_of_gaps_and_of_figure_5_say_what_they_assume(lang):
    survey = read_published()
    clause = text("assumptions.one_each_note", lang, figure="5")
    gap, table = workforce_gap(survey), crosstab(survey, "ideal_share")
    assert clause in format_gap(gap, lang=lang).note
    assert clause in format_crosstab(table, lang=lang).note
    for axes in (draw_gap(gap, lang=lang), draw_crosstab(table, lang=lang)):
        assert clause in " ".join(each.get_text() for each in axes.figure.texts)
    assert clause not in format_crosstab(crosstab(survey, "current_share"), lang=lang).note
    assert clause not in format_gap(workforce_gap(synthesize(1)), lang=lang).note


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Contradiction("margins_disagree"), "De kendte summer passer ikke sammen"),
        (
            Contradiction("too_few", ("mit",), 1, 2),
            "»mit« kan ikke holde: tallene tillader højst 1",
        ),
        (Contradiction("together", ("a", "no_fewer")), "a; ingen chef ønsker færre end nu."),
    ],
)
def test_each_contradiction_has_its_sentence(reason, said):
    assert said in contradiction_sentence(reason)
