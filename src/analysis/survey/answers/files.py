"""Files with one row per respondent: CSV, Excel, SPSS, Stata and Parquet as one kind of table."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import numpy as np

from analysis.survey.answers.answer_table import AnswerTable, text_cells
from analysis.survey.answers.csv import read_text_table
from analysis.survey.answers.encodings import UTF8
from analysis.survey.answers.excel import read_excel
from analysis.survey.answers.file_limits import MOST_BYTES, check_ordinary, check_size
from analysis.survey.answers.statistical import read_statistical
from analysis.survey.checks import (
    InputError,
    Problem,
    ProblemList,
    missing_from_folder,
    shorten,
)
from analysis.survey.extras import load
from analysis.words import said

_TYPES = (".csv, .tsv, .txt, .xlsx, .sav, .dta", ".parquet")


def read_table(path: Path, sheet: str | None, problems: ProblemList) -> AnswerTable:
    """Read a file as text, whatever its kind.

    Parameters
    ----------
    path : Path
        Comma-, semicolon- or tab-separated text (UTF-8, UTF-16 with a mark, Windows-1252,
        Macintosh or DOS), .xlsx, .sav, .dta or .parquet.
    sheet : str or None
        Sheet of a workbook; the first that is not hidden when left out.
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
        named = kind or said("answers.no_ending")
        message = said("answers.kind", kind=named, names=_TYPES[0], last=_TYPES[1])
        raise InputError(Problem(message, said("answers.kind_cure", charset=UTF8), file))
    if not head.removeprefix(b"\xef\xbb\xbf").strip(b"\0 \t\r\n"):
        raise InputError(Problem(said("answers.empty"), said("answers.empty_cure"), file))
    _check_content(file, kind, head, path)
    if sheet is not None and kind != ".xlsx":
        message = said("answers.no_sheets", sheet=repr(sheet))
        raise InputError(Problem(message, said("answers.no_sheets_cure"), file))
    try:
        table = _READERS[kind](path, sheet, problems)
    except InputError:
        raise
    except MemoryError:
        message, cure = said("answers.memory"), said("answers.memory_cure")
        raise InputError(Problem(message, cure, file)) from None
    except Exception as error:  # whatever a library makes of a damaged file
        name = type(error).__name__
        message = said("answers.damaged", kind=kind, name=name)
        cure = said("answers.damaged_cure")
        raise InputError(Problem(message, cure, file)) from error
    filled = table.filled()
    if not filled.any() and not problems.total:
        message, cure = said("answers.no_rows"), said("answers.no_rows_cure")
        raise InputError(Problem(message, cure, file))
    return table.take(filled)


def _first_bytes(file: str, path: Path) -> bytes:
    try:
        folder = path.is_dir()
    except (OSError, ValueError):  # no path at all: opening it says so
        folder = False
    if folder:
        raise InputError(Problem(said("answers.folder"), said("answers.folder_cure"), file))
    try:
        check_ordinary(path, MOST_BYTES)
        with path.open("rb") as content:
            return content.read(4096)
    except InputError:
        raise
    except FileNotFoundError:
        message = missing_from_folder(path)
        raise InputError(Problem(message, said("answers.missing_cure"), file)) from None
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) == errno.ENAMETOOLONG:
            message, cure = said("answers.long_name"), said("answers.long_name_cure")
        else:
            message, cure = said("answers.closed"), said("answers.closed_cure")
        raise InputError(Problem(message, cure, repr(shorten(file)))) from None


def _check_content(file: str, kind: str, head: bytes, path: Path) -> None:
    """Recognise files whose content is of another kind than their name says."""
    message = cure = ""
    marks = {".xlsx": b"PK", ".parquet": b"PAR1", ".sav": b"$FL", ".zsav": b"$FL"}
    actual = next((k for k, mark in marks.items() if head.startswith(mark)), None)
    expected = marks.get(kind)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        message, cure = said("answers.old_excel"), said("answers.old_excel_cure")
        if kind == ".xlsx" and "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            message, cure = said("answers.locked"), said("answers.locked_cure")
    elif (expected and not head.startswith(expected)) or (not expected and actual):
        what = said("answers.is_kind", kind=actual) if actual else said("answers.is_other")
        message = said("answers.other_kind", kind=kind, what=what)
        cure = said("answers.ending_cure")
    if message:
        raise InputError(Problem(message, cure, file))


# --- the formats that libraries read


def _read_excel(path: Path, sheet: str | None, _problems: ProblemList) -> AnswerTable:
    return read_excel(path, sheet)


def _read_statistical(path: Path, _sheet: str | None, _problems: ProblemList) -> AnswerTable:
    return read_statistical(path)


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
