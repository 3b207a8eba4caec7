"""Convert pictures in HTML to figures: those that the HTML holds itself, or that its cell holds."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from analysis.survey.checks import InputError
from fagligheder.documents.origin import MARKDOWN, Origin
from fagligheder.documents.output_checks import as_text
from fagligheder.documents.pictures import check_picture
from fagligheder.documents.pieces import Node
from fagligheder.documents.svg import clean_svg

if TYPE_CHECKING:
    from bs4 import Tag

_DATA = re.compile(r"data:(image/[a-z+]+)(?:;charset=[\w-]+|;utf8)?(;base64)?,", re.IGNORECASE)
_SVG = "image/svg+xml"


def picture_block(element: Tag, origin: Origin) -> Node:
    """Return an ``img`` as a figure.

    Raises
    ------
    InputError
        It has no alternative text, has to be fetched elsewhere, or is no sound picture.
    """
    mime, content = _held(str(element.get("src", "")), origin)
    alt = str(element.get("alt", "")).strip()
    if not alt:
        raise InputError(
            f"{origin.where}: billedet i {origin.form.name} har ingen alternativ tekst. Skriv den "
            f"som {origin.form.alt}."
        )
    if mime == _SVG:
        data = clean_svg(_as_text(content, origin), origin.next_prefix(), origin.where)
    else:
        mime, data = check_picture(content, mime, origin.where)
    figure = {"kind": "figure", "mime": mime, "data": data, "alt": alt}
    return {**figure, "caption": "", "basis": [], "labels": []}


def _held(address: str, origin: Origin) -> tuple[str, str]:
    """Return the kind of a picture and its content: SVG as text or base64, others as base64."""
    if begins := _DATA.match(address):
        mime, content = begins[1].lower(), address[begins.end() :]
        if begins[2]:
            return mime, unquote(content)
        if mime == _SVG:
            return mime, unquote_to_bytes(content).decode("utf-8", "replace")
    scheme, _, name = address.partition(":")
    attached = origin.attachments.get(unquote(name)) if scheme.lower() == "attachment" else None
    if isinstance(attached, dict):
        for mime, content in attached.items():
            if mime.startswith("image/"):
                return mime, as_text(content, mime, origin.where)
    if origin.form is not MARKDOWN:
        raise origin.lost("et billede, der hentes et andet sted")
    raise InputError(
        f"{origin.where}: billedet {address[:200]} kan ikke følge med ud af notesbogen. "
        "Lad en kodecelle vise figuren med sin alternative tekst."
    )


def _as_text(svg: str, origin: Origin) -> str:
    """Return a drawing as text; it may be in base64."""
    if svg.lstrip("\ufeff \t\r\n").startswith("<"):
        return svg
    try:
        return base64.b64decode("".join(svg.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise InputError(f"{origin.where}: billedet er ikke gyldig SVG. Tegn det igen.") from None
