"""Write files whole or not at all, and say in Danish why one cannot be written."""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex
from unicodedata import normalize

#: The formats that a figure is written in.
FORMATS = ("svg", "pdf", "png")
#: The name of a file that is being written ends so.
UNFINISHED = ".unfinished"
#: A disk says so of what it cannot do at all (CIFS, OneDrive, WSL); anything else is an error.
_NOT_OFFERED = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
_shortcomings: set[str] = set()
#: Names that Windows keeps for devices, whatever their ending.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
#: Of a longer path the beginning and the end are shown.
_LONGEST_SHOWN = 200
_WORDS = {
    errno.EACCES: "der er ikke adgang",
    errno.EDQUOT: "kvoten er brugt op",
    errno.EEXIST: "der ligger en fil, forventede en mappe",
    errno.EFBIG: "filen blev for stor",
    errno.EIO: "disken svarer ikke",
    errno.EISDIR: "det er en mappe, forventede en fil",
    errno.ELOOP: "genvejen fører til sig selv",
    errno.ENAMETOOLONG: "navnet er for langt",
    errno.ENOENT: "den findes ikke",
    errno.ENOSPC: "der er ikke plads på disken",
    errno.ENOTDIR: "en del af stien er en fil, forventede en mappe",
    errno.EPERM: "der er ikke adgang",
    errno.EROFS: "den kan kun læses",
}


def check_folder(path: Path) -> None:
    """Raise FileExistsError where a path for a folder is a file or a broken link."""
    if (path.is_symlink() or path.exists()) and not path.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file under another name, and rename it when it is complete.

    Parameters
    ----------
    path : Path
        Its folder is made when it is missing. An older file stays until the new one is complete.
        Who may read the new one is for the umask to say, as of any new file.
    content : bytes or str
        Text is written as UTF-8.
    """
    write_together({path: content})


def write_together(contents: Mapping[Path, bytes | str]) -> None:
    """Write several files as `write_whole`; none is renamed before all are complete."""
    ready: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            # A name of its own length: that of the file may be as long as the disk allows.
            unfinished = path.parent / f".{token_hex(8)}{UNFINISHED}"
            with unfinished.open("xb") as target:
                ready[path] = unfinished
                target.write(content.encode() if isinstance(content, str) else content)
                target.flush()
                write_through(target.fileno())
        for path, unfinished in ready.items():
            _rename(unfinished, path)
    finally:
        for unfinished in ready.values():
            unfinished.unlink(missing_ok=True)


def write_through(number: int) -> None:
    """Have the disk keep a file through a power failure, where it can; remember where it cannot."""
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in _NOT_OFFERED:
            raise
        note_shortcoming(
            "disken kan ikke love, at en fil er gemt (fsync): går strømmen lige efter en kørsel, "
            "kan de sidste filer mangle; kør da igen"
        )


def keep_private(folder: Path) -> None:
    """Let nobody but this user open a folder, where the disk knows of users."""
    try:
        folder.chmod(0o700)
    except OSError as error:
        if error.errno not in _NOT_OFFERED:
            raise
        note_shortcoming(
            f"disken kan ikke begrænse, hvem der må åbne {folder.name}: det bestemmer drevet selv"
        )


def _rename(unfinished: Path, path: Path) -> None:
    """Rename a file; on network drives and Windows a reader or a virus scanner may hold the old."""
    for pause in (0.05, 0.1, 0.2, 0.4, 0.8):
        try:
            unfinished.replace(path)
            return
        except PermissionError:
            if not os.access(path.parent, os.W_OK):
                raise
        except OSError as error:
            if error.errno not in (errno.EBUSY, errno.ETXTBSY):
                raise
        time.sleep(pause)
    unfinished.replace(path)


def note_shortcoming(words: str) -> None:
    """Remember something that the disk cannot do, for the log."""
    _shortcomings.add(words)


def shortcomings() -> list[str]:
    """Return what the disk could not do for the files that this process has written."""
    return sorted(_shortcomings)


def why(error: OSError) -> str:
    """Return why a file could not be read or written, in Danish where the error is common.

    Examples
    --------
    >>> why(OSError(28, "No space left on device"))
    'der er ikke plads på disken'
    """
    return _WORDS.get(error.errno or 0, error.strerror or str(error))


def cannot_use(error: OSError) -> str:
    """Return in one sentence which file could not be read or written, and why, and the cure.

    Examples
    --------
    >>> cannot_use(OSError(36, "File name too long", "x" * 5000))[:40]
    'kan ikke læse eller skrive xxxxxxxxxxxxx'
    >>> len(cannot_use(OSError(36, "File name too long", "x" * 5000)))
    327
    """
    path = str(error.filename or "")
    if len(path) > _LONGEST_SHOWN:  # which folder, and which file
        path = f"{path[: _LONGEST_SHOWN // 2]}…{path[-_LONGEST_SHOWN // 2 :]}"
    cure = "Vælg en anden mappe med --out, eller giv adgang til den."
    if error.errno == errno.ENAMETOOLONG:
        cure = "Vælg en mappe med en kortere sti, eller giv filen et kortere navn."
    return f"kan ikke læse eller skrive{f' {path}' if path else ''}: {why(error)}. {cure}"


def remove_unfinished(folder: Path) -> None:
    """Remove the unfinished files of a run that was killed."""
    for path in folder.glob(f".*{UNFINISHED}"):
        path.unlink(missing_ok=True)


def file_name(name: str) -> str:
    """Return a user's name as that of a file on any system, as short as all of them allow.

    Examples
    --------
    >>> file_name("CON.txt"), file_name("svar: 1?.csv"), len(file_name("æ" * 200 + ".csv"))
    ('_CON.txt', 'svar_ 1_.csv', 124)
    """
    safe = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]', "_", normalize("NFC", name)).strip(". ")
    stem, dot, ending = safe.rpartition(".")
    stem, ending = (stem, dot + ending) if dot and len(ending) <= 10 else (safe, "")
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return stem.encode()[:240].decode(errors="ignore").rstrip(". ") + ending
