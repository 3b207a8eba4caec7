"""Convert running text in HTML to inline pieces, as `fagligheder.documents.pieces` has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from fagligheder.documents.pieces import Node, plain_text

_INLINE = frozenset(
    "a b strong i em cite var dfn code kbd samp tt s strike del ins sub sup small big u font mark "
    "span label q abbr time br wbr".split()
)
_KINDS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), "emphasis"),
    **dict.fromkeys(("s", "strike", "del"), "strike"),
    **{name: name for name in ("sub", "sup")},
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)", re.IGNORECASE)
#: Addresses of pages and mail, places in the document, and files beside it.
_LEADS_SOMEWHERE = re.compile(r"https?:|mailto:|[^:]+\Z|#", re.IGNORECASE)
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
        return
    yield from places(node)
    if name == "br":
        yield {"kind": "break"}
    elif name in ("code", "kbd", "samp", "tt"):
        yield {"kind": "code", "text": _SPACE.sub(" ", node.get_text())}
    elif name == "pre":
        lines = node.get_text().strip("\n").split("\n")
        yield from ({"kind": kind, "text": line} for line in lines for kind in ("code", "break"))
    else:
        children = [piece for child in node.children for piece in inline_pieces(child)]
        if name in _INLINE or not children:
            yield from within(node, children)
        else:
            bullet = [{"kind": "text", "text": "• "}] if name == "li" else []
            yield from [{"kind": "break"}, *bullet, *children, {"kind": "break"}]


def places(element: Any) -> list[Node]:
    """Return the places that an element names for links."""
    names = [element.get("id"), element.get("name") if element.name == "a" else None]
    return [{"kind": "anchor", "name": name} for name in names if name]


def within(element: Any, children: list[Node]) -> list[Node]:
    """Return pieces as an element of running text shows what is in it."""
    name, text = element.name, plain_text(children).strip()
    if not text:
        return children
    if name == "q":
        return [{"kind": "text", "text": "“"}, *children, {"kind": "text", "text": "”"}]
    if name == "a" and _LEADS_SOMEWHERE.match(element.get("href", "")):
        return [{"kind": "link", "url": element["href"], "children": children}]
    if name in ("sub", "sup") and all(piece["kind"] == "text" for piece in children):
        moved = text.translate(_RAISED if name == "sup" else _LOWERED)
        if all(new != old for new, old in zip(moved, text, strict=True)):
            return [{"kind": "text", "text": moved}]
    return [{"kind": _KINDS[name], "children": children}] if name in _KINDS else children


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
    last = ""
    for piece in pieces:
        if piece["kind"] == "anchor":
            kept.append(piece)
            continue
        if piece["kind"] == "text":
            text = piece["text"].lstrip(" ") if at_space else piece["text"]
            if text:
                kept.append({**piece, "text": text})
                at_space = text.endswith(" ")
        elif piece["kind"] == "break":
            if not at_space or last not in ("", "break"):
                kept.append(piece)
            at_space = True
        elif "children" in piece:
            children, at_space = _tidied(piece["children"], at_space)
            if children:
                kept.append({**piece, "children": children})
        else:
            kept.append(piece)
            at_space = False
        last = kept[-1]["kind"] if kept else ""
    return kept, at_space
