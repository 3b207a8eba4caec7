"""Ranges are sharp: against every table there is, and against the linear programme."""

from __future__ import annotations

import time
from itertools import product

import numpy as np
import pytest

from analysis.display.text.statements import contradiction_sentence
from analysis.measures.bounds import Contradiction, identified_set
from analysis.measures.crosstab import crosstab
from analysis.measures.linear_program import Programme, Restriction
from analysis.measures.wishes import wishes
from analysis.measures.workforce import workforce_gap
from analysis.survey.published import read_published


def tables(margins: list[np.ndarray]) -> list[np.ndarray]:
    """Every table of whole numbers with these margins, found by trying."""
    shape = tuple(len(margin) for margin in margins)
    cells = list(np.ndindex(shape))
    found = []

    def fill(k: int, table: np.ndarray, left: list[np.ndarray]) -> None:
        if k == len(cells):
            if not any(rest.any() for rest in left):
                found.append(table.copy())
            return
        most = min(rest[i] for rest, i in zip(left, cells[k], strict=True))
        for n in range(int(most) + 1):
            table[cells[k]] = n
            after = [rest.copy() for rest in left]
            for rest, i in zip(after, cells[k], strict=True):
                rest[i] -= n
            fill(k + 1, table, after)
        table[cells[k]] = 0

    fill(0, np.zeros(shape, dtype=int), [margin.copy() for margin in margins])
    return found


def random_margins(rng: np.random.Generator, shape: tuple[int, ...], n: int) -> list[np.ndarray]:
    return [rng.multinomial(n, np.ones(size) / size) for size in shape]


def named(coefficients: np.ndarray, low: float = 0, high: float = 0) -> Restriction:
    return Restriction("noget antages", coefficients, low, high)


SHAPES = [(2, 2), (2, 3), (3, 3), (2, 2, 2), (2, 3, 2)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(4))
def test_range_is_that_of_every_table(shape, seed):
    rng = np.random.default_rng(seed)
    margins = random_margins(rng, shape, 6)
    weights = rng.integers(-3, 4, shape)
    values = [(weights * table).sum() for table in tables(margins)]
    found = identified_set(weights, margins)
    assert (found.low, found.high) == (min(values), max(values))
    assert found.feasible
    assert found.integer


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(4))
def test_range_under_restrictions_is_that_of_every_table_that_keeps_them(shape, seed):
    rng = np.random.default_rng(seed)
    margins = random_margins(rng, shape, 6)
    weights = rng.integers(-3, 4, shape)
    empty = named((rng.random(shape) < 0.2).astype(float))
    some = named(rng.integers(0, 3, shape).astype(float), 2, 6)
    kept = [
        table
        for table in tables(margins)
        if not (empty.coefficients * table).any() and 2 <= (some.coefficients * table).sum() <= 6
    ]
    found = identified_set(weights, margins, [empty, some])
    assert found.feasible == bool(kept)
    if kept:
        values = [(weights * table).sum() for table in kept]
        assert (found.low, found.high) == (min(values), max(values))
    else:
        assert np.isnan(found.low)
        assert "kan ikke holde" in contradiction_sentence(found.reason)


@pytest.mark.parametrize("shape", [(3, 5), (6, 4), (4, 3, 5), (12, 5, 5)])
@pytest.mark.parametrize("seed", range(3))
def test_closed_form_is_the_linear_programme(shape, seed):
    rng = np.random.default_rng(seed)
    margins = random_margins(rng, shape, 40)
    by_axis = [rng.normal(size=size) for size in shape]
    rows = by_axis[0][(..., *[None] * (len(shape) - 1))]
    weights = rows * by_axis[1].reshape(1, -1, *[1] * (len(shape) - 2)) + 0.5 * rows
    if len(shape) == 3:
        weights = weights + rows * by_axis[2][None, None, :]
    weights = np.broadcast_to(weights, shape)
    short = identified_set(weights, margins)
    programme = Programme(shape, margins, [])
    low, high = (sign * programme.optimum(sign * weights, True)[0] for sign in (1, -1))
    assert short.method == "closed_form"
    assert (short.low, short.high) == pytest.approx((low, high), abs=1e-9)


