"""The change from one wave to the next in words: what has changed, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.display.text.captions import sentences_of, source_note
from analysis.display.text.numbers import (
    MISSING,
    SUPPRESSED,
    basis_sentence,
    joined,
    number,
    shown_count,
    signed,
)
from analysis.display.text.sentences import named_item
from analysis.display.text.shares import share_words
from analysis.display.text.subject import Subject, basis_of, subject_of
from analysis.measures.disclosure import is_unprotected
from analysis.measures.intervals import LEVEL
from analysis.survey.survey import provenance
from analysis.words import text

#: How the waves were compared.
_DESIGNS = {"paired": "wave_change.paired", "independent": "wave_change.independent"}


def first_answers(changes: pd.DataFrame) -> pd.DataFrame:
    """The rows of each item's first answer, of one question's changes."""
    subject = subject_of(_with_base(changes), "da", shares=True)
    return changes[changes["answer"] == subject.question.scale.keys[0]]


def change_subject(changes: pd.DataFrame, lang: str) -> Subject:
    """What one question's changes are about."""
    return subject_of(_with_base(changes), lang, shares=True)


def _with_base(changes: pd.DataFrame) -> pd.DataFrame:
    return changes if "base" in changes else changes.assign(base=changes["base_b"])


def moved(row: Mapping[Any, Any]) -> int:
    """Whether an answer's share has surely risen (1), fallen (−1), or neither (0)."""
    return 1 if row["low"] > 0 else -1 if row["high"] < 0 else 0


def change_heading(subject: Subject) -> str:
    """A question's title, and the answer that is followed."""
    answer = subject.answer(subject.question.scale.keys[0])
    return subject.text("group_figure.heading", title=subject.title, answer=answer)


def change_title(changes: pd.DataFrame, lang: str) -> str:
    """On how many items of a question the share of the first answer has surely changed."""
    subject, rows = change_subject(changes, lang), first_answers(changes)
    known = rows[rows["low"].notna()]
    sure = sum(1 for row in known.to_dict("records") if moved(row))
    if known.empty:
        return subject.text("wave_change.title_open", title=subject.title)
    all_shown = len(known) == len(rows)
    if sure:
        key = "wave_change.title_some" if all_shown else "wave_change.title_some_shown"
    else:
        key = "wave_change.title_none" if all_shown else "wave_change.title_none_shown"
    return subject.text(key, title=subject.title, k=sure, of=len(known))


def change_sentence(changes: pd.DataFrame, lang: str) -> str:
    """What the largest change of a question is, from what to what, and whether it is sure.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> from analysis.measures.wave_changes import wave_changes
    >>> from analysis.survey.published import read_published
    >>> changes = wave_changes(read_published(), synthesize(seed=1, association=0.5))
    >>> print(change_sentence(changes[changes["question"] == "importance"], "da"))
    Ingen ændring i svaret »Meget vigtig«.
    """
    subject, rows = change_subject(changes, lang), first_answers(changes)
    answer = subject.answer(subject.question.scale.keys[0])
    known = rows[rows["change"].notna()]
    if known.empty:
        return subject.text("wave_change.hidden", answer=answer)
    if not known["change"].abs().max() > 0:
        return subject.text("wave_change.same", answer=answer)
    row: dict[Any, Any] = known.iloc[int(known["change"].abs().argmax())].to_dict()
    weighted = subject.origin.weighted
    key = "wave_change.largest_sure" if moved(row) else "wave_change.largest_unsure"
    key = "wave_change.largest_open" if pd.isna(row["low"]) else key
    return subject.text(
        key,
        answer=answer,
        item=named_item(subject.question, str(row["item"]), lang),
        before=share_words(row, lang, weighted=weighted, side="_a"),
        after=share_words(row, lang, weighted=weighted, side="_b"),
        low=signed(100 * row["low"], lang),
        high=signed(100 * row["high"], lang),
    )


def unit_sentence(units: pd.DataFrame, noun: str, lang: str) -> str:
    """What is proven of how many have moved up or down the scale since a printed report.

    The item where it is most; empty where nothing is proven. ``noun`` is what several of those
    who answered are called.
    """
    subject = change_subject(units, lang)
    rows = units.drop_duplicates("item")
    found = []
    for way in ("higher", "lower"):
        proven = rows[rows[f"{way}_low"] > 0]
        if len(proven):
            row = proven.iloc[int(proven[f"{way}_low"].argmax())]
            found.append(
                subject.text(
                    f"wave_change.proven_{way}",
                    low=int(row[f"{way}_low"]),
                    high=int(row[f"{way}_high"]),
                    base=int(row["base"]),
                    units=noun,
                    item=named_item(subject.question, str(row["item"]), lang),
                )
            )
    return sentences_of(*found)


def change_words(row: Mapping[Any, Any], lang: str) -> str:
    """A change in percentage points with its interval: ``+12 (−3 til +27)``."""
    if pd.isna(row["change"]):
        return SUPPRESSED if pd.isna(row["base_b"]) or row["base_b"] else MISSING
    change = signed(100 * row["change"], lang)
    if pd.isna(row["low"]):
        return change
    ends = [signed(100 * row[end], lang) for end in ("low", "high")]
    return f"{change} ({ends[0]} {text('numbers.to', lang)} {ends[1]})"


def unit_words(row: Mapping[Any, Any], way: str) -> str:
    """How many have moved one way, as the range that is proven: ``8–30``."""
    low, high = row[f"{way}_low"], row[f"{way}_high"]
    if pd.isna(low):
        return SUPPRESSED
    ends = shown_count(low), shown_count(high)
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def change_note(changes: pd.DataFrame, lang: str) -> str:
    """What stands under a change: paired or independent, how sure, basis and source."""
    designs = list(dict.fromkeys(changes["design"]))
    level = number(100 * LEVEL, lang)
    how = text("wave_change.note", lang, level=level, k=int(changes["items"].iloc[0]))
    hidden = ""
    if is_unprotected(changes):
        hidden = text("captions.confidential", lang)
    elif "suppressed" in changes and changes["suppressed"].any():
        hidden = text("captions.suppressed_note", lang)
    weighted = text("captions.weighted", lang) if provenance(changes).weighted else ""
    return sentences_of(
        *(text(_DESIGNS[design], lang) for design in designs),
        how,
        weighted,
        hidden,
        basis_sentence(basis_of(changes), lang),
        source_note(changes, [], lang),
    )


def change_alt(changes: pd.DataFrame, title: str, lang: str) -> str:
    """What the figure shows: each item's shares before and now, and the change."""
    subject, items = change_subject(changes, lang), []
    weighted = subject.origin.weighted
    for row in first_answers(changes).to_dict("records"):
        words = {
            "item": subject.short_item(row["item"]),
            "before": share_words(row, lang, weighted=weighted, side="_a"),
            "after": share_words(row, lang, weighted=weighted, side="_b"),
            "change": change_words(row, lang),
        }
        items.append(text("wave_change.alt_item", lang, **words))
    return f"{title}. {change_heading(subject)}: {joined(items, lang)}."
