"""Pool of processes that make documents: fork a preloaded one, or start kernels."""

from __future__ import annotations

import gc
import importlib
import os
import subprocess
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from functools import partial
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from secrets import token_hex

from fagligheder.run.document_process import DocumentProcess, start_fork, start_kernel, use_scratch
from fagligheder.run.engine import FAGLIGHEDER, KERNEL
from fagligheder.run.job import Job, Outcome
from fagligheder.run.limits import Limits
from fagligheder.run.memory import TICK
from fagligheder.run.preload import Preloader, import_all
from fagligheder.run.processes import MARK, PATIENCE, adopt_orphans, kill_marked, watch_child
from fagligheder.run.surroundings import document_environment

#: Set to the name of a papermill engine, ``fagligheder`` or ``nbclient``, to choose by hand.
ENGINE = "FAGLIGHEDER_ENGINE"
#: When so many preloaded processes died in a row and made nothing, each document is made alone.
MOST_DEATHS = 2
#: Seconds between the questions whether a document is still wanted.
ASK = 0.5
_KILLED = "processen, der laver rapporterne, blev afbrudt udefra"
_FIRST = (
    "import sys; sys.path[:] = {path!r}; from fagligheder.run.pool import serve; "
    "serve({connection}, {owner})"
)


class PreloadError(RuntimeError):
    """The preloaded process has failed; a note holds the traceback."""


def default_engine() -> str:
    """The papermill engine of this system: ours forks, which is safe on Linux alone."""
    return os.environ.get(ENGINE) or (FAGLIGHEDER if sys.platform == "linux" else KERNEL)


class Pool:
    """Makes documents, several at a time; it imports in the background while its owner plans.

    Examples
    --------
    ``with Pool() as pool: outcomes = list(pool.make(jobs, out, 2, Limits(), scratch))``
    """

    def __init__(self) -> None:
        self._engine = default_engine()
        self._process: subprocess.Popen[bytes] | None = None
        self._mark = ""
        if self._engine == FAGLIGHEDER:
            self._open()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        """Whether it can make documents at once."""
        if self._engine == KERNEL:
            return True
        return self._process is not None and self._process.poll() is None

    def make(
        self,
        jobs: Sequence[Job],
        out: Path,
        workers: int,
        limits: Limits,
        scratch: Path,
        wanted: Callable[[], bool] | None = None,
    ) -> Iterator[Outcome]:
        """Yield the outcome of each job, as they are done.

        Parameters
        ----------
        jobs : sequence of Job
        out : Path
        workers : int
            Documents at a time.
        limits : Limits
        scratch : Path
            A folder for temporary files, which the caller removes.
        wanted : callable, optional
            Is asked now and then; when it says no, what is being made is given up. A document in a
            kernel is finished first.

        Raises
        ------
        PreloadError
            The preloaded process has failed and would fail again, as when an import fails.
        """
        if self._engine == KERNEL:
            importlib.import_module("psutil")  # what ends documents: now, before there are any
            start = partial(start_kernel, out=out, limits=limits, scratch=scratch)
            yield from supervise(jobs, start, workers, limits)
            return
        left = {job.name: job for job in jobs}
        deaths, alone = 0, False
        while left:
            asked = list(left.values())[: 1 if alone else None]
            try:
                with suppress(OSError):  # what has ended may have said why
                    self._connection.send((asked, out, workers, limits, scratch))
                for _ in asked:
                    while wanted and not self._connection.poll(ASK):
                        if not wanted():
                            self.close()
                            return
                    outcome = self._connection.recv()
                    if isinstance(outcome, PreloadError):
                        raise outcome
                    del left[outcome.job.name]
                    deaths = 0
                    yield outcome
            except (EOFError, OSError):
                self.close()
                self._open()
                deaths += 1
                if alone:  # it is the one that kills
                    del left[asked[0].name]
                    yield Outcome(asked[0], error=_KILLED)
                alone = alone or deaths == MOST_DEATHS

    def close(self) -> None:
        """Stop at once; what is being made is given up."""
        if self._process is None or self._process.stdin is None:
            return
        self._connection.close()
        self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
        if self._process.wait():  # the watchdog itself was killed
            kill_marked(self._mark)
        self._process = None

    def _open(self) -> None:
        self._connection, theirs = Pipe()
        self._mark = token_hex(8)
        number = theirs.fileno()
        code = _FIRST.format(path=sys.path, connection=number, owner=os.getpid())
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            pass_fds=(number,),
            start_new_session=True,
            env=document_environment() | {MARK: self._mark},
        )
        theirs.close()


def serve(connection: int, owner: int) -> None:
    """Be the preloaded process: import everything once, then fork a process for each document.

    Parameters
    ----------
    connection : int
        Number of the connection that brings jobs and takes outcomes. When its other end is
        closed, everything that is being made is given up.
    owner : int
        The process at the other end.
    """
    orders = Connection(connection)
    try:
        watch_child(owner, connection)
        adopt_orphans()
        _take_orders(orders)
    except BaseException as error:
        failed = PreloadError(f"{type(error).__name__}: {error}")
        failed.add_note(traceback.format_exc())
        with suppress(OSError):  # the owner is gone, which was the error
            orders.send(failed)


def _take_orders(orders: Connection) -> None:
    """Import everything, and make the documents that are ordered, until something fails."""
    gc.disable()  # nothing that is imported or drawn here is garbage
    import_all()
    preloader = Preloader()
    while True:
        jobs, out, workers, limits, scratch = orders.recv()
        preloader.prepare(jobs, several=len(jobs) > workers)
        use_scratch(scratch)
        gc.collect()
        gc.freeze()
        start = partial(start_fork, out=out, limits=limits)
        with closing(supervise(jobs, start, workers, limits, orders)) as outcomes:
            for outcome in outcomes:
                orders.send(outcome)


def supervise(
    jobs: Sequence[Job],
    start: Callable[[Job], DocumentProcess],
    workers: int,
    limits: Limits,
    owner: Connection | None = None,
) -> Generator[Outcome, None, None]:
    """Make documents, so many at a time, and yield the outcomes as they come.

    Stops when ``owner`` is closed at its other end. Kills everything when it is not read to its
    end.
    """
    waiting, running = deque(jobs), list[DocumentProcess]()
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                running.append(start(waiting.popleft()))
            watched = [one.connection for one in running] + ([owner] if owner else [])
            next_look = min(one.memory.next_look for one in running) - time.monotonic()
            if owner in wait(watched, timeout=max(0, min(TICK, next_look))):
                return
            for one in list(running):
                outcome = one.outcome(limits)
                if outcome:
                    running.remove(one)
                    one.end(clean=not outcome.error)
                    yield outcome
    finally:
        for one in running:
            one.end(clean=False)
