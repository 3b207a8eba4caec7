"""The commands of ``fagligheder``: a thin layer over the library. Each part is imported when used.

Each takes what the command line says, does it, prints what came of it, and returns the exit code.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from fagligheder.exit_codes import DONE, SOME_FAILED

if TYPE_CHECKING:
    from analysis.survey.survey import Survey


def _read_release(chosen: argparse.Namespace) -> Survey:
    from fagligheder.run.ledger import read_release

    given = {"sheet": chosen.sheet, "again": chosen.release_again, "folder": chosen.survey}
    return read_release(chosen.answers, chosen.out, **given)


def figures(chosen: argparse.Namespace) -> int:
    """Write the figures."""
    import matplotlib

    matplotlib.use("Agg")
    from fagligheder.run.export import export_figures
    from fagligheder.run.one_figure import ONE_FIGURE, export_figure, refuse_without_question

    given = {
        name: getattr(chosen, name) for name in ONE_FIGURE if getattr(chosen, name) is not None
    }
    if chosen.question is None:
        refuse_without_question(given, lang=chosen.lang)
    survey = _read_release(chosen)
    if chosen.question is None:
        written = export_figures(survey, chosen.out, lang=chosen.lang)
    else:
        written = export_figure(survey, chosen.out, chosen.question, lang=chosen.lang, **given)
    print(f"{len(written)} filer i {chosen.out}.")
    return DONE


def reports(chosen: argparse.Namespace) -> int:
    """Make reports, and say what became of them."""
    from contextlib import ExitStack

    from analysis.survey.checks import InputError
    from analysis.survey.control_characters import printable
    from analysis.survey.extras import require
    from fagligheder.run.batch import make_reports, open_pool, plan, summary
    from fagligheder.run.cluster import ONLY_HERE
    from fagligheder.run.limits import DEFAULT_MEGABYTES, DEFAULT_SECONDS, Limits

    limits = Limits(chosen.timeout or DEFAULT_SECONDS, chosen.memory_limit or DEFAULT_MEGABYTES)
    if chosen.scheduler and chosen.jobs:
        raise InputError(
            "--jobs gælder kun denne maskine. Med --scheduler laves der så mange rapporter ad "
            "gangen, som klyngens arbejdere har tråde: udelad --jobs."
        )
    if chosen.scheduler and chosen.internal:
        raise InputError(ONLY_HERE)
    if chosen.scheduler:
        require("cluster")
    with ExitStack() as at_end:
        opened = open_pool(chosen.out, chosen.scheduler)
        pool: Any = at_end.enter_context(opened) if opened else None
        jobs = plan(
            chosen.kommuner,
            everyone=chosen.all,
            answers=chosen.answers,
            sheet=chosen.sheet,
            own=chosen.own,
            staff=chosen.staff,
            lang=chosen.lang,
            internal=chosen.internal,
            theme=chosen.theme,
        )
        outcomes = make_reports(
            jobs,
            chosen.out,
            workers=chosen.jobs,
            force=chosen.force,
            limits=limits,
            pool=pool,
            release_again=chosen.release_again,
        )
    failed = any(outcome.error for outcome in outcomes)
    said = printable(summary(outcomes, chosen.out))
    print(said, file=sys.stderr if failed else sys.stdout)
    return SOME_FAILED if failed else DONE


def tables(chosen: argparse.Namespace) -> int:
    """Write the tables."""
    from fagligheder.run.export import export_tables

    survey = _read_release(chosen)
    written = export_tables(survey, chosen.out, lang=chosen.lang, day=chosen.date)
    print(f"{len(written)} filer i {chosen.out}.")
    return DONE


def slides(chosen: argparse.Namespace) -> int:
    """Write the slides."""
    from fagligheder.run.export import export_slides

    (written,) = export_slides(
        _read_release(chosen),
        chosen.out,
        kommune=chosen.kommune,
        staff=chosen.staff,
        own=chosen.own,
        lang=chosen.lang,
        day=chosen.date,
    )
    print(f"{written}.")
    return DONE


def own(chosen: argparse.Namespace) -> int:
    """Write the workbook of a job centre, or the form for its own answers alone."""
    from fagligheder.run.own_form import write_centre_form, write_own_form

    write = write_own_form if chosen.answers_only else write_centre_form
    _, said = write(chosen.template, chosen.out, lang=chosen.lang)
    print(said)
    return DONE


def check(chosen: argparse.Namespace) -> int:
    """Check a file of answers, or the printed tables."""
    from analysis.survey.checks import InputError
    from fagligheder.run.checking import check_answers, check_published, check_survey

    lang = chosen.lang
    if chosen.survey:
        print("\n".join(check_survey(chosen.survey, chosen.file, chosen.sheet, lang=lang)))
        return DONE
    if chosen.sheet and not chosen.file:
        raise InputError("--sheet hører til en fil: fagligheder check svar.xlsx --sheet Data.")
    if chosen.file:
        lines = check_answers(chosen.file, chosen.sheet, lang=lang)
    else:
        lines = check_published(lang=lang)
    print("\n".join(lines))
    return DONE


def explore(chosen: argparse.Namespace) -> int:
    """Open the explorer until Ctrl+C."""
    from fagligheder.explorer.start import open_lab, serve_app

    begin = serve_app if chosen.app else open_lab
    given: dict[str, Any] = {"port": chosen.port, "own": chosen.own, "theme": chosen.theme}
    given = {name: value for name, value in given.items() if value is not None}
    begin(lang=chosen.lang, browser=not chosen.no_browser, **given)
    return DONE
