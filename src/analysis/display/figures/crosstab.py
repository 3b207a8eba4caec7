"""Cross-tabs by groups of municipalities: one answer's share in each group, as ranges or dots."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.lines import Line2D

from analysis.display.figures import palette
from analysis.display.figures.layout import Layout, describe_figure, label_row, measuring_axis
from analysis.display.figures.line_breaks import wrap
from analysis.display.figures.style import LABEL_SIZE, VALUE_SIZE, house_style
from analysis.display.text.assumptions import assumption_note
from analysis.display.text.captions import sentences_of, stopped
from analysis.display.text.crosstab import (
    by_size_or_group,
    crosstab_source,
    group_value,
    grouped_subject,
)
from analysis.display.text.numbers import MISSING, joined, number
from analysis.display.text.subject import Subject
from analysis.survey.options import choose

_ROW, _LEFT, _RIGHT = 0.25, 2.75, 1.15
#: Free above and below the rows of an item.
_PAD = 0.06


def draw_crosstab(
    crosstab: pd.DataFrame,
    *,
    answer: str | None = None,
    title: str | None = None,
    lang: str = "da",
) -> Axes:
    """Draw the share of one answer in each group, with its range.

    Parameters
    ----------
    crosstab : DataFrame
        From `crosstab`.
    answer : str, optional
        Key of the answer; the first of the scale when left out.
    title : str, optional
        Above the figure; the question and the answer when left out.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        Per item and group a band from ``low`` to ``high`` and a dot at ``share``. On printed
        tables the dot is the value under independence; the band is all that they allow.

    Raises
    ------
    InputError
        The frame has no groups, or the answer is not on the scale.

    Examples
    --------
    >>> from analysis.measures.crosstab import crosstab
    >>> from analysis.survey.published import read_published
    >>> axes = draw_crosstab(crosstab(read_published(), "importance"))
    >>> axes.get_xlim()
    (0.0, 1.0)
    """
    subject = grouped_subject(crosstab, lang)
    keys = subject.question.scale.keys
    answer = choose("answer", answer or keys[0], keys)
    rows = crosstab[crosstab["answer"] == answer]
    height = _ROW * len(rows) + 2 * _PAD * rows["item"].nunique()
    if title is None:
        words = {"answer": subject.answer(answer), "title": subject.title}
        title = by_size_or_group("title", crosstab, subject, **words)
    with house_style():
        layout = Layout(title, _note(crosstab, subject), height, _LEFT, _RIGHT, below=0.42)
        axes = layout.draw()
        _draw(axes, rows, subject, height)
        describe_figure(axes, crosstab, _alt(rows, title, subject), lang=lang)
    return axes


def _note(crosstab: pd.DataFrame, subject: Subject) -> str:
    source = crosstab_source(crosstab, subject)
    if subject.bounded:
        how = subject.text("crosstab.how_bounded")
        return sentences_of(how, assumption_note(crosstab, subject.lang), source)
    key = "crosstab.how_weighted" if subject.origin.weighted else "crosstab.how"
    how = subject.text(key, level=subject.level)
    return sentences_of(how, subject.weighted, subject.how, source)


def _draw(axes: Axes, rows: pd.DataFrame, subject: Subject, height: float) -> None:
    axes.set_xlim(0, 1)
    axes.set_ylim(height, 0)
    measuring_axis(axes, subject.text("crosstab.axis"))
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.xaxis.set_major_formatter(lambda value, _: number(100 * value, subject.lang))
    outside = axes.get_yaxis_transform()
    y = 0.0
    for item, own in rows.groupby("item", observed=True, sort=False):
        lines = wrap(subject.short_item(item), LABEL_SIZE, _LEFT - 0.95)
        label_row(axes, y + _PAD + _ROW * len(own) / 2, lines, x=-0.29)
        y += _PAD
        for _, row in own.iterrows():
            middle = y + _ROW / 2
            axes.text(-0.02, middle, subject.group(row["group"]), transform=outside,
                      fontsize=VALUE_SIZE, ha="right", va="center",
                      color=palette.MUTED)  # fmt: skip
            known = pd.notna(row["share"]) or pd.notna(row.get("share_low"))
            if known:
                _draw_range(axes, row, middle)
            nobody = not known and not row.get("suppressed", False)
            axes.text(1.04, middle, MISSING if nobody else group_value(row, subject),
                      transform=outside, fontsize=VALUE_SIZE, va="center")  # fmt: skip
            y += _ROW
        y += _PAD


def _draw_range(axes: Axes, row: pd.Series, y: float) -> None:
    exact = pd.notna(row["share"])
    ends = np.array([row["low"], row["high"]] if exact else [row["share_low"], row["share_high"]])
    band = FillBetweenPolyCollection("x", ends, np.full(2, y - 0.075), np.full(2, y + 0.075),
                                     color=palette.SHARE_BAND, linewidth=0, zorder=1)  # fmt: skip
    axes.add_collection(band, autolim=False)
    if not exact:
        return
    bounded = row["basis"] == "bounded"
    axes.add_artist(  # the limits are set: there is no need to look for them
        Line2D([row["share"]], [y], linestyle="none", marker="o", markersize=5, zorder=3,
               markeredgecolor=palette.NAVY, markerfacecolor="white" if bounded else palette.NAVY,
               clip_on=False)
    )  # fmt: skip


def _alt(rows: pd.DataFrame, title: str, subject: Subject) -> str:
    parts = [stopped(title)]
    for item, own in rows.groupby("item", observed=True, sort=False):
        ends = [
            f"{subject.group_in_text(row['group'])} {group_value(row, subject)}"
            for _, row in own.iterrows()
        ]
        parts.append(f"{subject.item(item)}: {joined(ends, subject.lang)}.")
    return " ".join(parts)
