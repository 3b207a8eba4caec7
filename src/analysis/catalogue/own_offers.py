"""A centre's own offers beside those of the report."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from pandas.api.types import is_numeric_dtype

from analysis.catalogue.catalogue import Catalogue
from analysis.survey.checks import InputError, Problem
from analysis.words import text

_GAIN = "gain_"
_CREDIT = {True: "yes", False: "no"}


def add_offers(catalogue: Catalogue, offers: pd.DataFrame, *, lang: str = "da") -> Catalogue:
    """Return the catalogue with a centre's own offers after the report's.

    Parameters
    ----------
    catalogue : Catalogue
    offers : DataFrame
        As `read_offers` or `Centre.offers` has them.
    lang : {"da", "en"}
        Of the message.

    Returns
    -------
    Catalogue
        ``origin`` of the added rows is "own"; what an offer is about is its theme.

    Raises
    ------
    InputError
        An offer has the key of one in the catalogue.
    """
    if twice := sorted(set(offers["offer"]) & set(catalogue.offers["offer"])):
        message = text("catalogue.key_taken", lang, offers=", ".join(twice))
        raise InputError(Problem(message, text("catalogue.key_taken_cure", lang), lang=lang))
    gains = [name for name in offers if str(name).startswith(_GAIN) and name != "gain_basis"]
    links = offers.melt(["offer", "gain_basis"], gains, "profile", "gain")
    links = links[links["gain"] > 0].astype({"gain": "Int64"})
    links["profile"] = links["profile"].str.removeprefix(_GAIN)
    themes = offers.loc[offers["content"].astype(bool), ["offer", "content"]]
    themes = themes.rename(columns={"content": "theme"}).assign(order=1)
    credit = offers["credit"].map(lambda cell: "" if pd.isna(cell) else _CREDIT[bool(cell)])
    own = offers.assign(credit=credit, origin="own")
    return replace(
        catalogue,
        offers=_together(catalogue.offers, own),
        offer_profiles=_together(catalogue.offer_profiles, links),
        offer_themes=_together(catalogue.offer_themes, themes),
    )


def _together(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """The rows of both; what the second has no column for is empty."""
    columns = {}
    for name, kind in first.dtypes.items():
        empty = pd.NA if is_numeric_dtype(kind) else ""
        found = second[name] if name in second else pd.Series(empty, second.index, dtype=object)
        found = found.astype(object).where(found.notna(), empty)
        columns[name] = pd.to_numeric(found).astype(kind) if empty is pd.NA else found.astype(kind)
    return pd.concat([first, pd.DataFrame(columns)], ignore_index=True)
