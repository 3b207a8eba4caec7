"""Read a job centre's workbook: the form of ``fagligheder own --template``, saved by any program.

A sheet is known by its name, a column by its heading, a row by its own cells: all may be moved.
What stands where nothing is read is a problem, and all problems are listed at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from traceback import extract_tb
from zipfile import ZipFile

from analysis.competence.centre import Centre
from analysis.competence.workbook_facts import check_facts
from analysis.competence.workbook_model import SHEETS, choice_names, sheet_columns, sheet_name
from analysis.competence.workbook_problems import CentreProblems, Page
from analysis.competence.workbook_rows import (
    Table,
    employees_rows,
    limits_rows,
    needs_rows,
    offers_rows,
    steps_rows,
)
from analysis.competence.workbook_tables import read_table
from analysis.competence.workbook_values import Reading
from analysis.survey.answers.cpr import refuse_cpr
from analysis.survey.answers.file_limits import check_ordinary, check_size
from analysis.survey.answers.own import MOST_WORKBOOK, Own
from analysis.survey.answers.own_centre import find_centre_sheet, read_centre_sheet
from analysis.survey.answers.own_draft import OwnDraft
from analysis.survey.answers.workbook_cells import ZIPPED, SheetCells, read_cells
from analysis.survey.checks import LANGUAGES, InputError, Problem, check_lang
from analysis.survey.codebook import read_codebook
from analysis.survey.names import plain
from analysis.words import text

#: Parts of an .xlsx and an .ods file in which the sheets are named; so many names are ours.
_NAMING, _ENOUGH_NAMES = ("xl/workbook.xml", "content.xml"), 4
#: Sheets with rows, in the order that they are read: a wish or a step may name an offer.
_READ = ("needs", "offers", "employees", "limits", "steps")


def read_centre(path: Path | str, *, lang: str = "da") -> Centre:
    """Read a job centre's workbook.

    Parameters
    ----------
    path : path
        The workbook that ``fagligheder own --template`` makes, filled in and saved as .xlsx or
        .ods by any program. Needs may be people, shares of the staff (``15 %``) or bands of the
        survey; numbers have a comma or a point; blank is unknown.
    lang : {"da", "en"}
        Of the messages; the workbook itself may be in either.

    Returns
    -------
    Centre
        What is made up has the origin ``synthetic``.

    Raises
    ------
    InputError
        The file cannot be read, a cell looks like a CPR number, or something else is wrong. All
        problems are listed with sheet, row and column; what stands on the sheet of employees is
        not repeated.
    """
    check_lang(lang)
    path = Path(path)
    sheets = _read_sheets(path, lang)
    try:
        return centre_of_sheets(sheets, path.name, lang=lang)
    except InputError:
        raise
    except Exception as error:  # its own words may hold a cell, and a traceback is kept in a file
        at = extract_tb(error.__traceback__)[-1]
        where = f"{Path(at.filename).name}, line {at.lineno}"
        raise RuntimeError(f"{type(error).__name__} in {where}") from None


def centre_of_sheets(sheets: Sequence[SheetCells], file: str, *, lang: str = "da") -> Centre:
    """Return the centre that the cells of a workbook describe; errors as `read_centre`.

    Parameters
    ----------
    sheets : sequence of SheetCells
    file : str
        Name of the file, for the messages.
    lang : {"da", "en"}
    """
    problems = CentreProblems(file, lang)
    refuse_cpr(sheets, file, lang=lang)
    pages = _find_pages(sheets, problems)
    centre = pages["centre"].cells
    draft = OwnDraft(file, read_codebook(), lang, problems.found)
    facts = check_facts(centre.name, read_centre_sheet(centre, draft), problems)
    if facts.profiles is None:
        problems.found.raise_if_any()
    assert facts.profiles
    bands = draft.codebook.question("current_share")
    tables = _read_tables(pages, Reading(lang, facts.profiles, bands), problems)
    if facts.origin == "own":
        for table in tables.values():
            _refuse_example(table, centre.name)
    rows: Mapping[str, Sequence[Mapping[str, object]]] = {
        "needs": needs_rows(tables["needs"], facts.staff),
        "employees": employees_rows(tables["employees"], facts.staff, centre.name),
        "offers": offers_rows(tables["offers"]),
        "limits": limits_rows(tables["limits"]),
        "steps": steps_rows(tables["steps"]),
    }
    problems.found.raise_if_any()
    assert facts.staff and facts.year and facts.origin
    return Centre(
        facts.kommune,
        facts.staff,
        facts.year,
        facts.profiles,
        facts.origin,
        needs=tables["needs"].frame(rows["needs"], without=["band"]),
        employees=tables["employees"].frame(rows["employees"]),
        offers=tables["offers"].frame(rows["offers"]),
        limits=tables["limits"].frame(rows["limits"]),
        steps=tables["steps"].frame(rows["steps"]),
        own=Own(facts.kommune.name if facts.kommune else "", facts.staff, draft.answers),
        notes=_hidden(pages.values(), tables, lang),
    )


def is_centre_workbook(path: Path) -> bool:
    """Whether a file is a job centre's workbook, filled in or not: by the names on its tabs."""
    try:
        with ZipFile(path) as packed:
            part = next(each for each in _NAMING if each in packed.namelist())
            check_size(path.name, size=packed.getinfo(part).file_size)
            found = re.findall(r'name="([^"]*)"', packed.read(part).decode())
    except Exception:  # what cannot be read is no workbook
        return False
    names = {plain(sheet_name(key, lang)) for lang in LANGUAGES for key in SHEETS}
    return len(names & set(map(plain, found))) >= _ENOUGH_NAMES


