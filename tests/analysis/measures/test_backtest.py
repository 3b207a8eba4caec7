"""The back-test: every printed cell comes out again from the counts that we recovered."""

from __future__ import annotations

from itertools import product

import pytest
from printed import BASE, COUNTS, PRINTED

from analysis.measures.counts import counts_by_answer
from analysis.measures.recovery import infer_base, recover_counts
from analysis.measures.rounding import round_percent
from analysis.measures.shares import likert_table

CELLS = [
    pytest.param(question, item, place, percent, id=f"{question}-{item}-{place}")
    for question, items in PRINTED.items()
    for item, percents in items.items()
    for place, percent in enumerate(percents)
]
DISTRIBUTIONS = [
    pytest.param(question, item, id=f"{question}-{item}")
    for question, items in PRINTED.items()
    for item in items
]


@pytest.fixture(scope="module")
def counts(survey):
    """Recovered counts: question, item → (counts in the printed order, base, listed)."""
    return {
        key: (rows["n"].tolist(), int(rows["base"].iloc[0]), int(rows["listed"].iloc[0]))
        for key, rows in counts_by_answer(survey).groupby(["question", "item"], sort=False)
    }


def test_the_report_prints_146_cells_in_35_distributions():
    assert len(CELLS) == 146
    assert len(DISTRIBUTIONS) == 35


@pytest.mark.parametrize(("question", "item", "place", "percent"), CELLS)
def test_the_printed_percentage_comes_out_again(counts, question, item, place, percent):
    recovered, base, _ = counts[question, item]
    assert round_percent(recovered[place], base) == percent


@pytest.mark.parametrize(("question", "item"), DISTRIBUTIONS)
def test_the_counts_are_these(counts, question, item):
    recovered, base, listed = counts[question, item]
    assert recovered == COUNTS[question][item]
    assert base == BASE[question]
    assert listed == sum(COUNTS[question][item]) == 52


@pytest.mark.parametrize(("question", "item"), DISTRIBUTIONS)
def test_no_other_counts_fit_the_base(question, item):
    found = recover_counts(PRINTED[question][item], BASE[question], outside=range(5))
    assert found.solutions == (tuple(COUNTS[question][item]),)


def test_figure_5_alone_rests_on_54_answers(counts):
    bases = {question: base for (question, _), (_, base, _) in counts.items()}
    assert bases == {
        "importance": 52,
        "future_need": 52,
        "current_share": 52,
        "ideal_share": 54,
        "statements": 52,
    }


@pytest.mark.parametrize("question", PRINTED)
def test_the_base_and_the_counts_are_determined(question):
    """Statistics §2: at most four answers outside the list, bases 44 to 59."""
    (fit,) = infer_base(list(PRINTED[question].values()), range(44, 60), max_outside=4)
    assert fit.base == BASE[question]
    assert fit.unique
    assert [list(each.counts) for each in fit.recoveries] == list(COUNTS[question].values())


@pytest.mark.parametrize(
    ("question", "bases"),
    [
        ("importance", {52}),
        ("future_need", {52, 78, 91}),
        ("current_share", {52}),
        ("ideal_share", {54}),
        ("statements", {52}),
    ],
)
def test_the_wider_scan_leaves_these_bases(question, bases):
    """Statistics §2: bases 20 to 103, up to ten outside, the same number for every item."""
    rows = list(PRINTED[question].values())
    fits = {
        base
        for base, outside in product(range(20, 104), range(11))
        if all(recover_counts(row, base, outside=outside).number for row in rows)
    }
    assert fits == bases


@pytest.mark.parametrize("question", PRINTED)
def test_the_results_frame_keeps_the_printed_order(survey, question):
    likert = likert_table(survey, question)
    assert likert["item"].astype(str).drop_duplicates().tolist() == list(PRINTED[question])
    for item, rows in likert.groupby("item", observed=True, sort=False):
        assert rows["n"].tolist() == COUNTS[question][str(item)]
        assert [
            round_percent(n, base) for n, base in zip(rows["n"], rows["base"], strict=True)
        ] == (PRINTED[question][str(item)])
    assert set(likert["basis"]) == {"recovered"}


def test_figure_5_rebased_stands_higher(survey):
    """Statistics §7: 74, 74, 70, 74 as printed; 77, 77, 73, 77 of the 52 listed answers."""
    printed, listed = (
        likert_table(survey, "ideal_share", base=base).query("answer == 'over_20'")
        for base in ("all", "listed")
    )
    percents = [
        [round_percent(n, base) for n, base in zip(rows["n"], rows["base"], strict=True)]
        for rows in (printed, listed)
    ]
    assert percents == [[74, 74, 70, 74, 46, 48], [77, 77, 73, 77, 48, 50]]


def test_what_the_others_print_is_not_rebased(survey):
    for question in ("importance", "future_need", "current_share", "statements"):
        assert likert_table(survey, question).equals(likert_table(survey, question, base="listed"))


def test_nobody_can_change_what_was_counted(survey):
    first = counts_by_answer(survey)
    first["n"] = 0
    assert counts_by_answer(survey)["n"].sum() == 35 * 52
