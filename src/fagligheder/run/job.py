"""Make one document: run a notebook with its parameters, and write it as ipynb, HTML and PDF.

Heavy libraries are imported when a document is made: finding out what is to be made stays quick.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any

from analysis.display.figures.theme import themed
from analysis.display.figures.theme_file import read_theme
from analysis.survey.checks import InputError
from analysis.survey.extras import load
from fagligheder.files import why, write_together
from fagligheder.paths import notebooks_folder
from fagligheder.run.engine import FAGLIGHEDER, KERNEL, FaglighederEngine
from fagligheder.run.parameters import Value, check_parameters, write_parameters
from fagligheder.run.surroundings import KERNEL_START, document_surroundings

if TYPE_CHECKING:
    from nbformat import NotebookNode

SUFFIXES = (".ipynb", ".html", ".pdf")
OLDER = "den tidligere rapport ligger der endnu"
#: Notebooks of a group, and of a whole survey of any kind.
GROUP, WHOLE = "gruppe", "undersoegelse"
#: Why a group has no report, on the terminal; `index_page.left_out_…` says it on the page.
LEFT_OUT = {
    "few": "for få har svaret",
    "hidden": "alle tal er skjult, for svarene er for få eller for ens",
    "unknown": "gruppen kendes ikke",
}


@dataclass(frozen=True)
class Job:
    """One document to make.

    Attributes
    ----------
    notebook : str
        Name of a notebook of the project: ``kommune``, ``landsrapport``, ``gruppe`` or
        ``undersoegelse``.
    name : str
        File name without suffix, made from a code: ``0727-odder``.
    title : str
        What the reader calls it: ``Odder``.
    parameters : mapping
        Parameter → value.
    facts : mapping
        For the index page, not the document: the ``basis`` of the answers and, of a kommune,
        ``staff``, ``size_band``, ``answers``, the number of its managers who answered, and
        ``own``, whether it shows what the kommune says of itself instead of what is known. Of
        another survey than the project's own ``survey``, its title in the document's language;
        of a group ``group``, its place among the groups, and ``answers``.
    timestamp : int
        The date inside the PDF and the figures, in seconds since 1970.
    left_out : str
        Why it is not made at all: ``few``, ``hidden`` or ``unknown``; see
        `fagligheder.run.survey_plan`.
    """

    notebook: str
    name: str
    title: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict, compare=False)
    timestamp: int = field(default=0, compare=False)
    left_out: str = field(default="", compare=False)

    @property
    def internal(self) -> bool:
        """Whether it shows answers as they were given, and is for the kommune alone."""
        return bool(self.parameters.get("internal"))

    @property
    def private(self) -> bool:
        """Whether it reads a roster, which no words of an error may quote."""
        return bool(self.parameters.get("workbook"))

    @property
    def theme(self) -> str | None:
        """The file of the theme that it is made in; None for the project's own."""
        return str(self.parameters.get("theme") or "") or None


@dataclass(frozen=True)
class Outcome:
    """The result of a job: its files and their SHA-256, or why there are none.

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
        It failed, and an earlier document of that name is still there.
    """

    job: Job
    files: tuple[Path, ...] = ()
    error: str = ""
    hashes: tuple[str, ...] = ()
    seconds: float = 0.0
    older: bool = False

    @property
    def full_error(self) -> str:
        """The error, and whether an earlier document is still there; empty when it is made."""
        return f"{self.error} ({OLDER})" if self.older else self.error


def run_job(job: Job, out: Path, engine: str = KERNEL, **options: Any) -> Outcome:
    """Make one document; a failure is an outcome, not an exception.

    Parameters
    ----------
    job : Job
    out : Path
        The folder for the three files.
    engine : str
        The papermill engine that runs the cells.
    **options
        For the engine.
    """
    start = time.perf_counter()
    try:
        with themed(read_theme(job.theme)):
            notebook = execute(job, engine, **options)
            paths, hashes = write_document(job, out, _contents(notebook, job.timestamp))
        return Outcome(job, paths, "", hashes, time.perf_counter() - start)
    except InputError as error:
        words = str(error)
    except MemoryError:
        words = "MemoryError: der er ikke hukommelse nok"
    except OSError as error:
        words = f"kan ikke skrives: {why(error)}"
    except Exception as error:  # one document's failure must not stop the others
        words = error_words(error, private=job.private)
    return Outcome(job, error=words, seconds=time.perf_counter() - start)


def error_words(error: BaseException, *, private: bool) -> str:
    """Return the kind of an error, and its words unless they may quote a roster."""
    return type(error).__name__ if private else f"{type(error).__name__}: {error}"


