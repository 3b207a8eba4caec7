"""Workbooks: which sheet is read, and what its cells hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import chain, islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from analysis.survey.answers.answer_table import (
    AnswerTable,
    cell_text,
    column_letters,
    text_of_records,
)
from analysis.survey.answers.file_limits import EXCEL_ROWS, check_size
from analysis.survey.checks import InputError, Problem, row_error, shorten
from analysis.survey.extras import load
from analysis.survey.worded import Worded, joined
from analysis.words import said

#: Hidden rows and columns that a note names one by one.
_NAMED = 8


def read_excel(path: Path, sheet: str | None) -> AnswerTable:
    """Read a sheet: the named one, else the first that a person sees.

    A formula is read by the value that is stored with it, and stays a formula without one.

    Raises
    ------
    InputError
        The sheet is not there, is empty, or has a formula without a value among its headings.
    """
    openpyxl = load("openpyxl", "files")
    with ZipFile(path) as packed:
        check_size(path.name, size=sum(part.file_size for part in packed.infolist()))
    settings = {"read_only": True, "keep_links": False}
    with ExitStack() as at_end:
        book = at_end.enter_context(closing(openpyxl.load_workbook(path, **settings)))
        page = _chosen_sheet(book, sheet, path.name)

        def stored() -> Iterator[Sequence[Any]]:
            values = openpyxl.load_workbook(path, data_only=True, **settings)
            at_end.enter_context(closing(values))
            values[page.title].reset_dimensions()
            yield from values[page.title].iter_rows()

        hidden = _Hidden(path, page)
        page.reset_dimensions()
        cells = _with_stored_values(page.iter_rows(values_only=True), stored(), hidden.recalculated)
        number = 0
        heading: list[str] = []
        for heading in cells:
            number += 1
            if any(heading):
                break
        if not any(heading):
            message = said("answers.sheet_empty", sheet=repr(page.title))
            cure = said("answers.sheet_empty_cure", names=_names(book))
            raise InputError(Problem(message, cure, path.name))
        for text in heading:
            if text.startswith("="):
                expected, cure = said("answers.heading"), said("answers.formula")
                raise row_error(path.name, number, shorten(text), expected, cure)
        first = list(islice(cells, 20))
        width = max(len(row) for row in [heading, *first])
        rows: list[int] = []

        def padded() -> Iterator[list[str]]:
            for row in chain(first, cells):
                rows.append(number + 1 + len(rows))
                if rows[-1] > EXCEL_ROWS:
                    raise ValueError("more rows than a sheet can hold")
                hidden.see(rows[-1], row)
                yield (row + [""] * width)[:width]

        columns = list(text_of_records(width, padded()))
        others = _names(book, besides=page.title)
    headings = (heading + [""] * width)[:width]
    sheet_read = said("answers.note_sheet", sheet=repr(page.title), others=others)
    notes: list[str] = [sheet_read] if others else []
    notes += hidden.notes(headings)
    return AnswerTable.of_columns(path.name, headings, columns, rows, notes=tuple(notes))


def rows_by_sheet(path: Path) -> dict[str, int]:
    """Return how many rows of each sheet of a workbook hold something, by the sheet's name."""
    openpyxl = load("openpyxl", "files")
    with closing(openpyxl.load_workbook(path, read_only=True, keep_links=False)) as book:
        counted = {}
        for page in book.worksheets:
            page.reset_dimensions()
            rows = page.iter_rows(values_only=True)
            counted[page.title] = sum(any(map(excel_text, row)) for row in rows)
    return counted


def _chosen_sheet(book: Any, sheet: str | None, file: str) -> Any:
    """The sheet of this name, whatever its case; else the first that is not hidden."""
    if sheet is None:
        visible = [page for page in book.worksheets if page.sheet_state == "visible"]
        if visible:
            return visible[0]
        message = said("answers.sheets_hidden")
    else:
        for page in book.worksheets:
            if page.title.strip().casefold() == sheet.strip().casefold():
                return page
        message = said("answers.sheet_missing", sheet=repr(sheet))
    raise InputError(Problem(message, said("answers.sheet_cure", names=_names(book)), file))


