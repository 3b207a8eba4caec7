"""Tables of the catalogue: offers, tasks of reforms, estimates, events, matches to gaps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from analysis.catalogue.catalogue import Catalogue
from analysis.competence.profile_sets import profile_label
from analysis.display.tables.blocks import Column, Row, Table, Text
from analysis.display.tables.markup import escape_markdown
from analysis.display.text.captions import sentences_of
from analysis.display.text.catalogue import (
    catalogue_source,
    match_sentence,
    offer_extent,
    offer_state,
    period_words,
)
from analysis.display.text.numbers import MISSING
from analysis.words import text


def format_offers(
    catalogue: Catalogue,
    offers: pd.DataFrame | None = None,
    *,
    on: date | None = None,
    lang: str = "da",
) -> Table:
    """Set offers as a table: who holds them, how long they are, for whom, and which profiles.

    Parameters
    ----------
    catalogue : Catalogue
    offers : DataFrame, optional
        Some of its offers, as `search_offers` returns them; all when left out.
    on : date, optional
        An offer whose last day lies before is shown as expired.
    lang : {"da", "en"}

    Returns
    -------
    Table
        One row per offer. What is not known is a dash or says so, never 0.

    Examples
    --------
    >>> from analysis.catalogue.catalogue import read_catalogue
    >>> format_offers(read_catalogue()).rows[0].cells[:3]
    ('Metropol', '10 ECTS, 9 dage', 'ja')
    """
    found = catalogue.offers if offers is None else offers
    links = catalogue.offer_profiles
    rows = []
    for offer in found.to_dict("records"):
        profiles = links.loc[links["offer"] == offer["offer"], "profile"]
        cells = (
            ", ".join(catalogue.provider_names(offer)) or MISSING,
            offer_extent(offer, lang),
            credit_words(offer, lang),
            str(offer["audience"]) or MISSING,
            ", ".join(profile_label(key, lang) for key in profiles) or MISSING,
            offer_state(offer, on, lang),
        )
        rows.append(Row(str(offer["name"]), cells))
    names = ("provider", "extent", "credit", "audience", "profiles", "holds_until")
    columns = tuple(Column(text(f"catalogue.column_{name}", lang), align="left") for name in names)
    source = catalogue_source(catalogue.pages("offers"), lang)
    return Table(
        caption=text("catalogue.offers_caption", lang, number=len(found)),
        columns=columns,
        rows=tuple(rows),
        note=sentences_of(text("catalogue.offers_note", lang), source),
        basis=("published",),
        lang=lang,
        corner=text("catalogue.column_offer", lang),
    )


def credit_words(offer: Mapping[Any, Any], lang: str) -> str:
    """Whether an offer gives credit, or that it is not known."""
    return text(f"catalogue.{offer['credit'] or 'unknown'}", lang)


def format_reform_tasks(catalogue: Catalogue, reform: str, *, lang: str = "da") -> Text:
    """List the tasks that a reform brings, in the report's order.

    Examples
    --------
    >>> from analysis.catalogue.catalogue import read_catalogue
    >>> format_reform_tasks(read_catalogue(), "refusion", lang="en").markdown.splitlines()[0]
    '- The quickest way to a job for each person'
    """
    tasks = catalogue.reform_tasks
    own = tasks.loc[tasks["reform"] == reform, f"task_{lang}"]
    return Text("\n".join(f"- {escape_markdown(task)}" for task in own))


def format_estimates(catalogue: Catalogue, *, lang: str = "da") -> Table:
    """Set what ten leaders estimated of their staff's training in the year before.

    Examples
    --------
    >>> from analysis.catalogue.catalogue import read_catalogue
    >>> [row.cells[0] for row in format_estimates(read_catalogue()).rows]
    ['cirka halvdelen', 'cirka hver tredje', 'færre end hver tiende']
    """
    estimates = catalogue.estimates
    rows = tuple(
        Row(str(row[f"kind_{lang}"]), (str(row[f"said_{lang}"]),))
        for row in estimates.to_dict("records")
    )
    asked = int(estimates["respondents"].iloc[0])
    source = catalogue_source(catalogue.pages("estimates"), lang)
    return Table(
        caption=text("catalogue.estimates_caption", lang, number=asked),
        columns=(Column(text("catalogue.column_share", lang), align="left"),),
        rows=rows,
        note=sentences_of(text("catalogue.estimates_note", lang), source),
        basis=("published",),
        lang=lang,
        corner=text("catalogue.column_training", lang),
    )


def format_events(catalogue: Catalogue, *, lang: str = "da") -> Table:
    """Set the meetings, interviews and the survey that the report rests on, in its order."""
    rows = []
    for event in catalogue.events.to_dict("records"):
        people = MISSING if pd.isna(event["people"]) else str(event["people"])
        cells = (
            period_words(str(event["date"]), lang) or MISSING,
            people,
            str(event[f"who_{lang}"]),
        )
        rows.append(Row(str(event[f"name_{lang}"]), cells))
    columns = (
        Column(text("catalogue.column_when", lang), align="left"),
        Column(text("catalogue.column_people", lang)),
        Column(text("catalogue.column_who", lang), align="left"),
    )
    return Table(
        caption=text("catalogue.events_caption", lang, number=len(rows)),
        columns=columns,
        rows=tuple(rows),
        note=catalogue_source(catalogue.pages("events"), lang),
        basis=("published",),
        lang=lang,
        corner=text("catalogue.column_event", lang),
    )


def list_matches(matches: pd.DataFrame, *, lang: str = "da") -> Text:
    """List why each offer is suggested, a bullet each, and the profiles without an offer.

    Parameters
    ----------
    matches : DataFrame
        From `match_offers`.
    lang : {"da", "en"}
    """
    said = [match_sentence(row, lang) for row in matches.to_dict("records")]
    return Text("\n".join(f"- {escape_markdown(sentence)}" for sentence in said))
