"""Files with one row per respondent: CSV, Excel, SPSS, Stata and Parquet as one kind of table."""

from __future__ import annotations

import codecs
import csv
import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.survey.checks import InputError, problem

#: So many problems of a file are printed; the others are counted.
SHOWN = 50
_CHUNK = 20_000
_TYPES = ".csv, .tsv, .txt, .xlsx, .sav, .dta eller .parquet"


class ProblemList:
    """All problems of one file, of which the first in the order of the file are written out."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.total = 0
        self._kept: list[tuple[int, int, str]] = []

    def add(
        self, row: int | None, column: str | None, found: str, expected: str, cure: str, at: int = 0
    ) -> None:
        """Note one problem; ``at`` is the column's place in the file."""
        self.add_rows([row or 0], column, lambda _: found, expected, cure, at)

    def add_rows(
        self,
        rows: Sequence[int] | np.ndarray,
        column: str | None,
        found: Callable[[int], str],
        expected: str,
        cure: str,
        at: int = 0,
    ) -> None:
        """Note the same kind of problem in many rows; ``found`` gives the i-th row's cell."""
        self.total += len(rows)
        for i, row in enumerate(rows[:SHOWN]):
            cell = shorten(found(i))
            where = shorten(column) if column is not None else None
            message = problem(self.file, int(row) or None, where, cell, expected, cure)
            self._kept.append((int(row), at, message))

    def raise_if_any(self) -> None:
        """Raise one InputError with the problems in the order of the file."""
        if not self.total:
            return
        messages = [message for _, _, message in sorted(self._kept)][:SHOWN]
        if self.total > len(messages):
            messages.append(
                f"{self.file}: {self.total - len(messages)} problemer til er ikke vist. "
                "Ret de viste først, og prøv igen; ofte har de samme årsag."
            )
        raise InputError(messages)


@dataclass(frozen=True, eq=False)
class Column:
    """One column: each row's place in ``texts``, the different cells as stripped text.

    ``label`` is a longer heading (SPSS and Stata have them), ``value_labels`` the text of a code.
    """

    heading: str
    codes: np.ndarray
    texts: tuple[str, ...]
    label: str = ""
    value_labels: dict[str, str] = field(default_factory=dict)

    def text(self, row: int) -> str:
        """The cell in the row at this place, as it stands in the file."""
        return self.texts[self.codes[row]]

    def words(self) -> tuple[str, ...]:
        """The different cells, codes replaced by their value labels."""
        return tuple(self.value_labels.get(text, text).strip() for text in self.texts)


@dataclass(frozen=True, eq=False)
class Table:
    """A file's columns; ``rows`` holds the row number in the file of each data row."""

    file: str
    columns: tuple[Column, ...]
    rows: np.ndarray
    notes: tuple[str, ...] = ()

    def take(self, keep: np.ndarray) -> Table:
        """The same table with the rows for which ``keep`` is true."""
        columns = tuple(replace(column, codes=column.codes[keep]) for column in self.columns)
        return replace(self, columns=columns, rows=self.rows[keep])


