"""The options of the command for the catalogue, and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fagligheder import catalogue_commands, option_types


def add_commands(subcommands: Any) -> None:
    """Add the command to those of ``fagligheder``."""
    catalogue = subcommands.add_parser(
        "catalogue", help="Beskæftigelseskataloget: en side at søge på, Excel, CSV og JSON-LD"
    )
    catalogue.set_defaults(run=catalogue_commands.catalogue, extra="reports")
    catalogue.add_argument(
        "--add",
        type=option_types.path,
        metavar="FIL",
        help="jeres egne tilbud ved siden af: kompetencer.xlsx, eller et ark som »Tilbud«",
    )
    catalogue.add_argument(
        "--check", type=option_types.path, metavar="FIL", help="er en fil med egne tilbud i orden?"
    )
    catalogue.add_argument(
        "--search",
        type=option_types.words,
        metavar="ORD",
        help="vis de tilbud, hvor alle ordene står, i stedet for at skrive filer",
    )
    catalogue.add_argument(
        "--profile", type=option_types.words, metavar="PROFIL", help="kun tilbud til denne profil"
    )
    catalogue.add_argument("--credit", action="store_true", help="kun kompetencegivende tilbud")
    catalogue.add_argument(
        "--days", type=option_types.whole, metavar="DAGE", help="kun tilbud på højst så mange dage"
    )
    catalogue.add_argument(
        "--held", action="store_true", help="kun tilbud, der stadig gælder på datoen"
    )
    catalogue.add_argument(
        "--date", type=option_types.day, metavar="ÅÅÅÅ-MM-DD", help="datoen (i dag)"
    )
    catalogue.add_argument("--lang", choices=("da", "en"), default="da", help="sprog (da)")
    default = Path("reports") / "katalog"
    catalogue.add_argument(
        "--out",
        type=option_types.path,
        default=default,
        metavar="MAPPE",
        help=f"mappen ({default})",
    )
