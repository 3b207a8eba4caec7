"""Which survey the words ask for, and what a kommune's page tells of a file of answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from printed import COUNTS

from analysis.display.pages.kommune import kommune_page
from analysis.measures import sources as surveys
from analysis.measures.disclosure import protect
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.sources import is_made_up, keep_survey, read_survey
from analysis.measures.synthetic import synthesize
from analysis.measures.workforce import kommune_gap, workforce_gap
from analysis.survey.answers.own import Own


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "svar.csv"
    synthesize(2, 0.5).answers.drop(columns="basis").to_csv(path, index=False)
    return path


def test_a_kept_survey_is_read_once(file):
    assert read_survey(file) is not read_survey(file)
    kept = keep_survey(file)
    try:
        assert read_survey(file) is kept
        assert read_survey() is not kept
    finally:
        surveys._kept.clear()


def test_nothing_asked_for_is_the_report():
    assert (read_survey().basis, read_survey("").basis) == ("recovered", "recovered")


@pytest.mark.parametrize("words", ["syntetisk", "Syntetisk:7", "synthetic:7"])
def test_made_up_answers_are_asked_for_by_name(words):
    assert is_made_up(words)
    assert read_survey(words).basis == "synthetic"


def test_a_file_is_read_and_its_numbers_are_exact(file):
    likert = likert_table(read_survey(file, protected=False), "importance")
    assert likert["n"].tolist() == [n for row in COUNTS["importance"].values() for n in row]
    assert not is_made_up(file)


def test_the_mapping_beside_the_file_is_found(file):
    text = file.read_text(encoding="utf-8").replace("importance_virksomheder", "q1", 1)
    file.write_text(text, encoding="utf-8")
    beside = file.with_name("svar.kolonner.yml")
    beside.write_text("columns:\n  q1: importance_virksomheder\n", encoding="utf-8")
    assert likert_table(read_survey(file), "importance")["n"].tolist()[:4] == [46, 6, 0, 0]


def test_a_name_as_long_as_the_disk_allows_has_no_mapping_beside_it(file):
    longest = file.rename(file.with_name("x" * 251 + ".csv"))
    assert read_survey(longest, protected=False).basis == "observed"


def test_a_kommunes_page_never_shows_its_own_answer_from_the_file(file):
    survey = read_survey(file)
    band = workforce_gap(survey, by="size_band")
    small = band[(band["group"] == "small") & (band["unit"] == "share")]
    for name in ("Odder", "Samsø"):  # both small: the same share, whatever each answered
        centre = kommune_page(survey, name).centre
        gap = kommune_gap(survey, centre)
        shown = gap[gap["unit"] == "people"]["central"].to_numpy()
        assert np.allclose(shown, small["central"].to_numpy() * centre.staff)


def test_answers_that_the_kommune_tells_itself_are_shown(file):
    own = Own(
        answers={
            "current_share": {"udvikling": "under_5"},
            "ideal_share": {"udvikling": "over_20"},
        }
    )
    page = kommune_page(read_survey(file), "Odder", own=own)
    gap = page.gap()
    row = gap[(gap["item"] == "udvikling") & (gap["measure"] == "gap") & (gap["unit"] == "people")]
    assert row["central"].tolist() == [pytest.approx((0.25 - 0.025) * 70)]
    assert row["basis"].tolist() == ["observed"]


def test_few_answers_are_hidden_and_nothing_breaks(file):
    survey = read_survey(file, protected=False)
    few = replace(survey, answers=survey.answers.head(3))
    summary = likert_summary(few, "importance", protected=True)
    assert summary["suppressed"].all()
    assert summary[["top_box", "mean"]].isna().all(axis=None)
    assert "skjult" in kommune_page(protect(few), "Odder").figure("importance").figure.alt
