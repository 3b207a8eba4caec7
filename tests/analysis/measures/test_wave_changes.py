"""Two waves on all their questions: level, pairs, what is shared, and what the same units prove."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.display.figures.wave_change import draw_change
from analysis.display.text.wave_change import change_sentence, change_title, unit_sentence
from analysis.measures.printed_change import printed_change
from analysis.measures.synthetic import synthesize
from analysis.measures.wave_changes import same_units, unit_changes, wave_changes
from analysis.measures.waves import compare_waves
from analysis.survey.checks import InputError
from analysis.survey.codebook import Codebook
from analysis.survey.published import read_published
from analysis.survey.survey import Survey

REPORT = read_published()


@pytest.fixture(scope="module")
def later() -> Survey:
    """Everyone finds integration less important than in the report."""
    survey = synthesize(7, 0.5)
    assert survey.answers is not None
    answers = survey.answers.copy()
    name = "importance_integration"
    same = ["less_important"] * len(answers)
    answers[name] = pd.Categorical(same, dtype=answers[name].dtype)
    return replace(survey, answers=answers)


def test_the_intervals_hold_for_all_items_at_once(later):
    changes = wave_changes(REPORT, later)
    alone = compare_waves(REPORT, later, "importance", level=1 - 0.05 / 35)
    own = changes[changes["question"] == "importance"]
    assert own["low"].tolist() == alone["low"].tolist()
    usual = compare_waves(REPORT, later, "importance")
    assert (own["low"].to_numpy() <= usual["low"].to_numpy()).all()


def test_a_large_change_is_said_and_drawn_as_sure(later):
    own = wave_changes(REPORT, later).query("question == 'importance'")
    assert (
        change_title(own, "da")
        == "Profilernes vigtighed i dag: 1 af 6 emner har ændret sig sikkert"
    )
    said = change_sentence(own, "en")
    assert 'for Integration: "Very important" has gone from 69% to 0%, and that is sure' in said
    figure = draw_change(own).figure
    assert "Integration fra 69 pct. til 0 pct." in figure.alt


def test_the_same_units_are_said_to_have_moved_as_far_as_is_proven(later):
    units = unit_changes(REPORT, later).query("question == 'importance'")
    alone = printed_change(REPORT, later, "importance")
    assert units["lower_low"].tolist() == alone["lower_low"].tolist()
    # The report has nobody below "less important" at integration, and 52 answered: all went down.
    assert unit_sentence(units, "kommuner", "da").startswith(
        "Mindst 52 af de 52 kommuner svarer lavere på skalaen nu om Integration"
    )


def test_pairs_are_compared_as_pairs_unless_the_answers_are_protected(later):
    first = replace(synthesize(7, 0.5), basis="observed", source="gamle.csv")
    second = replace(later, basis="observed", source="nye.csv")
    assert set(wave_changes(first, second)["design"]) == {"paired"}
    assert set(wave_changes(first, second, protected=True)["design"]) == {"independent"}


def test_only_units_of_the_report_are_followed(later):
    assert same_units(REPORT, later)
    other = later.kommuner.rename(index={later.kommuner.index[0]: "0000"})
    assert not same_units(REPORT, replace(later, kommuner=other))
    assert not same_units(REPORT, REPORT)


def test_waves_without_a_question_in_common_are_refused(later):
    empty = replace(REPORT, codebook=Codebook({}, (), {}))
    with pytest.raises(InputError, match="intet spørgsmål til fælles"):
        wave_changes(empty, later)
