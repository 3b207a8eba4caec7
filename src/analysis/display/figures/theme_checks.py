"""What a theme's colours must hold: contrast, order in grey, and one accent."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from analysis.display.figures.palette import contrast, linear_channels, luminance
from analysis.display.figures.theme import Colours

#: Least contrast of text and of marks (WCAG AA), and of neighbours in a row of answers.
TEXT, MARK, STEP = 4.5, 3.0, 1.2
#: Least distance (CIE 1976) of the accent from other colours, and of the two sides of a figure as
#: colour-blind readers see them.
ACCENT, SIDES = 25, 20
#: How readers without red or green cones see (Machado, Oliveira and Fernandes 2009).
_COLOUR_BLIND = (
    ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.0520)),
    ((0.3673, 0.8606, -0.2280), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9689)),
)
_TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_WHITE = (0.9505, 1.0, 1.089)

Vector = tuple[float, ...]


@dataclass(frozen=True)
class Fault:
    """A colour that cannot be used.

    Attributes
    ----------
    key : str
        Of a theme file.
    name : str
        Of its messages among the printed words: ``theme.<name>_found``, ``_expected``, ``_cure``.
    fields : mapping
        What they are filled in with; a value that begins with ``theme.`` is itself a printed word.
    """

    key: str
    name: str
    fields: Mapping[str, object]


def faults(colours: Colours) -> Iterator[Fault]:
    """Yield what is wrong with a theme's colours, the most basic first."""
    yield from _text(colours)
    yield from _marks(colours)
    yield from _order("answers", colours.sequential, "theme.from_most")
    yield from _order("lower", colours.lower, "theme.from_lowest")
    yield from _written_on(colours)
    yield from _told_apart(colours)


def _text(colours: Colours) -> Iterator[Fault]:
    texts = {
        "ink": colours.ink,
        "primary": colours.navy,
        "muted": colours.muted,
        "accent_text": colours.accent_ink,
    }
    for key, colour in texts.items():
        for ground, name in (("#ffffff", "theme.white"), (colours.panel, "panel")):
            yield from _contrast(key, colour, ground, name, TEXT, "theme.use_text")


def _marks(colours: Colours) -> Iterator[Fault]:
    for key, colour in (("accent", colours.accent), ("answers", colours.sequential[1]),
                        ("lower", colours.lower[0])):  # fmt: skip
        yield from _contrast(key, colour, "#ffffff", "theme.white", MARK, "theme.use_mark")
    for band in (colours.share_band, colours.gap_band):
        yield from _contrast("band", colours.navy, band, "band", MARK, "theme.use_dot")


def _contrast(
    key: str, colour: str, ground: str, name: str, least: float, use: str
) -> Iterator[Fault]:
    found = contrast(colour, ground)
    if found < least:
        named = name if name.startswith("theme.") else f"{name} ({ground})"
        fields = {"colour": colour, "contrast": found, "ground": named, "least": least, "use": use}
        yield Fault(key, "band" if key == "band" else "dark", fields)


def _order(key: str, colours: tuple[str, ...], which: str) -> Iterator[Fault]:
    for place, (one, other) in enumerate(pairwise(colours), start=1):
        fields: dict[str, object] = {"place": place, "one": one, "next": place + 1,
                                          "other": other}  # fmt: skip
        step = contrast(one, other)
        if luminance(one) >= luminance(other):
            yield Fault(key, "order", fields | {"which": which})
        elif step < STEP:
            yield Fault(key, "step", fields | {"contrast": step, "least": STEP})


def _written_on(colours: Colours) -> Iterator[Fault]:
    """Every answer carries numbers, in white or in ink."""
    rows = {"answers": colours.sequential, "neutral": (colours.neutral,), "lower": colours.lower}
    for key, row in rows.items():
        for colour in row:
            found = max(contrast(colour, "#ffffff"), contrast(colour, colours.ink))
            if found < TEXT:
                fields = {"colour": colour, "ink": colours.ink, "contrast": found, "least": TEXT}
                yield Fault(key, "written", fields)


def _told_apart(colours: Colours) -> Iterator[Fault]:
    for colour in (*colours.sequential, colours.neutral, *colours.lower, colours.muted):
        found = distance(colours.accent, colour)
        if found < ACCENT:
            yield Fault("accent", "accent", _apart(colours.accent, colour, found, ACCENT))
    upper, lower = colours.sequential[0], colours.lower[0]
    found = min(distance(upper, lower, how) for how in _COLOUR_BLIND)
    if found < SIDES:
        fields = _apart(lower, upper, found, SIDES) | {"row": "answers"}
        yield Fault("lower", "sides", fields)


def _apart(colour: str, other: str, found: float, least: int) -> dict[str, object]:
    return {"colour": colour, "other": other, "distance": int(found), "least": least}


def distance(one: str, other: str, seen: tuple[Vector, ...] | None = None) -> float:
    """Distance of two colours (CIE 1976); ``seen`` is how a colour-blind reader sees them."""
    return math.dist(*(_lab(linear_channels(each), seen) for each in (one, other)))


def _lab(channels: Vector, seen: tuple[Vector, ...] | None) -> Vector:
    if seen:
        channels = tuple(min(1.0, max(0.0, each)) for each in _times(seen, channels))
    x, y, z = (
        _root(part / white) for part, white in zip(_times(_TO_XYZ, channels), _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(part: float) -> float:
    return part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116


def _times(matrix: tuple[Vector, ...], vector: Vector) -> Vector:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
