"""Documents made on a cluster are those made here, and a worker that dies costs one attempt."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace

import faults
import psutil
import pytest

from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError
from fagligheder import cli
from fagligheder.run import batch, cluster, cluster_connection, cluster_worker
from fagligheder.run.cluster import ClusterPool
from fagligheder.run.cluster_worker import Result
from fagligheder.run.engine import FAGLIGHEDER
from fagligheder.run.index_page import PAGE
from fagligheder.run.job import SUFFIXES, Job, Outcome
from fagligheder.run.limits import Limits
from fagligheder.run.lock import FolderLock
from fagligheder.run.manifest import MANIFEST, shared
from fagligheder.run.pool import default_engine

distributed = pytest.importorskip("distributed", reason="needs the extra fagligheder[cluster]")
KilledWorker = pytest.importorskip("distributed.scheduler").KilledWorker
pytestmark = pytest.mark.skipif(
    default_engine() != FAGLIGHEDER, reason="kills processes as POSIX does"
)

#: What some of the jobs run into.
FAULTS = {
    "raises": "celle 4: ValueError: Læsø",
    "eats": "celle 4: brugte over 400 MB hukommelse (--memory-limit)",
}
#: Code for the process of the cluster's worker: the nearest above a document that Dask started.
WORKER = "__import__('psutil').Process().parents() if 'spawn_main' in str(each.cmdline())"
WORKER = f"next(each for each in {WORKER})"


def local_cluster(folder: Path, **settings) -> distributed.LocalCluster:
    folder.mkdir(parents=True)
    return distributed.LocalCluster(
        dashboard_address=":0",
        local_directory=str(folder),
        silence_logs=logging.CRITICAL,
        **settings,
    )


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory) -> Iterator[distributed.LocalCluster]:
    """A scheduler and two workers, processes of their own that live in another folder."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with contextlib.chdir(elsewhere):
        started = local_cluster(elsewhere / "workers", n_workers=2, threads_per_worker=1)
    with started:
        yield started


def wait_for(path: Path) -> None:
    faults.until(path.exists, f"{path} did not come")


def wait_for_the_end_of(pids: Path) -> None:
    """Wait until the processes whose numbers stand in a file have ended."""
    numbers = [int(each) for each in pids.read_text(encoding="utf-8").split()]
    assert numbers
    faults.until(lambda: not any(map(psutil.pid_exists, numbers)), f"one of {numbers} lives on")


def by_name(outcomes: list[Outcome]) -> dict[str, Outcome]:
    return {outcome.job.name: outcome for outcome in outcomes}


def files(out: Path) -> dict[str, bytes]:
    made = (path for path in out.iterdir() if path.suffix in SUFFIXES)
    return {path.name: path.read_bytes() for path in made if path.name != PAGE}


def endless(pids: Path) -> str:
    """Code that notes its process's number and never ends."""
    note = f"import os, time; print(os.getpid(), file=open({str(pids)!r}, 'a'), flush=True)"
    return f"{note}; time.sleep(1000)"


@pytest.fixture(scope="module")
def both(two_workers, tmp_path_factory) -> tuple[dict, dict, Path, Path]:
    """The same jobs on the cluster and here, of which some fail or lose their worker there."""
    source = tmp_path_factory.mktemp("source")
    pids = source / "pids"
    told = with_answers(source / "told")
    unlucky = f"import os\nmark = {str(source / 'mark')!r}\nif not os.path.exists(mark):\n"
    unlucky += f"    open(mark, 'w').close()\n    {WORKER}.kill()\n    {endless(pids)}"
    reads = "import os\nfolder = os.path.dirname(own)\n"
    reads += f"print(folder, file=open({str(source / 'seen')!r}, 'a'))\n"
    reads += "sorted(os.listdir(folder)), open(own).read()"
    good = [
        faults.job(source, "unlucky", unlucky),
        faults.job(source, "good", faults.GOOD),
        replace(job_with_own(source, reads), parameters={"own": str(told / "own" / "own.yml")}),
        *batch.plan(["Odder"], answers=told / "svar.csv", own=told / "own" / "own.yml"),
    ]
    bad = [faults.job(source, name, faults.FAULTS[name][0]) for name in FAULTS]
    remote, here = source / "remote", source / "here"
    jobs, limits = [*good, *bad], Limits(megabytes=400)
    with ClusterPool(two_workers.scheduler_address) as pool:
        far = batch.make_reports(jobs, remote, limits=limits, pool=pool)
    near = batch.make_reports(good, here, workers=2)
    assert [outcome.job for outcome in far] == jobs
    assert (source / "mark").exists()
    return by_name(far), by_name(near), remote, here


