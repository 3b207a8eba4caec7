"""Shares, summaries and the profiles side by side: numbers worked out by hand."""

from __future__ import annotations

import doctest
from math import isnan

import numpy as np
import pandas as pd
import pytest
from printed import COUNTS

from analysis.measures import counts as counts_module
from analysis.measures import profiles, shares
from analysis.measures.counts import counts_by_answer
from analysis.measures.intervals import share_interval
from analysis.measures.profiles import profile_table
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError
from analysis.survey.survey import Survey, provenance

COLUMNS = ["question", "item", "answer", "n", "base", "share", "low", "high", "basis"]


def supplied(survey: Survey, answers: dict[str, list[str | None]]) -> Survey:
    """A survey of supplied answers: those given, and no others."""
    number = len(next(iter(answers.values())))
    columns: dict[str, object] = {"kommune": survey.kommuner.index[:number].tolist()}
    for question in survey.codebook.questions.values():
        for item in question.items:
            name = f"{question.key}_{item.key}"
            given = answers.get(name, [None] * number)
            columns[name] = pd.Categorical(given, categories=question.scale.keys, ordered=True)
    return Survey(
        codebook=survey.codebook,
        kommuner=survey.kommuner.iloc[:number].assign(answers=1),
        basis="observed",
        source="svar.csv",
        answers=pd.DataFrame(columns),
    )


@pytest.fixture(scope="module")
def four(survey) -> Survey:
    """Four managers, of whom one skipped the second profile, and all skipped the rest."""
    return supplied(
        survey,
        {
            "importance_virksomheder": ["important", "important", "not_important", "important"],
            "importance_koordination": ["very_important", None, "important", "less_important"],
        },
    )


# --- the results frame


def test_the_results_frame_has_its_columns(survey):
    likert = likert_table(survey, "importance")
    assert list(likert.columns) == COLUMNS
    assert len(likert) == 6 * 4
    assert likert["answer"].cat.ordered
    assert list(likert["answer"].cat.categories) == [
        "very_important",
        "important",
        "less_important",
        "not_important",
    ]
    assert list(likert["item"].cat.categories) == list(COUNTS["importance"])


def test_shares_are_unrounded_and_carry_their_interval(survey):
    first = likert_table(survey, "importance").iloc[0]
    assert first["share"] == 46 / 52
    assert (first["low"], first["high"]) == share_interval(46, 52, 97)


@pytest.mark.parametrize("interval", ["clopper_pearson", "nonresponse", "none"])
def test_the_interval_is_the_one_that_was_asked_for(survey, interval):
    likert = likert_table(survey, "importance", interval=interval, level=0.9)
    expected = [share_interval(k, 52, 97, kind=interval, level=0.9) for k in likert["n"]]
    np.testing.assert_array_equal(likert[["low", "high"]].to_numpy(), np.array(expected))
    origin = provenance(likert)
    assert (origin.interval, origin.level, origin.population) == (interval, 0.9, 97)


def test_figure_5_is_of_54_as_printed_and_of_52_rebased(survey):
    printed, listed = (likert_table(survey, "ideal_share", base=b) for b in ("all", "listed"))
    assert set(printed["base"]) == {54}
    assert set(listed["base"]) == {52}
    assert printed["n"].tolist() == listed["n"].tolist()
    assert printed["share"].iloc[0] == 40 / 54
    assert listed["share"].iloc[0] == 40 / 52
    assert not provenance(printed).rebased
    assert provenance(listed).rebased


def test_an_unknown_question_names_the_known_ones(survey):
    with pytest.raises(InputError) as error:
        likert_table(survey, "vigtighed")
    assert str(error.value) == (
        'Spørgsmålet "vigtighed" findes ikke. Vælg et af: importance, future_need, current_share, '
        "ideal_share, statements."
    )


def test_answers_that_nobody_gave_stay(four):
    rows = likert_table(four, "importance", protected=False).query("item == 'virksomheder'")
    assert rows["answer"].tolist() == [
        "very_important",
        "important",
        "less_important",
        "not_important",
    ]
    assert rows["n"].tolist() == [0, 3, 0, 1]
    assert rows["share"].tolist() == [0, 0.75, 0, 0.25]
    assert set(rows["basis"]) == {"observed"}


