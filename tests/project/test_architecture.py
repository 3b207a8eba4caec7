"""The layers import one way, without cycles; the notebooks explain and compute nothing."""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

#: Each layer imports from itself and from those before it.
LAYERS = [
    "analysis.survey.worded",
    "analysis.survey.checks",  # what is wrong with the input: words are looked up with it
    "analysis.words",
    "analysis.survey",
    "analysis.catalogue",
    "analysis.measures",
    "analysis.competence",
    "analysis.display.text",
    "analysis.display.figures",
    "analysis.display.tables",
    "analysis.display.pages",
    "analysis.display",
    "fagligheder.paths",
    "fagligheder.dates",
    "fagligheder.files",
    "fagligheder.home",
    "fagligheder.standard_streams",
    "fagligheder.unexpected",
    "fagligheder.documents",
    "fagligheder.office",
    "fagligheder.run",
    "fagligheder.explorer",
    "fagligheder.exit_codes",
    "fagligheder.commands",
    "fagligheder.wave_commands",
    "fagligheder.catalogue_commands",
    "fagligheder.survey_commands",
    "fagligheder.centre_commands",
    "fagligheder.option_types",
    "fagligheder.wave_arguments",
    "fagligheder.catalogue_arguments",
    "fagligheder.survey_arguments",
    "fagligheder.centre_arguments",
    "fagligheder.arguments",
    "fagligheder.cli",
    "analysis.cli",  # the command's former place: it hands over by name
]
# Windows has none of these; importing one inside a function that first looks where it runs is fine.
POSIX_ONLY = {"crypt", "fcntl", "grp", "nis", "posix", "pty", "pwd", "readline", "resource"}
POSIX_ONLY |= {"spwd", "syslog", "termios", "tty"}
DRAWING = {"matplotlib", "seaborn", "PIL", "IPython"}
#: What `pip install fagligheder` brings, by the names of modules.
BASE = {"font_source_sans_pro", "lazy_loader", "matplotlib", "numpy", "pandas", "scipy"}
BASE |= {"seaborn", "yaml"}
WIDGETS = {"ipywidgets", "jupyterlab", "voila"}
STANDARD = set(sys.stdlib_module_names) | {"__future__"}
LOGIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp)


def modules(source: Path) -> dict[str, Path]:
    """Return the path of every module below a folder, by its full name."""
    found = {}
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules(SOURCE)


def imports(source: str, package: str = "", top_only: bool = False) -> list[str]:
    """Return the full names of what a module imports, also inside functions and `TYPE_CHECKING`.

    ``package`` is where its relative imports start.
    """
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


def layer(name: str) -> int | None:
    """Return the number of the layer of a full name; None for what has no layer."""
    inside = [each for each in LAYERS if name == each or name.startswith(f"{each}.")]
    return LAYERS.index(max(inside, key=len)) if inside else None


def upward(source: str, module: str) -> list[str]:
    """Return the imports by which a module reaches a later layer, or a package's public API."""
    own = layer(module)
    if own is None:
        return []
    wrong = []
    for name in imports(source, module.rpartition(".")[0]):
        theirs = layer(name)
        public = name.split(".")[0] in ("analysis", "fagligheder") and theirs is None
        if public or (theirs is not None and theirs > own):
            wrong.append(name)
    return wrong


def cycles(sources: dict[str, str]) -> list[list[str]]:
    """Return the groups of modules that import each other, directly or through others."""
    graph = {
        module: {
            known
            for name in imports(text, module.rpartition(".")[0])
            for known in (name, name.rpartition(".")[0])
            if known in sources and known != module
        }
        for module, text in sources.items()
    }
    reached = {module: {module} for module in graph}
    growing = True
    while growing:
        growing = False
        for module, others in graph.items():
            more = set().union(*(reached[each] for each in others)) if others else set()
            if not more <= reached[module]:
                reached[module] |= more
                growing = True
    groups = {
        tuple(sorted(each for each in reached[module] if module in reached[each]))
        for module in graph
    }
    return [list(group) for group in sorted(groups) if len(group) > 1]


