"""Tests of whether answers and groups are associated: one test and effect size per item."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pandas as pd

from analysis.measures.crosstab import count_by_group
from analysis.measures.disclosure import released, withhold
from analysis.measures.effect_sizes import corrected_cramers_v, cramers_v, tau_b
from analysis.measures.exact_tests import fisher_freeman_halton, linear_by_linear
from analysis.measures.groups import UNTESTED, Grouping, grouping
from analysis.measures.intervals import LEVEL
from analysis.measures.weighting.counts import weighted_counts
from analysis.measures.weighting.estimates import LONELY
from analysis.measures.weighting.rao_scott import WeightedTest, linear_trend, rao_scott
from analysis.measures.weighting.sample_design import is_weighted
from analysis.survey.checks import InputError
from analysis.survey.options import check_level
from analysis.survey.survey import Survey, once_per_survey, origin_of, with_provenance


def association(
    survey: Survey,
    question: str | None = None,
    by: str = "size_band",
    *,
    level: float = LEVEL,
    weights: bool = True,
    protected: bool = False,
) -> pd.DataFrame:
    """Test whether the answers to each item differ between groups of respondents.

    Parameters
    ----------
    survey : Survey
        One with answers.
    question : str, optional
        Key of a question; all questions when left out.
    by : str
        How the respondents are grouped: a column of the municipalities, another item, a number
        in bands, or two columns; see `grouping`.
    level : float
        Confidence level of the effect sizes.
    weights : bool
        Weight the answers of a survey that has a design (`SurveyDesign`); False counts them.
    protected : bool
        As `crosstab` takes it; an item with a hidden count has NaN, and of a weighted survey all
        have.

    Returns
    -------
    DataFrame
        One row per question × item: ``question``, ``item``, ``n`` (answers in the test), ``test``,
        ``p``, ``p_holm``, ``family`` (tests that Holm's correction counts: every item of every
        question of the survey, by this grouping), ``effect`` (kendall_tau_b or cramers_v),
        ``estimate``, ``estimate_corrected`` (Cramér's V without its bias upwards; NaN for tau-b),
        ``low``, ``high`` (of the estimate), ``interval`` (``add_four`` for tau-b,
        ``noncentral`` for V), ``basis``.

        Ordered groups (size bands, parts of a number, answers to another item): linear-by-linear
        test, exact, or by seeded permutation where the exact one is too long; a positive tau-b
        says that larger groups answer higher on the scale. Other groups: Fisher–Freeman–Halton
        by seeded Monte Carlo. There is no finite-population correction. Answers and groups that
        occur nowhere leave the test; with fewer than two of either left p is 1, and the effect NaN.
        A linear-by-linear test of two groups, or of two answers, is that of Cochran and Armitage.

        Weighted: ordered groups have the slope of the scores on the groups' (``weighted_slope``,
        Student's t, as R's ``svyglm``), others Rao and Scott's test of second order (``rao_scott``,
        F, as R's ``svychisq``) beside Cramér's V of the weighted table, without an interval.
        ``statistic``, ``ndf`` and ``ddf`` stand beside p, and ``reason`` says
        ``one_unit_in_stratum`` where the design gives no variance.
        Source: statistics §5 and §8 in ``docs/method.md``.

    Raises
    ------
    InputError
        The survey has no answers, or the question, grouping or level does not exist.
    """
    survey = released(survey, protected, by)
    if survey.answers is None and survey.released is None:
        raise InputError(
            "Sammenhængen mellem svar og grupper kan ikke prøves på de trykte tabeller, for "
            "rapporten har ikke offentliggjort, hvem der svarede hvad. Brug crosstab, som viser, "
            "hvad tallene tillader, eller indlæs svar."
        )
    wanted = None if question is None else survey.codebook.question(question).key
    check_level(level)
    weighted = is_weighted(survey, weights)
    frame = _family(survey, by, level, weighted).copy()
    if wanted is not None:
        frame = frame[frame["question"] == wanted].reset_index(drop=True)
    origin = origin_of(survey, interval="asymptotic", level=level, by=by, weighted=weighted)
    return with_provenance(frame, origin)


@once_per_survey
def _family(survey: Survey, by: str, level: float, weighted: bool) -> pd.DataFrame:
    groups = grouping(survey, by)
    tested = _weighted if weighted else _counted
    frame, hidden = tested(survey, groups, by, level)
    if survey.released is not None:
        numbers = ["n", "p", "estimate", "estimate_corrected", "low", "high"]
        numbers += [name for name in _OF_DESIGN[:-1] if name in frame]
        frame = withhold(frame, pd.Series(hidden), numbers)
    adjusted = frame.assign(p_holm=holm(frame["p"].to_numpy()), family=frame["p"].notna().sum())
    columns = "question item n test p p_holm family effect".split()
    columns += ["estimate", "estimate_corrected", "low", "high", "interval", "basis"]
    return adjusted[[*columns, *(name for name in (*_OF_DESIGN, "suppressed") if name in adjusted)]]


#: What a weighted test has besides.
_OF_DESIGN = ("statistic", "ndf", "ddf", "reason")


def _counted(
    survey: Survey, groups: Grouping, by: str, level: float
) -> tuple[pd.DataFrame, list[bool]]:
    """The tests of all items from counts, and which of them have a hidden count."""
    members, of_groups = _members(groups)
    rows, hidden = [], []
    for asked in survey.codebook.questions.values():
        scores = np.array([answer.score for answer in asked.scale.answers])
        for item, counts in zip(asked.items, count_by_group(survey, asked, groups), strict=True):
            if asked.column(item.key) == by:
                continue  # an item is not tested against itself
            known = ~np.isnan(counts[members]).any()
            hidden.append(not known)
            shown = counts[members].astype(int) if known else np.zeros_like(counts[members], int)
            table, group_scores, answer_scores = _occurring(shown, of_groups, scores)
            found = (
                linear_by_linear(table, group_scores, answer_scores)
                if groups.ordinal
                else fisher_freeman_halton(table)
            )
            size = tau_b(table, level) if groups.ordinal else cramers_v(table, level)
            rows.append(
                {
                    "question": asked.key,
                    "item": item.key,
                    "n": int(table.sum()),
                    "test": found.test,
                    "p": found.p,
                    "effect": "kendall_tau_b" if groups.ordinal else "cramers_v",
                    "estimate": size[0],
                    "estimate_corrected": np.nan if groups.ordinal else corrected_cramers_v(table),
                    "low": size[1],
                    "high": size[2],
                    "interval": "add_four" if groups.ordinal else "noncentral",
                    "basis": survey.basis,
                }
            )
    return pd.DataFrame(rows), hidden


def _weighted(
    survey: Survey, groups: Grouping, by: str, level: float
) -> tuple[pd.DataFrame, list[bool]]:
    """The tests of all items by the design; of protected answers all are withheld."""
    members, of_groups = _members(groups)
    every = np.zeros(len(members))
    every[members] = of_groups
    rows = []
    for asked in survey.codebook.questions.values():
        scores = np.array([answer.score for answer in asked.scale.answers])
        for item in asked.items:
            if asked.column(item.key) == by:
                continue
            found, reason = WeightedTest(0, *(np.nan,) * 5), ""
            if survey.released is None:
                counts = weighted_counts(survey, asked.key, item.key, by)
                reason = LONELY if counts.design.lonely else ""
                found = (
                    linear_trend(counts, members, every, scores, level)
                    if groups.ordinal
                    else rao_scott(counts, members)
                )
            rows.append(
                {
                    "question": asked.key,
                    "item": item.key,
                    "test": "weighted_slope" if groups.ordinal else "rao_scott",
                    "effect": "slope" if groups.ordinal else "cramers_v",
                    "estimate_corrected": np.nan,
                    "interval": "student" if groups.ordinal else "none",
                    "basis": survey.basis,
                    "reason": reason,
                    **asdict(found),
                }
            )
    return pd.DataFrame(rows), [True] * len(rows)


def _members(groups: Grouping) -> tuple[np.ndarray, np.ndarray]:
    """Which groups are tested, and what each of these counts in a test of trend."""
    members = np.array([key not in UNTESTED for key in groups.keys])
    return members, np.array(groups.scores or range(members.sum()), dtype=float)


def _occurring(
    counts: np.ndarray, of_groups: np.ndarray, scores: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The table without levels that occur nowhere, answers rising, with its scores."""
    rows, columns = counts.sum(axis=1) > 0, counts.sum(axis=0) > 0
    rising = np.argsort(scores[columns], kind="stable")
    table = counts[rows][:, columns][:, rising]
    return table, of_groups[rows], scores[columns][rising]


def holm(p: np.ndarray) -> np.ndarray:
    """Adjust a family of p-values by Holm's step-down method; NaN stays and does not count.

    Source: Holm, Scandinavian Journal of Statistics 6 (1979), 65–70.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, dtype=float)
    order = np.argsort(values)[: np.count_nonzero(~np.isnan(values))]
    steps = values[order] * np.arange(len(order), 0, -1)
    adjusted = np.full(len(values), np.nan)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted
