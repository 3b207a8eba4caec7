"""Who did not answer: answered, don't know, not applicable and blank for each item."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.counts import answer_codes
from analysis.measures.disclosure import released
from analysis.measures.groups import grouping
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.survey import Survey, origin_of, with_provenance


def missing_summary(
    survey: Survey, by: str | None = None, *, protected: bool = False
) -> pd.DataFrame:
    """Count for each item who answered, did not know, was not concerned, and left it blank.

    Parameters
    ----------
    survey : Survey
        One with answers.
    by : str, optional
        How the respondents are grouped, see `grouping`; all together when left out.
    protected : bool
        Compute from the survey's protected counts (`protect`), instead of the answers themselves.

    Returns
    -------
    DataFrame
        One row per question × item (× group): ``question``, ``item``, ``group`` where there is
        one, ``respondents``, ``answered`` (within the listed categories), ``dont_know`` (outside
        them), ``not_applicable`` (the question does not concern them, by their own answer),
        ``blank`` (no answer), ``share_answered`` (0–1, of the respondents; NaN of nobody)
        and ``basis``. The four parts add up to the respondents. Of a protected survey hidden
        numbers are NaN, and ``suppressed`` says which rows have any; ``not_applicable`` is not
        told apart there, but is among the don't-knows, or among the blanks where the codebook's
        base rule is ``applicable``.

    Raises
    ------
    InputError
        The survey has no answers, or the grouping does not exist.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> missing = missing_summary(synthesize(seed=1), by="size_band")
    >>> missing[["respondents", "answered", "blank"]].iloc[0].tolist()
    [14, 14, 0]
    """
    survey = released(survey, protected, by)
    if survey.answers is None and survey.released is None:
        raise InputError(
            f"{survey.source} siger ikke, hvem der lod være at svare. Indlæs en fil med svar."
        )
    groups = None if by is None else grouping(survey, by)
    keys = [""] if groups is None else list(groups.keys)
    rows = []
    for question in survey.codebook.questions.values():
        for item in question.items:
            parts = _parts(survey, question, item.key, None if groups is None else groups.codes)
            rows += [(question.key, item.key, key, *part)
                     for key, part in zip(keys, parts, strict=True)]  # fmt: skip
    columns = ["question", "item", "group", "respondents", "answered", "dont_know",
               "not_applicable", "blank"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    base = frame["respondents"].to_numpy(float)
    share = np.divide(frame["answered"], base, out=np.full(len(base), np.nan), where=base > 0)
    frame = frame.assign(share_answered=share, basis=survey.basis)
    if survey.released is not None:
        frame["suppressed"] = frame["answered"].isna() | frame["dont_know"].isna()
    else:
        frame = frame.astype(dict.fromkeys(columns[3:], int))
    if groups is None:
        frame = frame.drop(columns="group")
    labels = {} if groups is None else groups.labels
    return with_provenance(frame, origin_of(survey, groups=labels, by=by or ""))


def _parts(
    survey: Survey, question: Question, item: str, codes: np.ndarray | None
) -> list[tuple[float, ...]]:
    """Respondents, answered, don't know, not applicable and blank, by group or of all."""
    if survey.released is not None:
        table, people = survey.released.tables[question.column(item)], survey.released.people
        rows = [-1] if codes is None else range(len(people) - 1)
        return [
            (
                len(people[row]),
                table.listed[row],
                table.counts[row, -1],
                np.nan,
                len(people[row]) - table.bases[row],
            )
            for row in rows
        ]
    answers = answer_codes(survey, question.key, item)
    last = len(question.scale.keys)
    of_each = np.zeros(len(answers), int) if codes is None else codes
    number = 1 + int(of_each.max(initial=0))
    concerned = ~survey.marked("not_applicable", question.column(item))
    kinds = [np.ones(len(answers), bool), (answers >= 0) & (answers < last),
             (answers == last) & concerned, ~concerned, (answers < 0) & concerned]  # fmt: skip
    counts = [np.bincount(of_each[kind], minlength=number) for kind in kinds]
    return list(zip(*(each.tolist() for each in counts), strict=True))
