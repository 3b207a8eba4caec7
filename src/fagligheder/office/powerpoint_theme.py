"""Colours, font and logo of the theme in use, in a deck of PowerPoint."""

from __future__ import annotations

import io
from typing import Any

from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from analysis.display.figures import palette
from analysis.display.figures.palette import recoloured
from fagligheder.documents.logo import logo_picture
from fagligheder.office.style import font_name

#: The logo's height, and where its upper edge is, in inches: on the cover, and on other slides.
_LOGO = {"cover": (0.7, 0.62), "content": (0.3, 0.1)}


def set_scheme(master: Any) -> None:
    """Put colours and font in the theme of a deck, which the library keeps as plain bytes."""
    colours = {
        "dk2": palette.NAVY,
        "lt2": palette.PANEL,
        **{f"accent{i}": colour for i, colour in enumerate(palette.SEQUENTIAL, start=1)},
        "accent6": palette.ACCENT,
        "hlink": palette.NAVY,
        "folHlink": palette.MUTED,
    }
    part = next(rel.target_part for rel in master.rels.values() if rel.reltype.endswith("/theme"))
    theme = parse_xml(part.blob)
    for name, colour in colours.items():
        (place,) = theme.iter(qn(f"a:{name}"))
        place[:] = [parse_xml(f'<a:srgbClr {nsdecls("a")} val="{colour[1:]}"/>')]
    for font in theme.iter(qn("a:latin")):
        font.set("typeface", font_name())
    part._blob = serialize_part_xml(theme)


def recolour_layouts(presentation: Any) -> None:
    """Put the colours in the template's layouts, which have the project's own."""
    set_scheme(presentation.slide_master.part)
    for page in (presentation.slide_master, *presentation.slide_layouts):
        for colour in page._element.iter(qn("a:srgbClr")):
            colour.set("val", recoloured(f"#{colour.get('val').lower()}")[1:])


def add_logo(page: Any, right: float) -> None:
    """Put the logo in the upper right corner of a slide, above its title."""
    logo = logo_picture()
    if logo is None:
        return
    content, alt = logo
    height, top = _LOGO[page.slide_layout.name]
    picture = page.shapes.add_picture(io.BytesIO(content), 0, Inches(top), height=Inches(height))
    picture.left = Inches(right) - picture.width
    picture.name = "Logo"
    picture._element.nvPicPr.cNvPr.set("descr", alt)
