"""What stands around a figure or table: title, alternative text, basis, source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.display.text.numbers import (
    SUPPRESSED,
    basis_sentence,
    joined,
    number,
    percent,
    whole_count,
)
from analysis.measures.groups import UNKNOWN
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.published import REPORT
from analysis.survey.survey import Provenance, provenance
from analysis.words import text


def alt_text(
    likert: pd.DataFrame, *, mark: Mapping[str, str] | None = None, lang: str = "da"
) -> str:
    """Write what the figure of a results frame shows: every item with its numbers.

    Parameters
    ----------
    likert : DataFrame
        A results frame of one question.
    mark : mapping of item to answer, optional
        The kommune's own answers, when the figure points them out.
    lang : {"da", "en"}

    Returns
    -------
    str
        Title, number of answers, and per item each answer given with per cent and count.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> words = alt_text(likert_table(read_published(), "importance"))
    >>> words[75:149]
    '52 svar. Virksomheder: Meget vigtig 88 pct. (46), Vigtig 12 pct. (6). Borg'
    """
    origin = provenance(likert)
    question = question_of(likert, origin)
    refuse_ranges(likert)
    sentences = [
        question_title(likert, lang),
        text("captions.alt_n", lang, n=base_words(likert, lang)),
    ]
    rows_of: dict[tuple[str, str], list[dict]] = {}
    for row in likert.to_dict("records"):
        rows_of.setdefault((str(row["item"]), str(row.get("group", ""))), []).append(row)
    for (item, group), rows in rows_of.items():
        name = question.item(item).label[lang]
        if group:
            name = f"{name}, {group_label(group, origin, lang)}"
        given = [
            text(
                "captions.alt_answer",
                lang,
                answer=question.answer(str(row["answer"])).short[lang],
                percent=percent(row["n"], row["base"], lang),
                n=whole_count(row["n"]),
            )
            for row in rows
            if row["n"] > 0
        ]
        if any(row.get("suppressed", False) for row in rows):
            given.append(text("captions.suppressed_answers", lang))
        words = ", ".join(given) or text("captions.no_answers", lang)
        sentences.append(
            text("captions.alt_item", lang, item=name, answers=words).rstrip(".") + "."
        )
    own = [
        text(
            "captions.alt_own",
            lang,
            item=question.item(item).label[lang],
            answer=question.answer(answer).short[lang],
        )
        for item, answer in (mark or {}).items()
    ]
    if own:
        sentences.append(text("captions.alt_mark", lang, answers=joined(own, lang)))
    return " ".join(sentences)


def figure_note(
    likert: pd.DataFrame, lang: str, *, interval: bool = False, marked: bool = False
) -> str:
    """What stands under a figure: n, basis, how to read it, and the source."""
    origin = provenance(likert)
    question = question_of(likert, origin)
    parts = [
        text("numbers.n", lang, n=base_words(likert, lang)) + ".",
        text("captions.in_bars", lang),
        basis_sentence(basis_of(likert), lang),
    ]
    if origin.rebased:
        parts.append(text("captions.rebased", lang, base=base_words(likert, lang)))
    if "suppressed" in likert and likert["suppressed"].any():
        parts.append(text("captions.suppressed_note", lang))
    if interval:
        population = (
            text("captions.of_population", lang, population=origin.population)
            if origin.interval == "finite_population" and origin.population
            else ""
        )
        first = question.scale.answers[0].short[lang]
        key = (
            "captions.whisker_nonresponse"
            if origin.interval == "nonresponse"
            else "captions.whisker"
        )
        level = number(100 * origin.level, lang)
        parts.append(text(key, lang, answer=first, population=population, level=level))
    if marked:
        parts.append(text("captions.mark", lang))
    if origin.source:
        parts.append(text("captions.source", lang, source=source_words(question, origin, lang)))
    return " ".join(parts)


def source_words(question: Question, origin: Provenance, lang: str) -> str:
    """The source with the pages of the report, or the user's own file."""
    if not is_report(question, origin):
        return origin.source_in(lang)
    return report_source([question.page, question.table_page], lang)


def report_source(pages: Sequence[str], lang: str) -> str:
    """The report with some of its pages: ``… (2017), s. 41 og 47``."""
    one = len(pages) == 1 and pages[0].isdigit()
    key = "captions.report_source_page" if one else "captions.report_source"
    return text(key, lang, pages=joined(list(pages), lang))


def is_report(question: Question, origin: Provenance) -> bool:
    """Whether the numbers are the report's own."""
    return bool(question.page) and origin.source == REPORT


def group_label(key: str, origin: Provenance, lang: str) -> str:
    """A group's name."""
    bands = {band.key: band.label for band in origin.codebook.size_bands}
    labels = {**bands, **origin.groups}
    return labels[key][lang] if key in labels else key


def group_words(key: str, origin: Provenance, lang: str) -> str:
    """A group's name within a text: names of places keep their capital letter."""
    label = group_label(key, origin, lang)
    own = {UNKNOWN, *(band.key for band in origin.codebook.size_bands)}
    return label.lower() if key in own else label


def numbered(question: Question, key: str, name: str) -> str:
    """An item's name, with the number in front that the report gives its statements."""
    return f"{key}. {name}" if question.item_set == "statements" else name


def refuse_ranges(likert: pd.DataFrame) -> None:
    """Refuse a frame of ranges: its shares are modelled, and a bar would show them as known."""
    if "bounded" in basis_of(likert):
        raise InputError(
            "Tabellen er grænser, ikke svar (basis: bounded). Tegn den med draw_crosstab, som "
            "viser hver grænse som et bånd."
        )


def short_name(question: Question, key: str, lang: str) -> str:
    """An item's name where there is little room: a profile's own, a statement's short one."""
    item = question.item(key)
    labels = item.short if question.item_set == "statements" else item.label
    return numbered(question, key, labels[lang])


def question_of(likert: pd.DataFrame, origin: Provenance) -> Question:
    keys = list(dict.fromkeys(likert["question"]))
    if len(keys) != 1:
        raise InputError(
            f"En figur viser ét spørgsmål; tabellen har {len(keys)}: {', '.join(map(str, keys))}. "
            "Vælg rækkerne for ét spørgsmål."
        )
    return origin.codebook.question(str(keys[0]))


def question_title(likert: pd.DataFrame, lang: str) -> str:
    """The figure's number, when the report has one, and the question as it was asked."""
    origin = provenance(likert)
    question = question_of(likert, origin)
    key = "captions.figure_title" if question.figure else "captions.own_figure_title"
    if question.figure and origin.rebased:
        key = "captions.rebased_title"
    base = base_words(likert, lang)
    return text(key, lang, figure=question.figure, text=question.text[lang], base=base)


def base_words(likert: pd.DataFrame, lang: str) -> str:
    if likert["base"].isna().all():
        return SUPPRESSED
    low, high = int(likert["base"].min()), int(likert["base"].max())
    return str(low) if low == high else f"{low}–{high}"


def basis_of(frame: pd.DataFrame) -> tuple[str, ...]:
    """The basis words of a frame, in the order they come."""
    return tuple(dict.fromkeys(frame["basis"].astype(str)))


def source_note(frame: pd.DataFrame, pages: Sequence[str], lang: str) -> str:
    """Where a frame's numbers come from: pages of the report, or the user's own file."""
    origin = provenance(frame)
    if not origin.source:
        return ""
    own = origin.source != REPORT
    source = origin.source_in(lang) if own else report_source(pages, lang)
    return text("captions.source", lang, source=source)
