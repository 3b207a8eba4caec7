"""One sentence about a results frame, true to its numbers."""

from __future__ import annotations

import pandas as pd

from analysis.display.captions import question_of
from analysis.display.texts import joined, percent, text
from analysis.display.workforce import WRITTEN, decimals_of, gap_rows, signed
from analysis.measures.bands import NOW
from analysis.survey.provenance import provenance


def likert_sentence(likert: pd.DataFrame, *, named: bool = False, lang: str = "da") -> str:
    """Say which items get the first answer most and least; agreement for statements.

    Parameters
    ----------
    likert : DataFrame
        A results frame of one question, from `likert_table`.
    named : bool
        Statements by their short words, where their numbers do not stand beside them.
    lang : {"da", "en"}

    Returns
    -------
    str
        Ties name every item. Empty where a counted cell is suppressed.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> likert_sentence(likert_table(read_published(), "importance"))
    '»Meget vigtig« svarer flest om Virksomheder (88 pct.) og færrest om Udvikling (48 pct.).'
    """
    origin = provenance(likert)
    question = question_of(likert, origin)
    statements = question.item_set == "statements"
    counted = question.scale.side("top") if statements else question.scale.keys[:1]
    rows = likert[likert["answer"].isin(counted)]
    if rows["n"].isna().any():
        return ""
    per_item = rows.groupby("item", observed=True, sort=False).agg(
        n=("n", "sum"), base=("base", "first")
    )
    share = per_item["n"] / per_item["base"]
    ends = {}
    for name, value in (("most", share.max()), ("least", share.min())):
        keys = [str(key) for key in share.index[share == value]]
        names = [question.item(key).label[lang] for key in keys]
        if statements:
            names = (
                [_quoted(question.item(key).short[lang], lang) for key in keys] if named else keys
            )
        first = per_item.loc[keys[0]]
        ends[name] = joined(names, lang)
        ends[f"{name}_percent"] = percent(first["n"], first["base"], lang)
    answer = question.scale.answers[0].short[lang]
    key = ("agree_named" if named else "agree_sentence") if statements else "sentence"
    return text(key, lang, answer=answer, **ends)


def gap_sentence(gap: pd.DataFrame, *, lang: str = "da") -> str:
    """Say for which profiles the gap is largest and smallest, as the figure writes it.

    Parameters
    ----------
    gap : DataFrame
        From `workforce_gap` without ``by``, or from `kommune_gap`.
    lang : {"da", "en"}

    Returns
    -------
    str
        Profiles whose gaps are written alike are named together. Empty where a gap is unknown.

    Examples
    --------
    >>> from analysis.measures.workforce import workforce_gap
    >>> from analysis.survey.published import read_published
    >>> gap_sentence(workforce_gap(read_published()))[:75]
    'Forskellen mellem ideelt og i dag er størst for Udvikling (+400 medarbejder'
    """
    rows = gap_rows(gap)
    if rows["gap"].isna().any():
        return ""
    question = provenance(gap).codebook.question(NOW)
    decimals = decimals_of(rows[WRITTEN])
    written = rows["gap"].map(lambda value: signed(value, lang, decimals))
    most, least = (written[place] for place in (rows["gap"].idxmax(), rows["gap"].idxmin()))
    people = text("gap_people", lang, people=most)
    if most == least:
        return text("gap_same", lang, gap=people)
    names = {
        value: joined([question.item(str(key)).label[lang] for key in own.index], lang)
        for value, own in written.groupby(written, sort=False)
    }
    return text(
        "gap_most",
        lang,
        most=names[most],
        most_gap=people,
        least=names[least],
        least_gap=least,
    )


def _quoted(words: str, lang: str) -> str:
    return text("quoted", lang, words=words)
