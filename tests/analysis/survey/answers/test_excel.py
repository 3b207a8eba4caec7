"""Workbooks: the sheet that is read, hidden rows, formulas and escaped characters."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from answer_files import FORMULA, workbook
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from analysis.survey.answers.excel import read_excel
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError

HEADINGS = ["kommune", "importance_integration"]


def two_sheets(path: Path, state: str, other: str = "visible") -> Path:
    book = Workbook()
    old, new = book.active, book.create_sheet("Svar")
    old.title, old.sheet_state, new.sheet_state = "Sidste år", state, other
    for page, answer in ((old, 4), (new, 1)):
        page.append(HEADINGS)
        page.append(["Odder", answer])
    book.save(path)
    return path


def counts(survey) -> list[int]:
    return survey.answers["importance_integration"].value_counts(sort=False).tolist()


def with_parts(content: bytes, **changes: tuple[str, str]) -> bytes:
    """A workbook with text replaced in its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for end, (before, after) in changes.items():
                if name.endswith(f"{end}.xml"):
                    assert before.encode() in part
                    part = part.replace(before.encode(), after.encode())
            new.writestr(name, part)
    return out.getvalue()


# --- sheets


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_never_read_before_one_that_is_seen(tmp_path, state):
    survey = read_answers(two_sheets(tmp_path / "svar.xlsx", state))
    assert counts(survey) == [1, 0, 0, 0]
    assert "Arket 'Svar' er læst; ikke Sidste år (skjult)." in survey.notes


@pytest.mark.parametrize("name", ["Sidste år", "sidste år", " Sidste år "])
def test_a_hidden_sheet_can_be_chosen(tmp_path, name):
    path = two_sheets(tmp_path / "svar.xlsx", "hidden")
    assert counts(read_answers(path, sheet=name)) == [0, 0, 0, 1]


def test_an_unknown_sheet_is_told_with_those_that_there_are(tmp_path):
    with pytest.raises(InputError) as error:
        read_answers(two_sheets(tmp_path / "svar.xlsx", "hidden"), sheet="Ark9")
    said = "svar.xlsx: arket 'Ark9' findes ikke. Vælg et af: Sidste år (skjult), Svar."
    assert str(error.value) == said


def test_a_workbook_where_everything_is_hidden(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "svar.xlsx"))
    for name in ("A", "B"):
        page = book.add_worksheet(name)
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, ["Odder", 1])
    book.close()
    content = (tmp_path / "svar.xlsx").read_bytes()
    hidden = with_parts(content, workbook=('<sheet name="', '<sheet state="hidden" name="'))
    (tmp_path / "svar.xlsx").write_bytes(hidden)
    with pytest.raises(InputError, match=r"alle ark er skjult\. Vælg et af: A \(skjult\), B"):
        read_answers(tmp_path / "svar.xlsx")


# --- rows and columns that a person does not see


def test_hidden_rows_are_counted_and_told_of(tmp_path):
    book = Workbook()
    page = book.active
    page.append([*HEADINGS, "status"])
    for number in range(12):
        page.append(["Odder", 1 + number % 2, "x"])
    page.append([None, None, None])
    page.auto_filter.ref = "A1:C13"
    for row in (3, 5, 14):
        page.row_dimensions[row].hidden = True
    page.column_dimensions["B"].hidden = True
    path = tmp_path / "svar.xlsx"
    book.save(path)
    low = with_parts(path.read_bytes(), sheet1=('<row r="7"', '<row r="7" ht="0" customHeight="1"'))
    path.write_bytes(low)
    survey = read_answers(path)
    assert counts(survey) == [6, 6, 0, 0]
    rows = "3 rækker er skjult i regnearket, fx af et filter, og talt med: 3, 5, 7."
    assert any(note.startswith(rows) for note in survey.notes)
    columns = "Kolonner, der er skjult i regnearket, er læst med: B (importance_integration)."
    assert columns in survey.notes


def test_of_many_hidden_rows_the_first_are_named(tmp_path):
    book = Workbook()
    book.active.append(HEADINGS)
    for row in range(2, 22):
        book.active.append(["Odder", 1])
        book.active.row_dimensions[row].hidden = True
    book.save(tmp_path / "svar.xlsx")
    (note,) = (n for n in read_answers(tmp_path / "svar.xlsx").notes if "skjult" in n)
    assert note.startswith("20 rækker er skjult")
    assert "2, 3, 4, 5, 6, 7, 8, 9 og 12 til." in note


def test_without_hidden_rows_there_is_no_note(tmp_path):
    (tmp_path / "svar.xlsx").write_bytes(workbook(HEADINGS, ["Odder", 1]))
    assert not any("skjult" in note for note in read_answers(tmp_path / "svar.xlsx").notes)


# --- formulas