def _names(book: Any, besides: str = "") -> Worded:
    """The names of a workbook's sheets; hidden ones are said to be."""
    return joined(
        page.title if page.sheet_state == "visible" else said("answers.hidden", name=page.title)
        for page in book.worksheets
        if page.title != besides
    )


def _with_stored_values(
    rows: Iterator[Sequence[Any]], stored: Iterator[Sequence[Any]], recalculated: bool
) -> Iterator[list[str]]:
    """The texts of each row; a formula as its stored value, else as itself.

    The stored values are a second reading of the sheet, begun at the first formula. A program
    that leaves the calculation to Excel writes 0 with every formula: that is no value.
    """
    behind = 0
    for row in rows:
        behind += 1
        texts = [excel_text(value) for value in row]
        formulas = [place for place, value in enumerate(row) if is_formula(value)]
        if formulas:
            values = next(islice(stored, behind - 1, None), ())
            behind = 0
            for place in formulas:
                cell = values[place] if place < len(values) else None
                value = None if cell is None else cell.value
                if value is None and cell is not None and cell.data_type == "str":
                    texts[place] = ""  # the formula's value is an empty text
                elif value is not None and not (recalculated and value == 0):
                    texts[place] = excel_text(value)
        yield texts


def is_formula(value: Any) -> bool:
    """Whether a value begins as a formula does, or is one of a whole range."""
    return value.startswith("=") if isinstance(value, str) else hasattr(value, "ref")


def excel_text(value: Any) -> str:
    """A cell as text. Excel writes characters that XML cannot hold as ``_x000D_``."""
    if hasattr(value, "ref"):  # a formula of a whole range
        return str(getattr(value, "text", None) or "=TABLE()").strip()
    if isinstance(value, str) and "_x" in value:
        value = re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), value)
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return cell_text(value)


class _Hidden:
    """What of a sheet a person does not see, and which hidden rows hold answers."""

    def __init__(self, path: Path, page: Any) -> None:
        with ZipFile(path) as packed:
            content = packed.read(page._worksheet_path)
            book = packed.read("xl/workbook.xml") if "xl/workbook.xml" in packed.namelist() else b""
        self.recalculated = bool(re.search(rb'fullCalcOnLoad="(?:1|true)"', book))
        self.rows = hidden_rows(content)
        self.filled: list[int] = []
        self.places = {
            place
            for tag in re.findall(rb"<(?:\w+:)?col\b[^>]*>", content)
            if _is_hidden(tag, b"width")
            for place in range(
                int(_attribute(tag, b"min") or 1) - 1,
                min(int(_attribute(tag, b"max") or 0), 1 << 14),
            )
        }

    def see(self, row: int, texts: Sequence[str]) -> None:
        """Remember a hidden row that holds something."""
        if row in self.rows and any(texts):
            self.filled.append(row)

    def notes(self, headings: Sequence[str]) -> list[str]:
        """What was read without being seen."""
        notes: list[str] = []
        if self.filled:
            number, rows = len(self.filled), _listed(self.filled)
            notes.append(said("answers.note_hidden_rows", number=number, rows=rows))
        names = [
            f"{column_letters(place)} ({shorten(headings[place], 40)})"
            for place in sorted(self.places)
            if place < len(headings) and headings[place]
        ]
        if names:
            notes.append(said("answers.note_hidden_columns", names=_listed(names)))
        return notes


def hidden_rows(content: bytes) -> set[int]:
    """Return the rows that a person does not see, of a sheet's XML."""
    rows: set[int] = set()
    number = 0
    for tag in re.findall(rb"<(?:\w+:)?row\b[^>]*>", content):
        number = int(_attribute(tag, b"r") or number + 1)
        if _is_hidden(tag, b"ht"):
            rows.add(number)
    return rows


def _is_hidden(tag: bytes, size: bytes) -> bool:
    """Whether a row or a column is hidden, or drawn so small that nobody sees it."""
    return _attribute(tag, b"hidden") in (b"1", b"true") or _attribute(tag, size) in (b"0", b"0.0")


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\s" + name + rb"\s*=\s*[\"']([^\"']*)", tag)
    return found[1] if found else b""


def _listed(each: Sequence[object]) -> str:
    shown = ", ".join(map(str, each[:_NAMED]))
    more = len(each) - _NAMED
    return said("answers.more", shown=shown, number=more) if more > 0 else shown
