"""Breaking a figure's texts into lines by the width of their letters."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from matplotlib.font_manager import get_font

from analysis.display.figures.fonts import font_file


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Width of a line of text in inches."""
    return _width(text, size, font_file(weight))


@lru_cache(maxsize=4096)
def _width(text: str, size: float, file: Path) -> float:
    font = get_font(file)
    font.set_size(size, 7200)  # so fine that hinting does not widen the letters
    font.set_text(text, 0.0)
    return float(font.get_width_height()[0]) / 64 / 7200


def wrap(text: str, size: float, width: float, weight: str = "normal") -> list[str]:
    """Break a text into lines no wider than ``width`` inches, at its spaces.

    A word that is wider by itself is broken within. A little is kept free, for drawn on a screen
    the letters come out wider than in a PDF.
    """
    widest = 0.96 * width
    lines: list[str] = []
    for word in text.split(" "):
        while (end := _letters_that_fit(word, size, widest, weight)) < len(word):
            lines.append(word[:end])
            word = word[end:]
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight) <= widest:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _letters_that_fit(word: str, size: float, width: float, weight: str) -> int:
    """How many letters of a word fit on a line; one at least."""
    end = len(word)
    while end > 1 and text_width(word[:end], size, weight) > width:
        end -= 1
    return end


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


def shortened(text: str, size: float, width: float) -> str:
    """A text that fits in ``width`` inches: its beginning and an ellipsis where it is longer."""
    if text_width(text, size) <= width:
        return text
    kept = len(text)
    while kept and text_width(f"{text[:kept].rstrip()}…", size) > width:
        kept -= 1
    return f"{text[:kept].rstrip()}…"
