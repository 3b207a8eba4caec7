"""The command ``fagligheder``: a thin layer over the library. Each part is imported when used."""

from __future__ import annotations

import argparse
import gettext
import os
import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from fagligheder.standard_streams import give_up_streams, open_missing_streams
from fagligheder.unexpected import save_traceback

if TYPE_CHECKING:
    from analysis.survey.survey import Survey

DONE, SOME_FAILED, BAD_INPUT, HELD, UNEXPECTED, INTERRUPTED = 0, 1, 2, 3, 4, 130


class _Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        from analysis.survey.control_characters import printable

        words = printable(message if len(message) <= 300 else f"{message[:300]}…")
        self.exit(BAD_INPUT, f"fagligheder: {words}. Se: {self.prog} --help\n")


@contextmanager
def _danish() -> Iterator[None]:
    """Have argparse speak Danish: it asks gettext, which reads the language in the environment."""
    before = os.environ.get("LANGUAGE")
    os.environ["LANGUAGE"] = "da"
    gettext.bindtextdomain("fagligheder", str(files("fagligheder") / "locale"))
    gettext.textdomain("fagligheder")
    try:
        yield
    finally:
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``fagligheder``; the process's own when left out.

    Returns
    -------
    int
        0 all done, 1 some reports failed and the others are there, 2 bad arguments or bad input, 3
        another run holds the output folder, 4 anything unexpected, 130 interrupted.
    """
    open_missing_streams()
    if arguments is None and not sys.warnoptions:
        warnings.simplefilter("ignore")  # they are for programmers; what users must know is said
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        give_up_streams()
        return DONE
    except OSError:
        give_up_streams()
        return BAD_INPUT


def _run(arguments: Sequence[str] | None) -> int:
    """Run the command, and say in one line what went wrong."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    with _danish():
        chosen = _parser().parse_args(arguments)
    from analysis.survey.checks import InputError
    from analysis.survey.control_characters import printable
    from analysis.survey.extras import require
    from fagligheder.run.lock import FolderLocked

    try:
        if chosen.extra:
            require(chosen.extra)
        return int(chosen.run(chosen))
    except InputError as error:
        print(printable(f"fagligheder: {error}"), file=sys.stderr)
        return BAD_INPUT
    except FolderLocked as locked:
        print(printable(f"fagligheder: {locked}"), file=sys.stderr)
        return HELD
    except BrokenPipeError:
        raise
    except OSError as error:
        from fagligheder.files import why

        where = f" {error.filename}" if error.filename else ""
        print(
            printable(
                f"fagligheder: kan ikke læse eller skrive{where}: {why(error)}. "
                "Vælg en anden mappe med --out, eller giv adgang til den."
            ),
            file=sys.stderr,
        )
        return BAD_INPUT
    except KeyboardInterrupt:
        print("fagligheder: afbrudt.", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        saved = save_traceback(error)
        words = f"fagligheder: uventet fejl ({type(error).__name__}: {str(error)[:200]})."
        cure = f" Send filen {saved} til dem, der vedligeholder programmet." if saved else ""
        print(printable(words + cure), file=sys.stderr)
        return UNEXPECTED


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="fagligheder",
        description="Figurer, tabeller og rapporter om fagligheder i landets jobcentre.",
        epilog="Hjælp til en kommando: fagligheder reports --help. Svarer 0: alt er lavet, 1: "
        "nogle rapporter mislykkedes, 2: forkert input, 3: mappen er i brug, 4: uventet fejl.",
    )
    parser.add_argument(
        "--version",
        action="version",
        help="vis versionen",
        version=f"fagligheder {version('fagligheder')}",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="KOMMANDO")

    figures = commands.add_parser("figures", help="figur 2–6 og deres tal")
    figures.set_defaults(run=_figures, extra="reports")
    _add_answers(figures)
    _add_again(figures)
    _add_lang(figures)
    _add_out(figures, Path("reports") / "figurer")

    reports = commands.add_parser("reports", help="rapporter til kommuner, og landsrapporten")
    reports.set_defaults(run=_reports, extra="reports")
    reports.add_argument(
        "kommuner",
        nargs="*",
        metavar="KOMMUNE",
        help="navn eller kode; landsrapport er hele landets",
    )
    reports.add_argument("--all", action="store_true", help="landsrapporten og alle kommuner")
    _add_answers(reports)
    _add_again(reports)
    reports.add_argument(
        "--internal",
        action="store_true",
        help="til kommunen selv: vis svarene i filen uden at skjule noget, mærket »Fortroligt«; "
        "én kommune (eller landsrapport) ad gangen",
    )
    _add_own(reports)
    _add_lang(reports)
    _add_out(reports, Path("reports"))
    reports.add_argument(
        "--jobs", type=_whole, metavar="ANTAL", help="så mange rapporter ad gangen på denne maskine"
    )
    reports.add_argument(
        "--scheduler",
        metavar="ADRESSE",
        help="lav rapporterne på en klynge med Dask, fx tcp://10.0.0.5:8786; så mange ad gangen, "
        "som dens arbejdere har tråde",
    )
    reports.add_argument(
        "--force", action="store_true", help="lav også de rapporter, som intet har ændret"
    )
    reports.add_argument(
        "--timeout", type=_whole, metavar="SEKUNDER", help="højst så længe til en rapport (600)"
    )
    reports.add_argument(
        "--memory-limit", type=_whole, metavar="MB", help="højst så meget hukommelse (2048)"
    )

    tables = commands.add_parser("tables", help="alle tabeller: CSV, Excel og OpenDocument")
    tables.set_defaults(run=_tables, extra="reports")
    _add_answers(tables)
    _add_again(tables)
    _add_lang(tables)
    _add_date(tables)
    _add_out(tables, Path("reports") / "tabeller")

    slides = commands.add_parser("slides", help="figurer og tabeller som PowerPoint")
    slides.set_defaults(run=_slides, extra="reports")
    _add_answers(slides)
    _add_again(slides)
    slides.add_argument("--kommune", metavar="KOMMUNE", help="navn eller kode: dens egne slides")
    _add_own(slides)
    _add_lang(slides)
    _add_date(slides)
    _add_out(slides, Path("reports") / "slides")

    own = commands.add_parser("own", help="skema (Excel) til en kommunes egne svar")
    own.set_defaults(run=_own, extra="")
    own.add_argument(
        "--template",
        nargs="?",
        const="",
        required=True,
        metavar="KOMMUNE",
        help="skriv et skema til denne kommune (uden navn: til alle), som --own læser",
    )
    _add_lang(own)
    own.add_argument(
        "--out", type=_path, metavar="FIL", help="skemaets navn (egne-svar-0727-odder.xlsx)"
    )

    check = commands.add_parser(
        "check", help="er en fil med svar (uden fil: de trykte tabeller) hel og rigtig?"
    )
    check.set_defaults(run=_check, extra="")
    check.add_argument("file", nargs="?", type=_path, metavar="FIL", help="en fil med svar")
    _add_sheet(check)

    explore = commands.add_parser(
        "explore", help="udforsk tallene i JupyterLab, eller på en side uden kode (--app)"
    )
    explore.set_defaults(run=_explore, extra="explorer")
    explore.add_argument("--app", action="store_true", help="en side uden kode i stedet")
    explore.add_argument("--port", type=_port, metavar="PORT", help="porten (8888; --app: 8866)")
    explore.add_argument("--no-browser", action="store_true", help="åbn ingen browser")
    explore.add_argument(
        "--own", type=_path, metavar="FIL", help="kommunens egne svar: vises ved dens tal"
    )
    _add_lang(explore)
    return parser


