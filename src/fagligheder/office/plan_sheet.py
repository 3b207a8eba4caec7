"""The sheet of how many must answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.display.text.sample_size import everyone, finding, finding_2017, grouped_by, notes
from analysis.display.text.subject import group_label
from analysis.survey.survey import provenance
from analysis.words import text
from fagligheder.office.sheets import Field, Sheet, Value, value

#: Columns of a plan, with the key of their heading and what they hold.
_FIELDS = {
    "units": ("units", "count"),
    "needed": ("needed", "count"),
    "needed_half_width": ("gives", "exact_share"),
    "needed_nonresponse": ("open_needed", "exact_share"),
    "answered": ("answered", "count"),
    "answered_half_width": ("gave", "exact_share"),
    "answered_nonresponse": ("open", "exact_share"),
}


def plan_sheet(plan: pd.DataFrame, points: float, *, by: str, lang: str = "da") -> Sheet:
    """Return a plan from `plan_sample` as a sheet; its half-widths are shares."""
    known = not pd.isna(everyone(plan)["answered"])
    labels = provenance(plan)
    columns = [name for name in _FIELDS if known or not name.startswith("answered")]
    fields: list[Field] = [Field(grouped_by(by, lang) if known else text("sample.group", lang))]
    for name in columns:
        key, kind = _FIELDS[name]
        key = "units_any" if name == "units" and not known else key
        fields.append(Field(text(f"sample.{key}", lang), kind))  # type: ignore[arg-type]  # as above

    def cells(row: Mapping[Any, Any]) -> tuple[Value, ...]:
        return (group_label(row["group"], labels, lang), *(value(row, name) for name in columns))

    *explained, source = notes(plan, lang)
    return Sheet(
        name=text("sample.sheet", lang),
        title=finding(plan, points, lang),
        fields=tuple(fields),
        rows=tuple(cells(row) for row in plan.to_dict("records")),
        notes=tuple(explained),
        source=source,
        basis=(),
        lead=finding_2017(plan, lang),
    )
