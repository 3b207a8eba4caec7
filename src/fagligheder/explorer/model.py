"""From choices to what is shown of them: frame, figure, table, sentence and Python lines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures.crosstab import draw_crosstab
from analysis.display.figures.likert import draw_likert
from analysis.display.figures.style import HouseFigure
from analysis.display.figures.summary import draw_summary
from analysis.display.tables.blocks import Table
from analysis.display.tables.crosstab import format_crosstab
from analysis.display.tables.likert import format_likert
from analysis.display.tables.summary import format_summary
from analysis.display.text.sentences import (
    check_measure,
    crosstab_sentence,
    likert_sentence,
    summary_sentence,
)
from analysis.measures.crosstab import crosstab
from analysis.measures.disclosure import protect_supplied, refuse_unprotected
from analysis.measures.shares import likert_summary, likert_table
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.explorer.choices import ANSWERS, Choices, GapChoice, Source, read_once, settled
from fagligheder.explorer.gaps import draw_gap_of, show_gap
from fagligheder.explorer.lines import question_lines
from fagligheder.explorer.showing import KEPT, Showing, closed
from fagligheder.explorer.words import slug
from fagligheder.office.figure_sheets import answers_sheet, figure_sheet, summary_sheet
from fagligheder.office.sheets import Sheet
from fagligheder.office.table_sheets import crosstab_sheet, gap_sheet


def show(choices: Choices | GapChoice) -> Showing:
    """Show what is chosen; the same choices again come from memory.

    Parameters
    ----------
    choices : Choices or GapChoice

    Returns
    -------
    Showing

    Raises
    ------
    InputError
        The choices do not go together, nobody answered, or the file cannot be used.

    Examples
    --------
    >>> show(Choices(items=("virksomheder",), measure="top_box")).sentence
    '88 pct. svarer »Meget vigtig« om Virksomheder.'
    """
    if isinstance(choices, GapChoice):
        return show_gap(choices)
    return _show_question(settled(choices))


def figure_of(choices: Choices | GapChoice) -> HouseFigure:
    """Draw what is chosen once more, closed for pyplot, to be saved in any format."""
    frame = show(choices).frame
    if isinstance(choices, GapChoice):
        return closed(draw_gap_of(frame, choices))
    return closed(_draw(frame, settled(choices)))


def sheets_of(choices: Choices | GapChoice) -> tuple[Sheet, ...]:
    """What is chosen as the sheets of a workbook: numbers that can be computed with."""
    frame, lang = show(choices).frame, choices.lang
    if isinstance(choices, GapChoice):
        return (gap_sheet(frame, lang),)
    if choices.measure != ANSWERS:
        return (summary_sheet([frame], lang),)
    if choices.group:
        return (crosstab_sheet(frame, lang),)
    return (figure_sheet(frame, lang), answers_sheet([frame], lang))


def forget() -> None:
    """Read and make everything anew: a file may have been changed since."""
    for kept in (read_once, _frame, _show_question, show_gap):
        kept.cache_clear()


def prepare(source: Source) -> Iterator[None]:
    """Make the frames of every question ahead, one at a time, so that a change has not to wait.

    A file's take longest: their small cells must be protected.
    """
    if source.name != "file" or source.path:
        for question in source.read().codebook.questions:
            for summary, group in ((False, "size_band"), (False, ""), (True, "")):
                _frame(source, question, summary, group)
                yield


@lru_cache(maxsize=KEPT)
def _show_question(choices: Choices) -> Showing:
    survey = choices.source.read(choices.lang)
    question = survey.codebook.question(choices.question)
    if choices.measure != ANSWERS:
        check_measure(question, choices.measure)
    frame = _frame(choices.source, question.key, choices.measure != ANSWERS, choices.group)
    refuse_unprotected(frame, question.key)
    if choices.items:
        frame = frame[frame["item"].isin(choices.items)]
    if (frame["base"] == 0).all():
        title = question.title[choices.lang]
        raise InputError(text("explorer.nobody", choices.lang, title=title, source=survey.source))
    sentence = _sentence(survey, question, frame, choices)
    figure = closed(_draw(frame, choices))
    return Showing(
        frame=frame,
        svg=figure.svg(),
        alt=figure.alt,
        table=_table(frame, choices),
        sentence=sentence or text("explorer.hidden", choices.lang),
        lines=question_lines(choices),
        name=_name(question, choices),
    )


@lru_cache(maxsize=KEPT)
def _frame(source: Source, question: str, summary: bool, group: str) -> pd.DataFrame:
    """A question's protected frame, of all its items: proving that nothing is given away takes
    longer than drawing."""
    survey = source.read()
    if summary:
        return likert_summary(survey, question)
    if group:
        return crosstab(survey, question, by=group)
    return protect_supplied(likert_table(survey, question))


def _draw(frame: pd.DataFrame, choices: Choices) -> Axes:
    lang = choices.lang
    if choices.measure != ANSWERS:
        return draw_summary(frame, choices.measure, interval=choices.interval, lang=lang)
    if choices.answer:
        return draw_crosstab(frame, answer=choices.answer, lang=lang)
    return draw_likert(frame, kind=choices.kind, interval=choices.interval, lang=lang)


def _table(frame: pd.DataFrame, choices: Choices) -> Table:
    if choices.measure != ANSWERS:
        return format_summary(frame, lang=choices.lang)
    if choices.group:
        return format_crosstab(frame, lang=choices.lang)
    return format_likert(frame, lang=choices.lang)


def _sentence(survey: Survey, question: Question, frame: pd.DataFrame, choices: Choices) -> str:
    if choices.measure != ANSWERS:
        return summary_sentence(frame, choices.measure, lang=choices.lang)
    if choices.group:
        answer = choices.answer or question.scale.keys[0]
        return crosstab_sentence(survey, frame, answer, lang=choices.lang)
    return likert_sentence(frame, lang=choices.lang)


def _name(question: Question, choices: Choices) -> str:
    """What is chosen, in the words of the controls, as a file's name."""
    lang = choices.lang
    parts = [
        f"{text('explorer.figure', lang)} {question.figure}" if question.figure else question.key
    ]
    parts += choices.items
    for value, usual in (
        (choices.measure, ANSWERS),
        (choices.group, ""),
        (choices.kind, "stacked"),
    ):
        parts += [text(f"explorer.{value}", lang)] if value != usual else []
    parts += [question.answer(choices.answer).short[lang]] if choices.answer else []
    parts += [text("explorer.interval", lang)] if choices.interval else []
    parts += filter(None, [choices.source.slug(lang)])
    return "-".join(slug(part) for part in parts)
