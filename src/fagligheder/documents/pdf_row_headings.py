"""Row headings in the tables of a tagged PDF: the first cell of a row is the heading of the others.

typst marks the headings of columns alone; its marks for rows are a trial feature that its Python
package does not open. They are set here, where a screen reader looks for them (PDF/UA-1, 7.5).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.survey.extras import load

if TYPE_CHECKING:
    import pikepdf


def with_row_headings(pdf: bytes) -> bytes:
    """Return a PDF in which the first cell of each row of a table's body is a heading.

    Parameters
    ----------
    pdf : bytes
        From typst: every cell names the column headings (``/Headers``) that it belongs to, if any.

    Returns
    -------
    bytes
        The cell is a ``/TH`` with the scope ``/Row``, and the row's other cells refer to it. The
        same PDF gives the same bytes; one without tables is returned unchanged.
    """
    pikepdf = load("pikepdf", "reports")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root.StructTreeRoot
        tables = list(_elements(root, "/Table"))
        if not tables:
            return pdf
        if "/IDTree" not in root:
            root.IDTree = pikepdf.NameTree.new(document).obj
        by_id = pikepdf.NameTree(root.IDTree)
        for table in tables:
            for row in _elements(table, "/TR"):
                if cells := list(_elements(row, "/TD")):  # a row of the head has none
                    _mark_row_heading(cells, by_id)
        out = io.BytesIO()
        packed = pikepdf.ObjectStreamMode.generate  # a third to two thirds smaller
        document.save(out, deterministic_id=True, object_stream_mode=packed)
        return out.getvalue()


def _elements(parent: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    """Yield the elements of a kind below another, outermost first."""
    import pikepdf

    children = parent.get("/K", pikepdf.Array())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if not isinstance(child, pikepdf.Dictionary) or "/S" not in child:
            continue
        if str(child.S) == kind:
            yield child
        else:
            yield from _elements(child, kind)


def _mark_row_heading(cells: list[pikepdf.Object], by_id: pikepdf.NameTree) -> None:
    import pikepdf

    first, *others = cells
    own = _attributes(first)
    name = f"R{len(by_id)}"  # typst calls a column's heading U<table>x<column>y<row>
    first.S = pikepdf.Name.TH
    first.ID = pikepdf.String(name)
    own.Scope = pikepdf.Name.Row
    by_id[name] = first
    for cell in others:
        _attributes(cell).Headers.append(first.ID)


def _attributes(cell: pikepdf.Object) -> pikepdf.Object:
    """Return the attributes that place a cell in its table."""
    (found,) = (attributes for attributes in cell.A if str(attributes.O) == "/Table")
    return found
