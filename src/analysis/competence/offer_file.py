"""A file of a centre's own offers: the workbook's sheet of offers, alone or in the workbook."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.competence.profile_sets import ProfileSet, find_profile_set
from analysis.competence.workbook_model import sheet_columns, sheet_name
from analysis.competence.workbook_problems import CentreProblems, Page
from analysis.competence.workbook_rows import Table, offers_rows
from analysis.competence.workbook_tables import read_table
from analysis.competence.workbook_values import Reading
from analysis.survey.answers.cpr import refuse_cpr
from analysis.survey.answers.csv import read_text_table
from analysis.survey.answers.file_limits import check_ordinary
from analysis.survey.answers.own import MOST_WORKBOOK
from analysis.survey.answers.workbook_cells import ZIPPED, SheetCells, read_cells
from analysis.survey.checks import LANGUAGES, InputError, ProblemList
from analysis.survey.codebook import read_codebook
from analysis.survey.names import plain


def read_offers(
    path: Path | str, profiles: ProfileSet | None = None, *, lang: str = "da"
) -> pd.DataFrame:
    """Read a centre's own offers.

    Parameters
    ----------
    path : path
        A job centre's workbook, or a workbook or CSV with the columns of its sheet of offers.
    profiles : ProfileSet, optional
        Whose gains the columns hold; that of 2017 when left out.
    lang : {"da", "en"}
        Of the messages; the headings may be in either.

    Returns
    -------
    DataFrame
        One row per offer, as `Centre.offers`.

    Raises
    ------
    InputError
        The file cannot be read, a cell looks like a CPR number, or a cell is wrong. All problems
        are listed with sheet, row and column.
    """
    path = Path(path)
    profiles = profiles or find_profile_set("2017-6")
    problems = CentreProblems(path.name, lang)
    sheets = _sheets(path, problems)
    refuse_cpr(sheets, path.name, lang=lang)
    columns = sheet_columns(profiles)["offers"]
    reading = Reading(lang, profiles, read_codebook().question("current_share"))
    page, rows = read_table(Page("offers", _offers_sheet(sheets)), columns, reading, problems)
    table = Table(page, columns, rows, reading, problems)
    checked = offers_rows(table)
    problems.found.raise_if_any()
    return table.frame(checked)


def _sheets(path: Path, problems: CentreProblems) -> list[SheetCells]:
    check_ordinary(path, MOST_WORKBOOK)
    try:
        written = path.read_bytes()
        if written.startswith(ZIPPED):
            return read_cells(path.name, written)
        return [_csv_sheet(path)]
    except InputError:
        raise
    except Exception:  # whatever a library makes of a damaged file
        problems.place("not_workbook", "")
        problems.found.raise_if_any()
        return []


def _csv_sheet(path: Path) -> SheetCells:
    """A CSV file as a sheet; its heading is row 1."""
    problems = ProblemList(path.name)
    table = read_text_table(path, None, problems)
    problems.raise_if_any()
    texts = {(1, place): words for place, words in enumerate(table.headings, start=1)}
    for place in table.cells:
        for row, words in table.cells[place].items():
            if words:
                texts[int(str(row)), int(str(place)) + 1] = str(words)
    return SheetCells(path.name, texts)


def _offers_sheet(sheets: list[SheetCells]) -> SheetCells:
    """The sheet of offers by its name, else the first."""
    names = {plain(sheet_name("offers", lang)) for lang in LANGUAGES}
    named = [sheet for sheet in sheets if plain(sheet.name) in names]
    return (named or sheets)[0]
