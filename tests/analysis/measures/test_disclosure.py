"""Protected tables: nothing that is printed gives a suppressed answer away."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.measures.crosstab import crosstab
from analysis.measures.disclosure import protect
from analysis.measures.intervals import share_intervals
from analysis.measures.shares import likert_table
from analysis.measures.synthetic import synthesize
from analysis.measures.wishes import wishes
from analysis.measures.workforce import workforce_gap
from analysis.survey.checks import InputError
from analysis.survey.published import read_published


def frame_of(counts: np.ndarray, of: str = "group") -> pd.DataFrame:
    """A cross-tab of one item, as `crosstab` gives it for answers."""
    groups, answers = np.indices(counts.shape).reshape(2, -1)
    bases = np.broadcast_to(counts.sum(axis=1 if of == "group" else 0, keepdims=True), counts.shape)
    n, base = counts.ravel(), bases.ravel()
    low, high = share_intervals(n, base, None, "clopper_pearson", 0.95)
    share = np.divide(n, base, out=np.full(len(n), np.nan), where=base > 0)
    table = {"question": "q", "item": "i", "group": groups, "answer": answers, "n": n}
    table |= {"n_low": n, "n_high": n, "base": base, "share": share, "low": low, "high": high}
    return pd.DataFrame(table | {"basis": "observed"})


def totals_of(counts: np.ndarray) -> pd.DataFrame:
    """The table of all beside it, as `likert_table` gives it."""
    return frame_of(counts.sum(axis=0, keepdims=True)).drop(columns="group")


class Reader:
    """What a reader can work out, from the printed frames alone."""

    def __init__(self, printed: pd.DataFrame, totals: pd.DataFrame, shape: tuple[int, int]) -> None:
        self.shape = shape
        self.cells = printed["n"].to_numpy().reshape(shape)
        self.rows = printed["base"].to_numpy().reshape(shape)[:, 0]
        self.columns = totals["n"].to_numpy()
        self.all = totals["base"].iloc[0]
        for _, row in printed.iterrows():  # a percentage with its count gives the base away
            if not np.isnan(row["n"]) and row["n"] > 0 and not np.isnan(row["share"]):
                assert not np.isnan(row["base"])
        hidden = np.isnan(self.cells)
        known_empty = (self.columns == 0)[None, :] | (self.rows == 0)[:, None]
        self.least = 0 if (hidden | known_empty).all() else 1

    def fits(self, table: np.ndarray) -> bool:
        """Whether a table agrees with everything printed."""
        seen = ~np.isnan(self.cells)
        return bool(
            (table[seen] == self.cells[seen]).all()
            and (table[~seen] >= self.least).all()
            and _agree(table.sum(axis=1), self.rows)
            and _agree(table.sum(axis=0), self.columns)
            and _agree(np.array([table.sum()]), np.array([self.all]))
        )

    def range_of(self, marks: np.ndarray) -> tuple[float, float]:
        """Smallest and largest sum of the marked cells, by an integer programme of its own."""
        size = self.cells.size
        index = np.arange(size).reshape(self.shape)
        sums = [(index[i], value) for i, value in enumerate(self.rows)]
        sums += [(index[:, j], value) for j, value in enumerate(self.columns)]
        sums.append((index.ravel(), self.all))
        lines, values = [], []
        for members, value in sums:
            if not np.isnan(value):
                lines.append(np.isin(np.arange(size), members).astype(float))
                values.append(value)
        seen = self.cells.ravel()
        low = np.where(np.isnan(seen), self.least, seen)
        high = np.where(np.isnan(seen), 1_000, seen)
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * marks.ravel().astype(float),
                integrality=np.ones(size),
                bounds=Bounds(low, high),
                constraints=[LinearConstraint(np.array(lines), values, values)] if lines else [],
            )
            assert found.status == 0, "the true table itself must fit"
            ends.append(sign * found.fun)
        return (round(ends[0]), round(ends[1]))


def _agree(sums: np.ndarray, printed: np.ndarray) -> bool:
    known = ~np.isnan(printed)
    return bool((sums[known] == printed[known]).all())


def random_counts(rng: np.random.Generator) -> np.ndarray:
    shape = (int(rng.integers(2, 5)), int(rng.integers(2, 6)))
    weights = rng.dirichlet(np.full(shape[0] * shape[1], rng.choice([0.3, 1.0, 3.0])))
    return rng.multinomial(int(rng.choice([12, 30, 52, 90])), weights).reshape(shape)


@pytest.mark.parametrize("of", ["group", "answer"])
@pytest.mark.parametrize("seed", range(25))
def test_no_suppressed_number_can_be_worked_out(seed, of):
    counts = random_counts(np.random.default_rng(seed))
    printed, totals = protect(frame_of(counts)), protect(totals_of(counts))
    if of == "answer":
        by_answer = protect(frame_of(counts, of))
        assert by_answer["suppressed"].tolist() == printed["suppressed"].tolist()
        shown = by_answer["base"].to_numpy().reshape(counts.shape)[0]
        assert (np.isnan(shown) == totals["suppressed"].to_numpy()).all()
        return
    reader = Reader(printed, totals, counts.shape)
    small = (counts > 0) & (counts < 5)
    hidden = np.isnan(reader.cells)
    assert hidden[small].all()
    withheld = reader.least == 0
    assert withheld or not hidden[counts == 0].any(), "true zeros stay"
    marks = [np.arange(counts.size).reshape(counts.shape) == k for k in np.flatnonzero(hidden)]
    for i in np.flatnonzero(np.isnan(reader.rows)):
        marks.append(np.arange(len(counts))[:, None] == np.full(counts.shape, i))
    for j in np.flatnonzero(np.isnan(reader.columns)):
        if counts[:, j].sum() > 0:
            marks.append(np.arange(counts.shape[1])[None, :] == np.full(counts.shape, j))
    for mark in marks:
        low, high = reader.range_of(mark)
        assert high - low >= 1, (counts, mark)
        assert high >= 5, (counts, mark)


@pytest.mark.parametrize("seed", range(12))
def test_no_suppressed_cell_can_be_worked_out_by_trying_every_table(seed):
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 5, (2, 3))
    printed, totals = protect(frame_of(counts), 3), protect(totals_of(counts), 3)
    reader = Reader(printed, totals, counts.shape)
    possible = [
        table
        for cells in itertools.product(range(9), repeat=5)
        if (last := counts.sum() - sum(cells)) >= 0
        and reader.fits(table := np.array([*cells, last]).reshape(2, 3))
    ]
    assert any((table == counts).all() for table in possible)
    for i, j in np.argwhere(np.isnan(reader.cells)):
        values = {int(table[i, j]) for table in possible}
        assert len(values) >= 2
        assert max(values) >= 3


@pytest.mark.parametrize("seed", range(20))
def test_the_table_of_all_is_protected_too(seed):
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(int(rng.choice([6, 20, 52])), rng.dirichlet(np.full(4, 0.7)))
    printed = protect(totals_of(counts[None, :]))
    reader = Reader(printed, printed, (1, 4))
    for j in np.flatnonzero(np.isnan(reader.cells[0])):
        low, high = reader.range_of(np.arange(4)[None, :] == j)
        assert high - low >= 1
        assert high >= 5


def test_a_suppressed_cell_loses_all_that_is_made_from_it():
    printed = protect(frame_of(np.array([[20, 12, 2, 0], [15, 9, 8, 0]])))
    gone = printed["suppressed"]
    assert gone.sum() == 4
    assert printed.loc[gone, ["n", "n_low", "n_high", "share", "low", "high"]].isna().all(axis=None)
    assert printed.loc[~gone].notna().all(axis=None)
    assert printed.loc[printed["answer"] == 3, "n"].tolist() == [0, 0]
    assert printed["base"].tolist() == [34] * 4 + [32] * 4


def test_a_small_groups_base_goes_with_the_percentages_that_would_give_it_away():
    printed = protect(frame_of(np.array([[20, 12], [18, 9], [3, 0]])))
    small = printed[printed["group"] == 2]
    assert small[["base", "share"]].isna().all(axis=None)
    assert printed["base"].isna().sum() >= 4, "one alone follows from the others"
    assert small["n"].tolist()[1] == 0 or np.isnan(small["n"].tolist()[1])


def test_a_table_without_small_cells_is_left_as_it_is():
    table = frame_of(np.array([[20, 12], [15, 0]]))
    printed = protect(table)
    assert not printed["suppressed"].any()
    pd.testing.assert_frame_equal(
        printed.drop(columns="suppressed"), table, check_dtype=False, check_exact=True
    )


def test_the_argument_is_not_edited():
    table = frame_of(np.array([[20, 2], [15, 6]]))
    before = table.copy()
    protect(table)
    pd.testing.assert_frame_equal(table, before)


def test_what_the_report_printed_is_exempt():
    report = read_published()
    for table in (
        likert_table(report, "importance"),
        crosstab(report, "importance"),
        workforce_gap(report, "size_band"),
        wishes(report),
    ):
        assert protect(table) is table


def test_tables_from_answers():
    survey = synthesize(1)
    for table in (
        likert_table(survey, "statements"),
        crosstab(survey, "statements", "region"),
        wishes(survey, "size_band"),
        wishes(survey, "size_band").query("answer == 'more'"),
    ):
        printed = protect(table)
        assert printed.loc[table["n"].between(1, 4), "suppressed"].all()
        assert printed.index.equals(table.index)


def test_means_of_small_groups_go_and_no_difference_brings_them_back():
    survey = synthesize(1)
    printed = protect(workforce_gap(survey, "landsdel"))
    sizes = {"Bornholm", "Vestjylland", "Østsjælland", "Nordjylland"}
    gone = printed[printed["suppressed"]]
    assert set(gone["group"]) == sizes
    assert gone[["central", "low", "high"]].isna().all(axis=None)
    one = protect(workforce_gap(survey, "kommunegruppe"))
    assert set(one.loc[one["suppressed"], "group"]) == {"Storbykommuner", "Provinsbykommuner"}


def test_a_table_without_counts_is_refused():
    with pytest.raises(InputError, match="forventede kolonnerne n og base"):
        protect(pd.DataFrame({"item": ["a"], "basis": ["observed"]}))


def test_time_of_protecting_a_question(capsys):
    table = crosstab(synthesize(1), "current_share")
    start = time.perf_counter()
    printed = protect(table)
    seconds = time.perf_counter() - start
    with capsys.disabled():
        print(f"\nprotecting one question by size band: {seconds:.2f} s")
    assert printed["suppressed"].any()
