"""Cache of figures: what many reports of a run share is drawn once and copied.

A process that forks draws inside `caching`; its children's `draw_likert` calls with the same
results frame and settings get a copy of that figure, alive and free to be changed. Elsewhere
nothing is cached, and every figure is drawn when it is asked for.
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

from analysis.display.figures.theme import Theme, theme


@dataclass(frozen=True)
class _Entry:
    """A cached figure: what it was drawn from, itself, an unchanged copy, and its SVG."""

    theme: Theme
    frame: pd.DataFrame
    settings: Mapping[str, Any]
    figure: bytes
    unchanged: bytes
    svg: str


_entries: list[_Entry] = []
_copies: WeakKeyDictionary[Figure, _Entry] = WeakKeyDictionary()
_caching = False


@contextmanager
def caching() -> Iterator[None]:
    """Cache the figures that are drawn inside."""
    global _caching
    _caching = True
    try:
        yield
    finally:
        _caching = False


def clear() -> None:
    """Empty the cache."""
    _entries.clear()


def store(frame: pd.DataFrame, settings: Mapping[str, Any], axes: Axes) -> None:
    """Cache a figure with one Axes, when figures are being cached."""
    figure = axes.figure
    if not _caching or not isinstance(figure, Figure) or not hasattr(figure, "svg"):
        return
    content = pickle.dumps(figure)
    svg: str = figure.svg()
    plt.close(figure)
    copy = pickle.loads(content)
    unchanged = pickle.dumps(copy)
    plt.close(copy)
    _entries.append(_Entry(theme(), frame.copy(), dict(settings), content, unchanged, svg))


def find(frame: pd.DataFrame, settings: Mapping[str, Any]) -> Axes | None:
    """Return the Axes of a copy of the cached figure of this frame and these settings, if any."""
    for entry in _entries:
        same = settings == entry.settings and frame.attrs == entry.frame.attrs
        if same and theme() == entry.theme and frame.equals(entry.frame):
            copy = pickle.loads(entry.figure)  # pyplot knows it again
            _copies[copy] = entry
            axes: Axes = copy.axes[0]
            return axes
    return None


def cached_svg(figure: Figure) -> str | None:
    """Return the SVG of a copy from the cache that has not been changed since."""
    entry = _copies.get(figure)
    return entry.svg if entry and pickle.dumps(figure) == entry.unchanged else None
