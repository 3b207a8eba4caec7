"""One group beside all the others, in words: what differs, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.display.text.captions import sentences_of, source_note
from analysis.display.text.numbers import SUPPRESSED, number, shown_count, signed
from analysis.display.text.sentences import either, named_item
from analysis.display.text.shares import share_words
from analysis.display.text.subject import basis_of, group_label
from analysis.measures.disclosure import is_unprotected
from analysis.survey.codebook import Question
from analysis.survey.survey import Provenance, provenance
from analysis.words import text

#: So many findings stand on the first page.
MOST_FINDINGS = 3


def differs(row: Mapping[Any, Any]) -> int:
    """Whether a group surely says more than the others (1), less (−1), or neither (0)."""
    low, high = row["difference_low"], row["difference_high"]
    return 1 if low > 0 else -1 if high < 0 else 0


def chosen_rows(compared: pd.DataFrame, most: int) -> pd.DataFrame:
    """The rows that tell most: sure differences first, the largest first; hidden ones never.

    ``compared`` is from `compare_group`. Where all are hidden it is the first of them.
    """
    size = compared["difference"].abs()
    middle = (compared["difference_low"] + compared["difference_high"]) / 2
    sure = compared.apply(lambda row: abs(differs(row)), axis=1)
    size = size.fillna(middle.abs())
    order = compared.assign(sure=sure, size=size)[size.notna()]
    order = order.sort_values(["sure", "size"], ascending=False, kind="stable").head(most)
    return compared.loc[order.index] if len(order) else compared.head(most)


def group_findings(
    compared: pd.DataFrame, noun: Mapping[bool, str], lang: str
) -> list[tuple[str, str]]:
    """The findings of a group's first page: a share, and what it is a share of.

    ``noun`` is what one respondent is called (True) and several (False).
    """
    origin = provenance(compared)
    found = []
    for row in chosen_rows(compared, MOST_FINDINGS).to_dict("records"):
        question = origin.codebook.question(str(row["question"]))
        share = share_words(row, lang, weighted=origin.weighted)
        if share != SUPPRESSED:
            found.append((share, _finding(row, question, origin, noun, lang)))
    return found


def _finding(
    row: Mapping[Any, Any], question: Question, origin: Provenance, noun: Mapping[bool, str],
    lang: str,
) -> str:  # fmt: skip
    kind = "statements" if question.statements else "items"
    said = text(
        f"group_page.said_{kind}",
        lang,
        answer=counted_words(question, lang),
        item=named_item(question, str(row["item"]), lang),
    )
    way = {1: "more", -1: "fewer", 0: "unsure"}[differs(row)]
    if pd.isna(row["difference_low"]):
        way = "open"
    return text(
        f"group_page.finding_{way}",
        lang,
        said=said,
        base=shown_count(row["base"]),
        respondents=noun[row["base"] == 1],
        others=share_words(row, lang, weighted=origin.weighted, side="_others"),
        base_others=shown_count(row["base_others"]),
        low=signed(100 * row["difference_low"], lang),
        high=signed(100 * row["difference_high"], lang),
    )


def counted_words(question: Question, lang: str) -> str:
    """The answers that a finding counts, as they stand between quotation marks."""
    return either([question.answer(key).short[lang] for key in question.counted[:2]], lang)


def comparison_heading(question: Question, lang: str) -> str:
    """What stands over a question's rows: its title, and the answers that are counted."""
    words = {"title": question.title[lang], "answer": counted_words(question, lang)}
    return text("group_figure.heading", lang, **words)


def group_title(compared: pd.DataFrame, lang: str) -> str:
    """The finding over the figure: on how many items the group surely differs."""
    origin = provenance(compared)
    name = group_label(str(compared["group"].iloc[0]), origin, lang)
    known = compared[compared["difference_low"].notna()]
    number_of = sum(1 for row in known.to_dict("records") if differs(row))
    if known.empty:
        return text("group_figure.title", lang, group=name)
    which = ""
    if len(known) < len(compared):
        which = text(f"group_figure.which_{'alone' if len(known) == 1 else 'shown'}", lang)
    words = {"group": name, "k": number_of, "of": len(known), "which": which}
    if len(known) == 1:
        return text(f"group_figure.title_alone_{'sure' if number_of else 'none'}", lang, **words)
    key = {0: "title_none", 1: "title_one"}.get(number_of, "title_some")
    return text(f"group_figure.{key}", lang, **words)


def group_note(compared: pd.DataFrame, shown: pd.DataFrame, lang: str) -> str:
    """What stands under the figure: how it is read, which items are left out, and the source."""
    origin = provenance(compared)
    ranges = "share_low" in compared and bool(shown["share"].isna().any())
    level = number(100 * origin.level, lang)
    note = text("group_figure.note_range" if ranges else "group_figure.note", lang, level=level)
    left_out = ""
    if len(shown) < len(compared):
        words = {"shown": len(shown), "of": len(compared)}
        left_out = text("group_figure.left_out", lang, **words)
    key = "captions.weighted_range" if ranges else "captions.weighted"
    weighted = text(key, lang) if origin.weighted else ""
    how = " ".join(text(f"basis.{word}", lang) for word in basis_of(compared))
    hidden = ""
    if is_unprotected(compared):
        hidden = text("captions.confidential", lang)
    elif "suppressed" in compared and compared["suppressed"].any() and not ranges:
        hidden = text("captions.suppressed_note", lang)
    return sentences_of(note, left_out, how, weighted, hidden, source_note(compared, [], lang))


def group_alt(shown: pd.DataFrame, title: str, lang: str) -> str:
    """What the figure shows: each item with the shares of the group and of the others."""
    origin, parts = provenance(shown), [title]
    for key, rows in shown.groupby("question", sort=False, observed=True):
        question = origin.codebook.question(str(key))
        items = [
            text(
                "group_figure.alt_item",
                lang,
                item=named_item(question, str(row["item"]), lang),
                share=_with_base(row, origin, "", lang),
                others=_with_base(row, origin, "_others", lang),
            )
            for row in rows.to_dict("records")
        ]
        parts.append(f"{comparison_heading(question, lang)}: {'; '.join(items)}")
    return " ".join(part.rstrip(".") + "." for part in parts)


def _with_base(row: Mapping[Any, Any], origin: Provenance, side: str, lang: str) -> str:
    share = share_words(row, lang, weighted=origin.weighted, side=side)
    if share == SUPPRESSED:
        return share
    return f"{share} ({text('numbers.n', lang, n=shown_count(row[f'base{side}']))})"
