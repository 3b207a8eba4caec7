"""A notebook in our engine shows what a kernel shows, and its document is the same."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import faults
import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from papermill.engines import papermill_engines

from fagligheder.run import batch
from fagligheder.run.engine import FAGLIGHEDER, KERNEL, FaglighederEngine
from fagligheder.run.job import SUFFIXES, Job

#: One cell for each thing a kernel does with what a cell shows.
CELLS = {
    "text": 'print("æøå", end=""); print(1)\nimport sys\nprint("fejl", file=sys.stderr)',
    "result": '{"a": (1, 2)}',
    "silent": "1 + 1;",
    "nothing": "   ",
    "several": 'from IPython.display import HTML, Markdown, display\ndisplay(HTML("<b>x</b>"))\n'
    'print("imellem")\ndisplay(Markdown("*y*"), metadata={"fag": [1]})\n2',
    "frame": 'import pandas as pd\npd.DataFrame({"x": [1, 2]})',
    "names": "y = 3\ndef f():\n    return y\nf()",
    "pickle": "import pickle\nclass A:\n    b = 1\npickle.loads(pickle.dumps(A())).b",
    "house": "import analysis as fag\n"
    'axes = fag.draw_likert(fag.likert_table(fag.read_published(), "importance"))',
    "pyplot": "import matplotlib.pyplot as plt\nplt.plot([1, 2], [3, 4]); plt.title('æ')",
    "two": "a = plt.subplots(figsize=(1, 1)); b = plt.subplots(figsize=(2, 1))",
    "settings": "with plt.rc_context({'font.size': 20, 'axes.grid': True}):\n"
    "    shown = plt.figure(figsize=(2, 1)); plt.plot([1, 2])\nshown",
    "settings later": "shown.axes[0].set_title('æ'); plt.rcParams['savefig.dpi'] = 30\nshown",
    "settings kept": "plt.figure(); plt.plot([1, 2]); plt.rcdefaults()",
    "closed": "plt.figure(); plt.close('all')",
    "laid out": "fig, axes = plt.subplots(1, 2, layout='constrained', figsize=(3, 2))",
    "update": 'handle = display("før", display_id="d")\nhandle.update("efter")',
    "late update": 'handle.update("senere")',
    "clear": 'print("væk")\nfrom IPython.display import clear_output\nclear_output()\nprint("her")',
    "wait": 'print("væk")\nclear_output(wait=True)\nprint("her")',
    "program": "import os\n_ = os.system('echo udefra')",
    "magic": "%matplotlib inline\n%config InlineBackend.figure_format",
    "svg": "%config InlineBackend.figure_formats = ['svg']\nassert plt.isinteractive()",
    "waits": "import asyncio\nawait asyncio.sleep(0)\n'efter'",
    "image": "from IPython.display import Image\nimport base64\n"
    "Image(base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwAD"
    "hgGAWjR9awAAAABJRU5ErkJggg=='))",
    "history": "_, Out[2]",
}


def source() -> nbformat.NotebookNode:
    cells = []
    for name, code in CELLS.items():
        cells.append(new_code_cell(code, id=name.replace(" ", "-")))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def comparable(nb: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Join text that a kernel happened to send in parts; drop times and addresses."""
    nb.metadata.pop("papermill", None)
    for cell in nb.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if not cell.metadata.get("tags"):  # papermill adds an empty list
            cell.metadata.pop("tags", None)
        joined: dict[str, nbformat.NotebookNode] = {}
        others = []
        for output in cell.outputs:
            if output.output_type == "stream" and output.name in joined:
                joined[output.name].text += output.text
                continue
            if output.output_type == "stream":
                joined[output.name] = output
            others.append(output)
        cell.outputs = others
    return nb


@pytest.fixture(scope="module")
def pair() -> tuple[nbformat.NotebookNode, nbformat.NotebookNode]:
    """The same notebook by papermill's own engine and by ours."""
    papermill_engines.register(FAGLIGHEDER, FaglighederEngine)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)  # a kernel that sees it listens less
        theirs, ours = (
            papermill.execute_notebook(source(), None, engine_name=engine, progress_bar=False)
            for engine in (KERNEL, FAGLIGHEDER)
        )
    return comparable(theirs), comparable(ours)


