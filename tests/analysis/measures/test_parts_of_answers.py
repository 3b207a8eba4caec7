"""A part of the answers, other groupings, merged and missing answers; none of it is released."""

from __future__ import annotations

import numpy as np
import pytest
from made_answers import answer_rows, survey_of

from analysis.measures.association import association
from analysis.measures.crosstab import crosstab
from analysis.measures.disclosure import protect
from analysis.measures.merging import merge_answers
from analysis.measures.missing import missing_summary
from analysis.measures.shares import likert_table
from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError
from analysis.survey.published import read_published

MADE_UP = synthesize(1, 0.5)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return survey_of(answer_rows(98, 3), tmp_path_factory.mktemp("svar"))


def test_a_part_has_its_own_bases(told):
    part = told.where('importance_integration >= "Vigtig" and staff < 150')
    answers = told.answers
    mask = answers["importance_integration"].isin(["very_important", "important"])
    mask &= answers["kommune"].map(told.kommuner["staff"]) < 150
    assert part.respondents == mask.sum()
    likert = likert_table(part, "importance")
    own = likert[likert["item"] == "integration"]
    assert own["base"].unique().tolist() == [mask.sum()]  # its don't-knows are outside the part


def test_no_answer_is_neither_equal_nor_unequal(told):
    name = "importance_integration"
    outside = told.outside_answers.get(name, False)
    answered = (told.answers[name].notna() | outside).sum()
    assert 0 < answered < told.respondents
    same, other = (told.where(f'{name} {sign} "Important"') for sign in ("==", "!="))
    assert same.respondents + other.respondents == answered
    assert told.where(f'not {name} == "vigtig"').respondents == other.respondents


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ('reggion == "x"', "Mente du region?"),
        ('region == "Nord"', 'Mente du "Nordjylland"?'),
        ('region < "Nordjylland"', "ingen rækkefølge"),
        ('region = "Nordjylland"', "skrives =="),
        ("staff > 1 og staff < 9", "and, or, not"),
        ('__import__("os")', "kan ikke bruge"),
        ("staff.mean() > 3", "kan ikke bruge"),
        ("staff > 99999", "Ingen af de 52 svar"),
        ("", "tomt"),
    ],
)
def test_an_expression_that_cannot_be_used_is_said(expression, said):
    with pytest.raises(InputError, match=said):
        MADE_UP.where(expression)


def test_groups_by_an_item_by_bands_and_by_two_columns():
    by_item = crosstab(MADE_UP, "importance", by="importance_integration")
    assert "integration" not in set(by_item["item"])
    rows = by_item[(by_item["item"] == "virksomheder") & (by_item["group"] == "very_important")]
    answers = MADE_UP.answers[MADE_UP.answers["importance_integration"] == "very_important"]
    expected = answers["importance_virksomheder"].value_counts()
    assert rows.set_index("answer")["n"].to_dict() == expected.to_dict()
    bands = crosstab(MADE_UP, "importance", by="population[20000, 50000]")
    staff = MADE_UP.answers["kommune"].map(MADE_UP.kommuner["population"])
    own = bands[bands["item"] == "virksomheder"].groupby("group", observed=True)["base"].first()
    assert own.tolist() == np.histogram(staff, [0, 20000, 50000, 10**7])[0].tolist()
    both = crosstab(MADE_UP, "importance", by="size_band + region")
    assert both[both["item"] == "virksomheder"]["n"].sum() == 52


def test_two_items_are_tested_alike_whichever_comes_first():
    a = association(MADE_UP, "importance", by="future_need_koordination").set_index("item")
    b = association(MADE_UP, "future_need", by="importance_koordination").set_index("item")
    for name in ("estimate", "p"):
        assert a.loc["koordination", name] == pytest.approx(b.loc["koordination", name])


def test_printed_answers_to_two_items_are_ranges():
    table = crosstab(read_published(), "importance", by="statements_6")
    row = table[(table["item"] == "integration") & (table["group"] == "fully_agree")].iloc[0]
    assert row[["n_low", "n_high", "base"]].tolist() == [36 + 37 - 52, 36, 37]


def test_what_could_be_told_apart_is_not_released(told):
    merged = merge_answers(told, "importance", {"Vigtig i alt": ["very_important", "Vigtig"]})
    parts = [told.where("staff < 150"), told.subset(np.arange(98) > 3), merged]
    for part in parts:
        with pytest.raises(InputError, match="kan ikke udgives"):
            protect(part)
        with pytest.raises(InputError, match="kan ikke udgives"):
            likert_table(part, "importance", protected=True)
    for by in ("importance_integration", "importance_integration + region"):
        with pytest.raises(InputError, match="kan ikke udgives"):
            crosstab(told, "statements", by=by, protected=True)


def test_merged_answers_are_counted_as_one(told):
    merged = merge_answers(told, "importance", {"Vigtig i alt": ["very_important", "Vigtig"]})
    before, after = (likert_table(each, "importance") for each in (told, merged))
    for item, own in after.groupby("item", observed=True):
        old = before[before["item"] == item].set_index("answer")["n"]
        assert own["n"].iloc[0] == old["very_important"] + old["important"]
        assert own["base"].iloc[0] == before.loc[before["item"] == item, "base"].iloc[0]
    with pytest.raises(InputError, match="ved siden af hinanden"):
        merge_answers(told, "importance", {"Yderst": ["very_important", "not_important"]})
    with pytest.raises(InputError, match="Mente du important"):
        merge_answers(told, "importance", {"Samlet": ["importnt", "Vigtig"]})


def test_missing_answers_add_up(told):
    for by in (None, "size_band"):
        missing = missing_summary(told, by)
        parts = missing[["answered", "dont_know", "blank"]]
        assert (parts.sum(axis=1) == missing["respondents"]).all()
        assert missing["blank"].sum() == missing_summary(told)["blank"].sum()
    outside = sum(told.outside.values())
    assert missing_summary(told)["dont_know"].sum() == outside > 0
    hidden = missing_summary(told, "size_band", protected=True)
    shown = hidden["dont_know"].dropna()
    assert hidden["suppressed"].any() and not ((shown > 0) & (shown < 5)).any()
