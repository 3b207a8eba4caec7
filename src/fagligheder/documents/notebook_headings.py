"""Headings of a notebook: computed ones become markdown cells, and the outline has no gaps."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from analysis.display.tables.blocks import BLOCK_MIME
from analysis.survey.checks import InputError
from analysis.survey.extras import load
from fagligheder.documents.inner_links import resolve_links
from fagligheder.documents.markdown import markdown_html
from fagligheder.documents.pieces import TITLE_PARTS, Node, has_words, plain_text

if TYPE_CHECKING:
    from nbformat import NotebookNode

_HEADING = re.compile(r"^<h[1-6]\b", re.MULTILINE | re.IGNORECASE)


def promote_headings(nb: NotebookNode) -> NotebookNode:
    """Return a notebook whose computed headings are markdown cells of their own.

    A code cell that shows a heading (``Title("Odder Kommune")``, ``Text("## …")``) keeps its
    source; the output becomes a markdown cell right after it, where every tool finds it. Outputs
    after a heading follow in a code cell without source, so that the order is kept. The ids of
    new cells are made from the cell's own. A second call changes nothing.

    Parameters
    ----------
    nb : NotebookNode
        An executed notebook; it is not changed.
    """
    promoted = deepcopy(nb)
    taken = {cell.get("id") for cell in nb.cells}
    promoted.cells = [piece for cell in promoted.cells for piece in _promote_cell(cell, taken)]
    return promoted


def _promote_cell(cell: NotebookNode, taken: set[str | None]) -> list[NotebookNode]:
    """Return a cell and those that its headings become; add their ids to those taken."""
    if cell.cell_type != "code" or tags(cell) & {"remove-cell", "remove-output"}:
        return [cell]
    new = load("nbformat.v4", "reports")
    outputs, cell.outputs = cell.outputs, []
    pieces = [cell]
    for output in outputs:
        if _shows_heading(output):
            block = output.data.get(BLOCK_MIME, {})
            parts = {part: block[part] for part in TITLE_PARTS if block.get(part)}
            metadata = {"fagligheder": parts} if parts else {}
            pieces.append(new.new_markdown_cell(output.data["text/markdown"], metadata=metadata))
        else:
            if pieces[-1].cell_type == "markdown":
                pieces.append(new.new_code_cell("", execution_count=cell.execution_count))
            pieces[-1].outputs.append(output)
    for number, piece in enumerate(pieces[1:], start=1):
        if "id" not in cell:  # nbformat 4.4 and older
            del piece["id"]
            continue
        while (name := f"{cell.id[:56]}-{number}") in taken:
            number += 100
        piece["id"] = name
        taken.add(name)
    return pieces


def _shows_heading(output: NotebookNode) -> bool:
    source = output.get("data", {}).get("text/markdown")
    return source is not None and bool(_HEADING.search(markdown_html(source)))


def tags(cell: NotebookNode) -> set[str]:
    """Return a cell's tags, written with hyphens."""
    return {tag.replace("_", "-") for tag in cell.metadata.get("tags", [])}


def fix_outline(blocks: list[Node]) -> tuple[list[Node], str]:
    """Return the blocks with an outline without gaps, and the document's title.

    The first heading of level 1 becomes the ``title`` block. No heading is more than one level
    below the one before it, and each has a unique ``id``.

    Raises
    ------
    InputError
        There is no heading of level 1.
    """
    level, title, ids, result = 0, "", set[str](), []
    for block in blocks:
        if block["kind"] != "heading":
            result.append(block)
            continue
        text = plain_text(block["children"]).strip()
        if not has_words(text):  # after the invisible ones have gone
            continue
        level = min(block["level"], level + 1)
        heading = {
            "kind": "heading",
            "level": level,
            "id": _unique_id(text, ids),
            "children": block["children"],
        }
        lead = block.get("lead", [])
        if block["level"] == 1 and not title:
            title = text
            parts = {part: block.get(part, "") for part in TITLE_PARTS}
            result.append(heading | {"kind": "title", "lead": lead} | parts)
        else:
            result += [heading, *([{"kind": "paragraph", "children": lead}] if lead else [])]
    if not title:
        raise InputError(
            "Notesbogen har ingen titel, og uden den bliver rapporten ikke tilgængelig. "
            'Begynd den med en markdowncelle "# Titel", eller vis Title("…") i en kodecelle.'
        )
    return resolve_links(result), title


def _unique_id(text: str, taken: set[str]) -> str:
    stem = re.sub(r"\W+", "-", text.lower()).strip("-_") or "afsnit"
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name)
    return name
