"""Rounding and recovery are each other's inverse, and nothing is chosen in silence."""

from __future__ import annotations

import doctest
from fractions import Fraction
from itertools import product
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures import recovery, rounding
from analysis.measures.recovery import infer_base, recover_counts
from analysis.measures.rounding import allowed_counts, round_percent


@st.composite
def answered(draw, most_base: int = 200, most_categories: int = 8):
    """Counts of one distribution, and how many answers lie outside it; base above zero."""
    counts = draw(st.lists(st.integers(0, most_base), min_size=1, max_size=most_categories))
    outside = draw(st.integers(0, 10))
    total = sum(counts) + outside
    if total > most_base:
        counts = [count * most_base // (2 * total) for count in counts]
    if sum(counts) + outside == 0:
        outside = 1
    return counts, outside


def brute_force(percents: list[int], base: int, outside: set[int]) -> list[tuple[int, ...]]:
    """The definition (statistics §2), tried on every vector of counts that are near enough."""
    near = [
        [k for k in range(base + 1) if 2 * abs(100 * k - percent * base) <= base]
        for percent in percents
    ]
    return [counts for counts in product(*near) if base - sum(counts) in outside]


def number_by_convolution(percents: list[int], base: int, outside: int) -> int:
    ways = {0: 1}
    for percent in percents:
        later: dict[int, int] = {}
        for total, number in ways.items():
            for k in allowed_counts(percent, base):
                later[total + k] = later.get(total + k, 0) + number
        ways = later
    return ways.get(base - outside, 0)


def test_rounding_is_half_up_for_every_count_up_to_200():
    for base in range(1, 201):
        for count in range(base + 1):
            assert round_percent(count, base) == floor(Fraction(100 * count, base) + Fraction(1, 2))


def test_rounding_differs_from_half_to_even_where_it_should():
    assert (round_percent(1, 8), round(100 / 8)) == (13, 12)
    assert (round_percent(1, 200), round(0.5)) == (1, 0)


def test_a_percentage_of_nothing_is_refused():
    with pytest.raises(ValueError, match=r"^base must be above zero, found 0$"):
        round_percent(0, 0)
    with pytest.raises(ValueError, match=r"^base must be above zero, found 0$"):
        recover_counts([100], 0)


@given(st.integers(0, 100), st.integers(1, 200))
def test_allowed_counts_are_all_that_the_definition_allows(percent, base):
    expected = [k for k in range(base + 1) if 2 * abs(100 * k - percent * base) <= base]
    assert list(allowed_counts(percent, base)) == expected


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_percentage_off_the_scale_is_refused(percent):
    with pytest.raises(ValueError, match=rf"^percent must be 0–100, found {percent}$"):
        allowed_counts(percent, 52)


@given(answered())
def test_what_was_printed_leads_back_to_the_counts(case):
    counts, outside = case
    base = sum(counts) + outside
    percents = [round_percent(count, base) for count in counts]
    found = recover_counts(percents, base, outside=outside)
    assert found.number >= 1
    if found.solutions is not None:
        assert tuple(counts) in found.solutions
    for count, (low, high) in zip(counts, found.ranges, strict=True):
        assert low <= count <= high


@given(answered(most_base=60, most_categories=5))
def test_every_solution_prints_the_same_and_each_stands_once(case):
    counts, outside = case
    base = sum(counts) + outside
    percents = [round_percent(count, base) for count in counts]
    found = recover_counts(percents, base, outside=range(outside + 2))
    assert found.solutions is not None
    assert list(found.solutions) == sorted(set(found.solutions))
    assert len(found.solutions) == found.number
    for solution in found.solutions:
        assert 0 <= base - sum(solution) <= outside + 1
        for k, percent in zip(solution, percents, strict=True):
            assert abs(Fraction(100 * k, base) - percent) <= Fraction(1, 2)


@given(answered(most_categories=6), st.lists(st.integers(-1, 1), min_size=8), st.integers(0, 2))
def test_number_solutions_and_ranges_equal_brute_force(case, moved, more):
    """Printed percentages, some of them moved by one, so that few or no vectors fit."""
    counts, outside = case
    base = sum(counts) + outside
    percents = [
        min(100, max(0, round_percent(count, base) + step))
        for count, step in zip(counts, moved, strict=False)
    ]
    considered = range(outside, outside + more + 1)
    expected = brute_force(percents, base, set(considered))
    found = recover_counts(percents, base, outside=considered)
    assert found.number == len(expected)
    assert list(found.solutions or ()) == expected
    assert found.unique == (len(expected) == 1)
    ranges = tuple((min(column), max(column)) for column in zip(*expected, strict=True))
    assert found.ranges == ranges


def test_ranges_are_those_of_the_solutions_not_of_the_cells():
    """49 % of 200 allows 97 to 99 and 50 % allows 99 to 101; 200 in all needs 99 and 101."""
    assert recover_counts([49, 50], 200).ranges == ((99, 99), (101, 101))
    found = recover_counts([49, 50], 200, outside=range(2))
    assert found.solutions == ((98, 101), (99, 100), (99, 101))
    assert found.ranges == ((98, 99), (100, 101))


def test_seven_categories_of_two_hundred_are_counted_and_listed():
    percents = [14] * 6 + [16]
    found = recover_counts(percents, 200)
    assert found.number == number_by_convolution(percents, 200, 0) == 393
    assert found.solutions is not None
    assert len(found.solutions) == 393
    assert found.ranges == tuple(
        (min(column), max(column)) for column in zip(*found.solutions, strict=True)
    )


def test_more_solutions_than_can_be_listed_are_still_counted_exactly():
    percents = [5] * 20
    found = recover_counts(percents, 200)
    assert found.number == number_by_convolution(percents, 200, 0) == 377_379_369
    assert found.solutions is None
    assert found.ranges == ((9, 11),) * 20
    with pytest.raises(ValueError, match="allow 377379369 vectors of counts on base 200"):
        _ = found.counts


def test_the_limit_for_listing_is_the_callers():
    percents = [33, 33, 33]
    number = recover_counts(percents, 200, outside=1).number
    assert number == 6
    assert recover_counts(percents, 200, outside=1, limit=number).solutions is not None
    assert recover_counts(percents, 200, outside=1, limit=number - 1).solutions is None


def test_several_solutions_are_never_narrowed_to_one():
    found = recover_counts([33, 33, 33], 200, outside=1)
    with pytest.raises(ValueError) as error:
        _ = found.counts
    assert str(error.value) == (
        "the printed percentages allow 6 vectors of counts on base 200, so no single one may be "
        "chosen; see .solutions and .ranges"
    )


def test_no_solution_is_said_and_has_no_ranges():
    found = recover_counts([50, 51], 52)
    assert (found.number, found.solutions, found.ranges, found.unique) == (0, (), (), False)
    with pytest.raises(ValueError, match="allow 0 vectors of counts on base 52"):
        _ = found.counts


def test_a_sum_of_a_hundred_is_not_forced():
    """Largest remainder would turn 62, 37, 2 (101) into 100 and lose the count of one."""
    assert recover_counts([62, 37, 2, 0], 52).counts == (32, 19, 1, 0)
    assert recover_counts([74, 15, 4, 4, 0], 54, outside=2).counts == (40, 8, 2, 2, 0)


@pytest.mark.parametrize(
    ("outside", "message"),
    [
        ([], "outside must be one or more numbers from 0, found []"),
        (-1, "outside must be one or more numbers from 0, found -1"),
        ([0, 2], "outside must be consecutive numbers, found [0, 2]"),
    ],
)
def test_numbers_outside_that_make_no_sense_are_refused(outside, message):
    with pytest.raises(ValueError) as error:
        recover_counts([50, 50], 52, outside=outside)
    assert str(error.value) == message


@given(answered(most_base=60, most_categories=5), answered(most_base=60, most_categories=5))
def test_the_true_base_is_always_among_the_fits(one, two):
    """Two items of one question, the second filled up to the base of the first."""
    counts, outside = one
    base = sum(counts) + outside
    other = [count for count in two[0] if count <= base][:1] or [0]
    other.append(base - other[0])
    printed = [[round_percent(k, base) for k in each] for each in (counts, other)]
    fits = infer_base(printed, range(1, base + 5), max_outside=10)
    assert base in [fit.base for fit in fits]
    (fit,) = [fit for fit in fits if fit.base == base]
    assert outside in fit.outside


def test_the_examples_in_the_docstrings_hold():
    for module in (rounding, recovery):
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed
