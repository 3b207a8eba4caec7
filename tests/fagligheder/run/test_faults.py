"""One document's trouble costs that document alone, and nothing is left half or running."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil
import pytest
from faults import (
    FAULTS,
    GOOD,
    HANGING,
    LONG,
    SHORT,
    children,
    entries,
    gone,
    job,
    nothing_half,
    running,
    said,
    start,
    started,
    until,
    whole,
)

from analysis.survey.answers.own import read_own
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from fagligheder import cli
from fagligheder.run import batch
from fagligheder.run.engine import FAGLIGHEDER, KERNEL
from fagligheder.run.job import OLDER, SUFFIXES, Job, Outcome
from fagligheder.run.limits import Limits
from fagligheder.run.lock import FolderLock
from fagligheder.run.manifest import MANIFEST
from fagligheder.run.pool import Pool
from fagligheder.run.processes import kill_marked

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals and limits of POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs what Linux knows of processes")


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
    with Pool() as pool:
        made = batch.make_reports(others, out, workers=2, limits=Limits(LONG, 400), pool=pool)
        assert started(source / "parent") == started(source / "orphans") == []
        made += batch.make_reports(hanging, out, workers=2, limits=Limits(SHORT, 400), pool=pool)
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
    assert outcomes["raises"].full_error == f"celle 4: ValueError: Læsø ({OLDER})"
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
    monkeypatch.setenv("FAGLIGHEDER_ENGINE", KERNEL)
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
    eating = job(tmp_path, "eats", FAULTS["feeds a child"][0])
    (full,) = batch.make_reports([eating], out, limits=Limits(LONG, 900))
    assert full.error == "brugte over 900 MB hukommelse (--memory-limit)"
    nothing_half(out)
    assert gone()


# --- a broken package


@linux
@pytest.mark.parametrize(
    ("engine", "package", "broken", "said"),
    [
        (FAGLIGHEDER, "typst", "raise ImportError('halv')", "PreloadError: ImportError: halv"),
        (FAGLIGHEDER, "pikepdf", "raise OSError('væk')", "PreloadError: OSError: væk"),
        (FAGLIGHEDER, "papermill", "raise SystemExit(0)", "PreloadError: SystemExit: 0"),
        (FAGLIGHEDER, "psutil", "raise ImportError('halv')", "PreloadError: ImportError: halv"),
        (KERNEL, "psutil", "raise ImportError('halv')", "ImportError: halv"),
    ],
)
def test_a_package_that_no_document_can_be_made_without_ends_the_run_with_one_line(
    tmp_path, engine, package, broken, said
):
    stubs, saved = tmp_path / "stubs", tmp_path / "saved"
    stubs.mkdir()
    saved.mkdir()
    (stubs / f"{package}.py").write_text(broken, encoding="utf-8")
    paths = os.pathsep.join([str(stubs), *filter(None, sys.path)])
    command = [sys.executable, "-m", "fagligheder.cli", "reports", "Odder", "Aarhus"]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "out")],
        env=os.environ | {"PYTHONPATH": paths, "TMPDIR": str(saved), "FAGLIGHEDER_ENGINE": engine},
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    assert done.returncode == 4
    (line,) = done.stderr.splitlines()
    (file,) = saved.iterdir()
    assert line == (
        f"fagligheder: uventet fejl ({said}). Send filen {file} til dem, der "
        "vedligeholder programmet."
    )
    assert broken in file.read_text(encoding="utf-8")
    nothing_half(tmp_path / "out")
    assert gone()


# --- killed from outside

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
    "preloaded": "psutil.Process().parent()",
    "watchdog": "psutil.Process().parent().parent()",
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
    """What was being made is begun again, in a new preloaded process."""
    out = tmp_path / "out"
    with Pool() as pool:
        watchdog = psutil.Process(pool._process.pid)
        until(watchdog.children, "the preloaded process")
        watchdog.children()[0].kill()  # it is still importing
        for victim, stage in (("preloaded", "writing"), ("watchdog", "pdf")):
            here = tmp_path / f"{victim}-{stage}"
            strikes = job(tmp_path, here.name, striking(victim, stage, here))
            (outcome,) = batch.make_reports([strikes], out, workers=1, pool=pool)
            assert outcome.error == ""
            assert (here / "struck").exists()
            assert started(here) == []
            whole(out)
    assert gone()


@linux
def test_a_document_that_kills_what_forks_it_again_and_again_fails_alone(monkeypatch, tmp_path):
    """Here the pool is connected to something that answers all jobs but one."""
    pool = Pool.__new__(Pool)
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
        pool._connection = Line()

    pool._engine, pool._open, pool.close = FAGLIGHEDER, open_again, lambda: None
    open_again()
    jobs = [Job("x", name, "") for name in ("a", "b", "bad", "c")]
    made = list(pool.make(jobs, tmp_path, 2, Limits(), tmp_path))
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
        kill_marked("x")
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
        assert outcomes[0].full_error == f"kan ikke skrives: der er ikke plads på disken ({OLDER})"
        assert outcomes[1].error == ""
        nothing_half(out)
        assert entries(out)["big"]["error"] == outcomes[0].error
        assert [path.name for path in out.glob("big*")] == ["big.pdf"]
        assert outcomes[0].full_error in (out / batch.LOG).read_text(encoding="utf-8")
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
    with nobody(), pytest.raises(PermissionError) as error, FolderLock(closed):
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
