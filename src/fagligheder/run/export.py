"""Exports: figures, tables and slides of a survey as files."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import cast

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures.layout import signed_figures
from analysis.display.figures.style import HouseFigure
from analysis.display.registry import REGISTRY, measure_tables, table_files
from analysis.display.text.captions import question_title, stamped
from analysis.display.text.subject import question_of
from analysis.measures.disclosure import refuse_unprotected
from analysis.measures.group_comparison import find_group
from analysis.measures.groups import grouping
from analysis.survey.answers.own import read_own, refuse_empty
from analysis.survey.checks import InputError
from analysis.survey.extras import load
from analysis.survey.kommuner import find_kommune
from analysis.survey.survey import Survey, provenance
from analysis.words import text
from fagligheder.dates import today
from fagligheder.files import FORMATS, write_whole
from fagligheder.office.cells import Grid, workbook_grids
from fagligheder.office.sheet_layouts import workbook_sheets
from fagligheder.office.sheets import Sheet
from fagligheder.run.file_names import document_name, group_name

#: What a formula in a spreadsheet begins with.
_FORMULA = ("=", "+", "-", "@", "\t", "\n")


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
    written = []
    for entry in REGISTRY.values():
        if not (entry.draw and entry.figure_files):
            continue
        for frame in entry.measure(survey):
            with signed_figures(lang):
                axes = entry.draw(frame, lang=lang)
            place = out / figure_name(frame, lang)
            written += write_figure(axes, frame, place, question_title(frame, lang), lang)
    return written


def write_figure(
    axes: Axes,
    frame: pd.DataFrame,
    place: Path,
    title: str,
    lang: str,
    formats: Sequence[str] = FORMATS,
) -> list[Path]:
    """Write a figure in these formats, its numbers as CSV and its alt text as txt; it is closed.

    ``place`` is the files' path without their endings, and ``title`` the title of the PDF.
    """
    figure = cast(HouseFigure, axes.figure)
    files = figure_files(figure, title, lang, formats)
    plt.close(figure)
    files[".csv"] = table_text(frame, place.name)
    written = []
    for ending in (*(f".{each}" for each in formats), ".csv", ".txt"):
        written.append(place.with_name(f"{place.name}{ending}"))
        write_whole(written[-1], files[ending])
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
    tables = measure_tables(survey)
    files: dict[str, bytes | str] = {
        f"{name}.csv": table_text(table, name) for name, table in table_files(tables).items()
    }
    files |= spreadsheets(survey, tables, lang=lang, day=day)
    for name, content in files.items():
        write_whole(out / name, content)
    return [out / name for name in files]


def export_slides(
    survey: Survey,
    out: Path,
    *,
    kommune: str | None = None,
    group: str | None = None,
    staff: int | None = None,
    own: Path | None = None,
    lang: str = "da",
    day: date | None = None,
) -> list[Path]:
    """Write the slides of the whole survey, of one kommune, or of one group of respondents.

    Parameters
    ----------
    survey : Survey
    out : Path
        The folder; made when it is missing.
    kommune : str, optional
        Name, alias or code.
    group : str, optional
        Key or name of a group, by the survey's grouping.
    staff : int, optional
        People in its job centre; needed for a kommune outside the survey.
    own : Path, optional
        File with its own answers and staff.
    lang : {"da", "en"}
    day : date, optional
        On the first slide and in the properties of the file; today when left out.

    Returns
    -------
    list of Path
        ``figurer.pptx`` (in English ``figures.pptx``), or the kommune's, ``0727-odder.pptx``,
        with own answers ``0727-odder-egne-svar.pptx``; a group's, ``uddannelse-lang.pptx``.

    Raises
    ------
    InputError
        The kommune is unknown, ``staff`` or ``own`` is given without one, the file cannot be
        used or tells nothing, or a slide shows small cells of supplied answers.
    """
    load("pptx", "reports")
    from fagligheder.office.decks import group_deck, kommune_deck, national_deck
    from fagligheder.office.powerpoint import deck_bytes

    if kommune is None and (own or staff is not None):
        option = "--own" if own else "--staff"
        raise InputError(
            f"{option} hører til én kommune. Vælg den: fagligheder slides --kommune Odder "
            f"{'--own odder.xlsx' if own else '--staff 75'}."
        )
    if group is not None:
        by = survey.codebook.release_group
        deck = group_deck(survey, group, by, lang=lang)
        label = grouping(survey, by).labels[find_group(survey, group, by)].da
        name = document_name(group_name(by, label), lang=lang)
    elif kommune is None:
        name, deck = text("files.figures", lang), national_deck(survey, lang=lang)
    else:
        told = read_own(own, lang=lang)
        deck = kommune_deck(survey, kommune, staff=staff, own=told, lang=lang)
        if own:
            refuse_empty(told, own, lang=lang)
        found = find_kommune(kommune, lang=lang)
        known = found.code in survey.kommuner.index
        by_itself = bool(own) or (known and staff is not None)
        name = document_name(found.slug, own=by_itself, lang=lang)
    path = out / f"{name}.pptx"
    write_whole(path, deck_bytes(deck, lang=lang, day=day))
    return [path]


def spreadsheets(
    survey: Survey,
    tables: Mapping[str, Sequence[pd.DataFrame]],
    *,
    lang: str = "da",
    day: date | None = None,
) -> dict[str, bytes]:
    """The workbook for Excel and the one for OpenDocument, by their file names.

    The same arguments give the same bytes.
    """
    load("odfdo", "reports")
    from fagligheder.office.ods import spreadsheet_bytes

    name = text("files.tables", lang)
    for frame in (frame for frames in tables.values() for frame in frames):
        refuse_unprotected(frame, name)
    sheets = workbook_sheets(tables, lang=lang)
    return {
        f"{name}.xlsx": workbook(survey, sheets, lang=lang, day=day),
        f"{name}.ods": workbook(survey, sheets, lang=lang, day=day, write=spreadsheet_bytes),
    }


def workbook(
    survey: Survey,
    sheets: Sequence[Sheet],
    *,
    lang: str = "da",
    day: date | None = None,
    write: Callable[[Sequence[Grid], datetime, str], bytes] | None = None,
) -> bytes:
    """Write a cover and these sheets, for Excel unless another writer is given.

    The same arguments give the same bytes; ``day`` is today when it is left out.
    """
    load("xlsxwriter", "reports")
    from fagligheder.office.workbook import workbook_bytes

    day = day or today()
    created = datetime(day.year, day.month, day.day)
    return (write or workbook_bytes)(workbook_grids(survey, sheets, day, lang=lang), created, lang)


def table_text(table: pd.DataFrame, name: str) -> str:
    """One table as CSV: UTF-8, decimal point, one heading row, no cell that computes.

    Raises
    ------
    InputError
        It shows small cells of supplied answers; the message calls it ``name``.
    """
    refuse_unprotected(table, name)
    return _csv(table)


def figure_files(
    figure: HouseFigure, title: str, lang: str, formats: Sequence[str] = FORMATS
) -> dict[str, bytes | str]:
    """One figure in these formats, and its alternative text, by the ending of the file.

    The PDF is tagged, and is called ``title``, after the stamp where the answers are made up.
    """
    svg = figure.svg()
    files: dict[str, bytes | str] = {".svg": svg, ".txt": figure.alt + "\n"}
    if "pdf" in formats:
        from fagligheder.documents.pdf import render_figure_pdf

        called = stamped(title, figure.basis, lang)
        files[".pdf"] = render_figure_pdf(svg, figure.get_figwidth(), figure.alt, called, lang)
    if "png" in formats:
        png = io.BytesIO()
        figure.savefig(png, format="png")
        files[".png"] = png.getvalue()
    return files


def figure_name(frame: pd.DataFrame, lang: str) -> str:
    """Name of a figure's files: ``figur-2``, ``figur-5-omregnet``, or the question's key."""
    origin = provenance(frame)
    question = question_of(frame, origin)
    name = document_name(question.key, lang=lang)
    if question.figure:
        name = text("files.figure", lang, figure=question.figure)
    return text("files.rebased", lang, name=name) if origin.rebased else name


def _csv(table: pd.DataFrame) -> str:
    texts = [name for name in table if not pd.api.types.is_numeric_dtype(table[name])]
    inert = table.assign(**{str(name): table[name].map(_no_formula) for name in texts})
    return inert.to_csv(index=False, lineterminator="\n", float_format="%.12g")


def _no_formula(cell: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it.

    A carriage return alone would end the row for some programs, for it is written unquoted.
    """
    if not isinstance(cell, str):
        return cell
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{lines}" if lines.startswith(_FORMULA) else lines
