"""What stands around a figure or table: title, alternative text, basis, source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.display.text.numbers import joined, percent, shown_count, whole_count
from analysis.display.text.shares import share_words
from analysis.display.text.subject import Subject, subject_of
from analysis.measures.counts import answers_outside
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.published import REPORT
from analysis.survey.survey import Provenance, provenance
from analysis.words import text


def alt_text(
    likert: pd.DataFrame, *, mark: Mapping[str, str] | None = None, lang: str = "da"
) -> str:
    """Write what the figure of a results frame shows: every item with its numbers.

    ``mark`` holds the kommune's own answers by item, when the figure points them out.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> words = alt_text(likert_table(read_published(), "importance"))
    >>> words[74:148]
    '52 svar. Virksomheder: Meget vigtig 88 pct. (46), Vigtig 12 pct. (6). Borg'
    """
    subject = subject_of(likert, lang, shares=True)
    refuse_ranges(subject)
    return figure_alt(likert, subject, mark or {})


def figure_alt(
    likert: pd.DataFrame, subject: Subject, mark: Mapping[str, str], title: str = ""
) -> str:
    """The alternative text of a Likert figure whose subject is known; see `alt_text`.

    ``title`` is that of the figure, where it is not the question.
    """
    lang, weighted = subject.lang, subject.origin.weighted
    sentences = [
        figure_title(subject, subject.question.text[lang]),
        *([stopped(title)] if title else []),
        subject.text("captions.alt_n", n=subject.base),
    ]
    rows_of: dict[tuple[str, str], list[dict[Any, Any]]] = {}
    for row in likert.to_dict("records"):
        rows_of.setdefault((str(row["item"]), str(row.get("group", ""))), []).append(row)
    for (item, group), rows in rows_of.items():
        name = subject.item(item)
        if group:
            name = f"{name}, {subject.group(group)}"
        given = [
            subject.text(
                "captions.alt_answer",
                answer=subject.answer(row["answer"]),
                percent=share_words(row, lang, weighted=weighted),
                n=shown_count(row["n"]),
            )
            for row in rows
            if row["n"] > 0 or (weighted and row.get("share_high", 0) > 0)
        ]
        hidden = [row for row in rows if row.get("suppressed", False)]
        if any(pd.isna(row.get("share_high", float("nan"))) for row in hidden):
            given.append(subject.text("captions.suppressed_answers"))
        sentences.append(
            alt_item(name, ", ".join(given) or text("captions.no_answers", lang), lang)
        )
    own = [
        subject.text("captions.alt_own", item=subject.item(item), answer=subject.answer(answer))
        for item, answer in mark.items()
    ]
    if own:
        sentences.append(subject.text("captions.alt_mark", answers=joined(own, lang)))
    return " ".join(sentences)


def alt_item(name: str, answers: str, lang: str) -> str:
    """One item of an alternative text, as a sentence."""
    return stopped(text("captions.alt_item", lang, item=name, answers=answers))


def figure_note(
    likert: pd.DataFrame, subject: Subject, *, interval: bool = False, marked: bool = False
) -> str:
    """What stands under a Likert figure: n, basis, how to read it, and the source."""
    parts = [subject.n, outside_note(likert, subject), subject.how]
    parts += [subject.weighted, subject.rebased, subject.hidden]
    if interval:
        first = subject.answer(subject.question.scale.keys[0])
        if subject.origin.interval == "nonresponse":
            parts.append(subject.text("captions.whisker_nonresponse", answer=first))
        else:
            words = {"level": subject.level, "population": subject.population}
            parts.append(subject.text("captions.whisker", answer=first, **words))
    if marked:
        parts.append(subject.text("captions.mark"))
    return sentences_of(*parts, source_line(subject))


def outside_note(likert: pd.DataFrame, subject: Subject) -> str:
    """How many answers no bar shows; nothing where all are shown, or a count is hidden."""
    if "group" in likert:
        return ""
    outside = answers_outside(likert)
    if outside.isna().any() or not outside.any():
        return ""
    low, high = outside.min(), outside.max()
    words = {"low": whole_count(low), "n": whole_count(high), "base": subject.base}
    if (low, likert["base"].min()) != (high, likert["base"].max()):
        return subject.text("captions.outside_range", **words)
    if subject.origin.weighted:
        return subject.text("captions.outside_count", **words)
    share = percent(high, likert["base"].iloc[0], subject.lang)
    return subject.text("captions.outside", percent=share, **words)


def figure_title(subject: Subject, words: str, *, of_table: bool = False) -> str:
    """A title after the figure's number, when the report has one; re-based figures say so."""
    question, rebased = subject.question, subject.origin.rebased
    if not question.figure:
        return words
    key = "captions.rebased_title" if rebased else "captions.figure_title"
    if of_table:
        key = "tables.rebased_title" if rebased else "tables.figure_title"
    return subject.text(key, figure=question.figure, text=words, base=subject.base)


def question_title(likert: pd.DataFrame, lang: str) -> str:
    """The figure's number, when the report has one, and the question as it was asked."""
    subject = subject_of(likert, lang, shares=True)
    return figure_title(subject, subject.question.text[lang])


def items_heading(question: Question, lang: str) -> str:
    """What stands over the names of a question's items."""
    return question.spoken.heading[lang] or text("tables.item", lang)


def source_line(subject: Subject) -> str:
    """Where the numbers come from: the question's pages of the report, or the user's own file."""
    if not subject.origin.source:
        return ""
    words = source_words(subject.question, subject.origin, subject.lang)
    return subject.text("captions.source", source=words)


def source_note(frame: pd.DataFrame, pages: Sequence[str], lang: str) -> str:
    """Where a frame's numbers come from: pages of the report, or the user's own file."""
    origin = provenance(frame)
    return sourced(origin, pages, lang) if origin.source else ""


def sourced(origin: Provenance, pages: Sequence[str], lang: str) -> str:
    """A source as a sentence: pages of the report, or the user's own file."""
    report = origin.source == REPORT
    source = report_source(pages, lang) if report else origin.source_in(lang)
    return text("captions.source", lang, source=source)


def source_words(question: Question, origin: Provenance, lang: str) -> str:
    """The source with a question's pages of the report, or the user's own file."""
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


def refuse_ranges(subject: Subject) -> None:
    """Refuse a frame of ranges: its shares are modelled, and a bar would show them as known."""
    if subject.bounded:
        raise InputError(
            "Tabellen er grænser, ikke svar (basis: bounded). Tegn den med draw_crosstab, som "
            "viser hver grænse som et bånd."
        )


def stamped(words: str, basis: Sequence[str], lang: str) -> str:
    """The words, with the stamp before them where the answers are made up.

    Examples
    --------
    >>> stamped("Figur 2", ("synthetic",), "da"), stamped("Figur 2", ("observed",), "da")
    ('SYNTETISKE SVAR · Figur 2', 'Figur 2')
    """
    return f"{text('basis.stamp', lang)} · {words}" if "synthetic" in basis else words


def stopped(sentence: str) -> str:
    """A sentence with one full stop, or with the mark that it has."""
    return sentence if sentence.endswith(("?", "!")) else sentence.rstrip(".") + "."


def sentences_of(*parts: str) -> str:
    """The parts that there are, as one paragraph."""
    return " ".join(part for part in parts if part)
