"""What printed tables and later answers of the same units prove of how these have changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.measures.counts import answer_codes, counts_by_answer, ordered
from analysis.measures.disclosure import released
from analysis.measures.waves import common_items
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.survey import Survey, origin_of, with_provenance


def printed_change(
    report: Survey, survey: Survey, question: str, *, protected: bool = False
) -> pd.DataFrame:
    """Bound how the answers of the same units have changed since a report that printed no unit.

    Parameters
    ----------
    report : Survey
        Printed tables, from `read_published`: what each unit answered is not known.
    survey : Survey
        Later answers. Those of municipalities that took part in the report are compared.
    question : str
        Key of a question that both have, on the same scale.
    protected : bool
        Compute from the later answers' protected counts (`protect`); a hidden count is a range.

    Returns
    -------
    DataFrame
        One row per item × answer: ``question``, ``item``, ``answer``, ``base`` (units with a
        listed answer now), ``n_b`` (answers now), ``n_b_low``, ``n_b_high``, ``n_a_low`` and
        ``n_a_high`` (how many of these units can have answered so in the report), ``change_low``
        and ``change_high`` (of the share of these units, −1 to 1), and of the item in every row
        ``higher_low``, ``higher_high``, ``lower_low`` and ``lower_high`` (units whose answer now
        has a higher, or lower, score than theirs in the report), and ``basis``. Every range is all
        that the numbers allow, one at a time; where all the report's units have answered again
        and nobody answered outside the list, the change of a share is one number. Of the same
        units a change has no sampling error. Source: statistics §5 and §8 in ``docs/method.md``.

    Raises
    ------
    InputError
        The first survey has answers of its own, the second none or none of the report's
        municipalities, a municipality has more answers than in the report, the question is asked
        on another scale, or protected answers are of other municipalities, too.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> from analysis.survey.published import read_published
    >>> table = printed_change(read_published(), synthesize(seed=1), "importance")
    >>> table.loc[0, ["change_low", "change_high", "higher_low", "higher_high"]].tolist()
    [0.0, 0.0, 0.0, 6.0]
    """
    first, second = report.codebook.question(question), survey.codebook.question(question)
    items = common_items(first, second)
    if not report.is_printed or survey.is_printed:
        raise InputError(
            "printed_change sammenligner en trykt rapport med senere svar: forventede "
            "read_published() først og svar bagefter. Brug compare_waves til to filer med svar."
        )
    same = _same_units(report, survey, protected)
    now = released(same, protected)
    earlier = counts_by_answer(report)
    frames = []
    for item in items:
        own = earlier[(earlier["question"] == first.key) & (earlier["item"] == item)]
        counts = own["n"].to_numpy(int)
        then = np.append(counts, int(own["base"].iloc[0]) - counts.sum())
        frames.append(_rows(then, _later(now, second, item), second, item))
    frame = pd.concat(frames, ignore_index=True)
    frame.insert(0, "question", second.key)
    frame["item"] = ordered(frame["item"], items)
    frame["answer"] = ordered(frame["answer"], second.scale.keys)
    frame["basis"] = now.allowed_basis
    if now.released is not None:
        frame["suppressed"] = frame["n_b"].isna()
    return with_provenance(frame, origin_of(now))


@dataclass(frozen=True, eq=False)
class _Later:
    """The later counts of an item: what each can be, and how many listed answers; NaN if hidden."""

    low: np.ndarray
    high: np.ndarray
    base: float


def _same_units(report: Survey, survey: Survey, protected: bool) -> Survey:
    """The later answers of the report's municipalities."""
    kommuner = survey.kommuner
    if "answers" not in kommuner:
        raise InputError(
            f"{survey.source}: fandt ingen kommune ved svarene, så ingen ved, hvem der også var "
            "med i rapporten. Tilføj en kolonne med kommunens navn eller kode."
        )
    number = kommuner["answers"]
    allowed = report.kommuner["answers"].reindex(number.index).fillna(0)
    also = number[(number > 0) & (allowed > 0)]
    if also.empty:
        raise InputError(
            f"{survey.source}: ingen af kommunerne var med i rapporten, så intet kan sammenlignes."
        )
    more = also[also > allowed[also.index]]
    if len(more):
        code = more.index[0]
        raise InputError(
            f"{survey.source}: {kommuner.loc[code, 'name']} har {int(more.iloc[0])} svar, men "
            f"{int(allowed[code])} i rapporten, og ingen ved, hvem der er den samme. Behold så "
            "mange med survey.where."
        )
    if also.sum() == number.sum():
        return survey
    if protected or survey.answers is None:
        raise InputError(
            f"{survey.source}: {int(number.sum() - also.sum())} svar er fra kommuner, der ikke var "
            "med i rapporten, og en del af beskyttede svar udgives ikke. Brug protected=False "
            "inden for huset."
        )
    return survey.subset(survey.answers["kommune"].isin(also.index).to_numpy())


