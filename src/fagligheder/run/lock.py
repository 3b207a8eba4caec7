"""Lock an output folder, so that one run at a time writes in it."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

from fagligheder.files import write_whole

LOCK, HOLDER = ".lock", ".holder.json"


class FolderLocked(Exception):
    """Another run has locked the folder; the message says which, and since when."""


class FolderLock:
    """Lock a folder while a ``with`` block runs; the folder is made when it is missing.

    The operating system keeps the lock and drops it when the process ends, however it ends, so a
    dead run never stands in the way.

    Raises
    ------
    FolderLocked
        Another run has locked it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        from filelock import FileLock, Timeout

        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(self._folder / LOCK)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise FolderLocked(
                f"{self._folder}{os.sep} er i brug af en anden kørsel{self._holder()}. "
                "Vent, til den er færdig, eller vælg en anden mappe med --out."
            ) from None
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        try:
            content = json.dumps({"pid": os.getpid(), "since": since})
            write_whole(self._folder / HOLDER, content)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        (self._folder / HOLDER).unlink(missing_ok=True)
        self._lock.release()

    def _holder(self) -> str:
        try:
            holder = json.loads((self._folder / HOLDER).read_text(encoding="utf-8"))
            since = datetime.fromisoformat(holder["since"])
            return f" (proces {int(holder['pid'])}, siden {since:%d.%m.%Y kl. %H.%M})"
        except (OSError, ValueError, KeyError, TypeError):
            return ""
