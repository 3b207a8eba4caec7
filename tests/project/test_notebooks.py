"""The committed notebooks: with their pictures, without errors, and without code of their own."""

from __future__ import annotations

import ast
import json
import re

import nbformat
import pytest

from analysis.display.tables.blocks import BLOCK_MIME
from fagligheder.paths import notebooks_folder

NAMES = sorted(path.name for path in notebooks_folder().glob("*.ipynb"))
#: How many figures each holds; those without a number here hold at least one.
FIGURES = {
    "01_figurer.ipynb": 7,
    "02_profiler.ipynb": 1,
    "07_baggrund.ipynb": 2,
    "kommune.ipynb": 4,
}
LOGIC = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.If,
    ast.Try,
    ast.With,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.BinOp,
    ast.AugAssign,
    ast.Compare,
    ast.BoolOp,
)


@pytest.fixture(scope="module", params=NAMES)
def notebook(request):
    found = nbformat.read(notebooks_folder() / request.param, as_version=4)
    found.metadata["name"] = request.param
    return found


def outputs(notebook) -> list:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def figures(notebook) -> list:
    return [each for each in outputs(notebook) if "image/svg+xml" in each.get("data", {})]


def test_the_notebooks_are_there():
    assert {"01_figurer.ipynb", "02_profiler.ipynb", "kommune.ipynb", "landsrapport.ipynb"} <= set(
        NAMES
    )


def test_it_is_a_valid_notebook(notebook):
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


def test_it_begins_with_a_title_and_a_paragraph(notebook):
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    title, _, paragraph = first.source.partition("\n\n")
    assert re.fullmatch(r"# \S.*", title)
    assert len(paragraph) > 40


def test_its_parameters_come_next(notebook):
    tagged = [
        place
        for place, cell in enumerate(notebook.cells)
        if "parameters" in cell.metadata.get("tags", [])
    ]
    assert tagged == [1]
    for line in ast.parse(notebook.cells[1].source).body:
        assert isinstance(line, ast.Assign)
        ast.literal_eval(line.value)


def test_it_holds_its_figures(notebook):
    name = notebook.metadata["name"]
    if name == "landsrapport.ipynb":
        assert len(figures(notebook)) >= 6
    elif name in FIGURES:
        assert len(figures(notebook)) == FIGURES[name]
    else:
        assert outputs(notebook)


def test_every_figure_has_its_alternative_text_and_basis(notebook):
    assert len(outputs(notebook)) > 0
    alts = []
    for output in figures(notebook):
        said = output.metadata["image/svg+xml"]
        assert said["basis"]
        assert len(said["alt"]) > 100
        assert f"<title>{said['alt']}".replace("&", "&amp;")[:60] in output.data["image/svg+xml"]
        alts.append(said["alt"])


def test_it_ran_from_top_to_bottom_without_errors(notebook):
    for output in outputs(notebook):
        assert output.output_type != "error"
        assert output.get("name") != "stderr"
    numbers = [
        cell.execution_count
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.strip()
    ]
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_is_shown_says_nothing_of_a_machine(notebook):
    shown = json.dumps(outputs(notebook), ensure_ascii=False)
    assert not re.search(r"/(home|root|Users|tmp)/|0x[0-9a-f]{8}", shown)


def test_its_cells_hold_no_logic(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            found = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)]
            assert found == [], cell.source
            assert not any(line.startswith(("%", "!")) for line in cell.source.splitlines())


def test_the_library_is_all_that_is_imported(notebook):
    imported = [
        alias.name
        for cell in notebook.cells
        if cell.cell_type == "code"
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    assert imported in (["analysis"], ["explore"])


def test_every_table_names_its_basis(notebook):
    for output in outputs(notebook):
        block = output.get("data", {}).get(BLOCK_MIME)
        if block and block["kind"] == "table":
            assert block["basis"]
            assert block["note"]


def test_the_national_report_of_other_answers_does_not_tell_of_these():
    """``fagligheder reports landsrapport --answers FIL`` prints every markdown cell as it is."""
    found = nbformat.read(notebooks_folder() / "landsrapport.ipynb", as_version=4)
    assert "answers = None" in found.cells[1].source
    fixed = " ".join(cell.source for cell in found.cells if cell.cell_type == "markdown")
    assert not re.search(r"\b(52|49|97)\b", fixed)
