"""The parameters of a notebook: only declared names and plain values, written readably."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from analysis.survey.checks import InputError
from fagligheder.documents.notebook_form import cell_name

if TYPE_CHECKING:
    from nbformat import NotebookNode

Value = str | int | float | bool | None
#: Tag that papermill gives the cell with the values; here it is the cell's id as well.
INJECTED = "injected-parameters"
#: Numbers are below this.
NUMBER_LIMIT = 10**15
#: What is assigned inside these is a name of their own.
_SCOPES = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)


def declared_parameters(notebook: NotebookNode) -> list[str]:
    """Return the names that the first cell tagged ``parameters`` assigns or annotates.

    What is assigned does not matter: a constant, a sum, a date. Magics are read as IPython does.

    Raises
    ------
    InputError
        The notebook has no such cell: values would be overwritten by its own. Or it is not Python.
    """
    for number, cell in enumerate(notebook.cells, start=1):
        if "parameters" in cell.metadata.get("tags", []):
            return list(dict.fromkeys(_assigned(_parsed(cell, number))))
    raise InputError(
        "Notesbogen har ingen celle med mærket parameters, så værdierne ville blive overskrevet. "
        "Giv cellen med værdierne mærket parameters i JupyterLab."
    )


def _parsed(cell: NotebookNode, number: int) -> ast.Module:
    """Return a cell as Python."""
    where = cell_name(cell, number)
    if cell.cell_type != "code":
        raise InputError(
            f"{where} har mærket parameters, men er ikke en kodecelle. "
            "Giv kodecellen med værdierne mærket i stedet."
        )
    source: str = cell.source
    if source.lstrip().startswith("%%"):  # of a magic for the whole cell, such as %%time
        source = "\n".join(["", *source.strip().splitlines()[1:]])
    try:
        if "%" in source or "!" in source or "?" in source:
            from IPython.core.inputtransformer2 import TransformerManager

            source = TransformerManager().transform_cell(source)
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = f" i linje {error.lineno}" if isinstance(error, SyntaxError) else ""
        raise InputError(
            f"{where} har mærket parameters, men er ikke gyldig Python: "
            f"{getattr(error, 'msg', error)}{line}. Ret den, og prøv den i JupyterLab."
        ) from None


def _assigned(node: ast.AST) -> Iterator[str]:
    """Yield the names that code assigns where it stands, not inside what it defines."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    if not isinstance(node, _SCOPES):
        for child in ast.iter_child_nodes(node):
            yield from _assigned(child)


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
