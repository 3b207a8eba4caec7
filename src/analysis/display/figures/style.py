"""The house figure, and with it the colours and fonts that every picture and page shares."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure, FigureBase
from matplotlib.font_manager import fontManager, get_font

from analysis.display.figures import cache as ahead
from analysis.display.figures.fonts import FONT as FONT
from analysis.display.figures.fonts import WEIGHTS as WEIGHTS
from analysis.display.figures.fonts import font_faces
from analysis.display.figures.fonts import font_file as font_file
from analysis.display.figures.palette import ACCENT as ACCENT
from analysis.display.figures.palette import INK as INK
from analysis.display.figures.palette import LOWER as LOWER
from analysis.display.figures.palette import MUTED as MUTED
from analysis.display.figures.palette import NAVY as NAVY
from analysis.display.figures.palette import NEUTRAL as NEUTRAL
from analysis.display.figures.palette import PANEL as PANEL
from analysis.display.figures.palette import RULE as RULE
from analysis.display.figures.palette import SEQUENTIAL as SEQUENTIAL

#: Width of a figure in inches: the text width of the A4 page.
WIDTH = 6.7

_RC: Any = {
    "font.family": FONT,
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "fagligheder",
    "pdf.fonttype": 42,
    "axes.unicode_minus": True,
    "savefig.facecolor": "white",
    "figure.facecolor": "white",
}


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    for weight in WEIGHTS:
        fontManager.addfont(font_file(weight))


@contextmanager
def house_style() -> Iterator[None]:
    """Draw and save in the house style; the reader's own settings come back afterwards."""
    _register_fonts()
    own: Any = {key: mpl.rcParams[key] for key in _RC}
    mpl.rcParams.update(_RC)  # not rc_context: it would undo the notebook's interactive mode,
    try:  # which the first figure turns on, and every later figure would vanish
        yield
    finally:
        mpl.rcParams.update(own)


class HouseFigure(Figure):
    """A figure that knows its alternative text and its basis, and saves in the house style.

    Attributes
    ----------
    alt : str
        What the figure shows, in words, with its numbers.
    basis : tuple of str
        Basis words of the numbers in it.
    lang : str
        Language of its words.
    unprotected : bool
        Whether small cells of supplied answers still show: reports refuse such a figure.
    """

    alt: str = ""
    basis: tuple[str, ...] = ()
    lang: str = "da"
    unprotected: bool = False

    def savefig(self, fname: Any, **settings: Any) -> None:
        """Save as `matplotlib.figure.Figure.savefig` does; the same figure gives the same bytes."""
        path = "" if hasattr(fname, "write") else os.fspath(fname)
        kind = settings.get("format") or Path(path).suffix.lstrip(".")
        kind = kind or mpl.rcParams["savefig.format"]
        if kind == "svg":
            content = self.svg().encode()
            if hasattr(fname, "write"):
                fname.write(content)
            else:
                Path(fname).write_bytes(content)
            return
        undated = {"CreationDate": None} if kind == "pdf" else {}
        settings["metadata"] = {"Title": self.alt, **undated, **(settings.get("metadata") or {})}
        if kind == "png":
            settings.setdefault("dpi", 300)
        with house_style():
            super().savefig(fname, **settings)

    def svg(self) -> str:
        """The figure as SVG text: searchable, with its fonts and its alternative text inside."""
        ready = ahead.kept_svg(self)
        if ready is not None:
            return ready
        target = io.StringIO()
        with house_style():
            super().savefig(target, format="svg", metadata={"Date": None})
        head, body = target.getvalue().split("<svg ", 1)
        attributes, content = body.split(">", 1)
        title = self.alt.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        del head
        return (
            f'<svg role="img" xml:lang="{self.lang}" {attributes}>\n <title>{title}</title>\n'
            f" <style>{font_faces('normal', 'semibold')}</style>{content}"
        )

    def _ipython_display_(self) -> None:
        from IPython.display import publish_display_data

        metadata: dict[str, Any] = {"alt": self.alt, "basis": list(self.basis)}
        if self.unprotected:
            metadata["unprotected"] = True
        publish_display_data(
            {"image/svg+xml": self.svg(), "text/plain": f"<Figur: {self.alt}>"},
            {"image/svg+xml": metadata},
        )


