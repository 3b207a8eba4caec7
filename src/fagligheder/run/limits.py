"""Limits on what one document may use: seconds, memory and the size of files."""

from __future__ import annotations

import contextlib
import importlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.survey.checks import InputError

DEFAULT_SECONDS = 600
DEFAULT_MEGABYTES = 2048
#: No file that a notebook or its programs write may grow past this.
MOST_BYTES_A_FILE = 500_000_000


@dataclass(frozen=True)
class Limits:
    """What one document may use.

    Attributes
    ----------
    seconds : float
    megabytes : int or None
        Memory beyond what a process has from the start; None for `DEFAULT_MEGABYTES` on systems
        that can limit the memory of a process, and no limit on the others.
    """

    seconds: float = DEFAULT_SECONDS
    megabytes: int | None = None

    def check(self) -> None:
        """Raise InputError when this system cannot limit the memory of a process."""
        if self.megabytes is not None and os.name != "posix":
            raise InputError(
                "--memory-limit findes ikke på dette system; det kræver Linux eller macOS. "
                "Kør uden, eller sæt en tidsgrænse med --timeout."
            )

    def apply(self, start: int | None = None) -> None:
        """Limit memory and files of this process and of those that it starts.

        Parameters
        ----------
        start : int, optional
            Bytes of address space that are not counted; what this process has now when left out.
        """
        if os.name != "posix":
            return
        resource = importlib.import_module("resource")
        start = _address_space() if start is None else start
        most = start + (self.megabytes or DEFAULT_MEGABYTES) * 1_000_000
        _lower(resource, resource.RLIMIT_AS, most)
        _lower(resource, resource.RLIMIT_FSIZE, MOST_BYTES_A_FILE)
        _lower(resource, resource.RLIMIT_CORE, 0)

    def explain(self, error: str) -> str:
        """Return an error with the limit that it ran into."""
        if "MemoryError" not in error or os.name != "posix":
            return error
        megabytes = self.megabytes or DEFAULT_MEGABYTES
        return f"{error.rstrip(': ')} (grænsen er {megabytes} MB, se --memory-limit)"


def _address_space() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 2_000_000_000
    return pages * os.sysconf("SC_PAGE_SIZE")


def _lower(resource: Any, kind: int, most: int) -> None:
    soft, hard = resource.getrlimit(kind)
    allowed = [limit for limit in (soft, hard, most) if limit != resource.RLIM_INFINITY]
    with contextlib.suppress(ValueError, OSError):  # macOS does not know every limit
        resource.setrlimit(kind, (min(allowed), hard))
