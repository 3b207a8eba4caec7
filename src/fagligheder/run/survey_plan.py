"""Plan the reports of any survey: of the whole, and of each group of its respondents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from analysis.display.text.survey_words import is_own
from analysis.measures.disclosure import protect
from analysis.measures.group_comparison import find_group
from analysis.measures.groups import UNTESTED, Grouping, grouping
from analysis.measures.sources import is_made_up
from analysis.survey.checks import InputError
from analysis.survey.description import ROLES
from analysis.survey.options import choose
from analysis.survey.survey import Survey
from fagligheder.run.file_names import document_name, document_title, group_name
from fagligheder.run.job import GROUP, LEFT_OUT, WHOLE, Job
from fagligheder.run.parameters import Value

#: The names that ask for the whole survey.
_WHOLE_NAMES = ("landsrapport", "undersøgelse", WHOLE)


def has_kommune_reports(survey: Survey) -> bool:
    """Whether a survey has what the reports to kommuner need: kommuner, size bands, the gap."""
    book = survey.codebook
    return book.about.kommuner and bool(book.size_bands) and book.has_roles(*ROLES)


def plan_survey(
    survey: Survey,
    names: Sequence[str],
    *,
    everyone: bool = False,
    folder: Path | None = None,
    by: str | None = None,
    answers: Path | None = None,
    sheet: str | None = None,
    lang: str = "da",
    internal: bool = False,
    theme: Path | None = None,
) -> list[Job]:
    """Decide which documents of a survey to make: of the whole, and of each group.

    Parameters
    ----------
    survey : Survey
        With its answers as they were given.
    names : sequence of str
        Keys or names of groups; ``landsrapport`` or ``undersoegelse`` is the whole survey. None
        of them with ``by``: every group and the whole.
    everyone : bool
        The whole and every group.
    folder, by, answers, sheet, lang, internal, theme
        As `fagligheder.run.batch.plan`.

    Returns
    -------
    list of Job
        A group that is too small for a report is there with why it is ``left_out``, unless it was
        asked for by name.

    Raises
    ------
    InputError
        A group is unknown, or too small and asked for by name; the survey has no answers to group;
        or ``internal`` is asked for several documents.
    """
    chosen = [name for name in names if name.strip().casefold() not in _WHOLE_NAMES]
    if by is None and chosen:
        title = survey.codebook.about.title.da
        known = ", ".join(survey.codebook.groups) or "ingen"
        raise InputError(
            f"{title} har ikke rapporter til kommuner, så »{chosen[0]}« kan ikke laves. Lav en "
            f"rapport til hver gruppe med --by (inddelinger: {known}), eller udelad navnet."
        )
    if by is not None and survey.is_printed:
        raise InputError(
            f"--by: {survey.source} siger ikke, hvem der svarede hvad, så der kan ikke laves "
            "rapporter til grupper. Vælg en fil med svar med --answers."
        )
    if by is not None:
        _check_grouping(survey, by)
    whole = everyone or by is None or len(chosen) < len(names) or not names
    jobs = list(_groups(survey, by, chosen, internal)) if by else []
    if chosen and not everyone:
        _refuse_left_out(jobs)
    facts: dict[str, Value] = {"basis": survey.basis, "lang": lang}
    facts |= {"by": survey.codebook.group_name(by)[lang]} if by else {}
    if not is_own(survey.codebook):
        facts["survey"] = survey.codebook.about.title[lang]
    if whole:
        title = survey.codebook.about.title[lang]
        jobs.insert(0, Job(WHOLE, WHOLE, title))
    made = [job for job in jobs if not job.left_out]
    if internal and survey.basis != "observed":
        raise InputError("--internal viser svarene i en fil, som de er givet. Vælg filen.")
    if internal and len(made) != 1:
        raise InputError(
            "--internal laver én rapport til én læser. Vælg én gruppe, fx fagligheder reports "
            "--by klasse Indskoling --internal, eller undersoegelse."
        )
    source = answers if answers is None or is_made_up(answers) else answers.resolve()
    shared: dict[str, Value] = {
        "survey": str(folder.resolve()) if folder else None,
        "answers": None if source is None else str(source),
        "by": by,
        "lang": lang,
    }
    shared |= {"sheet": sheet} if sheet else {}
    shared |= {"theme": str(theme.resolve())} if theme else {}
    shared |= {"internal": True} if internal else {}
    return [
        Job(
            job.notebook,
            document_name(job.name, internal=internal, lang=lang),
            document_title(_title(job, survey, by, lang), internal=internal, lang=lang),
            {**job.parameters, **shared},
            {**facts, **job.facts},
            left_out=job.left_out,
        )
        for job in jobs
    ]


def _check_grouping(survey: Survey, by: str) -> None:
    """Refuse an unknown grouping of respondents who belong to no kommuner, by the known ones."""
    answers, groups = survey.answers, survey.codebook.groups
    by_kommune = answers is not None and "kommune" in answers
    if not by_kommune and re.fullmatch(r"\w+", by) and by not in survey.codebook.columns():
        choose("--by", by, groups)


def _title(job: Job, survey: Survey, by: str | None, lang: str) -> str:
    """A group's name in the document's language; the survey's title."""
    key = job.parameters.get("group")
    if key is None or by is None:
        return job.title
    return grouping(survey, by).labels[str(key)][lang]


def _groups(survey: Survey, by: str, chosen: Sequence[str], internal: bool) -> Iterator[Job]:
    """A job for each group that was chosen, or for all; with why one is left out."""
    protected = survey
    if survey.basis == "observed" and not internal:
        protected = protect(survey, by)
    groups = grouping(protected, by)
    wanted = [find_group(survey, name, by) for name in chosen] or list(groups.keys)
    taken: set[str] = set()
    for place, key in enumerate(groups.keys):
        if key not in wanted:
            continue
        facts: dict[str, Value] = {"group": place}
        left_out = _left_out(protected, groups, place)
        if not left_out:
            facts["answers"] = int(groups.sizes[place])
        name = _name(by, groups.labels[key].da, taken)
        yield Job(GROUP, name, groups.labels[key].da, {"group": key}, facts, left_out=left_out)


def _left_out(survey: Survey, groups: Grouping, place: int) -> str:
    """Why a group has no report of its own; empty where it has one."""
    if groups.keys[place] in UNTESTED:
        return "unknown"
    if groups.sizes[place] == 0:
        return "few"
    if survey.released is None:
        return ""
    if groups.sizes[place] < survey.released.threshold:
        return "few"
    shown = (table.counts[place, :-1] for table in survey.released.tables.values())
    return "" if any(not np.isnan(counts).all() for counts in shown) else "hidden"


def _refuse_left_out(jobs: Sequence[Job]) -> None:
    for job in jobs:
        if job.left_out:
            raise InputError(
                f"Gruppen {job.title} får ingen rapport: {LEFT_OUT[job.left_out]}. "
                "Vælg en anden, eller en grovere inddeling med --by."
            )


def _name(by: str, label: str, taken: set[str]) -> str:
    """A file name of small ASCII letters, which no other group has."""
    stem = group_name(by, label)
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name)
    return name
