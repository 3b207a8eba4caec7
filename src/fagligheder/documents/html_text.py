"""Convert running text in HTML to inline pieces, as `fagligheder.documents.markdown` has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from fagligheder.documents.markdown import Node

_INLINE = frozenset(
    "a b strong i em cite var dfn code kbd samp tt sub sup small big u font mark span label "
    "br".split()
)
_KINDS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), "emphasis"),
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)", re.IGNORECASE)
_LEADS_SOMEWHERE = re.compile(r"https?:|mailto:", re.IGNORECASE)
_RAISED = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)
_LOWERED = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
#: Space that HTML shows as one; a no-break space is not of it.
_SPACE = re.compile(r"[ \t\n\r\f]+")


def is_hidden(element: Any) -> bool:
    """Return whether an element says of itself that a browser is not to show it."""
    return element.has_attr("hidden") or bool(_HIDDEN.search(element.get("style", "")))


def is_inline(node: Any) -> bool:
    """Return whether a node is text, or an element of running text that holds nothing else."""
    if node.name is None:
        return True
    return node.name in _INLINE and all(child.name in _INLINE for child in node.find_all(True))


def inline_pieces(node: Any) -> Iterator[Node]:
    """Yield the pieces of a node; paragraphs and items in it are set apart by line breaks.

    Spaces stand as they do in the HTML: `tidy` removes those that a browser does not show.
    """
    name = node.name
    if name is None:
        yield {"kind": "text", "text": _SPACE.sub(" ", str(node))}
    elif name == "br":
        yield {"kind": "break"}
    elif name in ("code", "kbd", "samp", "tt"):
        yield {"kind": "code", "text": _SPACE.sub(" ", node.get_text())}
    elif name in ("sub", "sup"):
        yield {"kind": "text", "text": _moved(node.get_text().strip(), name)}
    elif name == "pre":
        lines = node.get_text().strip("\n").split("\n")
        yield from ({"kind": kind, "text": line} for line in lines for kind in ("code", "break"))
    else:
        children = [piece for child in node.children for piece in inline_pieces(child)]
        if name in _KINDS and children:
            yield {"kind": _KINDS[name], "children": children}
        elif name == "a" and _LEADS_SOMEWHERE.match(node.get("href", "")):
            yield {"kind": "link", "url": node["href"], "children": children}
        elif name in _INLINE or not children:
            yield from children
        else:
            bullet = [{"kind": "text", "text": "• "}] if name == "li" else []
            yield from [{"kind": "break"}, *bullet, *children, {"kind": "break"}]


def tidy(pieces: Iterable[Node]) -> list[Node]:
    """Return pieces without the spaces and line breaks that a browser does not show.

    Examples
    --------
    >>> tidy([{"kind": "text", "text": " a "}, {"kind": "text", "text": " b"}])
    [{'kind': 'text', 'text': 'a '}, {'kind': 'text', 'text': 'b'}]
    """
    kept, _ = _tidied(list(pieces), True)
    while kept and (kept[-1]["kind"] == "break" or not kept[-1].get("text", "x").strip()):
        kept.pop()
    if kept and kept[-1]["kind"] == "text":
        kept[-1] = {**kept[-1], "text": kept[-1]["text"].rstrip()}
    return kept


def _tidied(pieces: list[Node], at_space: bool) -> tuple[list[Node], bool]:
    """Return pieces without doubled spaces, and whether a space after them would be doubled."""
    kept: list[Node] = []
    for piece in pieces:
        if piece["kind"] == "text":
            text = piece["text"].lstrip(" ") if at_space else piece["text"]
            if text:
                kept.append({**piece, "text": text})
                at_space = text.endswith(" ")
        elif piece["kind"] == "break":
            if not at_space or (kept and kept[-1]["kind"] != "break"):
                kept.append(piece)
            at_space = True
        elif "children" in piece:
            children, at_space = _tidied(piece["children"], at_space)
            if children:
                kept.append({**piece, "children": children})
        else:
            kept.append(piece)
            at_space = False
    return kept, at_space


def _moved(text: str, name: str) -> str:
    """Return raised or lowered text in the characters for it, else after the sign ^ or _."""
    moved = text.translate(_RAISED if name == "sup" else _LOWERED)
    if all(new != old for new, old in zip(moved, text, strict=True)):
        return moved
    sign = "^" if name == "sup" else "_"
    return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"
