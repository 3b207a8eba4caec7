"""Figures drawn ahead: what many documents show is drawn once, and then only brought out.

A process that forks draws inside `keeping`; its children's `draw_likert` calls with the same
results frame and settings get a copy of that figure, alive and free to be changed. Elsewhere
nothing is kept, and every figure is drawn when it is asked for.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure


@dataclass(frozen=True)
class _Drawn:
    """A kept figure: what it was drawn from, itself, itself brought out, and its SVG."""

    frame: pd.DataFrame
    settings: Mapping[str, Any]
    figure: bytes
    brought_out: bytes
    svg: str


_kept: list[_Drawn] = []
_copies: WeakKeyDictionary[Figure, _Drawn] = WeakKeyDictionary()
_keeping = False


@contextmanager
def keeping() -> Iterator[None]:
    """Keep the figures that are drawn inside."""
    global _keeping
    _keeping = True
    try:
        yield
    finally:
        _keeping = False


def forget() -> None:
    """Keep no figure any longer."""
    _kept.clear()


def keep(frame: pd.DataFrame, settings: Mapping[str, Any], axes: Axes) -> None:
    """Keep a figure with one Axes, when figures are being kept."""
    figure = axes.figure
    if not _keeping or not isinstance(figure, Figure):
        return
    content = pickle.dumps(figure)
    svg: str = figure.svg()  # type: ignore[attr-defined]
    plt.close(figure)
    copy = pickle.loads(content)
    state = pickle.dumps(copy)
    plt.close(copy)
    _kept.append(_Drawn(frame.copy(), dict(settings), content, state, svg))


def bring_out(frame: pd.DataFrame, settings: Mapping[str, Any]) -> Axes | None:
    """Return the Axes of a copy of the kept figure of this frame and these settings, if any."""
    for drawn in _kept:
        same = settings == drawn.settings and frame.attrs == drawn.frame.attrs
        if same and frame.equals(drawn.frame):
            copy = pickle.loads(drawn.figure)  # pyplot knows it again
            _copies[copy] = drawn
            return copy.axes[0]
    return None


def kept_svg(figure: Figure) -> str | None:
    """Return the SVG of a figure that was brought out and has not been changed since."""
    drawn = _copies.get(figure)
    return drawn.svg if drawn and pickle.dumps(figure) == drawn.brought_out else None
