"""Shares of the answers: the results frame, and one summary row per item."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.measures.counts import counts_by_answer, ordered
from analysis.measures.disclosure import needs_protection, protect, protect_supplied, withhold
from analysis.measures.intervals import LEVEL, IntervalKind, share_interval, share_intervals
from analysis.survey.codebook import Question
from analysis.survey.options import check_level, choose
from analysis.survey.survey import Survey, once_per_survey, origin_of, with_provenance

BaseKind = Literal["all", "listed"]


def likert_table(
    survey: Survey,
    question: str,
    *,
    base: BaseKind = "all",
    interval: IntervalKind = "finite_population",
    level: float = LEVEL,
    protected: bool = True,
) -> pd.DataFrame:
    """Give the share of each answer to each item: the results frame.

    Parameters
    ----------
    survey : Survey
    question : str
        Key of a question: ``importance``, ``future_need``, ``current_share``, ``ideal_share`` or
        ``statements`` in the report's survey.
    base : {"all", "listed"}
        Shares of all answers, as the report prints them, or of those within the listed
        categories. They differ in figure 5 alone: 54 answers, of which 52 are listed.
    interval : {"finite_population", "clopper_pearson", "nonresponse", "none"}
        Which uncertainty ``low`` and ``high`` hold; see `share_interval`.
    level : float
        Confidence level of the interval.
    protected : bool
        Suppress small cells of supplied answers (`protect`). False keeps them in memory alone:
        exports and reports refuse such a table. Made-up answers are nobody's and stay.

    Returns
    -------
    DataFrame
        One row per question × item × answer: ``question``, ``item`` and ``answer`` (ordered
        categoricals of keys), ``n`` and ``base`` (answers), ``share``, ``low`` and ``high``
        (0–1, unrounded), ``basis``. A zero base gives NaN. Source: report pp. 47–48.

    Raises
    ------
    InputError
        The question or an option does not exist.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> likert = likert_table(read_published(), "importance")
    >>> likert.loc[:1, ["answer", "n", "base"]].to_dict("list")
    {'answer': ['very_important', 'important'], 'n': [46, 6], 'base': [52, 52]}
    """
    asked = survey.codebook.question(question)
    choose("base", base, get_args(BaseKind))
    choose("interval", interval, get_args(IntervalKind))
    check_level(level)
    counts = counts_by_answer(survey)
    counts = counts[counts["question"] == question].reset_index(drop=True)
    bases = counts["base" if base == "all" else "listed"].to_numpy()
    n = counts["n"].to_numpy()
    population = _population(survey, int(bases.max(initial=0)))
    low, high = share_intervals(n, bases, population, interval, level)
    frame = pd.DataFrame(
        {
            "question": question,
            "item": ordered(counts["item"], [item.key for item in asked.items]),
            "answer": ordered(counts["answer"], asked.scale.keys),
            "n": n,
            "base": bases,
            "share": np.divide(n, bases, out=np.full(len(n), np.nan), where=bases > 0),
            "low": low,
            "high": high,
            "basis": counts["basis"],
        }
    )
    rebased = bool((counts["base"].to_numpy() > bases).any())
    settings = {"interval": interval, "level": level, "population": population}
    origin = origin_of(survey, protected=protected, rebased=rebased, **settings)
    return with_provenance(protect_supplied(frame, protected), origin)


def reported_shares(survey: Survey, question: str, *, protected: bool = True) -> pd.DataFrame:
    """Give the shares that reports show: `likert_table` of the listed answers without interval.

    Small cells are suppressed unless ``protected`` is False, those of made-up answers too. What
    was proven is kept with the survey.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> int(reported_shares(read_published(), "ideal_share")["base"].max())
    52
    """
    return _reported(survey, question, protected).copy()


@once_per_survey
def _reported(survey: Survey, question: str, protected: bool) -> pd.DataFrame:
    table = likert_table(survey, question, base="listed", interval="none", protected=protected)
    return protect(table) if protected else table


def likert_summary(
    survey: Survey,
    question: str,
    *,
    base: BaseKind = "listed",
    level: float = LEVEL,
    protected: bool = True,
) -> pd.DataFrame:
    """Summarise each item of a question in one row.

    Parameters
    ----------
    survey : Survey
    question : str
        Key of a question.
    base : {"all", "listed"}
        Shares of all answers or of those within the listed categories. Median and mean are
        always of the listed ones.
    level : float
        Confidence level of the intervals.
    protected : bool
        Withhold (NaN) all numbers of an item of supplied answers that has a suppressed answer;
        see `protect`. Made-up answers are nobody's and stay.

    Returns
    -------
    DataFrame
        One row per item, in the questionnaire's order: ``question``, ``item``, ``n`` (listed
        answers), ``base``; ``top_box`` (the first answer), ``top_two_box`` and ``bottom_two_box``
        (NaN on a scale of three), ``net`` (shares on the upper side less those on the lower),
        ``median`` (key of the median category) and ``mean`` (of the codebook's scores), each
        with ``…_low`` and ``…_high``; ``basis``. Box shares have the exact finite-population
        interval of their own count, and so has net on a scale without a neutral answer. Other
        nets and the mean combine several shares, so theirs are conservative (Bonferroni).
        The median's interval comes from the cumulative shares.

    Raises
    ------
    InputError
        The question or an option does not exist.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> summary = likert_summary(read_published(), "importance").set_index("item")
    >>> print(round(summary.loc["koordination", "top_two_box"], 3))
    0.942
    """
    asked = survey.codebook.question(question)
    choose("base", base, get_args(BaseKind))
    check_level(level)
    counts = counts_by_answer(survey)
    counts = counts[counts["question"] == question]
    rows = []
    for item in asked.items:
        own = counts[counts["item"] == item.key]
        n = dict(zip(own["answer"], own["n"].astype(int), strict=True))
        listed = int(own["listed"].iloc[0])
        of = int(own["base"].iloc[0]) if base == "all" else listed
        population = _population(survey, of)
        rows.append(
            {
                "question": question,
                "item": item.key,
                "n": listed,
                "base": of,
                **_boxes(asked, n, of, population, level),
                **_net(asked, n, of, population, level),
                **_median(asked, n, listed, population, level),
                **_mean(asked, n, listed, population, level),
                "basis": own["basis"].iloc[0],
            }
        )
    frame = pd.DataFrame(rows)
    population = _population(survey, int(frame["base"].max()))
    if needs_protection(survey, protected):
        likert = likert_table(survey, question, base=base, interval="none")
        unknown = likert["base"].isna()
        hidden = frame["item"].isin(likert.loc[likert["suppressed"] | unknown, "item"])
        numbers = frame.columns.difference(["question", "item", "n", "base", "basis"]).tolist()
        frame = withhold(frame, hidden, numbers).astype({"n": float, "base": float})
        frame.loc[frame["item"].isin(likert.loc[unknown, "item"]), ["n", "base"]] = np.nan
    frame["item"] = ordered(frame["item"], [item.key for item in asked.items])
    for column in ("median", "median_low", "median_high"):
        frame[column] = ordered(frame[column], asked.scale.keys)
    settings = {"interval": "finite_population", "level": level, "population": population}
    return with_provenance(frame, origin_of(survey, protected=protected, **settings))


def _boxes(
    asked: Question, n: dict[str, int], of: int, population: int | None, level: float
) -> dict[str, float]:
    keys = asked.scale.keys
    boxes = {"top_box": keys[:1], "top_two_box": keys[:2], "bottom_two_box": keys[-2:]}
    row: dict[str, float] = {}
    for name, members in boxes.items():
        if len(keys) < 4 and len(members) == 2:
            row |= _estimate(name, np.nan, np.nan, np.nan)
            continue
        count = sum(n[key] for key in members)
        low, high = share_interval(count, of, population, level=level)
        row |= _estimate(name, count / of if of else np.nan, low, high)
    return row


def _net(
    asked: Question, n: dict[str, int], of: int, population: int | None, level: float
) -> dict[str, float]:
    top = sum(n[key] for key in asked.scale.side("top"))
    bottom = sum(n[key] for key in asked.scale.side("bottom"))
    net = (top - bottom) / of if of else np.nan
    if top + bottom == of and not asked.scale.side("neutral"):  # one share decides: net = 2p − 1
        low, high = share_interval(top, of, population, level=level)
        return _estimate("net", net, 2 * low - 1, 2 * high - 1)
    each = 1 - (1 - level) / 2
    top_low, top_high = share_interval(top, of, population, level=each)
    bottom_low, bottom_high = share_interval(bottom, of, population, level=each)
    return _estimate("net", net, top_low - bottom_high, top_high - bottom_low)


def _median(
    asked: Question, n: dict[str, int], listed: int, population: int | None, level: float
) -> dict[str, object]:
    """The category in which the cumulated share, from the first answer, reaches one half."""
    if not listed:
        return {"median": None, "median_low": None, "median_high": None}
    keys = asked.scale.keys
    cumulated = np.cumsum([n[key] for key in keys])
    ends = [share_interval(int(k), listed, population, level=level) for k in cumulated]
    most = next(key for key, (_, high) in zip(keys, ends, strict=True) if high >= 0.5)
    certain = (key for key, (low, _) in zip(keys, ends, strict=True) if low >= 0.5)
    least = next(certain, keys[-1])
    middle = next(key for key, k in zip(keys, cumulated, strict=True) if 2 * k >= listed)
    return {"median": middle, "median_low": least, "median_high": most}


def _mean(
    asked: Question, n: dict[str, int], listed: int, population: int | None, level: float
) -> dict[str, float]:
    """Mean score as the lowest score plus each step times the share above it."""
    answers = asked.scale.answers
    if not listed:
        return _estimate("mean", np.nan, np.nan, np.nan)
    steps = len(answers) - 1
    low = high = answers[-1].score
    cumulated = 0
    for upper, lower in pairwise(answers):
        cumulated += n[upper.key]
        step = upper.score - lower.score
        ends = share_interval(cumulated, listed, population, level=1 - (1 - level) / steps)
        low += step * ends[0]
        high += step * ends[1]
    mean = sum(answer.score * n[answer.key] for answer in answers) / listed
    return _estimate("mean", mean, low, high)


def _estimate(name: str, value: float, low: float, high: float) -> dict[str, float]:
    return {name: value, f"{name}_low": low, f"{name}_high": high}


def _population(survey: Survey, base: int) -> int | None:
    """People the respondents stand for; unknown when the codebook does not say or says fewer."""
    managers = survey.codebook.population.get("managers")
    return managers if managers is not None and managers >= base else None
