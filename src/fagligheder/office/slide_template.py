"""An empty deck in the house's colours: 16:9, two layouts, each with its placeholders."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from pptx import Presentation
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches

from analysis.display.figures import palette
from fagligheder.office.archives import FONT

WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.62
#: Place of each part of a slide, in inches: left, top, width, height.
TITLE = (MARGIN, 0.5, WIDTH - 2 * MARGIN, 0.95)
FOOT = (MARGIN, 6.72, WIDTH - 2 * MARGIN - 0.9, 0.56)
NUMBER = (WIDTH - MARGIN - 0.8, 6.72, 0.8, 0.56)
COVER_TITLE = (MARGIN + 0.3, 2.3, WIDTH - 2 * MARGIN - 0.6, 1.1)
COVER_SUBTITLE = (MARGIN + 0.3, 3.5, WIDTH - 2 * MARGIN - 0.6, 1.2)
#: No text on a slide is smaller, in points.
SMALLEST = 12
LANGUAGES = {"da": MSO_LANGUAGE_ID.DANISH, "en": MSO_LANGUAGE_ID.ENGLISH_UK}

_KEPT = {"Title Slide": "cover", "Title Only": "content"}
_COLOURS = {
    "dk2": palette.NAVY,
    "lt2": palette.PANEL,
    **{f"accent{i}": colour for i, colour in enumerate(palette.SEQUENTIAL, start=1)},
    "accent6": palette.ACCENT,
    "hlink": palette.NAVY,
    "folHlink": palette.MUTED,
}
_PLACES = {"ctrTitle": COVER_TITLE, "subTitle": COVER_SUBTITLE, "title": TITLE, "ftr": FOOT,
           "sldNum": NUMBER}  # fmt: skip
#: Size, weight, colour and side of the text in each placeholder.
_TEXTS = {
    "ctrTitle": (40, True, palette.NAVY, "l", "b"),
    "subTitle": (20, False, palette.INK, "l", "t"),
    "title": (24, True, palette.NAVY, "l", "ctr"),
    "ftr": (SMALLEST, False, palette.MUTED, "l", "b"),
    "sldNum": (SMALLEST, False, palette.MUTED, "r", "b"),
}


def empty_deck() -> Any:
    """A presentation without slides: 16:9, the house's colours, the layouts cover and content."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name in _KEPT:
            layout._element.cSld.set("name", _KEPT[layout.name])
        else:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    _colour_theme(master.part)
    for page in (master, *deck.slide_layouts):
        for placeholder in list(page.placeholders):
            kind = placeholder._element.ph.get("type", "body")
            if kind == "body":
                continue  # the layouts' subtitle takes its font from it
            if kind not in _PLACES:
                placeholder._element.getparent().remove(placeholder._element)
                continue
            place(placeholder, _PLACES[kind])
            _set_text(placeholder._element, kind)
    for layout in deck.slide_layouts:
        bar = (0, 0, 0.22, HEIGHT) if layout.name == "cover" else (MARGIN, 0.42, 0.9, 0.05)
        layout._element.cSld.spTree.append(_bar(*bar))
    return deck


def place(shape: Any, where: tuple[float, float, float, float]) -> None:
    """Put a shape at left, top, width, height in inches."""
    shape.left, shape.top, shape.width, shape.height = (Emu(int(Inches(each))) for each in where)


def add_footing(slide: Any, foot: str, language: Any) -> None:
    """Give a slide its foot and its number, in the placeholders of its layout."""
    for shape in slide.slide_layout.placeholders:
        kind = shape._element.ph.get("type")
        if kind not in ("ftr", "sldNum"):
            continue
        own = deepcopy(shape._element)
        slide.shapes._spTree.append(own)
        own.nvSpPr.cNvPr.set("id", str(max(each.shape_id for each in slide.shapes) + 1))
        if kind == "ftr":
            added = next(each for each in slide.placeholders if each._element is own)
            added.text_frame.text = foot
            for paragraph in added.text_frame.paragraphs:
                for run in paragraph.runs:
                    run.font.language_id = language


def _colour_theme(master: Any) -> None:
    """Put the house's colours and font in the theme, which the library keeps as plain bytes."""
    part = next(rel.target_part for rel in master.rels.values() if rel.reltype.endswith("/theme"))
    theme = part.blob.decode()
    for name, colour in _COLOURS.items():
        theme, found = re.subn(
            rf"(<a:{name}>).*?(</a:{name}>)", rf'\1<a:srgbClr val="{colour[1:]}"/>\2', theme
        )
        assert found == 1
    theme = re.sub(r'<a:latin typeface="[^"]*"', f'<a:latin typeface="{FONT}"', theme)
    part._blob = theme.encode()


def _set_text(element: Any, kind: str) -> None:
    """Set how the text of a placeholder looks, in its own list style."""
    size, bold, colour, side, anchor = _TEXTS[kind]
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
    for child in list(properties):
        properties.remove(child)
    for name, value in {
        "anchor": anchor,
        "lIns": "0",
        "rIns": "0",
        "tIns": "0",
        "bIns": "0",
    }.items():
        properties.set(name, value)


def _bar(left: float, top: float, width: float, height: float) -> Any:
    """A bar of the house's colour; it says nothing, so it is marked as decoration."""
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
