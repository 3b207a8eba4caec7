"""Numbers as people and programs write them: 7,5 and 7.5 are one, 1.000 may be a thousand."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?")
#: May be a thousand, or one and nothing more.
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}")


def number_of(text: str, decimal: str = "") -> float | None:
    """The number that a cell holds, with a decimal comma or point; None when it holds none.

    ``1.000`` and ``1,000`` may be a thousand or one, and are none, unless their sign is among the
    ``decimal`` ones of the column.

    Examples
    --------
    >>> [number_of(text) for text in ("12", "7,5", "0.125", "1.000", "mange")]
    [12.0, 7.5, 0.125, None, None]
    >>> number_of("1,250", decimal=decimal_signs(["1,250", "0,75"]))
    1.25
    """
    plain = _plain(text)
    if not _NUMBER.fullmatch(plain):
        return None
    if (unclear := _THOUSANDS.fullmatch(plain)) and unclear[1] not in decimal:
        return None
    number = float(plain.replace(",", "."))
    return number if math.isfinite(number) else None


def decimal_signs(cells: Iterable[str]) -> str:
    """The signs that are decimal signs for certain: one cell of the column shows it, as 0,5."""
    signs = set()
    for plain in map(_plain, cells):
        if _NUMBER.fullmatch(plain) and not _THOUSANDS.fullmatch(plain):
            signs |= set(plain) & {",", "."}
    return "".join(sorted(signs))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace(" ", "")
