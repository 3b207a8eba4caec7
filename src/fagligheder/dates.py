"""The date that files carry: `SOURCE_DATE_EPOCH` of the environment, where it is set."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime

from analysis.survey.checks import InputError

#: A variable that many programs read: seconds since 1970 began (reproducible-builds.org).
VARIABLE = "SOURCE_DATE_EPOCH"
#: The last second of the year 9999, which PDF and Office files can still hold.
_LAST = 253_402_300_799


def source_date() -> int:
    """Return the date of files that are made, in seconds since 1970; 0 when none is set.

    Raises
    ------
    InputError
        ``SOURCE_DATE_EPOCH`` is no whole number of seconds between 1970 and the year 9999.
    """
    value = os.environ.get(VARIABLE, "").strip()
    if not value:
        return 0
    if not re.fullmatch("[0-9]{1,15}", value) or int(value) > _LAST:
        raise InputError(
            f'Miljøvariablen {VARIABLE} er "{value[:40]}". Den skal være et helt antal sekunder '
            f"siden 1970, fra 0 til {_LAST}, for eksempel 1767225600 for 1. januar 2026. "
            "Ret den, eller fjern den."
        )
    return int(value)


def check_source_date() -> None:
    """Refuse a wrong date, and leave an empty one out: to numpy it would be a wrong number.

    Raises
    ------
    InputError
        As `source_date`.
    """
    source_date()
    if not os.environ.get(VARIABLE, "").strip():
        os.environ.pop(VARIABLE, None)


def today() -> date:
    """Return the day that files are dated: of ``SOURCE_DATE_EPOCH`` where it is set, else today."""
    if os.environ.get(VARIABLE, "").strip():
        return datetime.fromtimestamp(source_date(), UTC).date()
    return date.today()
