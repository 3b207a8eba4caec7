"""Documents as PDF: set by typst in this process, tagged for screen readers (PDF/UA-1, PDF/A-3a).

All text reaches typst as data, never as markup. The same document gives the same bytes.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from functools import lru_cache, partial
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unicodedata import category

from analysis.display.figures import fonts
from analysis.display.figures.theme import Typeface, theme
from analysis.survey.checks import InputError
from analysis.survey.extras import load
from analysis.words import text
from fagligheder.dates import source_date
from fagligheder.documents.page_fill import RESOLUTION, choose_space, varies, with_space
from fagligheder.documents.pdf_row_headings import with_row_headings
from fagligheder.documents.svg import clean_svg

#: Stands where a text has a character that none of our fonts can draw.
MISSING_GLYPH = "□"
#: How a formula begins in the data; in a text the quotation marks would be escaped.
_FORMULA = '"kind": "formula"'
#: What the template says of a table or a formula that has no room.
_REFUSED = re.compile(r"panicked with: fagligheder:(\{.*\})", re.DOTALL)


def render_pdf(content: dict[str, Any], timestamp: int | None = None) -> tuple[bytes, list[str]]:
    """Return a document as PDF, and the characters that our fonts cannot draw.

    Parameters
    ----------
    content : dict
        From `fagligheder.documents.content.document`.
    timestamp : int, optional
        The PDF's date, in seconds since 1970 (PDF/A must have one); ``SOURCE_DATE_EPOCH`` of the
        environment, or 0, when left out.
    """
    if timestamp is None:
        timestamp = source_date()
    missing: set[str] = set()
    data = _drawable(content, missing)
    if varies(data):
        data = with_space(data, choose_space(partial(_draw_pages, data)))
    pdf = _compile("report", "document", data, content["title"], timestamp)
    return with_row_headings(pdf), sorted(missing)


def render_figure_pdf(svg: str, width: float, alt: str, title: str, lang: str) -> bytes:
    """Return one figure as PDF on a page of its own size, tagged with its alternative text.

    Parameters
    ----------
    svg : str
        A figure of this project.
    width : float
        In inches.
    alt, title : str
        What it shows, with its numbers; and its title.
    lang : {"da", "en"}
    """
    data = {
        "title": title,
        "author": theme().sender or text("document.running_title", lang),
        "fonts": list(dict.fromkeys((fonts.family(), *fonts.FALLBACKS))),
        "lang": lang,
        "alt": alt,
        "data": clean_svg(svg, "", title),
        "width": width,
    }
    return _compile("figure", "figure", data, title, source_date())


def compile_form(data: dict[str, Any], title: str, timestamp: int) -> bytes:
    """Return a questionnaire as PDF, tagged; a field that is filled in needs the reader's font.

    That is why it does not claim to be PDF/A.
    """
    drawable = _drawable(data, set())
    return _compile("questionnaire", "questionnaire", drawable, title, timestamp, ("ua-1",))


def load_fonts() -> None:
    """Load the fonts and the list of their characters, for processes that are forked from here.

    No thread is started.
    """
    _fonts(theme().typeface)
    _font_characters(theme().typeface)


def _draw_pages(data: dict[str, Any], space: float) -> list[bytes]:
    """Return a document's pages as small PNGs without footers, with a part of the usual space.

    Empty where typst refuses the document: what is wrong is said when the PDF is made.
    """
    typst = load("typst", "reports")
    written = json.dumps(with_space(data, space) | {"draft": True})
    try:
        pages = typst.compile(
            _template("report"),
            sys_inputs={"document": written},
            font_paths=_fonts(theme().typeface, _FORMULA in written),
            format="png",
            ppi=RESOLUTION,
        )
    except typst.TypstError:
        return []
    return pages if isinstance(pages, list) else [pages]


def _compile(
    template: str,
    name: str,
    data: Any,
    title: str,
    timestamp: int,
    standards: Sequence[str] = ("a-3a", "ua-1"),
) -> bytes:
    """Return the PDF of a template and its data, which typst checks against the standards."""
    typst = load("typst", "reports")
    written = json.dumps(data)
    try:
        pdf = typst.compile(
            _template(template),
            sys_inputs={name: written},
            font_paths=_fonts(theme().typeface, _FORMULA in written),
            pdf_standards=list(standards),
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        if refused := _REFUSED.search(error.message):
            raise _refusal(json.loads(refused[1])) from None
        raise InputError(
            f'"{title}" kunne ikke sættes som PDF: {error.message}. '
            "Find cellen, der viser det, og vis det som tekst, tabel eller figur."
        ) from error
    return bytes(pdf)


def _refusal(found: dict[str, Any]) -> InputError:
    """Return the error for a table or a formula that no page has room for."""
    if found["kind"] == "formula":
        return InputError(
            f"{found['where']}: der er ikke plads til en formel på siden, heller ikke med halvt så "
            "store tegn. Del den i flere formler, eller vis den som tekst."
        )
    table = f'tabellen "{found["caption"]}"' if found["caption"] else "tabellen"
    if found["kind"] == "head":
        return InputError(
            f"{found['where']}: hovedet i {table} fylder mere end en side. Skriv kortere "
            "overskrifter over kolonnerne."
        )
    return InputError(
        f"{found['where']}: {table} har {found['columns']} kolonner, og der er ikke plads til dem "
        "på siden, heller ikke på tværs og med 7 punkts skrift. Vis færre kolonner, eller byt om "
        "på rækker og kolonner (df.T)."
    )


@lru_cache
def _template(name: str) -> bytes:
    folder = files("fagligheder.documents") / "templates"
    parts = ("formula", "report") if name == "report" else (name,)
    return b"".join((folder / f"{part}.typ").read_bytes() for part in parts)


def _font_folders() -> tuple[Path, Path]:
    """Return the folders of the house font and of matplotlib's DejaVu, which has what it lacks."""
    matplotlib = find_spec("matplotlib")
    if matplotlib is None or matplotlib.origin is None:
        raise ModuleNotFoundError("matplotlib")
    dejavu = Path(matplotlib.origin).parent / "mpl-data" / "fonts" / "ttf"
    return fonts.house_font_file("normal").parent, dejavu


