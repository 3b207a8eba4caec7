"""The parameters of a notebook: only declared names and plain values, written readably."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analysis.survey.checks import InputError

if TYPE_CHECKING:
    from nbformat import NotebookNode

Value = str | int | float | bool | None
#: Tag that papermill gives the cell with the values; here it is the cell's id as well.
INJECTED = "injected-parameters"
#: Numbers are below this.
NUMBER_LIMIT = 10**15


def declared_parameters(notebook: NotebookNode) -> dict[str, Any]:
    """Return the names that the cell tagged ``parameters`` assigns, with their defaults.

    Raises
    ------
    InputError
        The notebook has no such cell: values would be overwritten by its own.
    """
    for cell in notebook.cells:
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


def check_parameters(notebook: NotebookNode, values: Mapping[str, Any]) -> None:
    """Raise InputError where papermill only warns, or would run a name or a value as code.

    Parameters
    ----------
    notebook : NotebookNode
    values : mapping
        Parameter → text, number, truth value or None.

    Raises
    ------
    InputError
        A name is not declared in the notebook, or a value is of another kind.
    """
    declared = declared_parameters(notebook)
    for name, value in values.items():
        if name not in declared:
            raise InputError(
                f'Notesbogen har ingen parameter "{name}". Vælg blandt: {", ".join(declared)}.'
            )
        kind = type(value)  # a subclass may write itself as code
        if not (value is None or kind in (str, int, float, bool)):
            raise InputError(
                f'Parameteren "{name}" skal være tekst eller et tal, fandt {kind.__name__}.'
            )
        if kind in (int, float) and not abs(value) < NUMBER_LIMIT:
            raise InputError(
                f'Parameteren "{name}" skal være et tal under {NUMBER_LIMIT}, fandt et større '
                "eller intet."
            )


def write_parameters(notebook: NotebookNode, values: Mapping[str, Value]) -> None:
    """Write values into the cell that papermill has inserted, so that people can read them."""
    for cell in notebook.cells:
        if INJECTED in cell.metadata.get("tags", []):
            lines = [f"{name} = {value!r}" for name, value in values.items()]
            cell.source = "\n".join(["# Parameters", *lines])
            cell["id"] = INJECTED
