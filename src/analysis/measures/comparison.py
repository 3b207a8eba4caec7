"""A job centre's own answers beside those of the others."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.measures.disclosure import released
from analysis.measures.shares import reported_shares
from analysis.survey.survey import Survey, origin_of, provenance, with_provenance


def compared_answers(
    survey: Survey,
    questions: tuple[str, ...],
    own: Mapping[str, Mapping[str, str]] | None = None,
    *,
    protected: bool = False,
) -> pd.DataFrame:
    """Mark, among all answers to some questions, a centre's own and the most common ones.

    Parameters
    ----------
    survey : Survey
    questions : tuple of str
        Keys of questions.
    own : mapping, optional
        Question → item → answer, as in `Own.answers`.
    protected : bool
        Compute from the survey's protected counts (`protect`), instead of the answers themselves.
        What is made of answers themselves is for one's own use: exports and reports refuse it.

    Returns
    -------
    DataFrame
        The results frame of the questions, `reported_shares` of each, with ``own`` (the centre's
        answer) and ``common`` (the answer that most gave: none where two are as common, where
        one is hidden, or nobody answered).

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> given = {"importance": {"udvikling": "important"}}
    >>> frame = compared_answers(read_published(), ("importance",), given)
    >>> frame[frame["own"]][["item", "answer", "n", "common"]].to_numpy().tolist()
    [['udvikling', 'important', 23, False]]
    """
    survey = released(survey, protected)
    told = own or {}
    tables = [reported_shares(survey, question) for question in questions]
    frame = pd.concat([table.astype({"item": str, "answer": str}) for table in tables])
    frame = frame.reset_index(drop=True)
    cells = zip(frame["question"], frame["item"], frame["answer"], strict=True)
    groups = frame.groupby(["question", "item"], sort=False)["n"]
    most = groups.transform("max")
    # A hidden count may be the largest.
    known = groups.transform("count") == groups.transform("size")
    is_most = (frame["n"] == most) & (most > 0) & known
    alone = is_most.groupby([frame["question"], frame["item"]], sort=False).transform("sum") == 1
    frame = frame.assign(
        own=[told.get(asked, {}).get(item) == answer for asked, item, answer in cells],
        common=is_most & alone,
    )
    rebased = any(provenance(table).rebased for table in tables)
    return with_provenance(frame, origin_of(survey, rebased=rebased))


def answers_with_the_most(compared: pd.DataFrame) -> tuple[int, int]:
    """How many of a centre's own answers are the most common ones, and how many it gave."""
    own = compared[compared["own"]]
    return int(own["common"].sum()), len(own)
