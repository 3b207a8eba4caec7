"""Sentences about the catalogue: its offers, the reforms and who contributed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from analysis.catalogue.catalogue import Catalogue
from analysis.catalogue.periods import last_day
from analysis.competence.profile_sets import profile_label
from analysis.display.text.captions import report_source, sentences_of
from analysis.display.text.numbers import date_in_words, in_words, short_number
from analysis.words import text

#: Whose word a gain is.
_GAINS = {"ours": "gain_ours", "provider": "gain_provider", "measured": "gain_measured"}


def catalogue_source(pages: Sequence[str], lang: str) -> str:
    """The report with the pages that a table or figure rests on, as a sentence."""
    return text("catalogue.source", lang, report=report_source(pages, lang))


def period_words(written: str, lang: str) -> str:
    """A year, a month or a day in words.

    Examples
    --------
    >>> period_words("2016-01-04", "da"), period_words("2014-01", "en"), period_words("2002", "da")
    ('4. januar 2016', 'January 2014', '2002')
    """
    end = last_day(written)
    if end is None or written.count("-") == 0:
        return written
    said = date_in_words(end, lang)
    return said if written.count("-") == 2 else re.sub(r"^\d+\.? ", "", said)


def reforms_title(catalogue: Catalogue, lang: str) -> str:
    """How many reforms in which years, and how many of the latest demand something new."""
    reforms = catalogue.reforms
    years = [int(row_date(row)[:4]) for row in reforms.to_dict("records")]
    demanding = reforms["reform"].isin(catalogue.reform_tasks["reform"])
    words = {
        "number": in_words(len(reforms), lang).capitalize(),
        "first": min(years),
        "last": max(years),
        "late": in_words(int(demanding.sum()), lang),
    }
    latest = demanding.any() and demanding.is_monotonic_increasing  # they are the last ones
    return text("catalogue.reforms_title" if latest else "catalogue.reforms_span", lang, **words)


def row_date(reform: Mapping[Any, Any]) -> str:
    """When a reform came into force, or was decided where that alone is known."""
    return str(reform["in_force"] or reform["decided"])


def reform_when(reform: Mapping[Any, Any], lang: str) -> str:
    """A reform's date in words, and which of the two it is."""
    key = "in_force" if reform["in_force"] else "decided"
    return text(f"catalogue.{key}", lang, date=period_words(row_date(reform), lang))


def reform_demand(reform: Mapping[Any, Any], lang: str) -> str:
    """What a reform demands of the staff; its direction where the report says no more."""
    return str(reform[f"demand_{lang}"] or reform[f"direction_{lang}"])


def offer_extent(offer: Mapping[Any, Any], lang: str) -> str:
    """An offer's ECTS and days, or that they are not known."""
    parts = []
    if pd.notna(offer["ects"]):
        ects = short_number(offer["ects"], lang)
        parts.append(text("catalogue.ects", lang, ects=ects))
    if pd.notna(offer["days"]):
        key = "catalogue.days_1" if offer["days"] == 1 else "catalogue.days"
        parts.append(text(key, lang, days=short_number(offer["days"], lang)))
    return ", ".join(parts) if parts else text("catalogue.unknown", lang)


def offer_state(offer: Mapping[Any, Any], on: date | None, lang: str) -> str:
    """Whether an offer still holds on a day, and of when its facts are."""
    end = last_day(str(offer["expires"]))
    expired = on is not None and end is not None and end < on
    key = "catalogue.expired" if expired else "catalogue.holds"
    said = period_words(str(offer["expires"]), lang)
    return text(key if end else "catalogue.no_end", lang, expires=said)


def match_sentence(row: Mapping[Any, Any], lang: str) -> str:
    """Say in one sentence why an offer is suggested, or that there is none.

    Examples
    --------
    >>> match_sentence({"profile": "integration", "missing": 2, "offer": ""}, "da")
    'Profilen Integration: 2 medarbejdere mangler, og kataloget har intet tilbud.'
    """
    missing = float(row["missing"])
    words = {
        "profile": profile_label(str(row["profile"]), lang),
        "missing": short_number(missing, lang),
        "people": f"{missing:g}",
    }
    if not row["offer"]:
        return text("catalogue.match_none", lang, **words)
    said = text("catalogue.match", lang, name=row["name"], extent=offer_extent(row, lang), **words)
    basis = text(f"catalogue.{_GAINS[str(row['gain_basis'])]}", lang, gain=int(row["gain"]))
    expired = text("catalogue.match_expired", lang) if row["expired"] else ""
    return sentences_of(said, basis, expired)


def contributors_title(states: pd.Series, lang: str) -> str:
    """How many kommuner took part in the survey, in workshops or talks, or in both."""
    counts = states.value_counts()
    both, survey, talks = (int(counts.get(key, 0)) for key in ("both", "survey", "talks"))
    return text(
        "catalogue.contributors_title", lang, number=both + survey + talks,
        survey=both + survey, talks=both + talks,
    )  # fmt: skip
