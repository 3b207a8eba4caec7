"""The plan of a job centre as a sheet that names nobody: a row per stage and offer."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.competence.results import CentreResults
from analysis.competence.workbook_model import sheet_name
from analysis.display.text.captions import stamped
from analysis.display.text.centre import CentreTexts
from analysis.display.text.numbers import SUPPRESSED
from fagligheder.office.sheets import Field, Sheet, Value


def centre_plan_sheet(results: CentreResults) -> Sheet:
    """Return the steps of a plan as they are shown in the report, with numbers to compute with.

    Steps that few employees take share a row; what is hidden is ``[c]``.
    """
    texts = CentreTexts(results, results.lang)
    fields = (
        Field(texts.text("centre_plan.column_stage")),
        Field(texts.text("centre_columns.offer")),
        Field(texts.text("centre_columns.name")),
        Field(texts.text("centre_columns.term")),
        Field(texts.text("centre_plan.column_people"), "count"),
        Field(texts.text("centre_plan.column_days"), "number"),
        Field(texts.text("centre_plan.column_gross"), "count"),
        Field(texts.text("centre_plan.column_why")),
    )
    notes = [texts.text("centre_plan.steps_note"), texts.text("centre_page.known_trust")]
    kommune = results.centre.kommune
    caption = texts.text("centre_plan.steps_caption")
    title = f"{kommune.title_in(results.lang)}: {caption}" if kommune else caption
    hidden = results.protected and (results.steps["offer"] == "").any()
    return Sheet(
        name=sheet_name("steps", results.lang),
        title=stamped(title, texts.basis, results.lang),
        fields=fields,
        rows=tuple(_row(row, texts) for row in results.steps.to_dict("records")),
        notes=(*notes, *([texts.hidden_note] if hidden else [])),
        source=texts.source,
        basis=texts.basis,
    )


def _row(row: Any, texts: CentreTexts) -> tuple[Value, ...]:
    numbers = (_number(row[name]) for name in ("people", "days", "gross"))
    if not row["offer"]:
        several = "centre_plan.other_offers" if row["offers"] > 1 else "centre_plan.other_offer"
        name = texts.text(several, n=int(row["offers"]))
        why = texts.text("centre_plan.why_other")
        return (texts.stage(row["stage"]), None, name, None, *numbers, why)
    why = texts.text("centre_plan.why", profiles=texts.profiles(row["profiles"]))
    names = (str(row["offer"]), str(row["name"]), str(row["term"]) or None)
    return (texts.stage(row["stage"]), *names, *numbers, why)


def _number(value: float) -> Value:
    if pd.isna(value):
        return SUPPRESSED
    return int(value) if float(value).is_integer() else float(value)