def new_figure(height: float, *, width: float = WIDTH) -> HouseFigure:
    """An empty house figure of this size in inches; it has a layout of its own."""
    with house_style():
        figure = plt.figure(FigureClass=HouseFigure, figsize=(width, height))
    assert isinstance(figure, HouseFigure)
    return figure


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Width of a line of text in inches."""
    font = get_font(font_file(weight))
    font.set_size(size, 7200)  # so fine that hinting does not widen the letters
    font.set_text(text, 0.0)
    return float(font.get_width_height()[0]) / 64 / 7200


def wrap(text: str, size: float, width: float, weight: str = "normal") -> list[str]:
    """Break a text into lines no wider than ``width`` inches, at its spaces.

    A little room is kept, for drawn on a screen the letters come out wider than on paper.
    """
    room = 0.96 * width
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def wrap_evenly(text: str, size: float, width: float, weight: str = "normal") -> list[str]:
    """Break a text into as few lines as `wrap` does, none much shorter than the others."""
    lines = wrap(text, size, width, weight)
    narrower = width
    while narrower > 1 and len(evener := wrap(text, size, narrower, weight)) == len(lines) > 1:
        lines, narrower = evener, narrower - 0.1
    return lines


def wrap_note(text: str, size: float, width: float) -> list[str]:
    """Break a text as `wrap` does, but leave no word or two alone on the last line."""
    lines = wrap(text, size, width)
    alone = len(lines) > 1 and text_width(lines[-1], size) < 0.15 * width
    return wrap_evenly(text, size, width) if alone else lines


def ink_on(colour: str) -> str:
    """White or ink, whichever has more contrast on this colour (WCAG)."""
    light = luminance(colour) + 0.05
    return "white" if 1.05 / light > light / (luminance(INK) + 0.05) else INK


def luminance(colour: str) -> float:
    """Relative luminance of a colour, 0–1 (WCAG)."""
    channels = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in mpl.colors.to_rgb(colour)
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def answer_colours(sides: Sequence[str], *, diverging: bool) -> list[str]:
    """One colour per answer, most first."""
    if not diverging:
        return _steps(SEQUENTIAL, len(sides))
    upper, lower = sides.count("top"), sides.count("bottom")
    blues = iter(_steps(SEQUENTIAL[:4], upper, whole=False))
    browns = iter(reversed(_steps(LOWER, lower, whole=False)))
    colours = {"top": blues, "bottom": browns}
    return [next(colours[side]) if side in colours else NEUTRAL for side in sides]


def _steps(colours: Sequence[str], number: int, *, whole: bool = True) -> list[str]:
    """``number`` colours from a list: its own where they suffice, else a ramp through it.

    ``whole`` spreads them over the whole list; otherwise the first ones are taken.
    """
    if number > len(colours):
        ramp = mpl.colors.LinearSegmentedColormap.from_list("steps", list(colours))
        return [mpl.colors.to_hex(ramp(i / (number - 1))) for i in range(number)]
    if not whole or number < 2:
        return list(colours[:number])
    chosen = {2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 2, 4), 5: (0, 1, 2, 3, 4)}
    return [colours[i] for i in chosen[number]]


def stamp(target: FigureBase | Axes, words: str) -> None:
    """Write words diagonally across a figure, so that nobody takes it for real answers."""
    place: Any = {"transform": target.transAxes} if isinstance(target, Axes) else {}
    target.text(
        0.5, 0.5, words, ha="center", va="center", rotation=18, fontsize=34, weight="bold",
        color="#b00020", alpha=0.22, zorder=10, **place,
    )  # fmt: skip
