"""How many must answer, as text and as files: figure, table and workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from analysis.display.figures.layout import signed_figures
from analysis.display.figures.sample_size import draw_plan
from analysis.display.tables.sample_size import format_plan
from analysis.display.text.sample_size import finding, finding_2017
from analysis.measures.sample_size import plan_sample, precision_curve
from analysis.survey.extras import load
from analysis.words import text
from fagligheder.dates import today
from fagligheder.files import write_whole
from fagligheder.office.cells import sheet_grids
from fagligheder.office.plan_sheet import plan_sheet
from fagligheder.run.export import write_figure


def plan_lines(points: float, population: int | None, by: str, lang: str) -> list[str]:
    """Return what a plan says, for the terminal: the finding, and the table."""
    plan = plan_sample(points, population=population, by=by)
    table = format_plan(plan, points, by=by, lang=lang).mimebundle()["text/plain"]
    second = finding_2017(plan, lang)
    return [f"{finding(plan, points, lang)}.", *([second] if second else []), "", table]


def export_plan(out: Path, points: float, population: int | None, by: str, lang: str) -> list[Path]:
    """Write a plan's figure (SVG, PDF, PNG), its numbers (CSV, xlsx) and its alternative text.

    The CSV has half-widths as shares. The same arguments give the same bytes on the same day.
    """
    load("xlsxwriter", "reports")
    from fagligheder.office.workbook import workbook_bytes

    plan = plan_sample(points, population=population, by=by)
    with signed_figures(lang):
        axes = draw_plan(plan, precision_curve(population), points, lang=lang)
    place = out / text("sample.file", lang)
    written = write_figure(axes, plan, place, finding(plan, points, lang), lang)
    day = today()
    grids = sheet_grids([plan_sheet(plan, points, by=by, lang=lang)], lang=lang)
    path = place.with_suffix(".xlsx")
    write_whole(path, workbook_bytes(grids, datetime(day.year, day.month, day.day), lang))
    return [*written, path]
