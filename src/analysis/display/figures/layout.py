"""An Axes with a title above it and a note below it: the page of a figure."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures import style
from analysis.display.figures.bars import NOTE_SIZE, TITLE_SIZE, VALUE_SIZE
from analysis.display.text.captions import basis_of
from analysis.measures.disclosure import is_unprotected
from analysis.words import text


def framed_axes(
    title: str, note: str, height: float, *, left: float, right: float, below: float = 0.46
) -> Axes:
    """Make a house figure with an Axes of ``height`` inches between its title and its note.

    Parameters
    ----------
    title, note : str
        Either may be empty; both are broken into lines.
    height : float
        Of the Axes, in inches.
    left, right, below : float
        Room beside it, and below it for the axis, in inches.
    """
    heading = style.wrap_evenly(title, TITLE_SIZE, style.WIDTH, "semibold") if title else []
    lines = style.wrap_note(note, NOTE_SIZE, style.WIDTH) if note else []
    bottom = below + 0.145 * len(lines)
    total = 0.20 * len(heading) + 0.10 + height + bottom
    figure = style.new_figure(total)
    for i, line in enumerate(heading):
        figure.text(0, 1 - (0.14 + 0.20 * i) / total, line, fontsize=TITLE_SIZE, weight="semibold",
                    color=style.NAVY, va="baseline")  # fmt: skip
    for i, line in enumerate(lines):
        figure.text(0, (0.145 * (len(lines) - i) - 0.09) / total, line, fontsize=NOTE_SIZE,
                    color=style.MUTED, va="baseline")  # fmt: skip
    width = style.WIDTH
    return figure.add_axes(
        (left / width, bottom / total, (width - left - right) / width, height / total)
    )


def measuring_axis(axes: Axes, label: str) -> None:
    """Leave the axes one quiet scale along its bottom, with this label."""
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(style.RULE)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=VALUE_SIZE, colors=style.MUTED, length=0)
    axes.grid(axis="x", color=style.PANEL, linewidth=1)
    axes.set_axisbelow(True)
    axes.set_xlabel(label, fontsize=VALUE_SIZE, color=style.MUTED)


def certify(axes: Axes, frame: pd.DataFrame, alt: str, *, whole: bool = True, lang: str) -> None:
    """Give a drawn figure its alternative text and basis; stamp made-up answers.

    Parameters
    ----------
    axes : Axes
    frame : DataFrame
        What was drawn.
    alt : str
    whole : bool
        Whether the figure is ours alone; the stamp stays within an Axes of the caller's.
    lang : {"da", "en"}
    """
    figure, basis = axes.figure, basis_of(frame)
    if isinstance(figure, style.HouseFigure):
        figure.alt, figure.basis, figure.lang = alt, basis, lang
        figure.unprotected = is_unprotected(frame)
    if "synthetic" in basis:
        style.stamp(figure if whole else axes, text("basis.stamp", lang))
