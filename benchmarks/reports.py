"""Reports for some kommuner: the obvious way, papermill with our exporters, and the command.

``python benchmarks/reports.py [KOMMUNER]`` (4 when left out). Run it while the machine is quiet.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analysis.reporting.batch import plan
from analysis.reporting.runner import Job, run_job
from analysis.survey.paths import notebooks_folder

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
    return timed([sys.executable, "-m", "analysis.cli", "reports", *arguments, "--out", str(out)])


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
        stages = obvious(some, folder / "obvious")
        a_document = sum(stages.values()) / len(some)
        plain = in_one_process(some, folder / "papermill") / len(some)
        ours(["Odder"], folder / "warm-up")
        cold = []
        for _ in range(3):
            shutil.rmtree(folder / "one", ignore_errors=True)
            cold.append(ours(["Odder"], folder / "one"))
        names = [job.title for job in jobs]
        every = ours(names, folder / "all")
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
    print(f"all again, nothing to do           {again:6.2f} s")
    print(f"largest process                    {memory:6.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
