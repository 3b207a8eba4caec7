"""Weighted shares beside R: every figure was computed there once and is kept as a literal.

R 4.2.2, survey 4.1-1, on ``public/nhanes2.csv``. No R is needed to run the tests::

    des <- svydesign(id=~psu, strata=~stratum, weights=~weight, data=d, nest=TRUE)
    one <- svydesign(id=~1, weights=~weight, data=d)
    fpc <- svydesign(id=~1, strata=~stratum, weights=~weight, fpc=~pop, data=d)
    Dz <- subset(des, !is.na(zinc)); svymean(~factor(zinc), Dz, deff="replace")
    svyciprop(~highbp, des, method="beta"); svyciprop(~highbp, des, method="logit")
    confint(svymean(~zinc, Dz), df=degf(Dz)); svymean(…, subset(Dz, race == r))
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from public_surveys import DESIGN, nhanes

from analysis.display.tables.likert import format_likert
from analysis.measures.crosstab import crosstab
from analysis.measures.shares import likert_summary, likert_table
from analysis.survey.checks import InputError
from analysis.survey.design import SurveyDesign

POPULATION = dict(zip("12345678", [3000, 2000, 4000, 5000, 3000, 3500, 6000, 4200], strict=True))
ONE = SurveyDesign("weight")
FPC = SurveyDesign("weight", "stratum", population=POPULATION)


@pytest.mark.parametrize(
    ("design", "se", "deff", "beta", "logit"),
    [
        (
            DESIGN,
            0.02556845318,
            1.602526017,
            (0.2775623394, 0.3986775499),
            (0.2799303304, 0.3973886128),
        ),
        (
            ONE,
            0.02372321931,
            1.379568996,
            (0.2897493636, 0.3849812894),
            (0.2912311063, 0.3842014905),
        ),
        (
            FPC,
            0.02353631254,
            1.357916367,
            (0.290111162, 0.384580393),
            (0.2915696074, 0.3838137115),
        ),
    ],
    ids=["clusters", "weights", "finite"],
)
def test_a_share_its_standard_error_and_intervals(design, se, deff, beta, logit):
    first = likert_table(nhanes(design), "health").iloc[0]
    assert (first["n"], first["base"]) == (220, 548)
    assert first[["share", "se", "deff"]].tolist() == pytest.approx([0.3361312997, se, deff])
    assert first[["low", "high"]].tolist() == pytest.approx(beta)
    other = likert_table(nhanes(design), "health", interval="logit").iloc[0]
    assert other[["low", "high"]].tolist() == pytest.approx(logit)


def test_a_group_is_a_domain_of_the_whole_sample():
    table = crosstab(nhanes(), "zinc", "race").query("group == '2' and answer == 'most'").iloc[0]
    assert table[["n", "base", "freedom"]].tolist() == [17, 70, 5]
    found = table[["share", "se", "deff", "low", "high"]].tolist()
    expected = [0.27758627, 0.08125662048, 2.271865568, 0.09794297778, 0.5323063276]
    assert found == pytest.approx(expected)


def test_a_part_of_the_answers_is_the_same_domain():
    survey = nhanes()
    part = survey.subset(survey.answers["race"] == "2")
    row = likert_table(part, "zinc").iloc[0]
    assert [row["share"], row["se"]] == pytest.approx([0.27758627, 0.08125662048])


def test_the_mean_has_students_interval():
    row = likert_summary(nhanes(), "zinc").iloc[0]
    found = row[["mean", "mean_se", "mean_deff", "mean_low", "mean_high"]].tolist()
    assert found == pytest.approx([2.651277229, 0.1250023859, 5.860883182, 2.36302121, 2.939533247])


def test_a_stratum_with_one_unit_gives_no_standard_error_and_says_why():
    survey = nhanes()
    answers = survey.answers
    kept = ~((answers["stratum"] == 1) & (answers["psu"] == 1))
    alone = replace(survey, answers=answers[kept], outside_answers=None, design=DESIGN)
    table = likert_table(alone, "health")
    assert table["share"].notna().all()
    assert table[["se", "low", "high", "deff"]].isna().all(axis=None)
    assert set(table["reason"]) == {"one_unit_in_stratum"}


def test_nobody_and_everybody_have_an_interval():
    survey = nhanes()
    none = survey.subset(survey.answers["health_diabetes"] == "no")
    rows = likert_table(none, "health").query("item == 'diabetes'").set_index("answer")
    assert rows.loc["yes", ["share", "low"]].tolist() == [0, 0]
    assert 0 < rows.loc["yes", "high"] < 0.3
    assert rows.loc["no", "low"] == pytest.approx(1 - rows.loc["yes", "high"])


def test_without_weights_the_answers_are_counted():
    plain = likert_table(nhanes(None), "zinc")
    same = likert_table(nhanes(), "zinc", weights=False)
    assert same[["share", "low", "high"]].equals(plain[["share", "low", "high"]])


def test_protected_weighted_shares_are_what_the_counts_allow():
    exact = likert_table(nhanes(), "zinc")
    table = likert_table(nhanes(), "zinc", protected=True)
    assert table["share"].isna().all() and table["suppressed"].all()
    assert (table["share_low"] < exact["share"]).all()
    assert (exact["share"] < table["share_high"]).all()
    with pytest.raises(InputError, match="vises ikke af beskyttede svar"):
        likert_summary(nhanes(), "zinc", protected=True)


def test_where_all_weigh_the_same_the_protected_share_is_known():
    survey = nhanes()
    survey = replace(survey, answers=survey.answers.assign(weight=2.0))
    table = likert_table(survey, "zinc", protected=True)
    np.testing.assert_allclose(table["share"], table["n"] / table["base"])


def test_no_table_prints_weighted_shares_as_counted_ones():
    shares = likert_table(nhanes(), "zinc")
    counted = likert_table(nhanes(None), "zinc")
    assert (shares["share"] - counted["share"]).abs().max() > 0.01  # else the test tells nothing
    table = format_likert(shares)
    cells = [cell for row in table.rows for cell in row.cells]
    written = [
        f"{100 * share:.0f} pct. ({n:.0f})"
        for share, n in zip(shares["share"], shares["n"], strict=True)
    ]
    assert sorted(each.replace("\u00a0", " ") for each in cells) == sorted(written)
    assert "Andelene er vægtet" in table.note


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_a_weight_that_is_none_is_refused(bad):
    survey = nhanes()
    weights = survey.answers["weight"].astype(float)
    weights.iloc[4] = bad
    wrong = replace(survey, answers=survey.answers.assign(weight=weights))
    with pytest.raises(InputError, match='kolonne "weight": 1 af 548 svar har ingen vægt'):
        likert_table(wrong, "zinc")
