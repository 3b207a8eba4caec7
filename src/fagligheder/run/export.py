"""Figures and tables as files: SVG, PDF, PNG, CSV, the alternative text, and the workbook."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import cast

import matplotlib.pyplot as plt
import pandas as pd

from analysis.display.all_tables import Tables, every_table
from analysis.display.figures.likert import draw_likert
from analysis.display.figures.style import HouseFigure
from analysis.display.text.captions import question_title
from analysis.measures.disclosure import refuse_unprotected
from analysis.measures.shares import likert_table
from analysis.survey.survey import Survey, provenance
from fagligheder.documents.pdf import render_figure_pdf
from fagligheder.files import write_whole
from fagligheder.office.cell_grid import Grid, grids
from fagligheder.office.ods import spreadsheet_bytes
from fagligheder.office.sheets import Sheet
from fagligheder.office.workbook import workbook_bytes
from fagligheder.office.workbook_contents import cover_of, workbook_sheets

LIKERT_COLUMNS = "question item answer n base share low high basis".split()
CROSSTAB_COLUMNS = "question item group answer n n_low n_high base share low high basis".split()
CLAIM_COLUMNS = "claim page text quantity verdict basis".split()
GAP_COLUMNS = "item measure unit central low high basis".split()
#: What a formula in a spreadsheet begins with.
_FORMULA = ("=", "+", "-", "@", "\t", "\n")
MEDIANS = ("median", "median_low", "median_high")


def export_figures(survey: Survey, out: Path, *, lang: str = "da") -> list[Path]:
    """Write every question's figure as SVG, PDF and PNG, its numbers as CSV, its alt text as txt.

    Parameters
    ----------
    survey : Survey
    out : Path
        The folder; made when it is missing.
    lang : {"da", "en"}

    Returns
    -------
    list of Path
        What was written. A question with answers outside the listed categories (figure 5) gets a
        second, re-based figure.
    """
    word = "figure" if lang == "en" else "figur"
    written = []
    for question in survey.codebook.questions.values():
        name = f"{word}-{question.figure}" if question.figure else question.key
        likert = likert_table(survey, question.key)
        written += _export(likert, out / name, lang)
        listed = likert_table(survey, question.key, base="listed")
        if not listed["base"].equals(likert["base"]):
            written += _export(
                listed, out / f"{name}-{'rebased' if lang == 'en' else 'omregnet'}", lang
            )
    return written


def export_tables(
    survey: Survey, out: Path, *, lang: str = "da", day: date | None = None
) -> list[Path]:
    """Write every table as CSV, and all of them as one workbook for Excel and OpenDocument.

    Parameters
    ----------
    survey : Survey
        Small cells of supplied answers are suppressed in every table.
    out : Path
        The folder; made when it is missing.
    lang : {"da", "en"}
        Language of the workbook.
    day : date, optional
        On its cover and in its properties; today when left out.

    Returns
    -------
    list of Path
        ``likert_<question>.csv`` (and ``likert_<question>_rebased.csv`` where answers lie
        outside the listed categories), ``likert_summary.csv``, ``profile_table.csv``,
        ``crosstab_<question>_by_size_band.csv``, ``workforce_gap.csv``,
        ``workforce_gap_by_size_band.csv`` and, of the report's own survey, ``claims.csv``: UTF-8,
        decimal point, one heading row. Then ``tabeller.xlsx`` and ``tabeller.ods`` (in English
        ``tables``).

    Raises
    ------
    InputError
        A table shows small cells of supplied answers.
    """
    tables = every_table(survey)
    files: dict[str, bytes | str] = {}
    for name, table in tables_of(tables).items():
        files[f"{name}.csv"] = table_text(table, name)
    files |= spreadsheets(survey, tables, lang=lang, day=day)
    for name, content in files.items():
        write_whole(out / name, content)
    return [out / name for name in files]


def spreadsheets(
    survey: Survey, tables: Tables, *, lang: str = "da", day: date | None = None
) -> dict[str, bytes]:
    """The workbook for Excel and the one for OpenDocument, by their file names.

    The same arguments give the same bytes.
    """
    for table in tables.all:
        refuse_unprotected(table, "tabeller")
    sheets = workbook_sheets(tables, lang=lang)
    stem = "tables" if lang == "en" else "tabeller"
    return {
        f"{stem}.xlsx": workbook(survey, sheets, lang=lang, day=day),
        f"{stem}.ods": workbook(survey, sheets, lang=lang, day=day, write=spreadsheet_bytes),
    }


def workbook(
    survey: Survey,
    sheets: Sequence[Sheet],
    *,
    lang: str = "da",
    day: date | None = None,
    write: Callable[[Sequence[Grid], str, datetime, str], bytes] = workbook_bytes,
) -> bytes:
    """Write a cover and these sheets, for Excel unless another writer is given.

    The same arguments give the same bytes; ``day`` is today when it is left out.
    """
    day = day or date.today()
    cover = cover_of(survey, sheets, day, lang=lang)
    made = datetime(day.year, day.month, day.day)
    return write(grids(cover, sheets, lang), cover.title, made, lang)


def table_text(table: pd.DataFrame, name: str) -> str:
    """One table as CSV: UTF-8, decimal point, one heading row, no cell that computes.

    Raises
    ------
    InputError
        It shows small cells of supplied answers; the message calls it ``name``.
    """
    refuse_unprotected(table, name)
    return _csv(table)


def figure_files(figure: HouseFigure, title: str, lang: str) -> dict[str, bytes | str]:
    """One figure in every format, and its alternative text, by the ending of the file.

    The PDF is tagged, and is called ``title``.
    """
    svg, png = figure.svg(), io.BytesIO()
    figure.savefig(png, format="png")
    return {
        ".svg": svg,
        ".pdf": render_figure_pdf(svg, figure.get_figwidth(), figure.alt, title, lang),
        ".png": png.getvalue(),
        ".txt": figure.alt + "\n",
    }


def tables_of(tables: Tables) -> dict[str, pd.DataFrame]:
    """The tables by their file names, each with its published columns."""
    named: dict[str, pd.DataFrame] = {}
    for likert in tables.likerts:
        rebased = "_rebased" if provenance(likert).rebased else ""
        named[f"likert_{_question(likert)}{rebased}"] = _columns(likert, LIKERT_COLUMNS)
    loose = {"item": str, **dict.fromkeys(MEDIANS, object)}
    named["likert_summary"] = pd.concat([frame.astype(loose) for frame in tables.summaries])
    if tables.profiles is not None:
        named["profile_table"] = tables.profiles
    if tables.claims is not None:
        named["claims"] = tables.claims[CLAIM_COLUMNS]
    for crossed in tables.crosstabs:
        name = f"crosstab_{_question(crossed)}_by_size_band"
        named[name] = _columns(crossed, CROSSTAB_COLUMNS)
    if tables.gap is not None and tables.gap_by_size is not None:
        by_size = ["item", "group", *GAP_COLUMNS[1:]]
        named["workforce_gap"] = _columns(tables.gap, GAP_COLUMNS)
        named["workforce_gap_by_size_band"] = _columns(tables.gap_by_size, by_size)
    return named


def _question(frame: pd.DataFrame) -> str:
    return str(frame["question"].iloc[0])


def _csv(table: pd.DataFrame) -> str:
    texts = [name for name in table if not pd.api.types.is_numeric_dtype(table[name])]
    inert = table.assign(**{name: table[name].map(_no_formula) for name in texts})
    return inert.to_csv(index=False, lineterminator="\n", float_format="%.12g")


def _no_formula(cell: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it.

    A carriage return alone would end the row for some programs, for it is written unquoted.
    """
    if not isinstance(cell, str):
        return cell
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{lines}" if lines.startswith(_FORMULA) else lines


def _columns(table: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The named columns, and ``suppressed`` where there is one."""
    return table[[*names, *(name for name in ("suppressed",) if name in table)]]


def _export(likert: pd.DataFrame, stem: Path, lang: str) -> list[Path]:
    figure = cast(HouseFigure, draw_likert(likert, lang=lang).figure)
    drawn = figure_files(figure, question_title(likert, lang), lang)
    plt.close(figure)
    contents = {kind: drawn[kind] for kind in (".svg", ".pdf", ".png")}
    contents |= {".csv": _csv(likert), ".txt": drawn[".txt"]}
    for suffix, content in contents.items():
        write_whole(stem.with_name(stem.name + suffix), content)
    return [stem.with_name(stem.name + suffix) for suffix in contents]
