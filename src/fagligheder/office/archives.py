"""What the office files share: clean words, sheet names, and archives that are always the same."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from itertools import count

#: On every machine with Office; the house font is on few, and what replaces it is wider.
FONT = "Calibri"
WARNING = "#b00020"
#: How a share shows in each language; Excel writes comma and point as its own does.
PER_CENT = {"da": "0 %", "en": "0%"}
#: A part of a bar that is smaller than this has no room for its label.
NARROW = 0.045
#: Height of a line of text in a sheet, in points.
LINE = 15
#: The longest text that a cell of Excel holds.
LONGEST = 32_767
_SHEET_NAME = 31
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: The earliest time that a zip archive can hold.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def clean(words: str) -> str:
    """Words without characters that XML forbids, no longer than a cell holds.

    Examples
    --------
    >>> clean("a\\x00b")
    'ab'
    """
    return _UNPRINTABLE.sub("", words)[:LONGEST]


def unique_names(names: Iterable[str], *, longest: int = LONGEST) -> list[str]:
    """The names, each once: Excel takes upper and lower case for the same.

    Examples
    --------
    >>> unique_names(["Svar", "svar", "Antal"])
    ['Svar', 'svar (2)', 'Antal']
    """
    taken: set[str] = set()
    chosen = []
    for name in names:
        for number in count(1):
            tail = f" ({number})" if number > 1 else ""
            candidate = name[: longest - len(tail)].rstrip() + tail
            if candidate.casefold() not in taken:
                break
        taken.add(candidate.casefold())
        chosen.append(candidate)
    return chosen


def sheet_names(names: Iterable[str]) -> list[str]:
    """The names as Excel allows them on a tab: at most 31 characters, some not, each once.

    Examples
    --------
    >>> sheet_names(["Figur 2", "Hvad [mener] du om: alt det her, som er langt?"])
    ['Figur 2', 'Hvad mener du om alt det her, s']
    """
    allowed = (re.sub(r"[\[\]:*?/\\\n\r\t]", "", clean(name)).strip(" '") for name in names)
    return unique_names((name or "-" for name in allowed), longest=_SHEET_NAME)


def steady(archive: bytes) -> bytes:
    """The same zip archive without the times at which its parts were written."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as parts,
        zipfile.ZipFile(target, "w") as kept,
    ):
        for part in parts.infolist():
            name = zipfile.ZipInfo(part.filename, _NO_TIME)
            name.compress_type = part.compress_type
            name.external_attr = part.external_attr
            kept.writestr(name, parts.read(part))
    return target.getvalue()
