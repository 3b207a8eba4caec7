"""Slides of a kommune's own answers, beside how many managers answered the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

import pandas as pd

from analysis.display.pages.kommune import KommunePage
from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.numbers import MISSING, shown_count
from analysis.display.text.subject import basis_of
from analysis.measures.disclosure import is_unprotected
from analysis.survey.codebook import Item, Question
from analysis.words import has_text, text
from fagligheder.office.sheets import source_line
from fagligheder.office.slides import Slide, foot_of

Part = TypeVar("Part")
#: Rows and columns that fit a slide.
_ROWS, _COLUMNS = 6, 2


def own_slides(page: KommunePage) -> list[Slide]:
    """Return the slides of a kommune's own answers: questions of the same items side by side."""
    asked = [
        question
        for key, question in page.survey.codebook.questions.items()
        if page.centre.own.get(key)
    ]
    slides = []
    for _, of_items in groupby(asked, key=lambda question: question.item_set):
        questions = list(of_items)
        slides += [
            _own_slide(page, beside, items)
            for beside in _parts(questions, _COLUMNS)
            for items in _parts(questions[0].items, _ROWS)
        ]
    return slides


def _parts(whole: Sequence[Part], length: int) -> Iterator[Sequence[Part]]:
    """Cut a sequence into parts of at most so many."""
    return (whole[first : first + length] for first in range(0, len(whole), length))


def _own_slide(page: KommunePage, questions: Sequence[Question], items: Sequence[Item]) -> Slide:
    lang, kommune = page.lang, page.centre.kommune
    likert = {question.key: page.likert(question.key) for question in questions}
    frames = list(likert.values())
    basis = tuple(
        dict.fromkeys(["observed", *(word for frame in frames for word in basis_of(frame))])
    )
    corner = f"tables.item_{questions[0].item_set}"
    title = text("slides.own_title", lang, genitive=kommune.genitive_in(lang))
    table = Table(
        caption=title,
        columns=tuple(Column(question.title[lang]) for question in questions),
        rows=tuple(
            Row(
                item.short[lang],
                tuple(_cell(page, question, item, likert[question.key]) for question in questions),
            )
            for item in items
        ),
        note="",
        basis=basis,
        lang=lang,
        corner=text(corner if has_text(corner, lang) else "tables.item", lang),
        unprotected=any(map(is_unprotected, frames)),
    )
    foot = foot_of(basis, source_line(questions, frames[0], lang), lang)
    below = text("slides.own_how", lang)
    said = (f"{row.header}: {', '.join(row.cells)}." for row in table.rows)
    return Slide(
        title=title,
        body=table,
        basis=basis,
        foot=foot,
        notes="\n\n".join([f"{title}. {below}", *said, foot]),
        below=below,
        unprotected=table.unprotected,
    )


def _cell(page: KommunePage, question: Question, item: Item, likert: pd.DataFrame) -> str:
    """Return the own answer to an item, and how many gave the same; a dash without one."""
    key = page.centre.own[question.key].get(item.key)
    if key is None:
        return MISSING
    same = likert[(likert["item"] == item.key) & (likert["answer"] == key)].iloc[0]
    return text(
        "slides.own_cell",
        page.lang,
        answer=question.answer(key).short[page.lang],
        n=shown_count(same["n"]),
        base=shown_count(same["base"]),
    )
