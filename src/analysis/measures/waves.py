"""Two waves of a survey: how much each answer's share has changed."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from analysis.measures.counts import ordered
from analysis.measures.intervals import LEVEL
from analysis.measures.shares import likert_table
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.codebook_rules import BaseKind
from analysis.survey.survey import Survey, origin_of, provenance, with_provenance

#: Of two bases, a change has the one that stands last here.
_WEAKEST = ("observed", "published", "recovered", "bounded", "modelled", "synthetic")


def compare_waves(
    a: Survey,
    b: Survey,
    question: str,
    *,
    base: BaseKind = "listed",
    level: float = LEVEL,
    protected: bool = False,
) -> pd.DataFrame:
    """Give the change of each answer's share from one wave to the next.

    Parameters
    ----------
    a, b : Survey
        The earlier and the later wave. Items that only one of them has are left out.
    question : str
        Key of a question that both have, on the same scale.
    base : {"listed", "all"}
        Shares of the answers on the scale, or of all answers to the item.
    level : float
        Confidence level.
    protected : bool
        As `likert_table` takes it, for both waves.

    Returns
    -------
    DataFrame
        One row per item × answer, in the later wave's order: ``question``, ``item``, ``answer``
        (ordered categoricals), ``n_a``, ``base_a``, ``share_a``, ``n_b``, ``base_b``,
        ``share_b``, ``change`` (share_b − share_a, −1 to 1), ``low``, ``high`` (of the change),
        ``basis`` (the weaker of the two). A zero base in either wave gives NaN.

    Raises
    ------
    InputError
        The question is missing in a wave, has another scale, or no item in common; or an option
        does not exist.

    Notes
    -----
    Newcombe's hybrid score interval for two independent samples (1998, method 10): each share's
    Wilson limits, squared and added. No finite-population correction: a change is a statement
    about the conditions that the answers came from. The same managers in both waves make the
    samples dependent; agreement between their answers makes the interval too wide, not too
    narrow. Intervals hold one at a time. Source: statistics §4 in ``docs/method.md``.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> report = read_published()
    >>> compare_waves(report, report, "importance")["change"].abs().max()
    np.float64(0.0)
    """
    first, second = a.codebook.question(question), b.codebook.question(question)
    items = _common_items(first, second)
    keys = ["item", "answer"]
    waves = [
        likert_table(survey, question, base=base, interval="none", level=level, protected=protected)
        for survey in (a, b)
    ]
    tables = [wave.astype(dict.fromkeys(keys, str)) for wave in waves]
    both = tables[1].merge(tables[0], on=keys, suffixes=("_b", "_a"), sort=False)
    both = both[both["item"].isin(items)].reset_index(drop=True)
    counts = both[["n_a", "base_a", "n_b", "base_b"]]
    limits = np.array(
        [
            (math.nan, math.nan)
            if any(math.isnan(count) for count in row)
            else difference_interval(*map(int, row), level=level)
            for row in counts.itertuples(index=False)
        ]
    )
    frame = pd.DataFrame(
        {
            "question": question,
            "item": ordered(both["item"], items),
            "answer": ordered(both["answer"], second.scale.keys),
            **{name: both[name] for name in ("n_a", "base_a", "share_a")},
            **{name: both[name] for name in ("n_b", "base_b", "share_b")},
            "change": both["share_b"] - both["share_a"],
            "low": limits[:, 0],
            "high": limits[:, 1],
            "basis": max(a.basis, b.basis, key=_WEAKEST.index),
        }
    )
    if any("suppressed" in wave for wave in waves):
        frame["suppressed"] = counts.isna().any(axis=1)
    safe = all(provenance(wave).protected for wave in waves)
    return with_provenance(frame, replace(origin_of(b, level=level), protected=safe))


def difference_interval(
    n_a: int, base_a: int, n_b: int, base_b: int, *, level: float = LEVEL
) -> tuple[float, float]:
    """Interval of n_b/base_b − n_a/base_a by Newcombe's hybrid score method; NaN for a zero base.

    Source: Newcombe, Statistics in Medicine 17 (1998), 873–890, method 10.

    Examples
    --------
    >>> low, high = difference_interval(48, 80, 56, 70)
    >>> round(low, 4), round(high, 4)
    (0.0524, 0.3339)
    """
    for count, base in ((n_a, base_a), (n_b, base_b)):
        if not 0 <= count <= base:
            raise ValueError(f"count must lie between 0 and base, found {count} of {base}")
    if not base_a or not base_b:
        return (math.nan, math.nan)
    low_a, high_a = _wilson(n_a, base_a, level)
    low_b, high_b = _wilson(n_b, base_b, level)
    share_a, share_b = n_a / base_a, n_b / base_b
    change = share_b - share_a
    low = change - math.hypot(share_b - low_b, high_a - share_a)
    high = change + math.hypot(high_b - share_b, share_a - low_a)
    return (max(low, -1.0), min(high, 1.0))


def _wilson(count: int, base: int, level: float) -> tuple[float, float]:
    limits = binomtest(count, base).proportion_ci(level, method="wilson")
    return (float(limits.low), float(limits.high))


def _common_items(first: Question, second: Question) -> list[str]:
    if first.scale.keys != second.scale.keys:
        raise InputError(
            f"{first.key}: skalaerne er forskellige: {', '.join(first.scale.keys)} og "
            f"{', '.join(second.scale.keys)}. Sammenlign bølger, der er spurgt på samme skala."
        )
    asked = {item.key for item in first.items}
    items = [item.key for item in second.items if item.key in asked]
    if not items:
        raise InputError(
            f"{first.key}: de to bølger har ingen profiler eller udsagn til fælles. "
            "Giv dem samme nøgler i de to kodebøger (items.csv)."
        )
    return items
