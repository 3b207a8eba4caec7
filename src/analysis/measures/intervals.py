"""Intervals of a share: finite population, infinite population, worst-case non-response."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import Literal, get_args

import numpy as np

from analysis.survey.options import check_level, choose, whole_number

IntervalKind = Literal["finite_population", "clopper_pearson", "nonresponse", "none"]
#: What a table can show: one of them, or the first two beside each other.
TableInterval = Literal["finite_population", "clopper_pearson", "nonresponse", "none", "both"]

#: Every interval that is drawn or printed is a 95 % interval.
LEVEL = 0.95


def share_interval(
    count: int,
    base: int,
    population: int | None = None,
    *,
    kind: IntervalKind = "finite_population",
    level: float = LEVEL,
) -> tuple[float, float]:
    """Give the interval of one share.

    Parameters
    ----------
    count, base : int
        Answers of this kind, and answers in all.
    population : int, optional
        People the answers stand for. Unknown: the finite-population interval falls back on
        Clopper–Pearson, and worst-case non-response has no interval.
    kind : {"finite_population", "clopper_pearson", "nonresponse", "none"}
        ``finite_population``: exact hypergeometric interval. ``clopper_pearson``: the same for an
        infinite population. ``nonresponse``: what the share could be if everyone who did not
        answer had answered one way.
    level : float
        Confidence level of the first two.

    Returns
    -------
    (float, float)
        Shares, 0–1. NaN for a zero base. A point at a census.
        Source: statistics §4 in ``docs/method.md``.

    Raises
    ------
    InputError
        A count is no whole number, below zero, or above what it is a part of; there is no such
        kind of interval; or the level does not lie between 0 and 1.

    Examples
    --------
    >>> low, high = share_interval(46, 52, 97)
    >>> round(low, 3), round(high, 3)
    (0.804, 0.928)
    >>> share_interval(0, 52, 52)
    (0.0, 0.0)
    """
    choose("kind", kind, get_args(IntervalKind))
    check_level(level)
    base = whole_number("base", base)
    count = whole_number("count", count, high=base)
    if population is not None:
        population = whole_number("population", population, low=base)
    if base == 0 or kind == "none":
        return (float("nan"), float("nan"))
    if kind == "nonresponse":
        if population is None:
            return (float("nan"), float("nan"))
        return (count / population, (count + population - base) / population)
    if kind == "clopper_pearson" or population is None:
        return _clopper_pearson(count, base, level)
    return _hypergeometric(count, base, population, level)


@lru_cache(maxsize=65536)
def _clopper_pearson(count: int, base: int, level: float) -> tuple[float, float]:
    from scipy.stats import beta  # half a second, which a page without intervals does not need

    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(beta.ppf(tail, count, base - count + 1))
    high = 1.0 if count == base else float(beta.ppf(1 - tail, count + 1, base - count))
    return (low, high)


@lru_cache(maxsize=65536)
def _hypergeometric(count: int, base: int, population: int, level: float) -> tuple[float, float]:
    """Smallest K with P(X ≥ count) > α/2 and largest K with P(X ≤ count) > α/2, over N."""
    from scipy.stats import hypergeom

    tail = (1 - level) / 2
    possible = range(count, population - base + count + 1)
    low = bisect_left(
        possible, True, key=lambda k: bool(hypergeom.sf(count - 1, population, k, base) > tail)
    )
    above = bisect_left(
        possible, True, key=lambda k: bool(hypergeom.cdf(count, population, k, base) <= tail)
    )
    return (possible[low] / population, possible[above - 1] / population)


def share_intervals(
    counts: np.ndarray, bases: np.ndarray, population: int | None, kind: IntervalKind, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Intervals of many shares; each different count is computed once."""
    pairs = [
        share_interval(int(k), int(n), population, kind=kind, level=level)
        for k, n in zip(counts, bases, strict=True)
    ]
    table = np.array(pairs, dtype=float).reshape(-1, 2)
    return table[:, 0], table[:, 1]
