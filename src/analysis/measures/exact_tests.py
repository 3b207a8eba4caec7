"""Tests of a table of counts given its margins: exact where possible, seeded elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import lgamma
from typing import Literal

import numpy as np
from scipy.stats import random_table

#: Every seeded test draws this many tables from this seed.
DRAWS = 9_999
SEED = 2017

#: A test is exact as long as it takes at most this many additions; then it is by permutation.
EXACT_WORK = 2e8

Test = Literal["linear_by_linear_exact", "linear_by_linear_permutation", "fisher_freeman_halton"]


@dataclass(frozen=True)
class TestResult:
    """A test and its two-sided p-value; NaN without any answers."""

    test: Test
    p: float

    __test__ = False


def linear_by_linear(
    table: np.ndarray, row_scores: np.ndarray, column_scores: np.ndarray
) -> TestResult:
    """Test two ordered variables by T = Σ row score × column score × count, given both margins.

    ``table`` holds counts, without empty rows or columns. p is the probability, if the variables
    are independent, of a T at least as far from its mean: exact by the multivariate
    hypergeometric distribution when the scores are whole numbers and the table is not too large;
    else (1 + tables as far) / (1 + draws).
    Source: Agresti, Categorical Data Analysis, §3.4 and §16.5.

    Examples
    --------
    >>> round(linear_by_linear(np.array([[3, 0], [0, 3]]), np.arange(2), np.arange(2)).p, 12)
    0.1
    """
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    n = int(table.sum())
    if n == 0 or min(table.shape) < 2:
        return TestResult("linear_by_linear_exact", float("nan") if n == 0 else 1.0)
    u, v = row_scores - row_scores.min(), column_scores - column_scores.min()
    mean = (u @ rows) * (v @ columns) / n
    distance = abs(u @ table @ v - mean)
    near = distance - 1e-9 * max(1.0, abs(mean))
    whole = np.all(u == np.round(u)) and np.all(v == np.round(v))
    if whole and _work(rows, columns, u, v) <= EXACT_WORK:
        chances = _chances(rows, columns, u.astype(int), v.astype(int))
        far = np.abs(np.arange(len(chances)) - mean) >= near
        return TestResult("linear_by_linear_exact", min(1.0, float(chances[far].sum())))
    drawn = random_table(rows, columns).rvs(DRAWS, random_state=np.random.default_rng(SEED))
    far = np.abs(np.einsum("i,kij,j->k", u, drawn, v) - mean) >= near
    return TestResult("linear_by_linear_permutation", (1 + int(far.sum())) / (1 + DRAWS))


def _work(rows: np.ndarray, columns: np.ndarray, u: np.ndarray, v: np.ndarray) -> float:
    states = float(np.prod(rows[1:] + 1.0)) * (u.max() * v.max() * rows.sum() + 1)
    middle = np.sort(columns)[:-2] + 1.0
    work: float = states * float((middle ** (len(rows) - 1)).sum() + 2)
    return work


def _chances(rows: np.ndarray, columns: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Probability of each T = 0, 1, …, computed column by column over what is left of each row.

    A column whose answers fall on the rows as (x_1 … x_R) has the weight 1 / Π x_i!. The longest
    columns come first and last, where there is only one way to fill them.
    """
    order = np.argsort(columns, kind="stable")
    order = np.concatenate([order[-2:-1], order[:-2], order[-1:]])
    top = int(u.max() * v.max() * rows.sum())
    logs = np.array([lgamma(k + 1) for k in range(int(rows.sum()) + 1)])
    fixed = logs[rows].sum() + logs[columns].sum() - logs[rows.sum()]
    states: dict[tuple[int, ...], np.ndarray] = {tuple(rows): np.eye(1, top + 1)[0]}
    for step, j in enumerate(order):
        size = int(columns[j])
        after: dict[tuple[int, ...], np.ndarray] = {}
        last = step == len(order) - 1
        for left, chances in states.items():
            ways = [left] if last else _ways(left, size)
            for way in ways:
                shift = int(v[j]) * int(u @ np.array(way))
                weight = np.exp(fixed / len(order) - logs[list(way)].sum())
                rest = tuple(a - b for a, b in zip(left, way, strict=True))
                target = after.setdefault(rest, np.zeros(top + 1))
                target[shift:] += weight * chances[: top + 1 - shift]
        states = after
    return states[(0,) * len(rows)]


def _ways(left: tuple[int, ...], size: int) -> list[tuple[int, ...]]:
    """All ways to take ``size`` answers from the rows."""
    found = []
    for head in product(*(range(min(k, size) + 1) for k in left[:-1])):
        rest = size - sum(head)
        if 0 <= rest <= left[-1]:
            found.append((*head, rest))
    return found


def fisher_freeman_halton(table: np.ndarray) -> TestResult:
    """Test two unordered variables given both margins, by seeded Monte Carlo.

    p is (1 + drawn tables that are no more probable than this one) / (1 + draws). These are the
    draws and the p-value of ``scipy.stats.fisher_exact`` with a Monte Carlo method, which fails in
    SciPy 1.17 on tables with more cells than answers and on very large ones.
    """
    n = int(table.sum())
    if n == 0 or min(table.shape) < 2:
        return TestResult("fisher_freeman_halton", float("nan") if n == 0 else 1.0)
    null = random_table(table.sum(axis=1), table.sum(axis=0))
    drawn = null.rvs(DRAWS, random_state=np.random.default_rng(SEED))
    as_rare = null.logpmf(drawn) <= null.logpmf(table) + 1e-9
    return TestResult("fisher_freeman_halton", (1 + int(as_rare.sum())) / (1 + DRAWS))
