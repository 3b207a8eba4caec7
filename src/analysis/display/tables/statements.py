"""What the published numbers alone prove, as lists of sentences and as a note."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Note, Row, Table, Text
from analysis.display.tables.markup import escape_markdown
from analysis.display.text.assumptions import one_each_lead
from analysis.display.text.captions import sentences_of, sourced
from analysis.display.text.numbers import MISSING, joined, whole_count
from analysis.display.text.statements import (
    band_lead,
    range_statements,
    short_statements,
    wish_statements,
)
from analysis.display.text.subject import subject_of
from analysis.measures.crosstab import crosstab
from analysis.measures.staff_bands import staff_questions
from analysis.measures.wishes import proven_wishes
from analysis.survey.codebook import Lang
from analysis.survey.survey import Survey, once_per_survey, origin_of
from analysis.words import text


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

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> list_statements(read_published(), lang="en").markdown.splitlines()[1][:46]
    '- At least 7 of 52 managers want a larger shar'
    """
    if not survey.is_printed:
        return Text("")
    if question is None:
        sentences = wish_statements(survey, lang)["text"].tolist()
    else:
        found = range_statements(survey, crosstab(survey, question), lang=lang)
        telling = found["kind"].isin(["all", "at_least"]) & (found["n"] > 1)
        sentences = found.loc[telling, "text"].tolist()
    return Text("\n".join(f"- {escape_markdown(sentence)}" for sentence in sentences))


def proven_by_size(survey: Survey, *, lang: Lang = "da") -> Table | Text:
    """Set out how many answers of each size band the published numbers prove to be alike.

    Parameters
    ----------
    survey : Survey
        The printed tables; answers give an empty text, for then the numbers are known.
    lang : {"da", "en"}

    Returns
    -------
    Table or Text
        One row per item and answer of which at least one band must have given some, a column per
        size band; a dash where nothing is proven.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> proven_by_size(read_published()).rows[0].cells
    ('Figur 2: »Meget vigtig«', 'mindst 8', 'mindst 12', 'mindst 14')
    """
    if not survey.is_printed:
        return Text("")
    tables = [crosstab(survey, key) for key in survey.codebook.questions]
    bands = survey.codebook.size_bands
    bases = tables[0].groupby("group", observed=True)["base"].first()
    rows = [row for table in tables for row in _rows_by_size(table, lang)]
    assumed = [
        text("statements.size_assumed", lang, figure=subject_of(table, lang).question.figure)
        for table in tables
        if table["assumption"].astype(bool).any()
    ]
    pages = [each.table_page for each in survey.codebook.questions.values()]
    return Table(
        caption=text("statements.size_caption", lang),
        columns=(
            Column(text("statements.size_answer", lang), align="left"),
            *(
                Column(
                    band.label[lang],
                    text("statements.size_base", lang, base=bases.get(band.key, 0)),
                )
                for band in bands
            ),
        ),
        rows=tuple(rows),
        note=sentences_of(
            text("statements.size_note", lang),
            *assumed,
            sourced(origin_of(survey), [*dict.fromkeys(pages), "49"], lang),
        ),
        basis=("bounded",),
        lang=lang,
        corner=text("tables.item", lang),
    )


def _rows_by_size(table: pd.DataFrame, lang: Lang) -> list[Row]:
    """The rows of one question: what a group must hold of it, where one must hold anything."""
    subject = subject_of(table, lang)
    rows = []
    for (item, answer), cells in table.groupby(["item", "answer"], observed=True, sort=False):
        if (cells["n_low"] > 0).any():
            figure = subject.question.figure
            numbered = text("captions.figure", lang, figure=figure) if figure else ""
            question = numbered or subject.question.title[lang]
            asked = {"question": question, "answer": subject.answer(answer)}
            proven = (
                text("statements.size_least", lang, n=whole_count(n)) if n > 0 else MISSING
                for n in cells["n_low"]
            )
            header = subject.short_item(item)
            rows.append(Row(header, (text("statements.size_row", lang, **asked), *proven)))
    return rows


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
        bullet per question, which begins with what its sentences assume, or with its title.
    """
    told = _telling(survey, band, lang)
    if told.empty:
        return Text("")
    lead = band_lead(survey, band, int(told["base"].iloc[0]), lang)
    bullets = []
    for question, facts in told.groupby("question", sort=False):
        asked = survey.codebook.question(str(question))
        assumed = facts["assumption"].astype(bool).any()
        begins = one_each_lead(asked.figure, lang) if assumed else asked.title[lang]
        sentences = " ".join(short_statements(asked, facts, lang))
        bullets.append(f"- **{escape_markdown(begins)}:** {escape_markdown(sentences)}")
    return Text("\n".join([escape_markdown(lead), "", *bullets]))


def band_sentences(survey: Survey, band: str, *, lang: Lang = "da") -> list[str]:
    """The sentences of `band_statements`, the most telling first; none from answers."""
    return list(_telling(survey, band, lang)["text"])


def _telling(survey: Survey, band: str, lang: Lang) -> pd.DataFrame:
    """Of all that is proven of a size band: three "at least" and two "at most"; of answers none."""
    columns = ["question", "item", "answer", "kind", "n", "base", "assumption", "text"]
    if not survey.is_printed:
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
    if not survey.is_printed:
        return Text("")
    proven = proven_wishes(survey)
    parts = _numbers_proven(survey, proven, "n", lang)
    parts.append(text("statements.how", lang))
    if (proven["n_one_each"] > proven["n"]).any():
        parts += _numbers_proven(survey, proven, "n_one_each", lang)
    return Note(text("statements.title", lang), " ".join(parts))


def _numbers_proven(survey: Survey, proven: pd.DataFrame, column: str, lang: Lang) -> list[str]:
    """The numbers of one column of `proven_wishes` by profile, a sentence for each wish."""
    now, ideal = staff_questions(survey)
    sentences = []
    for wish in ("more", "fewer"):
        rows = proven[(proven["answer"] == wish) & (proven[column] > 0)]
        if len(rows):
            named = [
                text(f"statements.{wish}_item", lang, item=now.item(str(item)).label[lang], n=n)
                for item, n in zip(rows["item"], rows[column], strict=True)
            ]
            words = {"base": rows["base"].iloc[0], "figure": ideal.figure}
            key = f"statements.{wish}" if column == "n" else f"statements.{wish}_one_each"
            sentences.append(text(key, lang, named=joined(named, lang), **words))
    return sentences
