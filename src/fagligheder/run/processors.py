"""How many processors this process may use, which are often fewer than the machine has."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

#: Where Linux shows what a container or a service may use (cgroups, both versions).
_CGROUPS = Path("/sys/fs/cgroup")
_OWN_GROUPS = Path("/proc/self/cgroup")


def usable_processors(groups: Path = _CGROUPS, own: Path = _OWN_GROUPS) -> int:
    """Return the least that the process's affinity, SLURM and the container's quota allow.

    Parameters
    ----------
    groups, own : Path
        The folder of the control groups, and the file that says which ones this process is in.
    """
    counts = [_allowed()]
    slurm = os.environ.get("SLURM_CPUS_PER_TASK", "")
    if slurm.isdecimal():
        counts.append(int(slurm))
    counts += [int(quota) for quota in _quotas(groups, own)]
    return max(1, min(counts))


def _allowed() -> int:
    """Return the number of processors that the system lets this process run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _quotas(groups: Path, own: Path) -> list[float]:
    """Return the quotas, in processors, of the groups that this process is in, and above."""
    found = []
    for folder in _folders(groups, own):
        try:
            both = (folder / "cpu.max").read_text().split()
        except OSError:
            try:
                both = [
                    (folder / f"cpu.cfs_{name}_us").read_text().strip()
                    for name in ("quota", "period")
                ]
            except OSError:
                continue
        if len(both) == 2 and all(value.isdecimal() for value in both) and int(both[1]):
            found.append(int(both[0]) / int(both[1]))
    return found


def _folders(groups: Path, own: Path) -> list[Path]:
    """Return the folders of this process's groups with those above them, of both versions."""
    try:
        lines = own.read_text().splitlines()
    except OSError:
        lines = []
    roots = {groups: PurePosixPath("/"), groups / "cpu": PurePosixPath("/")}
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if not controllers:
            roots[groups] = PurePosixPath(path)
        elif "cpu" in controllers.split(","):
            roots[groups / "cpu"] = PurePosixPath(path)
    return [
        root / each.relative_to("/")
        for root, path in roots.items()
        for each in (path, *path.parents)
        if path.is_absolute() and ".." not in path.parts
    ]
