"""Cross-tabs and tests of association as tables."""

from __future__ import annotations

import pandas as pd

from analysis.display.figures.crosstab import for_groups, grouped_question
from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import (
    basis_of,
    group_words,
    short_name,
    source_note,
)
from analysis.display.text.numbers import (
    MISSING,
    SUPPRESSED,
    joined,
    number,
    shown_count,
    whole_count,
)
from analysis.measures.disclosure import is_unprotected
from analysis.survey.survey import provenance
from analysis.words import text


def format_crosstab(crosstab: pd.DataFrame, *, lang: str = "da") -> Table:
    """Set a cross-tab, from `crosstab`, as a table: one row per item and group.

    Parameters
    ----------
    crosstab : DataFrame
    lang : {"da", "en"}

    Returns
    -------
    Table
        From printed tables each cell is the sharp range of the count; from answers the count and
        per cent of the group. Suppressed cells show ``[c]``.
    """
    origin = provenance(crosstab)
    question = grouped_question(crosstab, origin)
    bounded = "bounded" in basis_of(crosstab)
    rows = []
    for (item, group), own in crosstab.groupby(["item", "group"], observed=True, sort=False):
        name = short_name(question, str(item), lang)
        cells = [_cell(row, bounded, lang) for _, row in own.iterrows()]
        label = f"{name}: {group_words(str(group), origin, lang)}"
        rows.append(Row(label, (*cells, shown_count(own["base"].iloc[0]))))
    note = text("crosstab.note_bounded" if bounded else "crosstab.note", lang)
    pages = [question.table_page, "49"]
    return Table(
        caption=text(
            for_groups("crosstab.caption", crosstab, origin), lang, title=question.title[lang]
        ),
        columns=(
            *(Column(answer.short[lang]) for answer in question.scale.answers),
            Column("n"),
        ),
        rows=tuple(rows),
        note=f"{note} {source_note(crosstab, pages, lang)}".strip(),
        basis=basis_of(crosstab),
        lang=lang,
        corner=text(for_groups("crosstab.corner", crosstab, origin), lang),
        unprotected=is_unprotected(crosstab),
    )


def format_association(association: pd.DataFrame, *, lang: str = "da") -> Table:
    """Set the tests of association, from `association`, as a table: one row per item.

    Parameters
    ----------
    association : DataFrame
    lang : {"da", "en"}

    Returns
    -------
    Table
        The p-value, Holm's correction of it, and the effect size with its interval.
    """
    origin = provenance(association)
    rows = []
    for row in association.to_dict("records"):
        question = origin.codebook.question(row["question"])
        name = short_name(question, str(row["item"]), lang)
        low, high = (number(row[end], lang, 2) for end in ("low", "high"))
        ends = f"{low} {text('numbers.to', lang)} {high}"
        cells = (number(row["p"], lang, 3), number(row["p_holm"], lang, 3),
                 number(row["estimate"], lang, 2), ends, shown_count(row["n"]))  # fmt: skip
        rows.append(Row(name, cells))
    tests = sorted(set(association["test"].astype(str)))
    effects = sorted(set(association["effect"].astype(str)))
    note = text(
        "association.note", lang, family=association["family"].max(),
        tests=joined([text(f"association.test_{name}", lang) for name in tests], lang),
    )  # fmt: skip
    return Table(
        caption=text("association.caption", lang),
        columns=(
            Column("p"),
            Column(text("association.holm", lang)),
            Column(joined([text(f"association.effect_{name}", lang) for name in effects], lang)),
            Column(text("association.interval", lang)),
            Column("n"),
        ),
        rows=tuple(rows),
        note=f"{note} {source_note(association, [], lang)}".strip(),
        basis=basis_of(association),
        unprotected=is_unprotected(association),
        lang=lang,
        corner=text("tables.item", lang),
    )


def _cell(row: pd.Series, bounded: bool, lang: str) -> str:
    if bounded:
        low, high = whole_count(row["n_low"]), whole_count(row["n_high"])
        return low if low == high else f"{low}–{high}"
    if row.get("suppressed", False):
        return SUPPRESSED
    if pd.isna(row["share"]):
        return MISSING
    return f"{number(100 * row['share'], lang)} ({whole_count(row['n'])})"
