"""What all office files share: font, number formats, clean text, and archives without times."""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple

from analysis.display.figures.theme import theme

#: On every machine with Office. The figures' font is on few, and what replaces it is wider.
FONT = "Calibri"
#: Who made a file, where no theme has a sender.
AUTHOR = "Fagligheder"
WARNING = "#b00020"
PER_CENT = {"da": " %", "en": "%"}
#: The share below which a part of a bar is too narrow for its label.
NARROW = 0.045
#: The longest text that a cell of Excel holds.
LONGEST = 32_767


def font_name() -> str:
    """Name of the font in Office: the theme's own where it has one."""
    typeface = theme().typeface
    return typeface.family if typeface else FONT


def author() -> str:
    """Who made a file, as its properties say it."""
    return theme().sender or AUTHOR


def signed(foot: str) -> str:
    """The foot of a page, after the sender."""
    return f"{theme().sender} · {foot}" if theme().sender else foot


class NumberFormat(NamedTuple):
    """How a kind of number shows."""

    decimals: int
    grouped: bool = False
    per_cent: bool = False


#: By `fagligheder.office.sheets.Kind`.
NUMBERS = {
    "count": NumberFormat(0, grouped=True),
    "number": NumberFormat(1, grouped=True),
    "points": NumberFormat(0),
    "score": NumberFormat(1),
    "share": NumberFormat(0, per_cent=True),
    "exact_share": NumberFormat(1, per_cent=True),
}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: The earliest time that a zip archive can hold.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def excel_format(kind: str, lang: str) -> str:
    """A number format of Excel, which writes comma and point as its own language does.

    Examples
    --------
    >>> excel_format("number", "da"), excel_format("exact_share", "da")
    ('#,##0.0', '0.0 %')
    """
    form = NUMBERS[kind]
    whole = "#,##0" if form.grouped else "0"
    decimals = "." + "0" * form.decimals if form.decimals else ""
    return whole + decimals + (PER_CENT[lang] if form.per_cent else "")


def clean(words: str) -> str:
    """Words without characters that XML forbids, no longer than a cell holds.

    Examples
    --------
    >>> clean("a\\x00b")
    'ab'
    """
    return shorten(_UNPRINTABLE.sub("", words), LONGEST)


def shorten(words: str, longest: int) -> str:
    """Words cut to a length as Office counts it: in UTF-16 units, of which an emoji has two.

    Examples
    --------
    >>> shorten("12😀", 3)
    '12'
    """
    return words.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", errors="ignore")


def without_times(archive: bytes) -> bytes:
    """The same zip archive without the times at which its parts were written.

    python-pptx and odfdo write today's; a library for this alone is not worth its place.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as parts, zipfile.ZipFile(target, "w") as kept:
        for part in parts.infolist():
            name = zipfile.ZipInfo(part.filename, _NO_TIME)
            name.compress_type = part.compress_type
            name.external_attr = part.external_attr
            kept.writestr(name, parts.read(part))
    return target.getvalue()
