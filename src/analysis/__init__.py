"""Fagligheder: the survey of Danish job centres' professional profiles, with honest ranges.

First lines in a notebook::

    import analysis as fag
    survey = fag.read_published()
    likert = fag.likert_table(survey, "importance")
    fag.draw_likert(likert)
    fag.format_likert(likert)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.display.captions import alt_text
    from analysis.display.claims import format_claims
    from analysis.display.crosstab import draw_crosstab, format_association, format_crosstab
    from analysis.display.kommune import kommune_page
    from analysis.display.likert import draw_likert
    from analysis.display.national import (
        about_numbers,
        base_finding,
        format_kommuner,
        format_roles,
        key_points,
        national_facts,
        national_heading,
        national_title,
        question_sentence,
    )
    from analysis.display.sensitivity import draw_sensitivity
    from analysis.display.sentences import likert_sentence
    from analysis.display.statements import list_statements, proven_note
    from analysis.display.summary import draw_summary
    from analysis.display.tables import format_likert, format_profiles, format_summary
    from analysis.display.workforce import draw_gap, format_gap
    from analysis.explorer.view import explore
    from analysis.measures.agreement import agreement_with_report
    from analysis.measures.association import association
    from analysis.measures.bounds import identified_set
    from analysis.measures.claims import check_claims
    from analysis.measures.crosstab import crosstab
    from analysis.measures.disclosure import protect
    from analysis.measures.intervals import share_interval
    from analysis.measures.parametric import parametric_gap
    from analysis.measures.profiles import profile_table
    from analysis.measures.recovery import infer_base, recover_counts
    from analysis.measures.shares import likert_summary, likert_table
    from analysis.measures.surveys import read_survey
    from analysis.measures.synthetic import synthesize
    from analysis.measures.waves import compare_waves
    from analysis.measures.wishes import wishes
    from analysis.measures.workforce import gap_sensitivity, workforce_gap
    from analysis.survey.answers import read_answers
    from analysis.survey.checks import InputError
    from analysis.survey.codebook import read_codebook
    from analysis.survey.descriptions import read_competences, read_profile_roles
    from analysis.survey.kommuner import find_kommune
    from analysis.survey.own import read_own
    from analysis.survey.published import read_published

__version__ = "0.1.0"

#: Name → the module it lives in; imported when first asked for, so that a command starts at once.
_DOOR = {
    "check_claims": "analysis.measures.claims",
    "format_claims": "analysis.display.claims",
    "question_sentence": "analysis.display.national",
    "key_points": "analysis.display.national",
    "base_finding": "analysis.display.national",
    "about_numbers": "analysis.display.national",
    "InputError": "analysis.survey.checks",
    "agreement_with_report": "analysis.measures.agreement",
    "alt_text": "analysis.display.captions",
    "association": "analysis.measures.association",
    "compare_waves": "analysis.measures.waves",
    "crosstab": "analysis.measures.crosstab",
    "draw_crosstab": "analysis.display.crosstab",
    "draw_gap": "analysis.display.workforce",
    "draw_likert": "analysis.display.likert",
    "draw_sensitivity": "analysis.display.sensitivity",
    "draw_summary": "analysis.display.summary",
    "explore": "analysis.explorer.view",
    "find_kommune": "analysis.survey.kommuner",
    "format_association": "analysis.display.crosstab",
    "format_crosstab": "analysis.display.crosstab",
    "format_gap": "analysis.display.workforce",
    "format_kommuner": "analysis.display.national",
    "format_likert": "analysis.display.tables",
    "format_profiles": "analysis.display.tables",
    "format_roles": "analysis.display.national",
    "format_summary": "analysis.display.tables",
    "gap_sensitivity": "analysis.measures.workforce",
    "identified_set": "analysis.measures.bounds",
    "infer_base": "analysis.measures.recovery",
    "kommune_page": "analysis.display.kommune",
    "likert_sentence": "analysis.display.sentences",
    "likert_summary": "analysis.measures.shares",
    "likert_table": "analysis.measures.shares",
    "list_statements": "analysis.display.statements",
    "proven_note": "analysis.display.statements",
    "national_facts": "analysis.display.national",
    "national_heading": "analysis.display.national",
    "national_title": "analysis.display.national",
    "parametric_gap": "analysis.measures.parametric",
    "profile_table": "analysis.measures.profiles",
    "protect": "analysis.measures.disclosure",
    "read_answers": "analysis.survey.answers",
    "read_codebook": "analysis.survey.codebook",
    "read_competences": "analysis.survey.descriptions",
    "read_own": "analysis.survey.own",
    "read_profile_roles": "analysis.survey.descriptions",
    "read_published": "analysis.survey.published",
    "read_survey": "analysis.measures.surveys",
    "recover_counts": "analysis.measures.recovery",
    "share_interval": "analysis.measures.intervals",
    "synthesize": "analysis.measures.synthetic",
    "wishes": "analysis.measures.wishes",
    "workforce_gap": "analysis.measures.workforce",
}

__all__ = [
    "InputError",
    "about_numbers",
    "agreement_with_report",
    "alt_text",
    "association",
    "base_finding",
    "check_claims",
    "compare_waves",
    "crosstab",
    "draw_crosstab",
    "draw_gap",
    "draw_likert",
    "draw_sensitivity",
    "draw_summary",
    "explore",
    "find_kommune",
    "format_association",
    "format_claims",
    "format_crosstab",
    "format_gap",
    "format_kommuner",
    "format_likert",
    "format_profiles",
    "format_roles",
    "format_summary",
    "gap_sensitivity",
    "identified_set",
    "infer_base",
    "key_points",
    "kommune_page",
    "likert_sentence",
    "likert_summary",
    "likert_table",
    "list_statements",
    "national_facts",
    "national_heading",
    "national_title",
    "parametric_gap",
    "profile_table",
    "protect",
    "proven_note",
    "question_sentence",
    "read_answers",
    "read_codebook",
    "read_competences",
    "read_own",
    "read_profile_roles",
    "read_published",
    "read_survey",
    "recover_counts",
    "share_interval",
    "synthesize",
    "wishes",
    "workforce_gap",
]


def __getattr__(name: str) -> Any:
    if name not in _DOOR:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    value = getattr(import_module(_DOOR[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
