"""Typefaces of a theme: read from font files, and refused when they cannot be printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.ft2font import FT2Font

from analysis.display.figures.fonts import house_font_file
from analysis.display.figures.theme import Typeface

#: What every page has; a sign beyond them is drawn in another font.
NEEDED = "".join(map(chr, range(0x21, 0x7F))) + "æøåÆØÅéÉöü§–»«·−"
#: Bits of fsType (OpenType, table OS/2): not embedded at all, not in part, as bitmaps alone.
_FORBIDDEN = 0x0002 | 0x0100 | 0x0200
#: Figures and pages have room for a typeface this much wider than the project's own.
WIDEST = 1.12
_SAMPLE = "Hvor mange af jeres 70 medarbejdere matcher profilen i dag, og hvor mange ideelt?"
_NAME = re.compile(r"[^\W_][\w .&+-]{0,59}")

#: Takes the key, what was found, what was expected and the cure.
Refuse = Callable[[str, str, str, str], None]


def stix() -> Typeface:
    """Return the typeface that comes with matplotlib and is narrow enough: STIX, with serifs."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return Typeface("STIXGeneral", folder / "STIXGeneral.ttf", None, folder / "STIXGeneralBol.ttf")


def read_typeface(files: Mapping[str, Path], refuse: Refuse) -> Typeface | None:
    """Return the typeface of some font files by their weights; None when ``refuse`` was called."""
    refused = False

    def say(*words: str) -> None:
        nonlocal refused
        refused = True
        refuse(*words)

    fonts = {key: font for key, path in files.items() if (font := _font(key, path, say))}
    if refused:
        return None
    family = fonts["regular"].family_name
    if not _NAME.fullmatch(family):
        say("regular", f'skriften "{family}"', "et navn af bogstaver og tal", "Vælg en anden.")
        return None
    return Typeface(family, files["regular"], files.get("semibold"), files.get("bold"))


def _font(key: str, path: Path, refuse: Callable[..., None]) -> FT2Font | None:
    """Return a font that can be drawn and embedded."""
    try:
        font = FT2Font(str(path))
        characters = font.get_charmap()
        table = font.get_sfnt_table("OS/2")
    except (RuntimeError, ValueError, OSError):
        refuse(key, path.name, "en skrift (TTF eller OTF)", "Nævn skriftens fil, ikke fx WOFF.")
        return None
    if b"fvar" in path.read_bytes()[:4096]:
        cure = "Nævn en fil for hver vægt: regular, semibold og bold."
        refuse(key, f"{path.name}, hvis vægt kan ændres", "en skrift med én vægt", cure)
    if missing := [sign for sign in NEEDED if ord(sign) not in characters]:
        found = f"{path.name} uden {' '.join(missing[:12])}"
        refuse(key, found, "en skrift med æ, ø, å, tal og tegn", "Vælg en anden skrift.")
    rights = table["fsType"] if table else 0
    if rights & _FORBIDDEN:
        found = f"{path.name}, som ikke må lægges ind i andre filer (fsType {rights})"
        cure = "Spørg den, der har solgt den, om en udgave til PDF og web, eller vælg en anden."
        refuse(key, found, "en skrift, hvis licens tillader det", cure)
    wide = _width(font) / _width(FT2Font(str(house_font_file("normal"))))
    if not missing and wide > WIDEST:
        found = f"{path.name}, som er {100 * (wide - 1):.0f} pct. bredere end programmets egen"
        expected = f"højst {100 * (WIDEST - 1):.0f} pct., så ordene har plads i figurer og tabeller"
        refuse(key, found, expected, "Vælg en smallere skrift.")
    return font


def _width(font: FT2Font) -> float:
    font.set_size(10, 7200)
    font.set_text(_SAMPLE, 0.0)
    return float(font.get_width_height()[0])