def with_answers(folder: Path) -> Path:
    """A folder with answers, a mapping beside them, and a kommune's own."""
    (folder / "own").mkdir(parents=True)
    answers = synthesize(1).answers.drop(columns="basis").rename(columns={"kommune": "hvem"})
    answers.to_csv(folder / "svar.csv", index=False)
    for name, content in (
        ("svar.kolonner.yml", "columns: {hvem: kommune}\n"),
        ("own/own.yml", "kommune: Odder\nmedarbejdere: 75\n"),
        ("own/own.kolonner.yml", "columns: {}\n"),
    ):
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def job_with_own(folder: Path, code: str) -> Job:
    """A small notebook whose parameter is called ``own``."""
    job = faults.job(folder, "reads", code)
    path = Path(f"{job.notebook}.ipynb")
    notebook = path.read_text(encoding="utf-8").replace("navn", "own")
    path.write_text(notebook, encoding="utf-8")
    return job


def test_a_cluster_makes_the_documents_that_are_made_here(both):
    far, near, remote, here = both
    made = ["0727-odder-egne-svar", "good", "reads", "unlucky"]
    assert sorted(name for name, outcome in far.items() if not outcome.error) == made
    assert [outcome.error for outcome in near.values()] == [""] * len(made)
    assert files(remote) == files(here)
    assert len(files(remote)) == 3 * len(made)
    notes, expected = faults.entries(remote), faults.entries(here)
    for entry in (*expected.values(), *map(notes.get, made)):
        assert entry.pop("finished")
    assert {name: notes[name] for name in made} == expected
    assert sorted(notes) == sorted([*made, *FAULTS])
    faults.nothing_half(remote)
    if (pids := remote.parent / "pids").exists():
        wait_for_the_end_of(pids)


@pytest.mark.parametrize("name", FAULTS)
def test_faults_and_limits_are_told_as_here(both, name):
    far, _, remote, _ = both
    assert far[name].error.startswith(FAULTS[name])
    for place in (batch.LOG, PAGE):
        assert FAULTS[name] in (remote / place).read_text(encoding="utf-8")
    assert not list(remote.glob(f"{name}.*"))


def test_a_worker_reads_copies_in_its_own_folder(both, two_workers):
    _, _, remote, _ = both
    there, here = (remote.parent / "seen").read_text(encoding="utf-8").split()
    workers = [Path(nanny.local_directory) for nanny in two_workers.workers.values()]
    assert any(Path(there).is_relative_to(worker) for worker in workers)
    assert Path(here) == remote.parent / "told" / "own"
    assert not [left for worker in workers for left in worker.glob("**/own.yml")]


OWN_RUN = """
import sys
from pathlib import Path
from fagligheder.run import batch
from fagligheder.run.cluster import ClusterPool
from fagligheder.run.job import Job
found = sorted(Path(sys.argv[1]).glob("*.ipynb"))
jobs = [Job(str(path.with_suffix("")), path.stem, path.stem) for path in found]
with ClusterPool(sys.argv[2]) as pool:
    outcomes = batch.make_reports(jobs, Path(sys.argv[1]) / "out", pool=pool)
print(*[outcome.error for outcome in outcomes], file=sys.stderr)
"""


def own_run(folder: Path, address: str) -> subprocess.Popen:
    """A run of its own over the notebooks of a folder."""
    command = [sys.executable, "-c", OWN_RUN, str(folder), address]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)


def test_ctrl_c_cancels_what_is_left(two_workers, tmp_path):
    pids, out = tmp_path / "pids", tmp_path / "out"
    faults.job(tmp_path, "a-good", faults.GOOD)
    for number in range(8):
        faults.job(tmp_path, f"endless-{number}", endless(pids))
    address = two_workers.scheduler_address
    run = own_run(tmp_path, address)
    for path in (out / MANIFEST, pids):
        wait_for(path)
    run.send_signal(signal.SIGINT)
    _, words = run.communicate(timeout=30)
    assert words.decode().endswith("\nKeyboardInterrupt\n")
    wait_for_the_end_of(pids)
    assert len(pids.read_text(encoding="utf-8").split()) <= 2
    with distributed.Client(address, set_as_default=False) as client:
        assert not any(client.processing().values())
    faults.nothing_half(out)


