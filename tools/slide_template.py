"""Make the slides' template: an empty 16:9 deck in our colours and font, with two layouts.

Run ``python tools/slide_template.py`` after a change here or in the colours: it writes
``src/fagligheder/office/template.pptx``, the same bytes each time.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches

import fagligheder.office
from analysis.display.figures import palette
from fagligheder.office.powerpoint import HEIGHT, MARGIN, SMALLEST, WIDTH
from fagligheder.office.powerpoint_theme import set_scheme
from fagligheder.office.style import without_times

TEMPLATE = Path(fagligheder.office.__file__).with_name("template.pptx")
#: The library's layouts that stay, and their names.
LAYOUTS = {"Title Slide": "cover", "Title Only": "content"}
#: Of each placeholder: left, top, width and height in inches; then how its text looks: size,
#: weight, colour, side, and where it stands when it is shorter than its place.
_ACROSS = WIDTH - 2 * MARGIN
PLACEHOLDERS = {
    "ctrTitle": ((MARGIN + 0.3, 2.3, _ACROSS - 0.6, 1.1), (40, True, palette.NAVY, "l", "b")),
    "subTitle": ((MARGIN + 0.3, 3.5, _ACROSS - 0.6, 1.2), (20, False, palette.INK, "l", "t")),
    "title": ((MARGIN, 0.5, _ACROSS, 0.95), (24, True, palette.NAVY, "l", "ctr")),
    "ftr": ((MARGIN, 6.72, _ACROSS - 0.9, 0.56), (SMALLEST, False, palette.MUTED, "l", "b")),
    "sldNum": ((WIDTH - MARGIN - 0.8, 6.72, 0.8, 0.56), (SMALLEST, False, palette.MUTED, "r", "b")),
}


def template_bytes() -> bytes:
    """An empty deck: 16:9, our colours and font, the layouts cover and content."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    properties = deck.core_properties
    properties.author = properties.last_modified_by = properties.title = "Fagligheder"
    properties.created = properties.modified = datetime(2026, 1, 1)
    for layout in list(deck.slide_layouts):
        if layout.name in LAYOUTS:
            layout._element.cSld.set("name", LAYOUTS[layout.name])
        else:
            deck.slide_layouts.remove(layout)
    set_scheme(deck.slide_master.part)
    for page in (deck.slide_master, *deck.slide_layouts):
        for placeholder in list(page.placeholders):
            kind = placeholder._element.ph.get("type", "body")
            if kind in PLACEHOLDERS:
                (left, top, width, height), looks = PLACEHOLDERS[kind]
                placeholder.left, placeholder.top = Emu(Inches(left)), Emu(Inches(top))
                placeholder.width, placeholder.height = Emu(Inches(width)), Emu(Inches(height))
                set_text(placeholder._element, *looks)
            elif kind != "body":  # the layouts' subtitle takes its font from the body
                placeholder._element.getparent().remove(placeholder._element)
    for layout in deck.slide_layouts:
        bar = (0, 0, 0.22, HEIGHT) if layout.name == "cover" else (MARGIN, 0.42, 0.9, 0.05)
        layout._element.cSld.spTree.append(decorative_bar(*bar))
    target = io.BytesIO()
    deck.save(target)
    return without_times(target.getvalue())


def set_text(element: Any, size: int, bold: bool, colour: str, side: str, anchor: str) -> None:
    """Set how the text of a placeholder looks, in its own list style."""
    body = element.txBody
    for old in body.findall(qn("a:lstStyle")):
        body.remove(old)
    looks = parse_xml(
        f'<a:lstStyle {nsdecls("a")}><a:lvl1pPr marL="0" indent="0" algn="{side}"><a:lnSpc>'
        f'<a:spcPct val="95000"/></a:lnSpc><a:buNone/><a:defRPr sz="{size * 100}" b="{int(bold)}">'
        f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        "</a:lstStyle>"
    )
    body.insert(1, looks)
    properties = body.find(qn("a:bodyPr"))
    properties[:] = []
    properties.set("anchor", anchor)
    for edge in ("lIns", "rIns", "tIns", "bIns"):
        properties.set(edge, "0")


def decorative_bar(left: float, top: float, width: float, height: float) -> Any:
    """A bar in our colour; it says nothing, so it is marked as decoration."""
    x, y, w, h = (int(Inches(each)) for each in (left, top, width, height))
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="99" name="Bar"><a:extLst>'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext>'
        '</a:extLst></p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="rect">'
        f'<a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{palette.NAVY[1:]}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


if __name__ == "__main__":
    TEMPLATE.write_bytes(template_bytes())
