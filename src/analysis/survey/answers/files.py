"""Files with one row per respondent: CSV, Excel, SPSS, Stata and Parquet as one kind of table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal
from zipfile import ZipFile

import numpy as np

from analysis.survey.answers.answer_table import (
    AnswerTable,
    cell_text,
    text_cells,
    text_of_records,
)
from analysis.survey.answers.csv import read_text_table
from analysis.survey.answers.file_limits import (
    EXCEL_ROWS,
    MOST_BYTES,
    MOST_ROWS,
    check_ordinary,
    check_size,
)
from analysis.survey.checks import InputError, Problem, ProblemList, shorten
from analysis.survey.extras import load

_TYPES = ".csv, .tsv, .txt, .xlsx, .sav, .dta eller .parquet"


def read_table(path: Path, sheet: str | None, problems: ProblemList) -> AnswerTable:
    """Read a file as text, whatever its kind.

    Parameters
    ----------
    path : Path
        Comma-, semicolon- or tab-separated text (UTF-8, UTF-16 with a mark, Windows-1252 or
        Latin-1), .xlsx, .sav, .dta or .parquet.
    sheet : str or None
        Sheet of a workbook; the first when left out.
    problems : ProblemList
        Rows that cannot be used are added here.

    Returns
    -------
    AnswerTable
        Rows without any content are left out. Row numbers count as a spreadsheet does: the
        heading is row 1, also for the kinds of files that keep headings apart.

    Raises
    ------
    InputError
        The file is missing, empty, locked, damaged or of another kind, or the package that
        reads it is not installed.
    """
    file = path.name or str(path)
    kind = path.suffix.lower()
    head = _first_bytes(file, path)
    if kind not in _READERS:
        message = f"filtypen {kind or 'uden endelse'!r} kan ikke læses, forventede {_TYPES}."
        raise InputError(Problem(message, "Gem svarene som .xlsx eller CSV UTF-8.", file))
    if not head.removeprefix(b"\xef\xbb\xbf").strip(b"\0 \t\r\n"):
        cure = "Gem svarene igen, og prøv med den nye fil."
        raise InputError(Problem("filen er tom.", cure, file))
    _check_content(file, kind, head, path)
    if sheet is not None and kind != ".xlsx":
        message = f"har ingen ark, men arket {sheet!r} blev valgt."
        raise InputError(Problem(message, "Udelad ark.", file))
    try:
        table = _READERS[kind](path, sheet, problems)
    except InputError:
        raise
    except MemoryError:
        message = "der er ikke hukommelse nok til at læse filen."
        cure = "Slet, hvad der ikke er svar, og gem den igen."
        raise InputError(Problem(message, cure, file)) from None
    except Exception as error:  # whatever a library makes of a damaged file
        name = type(error).__name__
        message = f"filen er beskadiget eller er ikke en rigtig {kind}-fil ({name})."
        cure = "Gem den igen fra det program, den kommer fra."
        raise InputError(Problem(message, cure, file)) from error
    filled = np.zeros(len(table.cells), dtype=bool)
    for place in table.cells:
        filled |= (table.cells[place] != "").to_numpy()
    if not filled.any() and not problems.total:
        message = "der er ingen svar under overskrifterne, forventede en række pr. leder."
        cure = "Kontrollér, at det er den rigtige fil og det rigtige ark."
        raise InputError(Problem(message, cure, file))
    return table.take(filled)


def _first_bytes(file: str, path: Path) -> bytes:
    try:
        folder = path.is_dir()
    except (OSError, ValueError):  # no path at all: opening it says so
        folder = False
    if folder:
        message = "er en mappe, forventede en fil."
        raise InputError(Problem(message, "Vælg filen i mappen.", file))
    try:
        check_ordinary(path, MOST_BYTES)
        with path.open("rb") as content:
            return content.read(4096)
    except InputError:
        raise
    except FileNotFoundError:
        message = f"filen findes ikke i mappen {path.parent}."
        raise InputError(Problem(message, "Ret stien eller filnavnet.", file)) from None
    except (OSError, ValueError):
        cure = "Luk den i andre programmer, og se efter, om stien og rettighederne er rigtige."
        raise InputError(Problem("filen kan ikke åbnes.", cure, repr(shorten(file)))) from None


def _check_content(file: str, kind: str, head: bytes, path: Path) -> None:
    """Recognise files whose content is of another kind than their name says."""
    message = cure = ""
    marks = {".xlsx": b"PK", ".parquet": b"PAR1", ".sav": b"$FL", ".zsav": b"$FL"}
    actual = next((k for k, mark in marks.items() if head.startswith(mark)), None)
    expected = marks.get(kind)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        message, cure = "er en gammel Excel-fil (.xls).", "Gem den som .xlsx i Excel."
        if kind == ".xlsx" and "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            message = "projektmappen er beskyttet med adgangskode."
            cure = "Fjern adgangskoden i Excel (Filer, Oplysninger, Beskyt), og gem den igen."
    elif (expected and not head.startswith(expected)) or (not expected and actual):
        what = f"indholdet er en {actual}-fil" if actual else "indholdet er noget andet"
        message = f"filen hedder {kind}, men {what}."
        cure = "Giv filen den rigtige endelse, eller gem den igen fra det program, den kommer fra."
    if message:
        raise InputError(Problem(message, cure, file))


# --- the formats that libraries read


def _read_excel(path: Path, sheet: str | None, _problems: ProblemList) -> AnswerTable:
    openpyxl = load("openpyxl", "files")
    with ZipFile(path) as packed:
        check_size(path.name, size=sum(part.file_size for part in packed.infolist()))
    book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    try:
        names = [each.title for each in book.worksheets]
        if sheet is not None and sheet not in names:
            cure = f"Vælg et af: {', '.join(names)}."
            raise InputError(Problem(f"arket {sheet!r} findes ikke.", cure, path.name))
        page = book[sheet] if sheet is not None else book.worksheets[0]
        page.reset_dimensions()
        cells = ([cell_text(value) for value in row] for row in page.iter_rows(values_only=True))
        number = 0
        heading: list[str] = []
        for heading in cells:
            number += 1
            if any(heading):
                break
        if not any(heading):
            cure = f"Vælg arket med svarene blandt: {', '.join(names)}."
            raise InputError(Problem(f"arket {page.title!r} er tomt.", cure, path.name))
        first = list(islice(cells, 20))
        width = max(len(row) for row in [heading, *first])
        rows: list[int] = []

        def padded() -> Iterator[list[str]]:
            for row in chain(first, cells):
                rows.append(number + 1 + len(rows))
                if rows[-1] > EXCEL_ROWS:
                    raise ValueError("more rows than a sheet can hold")
                yield (row + [""] * width)[:width]

        columns = text_of_records(width, padded())
    finally:
        book.close()
    others = [name for name in names if name != page.title]
    notes = (f"Arket {page.title!r} er læst; ikke {', '.join(others)}.",) if others else ()
    headings = (heading + [""] * width)[:width]
    return AnswerTable.of_columns(path.name, headings, columns, rows, notes=notes)


def _read_statistical(path: Path, _sheet: str | None, _problems: ProblemList) -> AnswerTable:
    pyreadstat = load("pyreadstat", "files")
    if path.suffix.lower() == ".dta":
        read = pyreadstat.read_dta
        _check_stata_size(path)
    else:
        read = pyreadstat.read_sav
    _, meta = read(str(path), metadataonly=True)
    rows = max(meta.number_rows or 0, 0)
    check_size(path.name, rows=rows, size=rows * sum(meta.variable_storage_width.values()))
    frame, meta = read(str(path), user_missing=True, row_limit=MOST_ROWS)
    value_labels = {
        place: {
            cell_text(code): str(label).strip()
            for code, label in meta.variable_value_labels.get(name, {}).items()
        }
        for place, name in enumerate(frame.columns)
    }
    columns = (
        text_cells(
            frame.iloc[:, place],
            _without_missing(meta.missing_ranges.get(name, []), value_labels[place]),
        )
        for place, name in enumerate(frame.columns)
    )
    return AnswerTable.of_columns(
        path.name,
        map(str, frame.columns),
        columns,
        np.arange(2, len(frame) + 2),
        labels={i: label.strip() for i, label in enumerate(meta.column_labels) if label},
        value_labels=value_labels,
    )


def _check_stata_size(path: Path) -> None:
    """Refuse a file whose header announces more cells than its bytes can hold.

    The library allocates memory for as many as are announced.
    """
    with path.open("rb") as file:
        head = file.read(256)
    if head.startswith(b"<stata_dta>"):
        order: Literal["little", "big"] = "big" if b"<byteorder>MSF" in head else "little"
        columns = int.from_bytes(head.partition(b"<K>")[2].partition(b"</K>")[0], order)
        rows = int.from_bytes(head.partition(b"<N>")[2].partition(b"</N>")[0], order)
    else:
        order = "big" if head[1:2] == b"\1" else "little"
        columns = int.from_bytes(head[4:6], order)
        rows = int.from_bytes(head[6:10], order)
    if rows * columns > path.stat().st_size:
        raise ValueError("more cells are announced than the file can hold")


def _without_missing(ranges: list[Any], value_labels: dict[str, str]) -> Callable[[Any], str]:
    """`cell_text`, but codes declared missing are empty unless a value label names them."""

    def text_of(value: Any) -> str:
        text = cell_text(value)
        if text in value_labels:
            return text
        for span in ranges:
            if isinstance(span["lo"], str):
                if text == span["lo"].strip():
                    return ""
            elif re.fullmatch(r"-?[0-9.]+", text) and span["lo"] <= float(text) <= span["hi"]:
                return ""
        return text

    return text_of


def _read_parquet(path: Path, _sheet: str | None, _problems: ProblemList) -> AnswerTable:
    parquet = load("pyarrow.parquet", "files")
    with parquet.ParquetFile(path) as promised:
        groups = range(promised.metadata.num_row_groups)
        size = sum(promised.metadata.row_group(group).total_byte_size for group in groups)
        check_size(path.name, rows=promised.metadata.num_rows, size=size)
    table = parquet.read_table(path)
    places = [
        place
        for place, name in enumerate(table.column_names)
        if not name.startswith("__index_level_")
    ]
    frame = table.select(places).to_pandas(ignore_metadata=True, strings_to_categorical=True)
    columns = (text_cells(frame.iloc[:, place]) for place in range(len(places)))
    rows = np.arange(2, len(frame) + 2)
    return AnswerTable.of_columns(path.name, frame.columns, columns, rows)


_READERS: dict[str, Callable[[Path, str | None, ProblemList], AnswerTable]] = {
    ".csv": read_text_table,
    ".tsv": read_text_table,
    ".txt": read_text_table,
    ".xlsx": _read_excel,
    ".sav": _read_statistical,
    ".zsav": _read_statistical,
    ".dta": _read_statistical,
    ".parquet": _read_parquet,
}
