"""Weighted shares and means with their design-based standard errors and intervals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from analysis.measures.weighting.counts import WeightedCounts
from analysis.survey.options import choose

#: Intervals of a weighted share, by the names of R's ``svyciprop``; none for no interval.
WeightedInterval = Literal["beta", "logit", "none"]

#: Why an estimate has no standard error.
LONELY = "one_unit_in_stratum"


def weighted_kind(interval: str | None) -> WeightedInterval:
    """The interval of weighted shares that was asked for: ``beta`` when nothing was."""
    if interval in (None, "both"):
        return "beta"
    return choose("interval", interval, get_args(WeightedInterval))


@dataclass(frozen=True, eq=False)
class Estimates:
    """Ratios of weighted totals; every array has one entry per ratio.

    Attributes
    ----------
    n : array of int
        Respondents in the denominator, unweighted.
    value, se, deff : array of float
        The ratio, its standard error, and its variance over that of as many respondents drawn
        one by one with replacement; NaN where there is none.
    freedom : array of int
        Units less strata in the denominator.
    alike : array of float
        Respondents that count in full if all of a unit answer alike (Kish's effective number):
        what an interval rests on where everyone gave the same answer.
    census : bool
        Everyone was drawn.
    covariance : matrix of float
    """

    n: np.ndarray
    value: np.ndarray
    se: np.ndarray
    deff: np.ndarray
    freedom: np.ndarray
    alike: np.ndarray
    census: bool
    covariance: np.ndarray = field(repr=False)


def ratios(counts: WeightedCounts, values: np.ndarray, within: np.ndarray) -> Estimates:
    """Estimate ratios of weighted totals.

    Parameters
    ----------
    counts : WeightedCounts
    values : array of float
        Ratio × cell: what a respondent in the cell adds to the numerator (0 outside ``within``).
    within : array of bool
        Ratio × cell: the cells of the denominator.
    """
    total = counts.total.sum(axis=0)
    base = within @ total
    known = base > 0
    of = np.where(known, base, 1.0)
    value = np.where(known, (values @ total) / of, np.nan)
    centred = np.where(within, values - np.nan_to_num(value)[:, None], 0.0)
    covariance = counts.covariance(centred / of[:, None])
    n = within @ counts.n.sum(axis=0)
    spread = (centred**2 @ total) / of
    at_random = np.divide(spread, n - 1, out=np.full(len(n), np.nan), where=(n > 1) & (spread > 0))
    variance = np.where(known & (n > 0), np.clip(np.diag(covariance), 0, None), np.nan)
    variance = np.where(spread == 0, variance * 0, variance)
    return Estimates(
        n=n,
        value=value,
        se=np.sqrt(variance),
        deff=variance / at_random,
        freedom=np.array([counts.freedom(cells) for cells in within]),
        alike=np.array([_alike(counts, cells) for cells in within]),
        census=bool((counts.design.unseen == 0).all()),
        covariance=covariance,
    )


def _alike(counts: WeightedCounts, cells: np.ndarray) -> float:
    """Kish's effective number of units in the marked cells; NaN without any."""
    sums = counts.total[:, cells].sum(axis=1)
    if counts.squares is None:
        squares = float((np.bincount(counts.design.unit_of_block, sums) ** 2).sum())
    else:
        squares = float(counts.squares[:, cells].sum())
    return float(sums.sum() ** 2 / squares) if squares > 0 else float("nan")


def share_limits(
    found: Estimates, kind: WeightedInterval, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Limits of shares: ``beta`` (Korn and Graubard) or ``logit``, as R's ``svyciprop``.

    At 0 and 1 the standard error is 0 and says nothing: ``beta`` then rests on as many units as
    would count in full if all of a unit answered alike, and ``logit`` has no value.
    """
    from scipy.stats import beta, t

    nothing = np.full(len(found.value), np.nan)
    if kind == "none":
        return nothing, nothing.copy()
    known = (found.freedom > 0) & np.isfinite(found.se)
    p, se, freedom = (np.where(known, x, 0.5) for x in (found.value, found.se, found.freedom))
    tail = (1 - level) / 2
    quantile = t.ppf(1 - tail, freedom)
    inside = known & (se > 0)
    if kind == "logit":
        q = np.where(inside, p, 0.5)
        half = quantile * np.where(inside, se, 0.0) / (q * (1 - q))
        middle = np.log(q / (1 - q))
        low, high = (1 / (1 + np.exp(-(middle + sign * half))) for sign in (-1, 1))
        known = inside | (known & found.census)
    else:
        spread = np.where(inside, p * (1 - p), 1.0) / np.where(inside, se**2, 1.0)
        effective = np.where(inside, spread, found.alike)
        alone = np.where(found.n > 1, found.n - 1, 1)
        effective = effective * (t.ppf(tail, alone) / t.ppf(tail, freedom)) ** 2
        hits, misses = effective * p, effective * (1 - p)
        low = np.where(hits > 0, beta.ppf(tail, np.maximum(hits, 1e-300), misses + 1), 0.0)
        high = np.where(misses > 0, beta.ppf(1 - tail, hits + 1, np.maximum(misses, 1e-300)), 1.0)
    if found.census:
        low = high = p
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def t_limits(found: Estimates, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Limits by Student's t; NaN where the standard error is 0 in a sample, or there is none."""
    from scipy.stats import t

    known = (found.freedom > 0) & np.isfinite(found.se) & ((found.se > 0) | found.census)
    half = t.ppf((1 + level) / 2, np.where(known, found.freedom, 1)) * np.where(
        known, found.se, np.nan
    )
    return found.value - half, found.value + half
