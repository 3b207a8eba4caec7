"""The project's colours, and which of them an answer or a text on it has."""

from __future__ import annotations

from collections.abc import Sequence

INK = "#1b2430"
NAVY = "#113f67"
MUTED = "#5b6672"
RULE = "#d9dee4"
PANEL = "#f3f6f9"
ACCENT = "#2a9d8f"
#: The accent as type: dark enough to be read on white and on a panel (WCAG).
ACCENT_INK = "#176f64"
WARNING = "#b3261e"
STAMP = "#b00020"

#: Answers from most to least; the order survives in grey and for colour-blind readers.
SEQUENTIAL = ("#113f67", "#3b73a8", "#7aaad2", "#b5d2e8", "#e3edf5")
NEUTRAL = "#d3d8de"
#: The lower side of a diverging figure, the lowest answer first.
LOWER = ("#8a4510", "#d98f45", "#f2d3b3")
#: Ranges: of a share, and of a gap.
SHARE_BAND, GAP_BAND = "#d5e0ea", "#d3dee9"


def ink_on(colour: str) -> str:
    """White or ink, whichever has more contrast on this colour (WCAG)."""
    light = luminance(colour) + 0.05
    return "white" if 1.05 / light > light / (luminance(INK) + 0.05) else INK


def luminance(colour: str) -> float:
    """Relative luminance of a colour, 0–1 (WCAG)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def answer_colours(sides: Sequence[str], *, diverging: bool) -> list[str]:
    """One colour per answer, most first."""
    if not diverging:
        return _steps(SEQUENTIAL, len(sides))
    upper, lower = sides.count("top"), sides.count("bottom")
    blues = iter(_steps(SEQUENTIAL[:4], upper, whole=False))
    browns = iter(reversed(_steps(LOWER, lower, whole=False)))
    colours = {"top": blues, "bottom": browns}
    return [next(colours[side]) if side in colours else NEUTRAL for side in sides]


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
