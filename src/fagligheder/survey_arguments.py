"""The options of the commands on a survey's folder, and their help."""

from __future__ import annotations

from typing import Any

from fagligheder import option_types, survey_commands


def add_commands(subcommands: Any) -> None:
    """Add ``codebook``, and ``survey`` with its two parts, to the commands of ``fagligheder``."""
    survey = subcommands.add_parser(
        "survey", help="en undersøgelses mappe: lav en, eller se den efter"
    )
    parts = survey.add_subparsers(dest="part", required=True, metavar="DEL")

    new = parts.add_parser("new", help="et udkast til en mappe ud fra en fil med svar")
    new.set_defaults(run=survey_commands.new, extra="")
    new.add_argument("folder", type=option_types.path, metavar="MAPPE", help="en ny mappe")
    new.add_argument(
        "--from",
        dest="answers",
        type=option_types.path,
        required=True,
        metavar="FIL",
        help="svarene: .csv, .xlsx, .sav, .dta eller .parquet; filen bliver, hvor den er",
    )
    new.add_argument("--sheet", type=option_types.words, metavar="ARK", help="arket med svarene")

    check = parts.add_parser("check", help="alle fejl i mappens filer og svar, og hvad der mangler")
    check.set_defaults(run=survey_commands.check, extra="")
    check.add_argument("folder", type=option_types.path, metavar="MAPPE", help="mappen")

    codebook = subcommands.add_parser(
        "codebook", help="undersøgelsens kodebog: alle spørgsmål og emner, og hvem der svarede"
    )
    codebook.set_defaults(run=survey_commands.codebook, extra="reports")
    option_types.add_survey(codebook)
    option_types.add_answers(codebook)
    option_types.add_theme(codebook)
    option_types.add_lang(codebook)
    option_types.add_out(codebook, "reports", "kodebog")
