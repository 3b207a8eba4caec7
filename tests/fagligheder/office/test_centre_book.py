"""A job centre's workbook: written, changed by hand, saved by any program, and read as it was."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import datetime
from functools import cache

import openpyxl
import pandas as pd
import pytest
from office_files import SOFFICE, needs_office
from openpyxl.utils import range_boundaries

import analysis as fag
from analysis.competence.centre import Centre
from analysis.competence.profile_sets import find_profile_set, read_profile_sets
from analysis.competence.workbook import centre_of_sheets, is_centre_workbook
from analysis.competence.workbook_example import example_centre
from analysis.competence.workbook_model import SHEETS, sheet_columns
from analysis.survey.answers.own import Own, read_own
from analysis.survey.answers.workbook_cells import read_cells
from analysis.survey.checks import InputError
from analysis.survey.kommuner import find_kommune
from fagligheder.office.centre_book import centre_book

DAY = datetime(2026, 3, 1)
TABLES = SHEETS[1:]
#: First row of a table, as the sheet counts.
FIRST = 6


def example(kommune: str | None = "Odder", lang: str = "da", profiles: str = "2017-6") -> Centre:
    found = find_kommune(kommune) if kommune else None
    return example_centre(found, 2027, find_profile_set(profiles), lang=lang)


@cache
def odder() -> bytes:
    """The form of Odder."""
    return form(example())


def form(centre: Centre, lang: str = "da") -> bytes:
    return centre_book(centre, DAY, lang=lang)


def same(read: Centre, written: Centre) -> None:
    """Fail where two centres differ in anything that a workbook holds."""
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(read, name), getattr(written, name), obj=name)
    for name in ("kommune", "staff", "year", "profile_set", "origin", "own"):
        assert getattr(read, name) == getattr(written, name), name


@pytest.fixture
def book():
    """The form of Odder, to change."""
    return openpyxl.load_workbook(io.BytesIO(odder()))


@pytest.fixture
def read(book, tmp_path):
    """Save the workbook and read it."""

    def read(lang: str = "da") -> Centre:
        book.save(tmp_path / "kompetencer.xlsx")
        return fag.read_centre(tmp_path / "kompetencer.xlsx", lang=lang)

    return read


# --- what is written


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("kommune", ["Odder", None])
@pytest.mark.parametrize("profiles", list(read_profile_sets()))
def test_what_is_written_is_read(kommune, lang, profiles):
    written = example(kommune, lang, profiles)
    read = centre_of_sheets(read_cells("x.xlsx", form(written, lang)), "x.xlsx")
    same(read, written)
    assert (read.synthetic, read.notes) == (True, ())


def test_the_same_form_has_the_same_bytes():
    assert odder() == form(example())


def test_each_sheet_is_stamped_frozen_and_a_page_wide(book):
    assert book.sheetnames == ["Center", "Behov", "Medarbejdere", "Tilbud", "Rammer", "Plan"]
    for page in book:
        assert page["A3"].value.startswith("OPDIGTET EKSEMPEL.")
        assert "opdigtet eksempel" in page.oddFooter.left.text
        assert page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.page_setup.fitToHeight == 0
        assert page.page_setup.fitToWidth == (2 if page.title == "Tilbud" else None)
    assert {page.freeze_panes for page in book.worksheets[1:]} == {"B6"}


def test_a_centres_own_rows_are_not_stamped():
    own = replace(example(), origin="own")
    page = openpyxl.load_workbook(io.BytesIO(form(own)))["Behov"]
    assert page["A3"].value is None
    assert "opdigtet" not in page.oddFooter.left.text


def test_each_column_has_a_help_text_and_its_list(book):
    columns = sheet_columns(find_profile_set("2017-6"))
    for key, page in zip(TABLES, book.worksheets[1:], strict=True):
        rules = {}
        for rule in page.data_validations.dataValidation:
            left, top, right, _ = range_boundaries(str(rule.sqref))
            assert (left, top) == (right, FIRST)
            rules[left] = rule
        for place, column in enumerate(columns[key], start=1):
            assert page.cell(FIRST - 1, place).value == column.heading("da")
            assert rules[place].prompt
            listed = column.kind in ("choice", "profile", "yes", "maybe")
            assert listed <= (rules[place].type == "list"), column.key
    of_profiles = book["Behov"].data_validations.dataValidation[0].formula1
    assert of_profiles == "'Medarbejdere'!$E$5:$J$5"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "da",
            """Profil, Hvornår, Lavt, Midt, Højt, Eller et bånd, Vægt, Kilde, Kode, Enhed, Rolle,
            Overenskomst, Ønsker, Vil ikke, Højst dage, Stopper, Diplom i gang, Tilbud, Navn,
            Udbyder, ECTS-point, Dage, Indhold, Målgruppe, Nær praksis, Merit, Kroner for hver
            deltager, Kroner for hele holdet, Hold: mindst, Hold: højst, Løft ifølge, Sted, Halvår,
            Dato, Udløber, Ramme, Værdi, Gælder fra, Trin, Ens medarbejdere, Antal deltagere,
            Antal hold, Pris (kr.), Vi betaler (kr.), Hvornår i planen, Hvor langt, Hvorfor""",
        ),
        (
            "en",
            """Profile, When, Low, Middle, High, Or a band, Weight, Source, Code, Unit, Role,
            Agreement, Wishes, Declines, Most days, Leaves, Diploma begun, Offer, Name, Provider,
            ECTS credits, Days, Content, For whom, Close to practice, Credit, Kroner for each
            person, Kroner for a class, Class: at least, Class: at most, Gain according to, Place,
            Term, Date, Expires, Limit, Value, Valid from, Step, Staff alike, People, Classes,
            Price (DKK), We pay (DKK), When in the plan, How far, Why""",
        ),
    ],
)
def test_the_words_that_sheets_are_read_by_stay(lang, words):
    """A workbook of last year is read next year."""
    columns = [each for sheet in sheet_columns(find_profile_set("2017-6")).values()
               for each in sheet if each.profile is None]  # fmt: skip
    headings = dict.fromkeys(column.heading(lang) for column in columns)
    assert list(headings) == " ".join(words.split()).split(", ")


def test_it_is_known_by_its_tabs(book, tmp_path):
    for name in ("Behov", "Tilbud"):
        book[name].title = f"{name} nu"
    book.save(tmp_path / "x.xlsx")
    assert is_centre_workbook(tmp_path / "x.xlsx")
    book["Plan"].title = "Noter"
    book.save(tmp_path / "x.xlsx")
    assert not is_centre_workbook(tmp_path / "x.xlsx")


# --- what is read after hands and programs have been at it


@needs_office
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_copy_that_libreoffice_saved_is_read(tmp_path, kind):
    written = example()
    written.limits.loc[2, "value"] = 0.125
    (tmp_path / "kompetencer.xlsx").write_bytes(form(written))
    out = tmp_path / "kopi"
    home = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    call = [SOFFICE, home, "--headless", "--convert-to", kind, "--outdir", out, "kompetencer.xlsx"]
    subprocess.run(list(map(str, call)), cwd=tmp_path, check=True, capture_output=True, timeout=300)
    same(fag.read_centre(out / f"kompetencer.{kind}"), written)


def put(**cells: object):
    """Write values into cells, each named by its sheet and place: ``Rammer_D9``."""

    def change(book) -> None:
        for name, value in cells.items():
            sheet, at = name.split("_")
            book[sheet][at] = value

    return change


def move_rows(book) -> None:
    book["Medarbejdere"].insert_rows(8, 3)
    book["Plan"].delete_rows(1, 3)
    book["Center"].insert_rows(2, 2)


def move_columns(book) -> None:
    book["Tilbud"].insert_cols(1)
    book["Rammer"].move_range("A5:C12", cols=40)


def move_sheets(book) -> None:
    book.move_sheet("Plan", -5)
    book["Behov"].title = "Needs"
    book["Tilbud"].title = "tilbud "
    book.create_sheet("Ark1")


@pytest.mark.parametrize(
    "change",
    [
        move_rows,
        move_columns,
        move_sheets,
        lambda book: book["Center"].delete_rows(10, 40),
        put(
            Medarbejdere_E5="VIRKSOMHEDER", Medarbejdere_F5="Kompetencer",
            Medarbejdere_G5="Coordination", Center_B4="727", Medarbejdere_N16="juni 2027",
            Center_B7="De seks profiler fra 2017", Medarbejdere_O9=True, Plan_L6=None,
        ),
        put(
            Rammer_D9=datetime(2027, 1, 1), Rammer_D10="01-01-2027", Rammer_B8="25 pct.",
            Rammer_B7="60 000", Tilbud_E6="2,5", Medarbejdere_N16="6/2027", Plan_B6="t1",
        ),
        put(Medarbejdere_N16=datetime(2027, 6, 14), Plan_B7=" T2 ", Behov_G6="2,0"),
    ],
)  # fmt: skip
def test_what_was_moved_or_written_otherwise_is_the_same(book, read, change):
    change(book)
    same(read(), example())


@pytest.mark.parametrize(
    ("cells", "people"),
    [
        ({"C6": "10 %", "D6": "15 pct.", "E6": "20,5 %"}, (7, 11, 14)),
        ({"C6": None, "D6": 14, "E6": None}, (14, 14, 14)),
        ({"C6": None, "D6": None, "E6": None, "F6": "15–20 pct."}, (11, 12, 14)),
        ({"C6": None, "D6": None, "E6": None, "F6": "Under 5 pct."}, (0, 2, 3)),
        ({"C6": 90, "D6": 91, "E6": 120}, (90, 91, 120)),
    ],
)
def test_shares_and_bands_are_people_of_the_staff(book, read, cells, people):
    book["Center"]["B5"] = 70
    for at, value in cells.items():
        book["Behov"][at] = value
    needs = read().needs
    assert tuple(needs.loc[0, ["low", "middle", "high"]]) == people


def test_a_percentage_of_excel_is_a_share(book, read):
    book["Center"]["B5"] = 70
    for at in ("C6", "D6", "E6"):
        book["Behov"][at] = 0.15
        book["Behov"][at].number_format = "0%"
    assert tuple(read().needs.loc[0, ["low", "middle", "high"]]) == (11, 11, 11)


def test_six_staff_and_a_band_that_no_number_of_them_is(book, read):
    book["Center"]["B5"] = 6
    book["Medarbejdere"].delete_rows(12, 6)
    for at, value in {"C6": None, "D6": None, "E6": None, "F6": "5–10 pct."}.items():
        book["Behov"][at] = value
    assert tuple(read().needs.loc[0, ["low", "middle", "high"]]) == (0, 0, 1)


def test_steps_keep_their_ids_when_rows_are_deleted_moved_and_added(book, read):
    plan = book["Plan"]
    moved = [cell.value for cell in plan[6]]
    for column, value in enumerate(moved, start=1):
        plan.cell(40, column, value)
    plan.delete_rows(6)
    for row in (20, 21):
        for column, value in enumerate([None, "T3", "Opdigtet enhed Nord", "", 3], start=1):
            plan.cell(row, column, value)
    plan["L6"] = "gennemført"
    steps = read().steps.set_index("step")
    assert list(steps.index) == ["A2", "ny-1", "ny-2", "A1"]
    assert list(steps["status"]) == ["done", "planned", "planned", "planned"]
    assert steps.loc["A1", "net"] == 1600
    assert list(steps["people"]) == [2, 3, 3, 2]


def test_a_new_plan_is_written_over_the_old_and_read_exactly():
    """Whatever types the plan's frame has, and however fine its numbers are."""
    row = {
        "step": "13191820", "offer": "T1", "unit": "=1+1", "type": "sagsbehandlere", "people": 3,
        "term": "2027-1", "classes": None, "days": 1.125, "gross": 4000, "net": 1234.5678,
        "stage": "only_if_high", "status": "moved", "why": "Så matcher flere »Virksomheder« & co.",
    }  # fmt: skip
    steps = pd.DataFrame([row], dtype=object)
    written = replace(example(), steps=steps)
    read = centre_of_sheets(read_cells("x.xlsx", form(written)), "x.xlsx").steps
    assert pd.isna(read.loc[0, "classes"])
    assert read.drop(columns="classes").to_dict("records") == [
        {key: value for key, value in row.items() if key != "classes"}
    ]


