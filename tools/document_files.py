"""What the tools that examine finished documents share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

#: Programs that only these tools use lie here, outside the environment.
FETCHED = Path(__file__).resolve().parents[1] / ".tools"
DONE, FAILED, MISSING = 0, 1, 2


class CannotRun(Exception):
    """Something is missing; the message says what, and the cure."""


def found(paths: Iterable[Path], suffix: str) -> list[Path]:
    """Return the files among the paths and those of a kind in folders under them, each once."""
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise CannotRun(f"{path} findes ikke. Lav rapporterne (make reports), eller ret stien.")
        files += sorted(path.rglob(f"*{suffix}")) if path.is_dir() else [path]
    if not files:
        raise CannotRun(
            f"der er ingen {suffix[1:].upper()}-filer at prøve. Kør først: make reports"
        )
    return list({path.resolve(): path for path in files}.values())