def _later(now: Survey, asked: Question, item: str) -> _Later:
    if now.released is not None:
        table = now.released.tables[asked.column(item)]
        return _Later(table.low[-1, :-1], table.high[-1, :-1], float(table.listed[-1]))
    codes = answer_codes(now, asked.key, item)
    size = len(asked.scale.keys)
    n = np.bincount(codes[(codes >= 0) & (codes < size)], minlength=size)
    return _Later(n, n, float(n.sum()))


def _rows(then: np.ndarray, now: _Later, asked: Question, item: str) -> pd.DataFrame:
    """The ranges of an item; ``then`` are the report's counts, those outside the list last."""
    size = len(asked.scale.keys)
    known = not np.isnan(now.base)
    base = int(now.base) if known else 0
    nothing = np.full(size, np.nan)
    low = np.maximum(then[:size] - (then.sum() - base), 0) if known else nothing
    high = np.minimum(then[:size], base) if known else nothing
    of = base or np.nan
    scores = np.array([answer.score for answer in asked.scale.answers])
    higher, lower = (
        _moved(then, now, sign * (scores[None, :] - scores[:, None]) > 0)
        if base
        else (np.nan, np.nan)
        for sign in (1, -1)
    )
    return pd.DataFrame(
        {
            "item": item,
            "answer": list(asked.scale.keys),
            "base": base if known else np.nan,
            "n_b": np.where(now.low == now.high, now.low, np.nan) if known else nothing,
            "n_b_low": now.low,
            "n_b_high": now.high,
            "n_a_low": low,
            "n_a_high": high,
            "change_low": (now.low - high) / of,
            "change_high": (now.high - low) / of,
            "higher_low": higher[0],
            "higher_high": higher[1],
            "lower_low": lower[0],
            "lower_high": lower[1],
        }
    )


def _moved(then: np.ndarray, now: _Later, marks: np.ndarray) -> tuple[int, int]:
    """Fewest and most units in the marked cells of all tables report × now that fit.

    The report's answers of these units are any part of its counts; corners of such a
    transport problem are whole numbers.
    """
    from scipy.optimize import linprog

    rows, columns = len(then), len(now.low)
    cost = np.zeros((rows, columns))
    cost[:columns] = marks
    by_row = np.kron(np.eye(rows), np.ones(columns))
    by_column = np.kron(np.ones(rows), np.eye(columns))
    ends = []
    for sign in (1, -1):
        found = linprog(
            sign * cost.ravel(),
            A_ub=np.vstack([by_row, by_column, -by_column]),
            b_ub=np.concatenate([then, now.high, -now.low]),
            A_eq=np.ones((1, cost.size)),
            b_eq=[now.base],
        )
        assert found.fun is not None, "the true answers must fit"
        ends.append(round(sign * float(found.fun)))
    return ends[0], ends[1]
