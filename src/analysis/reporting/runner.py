"""One document: a notebook is run with its parameters, and written as ipynb, HTML and PDF."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import load_notebook_node

from analysis.reporting.files import write_whole
from analysis.reporting.headings import promote_headings
from analysis.reporting.html import FaglighederHTMLExporter
from analysis.reporting.parameters import Value, with_parameters, write_parameters
from analysis.reporting.pdf import FaglighederPDFExporter
from analysis.survey.checks import InputError
from analysis.survey.paths import notebooks_folder


@dataclass(frozen=True)
class Job:
    """One document to make.

    Attributes
    ----------
    notebook : str
        Name of a notebook of the project: ``kommune`` or ``landsrapport``.
    name : str
        File name without suffix, made from a code: ``0727-odder``.
    title : str
        What the reader calls it: ``Odder``.
    parameters : mapping
        Parameter → value.
    """

    notebook: str
    name: str
    title: str
    parameters: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of a job: its files, or why there are none."""

    job: Job
    files: tuple[Path, ...] = ()
    error: str = ""


def run_job(job: Job, out: Path) -> Outcome:
    """Make one document; a failure is an outcome, not an exception.

    Parameters
    ----------
    job : Job
    out : Path
        The folder for the three files.
    """
    try:
        notebook = execute(job)
        name, resources = job.name, {"metadata": {"name": job.name}}
        html, _ = FaglighederHTMLExporter().from_notebook_node(notebook, resources)
        pdf, _ = FaglighederPDFExporter().from_notebook_node(notebook, resources)
        contents = {".ipynb": nbformat.writes(notebook) + "\n", ".html": html, ".pdf": pdf}
        for suffix, content in contents.items():
            write_whole(out / f"{name}{suffix}", content)
        return Outcome(job, tuple(out / f"{name}{suffix}" for suffix in contents))
    except PapermillExecutionError as error:
        return Outcome(job, error=f"celle {error.cell_index + 1}: {error.ename}: {error.evalue}")
    except InputError as error:
        return Outcome(job, error=str(error))
    except Exception as error:  # one document's failure must not stop the others
        return Outcome(job, error=f"{type(error).__name__}: {error}")


def execute(job: Job) -> NotebookNode:
    """Run a job's notebook in a kernel of its own, and make its headings real."""
    source = load_notebook_node(str(notebooks_folder() / f"{job.notebook}.ipynb"))
    ready = with_parameters(source, job.parameters)
    with tempfile.TemporaryDirectory() as folder:
        start, end = Path(folder) / "start.ipynb", Path(folder) / "slut.ipynb"
        nbformat.write(ready, start)
        papermill.execute_notebook(
            str(start),
            str(end),
            kernel_name="python3",
            progress_bar=False,
            log_output=False,
            extra_arguments=["--IPKernelApp.log_level=ERROR"],
            cwd=str(Path.cwd()),
        )
        executed = nbformat.read(end, as_version=4)
    shown = {name: _shown(value) for name, value in job.parameters.items()}
    executed = write_parameters(executed, shown)
    executed.metadata["papermill"] = {"parameters": shown}
    for cell in executed.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    return promote_headings(executed)


def _shown(value: Value) -> Value:
    """A parameter as it may be published: of a file its name, never its folder."""
    if isinstance(value, str) and Path(value).is_absolute():
        return Path(value).name
    return value
