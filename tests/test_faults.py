"""One document's trouble costs that document alone, and nothing is left half or running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.reporting import batch
from analysis.reporting.files import UNFINISHED
from analysis.reporting.manifest import MANIFEST
from analysis.reporting.runner import SUFFIXES, Job, Outcome
from analysis.reporting.supervise import MARK, Limits

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals and limits of POSIX")

#: Fault → the failing cell's code, and what the error must say. The cell is number 4.
FAULTS: Mapping[str, tuple[str, str]] = {
    "raises": ('raise ValueError("Læsø")', "celle 4: ValueError: Læsø"),
    "leaves": ("import sys; sys.exit(0)", "celle 4: SystemExit: 0"),
    "exits": ("import os; os._exit(3)", "celle 4: notesbogen afsluttede selv processen (kode 3)"),
    "killed": (
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "celle 4: processen blev afbrudt (SIGKILL)",
    ),
    "hangs": ("while True: pass", "celle 4: brugte over 8 sekunder (--timeout)"),
    "sleeps deaf": (
        "import signal, time\nfor each in (signal.SIGTERM, signal.SIGINT, signal.SIGIO):\n"
        "    signal.signal(each, signal.SIG_IGN)\ntime.sleep(1000)",
        "celle 4: brugte over 8 sekunder (--timeout)",
    ),
    "eats": (
        "kept = []\nwhile True: kept.append(bytearray(10_000_000))",
        "celle 4: MemoryError (grænsen er 400 MB, se --memory-limit)",
    ),
    "prints": ('for _ in range(100): print("x" * 1_000_000)', "celle 4: cellen skrev over 20 MB"),
    "shouts": (
        "import os\n_ = os.system('head -c 100000000 /dev/zero')",
        "celle 4: cellen skrev over 20 MB",
    ),
    "syntax": ("a b", "celle 4: SyntaxError"),
}
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


def running() -> list[int]:
    """The processes that were started for a document and still live."""
    found = []
    for process in psutil.process_iter():
        try:
            if MARK in process.environ() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


def nothing_half(folder: Path) -> None:
    """Assert that every file in a folder is whole."""
    assert not list(folder.glob(f"*{UNFINISHED}"))
    for path in folder.glob("*.ipynb"):
        nbformat.validate(nbformat.read(path, as_version=4))
    for path in folder.glob("*.html"):
        assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")
    for path in folder.glob("*.pdf"):
        assert path.read_bytes().rstrip().endswith(b"%%EOF")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory) -> tuple[dict[str, Outcome], Path]:
    """All faults in one run, with two good documents among them."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    jobs = [job(source, "first", GOOD)]
    jobs += [job(source, name, code) for name, (code, _) in FAULTS.items()]
    children = "import subprocess\nfor new in (True, False):\n    subprocess.Popen(['sleep', '999']"
    children += ", start_new_session=new)"
    jobs += [
        job(source, "parent", children),
        job(source, "orphans", children + "\nimport os; os._exit(1)"),
    ]
    jobs += [job(source, "last", GOOD)]
    made = batch.make_reports(jobs, out, workers=2, limits=Limits(8, 400))
    return {outcome.job.title: outcome for outcome in made}, out


@posix
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_cell(faulty, name):
    outcomes, out = faulty
    error = FAULTS[name][1]
    assert outcomes[name].error.startswith(error)
    assert bool(outcomes[name].error) == bool(error)
    entry = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["documents"]
    assert entry[name.replace(" ", "-")].get("error", "") == outcomes[name].error
    assert error in (out / batch.LOG).read_text(encoding="utf-8")
    assert error in batch.summary(list(outcomes.values()), out)


@posix
def test_the_others_are_made_and_nothing_is_left(faulty):
    outcomes, out = faulty
    assert outcomes["orphans"].error == "celle 4: notesbogen afsluttede selv processen (kode 1)"
    for name in ("first", "last", "parent"):
        assert outcomes[name].error == ""
        assert all((out / f"{name}{suffix}").is_file() for suffix in SUFFIXES)
    nothing_half(out)
    assert running() == []
    assert sorted(path.name for path in out.iterdir() if path.name.startswith(".")) in (
        [],
        [".lock"],
    )


def test_a_kernel_that_dies_or_hangs_costs_its_own_document(tmp_path, monkeypatch):
    monkeypatch.setenv("FAGLIGHEDER_WAY", "kernel")
    names = ("raises", "exits", "hangs")
    jobs = [job(tmp_path, name, FAULTS[name][0]) for name in names]
    jobs.append(job(tmp_path, "good", GOOD))
    out = tmp_path / "out"
    outcomes = batch.make_reports(jobs, out, workers=2, limits=Limits(20))
    assert [bool(outcome.error) for outcome in outcomes] == [True, True, True, False]
    assert outcomes[0].error == FAULTS["raises"][1]
    assert "brugte over 20 sekunder" in outcomes[2].error
    nothing_half(out)
    assert running() == []


