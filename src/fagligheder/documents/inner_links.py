"""Links within a document: JupyterLab's own anchors of headings, ours, and places named in HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

from fagligheder.documents.markdown import Node, plain_text


def resolve_links(blocks: list[Node]) -> list[Node]:
    """Return the blocks with each inner link leading to a heading's ``id``.

    JupyterLab's anchor is the heading's text with hyphens for spaces; ours is lower-case. A place
    ``<a id="…"></a>`` is the heading that it stands in, else the next one. Headings that are led
    to get ``linked``. A link that leads nowhere loses its address; its text stays.
    """
    targets: dict[str, Node] = {}
    waiting: list[str] = []
    last: Node | None = None
    for block in blocks:
        waiting += list(_take_anchors(block))
        if block["kind"] in ("heading", "title"):
            text = plain_text(block["children"]).strip()
            for name in (block["id"], text.replace(" ", "-"), *waiting):
                targets.setdefault(normalize("NFC", name), block)
            waiting, last = [], block
    for name in waiting:
        if last:
            targets.setdefault(normalize("NFC", name), last)
    for link in _links(blocks):
        name = normalize("NFC", unquote(link["url"][1:]))
        target = targets.get(name)
        link["url"] = f"#{target['id']}" if target else ""
        if target:
            target["linked"] = True
    return [block for block in blocks if block["kind"] != "paragraph" or block["children"]]


def _take_anchors(block: Node) -> Iterator[str]:
    """Remove the places that are named in a block, and yield their names."""
    for pieces in _lists(block):
        anchors = [one for one in pieces if isinstance(one, dict) and one.get("kind") == "anchor"]
        pieces[:] = [one for one in pieces if one not in anchors]
        yield from (one["name"] for one in anchors)


def _links(blocks: list[Node]) -> Iterator[Node]:
    """Yield the links within the document."""
    for pieces in _lists(blocks):
        for one in pieces:
            if isinstance(one, dict) and one.get("kind") == "link" and one["url"].startswith("#"):
                yield one


def _lists(value: Any) -> Iterator[list[Any]]:
    """Yield every list in JSON data, the outer before those in it."""
    if isinstance(value, list):
        yield value
    if isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _lists(each)
