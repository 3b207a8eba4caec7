"""A file against the report: agrees or differs, and what would explain a difference."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from answer_files import save, wide
from printed import COUNTS, PRINTED

from analysis.display.text.statements import difference_sentence
from analysis.measures.agreement import agreement_with_report
from analysis.measures.rounding import round_percent
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.published import read_published


def details(cells: pd.DataFrame) -> pd.Series:
    """What is said of each cell."""
    return pd.Series([difference_sentence(cell) for cell in cells.to_dict("records")])


def test_the_printed_tables_and_made_up_answers_agree_in_every_cell():
    for survey in (read_published(), synthesize(3, 0.7)):
        cells = agreement_with_report(survey)
        assert len(cells) == 146
        assert (cells["verdict"] == "agrees").all()
        assert (cells["printed"] == cells["percent"]).all()
        assert (cells["cause"] == "").all() and (details(cells) == "").all()
        printed = [p for items in PRINTED.values() for row in items.values() for p in row]
        assert cells["printed"].tolist() == printed


def test_a_file_of_52_differs_in_figure_5_for_its_base(tmp_path):
    cells = agreement_with_report(read_answers(save(wide(synthesize(3)), tmp_path / "svar.xlsx")))
    differs = cells[cells["verdict"] == "differs"]
    expected = [
        (item, round_percent(n, 52), printed)
        for item, counts in COUNTS["ideal_share"].items()
        for n, printed in zip(counts, PRINTED["ideal_share"][item], strict=True)
        if round_percent(n, 52) != printed
    ]
    found = list(zip(differs["item"], differs["percent"], differs["printed"], strict=True))
    assert found == expected
    assert len(expected) > 10
    assert set(differs["question"]) == {"ideal_share"}
    assert set(differs["cause"]) == {"base"}
    assert set(details(differs)) == {"basis 54 i stedet for 52"}


def with_one_answer_changed():
    survey = synthesize(3)
    answers = survey.answers.copy()
    row = answers.index[answers["importance_virksomheder"] == "very_important"][0]
    answers.loc[row, "importance_virksomheder"] = "not_important"
    return replace(survey, answers=answers)


def test_another_answer_is_told_by_its_count():
    cells = agreement_with_report(with_one_answer_changed()).set_index(["item", "answer"])
    changed = cells[cells["question"].eq("importance")].loc["virksomheder"]
    assert changed["verdict"].tolist() == ["differs", "agrees", "agrees", "differs"]
    assert changed["percent"].tolist() == [87, 12, 0, 2]
    assert changed["cause"].tolist() == ["count", "", "", "count"]
    assert details(changed).tolist() == [
        "45 svar i filen, 46 i rapporten",
        "",
        "",
        "1 svar i filen, 0 i rapporten",
    ]
    assert (cells["verdict"] == "differs").sum() == 2


def test_an_item_without_answers_is_missing():
    survey = synthesize(3)
    answers = survey.answers.copy()
    answers["statements_11"] = answers["statements_11"].where([False] * 52)
    cells = agreement_with_report(replace(survey, answers=answers))
    own = cells[(cells["question"] == "statements") & (cells["item"] == "11")]
    assert own["percent"].isna().all()
    assert own["base"].eq(0).all()
    assert own["verdict"].eq("differs").all()
    assert own["cause"].eq("missing").all()
    assert details(own).eq("ingen svar i filen").all()


def test_a_missing_answer_is_another_base():
    survey = synthesize(3)
    answers = survey.answers.copy()
    first = answers.index[answers["future_need_integration"] == "less"][0]
    answers.loc[first, "future_need_integration"] = None
    cells = agreement_with_report(replace(survey, answers=answers))
    own = cells[(cells["question"] == "future_need") & (cells["item"] == "integration")]
    assert set(own["base"]) == {51}
    assert own["percent"].tolist() == [31, 63, 6]
    assert own["verdict"].tolist() == ["agrees", "differs", "differs"]
    assert own["cause"].tolist() == ["", "count", "count"]


def test_another_survey_cannot_be_compared():
    report = read_published()
    question = report.codebook.questions["importance"]
    shorter = replace(question, items=question.items[:2])
    survey = synthesize(1)
    other = replace(
        survey, codebook=replace(survey.codebook, questions={"importance": shorter}), source="x.csv"
    )
    with pytest.raises(InputError, match=r"^x.csv: kan ikke sammenlignes med rapporten"):
        agreement_with_report(other)
