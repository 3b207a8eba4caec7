"""A document made on a cluster's worker, which shares no disk with the one who wants it.

What the document is made of comes as bytes, and so does the document go back. A worker keeps warm
processes between documents: one for each document that it makes at a time.
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

from analysis.survey.checks import InputError
from fagligheder.paths import notebooks_folder
from fagligheder.run.job import Job
from fagligheder.run.manifest import inputs, shared, shared_now
from fagligheder.run.pool import Workshop, way
from fagligheder.run.supervise import Limits

_idle: SimpleQueue[Workshop] = SimpleQueue()

#: What `shared` tells of, as a reader calls it.
_CALLED = {"code": "koden", "data": "dataene"}


@dataclass(frozen=True)
class Order:
    """A document to make, with everything that it is made of.

    Attributes
    ----------
    run : str
        Who orders; workers look at their own code and data once for each.
    job : Job
    notebook : bytes
    files : mapping
        Parameter → name → content of the files that the job reads.
    limits : Limits
    shared : mapping
        What all documents are made of, where the order comes from.
    """

    run: str
    job: Job
    notebook: bytes
    files: Mapping[str, Mapping[str, bytes]]
    limits: Limits
    shared: Mapping[str, Any]


@dataclass(frozen=True)
class Delivery:
    """What became of an order.

    Attributes
    ----------
    contents : tuple of bytes
        The three files, in the order of `SUFFIXES`; empty when there is an error.
    hashes : tuple of str
        Their SHA-256.
    seconds : float
    error : str
        Why the document is not made.
    unfit : str
        Why this worker can make no document at all.
    """

    contents: tuple[bytes, ...] = ()
    hashes: tuple[str, ...] = ()
    seconds: float = 0.0
    error: str = ""
    unfit: str = ""


def pack(job: Job, limits: Limits, run: str) -> Order:
    """Put everything that a document is made of into an order.

    Parameters
    ----------
    job : Job
    limits : Limits
    run : str
        A name for this run.

    Raises
    ------
    OSError
        A file cannot be read.
    """
    from analysis.measures.sources import is_made_up

    notebook = _notebook(notebooks_folder() / f"{job.notebook}.ipynb")
    files = {
        parameter: {path.name: path.read_bytes() for path in paths}
        for parameter, paths in inputs(job).items()
        if not is_made_up(str(job.parameters[parameter]))
    }
    return Order(run, job, notebook, files, limits, shared())


@lru_cache(maxsize=8)
def _notebook(path: Path) -> bytes:
    """A notebook without what it showed the last time, which is most of the file."""
    content = path.read_bytes()
    with suppress(ValueError, KeyError, TypeError):  # who opens it says what is wrong
        notebook = json.loads(content)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"] = []
        content = json.dumps(notebook).encode()
    return content


def make_document(order: Order) -> Delivery:
    """Make a document in a process of its own; this runs on a cluster's worker."""
    from distributed import get_worker

    worker = get_worker()
    words = unfit(order.run, order.shared, order.limits)
    if words:
        return Delivery(unfit=words)
    own = Path(worker.local_directory)
    with _workshop() as shop, _folder(own / f"document-{id(shop)}") as folder:
        job = unpack(order, folder)
        out, scratch = folder / "out", folder / "scratch"
        out.mkdir()
        scratch.mkdir()
        wanted = _wanted(worker, worker.get_current_task())
        outcomes = list(shop.make([job], out, 1, order.limits, scratch, wanted))
        if not outcomes:
            return Delivery(error="ikke længere ønsket")
        outcome = outcomes[0]
        contents = tuple(path.read_bytes() for path in outcome.files)
    return Delivery(contents, outcome.hashes, outcome.seconds, outcome.error)


def unpack(order: Order, folder: Path) -> Job:
    """Write what an order holds to a folder; return its job with the paths there."""
    notebook = folder / f"{Path(order.job.notebook).name}.ipynb"
    notebook.write_bytes(order.notebook)
    parameters = dict(order.job.parameters)
    for parameter, files in order.files.items():
        place = folder / parameter
        place.mkdir()
        for name, content in files.items():
            (place / name).write_bytes(content)
        parameters[parameter] = str(place / next(iter(files)))
    return replace(order.job, notebook=str(notebook.with_suffix("")), parameters=parameters)


def same(contents: tuple[bytes, ...], hashes: tuple[str, ...]) -> bool:
    """Whether a document's files are as they were made."""
    return tuple(sha256(content).hexdigest() for content in contents) == hashes


def differences(here: Mapping[str, Any], there: Mapping[str, Any]) -> list[str]:
    """What differs between two machines of what all documents are made of, in words.

    The lock is not compared: an installed wheel has none, and the packages themselves tell.
    """
    found = [word for key, word in _CALLED.items() if here[key] != there[key]]
    versions = {"Python": (here["python"], there["python"])}
    for name, version in here["packages"].items():
        versions[name] = (version, there["packages"].get(name))
    found += [
        f"{name} ({ours or 'mangler'} her, {theirs or 'mangler'} der)"
        for name, (ours, theirs) in versions.items()
        if ours != theirs
    ]
    return found


def unfit(run: str, owners: Mapping[str, Any], limits: Limits) -> str:
    """Why no document can be made here as its owner would make it; empty when it can.

    Parameters
    ----------
    run : str
    owners : mapping
        What all documents are made of, where the owner is.
    limits : Limits
    """
    # As it was when this process began, which the warm processes are made of, and as it is now.
    for there in (shared(), _shared_for(run)):
        found = differences(owners, there)
        if found:
            return (
                f"har noget andet end denne maskine: {', '.join(found)}. "
                "Installér det samme begge steder, og start arbejderne igen."
            )
    if way() == "kernel" and multiprocessing.current_process().daemon:
        return "må ikke starte processer. Start den med dask worker --no-nanny."
    try:
        limits.check()
    except InputError as error:
        return f"kan ikke holde grænserne. {error}"
    return ""


@lru_cache(maxsize=8)
def _shared_for(run: str) -> dict[str, Any]:
    """As it was when a run began."""
    return shared_now()


@contextmanager
def _folder(path: Path) -> Iterator[Path]:
    """A folder for one document at a time.

    Its name is the same for the next one, and so is then all that both read. Dask removes it with
    the worker's others, also after a worker that was killed.
    """
    path.mkdir(parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _workshop() -> Iterator[Workshop]:
    """Borrow a workshop that nobody uses, or open one more."""
    shop = None
    while shop is None or not shop.alive:
        try:
            shop = _idle.get_nowait()
        except Empty:
            shop = Workshop()
    try:
        yield shop
    except BaseException:
        shop.close()
        raise
    _idle.put(shop)


def _wanted(worker: Any, key: object) -> Callable[[], bool]:
    """Whether anybody still waits for the task that this thread runs."""

    def wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state == "executing"

    return wanted
