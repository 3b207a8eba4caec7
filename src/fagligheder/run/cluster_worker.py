"""Make a document on a worker of a cluster, which shares no disk with the machine that asks.

What the document is made of arrives as bytes, and the document goes back as bytes. A worker keeps
a pool for each document that it makes at a time.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from fagligheder.paths import notebooks_folder
from fagligheder.run.document_process import short_path
from fagligheder.run.engine import KERNEL
from fagligheder.run.job import Job
from fagligheder.run.limits import Limits
from fagligheder.run.manifest import inputs, shared, shared_now
from fagligheder.run.pool import Pool, default_engine

_idle: SimpleQueue[Pool] = SimpleQueue()

#: Keys of `fagligheder.run.manifest.shared` in words.
_WORDS = {"code": "koden", "data": "dataene"}


@dataclass(frozen=True)
class Request:
    """A document to make, with everything that it is made of.

    Attributes
    ----------
    run : str
        Name of the run; a worker looks at its own code and data once for each.
    job : Job
    notebook : bytes
    files : mapping
        Parameter → name → content of the files that the job reads.
    limits : Limits
    shared : mapping
        `fagligheder.run.manifest.shared` of the machine that asks.
    """

    run: str
    job: Job
    notebook: bytes
    files: Mapping[str, Mapping[str, bytes]]
    limits: Limits
    shared: Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """The result of a request.

    Attributes
    ----------
    contents, hashes : tuple
        The three files and their SHA-256, in the order of `SUFFIXES`; empty after an error.
    seconds : float
    error : str
        Why the document is not made.
    incompatible : str
        Why this worker can make no document at all.
    """

    contents: tuple[bytes, ...] = ()
    hashes: tuple[str, ...] = ()
    seconds: float = 0.0
    error: str = ""
    incompatible: str = ""


def pack_request(job: Job, limits: Limits, run: str) -> Request:
    """Put everything that a document is made of into a request; raise OSError as files do."""
    from analysis.measures.sources import is_made_up

    notebook = _notebook(notebooks_folder() / f"{job.notebook}.ipynb")
    files = {
        parameter: {name: path.read_bytes() for name, path in paths.items()}
        for parameter, paths in inputs(job).items()
        if not is_made_up(str(job.parameters[parameter]))
    }
    return Request(run, job, notebook, files, limits, shared())


@lru_cache(maxsize=8)
def _notebook(path: Path) -> bytes:
    """Return a notebook without its outputs, which are most of the file."""
    content = path.read_bytes()
    with suppress(ValueError, KeyError, TypeError):  # the worker says what is wrong
        notebook = json.loads(content)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"] = []
        content = json.dumps(notebook).encode()
    return content


def make_document(request: Request) -> Result:
    """Make a document in a process of its own; this runs on a cluster's worker."""
    from distributed import get_worker

    worker = get_worker()
    words = find_incompatibility(request.run, request.shared)
    if words:
        return Result(incompatible=words)
    own = Path(worker.local_directory)
    with _borrowed_pool() as pool, _folder(own / f"document-{id(pool)}") as folder:
        job = unpack_request(request, folder)
        out, scratch = folder / "out", folder / "scratch"
        out.mkdir()
        scratch.mkdir()
        wanted = _wanted(worker, worker.get_current_task())
        with short_path(scratch) as place:
            outcomes = list(pool.make([job], out, 1, request.limits, place, wanted))
        if not outcomes:
            return Result(error="ikke længere ønsket")
        outcome = outcomes[0]
        contents = tuple(path.read_bytes() for path in outcome.files)
    return Result(contents, outcome.hashes, outcome.seconds, outcome.error)


def unpack_request(request: Request, folder: Path) -> Job:
    """Write what a request holds to a folder; return its job with the paths there."""
    notebook = folder / f"{Path(request.job.notebook).name}.ipynb"
    notebook.write_bytes(request.notebook)
    parameters = dict(request.job.parameters)
    for parameter, files in request.files.items():
        place = folder / parameter
        place.mkdir()
        for name, content in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)
        first = place / next(iter(files))
        parameters[parameter] = str(first.parent if parameter == "survey" else first)
    return replace(request.job, notebook=str(notebook.with_suffix("")), parameters=parameters)


def hashes_match(contents: tuple[bytes, ...], hashes: tuple[str, ...]) -> bool:
    """Whether a document's files are as they were made."""
    return tuple(sha256(content).hexdigest() for content in contents) == hashes


def differences(here: Mapping[str, Any], there: Mapping[str, Any]) -> list[str]:
    """Return in words how two machines differ in code, data and versions.

    The lock is not compared: an installed wheel has none, and the packages' versions are.
    """
    found = [word for key, word in _WORDS.items() if here[key] != there[key]]
    versions = {"Python": (here["python"], there["python"])}
    for name, version in here["packages"].items():
        versions[name] = (version, there["packages"].get(name))
    found += [
        f"{name} ({ours or 'mangler'} her, {theirs or 'mangler'} der)"
        for name, (ours, theirs) in versions.items()
        if ours != theirs
    ]
    return found


def find_incompatibility(run: str, owners: Mapping[str, Any]) -> str:
    """Return why no document can be made here as its owner would make it; empty when it can."""
    # As it was when this process began, which preloaded processes are made of, and as it is now.
    for there in (shared(), _shared_for(run)):
        found = differences(owners, there)
        if found:
            return (
                f"har noget andet end denne maskine: {', '.join(found)}. "
                "Installér det samme begge steder, og start arbejderne igen."
            )
    if default_engine() == KERNEL and multiprocessing.current_process().daemon:
        return "må ikke starte processer. Start den med dask worker --no-nanny."
    return ""


@lru_cache(maxsize=8)
def _shared_for(run: str) -> dict[str, Any]:
    """Return what documents are made of here, as it was when a run began."""
    return shared_now()


@contextmanager
def _folder(path: Path) -> Iterator[Path]:
    """Make a folder for one document at a time, and remove it.

    Its name is the same for the next document, and so are the paths that both read. Dask removes
    it with the worker's others, also after a worker that was killed.
    """
    path.mkdir(parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _borrowed_pool() -> Iterator[Pool]:
    """Borrow a pool that is not in use, or open one more."""
    pool = None
    while pool is None or not pool.alive:
        try:
            pool = _idle.get_nowait()
        except Empty:
            pool = Pool()
    try:
        yield pool
    except BaseException:
        pool.close()
        raise
    _idle.put(pool)


def _wanted(worker: Any, key: object) -> Callable[[], bool]:
    """Return a function that says whether the task of this thread is still wanted."""

    def wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state == "executing"

    return wanted
