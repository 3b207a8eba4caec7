"""Results frames as tables for the eye: Danish numbers, n under the heading, basis and source."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import (
    base_words,
    basis_of,
    is_report,
    numbered,
    report_source,
    short_name,
    source_words,
)
from analysis.display.text.numbers import (
    MISSING,
    SUPPRESSED,
    joined,
    number,
    percent,
    shown_count,
    whole,
    whole_count,
)
from analysis.measures.disclosure import is_unprotected
from analysis.survey.codebook import Question
from analysis.survey.survey import Provenance, provenance
from analysis.words import text

#: More items than this stand as rows, fewer as columns, as in the report.
WIDEST = 6


def format_likert(likert: pd.DataFrame, *, lang: str = "da") -> Table:
    """Set a results frame of one question as a table.

    Parameters
    ----------
    likert : DataFrame
        A results frame of one question, from `likert_table`.
    lang : {"da", "en"}

    Returns
    -------
    Table
        Per cent and count in each cell, n under the heading; shows itself in a notebook.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> table = format_likert(likert_table(read_published(), "importance"))
    >>> table.rows[0].header, table.rows[0].cells[0], table.columns[0].sub
    ('Meget vigtig', '88 pct. (46)', 'n = 52')
    """
    origin = provenance(likert)
    question = origin.codebook.question(str(likert["question"].iloc[0]))
    cells = {
        (str(row.item), str(row.answer)): _count_cell(row.n, row.base, lang)
        for row in likert.itertuples()
    }
    bases = likert.groupby("item", observed=True)["base"].first()
    items = [item for item in question.items if item.key in bases.index]
    answers = question.scale.answers
    if len(items) <= WIDEST:
        columns = [
            Column(item.label[lang], text("numbers.n", lang, n=shown_count(bases[item.key])))
            for item in items
        ]
        rows = [
            Row(answer.short[lang], tuple(cells[item.key, answer.key] for item in items))
            for answer in answers
        ]
        corner = text("tables.answer", lang)
    else:
        columns = [Column(answer.short[lang]) for answer in answers]
        columns.append(Column("n"))
        rows = [
            Row(
                _item_name(question, item.key, lang),
                (
                    *(cells[item.key, answer.key] for answer in answers),
                    shown_count(bases[item.key]),
                ),
            )
            for item in items
        ]
        corner = text("tables.item_statements", lang)
    notes = [text("tables.likert_note", lang)]
    if "suppressed" in likert and likert["suppressed"].any():
        notes.append(text("captions.suppressed_note", lang))
    if origin.rebased:
        notes.append(text("captions.rebased", lang, base=base_words(likert, lang)))
    key = "tables.likert_caption" if question.figure else "tables.own_likert_caption"
    if question.figure and origin.rebased:
        key = "tables.rebased_caption"
    return Table(
        caption=text(
            key,
            lang,
            figure=question.figure,
            title=question.title[lang],
            base=base_words(likert, lang),
        ),
        columns=tuple(columns),
        rows=tuple(rows),
        note=_note(notes, question, origin, lang),
        basis=basis_of(likert),
        lang=lang,
        corner=corner,
        unprotected=is_unprotected(likert),
    )


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
        Box shares, net, median and mean score, each with its interval in brackets.
    """
    origin = provenance(summary)
    question = origin.codebook.question(str(summary["question"].iloc[0]))
    answers = question.scale.answers
    shares = ["top_box"]
    if len(answers) >= 4:
        shares += ["top_two_box", "bottom_two_box"]
    rows = [
        Row(
            short_name(question, str(row["item"]), lang),
            (
                *(_share(row, name, lang) for name in shares),
                _estimate(row, "net", lang, scale=100),
                _median(row, question, lang),
                _estimate(row, "mean", lang, decimals=1),
                shown_count(row["base"]),
            ),
        )
        for _, row in summary.iterrows()
    ]
    headings = [*shares, "net", "median", "mean"]
    subs = {name: text("numbers.per_cent", lang) for name in shares}
    subs["net"] = text("numbers.points", lang)
    subs["mean"] = f"{number(answers[-1].score, lang)}–{number(answers[0].score, lang)}"
    boxes = {"top_box": answers[:1], "top_two_box": answers[:2], "bottom_two_box": answers[-2:]}
    named = [f"{text(f'summary.{name}', lang)}: {_named(boxes[name], lang)}" for name in shares]
    population = ""
    if origin.population:
        population = text("captions.of_population", lang, population=origin.population)
    note = text(
        "summary.note",
        lang,
        population=population,
        boxes="; ".join(named).rstrip("."),
        level=number(100 * origin.level, lang),
    )
    return Table(
        caption=text("summary.caption", lang, title=question.title[lang]),
        columns=(
            *(Column(text(f"summary.{key}", lang), subs.get(key, "")) for key in headings),
            Column("n"),
        ),
        rows=tuple(rows),
        note=_note([note], question, origin, lang),
        basis=basis_of(summary),
        lang=lang,
        corner=text(f"tables.item_{question.item_set}", lang)
        if question.item_set in ("profiles", "statements")
        else text("tables.item", lang),
    )


