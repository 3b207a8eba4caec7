"""Printed percentages as they were given, and the digits that they were rounded to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from numbers import Integral, Real

from analysis.survey.checks import InputError

#: A percentage as it is given: a number, or a text such as "14,1".
Percent = int | float | str | Decimal

#: Nobody prints more decimals; a number with more was never rounded.
_MOST_DECIMALS = 6
_CURE = "Skriv procenten, som den er trykt, fx 14 eller 14.1."


def read_percents(distributions: Sequence[Sequence[Percent]]) -> list[list[tuple[Decimal, int]]]:
    """Read each percentage, and how many decimals it was rounded to.

    A whole number and a text have the digits they are written with: 14 is 13.5 to 14.5, "14,0" is
    13.95 to 14.05. A float does not keep its last zeros, so floats have as many decimals as the
    one of all the distributions that has most. NumPy's numbers count as numbers.

    Raises
    ------
    InputError
        A percentage is no number from 0 to 100, or was never rounded.

    Examples
    --------
    >>> read_percents([[14.1, 85.9, 0.0], ["14,10", 14, 50.0]])[1]
    [(Decimal('14.10'), 2), (Decimal('14'), 0), (Decimal('50'), 1)]
    """
    read = [[_read(percent) for percent in row] for row in distributions]
    floats = [
        [not isinstance(percent, str | Decimal | Integral) for percent in row]
        for row in distributions
    ]
    most = max(
        (
            decimals
            for row, is_float in zip(read, floats, strict=True)
            for (_, decimals), of_float in zip(row, is_float, strict=True)
            if of_float
        ),
        default=0,
    )
    return [
        [
            (percent, most if of_float else decimals)
            for (percent, decimals), of_float in zip(row, is_float, strict=True)
        ]
        for row, is_float in zip(read, floats, strict=True)
    ]


def _read(percent: object) -> tuple[Decimal, int]:
    if isinstance(percent, Real) and not isinstance(percent, bool):
        whole = isinstance(percent, Integral) or float(percent).is_integer()
        written = f"{float(percent):.0f}" if whole else str(percent)
    else:
        written = str(percent).replace("%", "").replace(",", ".").strip()
    if isinstance(percent, bool) or not re.fullmatch(r"[0-9]+(\.[0-9]+)?", written):
        raise InputError(f"procent: fandt {percent}, forventede et tal fra 0 til 100. {_CURE}")
    number = Decimal(written)
    decimals = len(written.partition(".")[2])
    if not 0 <= number <= 100:
        raise InputError(f"procent: fandt {percent}, forventede et tal fra 0 til 100. {_CURE}")
    if decimals > _MOST_DECIMALS:
        raise InputError(
            f"procent: fandt {percent}, som ikke er afrundet, så antallet kan regnes ud direkte. "
            f"{_CURE}"
        )
    return number, decimals
