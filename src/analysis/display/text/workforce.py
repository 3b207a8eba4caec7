"""The workforce gap in words: the rows that figures and tables write, and what they rest on."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.display.text.assumptions import assumption_note
from analysis.display.text.captions import sentences_of, stopped
from analysis.display.text.numbers import number, signed
from analysis.display.text.subject import Subject, basis_of, subject_of
from analysis.measures.staff_bands import NOW
from analysis.survey.checks import InputError
from analysis.survey.survey import provenance
from analysis.words import text

#: Pages of figures 4 and 5, their tables, and the staff.
GAP_PAGES = ("41", "42", "47", "48", "49")
#: The columns of `gap_rows` that a figure or a table writes with a sign.
WRITTEN = ["gap", "gap_low", "gap_high"]


def gap_subject(gap: pd.DataFrame, lang: str) -> Subject:
    """The subject of a gap: its profiles are named by the question on today's staff."""
    return subject_of(gap, lang, NOW)


def gap_rows(gap: pd.DataFrame) -> pd.DataFrame:
    """One row per profile in people: now, ideal, gap, gap_low, gap_high, and whether it is own."""
    if "group" in gap:
        raise InputError(
            "Figuren viser alle under ét. Vælg workforce_gap uden by, eller én kommune."
        )
    people = gap[gap["unit"] == "people"]
    if people["central"].isna().all() and "suppressed" not in people:
        raise InputError(
            "Antallet af medarbejdere kendes ikke, så figuren i medarbejdere kan ikke tegnes."
        )
    by_item = people.set_index(people["item"].astype(str))
    now, ideal, missing = (
        by_item[by_item["measure"] == measure] for measure in ("now", "ideal", "gap")
    )
    columns = {
        "now": now["central"],
        "ideal": ideal["central"],
        "gap": missing["central"],
        "gap_low": missing["low"],
        "gap_high": missing["high"],
        "own": missing["basis"] == "observed",
    }
    return pd.DataFrame(columns, index=pd.Index(by_item.index.unique(), name="item"))


def gap_texts(rows: pd.DataFrame, lang: str) -> dict[Any, dict[str, str]]:
    """The numbers of `gap_rows` by item as they are written: the gap and its ends with signs.

    ``range`` is empty where the gap is known, or nothing of it.
    """
    decimals = decimals_of(rows[WRITTEN])
    texts: dict[Any, dict[str, str]] = {}
    for item, row in rows.to_dict("index").items():
        written = {key: number(row[key], lang, decimals) for key in ("now", "ideal")}
        written |= {key: signed(row[key], lang, decimals) for key in WRITTEN}
        known = pd.isna(row["gap"]) or row["gap_low"] == row["gap_high"]
        ends = f"{written['gap_low']} {text('numbers.to', lang)} {written['gap_high']}"
        texts[item] = written | {"range": "" if known else ends}
    return texts


def decimals_of(people: pd.DataFrame) -> int:
    """One decimal where all the numbers are below 100; else none."""
    return 0 if float(people.abs().max().max()) >= 100 else 1


def gap_alt_text(gap: pd.DataFrame, *, title: str | None = None, lang: str = "da") -> str:
    """What the gap figure shows, in words, with its numbers."""
    subject = gap_subject(gap, lang)
    parts = [stopped(title or text("gap.title", lang))]
    rows = gap_rows(gap)
    written = gap_texts(rows, lang)
    for item, row in rows.to_dict("index").items():
        key = "gap.alt" if written[item]["range"] else "gap.alt_exact"
        if pd.isna(row["gap"]):
            key = "gap.alt_hidden" if "suppressed" in gap else "gap.alt_none"
        parts.append(text(key, lang, item=subject.item(item), **written[item]))
    return " ".join(parts)


def gap_how(gap: pd.DataFrame, lang: str) -> str:
    """How to read a gap's range and marks, and what the open top band stands for."""
    how = {"bounded": "gap.how_bounded", "observed": "gap.how_observed"}
    read = [text(how[word], lang) for word in basis_of(gap) if word in how]
    return sentences_of(*read, assumption_note(gap, lang), top_words(gap, lang))


def top_words(gap: pd.DataFrame, lang: str) -> str:
    """What the open top band stands for in these gaps."""
    origin = provenance(gap)
    answer = origin.codebook.question(NOW).scale.answers[0]
    band = origin.top_band or answer.band
    assert band  # without one there are no gaps
    per_cent = number(band[1], lang, 0 if float(band[1]).is_integer() else 1)
    return text("gap.top", lang, answer=answer.short[lang], per_cent=per_cent)
