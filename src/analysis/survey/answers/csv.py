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
import pandas as pd

from analysis.survey.answers.answer_table import AnswerTable, text_cells, text_of_records
from analysis.survey.answers.file_limits import check_size
from analysis.survey.checks import InputError, Problem, ProblemList
from analysis.survey.names import shorten

#: Characters of a line that are looked at to judge the separator.
_LONGEST = 1 << 16


def read_text_table(path: Path, _sheet: str | None, problems: ProblemList) -> AnswerTable:
    """Read separated text; rows of another width than the heading are added as problems."""
    encoding = _encoding(path)
    notes = () if encoding.startswith("utf") else (f"Filen er læst med tegnsættet {encoding}.",)
    with path.open(encoding=encoding, newline="") as file:
        declared = re.fullmatch(r"sep=(.)\s*", file.readline(_LONGEST))
        start = file.tell() if declared else 0
        file.seek(start)
        lines = [line for line in (file.readline(_LONGEST) for _ in range(60)) if line]
        separator = declared[1] if declared else _separator(lines)
        if not separator:
            raise InputError(
                Problem(
                    file=path.name,
                    row=1,
                    found=shorten(lines[0]) if lines else "",
                    expected="flere kolonner adskilt af semikolon, komma eller tabulator",
                    cure="Gem filen igen som CSV fra regnearket.",
                )
            )
        check_size(path.name, columns=lines[0].count(separator) + 1, at_least=True)
        if not declared:
            table = read_unquoted(path, encoding, separator, lines[0], notes)
            if table is not None:
                return table
        file.seek(start)
        records = _Records(file, separator, problems, number=1 if declared else 0)
        try:
            heading = records.heading()
            columns = text_of_records(len(heading), records.of_width(len(heading)))
        except csv.Error as error:
            raise InputError(
                Problem(
                    file=path.name,
                    row=records.number + 1,
                    found="en meget lang celle"
                    if "limit" in str(error)
                    else "et løst anførselstegn",
                    expected="en række, hvor hvert anførselstegn også er afsluttet",
                    cure="Ret anførselstegnene i rækken, eller gem filen igen som CSV fra "
                    "regnearket.",
                )
            ) from None
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
                self.problems.add(
                    Problem(
                        file=self.problems.file,
                        row=self.number,
                        found=shorten(self.separator.join(record)),
                        expected=f"{width} celler som i overskriften, ikke {len(record)}",
                        cure="En tekst med skilletegn eller linjeskift skal stå i anførselstegn; "
                        "ret rækken.",
                    )
                )
                continue
            self.rows.append(self.number)
            yield record if len(record) == width else (record + [""] * width)[:width]


def read_unquoted(
    path: Path, encoding: str, separator: str, heading: str, notes: tuple[str, ...] = ()
) -> AnswerTable | None:
    """Read a file without quotation marks, all rows equally wide; None for other files.

    pandas reads such a file several times as fast as Python's csv module, with the same result.
    """
    headings = heading.split(separator)
    if encoding == "utf-16" or len(heading) == _LONGEST or not any(map(str.strip, headings)):
        return None
    separators = 0
    for block in _blocks(path):
        separators += block.count(separator.encode())
        if b'"' in block:
            return None
    try:
        frame = pd.read_csv(
            path,
            sep=separator,
            header=None,
            skiprows=1,
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            quoting=csv.QUOTE_NONE,
            skip_blank_lines=False,
            encoding=encoding,
            low_memory=False,
        )
    except ValueError:  # no rows, or uneven ones, which the other reader points out
        return None
    if separators != (len(headings) - 1) * (len(frame) + 1) or frame.shape[1] != len(headings):
        return None
    check_size(path.name, rows=len(frame), at_least=True)
    columns = (text_cells(frame[j]) for j in frame.columns)
    rows = np.arange(2, 2 + len(frame))
    return AnswerTable.of_columns(path.name, headings, columns, rows, notes=notes)


def _encoding(path: Path) -> str:
    """The file's character set; an InputError at a NUL byte, or where there is no end of rows."""
    with path.open("rb") as file:
        mark = file.read(4)
    if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    row = 1
    for block in _blocks(path):
        check_size(path.name, rows=row, at_least=True)
        at = block.find(b"\0")
        if at >= 0:
            raise InputError(
                Problem(
                    file=path.name,
                    row=row + block[:at].count(b"\n"),
                    found="et NUL-tegn (byte 0x00)",
                    expected="almindelig tekst",
                    cure="Filen er beskadiget eller er ikke tekst; gem den igen som CSV UTF-8.",
                )
            )
        row += block.count(b"\n")
    return next(name for name in ("utf-8-sig", "cp1252", "latin-1") if _decodes(path, name))


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
