"""Write files whole or not at all, and say in Danish why one cannot be written."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

#: The name of a file that is being written ends so.
UNFINISHED = ".unfinished"
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
            handle, name = tempfile.mkstemp(
                dir=path.parent, prefix=f".{path.name}.", suffix=UNFINISHED
            )
            ready[path] = Path(name)
            with os.fdopen(handle, "wb") as target:
                target.write(content.encode() if isinstance(content, str) else content)
                target.flush()
                os.fsync(target.fileno())
            ready[path].chmod(0o644)
        for path, unfinished in ready.items():
            unfinished.replace(path)
    finally:
        for unfinished in ready.values():
            unfinished.unlink(missing_ok=True)


def why(error: OSError) -> str:
    """Return why a file could not be read or written, in Danish where the error is common.

    Examples
    --------
    >>> why(OSError(28, "No space left on device"))
    'der er ikke plads på disken'
    """
    return _WORDS.get(error.errno or 0, error.strerror or str(error))


def remove_unfinished(folder: Path) -> None:
    """Remove the unfinished files of a run that was killed."""
    for path in folder.glob(f".*{UNFINISHED}"):
        path.unlink(missing_ok=True)
