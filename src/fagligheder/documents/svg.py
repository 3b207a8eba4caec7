"""Clean SVG figures: only known elements, no scripts, nothing fetched, and nothing lost in silence.

Ours, because sanitizers of HTML (nh3, bleach) drop SVG or put its attributes in lower case, and
none for SVG gives each figure ids and style rules of its own, as several on one page need.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from analysis.survey.checks import InputError
from fagligheder.documents.pictures import check_picture
from fagligheder.documents.svg_parts import (
    DRAWN,
    ELEMENTS,
    SVG,
    XLINK_HREF,
    local,
    not_on_paper,
    shown_part,
)
from fagligheder.documents.svg_size import drawing_area, view_box
from fagligheder.documents.svg_styles import (
    background,
    clean_declarations,
    clean_rules,
    clean_value,
)

Element = ElementTree.Element

_XML = "{http://www.w3.org/XML/1998/namespace}"
#: Attributes of the outermost element that style what is in it.
_INHERITED = re.compile(
    "(class|style|transform|fill|stroke|font|color|opacity|text|letter|word|clip|mask|marker|"
    "paint|shape|image|visibility|display|direction|dominant|alignment|writing|vector|mix)"
)
#: Attributes whose value is CSS.
_PAINTING = re.compile("(fill|stroke|clip-path|mask|marker|filter|cursor|color|font|flood|stop)")
_OWN_PICTURE = re.compile(r"data:image/(png|jpe?g);base64,(.*)", re.DOTALL)
_ADDRESS = re.compile(r"\\|url\s*\(|image-set\s*\(", re.IGNORECASE)
#: Elements that a figure may have; typst takes minutes to draw more.
MOST_ELEMENTS = 50_000


def clean_svg(source: str, prefix: str, where: str) -> str:
    """Return an SVG figure without scripts, fonts, tooltips and addresses outside it.

    Links and switches are unwrapped; filters go, and with them what refers to them; movement
    stands as it starts.

    Parameters
    ----------
    source : str
        The figure. The page sets its width and its alternative text; the styling of its outermost
        element is moved to a group in it.
    prefix : str
        Set before each id, so that several figures can stand in one page.
    where : str
        What an error message calls the figure.

    Raises
    ------
    InputError
        The text is not an SVG figure, or a part that is seen would be lost: text in HTML, a
        picture or a colour from elsewhere.

    Examples
    --------
    >>> figure = '<svg viewBox="0 0 9 9"><script>x</script><rect id="a" onload="x"/></svg>'
    >>> print(clean_svg(figure, "f1-", "celle 1").split(">", 1)[1])
    <rect id="f1-a" /></svg>
    """
    try:
        root = ElementTree.fromstring(source.strip("\ufeff \t\r\n"))
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(f"{where}: figuren er ikke gyldig SVG ({error}). Tegn den igen.") from None
    count = sum(1 for _ in root.iter())
    if count > MOST_ELEMENTS:
        raise InputError(
            f"{where}: figuren har {count} dele, forventede højst {MOST_ELEMENTS}. "
            "Tegn den som PNG."
        )
    if local(root.tag) != "svg":
        raise InputError(f"{where}: figuren er ikke SVG, men <{local(root.tag)}>. Tegn den igen.")
    try:
        return _Figure(root, prefix, where).clean()
    except RecursionError:
        raise InputError(
            f"{where}: figurens dele ligger for dybt i hinanden. Tegn den igen."
        ) from None


@dataclass(frozen=True)
class _Figure:
    root: Element
    prefix: str
    where: str

    def clean(self) -> str:
        """Return the figure as text."""
        root, area = self.root, view_box(self.root.attrib, self.where)
        styled = self._outermost_styling()
        ids = {element.get("id", "") for element in root.iter()}
        scripted = any(local(element.tag) == "script" for element in root.iter())
        outer, inner = drawing_area(root.attrib, area)
        self._clean(root)
        if scripted and not any(element.tag in DRAWN for element in root.iter()):
            raise not_on_paper(self.where, "tegnes af et script, som ikke kører på papir")
        self._check_references(ids)
        content = list(root)
        if inner:
            content = [self._group("svg", inner, content)]
        if styled is not None:
            content = [self._group("g", styled, content)]
            if colour := background(styled.get("style", "")):
                x, y, width, height = re.split(r"[\s,]+", outer.strip())
                ground = {"x": x, "y": y, "width": width, "height": height, "fill": colour}
                content.insert(0, Element("rect", ground))
        whole = self._group("svg", {"id": f"{self.prefix}svg", "xmlns": SVG}, content)
        whole.attrib |= {"viewBox": outer, "aria-hidden": "true"}
        whole.text = None if styled is not None or inner else root.text
        return ElementTree.tostring(whole, encoding="unicode")

    def _group(self, tag: str, attributes: dict[str, str], children: list[Element]) -> Element:
        group = Element(tag, attributes)
        group.extend(children)
        return group

    def _outermost_styling(self) -> dict[str, str] | None:
        """Return what the outermost element says of the look of the others; None for nothing."""
        attributes = self._attributes(self.root)
        styling = {name: value for name, value in attributes.items() if _INHERITED.match(name)}
        space = f"{_XML}space"
        styling |= {space: attributes[space]} if space in attributes else {}
        css = " ".join(e.text or "" for e in self.root.iter() if local(e.tag) == "style")
        own = self.root.get("id", "")
        if own and f"#{own}" in css:
            styling["id"] = self.prefix + own
        return styling if styling or re.search(r"(?<![\w.#-])(svg|:root)(?![\w-])", css) else None

    def _clean(self, element: Element, in_text: bool = False) -> None:
        element.attrib = self._attributes(element)
        element.tag = local(element.tag)
        if element.tag == "style":
            self._clean_style(element)
            return
        in_text = in_text or element.tag == "text"
        before: Element | None = None
        for child in list(element):
            shown = shown_part(child, in_text, self.where)
            if shown is not None:
                self._clean(shown, in_text)
                before = shown
                continue
            element.remove(child)
            if not in_text:
                continue  # only in a text is the text after a part seen
            if before is None:
                element.text = (element.text or "") + (child.tail or "")
            else:
                before.tail = (before.tail or "") + (child.tail or "")

    def _clean_style(self, style: Element) -> None:
        css = "".join(style.itertext())
        for child in list(style):
            style.remove(child)
        if media := style.attrib.pop("media", ""):
            css = f"@media {media}{{{css}}}"
        is_css = style.get("type", "text/css").strip().lower() == "text/css"
        style.text = clean_rules(css, self.prefix, self.where) if is_css else ""

    def _attributes(self, element: Element) -> dict[str, str]:
        clean: dict[str, str] = {}
        for key, value in element.attrib.items():
            if key.startswith("{") and key not in (XLINK_HREF, f"{_XML}space", f"{_XML}lang"):
                continue
            name = key if key.startswith(_XML) else local(key)
            kept = self._value(local(element.tag), name, value)
            if kept is not None and not (key == XLINK_HREF and "href" in element.attrib):
                clean[name] = kept
        return clean

    def _value(self, tag: str, name: str, value: str) -> str | None:
        if name.lower().startswith("on"):
            return None
        if name == "id":
            return self.prefix + value
        if name == "href":
            return self._target(tag, value.strip())
        if name == "style":
            return clean_declarations(value, self.prefix, self.where)
        if _PAINTING.match(name):
            return clean_value(name, value, self.prefix, self.where)
        return None if _ADDRESS.search(value) else value

    def _target(self, tag: str, address: str) -> str | None:
        if address.startswith("#"):
            return f"#{self.prefix}{address[1:]}"
        if not address or tag not in ELEMENTS:
            return None
        picture = _OWN_PICTURE.fullmatch(address) if tag == "image" else None
        if picture is None:
            raise InputError(
                f"{self.where}: figuren henter {address[:60]} i <{tag}>, og det kan ikke følge "
                "med ud af notesbogen. Læg det ind som PNG eller JPEG, eller vis figuren som PNG."
            )
        mime = "image/png" if picture[1] == "png" else "image/jpeg"
        check_picture(picture[2], mime, self.where)
        return address

    def _check_references(self, ids: set[str]) -> None:
        """Refuse a figure in which something drawn refers to a part that is gone."""
        there = {element.get("id") for element in self.root.iter()}
        gone = {f"{self.prefix}{one}" for one in ids if f"{self.prefix}{one}" not in there}
        gone.discard(f"{self.prefix}{self.root.get('id', '')}")
        if not gone - {self.prefix}:
            return
        for element in self.root.iter():
            texts = [
                f"url({element.get('href', '')})",
                element.text or "",
                *element.attrib.values(),
            ]
            for found in re.findall(r"url\(#([^)]+)\)", " ".join(texts)):
                if found in gone:
                    name = found.removeprefix(self.prefix)
                    raise not_on_paper(self.where, f'bruger delen "{name}", som ikke kan trykkes')