def test_a_skipped_item_has_a_smaller_base_and_an_empty_one_no_share(four):
    likert = likert_table(four, "importance", protected=False).set_index("item")
    assert likert.loc["koordination", "n"].tolist() == [1, 1, 1, 0]
    assert set(likert.loc["koordination", "base"]) == {3}
    nobody = likert.loc["udvikling"]
    assert set(nobody["n"]) == {0}
    assert set(nobody["base"]) == {0}
    assert nobody[["share", "low", "high"]].isna().all(axis=None)


def test_a_population_smaller_than_the_answers_is_not_used(survey):
    """A larger survey than the codebook's population: the interval of an infinite one."""
    many = pd.concat([supplied(survey, {"importance_udvikling": ["important"] * 49}).answers] * 3)
    big = Survey(survey.codebook, survey.kommuner, "observed", "x", answers=many.reset_index())
    rows = likert_table(big, "importance").query("item == 'udvikling'")
    assert provenance(rows).population is None
    assert tuple(rows[["low", "high"]].iloc[1]) == share_interval(147, 147)


def test_counting_needs_percentages_or_answers(survey):
    with pytest.raises(InputError) as error:
        counts_by_answer(Survey(survey.codebook, survey.kommuner, "observed", "x"))
    assert str(error.value) == ("Undersøgelsen har hverken trykte procenter eller svar at tælle.")


# --- the summary


@pytest.fixture(scope="module")
def importance(survey) -> pd.DataFrame:
    return likert_summary(survey, "importance").set_index("item")


def test_the_boxes_count_before_they_divide(importance):
    koordination = importance.loc["koordination"]  # 34 15 3 0 of 52
    assert koordination["top_box"] == 34 / 52
    assert koordination["top_two_box"] == 49 / 52
    assert koordination["bottom_two_box"] == 3 / 52
    for name, count in (("top_box", 34), ("top_two_box", 49), ("bottom_two_box", 3)):
        ends = (koordination[f"{name}_low"], koordination[f"{name}_high"])
        assert ends == share_interval(count, 52, 97)


def test_net_is_upper_less_lower(importance):
    koordination = importance.loc["koordination"]
    assert koordination["net"] == pytest.approx(46 / 52)
    low, high = share_interval(49, 52, 97)  # no neutral answer: net = 2p − 1
    assert koordination["net_low"] == pytest.approx(2 * low - 1)
    assert koordination["net_high"] == pytest.approx(2 * high - 1)


def test_net_with_a_neutral_answer_is_conservative(survey):
    integration = likert_summary(survey, "future_need").set_index("item").loc["integration"]
    assert integration["net"] == pytest.approx(12 / 52)  # 16 more, 32 the same, 4 less
    top, bottom = (share_interval(k, 52, 97, level=0.975) for k in (16, 4))
    assert integration["net_low"] == pytest.approx(top[0] - bottom[1])
    assert integration["net_high"] == pytest.approx(top[1] - bottom[0])


def test_a_scale_of_three_has_no_two_boxes(survey):
    summary = likert_summary(survey, "future_need")
    names = [f"{box}{end}" for box in ("top_two_box", "bottom_two_box") for end in ("", "_low")]
    assert summary[names].isna().all(axis=None)
    assert summary["top_box"].notna().all()


def test_the_mean_is_of_the_codebooks_scores(importance):
    koordination = importance.loc["koordination"]
    assert koordination["mean"] == pytest.approx((34 * 4 + 15 * 3 + 3 * 2) / 52)
    thirds = [share_interval(k, 52, 97, level=1 - 0.05 / 3) for k in (34, 49, 52)]
    assert koordination["mean_low"] == pytest.approx(1 + sum(low for low, _ in thirds))
    assert koordination["mean_high"] == pytest.approx(1 + sum(high for _, high in thirds))


def test_the_median_and_its_interval(importance):
    assert importance.loc["koordination", "median"] == "very_important"  # 34 of 52
    udvikling = importance.loc["udvikling"]  # 25 23 3 1: half is reached in the second
    assert share_interval(25, 52, 97)[1] >= 0.5
    assert share_interval(48, 52, 97)[0] >= 0.5
    assert udvikling[["median_low", "median", "median_high"]].tolist() == [
        "important",
        "important",
        "very_important",
    ]


