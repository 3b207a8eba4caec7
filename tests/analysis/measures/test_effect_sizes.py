"""Effect sizes at their edges: few answers, everyone agreeing, and Cramér's V without its bias."""

from __future__ import annotations

import doctest
from math import isnan, sqrt

import numpy as np
import pytest

from analysis.measures import effect_sizes
from analysis.measures.association import association
from analysis.measures.effect_sizes import (
    corrected_cramers_v,
    cramers_v,
    kendall_tau_b,
    tau_b,
)
from analysis.measures.synthetic import synthesize

MADE_UP = synthesize(3, 0.5)


@pytest.mark.parametrize(
    ("table", "low", "high"),
    [
        ([[1, 0], [0, 1]], -0.42, 1),
        ([[0, 1], [1, 0]], -1, 0.42),
        ([[4, 0], [0, 4]], 0.24, 1),
        ([[2, 0, 0], [0, 2, 0], [0, 0, 2]], 0.06, 1),
        ([[13, 0], [0, 13]], 0.69, 1),
    ],
)
def test_tau_b_of_few_who_all_agree_is_wide(table, low, high):
    estimate, *limits = tau_b(np.array(table))
    assert abs(estimate) == 1
    assert limits == pytest.approx((low, high), abs=0.005)
    assert np.isnan(kendall_tau_b(np.array(table))[1:]).all()


@pytest.mark.parametrize("seed", range(30))
def test_the_interval_holds_the_estimate_and_turns_with_the_table(seed):
    rng = np.random.default_rng(seed)
    table = rng.integers(0, 4, (rng.integers(2, 5), rng.integers(2, 6)))
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    found = tau_b(table)
    if min(table.shape) < 2:
        assert np.isnan(found).all()
        return
    estimate, low, high = found
    assert -1 <= low <= estimate <= high <= 1 and high - low > 0.1
    assert tau_b(table[::-1]) == pytest.approx((-estimate, -high, -low))
    assert tau_b(table.T) == pytest.approx(found)
    assert tau_b(table, 0.5)[1] >= low


@pytest.mark.parametrize("n", [4, 8, 14, 30])
@pytest.mark.parametrize("strength", [0, 2, 8, 30])
def test_the_interval_covers_as_often_as_it_says(n, strength):
    i, j = np.indices((3, 4))
    chances = np.exp(-strength * (i / 2 - j / 3) ** 2)
    chances /= chances.sum()
    true = kendall_tau_b(chances)[0]
    drawn = np.random.default_rng(n).multinomial(n, chances.ravel(), size=300).reshape(-1, 3, 4)
    tables = [t[t.sum(axis=1) > 0][:, t.sum(axis=0) > 0] for t in drawn]
    limits = np.array([tau_b(table)[1:] for table in tables if min(table.shape) > 1])
    covered = (limits[:, 0] <= true) & (true <= limits[:, 1])
    assert covered.mean() > 0.91


def by_bergsma(chi2: float, n: int, rows: int, columns: int) -> float:
    """The formulas of the article (2013), p. 324."""
    phi2 = max(0, chi2 / n - (rows - 1) * (columns - 1) / (n - 1))
    r, c = (k - (k - 1) ** 2 / (n - 1) for k in (rows, columns))
    return sqrt(phi2 / min(r - 1, c - 1))


@pytest.mark.parametrize("table", [[[10, 5], [4, 11]], [[20, 5, 3], [4, 18, 9]], [[3, 3], [3, 3]]])
def test_the_corrected_v_is_the_articles(table):
    table = np.array(table)
    n, v = int(table.sum()), cramers_v(table)[0]
    chi2 = v**2 * n * (min(table.shape) - 1)
    assert corrected_cramers_v(table) == pytest.approx(by_bergsma(chi2, n, *table.shape))
    assert corrected_cramers_v(table) <= v


def test_the_corrected_v_of_unrelated_answers_has_no_bias_upwards():
    rng = np.random.default_rng(1)
    drawn = rng.multinomial(60, np.ones(12) / 12, size=400).reshape(-1, 3, 4)
    plain = np.mean([cramers_v(table)[0] ** 2 for table in drawn])
    corrected = np.mean([corrected_cramers_v(table) ** 2 for table in drawn])
    assert corrected < plain / 2


@pytest.mark.parametrize("table", [[[5, 0]], [[1, 0], [0, 1]], [[0, 0], [0, 0]]])
def test_a_corrected_v_without_freedom_is_unknown(table):
    assert isnan(corrected_cramers_v(np.array(table)))


def test_the_frame_has_both():
    named = association(MADE_UP, "importance", "region")
    assert (named["estimate_corrected"] <= named["estimate"]).all()
    assert set(named["interval"]) == {"noncentral"}
    ordinal = association(MADE_UP, "importance", "size_band")
    assert ordinal["estimate_corrected"].isna().all()
    assert set(ordinal["interval"]) == {"add_four"}


def test_the_examples_in_the_docstrings_hold():
    result = doctest.testmod(effect_sizes)
    assert result.attempted
    assert not result.failed
