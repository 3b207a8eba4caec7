"""Find offers in the catalogue by words, profile, credit, days, and whether they still hold."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from analysis.catalogue.catalogue import Catalogue
from analysis.catalogue.periods import last_day
from analysis.survey.checks import InputError, Problem
from analysis.survey.names import plain
from analysis.words import text

#: The columns of an offer that are searched, besides its themes, providers and profiles.
_SEARCHED = "offer name buyer sessions level audience practice place term duration funding".split()


def search_offers(
    catalogue: Catalogue,
    words: str = "",
    *,
    profile: str | None = None,
    credit: bool | None = None,
    days: float | None = None,
    on: date | None = None,
    lang: str = "da",
) -> pd.DataFrame:
    """Return the offers that fit everything asked for.

    Parameters
    ----------
    catalogue : Catalogue
    words : str
        Every word must stand in the offer, its themes, providers or profiles; case is free.
    profile : str, optional
        Key of a profile that the offer is linked to.
    credit : bool, optional
        With or without credit. An offer of which it is not known fits neither.
    days : float, optional
        At most so many days. An offer of unknown length does not fit.
    on : date, optional
        Leave out what has expired on this day; nothing is left out without it.
    lang : {"da", "en"}
        Of the messages.

    Returns
    -------
    DataFrame
        Rows of `Catalogue.offers`, in their order.

    Raises
    ------
    InputError
        No offer and no reform is linked to such a profile.

    Examples
    --------
    >>> from analysis.catalogue.catalogue import read_catalogue
    >>> search_offers(read_catalogue(), "tillid")["offer"].tolist()
    ['koordinerende']
    >>> search_offers(read_catalogue(), credit=True, days=5)["offer"].tolist()
    ['bif_2']
    """
    offers = catalogue.offers
    fits = pd.Series(True, index=offers.index)
    if asked := _plain_words(words).split():
        texts = offer_words(catalogue)
        fits &= texts.map(lambda said: all(word in said for word in asked))
    if profile is not None:
        fits &= offers["offer"].isin(_linked(catalogue, profile, lang))
    if credit is not None:
        fits &= offers["credit"] == ("yes" if credit else "no")
    if days is not None:
        fits &= offers["days"] <= days
    if on is not None:
        fits &= ~has_expired(offers, on)
    return offers[fits]


def offer_words(catalogue: Catalogue) -> pd.Series:
    """Return what an offer can be found by, as plain text; one row per offer."""
    offers = catalogue.offers
    themes = catalogue.offer_themes.groupby("offer")["theme"].agg(" ".join)
    profiles = catalogue.offer_profiles.groupby("offer")["profile"].agg(" ".join)
    said = offers[_SEARCHED].agg(" ".join, axis=1)
    for more in (themes, profiles):
        said += " " + offers["offer"].map(more).fillna("")
    names = [" ".join(catalogue.provider_names(row)) for row in offers.to_dict("records")]
    return (said + " " + pd.Series(names, index=offers.index)).map(_plain_words)


def _plain_words(said: str) -> str:
    return " ".join(filter(None, map(plain, re.split(r"[\s_,.;:/()-]+", said))))


def has_expired(offers: pd.DataFrame, on: date) -> pd.Series:
    """Return whether each offer's last day lies before a day; one without a last day has not."""
    ends = offers["expires"].map(last_day)
    return ends.map(lambda end: end is not None and end < on).astype(bool)


def profile_keys(catalogue: Catalogue) -> list[str]:
    """Return the profiles that an offer or a reform is linked to, in order of first mention."""
    linked = [*catalogue.reform_profiles["profile"], *catalogue.offer_profiles["profile"]]
    return list(dict.fromkeys(linked))


def _linked(catalogue: Catalogue, profile: str, lang: str) -> set[str]:
    known = profile_keys(catalogue)
    if profile not in known:
        message = text("catalogue.no_profile", lang, profile=profile)
        cure = text("catalogue.no_profile_cure", lang, profiles=", ".join(known))
        raise InputError(Problem(message, cure, lang=lang))
    links = catalogue.offer_profiles
    return set(links.loc[links["profile"] == profile, "offer"])
