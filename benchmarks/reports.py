"""Reports for some kommuner: the obvious way, papermill with our exporters, and the command.

``python benchmarks/reports.py [KOMMUNER]`` (4 when left out). Run it while the machine is quiet.

``python benchmarks/reports.py --scale [KOMMUNER]`` makes documents for half of the kommuner (98
when left out), for all and five for each, and prints what one costs: processor time, which other
work moves less than the clock, and bytes. It needs the extra ``cluster``, whose workers'
processor time is not counted.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path

from analysis.measures.synthetic import synthesize
from analysis.survey.kommuner import read_kommuner
from fagligheder.paths import notebooks_folder
from fagligheder.run.batch import make_reports, plan
from fagligheder.run.cluster import ClusterPool
from fagligheder.run.cluster_worker import pack_request
from fagligheder.run.job import Job, Outcome, run_job
from fagligheder.run.limits import Limits
from fagligheder.run.pool import Pool

BIN = Path(sys.executable).parent


def timed(command: list[str], **settings) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, **settings)
    return time.perf_counter() - start


def obvious(jobs: list[Job], out: Path) -> dict[str, float]:
    """Three commands a document, one after another."""
    stages = dict.fromkeys(("papermill", "html", "pdf"), 0.0)
    for job in jobs:
        ran = str(out / f"{job.name}.ipynb")
        notebook = str(notebooks_folder() / f"{job.notebook}.ipynb")
        named = [str(BIN / "papermill"), notebook, ran, "-p", "kommune", job.title]
        stages["papermill"] += timed(named)
        convert = [str(BIN / "jupyter"), "nbconvert", ran, "--to"]
        stages["html"] += timed([*convert, "html"])
        stages["pdf"] += timed([*convert, "fagligheder-pdf"])
    return stages


def in_one_process(jobs: list[Job], out: Path) -> float:
    start = time.perf_counter()
    for job in jobs:
        assert not run_job(job, out).error
    return time.perf_counter() - start


def ours(arguments: list[str], out: Path) -> float:
    return timed(
        [sys.executable, "-m", "fagligheder.cli", "reports", *arguments, "--out", str(out)]
    )


def best(times: int, command: list[str]) -> float:
    return min(timed(command) for _ in range(times))


def main(number: int) -> None:
    jobs = [job for job in plan([], everyone=True) if job.notebook == "kommune"]
    some = jobs[:: len(jobs) // number][:number]
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("obvious", "papermill"):
            (folder / part).mkdir()
        bare = best(3, [sys.executable, "-c", "import pandas, matplotlib.pyplot"])
        begun = used()[1]
        stages = obvious(some, folder / "obvious")
        obvious_processor = (used()[1] - begun) / len(some)
        a_document = sum(stages.values()) / len(some)
        plain = in_one_process(some, folder / "papermill") / len(some)
        ours(["Odder"], folder / "warm-up")
        cold = []
        for _ in range(3):
            shutil.rmtree(folder / "one", ignore_errors=True)
            cold.append(ours(["Odder"], folder / "one"))
        names = [job.title for job in jobs]
        begun = used()[1]
        every = ours(names, folder / "all")
        our_processor = (used()[1] - begun) / len(jobs)
        again = ours(names, folder / "all")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"import pandas, matplotlib.pyplot   {bare:6.2f} s")
    for stage, seconds in stages.items():
        print(f"obvious way, {stage:10}            {seconds / len(some):6.2f} s a kommune")
    print(f"obvious way                        {a_document:6.2f} s a kommune")
    print(f"papermill and our exporters        {plain:6.2f} s a kommune")
    print(
        f"one kommune from a cold start      {min(cold):6.2f} s = {min(cold) / bare:.1f} × import"
    )
    print(f"all {len(jobs)} kommuner                    {every:6.2f} s, "
          f"{every / len(jobs):.2f} s a kommune")  # fmt: skip
    print(f"  × faster than the obvious way    {a_document * len(jobs) / every:6.1f}")
    print(f"  × faster than papermill          {plain * len(jobs) / every:6.1f}")
    print(f"processor time, the obvious way    {obvious_processor:6.2f} s a kommune")
    print(f"processor time, all {len(jobs)} kommuner    {our_processor:6.2f} s a kommune")
    print(f"all again, nothing to do           {again:6.2f} s")
    print(f"largest process                    {memory:6.0f} MB")


def used() -> tuple[float, float]:
    """Processor seconds of this process, and of those that it has waited for."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own, others = (each.ru_utime + each.ru_stime for each in both)
    return own, others


