"""The change between two waves by the design: of independent respondents, and of the same ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import f, t

from analysis.measures.counts import answer_codes
from analysis.measures.shares import likert_table
from analysis.measures.weighting.counts import WeightedCounts, count_cells_of, weighted_counts
from analysis.measures.weighting.estimates import LONELY, Estimates, ratios, t_limits
from analysis.measures.weighting.sample_design import is_weighted, sample_design
from analysis.survey.codebook import Question
from analysis.survey.codebook_rules import BaseKind
from analysis.survey.survey import Survey


def independent_change(
    waves: tuple[Survey, Survey], asked: Question, item: str, base: BaseKind, level: float
) -> pd.DataFrame:
    """One item of different respondents: shares by each wave's design, and their difference.

    Limits combine those of the two shares, as Newcombe's do for counts: Korn and Graubard's of a
    weighted wave, Clopper and Pearson's of one that is counted.
    """
    tables, means, reasons = [], [], []
    for survey in waves:
        table = likert_table(
            survey,
            asked.key,
            base=base,
            interval="beta" if is_weighted(survey) else "clopper_pearson",
            level=level,
        )
        tables.append(table[table["item"] == item].set_index("answer").loc[list(asked.scale.keys)])
        means.append(_mean(survey, asked, item, tables[-1]["n"].to_numpy(float)))
        reasons += list(tables[-1].get("reason", pd.Series(dtype=str)).unique())
    first, second = tables
    (share_a, low_a, high_a), (share_b, low_b, high_b) = (
        table[["share", "low", "high"]].to_numpy(float).T for table in (first, second)
    )
    change = share_b - share_a
    return _frame(
        {
            "answer": list(asked.scale.keys),
            **_side("a", first),
            **_side("b", second),
            "change": change,
            "low": np.maximum(change - np.hypot(share_b - low_b, high_a - share_a), -1),
            "high": np.minimum(change + np.hypot(high_b - share_b, share_a - low_a), 1),
            "p": np.nan,
            "p_item": np.nan,
        },
        item,
        "independent",
        _difference(means, level),
        max(reasons, default=""),
    )


def paired_change(
    pairs: tuple[Survey, Survey], asked: Question, item: str, base: BaseKind, level: float
) -> pd.DataFrame:
    """One item of the same respondents, by the later wave's design (the earlier's without one).

    Each answer's change is the weighted mean of the pairs' own changes, with Student's interval
    and test; all answers together have a Wald test of marginal homogeneity, with F.
    """
    keys = asked.scale.keys
    width = len(keys) + 2
    codes = [answer_codes(survey, asked.key, item) for survey in pairs]
    codes = [np.where(code < 0, width - 1, code) for code in codes]
    of = pairs[1] if is_weighted(pairs[1]) else pairs[0]
    counts = count_cells_of(sample_design(of), width * codes[0] + codes[1], (width, width))
    asked_both = np.zeros((width, width), dtype=bool)
    last = len(keys) + (base == "all")
    asked_both[:last, :last] = True
    eye = np.eye(width)[: len(keys)]
    in_a, in_b = eye[:, :, None] * asked_both, eye[:, None, :] * asked_both
    changed = _ratios(counts, in_b - in_a, asked_both)
    sides = [_ratios(counts, part, asked_both) for part in (in_a, in_b)]
    low, high = t_limits(changed, level)
    n = counts.by_cell(counts.n)
    listed = np.zeros_like(asked_both)
    listed[: len(keys), : len(keys)] = True
    scores = np.append([answer.score for answer in asked.scale.answers], [0.0, 0.0])
    mean = _ratios(counts, ((scores[None, :] - scores[:, None]) * listed)[None], listed)
    mean_low, mean_high = t_limits(mean, level)
    of_both = n * asked_both
    return _frame(
        {
            "answer": list(keys),
            "n_a": of_both.sum(axis=1)[: len(keys)],
            "base_a": int(of_both.sum()),
            "share_a": sides[0].value,
            "n_b": of_both.sum(axis=0)[: len(keys)],
            "base_b": int(of_both.sum()),
            "share_b": sides[1].value,
            "change": changed.value,
            "low": low,
            "high": high,
            "p": _student(changed, in_b - in_a, n),
            "p_item": _homogeneity(changed),
        },
        item,
        "paired",
        (float(mean.value[0]), float(mean_low[0]), float(mean_high[0])),
        LONELY if counts.design.lonely else "",
    )


def _frame(
    numbers: dict[str, object],
    item: str,
    design: str,
    mean: tuple[float, float, float],
    reason: str,
) -> pd.DataFrame:
    change, low, high = mean
    return pd.DataFrame(numbers).assign(
        item=item, design=design, mean_change=change, mean_low=low, mean_high=high, reason=reason
    )


def _side(name: str, table: pd.DataFrame) -> dict[str, np.ndarray]:
    return {f"{column}_{name}": table[column].to_numpy() for column in ("n", "base", "share")}


def _ratios(counts: WeightedCounts, values: np.ndarray, within: np.ndarray) -> Estimates:
    every = np.broadcast_to(within.ravel(), (len(values), within.size))
    return ratios(counts, values.reshape(len(values), -1), every)


def _mean(survey: Survey, asked: Question, item: str, n: np.ndarray) -> tuple[float, float, float]:
    """Mean score of a wave, its variance, and degrees of freedom."""
    scores = np.array([answer.score for answer in asked.scale.answers])
    if is_weighted(survey):
        counts = weighted_counts(survey, asked.key, item)
        values = np.zeros((1, 1, counts.shape[1]))
        values[..., : counts.answers] = scores
        found = _ratios(counts, values[0], (np.arange(counts.shape[1]) < counts.answers)[None])
        return (float(found.value[0]), float(found.se[0] ** 2), float(found.freedom[0]))
    total = n.sum()
    if total < 2:
        return (np.nan, np.nan, np.nan)
    mean = float(n @ scores / total)
    return (mean, float(n @ (scores - mean) ** 2 / (total - 1) / total), float(total - 1))


def _difference(
    means: list[tuple[float, float, float]], level: float
) -> tuple[float, float, float]:
    """Difference of two means with Student's interval, degrees of freedom by Satterthwaite."""
    (first, v_a, f_a), (second, v_b, f_b) = means
    change, variance = second - first, v_a + v_b
    if not variance > 0 or min(f_a, f_b) < 1:
        return (change, np.nan, np.nan)
    freedom = variance**2 / (v_a**2 / f_a + v_b**2 / f_b)
    half = float(t.ppf((1 + level) / 2, freedom)) * np.sqrt(variance)
    return (change, change - half, change + half)


