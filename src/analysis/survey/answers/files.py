"""Files with one row per respondent: CSV, Excel, SPSS, Stata and Parquet as one kind of table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal
from zipfile import ZipFile

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from analysis.survey.answers.answer_table import (
    Column,
    ProblemList,
    Table,
    cell_text,
    column_of_series,
    columns_of_records,
    shorten,
)
from analysis.survey.answers.csv import read_text_table
from analysis.survey.checks import InputError
from analysis.survey.file_limits import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    check_ordinary,
    check_promise,
    too_large,
)

_EXCEL_ROWS = 1_048_576
_TYPES = ".csv, .tsv, .txt, .xlsx, .sav, .dta eller .parquet"


def read_table(path: Path, sheet: str | None, problems: ProblemList) -> Table:
    """Read a file as text, whatever its kind.

    Parameters
    ----------
    path : Path
        Comma-, semicolon- or tab-separated text (UTF-8, UTF-16 with a mark, Windows-1252 or
        Latin-1), .xlsx, .sav, .dta or .parquet.
    sheet : str or None
        Sheet of a workbook; the first when left out.
    problems : ProblemList
        Rows that cannot be used are noted here.

    Returns
    -------
    Table
        Rows without any content are left out. Row numbers count as a spreadsheet does: the
        heading is row 1, also for the kinds of files that keep headings apart.

    Raises
    ------
    InputError
        The file is missing, empty, locked, damaged or of another kind.
    """
    name = path.name or str(path)
    if _is_folder(path):
        raise InputError(f"{name}: er en mappe, forventede en fil. Vælg filen i mappen.")
    try:
        check_ordinary(path, MOST_BYTES)
        with path.open("rb") as file:
            head = file.read(4096)
    except InputError:
        raise
    except FileNotFoundError:
        raise InputError(
            f"{name}: filen findes ikke i mappen {path.parent}. Ret stien eller filnavnet."
        ) from None
    except (OSError, ValueError):
        raise InputError(
            f"{shorten(name)!r}: filen kan ikke åbnes. "
            "Luk den i andre programmer, og se efter, om stien og rettighederne er rigtige."
        ) from None
    kind = path.suffix.lower()
    if kind not in _READERS:
        raise InputError(
            f"{name}: filtypen {kind or 'uden endelse'!r} kan ikke læses, forventede {_TYPES}. "
            "Gem svarene som .xlsx eller CSV UTF-8."
        )
    if not head.removeprefix(b"\xef\xbb\xbf").strip(b"\0 \t\r\n"):
        raise InputError(f"{name}: filen er tom. Gem svarene igen, og prøv med den nye fil.")
    _check_content(name, kind, head, path)
    if sheet is not None and kind != ".xlsx":
        raise InputError(f"{name}: har ingen ark, men arket {sheet!r} blev valgt. Udelad ark.")
    try:
        table = _READERS[kind](path, sheet, problems)
    except InputError:
        raise
    except MemoryError:
        raise InputError(
            f"{name}: der er ikke hukommelse nok til at læse filen. "
            "Slet, hvad der ikke er svar, og gem den igen."
        ) from None
    except Exception as error:  # whatever a library makes of a damaged file
        raise InputError(
            f"{name}: filen er beskadiget eller er ikke en rigtig {kind}-fil "
            f"({type(error).__name__}). Gem den igen fra det program, den kommer fra."
        ) from error
    if len(table.columns) > MOST_COLUMNS:
        raise too_large(name, f"{len(table.columns)} kolonner", f"{MOST_COLUMNS}")
    filled = np.zeros(len(table.rows), dtype=bool)
    for column in table.columns:
        filled |= np.array([bool(text) for text in column.texts], dtype=bool)[column.codes]
    if not filled.any() and not problems.total:
        raise InputError(
            f"{name}: der er ingen svar under overskrifterne, forventede en række pr. leder. "
            "Kontrollér, at det er den rigtige fil og det rigtige ark."
        )
    return table.take(filled)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # no path at all, which opening it tells
        return False


def _check_content(name: str, kind: str, head: bytes, path: Path) -> None:
    """Recognise files whose content is of another kind than their name says."""
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        if kind == ".xlsx" and "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise InputError(
                f"{name}: projektmappen er beskyttet med adgangskode. "
                "Fjern adgangskoden i Excel (Filer, Oplysninger, Beskyt), og gem den igen."
            )
        raise InputError(f"{name}: er en gammel Excel-fil (.xls). Gem den som .xlsx i Excel.")
    marks = {".xlsx": b"PK", ".parquet": b"PAR1", ".sav": b"$FL", ".zsav": b"$FL"}
    actual = next((k for k, mark in marks.items() if head.startswith(mark)), None)
    expected = marks.get(kind)
    if (expected and not head.startswith(expected)) or (not expected and actual):
        what = f"indholdet er en {actual}-fil" if actual else "indholdet er noget andet"
        raise InputError(
            f"{name}: filen hedder {kind}, men {what}. "
            "Giv filen den rigtige endelse, eller gem den igen fra det program, den kommer fra."
        )


# --- the formats that libraries read


def _read_excel(path: Path, sheet: str | None, _problems: ProblemList) -> Table:
    from openpyxl import load_workbook

    with ZipFile(path) as packed:
        check_promise(path.name, 0, sum(part.file_size for part in packed.infolist()))
    book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    try:
        names = [each.title for each in book.worksheets]
        if sheet is not None and sheet not in names:
            raise InputError(
                f"{path.name}: arket {sheet!r} findes ikke. Vælg et af: {', '.join(names)}."
            )
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
            raise InputError(
                f"{path.name}: arket {page.title!r} er tomt. "
                f"Vælg arket med svarene blandt: {', '.join(names)}."
            )
        first = list(islice(cells, 20))
        width = max(len(row) for row in [heading, *first])
        rows: list[int] = []

        def padded() -> Iterator[list[str]]:
            for row in chain(first, cells):
                rows.append(number + 1 + len(rows))
                if rows[-1] > _EXCEL_ROWS:
                    raise ValueError("more rows than a sheet can hold")
                yield (row + [""] * width)[:width]

        columns = columns_of_records((heading + [""] * width)[:width], padded())
    finally:
        book.close()
    others = [name for name in names if name != page.title]
    notes = (f"Arket {page.title!r} er læst; ikke {', '.join(others)}.",) if others else ()
    return Table(path.name, columns, np.array(rows, dtype=np.int64), notes)


def _read_statistical(path: Path, _sheet: str | None, _problems: ProblemList) -> Table:
    import pyreadstat

    read = pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    if read is pyreadstat.read_dta:
        _check_stata_size(path)
    _, meta = read(str(path), metadataonly=True)
    rows = max(meta.number_rows or 0, 0)
    check_promise(path.name, rows, rows * sum(meta.variable_storage_width.values()))
    frame, meta = read(str(path), user_missing=True, row_limit=MOST_ROWS)
    columns = []
    for j, name in enumerate(frame.columns):
        labels = meta.variable_value_labels.get(name, {})
        column = column_of_series(
            str(name),
            frame.iloc[:, j],
            (meta.column_labels[j] or "").strip(),
            {cell_text(code): str(label).strip() for code, label in labels.items()},
        )
        columns.append(_without_missing(column, meta.missing_ranges.get(name, [])))
    return Table(path.name, tuple(columns), np.arange(2, len(frame) + 2))


def _check_stata_size(path: Path) -> None:
    """Refuse a file whose heading announces more cells than it has room for.

    The library makes room for as many as are announced, however many.
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


