"""The workforce gap as a table: now, ideal and gap in people, with the range of the gap."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import sentences_of, source_note
from analysis.display.text.numbers import MISSING
from analysis.display.text.workforce import (
    GAP_PAGES,
    gap_how,
    gap_rows,
    gap_subject,
    gap_texts,
)
from analysis.measures.disclosure import is_unprotected


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
    written = {name: gap_texts(gap_rows(frame), lang) for name, frame in frames.items()}
    rows = []
    for item in subject.question.items:
        for name, texts in written.items():
            now, ideal, missing, ends = (
                texts[item.key][key] for key in ("now", "ideal", "gap", "range")
            )
            row = (now, ideal, missing, ends or MISSING)
            rows.append(Row(subject.item(item.key) + name, row))
    headings = ("gap.now", "gap.ideal", "gap.gap", "gap.range")
    return Table(
        caption=subject.text("gap.caption"),
        columns=tuple(Column(subject.text(key)) for key in headings),
        rows=tuple(rows),
        note=sentences_of(gap_how(gap, lang), subject.hidden, source_note(gap, GAP_PAGES, lang)),
        basis=("modelled", *subject.basis) if subject.bounded else subject.basis,
        lang=lang,
        corner=subject.text("tables.item_profiles"),
        unprotected=is_unprotected(gap),
    )
