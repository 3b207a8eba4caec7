"""Make many documents: plan them, skip what is up to date, report progress and failures."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.survey.checks import InputError
from analysis.survey.control_characters import printable
from analysis.survey.extras import require
from fagligheder.dates import source_date
from fagligheder.files import check_folder, remove_unfinished, shortcomings, why, write_whole
from fagligheder.run.cluster import ClusterPool
from fagligheder.run.document_process import short_path
from fagligheder.run.file_names import document_name, document_title
from fagligheder.run.job import LEFT_OUT, Job, Outcome
from fagligheder.run.limits import Limits
from fagligheder.run.lock import FolderLock
from fagligheder.run.manifest import FILES, MANIFEST, Manifest, files_of
from fagligheder.run.parameters import Value
from fagligheder.run.pool import Pool
from fagligheder.run.processors import usable_processors

if TYPE_CHECKING:
    from analysis.survey.kommuner import Kommune
    from analysis.survey.survey import Survey

LOG = "log.txt"
#: Folder for the temporary files of a run.
SCRATCH = ".scratch"
AnyPool = Pool | ClusterPool

NATIONAL = Job("landsrapport", "landsrapport", "Landsrapporten")


def plan(
    kommuner: Sequence[str],
    *,
    everyone: bool = False,
    answers: Path | None = None,
    sheet: str | None = None,
    own: Path | None = None,
    staff: int | None = None,
    lang: str = "da",
    internal: bool = False,
    theme: Path | None = None,
    folder: Path | None = None,
    by: str | None = None,
) -> list[Job]:
    """Decide which documents to make, and check everything that can be checked first.

    Parameters
    ----------
    kommuner : sequence of str
        Names, aliases or codes; ``landsrapport`` is the national report.
    everyone : bool
        The national report and every kommune of the survey.
    answers, own : Path, optional
        Files with all answers, and with one kommune's own.
    sheet : str, optional
        Sheet of a workbook with all answers.
    staff : int, optional
        People in the one kommune's job centre.
    lang : {"da", "en"}
    internal : bool
        For the kommune alone: the answers as they were given, marked as confidential. One
        document at a time.
    theme : Path, optional
        Colours, typeface, logo and sender; the project's own when left out.
    folder : Path, optional
        The folder of another survey than the project's own.
    by : str, optional
        A report for each group of this grouping, rather than for kommuner; then ``kommuner`` are
        names of groups. See `fagligheder.run.survey_plan.plan_survey`.

    Returns
    -------
    list of Job
        Their names tell language, own answers and internal use apart: see `document_name`.

    Raises
    ------
    InputError
        Nothing is chosen, a name is unknown, a file is bad, tells nothing or too little for a
        report, or ``own``, ``staff`` or ``internal`` is given for several.
    """
    from analysis.measures.job_centre import job_centre
    from analysis.measures.sources import is_made_up, read_survey
    from analysis.survey.answers.own import read_own, refuse_empty
    from fagligheder.run.enough_answers import refuse_too_little, refuse_unanswered
    from fagligheder.run.survey_plan import has_kommune_reports, plan_survey

    survey = read_survey(folder, sheet, answers=answers, protected=False)
    if by is not None or not has_kommune_reports(survey):
        if own or staff is not None:
            raise InputError("--own og --staff hører til én kommune, ikke til en gruppe.")
        return plan_survey(
            survey,
            kommuner,
            everyone=everyone,
            folder=folder,
            by=by,
            answers=answers,
            sheet=sheet,
            lang=lang,
            internal=internal,
            theme=theme,
        )
    own_answers = read_own(own, lang=lang)
    chosen = [name for name in kommuner if name.strip().casefold() != "landsrapport"]
    national = everyone or len(chosen) < len(kommuner)
    if everyone:
        chosen = [*survey.kommuner.index, *chosen]
    if not chosen and not national:
        raise InputError(
            "Vælg en eller flere kommuner (fagligheder reports Odder), landsrapporten "
            "(fagligheder reports landsrapport) eller alle (fagligheder reports --all)."
        )
    if (own or staff is not None) and len(chosen) != 1:
        raise InputError(
            "--own og --staff hører til én kommune. Vælg den: fagligheder reports Odder --staff 75."
        )
    if internal and survey.basis != "observed":
        raise InputError(
            "--internal viser svarene i en fil, som de er givet. Vælg filen: "
            "fagligheder reports Odder --answers svar.csv --internal."
        )
    if internal and len(chosen) + national != 1:
        raise InputError(
            "--internal laver én rapport til én læser. Vælg én kommune (fagligheder reports Odder "
            "--answers svar.csv --internal) eller landsrapporten."
        )
    source = answers if answers is None or is_made_up(answers) else answers.resolve()
    shared = {"answers": None if source is None else str(source), "lang": lang}
    shared |= {"sheet": sheet} if sheet else {}
    shared |= {"theme": str(theme.resolve())} if theme else {}
    shared |= {"survey": str(folder.resolve())} if folder else {}
    basis: dict[str, Value] = {"basis": survey.basis}
    jobs = {}
    for name in chosen:
        centre = job_centre(survey, name, staff=staff, own=own_answers, lang=lang)
        kommune = centre.kommune
        if internal and not centre.answers:
            raise InputError(
                f"{kommune.name} har ikke svaret i {survey.source}, så intet i filen er dens eget. "
                "Udelad --internal, eller vælg en kommune, der har svaret."
            )
        refuse_too_little(survey, centre, internal=internal)
        own_path = str(own.resolve()) if own else None
        parameters = {"kommune": kommune.name, **shared, "own": own_path, "staff": staff}
        facts: dict[str, Value] = {
            "staff": centre.staff,
            "size_band": centre.band.key,
            "answers": centre.answers,
            "own": bool(own or (staff is not None and _knows_staff(survey, kommune))),
            **basis,
        }
        jobs[kommune.code] = Job("kommune", kommune.slug, kommune.name, parameters, facts)
    if own:
        refuse_empty(own_answers, own, lang=lang)
    if national:
        refuse_unanswered(survey)
    first = [replace(NATIONAL, parameters=shared, facts=basis)] if national else []
    return [_named(job, lang, internal) for job in (*first, *jobs.values())]


def _knows_staff(survey: Survey, kommune: Kommune) -> bool:
    """Whether a survey has the staff of a kommune's job centre."""
    return bool(survey.kommuner["staff"].notna().get(kommune.code, False))