def costs(
    jobs: list[Job], out: Path, where: Callable[[], AbstractContextManager]
) -> tuple[float, float, float, float]:
    """Make documents; return seconds, this process's and all processes' processor time, bytes."""
    begun, (own, others) = time.perf_counter(), used()
    with contextlib.redirect_stdout(io.StringIO()), where() as pool:
        outcomes = make_reports(jobs, out, pool=pool)
    seconds, (own_after, others_after) = time.perf_counter() - begun, used()
    assert not any(outcome.error for outcome in outcomes)
    mine, theirs = own_after - own, others_after - others
    return seconds, mine, mine + theirs, sum(map(size, outcomes))


def size(outcome: Outcome) -> int:
    return sum(path.stat().st_size for path in outcome.files)


@contextlib.contextmanager
def on_a_cluster(folder: Path):
    """A cluster of two workers on this machine."""
    from distributed import LocalCluster

    with (
        LocalCluster(2, threads_per_worker=1, local_directory=str(folder)) as started,
        ClusterPool(started.scheduler_address) as pool,
    ):
        yield pool


def save_answers(seed: int, path: Path) -> None:
    """Save made-up answers as if managers had given them: small cells are protected then."""
    synthesize(seed).answers.drop(columns="basis").to_csv(path, index=False)


def one_by_one(jobs: list[Job], folder: Path) -> tuple[float, float]:
    """Seconds and processor time of documents that share nothing with the one before them."""
    answers = folder / "other.csv"
    begun, before = time.perf_counter(), sum(used())
    with Pool() as pool:
        for seed, job in enumerate(jobs, start=1):
            save_answers(seed, answers)
            other = replace(job, parameters={**job.parameters, "answers": str(answers)})
            scratch = folder / f"scratch-{seed}"
            scratch.mkdir()
            (outcome,) = pool.make([other], scratch, 1, Limits(), scratch)
            assert not outcome.error
    return time.perf_counter() - begun, sum(used()) - before


def scale(number: int) -> None:
    """Show what a document costs, however many there are, here and on a cluster."""
    kommuner = list(read_kommuner().items())[:number]
    every = [
        Job("kommune", f"{code}-{staff}", one.name, {"kommune": one.name, "staff": staff})
        for staff in (60, 80, 100, 130, 160)
        for code, one in kommuner
    ]
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors")
    print("                            seconds  processor s   a document  of it here     MB")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answers = folder / "svar.csv"
        save_answers(1, answers)
        answered = [
            replace(job, parameters={**job.parameters, "answers": str(answers)})
            for job in every[:number]
        ]
        cluster = partial(on_a_cluster, folder / "workers")
        rows = [
            ("here", every[: number // 2], Pool),
            ("here", every[:number], Pool),
            ("here", every, Pool),
            ("on two workers", every[:number], cluster),
            ("answers, here", answered[: number // 2], Pool),
            ("answers, here", answered, Pool),
            ("answers, two workers", answered, cluster),
        ]
        spent: dict[str, list[tuple[int, float]]] = {}
        for row, (title, jobs, where) in enumerate(rows):
            seconds, mine, total, written = costs(jobs, folder / str(row), where)
            spent.setdefault(title, []).append((len(jobs), total))
            told = f"{total:13.1f}{total / len(jobs):13.3f}" if where is Pool else " " * 26
            print(
                f"{len(jobs):4} {title:22}{seconds:8.1f}{told}"
                f"{mine / len(jobs):12.3f}{written / len(jobs) / 1e6:7.2f}",
                flush=True,
            )
        for title in ("here", "answers, here"):
            (few, less), *_, (many, more) = spent[title]
            print(f"one more {title:17}{(more - less) / (many - few):34.3f}")
        alone = answered[:6]
        seconds, total = one_by_one(alone, folder)
        print(
            f"{len(alone):4} {'answers, one a survey':22}{seconds:8.1f}{total:13.1f}"
            f"{total / len(alone):13.3f}"
        )
        order = pickle.dumps(pack_request(answered[0], Limits(), ""))
    print(f"an order to a worker: {len(order) / 1e3:.1f} kB")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:] if word != "--scale"]
    if "--scale" in sys.argv:
        scale(*given or [98])
    else:
        main(*given or [4])
