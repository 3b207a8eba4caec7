"""Two waves: the change of each share, with Newcombe's interval."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from printed import COUNTS
from scipy.stats import binom

from analysis.measures.synthetic import synthesize
from analysis.measures.waves import compare_waves, difference_interval
from analysis.survey.checks import InputError
from analysis.survey.codebook import Codebook
from analysis.survey.published import read_published

REPORT = read_published()


# Newcombe, Statistics in Medicine 17 (1998), table II, method 10: first sample, second sample.
NEWCOMBE = [
    ((56, 70), (48, 80), (0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.1705, 0.8090)),
    ((6, 7), (2, 7), (0.0582, 0.8062)),
    ((5, 56), (0, 29), (-0.0381, 0.1926)),
    ((0, 10), (0, 20), (-0.1611, 0.2775)),
    ((0, 10), (0, 10), (-0.2775, 0.2775)),
    ((10, 10), (0, 20), (0.6791, 1.0)),
    ((10, 10), (0, 10), (0.6075, 1.0)),
]


@pytest.mark.parametrize(("one", "two", "limits"), NEWCOMBE)
def test_the_intervals_are_those_of_the_article(one, two, limits):
    assert difference_interval(*two, *one) == pytest.approx(limits, abs=6e-5)
    low, high = difference_interval(*one, *two)
    assert (-high, -low) == pytest.approx(limits, abs=6e-5)


def test_the_interval_covers_as_often_as_it_says():
    base = 52
    k = np.arange(base + 1)
    limits = np.array([[difference_interval(a, base, b, base) for b in k] for a in k])
    for share_a, share_b in [(0.5, 0.5), (0.9, 0.7), (0.05, 0.05), (0.88, 0.98), (0.3, 0.6)]:
        weight = np.outer(binom.pmf(k, base, share_a), binom.pmf(k, base, share_b))
        change = share_b - share_a
        covered = (limits[..., 0] <= change + 1e-12) & (change - 1e-12 <= limits[..., 1])
        assert weight[covered].sum() > 0.935


def with_answers(codebook: Codebook, **columns: list[str | None]):
    """An observed survey with these answers, and nothing else."""
    survey = synthesize(1)
    answers = survey.answers.iloc[: len(next(iter(columns.values())))].copy()
    for name in answers.columns.drop(["kommune", "basis"]):
        answers[name] = pd.Categorical(
            columns.get(name, [None] * len(answers)), answers[name].cat.categories, ordered=True
        )
    return replace(survey, codebook=codebook, answers=answers, basis="observed", unplaced={})


def test_the_change_is_the_later_share_less_the_earlier():
    later = with_answers(
        REPORT.codebook, importance_virksomheder=["very_important"] * 3 + ["not_important"]
    )
    change = compare_waves(REPORT, later, "importance", protected=False).set_index(
        ["item", "answer"]
    )
    row = change.loc[("virksomheder", "very_important")]
    assert row[["n_a", "base_a", "n_b", "base_b"]].tolist() == [46, 52, 3, 4]
    assert row["change"] == pytest.approx(3 / 4 - 46 / 52)
    assert (row["low"], row["high"]) == difference_interval(46, 52, 3, 4)
    assert row["low"] < row["change"] < row["high"]
    assert row["basis"] == "observed"
    assert row["design"] == "independent"


def test_an_item_without_answers_has_no_change():
    later = with_answers(REPORT.codebook, importance_virksomheder=["important"])
    change = compare_waves(REPORT, later, "importance", protected=False).set_index("item")
    empty = change.loc["udvikling"]
    assert (empty["base_b"] == 0).all()
    assert empty[["share_b", "change", "low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize("question", list(COUNTS))
def test_a_wave_against_itself_is_no_change(question):
    change = compare_waves(REPORT, REPORT, question)
    assert len(change) == sum(map(len, COUNTS[question].values()))
    assert (change["change"] == 0).all()
    assert (change["low"] < 0).all() and (change["high"] > 0).all()
    assert change.groupby("item", observed=True)["change"].sum().abs().max() == 0


def test_the_basis_is_the_weaker_one():
    assert set(compare_waves(REPORT, synthesize(1), "importance")["basis"]) == {"synthetic"}
    assert set(compare_waves(REPORT, REPORT, "importance")["basis"]) == {"recovered"}


def test_the_base_can_be_all_answers():
    listed = compare_waves(REPORT, REPORT, "ideal_share")
    every = compare_waves(REPORT, REPORT, "ideal_share", base="all")
    assert set(listed["base_a"]) == {52}
    assert set(every["base_a"]) == set(every["base_b"]) == {54}


def changed_codebook(items=None, keys=None) -> Codebook:
    question = REPORT.codebook.questions["importance"]
    if items is not None:
        question = replace(question, items=items(question.items))
    if keys is not None:
        answers = tuple(
            replace(answer, key=key)
            for answer, key in zip(question.scale.answers, keys, strict=True)
        )
        question = replace(question, scale=replace(question.scale, answers=answers))
    return replace(REPORT.codebook, questions={"importance": question})


def test_a_later_wave_may_ask_about_other_items():
    book = changed_codebook(lambda items: (items[4], items[1], replace(items[0], key="ny")))
    later = with_answers(book, importance_integration=["important", "important"])
    later.answers["importance_ny"] = later.answers["importance_integration"]
    change = compare_waves(REPORT, later, "importance")
    assert list(change["item"].unique()) == ["integration", "borgernes_kompetencer"]
    assert change["item"].cat.categories.tolist() == ["integration", "borgernes_kompetencer"]


def test_waves_that_cannot_be_compared():
    other_items = changed_codebook(lambda items: (replace(items[0], key="ny"),))
    with pytest.raises(InputError, match="har ingen profiler eller udsagn til fælles"):
        compare_waves(REPORT, replace(REPORT, codebook=other_items), "importance")
    other_scale = changed_codebook(keys=["a", "b", "c", "d"])
    with pytest.raises(InputError) as error:
        compare_waves(REPORT, replace(REPORT, codebook=other_scale), "importance")
    assert str(error.value) == (
        "importance: skalaerne er forskellige: very_important, important, less_important, "
        "not_important og a, b, c, d. Sammenlign bølger, der er spurgt på samme skala."
    )
    with pytest.raises(InputError, match='Spørgsmålet "vigtighed" findes ikke'):
        compare_waves(REPORT, REPORT, "vigtighed")


def test_counts_that_cannot_be():
    with pytest.raises(ValueError, match="found 5 of 4"):
        difference_interval(5, 4, 1, 4)
