"""Tests of whether answers and groups are associated: one test and effect size per item."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.crosstab import count_by_group
from analysis.measures.disclosure import needs_protection, withhold
from analysis.measures.effect_sizes import corrected_cramers_v, cramers_v, tau_b
from analysis.measures.exact_tests import fisher_freeman_halton, linear_by_linear
from analysis.measures.groups import UNKNOWN, grouping
from analysis.measures.intervals import LEVEL
from analysis.measures.suppression import THRESHOLD
from analysis.survey.checks import InputError
from analysis.survey.options import check_level
from analysis.survey.survey import Survey, once_per_survey, origin_of, with_provenance


def association(
    survey: Survey,
    question: str | None = None,
    by: str = "size_band",
    *,
    level: float = LEVEL,
    protected: bool = True,
) -> pd.DataFrame:
    """Test whether the answers to each item differ between groups of municipalities.

    Parameters
    ----------
    survey : Survey
        One with answers.
    question : str, optional
        Key of a question; all questions when left out.
    by : str
        How the municipalities are grouped; see `grouping`.
    level : float
        Confidence level of the effect sizes.
    protected : bool
        Withhold (NaN) the numbers of an item that fewer than five supplied answers were given to.

    Returns
    -------
    DataFrame
        One row per question × item: ``question``, ``item``, ``n`` (answers in the test), ``test``,
        ``p``, ``p_holm``, ``family`` (tests that Holm's correction counts: every item of every
        question of the survey, by this grouping), ``effect`` (kendall_tau_b or cramers_v),
        ``estimate``, ``estimate_corrected`` (Cramér's V without its bias upwards; NaN for tau-b),
        ``low``, ``high`` (of the estimate), ``interval`` (``add_four`` for tau-b,
        ``noncentral`` for V), ``basis``.

        Ordered groups (size bands, parts of a number): linear-by-linear test, exact, or by
        seeded permutation where the exact one is too long; a positive tau-b says that larger
        groups answer higher on the scale. Other groups: Fisher–Freeman–Halton by seeded
        Monte Carlo. There is no finite-population correction. Answers and groups that occur
        nowhere leave the test; with fewer than two of either left p is 1, and the effect NaN.
        Source: statistics §5 in ``docs/method.md``.

    Raises
    ------
    InputError
        The survey has no answers, or the question, grouping or level does not exist.
    """
    if survey.answers is None:
        raise InputError(
            "Sammenhængen mellem svar og grupper kan ikke prøves på de trykte tabeller, for "
            "rapporten har ikke offentliggjort, hvem der svarede hvad. Brug crosstab, som viser, "
            "hvad tallene tillader, eller indlæs svar."
        )
    wanted = None if question is None else survey.codebook.question(question).key
    check_level(level)
    frame = _family(survey, by, level).copy()
    if wanted is not None:
        frame = frame[frame["question"] == wanted].reset_index(drop=True)
    if needs_protection(survey, protected):
        numbers = ["n", "p", "p_holm", "estimate", "estimate_corrected", "low", "high"]
        frame = withhold(frame, frame["n"].between(1, THRESHOLD - 1), numbers)
    origin = origin_of(survey, protected=protected, interval="asymptotic", level=level)
    return with_provenance(frame, origin)


@once_per_survey
def _family(survey: Survey, by: str, level: float) -> pd.DataFrame:
    groups = grouping(survey, by)
    members = np.array([key != UNKNOWN for key in groups.keys])
    rows = []
    for asked in survey.codebook.questions.values():
        scores = np.array([answer.score for answer in asked.scale.answers])
        for item, counts in zip(asked.items, count_by_group(survey, asked, groups), strict=True):
            table, group_scores, answer_scores = _occurring(counts[members], scores)
            tested = (
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
                    "test": tested.test,
                    "p": tested.p,
                    "effect": "kendall_tau_b" if groups.ordinal else "cramers_v",
                    "estimate": size[0],
                    "estimate_corrected": np.nan if groups.ordinal else corrected_cramers_v(table),
                    "low": size[1],
                    "high": size[2],
                    "interval": "add_four" if groups.ordinal else "noncentral",
                    "basis": survey.basis,
                }
            )
    frame = pd.DataFrame(rows)
    adjusted = frame.assign(p_holm=holm(frame["p"].to_numpy()), family=frame["p"].notna().sum())
    columns = "question item n test p p_holm family effect".split()
    return adjusted[
        [*columns, "estimate", "estimate_corrected", "low", "high", "interval", "basis"]
    ]


def _occurring(counts: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The table without levels that occur nowhere, answers rising, with its scores."""
    rows, columns = counts.sum(axis=1) > 0, counts.sum(axis=0) > 0
    rising = np.argsort(scores[columns], kind="stable")
    table = counts[rows][:, columns][:, rising]
    return table, np.flatnonzero(rows).astype(float), scores[columns][rising]


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
