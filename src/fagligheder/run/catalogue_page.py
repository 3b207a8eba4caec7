"""The catalogue as one page to search, which works without a server, and as data for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from analysis.catalogue.catalogue import Catalogue
from analysis.catalogue.search import has_expired, offer_words, profile_keys
from analysis.competence.profile_sets import profile_label
from analysis.display.tables.catalogue import credit_words
from analysis.display.text.catalogue import (
    catalogue_source,
    offer_extent,
    offer_state,
)
from analysis.display.text.numbers import document_strings, joined
from analysis.words import text
from fagligheder.run.site import render_page

#: What an offer's card says besides, where it is known.
_MORE = ("audience", "practice", "sessions", "duration", "term", "place", "buyer", "funding")


def catalogue_html(
    catalogue: Catalogue, on: date, names: Sequence[tuple[str, str]], lang: str
) -> str:
    """Return the page: a card per offer, a field to search and three filters.

    Parameters
    ----------
    catalogue : Catalogue
    on : date
        The day on which an offer must hold.
    names : sequence of (str, str)
        The files beside the page, and what each is.
    lang : {"da", "en"}
    """
    linked = json.dumps(linked_data(catalogue, lang), ensure_ascii=False, sort_keys=True)
    return render_page(
        "catalogue_template",
        "katalog.html.j2",
        lang=lang,
        say=partial(_say, lang),
        strings=document_strings(lang),
        linked=linked.replace("<", "\\u003c"),
        offers=_cards(catalogue, on, lang),
        providers=len(catalogue.providers),
        profiles=[(key, profile_label(key, lang)) for key in profile_keys(catalogue)],
        without=_without_offers(catalogue, lang),
        source=catalogue_source(catalogue.pages("offers"), lang),
        files=names,
    )


def linked_data(catalogue: Catalogue, lang: str) -> dict[str, Any]:
    """Return the offers as JSON-LD: one schema.org Course each; what is not known is left out."""
    courses = [_course(catalogue, offer, lang) for offer in catalogue.offers.to_dict("records")]
    return {"@context": "https://schema.org", "@graph": courses}


def _course(catalogue: Catalogue, offer: Mapping[Any, Any], lang: str) -> dict[str, Any]:
    own = str(offer["offer"])
    course: dict[str, Any] = {"@type": "Course", "@id": f"#{own}", "name": offer["name"]}
    course["inLanguage"] = "da"
    course["expires"] = offer["expires"]
    course["citation"] = offer["source"]
    named = [{"@type": "Organization", "name": name} for name in catalogue.provider_names(offer)]
    if named:
        course["provider"] = named if len(named) > 1 else named[0]
    if pd.notna(offer["ects"]):
        credit = {"@type": "StructuredValue", "value": float(offer["ects"])}
        course["numberOfCredits"] = credit | {"name": "ECTS"}
    if offer["level"]:
        course["educationalLevel"] = offer["level"]
    if offer["audience"]:
        course["audience"] = {"@type": "Audience", "audienceType": offer["audience"]}
    if pd.notna(offer["days"]):
        workload = f"P{float(offer['days']):g}D"
        course["hasCourseInstance"] = {"@type": "CourseInstance", "courseWorkload": workload}
    if pd.notna(offer["price_head"]):
        price = {"@type": "Offer", "price": float(offer["price_head"]), "priceCurrency": "DKK"}
        course["offers"] = price
    if themes := _themes(catalogue, own):
        course["about"] = themes
    if profiles := _profiles(catalogue, own):
        course["teaches"] = [profile_label(key, lang) for key in profiles]
    return course


def _cards(catalogue: Catalogue, on: date, lang: str) -> list[dict[str, Any]]:
    words, expired = offer_words(catalogue), has_expired(catalogue.offers, on)
    return [
        {
            "name": offer["name"],
            "words": words.iloc[place],
            "linked": _profiles(catalogue, offer["offer"]),
            "credit_key": offer["credit"] or "unknown",
            "expired": bool(expired.iloc[place]),
            "state": offer_state(offer, on, lang).capitalize(),
            "facts": _facts(catalogue, offer, lang),
            "themes": _themes(catalogue, offer["offer"]),
        }
        for place, offer in enumerate(catalogue.offers.to_dict("records"))
    ]


def _facts(catalogue: Catalogue, offer: Mapping[Any, Any], lang: str) -> list[tuple[str, str]]:
    """The label and the words of what is known of an offer, and of its extent and credit."""
    profiles = [profile_label(key, lang) for key in _profiles(catalogue, offer["offer"])]
    said = {
        "provider": ", ".join(catalogue.provider_names(offer)),
        "extent": offer_extent(offer, lang),
        "credit": credit_words(offer, lang),
        "profiles": joined(profiles, lang) if profiles else "",
        **{name: str(offer[name]) for name in _MORE},
    }
    return [(_say(lang, f"column_{name}"), words) for name, words in said.items() if words]


def _themes(catalogue: Catalogue, offer: str) -> list[str]:
    themes = catalogue.offer_themes
    return themes.loc[themes["offer"] == offer, "theme"].tolist()


def _profiles(catalogue: Catalogue, offer: str) -> list[str]:
    links = catalogue.offer_profiles
    return links.loc[links["offer"] == offer, "profile"].tolist()


def _without_offers(catalogue: Catalogue, lang: str) -> str:
    """Which profiles no offer lifts."""
    linked = set(catalogue.offer_profiles["profile"])
    bare = [profile_label(key, lang) for key in profile_keys(catalogue) if key not in linked]
    if not bare:
        return _say(lang, "page_all_have")
    return _say(lang, "page_none_for", profiles=joined(bare, lang))


def _say(lang: str, key: str, **values: object) -> str:
    return text(f"catalogue.{key}", lang, **values)
