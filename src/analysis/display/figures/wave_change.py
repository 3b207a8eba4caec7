"""The change from one wave to the next: an item per row, with a dot and its interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.display.figures import palette
from analysis.display.figures.layout import (
    Layout,
    describe_figure,
    draw_zero,
    label_row,
    measuring_axis,
)
from analysis.display.figures.line_breaks import wrap
from analysis.display.figures.style import LABEL_SIZE, NOTE_SIZE, house_style
from analysis.display.text.numbers import signed
from analysis.display.text.shares import share_words
from analysis.display.text.wave_change import (
    change_alt,
    change_note,
    change_subject,
    change_title,
    first_answers,
    moved,
)
from analysis.words import text

#: In inches: the names of items, the columns of numbers, a row, and their head.
_LEFT, _RIGHT, _ROW, _HEAD = 2.35, 1.75, 0.36, 0.26
_PLACES = {"before": 0.12, "after": 0.98}


def draw_change(changes: pd.DataFrame, *, title: str | None = None, lang: str = "da") -> Axes:
    """Draw how the share of the first answer has changed on each item of a question.

    Parameters
    ----------
    changes : DataFrame
        The rows of one question from `wave_changes`.
    title : str, optional
        Above the figure; the finding when left out.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        Per item a dot for the change in percentage points on its interval, filled where it is
        sure; beside it the shares before and now.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> from analysis.measures.wave_changes import wave_changes
    >>> from analysis.survey.published import read_published
    >>> changes = wave_changes(read_published(), synthesize(seed=1))
    >>> axes = draw_change(changes[changes["question"] == "importance"])
    >>> low, high = axes.get_xlim()
    >>> low == -high
    True
    """
    subject, rows = change_subject(changes, lang), first_answers(changes)
    title = change_title(changes, lang) if title is None else title
    height = _HEAD + _ROW * len(rows)
    answer = subject.answer(subject.question.scale.keys[0])
    with house_style():
        about = text("wave_change.subtitle", lang, answer=answer)
        note = change_note(changes, lang)
        axes = Layout(title, note, height, _LEFT, _RIGHT, below=0.46, subtitle=about).draw()
        ends = rows[["change", "low", "high"]].abs().to_numpy()
        reach = 0.1 if np.isnan(ends).all() else max(0.1, np.ceil(10 * np.nanmax(ends)) / 10)
        axes.set_xlim(-reach, reach)
        axes.set_ylim(height, 0)
        measuring_axis(axes, text("wave_change.axis", lang))
        axes.xaxis.set_major_formatter(lambda value, _: signed(100 * value, lang))
        draw_zero(axes, [(_HEAD, height)])
        _write_head(axes, lang)
        for place, row in enumerate(rows.to_dict("records")):
            y = _HEAD + _ROW * (place + 0.5)
            lines = wrap(subject.short_item(row["item"]), LABEL_SIZE, _LEFT - 0.15)[:2]
            label_row(axes, y, lines, x=-0.1 / _inches(axes))
            _draw_row(axes, row, y, subject.origin.weighted, lang)
        describe_figure(axes, changes, change_alt(changes, title, lang), lang=lang)
    return axes


def _inches(axes: Axes) -> float:
    return float(axes.bbox.width / axes.figure.dpi)


def _write_head(axes: Axes, lang: str) -> None:
    """What the two columns of numbers are."""
    outside = axes.get_yaxis_transform()
    for name, place in _PLACES.items():
        axes.text(1 + place / _inches(axes), 0.14, text(f"wave_change.{name}", lang),
                  transform=outside, fontsize=NOTE_SIZE, weight="semibold", color=palette.MUTED,
                  va="baseline")  # fmt: skip


def _draw_row(axes: Axes, row: Mapping[Any, Any], y: float, weighted: bool, lang: str) -> None:
    """A change on its interval, and the shares before and now."""
    outside = axes.get_yaxis_transform()
    if not pd.isna(row["low"]):
        axes.add_artist(Line2D((row["low"], row["high"]), (y, y), color=palette.ACCENT,
                               linewidth=1.6, zorder=4))  # fmt: skip
    if not pd.isna(row["change"]):
        fill = palette.ACCENT if moved(row) else "white"
        axes.add_artist(Line2D([row["change"]], [y], linestyle="none", marker="o", markersize=5.6,
                               markeredgecolor=palette.ACCENT, markerfacecolor=fill,
                               zorder=5))  # fmt: skip
    for side, place in zip(("_a", "_b"), _PLACES.values(), strict=True):
        share = share_words(row, lang, weighted=weighted, side=side)
        axes.text(1 + place / _inches(axes), y, share, transform=outside, fontsize=NOTE_SIZE,
                  va="center_baseline")  # fmt: skip
