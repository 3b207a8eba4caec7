"""Headings in one to four rows, as programs and survey systems write them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from answer_files import workbook
from openpyxl import load_workbook

from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.codebook import Item, Labels, read_codebook

IMPORTANCE = "Hvor vigtige er hver af de seks profiler for dit jobcenter i dag?"
NEED = (
    "Hvilke profiler forventer du, at dit jobcenter får mere eller mindre brug for i de "
    "kommende år?"
)
PLAN = "Vi har en plan for, hvordan vi skal kompetenceudvikle vores medarbejdere"
FIRST = ["Odder", "Vigtig", "Meget vigtig", "Det samme som i dag"]
SECOND = ["Faxe", "Vigtig", "Vigtig", "Mere brug for"]
ITEMS = ("importance_virksomheder", "importance_integration", "future_need_integration")
RIGHT = ([0, 2, 0, 0], [1, 1, 0, 0], [1, 1, 0])


def n_of(survey, name: str) -> list[int]:
    return survey.answers[name].value_counts(sort=False).tolist()


def counts(survey) -> tuple[list[int], ...]:
    return tuple(n_of(survey, name) for name in ITEMS)


def saved(folder: Path, *rows: list[str], name: str = "svar.csv") -> Path:
    path = folder / name
    if name.endswith(".xlsx"):
        path.write_bytes(workbook(*([cell or None for cell in row] for row in rows)))
    else:
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(rows)
        path.write_text(text.getvalue(), "utf-8")
    return path


def said(path: Path, mapping=None) -> str:
    with pytest.raises(InputError) as error:
        read_answers(path, mapping)
    return str(error.value)


PARTS = ["", "Virksomheder", "Integration", "Integration"]
BLANK = ["Kommune", IMPORTANCE, "", NEED]
FULL = [f"{IMPORTANCE} - Virksomheder", f"{IMPORTANCE} - Integration", f"{NEED} - Integration"]
IMPORT = [f'{{"ImportId":"QID{i}_TEXT"}}' for i in range(4)]
NAMES = ["kommune", "Q2_1", "Q2_5", "Q3_5"]
ROWS = {
    "merged or blank": [BLANK, PARTS],
    "repeated": [["Kommune", IMPORTANCE, IMPORTANCE, NEED], ["Response", *PARTS[1:]]],
    "saved by pandas": [["Kommune", IMPORTANCE, f"{IMPORTANCE}.1", NEED], PARTS],
    "blank saved by pandas": [["Kommune", IMPORTANCE, "Unnamed: 2", NEED], PARTS],
    "saved by readr": [["Kommune", f"{IMPORTANCE}...2", f"{IMPORTANCE}...3", NEED], PARTS],
    "numbered": [["Kommune", f"1. {IMPORTANCE}", "", f"Q2: {NEED}"], ["Response", *PARTS[1:]]],
    "title above": [["Svar 2019", "", "", ""], BLANK, PARTS],
    "names above": [NAMES, ["", *BLANK[1:]], PARTS],
    "profiles above": [["kommune", *PARTS[1:]], ["", IMPORTANCE, IMPORTANCE, NEED]],
    "response below": [["Kommune", *FULL], ["Response"] * 4],
    "Qualtrics": [NAMES, ["Hvilken kommune?", *FULL], IMPORT],
    "Qualtrics, two rows": [NAMES, ["Hvilken kommune?", *FULL]],
    "Qualtrics, quoted otherwise": [NAMES, ["x", *FULL], [i.replace('"', "'") for i in IMPORT]],
    "Qualtrics, saved again": [["kommune", *FULL], [i.replace('"', "") for i in IMPORT]],
    "LimeSurvey": [
        [
            "kommune",
            f"{IMPORTANCE} [Virksomheder]",
            f"{IMPORTANCE} [Integration]",
            f"{NEED} [Integration]",
        ]
    ],
    "LimeSurvey, code and text": [
        ["kommune", f"Q1[SQ001]. {FULL[0]}", f"Q1[SQ005]. {FULL[1]}", f"Q2[SQ005]. {FULL[2]}"]
    ],
    "keys": [["kommune", *ITEMS], ["Hvilken?", IMPORTANCE, IMPORTANCE, NEED]],
}


@pytest.mark.parametrize("kind", ["svar.csv", "svar.xlsx"])
@pytest.mark.parametrize("rows", ROWS.values(), ids=list(ROWS))
def test_heading_rows_are_read_as_programs_write_them(tmp_path, rows, kind):
    survey = read_answers(saved(tmp_path, *rows, FIRST, SECOND, name=kind))
    assert counts(survey) == RIGHT
    assert survey.respondents == 2


@pytest.mark.parametrize("rows", ROWS.values(), ids=list(ROWS))
def test_rows_are_counted_as_in_the_file(tmp_path, rows):
    path = saved(tmp_path, *rows, FIRST, ["Odde", *SECOND[1:]], ["Faxe", "hm", *SECOND[2:]])
    where = len(rows) + 2
    assert f"række {where}, kolonne" in said(path)
    assert "fandt 'Odde'" in said(path)
    assert f"række {where + 1}, kolonne" in said(path)


def test_a_message_names_the_profile_of_a_spanning_question(tmp_path):
    path = saved(tmp_path, BLANK, PARTS, FIRST, ["Odder", "1", "hm", "1"])
    assert 'svar.csv, række 4, kolonne "Integration (Hvor vigtige er hver af de seks' in said(path)


def test_merged_cells(tmp_path):
    path = saved(tmp_path, BLANK, PARTS, FIRST, SECOND, name="svar.xlsx")
    book = load_workbook(path)
    book.active.merge_cells("B1:C1")
    book.active.merge_cells("A1:A2")
    book.save(path)
    assert counts(read_answers(path)) == RIGHT


@pytest.mark.parametrize(
    "mapping",
    [
        {"Q2_1": ITEMS[0], "Q2_5": ITEMS[1], "Q3_5": ITEMS[2]},
        {"Q2_1": ITEMS[0]},
        {FULL[0]: ITEMS[0], FULL[1]: ITEMS[1]},
    ],
)
@pytest.mark.parametrize("rows", ["Qualtrics", "Qualtrics, two rows", "names above"])
def test_a_mapping_may_name_any_heading_of_a_column(tmp_path, rows, mapping):
    path = saved(tmp_path, *ROWS[rows], FIRST, SECOND)
    survey = read_answers(path, {"columns": mapping})
    assert counts(survey) == RIGHT
    assert survey.respondents == 2


def test_a_mapping_of_other_words_in_two_rows(tmp_path):
    rows = [["Hvor?", "Vigtighed?", "", "Behov?"], ["Response", "Firmaer", "Indsats", "Indsats"]]
    path = saved(tmp_path, *rows, FIRST, SECOND)
    mapping = {
        "Hvor?": "kommune",
        "Vigtighed? - Firmaer": ITEMS[0],
        "Vigtighed? [Indsats]": ITEMS[1],
        "Behov?": ITEMS[2],
    }
    assert counts(read_answers(path, {"columns": mapping})) == RIGHT
    assert "den er også fundet i" in said(
        path, {"columns": {"Hvor?": "kommune", "Indsats": ITEMS[1]}}
    )


def test_texts_of_another_questionnaire_below_mapped_names(tmp_path):
    other = ["Hvor?", "Vigtig? - Virksomheder", "Vigtig? - Integration", "Brug? - Integration"]
    path = saved(tmp_path, NAMES, other, FIRST, SECOND)
    survey = read_answers(path, {"columns": dict(zip(NAMES[1:], ITEMS, strict=True))})
    assert counts(survey) == RIGHT


def test_a_question_above_and_statements_of_its_own_beside_it(tmp_path):
    rows = [[*BLANK, PLAN], [*PARTS, "Response"]]
    survey = read_answers(saved(tmp_path, *rows, [*FIRST, "Helt enig"], [*SECOND, ""]))
    assert counts(survey) == RIGHT
    assert n_of(survey, "statements_5") == [1, 0, 0, 0]


def test_a_respondent_is_no_heading_row(tmp_path):
    path = saved(
        tmp_path, ["kommune", ITEMS[0], "vigtigst"], ["Odder", "", "Integration"], ["Faxe", "2", ""]
    )
    survey = read_answers(path)
    assert survey.respondents == 2
    assert n_of(survey, ITEMS[0]) == [0, 1, 0, 0]


@pytest.mark.parametrize("first", [FIRST, ["", *FIRST[1:]], ["", "", "", "1"]])
def test_a_respondent_above_the_row_of_import_ids_is_not_lost(tmp_path, first):
    path = saved(tmp_path, NAMES, first, ["Hvilken kommune?", *FULL], IMPORT, SECOND)
    columns = {"columns": dict(zip(NAMES[1:], ITEMS, strict=True))}
    assert "række 3, kolonne \"kommune\": fandt 'Hvilken kommune?'" in said(path, columns)


@pytest.mark.parametrize("first", [FIRST, ["Odder", "4", "1", ""], ["", *FIRST[1:]]])
def test_a_respondent_above_the_headings_is_not_lost(tmp_path, first):
    path = saved(tmp_path, first, ["kommune", *ITEMS], SECOND)
    assert said(path).startswith(f"svar.csv, række 1: fandt '{first[0] or first[1]}")
    assert "forventede overskrifter øverst og ingen svar over dem. Flyt rækken ned" in said(path)
    path = saved(tmp_path, ["", "1", "2", "3"], ["kommune", *ITEMS], FIRST, SECOND)
    assert counts(read_answers(path)) == RIGHT


def test_heading_rows_that_disagree_are_refused(tmp_path):
    path = saved(tmp_path, ["kommune", ITEMS[0]], ["", FULL[1]], ["Odder", "Vigtig"])
    assert f"kun passer på én kolonne, ikke {ITEMS[0]}, {ITEMS[1]}" in said(path)
    survey = read_answers(path, {"columns": {ITEMS[0]: ITEMS[0]}})
    assert n_of(survey, ITEMS[0]) == [0, 1, 0, 0]


# --- separators between digits


@pytest.mark.parametrize(
    ("mapped", "other"),
    [("Q1_1", "Q11"), ("s_1_2", "s_12"), ("Q1[1]", "Q11"), ("Q1.1", "Q11"), ("Q11", "Q1_1")],
)
def test_separators_between_digits_tell_headings_apart(tmp_path, mapped, other):
    rows = (["kommune", mapped, other], ["Odder", "Vigtig", "Meget vigtig"])
    columns = {"columns": {mapped: ITEMS[0]}}
    assert n_of(read_answers(saved(tmp_path, *rows), columns), ITEMS[0]) == [0, 1, 0, 0]
    without = said(saved(tmp_path, *([row[0], row[2]] for row in rows)), columns)
    assert f'forventede overskriften "{mapped}"' in without
    assert "Mente du" not in without


def test_headings_that_differ_by_signs_are_told_apart_when_a_mapping_names_them(tmp_path):
    path = saved(tmp_path, ["kommune", "Q1_1", "Q1.1"], ["Odder", "Vigtig", "Meget vigtig"])
    survey = read_answers(path, {"columns": {"Q1_1": ITEMS[0], "Q1.1": ITEMS[1]}})
    assert (n_of(survey, ITEMS[0]), n_of(survey, ITEMS[1])) == ([0, 1, 0, 0], [1, 0, 0, 0])
    assert "den er også fundet i" in said(path, {"columns": {"q1 1": ITEMS[0]}})


def test_two_lines_of_a_mapping_for_one_column(tmp_path):
    path = saved(tmp_path, *ROWS["Qualtrics"], FIRST)
    mapping = {"Q2_1": ITEMS[0], FULL[0]: ITEMS[1]}
    expected = f"kolonnen én gang i kolonnefilen, ikke som {ITEMS[0]} og {ITEMS[1]}. Slet"
    assert expected in said(path, {"columns": mapping})


# --- columns that stand twice


@pytest.mark.parametrize("copy", ["{}.1", "{}_1", "{}...7", "{}.12", "{} (2)", "{} 2"])
@pytest.mark.parametrize("heading", ["statements_1", ITEMS[0], FULL[1]])
def test_a_copy_that_a_program_has_numbered_is_refused(tmp_path, heading, copy):
    path = saved(
        tmp_path, ["kommune", heading, copy.format(heading)], ["Odder", "Helt enig", "Helt uenig"]
    )
    assert "i én kolonne; den er også fundet i" in said(path)


def test_two_numbered_copies_without_an_original(tmp_path):
    path = saved(tmp_path, ["kommune", "statements_1...2", "statements_1...3"], ["Odder", "1", "2"])
    cure = "Angiv i en kolonnefil, hvilken kolonne der er statements_1, og de andre som ignore."
    assert said(path).count(cure) == 2


def test_a_frame_with_a_column_twice_gives_no_answers_to_another_item(tmp_path):
    path = tmp_path / "svar.csv"
    pd.DataFrame([["Odder", 1, 4, 2]], columns=["kommune", "s", "s", "t"]).to_csv(path, index=False)
    pd.read_csv(path).rename(columns=lambda name: name.replace("s", "statements_1")).to_csv(path)
    assert "statements_1 i én kolonne" in said(path)


def test_no_hint_merges_columns(tmp_path):
    rows = (
        ["kommune", ITEMS[0], "importance_virksomhedr", "statements_12"],
        ["Odder", "1", "2", "3"],
    )
    survey = read_answers(saved(tmp_path, *rows))
    assert survey.notes[0] == (
        "Kolonner, der ikke er brugt: importance_virksomhedr, statements_12."
    )
    rows = (["kommune", "importance_virksomhedr", "importance_virksomhede"], ["Odder", "1", "2"])
    assert "Ret overskriften til" not in said(saved(tmp_path, *rows))


def test_a_slip_in_a_profile_below_its_question_is_not_lost(tmp_path):
    path = saved(tmp_path, BLANK, ["", "Virksomhedr", *PARTS[2:]], FIRST)
    assert f"{ITEMS[0]}, som den ligner" in said(path)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_question_is_found_over_its_items(tmp_path, lang):
    book = read_codebook()
    upper, lower, cells = ["kommune"], [""], ["Odder"]
    for question in book.questions.values():
        upper += [question.text[lang], *[""] * (len(question.items) - 1)]
        lower += [item.label[lang] for item in question.items]
        cells += [question.scale.answers[1].label[lang]] * len(question.items)
    survey = read_answers(saved(tmp_path, upper, lower, cells))
    assert survey.respondents == 1
    assert all(n_of(survey, name)[:2] == [0, 1] for name in book.columns())


def test_short_names_of_items_and_groups_make_no_answer_a_heading(tmp_path):
    book = read_codebook()
    question = book.questions["importance"]
    items = tuple(Item(k, Labels(k, k), Labels(k, k)) for k in ("ig", "vig", "Meget"))
    areas = tuple(Item(k, Labels(k, k), Labels(k, k)) for k in ("ig", "syd"))
    question = replace(question, items=items)
    book = replace(book, questions={"importance": question}, groups={"area": areas})
    rows = (["area", "ig (vigtighed)", "vig", "Meget"], ["ig", "Vigtig", "Meget vigtig", "hm ig"])
    path = saved(tmp_path, *rows, ["syd", "Vigtig", "Vigtig", "Vigtig"])
    with pytest.raises(InputError, match=r"række 2, kolonne \"Meget\": fandt 'hm ig'"):
        read_answers(path, codebook=book)
    rows[1][3] = ""
    assert read_answers(saved(tmp_path, *rows), codebook=book).respondents == 1
