"""The key figures of one question as a table: box shares, net, median and mean."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import items_heading, sentences_of, source_line
from analysis.display.text.numbers import (
    joined,
    number,
    number_range,
    points,
    shown_count,
    unknown,
    whole,
)
from analysis.display.text.sentences import BOXES, FEWEST_ANSWERS, summary_name
from analysis.display.text.subject import Subject, subject_of
from analysis.measures.disclosure import is_unprotected

#: Between two intervals of a share, which a line keeps together.
_TOGETHER = ";\u00a0"
#: What a summary says beside the boxes, by the kind of question.
_MORE = {"single": ("net", "median", "mean"), "number": ("median", "mean"), "multiple": ()}


def format_summary(summary: pd.DataFrame, *, lang: str = "da") -> Table:
    """Set the summary of one question, from `likert_summary`, as a table.

    Parameters
    ----------
    summary : DataFrame
        One row per item, as `likert_summary` gives it.
    lang : {"da", "en"}

    Returns
    -------
    Table
        Box shares, net, median and mean score, each with its interval in brackets; after a
        semicolon that without a finite population, where the summary has ``both``. A median that
        lies between two answers names both.

    Examples
    --------
    >>> from analysis.measures.shares import likert_summary
    >>> from analysis.survey.published import read_published
    >>> format_summary(likert_summary(read_published(), "importance")).rows[0].cells[:2]
    ('88 (80–93)', '100 (96–100)')
    """
    subject = subject_of(summary, lang)
    answers = subject.question.scale.answers
    both = _both(summary, subject)
    boxes = list(BOXES) if len(answers) >= FEWEST_ANSWERS else ["top_box"]
    more = _MORE[subject.question.kind]
    rows = [
        Row(
            subject.short_item(row["item"]),
            (
                *(_share(row, name, lang, both) for name in boxes),
                *(_cell(row, name, subject) for name in more),
                shown_count(row["base"]),
            ),
        )
        for _, row in summary.iterrows()
    ]
    subs = {name: subject.text("numbers.per_cent") for name in boxes}
    subs["net"] = subject.text("numbers.points")
    if subject.question.kind == "single":
        subs["mean"] = f"{number(answers[-1].score, lang)}–{number(answers[0].score, lang)}"
    names = {name: summary_name(name, lang) for name in (*boxes, *more)}
    if subject.question.kind == "number":
        names["mean"] = subject.text("summary.mean_number")
    elif subject.question.kind == "multiple":
        names["top_box"] = subject.answer(answers[0].key)
    columns = [Column(label, subs.get(name, "")) for name, label in names.items()]
    meanings = (
        f"{summary_name(name, lang)}: "
        + joined([answer.short[lang] for answer in answers[BOXES[name]]], lang)
        for name in boxes
    )
    note = subject.text(
        f"summary.note_{subject.question.kind}",
        population=subject.population,
        boxes="; ".join(meanings).rstrip("."),
        level=subject.level,
    )
    if both:
        note = f"{note} {subject.text('summary.note_both')}"
    return Table(
        caption=subject.text("summary.caption", title=subject.title),
        columns=(*columns, Column("n")),
        rows=tuple(rows),
        note=sentences_of(note, subject.hidden, source_line(subject)),
        basis=subject.basis,
        lang=lang,
        corner=items_heading(subject.question, lang),
        unprotected=is_unprotected(summary),
    )


def _both(summary: pd.DataFrame, subject: Subject) -> bool:
    """Whether the shares have an interval without a finite population beside that of one."""
    return "top_box_low_infinite" in summary and bool(subject.population)


def _share(row: pd.Series, name: str, lang: str, both: bool) -> str:
    if pd.isna(row[name]):
        return unknown(row["base"])
    value = whole(round(row[name] * row["base"]), row["base"])
    ends = [f"{name}_low", f"{name}_high"]
    kinds = [ends, [f"{end}_infinite" for end in ends]] if both else [ends]
    ranges = ["–".join(number(100 * row[end], lang) for end in kind) for kind in kinds]
    return f"{value} ({_TOGETHER.join(ranges)})"


def _cell(row: pd.Series, name: str, subject: Subject) -> str:
    if name == "median":
        return _median(row, subject)
    return _net(row, subject.lang) if name == "net" else _mean(row, subject.lang)


def _net(row: pd.Series, lang: str) -> str:
    if pd.isna(row["net"]):
        return unknown(row["base"])
    value = points(row["net"], row["base"], lang).removeprefix("+")
    low, high = (number(100 * row[f"net_{end}"], lang) for end in ("low", "high"))
    return f"{value} ({number_range(low, high, lang)})"


def _mean(row: pd.Series, lang: str) -> str:
    if pd.isna(row["mean"]):
        return unknown(row["base"])
    value, low, high = (number(row[key], lang, 1) for key in ("mean", "mean_low", "mean_high"))
    return f"{value} ({number_range(low, high, lang)})"


def _median(row: pd.Series, subject: Subject) -> str:
    """The median answer; an arrow for each answer that its interval reaches up or down."""
    if pd.isna(row["median"]):
        return unknown(row["base"])
    keys = subject.question.scale.keys
    least, middle, most = (
        keys.index(str(row[name])) for name in ("median_low", "median", "median_high")
    )
    arrows = "↑" * (middle - most) + "↓" * (least - middle)
    answer = subject.answer(keys[middle])
    tie = row.get("median_tie")
    if pd.notna(tie):
        other = subject.answer(str(tie)).lower()
        answer = subject.text("summary.median_tie", upper=answer.lower(), lower=other)
    return f"{answer} {arrows}".rstrip()