OWN_RUN = """
import sys
from pathlib import Path
from analysis.reporting import batch
from analysis.reporting.runner import Job
found = sorted(Path(sys.argv[1]).glob("*.ipynb"))
jobs = [Job(str(path.with_suffix("")), path.stem, path.stem) for path in found]
if __name__ == "__main__":
    outcomes = batch.make_reports(jobs, Path(sys.argv[2]), workers=2)
    sys.exit(any(outcome.error for outcome in outcomes))
"""


def start(source: Path, out: Path, **settings) -> subprocess.Popen:
    """A run of its own over the notebooks of a folder."""
    script = source / "run.py"
    script.write_text(OWN_RUN, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(script), str(source), str(out)], stderr=subprocess.PIPE, **settings
    )


def wait_for(path: Path, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < end, f"{path} did not come"
        time.sleep(0.05)


def gone(seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while running():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@posix
def test_a_killed_run_leaves_no_process_and_the_next_goes_on(tmp_path):
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    mark = tmp_path / "here"
    slow = f"from pathlib import Path\nPath({str(mark)!r}).touch()\nwhile True: pass"
    job(source, "a-good", GOOD), job(source, "b-slow", slow)
    run = start(source, out)
    wait_for(mark)
    wait_for(out / "a-good.pdf")
    time.sleep(0.5)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert gone()
    nothing_half(out)
    before = (out / "a-good.pdf").stat().st_mtime_ns
    job(source, "b-slow", GOOD)
    assert start(source, out).wait(60) == 0
    assert (out / "a-good.pdf").stat().st_mtime_ns == before
    nothing_half(out)
    assert (out / "b-slow.pdf").is_file()


@posix
def test_the_warm_process_may_die(tmp_path):
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    once = f"import os, signal\nfrom pathlib import Path\nhere = Path({str(tmp_path / 'here')!r})\n"
    once += "if not here.exists():\n    here.touch()\n    os.kill(os.getppid(), signal.SIGKILL)\n"
    once += "    while True: pass"
    jobs = [job(source, "a", GOOD), job(source, "b", once), job(source, "c", GOOD)]
    outcomes = batch.make_reports(jobs, out, workers=1)
    assert [outcome.error for outcome in outcomes] == ["", "", ""]
    assert gone()


@posix
def test_a_full_disk_fails_what_does_not_fit(tmp_path):
    resource = pytest.importorskip("resource")
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    big = "from IPython.display import display\n"
    big += "display({'text/plain': 'tekst'}, raw=True, metadata={'fyld': 'x' * 3_000_000})"
    job(source, "big", big), job(source, "small", GOOD)

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))

    assert start(source, out, preexec_fn=small_files).wait(60) == 1
    nothing_half(out)
    documents = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["documents"]
    assert "kan ikke skrives" in documents["big"]["error"]
    assert "error" not in documents["small"]
    assert not list(out.glob("big*"))


def test_a_second_run_says_who_holds_the_folder(tmp_path):
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    mark = tmp_path / "here"
    slow = f"from pathlib import Path\nPath({str(mark)!r}).touch()\nimport time; time.sleep(100)"
    job(source, "slow", slow)
    run = start(source, out)
    try:
        wait_for(mark)
        words = subprocess.run(
            [sys.executable, "-m", "analysis.cli", "reports", "Odder", "--out", str(out)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        assert words.returncode == 3
        assert f"er i brug af en anden kørsel (proces {run.pid}, siden " in words.stderr
    finally:
        run.kill()
        run.wait()
    assert gone()


@posix
def test_ctrl_c_stops_at_once(tmp_path):
    command = [sys.executable, "-m", "analysis.cli", "reports", "--all", "--out", str(tmp_path)]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    wait_for(tmp_path / MANIFEST)
    run.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, words = run.communicate(timeout=30)
    assert run.returncode == 130
    assert time.monotonic() - began < 5
    assert "afbrudt" in words.decode()
    assert "Traceback" not in words.decode()
    assert gone()
    nothing_half(tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_closed_is_named(tmp_path):
    tmp_path.chmod(0o500)
    command = [sys.executable, "-m", "analysis.cli", "reports", "Odder", "--out", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    tmp_path.chmod(0o700)
    assert ended.returncode == 2
    assert str(tmp_path) in ended.stderr
