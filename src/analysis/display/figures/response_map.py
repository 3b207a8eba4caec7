"""Who has answered, on the tile map of the 98 kommuner."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.display.figures import palette
from analysis.display.figures.layout import Layout, describe_figure
from analysis.display.figures.style import NOTE_SIZE, house_style
from analysis.display.text.captions import sentences_of
from analysis.display.text.response import reminder_lines, response_title
from analysis.measures.response import STATES
from analysis.survey.kommuner import read_tiles
from analysis.survey.survey import provenance
from analysis.words import text

#: Height and width of a square, where a step is 1; and height of a row in inches.
_SIDE, _ROW = 0.94, 0.28


def draw_response(status: pd.DataFrame, *, lang: str = "da") -> Axes:
    """Draw a square for each kommune, filled where it has answered.

    Parameters
    ----------
    status : DataFrame
        From `response_status`.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        98 squares; one with answers in part has a stroke through its corner as well as a colour.

    Examples
    --------
    >>> from analysis.measures.response import response_status
    >>> from analysis.measures.synthetic import synthesize
    >>> len(draw_response(response_status(synthesize(seed=1))).patches)
    98
    """
    title = response_title(status, lang)
    source = text("response.source", lang, source=provenance(status).source_in(lang))
    note = sentences_of(text("response.note_rate", lang), source)
    legend = tuple(
        (fill, text(f"response.{state}", lang))
        for state, fill in zip(STATES, _fills(), strict=True)
    )
    with house_style():
        fills = dict(zip(STATES, _fills(), strict=True))
        states = dict(zip(status["code"], status["state"], strict=True))
        drawn = {code: fills[state] for code, state in states.items()}
        partly = [code for code, state in states.items() if state == "partial"]
        axes = draw_squares(title, note, legend, drawn, partly)
        alt = text(
            "response.map_alt", lang, title=title, names=" ".join(reminder_lines(status, lang))
        )
        describe_figure(axes, status, alt, lang=lang)
    return axes


def _fills() -> tuple[str, str, str]:
    return palette.SEQUENTIAL[0], palette.SEQUENTIAL[2], "#ffffff"


def draw_squares(
    title: str,
    note: str,
    legend: tuple[tuple[str, str], ...],
    fills: Mapping[str, str],
    marked: Collection[str] = (),
) -> Axes:
    """Draw the 98 kommuner as squares, each with its fill; a marked one has a stroke as well."""
    tiles = read_tiles()
    columns, rows = (max(getattr(t, name) for t in tiles.values()) for name in ("column", "row"))
    layout = Layout(title, note, rows * _ROW, left=0, right=0, below=0.1, legend=legend)
    axes = layout.draw()
    axes.set_axis_off()
    wide = layout.width / _ROW
    start = (wide - columns) / 2
    axes.set(xlim=(-start, wide - start), ylim=(rows, 0))
    for code, fill in fills.items():
        tile = tiles[code]
        _draw_square(axes, tile.column - 1, tile.row - 1, tile.label, fill)
        if code in marked:
            across = [tile.column - 0.34, tile.column - 1 + _SIDE]
            axes.plot(across, [tile.row - 1, tile.row - 0.74], color=palette.INK, linewidth=0.8)
    return axes


def _draw_square(axes: Axes, x: float, y: float, label: str, fill: str) -> None:
    square = Rectangle((x, y), _SIDE, _SIDE, facecolor=fill, edgecolor=palette.MUTED, linewidth=0.6)
    axes.add_patch(square)
    axes.text(
        x + _SIDE / 2, y + _SIDE / 2, label, fontsize=NOTE_SIZE, ha="center", va="center",
        color=palette.ink_on(fill),
    )  # fmt: skip
