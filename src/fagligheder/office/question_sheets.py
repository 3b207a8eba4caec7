"""Sheets about the questions: each figure with its chart, every answer, key figures, cross-tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.display.tables.blocks import basis_labels
from analysis.display.text.assumptions import assumption_note
from analysis.display.text.captions import source_note
from analysis.display.text.groupings import grouping_name
from analysis.display.text.numbers import number
from analysis.display.text.subject import base_words, basis_of, group_label, question_of, short_name
from analysis.survey.codebook import Question
from analysis.survey.survey import Provenance, provenance, with_provenance
from analysis.words import text
from fagligheder.office.charts import likert_chart, likert_title
from fagligheder.office.sheets import (
    Field,
    Kind,
    Sheet,
    Value,
    sheet_of,
    source_line,
    value,
    with_interval,
)

_BOXES = ("top_box", "top_two_box", "bottom_two_box")


def figure_sheet(likert: pd.DataFrame, lang: str) -> Sheet:
    """One question: an item a row, the share and the count of each answer, and the chart."""
    origin = provenance(likert)
    question = question_of(likert, origin)
    chart = likert_chart(likert, lang=lang)
    cells = {(row["item"], row["answer"]): row for row in likert.to_dict("records")}
    items = [item.key for item in question.items if (likert["item"] == item.key).any()]
    answers = question.scale.answers
    hidden = chart.series[len(answers) :]
    rows: list[tuple[Value, ...]] = []
    for place, item in enumerate(items):
        own = [cells[item, answer.key] for answer in answers]
        shares, counts = ([value(row, name) for row in own] for name in ("share", "n"))
        rest = [series.numbers[place] for series in hidden]
        rows.append((chart.categories[place], *shares, *rest, *counts, value(own[0], "base")))
    counts_of = (text("workbook.count_of", lang, answer=each.short[lang]) for each in answers)
    base = base_words(likert, lang)
    return sheet_of(
        likert,
        lang,
        name=_figure_name(likert, lang),
        title=likert_title(likert, lang),
        lead=question.text[lang],
        fields=[
            Field(_items_heading(question, lang)),
            *(Field(series.name, "share") for series in chart.series),
            *(Field(name, "count") for name in counts_of),
            Field(text("workbook.answers_in_all", lang), "count"),
        ],
        rows=rows,
        notes=[
            text("workbook.note_n", lang, n=base),
            text("workbook.note_shares", lang),
            text("captions.rebased", lang, base=base) if origin.rebased else _outside(likert, lang),
        ],
        source=source_line([question], likert, lang),
        chart=chart,
    )


def answers_sheet(likerts: Sequence[pd.DataFrame], lang: str) -> Sheet:
    """Every answer to every question as a row, with its interval: what a pivot table reads."""
    numbers = {
        "n": Field(text("workbook.count", lang), "count"),
        "base": Field(text("workbook.answers_in_all", lang), "count"),
        **with_interval(("share", "low", "high"), text("workbook.share", lang), "share", lang),
        **_infinite(likerts, "", text("workbook.share", lang), lang),
    }
    labels = {
        "figure": Field(text("captions.figure", lang, figure="").strip()),
        "item": Field(text("tables.item", lang)),
        "answer": Field(text("tables.answer", lang)),
    }
    return _long_sheet(
        likerts,
        lang,
        columns=labels | numbers | {"label": Field(text("workbook.basis", lang))},
        name=text("workbook.sheet_answers", lang),
        title=text("workbook.answers_title", lang),
        notes=_interval_notes(likerts, lang),
    )


def summary_sheet(summaries: Sequence[pd.DataFrame], lang: str) -> Sheet:
    """One row per item: box shares, net, median and mean score, each with its interval."""
    columns = {
        "question": Field(text("workbook.question", lang)),
        "item": Field(text("tables.item", lang)),
        "base": Field(text("workbook.answers_in_all", lang), "count"),
    }
    numbers: dict[str, tuple[str, Kind]] = {
        **{name: (f"summary.{name}", "share") for name in _BOXES},
        "net": ("workbook.net_points", "points"),
        "median": ("summary.median", "text"),
        "mean": ("workbook.mean_score", "score"),
    }
    for name, (key, kind) in numbers.items():
        ends = (name, f"{name}_low", f"{name}_high")
        columns |= with_interval(ends, text(key, lang), kind, lang)
        if name in _BOXES:
            columns |= _infinite(summaries, f"{name}_", text(key, lang), lang)
        if name == "median" and any(frame["median_tie"].notna().any() for frame in summaries):
            columns["median_tie"] = Field(text("workbook.median_tie", lang))
    return _long_sheet(
        summaries,
        lang,
        columns=columns,
        name=text("workbook.sheet_summary", lang),
        title=text("workbook.summary_title", lang),
        notes=[text("workbook.note_summary", lang), *_interval_notes(summaries, lang)],
    )


def _infinite(
    frames: Sequence[pd.DataFrame], prefix: str, label: str, lang: str
) -> dict[str, Field]:
    """The fields of a share's limits without a finite population, where the frames have them."""
    columns = {f"{prefix}{end}_infinite": f"workbook.infinite_{end}" for end in ("low", "high")}
    return {
        column: Field(text(key, lang, name=label), "share")
        for column, key in columns.items()
        if all(column in frame for frame in frames)
    }


