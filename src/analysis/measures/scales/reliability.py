"""How well items measure one thing: Cronbach's alpha, McDonald's omega, item–total correlations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.measures.counts import answer_codes, ordered
from analysis.measures.disclosure import released, withhold
from analysis.measures.intervals import LEVEL
from analysis.measures.scales.factor import one_factor
from analysis.measures.weighting.sample_design import is_weighted, sample_design
from analysis.survey.checks import InputError
from analysis.survey.codebook import Item, Question
from analysis.survey.options import check_level, choose
from analysis.survey.survey import Survey, origin_of, with_provenance

_OF_SCALE = (
    *("scale_mean", "scale_sd", "alpha", "alpha_low", "alpha_high"),
    *("alpha_standardized", "omega", "omega_standardized"),
)
_OF_ITEM = ("mean", "sd", "item_total", "alpha_without", "loading")


def scale_reliability(
    survey: Survey,
    items: str | Sequence[str],
    *,
    level: float = LEVEL,
    weights: bool = True,
    protected: bool = False,
) -> pd.DataFrame:
    """Compute how well the items of a question, or chosen items, measure one thing together.

    Parameters
    ----------
    survey : Survey
        One with answers.
    items : str or sequence of str
        Key of a question, or items by their column (``importance_integration``).
    level : float
        Confidence level of alpha's interval.
    weights : bool
        Weight the answers of a survey that has weights; False counts them.
    protected : bool
        Who answered two items how is no part of protected counts: then all numbers are withheld.

    Returns
    -------
    DataFrame
        One row per item: ``question``, ``item``, ``reversed`` (whether the codebook turns its
        scores around), ``n`` (respondents who answered every item, unweighted), ``mean``, ``sd``,
        ``item_total`` (correlation with the mean of the other items), ``alpha_without`` and
        ``loading`` (on the one factor, standardised). In every row stand the scale's own numbers:
        ``scale_mean`` and ``scale_sd`` (of the respondents' mean scores), ``alpha`` (Cronbach's)
        with ``alpha_low`` and ``alpha_high`` (Feldt's F interval; NaN when weighted),
        ``alpha_standardized``, ``omega`` (McDonald's, of one factor by maximum likelihood),
        ``omega_standardized`` (of standardised items), ``reason`` and ``basis``. ``reason`` is
        ``no_factor`` where one factor cannot be fitted (two items, an item that does not vary, or
        a uniqueness at zero), then omega is NaN. Source: statistics §8 in ``docs/method.md``.

    Raises
    ------
    InputError
        The survey has no answers, fewer than two items are named, or one does not exist.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> table = scale_reliability(synthesize(seed=1), "statements")
    >>> int(table["n"].iloc[0]), len(table)
    (52, 11)
    """
    check_level(level)
    chosen = _chosen(survey, items)
    survey = released(survey, protected)
    if survey.is_printed:
        raise InputError(
            "De trykte tabeller siger ikke, hvem der svarede hvad på to udsagn, så de kan ikke "
            "holdes op mod hinanden. Indlæs svar."
        )
    weighted = is_weighted(survey, weights)
    if survey.released is None:
        scores, weight = _complete(survey, chosen, weighted)
        numbers = _numbers(scores, weight, level, weighted)
    else:
        numbers = {"n": np.nan, "reason": "", **dict.fromkeys((*_OF_ITEM, *_OF_SCALE), np.nan)}
    frame = pd.DataFrame(
        {
            "question": [asked.key for asked, _ in chosen],
            "item": [item.key for _, item in chosen],
            "reversed": [item.reversed for _, item in chosen],
            **{name: numbers[name] for name in ("n", *_OF_ITEM, *_OF_SCALE, "reason")},
            "basis": survey.basis,
        }
    )
    frame["item"] = ordered(frame["item"], list(dict.fromkeys(frame["item"])))
    if survey.released is not None:
        every = pd.Series(True, frame.index)
        frame = withhold(frame, every, ["n", *_OF_ITEM, *_OF_SCALE])
    return with_provenance(frame, origin_of(survey, level=level, weighted=weighted))


def _chosen(survey: Survey, items: str | Sequence[str]) -> list[tuple[Question, Item]]:
    book = survey.codebook
    if isinstance(items, str):
        asked = book.question(items)
        chosen = [(asked, item) for item in asked.items]
    else:
        columns = book.columns()
        chosen = [columns[choose("items", name, columns)] for name in dict.fromkeys(items)]
    if len(chosen) < 2:
        raise InputError(
            f"items: fandt {len(chosen)}, forventede mindst to, der måler det samme. Angiv et "
            'spørgsmål eller flere kolonner, fx ["importance_integration", "importance_udvikling"].'
        )
    return chosen


def _complete(
    survey: Survey, chosen: list[tuple[Question, Item]], weighted: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Respondent × item scores of those who answered all, turned where needed, and weights."""
    columns = []
    for asked, item in chosen:
        scores = np.array([answer.score for answer in asked.scale.answers])
        if item.reversed:
            scores = scores.min() + scores.max() - scores
        of_code = np.append(scores, [np.nan, np.nan])  # don't know, and no answer (−1)
        columns.append(of_code[answer_codes(survey, asked.key, item.key)])
    scores = np.column_stack(columns)
    weight = sample_design(survey).weights if weighted else np.ones(len(scores))
    complete = ~np.isnan(scores).any(axis=1) & (weight > 0)
    return scores[complete], weight[complete]


def _numbers(
    scores: np.ndarray, weight: np.ndarray, level: float, weighted: bool
) -> dict[str, object]:
    n, size = scores.shape
    found: dict[str, object] = {"n": n, "reason": "no_factor"}
    found |= dict.fromkeys((*_OF_ITEM, *_OF_SCALE), np.nan)
    if n < 2:
        return found
    mean = weight @ scores / weight.sum()
    away = scores - mean
    covariance = (away * weight[:, None]).T @ away / weight.sum() * n / (n - 1)
    total = covariance.sum(axis=1)
    rest = total - np.diag(covariance)
    sd = np.sqrt(np.diag(covariance))
    of_rest = np.sqrt(np.clip(covariance.sum() - 2 * total + np.diag(covariance), 0, None))
    alpha = _alpha(covariance)
    low, high = (np.nan, np.nan) if weighted else _feldt(alpha, n, size, level)
    without = [
        _alpha(np.delete(np.delete(covariance, place, 0), place, 1)) for place in range(size)
    ]
    both = sd * of_rest
    found |= {
        "mean": mean,
        "sd": sd,
        "item_total": np.divide(rest, both, out=np.full(size, np.nan), where=both > 1e-12),
        "alpha_without": without,
        "scale_mean": float(mean.mean()),
        "scale_sd": float(np.sqrt(max(covariance.sum(), 0))) / size,
        "alpha": alpha,
        "alpha_low": low,
        "alpha_high": high,
    }
    if (sd <= 1e-12).any():
        return found
    found["alpha_standardized"] = _alpha(covariance / np.outer(sd, sd))
    fitted = one_factor(covariance)
    if fitted is None:
        return found
    loadings, alone = fitted
    return found | {
        "loading": loadings / sd,
        "omega": _omega(loadings, alone),
        "omega_standardized": _omega(loadings / sd, alone / sd**2),
        "reason": "",
    }


def _alpha(covariance: np.ndarray) -> float:
    """Cronbach's alpha; NaN of one item, or where the sum does not vary."""
    size, total = len(covariance), float(covariance.sum())
    if size < 2 or total <= 1e-12:
        return float("nan")
    return size / (size - 1) * (1 - float(np.trace(covariance)) / total)


def _omega(loadings: np.ndarray, alone: np.ndarray) -> float:
    """McDonald's omega: the part of the sum's variance that the factor explains."""
    common = float(loadings.sum() ** 2)
    return common / (common + float(alone.sum()))


def _feldt(alpha: float, n: int, size: int, level: float) -> tuple[float, float]:
    """Interval of alpha. Source: Feldt, Psychometrika 30 (1965), 357–370."""
    from scipy.stats import f

    freedom = (n - 1, (n - 1) * (size - 1))
    low, high = (float(f.ppf(tail, *freedom)) for tail in ((1 + level) / 2, (1 - level) / 2))
    return (1 - (1 - alpha) * low, 1 - (1 - alpha) * high)
