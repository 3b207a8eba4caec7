"""A folder for the settings and caches of other programs, where the user has no home for them.

A service often has none, or one that cannot be written in. Jupyter then stops, and matplotlib says
so in English on the terminal, once for each process.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Where these programs look before the home.
_VARIABLES = (
    "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR",
)  # fmt: skip
_HOME = "USERPROFILE" if os.name == "nt" else "HOME"


@contextmanager
def usable_home() -> Iterator[None]:
    """Have other programs keep their files in a temporary folder inside, where there is no other.

    A home that can be read stays the home: the key of this user's ledgers may lie in it.
    """
    home = _home()
    if home and all(map(_can_be_written, _places(home))):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="fagligheder-", ignore_cleanup_errors=True) as folder:
        before = dict(os.environ)
        for variable in _VARIABLES:
            os.environ.setdefault(variable, folder)
        if home is None:
            os.environ[_HOME] = folder
        try:
            yield
        finally:
            for variable in (*_VARIABLES, _HOME):
                os.environ.pop(variable, None)
                if variable in before:
                    os.environ[variable] = before[variable]


def _home() -> Path | None:
    """Return the user's home, when there is one."""
    try:
        home = Path.home()
    except RuntimeError:  # no HOME, and no entry in passwd
        return None
    return home if os.access(home, os.R_OK | os.X_OK) else None


def _places(home: Path) -> Iterator[Path]:
    """Yield the folders that are written in: settings, cache, and what Jupyter and IPython keep."""
    for variable, name in (("XDG_CONFIG_HOME", ".config"), ("XDG_CACHE_HOME", ".cache")):
        yield Path(os.environ.get(variable) or home / name, "matplotlib")
    for variable, name in (("IPYTHONDIR", ".ipython"), ("JUPYTER_CONFIG_DIR", ".jupyter")):
        yield Path(os.environ.get(variable) or home / name)


def _can_be_written(folder: Path) -> bool:
    """Whether a folder can be written in, or made."""
    for each in (folder, *folder.parents):
        if os.access(each, os.F_OK):
            return os.access(each, os.W_OK | os.X_OK)
    return False
