"""Fagligheder: the survey of Danish job centres' professional profiles, with honest ranges.

First lines in a notebook::

    import analysis as fag
    survey = fag.read_published()
    likert = fag.likert_table(survey, "importance")
    fag.draw_likert(likert)
    fag.format_likert(likert)
"""

from __future__ import annotations

from analysis.display.captions import alt_text
from analysis.display.kommune import kommune_page
from analysis.display.likert import draw_likert
from analysis.display.national import format_kommuner, format_roles, national_facts
from analysis.display.sentences import likert_sentence
from analysis.display.tables import format_likert, format_profiles, format_summary
from analysis.measures.intervals import share_interval
from analysis.measures.profiles import profile_table
from analysis.measures.recovery import infer_base, recover_counts
from analysis.measures.shares import likert_summary, likert_table
from analysis.survey.checks import InputError
from analysis.survey.codebook import read_codebook
from analysis.survey.descriptions import read_competences, read_profile_roles
from analysis.survey.kommuner import find_kommune
from analysis.survey.own import read_own
from analysis.survey.published import read_published, read_survey

__version__ = "0.1.0"

__all__ = [
    "InputError",
    "alt_text",
    "draw_likert",
    "find_kommune",
    "format_kommuner",
    "format_likert",
    "format_profiles",
    "format_roles",
    "format_summary",
    "infer_base",
    "kommune_page",
    "likert_sentence",
    "likert_summary",
    "likert_table",
    "national_facts",
    "profile_table",
    "read_codebook",
    "read_competences",
    "read_own",
    "read_profile_roles",
    "read_published",
    "read_survey",
    "recover_counts",
    "share_interval",
]
