"""Whether a file of answers has enough for a report, before anything is made of it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.display.text.numbers import staff_range
from analysis.measures.counts import counts_by_answer
from analysis.measures.disclosure import protect
from analysis.measures.job_centre import JobCentre
from analysis.measures.staff_bands import IDEAL, NOW, staff_questions
from analysis.measures.suppression import THRESHOLD
from analysis.survey.checks import InputError, Problem
from analysis.survey.codebook import Question
from analysis.survey.survey import Survey
from analysis.words import text


def refuse_unanswered(survey: Survey) -> None:
    """Refuse a report when a file has no answers on the staff, now or ideally.

    Raises
    ------
    InputError
        The file has no answers on the scale of one of the two questions.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> refuse_unanswered(synthesize(seed=1))
    """
    if _is_asked(survey) and (lacking := _unanswered(survey, survey.answers)):
        raise InputError(
            Problem(
                "Rapporten viser medarbejderne i dag og i en ideel situation, men filen har ingen "
                f"svar på skalaen til {lacking}.",
                "Tilføj svarene i filen: mindst ét svar på hvert af de to spørgsmål.",
                survey.source,
            )
        )


def refuse_too_little(survey: Survey, centre: JobCentre, *, internal: bool = False) -> None:
    """Refuse a kommune's report when nothing can be shown of the staff, now or ideally.

    Parameters
    ----------
    survey : Survey
        With the answers as they were given; of any other nothing is asked.
    centre : JobCentre
    internal : bool
        The report is for the kommune alone, and nothing is hidden in it.

    Raises
    ------
    InputError
        As `refuse_unanswered`, or the job centres of the kommune's size have given no answers, or
        everything is hidden.

    Examples
    --------
    >>> from analysis.measures.job_centre import job_centre
    >>> from analysis.measures.synthetic import synthesize
    >>> survey = synthesize(seed=1)
    >>> refuse_too_little(survey, job_centre(survey, "Odder"))
    """
    refuse_unanswered(survey)
    if not _is_asked(survey):
        return
    answers, kommuner = survey.answers, survey.kommuner
    assert answers is not None
    alike = kommuner.index[kommuner["size_band"] == centre.band.key]
    if lacking := _unanswered(survey, answers[answers["kommune"].isin(alike)]):
        raise InputError(
            Problem(
                f"Rapporten sammenligner {centre.kommune.name} med jobcentre af samme størrelse "
                f"({staff_range(centre.band, 'da')}), men ingen af dem har svaret på {lacking}.",
                "Tilføj deres svar i filen, eller ret antallet af medarbejdere.",
                survey.source,
            )
        )
    if not internal and (hidden := _hidden(survey)):
        found = text("numbers.kommuner", "da", n=len(kommuner))
        own = " Skal kun kommunen selv læse rapporten, så tilføj --internal."
        raise InputError(
            Problem(
                f"Alle svar på {hidden} er skjult, for der skal stå mindst {THRESHOLD} kommuner "
                f"bag et tal, der vises, og filen har svar fra {found}.",
                f"Brug en fil med svar fra flere kommuner.{own if centre.answers else ''}",
                survey.source,
            )
        )


def _is_asked(survey: Survey) -> bool:
    """Whether these are supplied answers to a questionnaire that asks about the staff."""
    asks = survey.codebook.has_roles(NOW, IDEAL)
    return asks and survey.answers is not None and survey.basis == "observed"


def _unanswered(survey: Survey, answers: pd.DataFrame | None) -> str:
    """The questions on the staff to which some rows have no answer on the scale."""
    assert answers is not None
    lacking = [
        question
        for question in staff_questions(survey)
        if answers[[question.column(item.key) for item in question.items]].isna().all(axis=None)
    ]
    return _named(lacking, "eller")


def _hidden(survey: Survey) -> str:
    """The questions on the staff of which the release shows no count at all."""
    counts = counts_by_answer(protect(survey))
    shown = set(counts.loc[counts["n"].notna() & (counts["base"] > 0), "question"])
    hidden = [question for question in staff_questions(survey) if question.key not in shown]
    return _named(hidden, "og")


def _named(questions: Iterable[Question], word: str) -> str:
    """Questions by figure and title with a word between them; empty when there are none."""
    return f" {word} ".join(f"figur {each.figure} ({each.title.da})" for each in questions)
