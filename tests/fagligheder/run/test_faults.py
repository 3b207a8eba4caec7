"""One document's trouble costs that document alone, and nothing is left half or running."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.survey.answers.own import read_own
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from fagligheder import cli
from fagligheder.files import UNFINISHED
from fagligheder.run import batch
from fagligheder.run.job import OLDER, SUFFIXES, Job, Outcome
from fagligheder.run.lock import hold
from fagligheder.run.manifest import MANIFEST
from fagligheder.run.pool import Workshop
from fagligheder.run.processes import end_marked
from fagligheder.run.supervise import Limits

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals and limits of POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs what Linux knows of processes")

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


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    """Whatever a failing test leaves must not make the next one fail."""
    yield
    for number in running():
        with contextlib.suppress(psutil.Error):
            psutil.Process(number).kill()


@pytest.fixture(scope="module")
def faulty(tmp_path_factory) -> tuple[dict[str, Outcome], Path]:
    """All faults in one run, with two good documents among them, and in another what hangs."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    (out / "raises.pdf").write_bytes(b"from last year %%EOF")
    jobs = {name: job(source, name, code) for name, (code, _) in FAULTS.items()}
    hanging = [jobs.pop(name) for name in HANGING]
    orphans = children(source / "orphans") + "os._exit(1)"
    others = [
        job(source, "first", GOOD),
        *jobs.values(),
        job(source, "parent", children(source / "parent")),
        job(source, "orphans", orphans),
        job(source, "last", GOOD),
    ]
    with Workshop() as shop:
        made = batch.make_reports(others, out, workers=2, limits=Limits(LONG, 400), workshop=shop)
        assert started(source / "parent") == started(source / "orphans") == []
        made += batch.make_reports(
            hanging, out, workers=2, limits=Limits(SHORT, 400), workshop=shop
        )
    return {outcome.job.title: outcome for outcome in made}, out


@posix
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_cell(faulty, name):
    outcomes, out = faulty
    error = said(name, SHORT)
    assert outcomes[name].error.startswith(error)
    assert entries(out)[name.replace(" ", "-")]["error"] == outcomes[name].error
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
    assert gone()
    assert sorted(path.name for path in out.iterdir() if path.name.startswith(".")) in (
        [],
        [".lock"],
    )


@posix
def test_an_earlier_document_that_stays_is_told_of(faulty):
    outcomes, out = faulty
    assert outcomes["raises"].trouble == f"celle 4: ValueError: Læsø ({OLDER})"
    assert outcomes["raises"].older
    assert "kept" not in entries(out)["raises"]  # no run has noted what lies there
    for words in (
        (out / batch.LOG).read_text(encoding="utf-8"),
        batch.summary([*outcomes.values()], out),
    ):
        assert f"celle 4: ValueError: Læsø ({OLDER})" in words
        assert words.count(OLDER) == 1
    assert not any(each.older for name, each in outcomes.items() if name != "raises")


def test_a_kernel_that_dies_or_hangs_costs_its_own_document(tmp_path, monkeypatch):
    monkeypatch.setenv("FAGLIGHEDER_WAY", "kernel")
    out = tmp_path / "out"
    jobs = [job(tmp_path, name, FAULTS[name][0]) for name in ("raises", "exits")]
    orphans = children(tmp_path / "orphans") + GOOD if sys.platform == "linux" else GOOD
    jobs.append(job(tmp_path, "good", orphans))
    outcomes = batch.make_reports(jobs, out, workers=2, limits=Limits(LONG))
    assert outcomes[0].error == said("raises", LONG)
    assert outcomes[1].error.startswith("DeadKernelError")
    assert outcomes[2].error == ""
    if sys.platform == "linux":
        assert started(tmp_path / "orphans") == []
    hanging = job(tmp_path, "hangs", FAULTS["hangs"][0])
    (hung,) = batch.make_reports([hanging], out, limits=Limits(3))
    assert hung.error == "brugte over 3 sekunder (--timeout)"
    nothing_half(out)
    assert gone()


