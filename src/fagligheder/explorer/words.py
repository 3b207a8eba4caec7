"""Names of files made of words."""

from __future__ import annotations

import re


def slug(words: str) -> str:
    """Words as a part of a file's name.

    Examples
    --------
    >>> slug("To øverste svar"), slug("15–20 pct.")
    ('to-oeverste-svar', '15-20-pct')
    """
    plain = words.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