def test_one_cell_has_the_textbook_range():
    rows, columns = np.array([14, 18, 20]), np.array([37, 15, 0])
    for i, j in product(range(3), range(3)):
        cell = np.zeros((3, 3))
        cell[i, j] = 1
        found = identified_set(cell, [rows, columns])
        assert found.low == max(0, rows[i] + columns[j] - 52)
        assert found.high == min(rows[i], columns[j])


def test_whole_numbers_bite_where_the_linear_programme_ends_between_them():
    """Three margins of 1 and 1: half of each of four cells fits, but people are whole."""
    weights = np.zeros((2, 2, 2))
    weights[0, 0, 1] = weights[0, 1, 0] = weights[1, 0, 0] = weights[1, 1, 1] = 1
    margins = [np.array([1, 1])] * 3
    whole = identified_set(weights, margins)
    parts = identified_set(weights, margins, integer=False)
    assert max((weights * table).sum() for table in tables(margins)) == whole.high == 1
    assert whole.method == "integer_programme"
    assert whole.integer
    assert parts.high == pytest.approx(2)
    assert not parts.integer


def test_an_impossible_restriction_is_a_finding_with_its_reason():
    fewer = named(np.array([[0.0, 1.0], [0.0, 0.0]]))
    found = identified_set(np.eye(2), [np.array([5, 2]), np.array([3, 4])], [fewer])
    assert (found.feasible, found.integer) == (False, False)
    assert found.reason == Contradiction("too_many", ("noget antages",), reached=2, limit=0)
    assert contradiction_sentence(found.reason) == (
        "Forudsætningen »noget antages« kan ikke holde: tallene beviser mindst 2, "
        "og den tillader højst 0."
    )
    assert contradiction_sentence(found.reason, lang="en") == (
        "The assumption “noget antages” cannot hold: the numbers prove at least 2, "
        "and it allows at most 0."
    )


def test_restrictions_that_contradict_each_other_are_all_named():
    cell = np.array([[1.0, 0.0], [0.0, 0.0]])
    margins = [np.array([5, 2]), np.array([3, 4])]
    found = identified_set(cell, margins, [named(cell, 0, 1), named(cell, 2, 9)])
    assert not found.feasible
    said = contradiction_sentence(found.reason)
    assert "tillader højst 1, og den kræver mindst 2" in said or (
        "beviser mindst 2, og den tillader højst 1" in said
    )


def test_margins_that_disagree_fit_no_table():
    found = identified_set(np.ones((2, 2)), [np.array([5, 2]), np.array([3, 3])])
    assert not found.feasible
    said = contradiction_sentence(found.reason, lang="en")
    assert said == "The known sums do not agree: no table has them all."


def test_an_unknown_sum_leaves_the_range_open():
    margins = [np.array([np.nan, np.nan]), np.array([3.0, np.nan])]
    cell = np.array([[0.0, 1.0], [0.0, 0.0]])
    found = identified_set(cell, margins)
    assert (found.low, found.high) == (0, np.inf)
    known = np.array([[1.0, 0.0], [0.0, 0.0]])
    assert identified_set(known, margins).high == 3


def test_shapes_that_do_not_meet_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="one margin per axis"):
        identified_set(np.ones((2, 3)), [np.array([1, 1]), np.array([1, 1])])
    with pytest.raises(ValueError, match="has shape"):
        identified_set(np.ones((2, 2)), [np.array([1, 1])] * 2, [named(np.ones((2, 3)))])


def test_time_of_all_published_bounds(capsys):
    survey = read_published()
    start = time.perf_counter()
    cells = [crosstab(survey, question) for question in survey.codebook.questions]
    gaps = [
        workforce_gap(survey, by, restriction=restriction)
        for by in (None, "size_band")
        for restriction in (None, "no_fewer")
    ]
    counts = [wishes(survey), wishes(survey, "size_band")]
    seconds = time.perf_counter() - start
    with capsys.disabled():
        print(f"\nall published bounds: {seconds:.2f} s (aim: under 3 s)")
    assert sum(map(len, cells)) == 3 * 146
    assert sum(map(len, gaps)) == 2 * (36 + 3 * 36)
    assert sum(map(len, counts)) == 18 + 54
