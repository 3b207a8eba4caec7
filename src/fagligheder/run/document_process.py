"""Processes that make one document each, watched from outside: time, memory, death."""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import multiprocessing
import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path
from secrets import token_hex
from typing import Any

from fagligheder.run.engine import FAGLIGHEDER, KERNEL
from fagligheder.run.job import Job, Outcome, error_words, run_job
from fagligheder.run.limits import Limits
from fagligheder.run.memory import MemoryWatch
from fagligheder.run.processes import (
    MARK,
    adopt_orphans,
    die_with_parent,
    document_processes,
    kill_descendants,
    kill_marked,
    kill_tree,
)

#: Bytes of a folder's path in which programs, browsers above all, can still have their sockets: a
#: socket's path is 104 bytes at most on macOS and 108 on Linux.
_LONGEST = 50


@dataclass
class DocumentProcess:
    """A process that makes a document.

    Attributes
    ----------
    job : Job
    process : BaseProcess
    connection : Connection
        Brings the number of each cell that begins, and then the outcome.
    mark : str
        What everything that it starts has in its environment; empty where this process adopts
        orphans and has no other children.
    """

    job: Job
    process: BaseProcess
    connection: Connection
    mark: str = ""
    started: float = field(default_factory=time.monotonic)
    memory: MemoryWatch = field(default_factory=MemoryWatch)
    cell: int = 0

    def outcome(self, limits: Limits) -> Outcome | None:
        """Return the outcome of the job, or None while the process works."""
        alive = self.process.is_alive()
        try:
            while self.connection.poll():
                message = self.connection.recv()
                if isinstance(message, Outcome):
                    return message
                self.cell = message
        except (EOFError, OSError):
            self.process.join(1)  # it has closed the connection, so it is ending
            alive = self.process.is_alive()
        seconds = time.monotonic() - self.started
        if not alive:
            words = _exit_words(self.process.exitcode)
        elif seconds > limits.seconds:
            words = f"brugte over {limits.seconds:g} sekunder (--timeout)"
        elif self.memory.exceeds(self.process, limits.most_bytes):
            words = f"brugte over {limits.megabytes} MB hukommelse (--memory-limit)"
        else:
            return None
        where = f"celle {self.cell}: " if self.cell else ""
        return Outcome(self.job, error=where + words, seconds=seconds)

    def end(self, clean: bool) -> None:
        """Kill the process, and whatever it has started when it has not ended by itself."""
        if self.mark and not clean:
            psutil = importlib.import_module("psutil")
            with contextlib.suppress(psutil.Error):
                kill_tree(psutil.Process(self.process.pid))
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
            kill_marked(self.mark)
        elif not clean:
            kill_descendants(but=document_processes())


def _exit_words(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return f"processen blev afbrudt ({signal.Signals(-code).name})"
        except ValueError:
            return f"processen blev afbrudt (signal {-code})"
    return f"notesbogen afsluttede selv processen (kode {code})"


def start_fork(job: Job, out: Path, limits: Limits) -> DocumentProcess:
    """Fork this process, and run the notebook in the copy."""
    reader, writer = Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_run_in_fork, args=(writer, job, out, limits, os.getpid())
    )
    process.start()
    writer.close()
    return DocumentProcess(job, process, reader)


def start_kernel(job: Job, out: Path, limits: Limits, scratch: Path) -> DocumentProcess:
    """Start a new process, and run the notebook in a kernel below it."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    mark = token_hex(8)
    process = context.Process(
        target=_run_with_kernel, args=(theirs, job, out, limits, scratch, mark)
    )
    process.start()
    theirs.close()
    return DocumentProcess(job, process, ours, mark)


@contextlib.contextmanager
def short_path(folder: Path) -> Iterator[Path]:
    """Have a short path to a folder for temporary files, by a link where its own is long."""
    with contextlib.ExitStack() as at_end:
        if os.name == "posix" and len(os.fsencode(folder)) > _LONGEST:
            with contextlib.suppress(OSError):  # no other folder can be written to
                place = at_end.enter_context(tempfile.TemporaryDirectory(prefix="fag-"))
                link = Path(place, "t")
                link.symlink_to(folder)
                folder = link
        yield folder


def use_scratch(folder: Path) -> None:
    """Put temporary files into a folder that is removed when the run is over."""
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = str(folder)


def _run_in_fork(writer: Connection, job: Job, out: Path, limits: Limits, parent: int) -> None:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    die_with_parent(parent)
    gc.set_threshold(100_000, 50, 50)
    gc.enable()
    _run(writer, job, out, limits, FAGLIGHEDER, fresh_process=True, on_cell=writer.send)


def _run_with_kernel(
    connection: Connection, job: Job, out: Path, limits: Limits, scratch: Path, mark: str
) -> None:
    os.environ[MARK] = mark
    use_scratch(scratch)
    if os.name == "posix":
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_connection, args=(connection,), daemon=True).start()
    _run(connection, job, out, limits, KERNEL)


def _run(
    connection: Connection, job: Job, out: Path, limits: Limits, engine: str, **options: Any
) -> None:
    logging.getLogger("papermill").setLevel(logging.ERROR)  # we refuse what it warns of
    try:
        adopt_orphans()
        limits.apply()
        outcome = run_job(job, out, engine, **options)
        kill_descendants()  # before the outcome is sent: then this process is killed
    except Exception as error:  # a traceback would stand on the terminal
        outcome = Outcome(job, error=error_words(error, private=job.private))
    connection.send(replace(outcome, error=limits.explain(outcome.error)))
    os._exit(0)


def _end_with_connection(connection: Connection) -> None:
    try:
        connection.recv()
    except (EOFError, OSError):
        kill_descendants()
        os._exit(1)
