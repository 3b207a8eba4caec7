"""Office charts as data, for the workbook and the slides alike: categories, series, colours."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.display.figures import palette
from analysis.display.text.captions import alt_text, figure_title, stamped
from analysis.display.text.numbers import number
from analysis.display.text.subject import basis_of, numbered, question_of, short_name, subject_of
from analysis.display.text.workforce import decimals_of, gap_alt_text, gap_rows
from analysis.measures.staff_bands import NOW
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
class Chart:
    """What every chart has.

    Attributes
    ----------
    title : str
        Stamped where the answers are made up, for a chart is copied out of its sheet.
    alt : str
        What the chart shows, in words, with its numbers.
    categories : tuple of str
        From top to bottom, or from left to right.
    series : tuple of Series
    """

    title: str
    alt: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True)
class BarChart(Chart):
    """One bar from 0 to 100 % for each category, the first on top."""


@dataclass(frozen=True)
class ColumnChart(Chart):
    """Numbers side by side, written with so many decimals."""

    decimals: int


@dataclass(frozen=True)
class RangeChart(Chart):
    """How far a number can lie: the series are low, central and high."""

    decimals: int


def likert_chart(likert: pd.DataFrame, *, short: bool = False, lang: str = "da") -> BarChart:
    """Shape a results frame of one question as the bars of figures 2–6.

    Parameters
    ----------
    likert : DataFrame
        A results frame of one question, from `likert_table`.
    short : bool
        Statements by their short words, where there is little space.
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
    answers = question.scale.answers
    colours = palette.answer_colours([answer.side for answer in answers], diverging=False)
    series = [
        Series(
            answer.short[lang],
            tuple(_known(shares[item.key, answer.key]) for item in items),
            colour,
        )
        for answer, colour in zip(answers, colours, strict=True)
    ]
    if "suppressed" in likert and likert["suppressed"].any():
        rest = tuple(_hidden(likert[likert["item"] == item.key]) for item in items)
        series.append(Series(text("workbook.hidden", lang), rest, palette.PANEL, hidden=True))
    names = (
        short_name(question, item.key, lang)
        if short
        else numbered(question, item.key, item.label[lang])
        for item in items
    )
    return BarChart(
        title=stamped(likert_title(likert, lang), basis_of(likert), lang),
        alt=stamped(alt_text(likert, lang=lang), basis_of(likert), lang),
        categories=tuple(names),
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
    >>> [round(each.numbers[0]) for each in chart.series]
    [-382, 396, 1116]
    """
    rows = gap_rows(gap)
    if rows["gap"].isna().all():
        return None
    exact = ((rows["gap_low"] == rows["gap_high"]) | rows["gap"].isna()).all()
    keys = ["now", "ideal"] if exact else ["gap_low", "gap", "gap_high"]
    title = text("gap.title" if exact else "charts.range_title", lang)
    if staff is not None:
        of = number(staff, lang)
        title = text("kommune.gap_title" if exact else "charts.range_kommune", lang, staff=of)
    question = provenance(gap).codebook.question(NOW)
    light, dark = palette.SEQUENTIAL[2], palette.NAVY
    colours = {"now": light, "ideal": dark, "gap_low": light, "gap": dark, "gap_high": light}
    kind = ColumnChart if exact else RangeChart
    return kind(
        title=stamped(title, basis_of(gap), lang),
        alt=stamped(gap_alt_text(gap, title=title, lang=lang), basis_of(gap), lang),
        categories=tuple(question.item(str(item)).label[lang] for item in rows.index),
        series=tuple(
            Series(text(f"charts.{key}", lang), tuple(map(_known, rows[key])), colours[key])
            for key in keys
        ),
        decimals=decimals_of(rows[keys]),
    )


def likert_title(likert: pd.DataFrame, lang: str) -> str:
    """The figure's number, when the report has one, and what the question is about."""
    subject = subject_of(likert, lang)
    return figure_title(subject, subject.title)


def _known(number: float) -> float | None:
    return None if pd.isna(number) else float(number)


def _hidden(rows: pd.DataFrame) -> float | None:
    """What is left of an item's bar when some of its answers are suppressed."""
    return max(1 - float(rows["share"].sum()), 0.0) if rows["suppressed"].any() else None
