"""A job centre's workbook that is wrong: each problem with its place, what was expected, the cure.

The form is broken in one place at a time, and read in both languages.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from languages import wrong_words
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from analysis.competence.workbook import centre_of_sheets, read_centre
from analysis.competence.workbook_example import example_centre
from analysis.survey.answers.cpr import looks_like_cpr
from analysis.survey.answers.workbook_cells import SheetCells, read_cells
from analysis.survey.checks import InputError
from analysis.survey.kommuner import find_kommune
from fagligheder.cli import main
from fagligheder.office.centre_book import centre_book

FILE = "kompetencer.xlsx"
Change = Callable[[dict[str, SheetCells]], None]


@cache
def form() -> bytes:
    """The form of Odder, filled with the example."""
    return centre_book(example_centre(find_kommune("Odder"), 2027), datetime(2026, 3, 1))


@cache
def cells() -> tuple[SheetCells, ...]:
    return tuple(read_cells(FILE, form()))


def at(cell: str) -> tuple[int, int]:
    letters, row = coordinate_from_string(cell)
    return row, column_index_from_string(letters)


def put(sheet: str, **values: str) -> Change:
    """Write texts into cells of a sheet; an empty one is a blank cell."""

    def change(sheets: dict[str, SheetCells]) -> None:
        texts = dict(sheets[sheet].texts)
        for cell, words in values.items():
            texts[at(cell)] = words
            if not words:
                del texts[at(cell)]
        numbers = sheets[sheet].numbers - {at(cell) for cell in values}
        sheets[sheet] = replace(sheets[sheet], texts=texts, numbers=numbers)

    return change


def formula(sheet: str, cell: str) -> Change:
    """Make a cell a formula without a stored value."""

    def change(sheets: dict[str, SheetCells]) -> None:
        put(sheet, **{cell: ""})(sheets)
        sheets[sheet] = replace(sheets[sheet], formulas=(at(cell),))

    return change


def rename(sheet: str, name: str) -> Change:
    def change(sheets: dict[str, SheetCells]) -> None:
        sheets[sheet] = replace(sheets[sheet], name=name)

    return change


def copy(sheet: str, name: str) -> Change:
    def change(sheets: dict[str, SheetCells]) -> None:
        sheets[name] = replace(sheets[sheet], name=name)

    return change


def remove(sheet: str) -> Change:
    return lambda sheets: sheets.pop(sheet) and None


def without_headings(sheet: str) -> Change:
    def change(sheets: dict[str, SheetCells]) -> None:
        texts = {place: words for place, words in sheets[sheet].texts.items() if place[0] != 5}
        sheets[sheet] = replace(sheets[sheet], texts=texts)

    return change


def refusal(*changes: Change, lang: str = "da") -> str:
    sheets = {sheet.name: sheet for sheet in cells()}
    for change in changes:
        change(sheets)
    with pytest.raises(InputError) as error:
        centre_of_sheets(list(sheets.values()), FILE, lang=lang)
    return str(error.value)


NEW = "hent arket fra et nyt skema: fagligheder own --template."
#: What is written in a cell of the form, and what is said of it: found, expected, and the cure.
with Path(__file__).with_name("wrong_cells.csv").open(encoding="utf-8", newline="") as file:
    WRONG_CELLS = [tuple(row.values()) for row in csv.DictReader(file)]


def case_id(value: object) -> str | None:
    return str(value)[:12] if isinstance(value, str) else None


@pytest.mark.parametrize(
    ("sheet", "cell", "words", "column", "found", "expected", "cure"), WRONG_CELLS, ids=case_id
)
def test_a_wrong_cell_is_named_with_its_cure(sheet, cell, words, column, found, expected, cure):
    row, _ = at(cell)
    change = put(sheet, **{cell: words})
    where = f'{FILE}, ark "{sheet}", række {row}, kolonne "{column}": '
    assert f"{where}fandt {found}, forventede {expected}. {cure}" in refusal(change).splitlines()
    english = refusal(change, lang="en").splitlines()
    where = f'{FILE}, sheet "{sheet}", row {row}, column "{column}": '
    (said,) = [line for line in english if line.startswith(where) and " expected " in line][:1]
    rest = said.removeprefix(where).replace(words, "") if words else said.removeprefix(where)
    assert re.fullmatch(r"found .+, expected .+\. [A-Z].+\.", rest)
    assert wrong_words(rest, "en", allow=[sheet, column]) == []


#: A change, and what is said of it in each language.
WRONG_SHEETS = [
    (
        put("Behov", C5="Lille"),
        [
            'ark "Behov", række 5, kolonne "C": fandt en overskrift, som skemaet ikke har; '
            "forventede Lavt. Ret overskriften, eller slet kolonnen.",
            'ark "Behov", række 5, kolonne "Lavt": kolonnen mangler, forventede Lavt. Sæt kolonnen '
            f"ind igen, eller {NEW}",
        ],
        'sheet "Behov", row 5, column "C": found a heading that the form does not have; expected '
        "Low. Correct the heading, or delete the column.",
    ),
    (
        put("Medarbejdere", P5="Anne Madsen"),
        [
            'ark "Medarbejdere", række 5, kolonne "P": fandt en overskrift, som skemaet ikke har; '
            "forventede en tom celle. Ret overskriften, eller slet kolonnen."
        ],
        'sheet "Medarbejdere", row 5, column "P": found a heading that the form does not have; '
        "expected an empty cell. Correct the heading, or delete the column.",
    ),
    (
        put("Behov", I5="Lavt"),
        [
            'ark "Behov", række 5, kolonne "Lavt": fandt overskriften to gange, forventede den '
            "kun én gang i rækken. Slet den ene kolonne."
        ],
        'sheet "Behov", row 5, column "Lavt": found the heading twice, expected it only once in '
        "the row. Delete one of the columns.",
    ),
    (
        without_headings("Rammer"),
        [
            'ark "Rammer": fandt ingen overskrifter, forventede en række med Ramme, Værdi, '
            "Overenskomst, Gælder fra, Kilde. Sæt rækken med overskrifter ind igen fra et nyt "
            "skema: fagligheder own --template."
        ],
        'sheet "Rammer": found no headings, expected a row with Limit, Value, Agreement, Valid '
        "from, Source. Put the row of headings back from a new form: fagligheder own --template.",
    ),
    (
        put("Medarbejdere", R9="ring til Ane"),
        [
            'ark "Medarbejdere", række 9, kolonne "R": fandt indhold uden for tabellen, '
            "forventede en tom celle: det bliver ikke læst. Flyt det til en kolonne med "
            "overskrift, eller slet det."
        ],
        'sheet "Medarbejdere", row 9, column "R": found content outside the table, expected an '
        "empty cell: it is not read. Move it to a column with a heading, or delete it.",
    ),
    (
        put("Medarbejdere", A4="AB", B4="Nord"),
        [
            'ark "Medarbejdere", række 4, kolonne "A": fandt indhold uden for tabellen, '
            "forventede en tom celle: det bliver ikke læst. Flyt det til en kolonne med "
            "overskrift, eller slet det."
        ],
        'sheet "Medarbejdere", row 4, column "B": found content outside the table, expected an '
        "empty cell: it is not read. Move it to a column with a heading, or delete it.",
    ),
    (
        formula("Behov", "D6"),
        [
            'ark "Behov", række 6, kolonne "Midt": fandt en formel uden gemt værdi, forventede en '
            "værdi. Skriv værdien i stedet for formlen."
        ],
        'sheet "Behov", row 6, column "Midt": found a formula without a stored value, expected a '
        "value. Write the value instead of the formula.",
    ),
    (
        rename("Tilbud", "Kurser"),
        [
            'ark "nr. 4": fandt et ark, som skemaet ikke har, med indhold; forventede Center, '
            "Behov, Medarbejdere, Tilbud, Rammer, Plan. Slet arket, eller flyt det til en anden "
            "fil.",
            'arket "Tilbud" mangler, forventede Center, Behov, Medarbejdere, Tilbud, Rammer, Plan. '
            "Giv arket sit navn igen, eller hent det fra et nyt skema: fagligheder own --template.",
        ],
        'sheet "no. 4": found a sheet that the form does not have, with content; expected Centre, '
        "Needs, Employees, Offers, Limits, Steps. Delete the sheet, or move it to another file.",
    ),
    (
        copy("Plan", "Steps"),
        ['ark "Steps": der er to ark med dette indhold. Slet det ene.'],
        'sheet "Steps": there are two sheets with this content. Delete one of them.',
    ),
    (
        remove("Center"),
        [
            "er ikke skemaet til kompetencer, forventede arkene Center, Behov, Medarbejdere, "
            "Tilbud, Rammer, Plan. Lav et nyt skema, og brug det: fagligheder own --template."
        ],
        "is not the form for skills, expected the sheets Centre, Needs, Employees, Offers, "
        "Limits, Steps. Make a new form: fagligheder own --template.",
    ),
    (
        put("Center", A5=""),
        [
            'ark "Center": rækken mangler, forventede Medarbejdere i jobcentret med en værdi ved '
            f"siden af. Skriv navnet i en celle og værdien ved siden af, eller {NEW}"
        ],
        'sheet "Center": the row is missing, expected Staff of the job centre with a value beside '
        "it. Write the name in a cell and the value beside it, or take the sheet from a new form: "
        "fagligheder own --template.",
    ),
    (
        put("Center", B5="11"),
        [
            'ark "Medarbejdere", række 17, kolonne "Kode": fandt en tekst på 6 tegn, forventede '
            "højst 11 medarbejdere, som der står på arket Center. Ret antallet, eller slet rækker."
        ],
        'sheet "Medarbejdere", row 17, column "Kode": found a text of 6 characters, expected at '
        "most 11 employees, as the sheet Center says. Correct the number, or delete rows.",
    ),
    (
        put("Center", B8="vores egne"),
        [
            f'ark "{sheet}", række 6, kolonne "{column}": fandt en række fra eksemplet, forventede '
            "kun jeres egne, for på arket Center står »vores egne«. Slet eksemplets rækker."
            for sheet, column in (("Behov", "Kilde"), ("Medarbejdere", "Enhed"), ("Tilbud", "Navn"))
        ],
        'sheet "Behov", row 6, column "Kilde": found a row of the example, expected only your own, '
        "because the sheet Center says “our own”. Delete the rows of the example.",
    ),
    (
        put("Center", C13="Helt enig"),
        [
            'ark "Center", række 13, kolonne "C": fandt "Helt enig", forventede et svar på skalaen '
            "(Meget vigtig, Vigtig, Mindre vigtig, Slet ikke vigtig). Vælg et svar på cellens "
            "liste, eller lad den stå tom."
        ],
        'sheet "Center", row 13, column "C": found "Helt enig", expected an answer on the scale '
        "(Very important, Important, Less important, Not at all important). Choose an answer from "
        "the cell's list, or leave it empty.",
    ),
    (
        put("Center", C5="cirka"),
        [
            'ark "Center", række 5, kolonne "C": fandt "cirka", forventede en tom celle: det '
            "bliver ikke læst. Flyt det til cellen ved sit emne, eller slet det."
        ],
        'sheet "Center", row 5, column "C": found "cirka", expected an empty cell: it is not read. '
        "Move it to the cell beside its item, or delete it.",
    ),
]


@pytest.mark.parametrize(("change", "danish", "english"), WRONG_SHEETS)
def test_a_wrong_sheet_is_named_with_its_cure(change, danish, english):
    said = refusal(change).splitlines()
    assert set(danish) <= {
        line.removeprefix(f"{FILE}, ").removeprefix(f"{FILE}: ") for line in said
    }
    assert any(line.endswith(english) for line in refusal(change, lang="en").splitlines())


def test_a_long_text_is_not_repeated_whole():
    said = refusal(put("Behov", H6="x" * 501))
    assert f"fandt '{'x' * 69}…', forventede højst 500 tegn. Ret cellen." in said


def test_there_are_sixty_broken_workbooks():
    assert len(WRONG_CELLS) + len(WRONG_SHEETS) >= 60


def test_all_problems_are_listed_at_once():
    said = refusal(
        put("Center", B5="mange"), put("Behov", C6="x", G9="y"), put("Medarbejdere", E7="9"),
        put("Tilbud", E6="z"), put("Rammer", B8="1"), put("Plan", E6="-"),
    )  # fmt: skip
    sheets = re.findall(r'ark "(\w+)", række (\d+)', said)
    places = {(sheet, int(row)) for sheet, row in sheets}
    assert {("Center", 5), ("Behov", 6), ("Behov", 9), ("Medarbejdere", 7)} <= places
    assert {("Tilbud", 6), ("Rammer", 8), ("Plan", 6)} <= places


# --- personal numbers


@pytest.mark.parametrize(
    "words",
    ["010180-1234", "0101801234", "010180 1234", "01.01.80-1234", "01-01-80 1234", "101801234",
     "Ane (010180–1234)", "3112991234", "290200-1234", "0 1", "０１０１８０-1234"],
)  # fmt: skip
@pytest.mark.parametrize("sheet", ["Center", "Behov", "Medarbejdere", "Plan"])
def test_a_cpr_number_stops_everything_and_is_not_repeated(sheet, words):
    if words == "0 1":
        assert not looks_like_cpr(words)
        return
    for lang, place in (
        ("da", f'ark "{sheet}", række 30, kolonne "H": en værdi ligner et CPR-nummer'),
        ("en", f'sheet "{sheet}", row 30, column "H": a value looks like a CPR number'),
    ):
        said = refusal(put(sheet, H30=words), put("Behov", C6="galt"), lang=lang)
        assert said.startswith(f"{FILE}, {place}")
        assert len(said.splitlines()) == 1
        assert "1234" not in said
        assert "galt" not in said


@pytest.mark.parametrize(
    "words",
    ["310280-1234", "45 12 34 56", "2027-06-30", "1234567890123", "013480-1234", "60000", "T1"],
)
def test_what_is_no_day_of_birth_is_no_cpr_number(words):
    assert not looks_like_cpr(words)


def test_a_tab_with_a_cpr_number_is_named_by_its_place():
    said = refusal(rename("Plan", "010180-1234"))
    assert said.startswith(f'{FILE}, ark "nr. 6": en værdi ligner et CPR-nummer')
    assert "1234" not in said


# --- files


def zipped(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "written",
    [b"", b"kommune;Odder", b"\xd0\xcf\x11\xe0" + bytes(600), form()[:4000],
     zipped("xl/workbook.xml", b"<workbook/>"), zipped("hemmelig-kode-77", b"hemmelig-kode-77")],
    ids=["empty", "text", "old or locked", "cut", "empty archive", "other archive"],
)  # fmt: skip
def test_what_is_no_workbook_is_refused(tmp_path, written):
    (tmp_path / FILE).write_bytes(written)
    with pytest.raises(InputError) as error:
        read_centre(tmp_path / FILE)
    assert str(error.value) == (
        f"{FILE}: er ikke en projektmappe, der kan læses, forventede .xlsx eller .ods uden "
        "adgangskode. Åbn filen, og gem den som Excel-projektmappe (.xlsx)."
    )


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"ingen\.xlsx: the file .* cannot be read"):
        read_centre(tmp_path / "ingen.xlsx", lang="en")


# --- what stands on the sheet of employees stays there

SECRET = "Hemmelig77"


@pytest.mark.parametrize("column", range(1, 20))
@pytest.mark.parametrize("row", [5, 7, 30])
def test_no_text_of_an_employee_reaches_a_message(row, column):
    """Whichever cell it stands in; what can be read makes no message."""
    sheets = {sheet.name: sheet for sheet in cells()}
    page = sheets["Medarbejdere"]
    sheets["Medarbejdere"] = replace(page, texts={**page.texts, (row, column): SECRET})
    for lang in ("da", "en"):
        try:
            said = repr(centre_of_sheets(list(sheets.values()), FILE, lang=lang))
        except InputError as error:
            said = str(error)
        assert SECRET.casefold() not in said.casefold()


def test_the_command_says_what_is_wrong_and_ends_in_2(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(form()))
    page = book["Medarbejdere"]
    for row in range(6, 18):
        page.cell(row, 1).value = f"{SECRET}{row}"
    book.save(FILE)
    assert main(["check", FILE, "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"{FILE} can be read: 12 needs, 12 employees, 7 offers, 6 limits")
    page["E9"], page["K9"], page["A10"] = "7", SECRET, f"{SECRET}6"
    book.save(FILE)
    assert main(["check", FILE, "--lang", "en"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert re.findall(r'row (\d+), column "(\w+)"', told.err) == [
        ("9", "Virksomheder"), ("9", "Ønsker"), ("10", "Kode"),
    ]  # fmt: skip
    assert SECRET.casefold() not in (said.out + said.err + told.err).casefold()


def test_an_unexpected_error_keeps_no_cell(tmp_path, monkeypatch, capsys):
    def break_down(*_, **__):
        raise KeyError(SECRET)

    monkeypatch.setattr("analysis.competence.workbook.needs_rows", break_down)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    file = tmp_path / FILE
    file.write_bytes(form())
    assert main(["check", str(file)]) == 4
    told = capsys.readouterr().err
    assert "RuntimeError: KeyError in test_centre_problems.py, line " in told
    (saved,) = tmp_path.glob("fagligheder-fejl-*")
    assert SECRET not in told + saved.read_text(encoding="utf-8")
