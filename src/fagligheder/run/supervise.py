"""Processes that make one document each, watched from outside: time, memory, death."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from analysis.survey.checks import InputError
from fagligheder.run.job import Job, Outcome
from fagligheder.run.processes import documents, end_descendants, end_family, end_marked

DEFAULT_SECONDS = 600
DEFAULT_MEGABYTES = 2048
#: No file that a notebook or its programs write may grow past this.
MOST_BYTES_A_FILE = 500_000_000


@dataclass(frozen=True)
class Limits:
    """What one document may use.

    Attributes
    ----------
    seconds : float
    megabytes : int or None
        Memory beyond what a process has from the start; None for `DEFAULT_MEGABYTES` on the
        systems that can hold a process to it, and no limit on the others.
    """

    seconds: float = DEFAULT_SECONDS
    megabytes: int | None = None

    def check(self) -> None:
        """Raise InputError when this system cannot hold a process to its memory."""
        if self.megabytes is not None and os.name != "posix":
            raise InputError(
                "--memory-limit findes ikke på dette system; det kræver Linux eller macOS. "
                "Kør uden, eller sæt en tidsgrænse med --timeout."
            )

    def apply(self, start: int | None = None) -> None:
        """Hold this process, and those it starts, to the limits on memory and files.

        Parameters
        ----------
        start : int, optional
            Bytes of address space that count as there from the start; what this process has now
            when left out.
        """
        if os.name != "posix":
            return
        resource = importlib.import_module("resource")
        megabytes = DEFAULT_MEGABYTES if self.megabytes is None else self.megabytes
        start = _address_space() if start is None else start
        _lower(resource, resource.RLIMIT_AS, start + megabytes * 1_000_000)
        _lower(resource, resource.RLIMIT_FSIZE, MOST_BYTES_A_FILE)
        _lower(resource, resource.RLIMIT_CORE, 0)

    def explain(self, error: str) -> str:
        """Return an error with the limit that it ran into."""
        if "MemoryError" not in error or os.name != "posix":
            return error
        megabytes = DEFAULT_MEGABYTES if self.megabytes is None else self.megabytes
        return f"{error.rstrip(': ')} (grænsen er {megabytes} MB, se --memory-limit)"


@dataclass
class Running:
    """A document being made.

    Attributes
    ----------
    job : Job
    process : BaseProcess
    connection : Connection
        Brings the number of each cell that begins, and then the outcome.
    mark : str
        What everything it starts bears in its environment; empty where this process adopts
        orphans and has no children but documents.
    """

    job: Job
    process: BaseProcess
    connection: Connection
    mark: str = ""
    started: float = field(default_factory=time.monotonic)
    cell: int = 0

    def outcome(self, limits: Limits) -> Outcome | None:
        """Return what became of it, or None while it works."""
        alive = self.process.is_alive()
        try:
            while self.connection.poll():
                message = self.connection.recv()
                if isinstance(message, Outcome):
                    return message
                self.cell = message
        except (EOFError, OSError):
            self.process.join(1)  # it let go of the connection: it is ending
            alive = self.process.is_alive()
        seconds = time.monotonic() - self.started
        if not alive:
            return self._failed(_last_words(self.process.exitcode), seconds)
        if seconds > limits.seconds:
            return self._failed(f"brugte over {limits.seconds:g} sekunder (--timeout)", seconds)
        return None

    def end(self, clean: bool) -> None:
        """Leave nothing running, of it or of what it started."""
        if self.mark and not clean:
            psutil = importlib.import_module("psutil")
            with contextlib.suppress(psutil.Error):
                end_family(psutil.Process(self.process.pid))
        if os.name == "posix" and self.process.pid:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                self.process.kill()
        else:
            self.process.kill()
        self.process.join()
        self.connection.close()
        if self.mark and not clean:
            end_marked(self.mark)
        elif not clean:
            end_descendants(but=documents())

    def _failed(self, words: str, seconds: float) -> Outcome:
        where = f"celle {self.cell}: " if self.cell else ""
        return Outcome(self.job, error=where + words, seconds=seconds)


def supervise(
    jobs: Sequence[Job],
    start: Callable[[Job], Running],
    workers: int,
    limits: Limits,
    owner: Connection | None = None,
) -> Generator[Outcome, None, None]:
    """Make documents, several at a time, each in a process of its own.

    Parameters
    ----------
    jobs : sequence of Job
    start : callable
        Starts the process for one job.
    workers : int
        Processes at a time.
    limits : Limits
    owner : Connection, optional
        Work stops when it is closed at the other end.

    Yields
    ------
    Outcome
        As they come. When the iteration is given up, everything is killed.
    """
    waiting, running = deque(jobs), list[Running]()
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                running.append(start(waiting.popleft()))
            watched = [one.connection for one in running] + ([owner] if owner else [])
            if owner in wait(watched, timeout=0.2):
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


def _last_words(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return f"processen blev afbrudt ({signal.Signals(-code).name})"
        except ValueError:
            return f"processen blev afbrudt (signal {-code})"
    return f"notesbogen afsluttede selv processen (kode {code})"


def _address_space() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 2_000_000_000
    return pages * os.sysconf("SC_PAGE_SIZE")


def _lower(resource: object, kind: int, most: int) -> None:
    soft, hard = resource.getrlimit(kind)  # type: ignore[attr-defined]
    no_limit = resource.RLIM_INFINITY  # type: ignore[attr-defined]
    allowed = [limit for limit in (soft, hard, most) if limit != no_limit]
    with contextlib.suppress(ValueError, OSError):  # macOS does not know every limit
        resource.setrlimit(kind, (min(allowed), hard))  # type: ignore[attr-defined]
