"""The facts that measures find, as sentences: what is proven, contradicted or different."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.display.text.assumptions import if_one_each
from analysis.display.text.numbers import joined, whole_count
from analysis.measures.bounds import Contradiction
from analysis.measures.crosstab import ruled_out
from analysis.measures.groups import grouping
from analysis.measures.staff_bands import staff_questions
from analysis.measures.wishes import proven_wishes
from analysis.survey.codebook import Lang, Question
from analysis.survey.options import choose
from analysis.survey.survey import Survey
from analysis.words import has_text, text

#: Groupings whose groups have a sentence of their own.
_NAMED_GROUPINGS = ("size_band", "region", "landsdel", "kommunegruppe", "population", "staff")
#: Causes of a difference from the report, and rules of rounding, in `agreement_with_report`.
_CAUSES = ("base", "rounding", "count", "missing")
_RULES = ("half_even", "half_down", "floor", "ceiling")


def range_statements(
    survey: Survey, table: pd.DataFrame, by: str = "size_band", lang: Lang = "da"
) -> pd.DataFrame:
    """Say what each range of a cross-tab rules out.

    Parameters
    ----------
    survey : Survey
        The one that the table was made from.
    table : DataFrame
        From `crosstab` on the printed tables, with the default ``of="group"``.
    by : str
        The grouping of the table.
    lang : {"da", "en"}

    Returns
    -------
    DataFrame
        The facts of `ruled_out`, each with its sentence: ``text``.

    Examples
    --------
    >>> from analysis.measures.crosstab import crosstab
    >>> from analysis.survey.published import read_published
    >>> survey = read_published()
    >>> range_statements(survey, crosstab(survey, "importance")).loc[0, "text"]
    'Mindst 8 af de 14 chefer i små jobcentre kalder profilen Virksomheder meget vigtig.'
    """
    labels = grouping(survey, by).labels
    facts = ruled_out(table)
    sentences = []
    for row in facts.to_dict("records"):
        asked = survey.codebook.question(row["question"])
        sentence = text(
            f"statements.{_sentence_of(row['kind'], row['n'], row['base'])}",
            lang,
            n=row["n"],
            base=row["base"],
            place=_place(by, row["group"], labels[row["group"]][lang], lang),
            answer=asked.answer(row["answer"]).short[lang],
            item=_item(asked, row["item"], lang),
            said=_said(asked, row["item"], row["answer"], lang),
        )
        assumed = row["assumption"]
        sentences.append(if_one_each(sentence, asked.figure, lang) if assumed else sentence)
    return facts.assign(text=sentences)


def band_lead(survey: Survey, band: str, base: int, lang: Lang = "da") -> str:
    """Of whom `short_statements` speak: the managers of a size band."""
    label = grouping(survey, "size_band").labels[band][lang]
    place = _place("size_band", band, label, lang)
    return text("statements.band_lead", lang, base=base, place=place)


def short_statements(asked: Question, facts: pd.DataFrame, lang: Lang = "da") -> list[str]:
    """Say the facts of one group and question without saying of whom; alike ones together.

    Parameters
    ----------
    asked : Question
    facts : DataFrame
        Rows of `range_statements` of the kinds "all", "at_least" and "at_most".
    lang : {"da", "en"}
    """
    sentences = []
    for (kind, n, answer), rows in facts.groupby(["kind", "n", "answer"], sort=False):
        first, *others = rows["item"]
        said = _said(asked, first, str(answer), lang)
        one = n == 1 and kind != "all"
        key = f"statements.band_{kind}_one" if one else f"statements.band_{kind}"
        sentence = text(key, lang, n=n, said=said)
        if others:
            items = joined([_name(asked, item, lang) for item in others], lang)
            words = {"sentence": sentence.rstrip("."), "items": items}
            sentence = text("statements.band_also", lang, **words)
        sentences.append(sentence)
    return sentences


def _sentence_of(kind: str, n: int, base: int) -> str:
    """Key of a fact's sentence; one manager is spoken of otherwise than several."""
    if base == 1:
        return "the_one" if kind == "all" else "not_the_one"
    return f"{kind}_one" if n == 1 and kind not in ("all", "none") else kind


