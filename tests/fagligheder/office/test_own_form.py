"""The workbook of own answers: filled in by hand, saved by any program, read or refused clearly."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import datetime
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from office_files import SOFFICE, needs_office
from openpyxl.utils import range_boundaries

from analysis.measures.job_centre import job_centre
from analysis.survey.answers.own import Own, read_filled_own, read_own
from analysis.survey.answers.own_draft import OwnDraft
from analysis.survey.answers.own_workbook import read_sheets
from analysis.survey.answers.workbook_cells import read_cells
from analysis.survey.checks import InputError
from analysis.survey.codebook import read_codebook
from analysis.survey.kommuner import find_kommune
from analysis.survey.published import read_published
from analysis.words import text
from fagligheder.office.own_form import own_form
from fagligheder.run.checking import check_answers

DAY = datetime(2026, 3, 1)
FIGURES = [f"Figur {number}" for number in range(2, 7)]
NAMES = "Virksomheder, Borgernes kompetencer, Koordination, Inddragelse, Integration, Udvikling"
BANDS = "Over 20 pct., 15–20 pct., 10–15 pct., 5–10 pct., Under 5 pct."
#: What is filled in below, as it is read.
TOLD = Own(
    "Odder",
    72,
    {
        "importance": {"virksomheder": "very_important", "udvikling": "not_important"},
        "current_share": {"borgernes_kompetencer": "from_15_to_20"},
        "statements": {"1": "fully_agree", "11": "partly_disagree"},
    },
    "Første linje\nAnden linje\nog dens anden halvdel\n\nSidste afsnit\n",
)


def form(kommune: str | None = "Odder", lang: str = "da") -> bytes:
    found = find_kommune(kommune) if kommune else None
    return own_form(read_published(), found, DAY, file="egne-svar.xlsx", lang=lang)


def cell_of(page, words: str):
    """The first cell with these words."""
    return next(cell for row in page.iter_rows() for cell in row if cell.value == words)


def beside(page, label: str):
    """The cell to the right of a label."""
    found = cell_of(page, label)
    return page.cell(found.row, found.column + 1)


def fill(book) -> None:
    beside(book["Vejledning"], "Medarbejdere i jobcentret i dag").value = 72
    beside(book["Figur 2"], "Virksomheder").value = "Meget vigtig"
    beside(book["Figur 2"], "Udvikling").value = "Slet ikke vigtig"
    beside(book["Figur 4"], "Borgernes kompetencer").value = "15–20 pct."
    page = book["Figur 6"]
    beside(page, page["A6"].value).value = "Helt enig"
    beside(page, page["A16"].value).value = "Delvis uenig"
    notes = book["Noter"]
    notes["A4"], notes["A5"] = "Første linje", "Anden linje\nog dens anden halvdel"
    notes["A7"] = "Sidste afsnit"


@pytest.fixture
def book():
    """A form that is filled in."""
    opened = openpyxl.load_workbook(io.BytesIO(form()))
    fill(opened)
    return opened


@pytest.fixture
def read(book, tmp_path):
    """Save the form and read it."""

    def read(lang: str = "da") -> Own:
        book.save(tmp_path / "odder.xlsx")
        return read_own(tmp_path / "odder.xlsx", lang=lang)

    return read


def refusal(read, lang: str = "da") -> str:
    with pytest.raises(InputError) as error:
        read(lang)
    return str(error.value)


# --- what is written


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("kommune", ["Odder", "Herning", None])
def test_an_untouched_form_tells_nothing(kommune, lang, tmp_path):
    path = tmp_path / "skema.xlsx"
    path.write_bytes(form(kommune, lang))
    own = read_own(path)
    assert own == Own(kommune=kommune or "")
    assert own.tells_nothing
    with pytest.raises(InputError) as error:
        read_filled_own(path, lang=lang)
    assert (
        str(error.value)
        == {
            "da": "skema.xlsx: der er ingen svar i filen: hverken svar, medarbejdere eller noter "
            "er udfyldt. Udfyld skemaet, og gem det, eller udelad --own.",
            "en": "skema.xlsx: there is nothing in the file: neither answers, staff nor notes are "
            "filled in. Fill in the form and save it, or leave out --own.",
        }[lang]
    )


def test_the_same_form_has_the_same_bytes():
    assert form() == form()


def test_only_answers_facts_and_notes_can_be_changed():
    book = openpyxl.load_workbook(io.BytesIO(form()))
    assert book.sheetnames == ["Vejledning", *FIGURES, "Noter"]
    free = {}
    for page in book:
        assert page.protection.sheet
        assert page.protection.password is None
        cells = (cell for row in page.iter_rows() for cell in row)
        free[page.title] = [cell.coordinate for cell in cells if not cell.protection.locked]
    assert free["Figur 2"] == ["B6", "B7", "B8", "B9", "B10", "B11"]
    assert free["Figur 6"] == [f"B{row}" for row in range(6, 17)]
    assert free["Noter"] == [f"A{row}" for row in range(4, 28)]
    guide = book["Vejledning"]
    assert [guide[at].value for at in free["Vejledning"]] == ["Odder", 70]


def test_each_answer_has_the_list_of_its_scale(survey):
    book = openpyxl.load_workbook(io.BytesIO(form()))
    for page, question in zip(
        book.worksheets[1:6], survey.codebook.questions.values(), strict=True
    ):
        (chosen,) = page.data_validations.dataValidation
        assert (chosen.type, chosen.showErrorMessage) == ("list", True)
        left, top, right, bottom = range_boundaries(str(chosen.sqref))
        assert (left, right, top, bottom) == (2, 2, 6, 5 + len(question.items))
        options = [cell.value for (cell,) in page[chosen.formula1.replace("$", "")]]
        assert options == [answer.short.da for answer in question.scale.answers]


def test_each_sheet_prints_a_page_wide():
    for page in openpyxl.load_workbook(io.BytesIO(form())):
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.page_setup.fitToHeight == 0


def test_the_guide_says_how_and_to_whom():
    guide = openpyxl.load_workbook(io.BytesIO(form()))["Vejledning"]
    words = [str(cell.value) for row in guide.iter_rows() for cell in row if cell.value]
    assert words[0] == "Egne svar: Odder Kommune"
    assert {"Hvad skemaet er", "Sådan udfylder I det", "Hvem det skal til"} <= set(words)
    assert "fagligheder reports Odder --own egne-svar.xlsx" in words


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "da",
            ["Kommune", "Medarbejdere i jobcentret i dag", "Medarbejdere i undersøgelsen (2017)",
             "Jeres svar", "Svarmuligheder", "Noter", "Jeres noter"],
        ),
        (
            "en",
            ["Municipality", "Staff of the job centre today", "Staff in the survey (2017)",
             "Your answer", "Possible answers", "Notes", "Your notes"],
        ),
    ],
)  # fmt: skip
def test_the_words_that_forms_are_known_by_stay(lang, words):
    """A form that was sent out last year must be read next year."""
    keys = ("kommune", "staff", "staff_surveyed", "answer", "choices", "notes", "notes_here")
    assert [text(f"own_workbook.{key}", lang) for key in keys] == words


# --- what is read


def test_what_is_filled_in_is_read(read):
    assert read() == TOLD


def test_the_surveyed_staff_is_not_the_kommunes_own(book, read, survey):
    beside(book["Vejledning"], "Medarbejdere i jobcentret i dag").value = 70
    assert read().staff is None
    assert job_centre(survey, "Odder", own=read()).staff_basis == "published"


def test_a_form_in_english_is_read(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(form("Herning", "en")))
    beside(book["Guide"], "Staff of the job centre today").value = 75
    beside(book["Figure 3"], "Companies").value = "The same"
    book["Notes"]["A4"] = "Ours"
    book.save(tmp_path / "herning.xlsx")
    answers = {"future_need": {"virksomheder": "same"}}
    assert read_own(tmp_path / "herning.xlsx") == Own("Herning", 75, answers, "Ours\n")


@needs_office
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_copy_that_libreoffice_saved_is_read(book, tmp_path, kind):
    book.save(tmp_path / "odder.xlsx")
    out = tmp_path / "kopi"
    home = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    call = [SOFFICE, home, "--headless", "--convert-to", kind, "--outdir", out, "odder.xlsx"]
    subprocess.run(list(map(str, call)), cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert read_own(out / f"odder.{kind}") == TOLD


def test_a_workbook_is_known_by_its_content(book, tmp_path):
    book.save(tmp_path / "odder.yaml")
    assert read_own(tmp_path / "odder.yaml") == TOLD


@pytest.mark.parametrize(
    "change",
    [
        lambda book: setattr(book["Figur 4"], "title", "Vores andel"),
        lambda book: setattr(book["Noter"], "title", "Bemærkninger"),
        lambda book: setattr(book["Vejledning"], "title", "Start"),
        lambda book: book.move_sheet("Noter", -6),
        lambda book: book["Figur 2"].insert_rows(7, 2),
        lambda book: book["Figur 2"].insert_cols(1),
        lambda book: book["Figur 2"].move_range("A7:B11", rows=20),
        lambda book: book["Figur 6"].delete_rows(7, 3),
        lambda book: book["Figur 4"].delete_rows(1, 3),
        lambda book: book["Figur 2"].delete_cols(4),
        lambda book: book["Noter"].delete_rows(1, 2),
        lambda book: book.remove(book["Figur 5"]),
        lambda book: book.create_sheet("Ark1"),
        lambda book: setattr(book["Figur 3"], "sheet_state", "hidden"),
    ],
)
def test_what_was_moved_or_renamed_is_understood(book, read, change):
    change(book)
    assert read() == TOLD


@pytest.mark.parametrize(
    "words", ["15-20 %", "15–20 PCT.", "Mellem 15 pct. og 20 pct. af medarbejderne"]
)
def test_an_answer_is_read_however_it_is_pasted(book, read, words):
    beside(book["Figur 4"], "Borgernes kompetencer").value = words
    assert read() == TOLD


@pytest.mark.parametrize("words", ["–", " ", "ikke besvaret"])
def test_a_blank_is_no_answer(book, read, words):
    beside(book["Figur 4"], "Koordination").value = words
    assert read() == TOLD


@pytest.mark.parametrize("words", ["Vigtig", "Helt enig", "Under 5 pct.", "71"])
@pytest.mark.parametrize("sheet", range(7))
def test_nothing_that_is_written_anywhere_is_lost(sheet, words):
    """It is read, or it is refused, whichever cell it stands in."""
    codebook, sheets = read_codebook(), read_cells("x.xlsx", form())
    for at in product(range(1, 30), range(1, 8)):
        texts = {**sheets[sheet].texts, at: words}
        draft = OwnDraft("x.xlsx", codebook, "da")
        read_sheets([replace(sheets[sheet], texts=texts)], draft)
        told = (draft.answers, draft.staff, draft.notes, draft.kommune not in ("", "Odder"))
        assert draft.problems.total or any(told) or words == sheets[sheet].texts.get(at), at


def test_a_note_may_say_anything(book, read):
    for place, words in enumerate(("Medarbejdere i jobcentret i dag", "Figur 4", "Vigtig", "72")):
        book["Noter"].cell(8 + place, 1).value = words
    said = TOLD.notes + "Medarbejdere i jobcentret i dag\nFigur 4\nVigtig\n72\n"
    assert read() == replace(TOLD, notes=said)


def test_a_check_of_a_form_says_what_is_filled_in(book, tmp_path):
    book.save(tmp_path / "odder.xlsx")
    assert check_answers(tmp_path / "odder.xlsx") == [
        "odder.xlsx er et skema med egne svar: Odder, 72 medarbejdere, 5 svar, noter."
    ]
    book["Figur 4"]["B7"] = "Mange"
    book.save(tmp_path / "odder.xlsx")
    with pytest.raises(InputError, match='ark "Figur 4", celle B7: fandt "Mange"'):
        check_answers(tmp_path / "odder.xlsx")


# --- what is refused, with its sheet, its cell and the cure


def edit(sheet: str, cell: str, value: object):
    def change(book) -> None:
        book[sheet][cell] = value

    return change


def copy_answer(book) -> None:
    page = book["Figur 2"]
    page["A14"], page["B14"] = "Virksomheder", "Vigtig"


LIST = "Vælg et svar på cellens liste, eller lad den stå tom."
STRAY = "forventede en tom celle: det bliver ikke læst. Flyt svaret til cellen ved sit emne, en bemærkning til arket Noter, eller slet det."  # noqa: E501
ITEMS = f"forventede en af {NAMES}. Ret navnet."
SHEETS = "forventede Vejledning, figur 2, figur 3, figur 4, figur 5, figur 6, Noter. Slet arket, eller brug skemaet: fagligheder own --template."  # noqa: E501


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            edit("Figur 4", "B7", "Mange"),
            f'ark "Figur 4", celle B7: fandt "Mange", forventede et svar på skalaen ({BANDS}). '
            f"{LIST}",
        ),
        (
            edit("Figur 4", "B8", 5),
            f'ark "Figur 4", celle B8: fandt "5", forventede et svar på skalaen ({BANDS}). {LIST}',
        ),
        (
            edit("Figur 4", "B8", datetime(2026, 10, 5)),
            f'ark "Figur 4", celle B8: fandt "2026-10-05", forventede et svar på skalaen ({BANDS}).'
            f" {LIST}",
        ),
        (
            edit("Figur 4", "B8", "Ved ikke"),
            f'ark "Figur 4", celle B8: fandt "Ved ikke", forventede et svar på skalaen ({BANDS}). '
            f"{LIST}",
        ),
        (edit("Figur 2", "C7", "Vigtig"), f'ark "Figur 2", celle C7: fandt "Vigtig", {STRAY}'),
        (edit("Figur 2", "B13", "Vigtig"), f'ark "Figur 2", celle B13: fandt "Vigtig", {STRAY}'),
        (edit("Figur 2", "B4", "Vigtig"), f'ark "Figur 2", celle B4: fandt "Vigtig", {STRAY}'),
        (edit("Figur 2", "F7", "i tvivl"), f'ark "Figur 2", celle F7: fandt "i tvivl", {STRAY}'),
        (edit("Figur 2", "D12", "hm"), f'ark "Figur 2", celle D12: fandt "hm", {STRAY}'),
        (
            edit("Figur 2", "A6", "Firmaer"),
            f'ark "Figur 2", celle A6: fandt "Firmaer", {ITEMS}',
        ),
        (
            edit("Figur 2", "A6", None),
            f'ark "Figur 2", celle B6: fandt "Meget vigtig", {STRAY}',
        ),
        (
            copy_answer,
            'ark "Figur 2", celle B14: svaret på "Virksomheder" står der allerede: ark "Figur 2", '
            "celle B6. Slet det ene af de to svar.",
        ),
        (
            lambda book: setattr(book["Figur 5"], "title", "Figur 7"),
            None,
        ),
        (
            edit("Figur 5", "A1", "Figur 4. Medarbejdere"),
            'ark "Figur 5", celle A1: fandt "Figur 4. Medarbejdere", forventede den samme figur '
            "som i arkets navn. Ret arkets navn, så de to er ens.",
        ),
        (
            lambda book: book.create_sheet("Ark1").append(["Vigtig"]),
            f'ark "Ark1", celle A1: fandt et ukendt ark med indhold (første celle: "Vigtig"), '
            f"{SHEETS}",
        ),
        (
            edit("Figur 4", "B9", "=B7"),
            'ark "Figur 4", celle B9: fandt en formel uden gemt værdi. '
            "Skriv svaret i stedet for formlen.",
        ),
        (
            edit("Vejledning", "B18", "ca. 70"),
            "ark \"Vejledning\", celle B18: fandt 'ca. 70', forventede et helt tal fra 1 til 9999. "
            "Skriv antallet af medarbejdere i jobcentret, fx 70.",
        ),
        (
            edit("Vejledning", "C18", "Vigtig"),
            f'ark "Vejledning", celle C18: fandt "Vigtig", {STRAY}',
        ),
        (
            edit("Noter", "A9", "x" * 10_001),
            'ark "Noter", celle A4: fandt 10065 tegn, forventede højst 10000. Forkort teksten.',
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_its_cell(book, read, change, message):
    change(book)
    if message is None:
        assert read() == TOLD
    else:
        assert refusal(read) == f"odder.xlsx, {message}"


def test_it_is_refused_in_english(book, read):
    book["Figur 4"]["B7"] = "Mange"
    book["Figur 2"]["C7"] = "Vigtig"
    assert refusal(read, "en") == (
        'odder.xlsx, sheet "Figur 2", cell C7: found "Vigtig", expected an empty cell: it is not '
        "read. Move an answer to the cell beside its item, a remark to the sheet of notes, or "
        "delete it.\n"
        'odder.xlsx, sheet "Figur 4", cell B7: found "Mange", expected an answer on the scale '
        "(Over 20%, 15–20%, 10–15%, 5–10%, Under 5%). Choose an answer from the cell's list, or "
        "leave it empty."
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", b"kommune: Odder\n", "filen hedder .xlsx, men indholdet er noget andet."),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "er en gammel Excel-fil (.xls) eller beskyttet "
         "med adgangskode, forventede .xlsx."),
        ("a.xlsx", b"PK\x03\x04" + bytes(600), "projektmappen kan ikke læses (BadZipFile)."),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_refused(tmp_path, name, content, message):
    path: Path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        read_own(path)
    cure = "Gem den igen som Excel-projektmappe (.xlsx)."
    assert str(error.value) == f"{name}: {message} {cure}"


def test_a_file_of_all_answers_is_not_a_kommunes_own(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["kommune", "importance_virksomheder"])
    book.active.append(["Odder", "Vigtig"])
    book.save(tmp_path / "svar.xlsx")
    with pytest.raises(InputError) as error:
        read_own(tmp_path / "svar.xlsx")
    assert str(error.value) == (
        'svar.xlsx, ark "Sheet", celle A1: fandt et ukendt ark med indhold (første celle: '
        f'"kommune"), {SHEETS}'
    )
