"""The command line of ``fagligheder``: its commands, their options and their help, in Danish."""

from __future__ import annotations

import argparse
import gettext
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from importlib.resources import files
from itertools import pairwise
from typing import NoReturn

from fagligheder import (
    catalogue_arguments,
    centre_arguments,
    commands,
    survey_arguments,
    wave_arguments,
)
from fagligheder.exit_codes import BAD_INPUT
from fagligheder.files import FORMATS
from fagligheder.option_types import (
    add_answers,
    add_date,
    add_lang,
    add_out,
    add_sheet,
    add_survey,
    add_theme,
    formats,
    language,
    names,
    path,
    port,
    staff,
    whole,
    width,
    words,
)

#: What a figure can be, by the words of `analysis.draw_likert`, which is not imported for them.
KINDS, ORDERS = ("stacked", "diverging", "top"), ("report", "top", "net", "size")


class _Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        from analysis.survey.control_characters import printable
        from analysis.words import text

        said = printable(message if len(message) <= 300 else f"{message[:300]}…")
        self.exit(
            BAD_INPUT, text("command_line.see", language(), said=said, command=self.prog) + "\n"
        )


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Have argparse speak a language: it asks gettext, which reads the one in the environment."""
    before = os.environ.get("LANGUAGE")
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain("fagligheder", str(files("fagligheder") / "locale"))
    gettext.textdomain("fagligheder")
    try:
        yield
    finally:
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def asked_language(arguments: Sequence[str]) -> str:
    """Return the language that ``--lang`` asks for, also where the other arguments are wrong.

    Examples
    --------
    >>> asked_language(["tables", "--lang", "en"]), asked_language(["tables", "--lang=xx"])
    ('en', 'da')
    """
    pairs = pairwise(arguments)
    return "en" if "--lang=en" in arguments or ("--lang", "en") in pairs else "da"


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; its result says which function to ``run``."""
    top = _Parser(
        prog="fagligheder",
        description="Figurer, tabeller og rapporter om fagligheder i landets jobcentre.",
        epilog="Hjælp til en kommando: fagligheder reports --help. Svarer 0: alt er lavet, 1: "
        "nogle rapporter mislykkedes, 2: forkert input, 3: mappen er i brug, 4: uventet fejl.",
    )
    top.add_argument(
        "--version",
        action="version",
        help="vis versionen",
        version=f"fagligheder {version('fagligheder')}",
    )
    subcommands = top.add_subparsers(dest="command", required=True, metavar="KOMMANDO")

    figures = subcommands.add_parser("figures", help="figur 2–6 og deres tal")
    figures.set_defaults(run=commands.figures, extra="reports")
    _add_one_figure(figures)
    add_survey(figures)
    add_answers(figures)
    add_theme(figures)
    add_lang(figures)
    add_out(figures, "reports", "figurer")

    reports = subcommands.add_parser("reports", help="rapporter til kommuner, og landsrapporten")
    reports.set_defaults(run=commands.reports, extra="reports")
    reports.add_argument(
        "kommuner",
        nargs="*",
        type=words,
        metavar="KOMMUNE",
        help="navn eller kode; landsrapport er hele landets. Med --by: navnet på en gruppe",
    )
    reports.add_argument(
        "--all", action="store_true", help="landsrapporten og alle kommuner, eller alle grupper"
    )
    add_survey(reports)
    _add_by(reports, "en rapport til hver gruppe i stedet for til kommuner")
    add_answers(reports)
    reports.add_argument(
        "--internal",
        action="store_true",
        help="til kommunen selv: vis svarene i filen uden at skjule noget, mærket »Fortroligt«; "
        "én kommune (eller landsrapport) ad gangen",
    )
    _add_own(reports)
    add_theme(reports)
    add_lang(reports)
    add_out(reports, "reports")
    reports.add_argument(
        "--jobs", type=whole, metavar="ANTAL", help="så mange rapporter ad gangen på denne maskine"
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
        "--timeout", type=whole, metavar="SEKUNDER", help="højst så længe til en rapport (600)"
    )
    reports.add_argument(
        "--memory-limit",
        type=whole,
        metavar="MB",
        help="højst så meget hukommelse til en rapport med alt, den starter (2048)",
    )

    tables = subcommands.add_parser("tables", help="alle tabeller: CSV, Excel og OpenDocument")
    tables.set_defaults(run=commands.tables, extra="reports")
    add_survey(tables)
    _add_by(tables, "krydstabeller efter en anden inddeling")
    add_answers(tables)
    add_theme(tables)
    add_lang(tables)
    add_date(tables, "datoen på forsiden (i dag)")
    add_out(tables, "reports", "tabeller")

    slides = subcommands.add_parser("slides", help="figurer og tabeller som PowerPoint")
    slides.set_defaults(run=commands.slides, extra="reports")
    add_survey(slides)
    _add_by(slides, "inddelingen, som gruppen hører til")
    slides.add_argument(
        "--group", type=words, metavar="GRUPPE", help="gruppens navn: dens egne slides"
    )
    add_answers(slides)
    slides.add_argument(
        "--kommune", type=words, metavar="KOMMUNE", help="navn eller kode: dens egne slides"
    )
    _add_own(slides)
    add_theme(slides)
    add_lang(slides)
    add_date(slides, "datoen på forsiden (i dag)")
    add_out(slides, "reports", "slides")

    own = subcommands.add_parser("own", help="skema (Excel) til jobcentrets kompetencer")
    own.set_defaults(run=commands.own, extra="")
    own.add_argument(
        "--template",
        type=words,
        nargs="?",
        const="",
        required=True,
        metavar="KOMMUNE",
        help="skriv et skema til denne kommune (uden navn: til alle)",
    )
    own.add_argument(
        "--profiles",
        type=words,
        default="2017-6",
        metavar="SÆT",
        help="profilsættet i skemaet (2017-6)",
    )
    own.add_argument(
        "--answers-only",
        action="store_true",
        help="kun kommunens egne svar i undersøgelsen (egne-svar-0727-odder.xlsx)",
    )
    add_lang(own)
    own.add_argument("--out", type=path, metavar="FIL", help="skemaets navn (kompetencer.xlsx)")

    check = subcommands.add_parser(
        "check", help="er en fil med svar (uden fil: de trykte tabeller) hel og rigtig?"
    )
    check.set_defaults(run=commands.check, extra="")
    check.add_argument(
        "file", nargs="?", type=path, metavar="FIL", help="en fil med svar, eller et skema"
    )
    add_sheet(check)
    add_survey(check)
    add_lang(check)

    explore = subcommands.add_parser(
        "explore", help="udforsk tallene i JupyterLab, eller på en side uden kode (--app)"
    )
    explore.set_defaults(run=commands.explore, extra="explorer")
    explore.add_argument("--app", action="store_true", help="en side uden kode i stedet")
    explore.add_argument("--port", type=port, metavar="PORT", help="porten (8888; --app: 8866)")
    explore.add_argument("--no-browser", action="store_true", help="åbn ingen browser")
    explore.add_argument(
        "--own", type=path, metavar="FIL", help="kommunens egne svar: vises ved dens tal"
    )
    add_survey(explore)
    add_theme(explore)
    add_lang(explore)

    wave_arguments.add_commands(subcommands)
    survey_arguments.add_commands(subcommands)
    catalogue_arguments.add_commands(subcommands)
    centre_arguments.add_commands(subcommands)
    return top