@lru_cache(maxsize=4)
def _fonts(typeface: Typeface | None, with_formulas: bool = False) -> Any:
    """Return the fonts, a theme's own among them; those of formulas come with typst."""
    own = {typeface.file(weight).parent for weight in fonts.WEIGHTS} if typeface else ()
    return load("typst", "reports").Fonts(
        include_system_fonts=False,
        include_embedded_fonts=with_formulas,
        font_paths=[str(path) for path in (*_font_folders(), *sorted(own))],
    )


@lru_cache(maxsize=2)
def _font_characters(typeface: Typeface | None) -> frozenset[str]:
    """Return the characters that the fonts can draw."""
    read = load("fontTools.ttLib", "reports").TTFont
    own = [typeface.normal] if typeface else []
    paths = [*own, fonts.house_font_file("normal"), _font_folders()[1] / "DejaVuSans.ttf"]
    return frozenset(chr(code) for path in paths for code in read(path, lazy=True).getBestCmap())


@lru_cache(maxsize=1)
def _formula_characters() -> frozenset[str]:
    """Return the characters that TeX has names for; the font of formulas draws them all."""
    symbols = load("latex2mathml.symbols_parser", "reports").SYMBOLS
    letters = (chr(code) for code in range(0x1D400, 0x1D800))
    return frozenset(chr(int(code, 16)) for code in symbols.values()) | frozenset(
        letter for letter in letters if category(letter) != "Cn"
    )


def _drawable(value: Any, missing: set[str], in_formula: bool = False) -> Any:
    """Return JSON data in which every text can be drawn; images become the numbers of their bytes.

    Invisible characters go; visible ones that no font has become `MISSING_GLYPH` and are added to
    ``missing``.
    """
    if isinstance(value, list):
        return [_drawable(item, missing, in_formula) for item in value]
    if isinstance(value, dict):
        if value.get("mime", "").startswith("image/") and value["mime"] != "image/svg+xml":
            value = value | {"data": list(base64.b64decode(value["data"]))}
        return {
            key: _drawable(item, missing, in_formula or key == "tree")
            for key, item in value.items()
        }
    if not isinstance(value, str) or (value.isascii() and value.isprintable()):
        return value
    kept = _formula_characters() if in_formula else frozenset()
    drawn = {character: _drawn_as(character) for character in set(value) - kept}
    missing |= {character for character, glyph in drawn.items() if glyph not in ("", character)}
    return value.translate({ord(character): glyph for character, glyph in drawn.items()})


def _drawn_as(character: str) -> str:
    """Return a character itself, `MISSING_GLYPH`, or nothing for one that is invisible."""
    kind = "Cf" if character == "\N{SOFT HYPHEN}" else category(character)
    if character in "\n\t":
        return character
    if character in _font_characters(theme().typeface) and kind not in ("Cc", "Cf", "Co"):
        return character
    return "" if kind in ("Cc", "Cf", "Mn", "Me") else MISSING_GLYPH
