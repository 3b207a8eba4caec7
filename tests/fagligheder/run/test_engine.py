"""The papermill engine: by papermill's own function and command, without anything of the batch."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from copy import deepcopy
from pathlib import Path

import faults
import nbformat
import papermill
import psutil
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.parameterize import parameterize_notebook

from analysis.survey.checks import InputError
from fagligheder.paths import notebooks_folder
from fagligheder.run import engine, job
from fagligheder.run.engine import FAGLIGHEDER, KERNEL, FaglighederEngine
from fagligheder.run.job import Job
from fagligheder.run.parameters import INJECTED

PROJECT = Path(__file__).parents[3]
KOMMUNE = notebooks_folder() / "kommune.ipynb"


@pytest.fixture(autouse=True)
def registered() -> None:
    papermill_engines.register(FAGLIGHEDER, FaglighederEngine)


def notebook(*codes: str) -> nbformat.NotebookNode:
    """A notebook with the parameter ``navn``, and these cells."""
    cells = [
        new_code_cell("navn = None", id="a", metadata={"tags": ["parameters"]}),
        *(new_code_cell(code, id=f"c{number}") for number, code in enumerate(codes)),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def run(nb: nbformat.NotebookNode | Path, out: Path | None = None, **settings):
    """Run a notebook by papermill with our engine."""
    return papermill.execute_notebook(
        nb, out, engine_name=FAGLIGHEDER, progress_bar=False, **settings
    )


def alive(number: int) -> bool:
    """Whether a process runs, and does not merely wait to be forgotten."""
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def without_times(nb: nbformat.NotebookNode) -> list[tuple]:
    """What a reader sees of each cell; documents leave out the PNG beside a figure's SVG."""
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
            output.get("metadata", {}).pop("image/png", None)
    return [
        (cell.cell_type, cell.source, cell.get("execution_count"), cell.get("outputs"))
        for cell in nb.cells
    ]


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> dict[str, str]:
    """An environment in which the project is installed with the entry points of pyproject.toml."""
    folder = tmp_path_factory.mktemp("installed")
    groups = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = []
    for group, points in groups["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {target}" for name, target in points.items())]
    info = folder / f"fagligheder-{groups['version']}.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: fagligheder\nVersion: {groups['version']}\n",
        encoding="utf-8",
    )
    paths = [str(folder), str(PROJECT / "src"), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}


