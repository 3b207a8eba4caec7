"""The numbers of the workforce gap as figures, tables and sentences write them."""

from __future__ import annotations

import pandas as pd

from analysis.display.text.numbers import MISSING, number
from analysis.survey.checks import InputError

#: The columns of `gap_rows` that a figure or a table writes out.
WRITTEN = ["gap", "gap_low", "gap_high"]


def gap_rows(gap: pd.DataFrame) -> pd.DataFrame:
    """One row per profile in people: now, ideal, gap, gap_low, gap_high, and whether it is own."""
    if "group" in gap:
        raise InputError(
            "Figuren viser alle under ét. Vælg workforce_gap uden by, eller én kommune."
        )
    people = gap[gap["unit"] == "people"]
    if people["central"].isna().all():
        if "suppressed" in people:
            return _hidden(people)
        raise InputError(
            "Antallet af medarbejdere kendes ikke, så figuren i medarbejdere kan ikke tegnes."
        )
    rows: dict[str, dict[str, object]] = {}
    for row in people.to_dict("records"):
        own = rows.setdefault(str(row["item"]), {})
        own[str(row["measure"])] = float(row["central"])
        if row["measure"] == "gap":
            own |= {"gap_low": float(row["low"]), "gap_high": float(row["high"])}
            own["own"] = row["basis"] == "observed"
    columns = ["now", "ideal", "gap", "gap_low", "gap_high", "own"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("item")


def _hidden(people: pd.DataFrame) -> pd.DataFrame:
    """All profiles without numbers: the group has too few answers to be shown."""
    items = list(people["item"].cat.categories)
    numbers = dict.fromkeys(("now", "ideal", "gap", "gap_low", "gap_high"), float("nan"))
    return pd.DataFrame({**numbers, "own": False}, index=pd.Index(items, name="item"))


def decimals_of(people: pd.DataFrame) -> int:
    """One decimal where all the numbers are below 100; else none."""
    return 0 if people.abs().max(axis=None) >= 100 else 1


def signed(value: float, lang: str, decimals: int) -> str:
    """People more or fewer, with a sign."""
    if pd.isna(value):
        return MISSING
    written = number(value, lang, decimals)
    return written if value < 0 or written.strip("0,.") == "" else f"+{written}"
