"""The large shares of the staff that job centres of one size answer, beside those of all."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table, Text
from analysis.display.text.captions import sentences_of
from analysis.display.text.kommune import KommuneTexts
from analysis.display.text.numbers import SUPPRESSED, number, percent, whole_count
from analysis.display.text.subject import subject_of
from analysis.measures.crosstab import crosstab
from analysis.measures.disclosure import is_unprotected
from analysis.measures.shares import reported_shares
from analysis.measures.staff_bands import IDEAL, NOW


def format_own_size(texts: KommuneTexts) -> Table | Text:
    """Set the answers in the top band of the staff as a table: one row per profile.

    Parameters
    ----------
    texts : KommuneTexts
        Those of a job centre, and of a survey with answers or their protected counts.

    Returns
    -------
    Table or Text
        Now and ideally, in each the job centres of its size and all. Hidden counts show ``[c]``;
        a sentence where every count of its size is hidden.

    Examples
    --------
    >>> from analysis.measures.job_centre import job_centre
    >>> from analysis.measures.synthetic import synthesize
    >>> survey = synthesize(seed=1)
    >>> table = format_own_size(KommuneTexts(survey, job_centre(survey, "Odder"), "da"))
    >>> table.columns[0].label, table.columns[1].label
    ('Små, i dag', 'Alle, i dag')
    """
    survey, lang = texts.survey, texts.lang
    pairs, heads = {}, []
    for when, key in (("now", NOW), ("ideal", IDEAL)):
        top = survey.codebook.question(key).scale.keys[0]
        by_size, everyone = crosstab(survey, key), reported_shares(survey, key)
        alike = by_size[by_size["group"] == texts.centre.band.key]
        for of, frame in (("size", alike), ("all", everyone)):
            heads.append(Column(texts.text(f"size_column_{of}_{when}")))
            pairs[f"{of}_{when}"] = frame[frame["answer"] == top].set_index("item")[["n", "base"]]
    if pairs["size_now"]["n"].isna().all() and pairs["size_ideal"]["n"].isna().all():
        return Text(texts.text("size_hidden"))
    subject = subject_of(everyone, lang)
    rows = [
        Row(
            subject.item(item.key),
            tuple(_cell(*pair.loc[item.key], texts=texts) for pair in pairs.values()),
        )
        for item in subject.question.items
    ]
    return Table(
        caption=texts.text("size_caption", top=number(texts.top, lang)),
        columns=tuple(heads),
        rows=tuple(rows),
        note=sentences_of(texts.text("size_note"), texts.source("41", "42", "47", "48")),
        basis=subject.basis,
        lang=lang,
        corner=subject.text("tables.item_profiles"),
        unprotected=is_unprotected(by_size),
    )


def _cell(n: float, base: float, *, texts: KommuneTexts) -> str:
    """A count of its base, with the per cent that makes it comparable."""
    if pd.isna(n) or pd.isna(base):
        return SUPPRESSED
    count = texts.text("count_of", count=whole_count(n), base=whole_count(base))
    return f"{percent(n, base, texts.lang)} ({count})"
