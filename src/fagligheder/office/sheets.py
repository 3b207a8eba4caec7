"""Sheets: results frames as labelled columns of numbers, for Excel and OpenDocument alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.display.tables.blocks import basis_labels
from analysis.display.text.captions import is_report, source_note, source_words
from analysis.display.text.numbers import SUPPRESSED, basis_sentence, joined, number
from analysis.display.text.subject import basis_of
from analysis.survey.codebook import Question
from analysis.survey.survey import Provenance, provenance
from analysis.words import text
from fagligheder.office.charts import BarChart, stamped

#: What a column holds: a share is a number from 0 to 1, shown as a per cent.
Kind = Literal["text", "count", "number", "points", "score", "share", "exact_share"]
Value = str | int | float | None


@dataclass(frozen=True)
class Field:
    """A sheet's column: its heading, and what it holds."""

    label: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet:
    """One table as a sheet.

    Attributes
    ----------
    name : str
        On its tab.
    title : str
        Stamped where the answers are made up.
    lead : str
        What was asked; may be empty.
    fields : tuple of Field
    rows : tuple of tuple
        One value per field. None is unknown, ``[c]`` is hidden.
    notes : tuple of str
        Under the table, one sentence each; the source is the last.
    basis : tuple of str
        The basis words of the numbers (statistics §1).
    chart : BarChart, optional
        Its categories are the first column, its series the columns that follow.
    """

    name: str
    title: str
    lead: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...]
    basis: tuple[str, ...]
    chart: BarChart | None = None

    def __post_init__(self) -> None:
        for place, row in enumerate(self.rows, start=1):
            if len(row) != len(self.fields):
                raise ValueError(
                    f'Sheet "{self.name}", row {place}: {len(row)} values for '
                    f"{len(self.fields)} fields. Give each row one value per field."
                )

    @property
    def source(self) -> str:
        """The note that names the source; empty when it is not known."""
        return self.notes[-1] if self.notes else ""

    def basis_words(self, lang: str) -> str:
        """What the numbers rest on, in a few words; more where the answers are made up."""
        if "synthetic" in self.basis:
            return text("basis.synthetic", lang)
        words = joined(basis_labels(self.basis, lang), lang)
        return text("workbook.basis_is", lang, words=words)


def sheet(
    frame: pd.DataFrame,
    name: str,
    title: str,
    fields: Sequence[Field],
    rows: Sequence[Sequence[Value]],
    notes: Sequence[str],
    lang: str,
    *,
    lead: str = "",
    basis: tuple[str, ...] | None = None,
    chart: BarChart | None = None,
) -> Sheet:
    """Make a sheet of what was shaped from a frame: stamped, with what its numbers rest on."""
    words = basis if basis is not None else basis_of(frame)
    *reading, source = notes
    if "suppressed" in frame and frame["suppressed"].any():
        reading = [*reading, text("captions.suppressed_note", lang)]
    return Sheet(
        name=name,
        title=stamped(title, frame, lang),
        lead=lead,
        fields=tuple(fields),
        rows=tuple(tuple(row) for row in rows),
        notes=(*(note for note in reading if note), basis_sentence(words, lang), source),
        basis=words,
        chart=chart,
    )


def value(row: Mapping, name: str) -> Value:
    """A number as it is in its frame; ``[c]`` when it is hidden, None when it is unknown."""
    found = row[name]
    if pd.isna(found):
        hidden = bool(row.get("suppressed", False)) or pd.isna(row.get("base", 0))
        return SUPPRESSED if hidden else None
    exact = float(found)
    return int(exact) if exact.is_integer() else exact


def with_ends(label: str, kind: Kind, lang: str) -> list[Field]:
    """A number and its interval as three columns."""
    ends = (Field(text(f"workbook.end_{end}", lang, name=label), kind) for end in ("low", "high"))
    return [Field(label, kind), *ends]


def interval_note(origin: Provenance, lang: str) -> str:
    """What low and high are."""
    population = ""
    if origin.interval == "finite_population" and origin.population:
        population = text("workbook.note_population", lang, population=origin.population)
    level = number(100 * origin.level, lang)
    return text("workbook.note_intervals", lang, level=level, population=population)


def sourced(question: Question, frame: pd.DataFrame, lang: str) -> str:
    """Where a question's numbers come from, with the pages of the report."""
    origin = provenance(frame)
    if not origin.source:
        return ""
    return text("captions.source", lang, source=source_words(question, origin, lang))


def pages_of(questions: Sequence[Question], frame: pd.DataFrame, lang: str) -> str:
    """Where several questions' numbers come from."""
    origin = provenance(frame)
    if not all(is_report(question, origin) for question in questions):
        return source_note(frame, [], lang)
    pages = {page for each in questions for page in (each.page, each.table_page)}
    return source_note(frame, sorted(pages, key=int), lang)


def base_value(base: float) -> int | str:
    """How many answers there are; ``[c]`` where that is hidden."""
    return SUPPRESSED if pd.isna(base) else int(base)
