"""Assumptions that ranges from the printed tables rest on beside the numbers themselves."""

from __future__ import annotations

from typing import Literal

from analysis.measures.counts import counts_by_answer
from analysis.survey.survey import Survey

Assumption = Literal["one_each"]
#: The answers within a question's bands are one from each respondent (assumption A).
ONE_EACH: Assumption = "one_each"


def extra_answers(survey: Survey, question: str) -> int:
    """How many more answers a question is printed on than there are respondents.

    Nobody knows who gave them: figure 5 has 54 answers, and the report 52 managers. From answers
    none, for there it is known who gave which.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> [extra_answers(read_published(), key) for key in ("ideal_share", "importance")]
    [2, 0]
    """
    if not survey.is_printed:
        return 0
    counts = counts_by_answer(survey)
    base = int(
        counts.loc[counts["question"] == survey.codebook.question(question).key, "base"].max()
    )
    return max(base - survey.respondents, 0)


def assumption_of(survey: Survey, *questions: str) -> str:
    """The assumption that ranges over some questions rest on: ``one_each``, or none (empty).

    Source: statistics §6, assumption A, in ``docs/method.md``.
    """
    return ONE_EACH if any(extra_answers(survey, question) for question in questions) else ""
