"""Sheets as cells, each with its role: what the Excel and the OpenDocument writer both write."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from math import ceil
from typing import Literal
from unicodedata import normalize

from analysis.display.tables.blocks import BASIS_WORDS, basis_labels
from analysis.display.text.numbers import date_in_words, in_words, joined, number
from analysis.measures.staff_bands import NOW
from analysis.survey.published import REPORT
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.office.charts import BarChart
from fagligheder.office.sheets import Field, Kind, Sheet, Value
from fagligheder.office.style import LONGEST, clean, shorten

Role = Literal["title", "lead", "stamp", "link", "label", "heading", "cell", "note"]
#: Height of a line of text in a sheet, in points.
LINE = 15
#: Rows above a table: title, question, basis, link to the cover; then its headings.
_HEAD = 4
_NARROWEST, _WIDEST = 11, 60
#: A sheet is at least so wide, in characters, that its title and notes fit.
_WIDTH = 100
#: More characters than this across a page cannot be read.
_PAPER = 200
_COVER_WIDTHS = (32, 100, 34)
#: The longest heading that Excel allows in a table with filters; it mends a file with longer ones.
_HEADING = 255
#: The longest name that Excel allows on a tab, and the characters that it does not allow there; in
#: Japanese and Chinese the wide forms as well.
_SHEET_NAME = 31
_NOT_ON_A_TAB = re.compile(r"[\[\]:*?/\\［］：＊？／＼\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: Names that Excel keeps for its list of changes, in the languages of which we know the word.
_KEPT_NAMES = frozenset("history historik historikk historie historia verlauf historique historial "
                        "cronologia geschiedenis histórico".split())  # fmt: skip


@dataclass(frozen=True)
class GridCell:
    """A value, what it is in its sheet, how its numbers show, and the sheet that it links to."""

    value: Value
    role: Role
    kind: Kind = "text"
    link: str = ""


@dataclass(frozen=True)
class Grid:
    """One sheet, cell by cell.

    Attributes
    ----------
    name : str
        On its tab.
    widths : tuple of int
        Characters across each column.
    rows : tuple of tuple of GridCell
        From the top; a row may be shorter than the widths. The first cell is the title.
    source : str
        At the foot of each page.
    stamp : str
        At the head and foot of each page; empty but for made-up answers.
    pages : (int, int)
        Across and down; 0 is as many as are needed.
    table : (int, int), optional
        Row of the headings, and the last row of the table.
    leading : int
        Columns of words that say what a row is.
    chart : BarChart, optional
    """

    name: str
    widths: tuple[int, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    source: str
    stamp: str
    pages: tuple[int, int]
    table: tuple[int, int] | None = None
    leading: int = 1
    chart: BarChart | None = None

    @property
    def title(self) -> str:
        """The title in the first cell."""
        return str(self.rows[0][0].value)

    @property
    def titled(self) -> str:
        """The title for a file's properties: after the stamp, where there is one."""
        return " · ".join(filter(None, (self.stamp, self.title)))

    def lines(self, row: int) -> int:
        """How many lines of text a row is high."""
        wrapped = [1]
        for cell, width in zip(self.rows[row], self.widths, strict=False):
            if isinstance(cell.value, str) and cell.role in ("cell", "heading", "label"):
                # a heading is bold and shares its cell with the button of the filter
                fits = max(width - 2, 5) if cell.role == "heading" else int(1.08 * width)
                wrapped.append(len(textwrap.wrap(cell.value, fits)))
        return max(wrapped)


def workbook_grids(
    survey: Survey, sheets: Sequence[Sheet], day: date, *, lang: str = "da"
) -> tuple[Grid, ...]:
    """Lay out a cover and the sheets; names and headings stand once.

    Parameters
    ----------
    survey : Survey
        What the cover tells of.
    sheets : sequence of Sheet
    day : date
        On the cover.
    lang : {"da", "en"}
    """
    names = sheet_names([text("workbook.cover", lang), *(sheet.name for sheet in sheets)])
    pages = (
        _sheet_grid(sheet, name, names[0], lang)
        for sheet, name in zip(sheets, names[1:], strict=True)
    )
    return (_cover_grid(survey, sheets, names, day, lang), *pages)


def sheet_grids(sheets: Sequence[Sheet], *, lang: str = "da") -> tuple[Grid, ...]:
    """Lay out sheets without a cover, as of a workbook that holds one table or two."""
    names = sheet_names(sheet.name for sheet in sheets)
    return tuple(
        _sheet_grid(sheet, name, "", lang) for sheet, name in zip(sheets, names, strict=True)
    )


