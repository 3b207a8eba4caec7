"""The layout of a figure: title, legend and note around the Axes, and what every Axes shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.display.figures import palette
from analysis.display.figures.line_breaks import text_width, wrap_evenly, wrap_note
from analysis.display.figures.style import (
    LABEL_SIZE,
    NOTE_SIZE,
    TITLE_SIZE,
    VALUE_SIZE,
    WIDTH,
    HouseFigure,
    new_figure,
    stamp,
)
from analysis.display.figures.theme import theme, themed
from analysis.display.text.captions import stamped
from analysis.display.text.subject import basis_of
from analysis.measures.disclosure import is_unprotected
from analysis.words import text

#: Height of a line of the title, the subtitle, the legend and the note, in inches.
_TITLE_LINE, _SUBTITLE_LINE, _LEGEND_LINE, _NOTE_LINE = 0.20, 0.16, 0.22, 0.145


@dataclass(frozen=True)
class Layout:
    """What stands around an Axes, and the space it takes in inches.

    Attributes
    ----------
    title, note : str
        Either may be empty; both are broken into lines.
    height : float
        Of the Axes.
    left, right, below : float
        Space beside the Axes, and below it for the axis.
    legend : tuple of (str, str)
        The colour and the words of each answer, above the Axes; often none.
    subtitle : str
        What is drawn, in smaller letters under the title; often none.
    title_size : float
        Size of the title's letters, in points.
    width : float
        Of the whole figure.
    """

    title: str
    note: str
    height: float
    left: float
    right: float
    below: float = 0.46
    legend: tuple[tuple[str, str], ...] = ()
    subtitle: str = ""
    title_size: float = TITLE_SIZE
    width: float = WIDTH

    def draw(self) -> Axes:
        """Make a figure with this layout, and return its empty Axes."""
        size, title_line = self.title_size, _TITLE_LINE * self.title_size / TITLE_SIZE
        title = wrap_evenly(self.title, size, self.width, "semibold") if self.title else []
        words = " ".join(filter(None, (self.note, theme().signature)))
        note = wrap_note(words, NOTE_SIZE, self.width) if words else []
        about = wrap_note(self.subtitle, VALUE_SIZE, self.width) if self.subtitle else []
        keys = self._legend_rows()
        top = title_line * len(title) + _SUBTITLE_LINE * len(about)
        top += 0.08 if keys and top else 0
        above = _LEGEND_LINE * len(keys) + 0.05 if keys else 0.10
        bottom = self.below + _NOTE_LINE * len(note) + (0.03 if keys else 0)
        height = top + above + self.height + bottom
        figure = new_figure(height, self.width)
        for i, line in enumerate(title):
            figure.text(0, 1 - title_line * (0.7 + i) / height, line, fontsize=size,
                        weight="semibold", color=palette.NAVY, va="baseline")  # fmt: skip
        for i, line in enumerate(about):
            y = 1 - (title_line * len(title) + 0.12 + _SUBTITLE_LINE * i) / height
            figure.text(0, y, line, fontsize=VALUE_SIZE, color=palette.MUTED, va="baseline")
        for i, row in enumerate(keys):
            y = 1 - (top + 0.16 + _LEGEND_LINE * i) / height
            for x, (colour, label) in row:
                figure.patches.append(
                    Rectangle((x / self.width, y - 0.01 / height), 0.11 / self.width, 0.11 / height,
                              transform=figure.transFigure, facecolor=colour,
                              edgecolor=palette.MUTED, linewidth=0.4)
                )  # fmt: skip
                figure.text((x + 0.16) / self.width, y, label, fontsize=VALUE_SIZE, va="baseline")
        for i, line in enumerate(note):
            y = _NOTE_LINE * (len(note) - i) - (0.08 if keys else 0.09)
            figure.text(0, y / height, line, fontsize=NOTE_SIZE, color=palette.MUTED, va="baseline")
        wide = 1 - self.left / self.width - self.right / self.width
        return figure.add_axes(
            (self.left / self.width, bottom / height, wide, self.height / height)
        )

    def _legend_rows(self) -> list[list[tuple[float, tuple[str, str]]]]:
        """The legend in rows, each key with its place; left of the Axes where it is too long."""
        if not self.legend:
            return []
        needs = [0.16 + text_width(label, VALUE_SIZE) for _, label in self.legend]
        in_one_row = sum(needs) + 0.22 * (len(needs) - 1)
        start = max(0.0, min(self.left, self.width - self.right - in_one_row))
        rows: list[list[tuple[float, tuple[str, str]]]] = [[]]
        x = 0.0
        for key, need in zip(self.legend, needs, strict=True):
            if rows[-1] and start + x + need > self.width:
                rows.append([])
                x = 0.0
            rows[-1].append((start + x, key))
            x += need + 0.22
        return rows


@contextmanager
def signed_figures(lang: str) -> Iterator[None]:
    """Name the theme's sender after the source of what is drawn inside: figures that stand alone.

    On the pages of a report the sender stands at the foot, and is not said again under each figure.
    """
    sender = theme().sender.rstrip(".")
    signature = text("captions.signature", lang, sender=sender) if sender else ""
    with themed(replace(theme(), signature=signature)):
        yield


def measuring_axis(axes: Axes, label: str) -> None:
    """Leave the axes one quiet scale along its bottom, with this label."""
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(palette.RULE)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=VALUE_SIZE, colors=palette.MUTED, length=0)
    axes.grid(axis="x", color=palette.PANEL, linewidth=1)
    axes.set_axisbelow(True)
    axes.set_xlabel(label, fontsize=VALUE_SIZE, color=palette.MUTED)


def measuring_axes(axes: Axes, x: str, y: str) -> None:
    """Name both axes of a curve, and draw lines across from the values of its y-axis."""
    for side in ("right", "top"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(palette.RULE)
    axes.grid(axis="y", color=palette.PANEL, linewidth=1)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=VALUE_SIZE, colors=palette.MUTED, length=0)
    for axis, label in ((axes.xaxis, x), (axes.yaxis, y)):
        axis.set_label_text(label, fontsize=VALUE_SIZE, color=palette.MUTED)


def label_row(axes: Axes, y: float, lines: list[str], *, x: float = -0.02) -> None:
    """Write the name of a row left of the axes; ``x`` is a part of the axes' width."""
    axes.text(x, y, "\n".join(lines), transform=axes.get_yaxis_transform(), fontsize=LABEL_SIZE,
              ha="right", va="center", linespacing=1.05)  # fmt: skip


def draw_zero(axes: Axes, rows: Sequence[tuple[float, float]] = ()) -> None:
    """A line at zero, where bars lie on both sides of it; beside these rows alone, if any."""
    if not rows:
        axes.axvline(0, color=palette.INK, linewidth=0.8, zorder=3)
    for top, bottom in rows:
        axes.plot([0, 0], [top, bottom], color=palette.INK, linewidth=0.8, zorder=3)


def describe_figure(
    axes: Axes, frame: pd.DataFrame, alt: str, *, whole: bool = True, lang: str
) -> None:
    """Give a drawn figure its alternative text and basis; stamp made-up answers in both.

    Unless the ``whole`` figure is ours, the stamp stays within an Axes of the caller's.
    """
    figure, basis = axes.figure, basis_of(frame)
    if isinstance(figure, HouseFigure):
        figure.alt, figure.basis, figure.lang = stamped(alt, basis, lang), basis, lang
        figure.unprotected = is_unprotected(frame)
    if "synthetic" in basis:
        stamp(figure if whole else axes, text("basis.stamp", lang))
