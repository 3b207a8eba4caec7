"""Cross-tabs and tests of association as tables."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.assumptions import assumption_note
from analysis.display.text.captions import sentences_of, source_note
from analysis.display.text.crosstab import by_size_or_group, crosstab_source, grouped_subject
from analysis.display.text.numbers import (
    MISSING,
    SUPPRESSED,
    joined,
    number,
    p_value,
    shown_count,
    whole,
    whole_count,
)
from analysis.display.text.shares import share_and_count
from analysis.display.text.subject import basis_of, short_name
from analysis.measures.disclosure import is_unprotected
from analysis.survey.survey import provenance
from analysis.words import text

#: What the tests and effect sizes of `association` are called.
_METHODS = {
    "linear_by_linear_exact": "association.test_linear_by_linear_exact",
    "linear_by_linear_permutation": "association.test_linear_by_linear_permutation",
    "fisher_freeman_halton": "association.test_fisher_freeman_halton",
    "rao_scott": "association.test_rao_scott",
    "weighted_slope": "association.test_weighted_slope",
    "kendall_tau_b": "association.effect_kendall_tau_b",
    "cramers_v": "association.effect_cramers_v",
    "slope": "association.effect_slope",
}


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

    Raises
    ------
    InputError
        The frame has no groups.

    Examples
    --------
    >>> from analysis.measures.crosstab import crosstab
    >>> from analysis.survey.published import read_published
    >>> table = format_crosstab(crosstab(read_published(), "importance"))
    >>> table.rows[0].header, table.rows[0].cells
    ('Virksomheder: små', ('8–14', '0–6', '0', '0', '14'))
    """
    subject = grouped_subject(crosstab, lang)
    rows = []
    for (item, group), own in crosstab.groupby(["item", "group"], observed=True, sort=False):
        weighted = subject.origin.weighted
        cells = [
            share_and_count(row.to_dict(), lang, weighted=True) if weighted else _cell(row, lang)
            for _, row in own.iterrows()
        ]
        label = f"{subject.short_item(item)}: {subject.group_in_text(group)}"
        rows.append(Row(label, (*cells, shown_count(own["base"].iloc[0]))))
    answers = [subject.answer(key) for key in subject.question.scale.keys]
    note = subject.text("crosstab.note_bounded" if subject.bounded else "crosstab.note")
    return Table(
        caption=by_size_or_group("caption", crosstab, subject, title=subject.title),
        columns=tuple(Column(label) for label in (*answers, "n")),
        rows=tuple(rows),
        note=sentences_of(
            note,
            subject.weighted,
            assumption_note(crosstab, lang),
            crosstab_source(crosstab, subject),
        ),
        basis=subject.basis,
        lang=lang,
        corner=by_size_or_group("corner", crosstab, subject),
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

    Examples
    --------
    >>> from analysis.measures.association import association
    >>> from analysis.measures.synthetic import synthesize
    >>> table = format_association(association(synthesize(1, 0.5), "importance"))
    >>> [column.label for column in table.columns]
    ['p', 'p (Holm)', 'Kendalls tau-b', '95 pct.-interval', 'n']
    """
    origin = provenance(association)
    rows = []
    for row in association.to_dict("records"):
        question = origin.codebook.question(row["question"])
        low, high = (number(row[end], lang, 2) for end in ("low", "high"))
        ends = f"{low} {text('numbers.to', lang)} {high}"
        cells: tuple[str, ...]
        cells = (p_value(row["p"], lang), p_value(row["p_holm"], lang),
                 number(row["estimate"], lang, 2), ends, shown_count(row["n"]))  # fmt: skip
        if row.get("suppressed", False):
            cells = (SUPPRESSED,) * len(cells)
        rows.append(Row(short_name(question, str(row["item"]), lang), cells))
    tests, effects = (
        joined([text(_METHODS[name], lang) for name in sorted(set(association[column]))], lang)
        for column in ("test", "effect")
    )
    note = text("association.note", lang, family=association["family"].max(), tests=tests)
    level = number(100 * origin.level, lang)
    headings = (
        "p",
        text("association.holm", lang),
        effects,
        text("association.interval", lang, level=level),
        "n",
    )
    return Table(
        caption=text("association.caption", lang),
        columns=tuple(map(Column, headings)),
        rows=tuple(rows),
        note=sentences_of(note, source_note(association, [], lang)),
        basis=basis_of(association),
        unprotected=is_unprotected(association),
        lang=lang,
        corner=text("tables.item", lang),
    )


def _cell(row: pd.Series, lang: str) -> str:
    if row["basis"] == "bounded":
        low, high = whole_count(row["n_low"]), whole_count(row["n_high"])
        return low if low == high else f"{low}–{high}"
    if row.get("suppressed", False):
        return SUPPRESSED
    if pd.isna(row["share"]):
        return MISSING
    return f"{whole(row['n'], row['base'])} ({whole_count(row['n'])})"
