"""The font of the theme in use, for figures, PDF and pages alike."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path

from analysis.display.figures.theme import theme

#: The house font.
FONT = "Source Sans Pro"
#: Draw what the font in use lacks.
FALLBACKS = (FONT, "DejaVu Sans")
WEIGHTS = {"normal": "Regular", "semibold": "Semibold", "bold": "Bold"}
CSS_WEIGHTS = {"normal": 400, "semibold": 600, "bold": 700}


def family() -> str:
    """Name of the font in use."""
    typeface = theme().typeface
    return typeface.family if typeface else FONT


def font_file(weight: str = "normal") -> Path:
    """The file of the font in use in one weight: normal, semibold or bold."""
    typeface = theme().typeface
    return typeface.file(weight) if typeface else house_font_file(weight)


@lru_cache(maxsize=3)
def house_font_file(weight: str) -> Path:
    """The file of the house font in one weight."""
    import font_source_sans_pro

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return folder / f"SourceSansPro-{WEIGHTS[weight]}.ttf"


#: Latin letters, figures and the punctuation we print; `make fonts` after a change.
CHARACTERS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) + "–—−…‘’“”•≤≥×→↑↓▲▼"


def cut_font_file(weight: str) -> Path:
    """The house font in one weight as WOFF, cut down to `CHARACTERS` by ``make fonts``."""
    return Path(__file__).with_name("typeface") / f"{weight}.woff"


def font_faces(*weights: str) -> str:
    """CSS that carries the font in use, cut, in these weights: for files that hold their font."""
    typeface = theme().typeface
    files = [typeface.file(each) if typeface else cut_font_file(each) for each in weights]
    return _font_faces(family(), tuple(zip(weights, files, strict=True)), bool(typeface))


def in_typeface(css: str) -> str:
    """A style sheet that names the house font, with the name of the font in use."""
    return str(css).replace(f'"{FONT}"', f'"{family()}"')


@lru_cache(maxsize=8)
def _font_faces(name: str, files: tuple[tuple[str, Path], ...], whole: bool) -> str:
    """CSS that carries font files, which are cut first where they are ``whole``."""
    faces = []
    for weight, file in files:
        content = _cut(file) if whole else file.read_bytes()
        data = base64.b64encode(content).decode()
        faces.append(
            f'@font-face{{font-family:"{name}";font-weight:{CSS_WEIGHTS[weight]};'
            f'src:url(data:font/woff;base64,{data}) format("woff")}}'
        )
    return "".join(faces)


@lru_cache(maxsize=8)
def _cut(file: Path) -> bytes:
    """A font as WOFF, cut down to `CHARACTERS`; matplotlib brings what cuts it."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    subset.log.setLevel("ERROR")  # of tables that no page needs
    options = subset.Options(flavor="woff", hinting=False, recalc_timestamp=False)
    font = TTFont(file, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text=CHARACTERS)
    cutter.subset(font)
    font.flavor = "woff"
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()
