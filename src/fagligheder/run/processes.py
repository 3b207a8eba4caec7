"""No process outlives a run: what a document starts is adopted, and ended with it.

A program that leaves its parent, its group and its session is found no more from outside. On Linux
a process can ask to become the parent of whatever descends from it and has lost its own. Three ask:
each document's process, the warm process that forks them, and the guardian above, which does
nothing but watch. Whichever is killed, the next one up has all that is left, and ends it. Where
there is no such thing, what a document starts is known by a mark in its environment.
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
#: Seconds to end what does not want to end.
PATIENCE = 10.0
#: Seconds between two looks at whether the owner and the work still live.
_TICK = 0.2
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


def adopt_orphans() -> None:
    """Make this process the parent of its descendants that lose theirs, where the system can."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with(parent: int) -> None:
    """Let the system kill this process when its parent dies, however it dies."""
    _send_when_dead(parent, signal.SIGKILL)


def end_with(parent: int) -> None:
    """End this process and all its descendants when its parent dies or it is told to end."""
    signal.signal(signal.SIGTERM, _end)
    _send_when_dead(parent, signal.SIGTERM)


def _end(*_: object) -> None:
    end_descendants()
    os._exit(1)


def _send_when_dead(parent: int, number: signal.Signals) -> None:
    _prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)  # it died before we asked


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, ctypes.c_ulong(value), 0, 0, 0)


def end_descendants(but: Collection[int] = ()) -> None:
    """Kill whatever descends from this process, until nothing is left.

    Parameters
    ----------
    but : collection of int
        Children that live on, with all that they have started.
    """
    psutil = importlib.import_module("psutil")
    me, end = psutil.Process(), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        strays = [child for child in me.children() if child.pid not in but]
        if not strays:
            return
        for stray in strays:
            end_family(stray)
            with contextlib.suppress(psutil.Error):
                stray.wait(0.1)  # its children are ours now


def end_family(root: Any) -> None:
    """Kill a process and its descendants."""
    psutil = importlib.import_module("psutil")
    family = [root]
    with contextlib.suppress(psutil.Error):
        family += root.children(recursive=True)
    for each in family:
        with contextlib.suppress(psutil.Error):
            each.kill()


def end_marked(mark: str) -> None:
    """Kill the processes that bear a mark in their environment.

    A program shows its environment a moment after it has started, so we look more than once.
    """
    psutil = importlib.import_module("psutil")
    for _ in range(3):
        for each in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if each.pid != os.getpid() and each.environ().get(MARK) == mark:
                    each.kill()
        time.sleep(0.03)


def documents() -> set[int]:
    """The processes that make a document for this process just now."""
    return {process.pid for process in multiprocessing.active_children() if process.pid}


def guard(owner: int, connection: int) -> None:
    """Go on in a child of this process, which becomes its guardian and never returns.

    The guardian waits until the child ends, or until the owner lets go of this process's standard
    input or dies. Then it kills everything that descends from it, and is gone.

    Parameters
    ----------
    owner : int
        The process that started this one.
    connection : int
        What the child and its owner talk by; the guardian lets go of it.
    """
    adopt_orphans()
    guardian = os.getpid()
    child = os.fork()
    if not child:
        end_with(guardian)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        return
    os.close(connection)
    importlib.import_module("psutil")  # now, while all is well
    signal.signal(signal.SIGTERM, _end)
    while os.getppid() == owner and not select.select([0], [], [], _TICK)[0]:
        if os.waitpid(child, os.WNOHANG)[0]:
            break
    end_descendants()
    os._exit(0)
