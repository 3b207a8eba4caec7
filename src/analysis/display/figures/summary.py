"""One number per item, from `likert_summary`, as a figure: a bar with its interval."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.display.figures import palette
from analysis.display.figures.bar_drawing import whisker
from analysis.display.figures.bars import BROAD, NARROW
from analysis.display.figures.layout import (
    Layout,
    describe_figure,
    draw_zero,
    label_row,
    measuring_axis,
)
from analysis.display.figures.line_breaks import wrap
from analysis.display.figures.style import LABEL_SIZE, VALUE_SIZE, house_style
from analysis.display.text.captions import alt_item, sentences_of, source_note, stopped
from analysis.display.text.numbers import number
from analysis.display.text.sentences import box_words, check_measure, summary_name, summary_value
from analysis.display.text.subject import Subject, subject_of

_ROW, _TALL_ROW, _RIGHT = 0.34, 0.46, 1.2


def draw_summary(
    summary: pd.DataFrame,
    measure: str = "top_box",
    *,
    interval: bool = False,
    title: str | None = None,
    lang: str = "da",
) -> Axes:
    """Draw one measure of each item as a bar.

    Parameters
    ----------
    summary : DataFrame
        From `likert_summary`.
    measure : {"top_box", "top_two_box", "bottom_two_box", "net"}
    interval : bool
        A whisker from the measure's ``…_low`` to its ``…_high``.
    title : str, optional
        Above the figure; the measure and the question when left out, none when empty.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        One bar per item, in the questionnaire's order. Withheld numbers print ``[c]``.

    Raises
    ------
    InputError
        The measure does not exist, or the scale has too few answers for it.

    Examples
    --------
    >>> from analysis.measures.shares import likert_summary
    >>> from analysis.survey.published import read_published
    >>> axes = draw_summary(likert_summary(read_published(), "importance"), "top_two_box")
    >>> [patch.get_width() for patch in axes.patches][:1]
    [1.0]
    """
    subject = subject_of(summary, lang)
    check_measure(subject.question, measure)
    net, rows = measure == "net", summary.to_dict("records")
    left = BROAD if subject.question.statements else NARROW
    labels = [wrap(subject.numbered_item(own["item"]), LABEL_SIZE, left - 0.12) for own in rows]
    row = _ROW if max(map(len, labels)) < 3 else _TALL_ROW
    title = _title(subject, measure) if title is None else title
    note = _note(summary, subject, interval)
    with house_style():
        axes = Layout(title, note, row * len(rows), left, _RIGHT).draw()
        axes.set_xlim(-1 if net else 0, 1)
        axes.set_ylim(row * len(rows), 0)
        measuring_axis(axes, subject.text("summary.axis_net" if net else "summary.axis"))
        axes.xaxis.set_major_formatter(lambda value, _: number(100 * value, lang))
        for place, (own, label) in enumerate(zip(rows, labels, strict=True)):
            middle = row * (place + 0.5)
            label_row(axes, middle, label)
            axes.text(1.03, middle, summary_value(own, measure, lang), fontsize=VALUE_SIZE,
                      transform=axes.get_yaxis_transform(), va="center")  # fmt: skip
            if pd.notna(own[measure]):
                _draw_bar(axes, own[measure], middle, 0.56 * row)
                if interval:
                    ends = (own[f"{measure}_low"], own[f"{measure}_high"])
                    whisker(axes, ends, middle, edge="white")
        if net:
            draw_zero(axes)
        said = [
            alt_item(subject.item(own["item"]), summary_value(own, measure, lang), lang)
            for own in rows
        ]
        describe_figure(axes, summary, " ".join([stopped(title), *said]), lang=lang)
    return axes


def _draw_bar(axes: Axes, value: float, middle: float, thick: float) -> None:
    axes.add_patch(
        Rectangle((min(0.0, value), middle - thick / 2), abs(value), thick,
                  facecolor=palette.SEQUENTIAL[1], edgecolor="white", linewidth=0.8)
    )  # fmt: skip


def _title(subject: Subject, measure: str) -> str:
    words = {"measure": summary_name(measure, subject.lang), "title": subject.title}
    if measure == "net":
        return subject.text("summary.figure_title", **words)
    answers = box_words(subject.question, measure, subject.lang)
    return subject.text("summary.figure_title_box", answers=answers, **words)


def _note(summary: pd.DataFrame, subject: Subject, interval: bool) -> str:
    whiskers = ""
    if interval:
        words = {"level": subject.level, "population": subject.population}
        whiskers = subject.text("summary.whisker", **words)
    pages = [subject.question.page, subject.question.table_page]
    source = source_note(summary, pages, subject.lang)
    return sentences_of(subject.n, subject.how, subject.hidden, whiskers, source)