def _read_sheets(path: Path, lang: str) -> list[SheetCells]:
    problems = CentreProblems(path.name, lang)
    try:
        check_ordinary(path, MOST_WORKBOOK)
        written = path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        message, cure = (text(f"own_file.{key}", lang) for key in ("unreadable", "unreadable_cure"))
        raise InputError(Problem(message, cure, str(path), lang=lang)) from None
    try:
        if written.startswith(ZIPPED):
            return read_cells(path.name, written)
    except InputError:
        raise
    except Exception:  # its words may repeat what stands in the file
        pass
    problems.place("not_workbook", "")
    problems.found.raise_if_any()
    return []


def _find_pages(sheets: Sequence[SheetCells], problems: CentreProblems) -> dict[str, Page]:
    """Return every sheet of the workbook by what it is, by its name in either language."""
    names = {plain(sheet_name(key, lang)): key for key in SHEETS for lang in LANGUAGES}
    expected = ", ".join(sheet_name(key, problems.lang) for key in SHEETS)
    if find_centre_sheet(sheets) is None:
        problems.place("not_centre", "", expected=expected)
        problems.found.raise_if_any()
    pages: dict[str, Page] = {}
    for number, sheet in enumerate(sheets, start=1):
        key = names.get(plain(sheet.name))
        if key in pages:
            problems.place("sheet_twice", sheet.name)
        elif key is not None:
            pages[key] = Page(key, sheet)
        elif sheet.texts:
            shown = problems.say("sheet_number", number=number)
            problems.place("unknown_sheet", shown, expected=expected)
    for key in SHEETS:
        if key not in pages:
            name = sheet_name(key, problems.lang)
            problems.place("no_sheet", "", name=name, expected=expected)
    problems.found.raise_if_any()
    return pages


def _read_tables(
    pages: Mapping[str, Page], reading: Reading, problems: CentreProblems
) -> dict[str, Table]:
    columns = sheet_columns(reading.profiles)
    tables = {}
    for key in _READ:
        page, rows = read_table(pages[key], columns[key], reading, problems)
        tables[key] = Table(page, columns[key], rows, reading, problems)
        if key == "offers":
            codes = (str(row.cells["offer"]) for row in rows)
            reading.offers |= {code.casefold(): code for code in codes if code}
    return tables


def _refuse_example(table: Table, centre: str) -> None:
    """Refuse the first row of a sheet that is the example's, where the others are our own."""
    marks = tuple(text("centre_example.mark", lang).casefold() for lang in LANGUAGES)
    lang = table.reading.lang
    for row in table.rows:
        for column in table.columns:
            value = row.cells[column.key]
            if isinstance(value, str) and value.casefold().startswith(marks):
                own = choice_names("origin", lang)["own"]
                named = {"centre": centre, "own": own}
                sheet, heading = table.page.cells.name, table.page.heading(column, lang)
                table.problems.place("example_left", sheet, row.number, heading, **named)
                return


def _hidden(pages: Iterable[Page], tables: Mapping[str, Table], lang: str) -> tuple[str, ...]:
    """Say which sheets and rows were read without being seen."""
    notes = []
    for page in pages:
        name = page.cells.name
        if page.cells.hidden:
            notes.append(text("centre_book.hidden_sheet", lang, sheet=name))
        rows = {row.number for row in tables[page.key].rows} if page.key in tables else set()
        if number := len(rows & set(page.cells.hidden_rows)):
            notes.append(text("centre_book.hidden_rows", lang, sheet=name, number=number))
    return tuple(notes)
