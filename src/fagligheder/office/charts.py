"""Office charts as data, for the workbook and the slides alike: categories, series, colours."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.display.figures import palette
from analysis.display.text.captions import alt_text, figure_title, stamped
from analysis.display.text.subject import basis_of, numbered, question_of, short_name, subject_of
from analysis.display.text.workforce import (
    by_finding,
    gap_alt_text,
    gap_most,
    gap_rows,
    gap_subtitle,
)
from analysis.measures.staff_bands import NOW
from analysis.survey.survey import provenance
from analysis.words import text

#: The numbers of a range.
_RANGE = ("gap_low", "gap", "gap_high")


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
    """Differences up and down from zero, none larger than ``most``."""

    most: float


@dataclass(frozen=True)
class RangeChart(Chart):
    """How far a difference can lie: the series are low, central and high.

    None is larger than ``most``. The central one is None where only the ends are known.
    """

    most: float


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


def gap_chart(gap: pd.DataFrame, *, lang: str = "da") -> RangeChart | ColumnChart | None:
    """Shape the workforce gap as a difference: its range, or columns where it is known.

    Parameters
    ----------
    gap : DataFrame
        From `workforce_gap` without ``by``, or from `kommune_gap`.
    lang : {"da", "en"}

    Returns
    -------
    RangeChart, ColumnChart or None
        Profiles in the order of the figure; a kommune's own answers are named as such and have
        no estimate. None when every number is hidden.

    Examples
    --------
    >>> from analysis.measures.workforce import workforce_gap
    >>> from analysis.survey.published import read_published
    >>> chart = gap_chart(workforce_gap(read_published()))
    >>> [round(each.numbers[0]) for each in chart.series]
    [-715, 400, 1286]
    """
    rows = by_finding(gap_rows(gap))
    if rows["gap"].isna().all():
        return None
    exact = ((rows["gap_low"] == rows["gap_high"]) | rows["gap_low"].isna()).all()
    names = {"gap": "gap.gap"} if exact else {key: f"charts.{key}" for key in _RANGE}
    question = provenance(gap).codebook.question(NOW)
    colours = dict.fromkeys(_RANGE, palette.SEQUENTIAL[2])
    colours["gap"] = palette.NAVY
    numbers = rows.assign(gap=rows["gap"].mask(rows["own"]))
    labels = ((question.item(str(item)).label[lang], own) for item, own in rows["own"].items())
    kind = ColumnChart if exact else RangeChart
    return kind(
        title=stamped(gap_subtitle(gap, lang), basis_of(gap), lang),
        alt=stamped(gap_alt_text(gap, title="", lang=lang), basis_of(gap), lang),
        categories=tuple(
            text("gap.own_row", lang, item=label) if own else label for label, own in labels
        ),
        series=tuple(
            Series(text(words, lang), tuple(map(_known, numbers[key])), colours[key])
            for key, words in names.items()
        ),
        most=gap_most(gap),
    )


def likert_title(likert: pd.DataFrame, lang: str) -> str:
    """The figure's number, when the report has one, and what the question is about."""
    subject = subject_of(likert, lang, shares=True)
    return figure_title(subject, subject.title)


def _known(number: float) -> float | None:
    return None if pd.isna(number) else float(number)


def _hidden(rows: pd.DataFrame) -> float | None:
    """What is left of an item's bar when some of its answers are suppressed."""
    return max(1 - float(rows["share"].sum()), 0.0) if rows["suppressed"].any() else None
