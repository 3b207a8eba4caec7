"""The same units in two waves: pairs, their tests and intervals, and when they are no pairs."""

from __future__ import annotations

import doctest
from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from scipy.stats import multinomial, ttest_ind, ttest_rel

from analysis.measures import paired
from analysis.measures.disclosure import is_unprotected
from analysis.measures.paired import (
    mcnemar,
    mean_interval,
    pair_waves,
    paired_interval,
    stuart_maxwell,
)
from analysis.measures.synthetic import synthesize
from analysis.measures.waves import compare_waves
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.published import read_published

REPORT = read_published()
NAMES = ["Odder", "Lejre", "Greve", "Vejen", "Aarhus", "Skive", "Randers", "Horsens"]
ANSWERS = ["Meget vigtig", "Vigtig", "Mindre vigtig", "Slet ikke vigtig"]
FIRST, LATER = [0, 1, 1, 2, 2, 3, 1, "Ved ikke"], [0, 0, 0, 1, 2, 1, 1, 0]


def survey(tmp_path, name, answers, kommuner=tuple(NAMES), ids=None):
    texts = [ANSWERS[x] if isinstance(x, int) else x for x in answers]
    columns = {"kommune": kommuner, "respondent": ids, "importance_integration": texts}
    columns = {key: values for key, values in columns.items() if values is not None}
    lines = [";".join(columns), *(";".join(row) for row in zip(*columns.values(), strict=True))]
    path = tmp_path / f"{name}.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_answers(path)


def rows(a, b, **more):
    frame = compare_waves(a, b, "importance", protected=False, **more)
    return frame[frame["item"] == "integration"].set_index("answer")


def test_the_same_kommuner_are_compared_as_pairs(tmp_path):
    order = [3, 1, 0, 2, 7, 6, 5, 4]
    a = survey(tmp_path, "a", FIRST)
    b = survey(tmp_path, "b", [LATER[i] for i in order], [NAMES[i] for i in order])
    found = rows(a, b)
    assert set(found["design"]) == {"paired"} and set(found["basis"]) == {"observed"}
    top = found.loc["very_important"]
    assert top[["n_a", "base_a", "n_b", "base_b"]].tolist() == [1, 8, 4, 8]
    assert top["p"] == mcnemar(0, 3)
    assert (top["low"], top["high"]) == paired_interval(0, 3, 8, 0.95)
    scores = [[4, 3, 3, 2, 2, 1, 3], [4, 4, 4, 3, 2, 3, 3]]  # without the don't-know
    change = ttest_rel(scores[1], scores[0]).confidence_interval()
    assert top["mean_change"] == pytest.approx(5 / 7)
    assert (top["mean_low"], top["mean_high"]) == pytest.approx((change.low, change.high))
    table = np.zeros((5, 5))
    for pair in zip([*FIRST[:7], 4], LATER, strict=True):
        table[pair] += 1
    assert set(found["p_item"]) == {stuart_maxwell(table)}
    listed = rows(a, b, base="listed").loc["very_important"]
    assert listed[["n_a", "base_a", "n_b", "base_b"]].tolist() == [1, 7, 3, 7]


def test_other_respondents_are_independent(tmp_path):
    others = ["Esbjerg", "Kolding", "Vejle", "Herning", "Viborg", "Holbæk", *NAMES[:2]]
    a, b = survey(tmp_path, "a", FIRST), survey(tmp_path, "b", LATER, others)
    found = rows(a, b)
    assert set(found["design"]) == {"independent"}
    assert found[["p", "p_item"]].isna().all(axis=None)
    change = ttest_ind(
        [4, 4, 4, 3, 2, 3, 3, 4], [4, 3, 3, 2, 2, 1, 3], equal_var=False
    ).confidence_interval()
    assert found["mean_low"].iloc[0] == pytest.approx(change.low)
    assert found["mean_high"].iloc[0] == pytest.approx(change.high)
    assert rows(a, b, paired=True)["base_a"].iloc[0] == 2


def test_pairs_may_be_declined_and_demanded(tmp_path):
    a, b = survey(tmp_path, "a", FIRST), survey(tmp_path, "b", LATER)
    assert set(rows(a, b, paired=False)["design"]) == {"independent"}
    with pytest.raises(InputError) as error:
        compare_waves(REPORT, b, "importance", paired=True, protected=False)
    assert str(error.value) == (
        "De to bølger har ingen svar fra de samme at sammenligne parvis: forventede samme "
        "respondent-id eller ét svar pr. kommune i begge. Brug paired=False."
    )


