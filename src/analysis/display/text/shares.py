"""Shares as they are written: a count of its base, or a weighted share with its range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.display.text.numbers import SUPPRESSED, number, percent, shown_count, unknown
from analysis.words import text


def share_words(row: Mapping[Any, Any], lang: str, *, weighted: bool, side: str = "") -> str:
    """Write the share of a results frame's row in per cent; ``[c]`` where it is hidden.

    A share that is counted is rounded from n and base; a weighted one is written as it is, and
    as a range where protected counts allow several. ``side`` stands after the columns' names.

    Examples
    --------
    >>> share_words({"n": 23, "base": 40, "share": 0.575}, "da", weighted=False)
    '58 pct.'
    >>> ends = {"share": float("nan"), "share_low": 0.38, "share_high": 0.522}
    >>> share_words({"n": 20, "base": 40, **ends}, "da", weighted=True)
    '38–52 pct.'
    """
    n, base, share = (row[f"{name}{side}"] for name in ("n", "base", "share"))
    if not weighted:
        return SUPPRESSED if pd.isna(n) or pd.isna(base) else percent(n, base, lang)
    low, high = (row.get(f"share_{end}{side}", float("nan")) for end in ("low", "high"))
    if pd.notna(share):
        low = high = share
    if pd.isna(low):
        return unknown(base)
    ends = [number(100 * end, lang) for end in (low, high)]
    written = ends[0] if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"
    return text("numbers.percent", lang, value=written)


def share_and_count(row: Mapping[Any, Any], lang: str, *, weighted: bool) -> str:
    """Write a share with the number of answers behind it: ``88 pct. (46)``; ``[c]`` for both.

    Examples
    --------
    >>> share_and_count({"n": 23, "base": 40, "share": 0.575}, "da", weighted=False)
    '58 pct. (23)'
    """
    share = share_words(row, lang, weighted=weighted)
    return share if share == SUPPRESSED else f"{share} ({shown_count(row['n'])})"