def format_profiles(profiles: pd.DataFrame, *, lang: str = "da") -> Table:
    """Set the six profiles side by side, from `profile_table`, as a table.

    Parameters
    ----------
    profiles : DataFrame
        One row per profile × measure, as `profile_table` gives it.
    lang : {"da", "en"}

    Returns
    -------
    Table
        Per cent and rank in each cell; profiles in the report's order.
    """
    origin = provenance(profiles)
    question = origin.codebook.question(str(profiles["question"].iloc[0]))
    measures = list(profiles["measure"].cat.categories)
    rows = []
    for item, own in profiles.groupby("item", sort=False, observed=True):
        cells = own.set_index("measure")
        rows.append(
            Row(
                question.item(str(item)).label[lang],
                tuple(_ranked(cells.loc[key], lang) for key in measures),
            )
        )
    bases = profiles.groupby("measure", observed=True)["base"].first()
    note = profiles_note(profiles, lang)
    if is_report(question, origin):
        note += " " + text("captions.source", lang, source=report_source(["40–42", "47–48"], lang))
    elif origin.source:
        note += " " + text("captions.source", lang, source=origin.source_in(lang))
    return Table(
        caption=text("profiles.caption", lang),
        columns=tuple(
            Column(
                text(f"profiles.{key}", lang), text("numbers.n", lang, n=shown_count(bases[key]))
            )
            for key in measures
        ),
        rows=tuple(rows),
        note=note,
        basis=basis_of(profiles),
        lang=lang,
        unprotected=is_unprotected(profiles),
        corner=text("tables.item_profiles", lang),
    )


def profiles_note(profiles: pd.DataFrame, lang: str) -> str:
    """How the table of profiles is read, without its source."""
    note = text("profiles.note", lang)
    if not provenance(profiles).rebased:
        return note
    base = whole_count(profiles.groupby("measure", observed=True)["base"].first().iloc[-1])
    return f"{note} {text('profiles.rebased', lang, base=base)}"


def _ranked(row: pd.Series, lang: str) -> str:
    if pd.isna(row["n"]):
        return SUPPRESSED
    return f"{percent(row['n'], row['base'], lang)} ({whole_count(row['rank'])})"


def _count_cell(n: float, base: float, lang: str) -> str:
    if pd.isna(n) or pd.isna(base):
        return SUPPRESSED
    return f"{percent(n, base, lang)} ({whole_count(n)})"


def _item_name(question: Question, key: str, lang: str) -> str:
    return numbered(question, key, question.item(key).label[lang])


def _named(answers: tuple, lang: str) -> str:
    return joined([answer.short[lang] for answer in answers], lang)


def _share(row: pd.Series, name: str, lang: str) -> str:
    if pd.isna(row[name]):
        return SUPPRESSED if row["base"] else MISSING
    value = whole(round(row[name] * row["base"]), row["base"])
    low, high = (number(100 * row[f"{name}_{end}"], lang) for end in ("low", "high"))
    return f"{value} ({low}–{high})"


def _estimate(row: pd.Series, name: str, lang: str, *, scale: float = 1, decimals: int = 0) -> str:
    if pd.isna(row[name]):
        return SUPPRESSED if row["base"] else MISSING
    value, low, high = (
        number(scale * row[key], lang, decimals) for key in (name, f"{name}_low", f"{name}_high")
    )
    return (
        f"{value} ({low}–{high})"
        if "−" not in low + high
        else f"{value} ({joined_range([low, high], lang)})"
    )


def _median(row: pd.Series, question: Question, lang: str) -> str:
    keys = list(question.scale.keys)
    if pd.isna(row["median"]):
        return SUPPRESSED if row["base"] else MISSING
    least, middle, most = (
        keys.index(str(row[name])) for name in ("median_low", "median", "median_high")
    )
    arrows = "↑" * (middle - most) + "↓" * (least - middle)
    return f"{question.scale.answers[middle].short[lang]} {arrows}".rstrip()


def joined_range(ends: list[str], lang: str) -> str:
    """Two ends of a range in words: ``Vigtig til Meget vigtig``."""
    return f" {text('numbers.to', lang)} ".join(ends)


def _note(parts: list[str], question: Question, origin: Provenance, lang: str) -> str:
    if origin.source:
        parts = [*parts, text("captions.source", lang, source=source_words(question, origin, lang))]
    return " ".join(parts)
