"""Cross-tabs in words: what the figure and the table of one share."""

from __future__ import annotations

import pandas as pd

from analysis.display.text.captions import source_note
from analysis.display.text.numbers import SUPPRESSED, whole_count
from analysis.display.text.subject import Subject, subject_of
from analysis.survey.checks import InputError

#: Page of the report with the staff of each municipality, which gives its size band.
STAFF_PAGE = "49"


def grouped_subject(crosstab: pd.DataFrame, lang: str) -> Subject:
    """The subject of a cross-tab; an InputError where the frame has no groups."""
    if "group" not in crosstab:
        raise InputError("Tabellen har ingen grupper. Brug crosstab(survey, spørgsmål, by=…).")
    return subject_of(crosstab, lang)


def by_size_or_group(name: str, crosstab: pd.DataFrame, subject: Subject, **fields: str) -> str:
    """The title, caption or corner of a cross-tab: of job centres by size, or of other groups."""
    sizes = {band.key for band in subject.origin.codebook.size_bands}
    by_size = bool(sizes & set(crosstab["group"]))
    return subject.text(f"crosstab.{name}" if by_size else f"crosstab.{name}_groups", **fields)


def crosstab_source(crosstab: pd.DataFrame, subject: Subject) -> str:
    """The pages of the question and of the staff, or the user's own file."""
    return source_note(crosstab, [subject.question.table_page, STAFF_PAGE], subject.lang)


def group_value(row: pd.Series, subject: Subject) -> str:
    """How many of the group gave an answer: a count, a range, ``[c]``, or that there are none."""
    if row.get("suppressed", False) or pd.isna(row["n"]):
        return SUPPRESSED
    if row["base"] == 0:
        return subject.text("captions.no_answers")
    values = {name: whole_count(row[name]) for name in ("n", "n_low", "n_high", "base")}
    if row["basis"] == "bounded":
        if values["n_low"] != values["n_high"]:
            return subject.text("crosstab.value_bounded", **values)
        values["n"] = values["n_low"]
    return subject.text("crosstab.value", **values)
