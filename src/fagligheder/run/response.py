"""Who has answered so far, as text and as files: a map, and a workbook with whom to remind."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from analysis.display.figures.layout import signed_figures
from analysis.display.figures.response_map import draw_response
from analysis.display.tables.response import format_response
from analysis.display.text.response import most_and_least, reminder_lines, response_title
from analysis.measures.response import response_rates, response_status
from analysis.measures.sources import read_survey
from analysis.survey.answers.reader import read_answers
from analysis.survey.extras import load
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.dates import today
from fagligheder.files import write_whole
from fagligheder.office.cells import sheet_grids
from fagligheder.office.response_sheets import response_sheets
from fagligheder.run.export import write_figure


def read_so_far(file: Path, codebook: Path | None, sheet: str | None) -> Survey:
    """Read the answers that have come so far, of the project's own survey or another's."""
    if codebook is None:
        return read_survey(str(file), sheet, protected=False)
    return read_answers(file, codebook=codebook, sheet=sheet)


def response_lines(survey: Survey, lang: str) -> list[str]:
    """Return who has answered, for the terminal: title, rates and whom to remind."""
    status = response_status(survey)
    rates = response_rates(status, survey)
    said = [f"{response_title(status, lang)}.", most_and_least(rates, lang)]
    table = format_response(rates, lang=lang).mimebundle()["text/plain"]
    return [*filter(None, said), "", table, "", *reminder_lines(status, lang)]


def export_response(survey: Survey, out: Path, lang: str) -> list[Path]:
    """Write the map (SVG, PDF, PNG, its kommuner as CSV and its alternative text) and a workbook.

    Nothing that was answered is in them, only who has answered and how many items.
    """
    load("xlsxwriter", "reports")
    from fagligheder.office.workbook import workbook_bytes

    status = response_status(survey)
    rates = response_rates(status, survey)
    place = out / text("response.file_map", lang)
    with signed_figures(lang):
        axes = draw_response(status, lang=lang)
    written = write_figure(axes, status, place, response_title(status, lang), lang)
    day = today()
    grids = sheet_grids(response_sheets(status, rates, lang=lang), lang=lang)
    path = out / f"{text('response.file_book', lang)}.xlsx"
    write_whole(path, workbook_bytes(grids, datetime(day.year, day.month, day.day), lang))
    return [*written, path]
