"""Response rates as a table."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import sentences_of
from analysis.display.text.response import group_name, grouped_by, rate_percent, response_notes
from analysis.display.text.subject import basis_of
from analysis.survey.survey import provenance
from analysis.words import text


def format_response(rates: pd.DataFrame, *, lang: str = "da") -> Table:
    """Set the response rates from `response_rates` as a table, one row per group."""
    rows = [
        Row(
            _row_name(row, lang),
            (
                str(row["kommuner"]),
                str(row["complete"]),
                str(row["partial"]),
                rate_percent(row, lang),
            ),
            emphasis=row["by"] == "all",
        )
        for _, row in rates.iterrows()
    ]
    columns = [
        Column(text(f"response.{name}", lang)) for name in ("kommuner", "complete", "partial")
    ]
    source = text("response.source", lang, source=provenance(rates).source_in(lang))
    return Table(
        caption=text("response.caption", lang),
        columns=(*columns, Column(text("response.rate", lang))),
        rows=tuple(rows),
        note=sentences_of(*response_notes(lang), source),
        basis=basis_of(rates),
        lang=lang,
        corner=text("response.corner", lang),
    )


def _row_name(row: pd.Series, lang: str) -> str:
    by = grouped_by(row, lang)
    return by if row["by"] == "all" else f"{by}: {group_name(row, lang)}"
