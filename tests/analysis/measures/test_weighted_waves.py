"""Weighted waves beside R 4.2.2, survey 4.1-1, on ``public/nhanes2.csv``.

The same persons' two answers stand in for two waves: ``svymean(~I(diabetes - highbp), des)``, and
its ``confint`` with ``degf(des)``.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from public_surveys import nhanes

from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.waves import compare_waves
from analysis.survey.checks import InputError


def two_waves(keep=None):
    """The first answer of everyone, and another one as if asked later."""
    first = nhanes()
    kept = np.ones(len(first.answers), dtype=bool) if keep is None else keep(first.answers)
    answers = first.answers[kept].assign(respondent=lambda rows: [f"p{i}" for i in rows.index])
    later = answers.assign(health_highbp=answers["health_diabetes"])
    return (replace(first, answers=rows, outside_answers=None) for rows in (answers, later))


def test_pairs_have_the_variance_of_their_own_changes():
    table = compare_waves(*two_waves(), "health").query("item == 'highbp'")
    first = table.iloc[0]
    assert (first["design"], first["n_a"], first["base_a"]) == ("paired", 220, 548)
    assert first[["change", "low", "high"]].tolist() == pytest.approx(
        [-0.2841198970904, -0.334225976201, -0.23401381798]
    )
    assert first["p"] == pytest.approx(1.11154392905e-06)
    assert first["p_item"] == pytest.approx(first["p"]), "of two answers both tests are one"
    assert first["mean_change"] == pytest.approx(first["change"])
    shares = [likert_table(wave, "health").iloc[0]["share"] for wave in two_waves()]
    assert first[["share_a", "share_b"]].tolist() == pytest.approx(shares)
    assert first["change"] == pytest.approx(shares[1] - shares[0])


def test_an_answer_that_nobody_changed_has_no_interval_and_p_1():
    still = compare_waves(*two_waves(), "health").query("item == 'diabetes'").iloc[0]
    assert still["change"] == 0 and (still["p"], still["p_item"]) == (1, 1)
    assert np.isnan(still["low"]) and np.isnan(still["high"])


def test_different_respondents_combine_the_limits_of_both():
    first, later = two_waves()
    row = compare_waves(first, later, "health", paired=False).iloc[0]
    a, b = (likert_table(wave, "health").iloc[0] for wave in (first, later))
    assert row["design"] == "independent" and np.isnan(row["p"])
    low = row["change"] - np.hypot(b["share"] - b["low"], a["high"] - a["share"])
    assert row["low"] == pytest.approx(low) and row["low"] < row["change"] < row["high"]
    means = [likert_summary(wave, "health").iloc[0] for wave in (first, later)]
    error = np.hypot(*(each["mean_se"] for each in means))
    half = (row["mean_high"] - row["mean_low"]) / 2
    assert row["mean_change"] == pytest.approx(means[1]["mean"] - means[0]["mean"])
    assert 1.96 * error < half < 2.4 * error, "between a normal one and 8 degrees of freedom"


def test_a_weighted_wave_beside_a_counted_one():
    first, later = two_waves()
    row = compare_waves(replace(first, design=None), later, "health", paired=False).iloc[0]
    assert row["share_a"] == pytest.approx(220 / 548)
    assert row["share_b"] == pytest.approx(likert_table(later, "health").iloc[0]["share"])
    counted = compare_waves(first, later, "health", weights=False).iloc[0]
    assert counted["share_b"] == pytest.approx(counted["n_b"] / 548) and "reason" not in counted


@pytest.mark.parametrize("paired", [True, False])
def test_one_unit_in_a_stratum_gives_no_interval_and_says_why(paired):
    waves = two_waves(lambda rows: ~((rows["stratum"] == 1) & (rows["psu"] == 1)))
    table = compare_waves(*waves, "health", paired=paired)
    assert table["change"].notna().all() and table[["low", "high", "p"]].isna().all(axis=None)
    assert table[["mean_low", "mean_high"]].isna().all(axis=None)
    assert set(table["reason"]) == {"one_unit_in_stratum"}


def test_protected_answers_are_not_compared_with_weights():
    first, later = two_waves()
    with pytest.raises(InputError, match="sammenlignes ikke med vægte"):
        compare_waves(first, later, "health", protected=True)
    shown = compare_waves(first, later, "health", weights=False, protected=True)
    assert "suppressed" in shown