def _without_missing(column: Column, ranges: list[Any]) -> Column:
    """Codes declared missing become blank, unless a value label says what they mean."""

    def missing(text: str) -> bool:
        if text in column.value_labels:
            return False
        for span in ranges:
            if isinstance(span["lo"], str):
                if text == span["lo"].strip():
                    return True
            elif re.fullmatch(r"-?[0-9.]+", text) and span["lo"] <= float(text) <= span["hi"]:
                return True
        return False

    return replace(column, texts=tuple("" if missing(text) else text for text in column.texts))


def _read_parquet(path: Path, _sheet: str | None, _problems: ProblemList) -> Table:
    with parquet.ParquetFile(path) as promised:
        groups = range(promised.metadata.num_row_groups)
        size = sum(promised.metadata.row_group(group).total_byte_size for group in groups)
        check_promise(path.name, promised.metadata.num_rows, size)
    table = parquet.read_table(path)
    columns = [
        _of_arrow(name, cells)
        for name, cells in zip(table.column_names, table.columns, strict=True)
        if not name.startswith("__index_level_")
    ]
    return Table(path.name, tuple(columns), np.arange(2, table.num_rows + 2))


def _of_arrow(heading: str, cells: pa.ChunkedArray) -> Column:
    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type):
        cells = cells.dictionary_encode()
    if not pa.types.is_dictionary(cells.type) or not len(cells):
        return column_of_series(heading, cells.to_pandas())
    cells = cells.unify_dictionaries().combine_chunks()
    texts = tuple(cell_text(value) for value in cells.dictionary.to_pylist())
    codes = cells.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
    return Column(heading.strip(), codes.astype(np.int32), (*texts, ""))


_READERS: dict[str, Callable[[Path, str | None, ProblemList], Table]] = {
    ".csv": read_text_table,
    ".tsv": read_text_table,
    ".txt": read_text_table,
    ".xlsx": _read_excel,
    ".sav": _read_statistical,
    ".zsav": _read_statistical,
    ".dta": _read_statistical,
    ".parquet": _read_parquet,
}
