"""The options of the commands for the next wave of a survey, and their help."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from fagligheder import option_types, wave_commands

#: What kommuner can be grouped by, by the words of `analysis.measures.sample_size`, which is not
#: imported for them.
GROUPINGS = ("population", "region", "landsdel", "kommunegruppe")


def add_commands(subcommands: Any) -> None:
    """Add the commands to those of ``fagligheder``."""
    plan = subcommands.add_parser("plan", help="hvor mange kommuner skal svare?")
    plan.set_defaults(run=wave_commands.plan, extra="reports")
    plan.add_argument(
        "--points",
        type=option_types.points,
        default=5.0,
        metavar="POINT",
        help="så mange procentpoint må en andel være usikker til hver side (5)",
    )
    plan.add_argument(
        "--population",
        type=option_types.units,
        metavar="ANTAL",
        help="så mange kan svare (de 98 kommuner); 94 er jobcentrene",
    )
    plan.add_argument(
        "--by",
        choices=GROUPINGS,
        default="population",
        help="kommunernes grupper: indbyggere (population), region, landsdel eller kommunegruppe",
    )
    option_types.add_lang(plan)
    _add_out(plan)

    questionnaire = subcommands.add_parser(
        "questionnaire", help="spørgeskemaet som XLSForm (KoboToolbox, ODK, Survey123), Word og PDF"
    )
    questionnaire.set_defaults(run=wave_commands.questionnaire, extra="reports")
    option_types.add_survey(questionnaire)
    option_types.add_lang(questionnaire)
    default = Path("reports") / "spoergeskema"
    questionnaire.add_argument(
        "--out",
        type=option_types.path,
        default=default,
        metavar="STED",
        help=f"mappen, eller en fil af ét format ({default})",
    )

    status = subcommands.add_parser("status", help="hvem har svaret, og hvem skal mindes om det?")
    status.set_defaults(run=wave_commands.status, extra="reports")
    status.add_argument(
        "file", type=option_types.path, metavar="FIL", help="svarene indtil nu; eller »syntetisk«"
    )
    status.add_argument("--sheet", type=option_types.words, metavar="ARK", help="arket med svarene")
    option_types.add_survey(status)
    option_types.add_lang(status)
    _add_out(status)

    compare = subcommands.add_parser(
        "compare", help="hvad har ændret sig fra de trykte tal, eller fra en tidligere fil?"
    )
    compare.set_defaults(run=wave_commands.compare, extra="reports")
    compare.add_argument("file", type=option_types.path, metavar="FIL", help="de nye svar")
    compare.add_argument(
        "--with",
        dest="old",
        type=option_types.path,
        metavar="FIL",
        help="svarene fra en tidligere runde i stedet for undersøgelsens egne tal",
    )
    option_types.add_sheet(compare)
    option_types.add_survey(compare)
    option_types.add_theme(compare)
    option_types.add_lang(compare)
    option_types.add_again(compare)
    option_types.add_out(compare, "reports", "sammenligning")


def _add_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=option_types.path, metavar="MAPPE", help="skriv også filer i denne mappe"
    )