def test_ids_pair_respondents_unless_their_kommuner_differ(tmp_path):
    two = NAMES[:2] * 4  # several of each kommune
    ids = list("abcdefgh")
    a, b = (survey(tmp_path, n, x, two, ids) for n, x in (("a", FIRST), ("b", LATER)))
    assert rows(a, b)["base_a"].iloc[0] == 8
    other = survey(tmp_path, "c", LATER, two[::-1], ids)
    assert set(rows(a, other)["design"]) == {"independent"}


def test_ids_stand_with_their_rows_below_two_heading_rows(tmp_path):
    path = tmp_path / "to.csv"
    heads = "respondent;kommune;Q1\n;;importance_integration\n"
    path.write_text(heads + "x;Odder;Vigtig\n\ny;Lejre;Vigtig\n", encoding="utf-8")
    found = read_answers(path)
    assert found.answers["respondent"].tolist() == ["x", "y"]
    assert found.answers["kommune"].tolist() == ["0727", "0350"]


def test_running_numbers_alone_are_no_ids(tmp_path):
    for ids, trusted in (("12345678", False), ("abcdefgh", True)):
        waves = [
            survey(tmp_path, name, answers, ids=list(ids))
            for name, answers in (("a", FIRST), ("b", LATER))
        ]
        a, b = (replace(wave, answers=wave.answers.drop(columns="kommune")) for wave in waves)
        assert (pair_waves(a, b) is not None) == trusted
        assert pair_waves(a, b, paired=True) is not None


def test_who_changed_is_not_given_away(tmp_path):
    a, b = survey(tmp_path, "a", FIRST), survey(tmp_path, "b", LATER)
    frame = compare_waves(a, b, "importance", protected=True)
    assert set(frame["design"]) == {"independent"}
    assert frame[["p", "p_item", "mean_change"]].isna().all(axis=None)
    assert not is_unprotected(frame)


@pytest.mark.parametrize("turned", [False, True])
def test_a_comparison_with_the_report_shows_that_answers_are_in_it(tmp_path, turned):
    answers = survey(tmp_path, "a", FIRST)
    waves = (answers, REPORT) if turned else (REPORT, answers)
    frame = compare_waves(*waves, "importance", protected=False)
    assert set(frame["basis"]) == {"observed"}
    assert is_unprotected(frame)
    assert not is_unprotected(compare_waves(*waves, "importance", protected=True))


def test_made_up_waves_are_pairs_of_the_48_with_one_manager():
    frame = compare_waves(synthesize(1), synthesize(2), "importance")
    assert set(frame["design"]) == {"paired"} and set(frame["base_a"]) == {48}
    same = compare_waves(synthesize(1), replace(synthesize(1)), "importance")
    assert (same["change"] == 0).all() and (same["p"] == 1).all() and (same["p_item"] == 1).all()
    assert (same["low"] < 0).all() and (same["high"] > 0).all()


# Stuart (1955), table 1: unaided vision of 7,477 women, right and left eye; R's DescTools has
# 11.957 with 3 degrees of freedom. The other is the example of its StuartMaxwellTest, 13.765.
@pytest.mark.parametrize(
    ("table", "p"),
    [
        (
            [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]],
            0.007533,
        ),
        ([[20, 10, 5], [3, 30, 15], [0, 5, 40]], 0.001026),
    ],
)
def test_marginal_homogeneity_is_the_published_one(table, p):
    assert stuart_maxwell(np.array(table)) == pytest.approx(p, abs=5e-7)
    wider = np.pad(np.array(table), (0, 1))  # an answer that nobody gave
    assert stuart_maxwell(wider) == pytest.approx(p, abs=5e-7)
    assert stuart_maxwell(np.array(table).T) == pytest.approx(p, abs=5e-7)


def test_nobody_has_changed():
    assert mcnemar(0, 0) == stuart_maxwell(np.diag([3, 4])) == 1
    assert isnan(stuart_maxwell(np.zeros((2, 2))))
    assert np.isnan(paired_interval(0, 0, 0, 0.95)).all()
    mean, *limits = mean_interval(np.zeros(5), 0.95)
    assert mean == 0 and np.isnan(limits).all()


@pytest.mark.parametrize("chances", [(0.1, 0.3), (0.02, 0.02), (0.0, 0.2), (0.4, 0.4)])
def test_the_paired_interval_covers_as_often_as_it_says(chances):
    n = 20
    cells = [(i, j) for i in range(n + 1) for j in range(n + 1 - i)]
    weights = multinomial.pmf(
        [(i, j, n - i - j) for i, j in cells], n, [*chances, 1 - sum(chances)]
    )
    change = chances[1] - chances[0]
    limits = np.array([paired_interval(*cell, n, 0.95) for cell in cells])
    covered = (limits[:, 0] <= change) & (change <= limits[:, 1])
    assert weights[covered].sum() > 0.92


def test_the_examples_in_the_docstrings_hold():
    result = doctest.testmod(paired)
    assert result.attempted
    assert not result.failed
