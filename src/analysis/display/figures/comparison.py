"""A centre's own answers beside the others': a row per profile, a column per question."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.display.figures import cache, palette
from analysis.display.figures.layout import Layout, describe_figure
from analysis.display.figures.line_breaks import shortened, wrap, wrap_evenly
from analysis.display.figures.style import LABEL_SIZE, NOTE_SIZE, VALUE_SIZE, WIDTH, house_style
from analysis.display.text.captions import stopped
from analysis.display.text.comparison import (
    cell_words,
    compared_questions,
    compared_subject,
    comparison_alt,
    comparison_note,
    comparison_title,
    question_heading,
)
from analysis.display.text.numbers import SUPPRESSED
from analysis.survey.codebook import Question

#: In inches: the names of items, the space between columns, and a row.
_NAMES, _APART, _ROW = 1.20, 0.16, 0.57
#: A line of the headings; a bar, and the part of it that is the centre's own answer.
_LINE, _BAR, _OWN_BAR = 0.14, 0.13, 0.18
#: A line of the colour key, its square, and where the answer stands beside it.
_KEY_LINE, _KEY, _KEY_WORDS = 0.135, 0.09, 0.14


def draw_comparison(compared: pd.DataFrame, *, title: str | None = None, lang: str = "da") -> Axes:
    """Draw all answers to some questions item by item, with a centre's own among them.

    Parameters
    ----------
    compared : DataFrame
        From `compared_answers`; its questions ask of the same items.
    title : str, optional
        Above the figure; the finding when left out, none when empty.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        A row per item and a column per question, in inches. In each a bar of all answers, the
        most first; above it the centre's own answer, or the most common one, and below it how
        many gave the same, or a line to write on. Last the colour of each answer.

    Examples
    --------
    >>> from analysis.measures.comparison import compared_answers
    >>> from analysis.survey.published import read_published
    >>> axes = draw_comparison(compared_answers(read_published(), ("importance",)))
    >>> [text.get_text() for text in axes.texts][7]
    'Meget vigtig: 46 af 52'
    """
    drawn_as = {"title": title, "lang": lang}
    cached = cache.find(compared, drawn_as)
    if cached is not None:
        return cached
    subject = compared_subject(compared, lang)
    title = comparison_title(compared, lang) if title is None else title
    questions = compared_questions(compared)
    items = subject.question.items
    wide = (WIDTH - _NAMES) / len(questions) - _APART
    headings = [wrap_evenly(question_heading(each, lang), VALUE_SIZE, wide) for each in questions]
    head = _LINE * max(map(len, headings)) + 0.12
    with house_style():
        key = head + _ROW * len(items)
        height = key + _KEY_LINE * max(len(each.scale.answers) for each in questions) + 0.04
        axes = Layout(title, comparison_note(compared, subject), height, 0, 0, 0.06).draw()
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, 0)
        for row, item in enumerate(items):
            name = wrap(subject.item(item.key), LABEL_SIZE, _NAMES - 0.1, "semibold")
            axes.text(0, head + _ROW * row + 0.22, "\n".join(name), fontsize=LABEL_SIZE,
                      weight="semibold", va="center_baseline", linespacing=1.0)  # fmt: skip
        for column, (question, lines) in enumerate(zip(questions, headings, strict=True)):
            left = _NAMES + column * (wide + _APART)
            axes.text(left, head - 0.10, "\n".join(lines), fontsize=VALUE_SIZE, color=palette.MUTED,
                      va="bottom", linespacing=1.0)  # fmt: skip
            rows = compared[compared["question"] == question.key]
            for row, item in enumerate(items):
                cell = rows[rows["item"] == item.key]
                _draw_cell(axes, cell, question, left, head + _ROW * row, wide, lang)
            _draw_key(axes, question, left, key, wide, lang)
        axes.text(0, key + _KEY_LINE / 2, subject.text("comparison.colours"), fontsize=NOTE_SIZE,
                  color=palette.MUTED, va="center_baseline")  # fmt: skip
        alt = comparison_alt(compared, subject, stopped(title) if title else "")
        describe_figure(axes, compared, alt, lang=lang)
    cache.store(compared, drawn_as, axes)
    return axes


def _colours(question: Question) -> dict[str, str]:
    """The colour of each answer, the most darkest."""
    sides = [answer.side for answer in question.scale.answers]
    colours = palette.answer_colours(sides, diverging=False)
    return dict(zip(question.scale.keys, colours, strict=True))


def _draw_key(
    axes: Axes, question: Question, left: float, top: float, wide: float, lang: str
) -> None:
    """Under a column the colour of each of its answers."""
    for at, (answer, colour) in enumerate(_colours(question).items()):
        middle = top + _KEY_LINE * (at + 0.5)
        axes.add_artist(
            Rectangle((left, middle - _KEY / 2), _KEY, _KEY, facecolor=colour,
                      edgecolor=palette.MUTED, linewidth=0.4)
        )  # fmt: skip
        words = shortened(question.answer(answer).short[lang], NOTE_SIZE, wide - _KEY_WORDS)
        axes.text(left + _KEY_WORDS, middle, words, fontsize=NOTE_SIZE, color=palette.MUTED,
                  va="center_baseline")  # fmt: skip


def _draw_cell(
    axes: Axes,
    cell: pd.DataFrame,
    question: Question,
    left: float,
    top: float,
    wide: float,
    lang: str,
) -> None:
    over, under = cell_words(cell, question, lang)
    mine = bool(cell["own"].any())
    above = shortened(over, VALUE_SIZE, wide + 0.06)
    axes.text(left, top + 0.10, above, fontsize=VALUE_SIZE, va="baseline",
              color=palette.ACCENT_INK if mine else palette.INK,
              weight="semibold" if mine else "normal")  # fmt: skip
    axes.text(left, top + 0.45, under, fontsize=NOTE_SIZE, va="baseline", color=palette.MUTED)
    middle = top + 0.22
    colours = _colours(question)
    x = left
    for row in cell.to_dict("records"):
        part = 0.0 if pd.isna(row["share"]) else wide * row["share"]
        thick = _OWN_BAR if row["own"] else _BAR
        colour = palette.ACCENT if row["own"] else colours[str(row["answer"])]
        edge = palette.ACCENT if row["own"] and not part else "white"
        axes.add_artist(
            Rectangle((x, middle - thick / 2), part, thick, facecolor=colour, edgecolor=edge,
                      linewidth=1.5 if row["own"] and not part else 0.6,
                      zorder=3 if row["own"] else 2,
                      label=f"{question.key} {row['item']} {row['answer']}")
        )  # fmt: skip
        x += part
    rest = left + wide - x
    if cell["n"].isna().any() and rest > 0:
        axes.add_artist(
            Rectangle((x, middle - _BAR / 2), rest, _BAR, facecolor=palette.PANEL, zorder=1)
        )
        if over != SUPPRESSED:
            axes.text(left + wide, top + 0.10, SUPPRESSED, fontsize=NOTE_SIZE, color=palette.MUTED,
                      ha="right", va="baseline")  # fmt: skip
