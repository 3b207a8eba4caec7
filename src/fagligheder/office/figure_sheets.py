"""The questions as sheets: each figure with its chart, every answer, and the key figures."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.display.tables.blocks import basis_labels
from analysis.display.text.captions import items_heading
from analysis.display.text.numbers import number
from analysis.display.text.subject import base_words, question_of, short_name
from analysis.survey.codebook import Question
from analysis.survey.survey import provenance
from analysis.words import text
from fagligheder.office.charts import likert_chart, likert_title
from fagligheder.office.sheets import (
    Field,
    Sheet,
    Value,
    base_value,
    interval_note,
    pages_of,
    sheet,
    sourced,
    value,
    with_ends,
)

_BOXES = ("top_box", "top_two_box", "bottom_two_box")


def figure_sheet(likert: pd.DataFrame, lang: str) -> Sheet:
    """One question: an item a row, the share and the count of each answer, and the chart."""
    origin = provenance(likert)
    question = question_of(likert, origin)
    chart = likert_chart(likert, lang=lang)
    items = [item for item in question.items if (likert["item"] == item.key).any()]
    cells = {(row["item"], row["answer"]): row for row in likert.to_dict("records")}
    answers = question.scale.answers
    hidden = chart.series[len(answers) :]
    rows = []
    for place, item in enumerate(items):
        own = [cells[item.key, answer.key] for answer in answers]
        shares = [value(row, "share") for row in own]
        counts = [value(row, "n") for row in own]
        rest = [series.numbers[place] for series in hidden]
        rows.append(
            (chart.categories[place], *shares, *rest, *counts, base_value(own[0]["base"])),
        )
    fields = [
        Field(items_heading(question, lang)),
        *(Field(series.name, "share") for series in chart.series),
        *(
            Field(text("workbook.count_of", lang, answer=answer.short[lang]), "count")
            for answer in answers
        ),
        Field(text("workbook.answers_in_all", lang), "count"),
    ]
    base = base_words(likert, lang)
    notes = [
        text("workbook.note_n", lang, n=base),
        text("workbook.note_shares", lang),
        text("captions.rebased", lang, base=base) if origin.rebased else _outside(likert, lang),
        sourced(question, likert, lang),
    ]
    title = likert_title(likert, lang)
    return sheet(likert, _figure_name(likert, lang), title, fields, rows, notes, lang,
                 lead=question.text[lang], chart=chart)  # fmt: skip


def answers_sheet(likerts: Sequence[pd.DataFrame], lang: str) -> Sheet:
    """Every answer to every question as a row, with its interval: what a pivot table reads."""
    rows = []
    for likert in likerts:
        question = question_of(likert, provenance(likert))
        name = _figure_name(likert, lang)
        for row in likert.to_dict("records"):
            rows.append(
                (
                    name,
                    short_name(question, str(row["item"]), lang),
                    question.answer(str(row["answer"])).short[lang],
                    value(row, "n"),
                    base_value(row["base"]),
                    *(value(row, name) for name in ("share", "low", "high")),
                    *basis_labels((row["basis"],), lang),
                )
            )
    fields = [
        Field(text("captions.figure", lang, figure="").strip()),
        Field(text("tables.item", lang)),
        Field(text("tables.answer", lang)),
        Field(text("workbook.count", lang), "count"),
        Field(text("workbook.answers_in_all", lang), "count"),
        *with_ends(text("workbook.share", lang), "share", lang),
        Field(text("workbook.basis", lang)),
    ]
    together, questions = _together(likerts)
    intervals = dict.fromkeys(interval_note(provenance(likert), lang) for likert in likerts)
    notes = [*intervals, pages_of(questions, together, lang)]
    name, title = (text(f"workbook.{key}", lang) for key in ("sheet_answers", "answers_title"))
    return sheet(together, name, title, fields, rows, notes, lang)


def summary_sheet(summaries: Sequence[pd.DataFrame], lang: str) -> Sheet:
    """One row per item: box shares, net, median and mean score, each with its interval."""
    rows = []
    for summary in summaries:
        question = question_of(summary, provenance(summary))
        short = {answer.key: answer.short[lang] for answer in question.scale.answers}
        for row in summary.to_dict("records"):
            rows.append(
                (
                    question.title[lang],
                    short_name(question, str(row["item"]), lang),
                    base_value(row["base"]),
                    *(value(row, end) for name in _BOXES for end in _ends(name)),
                    *(_points(value(row, end)) for end in _ends("net")),
                    *(short.get(row[end]) or value(row, end) for end in _ends("median")),
                    *(value(row, end) for end in _ends("mean")),
                )
            )
    fields = [
        Field(text("workbook.question", lang)),
        Field(text("tables.item", lang)),
        Field(text("workbook.answers_in_all", lang), "count"),
        *(
            field
            for name in _BOXES
            for field in with_ends(text(f"summary.{name}", lang), "share", lang)
        ),
        *with_ends(text("workbook.net_points", lang), "points", lang),
        *with_ends(text("summary.median", lang), "text", lang),
        *with_ends(text("workbook.mean_score", lang), "score", lang),
    ]
    together, questions = _together(summaries)
    intervals = dict.fromkeys(interval_note(provenance(summary), lang) for summary in summaries)
    notes = [text("workbook.note_summary", lang), *intervals, pages_of(questions, together, lang)]
    name, title = (text(f"workbook.{key}", lang) for key in ("sheet_summary", "summary_title"))
    return sheet(together, name, title, fields, rows, notes, lang)


def _figure_name(likert: pd.DataFrame, lang: str) -> str:
    """What stands on the tab of a question's figure."""
    origin = provenance(likert)
    question = question_of(likert, origin)
    key = "workbook.sheet_rebased" if origin.rebased else "captions.figure"
    return text(key, lang, figure=question.figure) if question.figure else question.title[lang]


def _outside(likert: pd.DataFrame, lang: str) -> str:
    """Say so when answers lie outside the listed categories, and no bar reaches 100 %."""
    sums = likert.groupby("item", observed=True).agg(
        n=("n", lambda n: n.sum(skipna=False)), base=("base", "first")
    )
    outside = (sums["base"] - sums["n"]).dropna()
    if not (outside > 0).any():
        return ""
    alike = outside.nunique() == sums["base"].nunique() == 1
    if not alike or len(outside) < len(sums):
        return text("workbook.note_outside_some", lang)
    base = number(sums["base"].iloc[0], lang)
    return text("workbook.note_outside", lang, outside=number(outside.iloc[0], lang), base=base)


def _points(share: Value) -> Value:
    """A share of net as percentage points."""
    return share if share is None or isinstance(share, str) else 100 * share


def _ends(name: str) -> tuple[str, str, str]:
    return name, f"{name}_low", f"{name}_high"


def _together(frames: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, list[Question]]:
    """All rows of several frames, with the provenance of the first, and their questions."""
    origin = provenance(frames[0])
    columns = [name for name in ("n", "base", "basis", "suppressed") if name in frames[0]]
    rows = pd.concat([frame[columns].astype({"n": float, "base": float}) for frame in frames])
    rows.attrs["provenance"] = origin
    keys = dict.fromkeys(str(frame["question"].iloc[0]) for frame in frames)
    return rows, [origin.codebook.question(key) for key in keys]
