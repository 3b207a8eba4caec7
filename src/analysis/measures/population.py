"""Whom the respondents of a survey stand for."""

from __future__ import annotations

from analysis.survey.codebook import read_codebook
from analysis.survey.published import read_published
from analysis.survey.survey import Survey, once_per_survey


@once_per_survey
def population_of(survey: Survey) -> int | None:
    """The number of people that the respondents stand for; None when nobody has said it.

    The report's 97 managers are the 94 job centres with København counted as its four. They are
    the population of answers to the report's own questions, as long as the answers can be from
    them: every respondent's municipality is known, København has at most four and every other at
    most one. Any other survey has no population until its codebook names one.
    Source: statistics §4 in ``docs/method.md``.

    Examples
    --------
    >>> population_of(read_published())
    97
    """
    if survey.released is not None:
        return survey.released.population
    book, project = survey.codebook, read_codebook()
    managers = book.population.get("population")
    if survey.answers is None or managers is None or book.population != project.population:
        return managers
    same_questions = dict(book.questions) == dict(project.questions)
    return managers if same_questions and _one_of_each_centre(survey) else None


def _one_of_each_centre(survey: Survey) -> bool:
    assert survey.answers is not None, "asked of a survey without answers"
    if "kommune" not in survey.answers:
        return False
    kommune = survey.answers["kommune"].replace("", None)
    managers = read_published().kommuner["answers"]
    most = kommune.map(managers.to_dict()).fillna(1)
    return bool(kommune.notna().all() and (kommune.map(kommune.value_counts()) <= most).all())
