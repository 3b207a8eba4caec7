"""Results of choices: figure, table, sentence and code, cached so that they return at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures.style import HouseFigure
from analysis.display.tables.blocks import Facts, Table, Text
from analysis.display.tables.statements import band_statements
from analysis.display.text.groupings import grouping_name
from analysis.display.text.sentences import check_measure
from analysis.measures.disclosure import refuse_unprotected
from analysis.measures.staff_bands import NOW
from analysis.survey.checks import InputError
from analysis.words import text
from fagligheder.explorer.choices import ANSWERS, Choices, GapChoice, check_choices
from fagligheder.explorer.group_test import compare_checked
from fagligheder.explorer.groups import group_columns
from fagligheder.explorer.links import query_of
from fagligheder.explorer.sources import (
    Source,
    file_name_part,
    is_supplied,
    read_once,
    read_own_once,
)
from fagligheder.explorer.views import VIEWS, page_of, python_code, view_name
from fagligheder.office.sheets import Sheet
from fagligheder.run.file_names import document_name
from fagligheder.run.keyed_hash import keyed_hash

#: Results that are cached, and frames.
CACHED = 200
#: A figure with more bars than this is taller than two pages.
MOST_BARS = 66


@dataclass(frozen=True, eq=False)
class Result:
    """Figure, table, sentence and code of some choices.

    Attributes
    ----------
    frame : DataFrame
        The results frame, protected as exports are.
    svg, alt : str
        The figure, and its alternative text. `draw_figure` draws it again: a figure is thousands
        of objects, and keeping them makes every later one slower.
    table : Table
    sentence : str
    code : str
        Python that makes the same: ``axes`` is the figure, the last line the table.
    name : str
        The name of files with it, without ending.
    facts : Facts or None
        Of a kommune.
    notes : tuple of Text
        Of a kommune: what the figure rests on, and what is proven of its size band.
    internal : bool
        Whether supplied answers are shown as they are.
    query : str
        A link to it, as `links.query_of` has it.
    """

    frame: pd.DataFrame
    svg: str
    alt: str
    table: Table
    sentence: str
    code: str
    name: str
    facts: Facts | None = None
    notes: tuple[Text, ...] = ()
    internal: bool = False
    query: str = ""

    @property
    def made_up(self) -> bool:
        """Whether the answers are made up."""
        return "synthetic" in self.table.basis


def show(choices: Choices | GapChoice) -> Result:
    """Return the result of choices; the same choices again come from the cache.

    Parameters
    ----------
    choices : Choices or GapChoice

    Raises
    ------
    InputError
        The choices do not go together, nobody answered, or the file cannot be used.

    Examples
    --------
    >>> show(Choices(items=("virksomheder",), measure="top_box")).sentence
    '88 pct. svarer »Meget vigtig« om profilen Virksomheder.'
    """
    return _result(_checked(choices))


def draw_figure(choices: Choices | GapChoice) -> HouseFigure:
    """Draw the figure of choices anew, closed in pyplot, to be saved in any format."""
    choices = _checked(choices)
    return close_figure(VIEWS[view_name(choices)].draw(show(choices).frame, choices))


def result_sheets(choices: Choices | GapChoice) -> tuple[Sheet, ...]:
    """Return the numbers of choices as the sheets of a workbook."""
    return VIEWS[view_name(choices)].sheets(show(choices).frame, choices.lang)


def forget_results() -> None:
    """Clear the caches: a file may have changed."""
    for cached in (read_once, read_own_once, page_of, _question_frame, _result, compare_checked):
        cached.cache_clear()


def precompute(source: Source) -> Iterator[None]:
    """Compute the frames of every question, one at a time, so that no click waits for them.

    A file's take longest: their small cells must be protected, for each split anew.
    """
    if source.name == "file" and not source.path:
        return
    survey = source.read()
    usual, columns = survey.codebook.release_group, group_columns(survey)
    for question in survey.codebook.questions:
        for view, group in (("crosstab", usual), ("answers", ""), ("summary", "")):
            if view != "crosstab" or group in columns:
                _question_frame(view, Choices(source, question, group=group))
                yield
    for group in columns if is_supplied(survey) else []:
        if group != usual:  # to protect one question is to protect them all
            first = next(iter(survey.codebook.questions))
            _question_frame("crosstab", Choices(source, first, group=group))
            yield


def close_figure(axes: Axes) -> HouseFigure:
    """Return the figure of an Axes, closed in pyplot, so that no later cell shows it."""
    figure = axes.figure
    assert isinstance(figure, HouseFigure)
    plt.close(figure)
    return figure


def _checked(choices: Choices | GapChoice) -> Choices | GapChoice:
    return check_choices(choices) if isinstance(choices, Choices) else choices


@lru_cache(maxsize=CACHED)
def _result(choices: Choices | GapChoice) -> Result:
    lang, view = choices.lang, VIEWS[view_name(choices)]
    survey = choices.survey if isinstance(choices, Choices) else choices.source.read(lang)
    facts: Facts | None = None
    notes: tuple[Text, ...] = ()
    if isinstance(choices, Choices):
        frame, name = _chosen_items(choices), _question_name(choices)
    else:
        frame, name = view.compute(survey, choices), text("explorer.gap", lang)
        if choices.kommune:
            page = page_of(choices)
            slug, facts = page.centre.kommune.slug, page.facts()
            name = document_name(slug, own=bool(choices.own), lang=lang)
            notes = (page.gap_method(),)
            if page.survey.is_printed:
                proven = band_statements(page.survey, page.centre.band.key, lang=lang)
                notes += (page.size_heading(), proven)
        refuse_unprotected(frame, name)
        if choices.top_band is not None:
            band = survey.codebook.question(NOW).scale.answers[0].band or (0.0,)
            assumed = text("explorer.top_band_name", lang, percent=f"{band[0]:g}")
            name += f"-{file_name_part(f'{assumed}-{choices.top_band:g}')}"
    source = choices.source.file_name_part(lang)
    figure = close_figure(view.draw(frame, choices))
    return Result(
        frame=frame,
        svg=figure.svg(),
        alt=figure.alt,
        table=view.table(frame, lang=lang),
        sentence=view.sentence(survey, frame, choices) or text("explorer.hidden", lang),
        code=python_code(choices),
        name=f"{name}-{source}" if source else name,
        facts=facts,
        notes=notes,
        internal=isinstance(choices, Choices) and choices.internal,
        query=query_of(choices),
    )


@lru_cache(maxsize=CACHED)
def _question_frame(view: str, choices: Choices) -> pd.DataFrame:
    """Return a question's frame of all items; the choices are those that it rests on alone.

    It is cached by itself: to prove that nothing is given away takes longer than to draw.
    """
    return VIEWS[view].compute(choices.survey, choices)


def _chosen_items(choices: Choices) -> pd.DataFrame:
    survey, question = choices.survey, choices.source.codebook.question(choices.question)
    if choices.measure != ANSWERS:
        check_measure(question, choices.measure)
    rests_on = Choices(
        choices.source,
        question.key,
        group=choices.group,
        where=choices.where,
        internal=choices.internal,
        weights=choices.weights,
    )
    frame = _question_frame(view_name(choices), rests_on)
    if not choices.internal:
        refuse_unprotected(frame, question.key)
    if choices.items:
        frame = frame[frame["item"].isin(choices.items)]
    if frame.empty:
        raise InputError(text("explorer.item_by_itself", choices.lang))
    if (frame["base"] == 0).all():
        title = question.title[choices.lang]
        source = survey.source_in(choices.lang)
        raise InputError(text("explorer.nobody", choices.lang, title=title, source=source))
    bars = frame.groupby(["item", "group"], observed=True).ngroups if choices.group else 0
    if bars > MOST_BARS:
        raise InputError(text("explorer.many_bars", choices.lang, bars=bars, most=MOST_BARS))
    return frame


def _question_name(choices: Choices) -> str:
    """Return the name of files, in the words of the controls."""
    lang = choices.lang
    question = choices.source.codebook.question(choices.question)
    figure = f"{text('explorer.figure', lang)} {question.figure}"
    parts = [figure if question.figure else question.key, *choices.items]
    parts += [text(f"explorer.{choices.measure}", lang)] if choices.measure != ANSWERS else []
    parts += [_group_name(choices)] if choices.group else []
    parts += [text(f"explorer.{choices.kind}", lang)] if choices.kind != "stacked" else []
    parts += [question.answer(choices.answer).short[lang]] if choices.answer else []
    parts += [text(f"explorer.order_{choices.order}", lang)] if choices.order != "report" else []
    parts += [text("explorer.interval", lang)] if choices.interval else []
    parts += [choices.width] if choices.width else []
    parts += [text("files.word_own", lang)] if choices.own else []
    parts += [] if choices.weights else [text("explorer.unweighted", lang)]
    parts += [f"filter-{keyed_hash(choices.where)[:6]}"] if choices.where else []
    return "-".join(map(file_name_part, parts))


def _group_name(choices: Choices) -> str:
    """Return what the answers are split by, in the words of the controls, with its edges."""
    name = grouping_name(choices.source.codebook, choices.group, choices.lang)
    return " ".join([name[:60], *re.findall(r"\[([^]]*)\]", choices.group)])
