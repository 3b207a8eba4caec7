"""One sentence about a results frame, true to its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.display.text.captions import sentences_of, stopped
from analysis.display.text.numbers import joined, percent, points, unknown, whole_count
from analysis.display.text.shares import share_words
from analysis.display.text.statements import range_statements
from analysis.display.text.subject import Subject, subject_of
from analysis.survey.checks import InputError
from analysis.survey.codebook import Lang, Question
from analysis.survey.description import Description
from analysis.survey.options import choose
from analysis.survey.survey import Survey
from analysis.words import text

#: The answers, counted from the first or the last, that a box of `likert_summary` holds.
BOXES = {"top_box": slice(1), "top_two_box": slice(2), "bottom_two_box": slice(-2, None)}
#: The numbers of `likert_summary` that a figure or a sentence shows.
SUMMARY_MEASURES = (*BOXES, "net")
#: A box of two answers says little of a scale with fewer answers than this.
FEWEST_ANSWERS = 4


def likert_finding(likert: pd.DataFrame, *, short: bool = False, lang: str = "da") -> str:
    """Say which items get the first answer most, in the codebook's words, without a full stop.

    Of statements it is agreement that counts; they stand in full, or by their ``short`` words.
    Ties name every item. Empty where a counted cell is suppressed or nobody answered.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> likert_finding(likert_table(read_published(), "importance"))
    '88 pct. af cheferne kalder profilen Virksomheder meget vigtig'
    """
    return finding_and_contrast(likert, short=short, lang=lang)[0]


def likert_sentence(likert: pd.DataFrame, *, short: bool = False, lang: str = "da") -> str:
    """Say which items get the first answer most and least: `likert_finding`, and the others.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> likert_sentence(likert_table(read_published(), "importance"))
    '88 pct. af cheferne kalder profilen Virksomheder meget vigtig. For Udvikling er det 48 pct.'
    """
    parts = finding_and_contrast(likert, short=short, lang=lang)
    return sentences_of(*map(stopped, filter(None, parts)))


def finding_and_contrast(
    likert: pd.DataFrame, *, short: bool = False, lang: str = "da"
) -> tuple[str, str]:
    """Give `likert_finding`, and for which items it holds least, without full stops.

    Where all items are alike there is nothing that it holds least for.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.survey.published import read_published
    >>> finding_and_contrast(likert_table(read_published(), "importance"))[1]
    'For Udvikling er det 48 pct.'
    """
    subject = subject_of(likert, lang, shares=True)
    question, weighted = subject.question, subject.origin.weighted
    rows = likert[likert["answer"].isin(question.counted)]
    if rows["share" if weighted else "n"].isna().any():
        return "", ""
    per_item = rows.groupby("item", observed=True, sort=False).agg(
        n=("n", "sum"), base=("base", "first"), share=("share", "sum")
    )
    written = {
        str(item): share_words(row, lang, weighted=weighted)
        for item, row in per_item.to_dict("index").items()
    }
    share = per_item["share"] if weighted else per_item["n"] / per_item["base"]
    share = share.rename(index=str)
    answers = either([subject.answer(key) for key in question.counted], lang)
    bases = per_item["base"].rename(index=str)
    return _most_and_least(subject, share, written, answers, short, bases=bases)


def summary_sentence(summary: pd.DataFrame, measure: str, *, lang: str = "da") -> str:
    """Say for which items a measure of `likert_summary` is highest and lowest.

    Ties name every item. Empty where a number is withheld or nobody answered.

    Examples
    --------
    >>> from analysis.measures.shares import likert_summary
    >>> from analysis.survey.published import read_published
    >>> summary_sentence(likert_summary(read_published(), "future_need"), "net")
    'Netto er højest for Virksomheder (+71 procentpoint). For Integration er det +23 procentpoint.'
    """
    subject = subject_of(summary, lang)
    check_measure(subject.question, measure)
    values = pd.Series(summary[measure].to_numpy(float), index=summary["item"].astype(str))
    written = {
        str(row["item"]): summary_value(row, measure, lang) for row in summary.to_dict("records")
    }
    answers = "" if measure == "net" else box_words(subject.question, measure, lang)
    parts = _most_and_least(subject, values, written, answers, short=True)
    return sentences_of(*map(stopped, filter(None, parts)))


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
    'Mindst 14 af de 20 chefer i store jobcentre kalder profilen Virksomheder meget vigtig.'
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
        text(
            "sentences.group_percent",
            lang,
            n=whole_count(row["n"]),
            base=whole_count(row["base"]),
            percent=percent(row["n"], row["base"], lang),
            group=subject.group_in_text(row["group"]),
        )
        for row in own.to_dict("records")
    ]
    where = _names(subject, [item], short=True)
    return text(
        "sentences.groups_sentence", lang, answer=label, item=where, groups=joined(groups, lang)
    )


def check_measure(question: Question, measure: str) -> None:
    """Refuse a measure that does not exist, or that the question's scale has no answers for."""
    choose("measure", measure, SUMMARY_MEASURES)
    answers = len(question.scale.answers)
    if measure.endswith("two_box") and answers < FEWEST_ANSWERS:
        cure = "øverste svar eller netto" if question.kind == "single" else "øverste svar"
        raise InputError(
            f"Spørgsmålet »{question.title.da}« har kun {answers} svar, og "
            f"to øverste eller to nederste kræver mindst fire. Vælg {cure}."
        )
    if measure == "net" and question.kind != "single":
        raise InputError(
            f"Spørgsmålet »{question.title.da}« har ingen øvre og nedre svar at trække fra "
            "hinanden. Vælg øverste svar."
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
    return either([each.short[lang] for each in question.scale.answers[BOXES[measure]]], lang)


def either(answers: Sequence[str], lang: str) -> str:
    """One or two answers, as they stand between quotation marks."""
    first, *second = answers
    return text("sentences.either", lang, first=first, second=second[0]) if second else first


def _most_and_least(
    subject: Subject,
    values: pd.Series,
    written: dict[str, str],
    answers: str,
    short: bool,
    *,
    bases: pd.Series | None = None,
) -> tuple[str, str]:
    """What holds of the items with most, and of those with least, without full stops.

    Said of these ``answers``, of a net without any. Where the items' ``bases`` are given, in the
    codebook's own words, or of so many respondents.
    """
    if values.isna().any() or values.empty:
        return "", ""
    most, least = (
        [str(item) for item in values.index[values == value]]
        for value in (values.max(), values.min())
    )
    lang, question = subject.lang, subject.question
    finding = (len(most) > 1 and question.finding_of_several) or question.finding
    words = {"percent": written[most[0]], "items": _with_noun(subject, most, short)}
    if not answers:
        words["items"] = _names(subject, most, short)
        said = text("sentences.finding_net", lang, **words)
    elif bases is not None and finding:
        said = finding[lang].format(**words)
    else:
        kind = _spoken_of(subject)
        several = len(most) > 1 and kind in ("items", "statements")
        key = f"sentences.finding_{kind}_several" if several else f"sentences.finding_{kind}"
        words["percent"] = _of_respondents(subject, written[most[0]], bases, most)
        said = text(key, lang, answer=answers, **words)
    if most == least:
        return said, ""
    others = {"percent": written[least[0]], "items": _names(subject, least, short)}
    return said, text("sentences.others", lang, **others)


def _spoken_of(subject: Subject) -> str:
    """How the answers to a question are told: of options, of its only item, or of its items."""
    question = subject.question
    if question.kind == "multiple":
        return "chosen"
    if [item.key for item in question.items] == [question.key]:
        return "alone"
    return "statements" if question.statements else "items"


def named_item(question: Question, key: str, lang: str, *, short: bool = False) -> str:
    """An item in a sentence; a statement between quotation marks, in full or by short words."""
    item = question.item(key)
    if not question.statements:
        return item.label[lang]
    return text("sentences.quoted", lang, words=(item.short if short else item.label)[lang])


def _of_respondents(
    subject: Subject, percent: str, bases: pd.Series | None, items: Sequence[str]
) -> str:
    """A share of so many respondents, where they have a name and are as many for each item."""
    noun = subject.origin.codebook.about.respondent
    if bases is None or noun == Description().respondent or len(set(bases[list(items)])) != 1:
        return percent
    n = bases[items[0]]
    words = {"percent": percent, "n": whole_count(n), "respondents": noun.counted(n, subject.lang)}
    return text("sentences.of_respondents", subject.lang, **words)


def _names(subject: Subject, items: Sequence[str], short: bool) -> str:
    """Items in a row; statements between quotation marks, in full or by their short words."""
    names = [named_item(subject.question, item, subject.lang, short=short) for item in items]
    return joined(names, subject.lang)


def _with_noun(subject: Subject, items: Sequence[str], short: bool) -> str:
    """Items in a row, after what they are called where the language has a word for it."""
    names = _names(subject, items, short)
    spoken = subject.question.spoken
    words = (spoken.one if len(items) == 1 else spoken.several)[subject.lang]
    return words.format(items=names) if words else names


def _proven(survey: Survey, rows: pd.DataFrame, lang: Lang) -> str:
    """The statement that tells most of a group's answers, of items to which anybody gave it."""
    given = rows.groupby("item", observed=True)["n"].transform("sum") > 0
    found = range_statements(survey, rows[given], lang=lang)
    if found.empty:
        return ""
    part = found["n"] / found["base"]
    below = found["kind"].isin(["at_most", "none"])
    return str(found["text"].iloc[int(part.where(~below, 1 - part).argmax())])
