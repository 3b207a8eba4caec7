"""The table of views: what each kind of choices computes, draws, writes and saves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures.crosstab import draw_crosstab
from analysis.display.figures.likert import draw_likert
from analysis.display.figures.summary import draw_summary
from analysis.display.figures.workforce import draw_gap
from analysis.display.pages.kommune import KommunePage, kommune_page
from analysis.display.tables.blocks import Table
from analysis.display.tables.crosstab import format_crosstab
from analysis.display.tables.likert import format_likert
from analysis.display.tables.summary import format_summary
from analysis.display.tables.workforce import format_gap
from analysis.display.text.gap_findings import gap_sentence
from analysis.display.text.sentences import (
    crosstab_sentence,
    likert_sentence,
    summary_sentence,
)
from analysis.measures.crosstab import crosstab
from analysis.measures.disclosure import released
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.workforce import workforce_gap
from analysis.survey.survey import Survey, provenance
from analysis.words import text
from fagligheder.explorer.choices import ANSWERS, Choices, GapChoice
from fagligheder.explorer.python_lines import (
    answers_code,
    crosstab_code,
    gap_code,
    kommune_gap_code,
    likert_settings,
    summary_code,
)
from fagligheder.explorer.sources import is_supplied, python_string, read_own_once
from fagligheder.office.question_sheets import (
    answers_sheet,
    crosstab_sheet,
    figure_sheet,
    summary_sheet,
)
from fagligheder.office.sheet_layouts import gap_sheet
from fagligheder.office.sheets import Sheet


@dataclass(frozen=True)
class View:
    """How one kind of choices becomes numbers, figure, table, sentence, sheets and code.

    Attributes
    ----------
    compute : callable
        Survey and choices → results frame of all items, protected as exports are.
    draw, table : callable
        Frame and choices → Axes, Table.
    sentence : callable
        Survey, frame and choices → the main finding; empty when the numbers are hidden.
    sheets : callable
        Frame and language → sheets of a workbook.
    code : callable
        Choices → the lines of Python after the one that reads the survey.
    """

    compute: Callable[[Survey, Any], pd.DataFrame]
    draw: Callable[[pd.DataFrame, Any], Axes]
    table: Callable[..., Table]
    sentence: Callable[[Survey, pd.DataFrame, Any], str]
    sheets: Callable[[pd.DataFrame, str], tuple[Sheet, ...]]
    code: Callable[[Any], list[str]]


def view_name(choices: Choices | GapChoice) -> str:
    """Return the key of `VIEWS` that choices belong to.

    Examples
    --------
    >>> view_name(Choices()), view_name(Choices(measure="net")), view_name(GapChoice(kommune=""))
    ('answers', 'summary', 'gap')
    """
    if isinstance(choices, GapChoice):
        return "kommune_gap" if choices.kommune else "gap"
    if choices.measure != ANSWERS:
        return "summary"
    return "crosstab" if choices.group else "answers"


@lru_cache(maxsize=8)
def page_of(choices: GapChoice) -> KommunePage:
    """Return the page of the chosen kommune."""
    survey = released(choices.source.read(choices.lang), protected=True)
    own = read_own_once(choices.own, choices.lang)
    return kommune_page(survey, choices.kommune, staff=choices.staff, own=own, lang=choices.lang)


def python_code(choices: Choices | GapChoice) -> str:
    """Return Python that makes the same: ``axes`` is the figure, the last line the table.

    Examples
    --------
    >>> print(python_code(Choices(question="statements", items=("6", "7"), kind="diverging")))
    import analysis as fag
    <BLANKLINE>
    survey = fag.read_published()
    frame = fag.likert_table(survey, "statements")
    frame = frame[frame["item"].isin(["6", "7"])]
    axes = fag.draw_likert(frame, kind="diverging")
    fag.format_likert(frame)
    """
    view, read = VIEWS[view_name(choices)], choices.source.python_lines(choices.lang)
    asked = choices if isinstance(choices, Choices) else Choices(choices.source)
    if asked.where:
        read.append(f"survey = survey.where({python_string(asked.where)})")
    if is_supplied(choices.source.read(choices.lang)) and not asked.internal:
        by = f", {python_string(asked.group)}" if asked.group else ""
        read.append(f"survey = fag.protect(survey{by})")
    return "\n".join(["import analysis as fag", "", *read, *view.code(choices)])


def _respondents(choices: Choices) -> dict[str, Any]:
    """Return the settings of a measure: whether answers are weighted, and whether protected."""
    return {"weights": choices.weights, "protected": not choices.internal}


def _draw_answers(frame: pd.DataFrame, choices: Choices) -> Axes:
    mark: dict[str, Any] = {"mark": own_mark(choices, frame["item"])} if choices.own else {}
    return draw_likert(frame, **likert_settings(choices), **mark)


def own_mark(choices: Choices, items: Iterable[str]) -> dict[str, str]:
    """Return a kommune's own answers to these items of the question."""
    shown = set(items)
    own = read_own_once(choices.own, choices.lang).answers.get(choices.question, {})
    return {item: answer for item, answer in own.items() if item in shown}


