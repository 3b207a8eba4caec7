"""The same units in two waves: who they are, and tests and intervals of how they changed."""

from __future__ import annotations

from dataclasses import replace
from math import nan, sqrt

import numpy as np
import pandas as pd
from scipy.stats import binomtest, chi2, norm, t

from analysis.survey.checks import InputError
from analysis.survey.survey import Survey

#: Waves are paired when at least this part of the respondents of each is in the other, too.
MOST = 0.5


def pair_waves(a: Survey, b: Survey, paired: bool | None = None) -> tuple[Survey, Survey] | None:
    """The respondents of the same units in both waves, in the same order; None when independent.

    A unit is a respondent by its id (column ``respondent``), where municipalities do not
    contradict it, or else a municipality with one respondent in each wave. Left to itself the
    function pairs waves where at least half of the respondents of each are in the other. Running
    numbers are trusted as ids only when the municipalities agree.

    Raises
    ------
    InputError
        Pairs are demanded, and the waves have no unit in common.
    """
    if paired is False or a.answers is None or b.answers is None:
        if paired:
            raise InputError(_NO_PAIRS)
        return None
    for unit in ("respondent", "kommune"):
        units = [_units(survey.answers, unit) for survey in (a, b)]
        common = units[0].index.intersection(units[1].index, sort=False)
        enough = all(len(common) >= MOST * survey.respondents for survey in (a, b))
        if not len(common) or (not paired and not enough):
            continue
        rows = [own[common].to_numpy() for own in units]
        if unit == "respondent" and not _same_people(a, b, common, rows, bool(paired)):
            continue
        first, second = (
            survey.subset(np.isin(np.arange(survey.respondents), own))
            for survey, own in zip((a, b), rows, strict=True)
        )
        return _in_order(first, rows[0]), _in_order(second, rows[1])
    if paired:
        raise InputError(_NO_PAIRS)
    return None


_NO_PAIRS = (
    "De to bølger har ingen svar fra de samme at sammenligne parvis: forventede samme "
    "respondent-id eller ét svar pr. kommune i begge. Brug paired=False."
)


def _units(answers: pd.DataFrame | None, unit: str) -> pd.Series:
    """The row of each unit that answered once; those who stand several times are no units."""
    if answers is None or unit not in answers:
        return pd.Series(dtype=int)
    units = answers[unit].astype(object).reset_index(drop=True)
    known = units[units.notna() & (units != "")]
    once = known[~known.duplicated(keep=False)]
    return pd.Series(once.index.to_numpy(), index=once.to_numpy())


def _same_people(
    a: Survey, b: Survey, common: pd.Index, rows: list[np.ndarray], demanded: bool
) -> bool:
    """Whether the municipalities of the same ids agree; without any, whether ids tell enough."""
    assert a.answers is not None and b.answers is not None, "asked of a survey without answers"
    if "kommune" in a.answers and "kommune" in b.answers:
        kommuner = [
            survey.answers["kommune"].to_numpy()[own]
            for survey, own in zip((a, b), rows, strict=True)
            if survey.answers is not None
        ]
        return bool((kommuner[0] == kommuner[1]).all())
    return demanded or not all(str(key).isdigit() for key in common)


def _in_order(part: Survey, rows: np.ndarray) -> Survey:
    assert part.answers is not None, "asked of a survey without answers"
    return replace(part, answers=part.answers.iloc[np.argsort(np.argsort(rows))])


def mcnemar(only_a: int, only_b: int) -> float:
    """Exact two-sided p of McNemar's test, from those who changed either way; 1 when nobody did.

    Source: McNemar, Psychometrika 12 (1947), 153–157.

    Examples
    --------
    >>> round(mcnemar(3, 12), 4)
    0.0352
    """
    changed = only_a + only_b
    return float(binomtest(only_b, changed).pvalue) if changed else 1.0


def paired_interval(only_a: int, only_b: int, pairs: int, level: float) -> tuple[float, float]:
    """Interval of the change of a share among pairs; NaN without any.

    Source: Bonett & Price, Journal of Educational and Behavioral Statistics 37 (2012), 479–488.

    Examples
    --------
    >>> [round(x, 4) for x in paired_interval(3, 12, 50, 0.95)]
    [0.025, 0.3212]
    """
    if not pairs:
        return (nan, nan)
    lost, won = (only_a + 1) / (pairs + 2), (only_b + 1) / (pairs + 2)
    half = float(norm.ppf((1 + level) / 2)) * sqrt((lost + won - (won - lost) ** 2) / (pairs + 2))
    return (max(won - lost - half, -1.0), min(won - lost + half, 1.0))


def stuart_maxwell(table: np.ndarray) -> float:
    """p of the Stuart–Maxwell test that both waves have the same distribution.

    ``table`` counts the pairs by their answer in the first (rows) and the second wave. Answers
    that nobody changed from or to leave the test; 1 when nobody changed.
    Source: Stuart, Biometrika 42 (1955), 412–416; Maxwell, British Journal of Psychiatry 116
    (1970), 651–655.
    """
    change = table.sum(axis=1) - table.sum(axis=0)
    moved = table.sum(axis=1) + table.sum(axis=0) - 2 * np.diag(table)
    kept = np.flatnonzero(moved > 0)
    if len(kept) < 2:
        return 1.0 if table.sum() else nan
    covariance = np.diag(moved) - table - table.T + 2 * np.diag(np.diag(table))
    d, v = change[kept], covariance[np.ix_(kept, kept)]
    rank = int(np.linalg.matrix_rank(v))
    return float(chi2.sf(d @ np.linalg.pinv(v) @ d, rank)) if rank else nan


def mean_interval(differences: np.ndarray, level: float) -> tuple[float, float, float]:
    """Mean of the pairs' differences and its t interval; no interval where all are the same."""
    n = len(differences)
    if not n:
        return (nan, nan, nan)
    mean = float(differences.mean())
    error = float(differences.std(ddof=1)) / sqrt(n) if n > 1 else 0.0
    if error < 1e-12:
        return (mean, nan, nan)
    half = float(t.ppf((1 + level) / 2, n - 1)) * error
    return (mean, mean - half, mean + half)
