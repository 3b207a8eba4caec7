"""Rounding and recovery are each other's inverse, and nothing is chosen in silence."""

from __future__ import annotations

import doctest
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures import printed_percents, recovery, rounding
from analysis.measures.recovery import infer_base, recover_counts
from analysis.measures.rounding import allowed_counts, round_percent
from analysis.survey.checks import InputError


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
    with pytest.raises(InputError, match=r"^base: fandt 0, forventede et helt tal fra 1\."):
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
        ([], "outside: fandt [], forventede et eller flere hele tal fra 0."),
        (-1, "outside: fandt -1, forventede et helt tal fra 0. Ret tallet."),
        (1.5, "outside: fandt 1.5, forventede et helt tal fra 0. Ret tallet."),
        (True, "outside: fandt True, forventede et helt tal fra 0. Ret tallet."),
        ([0, 2], "outside: fandt [0, 2], forventede tal i rækkefølge, fx range(5)."),
    ],
)
def test_numbers_outside_that_make_no_sense_are_refused(outside, message):
    with pytest.raises(InputError) as error:
        recover_counts([50, 50], 52, outside=outside)
    assert str(error.value) == message


@given(answered(), st.integers(0, 3))
def test_percentages_with_decimals_lead_back_to_the_counts(case, decimals):
    counts, outside = case
    base, unit = sum(counts) + outside, 10**decimals
    scaled = [floor(Fraction(100 * unit * k, base) + Fraction(1, 2)) for k in counts]
    texts = [f"{number / unit:.{decimals}f}" for number in scaled]
    near = [
        [k for k in range(base + 1) if 2 * abs(100 * unit * k - number * base) <= base]
        for number in scaled
    ]
    assert [list(allowed_counts(Decimal(text), base, decimals)) for text in texts] == near
    danish = [text.replace(".", ",") for text in texts]
    found = [recover_counts(given, base, outside=outside) for given in (texts, danish)]
    assert found[0] == found[1]
    assert found[0].number >= 1
    as_floats = recover_counts(np.array([float(text) for text in texts]), base, outside=outside)
    assert as_floats.number >= found[0].number  # trailing zeros may be lost in all of them
    if any(text[-1] != "0" for text in texts):
        assert as_floats == found[0]


@pytest.mark.parametrize(
    ("percents", "base", "counts"),
    [
        ([14.1, 85.9], 71, (10, 61)),
        (["14,1 %", "85,9"], 71, (10, 61)),
        (np.array([88.5, 11.5]), np.int64(52), (46, 6)),
        ([88.0, 12.0, 0.0, 0.0], 52.0, (46, 6, 0, 0)),
        (np.array([14.1, 85.9], dtype=np.float32), 71, (10, 61)),
        ([Decimal("14.1"), Decimal("85.9")], 71, (10, 61)),
        ([99.9, 0.1, 0.0], 1000, (999, 1, 0)),
    ],
)
def test_numbers_as_libraries_give_them(percents, base, counts):
    assert recover_counts(percents, base, outside=np.int64(0)).counts == counts


@pytest.mark.parametrize("percent", [-1, 100.5, "101", "1e1", "abc", "", True, float("nan"), None])
def test_what_is_no_percentage_is_refused(percent):
    with pytest.raises(InputError, match=r"^procent: fandt .*, forventede et tal fra 0 til 100\."):
        recover_counts([percent, 50], 52)


def test_a_percentage_that_was_never_rounded_is_refused():
    with pytest.raises(InputError) as error:
        recover_counts([1000 / 71, 6100 / 71], 71)
    assert str(error.value) == (
        "procent: fandt 14.084507042253522, som ikke er afrundet, så antallet kan regnes ud "
        "direkte. Skriv procenten, som den er trykt, fx 14 eller 14.1."
    )


def test_a_base_is_inferred_from_percentages_with_decimals():
    printed = [[23.9, 76.1], [14.1, 85.9], [50.7, 49.3]]
    fits = infer_base(printed, np.arange(60, 80), max_outside=np.int64(0))
    assert [fit.base for fit in fits] == [71]


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
    for module in (rounding, printed_percents, recovery):
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed
