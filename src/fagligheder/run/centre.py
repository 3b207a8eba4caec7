"""Make what a job centre's workbook tells: its report, its plan as a workbook, and the proof.

The workbook stays where it is: nothing is copied, cached or sent. What is written for everyone
names no employee; what is written for the centre itself (``internal``) bears "Fortroligt".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from analysis.competence.centre import Centre
from analysis.competence.checker import verify_plan
from analysis.competence.merged_steps import merge_steps
from analysis.competence.plan import TrainingPlan
from analysis.competence.workbook import read_centre
from analysis.survey.checks import InputError, Problem
from analysis.survey.extras import load
from analysis.words import text
from fagligheder.files import check_folder, write_together
from fagligheder.run.batch import make_reports
from fagligheder.run.centre_search import search_plan
from fagligheder.run.file_names import document_name, document_title
from fagligheder.run.job import Job, Outcome
from fagligheder.run.limits import Limits
from fagligheder.run.lock import FolderLock
from fagligheder.run.parameters import Value

NOTEBOOK = "center"
#: A proof of a job centre of any size is smaller.
_MOST_PROOF = 50_000_000
#: Seconds for the report: its figures are plans of their own.
_SECONDS = 3600


@dataclass(frozen=True)
class CentreDocuments:
    """What was made of a centre: files, the plan, what is proven, and the report's outcome."""

    files: tuple[Path, ...]
    plan: TrainingPlan
    checked: Any
    outcome: Outcome


def make_centre(
    workbook: Path,
    out: Path,
    *,
    day: date,
    internal: bool = False,
    lang: str = "da",
    notebook: str = NOTEBOOK,
    pool: Any = None,
) -> CentreDocuments:
    """Plan for a job centre, and write its report, workbook and proof.

    Parameters
    ----------
    workbook : Path
        Filled in; see `read_centre`.
    out : Path
        The folder; made when it is missing.
    day : date
        Offers and limits are those that hold then.
    internal : bool
        For the centre alone: the report names employees by code, and the workbook is the whole one
        with the plan in it.
    lang : {"da", "en"}
    notebook : str
        That of the report.
    pool : Pool, optional
        What makes the report; a new one when left out.

    Raises
    ------
    InputError
        The workbook cannot be used; nothing is written.
    FolderLocked
        Another run has locked the folder.
    """
    load("xlsxwriter", "reports")
    check_folder(out)
    centre = read_centre(workbook, lang=lang)
    plan = search_plan(centre, day, lang=lang)
    checked = _verified(plan.proof, centre)
    name = _name(centre)
    job = _job(centre, workbook, notebook, name, day, internal=internal, lang=lang)
    proof = out / f"{text('files.proof', lang, name=name)}.json"
    contents: dict[Path, bytes | str] = {proof: _written(plan.proof)}
    if internal:
        contents[out / f"{job.name}.xlsx"] = _whole_workbook(centre, plan, day, lang)
    with FolderLock(out):
        write_together(contents)
    given: dict[str, Any] = {"limits": Limits(_SECONDS), "force": True, "index_page": False}
    (outcome,) = make_reports([job], out, pool=pool, **given)
    return CentreDocuments((*contents, *outcome.files), plan, checked, outcome)


def verify_proof(proof: Path, workbook: Path, *, lang: str = "da") -> Any:
    """Check a saved proof against a workbook; see `verify_plan`.

    Raises
    ------
    InputError
        The proof or the workbook cannot be read, or the proof does not show what it claims.
    """
    centre = read_centre(workbook, lang=lang)
    return _verified(_read_proof(proof, lang), centre)


def _verified(proof: Mapping[str, Any], centre: Centre) -> Any:
    return verify_plan(proof, centre.needs, centre.employees, centre.offers, centre.limits)


def _read_proof(path: Path, lang: str) -> Mapping[str, Any]:
    try:
        if path.stat().st_size <= _MOST_PROOF:
            content = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(content, dict):
                return content
    except (ValueError, RecursionError):
        pass
    cure = text("centre_run.no_proof_cure", lang)
    raise InputError(Problem(text("centre_run.no_proof", lang), cure, path.name, lang=lang))


def _written(proof: Mapping[str, Any]) -> str:
    return json.dumps(proof, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _name(centre: Centre) -> str:
    """Return the name of a centre's files, of the public ones in Danish."""
    return f"center-{centre.kommune.slug}" if centre.kommune else "center"


def _job(
    centre: Centre,
    workbook: Path,
    notebook: str,
    name: str,
    day: date,
    *,
    internal: bool,
    lang: str,
) -> Job:
    """Return the job that makes the report."""
    title = centre.kommune.name if centre.kommune else text("centre_run.title", lang)
    parameters: dict[str, Value] = {
        "workbook": str(workbook.resolve()),
        "date": day.isoformat(),
        "lang": lang,
    }
    return Job(
        notebook,
        document_name(name, internal=internal, lang=lang),
        document_title(title, internal=internal, lang=lang),
        parameters | ({"internal": True} if internal else {}),
        {"basis": "synthetic" if centre.synthetic else "observed"},
    )


def _whole_workbook(centre: Centre, plan: TrainingPlan, day: date, lang: str) -> bytes:
    """Return the centre's workbook with the plan's steps in it."""
    from fagligheder.office.centre_book import centre_book

    planned = replace(centre, steps=merge_steps(centre.steps, plan.steps))
    created = datetime(day.year, day.month, day.day)
    return centre_book(planned, created, lang=lang, internal=True)
