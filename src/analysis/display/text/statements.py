"""What the published numbers alone prove, as a list of sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.display.tables.blocks import Note, Text
from analysis.display.tables.markup import escape_markdown
from analysis.display.text.numbers import joined
from analysis.measures.bounds import Contradiction
from analysis.measures.crosstab import crosstab, ruled_out
from analysis.measures.groups import grouping
from analysis.measures.staff_bands import NOW, staff_questions
from analysis.measures.wishes import proven_wishes
from analysis.survey.codebook import Lang, Question
from analysis.survey.survey import Survey, once_per_survey
from analysis.words import has_text, text


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
    >>> from analysis.survey.published import read_published
    >>> survey = read_published()
    >>> range_statements(survey, crosstab(survey, "importance")).loc[0, "text"]
    'Mindst 8 af de 14 svar fra små jobcentre er »Meget vigtig« (Virksomheder).'
    """
    labels = grouping(survey, by).labels
    facts = ruled_out(table)
    sentences = []
    for row in facts.to_dict("records"):
        asked = survey.codebook.question(row["question"])
        sentences.append(
            text(
                f"statements.{_sentence_of(row['kind'], row['n'], row['base'])}",
                lang,
                n=row["n"],
                base=row["base"],
                place=_place(by, row["group"], labels[row["group"]][lang], lang),
                answer=asked.answer(row["answer"]).short[lang],
                item=_item(asked, row["item"], lang),
            )
        )
    return facts.assign(text=sentences)


def _sentence_of(kind: str, n: int, base: int) -> str:
    """Key of a fact's sentence; one answer is spoken of otherwise than several."""
    if base == 1:
        return "the_one" if kind == "all" else "not_the_one"
    return f"{kind}_one" if n == 1 and kind not in ("all", "none") else kind


def _item(asked: Question, key: str, lang: Lang) -> str:
    """A profile's name; a statement's short form, with its number."""
    item = asked.item(key)
    return f"{key}. {item.short[lang]}" if asked.item_set == "statements" else item.label[lang]


def _place(by: str, group: str, label: str, lang: Lang) -> str:
    """Where the answers of a group come from."""
    if by == "size_band" and has_text(f"size_bands.plural_{group}", lang):
        return text("statements.of_size", lang, size=text(f"size_bands.plural_{group}", lang))
    key = f"statements.of_{by}"
    return text(key if has_text(key, lang) else "statements.of_other", lang, by=by, group=label)


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
        The facts of `proven_wishes`, each with its sentence: ``text``.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> print(wish_statements(read_published(), "en").loc[0, "text"])
    At least 15 of 52 managers want a larger share of staff with the profile Companies than today.
    """
    facts = proven_wishes(survey)
    asked = staff_questions(survey)[0]
    sentences = []
    for row in facts.to_dict("records"):
        key = f"statements.wants_{row['answer']}{'_one' if row['n'] == 1 else ''}"
        item = asked.item(row["item"]).label[lang]
        sentences.append(text(key, lang, n=row["n"], base=row["base"], item=item))
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
        reached=f"{reason.reached:.0f}",
        limit=f"{reason.limit:.0f}",
    )


def difference_sentence(cell: Mapping[str, Any], *, lang: Lang = "da") -> str:
    """Say why a printed cell differs from the answers: a row of `agreement_with_report`."""
    if not cell["cause"]:
        return ""
    rule = text(f"agreement.{cell['rule']}", lang) if cell["rule"] else ""
    return text(
        f"agreement.{cell['cause']}",
        lang,
        rule=rule,
        other=cell["other_base"],
        base=cell["base"],
        n=cell["n"],
        report=cell["report_n"],
    )


def list_statements(survey: Survey, question: str | None = None, *, lang: Lang = "da") -> Text:
    """List what the published numbers alone prove.

    Parameters
    ----------
    survey : Survey
        The printed tables; answers give an empty list, for then the numbers are known.
    question : str, optional
        A question's key: what its ranges by size band rule out. Left out: how many managers
        want more, or fewer, staff of each profile.
    lang : {"da", "en"}

    Returns
    -------
    Text
        One bullet per sentence. Of the ranges by size band only those that say at least, all or
        none of more than one answer.
    """
    if survey.answers is not None:
        return Text("")
    if question is None:
        sentences = wish_statements(survey, lang)["text"].tolist()
    else:
        found = range_statements(survey, crosstab(survey, question), lang=lang)
        telling = found["kind"].isin(["all", "at_least"]) & (found["n"] > 1)
        sentences = found.loc[telling, "text"].tolist()
    return Text("\n".join(f"- {escape_markdown(sentence)}" for sentence in sentences))


def band_statements(survey: Survey, band: str, *, lang: Lang = "da") -> Text:
    """List what the published numbers alone prove of one size band, by question.

    Parameters
    ----------
    survey : Survey
        The printed tables; answers give an empty list.
    band : str
        Key of a size band.
    lang : {"da", "en"}

    Returns
    -------
    Text
        The three largest "at least" and the two smallest "at most", as shares of the band: one
        bullet per question.
    """
    told = _telling(survey, band, lang).groupby("question", sort=False)["text"]
    return Text(
        "\n".join(
            f"- **{survey.codebook.question(str(question)).title[lang]}:** "
            + escape_markdown(" ".join(sentences))
            for question, sentences in told
        )
    )


def band_sentences(survey: Survey, band: str, *, lang: Lang = "da") -> list[str]:
    """The sentences of `band_statements`, the most telling first; none from answers."""
    return list(_telling(survey, band, lang)["text"])


def _telling(survey: Survey, band: str, lang: Lang) -> pd.DataFrame:
    """Of all that is proven of a size band: three "at least" and two "at most"; of answers none."""
    columns = ["question", "text"]
    if survey.answers is not None:
        return pd.DataFrame(columns=columns)
    found = _all_statements(survey, lang)
    own = found[(found["group"] == band) & (found["n"] > 0)]
    own = own.assign(part=own["n"] / own["base"]).reset_index(drop=True)
    most = own[own["kind"].isin(["all", "at_least"])].nlargest(3, "part")
    least = own[own["kind"] == "at_most"].nsmallest(2, "part")
    return own.loc[[*most.index, *least.index], columns]


@once_per_survey
def _all_statements(survey: Survey, lang: Lang) -> pd.DataFrame:
    """What the ranges of every question by size band rule out, found once for all bands."""
    return pd.concat(
        range_statements(survey, crosstab(survey, key), lang=lang)
        for key in survey.codebook.questions
    )


def proven_note(survey: Survey, *, lang: Lang = "da") -> Note | Text:
    """Say in one box what the published numbers alone prove of the wish for more staff.

    Parameters
    ----------
    survey : Survey
        The printed tables.
    lang : {"da", "en"}

    Returns
    -------
    Note or Text
        Of answers an empty text, for then the numbers are known.
    """
    if survey.answers is not None:
        return Text("")
    proven = proven_wishes(survey)
    items = {item.key: item.label[lang] for item in survey.codebook.question(NOW).items}
    parts = []
    for wish in ("more", "fewer"):
        rows = proven[proven["answer"] == wish]
        named = [f"{items[str(row.item)]} {row.n}" for row in rows.itertuples()]
        if named:
            base = rows["base"].iloc[0]
            parts.append(text(f"statements.{wish}", lang, base=base, named=joined(named, lang)))
    return Note(text("statements.title", lang), " ".join([*parts, text("statements.how", lang)]))
