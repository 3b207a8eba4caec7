"""Two waves of a survey: how much each answer's share, and the mean, has changed."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.stats import binomtest, t

from analysis.measures.counts import answer_codes, base_kind, ordered
from analysis.measures.disclosure import released
from analysis.measures.intervals import LEVEL
from analysis.measures.paired import (
    mcnemar,
    mean_interval,
    pair_waves,
    paired_interval,
    stuart_maxwell,
)
from analysis.measures.shares import likert_table
from analysis.measures.weighting.sample_design import is_weighted
from analysis.measures.weighting.waves import independent_change, paired_change
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.codebook_rules import BaseKind
from analysis.survey.survey import Survey, origin_of, provenance, with_provenance

#: A change has the basis of the two that stands last here: never one that hides supplied answers.
_WEAKEST = ("published", "recovered", "bounded", "modelled", "observed", "synthetic")

_COLUMNS = (
    *("n_a", "base_a", "share_a", "n_b", "base_b", "share_b", "change", "low", "high"),
    *("design", "p", "p_item", "mean_change", "mean_low", "mean_high"),
)


def compare_waves(
    a: Survey,
    b: Survey,
    question: str,
    *,
    base: BaseKind | None = None,
    paired: bool | None = None,
    level: float = LEVEL,
    weights: bool = True,
    protected: bool = False,
) -> pd.DataFrame:
    """Give the change of each answer's share from one wave to the next.

    Parameters
    ----------
    a, b : Survey
        The earlier and the later wave. Items that only one of them has are left out.
    question : str
        Key of a question that both have, on the same scale.
    base : {"all", "listed"}, optional
        Shares of all answers to the item, or of those on the scale. Left out: as the later wave's
        codebook declares for answers, and listed for the report alone.
    paired : bool, optional
        Compare the same units as pairs. Left out: when at least half of the units of each wave
        are in the other; see `pair_waves`.
    level : float
        Confidence level.
    weights : bool
        Weight the answers of a wave that has a design (`SurveyDesign`); False counts them.
    protected : bool
        As `likert_table` takes it, for both waves; protected answers are compared as independent.

    Returns
    -------
    DataFrame
        One row per item × answer, in the later wave's order: ``question``, ``item``, ``answer``
        (ordered categoricals), ``n_a``, ``base_a``, ``share_a``, ``n_b``, ``base_b``,
        ``share_b``, ``change`` (share_b − share_a, −1 to 1), ``low``, ``high`` (of the change),
        ``design`` (``paired`` or ``independent``), ``p`` (McNemar's exact test of the answer) and
        ``p_item`` (Stuart–Maxwell test of all the item's answers), both NaN when independent;
        ``mean_change``, ``mean_low``, ``mean_high`` (of the item's scores, on its listed answers)
        and ``basis`` (that of the answers, where one wave is the report; the weaker of two). Of
        pairs all numbers are of those who answered in both waves. A zero base gives NaN.

    Raises
    ------
    InputError
        The question is missing in a wave, has another scale, or no item in common; pairs are
        demanded where there are none; weights of protected answers; or an option does not exist.

    Notes
    -----
    Independent: Newcombe's hybrid score interval (1998, method 10), and Welch's of the means. The
    same managers in both waves make the samples dependent; agreement between their answers makes
    these intervals too wide, not too narrow. Paired: Bonett and Price's interval, and Student's of
    the mean difference. No finite-population correction: a change is a statement about the
    conditions that the answers came from. Intervals hold one at a time, and the tests are not
    corrected for their number.

    Weighted: ``n`` and ``base`` are respondents, unweighted. Independent waves combine Korn and
    Graubard's limits; pairs have the later wave's design, Student's intervals and tests, and a
    Wald test of marginal homogeneity. ``reason`` is ``one_unit_in_stratum`` where a design gives
    no variance. Source: statistics §4 and §8 in ``docs/method.md``.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> report = read_published()
    >>> compare_waves(report, report, "importance")["change"].abs().max()
    np.float64(0.0)
    """
    a, b = released(a, protected), released(b, protected)
    first, second = a.codebook.question(question), b.codebook.question(question)
    items = common_items(first, second)
    later = a if b.is_printed else b
    base = base_kind(later, base, printed="listed")
    hidden = any(survey.released is not None for survey in (a, b))
    weighted = any(is_weighted(survey, weights) for survey in (a, b))
    if weighted and hidden:
        raise InputError(
            "Beskyttede svar sammenlignes ikke med vægte, for vægtene kan røbe, hvem der svarede "
            "hvad. Brug weights=False, eller svarene selv, som read_answers giver."
        )
    pairs = None if hidden else pair_waves(a, b, paired)
    keys = ["item", "answer"]
    waves = [
        likert_table(survey, question, base=base, interval="none", level=level, weights=False)
        for survey in (a, b)
    ]
    if weighted:
        of_item, both = (independent_change, (a, b)) if pairs is None else (paired_change, pairs)
        frame = pd.concat([of_item(both, second, item, base, level) for item in items])
    elif pairs is None:
        frame = _independent(waves, items, second, level)
    else:
        frame = pd.concat([_pairs(pairs, question, item, base, level) for item in items])
    numbers = frame.columns.difference(keys)
    frame = frame.astype(dict.fromkeys(numbers.difference(["design", "reason"]), float))
    frame = pd.DataFrame(
        {
            "question": question,
            "item": ordered(frame["item"], items),
            "answer": ordered(frame["answer"], second.scale.keys),
            **{name: frame[name].to_numpy() for name in _COLUMNS},
            **({"reason": frame["reason"].to_numpy()} if weighted else {}),
            "basis": max(a.basis, b.basis, key=_WEAKEST.index),
        }
    )
    if any("suppressed" in wave for wave in waves):
        frame["suppressed"] = frame[["n_a", "base_a", "n_b", "base_b"]].isna().any(axis=1)
    safe = all(provenance(wave).protected for wave in waves)
    origin = origin_of(later, level=level, weighted=weighted)
    return with_provenance(frame, replace(origin, protected=safe))


def _independent(
    waves: list[pd.DataFrame], items: list[str], asked: Question, level: float
) -> pd.DataFrame:
    """Both waves' shares side by side, with the intervals of two samples."""
    keys = ["item", "answer"]
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
    scores = {answer.key: answer.score for answer in asked.scale.answers}
    means = {
        item: _welch(own["answer"].map(scores), own["n_a"], own["n_b"], level)
        for item, own in both.groupby("item")
    }
    of_rows = np.array([means[item] for item in both["item"]])
    return both.assign(
        change=both["share_b"] - both["share_a"],
        low=limits[:, 0],
        high=limits[:, 1],
        design="independent",
        p=math.nan,
        p_item=math.nan,
        mean_change=of_rows[:, 0],
        mean_low=of_rows[:, 1],
        mean_high=of_rows[:, 2],
    )[[*keys, *_COLUMNS]]


def _welch(
    scores: pd.Series, n_a: pd.Series, n_b: pd.Series, level: float
) -> tuple[float, float, float]:
    """Change of the mean score and Welch's interval, from the counts of two samples."""
    x = scores.to_numpy(float)
    means, errors, freedoms = [], [], []
    for n in (n_a.to_numpy(float), n_b.to_numpy(float)):
        total = n.sum()
        if not total > 0:  # none, or suppressed
            return (math.nan, math.nan, math.nan)
        mean = float(n @ x / total)
        means.append(mean)
        freedoms.append(total - 1)
        errors.append(float(n @ (x - mean) ** 2 / (total - 1) / total) if total > 1 else math.nan)
    change, error = means[1] - means[0], sum(errors)
    if not error > 0:
        return (change, math.nan, math.nan)
    parts = [e**2 / f for e, f in zip(errors, freedoms, strict=True)]
    half = float(t.ppf((1 + level) / 2, error**2 / sum(parts))) * math.sqrt(error)
    return (change, change - half, change + half)


def _pairs(
    pairs: tuple[Survey, Survey], question: str, item: str, base: BaseKind, level: float
) -> pd.DataFrame:
    """One item of the same units: the table of their answers twice, and what follows from it."""
    asked = pairs[1].codebook.question(question)
    keys = asked.scale.keys
    codes = [answer_codes(survey, question, item) for survey in pairs]
    most = len(keys) if base == "all" else len(keys) - 1
    both = np.all([(code >= 0) & (code <= most) for code in codes], axis=0)
    table = np.zeros((len(keys) + 1,) * 2, dtype=int)
    np.add.at(table, (codes[0][both], codes[1][both]), 1)
    n, n_a, n_b = int(both.sum()), table.sum(axis=1)[:-1], table.sum(axis=0)[:-1]
    only_a, only_b = n_a - np.diag(table)[:-1], n_b - np.diag(table)[:-1]
    changes = list(zip(only_a.tolist(), only_b.tolist(), strict=True))
    limits = np.array([paired_interval(*change, n, level) for change in changes])
    listed = both & (codes[0] < len(keys)) & (codes[1] < len(keys))
    scores = np.array([answer.score for answer in asked.scale.answers])
    differences = scores[codes[1][listed]] - scores[codes[0][listed]]
    share_a, share_b = (part / n if n else np.full(len(keys), math.nan) for part in (n_a, n_b))
    mean, mean_low, mean_high = mean_interval(differences, level)
    return pd.DataFrame(
        {
            "item": item,
            "answer": keys,
            "n_a": n_a,
            "base_a": n,
            "share_a": share_a,
            "n_b": n_b,
            "base_b": n,
            "share_b": share_b,
            "change": share_b - share_a,
            "low": limits[:, 0],
            "high": limits[:, 1],
            "design": "paired",
            "p": [mcnemar(*change) if n else math.nan for change in changes],
            "p_item": stuart_maxwell(table),
            "mean_change": mean,
            "mean_low": mean_low,
            "mean_high": mean_high,
        }
    )


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


def common_items(first: Question, second: Question) -> list[str]:
    """The items that a question has in both waves; an InputError where they cannot be compared."""
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
