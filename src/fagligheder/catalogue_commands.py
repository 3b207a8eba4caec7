"""The command for the catalogue: write it as files, or find offers in it."""

from __future__ import annotations

import argparse

from fagligheder.exit_codes import DONE


def catalogue(chosen: argparse.Namespace) -> int:
    """Write the catalogue; list offers instead where something is asked for."""
    from analysis.catalogue.catalogue import read_catalogue
    from fagligheder.dates import today

    day = chosen.date or today()
    asked = (chosen.search, chosen.profile, chosen.days)
    if chosen.credit or chosen.held or any(each is not None for each in asked):
        from analysis.catalogue.search import search_offers
        from analysis.display.tables.catalogue import format_offers

        found = search_offers(
            read_catalogue(),
            chosen.search or "",
            profile=chosen.profile,
            credit=True if chosen.credit else None,
            days=chosen.days,
            on=day if chosen.held else None,
            lang=chosen.lang,
        )
        table = format_offers(read_catalogue(), found, on=day, lang=chosen.lang)
        print(table.mimebundle()["text/plain"])
        return DONE
    from fagligheder.run.catalogue import export_catalogue

    written = export_catalogue(read_catalogue(), chosen.out, day, chosen.lang)
    print(f"{len(written)} filer i {chosen.out}.")
    return DONE
