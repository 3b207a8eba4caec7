"""The catalogue: what the report of 2017 says of offers, reforms and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import pandas as pd

from analysis.survey.checks import read_rows
from analysis.survey.paths import data_folder

#: The columns of an offer: those of the workbook's sheet of offers, and a few more.
OFFER_COLUMNS = (
    "offer name provider buyer ects ects_basis days sessions level credit exam audience practice "
    "place term duration price_head price_class class_min class_max funding source date expires "
    "page"
)
_MEASURES = ("ects", "days", "price_head", "price_class", "class_min", "class_max")
_TABLES: Mapping[str, str] = MappingProxyType(
    {
        "offers": OFFER_COLUMNS,
        "offer_profiles": "offer profile_set profile gain gain_basis",
        "offer_themes": "offer order theme page",
        "providers": "provider name other_name kind",
        "provider_roles": "provider role page",
        "case_kommuner": "offer code page",
        "reforms": "reform name_da name_en decided in_force direction_da direction_en demand_da "
        "demand_en page",
        "reform_tasks": "reform order task_da task_en page",
        "reform_profiles": "reform profile_set profile basis",
        "events": "event name_da name_en date place people who_da who_en page",
        "event_kommuner": "event code page",
        "estimates": "estimate kind_da kind_en said_da said_en about low high respondents page",
        "views": "order view_da view_en direction page",
        "milestones": "year what_da what_en kroner page",
    }
)
_COUNTS = ("order", "page", "gain", "people", "respondents", "year", "kroner")
_SHARES = ("about", "low", "high")


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Tables of the catalogue; what is not known is missing (NaN or an empty text), never 0.

    Attributes
    ----------
    offers : DataFrame
        One row per offer. ``ects``; ``days`` of teaching; prices in kroner; ``credit`` and
        ``exam`` "yes", "no" or "" where it is not known; ``date`` of the source and ``expires``,
        the last day it is taken to hold, each a year, a month or a day; ``origin`` "report" or
        "own".
    offer_profiles : DataFrame
        One row per offer × profile: the levels (0 to 2) it is taken to lift, and on whose word.
    offer_themes, providers, provider_roles, case_kommuner : DataFrame
    reforms, reform_tasks, reform_profiles : DataFrame
    events, event_kommuner, estimates, views, milestones : DataFrame
        As in ``data/catalogue``; ``datapackage.json`` describes each column.
    """

    offers: pd.DataFrame
    offer_profiles: pd.DataFrame
    offer_themes: pd.DataFrame
    providers: pd.DataFrame
    provider_roles: pd.DataFrame
    case_kommuner: pd.DataFrame
    reforms: pd.DataFrame
    reform_tasks: pd.DataFrame
    reform_profiles: pd.DataFrame
    events: pd.DataFrame
    event_kommuner: pd.DataFrame
    estimates: pd.DataFrame
    views: pd.DataFrame
    milestones: pd.DataFrame

    def pages(self, table: str) -> list[str]:
        """Return the report's pages that a table rests on, in order."""
        pages = getattr(self, table)["page"].dropna().unique()
        return [str(page) for page in sorted(pages.astype(int))]

    def provider_names(self, offer: Mapping[Any, Any]) -> list[str]:
        """Return the names of an offer's providers; a centre's own row names it itself."""
        names = self.providers.set_index("provider")["name"].to_dict()
        if offer["origin"] == "own":
            return [str(offer["provider"])] if offer["provider"] else []
        return [str(names[key]) for key in str(offer["provider"]).split()]


@lru_cache(maxsize=1)
def read_catalogue() -> Catalogue:
    """Read the catalogue.

    Returns
    -------
    Catalogue
        Source: KL, HK Kommunal and Dansk Socialrådgiverforening (2017), pp. 7-44, page by row.
        Which profiles an offer or a reform serves is this project's own link; the report has none.

    Examples
    --------
    >>> read_catalogue().offers.set_index("offer").loc[["bif_1", "bif_2"], "ects"].tolist()
    [10.0, 5.0]
    """
    tables = {name: _table(name, columns.split()) for name, columns in _TABLES.items()}
    tables["offers"]["origin"] = "report"
    return Catalogue(**tables)


def _table(name: str, columns: list[str]) -> pd.DataFrame:
    """A file of the data folder: counts as whole numbers, measures as numbers, the rest as text."""
    rows = read_rows(data_folder() / "catalogue" / f"{name}.csv", ",".join(columns))
    frame = pd.DataFrame([row.cells for row in rows], columns=columns)
    for column in columns:
        if (name == "offers" and column in _MEASURES) or column in _SHARES:
            frame[column] = pd.to_numeric(frame[column])
        elif column in _COUNTS:
            frame[column] = pd.to_numeric(frame[column]).astype("Int64")
    return frame
