"""Shares of the answers: the results frame, and one summary row per item."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.measures.counts import base_kind, counts_by_answer, ordered
from analysis.measures.disclosure import released, withhold
from analysis.measures.intervals import (
    LEVEL,
    IntervalKind,
    TableInterval,
    share_intervals,
)
from analysis.measures.numbers import number_mean
from analysis.measures.population import population_of
from analysis.measures.summary_estimates import (
    MEDIAN_COLUMNS,
    box_estimates,
    infinite_limits,
    mean_estimate,
    meaningless,
    median_estimate,
    net_estimate,
)
from analysis.measures.weighting.estimates import WeightedInterval, weighted_kind
from analysis.measures.weighting.sample_design import is_weighted
from analysis.measures.weighting.shares import weighted_table
from analysis.measures.weighting.summary import weighted_summary
from analysis.survey.codebook import Question
from analysis.survey.codebook_rules import BaseKind
from analysis.survey.options import check_level, choose
from analysis.survey.survey import Survey, once_per_survey, origin_of, with_provenance

_SUMMARY_INTERVALS = ("finite_population", "clopper_pearson", "both")


def likert_table(
    survey: Survey,
    question: str,
    *,
    base: BaseKind | None = None,
    interval: TableInterval | WeightedInterval | None = None,
    level: float = LEVEL,
    weights: bool = True,
    protected: bool = False,
) -> pd.DataFrame:
    """Give the share of each answer to each item: the results frame.

    Parameters
    ----------
    survey : Survey
    question : str
        Key of a question: ``importance``, ``future_need``, ``current_share``, ``ideal_share`` or
        ``statements`` in the report's survey.
    base : {"all", "listed"}, optional
        Shares of all answers, as the report prints them, or of those within the listed
        categories. In the report they differ in figure 5 alone: 54 answers, of which 52 are
        listed. Left out: all for the report, and for answers the codebook's ``base_rule``.
    interval : {"finite_population", "clopper_pearson", "nonresponse", "none", "both"}, optional
        Which uncertainty ``low`` and ``high`` hold; see `share_interval`. ``both``: that of the
        finite population, and beside it ``low_infinite`` and ``high_infinite`` without one
        (Clopper–Pearson). Left out: the first. Weighted shares have ``beta`` (Korn and Graubard;
        also when left out, or with ``both``), ``logit`` or ``none``, as R's ``svyciprop``.
    level : float
        Confidence level of the interval.
    weights : bool
        Weight the answers of a survey that has a design (`SurveyDesign`); False counts them.
    protected : bool
        Compute from the survey's protected counts (`protect`), instead of the answers themselves.
        What is made of answers themselves is for one's own use: exports and reports refuse it.

    Returns
    -------
    DataFrame
        One row per question × item × answer: ``question``, ``item`` and ``answer`` (ordered
        categoricals of keys), ``n`` and ``base`` (answers), ``share``, ``low`` and ``high``
        (0–1, unrounded), ``basis``. A zero base gives NaN. Of a protected survey, hidden numbers
        are NaN, ``suppressed`` says which, and ``n_low`` and ``n_high`` are the range that the
        released counts allow. Source: report pp. 47–48.

        Weighted: ``n`` and ``base`` are still respondents (with a weight above 0), unweighted.
        Beside the share stand ``se`` (linearised), ``deff`` (its variance over that of as many
        respondents drawn one by one with replacement), ``freedom`` (units less strata), and
        ``reason``: ``one_unit_in_stratum`` where the design gives no standard error. Of a
        protected survey ``share_low`` and ``share_high`` are the range that the released counts
        allow, and ``share`` is known where that is one number.
        Source: statistics §8 in ``docs/method.md``.

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
    base = base_kind(survey, base, printed="all")
    check_level(level)
    if is_weighted(survey, weights):
        survey = released(survey, protected)
        return weighted_table(survey, question, base, weighted_kind(interval), level)
    chosen = choose("interval", interval or "finite_population", get_args(TableInterval))
    kind: IntervalKind = "finite_population" if chosen == "both" else chosen
    survey = released(survey, protected)
    counts = counts_by_answer(survey)
    counts = counts[counts["question"] == asked.key].reset_index(drop=True)
    bases = counts["base" if base == "all" else "listed"].to_numpy()
    n = counts["n"].to_numpy()
    if survey.released is not None:  # a count without its base stands in the table of all answers
        n = np.where(np.isnan(bases), np.nan, n)
    population = _population(survey, int(np.nanmax(bases, initial=0)))
    low, high = share_intervals(n, bases, population, kind, level)
    frame = pd.DataFrame(
        {
            "question": asked.key,
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
    if survey.released is not None:
        frame = frame.join(counts[["n_low", "n_high"]]).assign(suppressed=np.isnan(n))
    rebased = bool((counts["base"].to_numpy() != bases).any())
    settings = {"interval": kind, "level": level, "population": population}
    if chosen == "both":
        ends = share_intervals(n, bases, None, "clopper_pearson", level)
        for place, name in ((8, "low_infinite"), (9, "high_infinite")):
            frame.insert(place, name, ends[place - 8])
    return with_provenance(frame, origin_of(survey, rebased=rebased, **settings))


@once_per_survey
def reported_shares(survey: Survey, question: str) -> pd.DataFrame:
    """Give the shares that reports show: `likert_table` without interval, counted once.

    The printed tables are re-based to the listed answers; answers have the codebook's base.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> int(reported_shares(read_published(), "ideal_share")["base"].max())
    52
    """
    base = base_kind(survey, None, printed="listed")
    return likert_table(survey, question, base=base, interval="none")


def likert_summary(
    survey: Survey,
    question: str,
    *,
    base: BaseKind | None = None,
    interval: Literal["finite_population", "clopper_pearson", "both"] = "finite_population",
    level: float = LEVEL,
    weights: bool = True,
    protected: bool = False,
) -> pd.DataFrame:
    """Summarise each item of a question in one row.

    Parameters
    ----------
    survey : Survey
    question : str
        Key of a question.
    base : {"all", "listed"}, optional
        Shares of all answers or of those within the listed categories. Left out: listed for the
        report, and for answers the codebook's ``base_rule``. Median and mean are always of the
        listed ones.
    interval : {"finite_population", "clopper_pearson", "both"}
        Intervals for the codebook's population, or without a finite population. ``both``: the
        former, and beside it those of the box shares without, ``…_low_infinite`` and
        ``…_high_infinite``. Weighted estimates have the intervals of their design instead.
    level : float
        Confidence level of the intervals.
    weights : bool
        Weight the answers of a survey that has a design (`SurveyDesign`); False counts them.
    protected : bool
        Compute from the survey's protected counts (`protect`), instead of the answers themselves.
        What is made of answers themselves is for one's own use: exports and reports refuse it.

    Returns
    -------
    DataFrame
        One row per item, in the questionnaire's order: ``question``, ``item``, ``n`` (listed
        answers), ``base``; ``top_box`` (the first answer), ``top_two_box`` and ``bottom_two_box``
        (NaN on a scale of three), ``net`` (shares on the upper side less those on the lower),
        ``median`` (key of the median category; where exactly half of the answers lies on each
        side of two categories it is the first, and ``median_tie`` the other) and ``mean`` (of the
        codebook's scores), each with ``…_low`` and ``…_high``; ``basis``. Of an option that is
        chosen or not there is only ``top_box``, the share who chose it; of numbers there are the
        median band and the mean of the numbers themselves, with Student's t, but no net. Box shares
        have the exact finite-population interval of their own count, and so has net on a scale
        without a neutral answer. Other nets and the mean combine several shares, so theirs are
        conservative (Bonferroni). The median's interval comes from the cumulative shares. Of a
        protected survey an item with a hidden count has NaN, and ``suppressed``.

        Weighted: ``n`` and ``base`` are respondents, unweighted; shares have Korn and Graubard's
        interval, net and mean Student's t with linearised standard errors (``mean_se``,
        ``mean_deff``). Of a protected survey weighted estimates are withheld.

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
    base = base_kind(survey, base, printed="listed")
    finite = choose("interval", interval, _SUMMARY_INTERVALS) != "clopper_pearson"
    check_level(level)
    survey = released(survey, protected)
    if is_weighted(survey, weights):
        return weighted_summary(survey, asked, base, level)
    counts = counts_by_answer(survey)
    counts = counts[counts["question"] == asked.key]
    rows, hidden = [], []
    for item in asked.items:
        own = counts[counts["item"] == item.key]
        shown = own[["n", "listed", "base"]].notna().all(axis=None)
        known = own[["n", "listed", "base"]].fillna(0).astype(int) * int(shown)
        n = dict(zip(own["answer"], known["n"], strict=True))
        listed = int(known["listed"].iloc[0])
        of = int(known["base"].iloc[0]) if base == "all" else listed
        population = _population(survey, of) if finite else None
        hidden.append(not shown)
        rows.append(
            {
                "question": asked.key,
                "item": item.key,
                "n": listed,
                "base": of,
                **box_estimates(asked, n, of, population, level),
                **net_estimate(asked, n, of, population, level),
                **median_estimate(asked, n, listed, population, level),
                **_mean(survey, asked, item.key, n, population, level),
                **(infinite_limits(asked, n, of, level) if interval == "both" else {}),
                "basis": own["basis"].iloc[0],
            }
            | meaningless(asked)
        )
    frame = pd.DataFrame(rows)
    population = _population(survey, int(frame["base"].max())) if finite else None
    if survey.released is not None:
        numbers = frame.columns.difference(["question", "item", "basis"]).tolist()
        frame = withhold(frame, pd.Series(hidden), numbers)
        of_item = counts.groupby("item", sort=False)[["listed", "base"]].first()
        frame["n"] = of_item["listed"].to_numpy()
        frame["base"] = of_item["base" if base == "all" else "listed"].to_numpy()
    frame["item"] = ordered(frame["item"], [item.key for item in asked.items])
    for column in MEDIAN_COLUMNS:
        frame[column] = ordered(frame[column], asked.scale.keys)
    kind = "finite_population" if interval == "both" else interval
    settings = {"interval": kind, "level": level, "population": population}
    return with_provenance(frame, origin_of(survey, **settings))


def _mean(
    survey: Survey,
    asked: Question,
    item: str,
    n: dict[str, int],
    population: int | None,
    level: float,
) -> dict[str, float]:
    """Mean of the numbers, where numbers were asked for, else of the scores."""
    if asked.kind == "number":
        return number_mean(survey, asked, item, population, level)
    return mean_estimate(asked, n, sum(n.values()), population, level)


def _population(survey: Survey, base: int) -> int | None:
    """People the respondents stand for; unknown when the codebook does not say or says fewer."""
    managers = population_of(survey)
    return managers if managers is not None and managers >= base else None