def write_document(
    job: Job, out: Path, contents: Sequence[bytes]
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write a document's files, in the order of `SUFFIXES`; return their paths and SHA-256."""
    paths = tuple(out / f"{job.name}{suffix}" for suffix in SUFFIXES)
    write_together(dict(zip(paths, contents, strict=True)))
    return paths, tuple(sha256(content).hexdigest() for content in contents)


def execute(job: Job, engine: str, **options: Any) -> NotebookNode:
    """Run a job's notebook by papermill, and return it as it is published.

    Raises
    ------
    InputError
        A parameter is refused, or a cell has failed.
    """
    papermill = load("papermill", "reports")
    import nbformat
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError

    papermill_engines.register(FAGLIGHEDER, FaglighederEngine)  # an old installation has not
    notebook = nbformat.read(notebooks_folder() / f"{job.notebook}.ipynb", as_version=4)
    check_parameters(notebook, job.parameters)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []  # papermill would copy them first
    try:
        with document_surroundings(job.timestamp):
            notebook = papermill.execute_notebook(
                notebook,
                None,
                parameters=dict(job.parameters),
                engine_name=engine,
                kernel_name="python3",
                kernel_manager_class="fagligheder.run.kernel.OwnKernelManager",
                progress_bar=False,
                extra_arguments=[
                    "--IPKernelApp.log_level=CRITICAL",
                    "--HistoryManager.hist_file=:memory:",
                    f'--IPKernelApp.exec_lines=["{KERNEL_START}"]',
                ],
                **options,
            )
    except PapermillExecutionError as error:
        raise InputError(_cell_error(error.cell_index + 1, error, job.private)) from None
    _check_outputs(notebook, job.private)
    return published(notebook, job.parameters)


def published(notebook: NotebookNode, parameters: Mapping[str, Value]) -> NotebookNode:
    """Return a notebook that papermill has run without times and folders, with real headings."""
    from fagligheder.documents.internal_use import mark_internal
    from fagligheder.documents.notebook_headings import promote_headings

    values = {name: without_folder(value) for name, value in parameters.items()}
    write_parameters(notebook, values)
    notebook.metadata["papermill"] = {"parameters": values}
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if not cell.metadata.get("tags"):
            cell.metadata.pop("tags", None)
    notebook = promote_headings(notebook)
    lang = str(parameters.get("lang") or "da")
    return mark_internal(notebook, lang) if parameters.get("internal") else notebook


def without_folder(value: Value, *, is_file: bool = False) -> Value:
    """Return a parameter as it may be published: of a file its name, never its folder.

    What is an absolute path here or on Windows is a file; so is what is said to be one.
    """
    if isinstance(value, str):
        here, windows = Path(value), PureWindowsPath(value)
        if windows.is_absolute():
            return windows.name
        if is_file or here.is_absolute():
            return here.name
    return value


def _check_outputs(notebook: NotebookNode, private: bool) -> None:
    """Raise InputError for what papermill lets pass: ``sys.exit()``, and text without end."""
    from fagligheder.run.captured_outputs import MOST_TEXT, TooMuchText

    for number, cell in enumerate(notebook.cells, start=1):
        outputs = cell.get("outputs", [])
        if sum(len(output.get("text", "")) for output in outputs) > MOST_TEXT:
            raise InputError(f"celle {number}: {TooMuchText()}")
        for output in outputs:
            if output.output_type == "error":
                raise InputError(_cell_error(number, output, private))


def _cell_error(number: int, error: Any, private: bool) -> str:
    """Return the number of a cell that has failed, and its error's name and words.

    What reads a roster says only in an `InputError` what is wrong: that quotes no employee.
    """
    if private and error.ename not in ("InputError", "TooMuchText"):
        return f"celle {number}: {error.ename}"
    name = "" if error.ename == "TooMuchText" else f"{error.ename}: "
    return f"celle {number}: {name}{error.evalue}"


def _contents(notebook: NotebookNode, timestamp: int) -> tuple[bytes, bytes, bytes]:
    """Return a document's three files, in the order of `SUFFIXES`."""
    import nbformat

    from fagligheder.documents.content import document
    from fagligheder.documents.html import render_html
    from fagligheder.documents.pdf import render_pdf

    content = document(notebook)
    html = render_html(content)
    pdf, _ = render_pdf(content, timestamp)
    written = nbformat.writes(notebook) + "\n"
    return written.encode(errors="replace"), html.encode(errors="replace"), pdf
