"""Notebooks as PDF: set by typst in this process, tagged for screen readers (PDF/UA-1, PDF/A-3a).

All text reaches typst as data, never as markup. The same notebook gives the same bytes.
"""

from __future__ import annotations

import base64
import json
import os
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unicodedata import category

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Bool, Int, default

from analysis.display.figures import fonts
from analysis.survey.checks import InputError
from analysis.words import text
from fagligheder.documents.content import document, furnished
from fagligheder.documents.pdf_row_headings import with_row_headings
from fagligheder.documents.svg import clean_svg

#: Stands where a text has a character that none of our fonts can draw.
MISSING_GLYPH = "□"


class FaglighederPDFExporter(Exporter):
    """Set a notebook as an accessible PDF.

    Examples
    --------
    ``jupyter nbconvert --to fagligheder-pdf kommune.ipynb``, or, with a notebook node,
    ``pdf, _ = FaglighederPDFExporter().from_notebook_node(nb)``.
    """

    export_from_notebook = "Fagligheder PDF"
    output_mimetype = "application/pdf"

    show_code = Bool(False, help="Set the code, too.").tag(config=True)
    timestamp = Int(help="Seconds since 1970 that the PDF names as its date.").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    @default("timestamp")
    def _timestamp_default(self) -> int:
        return int(os.environ.get("SOURCE_DATE_EPOCH", "0"))

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Return the PDF and nbconvert's resources.

        Raises
        ------
        InputError
            As `fagligheder.documents.content.document` does.
        """
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        model = document(nb, show_code=self.show_code)
        pdf, missing = set_pdf(model, timestamp=self.timestamp)
        if missing:
            self.log.warning(
                "%s: skrifterne mangler %s; i PDF'en står %s.",
                model["title"],
                ", ".join(f"U+{ord(character):04X}" for character in missing),
                MISSING_GLYPH,
            )
        return pdf, resources


def set_pdf(model: dict[str, Any], timestamp: int = 0) -> tuple[bytes, list[str]]:
    """Return a document as PDF, and the characters that our fonts cannot draw.

    Parameters
    ----------
    model : dict
        From `fagligheder.documents.content.document`.
    timestamp : int
        The PDF's date, in seconds since 1970 (PDF/A must have one).
    """
    missing: set[str] = set()
    data = _drawable(furnished(model), missing)
    pdf = _compiled("report", "document", data, model["title"], timestamp)
    return with_row_headings(pdf), sorted(missing)


def set_figure(svg: str, width: float, alt: str, title: str, lang: str) -> bytes:
    """Return one figure as PDF on a page of its own size, tagged with its alternative text.

    Parameters
    ----------
    svg : str
        The figure as the house draws it.
    width : float
        In inches.
    alt, title : str
        What it shows, with its numbers; and what it is called.
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
    return _compiled("figure", "figure", data, title, 0)


def _compiled(template: str, name: str, data: Any, title: str, timestamp: int) -> bytes:
    """Return what a template makes of its data: a PDF that typst holds to both standards."""
    import typst

    try:
        return typst.compile(
            _template(template),
            sys_inputs={name: json.dumps(data)},
            font_paths=_fonts(),
            pdf_standards=["a-3a", "ua-1"],
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        raise InputError(
            f'"{title}" kunne ikke sættes som PDF: {error.message}. '
            "Find cellen, der viser det, og vis det som tekst, tabel eller figur."
        ) from error


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
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in _font_folders()],
    )


@lru_cache(maxsize=1)
def _drawn() -> frozenset[str]:
    """Return the characters that the fonts can draw."""
    from fontTools.ttLib import TTFont

    paths = [fonts.font_file("normal"), _font_folders()[1] / "DejaVuSans.ttf"]
    return frozenset(chr(code) for path in paths for code in TTFont(path, lazy=True).getBestCmap())


def _drawable(value: Any, missing: set[str]) -> Any:
    """Return JSON data in which every text can be drawn; images become the numbers of their bytes.

    Invisible characters go; visible ones that no font has become `MISSING_GLYPH` and are noted.
    """
    if isinstance(value, list):
        return [_drawable(item, missing) for item in value]
    if isinstance(value, dict):
        if value.get("mime", "").startswith("image/") and value["mime"] != "image/svg+xml":
            value = value | {"data": list(base64.b64decode(value["data"]))}
        return {key: _drawable(item, missing) for key, item in value.items()}
    if not isinstance(value, str) or (value.isascii() and value.isprintable()):
        return value
    drawn = []
    for character in value:
        kind = "Cf" if character == "\N{SOFT HYPHEN}" else category(character)
        if character in "\n\t" or (character in _drawn() and kind not in ("Cc", "Cf", "Co")):
            drawn.append(character)
        elif kind not in ("Cc", "Cf", "Mn", "Me"):
            missing.add(character)
            drawn.append(MISSING_GLYPH)
    return "".join(drawn)
