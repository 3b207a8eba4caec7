"""Mark notebooks for internal use: in them nothing is hidden."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from analysis.survey.extras import load
from analysis.words import text

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: Id of the cell with the mark.
MARK = "fortroligt"


def mark_internal(nb: NotebookNode, lang: str) -> NotebookNode:
    """Return a notebook that says first, and in its metadata, that it is confidential.

    HTML and PDF get their own mark on every page, so they leave the cell out.

    Parameters
    ----------
    nb : NotebookNode
        It is not changed.
    lang : {"da", "en"}
    """
    marked = deepcopy(nb)
    stamp = text("document.internal", lang)
    if not marked.cells or marked.cells[0].get("id") != MARK:
        cell = load("nbformat.v4", "reports").new_markdown_cell(
            f"**{stamp}.** {text('document.internal_note', lang)}",
            id=MARK,
            metadata={"tags": ["remove_cell"]},
        )
        marked.cells.insert(0, cell)
    marked.metadata["title"] = stamp
    marked.metadata["fagligheder"] = {**marked.metadata.get("fagligheder", {}), "internal": True}
    return marked