def _named(job: Job, lang: str, internal: bool) -> Job:
    """Return a job under a name and a title that say its language and whose answers it shows."""
    settings: dict[str, Any] = {
        "own": bool(job.facts.get("own")),
        "internal": internal,
        "lang": lang,
    }
    return replace(
        job,
        name=document_name(job.name, **settings),
        title=document_title(job.title, **settings),
        parameters={**job.parameters, "internal": True} if internal else job.parameters,
    )


def open_pool(out: Path, scheduler: str | None = None) -> AnyPool | None:
    """Open a cluster's pool, or one here where it is certain that there is something to make."""
    check_folder(out)
    if scheduler is not None:
        return ClusterPool(scheduler)
    return None if (out / MANIFEST).exists() else Pool()


def make_reports(
    jobs: Sequence[Job],
    out: Path,
    *,
    workers: int | None = None,
    force: bool = False,
    limits: Limits | None = None,
    pool: AnyPool | None = None,
    release_again: bool = False,
    index_page: bool = True,
) -> list[Outcome]:
    """Make the documents that are not up to date, several at a time, and report progress.

    Parameters
    ----------
    jobs : sequence of Job
    out : Path
        The folder for the documents; made when it is missing.
    workers : int, optional
        Documents at a time; as many as there are processors that may be used when left out. A
        cluster makes as many as its workers have threads.
    force : bool
        Make also those that are up to date.
    limits : Limits, optional
        What one document may use.
    pool : Pool or ClusterPool, optional
        What makes them; a new one on this machine when left out.
    release_again : bool
        As ``again`` of `fagligheder.run.ledger.register_release`.
    index_page : bool
        Whether to write the folder's index page.

    Returns
    -------
    list of Outcome
        In the order of the jobs, those that are left out after the others. A failed one does not
        stop the others. When the index page (``index.html``) cannot be written, its outcome comes
        last.

    Raises
    ------
    FolderLocked
        Another run has locked the folder.
    InputError
        The cluster cannot be used, an extra is missing, ``SOURCE_DATE_EPOCH`` is no number, or the
        documents and an earlier release in the folder would give away too much together.
    """
    require("reports")
    limits = limits or Limits()
    timestamp = source_date()
    jobs = [replace(job, timestamp=timestamp) for job in jobs]
    with FolderLock(out):
        remove_unfinished(out)
        manifest = Manifest(out)
        for job in (each for each in jobs if each.left_out):
            manifest.leave_out(job)
        left_out = [Outcome(job) for job in jobs if job.left_out]
        jobs = [job for job in jobs if not job.left_out]
        done: dict[str, Outcome] = {}
        if not force:
            current = (manifest.current(job) for job in jobs)
            done = {outcome.job.name: outcome for outcome in current if outcome}
        left = [job for job in jobs if job.name not in done]
        if left:
            _register(left, out, release_again)
            made = _make(left, out, workers or usable_processors(), limits, pool)
            for outcome in _report_progress(made, len(left)):
                done[outcome.job.name] = _record(outcome, manifest, out)
        page_errors = _write_index_page(manifest, out) if index_page else []
        for words in shortcomings():
            _append_to_log(words, out)
    return [*(done[job.name] for job in jobs), *left_out, *page_errors]


def _register(jobs: Sequence[Job], out: Path, again: bool) -> None:
    """Enter in the folder's ledger which answers the documents will show; internal ones do not."""
    from analysis.measures.disclosure import GROUPED_BY
    from analysis.measures.sources import is_made_up, read_survey
    from fagligheder.run.ledger import register_release

    named = ("survey", "answers", "sheet", "by")
    files = {
        tuple(str(job.parameters.get(name) or "") for name in named)
        for job in jobs
        if not job.internal
    }
    for folder, answers, sheet, by in sorted(files):
        if folder or (answers and not is_made_up(answers)):
            survey = read_survey(folder, sheet, answers=answers, by=by or None, protected=False)
            grouping = survey.codebook.release_group or GROUPED_BY
            register_release(survey, out, by=grouping, again=again)


