"""One document: a notebook is run with its parameters, and written as ipynb, HTML and PDF.

Heavy libraries are imported when a document is made, so that looking what there is to do is quick.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.survey.checks import InputError
from fagligheder.files import why, write_together
from fagligheder.paths import notebooks_folder

if TYPE_CHECKING:
    from nbformat import NotebookNode

Value = str | int | float | bool | None
SUFFIXES = (".ipynb", ".html", ".pdf")
OLDER = "den tidligere rapport ligger der endnu"


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
    facts : mapping
        What the overview says of the document: the ``basis`` of the answers and, of a kommune,
        ``staff``, ``size_band``, and ``answers``, the managers of it who answered. The document
        does not depend on them.
    """

    notebook: str
    name: str
    title: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Outcome:
    """What became of a job: its files and their SHA-256, or why there are none.

    Attributes
    ----------
    job : Job
    files : tuple of Path
    error : str
        Empty when the document is made.
    hashes : tuple of str
        SHA-256 of the files, in their order.
    seconds : float
        How long it took; 0 for one that was up to date.
    older : bool
        It failed, and an earlier document of that name still lies there.
    """

    job: Job
    files: tuple[Path, ...] = ()
    error: str = ""
    hashes: tuple[str, ...] = ()
    seconds: float = 0.0
    older: bool = False

    @property
    def trouble(self) -> str:
        """The error, and whether an earlier document still lies there; empty when it is made."""
        return f"{self.error} ({OLDER})" if self.older else self.error


class CellError(Exception):
    """A cell failed.

    Attributes
    ----------
    cell : int
        Its number in the notebook, from 1.
    message : str
        The error's kind and words.
    """

    def __init__(self, cell: int, message: str) -> None:
        super().__init__(cell, message)
        self.cell, self.message = cell, message


def run_job(
    job: Job, out: Path, run: Callable[[NotebookNode], NotebookNode] | None = None
) -> Outcome:
    """Make one document; a failure is an outcome, not an exception.

    Parameters
    ----------
    job : Job
    out : Path
        The folder for the three files.
    run : callable, optional
        What runs the cells: `execute_in_kernel` when left out.
    """
    start = time.perf_counter()
    try:
        notebook = execute(job, run or execute_in_kernel)
        paths, hashes = write_document(job, out, _contents(notebook))
        return Outcome(job, paths, "", hashes, time.perf_counter() - start)
    except CellError as error:
        words = f"celle {error.cell}: {error.message}"
    except InputError as error:
        words = str(error)
    except MemoryError:
        words = "MemoryError: der er ikke hukommelse nok"
    except OSError as error:
        words = f"kan ikke skrives: {why(error)}"
    except Exception as error:  # one document's failure must not stop the others
        words = f"{type(error).__name__}: {error}"
    return Outcome(job, error=words, seconds=time.perf_counter() - start)


def write_document(
    job: Job, out: Path, contents: Sequence[bytes]
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write a document's files, in the order of `SUFFIXES`; return their paths and SHA-256."""
    paths = tuple(out / f"{job.name}{suffix}" for suffix in SUFFIXES)
    write_together(dict(zip(paths, contents, strict=True)))
    return paths, tuple(sha256(content).hexdigest() for content in contents)


def execute(job: Job, run: Callable[[NotebookNode], NotebookNode]) -> NotebookNode:
    """Run a job's notebook with its parameters, and make its headings real."""
    import nbformat

    from fagligheder.documents.notebook_headings import promote_headings
    from fagligheder.run.parameters import with_parameters, write_parameters

    source = nbformat.read(notebooks_folder() / f"{job.notebook}.ipynb", as_version=4)
    shown = {name: _shown(value) for name, value in job.parameters.items()}
    notebook = write_parameters(run(with_parameters(source, job.parameters)), shown)
    notebook.metadata["papermill"] = {"parameters": shown}
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if not cell.metadata.get("tags"):
            cell.metadata.pop("tags", None)
    return promote_headings(notebook)


def _shown(value: Value) -> Value:
    """A parameter as it may be published: of a file its name, never its folder."""
    if isinstance(value, str) and Path(value).is_absolute():
        return Path(value).name
    return value


def execute_in_kernel(notebook: NotebookNode) -> NotebookNode:
    """Run a notebook by papermill, in a kernel of its own.

    Raises
    ------
    CellError
        A cell failed.
    """
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from fagligheder.run.captured_outputs import MOST_TEXT

    with tempfile.TemporaryDirectory() as folder:
        start, end = Path(folder) / "start.ipynb", Path(folder) / "slut.ipynb"
        nbformat.write(notebook, start)
        try:
            papermill.execute_notebook(
                str(start),
                str(end),
                kernel_name="python3",
                progress_bar=False,
                log_output=False,
                request_save_on_cell_execute=False,
                extra_arguments=["--IPKernelApp.log_level=ERROR"],
                cwd=str(Path.cwd()),
            )
        except PapermillExecutionError as error:
            raise CellError(error.cell_index + 1, f"{error.ename}: {error.evalue}") from None
        ran = nbformat.read(end, as_version=4)
    for number, cell in enumerate(ran.cells, start=1):
        outputs = cell.get("outputs", [])
        if sum(len(output.get("text", "")) for output in outputs) > MOST_TEXT:
            raise CellError(number, f"cellen skrev over {MOST_TEXT // 1_000_000} MB tekst")
        errors = [output for output in outputs if output.output_type == "error"]
        if errors:  # papermill lets sys.exit() pass for success
            raise CellError(number, f"{errors[0].ename}: {errors[0].evalue}")
    return ran


def _contents(notebook: NotebookNode) -> tuple[bytes, bytes, bytes]:
    """Return a document's three files, in the order of `SUFFIXES`."""
    import nbformat

    from fagligheder.documents.content import document
    from fagligheder.documents.html import render_html
    from fagligheder.documents.pdf import render_pdf

    content = document(notebook)
    html = render_html(content)
    pdf, _ = render_pdf(content)
    written = nbformat.writes(notebook) + "\n"
    return written.encode(errors="replace"), html.encode(errors="replace"), pdf
