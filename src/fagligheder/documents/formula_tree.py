"""Read a formula in TeX as a tree of plain JSON data, from which page and PDF are both set.

A node has a ``tag`` of MathML and either ``text`` or ``children``. Beside them stand what the two
writers need of it: ``variant`` (how letters look), ``style`` (their size), ``fence``, ``size`` and
``ord`` of an operator, ``name`` of a function, ``movable`` limits, ``accent``, ``bare`` fractions,
``width`` of a space, ``align`` of a cell and the ``rowlines`` and ``columnlines`` of a table.

latex2mathml parses. What it does not know it passes on as letters, and what it half knows it
drops, so the source is looked at before and the tree after: a formula is set whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from unicodedata import category

from analysis.survey.extras import load
from fagligheder.documents.formula_rows import SCRIPTS, WORD_LOOKS, joined, styled
from fagligheder.documents.tex_source import UnknownError, prepared_tex

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Node = dict[str, Any]

#: Characters of one formula, and layers of it; typst's functions may call each other 80 deep.
MOST_CHARACTERS, MOST_LAYERS = 10_000, 20
_ENTITY = re.compile(r"&#x([0-9A-Fa-f]+);")
_OWN_ENTITY = re.compile(r"&#x(000A0|029F8);")
_TEXT_ESCAPE = re.compile(r"\\([%&_#$ ,])")
_LENGTH = re.compile(r"([-+]?\d*\.?\d+)\s*([a-z]+)")
_EM = {"em": 1, "ex": 0.43, "mu": 1 / 18, "pt": 0.1, "mm": 0.285, "cm": 2.85, "in": 7.2, "px": 0.08}
_NAMED_SPACE = {"thin": 0.167, "medium": 0.222, "thick": 0.278}
_VARIANTS = {"normal": "upright", "monospace": "mono", "sans-serif": "sans"}
_STYLES: dict[tuple[str | None, str | None], str]
_STYLES = {("true", None): "display", ("true", "0"): "display", ("false", "0"): "inline"}
_STYLES |= {("false", "1"): "script", (None, "1"): "script", ("false", "2"): "sscript"}
_PARTS = dict.fromkeys(("mfrac", "mroot", "msub", "msup", "mover", "munder"), 2)
_PARTS |= {"msubsup": 3, "munderover": 3}
_LOW = frozenset("mrow mi mn mo mtext msub msup msubsup".split())
_MOVABLE = frozenset("∑∏∐⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆") | frozenset("lim sup inf max min".split())
_ACCENTS = frozenset("^¯˘ˇ˙¨⃛⃜`´˚~―→←↔⏞⏟⎴⎵⏜⏝")
#: Signs as they are printed.
_PRINTED = {"-": "\N{MINUS SIGN}", "*": "\N{ASTERISK OPERATOR}", "'": "\N{PRIME}"}
_PRINTED |= {"\N{REVERSE SOLIDUS OPERATOR}": "\N{SET MINUS}"}
#: What latex2mathml takes for operators.
_LETTERS = frozenset("∞∅∂∇")


def formula_tree(tex: str, display: bool) -> Node | None:
    """Return the tree of a formula; None when all of it cannot be set.

    Parameters
    ----------
    tex : str
        Without dollars.
    display : bool
        Whether it stands on a line of its own.

    Examples
    --------
    >>> formula_tree("x", display=False)
    {'tag': 'mrow', 'children': [{'tag': 'mi', 'text': 'x'}]}
    >>> formula_tree("\\\\ukendt x", display=False)
    """
    if len(tex) > MOST_CHARACTERS:
        return None
    convert = load("latex2mathml.converter", "reports").convert_to_element
    try:
        read = convert(prepared_tex(tex), display="block" if display else "inline")
        tree: Node = {"tag": "mrow", "children": _row(read[0])}
        return tree if _layers(tree) <= MOST_LAYERS and any(_texts(tree)) else None
    except Exception:  # the parser's own errors are of every kind; each means the same here
        return None


def is_low(node: Node) -> bool:
    """Return whether a formula is hardly higher than a line of text."""
    return node["tag"] in _LOW and all(map(is_low, node.get("children", [])))


def _row(element: Element) -> list[Node]:
    """Return what stands in a row, in the order in which it is read."""
    nodes: list[Node] = []
    for child in element:
        if child.tag == "mspace" and child.get("linebreak"):
            nodes.append({"tag": "break"})
        else:
            nodes += _nodes(child)
    return joined(nodes)


def _nodes(element: Element) -> list[Node]:
    """Return an element as nodes: none for an empty one, several where a row is not one."""
    tag, children = element.tag, list(element)
    if tag in ("mi", "mn", "mo", "mtext"):
        return _row(element) if children else _leaf(element)
    if tag == "mspace":
        return [{"tag": "mspace", "width": _width(element.get("width", "0em"))}]
    if tag == "mpadded":
        return [node for child in children for node in _nodes(child)]
    if tag in ("mrow", "msqrt", "mphantom", "menclose", "mstyle"):
        return _group(element)
    if tag == "mtable":
        return [_table(element)]
    if tag in _PARTS:
        return [_scripted(element)]
    raise UnknownError


def _group(element: Element) -> list[Node]:
    row = _row(element)
    if element.tag == "mrow":
        if len(row) == 1 and row[0]["tag"] != "mo":
            return row
        if len(row) == 1 and not row[0].get("fence"):
            return [row[0] | {"ord": True}]
        return [{"tag": "mrow", "children": row}]
    node: Node = {"tag": element.tag, "children": row}
    if element.tag == "menclose":
        node["notation"] = element.get("notation")
    if element.tag == "mstyle":
        style = _STYLES.get((element.get("displaystyle"), element.get("scriptlevel")))
        if style == "script" and len(row) == 1 and row[0]["tag"] == "mtable":
            row[0]["small"] = True
        return [node | {"style": style}] if style else row
    return [node]


def _leaf(element: Element) -> list[Node]:
    raw = element.text or ""
    said = element.get("mathvariant", "")
    variant = _VARIANTS.get(said, said)
    if not raw:
        return [{"tag": "mo", "text": "", "fence": True}] if element.get("fence") else []
    if element.tag == "mtext":
        return [_text(raw, variant)]
    if "\\" in raw or raw in ("&", "#"):
        raise UnknownError
    text = _ENTITY.sub(lambda found: chr(int(found[1], 16)), raw)
    text = _PRINTED.get(text, text)
    if element.tag == "mn":
        return [{"tag": "mn", "text": "".join(styled(each, variant) for each in text)}]
    if element.tag == "mo" and text not in _LETTERS:
        return [_operator(text, element)]
    return [_letter(text, variant)]


def _text(raw: str, variant: str) -> Node:
    raw = _TEXT_ESCAPE.sub(lambda found: found[1].replace(",", "\N{THIN SPACE}"), raw)
    if "\\" in raw or (variant and variant not in WORD_LOOKS):
        raise UnknownError
    text = _OWN_ENTITY.sub(lambda found: chr(int(found[1], 16)), raw)
    return {"tag": "mtext", "text": text} | ({"variant": variant} if variant else {})


def _letter(text: str, variant: str) -> Node:
    """Return a letter, or what latex2mathml takes for one: a function or a sign."""
    if not variant and len(text) > 1 and text.isalpha():
        return {"tag": "mo", "text": text, "name": True}
    if not variant and category(text[0]) in ("Ps", "Pe", "Sm") and text not in _LETTERS:
        return {"tag": "mo", "text": text}
    if not variant and len(text) == 1 and "Α" <= text <= "Ω":
        variant = "upright"  # TeX slants no Greek capital
    return {"tag": "mi", "text": text} | ({"variant": variant} if variant else {})


def _operator(text: str, element: Element) -> Node:
    node: Node = {"tag": "mo", "text": text}
    if size := _LENGTH.fullmatch(element.get("minsize", "")):
        node["size"] = float(size[1])
    elif element.get("fence") == "true":
        node["fence"] = True
    if len(text) > 1:
        node["name"] = True
    if text in _MOVABLE or element.get("movablelimits") == "true":
        node["movable"] = True
    return node


def _scripted(element: Element) -> Node:
    """Return a fraction, a root, or what has something above or below it."""
    if len(element) != _PARTS[element.tag]:
        raise UnknownError
    parts = [_row(child) if child.tag == "mrow" else _nodes(child) for child in element]
    base, *scripts = (part[0] if len(part) == 1 else _as_row(part) for part in parts)
    node: Node = {"tag": element.tag, "children": [base, *scripts]}
    if base.get("movable") and element.tag in SCRIPTS:
        node["tag"] = SCRIPTS[element.tag]
    if element.tag == "mfrac" and element.get("linethickness", "").startswith("0"):
        node["bare"] = True
    if element.tag in ("mover", "munder") and scripts[0].get("text") in _ACCENTS:
        if not any(_texts(base)):
            raise UnknownError
        node["accent"] = scripts[0]["text"]
    return node


def _as_row(children: list[Node]) -> Node:
    return {"tag": "mrow", "children": children}


def _table(element: Element) -> Node:
    rows = [
        {
            "tag": "mtr",
            "children": [
                {"tag": "mtd", "children": _row(cell), "align": cell.get("columnalign", "center")}
                for cell in row
            ],
        }
        for row in element
    ]
    lines = {
        each: [at for at, kind in enumerate(element.get(each, "").split()) if kind != "none"]
        for each in ("rowlines", "columnlines")
    }
    looks = {
        "display": element.get("displaystyle") == "true",
        "close": element.get("columnspacing", "").startswith("0em"),
        "small": False,
    }
    return {"tag": "mtable", "children": rows, **looks, **lines}


def _width(length: str) -> float:
    """Return a length in em, within what a line has room for."""
    if found := _LENGTH.fullmatch(length.strip()):
        em = float(found[1]) * _EM.get(found[2], 0)
    else:
        kind = re.fullmatch("(negative)?(thin|medium|thick)mathspace", length)
        em = _NAMED_SPACE[kind[2]] * (-1 if kind[1] else 1) if kind else 0
    return round(max(-2, min(em, 20)), 3)


def _layers(node: Node) -> int:
    return 1 + max(map(_layers, node.get("children", [])), default=0)


def _texts(node: Node) -> Iterator[str]:
    yield node.get("text", "").strip()
    for child in node.get("children", []):
        yield from _texts(child)
