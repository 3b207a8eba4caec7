"""An Axes with a title above it and a note below it: the page of a figure."""

from __future__ import annotations

from matplotlib.axes import Axes

from analysis.display import style
from analysis.display.bars import NOTE_SIZE, TITLE_SIZE


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
    heading = style.wrap(title, TITLE_SIZE, style.WIDTH, "semibold") if title else []
    lines = style.wrap(note, NOTE_SIZE, style.WIDTH) if note else []
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
