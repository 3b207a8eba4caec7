"""Sentences about who has answered so far."""

from __future__ import annotations

import pandas as pd

from analysis.display.text.numbers import joined, percent
from analysis.survey.kommuner import GROUPS_OF
from analysis.words import text


def response_title(status: pd.DataFrame, lang: str) -> str:
    """How many kommuner have answered, without a full stop."""
    answered, partial = (status["state"] != "none").sum(), (status["state"] == "partial").sum()
    key = "response.title_partial" if partial else "response.title"
    share = percent(answered, len(status), lang)
    return text(key, lang, answered=answered, of=len(status), percent=share, partial=partial)


def most_and_least(rates: pd.DataFrame, lang: str) -> str:
    """The regions with the highest and the lowest rate; empty where all are alike."""
    regions = rates[rates["by"] == "region"].sort_values("rate", kind="stable")
    if regions["rate"].nunique() < 2:
        return ""
    least, most = regions.iloc[0], regions.iloc[-1]
    return text(
        "response.most_least",
        lang,
        most=most[f"label_{lang}"],
        most_percent=rate_percent(most, lang),
        least=least[f"label_{lang}"],
        least_percent=rate_percent(least, lang),
    )


def rate_percent(row: pd.Series, lang: str) -> str:
    """A group's response rate in whole per cent, from its own counts."""
    return percent(row["complete"] + row["partial"], row["kommuner"], lang)


def reminder_lines(status: pd.DataFrame, lang: str) -> list[str]:
    """Whom to remind: how many, and their names."""
    silent = status.loc[status["state"] == "none", "name"].tolist()
    partly = status[status["state"] == "partial"]
    lines = [text("response.reminders", lang, number=len(silent), partial=len(partly))]
    if silent:
        lines.append(text("response.reminder_none", lang, names=joined(silent, lang)))
    if len(partly):
        named = [f"{row['name']} ({row['missing']})" for _, row in partly.iterrows()]
        lines.append(text("response.reminder_partial", lang, names=joined(named, lang)))
    return lines


def response_notes(lang: str) -> list[str]:
    """What a rate is of, what is known of size, and why no answers are shown."""
    return [text(f"response.note_{key}", lang) for key in ("rate", "size", "answers")]


def grouped_by(row: pd.Series, lang: str) -> str:
    """What a row's group is one of, with its year."""
    return text(f"response.by_{row['by']}", lang, year=GROUPS_OF)


def group_name(row: pd.Series, lang: str) -> str:
    """A group's name; the kommuner whose size is not known by that they took no part in 2017."""
    if row["by"] == "size_band" and row["group"] == "unknown":
        return text("response.unknown_size", lang)
    return str(row[f"label_{lang}"])