def test_a_step_that_is_behind_us_may_name_an_offer_that_is_gone(book, read):
    book["Plan"]["B6"], book["Plan"]["L6"] = "T99", "opgivet"
    assert read().steps.loc[0, "offer"] == "T99"


def test_blank_is_unknown_and_never_zero(book, read):
    for row in range(6, 18):
        for column in range(5, 11):
            book["Medarbejdere"].cell(row, column).value = None
    book["Tilbud"]["D7"] = None
    read_back = read()
    assert read_back.employees[list(read_back.profile_set.keys)].isna().all(axis=None)
    assert pd.isna(read_back.offers.loc[1, "ects"])


def test_hidden_rows_and_sheets_are_read_and_said(book, read):
    book["Medarbejdere"].row_dimensions[8].hidden = True
    book["Rammer"].sheet_state = "hidden"
    assert read().notes == (
        'Ark "Medarbejdere": skjulte rækker, der er læst med: 1. '
        "Slet dem, hvis de ikke skal tælle.",
        'Ark "Rammer" er skjult og er læst med.',
    )


def test_empty_tables_are_empty_frames_of_the_same_types(book, read):
    for name in ("Behov", "Medarbejdere", "Tilbud", "Rammer", "Plan"):
        book[name].delete_rows(6, 40)
    read_back = read()
    for name in TABLES:
        frame = getattr(read_back, name)
        assert len(frame) == 0
        assert list(frame.dtypes) == list(getattr(example(), name).dtypes), name


