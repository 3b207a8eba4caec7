"""One kind of table for every kind of file: columns of text, and the problems found in them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from analysis.survey.checks import InputError, problem

#: So many problems of a file are printed; the others are counted.
SHOWN = 50
_CHUNK = 20_000


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
        cure: str | Callable[[str], str],
        at: int = 0,
    ) -> None:
        """Note the same kind of problem in many rows.

        ``found`` gives the i-th row's cell, and ``cure`` may depend on the cell.
        """
        self.total += len(rows)
        where = shorten(column) if column is not None else None
        for i, row in enumerate(rows[:SHOWN]):
            cell = found(i)
            remedy = cure if isinstance(cure, str) else cure(cell)
            message = problem(self.file, int(row) or None, where, shorten(cell), expected, remedy)
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

    def take(self, keep: np.ndarray) -> Column:
        """The column with some of its rows, and only their texts."""
        codes = self.codes[keep]
        there = np.bincount(codes, minlength=len(self.texts)) > 0
        texts = tuple(text for text, used in zip(self.texts, there, strict=True) if used)
        return replace(self, codes=(np.cumsum(there, dtype=np.int32) - 1)[codes], texts=texts)

    def where(self, holds: Callable[[str], bool]) -> np.ndarray:
        """Per row whether its text has a property; each different text is asked once."""
        asked: np.ndarray = np.array([holds(text) for text in self.texts], dtype=bool)[self.codes]
        return asked

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
        columns = tuple(column.take(keep) for column in self.columns)
        return replace(self, columns=columns, rows=self.rows[keep])


def shorten(text: str, limit: int = 70) -> str:
    """One line of at most ``limit`` characters, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def columns_of_records(headings: list[str], records: Iterable[Sequence[str]]) -> tuple[Column, ...]:
    """Read records in chunks; every different cell of a column is kept once."""
    places: list[dict[str, int]] = [{} for _ in headings]
    codes: list[list[np.ndarray]] = [[] for _ in headings]
    records = iter(records)
    while chunk := list(islice(records, _CHUNK)):
        for j, cells in enumerate(zip(*chunk, strict=True)):
            known = places[j]
            for cell in dict.fromkeys(cells):
                known.setdefault(cell, len(known))
            codes[j].append(np.fromiter(map(known.__getitem__, cells), np.int32, len(cells)))
    return tuple(
        Column(
            heading,
            np.concatenate(parts) if parts else np.zeros(0, np.int32),
            tuple(cell.strip() for cell in known),
        )
        for heading, parts, known in zip(headings, codes, places, strict=True)
    )


def column_of_series(
    heading: str, series: pd.Series, label: str = "", labels: dict[str, str] | None = None
) -> Column:
    """A column of any values as a column of text."""
    try:
        codes, different = pd.factorize(series)
    except TypeError:  # lists and other cells that are no single value
        codes, different = pd.factorize(series.map(str))
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
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip()
    return str(value).strip()