def _add_answers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--answers",
        type=_path,
        metavar="FIL",
        help="svar i stedet for de trykte tal; »syntetisk« er opdigtede, til afprøvning",
    )
    _add_sheet(parser)


def _add_sheet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sheet", metavar="ARK", help="arket med svarene i en projektmappe (det første synlige)"
    )


def _add_own(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--own",
        type=_path,
        metavar="FIL",
        help="kommunens egne svar og medarbejdere: et udfyldt skema (se fagligheder own) eller "
        "YAML",
    )
    parser.add_argument(
        "--staff", type=_staff, metavar="ANTAL", help="medarbejdere i kommunens jobcenter"
    )


def _add_again(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--release-again",
        action="store_true",
        help="udgiv i mappen, selv om forskellen fra en tidligere udgivelse dér kan vise, hvad få "
        "kommuner svarede",
    )


def _add_lang(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=("da", "en"), default="da", help="sprog (da)")


def _add_out(parser: argparse.ArgumentParser, default: Path) -> None:
    parser.add_argument(
        "--out", type=_path, default=default, metavar="MAPPE", help=f"mappen ({default})"
    )


def _add_date(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--date", type=_date, metavar="ÅÅÅÅ-MM-DD", help="datoen på forsiden (i dag)"
    )


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" er ikke en dato som 2017-05-01') from None


