"""One sentence about a results frame, true to its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.display.text.numbers import joined, percent, points, unknown
from analysis.display.text.statements import range_statements
from analysis.display.text.subject import Subject, subject_of
from analysis.survey.checks import InputError
from analysis.survey.codebook import Lang, Question
from analysis.survey.options import choose
from analysis.survey.survey import Survey
from analysis.words import text

#: The answers, counted from the first or the last, that a box of `likert_summary` holds.
BOXES = {"top_box": slice(1), "top_two_box": slice(2), "bottom_two_box": slice(-2, None)}
#: The numbers of `likert_summary` that a figure or a sentence shows.
SUMMARY_MEASURES = (*BOXES, "net")
#: A box of two answers says little of a scale with fewer answers than this.
FEWEST_ANSWERS = 4


def likert_sentence(likert: pd.DataFrame, *, named: bool = False, lang: str = "da") -> str:
    """Say which items get the first answer most and least; agreement for statements.

    Statements are ``named`` by their short words where their numbers do not stand beside them.
    Ties name every item. Empty where a counted cell is suppressed or nobody answered.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> likert_sentence(likert_table(read_published(), "importance"))
    '»Meget vigtig« svarer flest om Virksomheder (88 pct.) og færrest om Udvikling (48 pct.).'
    """
    subject = subject_of(likert, lang)
    scale, statements = subject.question.scale, subject.question.item_set == "statements"
    counted = scale.side("top") if statements else scale.keys[:1]
    rows = likert[likert["answer"].isin(counted)]
    if rows["n"].isna().any():
        return ""
    per_item = rows.groupby("item", observed=True, sort=False).agg(
        n=("n", "sum"), base=("base", "first")
    )
    written = {
        str(item): percent(row["n"], row["base"], lang)
        for item, row in per_item.to_dict("index").items()
    }
    share = (per_item["n"] / per_item["base"]).rename(index=str)
    answer = subject.answer(scale.keys[0])
    if not statements:
        return _most_and_least("sentence", "on", subject, share, written, answer=answer)
    about = "in_named" if named else "in"
    return _most_and_least("agree_sentence", about, subject, share, written)


def summary_sentence(summary: pd.DataFrame, measure: str, *, lang: str = "da") -> str:
    """Say for which items a measure of `likert_summary` is highest and lowest.

    Ties name every item. Empty where a number is withheld or nobody answered.

    Examples
    --------
    >>> from analysis.measures.shares import likert_summary
    >>> from analysis.survey.published import read_published
    >>> print(summary_sentence(likert_summary(read_published(), "statements"), "top_box"))
    »Helt enig« svarer flest til udsagn 6 (71 pct.) og færrest til udsagn 7 (4 pct.).
    """
    subject = subject_of(summary, lang)
    check_measure(subject.question, measure)
    values = pd.Series(summary[measure].to_numpy(float), index=summary["item"].astype(str))
    written = {
        str(row["item"]): summary_value(row, measure, lang) for row in summary.to_dict("records")
    }
    if measure == "net":
        return _most_and_least("net_sentence", "for", subject, values, written)
    answer = box_words(subject.question, measure, lang)
    return _most_and_least("sentence", "on", subject, values, written, answer=answer)


def crosstab_sentence(
    survey: Survey, crosstab: pd.DataFrame, answer: str, *, lang: Lang = "da"
) -> str:
    """Say the most telling thing about one answer by size band.

    From printed tables it is what their ranges prove of the largest part of a group; from answers
    the item on which the groups differ most. Empty where every item has a hidden group.

    Examples
    --------
    >>> from analysis.measures.crosstab import crosstab
    >>> from analysis.survey.published import read_published
    >>> survey = read_published()
    >>> crosstab_sentence(survey, crosstab(survey, "importance"), "very_important")
    'Mindst 14 af de 20 svar fra store jobcentre er »Meget vigtig« (Virksomheder).'
    """
    subject = subject_of(crosstab, lang)
    rows = crosstab[crosstab["answer"] == answer]
    label = subject.answer(answer)
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
             group=subject.group(row["group"]).lower())
        for row in own.to_dict("records")
    ]  # fmt: skip
    where = _place("for", subject, [item])
    return text(
        "sentences.groups_sentence", lang, answer=label, item=where, groups=joined(groups, lang)
    )


def check_measure(question: Question, measure: str) -> None:
    """Refuse a measure that does not exist, or that the question's scale has no answers for."""
    choose("measure", measure, SUMMARY_MEASURES)
    answers = len(question.scale.answers)
    if measure.endswith("two_box") and answers < FEWEST_ANSWERS:
        raise InputError(
            f"Spørgsmålet »{question.title.da}« har kun {answers} svar, og "
            "to øverste eller to nederste kræver mindst fire. Vælg øverste svar eller netto."
        )


def summary_value(row: Mapping[Any, Any], measure: str, lang: str) -> str:
    """A measure of one item in words: ``94 pct.``, ``+88 procentpoint`` or ``[c]``."""
    if pd.isna(row[measure]):
        return unknown(row["base"])
    if measure == "net":
        return text("sentences.net_value", lang, value=points(row["net"], row["base"], lang))
    return percent(round(row[measure] * row["base"]), row["base"], lang)


def summary_name(measure: str, lang: str) -> str:
    """What a number of `likert_summary` is called."""
    return text(f"summary.{measure}", lang)


def box_words(question: Question, measure: str, lang: str) -> str:
    """The answers of a box, as they stand between quotation marks."""
    first, *second = (each.short[lang] for each in question.scale.answers[BOXES[measure]])
    return text("sentences.either", lang, first=first, second=second[0]) if second else first


def _most_and_least(
    kind: str,
    about: str,
    subject: Subject,
    values: pd.Series,
    written: dict[str, str],
    **words: str,
) -> str:
    if values.isna().any() or values.empty:
        return ""
    for name, value in (("most", values.max()), ("least", values.min())):
        items = [str(item) for item in values.index[values == value]]
        words[name] = _place(about, subject, items)
        words[f"{name}_value"] = written[items[0]]
    if len(values) == 1:
        return subject.text(f"sentences.{kind}_one", **words)
    same = values.max() == values.min()
    return subject.text(f"sentences.{kind}_same" if same else f"sentences.{kind}", **words)


def _place(about: str, subject: Subject, items: Sequence[str]) -> str:
    """Items in a row, after the word that a sentence puts before them."""
    lang, question = subject.lang, subject.question
    if about == "in_named":
        quoted = [
            text("sentences.quoted", lang, words=question.item(key).short[lang]) for key in items
        ]
        return text("sentences.in_named", lang, items=joined(quoted, lang))
    if question.item_set == "statements":
        return text(f"sentences.{about}_statements", lang, items=joined(list(items), lang))
    return text(f"sentences.{about}", lang, items=joined(list(map(subject.item, items)), lang))


def _proven(survey: Survey, rows: pd.DataFrame, lang: Lang) -> str:
    """The statement that tells most of a group's answers, of items to which anybody gave it."""
    given = rows.groupby("item", observed=True)["n"].transform("sum") > 0
    found = range_statements(survey, rows[given], lang=lang)
    if found.empty:
        return ""
    part = found["n"] / found["base"]
    below = found["kind"].isin(["at_most", "none"])
    return str(found["text"].iloc[int(part.where(~below, 1 - part).argmax())])
