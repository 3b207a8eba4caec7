"""The process that makes one document, and dies with the process that wants it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import tempfile
import threading
from dataclasses import replace
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from secrets import token_hex
from typing import Any

from fagligheder.run.engine import FAGLIGHEDER, KERNEL
from fagligheder.run.job import Job, run_job
from fagligheder.run.processes import MARK, adopt_orphans, die_with, end_descendants
from fagligheder.run.supervise import Limits, Running

#: Address space (not memory) that a kernel with its libraries and threads reserves.
KERNEL_SPACE = 4_000_000_000


def start_fork(job: Job, out: Path, limits: Limits) -> Running:
    reader, writer = Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_make_here, args=(writer, job, out, limits, os.getpid())
    )
    process.start()
    writer.close()
    return Running(job, process, reader)


def start_kernel(job: Job, out: Path, limits: Limits, scratch: Path) -> Running:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    mark = token_hex(8)
    process = context.Process(
        target=_make_in_kernel, args=(theirs, job, out, limits, scratch, mark)
    )
    process.start()
    theirs.close()
    return Running(job, process, ours, mark)


def use_scratch(folder: Path) -> None:
    """Keep temporary files in a folder that is removed when the run is over."""
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = str(folder)


def _make_here(writer: Connection, job: Job, out: Path, limits: Limits, parent: int) -> None:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    die_with(parent)
    gc.set_threshold(100_000, 50, 50)
    gc.enable()
    _finish(writer, job, out, limits, FAGLIGHEDER, fresh_process=True, on_cell=writer.send)


def _make_in_kernel(
    connection: Connection, job: Job, out: Path, limits: Limits, scratch: Path, mark: str
) -> None:
    os.environ[MARK] = mark
    use_scratch(scratch)
    if os.name == "posix":
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_at_end, args=(connection,), daemon=True).start()
    _finish(connection, job, out, limits, KERNEL)


def _finish(
    connection: Connection, job: Job, out: Path, limits: Limits, engine: str, **options: Any
) -> None:
    adopt_orphans()
    limits.apply(KERNEL_SPACE if engine == KERNEL else None)
    outcome = run_job(job, out, engine, **options)
    end_descendants()  # before we tell: then we are killed
    connection.send(replace(outcome, error=limits.explain(outcome.error)))
    os._exit(0)


def _die_at_end(connection: Connection) -> None:
    try:
        connection.recv()
    except (EOFError, OSError):
        end_descendants()
        os._exit(1)
