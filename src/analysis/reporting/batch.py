"""Many documents: which ones, in parallel, with progress, and what failed."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from tqdm import tqdm

from analysis.measures.job_centre import job_centre
from analysis.measures.surveys import is_made_up, read_survey
from analysis.reporting.runner import Job, Outcome, run_job
from analysis.survey.checks import InputError
from analysis.survey.own import read_own

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
        )
        for centre in centres.values()
    ]
    return (
        [Job(NATIONAL.notebook, NATIONAL.name, NATIONAL.title, shared), *jobs] if national else jobs
    )


def make_reports(jobs: Sequence[Job], out: Path, *, workers: int | None = None) -> list[Outcome]:
    """Make documents, several at a time, and tell how it goes.

    Parameters
    ----------
    jobs : sequence of Job
    out : Path
        The folder for the documents; made when it is missing.
    workers : int, optional
        Documents at a time; as many as there are processors when left out.

    Returns
    -------
    list of Outcome
        In the order of the jobs. A failed one does not stop the others.
    """
    out.mkdir(parents=True, exist_ok=True)
    done: dict[str, Outcome] = {}
    bar = tqdm(total=len(jobs), unit="rapport", disable=None, leave=False)
    with bar:
        for outcome in _outcomes(jobs, out, workers or os.cpu_count() or 1):
            done[outcome.job.name] = outcome
            bar.update()
            bar.set_postfix_str(outcome.job.title)
            if bar.disable:
                state = "mislykkedes" if outcome.error else "færdig"
                print(f"{len(done)}/{len(jobs)} {outcome.job.title}: {state}", flush=True)
    return [done[job.name] for job in jobs]


def _outcomes(jobs: Sequence[Job], out: Path, workers: int) -> Iterator[Outcome]:
    if workers == 1 or len(jobs) == 1:
        yield from (run_job(job, out) for job in jobs)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=context) as pool:
        running = {pool.submit(run_job, job, out): job for job in jobs}
        try:
            for future in as_completed(running):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    yield Outcome(running[future], error="processen blev afbrudt udefra")
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def summary(outcomes: Sequence[Outcome], out: Path) -> str:
    """What was made and what failed, to print at the end."""
    failed = [outcome for outcome in outcomes if outcome.error]
    made = len(outcomes) - len(failed)
    word = "rapport" if made == 1 else "rapporter"
    lines = [f"{made} {word} i {out}{os.sep} (ipynb, html og pdf)."]
    if failed:
        lines.append(f"{len(failed)} mislykkedes:")
        lines += [f"  {outcome.job.title}: {outcome.error}" for outcome in failed]
    return "\n".join(lines)
