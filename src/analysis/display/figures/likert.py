"""Figures 2–6: the share of each answer to each item, as stacked or diverging bars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures import cache as ahead
from analysis.display.figures import style
from analysis.display.figures.bars import Order, draw_bars, lay_out, page
from analysis.display.figures.layout import certify
from analysis.display.text.captions import (
    alt_text,
    figure_note,
    question_of,
    question_title,
    refuse_ranges,
)
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.survey import provenance

Kind = Literal["stacked", "diverging"]


def draw_likert(
    likert: pd.DataFrame,
    *,
    kind: Kind = "stacked",
    center: float | None = None,
    neutral: Literal["split", "aside"] = "split",
    order: Order = "report",
    interval: bool = False,
    mark: Mapping[str, str] | None = None,
    title: str | None = None,
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
        Items in the report's order, by the share of the first answer, or by net share.
    interval : bool
        Stacked: a whisker from ``low`` to ``high`` of the first answer.
    mark : mapping of item to answer, optional
        Parts to point out: a kommune's own answers.
    title : str, optional
        Above the figure; the figure's number and question when left out, none when empty.
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
        The frame holds several questions or none, or ranges (`draw_crosstab` draws them), or a
        marked answer is not on the scale.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> axes = draw_likert(likert_table(read_published(), "importance"))
    >>> len(axes.patches)
    24
    """
    settings = {
        "kind": kind, "center": center, "neutral": neutral, "order": order,
        "interval": interval, "mark": mark, "title": title, "lang": lang,
    }  # fmt: skip
    ready = ahead.bring_out(likert, settings) if ax is None else None
    if ready is not None:
        return ready
    origin = provenance(likert)
    question = question_of(likert, origin)
    refuse_ranges(likert)
    _check_mark(question, mark)
    if interval and kind == "diverging":
        raise InputError(
            'interval=True viser intervallet for første svar og kræver kind="stacked".'
        )
    sides = [answer.side for answer in question.scale.answers]
    colours = style.answer_colours(sides, diverging=kind == "diverging")
    split = _split(question, center, neutral) if kind == "diverging" else None
    grouped = "group" in likert
    wide = max(len(item.label[lang]) for item in question.items) > 34
    label_width = 2.95 if wide else 1.65
    bars = lay_out(likert, question, origin, split, order, lang, label_width)

    row_height = 0.40 if not any(len(bar.label) > 2 for bar in bars) else 0.46
    if grouped:
        row_height = 0.30
    headings = len({bar.item for bar in bars}) if grouped else 0
    height_rows = row_height * len(bars) + 0.30 * headings
    with style.house_style():
        if ax is None:
            if title is None:
                title = question_title(likert, lang)
            note = figure_note(likert, lang, interval=interval, marked=bool(mark))
            axes = page(title, note, question, colours, height_rows, label_width, lang)
        else:
            axes = ax
        draw_bars(
            axes, bars, question, colours, row_height, grouped, interval, mark or {}, split, lang
        )
        axes.set_ylim(height_rows, 0)
        alt = alt_text(likert, mark=mark, lang=lang)
        certify(axes, likert, alt, whole=ax is None, lang=lang)
    if ax is None:
        ahead.keep(likert, settings, axes)
    return axes


def _check_mark(question: Question, mark: Mapping[str, str] | None) -> None:
    items = [item.key for item in question.items]
    for item, answer in (mark or {}).items():
        if item not in items or answer not in question.scale.keys:
            raise InputError(
                f'Markeringen "{item}: {answer}" passer ikke til {question.key}. Emner: '
                f"{', '.join(items)}. Svar: {', '.join(question.scale.keys)}."
            )


def _split(question: Question, center: float | None, neutral: str) -> tuple[float, bool]:
    """Answers left of the centre, and whether neutral ones stand aside."""
    sides = [answer.side for answer in question.scale.answers]
    if center is None:
        center = sides.count("top") + (0 if neutral == "aside" else sides.count("neutral") / 2)
    if not 0 <= center <= len(sides):
        raise InputError(f"center skal ligge mellem 0 og {len(sides)}, fandt {center}.")
    return center, neutral == "aside"