def with_formulas(path: Path, stored: dict[str, object]) -> Path:
    """A workbook of a program that calculates: formulas, and a value beside each."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Svar")
    page.write_row(0, 0, ["id", "medarbejdere", *HEADINGS])
    page.write_row(1, 0, [1, 72, "Odder", "Vigtig"])
    page.write_row(2, 0, [2, 60, "Faxe", "Vigtig"])
    for cell, value in stored.items():
        page.write_formula(cell, "=IF(A1=1,2,3)", value=value)
    book.close()
    return path


def test_formulas_are_read_by_the_values_that_are_stored_with_them(tmp_path):
    stored = {"A3": 2, "B3": 61, "C3": "Greve", "D3": "Meget vigtig"}
    survey = read_answers(with_formulas(tmp_path / "svar.xlsx", stored))
    assert survey.answers["kommune"].tolist() == ["0727", "0253"]
    assert survey.kommuner["staff"].tolist() == [61, 72]
    assert counts(survey) == [1, 1, 0, 0]


@pytest.mark.parametrize("cell", ["A2", "B2", "C2", "D2"])
def test_a_value_that_was_never_calculated_is_told_as_a_formula(tmp_path, cell):
    path = with_formulas(tmp_path / "svar.xlsx", {cell: 0, f"{cell[0]}3": 0})
    with pytest.raises(InputError) as error:
        read_answers(path)
    assert all(problem.cure == FORMULA for problem in error.value.problems)


def test_a_formula_that_gives_an_empty_text_is_a_blank(tmp_path):
    path = with_formulas(tmp_path / "svar.xlsx", {"D2": "mark"})
    path.write_bytes(with_parts(path.read_bytes(), sheet1=("<v>mark</v>", "<v></v>")))
    assert counts(read_answers(path)) == [0, 1, 0, 0]


@pytest.mark.parametrize("column", range(4))
def test_formulas_without_a_stored_value_are_told(tmp_path, column):
    row: list[object] = [1, 72, "Odder", "Vigtig"]
    row[column] = "=ROW()"
    other = [2, *row[1:]] if column else row
    content = workbook(["id", "medarbejdere", *HEADINGS], row, other)
    (tmp_path / "svar.xlsx").write_bytes(content)
    with pytest.raises(InputError) as error:
        read_answers(tmp_path / "svar.xlsx")
    assert all(problem.cure == FORMULA for problem in error.value.problems)


def test_a_formula_of_a_range_is_shown_as_it_is_written(tmp_path):
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(["Odder", None])
    book.active["B2"] = ArrayFormula("B2:B2", '=IF(A2="Odder","Vigtig","")')
    book.save(tmp_path / "svar.xlsx")
    with pytest.raises(InputError) as error:
        read_answers(tmp_path / "svar.xlsx")
    assert 'fandt \'=IF(A2="Odder","Vigtig","")\'' in str(error.value)
    assert FORMULA in str(error.value)
    assert "object at" not in str(error.value)


def test_a_heading_that_is_a_formula_is_told(tmp_path):
    (tmp_path / "svar.xlsx").write_bytes(workbook(["kommune", "=A1"], ["Odder", 1]))
    with pytest.raises(InputError, match="række 1: fandt '=A1', forventede en overskrift"):
        read_answers(tmp_path / "svar.xlsx")


def test_a_formula_after_many_rows_without(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "svar.xlsx"))
    page = book.add_worksheet("Svar")
    page.write_row(0, 0, HEADINGS)
    for row in range(1, 101):
        page.write_row(row, 0, ["Odder", "Vigtig"])
    for row, value in ((40, "Meget vigtig"), (41, "Mindre vigtig"), (97, "Slet ikke vigtig")):
        page.write_formula(row, 1, "=Z1", value=value)
    page.write_row(110, 0, ["Odder", "Vigtig"])
    book.close()
    survey = read_answers(tmp_path / "svar.xlsx")
    column = survey.answers["importance_integration"].astype(object)
    assert (column[39], column[40], column[96]) == (
        "very_important",
        "less_important",
        "not_important",
    )
    assert counts(survey) == [1, 98, 1, 1]


# --- characters that XML cannot hold


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Vigtig_x000D_", "Vigtig"),
        ("Vigtig_x000d__x000A_", "Vigtig"),
        ("a_x0009_b", "a\tb"),
        ("a_x005F_x000D_b", "a_x000D_b"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_xD83D_", "\ufffd"),
        ("_x00E6_", "æ"),
        ("_xZZZZ_", "_xZZZZ_"),
        ("current_x_share", "current_x_share"),
    ],
)
def test_escaped_characters_are_what_they_stand_for(tmp_path, written, read):
    (tmp_path / "a.xlsx").write_bytes(workbook(["kommune", "x"], ["Odder", written]))
    assert read_excel(tmp_path / "a.xlsx", None).cells[1].tolist() == [read]


def test_an_escaped_line_break_in_a_heading(tmp_path):
    content = workbook(["kommune", "importance_integration_x000D_"], ["Odder", "Vigtig_x000D_"])
    (tmp_path / "svar.xlsx").write_bytes(content)
    assert counts(read_answers(tmp_path / "svar.xlsx")) == [0, 1, 0, 0]
