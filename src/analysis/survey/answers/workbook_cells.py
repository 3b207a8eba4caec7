"""Small workbooks cell by cell, as text: xlsx, and the ods of LibreOffice."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Set
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from analysis.survey.answers.excel import excel_text, hidden_rows, is_formula
from analysis.survey.answers.file_limits import check_size
from analysis.survey.extras import load

#: What every workbook of today begins with, and what those of before 2007 and locked ones do.
ZIPPED, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: A cell stands for so many alike at most; more are formatting.
_MOST_REPEATED = 100
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

#: Types of a cell in OpenDocument that are plain numbers.
_ODS_NUMBERS = ("float", "currency")
#: Row and column of a cell, from 1.
At = tuple[int, int]


@dataclass(frozen=True)
class SheetCells:
    """One sheet: its name, the texts that stand in it, and its formulas without a value.

    ``numbers`` are the cells that hold a number rather than a text; ``hidden`` and ``hidden_rows``
    say what of the sheet a person does not see.
    """

    name: str
    texts: Mapping[At, str]
    formulas: tuple[At, ...] = ()
    numbers: Set[At] = frozenset()
    hidden: bool = False
    hidden_rows: Set[int] = frozenset()


def read_cells(file: str, written: bytes) -> list[SheetCells]:
    """Read every sheet of a workbook, hidden ones as well.

    Parameters
    ----------
    file : str
        Its name, for the message.
    written : bytes
        An .xlsx or .ods file.

    Raises
    ------
    InputError
        It is larger than a workbook may be when it is unpacked, or openpyxl is not installed.
    ValueError, KeyError, …
        It is damaged.
    """
    with ZipFile(io.BytesIO(written)) as packed:
        check_size(file, size=sum(part.file_size for part in packed.infolist()))
        if "xl/workbook.xml" not in packed.namelist() and "content.xml" in packed.namelist():
            return list(_read_ods(packed.read("content.xml")))
    return list(_read_xlsx(written))


def _read_xlsx(written: bytes) -> Iterator[SheetCells]:
    openpyxl = load("openpyxl", "files")
    settings = {"read_only": True, "keep_links": False}
    with (
        ZipFile(io.BytesIO(written)) as packed,
        closing(openpyxl.load_workbook(io.BytesIO(written), **settings)) as book,
        closing(openpyxl.load_workbook(io.BytesIO(written), data_only=True, **settings)) as stored,
    ):
        for page in book.worksheets:
            filled = dict(_filled(stored[page.title]))
            values = {at: _cell_text(cell) for at, cell in filled.items()}
            formulas = (at for at, cell in _filled(page) if is_formula(cell.value))
            yield SheetCells(
                page.title,
                {at: text for at, text in values.items() if text},
                tuple(at for at in formulas if at not in values),
                frozenset(at for at, cell in filled.items() if _is_number(cell.value)),
                hidden=page.sheet_state != "visible",
                hidden_rows=hidden_rows(packed.read(page._worksheet_path)),
            )


def _filled(page: Any) -> Iterator[tuple[At, Any]]:
    page.reset_dimensions()
    for row in page.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield (cell.row, cell.column), cell


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell_text(cell: Any) -> str:
    """Return a cell as text; a number that shows as per cent is per cent: 0.15 is ``15 %``."""
    value = cell.value
    if _is_number(value) and "%" in (cell.number_format or ""):
        return _per_cent(float(value))
    return excel_text(value)


def _per_cent(share: float) -> str:
    return f"{excel_text(round(100 * share, 10))} %"


def _read_ods(content: bytes) -> Iterator[SheetCells]:
    root = ElementTree.fromstring(content)
    unseen = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for each in style.iter(f"{_STYLE}table-properties")
        if each.get(f"{_TABLE}display") == "false"
    }
    for table in root.iter(f"{_TABLE}table"):
        texts: dict[At, str] = {}
        numbers: set[At] = set()
        hidden: set[int] = set()
        row = 1
        for line in table.iter(f"{_TABLE}table-row"):
            rows, column = _repeated(line, "rows"), 1
            if line.get(f"{_TABLE}visibility", "visible") != "visible":
                hidden |= set(range(row, row + min(rows, _MOST_REPEATED)))
            for cell in line:
                columns, words = _repeated(cell, "columns"), _ods_text(cell)
                if words:
                    alike = {
                        (row + down, column + across)
                        for down in range(min(rows, _MOST_REPEATED))
                        for across in range(min(columns, _MOST_REPEATED))
                    }
                    texts |= dict.fromkeys(alike, words)
                    if cell.get(f"{_OFFICE}value-type") in _ODS_NUMBERS:
                        numbers |= alike
                column += columns
            row += rows
        name, style = table.get(f"{_TABLE}name", ""), table.get(f"{_TABLE}style-name")
        yield SheetCells(name, texts, (), numbers, style in unseen, hidden)


def _repeated(element: ElementTree.Element, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))


def _ods_text(cell: ElementTree.Element) -> str:
    """Return a cell's number, share or day as it is stored, or its paragraphs as lines."""
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value")
    if value is not None and kind in _ODS_NUMBERS:
        return excel_text(float(value))
    if value is not None and kind == "percentage":
        return _per_cent(float(value))
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "")[:10]
    return "\n".join(map(_paragraph, cell.findall(f"{_TEXT}p"))).strip()


def _paragraph(element: ElementTree.Element) -> str:
    words = element.text or ""
    for part in element:
        if part.tag == f"{_TEXT}s":
            words += " " * int(part.get(f"{_TEXT}c", "1"))
        elif part.tag == f"{_TEXT}line-break":
            words += "\n"
        else:
            words += _paragraph(part)
        words += part.tail or ""
    return words