def crosstab_sheet(crosstab: pd.DataFrame, lang: str) -> Sheet:
    """One row per item × group × answer: counts and shares, or the ranges of both."""
    question = question_of(crosstab, provenance(crosstab))
    bounded = "bounded" in basis_of(crosstab)
    base = {"base": Field(text("workbook.answers_in_all", lang), "count")}
    if bounded:
        numbers = {
            "n_low": Field(text("workbook.count_low", lang), "count"),
            "n_high": Field(text("workbook.count_high", lang), "count"),
            "n": Field(text("workbook.count_modelled", lang), "number"),
            **base,
            "low": Field(text("workbook.share_low", lang), "share"),
            "high": Field(text("workbook.share_high", lang), "share"),
            "share": Field(text("workbook.share_modelled", lang), "share"),
        }
    else:
        share = text("workbook.share", lang)
        numbers = {
            "n": Field(text("workbook.count", lang), "count"),
            **base,
            **with_interval(("share", "low", "high"), share, "share", lang),
        }
    origin = provenance(crosstab)
    book, group = origin.codebook, text("crosstab.size", lang)
    title = text("workbook.crosstab_sheet_title", lang, title=likert_title(crosstab, lang))
    by = origin.by or book.release_group
    sized = by == "size_band"
    if not sized:
        group = grouping_name(book, by, lang)
        words = {"title": likert_title(crosstab, lang), "group": group}
        title = text("workbook.crosstab_sheet_groups", lang, **words)
    level = number(100 * origin.level, lang)
    reading = ("note_crosstab", "note_independence") if bounded else ("note_clopper_pearson",)
    named = {"title": question.title[lang][:17].rstrip(), "figure": question.figure}
    if question.figure:
        key = "workbook.sheet_crosstab" if sized else "workbook.sheet_crosstab_groups"
    else:
        key = "workbook.sheet_own_crosstab" if sized else "workbook.sheet_own_crosstab_groups"
    name = text(key, lang, **named)
    return _long_sheet(
        [crosstab],
        lang,
        columns={
            "item": Field(_items_heading(question, lang)),
            "group": Field(group),
            "answer": Field(text("tables.answer", lang)),
            **numbers,
        },
        name=name,
        title=title,
        notes=[
            *(text(f"workbook.{key}", lang, level=level) for key in reading),
            assumption_note(crosstab, lang),
        ],
        source=source_note(crosstab, [question.table_page, "49"], lang),
        lead=question.text[lang],
        basis=("modelled", "bounded") if bounded else None,
    )


def _long_sheet(
    frames: Sequence[pd.DataFrame],
    lang: str,
    *,
    columns: Mapping[str, Field],
    source: str | None = None,
    **words: Any,
) -> Sheet:
    """A sheet with the rows of some frames, a question each, one under the other."""
    questions = {question.key: question for question in map(_question, frames)}
    together = pd.concat([_in_words(frame, lang) for frame in frames])
    rows = with_provenance(together, provenance(frames[0]))
    return sheet_of(
        rows,
        lang,
        fields=columns.values(),
        rows=([value(row, name) for name in columns] for row in rows.to_dict("records")),
        source=source_line(list(questions.values()), rows, lang) if source is None else source,
        **words,
    )


def _question(frame: pd.DataFrame) -> Question:
    return question_of(frame, provenance(frame))


def _in_words(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """A frame of one question with words in place of its keys, and net in percentage points."""
    origin, question = provenance(frame), _question(frame)
    answers = {answer.key: answer.short[lang] for answer in question.scale.answers}
    known: dict[str, Callable[[Any], Any]] = {
        "item": lambda key: short_name(question, str(key), lang),
        "group": lambda key: group_label(str(key), origin, lang),
        **dict.fromkeys(
            ("answer", "median", "median_tie", "median_low", "median_high"), answers.get
        ),
        **dict.fromkeys(("net", "net_low", "net_high"), _points),
    }
    words = {name: list(map(known[name], frame[name])) for name in known if name in frame}
    labels = [basis_labels((word,), lang)[0] for word in frame["basis"]]
    figure = _figure_name(frame, lang)
    return frame.assign(**words, question=question.title[lang], figure=figure, label=labels)


def _points(share: float) -> float:
    """A share in percentage points, without the last digits of a binary float: 57.5 for 23 of 40.

    >>> _points(23 / 40)
    57.5
    """
    return round(100 * share, 9)


def _figure_name(likert: pd.DataFrame, lang: str) -> str:
    """Name of the sheet of a question's figure."""
    origin = provenance(likert)
    question = question_of(likert, origin)
    key = "workbook.sheet_rebased" if origin.rebased else "captions.figure"
    return text(key, lang, figure=question.figure) if question.figure else question.title[lang]


def _items_heading(question: Question, lang: str) -> str:
    """Heading of the column of items."""
    return question.spoken.heading[lang] or text("tables.item", lang)


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


def _interval_notes(frames: Sequence[pd.DataFrame], lang: str) -> list[str]:
    """What low and high are in some frames, each kind once."""
    return list(dict.fromkeys(_interval_note(provenance(frame), lang) for frame in frames))


def _interval_note(origin: Provenance, lang: str) -> str:
    population = ""
    if origin.interval == "finite_population" and origin.population:
        population = text("workbook.note_population", lang, population=origin.population)
    level = number(100 * origin.level, lang)
    return text("workbook.note_intervals", lang, level=level, population=population)
