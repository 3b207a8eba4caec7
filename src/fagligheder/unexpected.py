"""An error that nobody expected: its traceback goes to a file, for those who mend the program."""

from __future__ import annotations

import os
import tempfile
import traceback


def save_traceback(error: BaseException) -> str:
    """Write a traceback to a file that only this user can read; return its path, or nothing.

    It holds the lines of code and the error's words, not the values that the program worked on.
    """
    try:
        number, path = tempfile.mkstemp(prefix="fagligheder-fejl-", suffix=".txt")
        with os.fdopen(number, "w", encoding="utf-8", errors="replace") as file:
            file.write("".join(traceback.format_exception(error)))
    except OSError:
        return ""
    return path
