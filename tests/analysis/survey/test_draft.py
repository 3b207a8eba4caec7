"""A survey's folder is drafted from its file of answers, and reads the same file afterwards."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from survey_files import FORMATS, SATISFACTION, made_answers, write_answers

from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.sources import read_survey
from analysis.survey.folder import folder_problems
from fagligheder.cli import main

ANSWERS = made_answers()


def draft(tmp_path, file):
    folder = tmp_path / "undersoegelse"
    assert main(["survey", "new", str(folder), "--from", str(file)]) == 0
    return folder


def fill(folder) -> None:
    """Decide what the draft leaves open: the title, what was drawn, the order of the marks."""
    toml = (folder / "survey.toml").read_text(encoding="utf-8")
    for name, word in (("title", "Trivsel"), ("singular", "skole"), ("plural", "skoler")):
        assert f'{name}_da = ""' in toml
        toml = toml.replace(f'{name}_da = ""', f'{name}_da = "{word}"')
    (folder / "survey.toml").write_text(toml, encoding="utf-8")
    for scales in folder.glob("scales.csv"):
        rows = [line.split(",") for line in scales.read_text(encoding="utf-8").splitlines()]
        for row in rows:
            row[2] = str(20 - int(row[1])) if row[2] == "?" else row[2]
        scales.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")


@pytest.mark.parametrize("ending", FORMATS)
def test_the_drafted_folder_reads_its_file_without_a_mapping(ending, tmp_path, capsys):
    folder = draft(tmp_path, write_answers(ANSWERS, tmp_path / f"svar{ending}"))
    said = capsys.readouterr().out
    assert "title_da" in said.split("Mangler:")[1]
    assert "rækkefølgen" in said.split("Mangler:")[1]
    assert main(["survey", "check", str(folder)]) == 2
    left = capsys.readouterr().err
    assert "undersøgelsens titel" in left
    assert 'scales.csv, række 10, kolonne "order"' in left or "rækkefølgen på skalaen" in left
    fill(folder)
    assert folder_problems(folder) == ()
    survey = read_survey(folder, protected=False)
    kinds = [question.kind for question in survey.codebook.questions.values()]
    assert kinds == ["single", "multiple", "number", "single"]
    satisfied, sports, age, grade = survey.codebook.questions
    for item, column in zip(survey.codebook.question(satisfied).items, ("Q1_1", "Q1_2"),
                            strict=True):  # fmt: skip
        table = likert_table(survey, satisfied, weights=False)
        n = table.loc[table["item"] == item.key, "n"].tolist()
        assert n == [(ANSWERS[column] == code).sum() for code in list(SATISFACTION)[:4]]
        assert (table["base"] == len(ANSWERS)).all()
    chosen = likert_summary(survey, sports, weights=False)["top_box"]
    assert np.allclose(chosen, ANSWERS[["Q2_1", "Q2_2", "Q2_3"]].mean())
    mean = likert_summary(survey, age, weights=False)["mean"].iloc[0]
    assert mean == pytest.approx(ANSWERS["alder"].mean())
    weighted = likert_summary(survey, grade)["mean"].iloc[0]
    assert weighted == pytest.approx(np.average(ANSWERS["karakter"], weights=ANSWERS["vaegt"]))
    group = next(iter(survey.codebook.groups))
    assert survey.answers[group].value_counts().tolist() == sorted(
        ANSWERS["koen"].value_counts().tolist(), reverse=True
    )
    comments = survey.answers[next(iter(survey.codebook.open_questions))]
    assert comments.notna().sum() == (ANSWERS["kommentar"] != "").sum()


@pytest.mark.parametrize(
    "heads",
    [
        ["Respondent ID;Er du tilfreds?;;Kommentar", ";Maden;Lokalerne;Open-Ended Response"],
        ["id;Q1_1;Q1_2;Q2", "id;Er du tilfreds? - Maden;Er du tilfreds? - Lokalerne;Hvad?",
         '"{""ImportId"":""a""}";"{""ImportId"":""b""}";"{""ImportId"":""c""}";"{""ImportId"":""d""}"'],
    ],
    ids=["SurveyMonkey", "Qualtrics"],
)  # fmt: skip
def test_several_heading_rows_are_one_heading(heads, tmp_path):
    words = ["Tilfreds", "Utilfreds", "Meget tilfreds"]
    rows = [f"{n};{words[n % 3]};{words[n % 2]};Svar {n} om maden" for n in range(12)]
    (tmp_path / "svar.csv").write_text("\n".join([*heads, *rows]), encoding="utf-8")
    folder = draft(tmp_path, tmp_path / "svar.csv")
    fill(folder)
    survey = read_survey(folder, protected=False)
    (question,) = survey.codebook.questions.values()
    assert [item.label.da for item in question.items] == ["Maden", "Lokalerne"]
    assert survey.respondents == 12
    (open_question,) = survey.codebook.open_questions
    assert survey.answers[open_question].iloc[3] == "Svar 3 om maden"


def test_a_draft_overwrites_nothing(tmp_path, capsys):
    file = write_answers(ANSWERS, tmp_path / "svar.csv")
    folder = draft(tmp_path, file)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(["survey", "new", str(folder), "--from", str(file)]) == 2
    assert "ikke tom" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_draft_of_a_file_that_cannot_be_read_writes_nothing(tmp_path, capsys):
    (tmp_path / "svar.sav").write_bytes(b"no file of SPSS")
    assert main(["survey", "new", str(tmp_path / "ny"), "--from", str(tmp_path / "svar.sav")]) == 2
    assert "svar.sav" in capsys.readouterr().err
    assert not (tmp_path / "ny").exists()


@pytest.mark.parametrize(
    ("headings", "cells", "kind", "items"),
    [
        ("Hvad spiser du?", ["Fisk;Kød;", "Kød;", "Fisk;Kød;", "Fisk;", "Kød;Fisk;", "Kød;"],
         "multiple", ["Fisk", "Kød"]),
        ("mad/fisk,mad/koed,mad", ["1,0,fisk", "1,1,fisk koed", "0,1,koed", "0,0,"] * 2,
         "multiple", ["fisk", "koed"]),
        ("Spiser du [Fisk],Spiser du [Kød]", ["x,", "x,x", ",x", "x,"] * 3, "multiple",
         ["Fisk", "Kød"]),
        ("a_1,a_2", ["altid,aldrig", "aldrig,ofte", "ofte,altid"] * 4,
         "single", ["1", "2"]),
        ("behov_nu_virksomheder,behov_nu_borgernes_mål", ["Ja,Nej", "Nej,Ja", "Ja,Ja"] * 3,
         "single", ["virksomheder", "borgernes_mål"]),
        ("Indkomst", ["1200,5", "800", "3400,25", "950", "20100", "77"], "number", ["Indkomst"]),
    ],
)  # fmt: skip
def test_a_question_is_known_by_its_headings_and_cells(headings, cells, kind, items, tmp_path):
    columns = [headings.split(","), *(cell.split(",") for cell in cells)]
    if "," not in headings:
        columns = [[headings], *([cell] for cell in cells)]
    rows = [["id", *columns[0]], *([str(n), *row] for n, row in enumerate(columns[1:]))]
    with (tmp_path / "svar.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t").writerows(rows)
    folder = draft(tmp_path, tmp_path / "svar.csv")
    with (folder / "questions.csv").open(encoding="utf-8") as file:
        questions = list(csv.DictReader(file))
    assert [question["kind"] for question in questions] == [kind]
    fill(folder)
    question = next(iter(read_survey(folder, protected=False).codebook.questions.values()))
    assert [item.label.da for item in question.items] == items
