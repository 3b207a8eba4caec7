"""Sheet: one table of a workbook as labelled columns of numbers, for Excel and OpenDocument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analysis.display.tables.blocks import basis_labels
from analysis.display.text.captions import is_report, report_source, stamped
from analysis.display.text.numbers import SUPPRESSED, basis_sentence, joined
from analysis.display.text.subject import basis_of
from analysis.survey.codebook import Question
from analysis.survey.survey import provenance
from analysis.words import text
from fagligheder.office.charts import BarChart

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
    fields : tuple of Field
    rows : tuple of tuple
        One value per field. None is unknown, ``[c]`` is hidden.
    notes : tuple of str
        Under the table, one sentence each.
    source : str
        Under the notes, and at the foot of each page; empty when it is not known.
    basis : tuple of str
        The basis words of the numbers (statistics §1).
    lead : str
        What was asked; may be empty.
    chart : BarChart, optional
        Its categories are the first column, its series the columns that follow.

    Raises
    ------
    ValueError
        A row has another number of values than there are fields.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...]
    source: str
    basis: tuple[str, ...]
    lead: str = ""
    chart: BarChart | None = None

    def __post_init__(self) -> None:
        for place, row in enumerate(self.rows, start=1):
            if len(row) != len(self.fields):
                raise ValueError(
                    f'Sheet "{self.name}", row {place}: {len(row)} values for '
                    f"{len(self.fields)} fields. Give each row one value per field."
                )

    def basis_words(self, lang: str) -> str:
        """What the numbers rest on, in a few words; more where the answers are made up.

        Nothing where they rest on no survey.
        """
        if not self.basis:
            return ""
        if "synthetic" in self.basis:
            return text("basis.synthetic", lang)
        words = joined(basis_labels(self.basis, lang), lang)
        return text("workbook.basis_is", lang, words=words)


def sheet_of(
    frame: pd.DataFrame,
    lang: str,
    *,
    name: str,
    title: str,
    fields: Iterable[Field],
    rows: Iterable[Iterable[Value]],
    notes: Sequence[str],
    source: str,
    lead: str = "",
    basis: tuple[str, ...] | None = None,
    chart: BarChart | None = None,
) -> Sheet:
    """Make a sheet of what was shaped from a frame: stamped, with what its numbers rest on."""
    words = basis_of(frame) if basis is None else basis
    hidden = "suppressed" in frame and frame["suppressed"].any()
    notes = [*notes, text("captions.suppressed_note", lang) if hidden else ""]
    return Sheet(
        name=name,
        title=stamped(title, basis_of(frame), lang),
        fields=tuple(fields),
        rows=tuple(tuple(row) for row in rows),
        notes=(*filter(None, notes), basis_sentence(words, lang)),
        source=source,
        basis=words,
        lead=lead,
        chart=chart,
    )


def value(row: Mapping[Any, Any], name: str) -> Value:
    """A number or word as it is in its frame; ``[c]`` when hidden, None when unknown."""
    found = row[name]
    if isinstance(found, str):
        return found
    if pd.isna(found):
        hidden = bool(row.get("suppressed", False)) or pd.isna(row.get("base", 0))
        return SUPPRESSED if hidden else None
    exact = float(found)
    return int(exact) if exact.is_integer() else exact


def with_interval(
    columns: tuple[str, str, str], label: str, kind: Kind, lang: str
) -> dict[str, Field]:
    """The fields of a number and of the ends of its interval, by their columns."""
    ends = (text(f"workbook.end_{end}", lang, name=label) for end in ("low", "high"))
    return {name: Field(each, kind) for name, each in zip(columns, (label, *ends), strict=True)}


def source_line(questions: Sequence[Question], frame: pd.DataFrame, lang: str) -> str:
    """Where the numbers of some questions come from, with the pages of the report."""
    origin = provenance(frame)
    if not origin.source:
        return ""
    source = origin.source_in(lang)
    if all(is_report(question, origin) for question in questions):
        pages = {page for each in questions for page in (each.page, each.table_page)}
        source = report_source(sorted(pages, key=lambda page: (len(page), page)), lang)
    return text("captions.source", lang, source=source)
