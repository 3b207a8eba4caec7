"""The project's figure style: font, sizes and settings, and a figure that knows its words."""

from __future__ import annotations

import io
import os
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure, FigureBase
from matplotlib.font_manager import FontEntry, fontManager

from analysis.display.figures import cache, palette
from analysis.display.figures.fonts import CSS_WEIGHTS, WEIGHTS, family, font_faces, font_file
from analysis.display.figures.theme import Theme, theme

#: Width of a figure in inches: the text width of the A4 page.
WIDTH = 6.7
LABEL_SIZE, VALUE_SIZE, NOTE_SIZE, TITLE_SIZE = 9.5, 8.5, 8.0, 11.0

#: Of the PNG in a notebook: sharp enough to read, and about as large as the SVG.
PNG_DPI, PNG_COLOURS = 120, 32
#: Whether a figure that is shown in a notebook is stored as PNG too; documents need none.
shows_png = True

#: Settings of the machine and of the screen, which no figure shows.
_MACHINE = {
    "backend", "backend_fallback", "date.epoch", "docstring.hardcopy", "figure.max_open_warning",
    "figure.raise_window", "interactive", "savefig.directory", "tk.window_focus", "toolbar",
    "webagg.address", "webagg.open_in_browser", "webagg.port", "webagg.port_retries",
}  # fmt: skip
_SETTINGS: Any = {
    "font.size": 9,
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "fagligheder",
    "pdf.fonttype": 42,
    "axes.unicode_minus": True,
    "savefig.facecolor": "white",
    "figure.facecolor": "white",
}


@lru_cache(maxsize=8)
def _register_fonts(chosen: Theme) -> None:
    """Make a theme's typeface known to matplotlib, before one of that name that is installed."""
    for weight in WEIGHTS:
        if chosen.typeface is None:
            fontManager.addfont(font_file(weight))
            fontManager.ttflist.insert(0, fontManager.ttflist.pop())
        else:  # by its weight here: its own name may call a semibold a family of its own
            entry = FontEntry(
                fname=str(chosen.typeface.file(weight)),
                name=chosen.typeface.family,
                weight=CSS_WEIGHTS[weight],
                stretch="normal",
                size="scalable",
            )
            fontManager.ttflist.insert(0, entry)


@lru_cache(maxsize=1)
def default_settings() -> dict[str, Any]:
    """Matplotlib's own defaults, which no matplotlibrc reaches, but for the machine's settings."""
    defaults: dict[Any, Any] = dict(mpl.rcParamsDefault)
    return {key: value for key, value in defaults.items() if key not in _MACHINE}


@lru_cache(maxsize=8)
def _house_settings(chosen: Theme) -> dict[str, Any]:
    own = {"font.family": family(), "text.color": chosen.colours.ink}
    return {**default_settings(), **_SETTINGS, **own}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw and save in the project's style alone; the reader's own settings come back afterwards.

    What a matplotlibrc, a style sheet or seaborn has set does not reach what is drawn inside.
    """
    _register_fonts(theme())
    house, now = _house_settings(theme()), cast(Any, mpl.rcParams)
    # Not rc_context: it would undo the notebook's interactive mode, which the first figure turns
    # on, and every later figure would vanish.
    own = {key: now[key] for key in house if now[key] != house[key]}
    now.update({key: house[key] for key in own})
    try:
        yield
    finally:
        now.update(own)


class HouseFigure(Figure):
    """A figure that knows its alternative text and its basis, and saves in the project's style.

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
        kind = (kind or "png").lower()
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

    def draw(self, renderer: Any) -> None:
        """Draw as `matplotlib.figure.Figure.draw` does, in the project's style."""
        with house_style():
            super().draw(renderer)

    def svg(self) -> str:
        """The figure as SVG text: searchable, with its fonts and its alternative text inside."""
        ready = cache.cached_svg(self)
        if ready is not None:
            return ready
        target = io.StringIO()
        with house_style():
            super().savefig(target, format="svg", metadata={"Date": None})
        attributes, content = target.getvalue().split("<svg ", 1)[1].split(">", 1)
        return (
            f'<svg role="img" xml:lang="{self.lang}" {attributes}>\n'
            f" <title>{escape(self.alt, quote=False)}</title>\n"
            f" <style>{font_faces('normal', 'semibold')}</style>{content}"
        )

    def png(self) -> bytes:
        """The figure as PNG in few colours, small enough to be stored in a notebook."""
        from PIL import Image

        drawn, stored = io.BytesIO(), io.BytesIO()
        self.savefig(drawn, format="png", dpi=PNG_DPI)
        with Image.open(drawn) as picture:
            few = picture.convert("RGB").quantize(PNG_COLOURS, dither=Image.Dither.NONE)
        few.save(stored, format="png", optimize=True)
        return stored.getvalue()

    def _ipython_display_(self) -> None:
        """Show the figure in a notebook; IPython alone calls this, so it is there.

        JupyterLab shows the SVG. Of a notebook that it does not trust, such as one that somebody
        else has run, it shows the PNG instead, and without one only the text.
        """
        from IPython.display import publish_display_data

        metadata: dict[str, Any] = {"alt": self.alt, "basis": list(self.basis)}
        if self.unprotected:
            metadata["unprotected"] = True
        pictures = {"image/svg+xml": self.svg()}
        if shows_png:
            pictures["image/png"] = b64encode(self.png()).decode()
        publish_display_data(
            {**pictures, "text/plain": f"<Figur: {self.alt}>"}, dict.fromkeys(pictures, metadata)
        )


def new_figure(height: float, width: float = WIDTH) -> HouseFigure:
    """An empty figure of this size in inches; it has its own layout."""
    with house_style():
        figure = plt.figure(FigureClass=HouseFigure, figsize=(width, height))
    assert isinstance(figure, HouseFigure)
    return figure


def stamp(target: FigureBase | Axes, words: str) -> None:
    """Write words diagonally across a figure, so that nobody takes it for real answers."""
    place: Any = {"transform": target.transAxes} if isinstance(target, Axes) else {}
    size = 34 * min(1.0, target.get_window_extent().width / target.figure.dpi / WIDTH)
    target.text(
        0.5, 0.5, words, ha="center", va="center", rotation=18, fontsize=size, weight="bold",
        color=palette.STAMP, alpha=0.22, zorder=10, **place,
    )  # fmt: skip
