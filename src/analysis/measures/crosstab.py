"""Answers by groups of municipalities: counted where known, otherwise all that is possible."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.measures.assumptions import assumption_of
from analysis.measures.bounds import identified_set
from analysis.measures.counts import base_kind, listed_counts, ordered
from analysis.measures.disclosure import released
from analysis.measures.groups import Grouping, grouping, printed_answers
from analysis.measures.intervals import LEVEL, share_intervals
from analysis.measures.weighting.estimates import WeightedInterval
from analysis.measures.weighting.sample_design import is_weighted
from analysis.measures.weighting.shares import weighted_table
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.options import check_level, choose
from analysis.survey.survey import Survey, origin_of, with_provenance

Of = Literal["group", "answer"]


def crosstab(
    survey: Survey,
    question: str,
    by: str = "size_band",
    *,
    of: Of = "group",
    interval: WeightedInterval = "beta",
    level: float = LEVEL,
    weights: bool = True,
    protected: bool = False,
) -> pd.DataFrame:
    """Cross the answers to a question with groups of respondents: a results frame.

    Parameters
    ----------
    survey : Survey
    question : str
        Key of a question.
    by : str
        How the respondents are grouped: ``size_band``, ``region``, ``landsdel``,
        ``kommunegruppe``, ``population``, a group variable, another item
        (``importance_integration``), a number in bands (``population[20000, 50000]``) or two
        columns (``size_band + region``); see `grouping`. An item is not crossed with itself.
    of : {"group", "answer"}
        Shares of the group's answers, or shares of all who gave that answer.
    interval : {"beta", "logit", "none"}
        Of weighted shares; see `likert_table`. Others have their own.
    level : float
        Confidence level of the intervals on answers.
    weights : bool
        Weight the answers of a survey that has a design, as `likert_table` does; False counts them.
    protected : bool
        Compute from the survey's protected counts (`protect`), instead of the answers themselves.
        What is made of answers themselves is for one's own use: exports and reports refuse it.

    Returns
    -------
    DataFrame
        One row per item × group × answer: ``question``, ``item``, ``group`` and ``answer``
        (ordered categoricals of keys), ``n``, ``n_low`` and ``n_high`` (answers), ``base``,
        ``share``, ``low`` and ``high`` (0–1, unrounded), ``assumption`` and ``basis``. A zero base
        gives NaN.

        From the printed tables (basis ``bounded``) n and share are ``modelled``: what they would
        be if the answers were unrelated to the groups. n_low … n_high and low … high are the
        sharp ranges, all that the printed tables allow; each range is sharp by itself, so ranges
        are never added. Answers are those within the listed categories (figure 5: 52 of 54, and
        ``assumption`` is ``one_each``: that they are one from each manager).

        From answers (basis ``observed`` or ``synthetic``) n is counted, n_low and n_high are the
        same, the base follows the codebook's ``base_rule``, and low and high are Clopper–Pearson
        limits: how many managers the groups hold in the population is not known, so there is no
        finite-population correction. Of a protected survey, hidden numbers are NaN, n_low and
        n_high are the range that the released counts allow, and ``suppressed`` says which.
        Source: report pp. 47–49; statistics §5 and §9 in ``docs/method.md``.

    Raises
    ------
    InputError
        The question, the grouping or an option does not exist, or the printed answers are more
        than the respondents.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> table = crosstab(read_published(), "importance")
    >>> table[["n_low", "n_high", "base"]].iloc[0].tolist()
    [8, 14, 14]
    """
    asked = survey.codebook.question(question)
    choose("of", of, get_args(Of))
    check_level(level)
    kind = choose("interval", interval, get_args(WeightedInterval))
    survey = released(survey, protected, by)
    if is_weighted(survey, weights):
        rule = base_kind(survey, None, printed="listed")
        table = weighted_table(survey, question, rule, kind, level, by, of)
        return table if "n_low" in table else table.assign(n_low=table["n"], n_high=table["n"])
    groups = printed_answers(survey, by) or grouping(survey, by)
    counted = survey.answers is not None or survey.released is not None
    n = low = high = bases = count_by_group(survey, asked, groups) if counted else np.empty(0)
    basis: str = survey.basis
    if survey.released is not None:
        tables = [survey.released.tables[asked.column(item.key)] for item in asked.items]
        low = np.array([table.low[: len(groups.keys), :-1] for table in tables])
        high = np.array([table.high[: len(groups.keys), :-1] for table in tables])
        bases = np.array([table.bases[: len(groups.keys)] for table in tables])
        if base_kind(survey, None, printed="listed") == "listed":
            bases = np.array([table.listed[: len(groups.keys)] for table in tables])
    elif counted:
        bases = n.sum(axis=2)
        if base_kind(survey, None, printed="listed") == "all":
            bases = bases + outside_by_group(survey, asked, groups)
    else:
        low, n, high, bases = _allowed(survey, asked, groups)
        basis = "bounded"
    of_which = bases[:, :, None] if of == "group" else n.sum(axis=1, keepdims=True)
    of_which = np.broadcast_to(np.round(of_which), n.shape)
    if survey.released is None:
        of_which = of_which.astype(int)
    else:
        n = np.where(np.isnan(of_which), np.nan, n)
    share, share_low, share_high = (_share(part, of_which) for part in (n, low, high))
    if counted:
        ends = share_intervals(n.ravel(), of_which.ravel(), None, "clopper_pearson", level)
        share_low, share_high = ends
    axes = ([item.key for item in asked.items], groups.keys, asked.scale.keys)
    cells = pd.MultiIndex.from_product(axes)
    items, keys, answers = (ordered(cells.get_level_values(i), axis) for i, axis in enumerate(axes))
    frame = pd.DataFrame(
        {
            "question": asked.key,
            "item": items,
            "group": keys,
            "answer": answers,
            "n": n.ravel(),
            "n_low": low.ravel(),
            "n_high": high.ravel(),
            "base": of_which.ravel(),
            "share": share.ravel(),
            "low": share_low.ravel(),
            "high": share_high.ravel(),
            "assumption": assumption_of(survey, *_questions_of(survey, asked.key, by)),
            "basis": basis,
        }
    )
    if survey.released is not None:
        frame["suppressed"] = frame["n"].isna()
    itself = [item.key for item in asked.items if asked.column(item.key) == by]
    frame = frame[~frame["item"].isin(itself)].reset_index(drop=True)
    return with_provenance(frame, origin_of(survey, level=level, groups=groups.labels, by=by))


def _questions_of(survey: Survey, question: str, by: str) -> list[str]:
    """The questions that a cross-tab rests on: its own, and the one that its groups answered."""
    columns = survey.codebook.columns()
    return [question, columns[by][0].key] if by in columns else [question]


def ruled_out(table: pd.DataFrame) -> pd.DataFrame:
    """List which counts the ranges of a cross-tab of the printed tables rule out.

    One row per fact: ``question``, ``item``, ``group``, ``answer``, ``kind`` (all, none, exactly,
    at_least, at_most), ``n`` (the number it names), ``base`` and ``assumption``. Only rows of
    basis ``bounded`` give facts, and only where the range is narrower than from none to all of
    the group's answers.
    The table has the default ``of="group"``. Each fact is proven by itself.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> facts = ruled_out(crosstab(read_published(), "importance"))
    >>> facts.loc[0, ["group", "kind", "n", "base"]].tolist()
    ['small', 'at_least', 8, 14]
    """
    keys = ["question", "item", "group", "answer"]
    bounded = table[(table["basis"] == "bounded") & (table["base"] > 0)]
    rows = [
        (*(row[key] for key in keys), kind, n, row["base"], row.get("assumption", ""))
        for row in bounded.to_dict("records")
        for kind, n in _kinds(int(row["n_low"]), int(row["n_high"]), int(row["base"]))
    ]
    return pd.DataFrame(rows, columns=[*keys, "kind", "n", "base", "assumption"])


def _kinds(low: int, high: int, base: int) -> list[tuple[str, int]]:
    if low == base:
        return [("all", base)]
    if high == 0:
        return [("none", 0)]
    if low == high:
        return [("exactly", low)]
    found = [("at_least", low)] if low > 0 else []
    return [*found, ("at_most", high)] if high < base else found


def count_by_group(survey: Survey, asked: Question, groups: Grouping) -> np.ndarray:
    """Count answers by item × group × answer; NaN where a protected survey hides them."""
    if survey.released is not None:
        tables = [survey.released.tables[asked.column(item.key)] for item in asked.items]
        return np.array([table.counts[: len(groups.keys), :-1] for table in tables])
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


def outside_by_group(survey: Survey, asked: Question, groups: Grouping) -> np.ndarray:
    """Count the don't-knows of supplied answers by item × group."""
    marks = survey.outside_answers
    counts = np.zeros((len(asked.items), len(groups.keys)), dtype=int)
    for i, item in enumerate(asked.items):
        if marks is not None and asked.column(item.key) in marks:
            members = groups.codes[marks[asked.column(item.key)]]
            counts[i] = np.bincount(members, minlength=len(groups.keys))
    return counts


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
    share: np.ndarray = np.divide(part, base, out=np.full(part.shape, np.nan), where=base > 0)
    return share
