"""Intervals of a mean score from the counts of each score: Student, bootstrap and bounded ones."""

from __future__ import annotations

from math import log, nan, sqrt
from typing import Literal, get_args

import numpy as np
from scipy.stats import norm, t

from analysis.survey.options import choose

MeanInterval = Literal["t", "bootstrap", "bhatia_davis", "hoeffding", "bernstein"]

#: The bootstrap draws this many samples from this seed.
DRAWS, SEED = 9_999, 2017


def mean_limits(
    scores: np.ndarray, n: np.ndarray, interval: MeanInterval, level: float
) -> tuple[float, float]:
    """Give the limits of the mean of scores that ``n`` respondents each gave.

    ``t``: Student's. ``bootstrap``: bias-corrected and accelerated, seeded. These two have none
    where all gave the same score. The others hold for any scores within the scale's ends:
    ``hoeffding`` and ``bernstein`` (empirical) whatever the number of answers, ``bhatia_davis`` as
    Wilson's interval does for a share, with the largest variance that a mean allows.
    Source: Efron, JASA 82 (1987), 171–185; Hoeffding, JASA 58 (1963), 13–30; Maurer & Pontil, COLT
    (2009), theorem 4; Bhatia & Davis, American Mathematical Monthly 107 (2000), 353–357.

    Examples
    --------
    >>> scores, n = np.array([1.0, 2, 3, 4]), np.array([1, 2, 4, 3])
    >>> [round(x, 3) for x in mean_limits(scores, n, "t", 0.95)]
    [2.189, 3.611]
    """
    kind = choose("interval", interval, get_args(MeanInterval))
    total = int(n.sum())
    if not total:
        return (nan, nan)
    mean = float(n @ scores) / total
    if kind == "t":
        return _student(scores, n, level)
    if kind == "bootstrap":
        return _bootstrap(scores, n, level)
    low, high = float(scores.min()), float(scores.max())
    width = high - low
    if kind == "bhatia_davis":
        return _bhatia_davis((mean - low) / width, total, low, width, level)
    tail = 1 - level
    if kind == "hoeffding":
        half = width * sqrt(log(2 / tail) / (2 * total))
    elif total == 1:
        half = width
    else:
        variance = float(n @ (scores - mean) ** 2) / (total - 1)
        half = sqrt(2 * variance * log(4 / tail) / total)
        half += 7 * width * log(4 / tail) / (3 * (total - 1))
    return (max(mean - half, low), min(mean + half, high))


def _student(scores: np.ndarray, n: np.ndarray, level: float) -> tuple[float, float]:
    total = int(n.sum())
    mean = float(n @ scores) / total
    spread = float(n @ (scores - mean) ** 2)
    if total < 2 or spread <= 1e-12:
        return (nan, nan)
    half = float(t.ppf((1 + level) / 2, total - 1)) * sqrt(spread / (total - 1) / total)
    return (mean - half, mean + half)


def _bootstrap(scores: np.ndarray, n: np.ndarray, level: float) -> tuple[float, float]:
    """Resampled counts are multinomial; the acceleration of a mean is its skewness."""
    total = int(n.sum())
    mean = float(n @ scores) / total
    away = scores - mean
    spread = float(n @ away**2)
    if total < 2 or spread <= 1e-12:
        return (nan, nan)
    drawn = np.random.default_rng(SEED).multinomial(total, n / total, DRAWS) @ scores / total
    below = (drawn < mean - 1e-12).mean() + ((np.abs(drawn - mean) <= 1e-12).mean()) / 2
    bias = norm.ppf(below)
    skewness = float(n @ away**3) / (6 * spread**1.5)
    ends = bias + norm.ppf([(1 - level) / 2, (1 + level) / 2])
    quantiles = norm.cdf(bias + ends / (1 - skewness * ends))
    low, high = np.quantile(drawn, quantiles)
    return (float(low), float(high))


def _bhatia_davis(
    part: float, total: int, low: float, width: float, level: float
) -> tuple[float, float]:
    """All means μ with (x̄ − μ)² ≤ z² (high − μ)(μ − low) / n."""
    z2 = float(norm.ppf((1 + level) / 2)) ** 2
    middle = (part + z2 / (2 * total)) / (1 + z2 / total)
    half = sqrt(z2 * (part * (1 - part) / total + z2 / (4 * total**2))) / (1 + z2 / total)
    return (low + width * max(middle - half, 0.0), low + width * min(middle + half, 1.0))
