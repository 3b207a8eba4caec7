"""Decide for each part of an SVG figure whether it is drawn, unwrapped, left out or refused."""

from __future__ import annotations

from itertools import chain
from xml.etree import ElementTree

from analysis.survey.checks import InputError

Element = ElementTree.Element

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
DRAWN = frozenset(
    "use path rect circle ellipse line polyline polygon text tspan textPath image".split()
)
ELEMENTS = DRAWN | frozenset(
    "svg g defs symbol style clipPath mask pattern marker "
    "linearGradient radialGradient stop".split()
)
#: Elements that draw nothing themselves: names, filters, behaviour.
_UNDRAWN = frozenset(
    "title desc metadata script filter view cursor font font-face color-profile animate "
    "animateColor animateMotion animateTransform set discard link".split()
)
#: Elements of HTML that show something without text.
_PICTURES = frozenset("img svg math canvas video object iframe input".split())


def not_on_paper(where: str, found: str) -> InputError:
    """Return the error for a figure with a part that paper cannot hold."""
    return InputError(f"{where}: figuren {found}. Vis figuren som PNG.")


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]


def shown_part(element: Element, in_text: bool, where: str) -> Element | None:
    """Return an element as it is drawn, or nothing when it draws nothing."""
    name = local(element.tag)
    if not _is_svg(element):
        return None  # of another language than SVG: notes of the program that drew it
    if name == "a":
        element.tag = "tspan" if in_text else "g"
        for key in ("href", XLINK_HREF):
            element.attrib.pop(key, None)
        return element
    if name == "switch":
        return _switched(element, where)
    if name in ELEMENTS:
        return element
    if name in _UNDRAWN:
        if name.startswith(("animate", "set")) and element.get("fill") == "freeze":
            raise not_on_paper(
                where, f"bevæger sig (<{name}>) og ender anderledes, end den begynder"
            )
        return None
    parts = {local(part.tag) for part in element.iter()}
    if text := _seen_text(element):
        raise InputError(
            f'{where}: figuren viser teksten "{text[:60]}" i <{name}>, som ikke kan '
            "trykkes. Lad programmet skrive den som <text> (i mermaid: htmlLabels: false; i "
            "draw.io: uden formateret tekst), eller vis figuren som PNG."
        )
    if parts & (DRAWN | _PICTURES):
        raise not_on_paper(where, f"tegner i <{name}>, som ikke kan trykkes")
    return None


def _switched(switch: Element, where: str) -> Element:
    """Return a group with the one child of a switch that can be shown."""
    switch.tag = "g"
    children = [child for child in switch if _is_svg(child)]
    drawn = [each for each in children if local(each.tag) in ELEMENTS | {"a", "switch"}]
    said = [child for child in drawn if _is_meant(child)]
    first = said[0] if said else None
    for child in children:
        if child is first:
            break
        lost = _seen_text(child) if local(child.tag) == "foreignObject" else ""
        kept = "" if first is None else _seen_text(first)
        has_picture = first is not None and any(local(e.tag) == "image" for e in first.iter())
        if not has_picture and "".join(lost.split()) not in "".join(kept.split()):
            shown_part(child, False, where)
    for child in list(switch):
        if child is not first:
            switch.remove(child)
    return switch


def _is_svg(element: Element) -> bool:
    return element.tag.startswith((f"{{{SVG}}}", "{}")) or not element.tag.startswith("{")


def _seen_text(element: Element) -> str:
    """Return the text that a browser shows of an element."""
    if local(element.tag) in ("style", "script", "title", "desc", "metadata"):
        return ""
    parts = (part for child in element for part in (_seen_text(child), child.tail or ""))
    return " ".join(" ".join(chain([element.text or ""], parts)).split())


def _is_meant(part: Element) -> bool:
    """Return whether a part of a switch is for readers of Danish, or for all; it no longer asks."""
    languages = part.attrib.pop("systemLanguage", "da").split(",")
    part.attrib.pop("requiredFeatures", None)  # of which browsers take all to be there
    spoken = (one.strip().lower().partition("-")[0] for one in languages)
    return not part.attrib.pop("requiredExtensions", "").strip() and "da" in spoken
