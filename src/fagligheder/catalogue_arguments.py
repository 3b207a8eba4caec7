"""The options of the command for the catalogue, and their help."""

from __future__ import annotations

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
    option_types.add_date(catalogue, "datoen (i dag)")
    option_types.add_lang(catalogue)
    option_types.add_out(catalogue, "reports", "katalog")
