"""The colours of the theme in use, and which of them an answer or a text on it has.

``palette.NAVY`` is asked for where it is drawn: imported by name it would be the colour of the
theme that was in use then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analysis.display.figures.theme import HOUSE, theme

#: `analysis.display.figures.theme.Colours` says what each is for.
INK: str
NAVY: str
MUTED: str
RULE: str
PANEL: str
ACCENT: str
ACCENT_INK: str
WARNING: str
STAMP: str
SEQUENTIAL: tuple[str, ...]
NEUTRAL: str
LOWER: tuple[str, ...]
SHARE_BAND: str
GAP_BAND: str

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Return a colour of the theme in use by its name in capitals."""
        if not name.isupper():
            raise AttributeError(name)
        return getattr(theme().colours, name.lower())


def page_colours() -> dict[str, str]:
    """The colours that the style of a page names, by name."""
    names = ("ink", "navy", "muted", "rule", "panel", "accent")
    return {name: getattr(theme().colours, name) for name in names}


def ink_on(colour: str) -> str:
    """White or ink, whichever has more contrast on this colour (WCAG)."""
    ink = theme().colours.ink
    return "white" if contrast(colour, "#ffffff") > contrast(colour, ink) else ink


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1–21 (WCAG)."""
    darker, lighter = sorted(luminance(each) + 0.05 for each in (one, other))
    return lighter / darker


def luminance(colour: str) -> float:
    """Relative luminance of a colour, 0–1 (WCAG)."""
    red, green, blue = linear_channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear_channels(colour: str) -> tuple[float, ...]:
    """How much red, green and blue light is in a colour, 0–1."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    )


def mixed(colour: str, part: float, other: str = "#ffffff") -> str:
    """A colour with a part, 0–1, of another in it.

    Examples
    --------
    >>> mixed("#000000", 0.5)
    '#808080'
    """
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one + (two - one) * part):02x}" for one, two in pairs)


def recoloured(css: str) -> str:
    """A style sheet in the project's own colours, in those of the theme in use."""
    house, own = asdict(HOUSE.colours), asdict(theme().colours)
    replaced = {colour: own[name] for name, colour in house.items() if isinstance(colour, str)}
    return re.sub("#[0-9a-f]{6}", lambda found: replaced.get(found[0], found[0]), css)


def answer_colours(sides: Sequence[str], *, diverging: bool) -> list[str]:
    """One colour per answer, most first."""
    colours = theme().colours
    if not diverging:
        return _steps(colours.sequential, len(sides))
    upper, lower = sides.count("top"), sides.count("bottom")
    uppers = iter(_steps(colours.sequential[:4], upper, whole=False))
    lowers = iter(reversed(_steps(colours.lower, lower, whole=False)))
    by_side = {"top": uppers, "bottom": lowers}
    return [next(by_side[side]) if side in by_side else colours.neutral for side in sides]


def _steps(colours: Sequence[str], number: int, *, whole: bool = True) -> list[str]:
    """``number`` colours from a list: its own where they suffice, else a ramp through it.

    ``whole`` spreads them over the whole list; otherwise the first ones are taken.
    """
    if number > len(colours):
        from matplotlib.colors import LinearSegmentedColormap, to_hex

        ramp = LinearSegmentedColormap.from_list("steps", list(colours))
        return [to_hex(ramp(i / (number - 1))) for i in range(number)]
    if not whole or number < 2:
        return list(colours[:number])
    chosen = {2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 2, 4), 5: (0, 1, 2, 3, 4)}
    return [colours[i] for i in chosen[number]]
