"""The house font, for figures, PDF and pages alike."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path
from typing import Any

FONT = "Source Sans Pro"
WEIGHTS = {"normal": "Regular", "semibold": "Semibold", "bold": "Bold"}


def font_file(weight: str = "normal") -> Path:
    """The file of the house font in one weight: normal, semibold or bold."""
    import font_source_sans_pro

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return folder / f"SourceSansPro-{WEIGHTS[weight]}.ttf"


#: Latin letters, figures and the punctuation we print.
CHARACTERS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) + "–—−…‘’“”•≤≥×→↑↓▲▼"


@lru_cache(maxsize=4)
def subset_font(weight: str) -> bytes:
    """The house font in one weight as WOFF, cut down to the characters we print."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(flavor="woff", hinting=False, desubroutinize=True)
    options.recalc_timestamp = False
    options.layout_features = ["kern"]
    font = TTFont(font_file(weight), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text=CHARACTERS)
    cutter.subset(font)
    font.flavor = "woff"
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


@lru_cache(maxsize=1)
def page_fonts() -> list[dict[str, Any]]:
    """The weights that an HTML page carries: ``weight``, and ``data`` as WOFF in base64."""
    faces = {400: "normal", 600: "semibold", 700: "bold"}
    return [
        {"weight": number, "data": base64.b64encode(subset_font(weight)).decode()}
        for number, weight in faces.items()
    ]
