"""The workforce gap per profile, as a difference on its own zero line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from analysis.display.figures import palette
from analysis.display.figures.layout import (
    Layout,
    describe_figure,
    draw_zero,
    measuring_axis,
)
from analysis.display.figures.line_breaks import text_width
from analysis.display.figures.style import LABEL_SIZE, NOTE_SIZE, VALUE_SIZE, house_style
from analysis.display.text.captions import sentences_of
from analysis.display.text.gap_findings import gap_title
from analysis.display.text.numbers import signed
from analysis.display.text.subject import Subject
from analysis.display.text.workforce import (
    by_finding,
    estimate_of,
    gap_alt_text,
    gap_how,
    gap_most,
    gap_rows,
    gap_source,
    gap_subject,
    gap_subtitle,
    gap_texts,
    gap_unit,
    top_words,
)
from analysis.words import text

_ROW, _HEAD, _LEFT, _RIGHT = 0.49, 0.26, 1.65, 1.4
#: Half the height of a band, and the space between the axes and the numbers on its right.
_HALF, _BESIDE = 0.1, 1.03
#: What is written at the dot and at the band of each kind of estimate, by key.
_MARKS = {
    "all": ("mark_all", "limits_all"),
    "kommune": ("mark_kommune", "limits_kommune"),
    "file_all": ("mark_file", "limits_all"),
    "file_kommune": ("mark_file", "limits_kommune"),
}


def draw_gap(
    gap: pd.DataFrame, *, title: str | None = None, lang: str = "da", ax: Axes | None = None
) -> Axes:
    """Draw the difference between ideally and today per profile, on its own zero line.

    Parameters
    ----------
    gap : DataFrame
        From `workforce_gap` without ``by``: one row per profile × measure × unit.
    title : str, optional
        Above the figure; the finding when left out, none when empty.
    lang : {"da", "en"}
    ax : Axes, optional
        Draw here, without title and note.

    Returns
    -------
    Axes
        In people, or in percentage points where the staff are few. A dot is the estimate and a
        band its limits; a bar from zero a difference that is known; diamonds the ends of a
        kommune's own answers. Own answers come first, then the largest difference. Where no
        answers fit the restriction, the profile has no marks.

    Raises
    ------
    InputError
        The frame has groups, or no numbers in people.

    Examples
    --------
    >>> from analysis.measures.workforce import workforce_gap
    >>> from analysis.survey.published import read_published
    >>> [round(end) for end in draw_gap(workforce_gap(read_published())).get_xlim()]
    [-873, 1349]
    """
    subject, estimate = gap_subject(gap, lang), estimate_of(gap)
    rows = by_finding(gap_rows(gap))
    height = _ROW * len(rows) + _HEAD
    words = gap_title(gap, lang) if title is None else title
    with house_style():
        axes = ax
        if axes is None:
            how = subject.how if estimate in ("exact", "mean") else ""
            parts = (gap_how(gap, lang), top_words(gap, lang), how, gap_source(gap, lang))
            note = sentences_of(*parts)
            about = gap_subtitle(gap, lang)
            axes = Layout(words, note, height, _LEFT, _RIGHT, subtitle=about).draw()
        _draw_scale(axes, rows, height, gap, lang)
        _draw_rows(axes, rows, estimate, subject)
        alt = gap_alt_text(gap, title=words, lang=lang)
        describe_figure(axes, gap, alt, whole=ax is None, lang=lang)
    return axes


def _draw_scale(
    axes: Axes, rows: pd.DataFrame, height: float, gap: pd.DataFrame, lang: str
) -> None:
    """A scale of differences that can exist: none larger than all of the staff."""
    drawn = rows[["gap", "gap_low", "gap_high"]]
    low, high = min(0.0, float(drawn.min().min())), max(0.0, float(drawn.max().max()))
    pad, most = 0.03 * (high - low) or 1.0, gap_most(gap)
    axes.set_xlim(max(low - pad, -most), min(high + pad, most))
    axes.set_ylim(height, 0)
    measuring_axis(axes, "")
    axes.xaxis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(lambda value, _: signed(value, lang))
    draw_zero(axes)
    for key, end, way, side in (("fewer", low, -1, "right"), ("more", high, 1, "left")):
        if end:
            axes.annotate(text(f"gap.{key}", lang), (0, 0), xycoords=("data", "axes fraction"),
                          xytext=(6 * way, -16), textcoords="offset points", ha=side, va="top",
                          fontsize=VALUE_SIZE, color=palette.MUTED)  # fmt: skip
    axes.text(_BESIDE, 0.02, gap_unit(gap, lang), transform=axes.get_yaxis_transform(),
              fontsize=NOTE_SIZE, color=palette.MUTED, va="top")  # fmt: skip


def _draw_rows(axes: Axes, rows: pd.DataFrame, estimate: str, subject: Subject) -> None:
    written = gap_texts(rows, subject.lang)
    marks_named = False
    for place, (item, row) in enumerate(rows.to_dict("index").items()):
        y, texts = _HEAD + _ROW * (place + 0.5), written[item]
        asked, below = "", texts.limits
        if row["own"]:
            _draw_own(axes, row, y)
            answers = (subject.answer(row[f"own_{key}"]) for key in ("now", "ideal"))
            asked, below = " → ".join(answers), subject.text("gap.your_answer")
        elif not pd.isna(row["gap"]):
            _draw_estimate(axes, row, y)
            if estimate in _MARKS and not marks_named:
                marks_named = True
                _name_marks(axes, row, y, estimate, subject)
        _write_row(axes, y, subject.item(item), asked, ha="right")
        _write_row(axes, y, texts.gap, below, ha="left")


def _draw_estimate(axes: Axes, row: Mapping[Any, Any], y: float) -> None:
    """A dot within its limits; where the difference is known, a bar from zero."""
    low, high = row["gap_low"], row["gap_high"]
    if low < high:
        axes.add_patch(
            Rectangle((low, y - _HALF), high - low, 2 * _HALF, color=palette.GAP_BAND, linewidth=0)
        )
    else:
        axes.plot((0, row["gap"]), (y, y), color=palette.NAVY, linewidth=2.6, solid_capstyle="butt")
    axes.plot([row["gap"]], [y], "o", markersize=7, color=palette.NAVY, zorder=4, clip_on=False)


def _draw_own(axes: Axes, row: Mapping[Any, Any], y: float) -> None:
    """A band between two diamonds, the ends of what the two answers hold."""
    ends = row["gap_low"], row["gap_high"]
    axes.plot(ends, (y, y), color=palette.ACCENT, linewidth=4, zorder=4, solid_capstyle="butt")
    axes.plot(ends, (y, y), "D", markersize=6.5, markerfacecolor="white",
              markeredgecolor=palette.ACCENT, markeredgewidth=2, zorder=5,
              clip_on=False)  # fmt: skip


def _write_row(axes: Axes, y: float, words: str, below: str, *, ha: str) -> None:
    """Write beside the axes: names on the left, numbers on the right, small words below them."""
    x, weight = (-0.02, "normal") if ha == "right" else (_BESIDE, "semibold")
    place: Any = {"transform": axes.get_yaxis_transform(), "ha": ha}
    axes.text(x, y - 0.01 if below else y, words, fontsize=LABEL_SIZE, weight=weight,
              va="bottom" if below else "center", **place)  # fmt: skip
    if below:
        axes.text(x, y + 0.02, below, fontsize=NOTE_SIZE, color=palette.MUTED, va="top", **place)


def _name_marks(
    axes: Axes, row: Mapping[Any, Any], y: float, estimate: str, subject: Subject
) -> None:
    """Say at the first estimate what its dot is, above it, and what its band is, below it."""
    low, high = axes.get_xlim()
    inch = (high - low) / (axes.get_window_extent().width / axes.figure.dpi)
    dot, band = _MARKS[estimate]
    for key, y_text, va, start in (
        (dot, y - _HALF - 0.02, "bottom", row["gap"]),
        (band, y + _HALF + 0.02, "top", row["gap_low"]),
    ):
        words = subject.text(f"gap.{key}")
        room = high - text_width(words, NOTE_SIZE) * inch
        axes.text(max(low, min(start, room)), y_text, words, fontsize=NOTE_SIZE, va=va,
                  color=palette.INK, zorder=6,
                  bbox={"facecolor": "white", "linewidth": 0, "pad": 0.6})  # fmt: skip
