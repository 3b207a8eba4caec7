"""Made-up answers: the report's margins exactly, and the association that was asked for."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from printed import BASE, COUNTS, PRINTED
from scipy.stats import spearmanr

from analysis.measures.counts import counts_by_answer
from analysis.measures.rounding import round_percent
from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError

ITEMS = [f"{question}_{item}" for question, items in COUNTS.items() for item in items]


def codes(survey) -> pd.DataFrame:
    """Place on the scale of every answer, 0 for the first printed one."""
    return survey.answers[ITEMS].apply(lambda column: column.cat.codes)


def staff(survey) -> np.ndarray:
    return survey.answers["kommune"].map(survey.kommuner["staff"]).to_numpy()


@pytest.mark.parametrize("association", [0.0, 0.35, 1.0])
@pytest.mark.parametrize("seed", [0, 1, 2026])
def test_all_146_printed_cells_come_out_again(seed, association):
    counts = counts_by_answer(synthesize(seed, association))
    assert len(counts) == 146
    for (question, item), own in counts.groupby(["question", "item"]):
        assert own["n"].tolist() == COUNTS[question][item]
        assert set(own["base"]) == {BASE[question]}
        assert set(own["listed"]) == {sum(COUNTS[question][item])} == {52}
        percents = [round_percent(n, base) for n, base in zip(own["n"], own["base"], strict=True)]
        assert percents == PRINTED[question][item]
    assert set(counts["basis"]) == {"synthetic"}


def test_one_answer_from_each_of_48_kommuner_and_four_from_copenhagen():
    survey = synthesize(seed=5, association=0.5)
    per_kommune = survey.answers["kommune"].value_counts()
    assert per_kommune["0101"] == 4
    assert (per_kommune.drop("0101") == 1).all()
    assert len(per_kommune) == 49
    assert survey.respondents == 52
    assert not survey.answers.isna().any(axis=None)
    assert survey.kommuner["answers"].sum() == 52
    assert set(survey.outside) == {f"ideal_share_{item}" for item in COUNTS["ideal_share"]}
    assert set(survey.outside.values()) == {2}


def test_the_same_seed_gives_the_same_answers():
    first, again = synthesize(4, 0.3), synthesize(4, 0.3)
    pd.testing.assert_frame_equal(first.answers, again.answers)
    assert not codes(synthesize(5, 0.3)).equals(codes(first))


def test_the_answers_of_a_seed_never_change():
    first = codes(synthesize(seed=1))["importance_virksomheder"]
    assert first.to_numpy().nonzero()[0].tolist() == [3, 24, 25, 31, 37, 40]


def test_at_one_every_item_follows_the_staff_as_strongly_as_it_can():
    survey = synthesize(seed=8, association=1.0)
    people = staff(survey)
    for item in ITEMS:
        own = codes(survey)[item]
        assert own[np.argsort(-people, kind="stable")].is_monotonic_increasing or all(
            people[own == a].min() >= people[own == b].max()
            for a, b in itertools.pairwise(sorted(own.unique()))
        )


def test_at_one_the_questions_follow_each_other_as_strongly_as_they_can():
    own = codes(synthesize(seed=8, association=1.0))
    for a, b in itertools.combinations(ITEMS, 2):
        strongest = (np.sort(own[a]) * np.sort(own[b])).sum()
        # Equal staff may be ordered differently from item to item, within ties alone.
        assert (own[a] * own[b]).sum() >= 0.93 * strongest


def mean_correlation(association: float, seeds: range) -> tuple[float, float]:
    """Mean rank correlation with the staff, and between the questions, over seeds."""
    with_staff, between = [], []
    for seed in seeds:
        survey = synthesize(seed, association)
        own = codes(survey)
        matrix = spearmanr(np.column_stack([-own.to_numpy(), staff(survey)])).statistic
        with_staff.append(matrix[-1, :-1].mean())
        size = len(ITEMS)
        between.append((matrix[:-1, :-1].sum() - size) / (size * (size - 1)))
    return float(np.mean(with_staff)), float(np.mean(between))


def test_the_association_grows_from_nothing():
    steps = [mean_correlation(a, range(12)) for a in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert abs(steps[0][0]) < 0.03
    assert abs(steps[0][1]) < 0.01
    for (staff_a, between_a), (staff_b, between_b) in itertools.pairwise(steps):
        assert staff_b > staff_a + 0.03
        assert between_b > between_a + 0.02
    assert steps[-1][0] > 0.7


@pytest.mark.parametrize("seed", [-1, 1.5, "1", None, True])
def test_a_seed_that_is_none(seed):
    with pytest.raises(InputError, match=r"seed: fandt .*, forventede et helt tal fra 0\."):
        synthesize(seed)


@pytest.mark.parametrize("association", [-0.1, 1.01, float("nan")])
def test_an_association_out_of_range(association):
    with pytest.raises(InputError, match=r"association: fandt .*, forventede et tal fra 0"):
        synthesize(1, association)


def test_the_source_says_that_the_answers_are_made_up():
    survey = synthesize(seed=1, association=0.5)
    assert survey.basis == "synthetic"
    assert survey.source == ("Syntetiske svar (seed 1, sammenhæng 0,50) med rapportens fordelinger")
    assert "Svarene er opdigtede" in survey.notes[0]
