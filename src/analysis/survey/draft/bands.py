"""Bands for the numbers of a column, that hold about equally many."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

#: So many bands are proposed.
_BANDS = 4


@dataclass(frozen=True)
class DraftBand:
    """A band of numbers, as ``scales.csv`` writes it; an open end is empty."""

    key: str
    label: str
    low: str
    high: str


def draft_bands(numbers: np.ndarray) -> list[DraftBand]:
    """Propose bands with round ends, the highest first; none where all numbers are alike.

    Examples
    --------
    >>> [band.label for band in draft_bands(np.array([18, 25, 32, 40, 47, 58, 66, 79]))]
    ['60 og derover', '40 til 59', '30 til 39', 'Under 30']
    """
    edges = [f"{edge:g}" for edge in _edges(np.sort(numbers))]
    if not edges:
        return []
    whole = bool((numbers % 1 == 0).all())
    bands = [DraftBand(_key("under", edges[0]), f"Under {_comma(edges[0])}", "", edges[0])]
    for low, high in pairwise(edges):
        bands.append(DraftBand(_key("fra", low), _between(low, high, whole), low, high))
    last = edges[-1]
    bands.append(DraftBand(_key("fra", last), f"{_comma(last)} og derover", last, ""))
    return bands[::-1]


def _between(low: str, high: str, whole: bool) -> str:
    if not whole:
        return f"{_comma(low)} til under {_comma(high)}"
    most = f"{float(high) - 1:g}"
    return low if most == low else f"{low} til {most}"


def _key(word: str, end: str) -> str:
    return f"{word}_{end}".replace("-", "m").replace(".", "_").replace("+", "")


def _comma(number: str) -> str:
    return number.replace(".", ",")


def _edges(numbers: np.ndarray) -> list[float]:
    """Round numbers between about equally many; fewer where many numbers are alike."""
    low, high = numbers[0], numbers[-1]
    if low == high:
        return []
    step = 10.0 ** np.floor(np.log10((high - low) / _BANDS))
    parts = np.quantile(numbers, np.arange(1, _BANDS) / _BANDS)
    rounded = sorted({float(round(part / step) * step) for part in parts})
    inside = [round(edge, 6) for edge in rounded if low < edge <= high]
    return inside or [float(high)]
