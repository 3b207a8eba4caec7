"""What spreadsheets and character sets make of answers, and the cure for each."""

from __future__ import annotations

import re

from analysis.survey.answers.encodings import BROKEN, UTF8
from analysis.survey.checks import shorten
from analysis.words import said

_MONTH = (
    "(?:jan|feb|mar|mär|mrz|apr|maj|may|mai|jun|jul|aug|sep|okt|oct|nov|dec|des|dez)"
    r"[a-zæøåä]{0,7}\.?"
)
_BETWEEN = r"[-./, ' \u2010-\u2015]{0,3}"
_WEEKDAY = r"(?:[a-zæøåéä]{2,9}\.?,? (?:den )?)?"
_CLOCK = r"(?:[T ]+(?:kl\.? ?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?: ?[ap]m)?Z?)?"
_DATE = re.compile(
    "|".join(
        f"(?:{_WEEKDAY}{form}{_CLOCK})"
        for form in (
            rf"\d{{1,2}}\.?{_BETWEEN}{_MONTH}(?:{_BETWEEN}\d{{2,4}})?",
            rf"{_MONTH}{_BETWEEN}\d{{1,4}}(?:{_BETWEEN}\d{{2,4}})?",
            rf"\d{{4}}{_BETWEEN}{_MONTH}{_BETWEEN}\d{{1,2}}",
            r"\d{4}[-./ ]\d{1,2}(?:[-./ ]\d{1,2})?",
            r"\d{1,2}[-./ ]+\d{1,2}[-./ ]+(?:\d{2}|\d{4})",
            r"\d{1,2}[-./]\d{4}",
            r"\d{1,2}/\d{1,2}|0\d[-.]\d{1,2}|\d{1,2}[-.]0\d",
        )
    ),
    re.IGNORECASE,
)
#: Days since 1900 (or 1904), as Excel stores the dates from 1927 to 2099.
_SERIAL = re.compile(r"(?:[1-6]\d|7[0-2])\d{3}")


def is_date(text: str) -> bool:
    """Whether a text is a date, a day of a month or a month, as spreadsheets show them.

    Examples
    --------
    >>> [is_date(text) for text in ("05-okt", "okt-15", "10/5/2024", "5-10", "Vigtig")]
    [True, True, True, False, False]
    """
    return _DATE.fullmatch(text.strip()) is not None


def is_serial(text: str) -> bool:
    """Whether a text is a number of days, which is how Excel stores a date: ``45570``."""
    return _SERIAL.fullmatch(text.strip()) is not None


def cell_cure(text: str) -> str:
    """The cure of a cell with a formula or text in the wrong character set; empty for others.

    Examples
    --------
    >>> cell_cure("Ã†rÃ¸")
    'Skulle der stå Ærø? Så er filen gemt i et forkert tegnsæt: eksportér den igen som UTF-8.'
    """
    if re.match("=.", text):
        return said("answers.formula")
    if BROKEN in text:
        return said("answers.broken_text", sign=BROKEN, charset=UTF8)
    try:
        meant = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
    if meant == text:
        return ""
    return said("answers.twice_encoded", meant=shorten(meant), charset=UTF8)
