"""The command for the catalogue: write it as files, or find offers in it."""

from __future__ import annotations

import argparse

from fagligheder.exit_codes import DONE


def catalogue(chosen: argparse.Namespace) -> int:
    """Write the catalogue; list offers, or check a file of offers, where that is asked for."""
    from analysis.catalogue.catalogue import read_catalogue
    from fagligheder.dates import today

    day, offered = chosen.date or today(), read_catalogue()
    if own := chosen.add or chosen.check:
        from analysis.catalogue.own_offers import add_offers
        from analysis.competence.offer_file import read_offers
        from analysis.words import text

        offers = read_offers(own, lang=chosen.lang)
        offered = add_offers(offered, offers, lang=chosen.lang)
        if chosen.check:
            print(text("catalogue.checked", chosen.lang, number=len(offers)))
            return DONE
    asked = (chosen.search, chosen.profile, chosen.days)
    if chosen.credit or chosen.held or any(each is not None for each in asked):
        from analysis.catalogue.search import search_offers
        from analysis.display.tables.catalogue import format_offers

        found = search_offers(
            offered,
            chosen.search or "",
            profile=chosen.profile,
            credit=True if chosen.credit else None,
            days=chosen.days,
            on=day if chosen.held else None,
            lang=chosen.lang,
        )
        table = format_offers(offered, found, on=day, lang=chosen.lang)
        print(table.mimebundle()["text/plain"])
        return DONE
    from fagligheder.run.catalogue import export_catalogue

    written = export_catalogue(offered, chosen.out, day, chosen.lang)
    print(f"{len(written)} filer i {chosen.out}.")
    return DONE