# --- killed from outside

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


#: Stage → code by which a document's process kills another, its victim, when it comes there.
STAGES: Mapping[str, str] = {
    "cells": "strike()",
    "html": "import fagligheder.documents.html as h\nh.render_html = strike",
    "pdf": "import fagligheder.documents.pdf as p\np.render_pdf = strike",
    "writing": "import fagligheder.files as f\nf.os.replace = f.Path.replace = strike",
}
#: Victim → how a document's process finds it.
VICTIMS: Mapping[str, str] = {
    "document": "psutil.Process()",
    "warm": "psutil.Process().parent()",
    "guardian": "psutil.Process().parent().parent()",
    "owner": "psutil.Process().parent().parent().parent()",
}


def striking(victim: str, stage: str, here: Path) -> str:
    """Code that starts four children, and kills a process once, when the stage is there."""
    return (
        f"{children(here)}\nimport psutil\ndef strike(*_, **__):\n"
        f"    if not Path(HERE, 'struck').exists():\n        Path(HERE, 'struck').touch()\n"
        f"        {VICTIMS[victim]}.kill()\n        while True: time.sleep(1)\n"
        f"    raise RuntimeError('a second time')\n"
        f"if not Path(HERE, 'struck').exists():\n"
        + "".join(f"    {line}\n" for line in STAGES[stage].splitlines())
    )


@linux
@pytest.mark.parametrize("stage", STAGES)
def test_a_document_that_is_killed_leaves_nothing(faulty_stages, stage):
    source, out, outcomes = faulty_stages
    assert outcomes[stage].error == "celle 4: processen blev afbrudt (SIGKILL)"
    assert started(source / stage) == []
    assert not list(out.glob(f"{stage}.*"))


#: Code of a document that is not made before the children of others have come and are gone.
OUTLIVES = """
import time
from pathlib import Path
def left():
    numbers = [path.read_text() for path in Path({folder!r}).glob("*/*.pid")]
    there = any(Path("/proc", number, "cmdline").exists() for number in numbers)
    return there or len(numbers) < {count}
end = time.monotonic() + 60
while left():
    assert time.monotonic() < end, "the children of other documents live on"
    time.sleep(0.05)
"""


