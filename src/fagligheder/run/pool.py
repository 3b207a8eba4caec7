"""Where documents are made: a warm process that forks, or a kernel each where there is no fork."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from secrets import token_hex
from types import TracebackType

from fagligheder.run.job import Job, Outcome
from fagligheder.run.preload import Ahead, import_all
from fagligheder.run.processes import MARK, PATIENCE, adopt_orphans, end_marked, guard
from fagligheder.run.supervise import Limits, supervise
from fagligheder.run.worker import start_fork, start_kernel, use_scratch

#: Set to ``fork`` or ``kernel`` to choose by hand.
WAY = "FAGLIGHEDER_WAY"
#: When so many warm processes died in a row and made nothing, each document is made alone.
PATIENT = 2
#: Seconds between the questions whether a document is still wanted.
ASK = 0.5
_KILLED = "processen, der laver rapporterne, blev afbrudt udefra"
_FIRST = (
    "import sys; sys.path[:] = {path!r}; from fagligheder.run.pool import serve; "
    "serve({connection}, {owner})"
)


def way() -> str:
    """How documents are made here: ``fork``, or ``kernel`` where processes cannot fork safely."""
    chosen = os.environ.get(WAY)
    if chosen:
        return chosen
    return "fork" if sys.platform == "linux" else "kernel"


class Workshop:
    """Makes documents; it warms up while its owner still plans.

    Examples
    --------
    ``with Workshop() as workshop: outcomes = list(workshop.make(jobs, out, 2, Limits()))``
    """

    def __init__(self) -> None:
        self._way = way()
        self._process: subprocess.Popen | None = None
        self._mark = ""
        if self._way == "fork":
            self._open()

    def __enter__(self) -> Workshop:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        """Whether it can make documents at once."""
        if self._way == "kernel":
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
        """Yield what becomes of each job, as they are done.

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
        InputError
            This system cannot hold the limits.
        """
        limits.check()
        if self._way == "kernel":
            start = partial(start_kernel, out=out, limits=limits, scratch=scratch)
            yield from supervise(jobs, start, workers, limits)
            return
        left = {job.name: job for job in jobs}
        deaths, alone = 0, False
        while left:
            asked = list(left.values())[: 1 if alone else None]
            try:
                self._connection.send((asked, out, workers, limits, scratch))
                for _ in asked:
                    while wanted and not self._connection.poll(ASK):
                        if not wanted():
                            self.close()
                            return
                    outcome = self._connection.recv()
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
                alone = alone or deaths == PATIENT

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
        if self._process.wait():  # the guardian itself was killed
            end_marked(self._mark)
        self._process = None

    def _open(self) -> None:
        self._connection, theirs = Pipe()
        self._mark = token_hex(8)
        number = theirs.fileno()
        settings = {MARK: self._mark, "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                _FIRST.format(path=sys.path, connection=number, owner=os.getpid()),
            ],
            stdin=subprocess.PIPE,
            pass_fds=(number,),
            start_new_session=True,
            env=os.environ | settings,
        )
        theirs.close()


def serve(connection: int, owner: int) -> None:
    """Be the warm process: import everything once, then fork a process for each document.

    Parameters
    ----------
    connection : int
        Number of the connection that brings jobs and takes outcomes. When its other end is
        closed, everything that is being made is given up.
    owner : int
        The process at the other end.
    """
    guard(owner, connection)
    adopt_orphans()
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ[name] = "1"  # a process with threads must not fork
    orders = Connection(connection)
    gc.disable()  # nothing that is imported or drawn ahead is garbage
    import_all()
    ahead = Ahead()
    while True:
        try:
            jobs, out, workers, limits, scratch = orders.recv()
        except EOFError:
            return
        ahead.prepare(jobs, several=len(jobs) > workers)
        use_scratch(scratch)
        gc.collect()
        gc.freeze()
        start = partial(start_fork, out=out, limits=limits)
        outcomes = supervise(jobs, start, workers, limits, orders)
        try:
            for outcome in outcomes:
                orders.send(outcome)
        except OSError:  # nobody waits for it
            outcomes.close()
            return
