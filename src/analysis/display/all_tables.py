"""Every results frame of a survey, protected: what the CSV files and the workbook are made of."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.measures.claims import check_claims
from analysis.measures.crosstab import crosstab
from analysis.measures.profiles import PROFILE_MEASURES, profile_table
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.workforce import workforce_gap
from analysis.survey.published import REPORT
from analysis.survey.survey import Survey


@dataclass(frozen=True)
class Tables:
    """The results frames of one survey.

    Attributes
    ----------
    likerts : tuple of DataFrame
        One per question, in the questionnaire's order; a question with answers outside the
        listed categories is followed by the same re-based.
    summaries : tuple of DataFrame
        One per question.
    profiles : DataFrame or None
        None without the four profile questions; so are the gaps.
    crosstabs : tuple of DataFrame
        One per question by size band; empty without size bands.
    gap, gap_by_size : DataFrame or None
    claims : DataFrame or None
        Of the report's own survey alone.
    """

    likerts: tuple[pd.DataFrame, ...]
    summaries: tuple[pd.DataFrame, ...]
    profiles: pd.DataFrame | None
    crosstabs: tuple[pd.DataFrame, ...]
    gap: pd.DataFrame | None
    gap_by_size: pd.DataFrame | None
    claims: pd.DataFrame | None

    @property
    def all(self) -> tuple[pd.DataFrame, ...]:
        """Every frame that there is."""
        single = (self.profiles, self.gap, self.gap_by_size, self.claims)
        known = tuple(frame for frame in single if frame is not None)
        return (*self.likerts, *self.summaries, *self.crosstabs, *known)


def every_table(survey: Survey) -> Tables:
    """Compute every table of a survey.

    Parameters
    ----------
    survey : Survey
        Small cells of supplied answers are suppressed in every table.

    Returns
    -------
    Tables

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> tables = every_table(read_published())
    >>> len(tables.likerts), len(tables.crosstabs), len(tables.claims)
    (6, 5, 50)
    """
    questions = survey.codebook.questions
    has_profiles = set(PROFILE_MEASURES.values()) <= set(questions)
    sized = bool(survey.codebook.size_bands)
    gap = by_size = None
    if has_profiles and sized:
        gap = workforce_gap(survey)
        by_size = workforce_gap(survey, by="size_band")
    return Tables(
        likerts=tuple(likert for key in questions for likert in _likerts(survey, key)),
        summaries=tuple(likert_summary(survey, key) for key in questions),
        profiles=profile_table(survey) if has_profiles else None,
        crosstabs=tuple(crosstab(survey, key, by="size_band") for key in questions if sized),
        gap=gap,
        gap_by_size=by_size,
        claims=check_claims(survey) if survey.source == REPORT else None,
    )


def _likerts(survey: Survey, question: str) -> list[pd.DataFrame]:
    likert = likert_table(survey, question)
    listed = likert_table(survey, question, base="listed")
    return [likert] if listed["base"].equals(likert["base"]) else [likert, listed]
