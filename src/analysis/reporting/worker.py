"""The process that makes one document, and dies with the process that wants it."""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing
import os
import signal
import tempfile
import threading
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

from analysis.reporting.runner import Job, Outcome, run_job
from analysis.reporting.supervise import MARK, Limits, Running

#: Address space (not memory) that a kernel with its libraries and threads reserves.
KERNEL_SPACE = 4_000_000_000


def start_fork(job: Job, out: Path, limits: Limits, lifelines: set[int]) -> Running:
    reader, writer = Pipe(duplex=False)
    lifeline, held = os.pipe()
    lifelines.add(held)
    process = multiprocessing.get_context("fork").Process(
        target=_make_here, args=(writer, job, out, limits, lifeline, lifelines)
    )
    process.start()
    writer.close()
    os.close(lifeline)
    return Running(job, process, reader)


def start_kernel(job: Job, out: Path, limits: Limits, scratch: Path) -> Running:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_make_in_kernel, args=(theirs, job, out, limits, scratch))
    process.start()
    theirs.close()
    return Running(job, process, ours)


def use_scratch(folder: Path) -> None:
    """Keep temporary files in a folder that is removed when the run is over."""
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = str(folder)


def _make_here(
    writer: Connection, job: Job, out: Path, limits: Limits, lifeline: int, lifelines: set[int]
) -> None:
    from analysis.reporting.shell import execute_here

    for held in lifelines:
        os.close(held)  # this process must not keep its brothers, or itself, alive
    os.setsid()
    die_with(lifeline)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.set_threshold(100_000, 50, 50)
    gc.enable()
    _finish(writer, job, out, limits, lambda notebook: execute_here(notebook, writer.send))


def _make_in_kernel(
    connection: Connection, job: Job, out: Path, limits: Limits, scratch: Path
) -> None:
    use_scratch(scratch)
    if os.name == "posix":
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_at_end, args=(connection,), daemon=True).start()
    _finish(connection, job, out, limits, None)


def _finish(connection: Connection, job: Job, out: Path, limits: Limits, execute: object) -> None:
    os.environ[MARK] = str(os.getpid())
    limits.apply(None if execute else KERNEL_SPACE)
    outcome = run_job(job, out, execute)  # type: ignore[arg-type]
    _end_children()  # before we tell: then we are killed
    connection.send(
        Outcome(job, outcome.files, limits.explain(outcome.error), outcome.hashes, outcome.seconds)
    )
    os._exit(0)


def _end_children() -> None:
    """Kill what the notebook left running."""
    psutil = importlib.import_module("psutil")
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            child.kill()


def _die_at_end(connection: Connection) -> None:
    try:
        connection.recv()
    except (EOFError, OSError):
        _end_children()
        os._exit(1)


def die_with(lifeline: int) -> None:
    """Let the system end this process's group when the other end of a pipe is closed.

    The system sends a signal (SIGIO) that nobody handles, so that it works also while the
    interpreter is busy, and however the owner of the other end died.
    """
    fcntl = importlib.import_module("fcntl")
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    os.set_blocking(lifeline, False)
    try:
        os.read(lifeline, 1)
    except BlockingIOError:
        return
    os._exit(1)  # it was closed before we listened
