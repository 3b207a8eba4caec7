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

#: Takes the key in the theme, the name of the message, what was found if a name says it all, and
#: the fields of the message.
Refuse = Callable[..., None]


def stix() -> Typeface:
    """Return the typeface that comes with matplotlib and is narrow enough: STIX, with serifs."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return Typeface("STIXGeneral", folder / "STIXGeneral.ttf", None, folder / "STIXGeneralBol.ttf")


def read_typeface(files: Mapping[str, Path], refuse: Refuse) -> Typeface | None:
    """Return the typeface of some font files by their weights; None when ``refuse`` was called."""
    refused = False

    def say(*words: str, **fields: object) -> None:
        nonlocal refused
        refused = True
        refuse(*words, **fields)

    fonts = {key: font for key, path in files.items() if (font := _font(key, path, say))}
    if refused:
        return None
    family = fonts["regular"].family_name
    if not _NAME.fullmatch(family):
        say("regular", "font_name", family=family)
        return None
    return Typeface(family, files["regular"], files.get("semibold"), files.get("bold"))


def _font(key: str, path: Path, refuse: Refuse) -> FT2Font | None:
    """Return a font that can be drawn and embedded."""
    try:
        font = FT2Font(str(path))
        characters = font.get_charmap()
        table = font.get_sfnt_table("OS/2")
    except (RuntimeError, ValueError, OSError):
        refuse(key, "font", path.name)
        return None
    if b"fvar" in path.read_bytes()[:4096]:
        refuse(key, "font_weight", name=path.name)
    if missing := [sign for sign in NEEDED if ord(sign) not in characters]:
        refuse(key, "font_signs", name=path.name, missing=" ".join(missing[:12]))
    rights = table["fsType"] if table else 0
    if rights & _FORBIDDEN:
        refuse(key, "font_rights", name=path.name, rights=rights)
    wide = _width(font) / _width(FT2Font(str(house_font_file("normal"))))
    if not missing and wide > WIDEST:
        percents = {"percent": f"{100 * (wide - 1):.0f}", "most": f"{100 * (WIDEST - 1):.0f}"}
        refuse(key, "font_wide", name=path.name, **percents)
    return font


def _width(font: FT2Font) -> float:
    font.set_size(10, 7200)
    font.set_text(_SAMPLE, 0.0)
    return float(font.get_width_height()[0])
