"""Links within a document: JupyterLab's own anchors of headings, ours, and places named in HTML."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

from fagligheder.documents.pieces import Node, plain_text

_log = logging.getLogger(__name__)


def resolve_links(blocks: list[Node]) -> list[Node]:
    """Return the blocks with each inner link leading to a heading's ``id`` or a block's ``place``.

    JupyterLab's anchor is the heading's text with hyphens for spaces; ours is lower-case. An
    element with an ``id`` leads to the block that it stands in, or stands before. Headings that
    are led to get ``linked``. A link that leads nowhere loses its address, with a warning in the
    log; its text stays.
    """
    targets: dict[str, Node] = {}
    waiting: list[str] = []
    shown: list[Node] = []
    for block in blocks:
        names = [*waiting, *_take_anchors(block)]
        waiting = names if block["kind"] == "paragraph" and not block["children"] else []
        if waiting:
            continue
        if block["kind"] in ("heading", "title"):
            text = plain_text(block["children"]).strip()
            names = [block["id"], text.replace(" ", "-"), *names]
        if block["kind"] == "title":
            names += ["", "top"]
        for name in names:
            targets.setdefault(normalize("NFC", name), block)
        shown.append(block)
    for name in waiting if shown else []:
        targets.setdefault(normalize("NFC", name), shown[-1])
    for number, link in enumerate(list(_links(shown)), start=1):
        _lead(link, targets.get(normalize("NFC", unquote(link["url"][1:]))), number)
    return shown


def _lead(link: Node, target: Node | None, number: int) -> None:
    """Point a link to a block; ``number`` makes the name of a place that has none."""
    if target is None:
        _log.warning(
            'Linket "%s" (%s) leder ingen steder hen i dokumentet, og er nu kun tekst.',
            plain_text(link["children"]),
            link["url"],
        )
        link["url"] = ""
    elif "id" in target:
        target["linked"] = True
        link["url"] = f"#{target['id']}"
    else:  # headings' ids have no full stop
        link["url"] = f"#{target.setdefault('place', f'sted.{number}')}"


def _take_anchors(block: Node) -> list[str]:
    """Remove the places that are named in a block, and return their names."""
    names = []
    for pieces in list(_lists(block)):
        anchors = [one for one in pieces if isinstance(one, dict) and one.get("kind") == "anchor"]
        names += [one["name"] for one in anchors]
        pieces[:] = [one for one in pieces if one not in anchors] if anchors else pieces
    for pieces in list(_lists(block)):
        pieces[:] = [one for one in pieces if one != {"kind": "paragraph", "children": []}]
    return names


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
