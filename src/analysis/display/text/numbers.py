"""How numbers, counts and lists of names are written in each language."""

from __future__ import annotations

import math
from collections.abc import Sequence
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
    rounded = _decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    rounded = abs(rounded) if rounded == 0 else rounded
    written = f"{abs(rounded):,}"
    if lang == "da":
        written = written.replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"−{written}" if rounded < 0 else written


def short_number(value: float, lang: str) -> str:
    """Write a number with one decimal where it has any.

    Examples
    --------
    >>> short_number(14.0, "da"), short_number(2.5, "da")
    ('14', '2,5')
    """
    whole = pd.isna(value) or float(value).is_integer()
    return number(value, lang, 0 if whole else 1)


def _decimal(value: float) -> Decimal:
    """A number to twelve digits: 100 × 23/40 is 57.49999999999999 as a float, and 57.5 here."""
    return Decimal(f"{float(value):.12g}")


def p_value(p: float, lang: str) -> str:
    """Write a p-value with three decimals: ``< 0,001`` where they would all be zero.

    Examples
    --------
    >>> p_value(0.0312, "da"), p_value(0.0004, "da"), p_value(0.0004, "en")
    ('0,031', '< 0,001', '< 0.001')
    """
    written = number(p, lang, 3)
    return f"< {number(0.001, lang, 3)}" if written == number(0, lang, 3) else written


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
    return str(_decimal(n).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def shown_count(n: float) -> str:
    """A count without decimals; ``[c]`` for one that is hidden."""
    return SUPPRESSED if pd.isna(n) else whole_count(n)


def count_and_percent(n: float, base: float, lang: str) -> str:
    """A count as a per cent with the count behind it; ``[c]`` where one of them is hidden.

    Examples
    --------
    >>> count_and_percent(46, 52, "da"), count_and_percent(float("nan"), 52, "da")
    ('88 pct. (46)', '[c]')
    """
    if pd.isna(n) or pd.isna(base):
        return SUPPRESSED
    return f"{percent(n, base, lang)} ({whole_count(n)})"


def unknown(base: float) -> str:
    """What stands for a number that is not there: ``[c]`` where it is hidden, a dash for nobody."""
    return SUPPRESSED if pd.isna(base) or base else MISSING


def basis_sentence(basis: tuple[str, ...], lang: str) -> str:
    """What the numbers rest on, in words."""
    return " ".join(text(f"basis.{word}", lang) for word in basis)


def joined(names: list[str], lang: str) -> str:
    """Names in a row: ``a, b og c``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {text('numbers.and', lang)} {names[-1]}"


def in_words(count: int, lang: str) -> str:
    """A small count as a word, a larger one in digits.

    Examples
    --------
    >>> in_words(6, "da"), in_words(49, "da")
    ('seks', '49')
    """
    words = text("numbers.words", lang).split()
    return words[count] if count < len(words) else str(count)


def staff_range(band: SizeBand, lang: str) -> str:
    """Which job centres a size band holds: ``under 80 medarbejdere``."""
    return _limits(band, ("size_bands.small", "size_bands.between", "size_bands.large"), lang)


def staff_limits(bands: Sequence[SizeBand], lang: str) -> str:
    """The limits of all size bands, as a sentence: ``Små: under 80 medarbejdere; mellem: …``."""
    keys = ("size_bands.note_small", "size_bands.note_between", "size_bands.note_large")
    labels = [band.label[lang] for band in bands]
    labels[1:] = map(str.lower, labels[1:])
    parts = [
        _limits(band, keys, lang, label=label) for band, label in zip(bands, labels, strict=True)
    ]
    return "; ".join(parts) + "." if parts else ""


def _limits(band: SizeBand, keys: tuple[str, str, str], lang: str, **fields: str) -> str:
    below, between, above = keys
    low, high = band.staff_min, band.staff_max
    if high is None:
        return text(above, lang, low=low, **fields)
    if low <= 1:
        return text(below, lang, below=high + 1, **fields)
    return text(between, lang, low=low, high=high, **fields)


def signed(value: float, lang: str, decimals: int = 0) -> str:
    """A difference with its sign: ``+12``, ``−3``, ``0``."""
    written = number(value, lang, decimals)
    return written if pd.isna(value) or value < 0 or not written.strip("0,.") else f"+{written}"


def points(share: float, base: float, lang: str) -> str:
    """A net share of a base in percentage points with its sign, rounded from its count.

    Examples
    --------
    >>> points(23 / 40, 40, "da"), points(-23 / 52, 52, "da"), points(0.0, 52, "da")
    ('+58', '−44', '0')
    """
    return signed(int(whole(round(share * base), base)), lang)


def number_range(low: str, high: str, lang: str) -> str:
    """Two written numbers as a range: ``3–7``, or ``−3 til 7`` where one is below zero."""
    between = f" {text('numbers.to', lang)} " if "−" in low + high else "–"
    return f"{low}{between}{high}"


def date_in_words(day: date, lang: str) -> str:
    """Write a date with the name of its month.

    Examples
    --------
    >>> date_in_words(date(2017, 5, 1), "da"), date_in_words(date(2017, 5, 1), "en")
    ('1. maj 2017', '1 May 2017')
    """
    month = text("numbers.months", lang).split()[day.month - 1]
    return text("numbers.date", lang, day=day.day, month=month, year=day.year)
