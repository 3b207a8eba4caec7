"""Control, bidirectional and surrogate characters: remove them from text, or write them out."""

from __future__ import annotations

import re

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_REMOVED = re.compile(f"[{_CONTROLS}]")
_WRITTEN_OUT = re.compile(f"[\t\u200e\u200f{_CONTROLS}]")


def readable(text: str) -> str:
    """Return text without control, bidirectional and surrogate characters; lines and tabs stay.

    Examples
    --------
    >>> readable("Odder" + chr(0x202E) + chr(7) + " Kommune")
    'Odder Kommune'
    """
    return _REMOVED.sub("", text)


def printable(text: str) -> str:
    """Return text for a terminal, with the characters it would obey as escapes; lines stay.

    Examples
    --------
    >>> print(printable("Od" + chr(27) + "[31mder"))
    Od\\x1b[31mder
    """
    return _WRITTEN_OUT.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
