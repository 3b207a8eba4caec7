"""Who did not answer, as a table."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import sentences_of
from analysis.display.text.numbers import SUPPRESSED, count_and_percent, shown_count
from analysis.display.text.subject import basis_of, group_label, numbered
from analysis.measures.disclosure import is_unprotected
from analysis.survey.survey import Provenance, provenance
from analysis.words import text

_PARTS = ("answered", "dont_know", "not_applicable", "blank")


def format_missing(missing: pd.DataFrame, *, lang: str = "da") -> Table:
    """Set who answered, did not know, was not concerned, and left it blank as a table.

    Parameters
    ----------
    missing : DataFrame
        From `missing_summary`.
    lang : {"da", "en"}

    Returns
    -------
    Table
        One row per item (and group): per cent of the respondents, with the count behind it. Of a
        protected survey don't know and not applicable are one number.

    Examples
    --------
    >>> from analysis.measures.missing import missing_summary
    >>> from analysis.measures.synthetic import synthesize
    >>> table = format_missing(missing_summary(synthesize(seed=1)))
    >>> [column.label for column in table.columns[:3]], table.rows[0].cells[0]
    (['Besvaret', 'Ved ikke', 'Ikke relevant'], '100 pct. (52)')
    """
    origin = provenance(missing)
    together = "suppressed" in missing
    shown = [part for part in _PARTS if not (together and part == "not_applicable")]
    names = {part: f"missing.{part}" for part in shown}
    if together:
        names["dont_know"] = "missing.off_scale"
    rows = [
        Row(
            _name(row, origin, lang),
            (
                *(count_and_percent(row[part], row["respondents"], lang) for part in shown),
                shown_count(row["respondents"]),
            ),
        )
        for _, row in missing.iterrows()
    ]
    hidden = bool(together and missing["suppressed"].any())
    return Table(
        caption=text("missing.caption", lang),
        columns=(*(Column(text(names[part], lang)) for part in shown), Column("n")),
        rows=tuple(rows),
        note=sentences_of(
            text("missing.note", lang),
            text("missing.hidden", lang, sign=SUPPRESSED) if hidden else "",
            text("missing.source", lang, source=origin.source_in(lang)),
        ),
        basis=basis_of(missing),
        lang=lang,
        corner=text("tables.item", lang),
        unprotected=is_unprotected(missing),
    )


def _name(row: pd.Series, origin: Provenance, lang: str) -> str:
    """The question and its item, and the group where there is one."""
    question = origin.codebook.question(str(row["question"]))
    item = question.item(str(row["item"]))
    name = question.title[lang]
    if item.key != question.key:
        name = f"{name}: {numbered(question, item.key, item.label[lang])}"
    if "group" in row:
        name = f"{name}, {group_label(str(row['group']), origin, lang)}"
    return name
