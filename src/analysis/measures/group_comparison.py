"""One group of respondents beside all the others: what each says most, and the difference."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.counts import base_kind, ordered
from analysis.measures.crosstab import crosstab
from analysis.measures.disclosure import released
from analysis.measures.groups import grouping
from analysis.measures.intervals import LEVEL, share_intervals
from analysis.measures.shares import likert_table
from analysis.measures.waves import difference_interval
from analysis.measures.weighting.comparison import (
    SIDES,
    allowed_shares,
    estimated_shares,
    with_allowed_differences,
    with_estimated_differences,
)
from analysis.measures.weighting.sample_design import is_weighted
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.names import unknown_name
from analysis.survey.options import check_level
from analysis.survey.survey import Survey, origin_of, with_provenance

_DIFFERENCE = ("difference", "difference_low", "difference_high")


def compare_group(
    survey: Survey,
    group: str,
    by: str | None = None,
    *,
    level: float = LEVEL,
    weights: bool = True,
    protected: bool = False,
) -> pd.DataFrame:
    """Give, item by item, the share that a finding counts in one group and among the others.

    Parameters
    ----------
    survey : Survey
        With answers: the printed tables do not say who answered what.
    group : str
        Key or name of a group.
    by : str, optional
        How the respondents are grouped, as `crosstab` takes it; the survey's own grouping when
        left out.
    level : float
        Confidence level.
    weights : bool
        Weight the answers of a survey that has a design; False counts them.
    protected : bool
        Compute from the survey's protected counts (`protect`), instead of the answers themselves.
        What is made of answers themselves is for one's own use: exports and reports refuse it.

    Returns
    -------
    DataFrame
        One row per question × item: ``question``, ``item``, ``group``; ``n``, ``base``, ``share``,
        ``low`` and ``high`` of the group, and the same with ``_others`` after the name of all
        others; ``difference`` (share − share_others, −1 to 1) with ``difference_low`` and
        ``difference_high``, ``comparisons`` and ``basis``. Counted are the first answer, and of
        statements all that agree (`Question.counted`). Hidden numbers are NaN, and ``suppressed``
        says which rows have some.

        ``low`` and ``high`` are Clopper–Pearson limits. The difference has Newcombe's interval at
        1 − (1 − level) / comparisons (Bonferroni), so that all intervals of the frame hold
        together: a group may be said to differ on the items whose interval leaves out zero.

        Weighted shares have n and base unweighted, Korn and Graubard's limits, and a difference by
        linearised standard error. Of a protected survey they are known where the members of each
        group weigh the same, otherwise ``share`` is NaN and ``share_low`` … ``share_high`` is what
        the protected counts allow; limits and difference are then Wilson's of those ends at
        Kish's effective number of answers, and NaN where respondents were drawn in clusters.
        Source: statistics §5, §8 and §9 in ``docs/method.md``.

    Raises
    ------
    InputError
        The survey has no answers, or the grouping or the group does not exist.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> table = compare_group(synthesize(seed=1), "large", "size_band").set_index("item")
    >>> int(table["base"].max()), int(table["base_others"].max())
    (20, 32)
    """
    check_level(level)
    by = by or survey.codebook.release_group
    if survey.is_printed:
        raise InputError(
            f"{survey.source} siger ikke, hvem der svarede hvad, så en gruppe kan ikke sættes ved "
            "siden af de andre. Brug crosstab, eller indlæs svar."
        )
    if not by:
        raise InputError("Undersøgelsen har ingen grupper. Vælg en inddeling med by=…")
    survey = released(survey, protected, by)
    key = find_group(survey, group, by)
    rows = []
    for question in survey.codebook.questions.values():
        if not is_weighted(survey, weights):
            rows += _counted(survey, question, key, by)
        elif survey.released is None:
            rows += estimated_shares(survey, question, key, by, level)
        else:
            rows += allowed_shares(survey, question, key, by, level)
    items = list(dict.fromkeys(row["item"] for row in rows))
    frame = pd.DataFrame(rows).assign(group=key, basis=survey.basis)
    frame["item"] = ordered(frame["item"], items)
    weighted = is_weighted(survey, weights)
    if not weighted:
        frame = _with_intervals(frame, level)
    elif survey.released is not None:
        frame = with_allowed_differences(frame, level)
    else:
        frame = with_estimated_differences(frame, level)
    if survey.released is not None:
        frame["suppressed"] = frame[["share", "share_others"]].isna().any(axis=1)
    names = ["question", "item", "group", *SIDES, *(f"{name}_others" for name in SIDES),
             *_DIFFERENCE, "comparisons"]  # fmt: skip
    ranges = [name for name in frame if str(name).startswith(("share_low", "share_high"))]
    tail = ["basis", *(["suppressed"] if "suppressed" in frame else [])]
    labels = grouping(survey, by).labels
    origin = origin_of(survey, level=level, groups=labels, by=by, weighted=weighted)
    return with_provenance(frame[[*names, *ranges, *tail]], origin)


def group_shares(
    survey: Survey, question: str, group: str, by: str | None = None, *, protected: bool = False
) -> pd.DataFrame:
    """Give the answers of one group to a question: `likert_table` of its members alone.

    The rows of `crosstab` of this group, without the column of the group; `draw_likert` and
    `format_likert` take them as any other.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> int(group_shares(synthesize(seed=1), "importance", "large")["base"].max())
    20
    """
    by = by or survey.codebook.release_group
    table = crosstab(survey, question, by, protected=protected)
    key = find_group(survey, group, by)
    own = table[table["group"] == key].drop(columns=["group", "assumption"], errors="ignore")
    return own.reset_index(drop=True)


def find_group(survey: Survey, group: str, by: str) -> str:
    """The key of a group that is named by its key or by its label in either language.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> find_group(synthesize(seed=1), "Store", "size_band")
    'large'
    """
    labels = grouping(survey, by).labels
    wanted = group.strip().casefold()
    for key, label in labels.items():
        if wanted in (key.casefold(), label.da.casefold(), label.en.casefold()):
            return key
    raise unknown_name("Gruppen", group, [label.da for label in labels.values()])


def _counted(survey: Survey, asked: Question, key: str, by: str) -> list[dict[str, Any]]:
    """Counts of the group and of the others: all respondents less the group."""
    in_groups = crosstab(survey, asked.key, by, weights=False)
    base = base_kind(survey, None, printed="listed")
    of_all = likert_table(survey, asked.key, base=base, interval="none", weights=False)
    rows = []
    for item in asked.items:
        counts = []
        for table in (in_groups[in_groups["group"] == key], of_all):
            own = table[(table["item"] == item.key) & table["answer"].isin(asked.counted)]
            counts.append((own["n"].sum(skipna=False), own["base"].max(skipna=False)))
        (n, base_n), (n_all, base_all) = counts
        sides = {"n": n, "base": base_n, "n_others": n_all - n, "base_others": base_all - base_n}
        rows.append({"question": asked.key, "item": item.key, **sides})
    return rows


def _with_intervals(frame: pd.DataFrame, level: float) -> pd.DataFrame:
    frame = frame.copy()
    for side in ("", "_others"):
        n, base = frame[f"n{side}"].to_numpy(float), frame[f"base{side}"].to_numpy(float)
        frame[f"share{side}"] = np.divide(n, base, out=np.full(len(n), np.nan), where=base > 0)
        low, high = share_intervals(n, base, None, "clopper_pearson", level)
        frame[f"low{side}"], frame[f"high{side}"] = low, high
    counts = frame[["n_others", "base_others", "n", "base"]]
    known = counts.notna().all(axis=1) & (frame[["base", "base_others"]] > 0).all(axis=1)
    number = max(int(known.sum()), 1)
    together = 1 - (1 - level) / number
    ends = [
        difference_interval(*map(int, row), level=together) if sure else (math.nan, math.nan)
        for row, sure in zip(counts.itertuples(index=False), known, strict=True)
    ]
    frame["difference"] = frame["share"] - frame["share_others"]
    frame[["difference_low", "difference_high"]] = np.array(ends, dtype=float)
    return frame.assign(comparisons=number)