def command(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess:
    """Run ``papermill --engine fagligheder``."""
    return subprocess.run(
        [sys.executable, "-m", "papermill", "--engine", FAGLIGHEDER, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def by_command(installed, tmp_path_factory) -> nbformat.NotebookNode:
    out = tmp_path_factory.mktemp("command") / "ud.ipynb"
    done = command(installed, str(KOMMUNE), str(out), "-p", "kommune", "Samsø")
    assert done.returncode == 0, done.stderr
    nb = nbformat.read(out, as_version=4)
    nbformat.validate(nb)
    return nb


@pytest.mark.parametrize("name", [FAGLIGHEDER, KERNEL])
def test_the_command_the_engine_and_the_kernel_agree_cell_for_cell(by_command, name):
    """What a document is made of is what plain papermill writes, with its headings made real."""
    options = {"fresh_process": False} if name == FAGLIGHEDER else {}
    made = job.execute(Job("kommune", "x", "Samsø", {"kommune": "Samsø"}), name, **options)
    written = job.published(deepcopy(by_command), {"kommune": "Samsø"})
    assert without_times(made) == without_times(written)
    assert made.metadata == written.metadata
    assert len([each for each in without_times(made) if "Samsø" in each[1]]) >= 2


def test_the_metadata_are_papermills(by_command):
    assert by_command.metadata.papermill.parameters == {"kommune": "Samsø"}
    assert by_command.metadata.papermill.duration > 0
    assert by_command.metadata.papermill.exception is None
    assert {cell.metadata.papermill.status for cell in by_command.cells} == {"completed"}


def test_the_command_refuses_an_undeclared_parameter(installed, tmp_path):
    mark, out = tmp_path / "PWNED", tmp_path / "ud.ipynb"
    hostile = f'x=1\nopen({str(mark)!r},"w")\ny'
    done = command(installed, str(KOMMUNE), str(out), "-p", hostile, "1")
    assert done.returncode != 0
    assert "Notesbogen har ingen parameter" in done.stderr
    assert not mark.exists()
    assert not out.exists()


def test_a_notebook_without_declared_parameters_is_run_as_papermill_runs_it():
    values = {"navn": "Samsø"}
    earlier = new_code_cell("navn = 'Ærø'", id="x", metadata={"tags": [INJECTED]})
    nb = new_notebook(cells=[earlier, new_code_cell("navn", id="y")])
    nb.metadata["papermill"] = {"parameters": {"navn": "Ærø"}}
    again, changed = run(nb), run(nb, parameters=values)
    assert again.cells[0].source == "navn = 'Ærø'"
    assert [each.cells[-1].outputs[0].data["text/plain"] for each in (again, changed)] == [
        "'Ærø'",
        "'Samsø'",
    ]
    with pytest.raises(InputError, match=r"^Notesbogen har ingen celle med mærket parameters"):
        run(nb, parameters={"x = 1; y": "x"})


def test_two_notebooks_in_one_process_share_no_name(tmp_path):
    run(notebook("secret = 1\nimport os; os.environ['SECRET'] = 'x'\nimport analysis"))
    nb = run(notebook("'secret' in globals(), 'SECRET' in os.environ if 'os' in globals() else 0"))
    assert nb.cells[-1].outputs[0].data["text/plain"] == "(False, 0)"
    assert "SECRET" not in os.environ


def test_parameters_are_put_where_papermill_puts_them():
    values = {"kommune": "Lyngby-Taarbæk", "staff": 75, "own": None}
    nb = papermill.iorw.load_notebook_node(str(KOMMUNE))
    theirs = parameterize_notebook(nb, values)
    for number, cell in enumerate(theirs.cells):
        if not {INJECTED, "parameters"} & set(cell.metadata.tags):
            cell.source = f"{number}"
    ours = run(theirs, parameters=values)
    assert len(ours.cells) == len(theirs.cells)
    for mine, other in zip(ours.cells, theirs.cells, strict=True):
        if INJECTED in other.metadata.tags:
            assert mine.source == (
                "# Parameters\nkommune = 'Lyngby-Taarbæk'\nstaff = 75\nown = None"
            )
            assert mine.id == INJECTED
        else:
            assert mine.source == other.source


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"nvan": "x"}, 'ingen parameter "nvan"'),
        ({"navn": ["x"]}, "tekst eller et tal, fandt list"),
    ],
)
def test_what_papermill_would_take_is_refused(tmp_path, values, words):
    with pytest.raises(InputError, match=words):
        run(notebook("1"), tmp_path / "ud.ipynb", parameters=values)
    assert list(tmp_path.iterdir()) == []


def test_an_error_is_papermills_and_the_notebook_is_written(tmp_path):
    out = tmp_path / "ud.ipynb"
    with pytest.raises(PapermillExecutionError) as raised:
        run(notebook("print('før')", "1 / 0", "print('efter')"), out, parameters={"navn": "x"})
    assert (raised.value.ename, raised.value.evalue) == ("ZeroDivisionError", "division by zero")
    assert raised.value.cell_index == 3
    written = nbformat.read(out, as_version=4)
    texts = [each.get("text") for cell in written.cells for each in cell.get("outputs", [])]
    assert "før\n" in texts
    assert "efter\n" not in texts


def test_a_process_that_ends_or_hangs_is_an_error_and_nothing_of_it_is_left(tmp_path):
    number = tmp_path / "number"
    child = (
        "import os, time\nif not (child := os.fork()):\n    os.setsid()\n    time.sleep(999)\n"
        f"print(child, file=open({str(number)!r}, 'w'), flush=True)\n"
    )
    with pytest.raises(DeadKernelError, match="code 3"):
        run(notebook(child + "os._exit(3)"))
    faults.until(lambda: not alive(int(number.read_text())), "the end of the child")
    with pytest.raises(CellTimeoutError):
        run(notebook(child + "time.sleep(999)"), execution_timeout=2)
    faults.until(lambda: not alive(int(number.read_text())), "the end of the child")


def test_a_cell_may_change_what_another_has_shown():
    nb = run(notebook("handle = display('før', display_id=True)", "handle.update('efter')"))
    assert nb.cells[1].outputs[0].data["text/plain"] == "'efter'"


def test_the_engine_may_be_imported_before_papermill(installed):
    """Papermill imports the engine, so the engine must not import papermill."""
    code = (
        "import fagligheder.run.engine as e; from papermill.engines import papermill_engines as p"
    )
    code += "; assert p.get_engine('fagligheder') is e.FaglighederEngine"
    subprocess.run([sys.executable, "-c", code], env=installed, check=True)
    assert "papermill" not in vars(engine)
