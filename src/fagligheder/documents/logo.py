"""The logo of the theme in use: cleaned for pages, and as a picture for Office."""

from __future__ import annotations

import base64
from functools import lru_cache

from analysis.display.figures.theme import Logo, theme
from analysis.survey.checks import InputError
from analysis.survey.extras import load
from fagligheder.documents.pictures import check_picture
from fagligheder.documents.svg import clean_svg

#: A page that holds a drawing alone, so high that it is sharp when it is shown on a screen.
_DRAWING = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.drawing), format: "svg", height: 20mm)"""
_PIXELS_PER_INCH = 300.0


def page_logo() -> dict[str, str] | None:
    """Return the theme's logo as pages have figures: ``mime``, ``data`` and ``alt``.

    Raises
    ------
    InputError
        It is no picture of its kind, or fetches what would not come with it.
    """
    logo = theme().logo
    return _cleaned(logo) if logo else None


def logo_address(logo: dict[str, str]) -> str:
    """Return a logo of a page as an address that holds it whole."""
    data = logo["data"]
    if logo["mime"] == "image/svg+xml":
        data = base64.b64encode(data.encode()).decode("ascii")
    return f"data:{logo['mime']};base64,{data}"


def logo_picture() -> tuple[bytes, str] | None:
    """Return the theme's logo as a PNG or JPEG picture, and its alternative text."""
    logo = page_logo()
    if logo is None:
        return None
    if logo["mime"] != "image/svg+xml":
        return base64.b64decode(logo["data"]), logo["alt"]
    return _picture(logo["data"]), logo["alt"]


@lru_cache(maxsize=4)
def _cleaned(logo: Logo) -> dict[str, str]:
    where = f"temaets logo ({logo.file})"
    if logo.mime == "image/svg+xml":
        try:
            drawing = logo.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputError(f"{where} er ikke SVG i UTF-8. Gem det igen, eller som PNG.") from None
        return {"mime": logo.mime, "data": clean_svg(drawing, "logo-", where), "alt": logo.alt}
    mime, data = check_picture(base64.b64encode(logo.content).decode("ascii"), logo.mime, where)
    return {"mime": mime, "data": data, "alt": logo.alt}


@lru_cache(maxsize=4)
def _picture(drawing: str) -> bytes:
    typst = load("typst", "reports")
    picture = typst.compile(
        _DRAWING, sys_inputs={"drawing": drawing}, format="png", ppi=_PIXELS_PER_INCH
    )
    return bytes(picture)
