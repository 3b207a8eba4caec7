"""How numbers, counts and lists of names are written in each language."""

from __future__ import annotations

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from analysis.measures.rounding import round_percent
from analysis.survey.codebook import SizeBand
from analysis.words import text, texts

MISSING = "–"
#: What stands where a number is hidden for confidentiality.
SUPPRESSED = "[c]"


def document_strings(lang: str) -> dict[str, str]:
    """Return what stands around the content of every page: running title, source, stamp."""
    return {**texts("document", lang), "stamp": text("basis.stamp", lang)}


def number(value: float, lang: str, decimals: int = 0) -> str:
    """Write a number, rounded half up: ``1.234,5`` in Danish, ``1,234.5`` in English.

    Examples
    --------
    >>> number(1234.5, "da", 1), number(2.5, "da"), number(float("nan"), "da")
    ('1.234,5', '3', '–')
    """
    if value is None or pd.isna(value) or math.isinf(value):
        return MISSING
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    rounded = abs(rounded) if rounded == 0 else rounded
    written = f"{abs(rounded):,}"
    if lang == "da":
        written = written.replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"−{written}" if rounded < 0 else written


def percent(count: float, base: float, lang: str) -> str:
    """Write a count as a whole per cent of its base; a dash for a zero base.

    Examples
    --------
    >>> percent(46, 52, "da"), percent(46, 52, "en"), percent(0, 0, "da")
    ('88 pct.', '88%', '–')
    """
    return text("numbers.percent", lang, value=whole(count, base)) if base else MISSING


def whole(count: float, base: float) -> str:
    """A count as a whole per cent of its base, the number alone."""
    if not base or pd.isna(count):
        return MISSING
    if float(count).is_integer():
        return str(round_percent(int(count), int(base)))
    return number(100 * count / base, "da")


def whole_count(n: float) -> str:
    """A count without decimals, rounded half up; a dash for none."""
    if pd.isna(n):
        return MISSING
    return str(Decimal(repr(float(n))).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def shown_count(n: float) -> str:
    """A count without decimals; ``[c]`` for one that is hidden."""
    return SUPPRESSED if pd.isna(n) else whole_count(n)


def basis_sentence(basis: tuple[str, ...], lang: str) -> str:
    """What the numbers rest on, in words."""
    return " ".join(text(f"basis.{word}", lang) for word in basis)


def joined(names: list[str], lang: str) -> str:
    """Names in a row: ``a, b og c``."""
    last = " og " if lang == "da" else " and "
    return last.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def staff_range(band: SizeBand, lang: str) -> str:
    """Which job centres a size band holds: ``under 80 ansatte``."""
    low, high = band.staff_min, band.staff_max
    if high is None:
        return text("size_bands.large", lang, low=low)
    if low <= 1:
        return text("size_bands.small", lang, below=high + 1)
    return text("size_bands.between", lang, low=low, high=high)


def date_in_words(day: date, lang: str) -> str:
    """Write a date with the name of its month.

    Examples
    --------
    >>> date_in_words(date(2017, 5, 1), "da"), date_in_words(date(2017, 5, 1), "en")
    ('1. maj 2017', '1 May 2017')
    """
    month = text("numbers.months", lang).split()[day.month - 1]
    return text("numbers.date", lang, day=day.day, month=month, year=day.year)
