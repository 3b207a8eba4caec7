"""Files with one row per respondent: CSV, Excel, SPSS, Stata and Parquet as one kind of table."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import numpy as np

from analysis.survey.answers.answer_table import AnswerTable, text_cells
from analysis.survey.answers.csv import read_text_table
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

_TYPES = ".csv, .tsv, .txt, .xlsx, .sav, .dta eller .parquet"


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
    filled = table.filled()
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
        message = missing_from_folder(path)
        raise InputError(Problem(message, "Ret stien eller filnavnet.", file)) from None
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) == errno.ENAMETOOLONG:
            cure = "Giv filen et kortere navn, eller læg den i en mappe med en kortere sti."
            raise InputError(Problem("navnet er for langt.", cure, repr(shorten(file)))) from None
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