def shorten(text: str, limit: int = 70) -> str:
    """One line of at most ``limit`` characters, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


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
    name = path.name
    try:
        if path.is_dir():
            raise InputError(f"{name}: er en mappe, forventede en fil. Vælg filen i mappen.")
        with path.open("rb") as file:
            head = file.read(4096)
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
    if not head.strip(b"\0 \t\r\n"):
        raise InputError(f"{name}: filen er tom. Gem svarene igen, og prøv med den nye fil.")
    _check_content(name, kind, head, path)
    if sheet is not None and kind != ".xlsx":
        raise InputError(f"{name}: har ingen ark, men arket {sheet!r} blev valgt. Udelad ark.")
    try:
        table = _READERS[kind](path, sheet, problems)
    except InputError:
        raise
    except Exception as error:  # whatever a library makes of a damaged file
        raise InputError(
            f"{name}: filen er beskadiget eller er ikke en rigtig {kind}-fil "
            f"({type(error).__name__}). Gem den igen fra det program, den kommer fra."
        ) from error
    filled = np.zeros(len(table.rows), dtype=bool)
    for column in table.columns:
        filled |= np.array([bool(text) for text in column.texts], dtype=bool)[column.codes]
    if not filled.any() and not problems.total:
        raise InputError(
            f"{name}: der er ingen svar under overskrifterne, forventede en række pr. leder. "
            "Kontrollér, at det er den rigtige fil og det rigtige ark."
        )
    return table.take(filled)


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


# --- text


def _read_csv(path: Path, _sheet: str | None, problems: ProblemList) -> Table:
    encoding = _encoding(path)
    notes = () if encoding.startswith("utf") else (f"Filen er læst med tegnsættet {encoding}.",)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
        chosen = re.fullmatch(r"sep=(.)\s*", first)
        if not chosen:
            file.seek(0)
        separator = chosen[1] if chosen else _separator(list(islice(file, 60)))
        if not chosen:
            file.seek(0)
        records = csv.reader(file, delimiter=separator, strict=True)
        number = 1 if chosen else 0
        rows: list[int] = []

        def good(width: int) -> Iterator[list[str]]:
            nonlocal number
            for record in records:
                number += 1
                if len(record) != width:
                    if any(cell.strip() for cell in record[width:]) or 0 < len(record) < width:
                        if any(cell.strip() for cell in record):
                            problems.add(
                                number,
                                None,
                                separator.join(record),
                                f"{width} celler som i overskriften, ikke {len(record)}",
                                "En tekst med skilletegn eller linjeskift skal stå i "
                                "anførselstegn; ret rækken.",
                            )
                            continue
                    record = (record + [""] * width)[:width]
                rows.append(number)
                yield record

        try:
            heading: list[str] = []
            for heading in records:
                number += 1
                if any(cell.strip() for cell in heading):
                    break
            columns = _columns([cell.strip() for cell in heading], good(len(heading)))
        except csv.Error as error:
            raise InputError(
                problem(
                    path.name,
                    number + 1,
                    None,
                    str(error),
                    "en række, hvor hvert anførselstegn også er afsluttet",
                    "Ret anførselstegnene i rækken, eller gem filen igen som CSV fra regnearket.",
                )
            ) from None
    return Table(path.name, columns, np.array(rows, dtype=np.int64), notes)


def _encoding(path: Path) -> str:
    """The file's character set; an InputError at a NUL byte or at bytes that are no text."""
    with path.open("rb") as file:
        mark = file.read(4)
    if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    candidates = ["utf-8-sig", "cp1252", "latin-1"]
    decoders = {name: codecs.getincrementaldecoder(name)() for name in candidates[:2]}
    lines = 1
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            at = block.find(b"\0")
            if at >= 0:
                row = lines + block[:at].count(b"\n")
                raise InputError(
                    problem(
                        path.name,
                        row,
                        None,
                        "et NUL-tegn (byte 0x00)",
                        "almindelig tekst",
                        "Filen er beskadiget eller er ikke tekst; gem den igen som CSV UTF-8.",
                    )
                )
            lines += block.count(b"\n")
            for name in list(decoders):
                try:
                    decoders[name].decode(block)
                except UnicodeDecodeError:
                    del decoders[name]
    for name in list(decoders):
        try:
            decoders[name].decode(b"", final=True)
        except UnicodeDecodeError:
            del decoders[name]
    return next((name for name in candidates if name in decoders), "latin-1")


def _separator(lines: list[str]) -> str:
    """The separator with which most of the first rows are as wide as the heading."""

    def fit(separator: str) -> tuple[float, int]:
        try:
            records = list(csv.reader(lines, delimiter=separator))[:30]
        except csv.Error:
            return (0.0, 0)
        widths = [len(record) for record in records if any(cell.strip() for cell in record)]
        if not widths or widths[0] < 2:
            return (0.0, 0)
        return (sum(width == widths[0] for width in widths) / len(widths), widths[0])

    return max(";\t,", key=fit)


