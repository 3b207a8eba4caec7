"""Effect sizes of two variables, with asymptotic intervals: Kendall's tau-b, Cramér's V."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2_contingency, ncx2, norm

from analysis.measures.intervals import LEVEL


def kendall_tau_b(table: np.ndarray, level: float = LEVEL) -> tuple[float, float, float]:
    """Kendall's tau-b of a table of counts and its asymptotic interval, within −1 … 1.

    Rows and columns are in rising order; NaN without at least two of each.
    Source: Brown & Benedetti, JASA 72 (1977), 309–315.
    """
    n, rows, columns = float(table.sum()), table.sum(axis=1), table.sum(axis=0)
    of_rows, of_columns = n**2 - (rows**2).sum(), n**2 - (columns**2).sum()
    if of_rows == 0 or of_columns == 0:
        return (float("nan"),) * 3
    sums = np.pad(table, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1).astype(float)
    upper_left, upper_right = sums[:-1, :-1], sums[:-1, -1:] - sums[:-1, 1:]
    lower_left = sums[-1:, :-1] - sums[1:, :-1]
    lower_right = n - sums[1:, -1:] - sums[-1:, 1:] + sums[1:, 1:]
    agree = upper_left + lower_right - upper_right - lower_left
    scale = np.sqrt(of_rows * of_columns)
    tau = float((table * agree).sum() / scale)
    ties = rows[:, None] * of_columns + columns[None, :] * of_rows
    spread = (table * (2 * scale * agree + tau * ties) ** 2).sum()
    variance = (spread - n**3 * tau**2 * (of_rows + of_columns) ** 2) / scale**4
    half = float(norm.ppf((1 + level) / 2) * np.sqrt(max(variance, 0.0)))
    return (tau, max(tau - half, -1.0), min(tau + half, 1.0))


def cramers_v(table: np.ndarray, level: float = LEVEL) -> tuple[float, float, float]:
    """Cramér's V of a table of counts without empty rows or columns, and its interval.

    The limits are those of the noncentral χ² distribution, widened to contain the estimate where
    V's upward bias would leave it outside; NaN without at least two rows and columns.
    Source: Smithson, Confidence Intervals (2003), ch. 4.
    """
    n, smaller = float(table.sum()), min(table.shape) - 1
    if n == 0 or smaller < 1:
        return (float("nan"),) * 3
    tested = chi2_contingency(table, correction=False)
    chi2, freedom = float(tested.statistic), int(tested.dof)
    ends = [_noncentrality(chi2, freedom, tail) for tail in ((1 + level) / 2, (1 - level) / 2)]
    v, low, high = (float(min(1.0, np.sqrt(x / (n * smaller)))) for x in (chi2, *ends))
    return (v, min(low, v), max(high, v))


def _noncentrality(chi2: float, freedom: int, tail: float) -> float:
    """The noncentrality under which a value up to ``chi2`` has probability ``tail``."""

    def excess(noncentrality: float) -> float:
        return float(ncx2.cdf(chi2, freedom, noncentrality)) - tail

    if excess(1e-12) <= 0:
        return 0.0
    return float(brentq(excess, 1e-12, 4 * chi2 + 100))
