"""Mean scores of a question's items, with an interval by name."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pandas as pd

from analysis.measures.counts import listed_counts, ordered
from analysis.measures.disclosure import released, withhold
from analysis.measures.intervals import LEVEL
from analysis.measures.scales.mean_intervals import MeanInterval, mean_limits
from analysis.measures.weighting.counts import weighted_counts
from analysis.measures.weighting.estimates import LONELY, ratios, t_limits
from analysis.measures.weighting.sample_design import is_weighted
from analysis.survey.checks import InputError
from analysis.survey.codebook import Item, Question
from analysis.survey.options import check_level, choose
from analysis.survey.survey import Survey, origin_of, with_provenance


def mean_scores(
    survey: Survey,
    question: str,
    *,
    interval: MeanInterval = "t",
    level: float = LEVEL,
    weights: bool = True,
    protected: bool = False,
) -> pd.DataFrame:
    """Give the mean score of each item of a question, with the interval that was asked for.

    Parameters
    ----------
    survey : Survey
    question : str
        Key of a question.
    interval : {"t", "bootstrap", "bhatia_davis", "hoeffding", "bernstein"}
        See `mean_limits`. Weighted means have ``t`` alone, by the design.
    level : float
        Confidence level of the interval.
    weights : bool
        Weight the answers of a survey that has a design (`SurveyDesign`); False counts them.
    protected : bool
        As `likert_table` takes it; an item with a hidden count has NaN, and of a weighted survey
        all have.

    Returns
    -------
    DataFrame
        One row per item: ``question``, ``item``, ``reversed`` (whether the codebook turns its
        scores around), ``n`` (listed answers, unweighted), ``mean``, ``low``, ``high``, ``se``,
        ``reason`` (``one_unit_in_stratum`` where the design gives no variance), ``basis``. Each
        step of the scale counts as the codebook scores it. Without a finite population. NaN
        without answers. Source: statistics §4 and §8 in ``docs/method.md``.

    Raises
    ------
    InputError
        The question or an option does not exist, or a weighted mean is to have another interval.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> means = mean_scores(read_published(), "importance", interval="hoeffding")
    >>> means.loc[0, ["mean", "low", "high"]].astype(float).round(2).tolist()
    [3.88, 3.32, 4.0]
    """
    asked = survey.codebook.question(question)
    kind = choose("interval", interval, get_args(MeanInterval))
    check_level(level)
    survey = released(survey, protected)
    weighted = is_weighted(survey, weights)
    if weighted and kind != "t":
        raise InputError(
            f'interval: et vægtet gennemsnit har intervallet "t" efter udvalget, ikke "{kind}". '
            'Brug interval="t", eller weights=False.'
        )
    withheld = weighted and survey.released is not None
    counts = listed_counts(survey, asked)
    rows, hidden = [], []
    for item, n in zip(asked.items, counts, strict=True):
        hidden.append(withheld or bool(np.isnan(n).any()))
        if hidden[-1]:
            numbers: dict[str, object] = dict.fromkeys(("n", "mean", "low", "high", "se"), np.nan)
            numbers["reason"] = ""
        elif weighted:
            numbers = _by_design(survey, asked, item, level)
        else:
            numbers = _counted(_scores(asked, item), n.astype(int), kind, level)
        rows.append({"question": asked.key, "item": item.key, "reversed": item.reversed, **numbers})
    frame = pd.DataFrame(rows).assign(basis=survey.basis)
    frame["item"] = ordered(frame["item"], [item.key for item in asked.items])
    if survey.released is not None:
        frame = withhold(frame, pd.Series(hidden), ["n", "mean", "low", "high", "se"])
    origin = origin_of(survey, interval=kind, level=level, weighted=weighted)
    return with_provenance(frame, origin)


def _scores(asked: Question, item: Item) -> np.ndarray:
    """The score of each answer; turned around where agreement tells of the opposite."""
    scores = np.array([answer.score for answer in asked.scale.answers])
    return scores.min() + scores.max() - scores if item.reversed else scores


def _counted(
    scores: np.ndarray, n: np.ndarray, kind: MeanInterval, level: float
) -> dict[str, object]:
    total = int(n.sum())
    mean = float(n @ scores) / total if total else np.nan
    spread = float(n @ (scores - mean) ** 2) if total else np.nan
    low, high = mean_limits(scores, n, kind, level)
    se = np.sqrt(spread / (total - 1) / total) if total > 1 else np.nan
    return {"n": total, "mean": mean, "low": low, "high": high, "se": se, "reason": ""}


def _by_design(survey: Survey, asked: Question, item: Item, level: float) -> dict[str, object]:
    counts = weighted_counts(survey, asked.key, item.key)
    values = np.zeros((1, counts.shape[1]))
    values[0, : counts.answers] = _scores(asked, item)
    within = np.zeros(values.shape, dtype=bool)
    within[:, : counts.answers] = True
    found = ratios(counts, values, within)
    low, high = t_limits(found, level)
    numbers = {"n": found.n, "mean": found.value, "low": low, "high": high, "se": found.se}
    reason = LONELY if counts.design.lonely else ""
    return {**{name: each[0] for name, each in numbers.items()}, "reason": reason}
