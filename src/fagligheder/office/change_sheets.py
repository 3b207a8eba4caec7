"""The sheets of two waves: every answer's change, and how the same units have moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.display.text.subject import numbered
from analysis.display.text.wave_change import change_note
from analysis.survey.survey import provenance
from analysis.words import text
from fagligheder.office.sheets import Field, Kind, Sheet, Value, sheet_of, source_line, value

_CHANGE: dict[str, tuple[str, Kind]] = {
    "n_a": ("answers_before", "count"),
    "base_a": ("base_before", "count"),
    "share_a": ("share_before", "share"),
    "n_b": ("answers_now", "count"),
    "base_b": ("base_now", "count"),
    "share_b": ("share_now", "share"),
    "change": ("difference", "exact_share"),
}
_ENDS = {"low": "end_low", "high": "end_high"}
_MOVED = ("higher", "lower")


def change_sheets(
    changes: pd.DataFrame, units: pd.DataFrame | None, *, lang: str = "da"
) -> list[Sheet]:
    """Return the frames from `wave_changes` and `unit_changes` as sheets."""
    sheets = [_changes(changes, lang)]
    return sheets if units is None else [*sheets, _units(units, lang)]


def _changes(changes: pd.DataFrame, lang: str) -> Sheet:
    difference = text("wave_change.difference", lang)
    fields = [Field(text(f"wave_change.{key}", lang), kind) for key, kind in _CHANGE.values()]
    fields += [
        Field(text(f"workbook.{end}", lang, name=difference), "exact_share")
        for end in _ENDS.values()
    ]
    return sheet_of(
        changes,
        lang,
        name=text("wave_change.sheet", lang),
        title=text("wave_change.sheet_title", lang),
        fields=[*_named_fields(lang, answer=True), *fields],
        rows=_rows(changes, [*_CHANGE, *_ENDS], lang, answer=True),
        notes=[change_note(changes, lang)],
        source=source_line([], changes, lang),
    )


def _units(units: pd.DataFrame, lang: str) -> Sheet:
    columns = {f"{way}_{end}": (way, end) for way in _MOVED for end in ("low", "high")}
    fields = [Field(text("wave_change.base_now", lang), "count")]
    for way, end in columns.values():
        words = {"name": text(f"wave_change.{way}", lang)}
        key = "end_least" if end == "low" else "end_most"
        fields.append(Field(text(f"workbook.{key}", lang, **words), "count"))
    items = units.drop_duplicates(["question", "item"])
    return sheet_of(
        units,
        lang,
        name=text("wave_change.sheet_units", lang),
        title=text("wave_change.sheet_units_title", lang),
        fields=[*_named_fields(lang, answer=False), *fields],
        rows=_rows(items, ["base", *columns], lang, answer=False),
        notes=[text("wave_change.note_units", lang)],
        source=source_line([], units, lang),
    )


def _named_fields(lang: str, *, answer: bool) -> list[Field]:
    names = [text("workbook.question", lang), text("tables.item", lang)]
    return [Field(name) for name in (*names, *([text("tables.answer", lang)] if answer else []))]


def _rows(
    frame: pd.DataFrame, columns: Sequence[str], lang: str, *, answer: bool
) -> list[list[Value]]:
    book = provenance(frame).codebook

    def cells(row: Mapping[Any, Any]) -> list[Value]:
        asked = book.question(row["question"])
        named: list[Value] = [asked.title[lang]]
        named.append(numbered(asked, row["item"], asked.item(row["item"]).label[lang]))
        named += [asked.answer(row["answer"]).label[lang]] if answer else []
        return [*named, *(value(row, name) for name in columns)]

    return [cells(row) for row in frame.to_dict("records")]
