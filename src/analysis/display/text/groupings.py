"""What a grouping of the respondents is called: a column, a number in bands, or two of them."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.text.subject import short_name
from analysis.measures.group_parts import band_edges, names_of
from analysis.survey.codebook import Codebook
from analysis.words import has_text, text


def grouping_name(book: Codebook, by: str, lang: str = "da") -> str:
    """Say what respondents are grouped by, in the words of the survey.

    Parameters
    ----------
    book : Codebook
    by : str
        As `crosstab` takes it.
    lang : {"da", "en"}

    Examples
    --------
    >>> from analysis.survey.codebook import read_codebook
    >>> grouping_name(read_codebook(), "size_band + population[20000, 50000]")
    'Jobcentrets størrelse og indbyggere'
    >>> grouping_name(read_codebook(), "importance_integration", "en")
    'Importance of the profiles today: Integration'
    """
    first, *second = (_name(book, name, lang) for name in column_names_of(book, by))
    if not second:
        return first
    return text("groups.both", lang, first=first, second=second[0][:1].lower() + second[0][1:])


def column_names_of(book: Codebook, by: str) -> Sequence[str]:
    """Return the columns of a grouping, without the edges of their bands."""
    known = [*book.columns(), *book.groups]
    parts = names_of(by, known)
    return [part if part in known else (band_edges(part) or (part, ()))[0] for part in parts]


def _name(book: Codebook, column: str, lang: str) -> str:
    if column in book.columns():
        question, item = book.columns()[column]
        name = short_name(question, item.key, lang)
        return text("groups.by_item", lang, item=name, title=question.title[lang])
    if column in book.groups:
        return book.group_name(column)[lang]
    key = f"groups.by_{column}"
    return text(key, lang) if has_text(key, lang) else column