def _student(changed: Estimates, values: np.ndarray, n: np.ndarray) -> np.ndarray:
    """p of each change; 1 where nobody changed to or from the answer."""
    moved = (np.abs(values) * n).sum(axis=(1, 2))
    known = (changed.se > 0) & (changed.freedom > 0)
    ratio = np.abs(changed.value) / np.where(known, changed.se, 1)
    p = np.where(known, 2 * t.sf(ratio, np.where(known, changed.freedom, 1)), np.nan)
    settled = (moved == 0) & (n.sum() > 0) & ~np.isnan(changed.se)
    found: np.ndarray = np.where(settled, 1.0, p)
    return found


def _homogeneity(changed: Estimates) -> float:
    """p of Wald's test that no answer changed, with the degrees of freedom of the design."""
    covariance, freedom = changed.covariance, int(changed.freedom[0])
    if np.isnan(covariance).any() or freedom < 1:
        return float("nan")
    rank = int(np.linalg.matrix_rank(covariance, tol=1e-12, hermitian=True))
    if not rank:
        return 1.0 if changed.n[0] else float("nan")
    left = freedom - rank + 1
    if left < 1:
        return float("nan")
    inverse = np.linalg.pinv(covariance, rcond=1e-9, hermitian=True)
    wald = float(changed.value @ inverse @ changed.value)
    return float(f.sf(wald / rank * left / freedom, rank, left))
