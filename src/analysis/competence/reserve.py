"""How many must match today, for enough to be left when some leave."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from analysis.survey.checks import InputError


@cache
def with_reserve(need: int, leaving_rate: float, certainty: float = 0.9) -> int:
    """Return how many must match, for the need to be met with the stated certainty.

    Everyone leaves with the same probability, independently of the others. The answer is the
    smallest number of whom, with at least the certainty, at least ``need`` stay: of a binomial
    distribution.

    Parameters
    ----------
    need : int
        People who must be left.
    leaving_rate : float
        Probability that one leaves, from 0 and below 1.
    certainty : float, default 0.9
        From 0 and below 1.

    Raises
    ------
    InputError
        A number is out of range.

    Examples
    --------
    >>> [with_reserve(need, leaving_rate=0.1) for need in (14, 21, 700)]
    [17, 25, 790]
    """
    for name, value in (("leaving_rate", leaving_rate), ("certainty", certainty)):
        if not 0 <= value < 1:
            raise InputError(
                f"{name}: fandt {value!r}, forventede en andel fra 0 og under 1. Skriv fx 0.1."
            )
    if need < 0:
        raise InputError(f"need: fandt {need!r}, forventede et helt tal fra 0.")
    if need == 0 or leaving_rate == 0:
        return need
    # Half a second, which a survey's tables do not need.
    from scipy.stats import binom

    people = need
    while binom.sf(need - 1, people, 1 - leaving_rate) < certainty:
        people += 1
    return people


def exact(value: float | int | str) -> Fraction:
    """Return a decimal number as the fraction that it is written as: 0.1 is one tenth."""
    return Fraction(str(value))
