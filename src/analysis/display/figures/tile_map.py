"""The 98 municipalities as equal squares: a map on which a small kommune is seen as well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from analysis.display.figures import palette
from analysis.survey.kommuner import Tile

#: Width of a square and the space between two, in the drawing's own units.
STEP, GAP = 50, 3


def size_colours() -> tuple[tuple[str, str], ...]:
    """Fill and ink for the size bands, from the smallest; the order survives in grey."""
    return tuple(_with_ink(palette.SEQUENTIAL[step]) for step in (3, 1, 0))


def state_colours() -> dict[str, tuple[str, str]]:
    """Fill and ink for what became of a document; the others are white."""
    fills = {
        "done": palette.SEQUENTIAL[2],
        "kept": palette.LOWER[2],
        "failed": palette.LOWER[0],
    }
    return {state: _with_ink(fill) for state, fill in fills.items()}


def _with_ink(fill: str) -> tuple[str, str]:
    ink = palette.ink_on(fill)
    return fill, "#ffffff" if ink == "white" else ink


@dataclass(frozen=True)
class Mark:
    """What stands on one square: its words, where it leads, and a small cross for a failure."""

    tile: Tile
    words: str  # name and facts, for a pointer and for a screen reader
    classes: tuple[str, ...] = ()
    href: str = ""  # where the square leads; empty when it leads nowhere
    crossed: bool = False  # so that a failure is told by more than colour


def draw_tiles(marks: Iterable[Mark], label: str) -> str:
    """Draw the map as SVG, ready to stand in a page; the page gives the colours.

    The keyboard meets the marks in their order. ``label`` is the map's name for a screen reader;
    squares that lead nowhere are not read aloud.

    Examples
    --------
    >>> svg = draw_tiles([Mark(Tile("0727", "Odde", 1, 1), "Odder", href="odder.html")], "Kort")
    >>> '<a href="odder.html" class="tile" data-code="0727"><title>Odder</title>' in svg
    True
    """
    drawn = list(marks)
    width = max((mark.tile.column for mark in drawn), default=1) * STEP - GAP
    height = max((mark.tile.row for mark in drawn), default=1) * STEP - GAP
    squares = "\n".join(map(_square, drawn))
    return (
        f'<svg class="tiles" xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {width + 2} '
        f'{height + 2}" role="group" aria-label="{escape(label)}">\n{squares}\n</svg>'
    )


def _square(mark: Mark) -> str:
    left, top = (mark.tile.column - 1) * STEP, (mark.tile.row - 1) * STEP
    side = STEP - GAP
    known = f'class="{escape(" ".join(("tile", *mark.classes)))}" data-code="{mark.tile.code}"'
    cross = (
        f'<path d="M{left + side - 11} {top + 5}l6 6m0 -6l-6 6"/>' if mark.crossed else ""
    )  # in the upper right corner
    content = (
        f"<title>{escape(mark.words)}</title>"
        f'<rect x="{left}" y="{top}" width="{side}" height="{side}" rx="4"/>{cross}'
        f'<text x="{left + side / 2:g}" y="{top + side / 2 + 5.5:g}">'
        f"{escape(mark.tile.label)}</text>"
    )
    if mark.href:
        return f'<a href="{escape(mark.href)}" {known}>{content}</a>'  # its title names it
    return f'<g {known} aria-hidden="true">{content}</g>'
