"""Many documents: which ones, which are up to date, with progress, and what failed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from analysis.survey.checks import InputError
from analysis.survey.control_characters import printable
from fagligheder.files import check_folder, remove_unfinished, why
from fagligheder.run.cluster import ClusterWorkshop
from fagligheder.run.job import Job, Outcome
from fagligheder.run.lock import hold
from fagligheder.run.manifest import MANIFEST, Manifest, files_of
from fagligheder.run.pool import Workshop
from fagligheder.run.supervise import Limits

LOG = "log.txt"
#: For the files that a run needs while it runs.
SCRATCH = ".scratch"
AnyWorkshop = Workshop | ClusterWorkshop

NATIONAL = Job("landsrapport", "landsrapport", "Landsrapporten")


def plan(
    kommuner: Sequence[str],
    *,
    everyone: bool = False,
    answers: Path | None = None,
    own: Path | None = None,
    staff: int | None = None,
    lang: str = "da",
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
    staff : int, optional
        People in the one kommune's job centre.
    lang : {"da", "en"}

    Returns
    -------
    list of Job

    Raises
    ------
    InputError
        Nothing is chosen, a name is unknown, a file is bad, or ``own`` or ``staff`` is given for
        several.
    """
    from analysis.measures.job_centre import job_centre
    from analysis.measures.sources import is_made_up, read_survey
    from analysis.survey.answers.own import read_own

    survey = read_survey(answers)
    told = read_own(own)
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
    source = answers if answers is None or is_made_up(answers) else answers.resolve()
    shared = {"answers": None if source is None else str(source), "lang": lang}
    basis = {"basis": survey.basis}
    centres = {
        centre.kommune.code: centre
        for centre in (job_centre(survey, name, staff=staff, own=told) for name in chosen)
    }
    jobs = [
        Job(
            "kommune",
            centre.kommune.slug,
            centre.kommune.name,
            {
                "kommune": centre.kommune.name,
                **shared,
                "own": str(own.resolve()) if own else None,
                "staff": staff,
            },
            {
                "staff": centre.staff,
                "size_band": centre.band.key,
                "answers": centre.answers,
                **basis,
            },
        )
        for centre in centres.values()
    ]
    if national:
        jobs.insert(0, Job(NATIONAL.notebook, NATIONAL.name, NATIONAL.title, shared, basis))
    return jobs


def open_workshop(out: Path, scheduler: str | None = None) -> AnyWorkshop | None:
    """Choose a cluster, or warm up here at once, where it is certain that something is to do."""
    check_folder(out)
    if scheduler is not None:
        return ClusterWorkshop(scheduler)
    return None if (out / MANIFEST).exists() else Workshop()


def make_reports(
    jobs: Sequence[Job],
    out: Path,
    *,
    workers: int | None = None,
    force: bool = False,
    limits: Limits | None = None,
    workshop: AnyWorkshop | None = None,
) -> list[Outcome]:
    """Make the documents that are not up to date, several at a time, and tell how it goes.

    Parameters
    ----------
    jobs : sequence of Job
    out : Path
        The folder for the documents; made when it is missing.
    workers : int, optional
        Documents at a time; as many as there are processors when left out. A cluster makes as many
        as its workers have threads.
    force : bool
        Make also those that are up to date.
    limits : Limits, optional
        What one document may use.
    workshop : Workshop or ClusterWorkshop, optional
        Where they are made; a new one on this machine when left out.

    Returns
    -------
    list of Outcome
        In the order of the jobs. A failed one does not stop the others. When the page over the
        documents (``index.html``) cannot be written, its outcome comes last.

    Raises
    ------
    FolderHeld
        Another run holds the folder.
    InputError
        This system cannot hold the limits, or the cluster cannot be used.
    """
    limits = limits or Limits()
    with hold(out):
        remove_unfinished(out)
        manifest = Manifest(out)
        done: dict[str, Outcome] = {}
        if not force:
            current = (manifest.current(job) for job in jobs)
            done = {outcome.job.name: outcome for outcome in current if outcome}
        left = [job for job in jobs if job.name not in done]
        if left:
            made = _made(left, out, workers or os.cpu_count() or 1, limits, workshop)
            for outcome in _told(made, len(left)):
                done[outcome.job.name] = _noted(outcome, manifest, out)
        trouble = _page(manifest, out)
    return [*(done[job.name] for job in jobs), *trouble]


def _page(manifest: Manifest, out: Path) -> list[Outcome]:
    """Write the page over the documents; an outcome only when that failed."""
    from fagligheder.run.index_page import PAGE, write_page

    page = Job(PAGE, PAGE, PAGE)
    try:
        write_page(manifest, out, NATIONAL.name, LOG)
    except OSError as error:
        return [Outcome(page, error=f"kan ikke skrives: {error.strerror or error}")]
    except InputError as error:
        return [Outcome(page, error=str(error))]
    return []


def _made(
    jobs: Sequence[Job], out: Path, workers: int, limits: Limits, workshop: AnyWorkshop | None
) -> Iterator[Outcome]:
    """Make documents, with a folder for what the run needs meanwhile."""
    scratch = (out / SCRATCH).resolve()
    shutil.rmtree(scratch, ignore_errors=True)
    with ExitStack() as at_end:
        at_end.callback(shutil.rmtree, scratch, ignore_errors=True)
        scratch.mkdir()
        shop = workshop or at_end.enter_context(Workshop())
        yield from shop.make(jobs, out, workers, limits, scratch)


def _told(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
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


def _noted(outcome: Outcome, manifest: Manifest, out: Path) -> Outcome:
    """Write an outcome to the manifest and the log; one that cannot be noted has failed."""
    if outcome.error:
        outcome = replace(outcome, older=bool(files_of(outcome.job, out)))
    try:
        manifest.add(outcome)
    except OSError as error:
        words = outcome.error or f"{MANIFEST} kan ikke skrives: {why(error)}"
        outcome = Outcome(outcome.job, error=words, seconds=outcome.seconds, older=outcome.older)
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    state = f"mislykkedes: {outcome.trouble}" if outcome.error else "færdig"
    said = printable(" ".join(state.split()))
    line = f"{now} {outcome.job.title} ({outcome.seconds:.1f} s): {said}\n"
    try:
        with (out / LOG).open("a", encoding="utf-8") as log:
            log.write(line)
    except OSError:
        pass  # the summary and the manifest say it as well
    return outcome


def summary(outcomes: Sequence[Outcome], out: Path) -> str:
    """What was made, what was up to date and what failed, and where it is all to be seen."""
    from fagligheder.run.index_page import PAGE

    failed = [outcome for outcome in outcomes if outcome.error]
    ready = len(outcomes) - len(failed)
    unchanged = sum(1 for each in outcomes if not each.error and not each.seconds)
    word = "rapport" if ready == 1 else "rapporter"
    same = f", heraf {unchanged} uændret" if unchanged == 1 else f", heraf {unchanged} uændrede"
    line = f"{ready} {word} i {out}{os.sep} (ipynb, html og pdf){same if unchanged else ''}."
    lines = [line]
    if failed:
        lines.append(f"{len(failed)} mislykkedes:")
        lines += [f"  {outcome.job.title}: {outcome.trouble}" for outcome in failed]
    if (out / PAGE).exists():
        lines.append(f"Oversigt: {out / PAGE}")
    return "\n".join(lines)
