"""How many must answer, as a table."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import sentences_of
from analysis.display.text.numbers import number, percent
from analysis.display.text.sample_size import (
    everyone,
    grouped_by,
    half_width,
    notes,
    written_points,
)
from analysis.display.text.subject import group_label
from analysis.measures.sample_size import EVERYONE
from analysis.survey.survey import provenance
from analysis.words import text


def format_plan(
    plan: pd.DataFrame, points: float, *, by: str = "population", lang: str = "da"
) -> Table:
    """Set how many must answer as a table.

    Parameters
    ----------
    plan : DataFrame
        From `plan_sample`.
    points : float
        As it was asked for there.
    by : str
        As it was asked for there.
    lang : {"da", "en"}

    Returns
    -------
    Table
        One row for all and one per group: how many must answer, what that gives, and what the
        answers of 2017 gave, in percentage points.

    Examples
    --------
    >>> from analysis.measures.sample_size import plan_sample
    >>> format_plan(plan_sample(5), 5).rows[0].cells
    ('98', '81 (83 pct.)', '4,6', '8,7', '49 (50 pct.)', '10,2', '25,0')
    """
    known = not pd.isna(everyone(plan)["answered"])
    labels = provenance(plan)
    rows = [
        Row(
            group_label(row["group"], labels, lang),
            _cells(row, known, lang),
            emphasis=row["group"] == EVERYONE,
        )
        for _, row in plan.iterrows()
    ]
    unit = text("sample.points", lang)
    columns = [
        Column(text("sample.units" if known else "sample.units_any", lang)),
        Column(text("sample.needed", lang)),
        Column(text("sample.gives", lang), unit),
        Column(text("sample.open_needed", lang), unit),
    ]
    if known:
        columns += [
            Column(text("sample.answered", lang)),
            Column(text("sample.gave", lang), unit),
            Column(text("sample.open", lang), unit),
        ]
    return Table(
        caption=text("sample.caption", lang, points=written_points(points, lang)),
        columns=tuple(columns),
        rows=tuple(rows),
        note=sentences_of(*notes(plan, lang)),
        basis=(),
        lang=lang,
        corner=grouped_by(by, lang) if known else "",
    )


def _cells(row: pd.Series, known: bool, lang: str) -> tuple[str, ...]:
    cells = [number(row["units"], lang)]
    for name in ("needed", "answered") if known else ("needed",):
        cells += [
            f"{number(row[name], lang)} ({percent(row[name], row['units'], lang)})",
            half_width(row[f"{name}_half_width"], lang),
            half_width(row[f"{name}_nonresponse"], lang),
        ]
    return tuple(cells)
