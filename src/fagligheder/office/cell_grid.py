"""A sheet as a grid of cells, each with its role: what Excel and OpenDocument both write."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from analysis.display.tables.blocks import basis_labels
from analysis.display.text.numbers import joined
from analysis.words import text
from fagligheder.office.archives import clean, sheet_names, unique_names
from fagligheder.office.charts import BarChart
from fagligheder.office.sheets import Field, Kind, Sheet, Value
from fagligheder.office.workbook_contents import Cover

Role = Literal["title", "lead", "stamp", "link", "label", "heading", "cell", "note"]
#: Rows above a table: title, question, basis, way back; then its headings.
HEAD = 4
_NARROWEST, _WIDEST = 11, 60
#: A sheet is at least so wide, in characters, that its title and notes have room.
_ROOM = 100
#: More characters than this across a page cannot be read.
_PAPER = 200
_COVER_WIDTHS = (32, 100, 34)


@dataclass(frozen=True)
class GridCell:
    """A value, what it is in its sheet, how its numbers show, and the sheet that it leads to."""

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
        From the top; a row may be shorter than the widths.
    table : (int, int) or None
        Row of the headings, and the last row of the table.
    leading : int
        Columns of words that say what a row is.
    source : str
        At the foot of each page.
    stamp : str
        At the head and foot of each page; empty but for made-up answers.
    chart : BarChart or None
    pages : (int, int)
        Across and down; 0 is as many as are needed.
    """

    name: str
    widths: tuple[int, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    table: tuple[int, int] | None
    leading: int
    source: str
    stamp: str
    chart: BarChart | None
    pages: tuple[int, int]

    def lines(self, row: int) -> int:
        """How many lines of text a row is high."""
        wrapped = [1]
        for cell, width in zip(self.rows[row], self.widths, strict=False):
            if isinstance(cell.value, str) and cell.role in ("cell", "heading", "label"):
                # a heading is bold and shares its cell with the button of the filter
                room = max(width - 2, 5) if cell.role == "heading" else int(1.08 * width)
                wrapped.append(len(textwrap.wrap(cell.value, room)))
        return max(wrapped)


def grids(cover: Cover, sheets: Sequence[Sheet], lang: str) -> tuple[Grid, ...]:
    """Lay out the cover and the sheets; words are clean, names and headings stand once."""
    first, *others = sheet_names([cover.name, *(sheet.name for sheet in sheets)])
    pages = (
        _sheet_grid(sheet, name, first, lang) for sheet, name in zip(sheets, others, strict=True)
    )
    return (_cover_grid(cover, sheets, first, others, lang), *pages)


def _cover_grid(
    cover: Cover, sheets: Sequence[Sheet], name: str, names: Sequence[str], lang: str
) -> Grid:
    stamp = clean(cover.stamp)
    rows = [
        (GridCell(clean(cover.title), "title"),),
        _across(stamp, len(_COVER_WIDTHS)) if stamp else (),
        *(
            (GridCell(label, "label"), GridCell(clean(words), "cell"))
            for label, words in cover.facts
        ),
        (),
        _headings(("cover_sheets", "cover_what", "cover_basis"), lang),
    ]
    for tab, sheet in zip(names, sheets, strict=True):
        basis = joined(basis_labels(sheet.basis, lang), lang)
        words = (GridCell(clean(sheet.title), "cell"), GridCell(basis, "cell"))
        rows.append((GridCell(tab, "link", link=tab), *words))
    rows += [(), _headings(("cover_basis", "cover_meaning"), lang)]
    rows += [tuple(GridCell(words, "cell") for words in pair) for pair in cover.meanings]
    source = clean(cover.source)
    return Grid(name, _COVER_WIDTHS, tuple(rows), None, 1, source, _mark(stamp, lang), None, (1, 1))


def _sheet_grid(sheet: Sheet, name: str, cover: str, lang: str) -> Grid:
    widths = _widths(sheet)
    made_up = "synthetic" in sheet.basis
    basis = sheet.basis_words(lang)
    labels = unique_names(clean(field.label) for field in sheet.fields)
    rows: list[tuple[GridCell, ...]] = [
        (GridCell(clean(sheet.title), "title"),),
        (GridCell(clean(sheet.lead), "lead"),),
        _across(basis, len(widths)) if made_up else (GridCell(basis, "lead"),),
        (GridCell(text("workbook.to_cover", lang), "link", link=cover),),
        tuple(
            GridCell(label, "heading", field.kind)
            for label, field in zip(labels, sheet.fields, strict=True)
        ),
    ]
    rows += [
        tuple(
            GridCell(clean(value) if isinstance(value, str) else value, "cell", field.kind)
            for value, field in zip(row, sheet.fields, strict=True)
        )
        for row in sheet.rows
    ]
    rows.append(())
    for note in sheet.notes:
        lines = textwrap.wrap(clean(note), max(sum(widths), _ROOM))
        rows += [(GridCell(line, "note"),) for line in lines]
    return Grid(
        name=name,
        widths=widths,
        rows=tuple(rows),
        table=(HEAD, HEAD + len(sheet.rows)),
        leading=_leading(sheet.fields),
        source=clean(sheet.source),
        stamp=_mark(basis if made_up else "", lang),
        chart=sheet.chart,
        pages=(ceil(sum(widths) / _PAPER), 1 if sheet.chart else 0),
    )


def _mark(stamp: str, lang: str) -> str:
    return text("basis.stamp", lang) if stamp else ""


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
    spare = ceil((_ROOM - sum(widths)) / len(widths))
    return tuple(width + max(spare, 0) for width in widths)
