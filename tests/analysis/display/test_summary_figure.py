"""One number per item as bars, and the sentences about every kind of frame."""

from __future__ import annotations

import doctest

import numpy as np
import pytest

from analysis.display.figures import palette, summary
from analysis.display.figures.summary import draw_summary
from analysis.display.text import sentences
from analysis.display.text.sentences import (
    crosstab_sentence,
    likert_sentence,
    summary_sentence,
)
from analysis.measures.crosstab import crosstab
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError


@pytest.fixture(scope="module")
def made_up():
    return synthesize(seed=1, association=0.5)


def labels(axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


# --- the figure


def test_bars_begin_at_zero_and_end_at_the_share(survey):
    axes = draw_summary(likert_summary(survey, "importance"), "top_two_box")
    counts = [52, 52, 49, 51, 52, 48]
    assert [patch.get_x() for patch in axes.patches] == [0] * 6
    assert [patch.get_width() for patch in axes.patches] == [n / 52 for n in counts]
    assert labels(axes)[1::2] == [f"{p} pct." for p in (100, 100, 94, 98, 100, 92)]
    assert axes.get_xlim() == (0, 1)
    assert len(axes.lines) == 0


def test_net_lies_on_both_sides(survey):
    axes = draw_summary(likert_summary(survey, "statements"), "net", lang="en")
    ends = [(patch.get_x(), patch.get_width()) for patch in axes.patches]
    assert ends[0] == (0, pytest.approx((41 - 11) / 52))
    assert ends[6] == (pytest.approx((24 - 28) / 52), pytest.approx(4 / 52))
    assert axes.get_xlim() == (-1, 1)
    assert "−8 percentage points" in labels(axes)
    assert "+58 percentage points" in labels(axes)


def test_whiskers_are_the_interval_of_the_measure(survey):
    table = likert_summary(survey, "importance")
    axes = draw_summary(table, "top_box", interval=True)
    lines = [tuple(each.get_xdata()) for each in axes.lines if each.get_color() == palette.INK]
    assert lines[::3] == list(zip(table["top_box_low"], table["top_box_high"], strict=True))
    note = " ".join(text.get_text() for text in axes.figure.texts)
    assert "Streg: 95 pct.-interval blandt 97 chefer." in note
    assert "n = 52. Antal beregnet ud fra de trykte procenter." in note


def test_its_alternative_text_has_its_numbers(survey):
    figure = draw_summary(likert_summary(survey, "importance").head(2), "top_box").figure
    assert figure.alt == (
        "Øverste svar (»Meget vigtig«): Profilernes vigtighed i dag. Virksomheder: 88 pct. "
        "Borgernes kompetencer: 67 pct."
    )
    assert figure.basis == ("recovered",)
    assert not figure.unprotected


def test_a_withheld_number_has_no_bar(survey):
    table = likert_summary(survey, "importance").head(2)
    table.loc[1, ["top_box", "top_box_low", "top_box_high"]] = np.nan
    axes = draw_summary(table, "top_box", interval=True)
    assert len(axes.patches) == 1
    assert "[c]" in labels(axes)
    assert "Borgernes kompetencer: [c]." in axes.figure.alt


def test_made_up_answers_are_stamped(made_up):
    figure = draw_summary(likert_summary(made_up, "importance")).figure
    assert "SYNTETISKE SVAR" in [text.get_text() for text in figure.texts]


@pytest.mark.parametrize(
    ("question", "measure", "said"),
    [
        (
            "importance",
            "median",
            'measure: "median" findes ikke. Vælg en af: top_box, top_two_box, bottom_two_box, net.',
        ),
        (
            "future_need",
            "bottom_two_box",
            "Spørgsmålet »Forventet brug for profilerne i de kommende år« har kun 3 svar, og to "
            "øverste eller to nederste kræver mindst fire. Vælg øverste svar eller netto.",
        ),
    ],
)
def test_a_measure_that_cannot_be_is_refused(survey, question, measure, said):
    with pytest.raises(InputError) as error:
        draw_summary(likert_summary(survey, question), measure)
    assert str(error.value) == said


# --- the sentences


def test_one_item_and_items_that_are_alike(survey):
    likert = likert_table(survey, "importance", base="listed")
    one = likert[likert["item"] == "integration"]
    assert likert_sentence(one) == ("69 pct. af cheferne kalder profilen Integration meget vigtig.")
    two = likert_table(survey, "ideal_share")
    alike = two[two["item"].isin(["virksomheder", "inddragelse"])].copy()
    assert likert_sentence(alike, lang="en") == (
        "For each of the profiles Companies and Involvement, 74% of the managers would ideally "
        "have more than one in five of their staff match it."
    )
    statements = likert_table(survey, "statements")
    seventh = statements[statements["item"] == "7"]
    assert likert_sentence(seventh) == (
        "46 pct. af cheferne er helt eller delvis enige i »Vi har tiden til, at medarbejderne kan "
        "deltage i kompetenceudvikling«."
    )


def test_nothing_is_said_of_hidden_numbers_or_of_nobody(survey):
    likert = likert_table(survey, "importance")
    assert likert_sentence(likert.assign(n=np.nan)) == ""
    assert likert_sentence(likert.assign(n=0, base=0)) == ""
    table = likert_summary(survey, "importance")
    assert summary_sentence(table.assign(net=np.nan), "net") == ""


def test_net_and_boxes_in_words(survey):
    table = likert_summary(survey, "statements")
    assert summary_sentence(table, "net") == (
        "Netto er højest for »Behov for løbende kompetenceudvikling« (+96 procentpoint). For »Tid "
        "til at deltage« er det −8 procentpoint."
    )
    assert summary_sentence(table.tail(1), "bottom_two_box") == (
        "15 pct. svarer »Delvis uenig« eller »Helt uenig« til »De rette kompetencer til opgaverne«."
    )


def test_a_range_is_told_by_what_it_proves_most(survey):
    said = crosstab_sentence(survey, crosstab(survey, "current_share"), "over_20")
    assert said == (
        "Højst 12 af de 20 chefer i store jobcentre vurderer, at over 20 pct. af medarbejderne "
        "matcher profilen Udvikling."
    )
    nobody = crosstab(survey, "importance")
    nobody = nobody[nobody["item"] == "virksomheder"]
    assert crosstab_sentence(survey, nobody, "not_important").startswith(
        "De trykte tal udelukker intet om »Slet ikke vigtig«"
    )


def test_groups_are_told_where_they_differ_most(made_up):
    table = crosstab(made_up, "importance")
    assert crosstab_sentence(made_up, table, "very_important") == (
        "Grupperne er mest forskellige om Borgernes kompetencer: 5 af 14 (små, 36 pct.), 12 af 18 "
        "(mellem, 67 pct.) og 18 af 20 (store, 90 pct.) svarer »Meget vigtig«."
    )
    of_each = table.assign(share=0.5, n=table["base"] / 2)
    assert crosstab_sentence(made_up, of_each, "important") == (
        "I alle grupper svarer lige stor en andel »Vigtig« til hvert emne."
    )
    hidden = table.assign(share=table["share"].where(table["group"] != "small"))
    hidden.loc[hidden["item"] == "integration", "share"] = table["share"]
    assert "Integration" in crosstab_sentence(made_up, hidden, "very_important")
    hidden = table.assign(share=np.nan)
    assert crosstab_sentence(made_up, hidden, "very_important") == ""


def test_statements_by_their_short_words(survey):
    likert = likert_table(survey, "statements")
    assert likert_sentence(likert[likert["item"] == "7"], short=True).endswith(
        " er helt eller delvis enige i »Tid til at deltage«."
    )


@pytest.mark.parametrize("module", [sentences, summary])
def test_the_examples_in_the_docstrings_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
