"""One sentence about a results frame, true to its numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.display.text.captions import group_label, question_of
from analysis.display.text.numbers import joined, number, percent
from analysis.display.text.statements import range_statements
from analysis.display.text.workforce import WRITTEN, decimals_of, gap_rows, signed
from analysis.measures.staff_bands import NOW
from analysis.survey.codebook import Lang, Question
from analysis.survey.survey import Survey, provenance
from analysis.words import text

#: The answers, counted from the first or the last, that a box of `likert_summary` holds.
BOXES = {"top_box": slice(1), "top_two_box": slice(2), "bottom_two_box": slice(-2, None)}


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
        Ties name every item. Empty where a counted cell is suppressed or nobody answered.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> likert_sentence(likert_table(read_published(), "importance"))
    '»Meget vigtig« svarer flest om Virksomheder (88 pct.) og færrest om Udvikling (48 pct.).'
    """
    question = question_of(likert, provenance(likert))
    statements = question.item_set == "statements"
    counted = question.scale.side("top") if statements else question.scale.keys[:1]
    rows = likert[likert["answer"].isin(counted)]
    if rows["n"].isna().any():
        return ""
    per_item = rows.groupby("item", observed=True, sort=False).agg(
        n=("n", "sum"), base=("base", "first")
    )
    key, about = ("agree_sentence", "in") if statements else ("sentence", "on")
    about = "in_named" if statements and named else about
    written = {str(row.Index): percent(row.n, row.base, lang) for row in per_item.itertuples()}
    answer = question.scale.answers[0].short[lang]
    share = (per_item["n"] / per_item["base"]).rename(index=str)
    return _most_and_least(key, about, question, share, written, lang, answer=answer)


def summary_sentence(summary: pd.DataFrame, measure: str, *, lang: str = "da") -> str:
    """Say for which items a measure of `likert_summary` is highest and lowest.

    Parameters
    ----------
    summary : DataFrame
    measure : {"top_box", "top_two_box", "bottom_two_box", "net"}
    lang : {"da", "en"}

    Returns
    -------
    str
        Ties name every item. Empty where a number is withheld or nobody answered.

    Examples
    --------
    >>> from analysis.measures.shares import likert_summary
    >>> from analysis.survey.published import read_published
    >>> print(summary_sentence(likert_summary(read_published(), "statements"), "top_box"))
    »Helt enig« svarer flest til udsagn 6 (71 pct.) og færrest til udsagn 7 (4 pct.).
    """
    question = question_of(summary, provenance(summary))
    values = pd.Series(summary[measure].to_numpy(float), index=summary["item"].astype(str))
    if measure == "net":
        written = {item: net_words(value, lang) for item, value in values.items()}
        return _most_and_least("net_sentence", "for", question, values, written, lang)
    written = {
        str(row["item"]): percent(round(row[measure] * row["base"]), row["base"], lang)
        for row in summary.to_dict("records")
        if pd.notna(row[measure])
    }
    answer = box_words(question, measure, lang)
    return _most_and_least("sentence", "on", question, values, written, lang, answer=answer)


