"""Means and reliability beside R: figures were computed there once and are kept as literals.

R 4.2.2, psych 2.2.9. The answers are those of the first 60 complete rows of A1–A5 (agreeableness,
1 to 6) in ``psych::bfi``, of which A1 is reversed::

    alpha(R)$total; alpha(R)$item.stats$r.drop; alpha(R)$alpha.drop; fa(R, 1, fm="ml")$loadings
    f <- factanal(R, 1); l <- f$loadings * sapply(R, sd); u <- f$uniquenesses * sapply(R, var)
    sum(l)^2 / (sum(l)^2 + sum(u)); 1 - (1 - alpha) * qf(c(.975, .025), 59, 236); t.test(R$A1)
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from public_surveys import nhanes, question, scale, survey_of
from scipy.stats import bootstrap

from analysis.measures.scales.factor import one_factor
from analysis.measures.scales.mean_intervals import mean_limits
from analysis.measures.scales.means import mean_scores
from analysis.measures.scales.reliability import scale_reliability
from analysis.measures.shares import likert_summary
from analysis.survey.checks import InputError
from analysis.survey.design import SurveyDesign
from analysis.survey.published import read_published

BFI = """
24344 24525 54544 44655 23345 66565 25535 43151 43633 25665 44565 25555 55564 55566 45221
43663 46625 55545 44543 44655 54212 16615 15656 26565 45565 16616 24443 25666 25135 45655
16563 25666 15654 24565 44444 53542 16464 14423 16666 15435 15565 54364 15445 56435 26666
16666 55343 26455 15323 16666 16664 15654 36444 43563 16666 14355 14222 34524 16544 33545
"""
ITEMS = ("a1", "a2", "a3", "a4", "a5")


def agreeableness(rows: str = BFI, **settings):
    asked = question("agree", scale("six", "six", "five", "four", "three", "two", "one"), *ITEMS)
    first, *others = asked.items
    asked = replace(asked, items=(replace(first, reversed=True), *others))
    numbers = np.array([[int(digit) for digit in row] for row in rows.split()])
    columns = {f"agree_{name}": pd.Series(numbers[:, i]) for i, name in enumerate(ITEMS)}
    weights = {"weight": pd.Series(np.ones(len(numbers)))} if settings else {}
    return survey_of([asked], columns | weights, **settings)


def test_alpha_omega_and_item_total_correlations():
    table = scale_reliability(agreeableness(), "agree")
    assert table["reversed"].tolist() == [True, *[False] * 4] and set(table["n"]) == {60}
    expected = {
        "alpha": 0.63933299840,
        "alpha_standardized": 0.66924114796,
        "alpha_low": 0.47179217917,
        "alpha_high": 0.76574554643,
        "scale_mean": 4.52666666667,
        "scale_sd": 0.87447159186,
        "omega": 0.664631653091,
        "omega_standardized": 0.69499926346,
    }
    assert table.iloc[0][list(expected)].to_dict() == pytest.approx(expected, rel=1e-6)
    of_items = {
        "item_total": [0.23137318083, 0.44974333196, 0.49294928441, 0.27487650300, 0.63252789560],
        "alpha_without": [0.67574357728, 0.57596188939, 0.53657224812, 0.65406586, 0.47206315541],
        "loading": [0.319233450, 0.524653256, 0.622156296, 0.377334687, 0.895365070],
    }
    for name, values in of_items.items():
        assert table[name].tolist() == pytest.approx(values, abs=2e-6), name


def test_chosen_items_and_those_who_left_one_out():
    survey = agreeableness()
    answers = survey.answers.copy()
    answers.loc[answers.index[:3], "agree_a3"] = None
    answers.loc[answers.index[:3], "agree_a1"] = None
    table = scale_reliability(replace(survey, answers=answers), ["agree_a3", "agree_a5"])
    assert table["item"].tolist() == ["a3", "a5"] and set(table["n"]) == {57}
    assert set(table["reason"]) == {"no_factor"} and table["omega"].isna().all()
    assert table["alpha"].notna().all()
    with pytest.raises(InputError, match="fandt 1, forventede mindst to"):
        scale_reliability(survey, ["agree_a3"])
    with pytest.raises(InputError, match='items: "agree_a9" findes ikke'):
        scale_reliability(survey, ["agree_a3", "agree_a9"])


def test_a_reversed_item_counts_the_other_way():
    reverse = scale_reliability(agreeableness(), "agree")
    as_asked = agreeableness()
    book = as_asked.codebook
    plain = replace(
        book.question("agree"),
        items=tuple(replace(item, reversed=False) for item in book.question("agree").items),
    )
    other = replace(as_asked, codebook=replace(book, questions={"agree": plain}))
    turned = scale_reliability(other, "agree")
    assert turned["item_total"].iloc[0] < 0 < reverse["item_total"].iloc[0]
    assert turned["mean"].iloc[0] + reverse["mean"].iloc[0] == pytest.approx(7)
    assert mean_scores(other, "agree")["mean"].iloc[0] == turned["mean"].iloc[0]


def test_where_no_factor_fits_omega_is_left_out():
    same = scale_reliability(agreeableness("33333 " * 12), "agree")
    assert same[["alpha", "omega", "item_total"]].isna().all(axis=None)
    equal = scale_reliability(agreeableness("61111 52222 43333 34444 25555 16666"), "agree")
    assert equal["alpha"].tolist() == pytest.approx([1] * 5) and equal["omega"].isna().all()
    # the product of two correlations is larger than the third: a uniqueness below zero
    heywood = np.array([[1, 0.9, 0.8], [0.9, 1, 0.5], [0.8, 0.5, 1]])
    assert one_factor(heywood) is None


def test_equal_weights_change_nothing_and_doubling_them_neither():
    plain = scale_reliability(agreeableness(), "agree")
    weighted = scale_reliability(agreeableness(design=SurveyDesign("weight")), "agree")
    same = ["n", "alpha", "omega", "item_total", "mean"]
    pd.testing.assert_frame_equal(plain[same], weighted[same])
    assert weighted["alpha_low"].isna().all()


def test_reliability_is_withheld_of_protected_answers_and_of_printed_tables():
    table = scale_reliability(agreeableness(), "agree", protected=True)
    assert table["suppressed"].all() and table[["n", "alpha", "mean"]].isna().all(axis=None)
    with pytest.raises(InputError, match="hvem der svarede hvad på to udsagn"):
        scale_reliability(read_published(), "importance")


def test_intervals_of_a_mean_by_name():
    survey = agreeableness()
    rows = {
        kind: mean_scores(survey, "agree", interval=kind).iloc[0]
        for kind in ("t", "bootstrap", "bhatia_davis", "hoeffding", "bernstein")
    }
    assert [row["mean"] for row in rows.values()] == pytest.approx([13 / 3] * 5)
    ends = {kind: (row["low"], row["high"]) for kind, row in rows.items()}
    assert ends["t"] == pytest.approx((3.927892887, 4.738773780))
    assert ends["hoeffding"] == pytest.approx((3.45668257, 5.20998409))
    assert ends["bernstein"] == pytest.approx((2.86699356, 5.79967311))
    low, high = ends["bhatia_davis"]
    for end in (low, high):
        spread = (6 - end) * (end - 1) / 60
        assert (end - 13 / 3) ** 2 == pytest.approx(1.959963985**2 * spread)
    values = np.array([7 - int(row[0]) for row in BFI.split()], dtype=float)
    of_scipy = bootstrap((values,), np.mean, n_resamples=9_999, rng=1, method="BCa")
    assert ends["bootstrap"] == pytest.approx(tuple(of_scipy.confidence_interval), abs=0.05)


@pytest.mark.parametrize("kind", ["hoeffding", "bernstein", "bhatia_davis"])
def test_bounded_intervals_hold_where_the_others_have_none(kind):
    scores = np.array([1.0, 2, 3, 4])
    all_same = np.array([0, 0, 0, 6])
    low, high = mean_limits(scores, all_same, kind, 0.95)
    assert 1 <= low < 3.6 and high == 4
    for none in ("t", "bootstrap"):
        assert np.isnan(mean_limits(scores, all_same, none, 0.95)).all()
    assert np.isnan(mean_limits(scores, np.zeros(4, int), kind, 0.95)).all()


def test_weighted_means_are_those_of_the_design():
    found, other = mean_scores(nhanes(), "zinc").iloc[0], likert_summary(nhanes(), "zinc").iloc[0]
    assert found["se"] == other["mean_se"]
    same = other[["mean", "mean_low", "mean_high"]].tolist()
    assert found[["mean", "low", "high"]].tolist() == same
    with pytest.raises(InputError, match='"t" efter udvalget, ikke "bootstrap"'):
        mean_scores(nhanes(), "zinc", interval="bootstrap")
    shown = mean_scores(nhanes(), "zinc", protected=True)
    assert shown["suppressed"].all() and shown[["n", "mean"]].isna().all(axis=None)
