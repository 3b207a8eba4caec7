"""Tests of association of weighted answers: Rao–Scott of two variables, and a linear trend."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np

from analysis.measures.weighting.counts import WeightedCounts


@dataclass(frozen=True)
class WeightedTest:
    """A test of a weighted table, and the size of the association.

    Attributes
    ----------
    n : int
        Respondents in the test, unweighted.
    statistic, ndf, ddf, p : float
        F or t (with one numerator degree of freedom), degrees of freedom and p-value; NaN where
        the design gives no variance.
    estimate, low, high : float
        Cramér's V of the weighted table, without an interval; or the slope with Student's.
    """

    n: int
    statistic: float
    ndf: float
    ddf: float
    p: float
    estimate: float
    low: float = nan
    high: float = nan


def rao_scott(counts: WeightedCounts, members: np.ndarray) -> WeightedTest:
    """Test whether answers and groups are independent, with the design's variance.

    Pearson's statistic of the weighted table over the mean of its design effects, referred to F
    with Satterthwaite's degrees of freedom (second order). ``members`` marks the groups in it.
    Source: Rao & Scott, Annals of Statistics 12 (1984), 46–60; R's ``svychisq(statistic="F")``.
    """
    from scipy.stats import f

    inside, total = _tested(counts, members)
    table = np.where(inside, total, 0).reshape(counts.shape)[:, : counts.answers]
    n = int(counts.n.sum(axis=0)[inside].sum())
    rows, columns = np.flatnonzero(table.sum(axis=1)), np.flatnonzero(table.sum(axis=0))
    if min(len(rows), len(columns)) < 2:
        return WeightedTest(n, nan, nan, nan, nan if n == 0 else 1.0, nan)
    p = table[np.ix_(rows, columns)] / table.sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    phi2 = float(((p - expected) ** 2 / expected).sum())
    v = float(np.sqrt(phi2 / (min(p.shape) - 1)))
    contrasts = np.kron(_centred(len(rows)), _centred(len(columns)))
    over = np.divide(
        contrasts, p.ravel()[:, None], out=np.zeros_like(contrasts), where=p.ravel()[:, None] > 0
    )
    width = counts.shape[1]
    places = (rows[:, None] * width + columns[None, :]).ravel()
    values = np.zeros((contrasts.shape[1], counts.shape[0] * width))
    values[:, places] = over.T
    values[:, inside] -= (over.T @ p.ravel())[:, None]
    observed = counts.covariance(values * inside / total[inside].sum())
    if np.isnan(observed).any():
        return WeightedTest(n, nan, nan, nan, nan, v)
    effects = np.linalg.solve(over.T @ contrasts / n, observed)
    trace = float(np.trace(effects))
    freedom = counts.freedom(inside)
    if not trace > 0 or freedom < 1:
        return WeightedTest(n, nan, nan, nan, nan, v)
    ndf = trace**2 / float(np.trace(effects @ effects))
    statistic = n * phi2 / trace
    return WeightedTest(
        n, statistic, ndf, ndf * freedom, float(f.sf(statistic, ndf, ndf * freedom)), v
    )


def linear_trend(
    counts: WeightedCounts,
    members: np.ndarray,
    of_groups: np.ndarray,
    scores: np.ndarray,
    level: float,
) -> WeightedTest:
    """Test the slope of the answers' scores on the groups' scores, with the design's variance.

    Weighted least squares with linearised standard errors, as R's ``svyglm``; Student's t with
    one degree of freedom less than units less strata.
    """
    from scipy.stats import t

    inside, total = _tested(counts, members)
    n = int(counts.n.sum(axis=0)[inside].sum())
    x = np.repeat(of_groups, counts.shape[1])[inside]
    y = np.tile(np.append(scores, [nan, nan]), counts.shape[0])[inside]
    weight = total[inside]
    if not weight.sum() > 0:
        return WeightedTest(n, nan, nan, nan, nan, nan)
    x = x - np.average(x, weights=weight)
    spread = float(weight @ x**2)
    if spread <= 1e-12 * weight.sum() or np.ptp(y[weight > 0]) == 0:
        return WeightedTest(n, nan, nan, nan, 1.0, nan)
    slope = float(weight @ (x * y)) / spread
    rest = y - np.average(y, weights=weight) - slope * x
    values = np.zeros((1, len(inside)))
    values[0, inside] = x * rest / spread
    variance = float(counts.covariance(values)[0, 0])
    freedom = counts.freedom(inside) - 1
    if not variance > 0 or freedom < 1:
        return WeightedTest(n, nan, nan, nan, nan, slope)
    error = np.sqrt(variance)
    half = float(t.ppf((1 + level) / 2, freedom)) * error
    p = float(2 * t.sf(abs(slope) / error, freedom))
    return WeightedTest(n, slope / error, 1, freedom, p, slope, slope - half, slope + half)


def _tested(counts: WeightedCounts, members: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The cells of listed answers in the groups that are tested, and the weight of every cell."""
    inside = np.zeros(counts.shape, dtype=bool)
    inside[members, : counts.answers] = True
    return inside.ravel(), counts.total.sum(axis=0)


def _centred(size: int) -> np.ndarray:
    """Contrasts of so many levels: each but the first, less its mean."""
    centred: np.ndarray = np.eye(size)[:, 1:] - 1 / size
    return centred