def crosstab_sentence(
    survey: Survey, crosstab: pd.DataFrame, answer: str, *, lang: Lang = "da"
) -> str:
    """Say the most telling thing about one answer by size band.

    Parameters
    ----------
    survey : Survey
        The one that the table was made from.
    crosstab : DataFrame
        From `crosstab`, or some of its items.
    answer : str
        Key of the answer.
    lang : {"da", "en"}

    Returns
    -------
    str
        From printed tables what their ranges prove of the largest part of a group. From answers
        the item on which the groups differ most; empty where every item has a hidden group.

    Examples
    --------
    >>> from analysis.measures.crosstab import crosstab
    >>> from analysis.survey.published import read_published
    >>> survey = read_published()
    >>> crosstab_sentence(survey, crosstab(survey, "importance"), "very_important")
    'Mindst 14 af de 20 svar fra store jobcentre er »Meget vigtig« (Virksomheder).'
    """
    origin = provenance(crosstab)
    question = question_of(crosstab, origin)
    rows = crosstab[crosstab["answer"] == answer]
    label = question.answer(answer).short[lang]
    if (rows["basis"] == "bounded").all():
        return _proven(survey, rows, lang) or text(
            "sentences.groups_sentence_nothing", lang, answer=label
        )
    shares = rows.pivot_table("share", "item", "group", observed=True, dropna=False)
    shares = shares.loc[:, shares.notna().any()].dropna()
    if shares.empty:
        return ""
    spread = shares.max(axis=1) - shares.min(axis=1)
    if spread.max() == 0:
        return text("sentences.groups_sentence_same", lang, answer=label)
    item = str(spread.idxmax())
    own = rows[(rows["item"] == item) & rows["group"].isin(shares.columns)]
    groups = [
        text("sentences.group_percent", lang, percent=percent(row["n"], row["base"], lang),
             group=group_label(str(row["group"]), origin, lang).lower())
        for row in own.to_dict("records")
    ]  # fmt: skip
    where = _place("for", question, [item], lang)
    return text(
        "sentences.groups_sentence", lang, answer=label, item=where, groups=joined(groups, lang)
    )


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
    people = text("gap.people", lang, people=most)
    if most == least:
        return text("gap.same", lang, gap=people)
    names = {
        value: joined([question.item(str(key)).label[lang] for key in own.index], lang)
        for value, own in written.groupby(written, sort=False)
    }
    return text(
        "gap.most",
        lang,
        most=names[most],
        most_gap=people,
        least=names[least],
        least_gap=least,
    )


def box_words(question: Question, measure: str, lang: str) -> str:
    """The answers of a box, as they stand between quotation marks."""
    first, *second = (each.short[lang] for each in question.scale.answers[BOXES[measure]])
    return text("sentences.either", lang, first=first, second=second[0]) if second else first


def net_words(value: float, lang: str) -> str:
    """A net share in percentage points, with its sign."""
    written = number(100 * value, lang)
    written = written if written.startswith("−") or written in ("0", "–") else f"+{written}"
    return text("sentences.net_value", lang, value=written)


def _most_and_least(
    key: str,
    about: str,
    question: Question,
    values: pd.Series,
    written: dict[str, str],
    lang: str,
    **words: str,
) -> str:
    if values.isna().any() or values.empty:
        return ""
    for name, value in (("most", values.max()), ("least", values.min())):
        items = [str(item) for item in values.index[values == value]]
        words[name] = _place(about, question, items, lang)
        words[f"{name}_value"] = written[items[0]]
    if len(values) == 1:
        key = f"{key}_one"
    elif values.max() == values.min():
        key = f"{key}_same"
    return text(f"sentences.{key}", lang, **words)


def _place(about: str, question: Question, items: Sequence[str], lang: str) -> str:
    """Items in a row, after the word that a sentence puts before them."""
    if about == "in_named":
        names = [
            text("sentences.quoted", lang, words=question.item(key).short[lang]) for key in items
        ]
    elif question.item_set == "statements":
        about, names = f"{about}_statements", list(items)
    else:
        names = [question.item(key).label[lang] for key in items]
    return text(f"sentences.{about}", lang, items=joined(names, lang))


def _proven(survey: Survey, rows: pd.DataFrame, lang: Lang) -> str:
    """The statement that tells most of a group's answers, of items to which anybody gave it."""
    given = rows.groupby("item", observed=True)["n"].transform("sum") > 0
    found = range_statements(survey, rows[given], lang=lang)
    if found.empty:
        return ""
    part = found["n"] / found["base"]
    below = found["kind"].isin(["at_most", "none"])
    return str(found.loc[part.where(~below, 1 - part).idxmax(), "text"])
