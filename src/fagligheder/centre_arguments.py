"""The options of the command for a job centre, and their help."""

from __future__ import annotations

from typing import Any

from fagligheder import centre_commands, option_types


def add_commands(subcommands: Any) -> None:
    """Add the command to those of ``fagligheder``."""
    centre = subcommands.add_parser(
        "center", help="jobcentrets kompetencer: rapport, plan og slides ud fra kompetencer.xlsx"
    )
    centre.set_defaults(run=centre_commands.centre, extra="reports", private=True)
    centre.add_argument(
        "workbook",
        nargs="?",
        type=option_types.path,
        metavar="FIL",
        help="jobcentrets udfyldte skema (se fagligheder own)",
    )
    centre.add_argument(
        "--internal",
        action="store_true",
        help="til jobcentret selv: medarbejdere ved kode, skemaet med planen i og et bevis for "
        "planen, mærket »Fortroligt«",
    )
    centre.add_argument(
        "--compare",
        nargs=2,
        type=option_types.path,
        metavar=("FØR", "NU"),
        help="to års skemaer i stedet for FIL: planen for NU, og hvad der er ændret siden FØR",
    )
    centre.add_argument(
        "--verify",
        type=option_types.path,
        metavar="BEVIS",
        help="lav intet, men se efter, om et gemt bevis holder for skemaet",
    )
    centre.add_argument(
        "--scheduler",
        metavar="ADRESSE",
        help="afvises altid: medarbejderne forlader ikke denne maskine",
    )
    option_types.add_date(
        centre, "planen bruger de tilbud og rammer, der gælder den dag (årets første)"
    )
    centre.add_argument(
        "--timeout",
        type=option_types.whole,
        metavar="SEKUNDER",
        help="søg højst så længe efter planen (90); den bedste indtil da beholdes",
    )
    option_types.add_theme(centre)
    option_types.add_lang(centre)
    option_types.add_out(centre, "reports", "center")
