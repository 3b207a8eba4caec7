"""Fields of a form in a PDF: links that the template drew become boxes to tick and lines to fill.

A link keeps its place on the page and in the tags, so that the form is read aloud in its order.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pikepdf
from pikepdf import Array, Dictionary, Name, String

#: Where the links of fields lead: ``https://field.invalid/importance_integration/important``.
FIELD_HOST = "field.invalid"
#: Flag of a field with several boxes, of which one is ticked; a second click clears it.
_RADIO = 1 << 15
#: Flag of a field with several lines, and the height in points from which a field has them.
_MULTILINE, _TALL = 1 << 12, 30
#: An annotation that is printed.
_PRINT = 4


def field_url(name: str, value: str = "") -> str:
    """Return the link that stands for a field: a line, or with a value one of its boxes."""
    return f"https://{FIELD_HOST}/{name}" + (f"/{value}" if value else "")


def with_form_fields(pdf: bytes, descriptions: Mapping[str, str]) -> bytes:
    """Return a PDF whose links to fields are fields.

    Parameters
    ----------
    pdf : bytes
        From typst, with links as `field_url` writes them.
    descriptions : mapping of str to str
        What is read aloud of each field, and of each box (``name/value``).
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields: dict[str, Any] = {}
        for page in document.pages:
            for note in page.obj.get("/Annots", []):
                key = _key(note)
                if not key:
                    continue
                name, _, value = key.partition("/")
                _make_widget(note, descriptions[key])
                note.P = page.obj
                if value:
                    if name not in fields:
                        fields[name] = _radio(document, name, descriptions[name])
                    _add_box(document, fields[name], note, value)
                else:
                    fields[name] = _line(document, note, name)
        _retag(document)
        helvetica = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )  # fmt: skip
        document.Root.AcroForm = document.make_indirect(
            Dictionary(
                Fields=Array(list(fields.values())),
                DA=String("/Helv 10 Tf 0 g"),
                DR=Dictionary(Font=Dictionary(Helv=document.make_indirect(helvetica))),
            )
        )
        target = io.BytesIO()
        document.save(target, deterministic_id=True)
    return target.getvalue()


def _key(note: Any) -> str:
    """The field of a link, and its value; empty for any other annotation."""
    action = note.get("/A")
    found = urlsplit(str(action.get("/URI", ""))) if action is not None else urlsplit("")
    return found.path.lstrip("/") if found.netloc == FIELD_HOST else ""


def _make_widget(note: Any, description: str) -> None:
    for name in ("/A", "/Border", "/C", "/Contents", "/BS"):
        if name in note:
            del note[name]
    note.Subtype = Name.Widget
    note.F = _PRINT
    note.TU = String(description)


def _radio(document: pikepdf.Pdf, name: str, description: str) -> Any:
    return document.make_indirect(
        Dictionary(
            FT=Name.Btn,
            T=String(name),
            TU=String(description),
            Ff=_RADIO,
            V=Name.Off,
            Kids=Array([]),
        )
    )


def _add_box(document: pikepdf.Pdf, field: Any, note: Any, value: str) -> None:
    left, low, right, high = (float(each) for each in note.Rect)
    wide, tall = right - left, high - low
    far, up = f"{wide - 3:.2f}", f"{tall - 3:.2f}"
    cross = f"q 1.2 w 3 3 m {far} {up} l 3 {up} m {far} 3 l S Q"
    note.AP = Dictionary(
        N=Dictionary({f"/{value}": _drawing(document, wide, tall, cross),
                      "/Off": _drawing(document, wide, tall, "")})
    )  # fmt: skip
    note.AS = Name.Off
    note.Parent = field
    field.Kids.append(note)


def _line(document: pikepdf.Pdf, note: Any, name: str) -> Any:
    left, low, right, high = (float(each) for each in note.Rect)
    note.FT, note.T, note.DA = Name.Tx, String(name), String("/Helv 10 Tf 0 g")
    if high - low > _TALL:
        note.Ff = _MULTILINE
    note.AP = Dictionary(N=_drawing(document, right - left, high - low, "/Tx BMC EMC"))
    return note


def _drawing(document: pikepdf.Pdf, wide: float, tall: float, content: str) -> Any:
    stream = document.make_stream(content.encode())
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array([0, 0, round(wide, 2), round(tall, 2)])
    return stream


def _retag(document: pikepdf.Pdf) -> None:
    """Tag fields as fields, not as links."""
    for each in document.objects:
        if not isinstance(each, Dictionary) or each.get("/S") != Name.Link:
            continue
        kids = each.get("/K")
        inside = list(kids) if isinstance(kids, Array) else [kids]
        held = [kid.get("/Obj") for kid in inside if isinstance(kid, Dictionary)]
        if any(note is not None and note.get("/Subtype") == Name.Widget for note in held):
            each.S = Name.Form
