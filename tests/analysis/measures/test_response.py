"""Who has answered: states, rates, and nothing of what was answered."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.display.figures.response_map import draw_response
from analysis.display.text.response import reminder_lines, response_title
from analysis.measures.response import response_rates, response_status
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.survey import Survey

HEAD = "kommune;importance_virksomheder;importance_integration;statements_1\n"
ROWS = (
    "Odder;Meget vigtig;ved ikke;Helt enig\n"  # a don't-know is an answer
    "Faxe;Vigtig;;\n"
    "København;Vigtig;;\nKøbenhavn;;Vigtig;Helt enig\n"  # in full, from two people
    "Samsø;;;\n"
)


@pytest.fixture
def survey(tmp_path) -> Survey:
    path = tmp_path / "svar.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    return read_answers(path)


def test_a_kommune_has_answered_in_full_in_part_or_not(survey):
    status = response_status(survey).set_index("name")
    assert len(status) == 98
    names = ["Odder", "Faxe", "København", "Samsø", "Aarhus"]
    states = ["complete", "partial", "complete", "none", "none"]
    assert status.loc[names, "state"].tolist() == states
    assert status.loc[names, "missing"].tolist() == [0, 2, 0, 3, 3]
    assert status.loc[names, "answers"].tolist() == [1, 1, 2, 0, 0]


def test_rates_add_up_in_every_grouping(survey):
    rates = response_rates(response_status(survey), survey)
    for by, own in rates.groupby("by"):
        assert own["kommuner"].sum() == 98, by
        assert own[["complete", "partial"]].sum().tolist() == [2, 1], by
    sized = rates[rates["by"] == "size_band"].set_index("group")
    assert sized["kommuner"].to_dict() == {"small": 14, "medium": 18, "large": 17, "unknown": 49}


def test_the_words_name_whom_to_remind(survey):
    status = response_status(survey)
    assert response_title(status, "da") == (
        "3 af 98 kommuner har svaret (3 pct.), heraf 1 kun delvist"
    )
    how_many, silent, partly = reminder_lines(status, "da")
    assert how_many == "Til påmindelse: 95 uden svar og 1 med delvise svar."
    assert "Samsø" in silent
    assert partly == "Delvise svar (emner, der mangler): Faxe (2)."


def test_it_tells_nothing_of_what_was_answered(survey):
    other = survey.answers.assign(
        importance_virksomheder=survey.answers["importance_virksomheder"].map(
            {"very_important": "important", "important": "not_important"}
        )
    )
    changed = Survey(
        survey.codebook, survey.kommuner, "observed", survey.source, answers=other,
        outside_answers=survey.outside_answers,
    )  # fmt: skip
    pd.testing.assert_frame_equal(response_status(survey), response_status(changed))


def test_the_map_has_a_square_for_each_kommune(survey):
    axes = draw_response(response_status(survey), lang="en")
    fills = pd.Series([patch.get_facecolor() for patch in axes.patches]).value_counts()
    assert fills.tolist() == [95, 2, 1]
    assert "Faxe (2)" in axes.figure.alt


def test_answers_without_kommuner_are_refused(survey):
    without = Survey(
        survey.codebook, survey.kommuner, "observed", "svar.csv",
        answers=survey.answers.drop(columns="kommune"),
    )  # fmt: skip
    with pytest.raises(InputError, match=r"svar\.csv: fandt ingen kommune ved svarene"):
        response_status(without)
