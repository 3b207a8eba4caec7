"""The processors that may be used: by affinity, SLURM and the quotas of containers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fagligheder.run import batch, processors
from fagligheder.run.processors import usable_processors


@pytest.fixture
def sixteen(monkeypatch):
    """A machine with sixteen processors, all of which this process may run on."""
    monkeypatch.setattr(processors, "_allowed", lambda: 16)
    monkeypatch.delenv("SLURM_CPUS_PER_TASK", raising=False)


def usable(folder: Path, own: str, **files: str) -> int:
    """How many are usable with these files of control groups; ``_`` in a name is a slash."""
    for name, content in files.items():
        path = folder / "cgroup" / name.replace("__", "/").replace("cpu_", "cpu.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    (folder / "own").write_text(own)
    return usable_processors(folder / "cgroup", folder / "own")


@pytest.mark.parametrize(
    ("own", "files", "expected"),
    [
        ("0::/\n", {"cpu_max": "200000 100000\n"}, 2),  # version 2, in a container of its own
        ("0::/\n", {"cpu_max": "max 100000\n"}, 16),
        ("0::/\n", {"cpu_max": "250000 100000\n"}, 2),  # two and a half
        ("0::/\n", {"cpu_max": "50000 100000\n"}, 1),  # half of one
        ("0::/\n", {"cpu_max": "0 100000\n"}, 1),
        ("0::/\n", {"cpu_max": "100000 0\n"}, 16),
        ("0::/\n", {"cpu_max": "300000\n"}, 16),
        ("0::/\n", {}, 16),
        ("0::/a/b\n", {"a__cpu_max": "300000 100000", "a__b__cpu_max": "max 100000"}, 3),
        ("0::/a/b\n", {"a__cpu_max": "max 100000", "a__b__cpu_max": "500000 100000"}, 5),
        ("0::/a\n", {"b__cpu_max": "100000 100000"}, 16),  # another's
        ("0::/../b\n", {"cpu_max": "400000 100000"}, 16),  # a group outside this container's view
        ("", {"cpu_max": "400000 100000"}, 4),
        (
            "4:cpu,cpuacct:/docker/x\n0::/\n",
            {
                "cpu__docker__x__cpu_cfs_quota_us": "600000",
                "cpu__docker__x__cpu_cfs_period_us": "100000",
            },
            6,
        ),
        (
            "4:cpu,cpuacct:/docker/x\n",  # version 1 in a container: its own group is the root
            {"cpu__cpu_cfs_quota_us": "700000", "cpu__cpu_cfs_period_us": "100000"},
            7,
        ),
        (
            "4:cpu:/\n",
            {"cpu__cpu_cfs_quota_us": "-1\n", "cpu__cpu_cfs_period_us": "100000\n"},
            16,
        ),
        ("3:cpuset:/x\n", {"cpuset__x__cpu_cfs_quota_us": "100000"}, 16),
    ],
)
def test_a_quota_is_held(sixteen, tmp_path, own, files, expected):
    assert usable(tmp_path, own, **files) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("4", 4), ("99", 16), ("0", 1), ("", 16), ("2(x3)", 16), ("²", 16)]
)
def test_slurm_says_how_many(sixteen, tmp_path, monkeypatch, value, expected):
    monkeypatch.setenv("SLURM_CPUS_PER_TASK", value)
    assert usable(tmp_path, "0::/\n") == expected


def test_the_least_counts(sixteen, tmp_path, monkeypatch):
    monkeypatch.setenv("SLURM_CPUS_PER_TASK", "5")
    assert usable(tmp_path, "0::/\n", cpu_max="300000 100000") == 3
    monkeypatch.setattr(processors, "_allowed", lambda: 2)
    assert usable(tmp_path, "0::/\n") == 2


def test_without_any_groups_those_of_the_machine_count(sixteen, tmp_path):
    assert usable_processors(tmp_path / "none", tmp_path / "none") == 16


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs Linux")
def test_a_process_that_may_use_one_uses_one():
    code = (
        "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
        "from fagligheder.run.processors import usable_processors; print(usable_processors())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"1\n"


def test_so_many_documents_are_made_at_a_time(monkeypatch, tmp_path):
    asked = []

    class Pool:
        def make(self, jobs, out, workers, *_):
            asked.append(workers)
            return iter(())

    monkeypatch.setattr(batch, "usable_processors", lambda: 3)
    job = batch.Job("kommune", "x", "X")
    for workers in (None, 2):
        with pytest.raises(KeyError):  # nothing was made
            batch.make_reports([job], tmp_path, workers=workers, pool=Pool())
    assert asked == [3, 2]