def _cover_grid(
    survey: Survey, sheets: Sequence[Sheet], names: Sequence[str], day: date, lang: str
) -> Grid:
    """What the workbook holds, its source, its date, how to read it, and the basis words."""
    found = {word for sheet in sheets for word in sheet.basis}
    basis = [word for word in BASIS_WORDS if word in found]
    made_up = "synthetic" in basis
    report = survey.source == REPORT
    title = survey.codebook.about.title[lang] or text("slides.title", lang)
    source = text("workbook.cover_source_report", lang) if report else survey.source
    what = text(
        "workbook.cover_what_report" if report else "workbook.cover_what_answers",
        lang,
        n=number(survey.respondents, lang),
        of=number(len(survey.kommuner), lang),
        profiles=in_words(len(survey.codebook.question(NOW).items), lang) if report else "",
    )
    reading = text("workbook.cover_reading_words", lang)
    if "observed" in basis:
        reading += " " + text("workbook.cover_reading_hidden", lang)
    facts = {
        "cover_what": what,
        "cover_source": source,
        "cover_date": date_in_words(day, lang),
        "cover_reading": reading,
    }
    meanings = zip(basis_labels(basis, lang), basis, strict=True)
    rows = [
        (GridCell(text("workbook.title", lang, title=title), "title"),),
        _across(text("basis.synthetic", lang), len(_COVER_WIDTHS)) if made_up else (),
        *(
            (GridCell(text(f"workbook.{key}", lang), "label"), GridCell(clean(words), "cell"))
            for key, words in facts.items()
        ),
        (),
        _headings(("cover_sheets", "cover_what", "cover_basis"), lang),
        *(
            (
                GridCell(name, "link", link=name),
                GridCell(clean(sheet.title), "cell"),
                GridCell(joined(basis_labels(sheet.basis, lang), lang), "cell"),
            )
            for name, sheet in zip(names[1:], sheets, strict=True)
        ),
        (),
        _headings(("cover_basis", "cover_meaning"), lang),
        *(
            (GridCell(label, "cell"), GridCell(text(f"basis.{word}", lang), "cell"))
            for label, word in meanings
        ),
    ]
    return Grid(
        name=names[0],
        widths=_COVER_WIDTHS,
        rows=tuple(rows),
        source=clean(text("captions.source", lang, source=source)),
        stamp=text("basis.stamp", lang) if made_up else "",
        pages=(1, 1),
    )


def _sheet_grid(sheet: Sheet, name: str, cover: str, lang: str) -> Grid:
    widths = _widths(sheet)
    made_up = "synthetic" in sheet.basis
    basis = sheet.basis_words(lang)
    headings = (" ".join(clean(field.label).split()) for field in sheet.fields)
    labels = unique_names(headings, longest=_HEADING)
    fields = list(zip(labels, sheet.fields, strict=True))
    rows: list[tuple[GridCell, ...]] = [
        (GridCell(clean(sheet.title), "title"),),
        (GridCell(clean(sheet.lead), "lead"),),
        _across(basis, len(widths)) if made_up else (GridCell(basis, "lead"),),
        (GridCell(text("workbook.to_cover", lang), "link", link=cover),) if cover else (),
        tuple(GridCell(label, "heading", field.kind) for label, field in fields),
    ]
    rows += [
        tuple(
            GridCell(clean(value) if isinstance(value, str) else value, "cell", field.kind)
            for value, field in zip(row, sheet.fields, strict=True)
        )
        for row in sheet.rows
    ]
    rows.append(())
    for note in (*sheet.notes, sheet.source):
        lines = textwrap.wrap(clean(note), max(sum(widths), _WIDTH))
        rows += [(GridCell(line, "note"),) for line in lines]
    return Grid(
        name=name,
        widths=widths,
        rows=tuple(rows),
        source=clean(sheet.source),
        stamp=text("basis.stamp", lang) if made_up else "",
        pages=(ceil(sum(widths) / _PAPER), 1 if sheet.chart else 0),
        table=(_HEAD, _HEAD + len(sheet.rows)),
        leading=_leading(sheet.fields),
        chart=sheet.chart,
    )


def _across(stamp: str, columns: int) -> tuple[GridCell, ...]:
    """The stamp in a band across the sheet."""
    return (GridCell(stamp, "stamp"), *(GridCell(None, "stamp") for _ in range(columns - 1)))


def _headings(keys: Sequence[str], lang: str) -> tuple[GridCell, ...]:
    return tuple(GridCell(text(f"workbook.{key}", lang), "heading") for key in keys)


def _leading(fields: Sequence[Field]) -> int:
    kinds = [field.kind for field in fields]
    return next((place for place, kind in enumerate(kinds) if kind != "text"), len(kinds)) or 1


def _widths(sheet: Sheet) -> tuple[int, ...]:
    """A width per column that fits its words and numbers; long ones wrap."""
    widths = []
    for column, field in enumerate(sheet.fields):
        longest = max((len(word) for word in field.label.split()), default=0) + 3
        if field.kind == "text":
            cells = (str(row[column] or "") for row in sheet.rows)
            longest = max(longest, max((len(cell) for cell in cells), default=0) + 2)
        widths.append(min(max(longest, _NARROWEST), _WIDEST))
    spare = ceil((_WIDTH - sum(widths)) / len(widths))
    return tuple(width + max(spare, 0) for width in widths)


def unique_names(names: Iterable[str], *, longest: int = LONGEST) -> list[str]:
    """The names, each once: Excel takes upper and lower case for the same.

    Examples
    --------
    >>> unique_names(["Svar", "svar", "Antal"])
    ['Svar', 'svar (2)', 'Antal']
    """
    taken: set[str] = set()
    chosen = []
    for name in names:
        for place in count(1):
            tail = f" ({place})" if place > 1 else ""
            candidate = shorten(name, longest - len(tail)).rstrip() + tail
            if (same := _as_excel_compares(candidate)) not in taken:
                break
        taken.add(same)
        chosen.append(candidate)
    return chosen


def _as_excel_compares(name: str) -> str:
    """A name without what Excel does not tell apart: case, and wide and narrow letters."""
    return normalize("NFKC", name).casefold()


def sheet_names(names: Iterable[str]) -> list[str]:
    """The names as Excel allows them on a tab: at most 31 characters, some not, each once.

    Examples
    --------
    >>> sheet_names(["Figur 2", "Hvad [mener] du om: alt det her, som er langt?", "History"])
    ['Figur 2', 'Hvad mener du om alt det her, s', 'History -']
    """
    allowed = (_NOT_ON_A_TAB.sub("", clean(name)).strip(" '") for name in names)
    short = (shorten(name, _SHEET_NAME).strip(" '") or "-" for name in allowed)
    free = (f"{name} -" if name.casefold() in _KEPT_NAMES else name for name in short)
    return unique_names(free, longest=_SHEET_NAME)
