"""Neighbouring statements of a question between which agreement falls most."""

from __future__ import annotations

import pandas as pd

from analysis.measures.shares import reported_shares
from analysis.survey.survey import Survey, once_per_survey

#: A smaller fall than this, as a part of the answers, is no matter for a meeting.
LEAST_FALL = 0.1


@once_per_survey
def statement_falls(survey: Survey, question: str, most: int = 2) -> pd.DataFrame:
    """Find neighbouring items that many agree with the first of, and fewer with the second.

    A questionnaire asks of one thing after the other: whether there is a need, whether there is
    time. What lies between two neighbours is worth a talk.

    Parameters
    ----------
    survey : Survey
    question : str
        Key of a question.
    most : int
        How many pairs to find; no item stands in two of them.

    Returns
    -------
    DataFrame
        One row per pair, in the questionnaire's order: ``first`` and ``second`` (items),
        ``n_first``, ``n_second`` (answers on the upper side of the scale), ``base_first`` and
        ``base_second``. Pairs with a hidden count, and those with less than `LEAST_FALL`, are
        left out.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> falls = statement_falls(read_published(), "statements")
    >>> falls[["first", "second", "n_first", "n_second"]].to_numpy().tolist()
    [['1', '2', 41, 25], ['6', '7', 51, 24]]
    """
    rows = reported_shares(survey, question)
    upper = rows[rows["answer"].isin(survey.codebook.question(question).scale.side("top"))]
    agreeing = upper.groupby("item", observed=True, sort=False).agg(
        n=("n", lambda counts: counts.sum(skipna=False)), base=("base", "first")
    )
    agreeing = agreeing.assign(share=agreeing["n"] / agreeing["base"], first=agreeing.index)
    second = agreeing.shift(-1)
    pairs = pd.DataFrame(
        {
            "first": agreeing["first"].astype(str),
            "second": second["first"].astype(str),
            "n_first": agreeing["n"],
            "n_second": second["n"],
            "base_first": agreeing["base"],
            "base_second": second["base"],
            "fall": agreeing["share"] - second["share"],
        }
    ).reset_index(drop=True)
    falling = (pairs["fall"] >= LEAST_FALL) & (pairs["n_second"] < pairs["n_first"])
    steepest = pairs[falling].sort_values("fall", ascending=False, kind="stable")
    taken: set[str] = set()
    chosen: list[int] = []
    for place, first, second_item in zip(
        steepest.index, steepest["first"], steepest["second"], strict=True
    ):
        if len(chosen) < most and not taken & {first, second_item}:
            chosen.append(place)
            taken |= {first, second_item}
    counts = ["n_first", "n_second", "base_first", "base_second"]
    found = pairs.loc[sorted(chosen)].drop(columns="fall").reset_index(drop=True)
    return found.astype(dict.fromkeys(counts, int))