@pytest.mark.parametrize("question", COUNTS)
def test_every_estimate_lies_in_its_interval(survey, question):
    summary = likert_summary(survey, question)
    for name in ("top_box", "top_two_box", "bottom_two_box", "net", "mean"):
        known = summary[summary[name].notna()]
        assert (known[f"{name}_low"] <= known[name] + 1e-12).all(), name
        assert (known[name] <= known[f"{name}_high"] + 1e-12).all(), name
    ends = summary[["median_high", "median", "median_low"]].apply(lambda column: column.cat.codes)
    assert (ends.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)


def test_the_median_is_the_middle_of_the_listed_answers(survey):
    for question, items in COUNTS.items():
        summary = likert_summary(survey, question).set_index("item")
        for item, counts in items.items():
            in_order = np.repeat(summary["median"].cat.categories, counts)
            assert summary.loc[item, "median"] == in_order[(len(in_order) - 1) // 2]


def test_boxes_of_figure_5_follow_the_base_and_the_median_never(survey):
    printed, listed = (
        likert_summary(survey, "ideal_share", base=base).set_index("item")
        for base in ("all", "listed")
    )
    assert printed.loc["virksomheder", "top_box"] == 40 / 54
    assert listed.loc["virksomheder", "top_box"] == 40 / 52
    same = ["n", "median", "median_low", "median_high", "mean", "mean_low", "mean_high"]
    pd.testing.assert_frame_equal(printed[same], listed[same])


def test_an_item_that_nobody_answered_has_no_summary(survey):
    given = {
        f"importance_{item}": ["important"] * 20
        for item in COUNTS["importance"]
        if item != "udvikling"
    }
    nobody = (
        likert_summary(supplied(survey, given), "importance").set_index("item").loc["udvikling"]
    )
    assert (nobody["n"], nobody["base"]) == (0, 0)
    for name in ("top_box", "top_two_box", "bottom_two_box", "net", "mean"):
        assert isnan(nobody[name]), name
    assert nobody[["median", "median_low", "median_high"]].isna().all()


def test_a_handful_of_answers_has_a_median(four):
    few = (
        likert_summary(four, "importance", protected=False).set_index("item").loc["virksomheder"]
    )  # 0 3 0 1
    assert few["median"] == "important"
    assert few["median_low"] == "not_important"  # the last answer holds all of them
    assert few["median_high"] in ("very_important", "important")


# --- the profiles side by side


def test_the_profiles_are_ranked_with_ties_on_the_best_place(survey):
    table = profile_table(survey)
    assert list(table.columns) == ("item measure question n base share low high rank basis".split())
    ranks = {key: own["rank"].tolist() for key, own in table.groupby("measure", observed=True)}
    counts = {key: own["n"].tolist() for key, own in table.groupby("measure", observed=True)}
    assert counts["match_ideal"] == [40, 40, 38, 40, 25, 26]
    assert ranks["match_ideal"] == [1, 1, 4, 1, 6, 5]
    assert counts["match_now"] == [25, 31, 21, 25, 17, 12]
    assert ranks["match_now"] == [2, 1, 4, 2, 5, 6]
    assert ranks["importance"] == [1, 3, 4, 5, 2, 6]
    assert ranks["expected_need"] == [1, 4, 3, 2, 6, 5]


def test_ideally_is_rebased_so_that_it_compares_with_now(survey):
    table = profile_table(survey)
    assert set(table["base"]) == {52}
    first = table.query("item == 'virksomheder' and measure == 'match_ideal'").iloc[0]
    assert first["share"] == 40 / 52
    assert (first["low"], first["high"]) == share_interval(40, 52, 97)


# --- made-up answers


def test_made_up_answers_have_the_reports_counts():
    made_up = counts_by_answer(synthesize(seed=3, association=0.4))
    for (question, item), rows in made_up.groupby(["question", "item"], sort=False):
        assert rows["n"].tolist() == COUNTS[question][item]
    assert set(made_up["basis"]) == {"synthetic"}


def test_answers_off_the_scale_count_in_the_base():
    """Survey.outside: they count in an item's base, not among its listed answers."""
    counts = counts_by_answer(synthesize(seed=3)).query("question == 'ideal_share'")
    assert set(counts["base"]) == {54}
    assert set(counts["listed"]) == {52}


def test_the_examples_in_the_docstrings_hold():
    for module in (counts_module, shares, profiles):
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed
