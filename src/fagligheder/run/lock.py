"""One run at a time in a folder of documents."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from fagligheder.files import write_whole

LOCK, HOLDER = ".lock", ".holder.json"


class FolderHeld(Exception):
    """Another run holds the folder; the message says who, and since when."""


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold a folder, so that no other run writes in it.

    The operating system keeps the lock, and drops it when the process ends, however it ends: a
    dead run never stands in the way.

    Parameters
    ----------
    folder : Path
        Made when it is missing.

    Raises
    ------
    FolderHeld
        Another run holds it.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise FolderHeld(
            f"{folder}{os.sep} er i brug af en anden kørsel{_holder(folder)}. "
            "Vent, til den er færdig, eller vælg en anden mappe med --out."
        ) from None
    try:
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        write_whole(folder / HOLDER, json.dumps({"pid": os.getpid(), "since": since}))
        yield
    finally:
        (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> str:
    try:
        holder = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        since = datetime.fromisoformat(holder["since"])
        return f" (proces {int(holder['pid'])}, siden {since:%d.%m.%Y kl. %H.%M})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
