"""The workforce gap in words: the rows that figures and tables write, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.display.text.assumptions import assumption_note
from analysis.display.text.captions import sentences_of, source_note, stopped
from analysis.display.text.numbers import (
    MISSING,
    number,
    number_range,
    short_number,
    signed,
    staff_range,
    whole,
)
from analysis.display.text.subject import Subject, subject_of
from analysis.measures.staff_bands import NOW, shown_unit
from analysis.survey.checks import InputError
from analysis.survey.published import REPORT
from analysis.survey.survey import provenance
from analysis.words import text

#: Pages of figures 4 and 5, their tables, and the staff.
GAP_PAGES = ("41", "42", "47", "48", "49")


def gap_subject(gap: pd.DataFrame, lang: str) -> Subject:
    """The subject of a gap: its profiles are named by the question on today's staff."""
    return subject_of(gap, lang, NOW)


def gap_rows(gap: pd.DataFrame, unit: str | None = None) -> pd.DataFrame:
    """One row per profile in the unit shown: people, or percentage points where staff are few.

    The columns are now, ideal and gap, each with its ends (``gap_low``, ``gap_high``), the
    kommune's own answers (``own_now``, ``own_ideal``; empty in the survey's rows) and ``own``.
    """
    if "group" in gap:
        raise InputError(
            "Figuren viser alle under ét. Vælg workforce_gap uden by, eller én kommune."
        )
    unit = unit or shown_unit(gap)
    shown = [row for row in gap.to_dict("records") if row["unit"] == unit]
    if all(pd.isna(row["central"]) for row in shown) and "suppressed" not in gap:
        raise InputError(
            "Antallet af medarbejdere kendes ikke, så figuren i medarbejdere kan ikke tegnes."
        )
    times = 100 if unit == "share" else 1
    rows: dict[str, dict[str, Any]] = {}
    for row in shown:  # not by pandas: a report draws faster so
        answers = {key: row.get(key, "") for key in ("own_now", "own_ideal")}
        cells = rows.setdefault(str(row["item"]), answers)
        cells["own"], measure = bool(answers["own_now"]), row["measure"]
        for end, name in (("central", ""), ("low", "_low"), ("high", "_high")):
            cells[f"{measure}{name}"] = times * row[end]
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("item")