def _path(text: str) -> Path:
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError(f"{text!r} er ikke navnet på en fil eller en mappe")
    return Path(text)


def _whole(text: str, most: int = 100_000) -> int:
    if not (re.fullmatch("[0-9]{1,6}", text) and 1 <= int(text) <= most):
        raise argparse.ArgumentTypeError(f'"{text}" er ikke et helt tal fra 1 til {most}')
    return int(text)


def _staff(text: str) -> int:
    from analysis.survey.codebook import MOST_STAFF

    return _whole(text, MOST_STAFF)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1024 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f'"{text}" er ikke en port fra 1024 til 65535')
    return int(text)


def _read_release(chosen: argparse.Namespace) -> Survey:
    from fagligheder.run.ledger import read_release

    return read_release(chosen.answers, chosen.out, sheet=chosen.sheet, again=chosen.release_again)


def _figures(chosen: argparse.Namespace) -> int:
    import matplotlib

    matplotlib.use("Agg")
    from fagligheder.run.export import export_figures

    survey = _read_release(chosen)
    written = export_figures(survey, chosen.out, lang=chosen.lang)
    print(f"{len(written)} filer i {chosen.out}.")
    return DONE


def _reports(chosen: argparse.Namespace) -> int:
    from contextlib import ExitStack

    from analysis.survey.checks import InputError
    from analysis.survey.control_characters import printable
    from analysis.survey.extras import require
    from fagligheder.run.batch import make_reports, open_pool, plan, summary
    from fagligheder.run.cluster import ONLY_HERE
    from fagligheder.run.limits import DEFAULT_SECONDS, Limits

    limits = Limits(chosen.timeout or DEFAULT_SECONDS, chosen.memory_limit)
    if chosen.scheduler and chosen.jobs:
        raise InputError(
            "--jobs gælder kun denne maskine. Med --scheduler laves der så mange rapporter ad "
            "gangen, som klyngens arbejdere har tråde: udelad --jobs."
        )
    if chosen.scheduler and chosen.internal:
        raise InputError(ONLY_HERE)
    if chosen.scheduler:
        require("cluster")
    else:  # a cluster's workers answer for themselves
        limits.check()
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


def _tables(chosen: argparse.Namespace) -> int:
    from fagligheder.run.export import export_tables

    survey = _read_release(chosen)
    written = export_tables(survey, chosen.out, lang=chosen.lang, day=chosen.date)
    print(f"{len(written)} filer i {chosen.out}.")
    return DONE


def _slides(chosen: argparse.Namespace) -> int:
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


def _own(chosen: argparse.Namespace) -> int:
    from fagligheder.run.own_form import write_own_form

    _, said = write_own_form(chosen.template, chosen.out, lang=chosen.lang)
    print(said)
    return DONE


def _check(chosen: argparse.Namespace) -> int:
    from analysis.survey.checks import InputError
    from fagligheder.run.checking import check_answers, check_published

    if chosen.sheet and not chosen.file:
        raise InputError("--sheet hører til en fil: fagligheder check svar.xlsx --sheet Data.")
    lines = check_answers(chosen.file, chosen.sheet) if chosen.file else check_published()
    print("\n".join(lines))
    return DONE


def _explore(chosen: argparse.Namespace) -> int:
    from fagligheder.explorer.start import open_lab, serve_app

    begin = serve_app if chosen.app else open_lab
    given: dict[str, Any] = {"port": chosen.port, "own": chosen.own}
    given = {name: value for name, value in given.items() if value is not None}
    begin(lang=chosen.lang, browser=not chosen.no_browser, **given)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
