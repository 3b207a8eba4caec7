"""Make what a job centre's workbook tells: its report, its plan as a workbook, slides, a proof.

The workbook stays where it is: nothing is copied, cached or sent. What is made for everyone names
no employee and hides what could give one away; what is made for the centre itself (``internal``)
bears "Fortroligt".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from analysis.competence.centre import Centre
from analysis.competence.centre_change import shared_profiles
from analysis.competence.checker import verify_plan
from analysis.competence.merged_steps import merge_steps
from analysis.competence.plan import TIME_LIMIT
from analysis.competence.results import CentreResults
from analysis.competence.saved_plan import read_proof
from analysis.competence.workbook import read_centre
from analysis.display.pages.centre import CentrePage
from analysis.survey.extras import load
from analysis.words import text
from fagligheder.dates import today
from fagligheder.files import check_folder, write_together, write_whole
from fagligheder.run.batch import make_reports
from fagligheder.run.centre_search import search_centre
from fagligheder.run.file_names import document_name, document_title
from fagligheder.run.job import Job, Outcome
from fagligheder.run.limits import Limits
from fagligheder.run.lock import FolderLock
from fagligheder.run.parameters import Value

NOTEBOOK = "center"


@dataclass(frozen=True)
class Asked:
    """What is to be made of a centre.

    Attributes
    ----------
    workbook : Path
        Filled in; see `read_centre`.
    before : Path, optional
        The workbook of the year before, for what has changed.
    day : date, optional
        Offers and limits are those that hold then; the first day of the workbook's year when left
        out.
    internal : bool
        For the centre alone: the report names employees by code, the workbook is the whole one
        with the plan in it, and there is a proof of the plan; there are no slides.
    theme : Path, optional
    seconds : float
        For the plan, and as many for each thing that is found from it.
    lang : {"da", "en"}
    """

    workbook: Path
    before: Path | None = None
    day: date | None = None
    internal: bool = False
    theme: Path | None = None
    seconds: float = TIME_LIMIT
    lang: str = "da"


@dataclass(frozen=True)
class CentreDocuments:
    """What was made of a centre: its files, its numbers, and what became of the report."""

    files: tuple[Path, ...]
    results: CentreResults
    outcome: Outcome


def make_centre(
    asked: Asked, out: Path, *, notebook: str = NOTEBOOK, pool: Any = None
) -> CentreDocuments:
    """Plan for a job centre, and write its report, its workbook, and slides or a proof.

    Parameters
    ----------
    asked : Asked
    out : Path
        The folder; made when it is missing.
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
    for package in ("xlsxwriter", "pptx"):
        load(package, "reports")
    check_folder(out)
    lang, internal = asked.lang, asked.internal
    centre = read_centre(asked.workbook, lang=lang)
    before = None if asked.before is None else read_centre(asked.before, lang=lang)
    if before is not None:
        shared_profiles(before, centre)
    day = asked.day.isoformat() if asked.day else f"{centre.year}-01-01"
    written = search_centre(centre, day, seconds=asked.seconds, lang=lang)
    results = CentreResults(
        centre, day, not internal, lang, before=before, proof=json.loads(written)
    )
    name = _name(centre)
    stem = document_name(name, internal=internal, lang=lang)
    confidential = document_name(name, internal=True, lang=lang)
    proof_name = f"{text('files.proof', lang, name=confidential)}.json"
    contents: dict[str, bytes | str]
    if internal:
        contents = {f"{stem}.xlsx": _whole_workbook(results), proof_name: written}
    else:
        contents = {f"{stem}.xlsx": _plan_workbook(results), f"{stem}.pptx": _slides(results)}
    files: dict[Path, bytes | str] = {out / each: what for each, what in contents.items()}
    with ExitStack() as at_end:
        proof = out / proof_name
        if not internal:  # the report reads it, and it is not to be passed on
            folder = at_end.enter_context(TemporaryDirectory(prefix="fagligheder-"))
            proof = Path(folder) / proof_name
            write_whole(proof, written)
        with FolderLock(out):
            write_together(files)
        job = _job(asked, results, notebook, stem, proof)
        (outcome,) = make_reports(
            [job], out, limits=Limits(), force=True, pool=pool, index_page=False
        )
    return CentreDocuments((*files, *outcome.files), results, outcome)


def verify_proof(proof: Path, workbook: Path, *, lang: str = "da") -> pd.DataFrame:
    """Check a saved proof against a workbook; see `verify_plan`.

    Raises
    ------
    InputError
        The proof or the workbook cannot be read, or the proof does not show what it claims.
    """
    centre = read_centre(workbook, lang=lang)
    saved: Mapping[str, Any] = read_proof(proof, lang=lang)
    return verify_plan(saved, centre.needs, centre.employees, centre.offers, centre.limits)


def _name(centre: Centre) -> str:
    """Return the name of a centre's files, of the public ones in Danish."""
    return f"center-{centre.kommune.slug}" if centre.kommune else "center"


def _job(asked: Asked, results: CentreResults, notebook: str, stem: str, proof: Path) -> Job:
    """Return the job that makes the report."""
    centre, lang = results.centre, asked.lang
    title = centre.kommune.name if centre.kommune else text("centre_run.title", lang)
    files = {"workbook": asked.workbook, "before": asked.before, "theme": asked.theme}
    parameters: dict[str, Value] = {
        **{name: str(path.resolve()) for name, path in files.items() if path is not None},
        "proof": str(proof.resolve()),
        "date": results.date,
        "lang": lang,
    }
    if asked.internal:
        parameters["internal"] = True
    title = document_title(title, internal=asked.internal, lang=lang)
    return Job(notebook, stem, title, parameters, {"basis": _basis(centre)})


def _basis(centre: Centre) -> str:
    return "synthetic" if centre.synthetic else "observed"


def _whole_workbook(results: CentreResults) -> bytes:
    """Return the centre's workbook with the plan's steps in it."""
    from fagligheder.office.centre_book import centre_book

    centre = results.centre
    planned = replace(centre, steps=merge_steps(centre.steps, results.plan.steps))
    return centre_book(planned, _created(), lang=results.lang, internal=True)


def _plan_workbook(results: CentreResults) -> bytes:
    """Return the plan alone, protected, as a workbook of one sheet."""
    from fagligheder.office.cells import sheet_grids
    from fagligheder.office.centre_plan import centre_plan_sheet
    from fagligheder.office.workbook import workbook_bytes

    grids = sheet_grids([centre_plan_sheet(results)], lang=results.lang)
    return workbook_bytes(grids, _created(), results.lang)


def _slides(results: CentreResults) -> bytes:
    from fagligheder.office.centre_deck import centre_deck
    from fagligheder.office.powerpoint import deck_bytes

    deck = centre_deck(CentrePage(results, results.lang))
    return deck_bytes(deck, lang=results.lang, day=today())


def _created() -> datetime:
    day = today()
    return datetime(day.year, day.month, day.day)
