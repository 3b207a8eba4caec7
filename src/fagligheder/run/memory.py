"""How much memory a document's processes hold together, measured from outside.

Measured is what must stay in memory: not address space, of which Java and browsers reserve far more
than they use, and not the pages of files, which the system may drop. On Linux, what several
processes share is divided among them. So a forked document carries its part of what the preloaded
process has imported, and no more. On other systems each process counts with all that it has in
memory.
"""

from __future__ import annotations

import importlib
import time
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

#: Seconds between two looks.
TICK = 0.2
#: Bytes a second that a process may take: the nearer the limit, the sooner is the next look.
_FASTEST = 4_000_000_000
#: A pause is so many times as long as the processor worked for the look before it.
_REST = 10
#: What tells the memory and the children of a process on Linux, since 4.14.
_ON_LINUX = all(
    Path(path).exists() for path in ("/proc/self/smaps_rollup", "/proc/thread-self/children")
)


class MemoryWatch:
    """Looks now and then at what a process and its descendants hold.

    Attributes
    ----------
    next_look : float
        When the next look is due, as `time.monotonic` counts.
    """

    def __init__(self) -> None:
        self.next_look = time.monotonic() + TICK  # a new process has nothing yet

    def exceeds(self, process: BaseProcess, most: int) -> bool:
        """Whether the processes hold more than so many bytes; False while no look is due."""
        if time.monotonic() < self.next_look:
            return False
        before = time.thread_time()
        assert process.pid  # it has been started
        held = memory_of_tree(process.pid, most)
        rest = _REST * (time.thread_time() - before)
        self.next_look = time.monotonic() + max(rest, min(TICK, (most - held) / _FASTEST))
        return held > most


def memory_of_tree(pid: int, enough: int) -> int:
    """Return the bytes that a process and its descendants hold.

    To divide what they share takes time that grows with it. So it is done only when they would
    hold more than ``enough`` if they shared nothing; without it the number is too large.
    """
    if not _ON_LINUX:
        return _memory_by_psutil(pid)
    tree = [pid]
    for each in tree:  # it grows meanwhile
        tree += _children(each)
    held = sum(map(_own, tree))
    return held if held <= enough else sum(map(_part, tree))


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):  # it has just ended
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_bytes().split())
    return found


def _own(pid: int) -> int:
    """Return what a process holds, with all that it shares."""
    sizes = _sizes(f"/proc/{pid}/status")
    return sum(sizes.get(name, 0) for name in (b"RssAnon", b"RssShmem", b"VmSwap"))


def _part(pid: int) -> int:
    """Return what a process holds, with its part of what it shares."""
    sizes = _sizes(f"/proc/{pid}/smaps_rollup")
    if not sizes:  # it has ended, or must not be looked into
        return _own(pid)
    return sizes[b"Pss"] - sizes.get(b"Pss_File", 0) + sizes.get(b"SwapPss", 0)


def _sizes(path: str) -> dict[bytes, int]:
    """Return the sizes, in bytes, that one of Linux's files about a process names."""
    try:
        lines = Path(path).read_bytes().splitlines()
    except OSError:
        return {}
    named = (line.partition(b":") for line in lines if line.endswith(b" kB"))
    return {name: 1024 * int(size.split()[0]) for name, _, size in named}


def _memory_by_psutil(pid: int) -> int:
    psutil = importlib.import_module("psutil")
    held = 0
    with suppress(psutil.Error):
        root = psutil.Process(pid)
        for each in (root, *root.children(recursive=True)):
            with suppress(psutil.Error):
                held += each.memory_info().rss
    return held
