"""What the respondents of a survey can be split by in the explorer, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from analysis.display.text.groupings import grouping_name
from analysis.display.text.numbers import number
from analysis.measures.group_parts import band_edges, names_of
from analysis.survey.checks import InputError, Problem
from analysis.survey.respondent_columns import column_names, find_column
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.explorer.sources import is_supplied

#: Every municipality is a group of its own by these.
_ONE_EACH = ("kommune", "name")
#: Digits in groups of three, or none; then decimals. By language: the marks differ.
_NUMBER = {
    "da": re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,3}))?"),
    "en": re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,3}))?"),
}


def group_columns(survey: Survey, *, internal: bool = False) -> list[str]:
    """Return the columns that respondents can be split by: facts and groups, and then items.

    Answers that the respondents gave are among them where nobody's are given away: in made-up
    answers, in printed tables, and inside the house.
    """
    if survey.released is not None:
        return [survey.released.by] if survey.released.by else []
    book, told = survey.codebook, survey.answers
    items = list(book.columns())
    hidden = is_supplied(survey) and not internal
    columns = []
    for name in column_names(survey):
        is_fact = told is None or name not in told or name in book.groups
        if name not in (*_ONE_EACH, *items) and (is_fact or not hidden):
            columns.append(name)
    columns.sort(key=lambda name: name != book.release_group)
    return columns if hidden else [*columns, *items]


def example_of(survey: Survey, lang: str) -> str:
    """Return an example of a filter of the survey; empty where it has no groups to name.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> example_of(synthesize(seed=1), "da")
    'size_band == "Små"'
    """
    for name in group_columns(survey, internal=True):
        column = find_column(survey, name, lang=lang)
        if column.labels:
            return f'{name} == "{next(iter(column.labels.values()))[lang]}"'
    return ""


def is_number(survey: Survey, column: str) -> bool:
    """Whether a column holds numbers, which are cut into bands."""
    for table in (survey.kommuner, survey.answers):
        if table is not None and column in table:
            return pd.api.types.is_numeric_dtype(table[column])
    return False


def column_label(survey: Survey, column: str, lang: str) -> str:
    """Return what a column is called in the list of groupings."""
    return grouping_name(survey.codebook, column, lang)


def written(column: str, edges: str = "", second: str = "", lang: str = "da") -> str:
    """Return a grouping as `crosstab` takes it.

    Parameters
    ----------
    column, second : str
        Keys; nothing is split without the first.
    edges : str
        As the reader writes them: numbers with a space or semicolon between.
    lang : {"da", "en"}
        Of the numbers: ``20.000`` or ``20,000``.

    Raises
    ------
    InputError
        The edges are no numbers.

    Examples
    --------
    >>> written("population", "20.000 50.000", "region"), written("region")
    ('population[20000, 50000] + region', 'region')
    """
    if not column:
        return ""
    by = column
    if numbers := edges_of(edges, lang):
        by += f"[{', '.join(numbers)}]"
    return f"{by} + {second}" if second and second != column else by


def parts_of(by: str, known: Sequence[str], lang: str = "da") -> tuple[str, str, str]:
    """Return the column, the edges and the second column of a grouping; the inverse of `written`.

    Examples
    --------
    >>> parts_of("population[20000, 50000.5] + region", ["population", "region"])
    ('population', '20000; 50000,5', 'region')
    """
    first, *second = names_of(by, known)
    column, edges = (first, ()) if first in known else band_edges(first) or (first, ())
    shown = "; ".join(f"{edge:.12g}" for edge in edges)
    return column, shown.replace(".", ",") if lang == "da" else shown, second[0] if second else ""


def edges_of(words: str, lang: str) -> list[str]:
    """Return the edges that a reader wrote, as Python writes numbers.

    Raises
    ------
    InputError
        They are not rising numbers.

    Examples
    --------
    >>> edges_of("20.000; 50.000", "da"), edges_of("2.5 10", "en")
    (['20000', '50000'], ['2.5', '10'])
    """
    found = []
    for part in filter(None, re.split(r"[;\s]+", words.strip())):
        digits = _NUMBER[lang].fullmatch(part)
        if digits is None:
            raise _no_edges(words, lang)
        whole = re.sub(r"[.,]", "", digits[1])
        found.append(whole.lstrip("0") or "0")
        if decimals := (digits[2] or "").rstrip("0"):
            found[-1] += f".{decimals}"
    values = [float(each) for each in found]
    if any(low >= high for low, high in pairwise(values)):
        raise _no_edges(words, lang)
    return found


def _no_edges(words: str, lang: str) -> InputError:
    fields = {"found": words.strip()[:60]}
    message = text("explorer.edges_unreadable", lang, **fields)
    cure = text("explorer.edges_cure", lang, example=example_edges(lang))
    return InputError(Problem(message, cure, lang=lang))


def example_edges(lang: str) -> str:
    """Return an example of the edges of bands, as a reader writes them.

    Examples
    --------
    >>> example_edges("da")
    '20.000; 50.000'
    """
    return "; ".join(number(edge, lang) for edge in (20_000, 50_000))


def check_group(survey: Survey, by: str, *, internal: bool, lang: str) -> None:
    """Refuse a grouping that the survey does not have, or may not show.

    Raises
    ------
    InputError
        It has no such column, or respondents' answers would be given away.
    """
    everything = group_columns(survey, internal=True)
    known = group_columns(survey, internal=internal)
    first, *second = names_of(by, everything)
    columns = [first if first in everything else (band_edges(first) or (first,))[0], *second]
    for column in columns:
        if column in known:
            continue
        if column in everything:
            raise InputError(text("explorer.needs_internal", lang))
        names = ", ".join(known) or text("explorer.nothing_to_split", lang)
        raise InputError(text("explorer.choice_unknown", lang, value=column, values=names))
