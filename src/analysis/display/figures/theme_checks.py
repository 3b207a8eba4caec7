"""What a theme's colours must hold: contrast, order in grey, and one accent."""

from __future__ import annotations

import math
from collections.abc import Iterator
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
    """A colour that cannot be used: its key in a theme file, what was measured, and the cure."""

    key: str
    found: str
    expected: str
    cure: str


def faults(colours: Colours) -> Iterator[Fault]:
    """Yield what is wrong with a theme's colours, the most basic first."""
    yield from _text(colours)
    yield from _marks(colours)
    yield from _order("answers", colours.sequential, "fra det meste til det mindste svar")
    yield from _order("lower", colours.lower, "fra det laveste svar og ind mod midten")
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
        for ground, name in (("#ffffff", "hvidt"), (colours.panel, f"panel ({colours.panel})")):
            yield from _contrast(key, colour, ground, name, TEXT, "til tekst")


def _marks(colours: Colours) -> Iterator[Fault]:
    for key, colour in (("accent", colours.accent), ("answers", colours.sequential[1]),
                        ("lower", colours.lower[0])):  # fmt: skip
        yield from _contrast(key, colour, "#ffffff", "hvidt", MARK, "til søjler og prikker")
    for band in (colours.share_band, colours.gap_band):
        yield from _contrast("band", colours.navy, band, f"band ({band})", MARK, "til prikker")


def _contrast(
    key: str, colour: str, ground: str, name: str, least: float, use: str
) -> Iterator[Fault]:
    found = contrast(colour, ground)
    if found < least:
        yield Fault(
            key,
            f"{colour} med kontrasten {_number(found)} mod {name}",
            f"mindst {_number(least)} {use}",
            "Vælg en mørkere farve." if key != "band" else "Vælg en lysere farve.",
        )


def _order(key: str, colours: tuple[str, ...], which: str) -> Iterator[Fault]:
    for place, (one, other) in enumerate(pairwise(colours), start=1):
        step = contrast(one, other)
        if luminance(one) >= luminance(other):
            found = f"nr. {place} ({one}) lysere end nr. {place + 1} ({other})"
            expected = f"farver, der bliver lysere og lysere, {which}, også i gråt"
            yield Fault(key, found, expected, "Byt om på dem, eller gør den første mørkere.")
        elif step < STEP:
            found = (
                f"kontrasten {_number(step)} mellem nr. {place} ({one}) og {place + 1} ({other})"
            )
            expected = f"mindst {_number(STEP)}, så de kan skelnes i gråt"
            yield Fault(key, found, expected, "Gør den ene mørkere eller den anden lysere.")


def _written_on(colours: Colours) -> Iterator[Fault]:
    """Every answer carries numbers, in white or in ink."""
    rows = {"answers": colours.sequential, "neutral": (colours.neutral,), "lower": colours.lower}
    for key, row in rows.items():
        for colour in row:
            found = max(contrast(colour, "#ffffff"), contrast(colour, colours.ink))
            if found < TEXT:
                yield Fault(
                    key,
                    f"{colour}, hvorpå hvid og ink ({colours.ink}) højst får kontrasten "
                    f"{_number(found)}",
                    f"mindst {_number(TEXT)} til tallene i søjlerne",
                    "Vælg en lysere eller mørkere farve.",
                )


def _told_apart(colours: Colours) -> Iterator[Fault]:
    for colour in (*colours.sequential, colours.neutral, *colours.lower, colours.muted):
        found = distance(colours.accent, colour)
        if found < ACCENT:
            yield Fault(
                "accent",
                f"{colours.accent}, kun {found:.0f} fra {colour}",
                f"en farveafstand på mindst {ACCENT}, så »I« kan kendes fra svarene",
                "Vælg en anden farve til accent.",
            )
    upper, lower = colours.sequential[0], colours.lower[0]
    found = min(distance(upper, lower, how) for how in _COLOUR_BLIND)
    if found < SIDES:
        yield Fault(
            "lower",
            f"{lower}, kun {found:.0f} fra {upper} (answers), som farveblinde ser dem",
            f"en farveafstand på mindst {SIDES} mellem de to sider",
            "Vælg en anden farve, fx brun mod blå eller orange mod lilla.",
        )


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


def _number(value: float) -> str:
    """A measured contrast, cut and not rounded: 4,49 is not shown as 4,5."""
    return f"{math.floor(value * 100) / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
