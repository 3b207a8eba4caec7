"""Comma-, semicolon- and tab-separated text in the character sets that people have."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
import pandas as pd

from analysis.survey.answers.answer_table import AnswerTable, text_cells, text_of_records
from analysis.survey.answers.encodings import BROKEN, UTF8, encoding_notes, text_encoding
from analysis.survey.answers.file_limits import check_size
from analysis.survey.checks import ProblemList, row_error, shorten
from analysis.words import said

#: Characters of a line that are looked at to judge the separator.
_LONGEST = 1 << 16


def read_text_table(path: Path, _sheet: str | None, problems: ProblemList) -> AnswerTable:
    """Read separated text; rows of another width than the heading are added as problems."""
    content = path.read_bytes()
    _check_text(path.name, content)
    encoding = text_encoding(path.name, content)
    file = io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="")
    notes = encoding_notes(encoding, _broken(content, encoding))
    declared = re.fullmatch(r"sep=(.)\s*", file.readline(_LONGEST))
    start = file.tell() if declared else 0
    file.seek(start)
    lines = [line for line in (file.readline(_LONGEST) for _ in range(60)) if line]
    separator = declared[1] if declared else _separator(lines)
    if not separator:
        expected, cure = said("answers.separated"), said("answers.separated_cure")
        raise row_error(path.name, 1, shorten("".join(lines[:1])), expected, cure)
    check_size(path.name, columns=lines[0].count(separator) + 1, at_least=True)
    table = None if declared else read_unquoted(path.name, content, encoding, separator, lines[0])
    if table is not None:
        return replace(table, notes=notes)
    file.seek(start)
    records = _Records(file, separator, problems, number=1 if declared else 0)
    try:
        heading = records.heading()
        columns = text_of_records(len(heading), records.of_width(len(heading)))
    except csv.Error as error:
        long_cell = "limit" in str(error)
        found = said("answers.long_cell") if long_cell else said("answers.loose_quote")
        expected, cure = said("answers.quoted"), said("answers.quoted_cure")
        raise row_error(path.name, records.number + 1, found, expected, cure) from None
    return AnswerTable.of_columns(path.name, heading, columns, records.rows, notes=notes)


class _Records:
    """The records of a file and their row numbers; blank ones are kept, uneven ones refused."""

    def __init__(self, file: TextIO, separator: str, problems: ProblemList, number: int) -> None:
        self.reader = csv.reader(file, delimiter=separator, strict=True)
        self.separator = separator
        self.problems = problems
        self.number = number
        self.rows: list[int] = []

    def heading(self) -> list[str]:
        """The first record that is not blank."""
        for record in self.reader:
            self.number += 1
            if any(map(str.strip, record)):
                return record
        return []

    def of_width(self, width: int) -> Iterator[list[str]]:
        """The following records, each as wide as the heading."""
        for record in self.reader:
            self.number += 1
            check_size(self.problems.file, rows=self.number, at_least=True)
            surplus = any(map(str.strip, record[width:]))
            if surplus or (len(record) < width and any(map(str.strip, record))):
                self.problems.add_cell(
                    self.separator.join(record),
                    said("answers.cells", width=width, found=len(record)),
                    said("answers.cells_cure"),
                    row=self.number,
                )
                continue
            self.rows.append(self.number)
            yield record if len(record) == width else (record + [""] * width)[:width]


def read_unquoted(
    file: str, content: bytes, encoding: str, separator: str, heading: str
) -> AnswerTable | None:
    """Read a file without quotation marks, all rows equally wide; None for other files.

    pandas reads such a file several times as fast as Python's csv module, with the same result.
    """
    headings = heading.split(separator)
    if encoding in ("utf-16", "utf-32") or b'"' in content or len(heading) == _LONGEST:
        return None
    try:
        frame = pd.read_csv(
            io.BytesIO(content),
            sep=separator,
            header=None,
            skiprows=1,
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            quoting=csv.QUOTE_NONE,
            skip_blank_lines=False,
            encoding=encoding,
            encoding_errors="replace",
            low_memory=False,
        )
    except ValueError:  # no rows, or uneven ones, which the other reader points out
        return None
    width = len(headings)
    even = content.count(separator.encode()) == (width - 1) * (len(frame) + 1)
    if not even or frame.shape[1] != width or not any(map(str.strip, headings)):
        return None
    check_size(file, rows=len(frame), at_least=True)
    columns = [text_cells(frame[j]) for j in frame.columns]
    longest = csv.field_size_limit()  # the other reader points out longer cells
    if any(len(text) > longest for column in columns for text in column.categories):
        return None
    return AnswerTable.of_columns(file, headings, columns, np.arange(2, 2 + len(frame)))


def _check_text(file: str, content: bytes) -> None:
    """Raise an InputError at a NUL byte, or where there is no end of rows."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        return
    check_size(file, rows=content.count(b"\n"), at_least=True)
    at = content.find(b"\0")
    if at >= 0:
        row, found = 1 + content.count(b"\n", 0, at), said("answers.nul", byte="byte 0x00")
        cure = said("answers.nul_cure", charset=UTF8)
        raise row_error(file, row, found, said("answers.text"), cure)


def _broken(content: bytes, encoding: str) -> int:
    """How many places of a file are no text in its character set."""
    with suppress(UnicodeDecodeError):
        for _ in codecs.iterdecode(io.BytesIO(content), encoding):
            pass
        return 0
    return content.decode(encoding, "replace").count(BROKEN)


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
