"""A file of answers as text: one categorical column per column of the file."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from analysis.survey.answers.codes import code_of
from analysis.survey.answers.file_limits import check_size
from analysis.survey.answers.numbers import decimal_signs
from analysis.survey.answers.spreadsheet_cells import cell_cure
from analysis.survey.checks import MOST_LISTED, ProblemList

_CHUNK = 20_000


@dataclass(frozen=True, eq=False)
class AnswerTable:
    """A file of answers with every cell as stripped text.

    Attributes
    ----------
    file : str
    headings : tuple of str
    cells : DataFrame
        One row per data row, indexed by its row number in the file; categorical columns of text,
        numbered from 0 as ``headings`` are. Below, such a number is called a ``place``.
    labels : mapping of int to str
        Longer headings: variable labels of SPSS and Stata, or a second heading row.
    value_labels : mapping of int to mapping of str to str
        What the codes of a column mean, where the file says so: cell or code → label.
    missing : mapping of int to set of str
        Cells of a column that the file declares to be missing values.
    notes : tuple of str
        What a reader of the file should know, in Danish.
    """

    file: str
    headings: tuple[str, ...]
    cells: pd.DataFrame
    labels: Mapping[int, str] = field(default_factory=dict)
    value_labels: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[int, Set[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @classmethod
    def of_columns(
        cls,
        file: str,
        headings: Iterable[str],
        columns: Iterable[pd.Categorical],
        rows: Sequence[int] | np.ndarray,
        **settings: Any,
    ) -> AnswerTable:
        """Make a table of columns; an InputError when there are more than a sheet has."""
        headings = tuple(heading.strip() for heading in headings)
        check_size(file, columns=len(headings))
        cells = pd.DataFrame(dict(enumerate(columns)), index=np.asarray(rows, dtype=np.int64))
        return cls(file, headings, cells, **settings)

    def decimal_signs(self, place: int) -> str:
        """The signs that are decimal signs in a column; a point in files that keep numbers."""
        typed = not self.file.lower().endswith((".csv", ".tsv", ".txt"))
        return ("." if typed else "") + decimal_signs(self.different(place))

    def take(self, keep: np.ndarray) -> AnswerTable:
        """The same table with the rows for which ``keep`` is true."""
        return self if keep.all() else replace(self, cells=self.cells[keep])

    def without_missing(self, kept: Iterable[int]) -> AnswerTable:
        """The same table with declared missing values as empty cells, but in the kept columns."""
        cells = self.cells.copy()
        for place in set(self.missing) - set(kept):
            empty = cells[place].isin(self.missing[place])
            cells[place] = text_cells(cells[place].astype(object).mask(empty, ""))
        missing = {place: codes for place, codes in self.missing.items() if place in kept}
        return replace(self, cells=cells, missing=missing)

    def filled(self) -> np.ndarray:
        """Whether each row holds anything besides empty cells and declared missing values."""
        filled = np.zeros(len(self.cells), dtype=bool)
        for place in range(len(self.headings)):
            empty = {"", *self.missing.get(place, ())}
            filled |= ~self.cells[place].isin(empty).to_numpy()
        return filled

    def label(self, place: int) -> str:
        """The longer heading of a column; empty when it has none."""
        return self.labels.get(place, "")

    def name(self, place: int) -> str:
        """The heading of a column in messages; one without a heading goes by its letter."""
        if self.headings[place]:
            return " ".join(self.headings[place].split())
        return f"{column_letters(place)} (uden overskrift)"

    def different(self, place: int) -> list[str]:
        """The different cells of a column."""
        return list(self.cells[place].cat.remove_unused_categories().cat.categories)

    def names(self, place: int) -> dict[str, str]:
        """The different cells of a column, each with its label; empty without one.

        A code has one label however it is written. A label of nothing but spaces is none.
        """
        labels = {text: label.strip() for text, label in self.value_labels.get(place, {}).items()}
        by_code: dict[str, set[str]] = {}
        for text, label in labels.items():
            if label:
                by_code.setdefault(code_of(text) or text, set()).add(label)
        found = {}
        for text in self.different(place):
            of_code = by_code.get(code_of(text) or text, set())
            found[text] = labels.get(text) or (min(of_code) if len(of_code) == 1 else "")
        return found

    def words(self, place: int) -> dict[str, str]:
        """The different cells of a column, and what each says: its label, or else itself.

        A cell that the file declares missing says nothing without a label.
        """
        missing = self.missing.get(place, ())
        return {
            text: label or ("" if text in missing else text)
            for text, label in self.names(place).items()
        }

    def map_words(self, place: int, value: Callable[[str], Any], dtype: Any = object) -> np.ndarray:
        """A value for each row of a column, computed once for each different word."""
        return self.map_cells(place, {t: value(w) for t, w in self.words(place).items()}, dtype)

    def map_cells(self, place: int, values: Mapping[str, Any], dtype: Any = object) -> np.ndarray:
        """A value for each row of a column, looked up by its cell."""
        column = self.cells[place].cat.remove_unused_categories().cat
        in_order = np.array([values[text] for text in column.categories], dtype=dtype)
        of_rows: np.ndarray = in_order[column.codes.to_numpy()]
        return of_rows

    def add_problems(
        self,
        problems: ProblemList,
        place: int,
        wrong: np.ndarray,
        expected: str,
        cure: str | Callable[[str], str],
    ) -> None:
        """Add a problem for each row where ``wrong`` is true; ``cure`` may depend on the cell."""
        rows = np.flatnonzero(wrong)
        column, name = self.cells[place], self.headings[place] or self.label(place)
        for row in rows[:MOST_LISTED]:
            cell = column.iloc[row]
            remedy = cell_cure(cell) or (cure if isinstance(cure, str) else cure(cell))
            number = int(column.index[row])
            problems.add_cell(cell, expected, remedy, number, name, place)
        problems.total += len(rows[MOST_LISTED:])


def column_letters(place: int) -> str:
    """The letters of a spreadsheet's column: A for the place 0."""
    letters, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def text_cells(values: Any, text_of: Callable[[Any], str] | None = None) -> pd.Categorical:
    """Return a column of any values as text; ``text_of`` is `cell_text` when left out."""
    try:
        codes, different = pd.factorize(values)
    except TypeError:  # lists and other cells that are no single value
        codes, different = pd.factorize(np.array([str(value) for value in values], dtype=object))
    return _categorical(codes, map(text_of or cell_text, different))


