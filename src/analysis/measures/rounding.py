"""Percentages: rounding a count, and the counts that a printed percentage allows."""

from __future__ import annotations

from decimal import Decimal


def round_percent(count: int, base: int) -> int:
    """Round ``count`` of ``base`` to a whole percentage, half up, from the integers.

    Python's ``round`` and format strings round half to even on binary floats instead.
    Source: statistics §3 in ``docs/method.md``.

    Examples
    --------
    >>> round_percent(1, 8), round(100 * 1 / 8)
    (13, 12)
    """
    if base <= 0:
        raise ValueError(f"base must be above zero, found {base}")
    return (200 * int(count) + int(base)) // (2 * int(base))


def allowed_counts(percent: int | Decimal, base: int, decimals: int = 0) -> range:
    """All counts k with percent − ½ ≤ 100k/base ≤ percent + ½; the range may be empty.

    With one decimal the half is of a tenth, and so on. The range is closed at both ends because
    the printer's rounding rule is unknown.

    Examples
    --------
    >>> list(allowed_counts(88, 52)), list(allowed_counts(50, 3))
    ([46], [])
    >>> list(allowed_counts(Decimal("14.1"), 71, decimals=1))
    [10]
    """
    if not 0 <= percent <= 100:
        raise ValueError(f"percent must be 0–100, found {percent}")
    units, whole = int(percent * 10**decimals), 200 * 10**decimals
    low = -((-(2 * units - 1) * base) // whole)
    high = ((2 * units + 1) * base) // whole
    return range(max(low, 0), min(high, base) + 1)
