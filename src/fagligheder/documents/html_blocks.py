"""Convert the HTML that a cell shows to blocks: tables, headings, lists and running text.

nh3 makes the markup well formed, as a browser reads it, and leaves the elements that are known
here. Looks are dropped. What would be lost with them (a script that draws, a form, a picture that
has to be fetched) is refused, so that nothing disappears in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from analysis.survey.checks import InputError
from analysis.survey.control_characters import readable
from fagligheder.documents.html_cleaning import LOST, clean_html
from fagligheder.documents.html_pictures import picture_block
from fagligheder.documents.html_text import (
    inline_pieces,
    is_inline,
    places,
    tidy,
    within,
)
from fagligheder.documents.origin import HTML, Form, Origin
from fagligheder.documents.output_checks import NoPageError, check_html
from fagligheder.documents.pieces import Node, plain_text
from fagligheder.documents.tables_of_html import table_block

if TYPE_CHECKING:
    from bs4 import Tag

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HOLDS_NO_PICTURE = ["table", "dt", *_HEADINGS]
_STYLE = re.compile(r"<!--.*?-->|<style\b.*?</style\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z][\w-]*)")
_SHOWS_NOTHING = {"style", "a", "link", "meta"}


def html_blocks(
    html: str,
    where: str,
    form: Form = HTML,
    prefix: str = "",
    attachments: Mapping[str, Any] | None = None,
) -> list[Node]:
    """Return the blocks of an HTML text, in the forms of `fagligheder.documents.pieces`.

    Parameters
    ----------
    html : str
    where : str
        What an error message calls the cell.
    form : Form
        What the HTML is: an output, or what JupyterLab makes of markdown.
    prefix : str
        Set before the ids of drawings, which must be unique in the document.
    attachments : dict, optional
        Pictures that the cell holds: file name → kind → content.

    Returns
    -------
    list of dict
        None for HTML that shows nothing in a browser either, such as style rules.

    Raises
    ------
    InputError
        It is too large, or something of it can only be shown by a browser.

    Examples
    --------
    >>> [block["kind"] for block in html_blocks("<p>Se</p><table><tr><td>1</table>", "celle 1")]
    ['paragraph', 'table']
    """
    origin = Origin(where, form, prefix, attachments or {})
    html = readable(check_html(html, origin.named, origin.less))
    root = clean_html(html, form)
    for element in root.find_all(True):
        if element.name in LOST and (element.name != "script" or element.contents or element.attrs):
            raise origin.lost(LOST[element.name])
        coloured = "background" in _said(element, "style") and element.name != "hr"
        if coloured and not element.get_text(strip=True):
            raise origin.lost("et farvet felt")
        if element.name == "img" and element.find_parent(_HOLDS_NO_PICTURE):
            raise origin.lost("et billede i en tabel eller overskrift")
    try:
        blocks = list(_flow(root, origin, nested=False))
    except RecursionError:
        raise InputError(f"{origin.named} ligger i for mange lag. {origin.less}") from None
    acts = form is HTML and set(_TAG.findall(_STYLE.sub("", html))) - _SHOWS_NOTHING
    if acts and not any(map(_is_seen, blocks)):
        raise NoPageError(
            f"{origin.named} viser intet uden det, der tegnes i en browser. {origin.cure}"
        )
    return blocks


def _is_seen(block: Node) -> bool:
    """Return whether a block is more than the places that links lead to."""
    return block["kind"] != "paragraph" or bool(plain_text(block["children"]).strip())


def _said(element: Tag, name: str) -> str:
    """Return an attribute of an element; nothing when it is not there."""
    return str(element.get(name, ""))


def _flow(parent: Tag, origin: Origin, nested: bool) -> Iterator[Node]:
    """Yield the blocks of an element; running text between them becomes paragraphs."""
    running: list[Any] = []
    for child in parent.children:
        if is_inline(child):
            running.append(child)
        else:
            yield from _paragraph(running)
            running = []
            yield from _element(cast("Tag", child), origin, nested)
    yield from _paragraph(running)


def _paragraph(running: Iterable[Any], strong: bool = False) -> Iterator[Node]:
    pieces = tidy(piece for each in running for piece in inline_pieces(each))
    if plain_text(pieces).strip():
        children = [{"kind": "strong", "children": pieces}] if strong else pieces
        yield {"kind": "paragraph", "children": children}
    else:
        yield from _places(pieces)


def _places(pieces: Iterable[Node]) -> Iterator[Node]:
    """Yield the places among pieces that show nothing, as a paragraph of their own."""
    if anchors := [piece for piece in pieces if piece["kind"] == "anchor"]:
        yield {"kind": "paragraph", "children": anchors}


def _element(element: Tag, origin: Origin, nested: bool) -> Iterator[Node]:
    name = element.name
    if name == "dt" or (name in _HEADINGS and nested):
        yield from _paragraph([element], strong=True)
        return
    if name in _HEADINGS:
        heading = {"kind": "heading", "level": max(int(name[1]), origin.form.top)}
        yield from (
            block | heading if _is_seen(block) else block for block in _paragraph([element])
        )
        return
    yield from _places(places(element))
    if name == "table" and element.find("table") is None:
        block = table_block(element, origin)
        if block:
            yield block
    elif name in ("ul", "ol"):
        # What stands between the items, such as a list that is not in one, is an item of its own.
        items = [
            list(
                _paragraph([child])
                if is_inline(child)
                else _element(cast("Tag", child), origin, True)
            )
            for child in element.children
        ]
        start = _said(element, "start")
        if any(items):
            yield {
                "kind": "list",
                "ordered": name == "ol",
                "start": int(start) if start.isdecimal() else 1,
                "items": [item for item in items if item],
            }
    elif name == "img":
        yield picture_block(element, origin)
    elif name == "pre":
        yield {"kind": "preformatted", "text": element.get_text().strip("\n")}
    elif name == "blockquote":
        if blocks := list(_flow(element, origin, True)):
            yield {"kind": "quote", "blocks": blocks}
    elif name == "hr":
        yield {"kind": "rule"}
    else:
        for block in _flow(element, origin, nested):
            yield _within(element, block)
            if block["kind"] == "figure" and (address := _said(element, "href")):
                link = within(element, [{"kind": "text", "text": address}])
                yield {"kind": "paragraph", "children": link}


def _within(element: Tag, block: Node) -> Node:
    """Return a block as an element of running text shows it, where it stands in one."""
    if "children" in block:
        return block | {"children": within(element, block["children"])}
    if block["kind"] == "list":
        items = [[_within(element, each) for each in item] for item in block["items"]]
        return block | {"items": items}
    if block["kind"] == "quote":
        return block | {"blocks": [_within(element, each) for each in block["blocks"]]}
    return block
