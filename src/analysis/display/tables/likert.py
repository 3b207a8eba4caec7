"""The answers to one question as a table."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import figure_title, sentences_of, source_line
from analysis.display.text.numbers import shown_count
from analysis.display.text.shares import share_and_count
from analysis.display.text.subject import subject_of
from analysis.measures.disclosure import is_unprotected

#: More items than this stand as rows, fewer as columns, as in the report.
WIDEST = 6


def format_likert(likert: pd.DataFrame, *, lang: str = "da") -> Table:
    """Set a results frame of one question as a table.

    Parameters
    ----------
    likert : DataFrame
        A results frame of one question, from `likert_table`.
    lang : {"da", "en"}

    Returns
    -------
    Table
        Per cent and count in each cell, n under the heading; shows itself in a notebook.

    Raises
    ------
    InputError
        The frame holds several questions or none.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> table = format_likert(likert_table(read_published(), "importance"))
    >>> table.rows[0].header, table.rows[0].cells[0], table.columns[0].sub
    ('Meget vigtig', '88 pct. (46)', 'n = 52')
    """
    subject = subject_of(likert, lang, shares=True)
    weighted = subject.origin.weighted
    cells = {
        (row["item"], row["answer"]): share_and_count(row, lang, weighted=weighted)
        for row in likert.to_dict("records")
    }
    bases = likert.groupby("item", observed=True)["base"].first()
    n = {str(item): shown_count(base) for item, base in bases.items()}
    items = [item.key for item in subject.question.items if item.key in n]
    answers = subject.question.scale.keys
    if len(items) <= WIDEST:
        columns = [
            Column(subject.item(item), subject.text("numbers.n", n=n[item])) for item in items
        ]
        rows = [
            Row(subject.answer(answer), tuple(cells[item, answer] for item in items))
            for answer in answers
        ]
    else:
        columns = [*(Column(subject.answer(answer)) for answer in answers), Column("n")]
        rows = [
            Row(
                subject.numbered_item(item),
                (*(cells[item, answer] for answer in answers), n[item]),
            )
            for item in items
        ]
    notes = [subject.text("captions.in_bars"), subject.weighted, subject.hidden, subject.rebased]
    return Table(
        caption=figure_title(subject, subject.title, of_table=True),
        columns=tuple(columns),
        rows=tuple(rows),
        note=sentences_of(*notes, source_line(subject)),
        basis=subject.basis,
        lang=lang,
        corner=subject.text("tables.answer" if len(items) <= WIDEST else "tables.item_statements"),
        unprotected=is_unprotected(likert),
    )