def test_the_command_hands_documents_to_the_cluster(two_workers, tmp_path, capsys, monkeypatch):
    jobs = [faults.job(tmp_path, "hangs", endless(tmp_path / "pids"))]
    monkeypatch.setattr(batch, "plan", lambda *_, **__: jobs)
    monkeypatch.setattr(batch, "Pool", None)  # this machine must not even start a process
    out = tmp_path / "out"

    def run(address: str, *more: str) -> int:
        return cli.main(["reports", "Odder", "--scheduler", address, "--out", str(out), *more])

    assert run(two_workers.scheduler_address, "--timeout", "2") == 1
    told = capsys.readouterr()
    assert told.out == "1/1 hangs: mislykkedes\n"
    assert "\n  hangs: celle 4: brugte over 2 sekunder (--timeout)\n" in told.err
    assert told.err.endswith(f"\nOversigt: {out / PAGE}\n")
    wait_for_the_end_of(tmp_path / "pids")
    jobs[0] = faults.job(tmp_path, "good", faults.GOOD)
    assert run(two_workers.scheduler_address) == 0
    assert capsys.readouterr().out.startswith("1/1 good: færdig\n1 rapport i ")
    assert len(files(out)) == 3
    assert run("tcp://nobody:1") == 0
    assert "heraf 1 uændret" in capsys.readouterr().out  # and nobody was asked
    assert run(two_workers.scheduler_address, "--force") == 0
    assert "heraf" not in capsys.readouterr().out
    with FolderLock(out):
        assert run(two_workers.scheduler_address) == 3


def test_a_document_that_kills_again_and_again_fails_alone(tmp_path, monkeypatch):
    """Here the cluster hands back what came of each document, and its neighbour dies with it."""
    tries: list[list[str]] = []

    def done(_, client, jobs, limits):
        tries.append([job.name for job in jobs])
        for job in jobs:
            dies = job.name == "kills" or (job.name == "neighbour" and len(jobs) > 1)
            yield job, SimpleNamespace(result=killed if dies else made)

    def killed(timeout: float) -> None:
        raise KilledWorker("task", SimpleNamespace(address="tcp://10.0.0.7:1"), 3)

    def made(timeout: float) -> Result:
        return Result(error="færdig")

    monkeypatch.setattr(ClusterPool, "_done", done)
    monkeypatch.setattr(cluster, "connect", lambda *_: SimpleNamespace(close=lambda _: None))
    jobs = [Job("x", name, name) for name in ("kills", "neighbour", "other")]
    with ClusterPool("tcp://here:1") as pool:
        outcomes = by_name(list(pool.make(jobs, tmp_path, 1, Limits(), tmp_path)))
    assert tries == [["kills", "neighbour", "other"], ["kills"], ["neighbour"]]
    assert outcomes["neighbour"].error == outcomes["other"].error == "færdig"
    assert outcomes["kills"].error == (
        "arbejderen (worker) døde midt i arbejdet i 4 forsøg i træk, og igen, mens intet andet "
        "blev lavet. Har arbejderne hukommelse nok til --memory-limit?"
    )


def test_workers_that_are_made_of_something_else_are_refused(two_workers, tmp_path, monkeypatch):
    other = shared() | {"data": "another", "lock": "another", "python": "3.0"}
    other["packages"] = shared()["packages"] | {"scipy": "0.1"}
    monkeypatch.setattr(cluster_connection, "shared", lambda: other)
    job = faults.job(tmp_path, "good", faults.GOOD)
    python, scipy = shared()["python"], shared()["packages"]["scipy"]
    with (
        ClusterPool(two_workers.scheduler_address) as pool,
        pytest.raises(InputError) as raised,
    ):
        batch.make_reports([job], tmp_path / "out", pool=pool)
    assert re.sub("tcp://[^ ]*", "tcp://…", str(raised.value)) == (
        "Arbejderen (worker) tcp://… har noget andet end denne maskine: dataene, "
        f"Python (3.0 her, {python} der), scipy (0.1 her, {scipy} der). "
        "Installér det samme begge steder, og start arbejderne igen."
    )
    assert not files(tmp_path / "out")


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Result((b"a", b"b", b"c"), ("0", "0", "0")), "kom ikke hel frem fra klyngen"),
        (Result((b"", b"", b""), (sha256().hexdigest(),) * 3), "kan ikke skrives: "),
        (OSError(28, "No space left"), "kom ikke frem fra klyngen: [Errno 28] No space left"),
    ],
)
def test_a_document_that_does_not_arrive_fails(tmp_path, result, words):
    def answer(timeout: float) -> Result:
        if isinstance(result, Exception):
            raise result
        return result

    (tmp_path / "file").touch()
    job = faults.job(tmp_path, "a", "")
    future = SimpleNamespace(result=answer)
    outcome = cluster._received(job, future, tmp_path / "file", Limits())
    assert outcome.error.startswith(words)


def test_a_worker_without_the_package_is_named(monkeypatch):
    answers = {"tcp://10.0.0.7:1": ModuleNotFoundError("No module named 'analysis'")}
    client = SimpleNamespace(run=lambda *_, **__: answers, close=lambda _: None)
    monkeypatch.setattr(distributed, "Client", lambda *_, **__: client)
    monkeypatch.setattr(cluster_connection, "_check_scheduler", lambda _: asyncio.sleep(0))
    with pytest.raises(InputError) as raised:
        cluster_connection.connect("tcp://10.0.0.5:8786", "run")
    assert str(raised.value) == (
        "Arbejderen (worker) tcp://10.0.0.7:1 kan ikke læse opgaven. Klyngens scheduler og "
        "arbejdere skal have fagligheder, dask og Python i samme udgave som denne maskine. Fejlen "
        "var: ModuleNotFoundError: No module named 'analysis'"
    )


