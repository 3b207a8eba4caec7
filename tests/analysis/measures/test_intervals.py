"""Intervals of a share against their definition (statistics §4), exactly."""

from __future__ import annotations

import doctest
from fractions import Fraction
from math import comb, isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, hypergeom

from analysis.measures import intervals
from analysis.measures.intervals import share_interval, share_intervals
from analysis.survey.checks import InputError

TAIL = Fraction(1, 40)


def by_definition(count: int, base: int, population: int) -> tuple[Fraction, Fraction]:
    """Smallest K with P(X ≥ count) > α/2 and largest K with P(X ≤ count) > α/2, over N."""
    all_samples = comb(population, base)

    def probability(successes: int, values: range) -> Fraction:
        ways = sum(comb(successes, x) * comb(population - successes, base - x) for x in values)
        return Fraction(ways, all_samples)

    every = range(population + 1)
    low = min(k for k in every if probability(k, range(count, base + 1)) > TAIL)
    high = max(k for k in every if probability(k, range(count + 1)) > TAIL)
    return Fraction(low, population), Fraction(high, population)


@pytest.mark.parametrize("population", [1, 2, 7, 17])
def test_every_interval_of_a_small_population_is_the_definition(population):
    for base in range(1, population + 1):
        for count in range(base + 1):
            expected = by_definition(count, base, population)
            assert share_interval(count, base, population) == pytest.approx(
                tuple(map(float, expected))
            )


@pytest.mark.parametrize("count", range(53))
def test_the_surveys_own_intervals_are_the_definition(count):
    assert share_interval(count, 52, 97) == pytest.approx(
        tuple(map(float, by_definition(count, 52, 97)))
    )


@st.composite
def shares(draw):
    population = draw(st.integers(1, 400))
    base = draw(st.integers(1, population))
    return draw(st.integers(0, base)), base, population


@given(shares(), st.sampled_from(["finite_population", "clopper_pearson", "nonresponse"]))
def test_an_interval_holds_the_estimate_and_lies_between_0_and_1(case, kind):
    count, base, population = case
    low, high = share_interval(count, base, population, kind=kind)
    assert 0 <= low <= count / base + 1e-12
    assert count / base - 1e-12 <= high <= 1


@given(shares())
def test_the_interval_of_those_who_said_no_is_the_mirror(case):
    count, base, population = case
    low, high = share_interval(count, base, population)
    other = share_interval(base - count, base, population)
    assert (low, high) == pytest.approx((1 - other[1], 1 - other[0]))


@given(shares())
def test_the_finite_population_lies_within_what_nobody_answered_allows(case):
    count, base, population = case
    low, high = share_interval(count, base, population)
    worst = share_interval(count, base, population, kind="nonresponse")
    assert worst[0] - 1e-12 <= low
    assert high <= worst[1] + 1e-12


@given(st.integers(1, 200))
def test_a_census_is_a_point(base):
    for count in range(0, base + 1, 7):
        assert share_interval(count, base, base) == (count / base, count / base)


@pytest.mark.parametrize("kind", ["finite_population", "clopper_pearson", "nonresponse"])
def test_more_answers_never_move_an_end_down(kind):
    ends = np.array([share_interval(count, 52, 97, kind=kind) for count in range(53)])
    assert (np.diff(ends, axis=0) >= 0).all()


def test_a_higher_level_is_wider():
    for count in range(53):
        narrow, wide = (share_interval(count, 52, 97, level=level) for level in (0.8, 0.99))
        assert wide[0] <= narrow[0]
        assert narrow[1] <= wide[1]


def test_coverage_at_98_and_49_is_at_least_952():
    """Statistics §4: exact, over every possible number in the population."""
    population, base = 98, 49
    ends = [share_interval(count, base, population) for count in range(base + 1)]
    coverage = [
        sum(
            hypergeom.pmf(count, population, true, base)
            for count, (low, high) in enumerate(ends)
            if low <= true / population + 1e-12 and true / population <= high + 1e-12
        )
        for true in range(population + 1)
    ]
    assert min(coverage) >= 0.952