def _draw_groups(frame: pd.DataFrame, choices: Choices) -> Axes:
    if choices.answer:  # of printed numbers only ranges are known: one answer is drawn
        return draw_crosstab(frame, answer=choices.answer, lang=choices.lang)
    return _draw_answers(frame, choices)


def _summary_sentence(_: Survey, frame: pd.DataFrame, choices: Choices) -> str:
    if provenance(frame).weighted:  # sentences on key figures and groups speak of counted answers
        return text("explorer.weighted", choices.lang)
    return summary_sentence(frame, choices.measure, lang=choices.lang)


def _crosstab_sentence(survey: Survey, frame: pd.DataFrame, choices: Choices) -> str:
    if provenance(frame).weighted:
        return text("explorer.weighted", choices.lang)
    answer = choices.answer or survey.codebook.question(choices.question).scale.keys[0]
    return crosstab_sentence(survey, frame, answer, lang=choices.lang)


VIEWS = {
    "answers": View(
        compute=lambda survey, choices: likert_table(
            survey, choices.question, **_respondents(choices)
        ),
        draw=_draw_answers,
        table=format_likert,
        sentence=lambda _, frame, choices: likert_sentence(frame, lang=choices.lang),
        sheets=lambda frame, lang: (figure_sheet(frame, lang), answers_sheet([frame], lang)),
        code=answers_code,
    ),
    "summary": View(
        compute=lambda survey, choices: likert_summary(
            survey, choices.question, **_respondents(choices)
        ),
        draw=lambda frame, choices: draw_summary(
            frame, choices.measure, interval=choices.interval, lang=choices.lang
        ),
        table=format_summary,
        sentence=_summary_sentence,
        sheets=lambda frame, lang: (summary_sheet([frame], lang),),
        code=summary_code,
    ),
    "crosstab": View(
        compute=lambda survey, choices: crosstab(
            survey, choices.question, **_respondents(choices), by=choices.group
        ),
        draw=_draw_groups,
        table=format_crosstab,
        sentence=_crosstab_sentence,
        sheets=lambda frame, lang: (crosstab_sheet(frame, lang),),
        code=crosstab_code,
    ),
    "gap": View(
        compute=lambda survey, choices: workforce_gap(
            survey, top_band=choices.top_band_range, protected=True
        ),
        draw=lambda frame, choices: draw_gap(frame, lang=choices.lang),
        table=format_gap,
        sentence=lambda _, frame, choices: gap_sentence(frame, lang=choices.lang),
        sheets=lambda frame, lang: (gap_sheet(frame, lang),),
        code=gap_code,
    ),
    "kommune_gap": View(
        compute=lambda _, choices: page_of(choices).gap(top_band=choices.top_band_range),
        draw=lambda frame, choices: page_of(choices).gap_figure(frame),
        table=format_gap,
        sentence=lambda _, frame, choices: gap_sentence(frame, lang=choices.lang),
        sheets=lambda frame, lang: (gap_sheet(frame, lang),),
        code=kommune_gap_code,
    ),
}
