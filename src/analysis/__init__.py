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
    from analysis.display.kommune import kommune_page
    from analysis.display.likert import draw_likert
    from analysis.display.national import (
        format_kommuner,
        format_roles,
        national_facts,
    )
    from analysis.display.sentences import likert_sentence
    from analysis.display.tables import (
        format_likert,
        format_profiles,
        format_summary,
    )
    from analysis.measures.intervals import share_interval
    from analysis.measures.profiles import profile_table
    from analysis.measures.recovery import (
        infer_base,
        recover_counts,
    )
    from analysis.measures.shares import (
        likert_summary,
        likert_table,
    )
    from analysis.survey.checks import InputError
    from analysis.survey.codebook import read_codebook
    from analysis.survey.descriptions import (
        read_competences,
        read_profile_roles,
    )
    from analysis.survey.kommuner import find_kommune
    from analysis.survey.own import read_own
    from analysis.survey.published import (
        read_published,
        read_survey,
    )

__version__ = "0.1.0"

#: Name → the module it lives in; imported when first asked for, so that a command starts at once.
_DOOR = {
    "InputError": "analysis.survey.checks",
    "alt_text": "analysis.display.captions",
    "draw_likert": "analysis.display.likert",
    "find_kommune": "analysis.survey.kommuner",
    "format_kommuner": "analysis.display.national",
    "format_likert": "analysis.display.tables",
    "format_profiles": "analysis.display.tables",
    "format_roles": "analysis.display.national",
    "format_summary": "analysis.display.tables",
    "infer_base": "analysis.measures.recovery",
    "kommune_page": "analysis.display.kommune",
    "likert_sentence": "analysis.display.sentences",
    "likert_summary": "analysis.measures.shares",
    "likert_table": "analysis.measures.shares",
    "national_facts": "analysis.display.national",
    "profile_table": "analysis.measures.profiles",
    "read_codebook": "analysis.survey.codebook",
    "read_competences": "analysis.survey.descriptions",
    "read_own": "analysis.survey.own",
    "read_profile_roles": "analysis.survey.descriptions",
    "read_published": "analysis.survey.published",
    "read_survey": "analysis.survey.published",
    "recover_counts": "analysis.measures.recovery",
    "share_interval": "analysis.measures.intervals",
}

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


def __getattr__(name: str) -> Any:
    if name not in _DOOR:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    value = getattr(import_module(_DOOR[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
