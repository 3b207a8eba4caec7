"""The reforms on a line of years, with what each demands of the staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from matplotlib.axes import Axes

from analysis.catalogue.catalogue import Catalogue
from analysis.catalogue.periods import first_day
from analysis.display.figures import palette
from analysis.display.figures.layout import Layout
from analysis.display.figures.line_breaks import wrap
from analysis.display.figures.style import (
    LABEL_SIZE,
    NOTE_SIZE,
    VALUE_SIZE,
    WIDTH,
    HouseFigure,
    house_style,
)
from analysis.display.text.captions import sentences_of, stopped
from analysis.display.text.catalogue import (
    catalogue_source,
    reform_demand,
    reform_when,
    reforms_title,
    row_date,
)
from analysis.words import text

#: A reform's row, what stands above the axis, and the space right of it, in inches.
_ROW, _BELOW, _RIGHT, _LEFT = 0.50, 0.30, 3.9, 0.15
_DAYS = 365.25


def draw_reforms(catalogue: Catalogue, *, title: str | None = None, lang: str = "da") -> Axes:
    """Draw when each reform came, and write what it demands of the staff beside it.

    Parameters
    ----------
    catalogue : Catalogue
        From `read_catalogue`.
    title : str, optional
        Above the figure; how many reforms in which years when left out, none when empty.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        One row per reform, the first above: a dot at the day it came into force, a ring at the
        day it was decided where the report says no more.

    Examples
    --------
    >>> from analysis.catalogue.catalogue import read_catalogue
    >>> axes = draw_reforms(read_catalogue())
    >>> [round(float(line.get_xdata()[0])) for line in axes.lines if line.get_label() == "refusion"]
    [2016]
    """
    reforms = catalogue.reforms.to_dict("records")
    heading = reforms_title(catalogue, lang) if title is None else title
    source = catalogue_source(catalogue.pages("reforms"), lang)
    note = sentences_of(text("catalogue.reforms_note", lang), source)
    height = _ROW * len(reforms)
    with house_style():
        axes = Layout(heading, note, height, _LEFT, _RIGHT, _BELOW).draw()
        years = [_year(row) for row in reforms]
        axes.set_xlim(int(min(years)) - 0.5, int(max(years)) + 1.5)
        axes.set_ylim(height, 0)
        for side in ("left", "right", "top", "bottom"):
            axes.spines[side].set_visible(False)
        axes.set_yticks([])
        axes.set_xticks(range(int(min(years)), int(max(years)) + 2, 4))
        axes.tick_params(axis="x", labelsize=VALUE_SIZE, colors=palette.MUTED, length=0)
        axes.grid(axis="x", color=palette.PANEL, linewidth=1)
        axes.set_axisbelow(True)
        for place, (row, year) in enumerate(zip(reforms, years, strict=True)):
            _draw_reform(axes, row, year, _ROW * (place + 0.5), lang)
    figure = cast(HouseFigure, axes.figure)
    figure.basis, figure.lang = ("published",), lang
    said = [f"{row[f'name_{lang}']}, {_when_and_what(row, lang)}" for row in reforms]
    figure.alt = " ".join(map(stopped, filter(None, [heading, *said])))
    return axes


def _year(row: Mapping[Any, Any]) -> float:
    day = first_day(row_date(row))
    assert day is not None  # the data package's schema holds it
    return day.year + (day.timetuple().tm_yday - 1) / _DAYS


def _draw_reform(axes: Axes, row: Mapping[Any, Any], year: float, y: float, lang: str) -> None:
    low, high = axes.get_xlim()
    axes.plot([low, high], [y, y], color=palette.PANEL, linewidth=1, zorder=1)
    face = palette.NAVY if row["in_force"] else "white"
    axes.plot([year], [y], "o", markersize=8, markerfacecolor=face, markeredgecolor=palette.NAVY,
              markeredgewidth=1.6, zorder=4, label=row["reform"])  # fmt: skip
    beside = high + 0.2 * (high - low) / (WIDTH - _LEFT - _RIGHT)
    axes.text(beside, y - 0.01, row[f"name_{lang}"], fontsize=LABEL_SIZE, weight="semibold",
              color=palette.INK, va="bottom")  # fmt: skip
    lines = wrap(_when_and_what(row, lang), NOTE_SIZE, _RIGHT - 0.25)
    axes.text(beside, y + 0.01, "\n".join(lines), fontsize=NOTE_SIZE, color=palette.MUTED,
              va="top", linespacing=1.0)  # fmt: skip


def _when_and_what(row: Mapping[Any, Any], lang: str) -> str:
    return f"{reform_when(row, lang)}: {reform_demand(row, lang)}"
