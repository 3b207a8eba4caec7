"""Sentences about how many must answer, for the figure, the table and the terminal."""

from __future__ import annotations

import pandas as pd

from analysis.display.text.numbers import joined, number, short_number
from analysis.measures.intervals import LEVEL
from analysis.measures.sample_size import EVERYONE, all_kommuner
from analysis.survey.codebook import SizeBand
from analysis.survey.kommuner import GROUPS_OF
from analysis.words import has_text, text


def finding(plan: pd.DataFrame, points: float, lang: str) -> str:
    """How many of everyone must answer, in one sentence without a full stop."""
    row = everyone(plan)
    return text(
        "sample.finding",
        lang,
        needed=number(row["needed"], lang),
        units=number(row["units"], lang),
        points=written_points(points, lang),
    )


def finding_2017(plan: pd.DataFrame, lang: str) -> str:
    """What the answers of 2017 gave; empty where they are not of these units."""
    row = everyone(plan)
    if pd.isna(row["answered"]):
        return ""
    return text(
        "sample.finding_2017",
        lang,
        answered=number(row["answered"], lang),
        silent=number(row["units"] - row["answered"], lang),
        half_width=half_width(row["answered_half_width"], lang),
        nonresponse=half_width(row["answered_nonresponse"], lang),
    )


def notes(plan: pd.DataFrame, lang: str) -> list[str]:
    """What ± means, what the worst case is, and why no row goes by the staff of job centres."""
    said = [definition(lang), text("sample.nonresponse", lang)]
    if pd.isna(everyone(plan)["answered"]):
        return [*said, text("sample.source_any", lang)]
    kommuner, bands = all_kommuner().kommuner, all_kommuner().codebook.size_bands
    known = kommuner["size_band"].dropna()
    named = [
        text("sample.band", lang, n=(known == band.key).sum(), label=_plural(band, lang))
        for band in bands
    ]
    staff = text(
        "sample.staff", lang, known=len(known), units=len(kommuner), bands=joined(named, lang)
    )
    return [*said, text("sample.one_each", lang), staff, text("sample.source", lang)]


def _plural(band: SizeBand, lang: str) -> str:
    key = f"size_bands.plural_{band.key}"
    return text(key, lang) if has_text(key, lang) else band.label[lang].lower()


def half_width(share: float, lang: str) -> str:
    """Half the width of an interval in percentage points, with one decimal."""
    return number(100 * share, lang, 1)


def definition(lang: str) -> str:
    """What ± means."""
    return text("sample.definition", lang, level=level(lang))


def level(lang: str) -> str:
    """The confidence level of the intervals, in per cent."""
    return number(100 * LEVEL, lang)


def grouped_by(by: str, lang: str) -> str:
    """What the kommuner are grouped by, with its year."""
    return text(f"sample.by_{by}", lang, year=GROUPS_OF)


def written_points(points: float, lang: str) -> str:
    """The points that were asked for, with decimals where there are any."""
    return short_number(points, lang)


def everyone(plan: pd.DataFrame) -> pd.Series:
    """The row of all units."""
    return plan.loc[plan["group"] == EVERYONE].iloc[0]
