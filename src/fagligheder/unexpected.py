"""An error that nobody expected: its traceback goes to a file, for those who mend the program."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Iterator


def save_traceback(error: BaseException, *, private: bool = False) -> str:
    """Write a traceback to a file that only this user can read; return its path, or nothing.

    It holds the lines of code and the error's words, not the values that the program worked on.
    The words may quote such a value: of what is ``private`` only the kinds of the errors are kept.
    """
    lines = _without_words(error) if private else traceback.format_exception(error)
    try:
        number, path = tempfile.mkstemp(prefix="fagligheder-fejl-", suffix=".txt")
        with os.fdopen(number, "w", encoding="utf-8", errors="replace") as file:
            file.write("".join(lines))
    except OSError:
        return ""
    return path


def _without_words(error: BaseException) -> Iterator[str]:
    """Yield the lines of code of an error and of those behind it, and their kinds."""
    seen: set[int] = set()
    behind: BaseException | None = error
    while behind is not None and id(behind) not in seen:
        seen.add(id(behind))
        yield from traceback.format_tb(behind.__traceback__)
        yield f"{type(behind).__name__}\n"
        behind = behind.__cause__ or behind.__context__