@pytest.fixture(scope="module")
def faulty_stages(tmp_path_factory) -> tuple[Path, Path, dict[str, Outcome]]:
    """Documents that are killed at each stage, in one run."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    jobs = [job(source, stage, striking("document", stage, source / stage)) for stage in STAGES]
    jobs.append(job(source, "good", OUTLIVES.format(folder=str(source), count=4 * len(STAGES))))
    made = batch.make_reports(jobs, out, workers=2)
    assert made[-1].error == ""
    whole(out)
    assert gone()
    return source, out, {outcome.job.title: outcome for outcome in made}


@linux
def test_the_processes_above_may_be_killed_and_the_run_goes_on(tmp_path):
    """What was being made is begun again, in a new warm process."""
    out = tmp_path / "out"
    with Workshop() as shop:
        guardian = psutil.Process(shop._process.pid)
        until(guardian.children, "the warm process")
        guardian.children()[0].kill()  # it is still importing
        for victim, stage in (("warm", "writing"), ("guardian", "pdf")):
            here = tmp_path / f"{victim}-{stage}"
            strikes = job(tmp_path, here.name, striking(victim, stage, here))
            (outcome,) = batch.make_reports([strikes], out, workers=1, workshop=shop)
            assert outcome.error == ""
            assert (here / "struck").exists()
            assert started(here) == []
            whole(out)
    assert gone()


@linux
def test_a_document_that_kills_the_warm_process_again_and_again_fails_alone(monkeypatch, tmp_path):
    """Here the workshop has a line to something that answers all jobs but one."""
    shop = Workshop.__new__(Workshop)
    asked: list[list[str]] = []

    class Line:
        def send(self, order) -> None:
            self.left = [job.name for job in order[0]]
            asked.append(list(self.left))

        def recv(self) -> Outcome:
            if "bad" in self.left[:2]:
                raise EOFError
            return Outcome(Job("x", self.left.pop(0), ""))

    def open_again() -> None:
        shop._connection = Line()

    shop._way, shop._open, shop.close = "fork", open_again, lambda: None
    open_again()
    jobs = [Job("x", name, "") for name in ("a", "b", "bad", "c")]
    made = list(shop.make(jobs, tmp_path, 2, Limits(), tmp_path))
    assert [(each.job.name, bool(each.error)) for each in made] == [
        ("a", False),
        ("b", False),
        ("bad", True),
        ("c", False),
    ]
    assert made[2].error == "processen, der laver rapporterne, blev afbrudt udefra"
    assert asked[-1] == ["c"]


#: Where a whole run is killed.
KILLED = ("import", "cells", "pdf", "writing", "manifest")


@pytest.fixture(scope="module")
def killed_runs(tmp_path_factory) -> Path:
    """Runs that are killed at each stage, side by side; each had made a good document first."""
    folder = tmp_path_factory.mktemp("killed")
    runs = {}
    for stage in KILLED:
        source = folder / stage
        source.mkdir()
        job(source, "a-good", GOOD)
        if stage in STAGES:
            job(source, "b-strikes", striking("owner", stage, source / "here"))
        runs[stage] = start(source, source / "out", stage)
    until(lambda: psutil.Process(runs["import"].pid).children(recursive=True), "the import")
    runs["import"].kill()
    for stage, run in runs.items():
        _, words = run.communicate(timeout=LONG)
        assert run.returncode == -signal.SIGKILL, (stage, words)
    assert gone()
    return folder


@linux
@pytest.mark.parametrize("stage", KILLED)
def test_a_killed_run_leaves_no_process_and_no_half_document(killed_runs, stage):
    whole(killed_runs / stage / "out")
    if stage in STAGES:
        assert started(killed_runs / stage / "here") == []
        assert not list((killed_runs / stage / "out").glob("b-strikes.*"))


@linux
def test_the_next_run_goes_on_where_a_killed_one_was(killed_runs):
    source, out = killed_runs / "writing", killed_runs / "writing" / "out"
    made_before = entries(out) if (out / MANIFEST).exists() else {}
    before = {path: path.stat().st_mtime_ns for path in out.glob("a-good.*")}
    job(source, "b-strikes", GOOD)
    run = start(source, out)
    _, words = run.communicate(timeout=LONG)
    assert run.returncode == 0, words
    if "a-good" in made_before:
        assert {path: path.stat().st_mtime_ns for path in out.glob("a-good.*")} == before
    assert set(entries(out)) == {"a-good", "b-strikes"}
    nothing_half(out)
    assert gone()


@linux
def test_what_bears_a_mark_is_ended_though_nobody_above_is_left(monkeypatch):
    child = subprocess.Popen(["sleep", "999"], env={"FAGLIGHEDER_DOCUMENT": "x"})
    other = subprocess.Popen(["sleep", "999"], env={"FAGLIGHEDER_DOCUMENT": "y"})
    try:
        until(lambda: psutil.Process(child.pid).environ(), "the program")
        end_marked("x")
        assert child.wait(LONG) == -signal.SIGKILL
        assert other.poll() is None
    finally:
        child.kill(), other.kill()
        child.wait(), other.wait()


# --- disks and folders


@contextlib.contextmanager
def disk(place: Path, size: str) -> Iterator[Path]:
    """A small disk of its own; the test is left out where none can be mounted."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount here")
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@linux
def test_a_full_disk_fails_what_does_not_fit(tmp_path):
    big = "from IPython.display import display\n"
    big += "display({'text/plain': 'tekst'}, raw=True, metadata={'fyld': 'x' * 3_000_000})"
    jobs = [job(tmp_path, "big", big), job(tmp_path, "small", GOOD)]
    with disk(tmp_path / "out", "2m") as out:
        (out / "big.pdf").write_bytes(b"from last year %%EOF")
        outcomes = batch.make_reports(jobs, out, workers=2)
        assert outcomes[0].trouble == f"kan ikke skrives: der er ikke plads på disken ({OLDER})"
        assert outcomes[1].error == ""
        nothing_half(out)
        assert entries(out)["big"]["error"] == outcomes[0].error
        assert [path.name for path in out.glob("big*")] == ["big.pdf"]
        assert outcomes[0].trouble in (out / batch.LOG).read_text(encoding="utf-8")
        assert len(list(out.glob("small.*"))) == 3


