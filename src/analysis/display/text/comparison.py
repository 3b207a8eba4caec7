"""A centre's own answers beside the others', in words: what a cell says, and the alt text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.display.text.captions import sentences_of, source_note
from analysis.display.text.numbers import SUPPRESSED, joined, shown_count
from analysis.display.text.subject import Subject, subject_of
from analysis.measures.comparison import answers_with_the_most
from analysis.measures.staff_bands import IDEAL
from analysis.survey.codebook import Question
from analysis.survey.survey import provenance
from analysis.words import text

#: Roles of questions that have a few words over their column.
_HEADED = ("importance", "expected_need", "current_share", "ideal_share")


def compared_subject(compared: pd.DataFrame, lang: str) -> Subject:
    """The subject of `compared_answers`: its items are named by the first question."""
    return subject_of(compared, lang, str(compared["question"].iloc[0]))


def compared_questions(compared: pd.DataFrame) -> list[Question]:
    """The questions of `compared_answers`, in their order."""
    codebook = provenance(compared).codebook
    return [codebook.question(str(key)) for key in compared["question"].unique()]


def question_heading(question: Question, lang: str) -> str:
    """What stands over a question's column: a few words, or its title."""
    if question.role in _HEADED:
        return text(f"comparison.{question.role}", lang)
    return question.title[lang]


def cell_words(cell: pd.DataFrame, question: Question, lang: str) -> tuple[str, str]:
    """What stands over and under the bar of one item: own answer, or the most common one.

    Parameters
    ----------
    cell : DataFrame
        The answers to one item, from `compared_answers`.
    """
    own, common = cell[cell["own"]], cell[cell["common"]]
    if len(own):
        row = own.iloc[0]
        answer = question.answer(str(row["answer"])).short[lang]
        return text("comparison.own", lang, answer=answer), same_words(row, lang)
    blank = text("comparison.blank", lang)
    if common.empty:
        return _without_most(cell, lang), blank
    row = common.iloc[0]
    answer = question.answer(str(row["answer"])).short[lang]
    n, base = shown_count(row["n"]), shown_count(row["base"])
    return text("comparison.common", lang, answer=answer, n=n, base=base), blank


def _without_most(cell: pd.DataFrame, lang: str) -> str:
    """Why no answer is the most common: some are hidden, nobody answered, or two are as common."""
    if cell["n"].isna().any():
        return SUPPRESSED
    return text("comparison.no_most" if cell["n"].sum() else "captions.no_answers", lang)


def same_words(row: Any, lang: str) -> str:
    """How many gave the same answer; that there are no answers, where nobody gave one."""
    if row["base"] == 0:
        return text("captions.no_answers", lang)
    n, base = shown_count(row["n"]), shown_count(row["base"])
    return text("comparison.same", lang, n=n, base=base)


def agree_words(parts: Sequence[Mapping[str, Any]], subject: Subject) -> str:
    """How many agree with a statement: ``Enige: 41 af 52``; empty of other items, and of nobody.

    Parameters
    ----------
    parts : sequence of mapping
        The answers to one item: ``answer``, ``n`` and ``base``, which may be hidden (NaN or 0).
    """
    question = subject.question
    agree = [part["n"] for part in parts if part["answer"] in question.counted]
    base = max(part["base"] for part in parts)
    if not question.statements or not (base or pd.isna(sum(agree))):
        return ""
    words = {"n": shown_count(sum(agree)), "base": shown_count(base) if base else SUPPRESSED}
    return subject.text("comparison.agree", **words)


def comparison_title(compared: pd.DataFrame, lang: str) -> str:
    """How often the centre answers as most do; else which item most give the first answer to.

    Of the first question that has answers. Empty where the centre has not answered, and a count is
    hidden.
    """
    same, given = answers_with_the_most(compared)
    if given:
        return text("comparison.title_own", lang, same=same, number=given)
    asked = compared.loc[compared["base"] != 0, "question"]
    if asked.empty:
        return ""
    question = provenance(compared).codebook.question(str(asked.iloc[0]))
    first = question.scale.answers[0]
    rows = compared[
        (compared["question"] == question.key) & (compared["answer"] == first.key)
    ].reset_index()
    if rows["n"].isna().any() or rows["base"].min() != rows["base"].max():
        return ""
    most = rows[rows["n"] == rows["n"].max()]
    items = [question.item(str(item)).label[lang] for item in most["item"]]
    counts = {key: shown_count(most[key].iloc[0]) for key in ("n", "base")}
    words = {"answer": first.short[lang], "items": joined(items, lang)}
    return text("comparison.title", lang, **words, **counts)


def comparison_note(compared: pd.DataFrame, subject: Subject) -> str:
    """What stands under the figure: how the bars are read, n, basis and source."""
    pages = list(dict.fromkeys(_pages(compared_questions(compared))))
    parts = [subject.text("comparison.note"), subject.n, subject.how, _rebased(subject)]
    return sentences_of(*parts, subject.hidden, source_note(compared, pages, subject.lang))


def _rebased(subject: Subject) -> str:
    """Which answers the column on the ideal counts, where some are left out."""
    if not subject.origin.rebased:
        return ""
    column = question_heading(subject.origin.codebook.question(IDEAL), subject.lang)
    return subject.text("comparison.rebased", column=column, base=subject.base)


def _pages(questions: Sequence[Question]) -> list[str]:
    pages = [page for each in questions for page in (each.page, each.table_page) if page]
    return sorted(pages, key=lambda page: (len(page), page))


def comparison_alt(compared: pd.DataFrame, subject: Subject, heading: str) -> str:
    """What the figure shows, in words: per question and item all answers, and the centre's own."""
    lang, parts = subject.lang, [heading] if heading else []
    for question in compared_questions(compared):
        rows = compared[compared["question"] == question.key]
        items = []
        for item, cell in rows.groupby("item", sort=False):
            words = {"item": subject.item(item), "answers": _answers(cell, question, lang)}
            items.append(text("captions.alt_item", lang, **words))
        parts.append(f"{question_heading(question, lang)}, {'; '.join(items)}.")
    return " ".join(parts)


def _answers(cell: pd.DataFrame, question: Question, lang: str) -> str:
    """All answers to one item with their counts, and the centre's own answer."""
    told = []
    for row in cell.to_dict("records"):
        answer = question.answer(str(row["answer"])).short[lang]
        if row["n"] != 0:
            told.append(f"{answer} {shown_count(row['n'])}")
        if row["own"]:
            told.append(text("comparison.own", lang, answer=answer))
    return ", ".join(told) or text("captions.no_answers", lang)
