"""The parameters of a notebook: only declared names, written so that people can read them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.survey.checks import InputError
from fagligheder.run.job import Value

#: Tag and id of the cell that holds the values.
INJECTED = "injected-parameters"
_MOST = 10**15


def declared_parameters(nb: NotebookNode) -> dict[str, Any]:
    """The names that the notebook's cell tagged ``parameters`` assigns, with their defaults.

    Raises
    ------
    InputError
        The notebook has no such cell: values would be overwritten by its own.
    """
    for cell in nb.cells:
        if "parameters" in cell.metadata.get("tags", []):
            return {
                target.id: ast.literal_eval(line.value)
                for line in ast.parse(cell.source).body
                if isinstance(line, ast.Assign)
                for target in line.targets
                if isinstance(target, ast.Name)
            }
    raise InputError(
        "Notesbogen har ingen celle med mærket parameters, så værdierne ville blive overskrevet. "
        "Giv cellen med værdierne mærket parameters i JupyterLab."
    )


def with_parameters(nb: NotebookNode, values: Mapping[str, Value]) -> NotebookNode:
    """Put values into a notebook where papermill does, and refuse names it does not declare.

    Parameters
    ----------
    nb : NotebookNode
        It is not changed.
    values : mapping
        Parameter → text, number, truth value or None.

    Returns
    -------
    NotebookNode
        With a cell tagged ``injected-parameters``.

    Raises
    ------
    InputError
        A name is not declared, or a value is of another kind.
    """
    declared = declared_parameters(nb)
    for name, value in values.items():
        if name not in declared:
            raise InputError(
                f'Notesbogen har ingen parameter "{name}". Vælg blandt: {", ".join(declared)}.'
            )
        kind = type(value)  # what is only like text or a number may write itself as code
        if not (value is None or kind in (str, int, float, bool)):
            raise InputError(
                f'Parameteren "{name}" skal være tekst eller et tal, fandt {kind.__name__}.'
            )
        if kind in (int, float) and not abs(value) < _MOST:  # type: ignore[arg-type]
            raise InputError(
                f'Parameteren "{name}" skal være et tal under {_MOST}, fandt et større eller intet.'
            )
    tagged = [cell.metadata.get("tags", []) for cell in nb.cells]
    place = next(number for number, tags in enumerate(tagged) if "parameters" in tags) + 1
    ready = nbformat.v4.upgrade(deepcopy(nb))
    cell = nbformat.v4.new_code_cell(metadata={"tags": [INJECTED]}, id=INJECTED)
    ready.cells.insert(place, cell)
    ready.cells = [
        each
        for each in ready.cells
        if each is cell or INJECTED not in each.metadata.get("tags", [])
    ]
    return write_parameters(ready, values)


def write_parameters(nb: NotebookNode, values: Mapping[str, Value]) -> NotebookNode:
    """Write values into the notebook's injected cell, so that people can read them."""
    lines = [f"{name} = {value!r}" for name, value in values.items()]
    for cell in nb.cells:
        if INJECTED in cell.metadata.get("tags", []):
            cell.source = "\n".join(["# Parameters", *lines])
            if "id" in cell:
                cell["id"] = INJECTED
    return nb
