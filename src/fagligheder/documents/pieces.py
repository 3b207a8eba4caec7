"""The plain JSON data that HTML page and PDF are made of: blocks, and the pieces of a line.

Blocks: ``heading`` (level, children), ``paragraph`` (children), ``list`` (ordered, start, items),
``quote`` (blocks), ``table``, ``figure``, ``preformatted`` (text), ``formula`` and ``rule``. Inline
pieces: ``text`` and ``code`` (text); ``formula`` (text as written, alt, display, low, tree);
``strong``, ``emphasis``, ``strike``, ``sup`` and ``sub`` (children); ``link`` (url, children),
``break`` and ``anchor`` (name), a place that links lead to.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from unicodedata import category

Node = dict[str, Any]

#: What a title has beside its own words and its lead: plain texts, often none.
TITLE_PARTS = ("eyebrow", "mark", "running", "source", "sender")
#: How plain text sets apart what is raised or lowered.
_SIGNS = {"sup": "^", "sub": "_"}


def line_pieces(text: str) -> list[Node]:
    """Return plain text of one or more lines as inline pieces.

    Examples
    --------
    >>> line_pieces("Hjælper\\nFinder")[1]
    {'kind': 'break'}
    """
    lines = ({"kind": "text", "text": line} for line in text.split("\n"))
    return [piece for line in lines for piece in ({"kind": "break"}, line)][1:]


def plain_text(pieces: Iterable[Node]) -> str:
    """Return the text of inline pieces, without markup.

    Examples
    --------
    >>> index = {"kind": "sub", "children": line_pieces("Odder")}
    >>> plain_text([{"kind": "strong", "children": line_pieces("n")}, index])
    'n_(Odder)'
    """
    return "".join(map(_plain, pieces))


def _plain(piece: Node) -> str:
    if "children" not in piece:
        return "" if piece["kind"] == "anchor" else str(piece.get("text", " "))
    text = plain_text(piece["children"])
    sign = _SIGNS.get(piece["kind"], "")
    return f"{sign}({text})" if sign and len(text) > 1 else sign + text


def has_words(text: str) -> bool:
    """Return whether a text has anything to be seen."""
    return any(not c.isspace() and category(c) not in ("Cc", "Cf", "Co", "Mn") for c in text)
