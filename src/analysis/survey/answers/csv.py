"""Comma-, semicolon- and tab-separated text in the character sets that people have."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from analysis.survey.answers.answer_table import (
    Column,
    ProblemList,
    Table,
    columns_of_records,
    shorten,
)
from analysis.survey.checks import InputError, problem
from analysis.survey.file_limits import MOST_COLUMNS, MOST_ROWS, too_large

#: Characters of a line that are looked at to judge the separator.
_LONGEST = 1 << 16


def read_text_table(path: Path, _sheet: str | None, problems: ProblemList) -> Table:
    """Read separated text; rows of another width than the heading are noted as problems."""
    encoding = _encoding(path)
    notes = () if encoding.startswith("utf") else (f"Filen er læst med tegnsættet {encoding}.",)
    with path.open(encoding=encoding, newline="") as file:
        chosen = re.fullmatch(r"sep=(.)\s*", file.readline(_LONGEST))
        start = file.tell() if chosen else 0
        file.seek(start)
        first = _first_lines(file)
        separator = chosen[1] if chosen else _separator(first)
        if separator and first[0].count(separator) >= MOST_COLUMNS:
            raise too_large(path.name, f"over {MOST_COLUMNS} kolonner", f"{MOST_COLUMNS}")
        if not separator:
            raise InputError(
                problem(
                    path.name,
                    1,
                    None,
                    shorten(first[0]) if first else "",
                    "flere kolonner adskilt af semikolon, komma eller tabulator",
                    "Gem filen igen som CSV fra regnearket.",
                )
            )
        plain = None if chosen else read_plain(path, encoding, separator)
        if plain:
            rows = np.arange(2, 2 + len(plain[0].codes))
            return Table(path.name, plain, rows, notes)
        file.seek(start)
        reader = csv.reader(file, delimiter=separator, strict=True)
        records = _Records(reader, separator, problems, number=1 if chosen else 0)
        try:
            heading = records.heading()
            columns = columns_of_records(heading, records.of_width(len(heading)))
        except csv.Error as error:
            raise InputError(
                problem(
                    path.name,
                    records.number + 1,
                    None,
                    "en meget lang celle" if "limit" in str(error) else "et løst anførselstegn",
                    "en række, hvor hvert anførselstegn også er afsluttet",
                    "Ret anførselstegnene i rækken, eller gem filen igen som CSV fra regnearket.",
                )
            ) from None
    return Table(path.name, columns, np.array(records.rows, dtype=np.int64), notes)


class _Records:
    """Records of a file with their row numbers; blank ones are passed on, uneven ones noted."""

    def __init__(
        self, reader: Iterator[list[str]], separator: str, problems: ProblemList, number: int
    ) -> None:
        self.reader = reader
        self.separator = separator
        self.problems = problems
        self.number = number
        self.rows: list[int] = []

    def heading(self) -> list[str]:
        """The first record that is not blank."""
        for record in self.reader:
            self.number += 1
            if any(cell.strip() for cell in record):
                return [cell.strip() for cell in record]
        return []

    def of_width(self, width: int) -> Iterator[list[str]]:
        """The following records, each as wide as the heading."""
        for record in self.reader:
            self.number += 1
            if self.number > MOST_ROWS:
                raise too_large(self.problems.file, f"over {MOST_ROWS} rækker", f"{MOST_ROWS}")
            if len(record) != width:
                blank = not any(cell.strip() for cell in record)
                if not blank and (len(record) < width or any(map(str.strip, record[width:]))):
                    self.problems.add(
                        self.number,
                        None,
                        self.separator.join(record),
                        f"{width} celler som i overskriften, ikke {len(record)}",
                        "En tekst med skilletegn eller linjeskift skal stå i anførselstegn; "
                        "ret rækken.",
                    )
                    continue
                record = (record + [""] * width)[:width]
            self.rows.append(self.number)
            yield record


def _first_lines(file: TextIO) -> list[str]:
    """Some lines to judge the separator by; very long ones are cut off."""
    lines = [file.readline(_LONGEST) for _ in range(60)]
    return [line for line in lines if line]


def read_plain(path: Path, encoding: str, separator: str) -> tuple[Column, ...] | None:
    """Columns of a file without quotation marks, all rows equally wide; None for other files.

    Arrow reads such a file ten times as fast as Python's csv module, with the same result.
    """
    if encoding == "utf-16" or any(b'"' in block for block in _blocks(path)):
        return None
    with path.open(encoding=encoding, newline="") as file:
        width = file.readline(_LONGEST).count(separator) + 1
    text = pa.dictionary(pa.int32(), pa.string())
    names = [str(i) for i in range(width)]
    try:
        table = pa_csv.read_csv(
            path,
            pa_csv.ReadOptions(column_names=names, encoding=encoding.removesuffix("-sig")),
            pa_csv.ParseOptions(delimiter=separator, quote_char=False, ignore_empty_lines=False),
            pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, text), strings_can_be_null=False
            ),
        )
    except pa.ArrowException:  # uneven rows, which the other reader points out
        return None
    columns = []
    for column in table.combine_chunks().columns:
        cells = column.chunk(0)
        texts = tuple(cell.strip() for cell in cells.dictionary.to_pylist())
        codes = cells.indices.to_numpy(zero_copy_only=False)
        columns.append(Column(texts[codes[0]], codes[1:], texts))
    return tuple(columns) if any(column.heading for column in columns) else None


def _encoding(path: Path) -> str:
    """The file's character set; an InputError at a NUL byte, or where there is no end of rows."""
    with path.open("rb") as file:
        mark = file.read(4)
    if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    _check_bytes(path)
    return next(name for name in ("utf-8-sig", "cp1252", "latin-1") if _decodes(path, name))


def _check_bytes(path: Path) -> None:
    row = 1
    for block in _blocks(path):
        if row > MOST_ROWS:
            raise too_large(path.name, f"over {MOST_ROWS} rækker", f"{MOST_ROWS}")
        at = block.find(b"\0")
        if at >= 0:
            raise InputError(
                problem(
                    path.name,
                    row + block[:at].count(b"\n"),
                    None,
                    "et NUL-tegn (byte 0x00)",
                    "almindelig tekst",
                    "Filen er beskadiget eller er ikke tekst; gem den igen som CSV UTF-8.",
                )
            )
        row += block.count(b"\n")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            yield block


def _separator(lines: list[str]) -> str:
    """The separator that makes most of the first rows as wide as the heading; or none."""

    def fit(separator: str) -> tuple[float, int]:
        records: list[list[str]] = []
        with suppress(csv.Error):  # the rows before a loose quotation mark tell enough
            records += islice(csv.reader(lines, delimiter=separator), 1)
            records += islice(csv.reader(lines, delimiter=separator), 1, 30)
        widths = [len(record) for record in records if any(cell.strip() for cell in record)]
        if not widths or widths[0] < 2:
            return (0.0, 0)
        return (sum(width == widths[0] for width in widths) / len(widths), widths[0])

    best = max(";\t,", key=fit)
    return best if fit(best)[1] else ""
