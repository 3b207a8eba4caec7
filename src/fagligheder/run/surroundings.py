"""The environment that documents are made in: the same whoever makes them, and where.

What a user has set up for own work (matplotlibrc, IPython's profile, colours of the terminal,
Python's warnings, language, time zone) must not show in a document.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from fagligheder.dates import VARIABLE

#: Left out: what changes how Python runs a cell, or how a program in it prints.
_LEFT_OUT = (
    "COLORTERM", "COLUMNS", "LANGUAGE", "LINES", "NO_COLOR", "PYTHONBREAKPOINT", "PYTHONCASEOK",
    "PYTHONDEBUG", "PYTHONDEVMODE", "PYTHONINSPECT", "PYTHONIOENCODING", "PYTHONOPTIMIZE",
    "PYTHONPROFILEIMPORTTIME", "PYTHONSTARTUP", "PYTHONUNBUFFERED", "PYTHONVERBOSE",
    "PYTHONWARNINGS", "PY_COLORS", "TTY_COMPATIBLE", "TTY_INTERACTIVE",
)  # fmt: skip
_SET = {
    # The order of a set of texts follows it.
    "PYTHONHASHSEED": "0",
    # An empty file: a matplotlibrc of the user is not looked for.
    "MATPLOTLIBRC": os.devnull,
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "TZ": "UTC",
    # What a sum of many numbers is in its last digit may follow the number of threads; and a
    # process with threads, as the preloaded one would be, must not fork.
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    # As a kernel sets them.
    "CLICOLOR": "1",
    "CLICOLOR_FORCE": "1",
    "FORCE_COLOR": "1",
    "GIT_PAGER": "cat",
    "PAGER": "cat",
    "TERM": "xterm-color",
}
#: What a kernel does before its first cell, for a matplotlibrc in the current folder.
KERNEL_START = "__import__('fagligheder.run.surroundings', fromlist=['_']).use_default_figures()"


def document_environment(own: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for processes that make documents, from the user's ``own``."""
    own = os.environ if own is None else own
    left_out = ("LC_", "PANDAS_")
    kept = {
        name: value
        for name, value in own.items()
        if name not in _LEFT_OUT and not name.startswith(left_out)
    }
    # How file names are encoded is the machine's; all else of its language is left out.
    encoding = own.get("LC_ALL") or own.get("LC_CTYPE") or own.get("LANG")
    names = {"LANG": "C"} | ({"LC_CTYPE": encoding} if encoding else {})
    if not kept.get(VARIABLE, "").strip():
        kept.pop(VARIABLE, None)  # numpy would take an empty one for a number
    if sys.getfilesystemencoding() in ("ascii", "utf-8"):
        names["PYTHONUTF8"] = "1"
    return kept | _SET | names


@contextmanager
def document_surroundings(timestamp: int) -> Iterator[None]:
    """Have what is started inside run in the environment of documents, with this date.

    IPython's profile and a kernel's files are in a temporary folder: none of the user's is read,
    and no home is needed.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        own = {"IPYTHONDIR": folder, "JUPYTER_RUNTIME_DIR": folder, VARIABLE: str(timestamp)}
        _replace(document_environment() | own)
        try:
            yield
        finally:
            _replace(before)


def use_default_figures() -> None:
    """Set matplotlib to its own defaults, and have it give the same SVG each time, and no PNG."""
    import matplotlib

    from analysis.display.figures import style

    settings: Any = style.default_settings() | {"svg.hashsalt": "fagligheder"}
    matplotlib.rcParams.update(settings)
    style.shows_png = False  # a document takes the SVG, and drawing a PNG takes longer


def _replace(environment: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    os.environ.update(environment)
