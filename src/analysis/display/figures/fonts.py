"""The house font, for figures, PDF and pages alike."""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path

FONT = "Source Sans Pro"
WEIGHTS = {"normal": "Regular", "semibold": "Semibold", "bold": "Bold"}
CSS_WEIGHTS = {"normal": 400, "semibold": 600, "bold": 700}


def font_file(weight: str = "normal") -> Path:
    """The file of the house font in one weight: normal, semibold or bold."""
    import font_source_sans_pro

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return folder / f"SourceSansPro-{WEIGHTS[weight]}.ttf"


#: Latin letters, figures and the punctuation we print; `make fonts` after a change.
CHARACTERS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) + "–—−…‘’“”•≤≥×→↑↓▲▼"


def cut_font_file(weight: str) -> Path:
    """The house font in one weight as WOFF, cut down to `CHARACTERS` by ``make fonts``."""
    return Path(__file__).with_name("typeface") / f"{weight}.woff"


@lru_cache(maxsize=4)
def font_faces(*weights: str) -> str:
    """CSS that carries the cut font in these weights, for files that hold their font."""
    faces = []
    for weight in weights:
        data = base64.b64encode(cut_font_file(weight).read_bytes()).decode()
        faces.append(
            f'@font-face{{font-family:"{FONT}";font-weight:{CSS_WEIGHTS[weight]};'
            f'src:url(data:font/woff;base64,{data}) format("woff")}}'
        )
    return "".join(faces)