def test_the_notebook_says_the_same_of_itself(pair):
    theirs, ours = pair
    assert ours.metadata == theirs.metadata
    assert [cell.id for cell in ours.cells] == [cell.id for cell in theirs.cells]


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_shows_what_papermill_shows(pair, name):
    theirs, ours = (nb.cells[list(CELLS).index(name)] for nb in pair)
    assert ours == theirs


def test_every_figure_is_there(pair):
    _, ours = pair
    shown = {
        cell.id: [mime for output in cell.outputs for mime in output.get("data", {})]
        for cell in ours.cells
    }
    assert shown["house"] == ["image/svg+xml", "image/png", "text/plain"]
    assert [shown[name].count("image/png") for name in ("pyplot", "two", "closed")] == [1, 2, 0]
    assert shown["laid-out"].count("image/png") == 1


@pytest.fixture(scope="module")
def both_engines(tmp_path_factory) -> dict[str, Path]:
    """One kommune and its neighbours: forked from a preloaded process, and in kernels."""
    folders = {}
    with pytest.MonkeyPatch.context() as patch:
        for engine, kommuner in ((FAGLIGHEDER, ["Odder", "Aarhus", "Skive"]), (KERNEL, ["Odder"])):
            patch.setenv("FAGLIGHEDER_ENGINE", engine)
            folders[engine] = tmp_path_factory.mktemp(engine)
            outcomes = batch.make_reports(batch.plan(kommuner), folders[engine], workers=2)
            assert [outcome.error for outcome in outcomes] == [""] * len(kommuner)
    return folders


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_both_engines_make_the_same_document(both_engines, suffix):
    ours, theirs = (both_engines[each] / f"0727-odder{suffix}" for each in (FAGLIGHEDER, KERNEL))
    assert ours.read_bytes() == theirs.read_bytes()


def test_each_document_has_its_figures_and_its_kommune(both_engines):
    for name, title in (
        ("0727-odder", "Odder"),
        ("0751-aarhus", "Aarhus"),
        ("0779-skive", "Skive"),
    ):
        page = (both_engines[FAGLIGHEDER] / f"{name}.html").read_text(encoding="utf-8")
        assert page.count("<figure") == 4
        nb = json.loads((both_engines[FAGLIGHEDER] / f"{name}.ipynb").read_text(encoding="utf-8"))
        headings = ["".join(cell["source"]) for cell in nb["cells"] if cell["cell_type"] != "code"]
        assert any(heading.startswith(f"# {title} Kommune") for heading in headings)


def test_an_unknown_parameter_makes_no_document(tmp_path):
    job = Job("kommune", "0727-odder", "Odder", {"komune": "Odder"})
    outcome = batch.make_reports([job], tmp_path)[0]
    assert outcome.error.startswith('Notesbogen har ingen parameter "komune". Vælg blandt: kommune')
    assert not list(tmp_path.glob("0727*"))


#: What reserves far more address space than it uses, and how it is called.
PROGRAMS = {
    "java": ["java", "-version"],
    "node": ["node", "-e", "console.log(1 + 1)"],
    "chromium": ["chromium", "--headless", "--no-sandbox", "--dump-dom", "about:blank"],
}
#: Code that says how a document's process is limited.
LIMITED = """
import resource
from pathlib import Path
assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY
assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == 500_000_000
assert Path("/proc/self/oom_score_adj").read_text().split() == ["1000"]
"""


def works_here(command: list[str]) -> bool:
    if not shutil.which(command[0]):
        return False
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="needs what Linux knows of processes")
@pytest.mark.parametrize("engine", [FAGLIGHEDER, KERNEL])
def test_a_cell_calls_programs_that_reserve_much_and_use_little(tmp_path, monkeypatch, engine):
    monkeypatch.setenv("FAGLIGHEDER_ENGINE", engine)
    call = "import subprocess\nassert subprocess.run({}, capture_output=True).returncode == 0"
    codes = {name: call.format(each) for name, each in PROGRAMS.items() if works_here(each)}
    jobs = [faults.job(tmp_path, name, code) for name, code in {**codes, "own": LIMITED}.items()]
    deep = tmp_path / "Rapporter fra kommunerne" / "efterår 2026"  # sockets cannot lie so deep
    deep.mkdir(parents=True)
    outcomes = batch.make_reports(jobs, deep / "reports", workers=2)
    assert {outcome.job.title: outcome.error for outcome in outcomes} == {
        job.title: "" for job in jobs
    }
    assert faults.gone()
