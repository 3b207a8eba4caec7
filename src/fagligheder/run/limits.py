"""Limits on what one document may use: seconds, memory and the size of files.

Seconds and memory are watched from outside (`fagligheder.run.document_process`); what is set here
holds what could happen between two looks.
"""

from __future__ import annotations

import contextlib
import importlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    megabytes : int
        Memory that its processes may hold together, as `fagligheder.run.memory` measures it.
    """

    seconds: float = DEFAULT_SECONDS
    megabytes: int = DEFAULT_MEGABYTES

    @property
    def most_bytes(self) -> int:
        """The memory in bytes."""
        return self.megabytes * 1_000_000

    def apply(self) -> None:
        """Limit the files of this process and of those that it starts; none takes the machine down.

        None gets more memory than the machine has. When the machine runs out nevertheless, Linux
        ends these processes before any of the user's.
        """
        if os.name != "posix":
            return
        resource = importlib.import_module("resource")
        _lower(resource, resource.RLIMIT_DATA, _memory_of_machine())
        _lower(resource, resource.RLIMIT_FSIZE, MOST_BYTES_A_FILE)
        _lower(resource, resource.RLIMIT_CORE, 0)
        with contextlib.suppress(OSError):  # Linux alone has it
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")

    def explain(self, error: str) -> str:
        """Return an error with the limit that it ran into."""
        if "MemoryError" not in error:
            return error
        return f"{error.rstrip(': ')} (grænsen er {self.megabytes} MB, se --memory-limit)"


def _memory_of_machine() -> int:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _lower(resource: Any, kind: int, most: int) -> None:
    soft, hard = resource.getrlimit(kind)
    allowed = [limit for limit in (soft, hard, most) if limit != resource.RLIM_INFINITY]
    with contextlib.suppress(ValueError, OSError):  # macOS does not know every limit
        resource.setrlimit(kind, (min(allowed), hard))
