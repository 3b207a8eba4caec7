"""One figure as files: a question, its items, and how it is drawn."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from analysis.display.figures.bars import Kind, Order
from analysis.display.figures.layout import signed_figures
from analysis.display.figures.likert import draw_likert
from analysis.display.figures.widths import inches
from analysis.display.text.captions import question_title
from analysis.measures.disclosure import refuse_unprotected
from analysis.measures.shares import likert_table
from analysis.survey.checks import LANGUAGES, InputError
from analysis.survey.codebook import Question
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.files import FORMATS, file_name
from fagligheder.run.export import figure_name, write_figure

#: What can be chosen of one figure, by the names of the command's options.
ONE_FIGURE = ("items", "order", "kind", "width", "title", "format")
_EXAMPLE = "fagligheder figures --question statements --width 80mm"


def export_figure(
    survey: Survey,
    out: Path,
    question: str,
    *,
    items: Sequence[str] = (),
    order: Order = "report",
    kind: Kind | None = None,
    width: str | None = None,
    title: str | None = None,
    format: Sequence[str] = FORMATS,
    lang: str = "da",
) -> list[Path]:
    """Write one question's figure in these formats, its numbers as CSV, its alt text as txt.

    Parameters
    ----------
    survey : Survey
    out : Path
        The folder; made when it is missing.
    question : str
        Its key, or the number of its figure.
    items : sequence of str
        Keys or names of its items; all when empty.
    order, kind, width, title : str, optional
        As `draw_likert` has them.
    format : sequence of {"svg", "pdf", "png"}
    lang : {"da", "en"}

    Returns
    -------
    list of Path
        What was written; the name says what it is: ``figur-6-1-2-6-diverging-efter-net-80mm.png``.

    Raises
    ------
    InputError
        The question, an item or a setting does not exist, or the figure would show small cells of
        supplied answers.
    """
    asked = _find_question(survey, question, lang)
    chosen = [_find_item(asked, item, lang) for item in items]
    frame = likert_table(survey, asked.key, interval="both", protected=True)
    parts = [figure_name(frame, lang)]
    if set(chosen) < {item.key for item in asked.items} and chosen:
        frame = frame[frame["item"].isin(chosen)]
        parts += [item.key for item in asked.items if item.key in chosen]
    parts += [kind] if kind not in (None, "stacked") else []
    parts += [text("one_figure.by", lang, order=order)] if order != "report" else []
    parts += [f"{25.4 * inches(width):.0f}mm"] if width else []
    name = file_name("-".join(parts).replace("_", "-"))
    refuse_unprotected(frame, name)  # before anything is drawn
    words = None if title is None else " ".join(title.split())
    with signed_figures(lang):
        axes = draw_likert(frame, kind=kind, order=order, width=width, title=words, lang=lang)
    called = words or question_title(frame, lang)
    return write_figure(axes, frame, out / name, called, lang, format)


def refuse_without_question(given: Collection[str], *, lang: str = "da") -> None:
    """Refuse what belongs to one figure where none is chosen."""
    if given:
        options = ", ".join(f"--{name}" for name in given)
        words = {"options": options, "command": _EXAMPLE}
        raise InputError(text("one_figure.question_missing", lang, **words))


def _find_question(survey: Survey, asked: str, lang: str) -> Question:
    questions = survey.codebook.questions
    for question in questions.values():
        if asked.strip().lower() in (question.key, question.figure or question.key):
            return question
    known = [
        text("one_figure.question", lang, name=key, figure=question.figure)
        if question.figure
        else key
        for key, question in questions.items()
    ]
    words = {"asked": asked, "known": ", ".join(known)}
    raise InputError(text("one_figure.question_unknown", lang, **words))


def _find_item(question: Question, asked: str, lang: str) -> str:
    for item in question.items:
        names = (
            item.key,
            *(label[each] for label in (item.label, item.short) for each in LANGUAGES),
        )
        if asked.casefold() in map(str.casefold, names):
            return item.key
    numbered = question.statements
    known = ", ".join(item.key if numbered else item.label[lang] for item in question.items)
    words = {"asked": asked, "title": question.title[lang], "known": known}
    raise InputError(text("one_figure.item_unknown", lang, **words))
