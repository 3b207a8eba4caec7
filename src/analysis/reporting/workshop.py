"""Where documents are made: a warm process that forks, or a kernel each where there is no fork."""

from __future__ import annotations

import gc
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import TracebackType

from analysis.reporting.runner import Job, Outcome
from analysis.reporting.supervise import Limits, supervise
from analysis.reporting.warm import draw_once, import_all
from analysis.reporting.worker import start_fork, start_kernel, use_scratch

#: Set to ``fork`` or ``kernel`` to choose by hand.
WAY = "FAGLIGHEDER_WAY"
#: Seconds to clean up in, when a run is given up.
GRACE = 2.0
#: Seconds between the questions whether documents are still wanted.
PATIENCE = 0.5
_FIRST = (
    "import sys; sys.path[:] = {path!r}; from analysis.reporting.workshop import serve; "
    "serve({connection})"
)


def way() -> str:
    """How documents are made here: ``fork``, or ``kernel`` where processes cannot fork safely."""
    chosen = os.environ.get(WAY)
    if chosen:
        return chosen
    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return "fork" if forks else "kernel"


class Workshop:
    """Makes documents; it warms up while its owner still plans.

    Examples
    --------
    ``with Workshop() as workshop: outcomes = list(workshop.make(jobs, out, 2, Limits()))``
    """

    def __init__(self) -> None:
        self._way = way()
        self._process: subprocess.Popen | None = None
        self._working = False
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
        while left:
            before = len(left)
            try:
                self._working = True
                self._connection.send((list(left.values()), out, workers, limits, scratch))
                while left:
                    while wanted and not self._connection.poll(PATIENCE):
                        if not wanted():
                            self.close()
                            return
                    outcome = self._connection.recv()
                    del left[outcome.job.name]
                    yield outcome
                self._working = False
            except (EOFError, OSError):
                self.close()
                if len(left) == before:
                    words = "processen, der laver rapporterne, blev afbrudt udefra"
                    yield from (Outcome(job, error=words) for job in left.values())
                    return
                self._open()

    def close(self) -> None:
        """Stop at once; what is being made is given up."""
        if self._process is None:
            return
        self._connection.close()
        try:
            self._process.wait(GRACE if self._working else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()  # its children die with it
            self._process.wait()
        self._process, self._working = None, False

    def _open(self) -> None:
        self._connection, theirs = Pipe()
        code = _FIRST.format(path=sys.path, connection=theirs.fileno())
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
            env=os.environ | {"MPLBACKEND": "module://matplotlib_inline.backend_inline"},
        )
        theirs.close()


def serve(connection: int) -> None:
    """Be the warm process: import everything once, then fork a process for each document.

    Parameters
    ----------
    connection : int
        Number of the connection that brings jobs and takes outcomes. When its other end is
        closed, everything that is being made is given up.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ[name] = "1"  # a process with threads must not fork
    orders = Connection(connection)
    gc.disable()  # nothing that is imported or drawn ahead is garbage
    import_all()
    ordered, drawn = 0, False
    while True:
        try:
            jobs, out, workers, limits, scratch = orders.recv()
        except EOFError:
            return
        ordered += len(jobs)
        if ordered > workers and not drawn:
            draw_once()
            drawn = True
        use_scratch(scratch)
        gc.collect()
        gc.freeze()
        start = partial(start_fork, out=out, limits=limits, lifelines=set())
        outcomes = supervise(jobs, start, workers, limits, orders)
        try:
            for outcome in outcomes:
                orders.send(outcome)
        except OSError:  # nobody waits for it
            outcomes.close()
            return
