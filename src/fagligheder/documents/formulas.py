r"""Find the formulas of a markdown text, as JupyterLab does, and keep markdown away from them.

A formula stands between dollars, ``\\(`` and ``\\)``, ``\\[`` and ``\\]``, or ``\begin{…}`` and
``\end{…}``, without a blank line. Before markdown is parsed each is exchanged for one character
that no text has, and put back after; in code it is the text that it was. One that cannot be set
stands as its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from fagligheder.documents.formula_tree import formula_tree, is_low

Node = dict[str, Any]

#: The private characters that stand for formulas while markdown is parsed.
_FIRST, _LAST = 0xF0000, 0x10FFFD
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
_BLANK = ("softbreak", "linebreak")


def latex_as_markdown(latex: str) -> str:
    """Return LaTeX as markdown; all of it is a formula, where it marks none."""
    latex = re.sub(r"\n\s*\n", "\n", latex)
    marked = _DELIMITER.sub(r"\1\\\\\2", latex)
    return marked if "$" in latex or marked != latex else f"$$\n{latex}\n$$"


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


def put_back(tokens: Iterable[Node], held: list[Node]) -> list[Node]:
    """Return mistune's tokens with the formulas: where text is, as tokens, elsewhere as text.

    A formula that stands on a line of its own becomes a token beside its paragraph, of the type
    ``block_formula``.
    """
    if not held:
        return list(tokens)
    return [new for token in tokens for new in _put_back(token, held)]


def _put_back(token: Node, held: list[Node]) -> list[Node]:
    if token["type"] == "text":
        return _text_tokens(token["raw"], held)
    children = {"children": put_back(token["children"], held)} if "children" in token else {}
    restored = {key: _as_text(value, held) for key, value in token.items() if key != "children"}
    whole = {**restored, **children}
    return _blocks(whole) if token["type"] in ("paragraph", "block_text") else [whole]


def _text_tokens(text: str, held: list[Node]) -> list[Node]:
    parts = re.split(f"([{chr(_FIRST)}-{chr(_LAST)}])", text)
    return [
        held[ord(part) - _FIRST] if at % 2 else {"type": "text", "raw": part}
        for at, part in enumerate(parts)
        if part
    ]


def _as_text(value: Any, held: list[Node]) -> Any:
    if isinstance(value, dict):
        return {key: _as_text(item, held) for key, item in value.items()}
    if not isinstance(value, str):
        return value
    return "".join(token["raw"] for token in _text_tokens(value, held))


def _blocks(paragraph: Node) -> list[Node]:
    """Return a paragraph in parts: its text, and the formulas that are not within a line."""
    said = [token for token in paragraph["children"] if not _is_blank(token)]
    alone = len(said) == 1 and said[0]["type"] == "formula"
    blocks: list[Node] = []
    for apart, group in groupby(paragraph["children"], lambda t: _is_apart(t, alone)):
        part = list(group)
        if apart:
            blocks += [{**token, "type": "block_formula"} for token in part]
            continue
        while part and _is_blank(part[0]):
            part.pop(0)
        while part and _is_blank(part[-1]):
            part.pop()
        for at, strip in ((0, str.lstrip), (-1, str.rstrip)) if part else ():
            if part[at]["type"] == "text":
                part[at] = {**part[at], "raw": strip(part[at]["raw"])}
        if part:
            blocks.append({**paragraph, "children": part})
    return blocks


def _is_apart(token: Node, alone: bool) -> bool:
    return token["type"] == "formula" and (alone or token["display"])


def _is_blank(token: Node) -> bool:
    return token["type"] in _BLANK or (token["type"] == "text" and not token["raw"].strip())


def formula_node(token: Node, block: bool) -> Node:
    """Return a formula as a piece of a line or as a block; its source where it cannot be set."""
    tree = formula_tree(token["tex"], token["display"])
    if tree is None:
        return {"kind": "preformatted" if block else "code", "text": token["text"]}
    return {
        "kind": "formula",
        "text": token["text"],
        "alt": token["tex"],
        "display": token["display"],
        "low": len(token["tex"]) <= MOST_LOW and not token["display"] and is_low(tree),
        "tree": tree,
    }
