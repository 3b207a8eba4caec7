"""Whom the answers stand for, and the intervals with and without a finite population."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.measures.intervals import share_interval
from analysis.measures.population import population_of
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.synthetic import synthesize
from analysis.survey.codebook import read_codebook
from analysis.survey.paths import survey_folder
from analysis.survey.published import read_published
from analysis.survey.survey import provenance

REPORT, MADE_UP = read_published(), synthesize(1)


def test_the_report_and_one_answer_of_each_centre_stand_for_97_managers():
    assert population_of(REPORT) == population_of(MADE_UP) == 97
    assert population_of(MADE_UP.subset(np.arange(52) < 9)) == 97


def with_kommune(kommune):
    return replace(MADE_UP, answers=MADE_UP.answers.assign(kommune=kommune))


@pytest.mark.parametrize(
    "survey",
    [
        replace(MADE_UP, answers=MADE_UP.answers.drop(columns="kommune")),
        with_kommune(["0727", "0727", *MADE_UP.answers["kommune"][2:]]),
        with_kommune(["", *MADE_UP.answers["kommune"][1:]]),
        with_kommune("0101"),
        replace(
            MADE_UP,
            codebook=replace(
                MADE_UP.codebook, questions=dict(list(MADE_UP.codebook.questions.items())[:4])
            ),
        ),
    ],
    ids=["no kommune", "Odder twice", "one unknown", "52 of København", "other questions"],
)
def test_other_answers_have_no_population_of_the_reports(survey):
    assert population_of(survey) is None
    table = likert_table(survey, "importance")
    first = table.iloc[0]
    assert provenance(table).population is None
    assert (first["low"], first["high"]) == share_interval(46, 52)


def test_answers_to_a_copied_codebook_have_the_population_that_it_names(tmp_path):
    folder = shutil.copytree(survey_folder(), tmp_path / "kodebog")
    for text, expected in (("", None), ("population,120,managers,Egen optælling\n", 120)):
        (folder / "population.csv").write_text("key,value,unit,source\n" + text, encoding="utf-8")
        survey = replace(MADE_UP, codebook=read_codebook(folder))
        assert population_of(survey) == expected


def test_a_table_shows_the_interval_with_and_without_a_finite_population():
    table = likert_table(REPORT, "importance", interval="both")
    alone = likert_table(REPORT, "importance")
    pd.testing.assert_frame_equal(table[alone.columns], alone)
    first = table.iloc[0]
    assert (first["low_infinite"], first["high_infinite"]) == share_interval(46, 52)
    assert [round(100 * first[end], 1) for end in ("low", "high")] == [80.4, 92.8]
    ends = [round(100 * first[f"{end}_infinite"], 1) for end in ("low", "high")]
    assert ends == [76.6, 95.6]


def test_suppressed_answers_have_neither_interval():
    observed = replace(MADE_UP, basis="observed")
    table = likert_table(observed, "importance", interval="both", protected=True)
    limits = table[["low", "high", "low_infinite", "high_infinite"]]
    assert table["suppressed"].any()
    assert limits[table["suppressed"]].isna().all(axis=None)
    assert limits[~table["suppressed"] & table["share"].notna()].notna().all(axis=None)


def test_a_summary_can_be_without_a_finite_population():
    summary = likert_summary(REPORT, "importance", interval="clopper_pearson").iloc[0]
    assert (summary["top_box_low"], summary["top_box_high"]) == share_interval(46, 52)


def test_a_median_of_two_halves_says_so():
    keys = ["very_important"] * 2 + ["important"] * 2 + ["not_important"] * 4
    answers = MADE_UP.answers.iloc[:8].assign(
        importance_virksomheder=pd.Categorical(
            keys, MADE_UP.answers["importance_virksomheder"].cat.categories, ordered=True
        )
    )
    survey = replace(MADE_UP, answers=answers)
    summary = likert_summary(survey, "importance").iloc[0]
    assert (summary["median"], summary["median_tie"]) == ("important", "not_important")
    summary = likert_summary(survey.subset(np.arange(8) > 0), "importance").iloc[0]
    assert summary["median"] == "not_important" and pd.isna(summary["median_tie"])
    assert likert_summary(REPORT, "importance")["median_tie"].isna().all()
