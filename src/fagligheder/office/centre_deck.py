"""A job centre's slides: the answer, need and match, the staircase, the plan, the questions."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import cast

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from analysis.display.figures.centre_need import draw_centre_need, need_title
from analysis.display.figures.centre_staircase import draw_centre_staircase, staircase_title
from analysis.display.figures.style import HouseFigure
from analysis.display.pages.centre import CentrePage
from analysis.display.tables.blocks import Table
from analysis.display.text.centre import CentreTexts
from analysis.display.text.centre_sentences import CentreSentences
from fagligheder.office.decks import Deck
from fagligheder.office.slides import Body, Picture, Slide, foot_of

#: Dots an inch of a figure on a slide.
_DPI = 220
#: Steps that fit a slide.
_STEPS = 8


def centre_deck(page: CentrePage) -> Deck:
    """Return the slides of a centre, protected as its report is."""
    texts = CentreTexts(page.results, page.lang)
    makers = (_answer, _need, _staircase, _stages, _steps, _questions)
    slides = [slide for make in makers if (slide := make(page, texts))]
    title = page.title()
    return Deck(
        title=title.title,
        eyebrow=title.eyebrow,
        subtitle=title.lead,
        foot=_foot(texts),
        notes=CentreSentences(texts).about(),
        basis=texts.basis,
        slides=tuple(slides),
    )


def _answer(page: CentrePage, texts: CentreTexts) -> Slide:
    facts, known = page.findings(), page.known()
    said = [f"{fact.value}: {fact.label}" for fact in facts.facts]
    return _slide(texts, need_title(texts), facts, said, known.body)


def _need(page: CentrePage, texts: CentreTexts) -> Slide:
    picture = _picture(draw_centre_need(page.results, title="", lang=page.lang))
    return _slide(texts, need_title(texts), picture, [picture.alt])


def _staircase(page: CentrePage, texts: CentreTexts) -> Slide:
    if page.results.staircase.empty:
        title, body = CentreSentences(texts).staircase_hidden()
        return _slide(texts, title, (body,), [body])
    picture = _picture(draw_centre_staircase(page.results, title="", lang=page.lang))
    return _slide(texts, staircase_title(texts), picture, [picture.alt])


def _stages(page: CentrePage, texts: CentreTexts) -> Slide:
    table = page.stages()
    lead = page.plan_lead().markdown
    return _slide(texts, table.caption, table, _lines(table), lead)


def _steps(page: CentrePage, texts: CentreTexts) -> Slide | None:
    """The largest steps; why each is there stands in the notes."""
    table = page.steps()
    if not isinstance(table, Table):
        return None
    rows = tuple(replace(row, cells=row.cells[:-1]) for row in table.rows[:_STEPS])
    short = replace(table, columns=table.columns[:-1], rows=rows)
    return _slide(texts, table.caption, short, _lines(table), table.note)


def _questions(_: CentrePage, texts: CentreTexts) -> Slide:
    asked = tuple(CentreSentences(texts).questions())
    return _slide(texts, texts.text("centre_page.heading_questions"), asked, asked)


def _lines(table: Table) -> list[str]:
    return [f"{row.header}: {', '.join(filter(None, row.cells))}." for row in table.rows]


def _slide(
    texts: CentreTexts, title: str, body: Body, said: list[str] | tuple[str, ...], below: str = ""
) -> Slide:
    foot = _foot(texts)
    return Slide(
        title=title.rstrip("."),
        body=body,
        basis=texts.basis,
        foot=foot,
        notes="\n\n".join([*said, foot]),
        below=below,
        unprotected=not texts.results.protected,
    )


def _foot(texts: CentreTexts) -> str:
    return foot_of((), texts.source, texts.lang)


def _picture(axes: Axes) -> Picture:
    figure = cast(HouseFigure, axes.figure)
    target = io.BytesIO()
    figure.savefig(target, format="png", dpi=_DPI)
    width, height = figure.get_size_inches()
    plt.close(figure)
    return Picture(target.getvalue(), figure.alt, float(width), float(height))