def by_finding(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of `gap_rows` as figures show them: own answers first, the largest gap first."""
    return rows.sort_values(["own", "gap"], ascending=False, kind="stable", na_position="last")


@dataclass(frozen=True)
class GapTexts:
    """One row of `gap_rows` as it is written, in whole people or percentage points.

    ``gap`` is the difference with its sign: the estimate, or of own answers their range.
    ``limits`` is the range of an estimate; empty where the difference is known. ``direction`` is
    1 where ideally more are written than today, −1 where fewer are, and 0 for neither.
    """

    now: str
    ideal: str
    gap: str
    limits: str
    direction: int


def gap_texts(rows: pd.DataFrame, lang: str) -> dict[Any, GapTexts]:
    """The numbers of `gap_rows` by item as they are written."""
    texts: dict[Any, GapTexts] = {}
    for item, row in rows.to_dict("index").items():
        ends = signed_range((row["gap_low"], row["gap_high"]), lang)
        if row["own"]:
            now, ideal = (
                number_range(
                    number(row[f"{key}_low"], lang), number(row[f"{key}_high"], lang), lang
                )
                for key in ("now", "ideal")
            )
            texts[item] = GapTexts(now, ideal, ends, "", int(np.sign(row["gap"])))
            continue
        written = signed(row["gap"], lang)
        known = pd.isna(row["gap_low"]) or ends == written
        now, ideal = (number(row[key], lang) for key in ("now", "ideal"))
        direction = {"+": 1, "−": -1}.get(written[0], 0)
        texts[item] = GapTexts(now, ideal, written, "" if known else ends, direction)
    return texts


def signed_range(values: Iterable[float], lang: str) -> str:
    """The least and the most of some differences: ``−12 til +15``; one where they are alike."""
    known = [value for value in values if not pd.isna(value)]
    if not known:
        return MISSING
    low, high = signed(min(known), lang), signed(max(known), lang)
    return low if low == high else f"{low} {text('numbers.to', lang)} {high}"


def gap_unit(gap: pd.DataFrame, lang: str) -> str:
    """The word after a difference: people, or percentage points."""
    return text(f"gap.unit_{shown_unit(gap)}", lang)


def gap_staff(gap: pd.DataFrame) -> float:
    """The people that a gap is about; NaN where they are not known."""
    return float(gap["staff"].max()) if "staff" in gap else float("nan")


def gap_most(gap: pd.DataFrame) -> float:
    """The largest difference that can exist: all of the staff."""
    staff = gap_staff(gap)
    whole_staff = np.inf if pd.isna(staff) else staff
    return 100.0 if shown_unit(gap) == "share" else whole_staff


def gap_subtitle(gap: pd.DataFrame, lang: str) -> str:
    """What the numbers of a gap are, in which unit and of how many staff."""
    staff = gap_staff(gap)
    if pd.isna(staff):
        return text("gap.title", lang)
    words = {"staff": number(staff, lang), "percent": whole(1, staff)}
    return text(f"gap.subtitle_{shown_unit(gap)}", lang, **words)


def gap_alt_text(gap: pd.DataFrame, *, title: str, lang: str = "da") -> str:
    """What the gap figure shows, in words, with its numbers and in its order."""
    subject = gap_subject(gap, lang)
    parts = [stopped(title)] if title else []
    parts.append(stopped(gap_subtitle(gap, lang)))
    rows = by_finding(gap_rows(gap))
    written = gap_texts(rows, lang)
    for item, row in rows.to_dict("index").items():
        words = {"item": subject.item(item), "gap": written[item].gap}
        key = "gap.alt" if written[item].limits else "gap.alt_exact"
        if row["own"]:
            key = "gap.alt_own"
            words |= {"now": subject.answer(row["own_now"]),
                      "ideal": subject.answer(row["own_ideal"])}  # fmt: skip
        if pd.isna(row["gap"]):
            key = "gap.alt_hidden" if "suppressed" in gap else "gap.alt_none"
        parts.append(text(key, lang, limits=written[item].limits, **words))
    return " ".join(parts)


def estimate_of(gap: pd.DataFrame) -> str:
    """What the survey's rows of a gap are: ``exact``, ``mean``, or how they are bounded.

    ``mean`` is the known mean of several job centres, told of one. ``all`` and ``kommune`` are
    bounds of printed tables, ``file_all`` and ``file_kommune`` of protected answers; empty where
    every row is the kommune's own.
    """
    survey = gap[gap["own_now"] == ""] if "own_now" in gap else gap
    if survey.empty:
        return ""
    if (survey["low"] != survey["high"])[survey["low"].notna()].any():
        of = "kommune" if "kommune" in gap else "all"
        return of if provenance(gap).source == REPORT else f"file_{of}"
    return "mean" if "kommune" in gap and (survey["base"] > 1).any() else "exact"


def gap_how(gap: pd.DataFrame, lang: str) -> str:
    """What a gap's estimate and limits are, what own answers are, and assumption A."""
    estimate, origin, staff = estimate_of(gap), provenance(gap), gap_staff(gap)
    how = ""
    if estimate == "kommune":
        people = text("gap.times", lang, staff=number(staff, lang))
        times = people if shown_unit(gap) == "people" else ""
        band = staff_range(origin.codebook.size_band(int(staff)), lang)
        how = text("gap.how_kommune", lang, kommuner=origin.kommuner, times=times, band=band)
    elif estimate not in ("", "exact", "mean"):
        how = text(f"gap.how_{estimate}", lang)
    own = text("gap.how_own", lang) if _has_own(gap) else ""
    return sentences_of(how, assumption_note(gap, lang), own)


def gap_source(gap: pd.DataFrame, lang: str) -> str:
    """Where the numbers come from: the survey, the kommune itself, or both."""
    survey = source_note(gap, GAP_PAGES, lang) if estimate_of(gap) else ""
    return sentences_of(survey, text("gap.own_source", lang) if _has_own(gap) else "")


def _has_own(gap: pd.DataFrame) -> bool:
    return "own_now" in gap and bool(gap["own_now"].ne("").any())


def top_words(gap: pd.DataFrame, lang: str) -> str:
    """What the open top band stands for in these gaps; of own answers it is a range."""
    origin = provenance(gap)
    answer = origin.codebook.question(NOW).scale.answers[0]
    band = origin.top_band or answer.band
    assert band  # without one there are no gaps
    low, central, high = (short_number(end, lang) for end in band)
    parts = []
    if estimate_of(gap):
        parts.append(text("gap.top", lang, answer=answer.short[lang], per_cent=central))
    if _has_own(gap):
        ends = low if low == high else number_range(low, high, lang)
        parts.append(text("gap.top_own", lang, answer=answer.short[lang], per_cent=ends))
    return sentences_of(*parts)
