"""A question's items as a table of its codebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import sentences_of
from analysis.display.text.numbers import SUPPRESSED, number, number_range, shown_count
from analysis.display.text.subject import Subject, subject_of
from analysis.measures.codebook_items import PARTS
from analysis.measures.disclosure import is_unprotected


def format_codebook(items: pd.DataFrame, *, lang: str = "da") -> Table:
    """Set who answered the items of one question, and who did not, as a table.

    Parameters
    ----------
    items : DataFrame
        The rows of one question from `codebook_items`.
    lang : {"da", "en"}

    Returns
    -------
    Table
        One row per item, with its variable, counts and base; the parts that the numbers do not
        tell are left out.

    Examples
    --------
    >>> from analysis.measures.codebook_items import codebook_items
    >>> from analysis.survey.published import read_published
    >>> items = codebook_items(read_published())
    >>> table = format_codebook(items[items["question"] == "ideal_share"])
    >>> [column.label for column in table.columns], table.rows[0].cells[1:]
    (['Variabel', 'Besvaret', 'Uden for skalaen', 'Basis'], ('52', '2', '52'))
    """
    subject = subject_of(items, lang, shares=True)
    together = "suppressed" in items or bool(items["not_applicable"].isna().all())
    shown = [part for part in PARTS if not (together and part == "not_applicable")]
    if "suppressed" not in items and items["blank"].isna().all():
        shown.remove("blank")
    names = {part: f"missing.{part}" for part in shown}
    if together:
        names["dont_know"] = "missing.off_scale"
    weighted = bool(items["weight_effect_high"].notna().any())
    columns = [Column(subject.text("codebook.variable"), align="left")]
    columns += [Column(subject.text(names[part])) for part in shown]
    columns.append(Column(subject.text("codebook.base")))
    columns += [Column(subject.text("codebook.weight_effect"))] if weighted else []
    hidden = bool("suppressed" in items and items["suppressed"].any())
    return Table(
        caption=subject.text("codebook.caption", title=subject.title),
        columns=tuple(columns),
        rows=tuple(
            _row(row, subject, [*shown, "base"], weighted) for row in items.to_dict("records")
        ),
        note=sentences_of(
            subject.text("codebook.note", n=int(items["respondents"].iloc[0])),
            subject.text("codebook.note_weights") if weighted else "",
            subject.text("missing.hidden", sign=SUPPRESSED) if hidden else "",
            subject.text("missing.source", source=subject.origin.source_in(lang)),
        ),
        basis=subject.basis,
        lang=lang,
        corner=subject.text("tables.item"),
        unprotected=is_unprotected(items),
    )


def _row(row: Mapping[Any, Any], subject: Subject, shown: list[str], weighted: bool) -> Row:
    cells = [str(row["variable"]), *(shown_count(row[part]) for part in shown)]
    if weighted:
        cells.append(_effect(row, subject.lang))
    return Row(subject.numbered_item(row["item"]), tuple(cells))


def _effect(row: Mapping[Any, Any], lang: str) -> str:
    """What the weights move the most affected share by, in points; a range where it is one."""
    if pd.isna(row["weight_effect_high"]):
        return SUPPRESSED
    ends = [number(100 * row[f"weight_effect_{end}"], lang, 1) for end in ("low", "high")]
    return ends[0] if ends[0] == ends[1] else number_range(ends[0], ends[1], lang)
