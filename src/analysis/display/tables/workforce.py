"""The workforce gap as a table: now, ideally and the difference, with what it can be."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import sentences_of
from analysis.display.text.numbers import MISSING, number
from analysis.display.text.workforce import (
    gap_how,
    gap_rows,
    gap_source,
    gap_staff,
    gap_subject,
    gap_texts,
    top_words,
)
from analysis.measures.disclosure import is_unprotected
from analysis.measures.staff_bands import shown_unit


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
        Now, ideal and gap in whole people, or in per cent of few staff, and the limits of the
        gap; one row per profile (and group). Own answers are bands, so their gap has limits alone.

    Examples
    --------
    >>> from analysis.measures.workforce import workforce_gap
    >>> from analysis.survey.published import read_published
    >>> format_gap(workforce_gap(read_published())).rows[0].cells[2:]
    ('+396', '−382 til +1.116')
    """
    subject = gap_subject(gap, lang)
    frames = {"": gap}
    if "group" in gap:
        frames = {
            f": {subject.group_in_text(group)}": gap[gap["group"] == group].drop(columns="group")
            for group in gap["group"].cat.categories
        }
    unit = shown_unit(gap)
    shown = {name: gap_rows(frame, unit) for name, frame in frames.items()}
    written = {name: gap_texts(each, lang) for name, each in shown.items()}
    rows = []
    for item in subject.question.items:
        for name, texts in written.items():
            each, header = texts[item.key], subject.item(item.key) + name
            ends = (each.gap, each.limits or MISSING)
            if shown[name].loc[item.key, "own"]:
                header, ends = subject.text("gap.own_row", item=header), (MISSING, each.gap)
            rows.append(Row(header, (each.now, each.ideal, *ends)))
    headings = ("gap.now", "gap.ideal", "gap.gap", "gap.range")
    return Table(
        caption=subject.text(f"gap.caption_{unit}", staff=number(gap_staff(gap), lang)),
        columns=tuple(Column(subject.text(key)) for key in headings),
        rows=tuple(rows),
        note=sentences_of(
            subject.text("gap.rounded"),
            gap_how(gap, lang),
            top_words(gap, lang),
            subject.hidden,
            gap_source(gap, lang),
        ),
        basis=("modelled", *subject.basis) if subject.bounded else subject.basis,
        lang=lang,
        corner=subject.text("tables.item_profiles"),
        unprotected=is_unprotected(gap),
    )
