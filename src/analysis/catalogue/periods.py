"""Dates of the catalogue: a year, a month or a day, as ISO 8601 writes them with less precision."""

from __future__ import annotations

import calendar
import re
from datetime import date

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def last_day(written: str) -> date | None:
    """Return the last day of a year, a month or a day; None when it is no date.

    Examples
    --------
    >>> last_day("2017"), last_day("2016-02"), last_day("2016-13")
    (datetime.date(2017, 12, 31), datetime.date(2016, 2, 29), None)
    """
    found = _WRITTEN.fullmatch(written)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or 12), found[3]
    if not (year >= 1 and 1 <= month <= 12):
        return None
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, last)
    return date(year, month, int(day)) if 1 <= int(day) <= last else None


def first_day(written: str) -> date | None:
    """Return the first day of a year, a month or a day; None when it is no date.

    Examples
    --------
    >>> first_day("2013"), first_day("2014-01")
    (datetime.date(2013, 1, 1), datetime.date(2014, 1, 1))
    """
    end = last_day(written)
    if end is None:
        return None
    precision = written.count("-")
    return end if precision == 2 else end.replace(day=1, month=end.month if precision else 1)
