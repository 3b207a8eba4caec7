r"""Find the formulas of a markdown text, as JupyterLab does, and keep markdown away from them.

A formula stands between dollars, ``\\(`` and ``\\)``, ``\\[`` and ``\\]``, or ``\begin{…}`` and
``\end{…}``, without a blank line. Before markdown is parsed each is exchanged for one character
that no text has, and put back after; in code it is the text that it was. One that cannot be set
stands as its source.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import unquote

from fagligheder.documents.formula_tree import formula_tree, is_low
from fagligheder.documents.html_text import tidy
from fagligheder.documents.pieces import Node

#: The private characters that stand for formulas while markdown is parsed.
_FIRST, _LAST = 0xF0000, 0x10FFFD
_PRIVATE = re.compile(f"([{chr(_FIRST)}-{chr(_LAST)}])")
#: One of them in an address, in which markdown writes it with signs of per cent.
_IN_ADDRESS = re.compile(r"%F(?:3%B[0-9A-F]|4%8[0-9A-F])(?:%[89AB][0-9A-F]){2}")
_ANY = r"(?:[^\n]|\n(?![ \t>]*\n))"
_BODY = rf"(?:\\(?:text[a-z]*|mbox)\{{[^{{}}\n]*\}}|\\(?:.|\n)|(?![\\$`]){_ANY})++"
_WRITTEN = r"[^$]*?[\\^_={}]|\s*[A-Za-z]\s*\$|[A-Za-z]\w*\$"
_FOUND = re.compile(
    rf"""
      ^[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(?P<fence>`{{3,}}(?=[^`\n]*$)|~{{3,}})[^\n]*\n
        (?:[\s\S]*?^[ \t>]*(?P=fence)[`~]*[ \t]*$|[\s\S]*)
    | (?<!`)(?P<ticks>`++){_ANY}*?(?<!`)(?P=ticks)(?!`)
    | (?P<private>[{chr(_FIRST)}-{chr(_LAST)}])
    | \$\$(?P<dollars>(?:\\(?:.|\n)|\$(?!\$)|(?![\\$]){_ANY})++)\$\$
    # After a number, or with a space within, it is money where it is not written as a formula.
    | (?:(?<!\d)\$|\$(?={_WRITTEN}))(?!\s|\d[^$\n]*\$\s?\d)(?P<tight>{_BODY})(?<!\s)\$(?!\d)
    | (?:\$(?={_WRITTEN})|(?<!\d)(?<!\d\s)\$(?=[^$]*?[<>+|]))(?=\s)(?P<loose>{_BODY})\$(?!\w)
    | \\\\\((?P<round>(?:(?!\\\\[()]){_ANY})++)\\\\\)
    | \\\\\[(?P<square>(?:(?!\\\\(?:\]|\[(?!-?[\d.]+[a-z]{{2}}\]))){_ANY})++)\\\\\]
    | (?P<environment>\\begin\{{(?P<name>[a-zA-Z]+\*?)\}}
        (?:[^\\\n]++|\\(?!end\{{(?P=name)\}})|\n(?![ \t>]*\n)){{0,1000}}+\\end\{{(?P=name)\}})
    | \\.
    """,
    re.VERBOSE | re.MULTILINE,
)
#: How a formula may be written, and whether it then stands on a line of its own.
_DISPLAY = {"dollars": True, "square": True, "environment": True}
_DISPLAY |= dict.fromkeys(("tight", "loose", "round"), False)
#: What begins or ends a formula in LaTeX, where it is not the end of a row.
_DELIMITER = re.compile(r"(?<!\\)((?:\\\\)*)\\([()\[\]])")
_QUOTED = re.compile(r"\n[ \t]*>[ \t]?")
#: Characters of a formula that certainly has room on a line.
MOST_LOW = 60


def latex_as_markdown(latex: str) -> str:
    """Return LaTeX as markdown; all of it is a formula, where it marks none.

    What stands around its formulas is text, without tags.
    """
    latex = re.sub(r"\n\s*\n", "\n", latex)
    marked = _DELIMITER.sub(r"\1\\\\\2", latex)
    if "$" not in latex and marked == latex:
        return f"$$\n{latex}\n$$"
    held, formulas = hold_formulas(marked)
    return as_source(escape(held, quote=False), formulas)


def hold_formulas(source: str) -> tuple[str, list[Node]]:
    """Return a markdown text with a private character for each formula, and the formulas.

    Examples
    --------
    >>> hold_formulas("Det er $x$ og ikke $5.")[1]
    [{'type': 'formula', 'raw': '$x$', 'text': '$x$', 'tex': 'x', 'display': False}]
    """
    held: list[Node] = []

    def hold(found: re.Match[str]) -> str:
        token = _token(found)
        if token is None or _FIRST + len(held) > _LAST:
            return found[0]
        held.append(token)
        return chr(_FIRST + len(held) - 1)

    return (_FOUND.sub(hold, source) if re.search(r"[$\\]", source) else source), held


def _token(found: re.Match[str]) -> Node | None:
    """Return what has been found, where it is a formula or a private character."""
    if found["private"]:
        return {"type": "text", "raw": found[0]}
    kind = next((kind for kind in _DISPLAY if found[kind] is not None), None)
    if kind is None or not found[kind].strip():
        return None
    raw, tex = found[0], found[kind]
    line = found.string[found.string.rfind("\n", 0, found.start()) + 1 : found.start()]
    if line.lstrip(" \t").startswith(">"):
        tex = _QUOTED.sub("\n", tex)
    tex = tex.strip()
    dollars = "" if kind == "environment" else "$$" if _DISPLAY[kind] else "$"
    text = raw if raw.startswith("$") and ">" not in line else f"{dollars}{tex}{dollars}"
    return {"type": "formula", "raw": raw, "text": text, "tex": tex, "display": _DISPLAY[kind]}


def put_back(blocks: list[Node], held: list[Node]) -> list[Node]:
    """Return blocks with the formulas: as formulas where text is, elsewhere as their source.

    A formula that stands on a line of its own becomes a block beside its paragraph.
    """
    return _restored(blocks, held) if held else blocks


def as_source(text: str, held: list[Node]) -> str:
    """Return a text with the formulas as they were written."""
    return _PRIVATE.sub(lambda found: _held(found[0], held)["raw"], text)


def _held(character: str, held: list[Node]) -> Node:
    return held[ord(character) - _FIRST]


def _restored(value: Any, held: list[Node]) -> Any:
    if isinstance(value, str):
        return as_source(_IN_ADDRESS.sub(lambda found: unquote(found[0]), value), held)
    if isinstance(value, dict):
        return {key: _restored(item, held) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    return [new for each in value for new in _put_back(each, held)]


def _put_back(one: Any, held: list[Node]) -> list[Any]:
    """Return what a block, a piece of a line or a list of them becomes."""
    kind = one.get("kind") if isinstance(one, dict) else None
    if kind == "text":
        parts = [part for part in _PRIVATE.split(one["text"]) if part]
        return [
            _piece(_held(part, held)) if _PRIVATE.match(part) else {**one, "text": part}
            for part in parts
        ]
    whole = _restored(one, held)
    return _blocks(whole) if kind == "paragraph" else [whole]


def _blocks(paragraph: Node) -> list[Node]:
    """Return a paragraph in parts: its text, and the formulas that are not within a line."""
    said = [piece for piece in paragraph["children"] if not _is_blank(piece)]
    alone = len(said) == 1
    blocks: list[Node] = []
    for apart, group in groupby(paragraph["children"], lambda piece: _is_apart(piece, alone)):
        part = list(group)
        if apart:
            blocks += map(_block, part)
        elif part := tidy(part):
            blocks.append({**paragraph, "children": part})
    return blocks


def _is_apart(piece: Node, alone: bool) -> bool:
    return "display" in piece and (alone or piece["display"])


def _is_blank(piece: Node) -> bool:
    return piece["kind"] == "break" or not piece.get("text", "x").strip()


def _piece(token: Node) -> Node:
    """Return a formula as a piece of a line; its source where it cannot be set."""
    if token["type"] == "text":  # a private character of the text's own
        return {"kind": "text", "text": token["raw"]}
    tree = formula_tree(token["tex"], token["display"])
    said = {"text": token["text"], "display": token["display"]}
    if tree is None:
        return {"kind": "code", **said}
    low = len(token["tex"]) <= MOST_LOW and not token["display"] and is_low(tree)
    return {"kind": "formula", **said, "alt": token["tex"], "low": low, "tree": tree}


def _block(piece: Node) -> Node:
    """Return a piece as a block of its own."""
    return piece if piece["kind"] == "formula" else {"kind": "preformatted", "text": piece["text"]}
