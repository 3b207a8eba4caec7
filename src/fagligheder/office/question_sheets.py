"""Sheets about the questions: each figure with its chart, every answer, key figures, cross-tabs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.display.tables.blocks import basis_labels
from analysis.display.text.captions import (
    base_words,
    basis_of,
    group_label,
    question_of,
    short_name,
    source_note,
)
from analysis.display.text.numbers import number
from analysis.survey.codebook import Question
from analysis.survey.survey import Provenance, provenance
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
    rows = [
        (
            _figure_name(likert, lang),
            short_name(question, str(row["item"]), lang),
            question.answer(str(row["answer"])).short[lang],
            *(value(row, name) for name in ("n", "base", "share", "low", "high")),
            *basis_labels((row["basis"],), lang),
        )
        for likert in likerts
        for question in (question_of(likert, provenance(likert)),)
        for row in likert.to_dict("records")
    ]
    together, questions = _together(likerts)
    return sheet_of(
        together,
        lang,
        name=text("workbook.sheet_answers", lang),
        title=text("workbook.answers_title", lang),
        fields=[
            Field(text("captions.figure", lang, figure="").strip()),
            Field(text("tables.item", lang)),
            Field(text("tables.answer", lang)),
            Field(text("workbook.count", lang), "count"),
            Field(text("workbook.answers_in_all", lang), "count"),
            *with_interval(text("workbook.share", lang), "share", lang),
            Field(text("workbook.basis", lang)),
        ],
        rows=rows,
        notes=_interval_notes(likerts, lang),
        source=source_line(questions, together, lang),
    )


def summary_sheet(summaries: Sequence[pd.DataFrame], lang: str) -> Sheet:
    """One row per item: box shares, net, median and mean score, each with its interval."""
    rows: list[tuple[Value, ...]] = []
    for summary in summaries:
        question = question_of(summary, provenance(summary))
        short = {answer.key: answer.short[lang] for answer in question.scale.answers}
        for row in summary.to_dict("records"):
            rows.append(
                (
                    question.title[lang],
                    short_name(question, str(row["item"]), lang),
                    value(row, "base"),
                    *(value(row, end) for name in _BOXES for end in _ends(name)),
                    *(_points(value(row, end)) for end in _ends("net")),
                    *(short.get(row[end]) or value(row, end) for end in _ends("median")),
                    *(value(row, end) for end in _ends("mean")),
                )
            )
    numbers: dict[str, Kind] = {
        **{f"summary.{name}": "share" for name in _BOXES},
        "workbook.net_points": "points",
        "summary.median": "text",
        "workbook.mean_score": "score",
    }
    together, questions = _together(summaries)
    return sheet_of(
        together,
        lang,
        name=text("workbook.sheet_summary", lang),
        title=text("workbook.summary_title", lang),
        fields=[
            Field(text("workbook.question", lang)),
            Field(text("tables.item", lang)),
            Field(text("workbook.answers_in_all", lang), "count"),
            *(
                field
                for key, kind in numbers.items()
                for field in with_interval(text(key, lang), kind, lang)
            ),
        ],
        rows=rows,
        notes=[text("workbook.note_summary", lang), *_interval_notes(summaries, lang)],
        source=source_line(questions, together, lang),
    )


def crosstab_sheet(crosstab: pd.DataFrame, lang: str) -> Sheet:
    """One row per item × group × answer: counts and shares, or the ranges of both."""
    origin = provenance(crosstab)
    question = question_of(crosstab, origin)
    bounded = "bounded" in basis_of(crosstab)
    count, of_all, share = (
        text(f"workbook.{key}", lang) for key in ("count", "answers_in_all", "share")
    )
    if bounded:
        columns = ("n_low", "n_high", "n", "base", "low", "high", "share")
        kinds: tuple[Kind, ...] = ("count", "count", "number", "count", "share", "share", "share")
        keys = ("count_low", "count_high", "count_modelled", "answers_in_all")
        keys += ("share_low", "share_high", "share_modelled")
        numbers = [
            Field(text(f"workbook.{key}", lang), kind)
            for key, kind in zip(keys, kinds, strict=True)
        ]
    else:
        columns = ("n", "base", "share", "low", "high")
        numbers = [
            Field(count, "count"),
            Field(of_all, "count"),
            *with_interval(share, "share", lang),
        ]
    reading = ("note_crosstab", "note_independence") if bounded else ("note_clopper_pearson",)
    name = text("workbook.sheet_own_crosstab", lang, title=question.title[lang][:17].rstrip())
    if question.figure:
        name = text("workbook.sheet_crosstab", lang, figure=question.figure)
    return sheet_of(
        crosstab,
        lang,
        name=name,
        title=text("workbook.crosstab_sheet_title", lang, title=likert_title(crosstab, lang)),
        lead=question.text[lang],
        fields=[
            Field(_items_heading(question, lang)),
            Field(text("national.size", lang)),
            Field(text("tables.answer", lang)),
            *numbers,
        ],
        rows=(
            (
                short_name(question, str(row["item"]), lang),
                group_label(str(row["group"]), origin, lang),
                question.answer(str(row["answer"])).short[lang],
                *(value(row, name) for name in columns),
            )
            for row in crosstab.to_dict("records")
        ),
        notes=[text(f"workbook.{key}", lang) for key in reading],
        source=source_note(crosstab, [question.table_page, "49"], lang),
        basis=("modelled", "bounded") if bounded else None,
    )


def _figure_name(likert: pd.DataFrame, lang: str) -> str:
    """Name of the sheet of a question's figure."""
    origin = provenance(likert)
    question = question_of(likert, origin)
    key = "workbook.sheet_rebased" if origin.rebased else "captions.figure"
    return text(key, lang, figure=question.figure) if question.figure else question.title[lang]


def _items_heading(question: Question, lang: str) -> str:
    """Heading of the column of items."""
    known = question.item_set in ("profiles", "statements")
    return text(f"tables.item_{question.item_set}" if known else "tables.item", lang)


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
