"""The workforce gap as a table: now, ideal and gap in people, with the range of the gap."""

from __future__ import annotations

import pandas as pd

from analysis.display.figures.workforce import GAP_PAGES, gap_how
from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import basis_of, group_words, source_note
from analysis.display.text.numbers import MISSING, number
from analysis.display.text.workforce import WRITTEN, decimals_of, gap_rows, signed
from analysis.measures.staff_bands import NOW
from analysis.survey.survey import provenance
from analysis.words import text


def format_gap(gap: pd.DataFrame, *, lang: str = "da") -> Table:
    """Set the gap, from `workforce_gap`, as a table.

    Parameters
    ----------
    gap : DataFrame
        With or without ``by``.
    lang : {"da", "en"}

    Returns
    -------
    Table
        Now, ideal and gap in people, and the range of the gap; one row per profile (and group).
    """
    origin = provenance(gap)
    question = origin.codebook.question(NOW)
    groups = list(gap["group"].cat.categories) if "group" in gap else [None]
    by_group = {
        group: gap_rows(gap if group is None else gap[gap["group"] == group].drop(columns="group"))
        for group in groups
    }
    rows = []
    for item in question.items:
        for group, own in by_group.items():
            name = item.label[lang]
            if group is not None:
                name = f"{name}: {group_words(str(group), origin, lang)}"
            rows.append(Row(name, _gap_cells(own.loc[item.key], lang, decimals_of(own[WRITTEN]))))
    words = basis_of(gap)
    headings = ("now", "ideal", "gap", "range")
    return Table(
        caption=text("gap.caption", lang),
        columns=tuple(Column(text(f"gap.{key}", lang)) for key in headings),
        rows=tuple(rows),
        note=f"{gap_how(gap, lang)} {source_note(gap, GAP_PAGES, lang)}",
        basis=("modelled", *words) if "bounded" in words else words,
        lang=lang,
        corner=text("tables.item_profiles", lang),
    )


def _gap_cells(row: pd.Series, lang: str, decimals: int) -> tuple[str, ...]:
    low, high = (signed(row[key], lang, decimals) for key in ("gap_low", "gap_high"))
    known = pd.isna(row["gap"]) or row["gap_low"] == row["gap_high"]
    ends = MISSING if known else f"{low} {text('numbers.to', lang)} {high}"
    now, ideal = (number(row[key], lang, decimals) for key in ("now", "ideal"))
    return (now, ideal, signed(row["gap"], lang, decimals), ends)
