"""Kill what a document has started, however it has left its parent, its group and its session.

On Linux a process can ask to become the parent of descendants that have lost their own (a child
subreaper). Three ask: each document's process, the preloaded process that forks them, and the
watchdog above, which only watches. Whichever is killed, the next one up is the parent of what is
left, and kills it. On other systems, what a document has started is known by a mark in its
environment.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import multiprocessing
import os
import select
import signal
import sys
import time
from collections.abc import Collection
from typing import Any

#: In the environment of everything that is started for a document.
MARK = "FAGLIGHEDER_DOCUMENT"
#: Seconds to wait for processes that have been told to end.
PATIENCE = 10.0
#: Seconds between two looks at whether the owner and the child are alive.
_TICK = 0.2
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


def adopt_orphans() -> None:
    """Make this process the parent of its descendants that lose theirs, on Linux."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent: int) -> None:
    """Let the system kill this process when its parent dies."""
    _signal_when_parent_dies(parent, signal.SIGKILL)


def end_with_parent(parent: int) -> None:
    """Kill all descendants and end when the parent dies, or at SIGTERM."""
    signal.signal(signal.SIGTERM, _end)
    _signal_when_parent_dies(parent, signal.SIGTERM)


def _end(*_: object) -> None:
    kill_descendants()
    os._exit(1)


def _signal_when_parent_dies(parent: int, number: signal.Signals) -> None:
    _prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)  # it died before we asked


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, ctypes.c_ulong(value), 0, 0, 0)


def kill_descendants(but: Collection[int] = ()) -> None:
    """Kill all descendants of this process but some children, and theirs, until none is left."""
    psutil = importlib.import_module("psutil")
    me, end = psutil.Process(), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        children = [child for child in me.children() if child.pid not in but]
        if not children:
            return
        for child in children:
            kill_tree(child)
            with contextlib.suppress(psutil.Error):
                child.wait(0.1)  # its children are ours now


def kill_tree(root: Any) -> None:
    """Kill a process and its descendants."""
    psutil = importlib.import_module("psutil")
    tree = [root]
    with contextlib.suppress(psutil.Error):
        tree += root.children(recursive=True)
    for each in tree:
        with contextlib.suppress(psutil.Error):
            each.kill()


def kill_marked(mark: str) -> None:
    """Kill the processes that have a mark in their environment.

    A program shows its environment a moment after it has started, so we look more than once.
    """
    psutil = importlib.import_module("psutil")
    for _ in range(3):
        for each in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if each.pid != os.getpid() and each.environ().get(MARK) == mark:
                    each.kill()
        time.sleep(0.03)


def document_processes() -> set[int]:
    """The processes that make a document for this process just now."""
    return {process.pid for process in multiprocessing.active_children() if process.pid}


def watch_child(owner: int, connection: int) -> None:
    """Fork: this process becomes a watchdog and never returns, the child goes on.

    The watchdog waits until the child ends, or until the owner dies or closes this process's
    standard input. Then it kills everything that descends from it, and ends.

    Parameters
    ----------
    owner : int
        The process that started this one.
    connection : int
        File number of what the child and its owner talk by; the watchdog closes it.
    """
    importlib.import_module("psutil")  # now, before anything goes wrong
    adopt_orphans()
    watchdog = os.getpid()
    child = os.fork()
    if not child:
        end_with_parent(watchdog)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        return
    try:
        os.close(connection)
        signal.signal(signal.SIGTERM, _end)
        while os.getppid() == owner and not select.select([0], [], [], _TICK)[0]:
            if os.waitpid(child, os.WNOHANG)[0]:
                break
        kill_descendants()
        os._exit(0)
    finally:
        os._exit(1)  # its owner sees that it has failed, and kills what is left