def text_of_records(width: int, records: Iterable[Sequence[str]]) -> Iterable[pd.Categorical]:
    """Read records of the same width in chunks; every different cell of a column is kept once."""
    known: list[dict[str, int]] = [{} for _ in range(width)]
    codes: list[list[np.ndarray]] = [[np.zeros(0, np.int32)] for _ in range(width)]
    records = iter(records)
    while chunk := list(islice(records, _CHUNK)):
        for j, cells in enumerate(zip(*chunk, strict=True)):
            places = known[j]
            for cell in dict.fromkeys(cells):
                places.setdefault(cell, len(places))
            codes[j].append(np.fromiter(map(places.__getitem__, cells), np.int32, len(cells)))
    return (
        _categorical(np.concatenate(parts), map(str.strip, places))
        for parts, places in zip(codes, known, strict=True)
    )


def _categorical(codes: np.ndarray, texts: Iterable[str]) -> pd.Categorical:
    """A categorical of texts that may be equal; the code −1 is an empty cell."""
    places, different = pd.factorize(np.array([*texts, ""], dtype=object))
    categories = pd.Index(different, dtype=object)
    return pd.Categorical.from_codes(places[codes], categories=categories)


def cell_text(value: Any) -> str:
    """Return a cell as text: 3.0 as ``3``, a date as ``2017-10-05``, nothing as an empty text."""
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return ""
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip()
    return str(value).strip()
