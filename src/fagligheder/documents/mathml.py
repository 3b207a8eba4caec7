"""Write the tree of a formula as MathML Core, which browsers set and screen readers speak."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

Node = dict[str, Any]

_STYLES = {
    "display": {"displaystyle": "true", "scriptlevel": "0"},
    "inline": {"displaystyle": "false", "scriptlevel": "0"},
    "script": {"displaystyle": "false", "scriptlevel": "1"},
    "sscript": {"displaystyle": "false", "scriptlevel": "2"},
}

#: Elements and letters of a formula that a telephone may have no room for: it can be scrolled.
LONG = 30
#: Lines over and under, in the characters that browsers stretch.
_LINES = {("mover", "―"): "¯", ("munder", "―"): "_"}
#: What browsers would stretch, and would set apart, unasked.
_BRACKETS, _BARS = frozenset("()[]{}/⟨⟩⌈⌉⌊⌋"), frozenset("|‖")


def mathml(formula: Node, block: bool = False) -> str:
    """Return a formula as an element of HTML.

    Parameters
    ----------
    formula : dict
        A piece or block of the kind ``formula``.
    block : bool
        Whether it stands alone.

    Examples
    --------
    >>> tree = {"tag": "mrow", "children": [{"tag": "mi", "text": "x"}]}
    >>> mathml({"alt": "x", "display": False, "tree": tree})
    '<math alttext="x"><mrow><mi>x</mi></mrow></math>'
    """
    math = Element("math", {"alttext": formula["alt"]})
    if formula["display"]:
        math.set(*(("display", "block") if block else ("displaystyle", "true")))
    _write(formula["tree"], math)
    written = tostring(math, encoding="unicode", short_empty_elements=False)
    if block or sum(1 + len(element.text or "") for element in math.iter()) < LONG:
        return written
    return f'<span class="wide" tabindex="0">{written}</span>'


def _write(node: Node, parent: Element) -> None:
    element = SubElement(parent, _tag(node), _attributes(node))
    element.text = node.get("text")
    for child in node.get("children", []):
        _write(child, element)
    if line := _LINES.get((node["tag"], node.get("accent", ""))):
        element[1].text = line
    if node["tag"] == "mtable":
        _draw_lines(node, element)


def _tag(node: Node) -> str:
    if node["tag"] == "menclose":
        return "mrow"
    return "mtext" if node["tag"] == "mi" and _is_word(node) else str(node["tag"])


def _is_word(node: Node) -> bool:
    return len(node["text"]) > 1


def _attributes(node: Node) -> dict[str, str]:
    tag = node["tag"]
    if tag == "mo":
        return _operator(node)
    if tag == "mi" and node.get("variant") == "upright" and not _is_word(node):
        return {"mathvariant": "normal"}
    if tag in ("mi", "mtext"):
        names = [node["variant"]] if "variant" in node else []
        names += ["word"] if tag == "mi" and _is_word(node) else []
        return {"class": " ".join(names)} if names else {}
    if tag == "mspace":
        return {"width": f"{node['width']}em"}
    if tag == "mstyle":
        return _STYLES[node["style"]]
    if tag == "mfrac":
        return {"linethickness": "0"} if node.get("bare") else {}
    if tag == "mtable":
        looks = {"displaystyle": "true"} if node["display"] else {}
        return {**looks, "class": "close"} if node["close"] else looks
    if tag == "mtd":
        return {"class": node["align"]}
    if tag == "menclose":
        return {"class": node["notation"]}
    if node.get("accent"):
        return {"accent" if tag == "mover" else "accentunder": "true"}
    return {}


def _operator(node: Node) -> dict[str, str]:
    said = {"movablelimits": "true"} if node.get("movable") else {}
    if node.get("ord"):
        return {"lspace": "0", "rspace": "0"}
    if node.get("name"):
        return said | {"lspace": "0.167em", "rspace": "0.167em"}
    if "size" in node:
        return {"minsize": f"{node['size']}em", "maxsize": f"{node['size']}em"}
    if node.get("fence"):
        return {"fence": "true", "stretchy": "true"}
    if node["text"] in _BARS:
        return {"stretchy": "false", "lspace": "0", "rspace": "0"}
    return {"stretchy": "false"} if node["text"] in _BRACKETS else said


def _draw_lines(node: Node, table: Element) -> None:
    """Mark the cells that a line of the table stands after."""
    for at, row in enumerate(table):
        for column, cell in enumerate(row):
            if at in node["rowlines"]:
                cell.attrib["class"] += " line-below"
            if column in node["columnlines"]:
                cell.attrib["class"] += " line-after"
