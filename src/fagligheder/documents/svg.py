"""Clean SVG figures: only known elements, no scripts, nothing fetched.

Ours, because sanitizers of HTML (nh3, bleach) drop SVG or put its attributes in lower case, and
none for SVG gives each figure ids and style rules of its own, as several on one page need.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from analysis.survey.checks import InputError

_ELEMENTS = frozenset(
    "svg g defs symbol use style path rect circle ellipse line polyline polygon text "
    "tspan textPath clipPath mask pattern marker linearGradient radialGradient stop image".split()
)
_OWN_HREF = re.compile(r"#|data:image/(png|jpeg);base64,")
_OTHER_URL = re.compile(
    r"url\(\s*['\"]?(?!#)|\b(?:image|image-set|cross-fade|src)\s*\(", re.IGNORECASE
)
#: A rule in a figure's style: selectors and declarations, without @ and without markup.
_RULE = re.compile(r"([^{}<>\\@]+)\{([^{}<>\\@]*)\}")
#: Elements that a figure may have; typst takes minutes to draw more.
MOST_ELEMENTS = 50_000
_SIZE = re.compile(r"\s*([\d.]+)")


def clean_svg(source: str, prefix: str, where: str) -> str:
    """Return an SVG figure without scripts, fonts, tooltips and addresses outside it.

    Parameters
    ----------
    source : str
        The figure. Of its outermost attributes only the size is kept (``viewBox``): the page
        sets its width and its alternative text.
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
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(f"{where}: figuren er ikke gyldig SVG ({error}). Tegn den igen.") from None
    count = sum(1 for _ in root.iter())
    if count > MOST_ELEMENTS:
        raise InputError(
            f"{where}: figuren har {count} dele, forventede højst {MOST_ELEMENTS}. "
            "Tegn den som PNG."
        )
    if _local(root.tag) != "svg":
        raise InputError(f"{where}: figuren er ikke SVG, men <{_local(root.tag)}>. Tegn den igen.")
    try:
        _clean(root, prefix)
    except RecursionError:
        raise InputError(
            f"{where}: figurens dele ligger for dybt i hinanden. Tegn den igen."
        ) from None
    root.attrib = {
        "id": f"{prefix}svg",
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": _view_box(root, where),
        "aria-hidden": "true",
    }
    return ElementTree.tostring(root, encoding="unicode")


def _view_box(root: ElementTree.Element, where: str) -> str:
    if box := root.get("viewBox"):
        if not _is_area(box):
            raise InputError(f"{where}: figurens viewBox er ingen flade ({box!r}). Tegn den igen.")
        return box
    width, height = (_SIZE.match(root.get(side, "")) for side in ("width", "height"))
    if not width or not height:
        raise InputError(
            f"{where}: figuren har hverken viewBox eller bredde og højde. Tegn den igen."
        )
    return f"0 0 {width[1]} {height[1]}"


def _is_area(box: str) -> bool:
    try:
        numbers = [float(number) for number in re.split(r"[\s,]+", box.strip())]
    except ValueError:
        return False
    return len(numbers) == 4 and min(numbers[2:]) > 0 and all(abs(one) < 1e6 for one in numbers)


def _clean(element: ElementTree.Element, prefix: str) -> None:
    element.tag = _local(element.tag)
    element.attrib = {
        name: _prefixed(name, value, prefix)
        for name, value in ((_local(key), value) for key, value in element.attrib.items())
        if _is_harmless(name, value)
    }
    if element.tag == "style":
        element.text = _plain_css(element.text or "", prefix)
    for child in list(element):
        if isinstance(child.tag, str) and _local(child.tag) in _ELEMENTS:
            _clean(child, prefix)
        else:
            element.remove(child)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _is_harmless(name: str, value: str) -> bool:
    if name == "href":
        return bool(_OWN_HREF.match(value))
    if name.lower().startswith("on") or "\\" in value:
        return False
    return "(" not in value or not _OTHER_URL.search(value)


def _prefixed(name: str, value: str, prefix: str) -> str:
    if name == "id":
        return prefix + value
    if name == "href" and value.startswith("#"):
        return f"#{prefix}{value[1:]}"
    if "#" not in value:
        return value
    return re.sub(r"(url\(\s*['\"]?#)", rf"\g<1>{prefix}", value)


def _plain_css(css: str, prefix: str) -> str:
    """Return the style rules, limited to this figure and without embedded fonts.

    The page and the PDF bring the font themselves. Where one rule is suspect, all are dropped.
    """
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    if _OTHER_URL.search(css) or _RULE.sub("", css).strip():
        return ""
    rules = []
    for selectors, declarations in _RULE.findall(css):
        prefixed = selectors.replace("#", f"#{prefix}").split(",")
        own = ", ".join(f"#{prefix}svg {selector.strip()}" for selector in prefixed)
        rules.append(f"{own}{{{declarations.strip()}}}")
    return "\n".join(rules)
