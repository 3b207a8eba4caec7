"""The change from one wave to the next as a table."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import sentences_of
from analysis.display.text.shares import share_words
from analysis.display.text.subject import basis_of
from analysis.display.text.wave_change import (
    change_heading,
    change_note,
    change_subject,
    change_words,
    first_answers,
    unit_words,
)
from analysis.measures.disclosure import is_unprotected
from analysis.words import text


def format_change(
    changes: pd.DataFrame, units: pd.DataFrame | None = None, *, lang: str = "da"
) -> Table:
    """Set the change of each item's first answer as a table.

    Parameters
    ----------
    changes : DataFrame
        The rows of one question from `wave_changes`.
    units : DataFrame, optional
        Those from `unit_changes`: how many of the same units have moved up and down.
    lang : {"da", "en"}

    Returns
    -------
    Table

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> from analysis.measures.wave_changes import wave_changes
    >>> from analysis.survey.published import read_published
    >>> changes = wave_changes(read_published(), synthesize(seed=1))
    >>> table = format_change(changes[changes["question"] == "importance"])
    >>> [column.label for column in table.columns]
    ['Før', 'Nu', 'Ændring, procentpoint']
    """
    subject = change_subject(changes, lang)
    columns = [Column(text(f"wave_change.{name}", lang)) for name in ("before", "after", "change")]
    by_item = {}
    if units is not None:
        by_item = {
            str(row["item"]): row for row in units.drop_duplicates("item").to_dict("records")
        }
        columns += [Column(text(f"wave_change.{way}", lang)) for way in ("higher", "lower")]
    rows = []
    for row in first_answers(changes).to_dict("records"):
        cells = [share_words(row, lang, weighted=subject.origin.weighted, side=side)
                 for side in ("_a", "_b")]  # fmt: skip
        cells.append(change_words(row, lang))
        if by_item:
            cells += [unit_words(by_item[str(row["item"])], way) for way in ("higher", "lower")]
        rows.append(Row(subject.numbered_item(row["item"]), tuple(cells)))
    note = text("wave_change.note_units", lang) if by_item else ""
    return Table(
        caption=change_heading(subject),
        columns=tuple(columns),
        rows=tuple(rows),
        note=sentences_of(change_note(changes, lang), note),
        basis=basis_of(changes),
        lang=lang,
        corner=subject.text("tables.item"),
        unprotected=is_unprotected(changes),
    )
