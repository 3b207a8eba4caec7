"""Answers by groups of municipalities: counted where known, otherwise all that is possible."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis.measures.bounds import identified_set
from analysis.measures.counts import counts_by_answer
from analysis.measures.disclosure import protect_supplied
from analysis.measures.groups import Grouping, grouping
from analysis.measures.intervals import LEVEL, share_intervals
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.survey import Survey, origin_of, with_provenance

Of = Literal["group", "answer"]


def crosstab(
    survey: Survey,
    question: str,
    by: str = "size_band",
    *,
    of: Of = "group",
    level: float = LEVEL,
    protected: bool = True,
) -> pd.DataFrame:
    """Cross the answers to a question with groups of municipalities: a results frame.

    Parameters
    ----------
    survey : Survey
    question : str
        Key of a question.
    by : str
        How the municipalities are grouped: ``size_band``, ``region``, ``landsdel``,
        ``kommunegruppe``, ``population`` or a group variable; see `grouping`.
    of : {"group", "answer"}
        Shares of the group's answers, or shares of all who gave that answer.
    level : float
        Confidence level of the intervals on answers.
    protected : bool
        Suppress small cells of supplied answers (`protect`). False keeps them in memory alone:
        exports and reports refuse such a table. Made-up answers are nobody's and stay.

    Returns
    -------
    DataFrame
        One row per item × group × answer: ``question``, ``item``, ``group`` and ``answer``
        (ordered categoricals of keys), ``n``, ``n_low`` and ``n_high`` (answers), ``base``,
        ``share``, ``low`` and ``high`` (0–1, unrounded), ``basis``. A zero base gives NaN.

        From the printed tables (basis ``bounded``) n and share are ``modelled``: what they would
        be if the answers were unrelated to the groups. n_low … n_high and low … high are the
        sharp ranges, all that the printed tables allow; each range is sharp by itself, so ranges
        are never added. Answers are those within the listed categories (figure 5: 52 of 54).

        From answers (basis ``observed`` or ``synthetic``) n is counted, n_low and n_high are the
        same, and low and high are Clopper–Pearson limits: how many managers the groups hold in
        the population is not known, so there is no finite-population correction.
        Source: report pp. 47–49; statistics §5 in ``docs/method.md``.

    Raises
    ------
    InputError
        The question or the grouping does not exist, or the printed answers are more than the
        respondents.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> table = crosstab(read_published(), "importance")
    >>> table[["n_low", "n_high", "base"]].iloc[0].tolist()
    [8, 14, 14]
    """
    asked = survey.codebook.question(question)
    groups = grouping(survey, by)
    if survey.answers is None:
        low, n, high, bases = _allowed(survey, asked, groups)
        basis = "bounded"
    else:
        n = count_by_group(survey, asked, groups)
        low, high = n, n
        bases, basis = n.sum(axis=2), survey.basis
    of_which = bases[:, :, None] if of == "group" else n.sum(axis=1, keepdims=True)
    of_which = np.broadcast_to(np.round(of_which).astype(int), n.shape)
    share, share_low, share_high = (_share(part, of_which) for part in (n, low, high))
    if survey.answers is not None:
        ends = share_intervals(n.ravel(), of_which.ravel(), None, "clopper_pearson", level)
        share_low, share_high = ends
    index = pd.MultiIndex.from_product(
        [[i.key for i in asked.items], groups.keys, asked.scale.keys]
    )
    items, keys, answers = (index.get_level_values(i) for i in range(3))
    frame = pd.DataFrame(
        {
            "question": question,
            "item": pd.Categorical(items, [item.key for item in asked.items], ordered=True),
            "group": pd.Categorical(keys, list(groups.keys), ordered=True),
            "answer": pd.Categorical(answers, list(asked.scale.keys), ordered=True),
            "n": n.ravel(),
            "n_low": low.ravel(),
            "n_high": high.ravel(),
            "base": of_which.ravel(),
            "share": share.ravel(),
            "low": share_low.ravel(),
            "high": share_high.ravel(),
            "basis": basis,
        }
    )
    if protected:
        frame = protect_supplied(frame)
    return with_provenance(frame, origin_of(survey, level=level, groups=groups.labels))


def count_by_group(survey: Survey, asked: Question, groups: Grouping) -> np.ndarray:
    """Count supplied answers by item × group × answer."""
    assert survey.answers is not None, "asked of a survey without answers"
    keys = list(asked.scale.keys)
    shape = (len(groups.keys), 1 + len(keys))  # no answer first
    counts = []
    for item in asked.items:
        column = survey.answers[asked.column(item.key)]
        answer = pd.Categorical(column, categories=keys).codes
        cells = groups.codes * shape[1] + (1 + answer)
        counts.append(np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)[:, 1:])
    return np.array(counts)


def listed_counts(survey: Survey, asked: Question) -> np.ndarray:
    """Item × answer counts of the listed categories, in the codebook's order."""
    counts = counts_by_answer(survey)
    n = counts.loc[counts["question"] == asked.key, "n"].to_numpy(int)
    by_item: np.ndarray = n.reshape(len(asked.items), len(asked.scale.keys))
    return by_item


def _allowed(
    survey: Survey, asked: Question, groups: Grouping
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Smallest, independent and largest counts by item × group × answer, and the groups' bases."""
    rows = groups.sizes
    listed = listed_counts(survey, asked)
    unlisted = rows.sum() - listed.sum(axis=1)
    if np.any(unlisted < 0):
        raise InputError(
            f"figure_{asked.figure}.csv: svarene i de trykte kategorier er "
            f"{listed.sum(axis=1).max()}, men kommunerne i kommuner.csv har {rows.sum()} svar. "
            'Ret kolonnen "answers", eller sammenlign cellerne med rapporten '
            f"s. {asked.table_page}."
        )
    margins = np.column_stack([listed, unlisted])
    shape = (len(asked.items), len(rows), listed.shape[1])
    low, high = np.zeros(shape, dtype=int), np.zeros(shape, dtype=int)
    for item, group, answer in np.ndindex(shape):
        cell = np.zeros((len(rows), margins.shape[1]))
        cell[group, answer] = 1
        found = identified_set(cell, [rows, margins[item]])
        low[item, group, answer], high[item, group, answer] = round(found.low), round(found.high)
    independent = rows[None, :, None] * listed[:, None, :] / rows.sum()
    return low, independent, high, np.broadcast_to(rows, shape[:2])


def _share(part: np.ndarray, base: np.ndarray) -> np.ndarray:
    shares: np.ndarray = np.divide(part, base, out=np.full(part.shape, np.nan), where=base > 0)
    return shares
