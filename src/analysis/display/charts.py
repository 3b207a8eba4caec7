"""What an office chart shows, for the workbook and the slides alike: names, values, colours."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.display import style
from analysis.display.captions import alt_text, base_words, basis_of, numbered, question_of
from analysis.display.texts import text
from analysis.survey.provenance import provenance


@dataclass(frozen=True)
class Series:
    """One answer: its name, its share in each bar (None where unknown), and its colour.

    ``hidden`` marks the rest of the bars in which answers are suppressed.
    """

    name: str
    shares: tuple[float | None, ...]
    colour: str
    hidden: bool = False


@dataclass(frozen=True)
class BarChart:
    """One bar from 0 to 100 % for each category, the first on top.

    Attributes
    ----------
    title : str
        Stamped where the answers are made up, for a chart is copied out of its sheet.
    alt : str
        What the chart shows, in words, with its numbers.
    categories : tuple of str
    series : tuple of Series
        From left to right.
    """

    title: str
    alt: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]


def likert_chart(likert: pd.DataFrame, *, lang: str = "da") -> BarChart:
    """Shape a results frame of one question as the bars of figures 2–6.

    Parameters
    ----------
    likert : DataFrame
        A results frame of one question, from `likert_table`.
    lang : {"da", "en"}

    Returns
    -------
    BarChart
        Items in the report's order. Where cells are suppressed, the rest of their bar is a
        series of its own.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> chart = likert_chart(likert_table(read_published(), "importance"))
    >>> chart.series[0].name, round(chart.series[0].shares[0], 3)
    ('Meget vigtig', 0.885)
    """
    question = question_of(likert, provenance(likert))
    items = [item for item in question.items if (likert["item"] == item.key).any()]
    shares = likert.set_index(["item", "answer"])["share"]
    colours = style.answer_colours([a.side for a in question.scale.answers], diverging=False)
    series = [
        Series(
            answer.short[lang],
            tuple(_known(shares[item.key, answer.key]) for item in items),
            colour,
        )
        for answer, colour in zip(question.scale.answers, colours, strict=True)
    ]
    if "suppressed" in likert and likert["suppressed"].any():
        rest = tuple(_hidden(likert[likert["item"] == item.key]) for item in items)
        series.append(Series(text("hidden", lang), rest, style.PANEL, hidden=True))
    return BarChart(
        title=stamped(likert_title(likert, lang), likert, lang),
        alt=stamped(alt_text(likert, lang=lang), likert, lang),
        categories=tuple(numbered(question, item.key, item.label[lang]) for item in items),
        series=tuple(series),
    )


def likert_title(likert: pd.DataFrame, lang: str) -> str:
    """The figure's number, when the report has one, and what the question is about."""
    origin = provenance(likert)
    question = question_of(likert, origin)
    key = "figure_title" if question.figure else "own_figure_title"
    if question.figure and origin.rebased:
        key = "rebased_title"
    title, base = question.title[lang], base_words(likert, lang)
    return text(key, lang, figure=question.figure, text=title, base=base)


def stamped(words: str, frame: pd.DataFrame, lang: str) -> str:
    """The words, with the stamp before them where the answers are made up."""
    made_up = "synthetic" in basis_of(frame)
    return f"{text('stamp', lang)} · {words}" if made_up else words


def _known(share: float) -> float | None:
    return None if pd.isna(share) else float(share)


def _hidden(rows: pd.DataFrame) -> float | None:
    """What is left of an item's bar when some of its answers are suppressed."""
    return max(1 - float(rows["share"].sum()), 0.0) if rows["suppressed"].any() else None