@pytest.mark.parametrize(
    ("count", "base"), [(0, 52), (1, 52), (25, 52), (51, 52), (52, 52), (3, 7)]
)
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_clopper_pearson_is_scipys_exact_interval(count, base, level):
    expected = binomtest(count, base).proportion_ci(level, method="exact")
    found = share_interval(count, base, 97, kind="clopper_pearson", level=level)
    assert found == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_an_unknown_population_falls_back_on_clopper_pearson():
    assert share_interval(46, 52) == share_interval(46, 52, kind="clopper_pearson")


def test_a_huge_population_comes_close_to_clopper_pearson():
    exact, infinite = share_interval(46, 52, 10**6), share_interval(46, 52)
    assert exact == pytest.approx(infinite, abs=1e-4)


def test_nonresponse_lets_everyone_else_answer_one_way():
    assert share_interval(46, 52, 97, kind="nonresponse") == (46 / 97, 91 / 97)
    assert share_interval(0, 52, 97, kind="nonresponse") == (0, 45 / 97)
    assert all(map(isnan, share_interval(46, 52, kind="nonresponse")))


def test_intervals_exist_at_none_and_at_all():
    low, high = share_interval(0, 52, 97)
    assert low == 0
    assert 0 < high < 0.1
    assert share_interval(52, 52, 97) == pytest.approx((1 - high, 1))


@pytest.mark.parametrize("kind", ["finite_population", "clopper_pearson", "nonresponse", "none"])
def test_a_zero_base_has_no_interval(kind):
    assert all(map(isnan, share_interval(0, 0, 97, kind=kind)))


def test_no_interval_is_no_interval():
    assert all(map(isnan, share_interval(46, 52, 97, kind="none")))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((53, 52, 97), "count: fandt 53, forventede et helt tal fra 0 til 52. Ret tallet."),
        ((-1, 52, 97), "count: fandt -1, forventede et helt tal fra 0 til 52. Ret tallet."),
        ((0, -1, 97), "base: fandt -1, forventede et helt tal fra 0. Ret tallet."),
        ((46, 52, 51), "population: fandt 51, forventede et helt tal fra 52. Ret tallet."),
        ((3.5, 52, 97), "count: fandt 3.5, forventede et helt tal fra 0 til 52. Ret tallet."),
        ((True, 52), "count: fandt True, forventede et helt tal fra 0 til 52. Ret tallet."),
        ((np.nan, 52), "count: fandt nan, forventede et helt tal fra 0 til 52. Ret tallet."),
        (("3", 52), "count: fandt 3, forventede et helt tal fra 0 til 52. Ret tallet."),
        ((3, 52.5), "base: fandt 52.5, forventede et helt tal fra 0. Ret tallet."),
        ((3, np.inf), "base: fandt inf, forventede et helt tal fra 0. Ret tallet."),
        ((3, 52, 97.5), "population: fandt 97.5, forventede et helt tal fra 52. Ret tallet."),
    ],
)
@pytest.mark.parametrize("kind", ["finite_population", "clopper_pearson", "nonresponse", "none"])
def test_counts_that_cannot_be_are_refused(arguments, message, kind):
    with pytest.raises(InputError) as error:
        share_interval(*arguments, kind=kind)
    assert str(error.value) == message


@pytest.mark.parametrize("number", [float, np.int64, np.int8, np.float64, np.float32])
def test_whole_numbers_of_any_kind_are_counts(number):
    assert share_interval(number(46), number(52), number(97)) == share_interval(46, 52, 97)


def test_many_intervals_are_the_single_ones():
    counts, bases = np.array([0, 46, 0]), np.array([52, 54, 0])
    low, high = share_intervals(counts, bases, 97, "finite_population", 0.95)
    expected = [share_interval(int(k), int(n), 97) for k, n in zip(counts, bases, strict=True)]
    np.testing.assert_array_equal(np.column_stack([low, high]), expected)


def test_the_examples_in_the_docstrings_hold():
    result = doctest.testmod(intervals)
    assert result.attempted
    assert not result.failed
