"""Convert tables in HTML to table blocks: a plain grid with one row of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.survey.checks import InputError
from fagligheder.documents.html_text import inline_pieces, tidy
from fagligheder.documents.origin import Origin
from fagligheder.documents.pieces import Node, plain_text

if TYPE_CHECKING:
    from bs4 import Tag

#: Cells that a table may have when all spans are written out; about a hundred pages.
MOST_CELLS = 20_000
#: Columns and rows that one cell may span; browsers read no more columns.
_WIDEST, _TALLEST = 1000, 65534
_NUMBER = re.compile(r"[-+−–±<>~≈(\[ ]*[\d.,\u00a0\u202f ]*\d[^A-Za-zÆØÅæøå]*", re.ASCII)
_UNIT = re.compile(
    r"(?<=[\d\s\u00a0])(?:pct\.?|kr\.?|mio\.?|mia\.?|[eE][-+]?\d+|[kMG]|%)", re.IGNORECASE
)
_SIDE = re.compile(r"text-align\s*:\s*(left|right|center)", re.IGNORECASE)
_SIDE_NAME = re.compile(r"(left|right|center)$", re.IGNORECASE)
_EMPTY = frozenset({"", "-", "–", "—", "…", "...", "nan", "none", "<na>", "nat", "null"})


@dataclass(eq=False)
class _Cell:
    """One cell of the HTML, and what it says."""

    pieces: list[Node]
    is_heading: bool
    width: int
    height: int
    side: str = ""

    @property
    def text(self) -> str:
        return plain_text(self.pieces).strip()


#: What stands at each place of a row: the cell, and whether it begins there.
_Row = list[tuple[_Cell, bool]]


def table_block(table: Tag, origin: Origin) -> Node | None:
    """Return a table as a block; None when it has neither cells nor a caption.

    The levels of a column's heading are joined. A cell over several rows is repeated in each, one
    over several columns stands in the first of them. One over all columns is a caption above the
    headings, a note in the foot, and a heading between the rows.

    Parameters
    ----------
    table : bs4.Tag
        A table of well formed HTML, without tables in it.
    origin : Origin
        The cell that it stands in.

    Raises
    ------
    InputError
        It has too many cells.
    """
    titles = [_plain(each) for each in table.find_all("caption")]
    head, body, foot = (
        [row for part in table.find_all(names) for row in _grid(part, origin)]
        for names in ("thead", "tbody", "tfoot")
    )
    width = max((len(row) for row in [*head, *body, *foot]), default=0)
    if not head:
        while len(body) > 1 and _is_head(body[0]):
            head.append(body.pop(0))
    while head and (whole := _whole_row(head[0], width)) and width > 1:
        titles.append(whole.text)
        head.pop(0)
    notes: list[str] = []
    while foot and (whole := _whole_row(foot[-1], width)) and width > 1:
        notes.insert(0, whole.text)
        foot.pop()
    rows = [*head, *body, *foot]
    # A column in which nothing begins is only spanned, and has no width in a browser.
    columns = [at for at in range(width) if any(row[at][1] for row in rows if at < len(row))]
    if len(columns) * len(rows) > MOST_CELLS:
        raise _too_large(origin)
    if not columns:
        text = [{"kind": "text", "text": text} for text in [*titles, *notes] if text]
        return {"kind": "paragraph", "children": text} if text else None
    return {
        "kind": "table",
        "caption": " · ".join(filter(None, titles)),
        "columns": [
            {"label": _label(head, at), "sub": "", "align": _align([*body, *foot], at)}
            for at in columns
        ],
        "rows": [_row(row, columns, width) for row in [*body, *foot]],
        "note": " · ".join(filter(None, notes)),
    }


def _too_large(origin: Origin) -> InputError:
    return InputError(
        f"{origin.where}: tabellen har over {MOST_CELLS} celler. Vis færre rækker eller kolonner, "
        f"eller mærk cellen {origin.form.tag}."
    )


def _plain(element: Tag) -> str:
    return plain_text(tidy(inline_pieces(element))).strip()


def _grid(part: Tag, origin: Origin) -> Iterator[_Row]:
    """Yield the rows of a part of a table, with every span written out."""
    rows = part.find_all("tr", recursive=False)
    waiting: dict[int, tuple[_Cell, int]] = {}
    filled = 0
    for number, tr in enumerate(rows):
        row: dict[int, tuple[_Cell, bool]] = {
            at: (cell, False) for at, (cell, _) in waiting.items()
        }
        waiting = {at: (cell, left - 1) for at, (cell, left) in waiting.items() if left > 1}
        at = 0
        for td in tr.find_all(["td", "th"], recursive=False):
            while at in row:
                at += 1
            cell = _Cell(
                tidy(inline_pieces(td)),
                td.name == "th",
                min(_span(td, "colspan") or 1, _WIDEST),
                min(_span(td, "rowspan") or _TALLEST, len(rows) - number),
                _side(td),
            )
            for over in range(at, at + cell.width):
                row[over] = (cell, over == at)
                if cell.height > 1:
                    waiting[over] = (cell, cell.height - 1)
            at += cell.width
        filled += len(row)
        if filled > 20 * MOST_CELLS:
            raise _too_large(origin)
        nothing = (_Cell([], False, 1, 1), False)
        yield [row.get(at, nothing) for at in range(max(row, default=-1) + 1)]


def _span(cell: Tag, name: str) -> int:
    """Return a span as browsers read it: the digits at its beginning; 1 where there are none."""
    digits = re.match(r"\s*\+?(\d{1,5})", str(cell.get(name, "")))
    return int(digits[1]) if digits else 1


def _side(cell: Tag) -> str:
    """Return the side that a cell says it keeps to, if it does."""
    said = _SIDE.search(str(cell.get("style", ""))) or _SIDE_NAME.match(str(cell.get("align", "")))
    return said[1].lower() if said else ""


def _is_head(row: _Row) -> bool:
    """Return whether a row has headings alone; the corner may be an empty cell."""
    cells = [cell for cell, _ in row]
    return any(cell.is_heading for cell in cells) and all(
        cell.is_heading or (cell is cells[0] and not cell.text) for cell in cells
    )


def _whole_row(row: _Row, width: int) -> _Cell | None:
    """Return the cell that spans a whole row, if one does."""
    cells = {id(cell): cell for cell, _ in row}
    return row[0][0] if len(cells) == 1 and len(row) == width and row[0][1] else None


def _label(head: list[_Row], at: int) -> list[Node]:
    """Return the heading of a column, its levels joined."""
    levels: list[_Cell] = []
    for row in head:
        if at < len(row) and row[at][0] not in levels and row[at][0].text:
            levels.append(row[at][0])
    pieces: list[Node] = []
    for cell in levels:
        pieces += [*([{"kind": "text", "text": " · "}] if pieces else []), *cell.pieces]
    return pieces


def _align(rows: list[_Row], at: int) -> str:
    """Return the side that a column says it keeps to; else numbers stand to the right."""
    cells = [row[at][0] for row in rows if at < len(row) and row[at][0].width == 1]
    sides = {cell.side for cell in cells}
    if len(sides) == 1 and (side := sides.pop()):
        return side
    said = [cell.text for cell in cells if cell.text.lower() not in _EMPTY]
    return "right" if said and all(map(_is_number, said)) else "left"


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(_UNIT.sub("", text)))


def _row(row: _Row, columns: list[int], width: int) -> Node:
    """Return a row of the table's body: one of headings alone is emphasised."""
    cells: list[list[Node]] = []
    for at in columns:
        cell, _ = row[at] if at < len(row) else (None, False)
        spanned = cell is not None and at > 0 and row[at - 1][0] is cell
        cells.append(cell.pieces if cell and not spanned else [])
    whole = width > 1 and _whole_row(row, width) is not None
    return {"cells": cells, "emphasis": whole or (len(columns) > 1 and _is_head(row))}