def _write_index_page(manifest: Manifest, out: Path) -> list[Outcome]:
    """Write the index page; return an outcome only when that failed."""
    from fagligheder.run.index_page import PAGE, write_page

    page = Job(PAGE, PAGE, PAGE)
    try:
        write_page(manifest, out, NATIONAL.name, LOG)
    except OSError as error:
        return [Outcome(page, error=f"kan ikke skrives: {error.strerror or error}")]
    except InputError as error:
        return [Outcome(page, error=str(error))]
    return []


def _make(
    jobs: Sequence[Job], out: Path, workers: int, limits: Limits, pool: AnyPool | None
) -> Iterator[Outcome]:
    """Make documents, with a folder for temporary files meanwhile."""
    scratch = (out / SCRATCH).resolve()
    shutil.rmtree(scratch, ignore_errors=True)
    with ExitStack() as at_end:
        at_end.callback(shutil.rmtree, scratch, ignore_errors=True)
        scratch.mkdir(mode=0o700)
        scratch = at_end.enter_context(short_path(scratch))
        pool = pool or at_end.enter_context(Pool())
        yield from pool.make(jobs, out, workers, limits, scratch)


def _report_progress(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """Pass outcomes on, with a bar on a terminal and plain lines elsewhere."""
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread of its own
    with tqdm(total=total, unit="rapport", disable=None, leave=False) as bar:
        for number, outcome in enumerate(outcomes, start=1):
            yield outcome
            bar.update()
            bar.set_postfix_str(outcome.job.title)
            if bar.disable:
                state = "mislykkedes" if outcome.error else "færdig"
                print(f"{number}/{total} {outcome.job.title}: {state}", flush=True)


def _record(outcome: Outcome, manifest: Manifest, out: Path) -> Outcome:
    """Write an outcome to the manifest and the log; what cannot be recorded has failed."""
    if outcome.error:
        words = _without_folders(outcome.error, outcome.job)
        outcome = replace(outcome, error=words, older=bool(files_of(outcome.job, out)))
    try:
        manifest.add(outcome)
    except OSError as error:
        words = outcome.error or f"{MANIFEST} kan ikke skrives: {why(error)}"
        outcome = replace(outcome, error=words, files=(), hashes=())
    _write_log(outcome, out)
    return outcome


def _without_folders(words: str, job: Job) -> str:
    """Return an error in which the files that a job reads go by their names."""
    for name in FILES:
        folder = str(Path(str(job.parameters.get(name) or "")).parent)
        if len(folder) > 1:
            words = words.replace(folder + os.sep, "")
    return words


def _write_log(outcome: Outcome, out: Path) -> None:
    # What has failed may quote answers; those of a document for internal use stay on the screen.
    words = "" if outcome.job.internal else f": {outcome.full_error}"
    state = f"mislykkedes{words}" if outcome.error else "færdig"
    words = printable(" ".join(state.split()))
    _append_to_log(f"{outcome.job.title} ({outcome.seconds:.1f} s): {words}", out)


def _append_to_log(words: str, out: Path) -> None:
    """Write a line with the time in the log; a colleague's is replaced by a copy with the line."""
    path = out / LOG
    line = f"{datetime.now().astimezone().isoformat(timespec='seconds')} {words}\n"
    try:
        try:
            with path.open("a", encoding="utf-8") as log:
                log.write(line)
        except PermissionError:
            write_whole(path, path.read_text(encoding="utf-8", errors="replace") + line)
    except OSError as error:
        print(f"fagligheder: {LOG} kan ikke skrives: {why(error)}.", file=sys.stderr)


def summary(outcomes: Sequence[Outcome], out: Path) -> str:
    """Return what was made, what was up to date, what failed, and where the index page is."""
    from fagligheder.run.index_page import PAGE

    failed = [outcome for outcome in outcomes if outcome.error]
    left_out = [outcome.job for outcome in outcomes if outcome.job.left_out]
    ready = len(outcomes) - len(failed) - len(left_out)
    unchanged = sum(not (each.error or each.seconds or each.job.left_out) for each in outcomes)
    word = "rapport" if ready == 1 else "rapporter"
    same = f", heraf {unchanged} uændret" if unchanged == 1 else f", heraf {unchanged} uændrede"
    line = f"{ready} {word} i {out}{os.sep} (ipynb, html og pdf){same if unchanged else ''}."
    lines = [line]
    if failed:
        lines.append(f"{len(failed)} mislykkedes:")
        lines += [f"  {outcome.job.title}: {outcome.full_error}" for outcome in failed]
    lines += [f"Uden rapport: {job.title} ({LEFT_OUT[job.left_out]})." for job in left_out]
    if (out / PAGE).exists():
        lines.append(f"Oversigt: {out / PAGE}")
    return "\n".join(lines)
