"""A document's memory is what its processes must have, however many they are."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from fagligheder.run import memory
from fagligheder.run.memory import TICK, MemoryWatch, memory_of_tree

linux = pytest.mark.skipif(not memory._ON_LINUX, reason="needs what Linux knows of processes")
#: More than anything holds here, so that what is shared is not divided.
PLENTY = 10**15
MB = 1_000_000


@contextmanager
def program(code: str) -> Iterator[int]:
    """A Python process that has done something and then waits; its number."""
    wait = "\nprint(flush=True)\ninput()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code + wait], **pipes) as process:
        process.stdout.readline()
        try:
            yield process.pid
        finally:
            process.kill()


def test_what_a_process_holds_is_counted():
    with program("held = bytearray(200_000_000)") as pid:
        assert 200 * MB < memory_of_tree(pid, PLENTY) < 260 * MB
        assert 200 * MB < memory_of_tree(pid, 0) < 260 * MB
    assert memory_of_tree(pid, PLENTY) == 0


def test_it_is_counted_where_only_psutil_knows(monkeypatch):
    monkeypatch.setattr(memory, "_ON_LINUX", False)
    child = "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', '{}'])"
    holds = "held = bytearray(100_000_000); print(flush=True); input()"
    with program(f"held = bytearray(100_000_000)\n{child.format(holds)}") as pid:
        end = time.monotonic() + 60
        while memory_of_tree(pid, PLENTY) < 200 * MB:
            assert time.monotonic() < end, "the child is not counted"
            time.sleep(0.05)
        assert memory_of_tree(pid, PLENTY) < 320 * MB
    assert memory_of_tree(pid, PLENTY) == 0


@linux
def test_a_child_counts_whichever_thread_started_it():
    child = "held = bytearray(200_000_000); print(flush=True); input()"
    code = f"""
import subprocess, sys, threading
def start():
    subprocess.Popen([sys.executable, "-c", "{child}"], stdout=subprocess.PIPE).stdout.readline()
    ready.set()
    threading.Event().wait()
ready = threading.Event()
threading.Thread(target=start, daemon=True).start()
ready.wait()
"""
    with program(code) as pid:
        assert 200 * MB < memory_of_tree(pid, PLENTY) < 280 * MB


@linux
def test_what_processes_share_counts_once():
    code = """
import os, signal
held = bytearray(200_000_000)
for _ in range(3):
    if not os.fork():
        signal.pause()
"""
    with program(code) as pid:
        assert memory_of_tree(pid, PLENTY) > 800 * MB
        assert 200 * MB < memory_of_tree(pid, 0) < 280 * MB


@linux
def test_neither_address_space_nor_the_pages_of_files_are_counted(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(bytes(200_000_000))
    code = f"""
flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_NORESERVE
space = mmap.mmap(-1, 10**11, flags=flags)
file = mmap.mmap(open({str(path)!r}, "rb").fileno(), 0, prot=mmap.PROT_READ)
assert not sum(file[:: mmap.PAGESIZE])
"""
    with program(code) as pid:
        for enough in (PLENTY, 0):
            assert memory_of_tree(pid, enough) < 60 * MB


@linux
def test_shared_memory_is_counted():
    code = "import mmap\nheld = mmap.mmap(-1, 200_000_000)\nheld.write(bytes(200_000_000))"
    with program(code) as pid:
        assert 200 * MB < memory_of_tree(pid, PLENTY) < 260 * MB
        assert 200 * MB < memory_of_tree(pid, 0) < 260 * MB


def pause(monkeypatch, held: int, most: int, works: float = 0.0) -> tuple[bool, float]:
    """What a watch says of a process that holds so much, and seconds until it looks again."""
    now, worked = [1000.0], iter([0.0, works])
    monkeypatch.setattr(memory.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(memory.time, "thread_time", lambda: next(worked))
    monkeypatch.setattr(memory, "memory_of_tree", lambda *_: held)
    watch, process = MemoryWatch(), SimpleNamespace(pid=1)
    assert not watch.exceeds(process, 0)
    now[0] = watch.next_look
    said = watch.exceeds(process, most)
    return said, round(watch.next_look - now[0], 6)


@pytest.mark.parametrize(
    ("held", "works", "said", "seconds"),
    [
        (100 * MB, 0.0, False, TICK),
        (1_900 * MB, 0.0, False, 0.025),
        (2_000 * MB, 0.0, False, 0.0),
        (2_000 * MB, 0.03, False, 0.3),
        (2_001 * MB, 0.0, True, 0.0),
    ],
)
def test_it_looks_sooner_near_the_limit_but_never_works_all_the_time(
    monkeypatch, held, works, said, seconds
):
    assert pause(monkeypatch, held, 2_000 * MB, works) == (said, seconds)


@linux
def test_a_process_that_must_not_be_looked_into_counts_with_all_it_has(monkeypatch):
    with program("held = bytearray(200_000_000)") as pid:
        read = Path.read_bytes

        def closed(path: Path) -> bytes:
            if path.name == "smaps_rollup":
                raise PermissionError(path)
            return read(path)

        monkeypatch.setattr(Path, "read_bytes", closed)
        assert 200 * MB < memory_of_tree(pid, 0) < 260 * MB
