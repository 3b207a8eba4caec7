"""What the published numbers alone prove, as lists of sentences and as a note."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import pandas as pd

from analysis.display.tables.blocks import Note, Text
from analysis.display.tables.markup import escape_markdown
from analysis.display.text.captions import sentences_of
from analysis.display.text.numbers import joined
from analysis.measures.bands import NOW
from analysis.measures.crosstab import crosstab
from analysis.measures.excluded import range_statements
from analysis.measures.wishes import wish_statements
from analysis.survey.codebook import Lang
from analysis.survey.survey import Survey
from analysis.words import text

_found: WeakKeyDictionary[Survey, dict[str, pd.DataFrame]] = WeakKeyDictionary()


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
    >>> print(list_statements(read_published(), "importance").markdown.splitlines()[0])
    - Mindst 8 af de 14 svar fra små jobcentre er »Meget vigtig« (Virksomheder).
    """
    if survey.answers is not None:
        return Text("")
    if question is None:
        sentences = wish_statements(survey, lang)["text"]
    else:
        found = range_statements(survey, crosstab(survey, question), lang=lang)
        telling = found["kind"].isin(["all", "at_least"]) & (found["n"] > 1)
        sentences = found.loc[telling, "text"]
    return Text("\n".join(f"- {escape_markdown(sentence)}" for sentence in sentences))


def band_statements(survey: Survey, band: str, *, lang: Lang = "da") -> Text:
    """List what the published numbers alone prove of one size band, a bullet per question.

    It is the three largest "at least" and the two smallest "at most", as shares of the band;
    nothing from answers.
    """
    by_question = _telling(survey, band, lang).groupby("question", sort=False)["text"]
    return Text(
        "\n".join(
            f"- **{survey.codebook.question(str(question)).title[lang]}:** "
            + escape_markdown(" ".join(sentences))
            for question, sentences in by_question
        )
    )


def band_sentences(survey: Survey, band: str, *, lang: Lang = "da") -> list[str]:
    """The sentences of `band_statements`, the most telling first; none from answers."""
    return list(_telling(survey, band, lang)["text"])


def proven_note(survey: Survey, *, lang: Lang = "da") -> Note | Text:
    """Say in one box what the published numbers alone prove of the wish for more staff.

    Of answers an empty text, for then the numbers are known.
    """
    if survey.answers is not None:
        return Text("")
    proven = wish_statements(survey, lang)
    question = survey.codebook.question(NOW)
    parts = []
    for wish, key in (("more", "statements.more"), ("fewer", "statements.fewer")):
        rows = proven[proven["answer"] == wish]
        if len(rows):
            named = [
                f"{question.item(str(row.item)).label[lang]} {row.n}" for row in rows.itertuples()
            ]
            base = rows["base"].iloc[0]
            parts.append(text(key, lang, base=base, named=joined(named, lang)))
    return Note(text("statements.title", lang), sentences_of(*parts, text("statements.how", lang)))


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


def _all_statements(survey: Survey, lang: Lang) -> pd.DataFrame:
    """What the ranges of every question by size band rule out, found once for all bands."""
    by_lang = _found.setdefault(survey, {})
    if lang not in by_lang:
        by_lang[lang] = pd.concat(
            range_statements(survey, crosstab(survey, key), lang=lang)
            for key in survey.codebook.questions
        )
    return by_lang[lang]
