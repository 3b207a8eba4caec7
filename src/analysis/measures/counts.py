"""Count the answers of a survey once; every other measure is computed from the counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

import numpy as np
import pandas as pd

from analysis.measures.recovery import infer_base
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.codebook_rules import BaseKind
from analysis.survey.options import choose
from analysis.survey.protected_counts import ProtectedCounts
from analysis.survey.survey import Survey, once_per_survey

#: The scan for a question's base: as many answers as could have been given around the
#: stated number of respondents, and few of them outside the listed categories.
BASE_MARGIN = (8, 7)
MAX_OUTSIDE = 4


def counts_by_answer(survey: Survey) -> pd.DataFrame:
    """Count the answers of a survey, once.

    One row per question × item × answer: ``question``, ``item``, ``answer`` (keys), ``n``,
    ``base`` (all answers to the item), ``listed`` (those within the listed categories) and
    ``basis``. For printed tables n is the count that the percentages determine; an InputError says
    so when the percentages of a question fit no base, several, or several counts. Of a protected
    survey n and listed are NaN where they are hidden, and it has ``n_low`` and ``n_high``, the
    range that the released counts allow, and ``suppressed``.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> counts = counts_by_answer(read_published())
    >>> counts.groupby("question", sort=False)["base"].first().to_dict()
    {'importance': 52, 'future_need': 52, 'current_share': 52, 'ideal_share': 54, 'statements': 52}
    """
    return _count(survey).copy()


def listed_counts(survey: Survey, asked: Question) -> np.ndarray:
    """Item × answer counts of the listed categories, in the codebook's order; NaN where hidden."""
    counts = counts_by_answer(survey)
    n = counts.loc[counts["question"] == asked.key, "n"].to_numpy()
    return n.reshape(len(asked.items), len(asked.scale.keys))


def answers_outside(likert: pd.DataFrame) -> pd.Series:
    """Count the answers to each item that lie outside its rows; NaN where a count is hidden.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> answers_outside(likert_table(read_published(), "ideal_share")).unique()
    array([2.])
    """
    items = likert.groupby("item", observed=True, sort=False)
    listed = items["n"].agg(lambda counts: counts.sum(skipna=False))
    return (items["base"].first() - listed).rename("outside").astype(float)


def base_kind(survey: Survey, asked_for: BaseKind | None, printed: BaseKind) -> BaseKind:
    """Decide what shares are taken of, the same in every measure of the same answers.

    What is asked for; else the rule of the codebook for answers, and for the printed tables (and
    made-up answers with their don't-knows of nobody) what the measure is ``printed`` on: the
    report's own tables on all answers, what is computed from them on the listed ones.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> base_kind(read_published(), None, "listed"), base_kind(read_published(), "all", "listed")
    ('listed', 'all')
    """
    if asked_for is not None:
        return choose("base", asked_for, get_args(BaseKind))
    answered = survey.answers is not None or survey.released is not None
    as_printed = not answered or bool(survey.unplaced)
    if as_printed:
        return printed
    return "listed" if survey.codebook.base_rule == "listed" else "all"


def answer_codes(survey: Survey, question: str, item: str) -> np.ndarray:
    """Each respondent's place on the scale; past its end for a don't-know, −1 for no answer."""
    asked = survey.codebook.question(question)
    assert survey.answers is not None, "asked of a survey without answers"
    name, keys = asked.column(item), list(asked.scale.keys)
    codes: np.ndarray = pd.Categorical(survey.answers[name], categories=keys).codes.astype(int)
    marks = survey.outside_answers
    if marks is not None and name in marks:
        codes = np.where(marks[name].to_numpy(), len(keys), codes)
    return codes


def ordered(values: Iterable[object], keys: Iterable[str]) -> pd.Categorical[object]:
    """Keys as an ordered categorical, in the codebook's order."""
    return pd.Categorical(list(values), categories=list(keys), ordered=True)


@once_per_survey
def _count(survey: Survey) -> pd.DataFrame:
    if survey.released is not None:
        return _from_released(survey, survey.released)
    if survey.answers is not None:
        return _from_answers(survey, survey.answers)
    if survey.printed is not None:
        return _from_printed(survey, survey.printed)
    raise InputError("Undersøgelsen har hverken trykte procenter eller svar at tælle.")


def _from_printed(survey: Survey, printed_cells: pd.DataFrame) -> pd.DataFrame:
    frames = []
    for question in survey.codebook.questions.values():
        cells = printed_cells[printed_cells["question"] == question.key]
        items = [item.key for item in question.items]
        printed = [cells.loc[cells["item"] == item, "percent"].tolist() for item in items]
        near = survey.respondents
        bases = range(near - BASE_MARGIN[0], near + BASE_MARGIN[1] + 1)
        fits = infer_base(printed, bases, max_outside=MAX_OUTSIDE)
        if len(fits) != 1 or not fits[0].unique:
            found = ", ".join(str(fit.base) for fit in fits) or "ingen"
            raise InputError(
                f"figure_{question.figure}.csv: de trykte procenter skal bestemme ét antal svar "
                f"mellem {bases[0]} og {bases[-1]}, men passer på: {found}. "
                f"Sammenlign cellerne med rapporten s. {question.table_page}; "
                "recover_counts viser alle løsninger."
            )
        rows = [recovery.counts for recovery in fits[0].recoveries]
        frames.append(
            _frame(question, np.array(rows), np.full(len(rows), fits[0].base), "recovered")
        )
    return pd.concat(frames, ignore_index=True)


def _from_answers(survey: Survey, answers: pd.DataFrame) -> pd.DataFrame:
    frames = []
    for question in survey.codebook.questions.values():
        keys = list(question.scale.keys)
        rows = []
        for item in question.items:
            column = answers[question.column(item.key)]
            codes = pd.Categorical(column, categories=keys).codes
            rows.append([np.count_nonzero(codes == place) for place in range(len(keys))])
        counts = np.array(rows)
        outside = [survey.outside.get(question.column(item.key), 0) for item in question.items]
        frames.append(_frame(question, counts, counts.sum(axis=1) + outside, survey.basis))
    return pd.concat(frames, ignore_index=True)


def _from_released(survey: Survey, released: ProtectedCounts) -> pd.DataFrame:
    frames = []
    for question in survey.codebook.questions.values():
        tables = [released.tables[question.column(item.key)] for item in question.items]
        counts = np.array([table.counts[-1, :-1] for table in tables])
        bases = np.array([table.bases[-1] for table in tables])
        frame = _frame(question, counts, bases, survey.basis)
        frame["listed"] = np.repeat([table.listed[-1] for table in tables], counts.shape[1])
        frame["n_low"] = np.concatenate([table.low[-1, :-1] for table in tables])
        frame["n_high"] = np.concatenate([table.high[-1, :-1] for table in tables])
        frame["suppressed"] = frame["n"].isna()
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def _frame(question: Question, counts: np.ndarray, bases: np.ndarray, basis: str) -> pd.DataFrame:
    items, answers = counts.shape
    return pd.DataFrame(
        {
            "question": question.key,
            "item": np.repeat([item.key for item in question.items], answers),
            "answer": np.tile(question.scale.keys, items),
            "n": counts.ravel(),
            "base": np.repeat(bases, answers),
            "listed": np.repeat(counts.sum(axis=1), answers),
            "basis": basis,
        }
    )
