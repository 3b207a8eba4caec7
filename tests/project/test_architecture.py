"""The house keeps its five floors, and its notebooks explain without computing."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "analysis"
MODULES = sorted(SOURCE.rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

FLOORS = ["survey", "measures", "display", "reporting", "explorer", "cli"]
# Windows has none of these; importing one inside a function that first looks where it runs is fine.
POSIX_ONLY = {"crypt", "fcntl", "grp", "nis", "posix", "pty", "pwd", "readline", "resource"}
POSIX_ONLY |= {"spwd", "syslog", "termios", "tty"}
DRAWING = {"matplotlib", "seaborn", "PIL", "IPython"}
WIDGETS = {"ipywidgets", "jupyterlab", "voila"}
#: What the explorer shows and says is computed without these.
WIDGET_MODULES = {"app", "controls", "inputs", "panel", "source", "start", "view"}
LOGIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp)


def imports(source: str, package: str, top_only: bool = False) -> list[str]:
    """Return the full names of what a module imports; package resolves its relative imports."""
    tree = ast.parse(source)
    found = []
    for node in tree.body if top_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")[: 1 - node.level or None] if node.level else []
            stem = ".".join([*parts, *([node.module] if node.module else [])])
            found += [f"{stem}.{alias.name}" for alias in node.names]
    return found


def floor(name: str) -> str | None:
    """Return the floor that a full name lies on: analysis.survey.checks lies on survey."""
    parts = name.split(".")
    return parts[1] if parts[0] == "analysis" and len(parts) > 1 and parts[1] in FLOORS else None


def climbs(source: str, module: str, package: str) -> list[str]:
    """Return the imports by which a module reaches a floor above its own, or the public door."""
    own = floor(module)
    if own is None:
        return []
    wrong = []
    for name in imports(source, package):
        theirs = floor(name)
        door = name.split(".")[0] == "analysis" and theirs is None
        if door or (theirs and FLOORS.index(theirs) > FLOORS.index(own)):
            wrong.append(name)
    return wrong


def names(path: Path) -> tuple[str, str]:
    """Return a file's module and the package that its relative imports start from."""
    parts = ["analysis", *path.relative_to(SOURCE).with_suffix("").parts]
    if parts[-1] == "__init__":
        return ".".join(parts[:-1]), ".".join(parts[:-1])
    return ".".join(parts), ".".join(parts[:-1])


def test_there_is_a_house():
    assert MODULES
    assert NOTEBOOKS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_module_imports_from_its_own_floor_and_below(path):
    assert climbs(path.read_text(encoding="utf-8"), *names(path)) == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("analysis.survey.codebook", "from analysis.measures.shares import share"),
        ("analysis.survey.codebook", "from ..measures import shares"),
        ("analysis.survey.codebook", "from .. import measures"),
        ("analysis.measures.counts", "import analysis.display.figures.style"),
        ("analysis.measures.counts", "def late():\n    from analysis.display import style"),
        ("analysis.display.figures.likert", "from fagligheder.documents import pdf"),
        ("fagligheder.documents.pdf", "from fagligheder import cli"),
        ("fagligheder.documents.pdf", "from fagligheder.explorer import model"),
        ("analysis.measures.counts", "import analysis as fag"),
        ("analysis.display.figures.likert", "from analysis import likert_table"),
    ],
)
def test_a_climb_is_seen(module, line):
    assert len(climbs(line, module, module.rpartition(".")[0])) == 1


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("fagligheder.cli", "from fagligheder.run import batch"),
        ("fagligheder.documents.pdf", "from ..survey.checks import InputError"),
        ("analysis.measures.counts", "from .rounding import percent"),
        ("analysis.survey.codebook", "import pandas as pd"),
        ("analysis", "from .display import draw_likert"),
    ],
)
def test_the_way_down_is_free(module, line):
    package = module if module == "analysis" else module.rpartition(".")[0]
    assert climbs(line, module, package) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_module_loads_on_every_system(path):
    at_top = imports(path.read_text(encoding="utf-8"), names(path)[1], top_only=True)
    assert not {name.split(".")[0] for name in at_top} & POSIX_ONLY


@pytest.mark.parametrize("room", ["survey", "measures"])
def test_the_numbers_know_no_pictures(room):
    paths = sorted((SOURCE / room).rglob("*.py"))
    assert paths
    for path in paths:
        imported = imports(path.read_text(encoding="utf-8"), names(path)[1])
        assert not {name.split(".")[0] for name in imported} & DRAWING, path.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_only_the_explorers_own_page_knows_widgets(path):
    imported = imports(path.read_text(encoding="utf-8"), names(path)[1])
    known = {name.split(".")[0] for name in imported} & WIDGETS
    assert not known or (path.parent.name == "explorer" and path.stem in WIDGET_MODULES)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    notebook = nbformat.read(path, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def parsed(cell: nbformat.NotebookNode) -> ast.Module:
    """Return a code cell's tree; IPython's own lines (%matplotlib, !ls) are not Python."""
    return ast.parse(re.sub(r"^\s*[%!].*$", "", cell.source, flags=re.MULTILINE))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.name)
def notebook_path(request) -> Path:
    return request.param


def test_notebook_computes_nothing_itself(notebook_path):
    for number, cell in enumerate(code_cells(notebook_path), start=1):
        logic = [node for node in ast.walk(parsed(cell)) if isinstance(node, LOGIC + LOOPS)]
        assert not logic, f"{notebook_path.name}, code cell {number}: {ast.unparse(logic[0])}"


def test_no_cell_ends_with_a_semicolon(notebook_path):
    # nbval runs cells without history, and there a closing semicolon silences nothing:
    # write `axes = fag.draw_likert(likert)` instead.
    for cell in code_cells(notebook_path):
        assert not cell.source.rstrip().endswith(";"), cell.source


def test_notebook_was_run_from_top_to_bottom_without_errors(notebook_path):
    cells = [cell for cell in code_cells(notebook_path) if cell.source.strip()]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [each for each in outputs if each.output_type == "error"]
    assert not [each for each in outputs if each.get("name") == "stderr"]


def test_notebook_begins_with_its_title(notebook_path):
    first = nbformat.read(notebook_path, as_version=4).cells[0]
    assert first.cell_type == "markdown"
    assert re.match(r"# \S", first.source)


def test_notebook_holds_nothing_of_the_machine_that_ran_it(notebook_path):
    notebook = json.loads(notebook_path.read_text(encoding="utf-8"))
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert "version" not in notebook["metadata"]["language_info"]
    for cell in notebook["cells"]:
        assert "execution" not in cell["metadata"]
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
    shown = json.dumps([cell.get("outputs") for cell in notebook["cells"]])
    assert not re.search(r"/home/|/root/|/tmp/|/Users/|[A-Z]:\\\\|\bat 0x[0-9a-f]{6,}", shown)


def test_notebook_has_one_cell_for_its_parameters(notebook_path):
    tagged = [
        cell for cell in code_cells(notebook_path) if "parameters" in cell.metadata.get("tags", [])
    ]
    assert len(tagged) <= 1
    for cell in tagged:
        assert all(isinstance(node, ast.Assign | ast.AnnAssign) for node in parsed(cell).body)
