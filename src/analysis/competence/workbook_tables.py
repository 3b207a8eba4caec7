"""Sheets of a job centre's workbook as rows of values, whatever order rows and columns are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.competence.workbook_model import Column
from analysis.competence.workbook_problems import CentreProblems, Page
from analysis.competence.workbook_values import Reading, WrongCell
from analysis.survey.answers.answer_table import column_letters
from analysis.survey.names import plain
from analysis.words import text

#: What a blank cell is, by the kind of its column.
_BLANK: Mapping[str, Any] = {"text": "", "code": "", "wishes": (), "yes": False}
#: A heading row has at least so many headings.
_FEWEST_HEADINGS = 2


@dataclass(frozen=True)
class Row:
    """One row of a sheet, by column: its values, its texts as written, and what was wrong."""

    number: int
    cells: Mapping[str, Any]
    words: Mapping[str, str]
    wrong: frozenset[str]


@dataclass(frozen=True)
class Heads:
    """Where the headings of a sheet stand, and the column of the model that each place holds."""

    row: int
    columns: Mapping[int, Column]

    def name(self, page: Page, place: int, lang: str) -> str:
        """Return the heading over a place, or its letters where it has none."""
        column = self.columns.get(place)
        return page.heading(column, lang) if column else column_letters(place - 1)


def read_table(
    page: Page, columns: Sequence[Column], reading: Reading, problems: CentreProblems
) -> tuple[Page, list[Row]]:
    """Read the rows below the headings; what cannot be read is added as a problem.

    Returns
    -------
    page : Page
        With its headings as they stand there.
    rows : list of Row
        Without those that hold nothing; none where no headings are found.
    """
    heads = _find_heads(page, columns, reading.lang, problems)
    if heads is None:
        return page, []
    written = {each.key: page.cells.texts[heads.row, at] for at, each in heads.columns.items()}
    page = replace(page, headings=written)
    for row, place in page.cells.formulas:
        problems.place("formula", page.cells.name, row, heads.name(page, place, reading.lang))
    return page, list(_rows(page, heads, columns, reading, problems))


def _rows(
    page: Page,
    heads: Heads,
    columns: Sequence[Column],
    reading: Reading,
    problems: CentreProblems,
) -> Iterator[Row]:
    by_row: dict[int, dict[int, str]] = {}
    above = Counter(row for row, _ in page.cells.texts if row < heads.row)
    headed = {place for row, place in page.cells.texts if row == heads.row}
    for (row, place), words in sorted(page.cells.texts.items()):
        if row > heads.row and place in heads.columns:
            by_row.setdefault(row, {})[place] = words
        elif above[row] > 1 or (row > heads.row and place not in headed):  # titles stand alone
            problems.place("stray", page.cells.name, row, column_letters(place - 1))
    places = {column.key: place for place, column in heads.columns.items()}
    unread = set(page.cells.formulas)
    for number, cells in by_row.items():
        values: dict[str, Any] = {}
        written = {key: cells.get(place, "").strip() for key, place in places.items()}
        wrong = set()
        for column in columns:
            place = places.get(column.key, 0)
            words = written.get(column.key, "")
            values[column.key] = _BLANK.get(column.kind, float("nan"))
            if not words and (number, place) in unread:
                wrong.add(column.key)
                continue
            try:
                if words:
                    is_number = (number, place) in page.cells.numbers
                    values[column.key] = reading.value(column, words, is_number, values)
                elif column.required and place:
                    raise reading.wrong("filled", "cure_fill")
            except WrongCell as error:
                wrong.add(column.key)
                problems.cell(page, number, column, words, error.expected, error.cure)
        yield Row(number, values, written, frozenset(wrong))


def _find_heads(
    page: Page, columns: Sequence[Column], lang: str, problems: CentreProblems
) -> Heads | None:
    """Find the row with most headings; say which are missing, unknown, or there twice."""
    known = {plain(name): column for column in columns for name in column.names}
    rows: dict[int, list[tuple[int, Column]]] = {}
    for (row, place), words in sorted(page.cells.texts.items()):
        if (column := known.get(plain(words))) is not None:
            rows.setdefault(row, []).append((place, column))
    best = max(rows, key=lambda row: (len(rows[row]), -row), default=0)
    if len(rows.get(best, ())) < _FEWEST_HEADINGS:
        expected = ", ".join(column.heading(lang) for column in columns)
        problems.place("no_headings", page.cells.name, expected=expected)
        return None
    found: dict[int, Column] = {}
    for place, column in rows[best]:
        if column in found.values():
            written = page.cells.texts[best, place]
            problems.place("column_twice", page.cells.name, best, written)
        else:
            found[place] = column
    missing = [column for column in columns if column not in found.values()]
    names = ", ".join(column.heading(lang) for column in missing)
    for (row, place), words in sorted(page.cells.texts.items()):
        if row == best and plain(words) not in known:
            shown = column_letters(place - 1)
            expected = names or text("centre_file.blank", lang)
            problems.place("unknown_column", page.cells.name, row, shown, expected=expected)
    for column in missing:
        heading = column.heading(lang)
        problems.place("no_column", page.cells.name, best, heading, expected=heading)
    return Heads(best, found)
