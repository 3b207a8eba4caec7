"""What the figures of a job centre share: their alternative text, basis, stamp and mark."""

from __future__ import annotations

from typing import cast

from matplotlib.axes import Axes

from analysis.display.figures.style import HouseFigure, stamp
from analysis.display.text.captions import stamped
from analysis.display.text.centre import CentreTexts


def describe_centre(axes: Axes, alt: str, texts: CentreTexts) -> None:
    """Give a figure its alternative text and basis; stamp what is made up, mark what is exact."""
    figure = cast(HouseFigure, axes.figure)
    figure.alt = stamped(alt, texts.basis, texts.lang)
    figure.basis, figure.lang = texts.basis, texts.lang
    figure.unprotected = not texts.results.protected
    if "synthetic" in texts.basis:
        stamp(figure, texts.text("basis.stamp"))