def _add_one_figure(parser: argparse.ArgumentParser) -> None:
    one = parser.add_argument_group("én figur, fx til Word (uden --question laves alle)")
    one.add_argument(
        "--question",
        type=words,
        metavar="SPØRGSMÅL",
        help="spørgsmålets nøgle eller figurens nummer, fx statements eller 6",
    )
    one.add_argument(
        "--items",
        type=names,
        metavar="EMNER",
        help="kun disse emner, med komma imellem, fx 1,2,6 eller Virksomheder,Integration",
    )
    one.add_argument(
        "--order",
        choices=ORDERS,
        help="rækkefølgen: rapportens (report), øverste svar først (top), netto (net) eller alle "
        "svar på den øvre side (size)",
    )
    one.add_argument(
        "--kind",
        choices=KINDS,
        help="søjler af alle svar (stacked), om en midte (diverging) eller af det øverste svar "
        "alene (top)",
    )
    one.add_argument(
        "--width", type=width, metavar="BREDDE", help="fx 80mm, 12cm eller 3.15in (170mm)"
    )
    one.add_argument(
        "--title", type=words, metavar="TITEL", help="i stedet for figurens vigtigste fund"
    )
    one.add_argument(
        "--format",
        type=formats,
        metavar="FORMATER",
        help=f"med komma imellem ({','.join(FORMATS)}); tal og alternativ tekst følger altid med",
    )


def _add_by(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument(
        "--by",
        type=words,
        metavar="INDDELING",
        help=f"{what}: en inddeling i groups.csv, fx uddannelse, eller fx region",
    )


def _add_own(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--own",
        type=path,
        metavar="FIL",
        help="kommunens egne svar og medarbejdere: et udfyldt skema (se fagligheder own) eller "
        "YAML",
    )
    parser.add_argument(
        "--staff", type=staff, metavar="ANTAL", help="medarbejdere i kommunens jobcenter"
    )
