"""The theme that figures and documents are made in: colours, typeface, logo and sender.

One theme is in use in a process: the project's own until `use` or `themed` says otherwise. What
draws reads it when it draws, so nothing may keep a colour from when it was imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Colours:
    """The colours, as ``#rrggbb``; `analysis.display.figures.palette` has them by these names.

    Attributes
    ----------
    ink, muted : str
        Text, and text that stands back.
    navy : str
        Headings, lines under them, and dots.
    rule, panel : str
        Thin lines, and the ground of what stands out.
    accent, accent_ink : str
        "You", as a mark and as type.
    sequential : tuple of str
        Answers from most to least; the order survives in grey and for colour-blind readers.
    neutral : str
    lower : tuple of str
        The lower side of a diverging figure, the lowest answer first.
    share_band, gap_band : str
        Ranges: of a share, and of a gap.
    warning, stamp : str
        The same in every theme.
    """

    ink: str = "#1b2430"
    navy: str = "#113f67"
    muted: str = "#5b6672"
    rule: str = "#d9dee4"
    panel: str = "#f3f6f9"
    accent: str = "#2a9d8f"
    accent_ink: str = "#176f64"
    sequential: tuple[str, ...] = ("#113f67", "#3b73a8", "#7aaad2", "#b5d2e8", "#e3edf5")
    neutral: str = "#d3d8de"
    lower: tuple[str, ...] = ("#8a4510", "#d98f45", "#f2d3b3")
    share_band: str = "#d5e0ea"
    gap_band: str = "#d3dee9"
    warning: str = "#b3261e"
    stamp: str = "#b00020"


@dataclass(frozen=True)
class Typeface:
    """A typeface: its name in its files, and a file per weight; a missing weight is the normal."""

    family: str
    normal: Path
    semibold: Path | None = None
    bold: Path | None = None

    def file(self, weight: str) -> Path:
        """Return the file of a weight: normal, semibold or bold."""
        found = {"semibold": self.semibold or self.bold, "bold": self.bold or self.semibold}
        return found.get(weight) or self.normal


@dataclass(frozen=True)
class Logo:
    """A logo: its content, its kind (``image/svg+xml``) and its alternative text."""

    content: bytes = field(repr=False)
    mime: str
    alt: str
    file: str


@dataclass(frozen=True)
class Theme:
    """Colours, typeface, logo and sender; what is left out is the project's own, or nothing.

    ``signature`` is the last sentence of each figure's note: `signed_figures` sets it.
    """

    colours: Colours = field(default_factory=Colours)
    typeface: Typeface | None = None
    logo: Logo | None = None
    sender: str = ""
    signature: str = ""


HOUSE = Theme()
_in_use = HOUSE


def theme() -> Theme:
    """Return the theme in use."""
    return _in_use


def use(chosen: Theme) -> None:
    """Make what is drawn and written from now on in a theme."""
    global _in_use
    _in_use = chosen


@contextmanager
def themed(chosen: Theme) -> Iterator[None]:
    """Use a theme inside; the one before comes back afterwards."""
    before = theme()
    use(chosen)
    try:
        yield
    finally:
        use(before)
