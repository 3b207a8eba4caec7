"""Parse markdown to plain JSON data: blocks and inline pieces.

Blocks: ``heading`` (level, children), ``paragraph`` (children), ``list`` (ordered, start, items),
``quote`` (blocks), ``table``, ``preformatted`` (text), ``formula`` and ``rule``. Inline pieces:
``text`` and ``code`` (text), ``formula`` (text as written, alt, display, low, tree), ``strong`` and
``emphasis`` (children), ``link`` (url, children), ``break`` and ``anchor`` (name), a place that
links lead to. HTML inside markdown is shown as text, but for anchors.

mistune parses. Its tokens are simplified here rather than by its renderers, because one form
serves HTML and typst, and because links and images are checked on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from typing import Any, cast
from unicodedata import category

import mistune

from analysis.survey.checks import InputError
from fagligheder.documents.formulas import formula_node, hold_formulas, put_back

Node = dict[str, Any]

_ANCHOR = re.compile(r"""<a\s+(?:id|name)\s*=\s*["']?([^"'>\s]+)["']?\s*/?>""", re.IGNORECASE)
_SAFE_LINK = re.compile(r"(https?:|mailto:|#|[^:]*$)", re.IGNORECASE)


def parse_markdown(source: str, where: str = "markdown") -> list[Node]:
    """Return the blocks of a markdown text.

    Parameters
    ----------
    source : str
        CommonMark with tables.
    where : str
        What an error message calls the text.

    Raises
    ------
    InputError
        The text shows an image: figures come from code cells, with their alternative text.

    Examples
    --------
    >>> parse_markdown("## Hvad *nu*?")[0]["level"]
    2
    """
    held, formulas = hold_formulas(source)
    return _blocks(put_back(cast(list[Node], _parser()(held)), formulas), where)


@lru_cache(maxsize=1)
def _parser() -> mistune.Markdown:
    return mistune.create_markdown(renderer=None, plugins=["table"])


def line_pieces(text: str) -> list[Node]:
    """Return plain text of one or more lines as inline pieces.

    Examples
    --------
    >>> line_pieces("Hjælper\\nFinder")[1]
    {'kind': 'break'}
    """
    pieces = [piece for line in text.split("\n") for piece in ({"kind": "break"}, _text(line))]
    return pieces[1:]


def plain_text(pieces: Iterable[Node]) -> str:
    """Return the text of inline pieces, without markup.

    Examples
    --------
    >>> plain_text(parse_markdown("**Odder** Kommune")[0]["children"])
    'Odder Kommune'
    """
    return "".join(
        plain_text(piece["children"]) if "children" in piece else _plain(piece) for piece in pieces
    )


def _plain(piece: Node) -> str:
    return "" if piece["kind"] == "anchor" else str(piece.get("text", " "))


def _text(text: str) -> Node:
    return {"kind": "text", "text": text}


def _blocks(tokens: Iterable[Node], where: str) -> list[Node]:
    return [block for token in tokens if (block := _block(token, where)) is not None]


def _block(token: Node, where: str) -> Node | None:
    kind = token["type"]
    if kind == "heading":
        return _heading(token["attrs"]["level"], _pieces(token, where))
    if kind in ("paragraph", "block_text"):
        return {"kind": "paragraph", "children": _pieces(token, where)}
    if kind == "block_html":
        text = re.sub(r"<!--.*?-->", "", token["raw"], flags=re.DOTALL).strip()
        return {"kind": "paragraph", "children": [_text(text)]} if text else None
    if kind == "list":
        items = [_blocks(item["children"], where) for item in token["children"]]
        attrs = token["attrs"]
        return {
            "kind": "list",
            "ordered": attrs["ordered"],
            "start": attrs.get("start") or 1,
            "items": items,
        }
    if kind == "block_quote":
        return {"kind": "quote", "blocks": _blocks(token["children"], where)}
    if kind == "block_code":
        return {"kind": "preformatted", "text": token["raw"].rstrip("\n")}
    if kind == "block_formula":
        return formula_node(token, block=True)
    if kind == "table":
        return _table(token, where)
    return {"kind": "rule"} if kind == "thematic_break" else None


def _heading(level: int, children: list[Node]) -> Node | None:
    """Return a heading; one without words has nothing to say, but the places in it remain."""
    if has_words(plain_text(children)):
        return {"kind": "heading", "level": level, "children": children}
    anchors = [piece for piece in children if piece["kind"] == "anchor"]
    return {"kind": "paragraph", "children": anchors} if anchors else None


def has_words(text: str) -> bool:
    """Return whether a text has anything to be seen."""
    return any(not c.isspace() and category(c) not in ("Cc", "Cf", "Co", "Mn") for c in text)


def _table(token: Node, where: str) -> Node:
    head, *bodies = token["children"]
    columns = [
        {"label": _pieces(cell, where), "sub": "", "align": cell["attrs"]["align"] or "left"}
        for cell in head["children"]
    ]
    rows = [
        {"cells": [_pieces(cell, where) for cell in row["children"]], "emphasis": False}
        for body in bodies
        for row in body["children"]
    ]
    return {"kind": "table", "caption": "", "columns": columns, "rows": rows, "note": ""}


def _pieces(token: Node, where: str) -> list[Node]:
    pieces, in_anchor = [], False
    for child in token.get("children", []):
        raw = child.get("raw", "") if child["type"] == "inline_html" else ""
        anchor = _ANCHOR.fullmatch(raw)
        if anchor or (in_anchor and raw.lower() == "</a>"):
            in_anchor = bool(anchor)
            pieces += [{"kind": "anchor", "name": anchor[1]}] if anchor else []
            continue
        pieces.append(_piece(child, where))
    return pieces


def _piece(token: Node, where: str) -> Node:
    kind = token["type"]
    if kind in ("strong", "emphasis"):
        return {"kind": kind, "children": _pieces(token, where)}
    if kind == "codespan":
        return {"kind": "code", "text": unescape(token["raw"])}
    if kind == "formula":
        return formula_node(token, block=False)
    if kind == "link":
        url, children = token["attrs"]["url"], _pieces(token, where)
        safe = _SAFE_LINK.match(url)
        return {"kind": "link", "url": url if safe else "", "children": children}
    if kind == "image":
        raise InputError(
            f"{where}: billedet {token['attrs']['url']} kan ikke følge med ud af notesbogen. "
            "Lad en kodecelle vise figuren med sin alternative tekst."
        )
    if kind == "linebreak" or (kind == "inline_html" and token["raw"].startswith("<br")):
        return {"kind": "break"}
    if kind == "softbreak" or (kind == "inline_html" and token["raw"].startswith("<!--")):
        return _text(" ")
    return _text(unescape(token["raw"]))