# --- own answers of the survey in the same file


def fill_own(book) -> None:
    """Make the example a centre's own, without rows, and with two answers."""
    for name in ("Behov", "Medarbejdere", "Tilbud", "Rammer", "Plan"):
        book[name].delete_rows(6, 40)
    page = book["Center"]
    page["B5"], page["B8"], page["C12"], page["C40"] = 71, "vores egne", "Vigtig", "Helt enig"


TOLD = Own(
    "Odder", 71, {"importance": {"virksomheder": "important"}, "statements": {"5": "fully_agree"}}
)


def test_its_own_answers_are_those_of_a_report(book, read, tmp_path):
    fill_own(book)
    assert read().own == TOLD
    assert read_own(tmp_path / "kompetencer.xlsx") == TOLD


def test_the_answers_of_the_example_are_nobodys(book, tmp_path):
    book["Center"]["C12"] = "Vigtig"
    book.save(tmp_path / "kompetencer.xlsx")
    with pytest.raises(InputError, match="filen er det opdigtede eksempel, forventede jeres egne"):
        read_own(tmp_path / "kompetencer.xlsx")


def test_own_answers_of_a_workbook_with_a_cpr_number_are_not_read(book, tmp_path):
    fill_own(book)
    book["Medarbejdere"]["B9"] = "Teamet om 010180-1234"
    book.save(tmp_path / "kompetencer.xlsx")
    with pytest.raises(InputError, match='række 9, kolonne "B": en værdi ligner et CPR-nummer'):
        read_own(tmp_path / "kompetencer.xlsx")