@linux
def test_a_disk_without_any_room_is_told_at_once(tmp_path, capsys):
    with disk(tmp_path / "out", "64k") as out:
        (out / "old.txt").write_bytes(b"x" * 60_000)
        with contextlib.suppress(OSError), (out / "more.txt").open("wb", buffering=0) as more:
            while True:
                more.write(b"x" * 512)
        there = sorted(path.name for path in out.iterdir())
        assert cli.main(["reports", "Odder", "--out", str(out)]) == 2
        assert "der er ikke plads på disken" in capsys.readouterr().err
        assert sorted({path.name for path in out.iterdir()} - {".lock"}) == there
    assert gone()


@linux
def test_a_disk_that_can_only_be_read_is_told_at_once(tmp_path, capsys):
    with disk(tmp_path / "out", "1m") as out:
        subprocess.run(["mount", "-o", "remount,ro", str(out)], check=True)
        assert cli.main(["reports", "Odder", "--out", str(out)]) == 2
        assert "den kan kun læses" in capsys.readouterr().err
        assert list(out.iterdir()) == []
    assert gone()


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """Be one who may not do everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@posix
def test_a_folder_that_is_closed_is_named(tmp_path):
    closed = tmp_path / "lukket"
    closed.mkdir(mode=0o500)
    with nobody(), pytest.raises(PermissionError) as error, hold(closed):
        pass
    assert str(closed) in str(error.value.filename)
    assert list(closed.iterdir()) == []


@posix
def test_a_file_that_may_not_be_read_is_named(tmp_path):
    own, answers = tmp_path / "egne.yaml", tmp_path / "svar.csv"
    for path in (own, answers):
        path.write_text("kommune;importance_integration\nOdder;1\n", encoding="utf-8")
        path.chmod(0)
    with nobody():
        with pytest.raises(InputError, match=r"egne\.yaml: filen med egne svar kan ikke læses\."):
            read_own(own)
        with pytest.raises(InputError, match=r"'svar\.csv': filen kan ikke åbnes\. Luk den i"):
            read_answers(answers)


# --- the folder, and Ctrl-C


def test_a_second_run_says_who_holds_the_folder(tmp_path, capsys):
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    mark = tmp_path / "here"
    slow = f"from pathlib import Path\nPath({str(mark)!r}).touch()\nimport time; time.sleep(1000)"
    job(source, "slow", slow)
    run = start(source, out)
    try:
        until(mark.exists, "the slow document")
        assert cli.main(["reports", "Odder", "--out", str(out)]) == 3
        holder = f"er i brug af en anden kørsel (proces {run.pid}, siden "
        assert holder in capsys.readouterr().err
    finally:
        run.kill()
        run.communicate()
    assert gone()


@posix
def test_ctrl_c_stops_at_once(tmp_path):
    command = [sys.executable, "-m", "fagligheder.cli", "reports", "--all", "--out", str(tmp_path)]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    until((tmp_path / MANIFEST).exists, "the first document")
    run.send_signal(signal.SIGINT)
    _, words = run.communicate(timeout=LONG)
    assert run.returncode == 130
    assert words.decode().endswith("fagligheder: afbrudt.\n")
    assert "Traceback" not in words.decode()
    assert len(entries(tmp_path)) < 50
    assert gone()
    whole(tmp_path)
