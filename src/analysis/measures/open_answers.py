"""Answers in the respondents' own words: to read inside the house, never released."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.measures.groups import grouping
from analysis.survey.checks import InputError
from analysis.survey.codebook import Labels
from analysis.survey.names import unknown_name
from analysis.survey.survey import Survey, origin_of, with_provenance


def open_answers(
    survey: Survey, question: str, by: str | None = None, *, protected: bool = True
) -> pd.DataFrame:
    """List what was answered to an open question, as it was written.

    Parameters
    ----------
    survey : Survey
        One with answers, not protected.
    question : str
        Key of a question of the kind ``text``.
    by : str, optional
        How the respondents are grouped, see `grouping`.
    protected : bool
        Must be False: words can tell who wrote them, and no counts protect them. The list is for
        use inside the house, and exports and reports refuse it.

    Returns
    -------
    DataFrame
        One row per answer, in the file's order: ``question``, ``group`` where there is one,
        ``text`` and ``basis``. Who left it blank has no row.

    Raises
    ------
    InputError
        The question does not exist, the survey has no answers of its own, or ``protected`` is
        true.
    """
    if question not in survey.codebook.open_questions:
        raise unknown_name("Spørgsmålet", question, survey.codebook.open_questions)
    if protected or survey.answers is None:
        raise InputError(
            "Svar med respondenternes egne ord udgives aldrig, for ord kan røbe, hvem der skrev "
            "dem. Læs dem inden for huset: read_survey(…, protected=False) og protected=False her."
        )
    if question not in survey.answers:
        raise InputError(
            f"{survey.source}: der er ingen kolonne med svar på {question}. Ret overskriften i "
            "filen."
        )
    written = survey.answers[question]
    frame = pd.DataFrame({"question": question, "text": written, "basis": survey.basis})
    labels: Mapping[str, Labels] = {}
    if by is not None:
        groups = grouping(survey, by)
        labels = groups.labels
        frame.insert(1, "group", [groups.keys[code] for code in groups.codes])
    frame = frame[written.notna().to_numpy()].reset_index(drop=True)
    return with_provenance(frame, origin_of(survey, groups=labels, by=by or ""))
