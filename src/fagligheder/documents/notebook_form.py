"""The form of a notebook: does it have the parts of a document, and what is a cell called?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analysis.survey.checks import InputError

if TYPE_CHECKING:
    from nbformat import NotebookNode

_NEEDED: dict[str, dict[str, Any]] = {
    "stream": {"name": str, "text": (str, list)},
    "error": {"ename": str, "evalue": str},
    "display_data": {"data": dict, "metadata": dict},
    "execute_result": {"data": dict, "metadata": dict},
}


def check_form(nb: NotebookNode) -> None:
    """Refuse a notebook that lacks a part; nbformat reads it, and only warns.

    Raises
    ------
    InputError
        Names the first cell that lacks something, and what it lacks.
    """
    if not isinstance(nb.get("cells"), list) or not isinstance(nb.get("metadata"), dict):
        raise InputError(
            "Notesbogen har ikke både cells og metadata, som i nbformat 4. Åbn den i Jupyter, og "
            "gem den igen."
        )
    for number, cell in enumerate(nb.cells, start=1):
        if part := next(_faults(cell), ""):
            raise InputError(
                f"celle {number}: {part} mangler eller er af en forkert slags, så notesbogen kan "
                "ikke læses. Åbn den i Jupyter, og gem den igen."
            )


def cell_name(cell: NotebookNode, number: int) -> str:
    """Return what an error message calls a cell: its number and its first line."""
    first_line = next(iter(cell.source.strip().splitlines()), "")
    return f'celle {number} ("{first_line[:60]}")' if first_line else f"celle {number}"


def _faults(cell: Any) -> Iterator[str]:
    """Yield the parts that a cell lacks, or that are something else than they should be."""
    parts: dict[str, Any] = {"cell_type": str, "source": str, "metadata": dict}
    if isinstance(cell, dict) and cell.get("cell_type") == "code":
        parts["outputs"] = list
    if isinstance(cell, dict) and "attachments" in cell:
        parts["attachments"] = dict
    yield from _unlike(cell, parts, "")
    for number, output in enumerate(cell.get("outputs", []), start=1):
        name = f"output {number}: "
        yield from _unlike(output, {"output_type": str}, name)
        if output.output_type not in _NEEDED:
            yield f"{name}output_type"
        yield from _unlike(output, _NEEDED[output.output_type], name)


def _unlike(whole: Any, parts: dict[str, Any], name: str) -> Iterator[str]:
    if not isinstance(whole, dict):
        yield f"{name}indholdet"
    yield from (
        name + part for part, kind in parts.items() if not isinstance(whole.get(part), kind)
    )
