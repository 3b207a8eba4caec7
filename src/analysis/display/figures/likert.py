"""Figures 2–6: the share of each answer to each item, as stacked or diverging bars."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures import cache
from analysis.display.figures.bar_drawing import draw_bars
from analysis.display.figures.bars import BarSettings, Kind, Neutral, Order, lay_out
from analysis.display.figures.layout import Layout, describe_figure
from analysis.display.figures.style import house_style
from analysis.display.figures.widths import inches
from analysis.display.text.captions import (
    figure_alt,
    figure_note,
    figure_title,
    refuse_ranges,
)
from analysis.display.text.sentences import likert_finding
from analysis.display.text.subject import subject_of


def draw_likert(
    likert: pd.DataFrame,
    *,
    kind: Kind | None = None,
    center: float | None = None,
    neutral: Neutral = "split",
    order: Order = "report",
    interval: bool = False,
    mark: Mapping[str, str] | None = None,
    beside: bool = False,
    title: str | None = None,
    subtitle: str | None = None,
    width: str | None = None,
    lang: str = "da",
    ax: Axes | None = None,
) -> Axes:
    """Draw the answers to one question as one 100 % bar per item.

    Parameters
    ----------
    likert : DataFrame
        A results frame of one question, from `likert_table`, or from `crosstab` of answers (with
        ``group``: one bar per item and group).
    kind : {"stacked", "diverging", "top"}, optional
        Bars from 0 to 100 %, or on both sides of a centre; ``top`` draws one part alone, what a
        finding counts: the first answer, and of statements all that agree. Left out: stacked, and
        ``top`` of a question with any number of answers.
    center : float, optional
        Diverging: how many answers stand left of the centre, counted from the most; ``1.5``
        puts it in the middle of the second. The codebook's sides decide when left out.
    neutral : {"split", "aside"}
        Diverging: the neutral answers across the centre, or in a column of their own.
    order : {"report", "top", "net", "size"}
        Items in the report's order, by the share that a finding counts (see ``kind``), by net
        share, or by the share of all answers on the upper side. Items without answers, or whose
        share is hidden, stand last.
    interval : bool
        Stacked: a whisker from ``low`` to ``high`` of the first answer.
    mark : mapping of item to answer, optional
        Parts to point out: a kommune's own answers.
    beside : bool
        Right of each bar the marked answer and how many gave it, or a line to write one on.
    title : str, optional
        Above the figure, none when empty. Left out, it is the finding, or the question where none
        can be told: a count is hidden, nobody answered, or there are groups.
    subtitle : str, optional
        Under the title; the figure's number and the question when left out.
    width : str, optional
        Of the figure, as ``80mm``, ``8cm`` or ``3.15in``; the text width of an A4 page when left
        out. Where it is narrow the names stand above the bars.
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
    subject = subject_of(likert, lang, shares=True)
    usual: Kind = "top" if subject.question.kind == "multiple" and not interval else "stacked"
    settings = BarSettings(
        kind or usual, center, neutral, order, interval, mark or {}, beside, inches(width)
    )
    drawn_as = {"settings": settings, "title": title, "subtitle": subtitle, "lang": lang}
    cached = cache.find(likert, drawn_as) if ax is None else None
    if cached is not None:
        return cached
    refuse_ranges(subject)
    settings.check(subject.question)
    question = figure_title(subject, subject.question.text[lang])
    if title is None:
        title = "" if "group" in likert else likert_finding(likert, lang=lang)
        title = title or question
    said = title if title != question and ax is None else ""
    if subtitle is None:
        subtitle = question if said else ""
    alt = figure_alt(likert, subject, settings.mark, said)
    bars = lay_out(likert, subject, settings)
    with house_style():
        if ax is None:
            axes = Layout(
                title=title,
                note=figure_note(likert, subject, interval=interval, marked=bool(mark)),
                height=bars.height,
                left=bars.label_width,
                right=settings.margin,
                below=0.08,
                legend=bars.legend,
                subtitle=subtitle,
                width=settings.width,
            ).draw()
        else:
            axes = ax
        draw_bars(axes, bars)
        describe_figure(axes, likert, alt, whole=ax is None, lang=lang)
    if ax is None:
        cache.store(likert, drawn_as, axes)
    return axes
