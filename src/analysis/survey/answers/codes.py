"""Codes as people and programs write them: 2, 2.0, 2,0 and 02 are one code."""

from __future__ import annotations

import re
import unicodedata

#: Three decimals are left out: ``1.000`` may be a thousand.
_CODE = re.compile(r"([+-]?)0*([0-9]{1,15}?)(?:[.,](?:0{1,2}|0{4,}))?")
_MINUS = str.maketrans("−–‐‑", "----")


def code_of(text: str) -> str:
    """Return the code that a cell, a mapping or a label holds, always written alike; else "".

    Examples
    --------
    >>> [code_of(text) for text in ("2", "2.0", "2,0", "02", " 2 ", "-9.00", "Vigtig")]
    ['2', '2', '2', '2', '2', '-9', '']
    """
    written = _CODE.fullmatch(unicodedata.normalize("NFKC", text).strip().translate(_MINUS))
    if not written:
        return ""
    sign = "-" if written[1] == "-" and written[2] != "0" else ""
    return f"{sign}{written[2]}"


def exact_form(text: str) -> str:
    """Return a code as `code_of` does, and other text without case and spaces around it."""
    return code_of(text) or text.strip().casefold()
