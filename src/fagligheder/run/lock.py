"""Lock an output folder, so that one run at a time writes in it."""

from __future__ import annotations

import errno
import json
import os
import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from fagligheder.files import note_shortcoming, write_whole

LOCK, SOFT_LOCK, HOLDER = ".lock", ".lock.held", ".holder.json"
#: What network drives answer that have no locks of the operating system.
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}


class FolderLocked(Exception):
    """Another run has locked the folder; the message says which, and since when."""


class FolderLock:
    """Lock a folder while a ``with`` block runs; the folder is made when it is missing.

    The operating system keeps the lock and drops it when the process ends, however it ends, so a
    dead run never stands in the way, nor does its file when it belongs to a colleague. On a network
    drive without such locks a file with the process and its machine takes the place.

    Raises
    ------
    FolderLocked
        Another run has locked it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = self._acquire()
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
        try:
            write_whole(self._folder / HOLDER, json.dumps(holder))
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        for name in (HOLDER, LOCK):  # while it is held: who waits notices that the file has gone
            with suppress(OSError):
                (self._folder / name).unlink()
        self._lock.release()

    def _acquire(self) -> Any:
        from filelock import FileLock, SoftFileLock

        path = self._folder / LOCK
        try:
            try:
                return self._taken(FileLock(path, fallback_to_soft=False))
            except PermissionError:
                self._remove_of_another_user(path)
                return self._taken(FileLock(path, fallback_to_soft=False))
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
        note_shortcoming(
            f"disken har ingen låse: en anden kørsel i mappen opdages på filen {SOFT_LOCK}, og kun "
            "når den kan ses fra begge maskiner"
        )
        # Whether a run on another machine has died cannot be told.
        cure = f" Er der ingen, så slet {self._folder / SOFT_LOCK}."
        return self._taken(SoftFileLock(self._folder / SOFT_LOCK), cure)

    def _taken(self, lock: Any, cure: str = "") -> Any:
        """Return a lock that is taken, or raise FolderLocked when another run has it."""
        from filelock import Timeout

        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise self._locked(cure) from None
        return lock

    def _remove_of_another_user(self, path: Path) -> None:
        """Remove the lock file of a colleague whose run has ended; reading it is enough to tell."""
        if os.name != "posix":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        import fcntl

        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
        except BlockingIOError:
            raise self._locked() from None
        except PermissionError:
            raise FolderLocked(
                f"{path} tilhører en anden bruger, og det kan ikke ses, om kørslen er færdig. "
                "Slet filen, hvis ingen laver rapporter i mappen."
            ) from None

    def _locked(self, cure: str = "") -> FolderLocked:
        return FolderLocked(
            f"{self._folder}{os.sep} er i brug af en anden kørsel{self._holder()}. "
            f"Vent, til den er færdig, eller vælg en anden mappe med --out.{cure}"
        )

    def _holder(self) -> str:
        try:
            holder = json.loads((self._folder / HOLDER).read_text(encoding="utf-8"))
            since = datetime.fromisoformat(holder["since"])
            host = holder.get("host", socket.gethostname())
            where = "" if host == socket.gethostname() else f" på {str(host)[:60]}"
            return f" (proces {int(holder['pid'])}{where}, siden {since:%d.%m.%Y kl. %H.%M})"
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return ""
