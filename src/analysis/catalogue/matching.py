"""Which offers address the profiles that a centre lacks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from analysis.catalogue.catalogue import Catalogue
from analysis.catalogue.search import has_expired

COLUMNS = "profile missing offer name provider gain gain_basis ects days credit expired".split()


def match_offers(
    catalogue: Catalogue, missing: Mapping[str, float], *, on: date | None = None
) -> pd.DataFrame:
    """Return the offers that lift each profile of which people are missing.

    Parameters
    ----------
    catalogue : Catalogue
    missing : mapping of str to float
        Profile key → people missing; profiles with none are left out.
    on : date, optional
        The day on which an offer must still hold; none has expired without it.

    Returns
    -------
    DataFrame
        One row per profile × offer: ``profile, missing, offer, name, provider, gain, gain_basis,
        ects, days, credit, expired``. First the profile of which most people are missing; of its
        offers first those that hold, then those that lift most, then the shortest, those of
        unknown length last. A profile without any offer has one row, of which ``offer`` is "".

    Examples
    --------
    >>> from analysis.catalogue.catalogue import read_catalogue
    >>> found = match_offers(read_catalogue(), {"integration": 2, "udvikling": 1})
    >>> found[["profile", "missing", "offer"]].values.tolist()
    [['integration', 2, ''], ['udvikling', 1, 'beskaeftigelse_organisation']]
    """
    offers = catalogue.offers.assign(
        expired=False if on is None else has_expired(catalogue.offers, on)
    )
    linked = catalogue.offer_profiles.merge(offers, on="offer")
    linked = linked.sort_values(
        ["expired", "gain", "days"], ascending=[True, False, True], kind="stable"
    )
    asked = sorted(
        ((profile, people) for profile, people in missing.items() if people > 0),
        key=lambda pair: -pair[1],
    )
    parts = [
        _of_profile(linked[linked["profile"] == profile], profile, people)
        for profile, people in asked
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def _of_profile(found: pd.DataFrame, profile: str, people: float) -> pd.DataFrame:
    if found.empty:
        empty = {"profile": profile, "missing": people, "offer": "", "name": "", "provider": ""}
        found = pd.DataFrame([empty | {"gain_basis": "", "credit": "", "expired": False}])
    return found.assign(missing=people).reindex(columns=COLUMNS)
