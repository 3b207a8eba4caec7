"""Documents as PDF: set by typst in this process, tagged for screen readers (PDF/UA-1, PDF/A-3a).

All text reaches typst as data, never as markup. The same document gives the same bytes.
"""

from __future__ import annotations

import base64
import json
import re
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unicodedata import category

from analysis.display.figures import fonts
from analysis.survey.checks import InputError
from analysis.survey.extras import load
from analysis.words import text
from fagligheder.dates import source_date
from fagligheder.documents.pdf_row_headings import with_row_headings
from fagligheder.documents.svg import clean_svg

#: Stands where a text has a character that none of our fonts can draw.
MISSING_GLYPH = "□"
#: What the template says of a table that has no room.
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
        "author": text("document.running_title", lang),
        "lang": lang,
        "alt": alt,
        "data": clean_svg(svg, "", title),
        "width": width,
    }
    return _compile("figure", "figure", data, title, source_date())


def load_fonts() -> None:
    """Load the fonts and the list of their characters, for processes that are forked from here.

    No thread is started.
    """
    _fonts()
    _font_characters()


def _compile(template: str, name: str, data: Any, title: str, timestamp: int) -> bytes:
    """Return the PDF of a template and its data, which typst checks against both standards."""
    typst = load("typst", "reports")
    try:
        pdf = typst.compile(
            _template(template),
            sys_inputs={name: json.dumps(data)},
            font_paths=_fonts(),
            pdf_standards=["a-3a", "ua-1"],
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
    """Return the error for a table that no page has room for."""
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
    return (files("fagligheder.documents") / "templates" / f"{name}.typ").read_bytes()


def _font_folders() -> tuple[Path, Path]:
    """Return the folders of the house font and of matplotlib's DejaVu, which has what it lacks."""
    matplotlib = find_spec("matplotlib")
    if matplotlib is None or matplotlib.origin is None:
        raise ModuleNotFoundError("matplotlib")
    dejavu = Path(matplotlib.origin).parent / "mpl-data" / "fonts" / "ttf"
    return Path(fonts.font_file("normal")).parent, dejavu


@lru_cache(maxsize=1)
def _fonts() -> Any:
    return load("typst", "reports").Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in _font_folders()],
    )


@lru_cache(maxsize=1)
def _font_characters() -> frozenset[str]:
    """Return the characters that the fonts can draw."""
    read = load("fontTools.ttLib", "reports").TTFont
    paths = [fonts.font_file("normal"), _font_folders()[1] / "DejaVuSans.ttf"]
    return frozenset(chr(code) for path in paths for code in read(path, lazy=True).getBestCmap())


def _drawable(value: Any, missing: set[str]) -> Any:
    """Return JSON data in which every text can be drawn; images become the numbers of their bytes.

    Invisible characters go; visible ones that no font has become `MISSING_GLYPH` and are added to
    ``missing``.
    """
    if isinstance(value, list):
        return [_drawable(item, missing) for item in value]
    if isinstance(value, dict):
        if value.get("mime", "").startswith("image/") and value["mime"] != "image/svg+xml":
            value = value | {"data": list(base64.b64decode(value["data"]))}
        return {key: _drawable(item, missing) for key, item in value.items()}
    if not isinstance(value, str) or (value.isascii() and value.isprintable()):
        return value
    drawn = {character: _drawn_as(character) for character in set(value)}
    missing |= {character for character, glyph in drawn.items() if glyph not in ("", character)}
    return value.translate({ord(character): glyph for character, glyph in drawn.items()})


def _drawn_as(character: str) -> str:
    """Return a character itself, `MISSING_GLYPH`, or nothing for one that is invisible."""
    kind = "Cf" if character == "\N{SOFT HYPHEN}" else category(character)
    if character in "\n\t":
        return character
    if character in _font_characters() and kind not in ("Cc", "Cf", "Co"):
        return character
    return "" if kind in ("Cc", "Cf", "Mn", "Me") else MISSING_GLYPH
