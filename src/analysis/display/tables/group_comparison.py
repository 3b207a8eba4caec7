"""A group's answers beside those of all respondents, as a table; and how many answered."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import figure_title, items_heading, sentences_of, source_line
from analysis.display.text.numbers import number_range, shown_count
from analysis.display.text.shares import share_and_count
from analysis.display.text.subject import subject_of
from analysis.measures.disclosure import is_unprotected
from analysis.words import text


def format_group(
    own: pd.DataFrame, everyone: pd.DataFrame, name: str, *, lang: str = "da"
) -> Table:
    """Set a group's answers to one question above those of all respondents, item by item.

    Parameters
    ----------
    own, everyone : DataFrame
        From `group_shares` and `reported_shares`.
    name : str
        The group's.
    lang : {"da", "en"}

    Examples
    --------
    >>> from analysis.measures.group_comparison import group_shares
    >>> from analysis.measures.shares import reported_shares
    >>> from analysis.measures.synthetic import synthesize
    >>> survey = synthesize(seed=1)
    >>> table = format_group(group_shares(survey, "importance", "large"),
    ...                      reported_shares(survey, "importance"), "Store")
    >>> table.rows[0].header, table.rows[0].cells[0], table.rows[1].cells[0]
    ('Virksomheder: Store', '95 pct. (19)', '88 pct. (46)')
    """
    subject = subject_of(own, lang, shares=True)
    weighted, answers = subject.origin.weighted, subject.question.scale.keys
    rows = []
    for item in subject.question.items:
        label = subject.short_item(item.key)
        for frame, whose in ((own, name), (everyone, text("group_page.all", lang))):
            cells = frame[frame["item"] == item.key].set_index("answer")
            shares = [
                share_and_count(cells.loc[answer].to_dict(), lang, weighted=weighted)
                for answer in answers
            ]
            n = shown_count(cells["base"].iloc[0])
            rows.append(Row(f"{label}: {whose}", (*shares, n), emphasis=frame is own))
    notes = [subject.text("captions.in_bars"), subject.weighted, subject.hidden, subject.rebased]
    return Table(
        caption=figure_title(subject, subject.title, of_table=True),
        columns=(*(Column(subject.answer(answer)) for answer in answers), Column("n")),
        rows=tuple(rows),
        note=sentences_of(*notes, source_line(subject)),
        basis=subject.basis,
        lang=lang,
        corner=items_heading(subject.question, lang),
        unprotected=is_unprotected(own),
    )


def format_answered(frames: list[pd.DataFrame], size: int, *, lang: str = "da") -> Table:
    """Set how many answered each question, and how many passed it over.

    Parameters
    ----------
    frames : list of DataFrame
        A results frame for each question.
    size : int
        Respondents.
    lang : {"da", "en"}

    Examples
    --------
    >>> from analysis.measures.shares import reported_shares
    >>> from analysis.measures.synthetic import synthesize
    >>> survey = synthesize(seed=1)
    >>> format_answered([reported_shares(survey, "importance")], 52).rows[0].cells
    ('52', '0')
    """
    rows, subjects = [], [subject_of(frame, lang, shares=True) for frame in frames]
    for subject, frame in zip(subjects, frames, strict=True):
        bases = frame["base"].dropna()
        ends = [(shown_count(low), shown_count(high)) for low, high in (
            (bases.min(), bases.max()), (size - bases.max(), size - bases.min()))]  # fmt: skip
        cells = [low if low == high else number_range(low, high, lang) for low, high in ends]
        rows.append(Row(subject.title, tuple(cells)))
    return Table(
        caption=text("group_page.answered_caption", lang),
        columns=tuple(Column(text(f"group_page.answered_{name}", lang))
                      for name in ("base", "missing")),
        rows=tuple(rows),
        note=sentences_of(text("group_page.answered_note", lang), source_line(subjects[0])),
        basis=subjects[0].basis,
        lang=lang,
        corner=text("workbook.question", lang),
        unprotected=any(map(is_unprotected, frames)),
    )  # fmt: skip