def text_of(module: str) -> str:
    return MODULES[module].read_text(encoding="utf-8")


def test_there_is_something_to_look_at():
    assert len(MODULES) > 80
    assert NOTEBOOKS
    placed = [name for name in MODULES if layer(name) is not None]
    assert set(MODULES) - set(placed) == {"analysis", "fagligheder"}


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_from_its_own_layer_and_before(module):
    assert upward(text_of(module), module) == []


def test_no_module_imports_itself_through_others():
    assert cycles({module: text_of(module) for module in MODULES}) == []


@pytest.mark.parametrize(
    "sources",
    [
        {"a.x": "import a.y", "a.y": "def late():\n    from a import x", "a.z": "import a.x"},
        {"a.x": "from a.y import one", "a.y": "import a.z", "a.z": "from .x import two"},
        {
            "a.x": "import a.y",
            "a.y": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a.x import X",
        },
    ],
    ids=["in-a-function", "through-a-third", "for-types-alone"],
)
def test_a_cycle_is_seen(sources):
    (group,) = cycles(sources)
    assert {"a.x", "a.y"} <= set(group)


def test_the_library_never_imports_the_application():
    library = [module for module in MODULES if module.split(".")[0] == "analysis"]
    assert len(library) > 40
    for module in library:
        names = {name.split(".")[0] for name in imports(text_of(module), module)}
        assert "fagligheder" not in names, module


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("analysis.survey.codebook", "from analysis.measures.shares import share"),
        ("analysis.survey.codebook", "from ..measures import shares"),
        ("analysis.survey.codebook", "from .. import measures"),
        ("analysis.measures.counts", "import analysis.display.figures.style"),
        ("analysis.measures.counts", "def late():\n    from analysis.display.figures import style"),
        ("analysis.display.text.captions", "from analysis.display.tables import blocks"),
        ("analysis.display.figures.likert", "from fagligheder.documents import pdf"),
        ("fagligheder.documents.pdf", "from fagligheder import cli"),
        ("fagligheder.documents.pdf", "from fagligheder.explorer import model"),
        ("analysis.measures.counts", "import analysis as fag"),
        ("analysis.display.figures.likert", "from analysis import likert_table"),
    ],
)
def test_an_upward_import_is_seen(module, line):
    assert len(upward(line, module)) == 1


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("fagligheder.cli", "from fagligheder.run import batch"),
        ("fagligheder.documents.pdf", "from analysis.survey.checks import InputError"),
        ("analysis.measures.counts", "from .rounding import percent"),
        ("analysis.survey.codebook", "import pandas as pd"),
        ("analysis", "from .display import draw_likert"),
    ],
)
def test_the_way_down_is_free(module, line):
    assert upward(line, module) == []


@pytest.mark.parametrize("module", MODULES)
def test_module_loads_on_every_system(module):
    at_top = imports(text_of(module), module, top_only=True)
    assert not {name.split(".")[0] for name in at_top} & POSIX_ONLY


@pytest.mark.parametrize("part", ["analysis.survey", "analysis.measures", "analysis.competence"])
def test_the_numbers_know_no_pictures(part):
    inside = [module for module in MODULES if module.startswith(f"{part}.")]
    assert inside
    for module in inside:
        assert not {name.split(".")[0] for name in imports(text_of(module))} & DRAWING, module


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("analysis")])
def test_the_library_needs_no_extra_when_it_is_imported(module):
    at_top = {name.split(".")[0] for name in imports(text_of(module), module, top_only=True)}
    assert at_top <= BASE | STANDARD | {"analysis"}


@pytest.mark.parametrize("module", MODULES)
def test_only_the_explorer_knows_widgets(module):
    known = {name.split(".")[0] for name in imports(text_of(module), module)} & WIDGETS
    assert not known or module.startswith("fagligheder.explorer.")


@pytest.mark.parametrize("module", [name for name in MODULES if MODULES[name].stem == "__init__"])
def test_a_package_says_what_it_holds(module):
    said = ast.get_docstring(ast.parse(text_of(module))) or ""
    assert len(said.splitlines()) >= 3, module


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
