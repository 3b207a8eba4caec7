"""The printed wave beside new answers: ranges against ways that the report may have come about."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.measures.disclosure import protect
from analysis.measures.printed_change import printed_change
from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError
from analysis.survey.published import read_published

REPORT = read_published()
QUESTION, ITEM = "future_need", "integration"


def later(seed: int = 4, keep: int = 52):
    """New answers of the report's units; the first ``keep`` of them."""
    survey = synthesize(seed=seed)
    name, scale = f"{QUESTION}_{ITEM}", REPORT.codebook.question(QUESTION).scale
    codes = np.random.default_rng(seed).choice(3, 52, p=[0.45, 0.4, 0.15])
    given = pd.Categorical.from_codes(codes, categories=list(scale.keys), ordered=True)
    answers = survey.answers.assign(**{name: given})
    survey = replace(survey, answers=answers, basis="observed", outside_answers=None, unplaced={})
    return survey if keep == 52 else survey.subset(np.arange(52) < keep)


def of_item(table):
    return table[table["item"] == ITEM]


def test_all_units_again_give_the_change_exactly_and_who_moved_as_a_range():
    table = of_item(printed_change(REPORT, later(), QUESTION))
    counts = np.array([16, 32, 4])
    assert table["n_a_low"].tolist() == table["n_a_high"].tolist() == counts.tolist()
    expected = (table["n_b"].to_numpy() - counts) / 52
    assert table["change_low"].tolist() == table["change_high"].tolist() == expected.tolist()
    # fewest higher: as many as the cumulated counts differ at most; the two ends are proven below
    above = np.cumsum(table["n_b"].to_numpy())[:-1] - np.cumsum(counts)[:-1]
    row = table.iloc[0]
    assert row["higher_low"] == max(above.max(), 0) and row["lower_low"] == max(-above.min(), 0)
    assert row["higher_low"] < row["higher_high"] <= 52


@pytest.mark.parametrize("keep", [30, 45])
def test_ranges_hold_the_truth_however_the_report_came_about_and_are_reached(keep):
    """Draw who gave which of the report's answers: nothing lies outside, and ends occur."""
    survey = later(keep=keep)
    table = of_item(printed_change(REPORT, survey, QUESTION))
    codes = survey.answers[f"{QUESTION}_{ITEM}"].cat.codes.to_numpy()
    row, report = table.iloc[0], np.repeat(np.arange(3), [16, 32, 4])
    draw = np.random.default_rng(0)
    seen = []
    orders = [draw.permutation(report) for _ in range(300)]
    rising = np.argsort(codes, kind="stable")
    for values in (np.sort(report), np.sort(report)[::-1]):
        sorted_ = np.empty(52, dtype=int)
        sorted_[rising], sorted_[keep:] = values[:keep], values[keep:]
        orders.append(sorted_)
    for then in orders:
        own = then[:keep]
        counts = np.bincount(own, minlength=3)
        assert (table["n_a_low"] <= counts).all() and (counts <= table["n_a_high"]).all()
        change = (table["n_b"].to_numpy() - counts) / keep
        assert (table["change_low"] - 1e-12 <= change).all()
        assert (change <= table["change_high"] + 1e-12).all()
        seen.append(((codes < own).sum(), (codes > own).sum()))
    higher, lower = np.array(seen).T
    assert row["higher_low"] <= higher.min() and higher.max() <= row["higher_high"]
    assert row["lower_low"] <= lower.min() and lower.max() <= row["lower_high"]


def test_figure_5_counts_the_two_that_nobody_knows():
    table = printed_change(REPORT, later(), "ideal_share").query("item == 'virksomheder'")
    assert (table["n_a_high"] - table["n_a_low"]).tolist() == [2, 2, 2, 2, 0]


def test_protected_answers_widen_the_ranges_and_hold_the_exact_ones():
    survey = later()
    exact, shown = (printed_change(REPORT, survey, QUESTION, protected=p) for p in (False, True))
    assert shown["suppressed"].any()
    known = shown["change_low"].notna()
    assert (shown["change_low"] <= exact["change_low"] + 1e-12)[known].all()
    assert (exact["change_high"] <= shown["change_high"] + 1e-12)[known].all()
    assert (shown["higher_low"] <= exact["higher_low"])[known].all()
    assert (exact["higher_high"] <= shown["higher_high"])[known].all()
    again = printed_change(REPORT, protect(survey), QUESTION)
    assert again["change_low"].equals(shown["change_low"])


def test_units_that_cannot_be_the_same_are_refused():
    survey = later()
    twice = survey.answers.assign(kommune=survey.answers["kommune"].iloc[-1])
    kommuner = survey.kommuner.assign(answers=np.where(np.arange(49) == 48, 52, 0))
    with pytest.raises(InputError, match="har 52 svar, men 1 i rapporten"):
        printed_change(REPORT, replace(survey, answers=twice, kommuner=kommuner), QUESTION)
    with pytest.raises(InputError, match="forventede read_published"):
        printed_change(survey, REPORT, QUESTION)
    with pytest.raises(InputError, match="forventede read_published"):
        printed_change(REPORT, REPORT, QUESTION)