def _item(asked: Question, key: str, lang: Lang) -> str:
    """A profile by its noun and name, a statement in full between quotation marks."""
    name, noun = _name(asked, key, lang), asked.spoken.one[lang]
    return noun.format(items=name) if noun and not asked.statements else name


def _name(asked: Question, key: str, lang: Lang) -> str:
    """An item's name, between quotation marks where it is a statement."""
    name = asked.item(key).label[lang]
    return text("sentences.quoted", lang, words=name) if asked.statements else name


def _said(asked: Question, item: str, answer: str, lang: Lang) -> str:
    """What a manager says of an item who gives an answer; in the answer's words where known."""
    found = asked.answer(answer)
    words = {"item": _item(asked, item, lang), "answer": found.short[lang]}
    if found.band:
        key, words["answer"] = f"manager_says.{asked.key}_band", found.short[lang].lower()
    else:
        key = f"manager_says.{asked.key}_{answer}"
    if has_text(key, lang):
        return text(key, lang, **words)
    kind = "statements" if asked.statements else "items"
    return text(f"manager_says.other_{kind}", lang, **words | {"answer": found.short[lang]})


def _place(by: str, group: str, label: str, lang: Lang) -> str:
    """Where the managers of a group are."""
    if by == "size_band" and has_text(f"size_bands.plural_{group}", lang):
        return text("statements.of_size", lang, size=text(f"size_bands.plural_{group}", lang))
    key = f"statements.of_{by}" if by in _NAMED_GROUPINGS else "statements.of_other"
    return text(key, lang, by=by, group=label)


def wish_statements(survey: Survey, lang: Lang = "da") -> pd.DataFrame:
    """Say how many managers lack, and how many want fewer, staff of each profile, at least.

    Parameters
    ----------
    survey : Survey
        The printed tables; answers give no statements, for then the numbers are known.
    lang : {"da", "en"}

    Returns
    -------
    DataFrame
        The facts of `proven_wishes`, each with its sentence: ``text``. It says what the printed
        numbers alone prove, and what they prove if figure 5's answers are one from each manager.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> print(wish_statements(read_published(), "en").loc[0, "text"][:86])
    At least 13 of 52 managers want a larger share of their staff to match the profile Com
    """
    facts = proven_wishes(survey)
    asked, ideal = staff_questions(survey)
    sentences = []
    for row in facts.to_dict("records"):
        alone, assumed = row["n"], row["n_one_each"]
        n = alone or assumed
        many, one = f"statements.wants_{row['answer']}", f"statements.wants_{row['answer']}_one"
        key = one if n == 1 else many
        item = asked.item(row["item"]).label[lang]
        sentence = text(key, lang, n=n, base=row["base"], item=item)
        if assumed > alone:
            both = text("statements.both", lang, alone=sentence.rstrip("."), n=assumed)
            sentence = if_one_each(both if alone else sentence, ideal.figure, lang)
        sentences.append(sentence)
    return facts.assign(text=sentences)


def contradiction_sentence(reason: Contradiction, *, lang: Lang = "da") -> str:
    """Say why no table fits: the ``reason`` of an `IdentifiedSet` that is not feasible.

    Examples
    --------
    >>> reason = Contradiction("too_many", ("no_fewer",), 1, 0)
    >>> contradiction_sentence(reason, lang="en").split(": ")[1]
    'the numbers prove at least 1, and it allows at most 0.'
    """
    keys = [(f"statements.assumption_{name}", name) for name in reason.restrictions]
    names = [text(key, lang) if has_text(key, lang) else name for key, name in keys]
    return text(
        f"statements.{reason.kind}",
        lang,
        names="; ".join(names),
        reached=whole_count(reason.reached),
        limit=whole_count(reason.limit),
    )


def difference_sentence(cell: Mapping[str, Any], *, lang: Lang = "da") -> str:
    """Say why a printed cell differs from the answers: a row of `agreement_with_report`."""
    if not cell["cause"]:
        return ""
    rule = text(f"agreement.{choose('rule', cell['rule'], _RULES)}", lang) if cell["rule"] else ""
    return text(
        f"agreement.{choose('cause', cell['cause'], _CAUSES)}",
        lang,
        rule=rule,
        other=cell["other_base"],
        base=cell["base"],
        n=cell["n"],
        report=cell["report_n"],
    )
