"""How many managers have, and want, a large share of the staff: title, numbers and own answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.display.text.captions import sentences_of, source_note
from analysis.display.text.numbers import (
    in_words,
    joined,
    number,
    shown_count,
    signed,
    unknown,
    whole_count,
)
from analysis.display.text.subject import Subject, subject_of
from analysis.measures.staff_bands import IDEAL, NOW
from analysis.survey.codebook import Scale
from analysis.words import has_text, text

#: Pages of figures 4 and 5 and of their tables.
PAGES = ("41", "42", "47", "48")

Own = Mapping[str, Mapping[str, str]]


def shares_subject(shares: pd.DataFrame, lang: str) -> Subject:
    """The subject of `large_shares`: its profiles are named by the question on the ideal."""
    return subject_of(shares, lang, IDEAL)


def top_per_cent(scale: Scale) -> float:
    """The per cent of the staff that the open top band begins at."""
    band = scale.answers[0].band
    assert band  # the bands of a profile's share of the staff
    return band[0]


def part_of_staff(scale: Scale, lang: str) -> str:
    """Where the top band begins, in words: ``hver femte medarbejder``."""
    top = top_per_cent(scale)
    parts = enumerate(text("numbers.parts", lang).split(), start=2)
    nth = {100 / part: words for part, words in parts}
    if part := nth.get(top):
        return text("large_shares.part_nth", lang, part=part)
    return text("large_shares.part_percent", lang, top=number(top, lang))


def profile_line(item: str, lang: str) -> str:
    """What a profile does, in a line; empty for one that the project does not know."""
    key = f"profile_lines.{item}"
    return text(key, lang) if has_text(key, lang) else ""


def shares_question(shares: pd.DataFrame, subject: Subject) -> str:
    """What is asked of the managers in `large_shares`."""
    part = part_of_staff(subject.question.scale, subject.lang)
    return subject.text("large_shares.question", n=subject.base, part=part)


def shares_title(shares: pd.DataFrame, subject: Subject) -> str:
    """The profiles with the largest difference; empty where managers want no more than they have.

    Empty as well where a difference is hidden: it may be the largest.
    """
    largest = shares["difference"].max()
    if shares["difference"].isna().any() or largest <= 0:
        return ""
    most = shares.loc[shares["difference"] == largest, "item"]
    names = joined([subject.item(item) for item in most], subject.lang)
    return subject.text("large_shares.title", items=names)


def shares_note(shares: pd.DataFrame, subject: Subject, own: Own) -> str:
    """What stands under the figure: n, basis, how to read it, and the source."""
    least = subject.text("large_shares.note_least") if not shares["counted"].all() else ""
    extra = _extra_note(shares, subject)
    mine = subject.text("large_shares.note_own") if own_items(own) else ""
    source = source_note(shares, PAGES, subject.lang)
    return sentences_of(subject.n, subject.how, least, extra, subject.hidden, mine, source)


def _extra_note(shares: pd.DataFrame, subject: Subject) -> str:
    """What the numbers assume where more answers are printed than there are managers."""
    extra = int(shares["extra"].max())
    if not extra:
        return ""
    base = int(shares["base_ideal"].max())
    return subject.text(
        "large_shares.note_extra",
        figure=subject.question.figure,
        answers=base + extra,
        n=base,
        base=base,
        extra=in_words(extra, subject.lang),
    )


def shares_alt(shares: pd.DataFrame, subject: Subject, heading: str, own: Own) -> str:
    """What the figure shows, in words, with its numbers."""
    parts = [heading]
    for row in shares.to_dict("records"):
        item = str(row["item"])
        known = not pd.isna(row["difference"])
        difference = subject.text("large_shares.difference")
        words = {
            "difference": f"{difference} {difference_words(row, subject.lang)}" if known else "",
            "more": more_words(row, subject.lang),
            "own": own_words(item, subject, own),
        }
        parts.append(
            subject.text(
                "large_shares.alt",
                item=subject.item(item),
                now=answers_words(row, "now"),
                ideal=answers_words(row, "ideal"),
                **{key: f", {value}" if value else "" for key, value in words.items()},
            )
        )
    return " ".join(parts)


def answers_words(row: Mapping[Any, Any], measure: str) -> str:
    """A count as it is written: ``[c]`` where it is hidden, a dash where nobody answered."""
    base = row[f"base_{measure}"]
    return shown_count(row[measure]) if base else unknown(base)


def difference_words(row: Mapping[Any, Any], lang: str) -> str:
    """The difference with its sign."""
    return signed(row["difference"], lang)


def more_words(row: Mapping[Any, Any], lang: str) -> str:
    """How many want a larger share than they have; empty where nothing is known of it."""
    if pd.isna(row["more"]) or not (row["counted"] or row["more"] > 0):
        return ""
    key = "large_shares.more" if row["counted"] else "large_shares.more_least"
    return text(key, lang, n=whole_count(row["more"]))


def own_items(own: Own) -> set[str]:
    """The profiles that a centre has answered itself, now or ideally."""
    return {*own.get(NOW, {}), *own.get(IDEAL, {})}


def own_words(item: str, subject: Subject, own: Own) -> str:
    """A centre's own answers on a profile: ``I: 15–20 pct. → over 20 pct.``; often empty."""
    answers = {
        key: subject.answer(own[question][item]).lower()
        for key, question in (("now", NOW), ("ideal", IDEAL))
        if item in own.get(question, {})
    }
    if not answers:
        return ""
    key = "own" if len(answers) == 2 else f"own_{next(iter(answers))}"
    return subject.text(f"large_shares.{key}", **answers)
