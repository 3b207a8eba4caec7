"""SVG figures made safe to set: known elements alone, no scripts, nothing fetched."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from analysis.survey.checks import InputError

_ELEMENTS = frozenset(
    "svg g defs symbol use style path rect circle ellipse line polyline polygon text "
    "tspan textPath clipPath mask pattern marker linearGradient radialGradient stop image".split()
)
_OWN_HREF = re.compile(r"#|data:image/(png|jpeg);base64,")
_OTHER_URL = re.compile(r"url\(\s*['\"]?(?!#)", re.IGNORECASE)
_SIZE = re.compile(r"\s*([\d.]+)")


def clean_svg(source: str, prefix: str, where: str) -> str:
    """Return an SVG figure without scripts, fonts, tooltips and foreign addresses.

    Parameters
    ----------
    source : str
        The figure. Of its outermost attributes the size alone is kept (``viewBox``): the page
        says how wide it stands and what its alternative text is.
    prefix : str
        Set before each id, so that several figures can stand in one page.
    where : str
        What an error message calls the figure.

    Raises
    ------
    InputError
        The text is not an SVG figure.

    Examples
    --------
    >>> figure = '<svg viewBox="0 0 9 9"><script>x</script><g id="a" onload="x"/></svg>'
    >>> print(clean_svg(figure, "f1-", "celle 1").split(">", 1)[1])
    <g id="f1-a" /></svg>
    """
    try:
        root = ElementTree.fromstring(source)
    except ElementTree.ParseError as error:
        raise InputError(f"{where}: figuren er ikke gyldig SVG ({error}). Tegn den igen.") from None
    if _local(root.tag) != "svg":
        raise InputError(f"{where}: figuren er ikke SVG, men <{_local(root.tag)}>. Tegn den igen.")
    _clean(root, prefix)
    root.attrib = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": root.get("viewBox") or _view_box(root, where),
        "aria-hidden": "true",
    }
    return ElementTree.tostring(root, encoding="unicode")


def _view_box(root: ElementTree.Element, where: str) -> str:
    width, height = (_SIZE.match(root.get(side, "")) for side in ("width", "height"))
    if not width or not height:
        raise InputError(
            f"{where}: figuren har hverken viewBox eller bredde og højde. Tegn den igen."
        )
    return f"0 0 {width[1]} {height[1]}"


def _clean(element: ElementTree.Element, prefix: str) -> None:
    element.tag = _local(element.tag)
    element.attrib = {
        name: _prefixed(name, value, prefix)
        for name, value in ((_local(key), value) for key, value in element.attrib.items())
        if _harmless(name, value)
    }
    if element.tag == "style":
        element.text = _plain_css(element.text or "")
    for child in list(element):
        if isinstance(child.tag, str) and _local(child.tag) in _ELEMENTS:
            _clean(child, prefix)
        else:
            element.remove(child)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _harmless(name: str, value: str) -> bool:
    if name == "href":
        return bool(_OWN_HREF.match(value))
    return not name.lower().startswith("on") and not _OTHER_URL.search(value)


def _prefixed(name: str, value: str, prefix: str) -> str:
    if name == "id":
        return prefix + value
    if name == "href" and value.startswith("#"):
        return f"#{prefix}{value[1:]}"
    return re.sub(r"(url\(\s*['\"]?#)", rf"\g<1>{prefix}", value)


def _plain_css(css: str) -> str:
    """Return the rules without embedded fonts: the page and the PDF bring the font themselves."""
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    return "" if "@" in css or _OTHER_URL.search(css) else css