def _columns(headings: list[str], records: Iterable[Sequence[str]]) -> tuple[Column, ...]:
    """Read records in chunks; every different cell of a column is kept once."""
    places: list[dict[str, int]] = [{} for _ in headings]
    codes: list[list[np.ndarray]] = [[] for _ in headings]
    records = iter(records)
    while chunk := list(islice(records, _CHUNK)):
        for j, cells in enumerate(zip(*chunk, strict=True)):
            known = places[j]
            for cell in set(cells).difference(known):
                known[cell] = len(known)
            codes[j].append(np.fromiter(map(known.__getitem__, cells), np.int64, len(cells)))
    return tuple(
        Column(
            heading,
            np.concatenate(parts) if parts else np.zeros(0, np.int64),
            tuple(cell.strip() for cell in known),
        )
        for heading, parts, known in zip(headings, codes, places, strict=True)
    )


# --- the formats that libraries read


def _read_excel(path: Path, sheet: str | None, _problems: ProblemList) -> Table:
    from openpyxl import load_workbook

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
            others = f" Projektmappen har arkene {', '.join(names)}." if len(names) > 1 else ""
            raise InputError(
                f"{path.name}: arket {page.title!r} er tomt.{others} Vælg arket med svarene."
            )
        records = [row for row in cells]
    finally:
        book.close()
    width = max(len(heading), max((len(row) for row in records), default=0))
    padded = ((row + [""] * width)[:width] for row in records)
    columns = _columns((heading + [""] * width)[:width], padded)
    rows = np.arange(number + 1, number + 1 + len(records))
    others = [name for name in names if name != page.title]
    notes = (f"Arket {page.title!r} er læst; ikke {', '.join(others)}.",) if others else ()
    return Table(path.name, columns, rows, notes)


def _read_statistical(path: Path, _sheet: str | None, _problems: ProblemList) -> Table:
    import pyreadstat

    read = pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    frame, meta = read(str(path), user_missing=True)
    columns = []
    for j, name in enumerate(frame.columns):
        labels = meta.variable_value_labels.get(name, {})
        column = _from_series(
            str(name),
            frame.iloc[:, j],
            (meta.column_labels[j] or "").strip(),
            {cell_text(code): str(label).strip() for code, label in labels.items()},
        )
        columns.append(_without_missing(column, meta.missing_ranges.get(name, [])))
    return Table(path.name, tuple(columns), np.arange(2, len(frame) + 2))


def _without_missing(column: Column, ranges: list[dict[str, Any]]) -> Column:
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
    import pyarrow.parquet

    table = pyarrow.parquet.ParquetFile(path).read()
    columns = tuple(
        _from_series(name, table.column(j).to_pandas())
        for j, name in enumerate(table.column_names)
        if not name.startswith("__index_level_")
    )
    return Table(path.name, columns, np.arange(2, table.num_rows + 2))


def _from_series(
    heading: str, series: pd.Series, label: str = "", labels: dict[str, str] | None = None
) -> Column:
    try:
        codes, different = pd.factorize(series, use_na_sentinel=True)
    except TypeError:  # lists and other cells that are no single value
        codes, different = pd.factorize(series.map(str), use_na_sentinel=True)
    texts = tuple(cell_text(value) for value in different)
    codes = np.where(codes < 0, len(texts), codes)
    return Column(heading.strip(), codes, (*texts, ""), label, labels or {})


def cell_text(value: Any) -> str:
    """A cell's value as text: 3.0 as ``3``, a date as ``2017-10-05``, nothing as an empty text."""
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return ""
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip()
    return str(value).strip()


_READERS: dict[str, Callable[[Path, str | None, ProblemList], Table]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".txt": _read_csv,
    ".xlsx": _read_excel,
    ".sav": _read_statistical,
    ".zsav": _read_statistical,
    ".dta": _read_statistical,
    ".parquet": _read_parquet,
}
