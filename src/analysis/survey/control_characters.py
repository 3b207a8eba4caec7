"""Characters that are no text: they turn lines around, move cursors, or are half of another."""

from __future__ import annotations

import re

#: Control characters, marks that turn the direction of writing, half characters.
_NO_TEXT = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_DROPPED = re.compile(f"[{_NO_TEXT}]")
_ACTED_ON = re.compile(f"[\t\u200e\u200f{_NO_TEXT}]")


def readable(text: str) -> str:
    """Return text without the characters that are none; lines and tabs stay.

    Examples
    --------
    >>> readable("Odder" + chr(0x202E) + chr(7) + " Kommune")
    'Odder Kommune'
    """
    return _DROPPED.sub("", text)


def printable(text: str) -> str:
    """Return text for a terminal: what would act on it is written out; lines stay.

    Examples
    --------
    >>> print(printable("Od" + chr(27) + "[31mder"))
    Od\\x1b[31mder
    """
    return _ACTED_ON.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
