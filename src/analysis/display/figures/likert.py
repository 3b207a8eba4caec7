"""Figures 2–6: the share of each answer to each item, as stacked or diverging bars."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures import cache
from analysis.display.figures.bars import (
    BarSettings,
    Kind,
    Neutral,
    Order,
    draw_bars,
    lay_out,
)
from analysis.display.figures.layout import Layout, describe_figure
from analysis.display.figures.style import house_style
from analysis.display.text.captions import figure_alt, figure_note, figure_title, refuse_ranges
from analysis.display.text.subject import subject_of


def draw_likert(
    likert: pd.DataFrame,
    *,
    kind: Kind = "stacked",
    center: float | None = None,
    neutral: Neutral = "split",
    order: Order = "report",
    interval: bool = False,
    mark: Mapping[str, str] | None = None,
    beside: bool = False,
    title: str | None = None,
    subtitle: str = "",
    lang: str = "da",
    ax: Axes | None = None,
) -> Axes:
    """Draw the answers to one question as one 100 % bar per item.

    Parameters
    ----------
    likert : DataFrame
        A results frame of one question, from `likert_table`, or from `crosstab` of answers (with
        ``group``: one bar per item and group).
    kind : {"stacked", "diverging"}
        Bars from 0 to 100 %, or on both sides of a centre.
    center : float, optional
        Diverging: how many answers stand left of the centre, counted from the most; ``1.5``
        puts it in the middle of the second. The codebook's sides decide when left out.
    neutral : {"split", "aside"}
        Diverging: the neutral answers across the centre, or in a column of their own.
    order : {"report", "top", "net"}
        Items in the report's order, by the share of the first answer, or by net share: the
        shares that the bars show. Items without answers, or whose share is hidden, stand last.
    interval : bool
        Stacked: a whisker from ``low`` to ``high`` of the first answer.
    mark : mapping of item to answer, optional
        Parts to point out: a kommune's own answers.
    beside : bool
        Right of each bar the marked answer and how many gave it, or a line to write one on.
    title : str, optional
        Above the figure; the figure's number and question when left out, none when empty.
    subtitle : str
        Under the title; often none.
    lang : {"da", "en"}
    ax : Axes, optional
        Draw the bars here, without title, legend and note.

    Returns
    -------
    Axes
        ``axes.figure.savefig("figur.svg")`` saves it (svg, pdf, png at 300 dpi).

    Raises
    ------
    InputError
        The frame holds several questions or none, or ranges (`draw_crosstab` draws them), an
        option does not exist, or a marked answer is not on the scale.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> axes = draw_likert(likert_table(read_published(), "importance"))
    >>> len(axes.patches)
    24
    """
    settings = BarSettings(kind, center, neutral, order, interval, mark or {}, beside)
    drawn_as = {"settings": settings, "title": title, "subtitle": subtitle, "lang": lang}
    cached = cache.find(likert, drawn_as) if ax is None else None
    if cached is not None:
        return cached
    subject = subject_of(likert, lang)
    refuse_ranges(subject)
    settings.check(subject.question)
    alt = figure_alt(likert, subject, settings.mark)
    bars = lay_out(likert, subject, settings)
    with house_style():
        if ax is None:
            axes = Layout(
                title=figure_title(subject, subject.question.text[lang])
                if title is None
                else title,
                note=figure_note(subject, interval=interval, marked=bool(mark)),
                height=bars.height,
                left=bars.label_width,
                right=settings.margin,
                below=0.08,
                legend=tuple((bars.colours[key], subject.answer(key)) for key in bars.colours),
                subtitle=subtitle,
            ).draw()
        else:
            axes = ax
        draw_bars(axes, bars)
        describe_figure(axes, likert, alt, whole=ax is None, lang=lang)
    if ax is None:
        cache.store(likert, drawn_as, axes)
    return axes
