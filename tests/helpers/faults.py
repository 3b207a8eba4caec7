"""Notebooks that fail in all kinds of ways, runs of them, and what must not be left afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fagligheder.files import UNFINISHED
from fagligheder.run import batch
from fagligheder.run.job import Job
from fagligheder.run.manifest import MANIFEST

#: In the environment of everything that these tests start, also in that of a process which was
#: forked and shows the environment of another. Other runs on this machine have their own.
TOKEN = uuid.uuid4().hex
os.environ["FAGLIGHEDER_TEST"] = TOKEN

#: What is waited for comes at once, or on a busy machine in a minute.
LONG = 120.0
#: A document that hangs is given up after so long.
SHORT = 6

#: Fault → the failing cell's code, and what the error must say. The cell is number 4.
FAULTS: Mapping[str, tuple[str, str]] = {
    "raises": ('raise ValueError("Læsø")', "celle 4: ValueError: Læsø"),
    "leaves": ("import sys; sys.exit(0)", "celle 4: SystemExit: 0"),
    "exits": ("import os; os._exit(3)", "celle 4: notesbogen afsluttede selv processen (kode 3)"),
    "killed": (
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "celle 4: processen blev afbrudt (SIGKILL)",
    ),
    "hangs": ("while True: pass", "celle 4: brugte over {seconds} sekunder (--timeout)"),
    "sleeps deaf": (
        "import signal, time\nfor each in (signal.SIGTERM, signal.SIGINT, signal.SIGIO):\n"
        "    signal.signal(each, signal.SIG_IGN)\ntime.sleep(1000)",
        "celle 4: brugte over {seconds} sekunder (--timeout)",
    ),
    "eats": (
        "kept = []\nwhile True: kept.append(bytearray(10_000_000))",
        "celle 4: brugte over 400 MB hukommelse (--memory-limit)",
    ),
    "feeds a child": (
        "import subprocess, sys\n"
        "eats = 'kept = []\\nwhile True: kept.append(bytearray(10_000_000))'\n"
        "subprocess.run([sys.executable, '-c', eats], start_new_session=True, env={})",
        "celle 4: brugte over 400 MB hukommelse (--memory-limit)",
    ),
    "asks for all": (
        "bytearray(10**15)",
        "celle 4: MemoryError (grænsen er 400 MB, se --memory-limit)",
    ),
    "prints": ('for _ in range(100): print("x" * 1_000_000)', "celle 4: cellen skrev over 20 MB"),
    "shouts": (
        "import os\n_ = os.system('head -c 100000000 /dev/zero')",
        "celle 4: cellen skrev over 20 MB",
    ),
    "syntax": ("a b", "celle 4: SyntaxError"),
}
HANGING = ("hangs", "sleeps deaf")
GOOD = "import time; 'færdig'"


def job(folder: Path, name: str, code: str) -> Job:
    """A small notebook whose fourth cell holds the code."""
    cells = [
        new_markdown_cell("# Titel", id="a"),
        new_code_cell("navn = 'x'", id="b", metadata={"tags": ["parameters"]}),
        new_code_cell(code, id="c"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / f"{name.replace(' ', '-')}.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return Job(str(path.with_suffix("")), path.stem, name, {"navn": name})


def said(name: str, seconds: float) -> str:
    """What the error of a fault says when a document may take so many seconds."""
    return FAULTS[name][1].replace("{seconds}", f"{seconds:g}")


def running() -> list[int]:
    """The processes that these tests started and that still live."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            ours = process.environ().get("FAGLIGHEDER_TEST") == TOKEN
            helper = "resource_tracker" in " ".join(process.cmdline())  # Python's own, of the tests
            if ours and not helper and process.pid != os.getpid():
                found += [process.pid] if process.status() != psutil.STATUS_ZOMBIE else []
    return found


def until(true: Callable[[], object], what: str) -> None:
    """Wait for something that comes soon."""
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.05)


def gone() -> bool:
    """Wait until nothing runs any more."""
    until(lambda: not running(), "the end of what was started")
    return True


def whole(folder: Path) -> None:
    """Assert that every document in a folder is whole."""
    for path in folder.glob("*.ipynb"):
        nbformat.validate(nbformat.read(path, as_version=4))
    for path in folder.glob("*.html"):
        assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")
    for path in folder.glob("*.pdf"):
        assert path.read_bytes().rstrip().endswith(b"%%EOF")
    if (folder / MANIFEST).exists():
        json.loads((folder / MANIFEST).read_text(encoding="utf-8"))


def nothing_half(folder: Path) -> None:
    """Assert that every document is whole, and that nothing else is left."""
    whole(folder)
    assert not list(folder.glob(f"*{UNFINISHED}"))
    assert not (folder / batch.SCRATCH).exists()


def entries(out: Path) -> dict:
    """What the manifest says of each document."""
    return json.loads((out / MANIFEST).read_text(encoding="utf-8"))["documents"]


#: Starts a child in a session of its own; one whose environment is wiped as well; and one that
#: nobody waits for, that is no program of its own and has left everything. Their numbers are kept.
CHILDREN = """
import os, subprocess, sys, time
from pathlib import Path
def note(name, number):
    Path(HERE, name + ".unready").write_text(str(number))
    Path(HERE, name + ".unready").rename(Path(HERE, name + ".pid"))
sleep = ["sleep", "999"]
note("grouped", subprocess.Popen(sleep).pid)
note("marked", subprocess.Popen(sleep, start_new_session=True).pid)
note("bare", subprocess.Popen(sleep, start_new_session=True, env={}).pid)
if not (child := os.fork()):
    os.setsid()
    if not os.fork():
        note("daemon", os.getpid())
        time.sleep(999)
    os._exit(0)
os.waitpid(child, 0)
while not Path(HERE, "daemon.pid").exists():
    time.sleep(0.01)
"""


def children(here: Path) -> str:
    """Code that starts four children and keeps their numbers in a folder."""
    here.mkdir(parents=True, exist_ok=True)
    return f"HERE = {str(here)!r}\n{CHILDREN}"


def started(here: Path) -> list[psutil.Process]:
    """The four children that were started, as far as they live."""
    found = []
    assert len(list(here.glob("*.pid"))) == 4
    for path in here.glob("*.pid"):
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(int(path.read_text(encoding="ascii")))
            if process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


OWN_RUN = """
import os, signal, sys
from pathlib import Path
from fagligheder.run import batch, manifest
from fagligheder.run.job import Job

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if "manifest" in sys.argv[3:]:
    manifest.write_whole = die
found = sorted(Path(sys.argv[1]).glob("*.ipynb"))
jobs = [Job(str(path.with_suffix("")), path.stem, path.stem) for path in found]
if __name__ == "__main__":
    outcomes = batch.make_reports(jobs, Path(sys.argv[2]), workers=2)
    print([outcome.error for outcome in outcomes], file=sys.stderr)
    sys.exit(any(outcome.error for outcome in outcomes))
"""


def start(source: Path, out: Path, *how: str, **settings) -> subprocess.Popen:
    """A run of its own over the notebooks of a folder."""
    script = source / "run.py"
    script.write_text(OWN_RUN, encoding="utf-8")
    command = [sys.executable, str(script), str(source), str(out), *how]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, **settings)
