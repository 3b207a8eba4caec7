"""The sheets of who has answered: whom to remind, all kommuner, and the rates of groups."""

from __future__ import annotations

import pandas as pd

from analysis.display.text.response import group_name, grouped_by, response_notes, response_title
from analysis.display.text.subject import basis_of
from analysis.survey.kommuner import read_kommunegrupper
from analysis.survey.survey import provenance
from analysis.words import text
from fagligheder.office.sheets import Field, Kind, Sheet, Value, sheet_of


def response_sheets(status: pd.DataFrame, rates: pd.DataFrame, *, lang: str = "da") -> list[Sheet]:
    """Return the sheets of `response_status` and `response_rates`, the reminders first."""
    remind = status[status["state"] != "complete"]
    return [
        _kommuner(remind, status, "reminders", lang),
        _rates(rates, response_title(status, lang), lang),
        _kommuner(status, status, "all", lang),
    ]


def _kommuner(rows: pd.DataFrame, status: pd.DataFrame, name: str, lang: str) -> Sheet:
    fields: dict[str, tuple[str, Kind]] = {
        "name": ("name", "text"),
        "code": ("code", "text"),
        "state": ("state", "text"),
        "missing": ("missing", "count"),
        "answers": ("answers", "count"),
        "region": ("region", "text"),
        "kommunegruppe": ("group", "text"),
        "population": ("inhabitants", "count"),
    }

    def cell(row: pd.Series, column: str) -> Value:
        if column == "state":
            return text(f"response.{row[column]}", lang)
        if column == "kommunegruppe":
            return read_kommunegrupper()[row[column]][lang]
        found = row[column]
        return str(found) if fields[column][1] == "text" else int(found)

    return sheet_of(
        rows if len(rows) else status,
        lang,
        name=text(f"response.sheet_{name}", lang),
        title=text(f"response.title_{name}", lang, number=len(rows)),
        fields=[Field(text(f"response.{key}", lang), kind) for key, kind in fields.values()],
        rows=[[cell(row, column) for column in fields] for _, row in rows.iterrows()],
        notes=response_notes(lang)[:1],
        source=_source(status, lang),
        lead=response_title(status, lang),
    )


def _rates(rates: pd.DataFrame, title: str, lang: str) -> Sheet:
    counts = ("kommuner", "complete", "partial")
    return sheet_of(
        rates,
        lang,
        name=text("response.sheet_rates", lang),
        title=title,
        fields=[
            Field(text("response.grouped_by", lang)),
            Field(text("response.corner", lang)),
            *(Field(text(f"response.{name}", lang), "count") for name in counts),
            Field(text("response.rate", lang), "share"),
        ],
        rows=[
            [
                grouped_by(row, lang),
                group_name(row, lang),
                *(int(row[name]) for name in counts),
                None if pd.isna(row["rate"]) else float(row["rate"]),
            ]
            for _, row in rates.iterrows()
        ],
        notes=response_notes(lang),
        source=_source(rates, lang),
        basis=basis_of(rates),
    )


def _source(frame: pd.DataFrame, lang: str) -> str:
    return text("response.source", lang, source=provenance(frame).source_in(lang))
