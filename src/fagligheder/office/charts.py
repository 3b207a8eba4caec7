"""What an office chart shows, for the workbook and the slides alike: names, values, colours."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.display.figures import palette
from analysis.display.text.captions import alt_text, figure_title
from analysis.display.text.numbers import number
from analysis.display.text.subject import basis_of, numbered, question_of, subject_of
from analysis.display.text.workforce import gap_alt_text, gap_rows
from analysis.measures.bands import NOW
from analysis.survey.codebook import Item, Question
from analysis.survey.survey import provenance
from analysis.words import text


@dataclass(frozen=True)
class Series:
    """One answer or measure: its name, its colour, its number at each category.

    A number is None where it is unknown; ``hidden`` marks the rest of the bars in which answers
    are suppressed.
    """

    name: str
    numbers: tuple[float | None, ...]
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


@dataclass(frozen=True)
class RangeChart:
    """How far a number can lie, from low to high, with the central value between them.

    Attributes
    ----------
    title, alt : str
        As in `BarChart`.
    categories : tuple of str
    low, central, high : Series
    decimals : int
        Of the numbers that are shown.
    """

    title: str
    alt: str
    categories: tuple[str, ...]
    low: Series
    central: Series
    high: Series
    decimals: int


@dataclass(frozen=True)
class ColumnChart:
    """Numbers side by side; the attributes are those of `BarChart` and `RangeChart`."""

    title: str
    alt: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    decimals: int


Chart = BarChart | RangeChart | ColumnChart


def likert_chart(likert: pd.DataFrame, *, short: bool = False, lang: str = "da") -> BarChart:
    """Shape a results frame of one question as the bars of figures 2–6.

    Parameters
    ----------
    likert : DataFrame
        A results frame of one question, from `likert_table`.
    short : bool
        Statements by their short words, where there is little room.
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
    >>> chart.series[0].name, round(chart.series[0].numbers[0], 3)
    ('Meget vigtig', 0.885)
    """
    question = question_of(likert, provenance(likert))
    items = [item for item in question.items if (likert["item"] == item.key).any()]
    shares = likert.set_index(["item", "answer"])["share"]
    colours = palette.answer_colours([a.side for a in question.scale.answers], diverging=False)
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
        series.append(Series(text("workbook.hidden", lang), rest, palette.PANEL, hidden=True))
    return BarChart(
        title=stamped(likert_title(likert, lang), likert, lang),
        alt=stamped(alt_text(likert, lang=lang), likert, lang),
        categories=tuple(_category(question, item, short, lang) for item in items),
        series=tuple(series),
    )


def gap_chart(
    gap: pd.DataFrame, *, staff: int | None = None, lang: str = "da"
) -> RangeChart | ColumnChart | None:
    """Shape the workforce gap: its range, or now beside ideally where both are known.

    Parameters
    ----------
    gap : DataFrame
        From `workforce_gap` without ``by``, or from `kommune_gap`.
    staff : int, optional
        People in the job centre, when it is one kommune's.
    lang : {"da", "en"}

    Returns
    -------
    RangeChart, ColumnChart or None
        None when every number is hidden.

    Examples
    --------
    >>> from analysis.measures.workforce import workforce_gap
    >>> from analysis.survey.published import read_published
    >>> chart = gap_chart(workforce_gap(read_published()))
    >>> [round(end.numbers[0]) for end in (chart.low, chart.central, chart.high)]
    [-382, 396, 1116]
    """
    rows = gap_rows(gap)
    if rows["gap"].isna().all():
        return None
    exact = ((rows["gap_low"] == rows["gap_high"]) | rows["gap"].isna()).all()
    keys = ("now", "ideal") if exact else ("gap_low", "gap", "gap_high")
    title = text("gap.title" if exact else "charts.range_title", lang)
    if staff is not None:
        of = number(staff, lang)
        title = text("kommune.gap_title" if exact else "charts.range_kommune", lang, staff=of)
    alt = stamped(gap_alt_text(gap, title=title, lang=lang), gap, lang)
    title = stamped(title, gap, lang)
    question = provenance(gap).codebook.question(NOW)
    names = tuple(question.item(str(item)).label[lang] for item in rows.index)
    decimals = 0 if rows[list(keys)].abs().max(axis=None) >= 100 else 1
    light, dark = palette.SEQUENTIAL[2], palette.NAVY
    colours = {"now": light, "ideal": dark, "gap_low": light, "gap": dark, "gap_high": light}
    series = [
        Series(text(f"charts.{key}", lang), tuple(map(_known, rows[key])), colours[key])
        for key in keys
    ]
    if exact:
        return ColumnChart(title, alt, names, tuple(series), decimals)
    low, central, high = series
    return RangeChart(title, alt, names, low, central, high, decimals)


def likert_title(likert: pd.DataFrame, lang: str) -> str:
    """The figure's number, when the report has one, and what the question is about."""
    subject = subject_of(likert, lang)
    return figure_title(subject, subject.title)


def stamped(words: str, frame: pd.DataFrame, lang: str) -> str:
    """The words, with the stamp before them where the answers are made up."""
    made_up = "synthetic" in basis_of(frame)
    return f"{text('basis.stamp', lang)} · {words}" if made_up else words


def _category(question: Question, item: Item, short: bool, lang: str) -> str:
    shortened = short and question.item_set == "statements"
    return numbered(question, item.key, (item.short if shortened else item.label)[lang])


def _known(number: float) -> float | None:
    return None if pd.isna(number) else float(number)


def _hidden(rows: pd.DataFrame) -> float | None:
    """What is left of an item's bar when some of its answers are suppressed."""
    return max(1 - float(rows["share"].sum()), 0.0) if rows["suppressed"].any() else None