def test_what_is_made_of_the_same_differs_in_nothing():
    assert cluster_worker.differences(shared(), shared() | {"lock": None}) == []
    assert cluster_worker.differences(shared(), shared() | {"code": "another"}) == ["koden"]


@pytest.fixture
def refused(tmp_path, capsys):
    """Run the command against an address; return its code and words."""

    def run(address: str, *arguments: str) -> tuple[int, str]:
        out = ["--out", str(tmp_path / "out")]
        code = cli.main(["reports", "Odder", "--scheduler", address, *out, *arguments])
        assert not (tmp_path / "out" / "manifest.json").exists()
        return code, capsys.readouterr().err

    return run


CURE = "Ret adressen efter --scheduler (fx tcp://10.0.0.5:8786), eller start klyngen.\n"


def test_an_address_where_nobody_answers(refused, monkeypatch):
    monkeypatch.setattr(cluster_connection, "ANSWER", 1)
    for address, why in (
        ("tcp://127.0.0.1:1", ""),
        ("klyngen", " (missing port number in address 'klyngen')"),
    ):
        words = f"fagligheder: Ingen Dask-klynge svarer på {address}{why}. {CURE}"
        assert refused(address) == (2, words)


def test_no_workers_and_a_worker_for_a_scheduler(refused, two_workers, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_connection, "ANSWER", 1)
    with local_cluster(tmp_path / "empty", n_workers=0, processes=False, protocol="tcp") as empty:
        code, words = refused(empty.scheduler_address)
    assert (code, words.split(", så")[0]) == (
        2,
        f"fagligheder: Klyngen på {empty.scheduler_address} har ingen arbejdere (workers)",
    )
    worker = two_workers.workers[0].worker_address
    code, words = refused(worker)
    assert (code, words.split(".")[-2]) == (2, " Skriv schedulerens adresse efter --scheduler")


def test_the_number_of_documents_at_a_time_is_the_clusters(refused):
    code, words = refused("tcp://127.0.0.1:1", "--jobs", "2")
    assert code == 2
    assert words.startswith("fagligheder: --jobs gælder kun denne maskine.")


def test_without_the_package_the_cure_is_named(refused, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, words = refused("tcp://127.0.0.1:1")
    assert code == 2
    assert "distributed mangler" in words
    assert words.endswith('pip install "fagligheder[cluster]"\n')


def test_a_worker_with_two_threads_makes_two_at_a_time(tmp_path, monkeypatch):
    meeting = threading.Barrier(2)
    opened, folders = [], set()

    class Meeting:
        """A pool whose documents are made when two are being made."""

        alive = True

        def __init__(self) -> None:
            opened.append(self)

        def make(self, jobs, out, *_):
            folders.add(out)
            assert list(out.iterdir()) == []
            meeting.wait(20)
            yield Outcome(jobs[0], error="mødtes")

    monkeypatch.setattr(cluster_worker, "Pool", Meeting)
    monkeypatch.setattr(cluster_worker, "_idle", SimpleQueue())
    jobs = [faults.job(tmp_path, name, "") for name in "abcdef"]
    with (
        local_cluster(
            tmp_path / "one", n_workers=1, threads_per_worker=2, processes=False, protocol="tcp"
        ) as started,
        ClusterPool(started.scheduler_address) as pool,
    ):
        made = batch.make_reports(jobs, tmp_path / "out", pool=pool)
    assert {outcome.error for outcome in made} == {"mødtes"}
    assert len(opened) == len(folders) == 2
    assert not any(folder.exists() for folder in folders)


def test_a_cluster_whose_workers_never_come_back_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.1)
    gone = SimpleNamespace(nthreads=dict, close=lambda _: None)
    monkeypatch.setattr(cluster, "connect", lambda *_: gone)
    jobs = [faults.job(tmp_path, name, faults.GOOD) for name in ("a", "b")]
    made = batch.make_reports(jobs, tmp_path / "out", pool=ClusterPool("tcp://gone:1"))
    words = "klyngen havde ingen arbejdere (workers) i 0.1 sekunder"
    assert [outcome.error for outcome in made] == [words] * 2


def test_a_cluster_that_goes_away_fails_what_is_left(two_workers, tmp_path):
    pids = tmp_path / "pids"
    faults.job(tmp_path, "left", endless(pids))
    run = own_run(tmp_path, two_workers.scheduler_address)
    wait_for(pids)
    two_workers.close()
    _, words = run.communicate(timeout=60)
    assert words.decode() == "forbindelsen til klyngen blev afbrudt\n"  # and no traceback
    wait_for_the_end_of(pids)
