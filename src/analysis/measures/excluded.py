"""What a range rules out, in plain sentences that the published numbers alone prove."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.measures.groups import grouping
from analysis.survey.codebook import Lang, Question
from analysis.survey.survey import Survey

_SIZES = {
    "da": {"small": "små jobcentre", "medium": "mellemstore jobcentre", "large": "store jobcentre"},
    "en": {
        "small": "small job centres",
        "medium": "medium-sized job centres",
        "large": "large job centres",
    },
}
_PLACES = {
    "da": {
        "size_band": "jobcentre i størrelsesgruppen {}",
        "region": "Region {}",
        "landsdel": "landsdelen {}",
        "kommunegruppe": "kommunegruppen {}",
        "population": "kommuner med {} indbyggere",
        "staff": "jobcentre med {} medarbejdere",
    },
    "en": {
        "size_band": "job centres in the size group {}",
        "region": "Region {}",
        "landsdel": "the province of {}",
        "kommunegruppe": "the municipality group {}",
        "population": "municipalities with {} inhabitants",
        "staff": "job centres with {} staff",
    },
}
_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "da": {
        "all": "Alle {base} svar fra {place} er »{answer}« ({item}).",
        "none": "Ingen af de {base} svar fra {place} er »{answer}« ({item}).",
        "exactly": "Præcis {n} af de {base} svar fra {place} er »{answer}« ({item}).",
        "at_least": "Mindst {n} af de {base} svar fra {place} er »{answer}« ({item}).",
        "at_most": "Højst {n} af de {base} svar fra {place} er »{answer}« ({item}).",
        "the_one": "Det ene svar fra {place} er »{answer}« ({item}).",
        "not_the_one": "Det ene svar fra {place} er ikke »{answer}« ({item}).",
    },
    "en": {
        "all": "All {base} answers from {place} are “{answer}” ({item}).",
        "none": "None of the {base} answers from {place} is “{answer}” ({item}).",
        "exactly": "Exactly {n} of the {base} answers from {place} {are} “{answer}” ({item}).",
        "at_least": "At least {n} of the {base} answers from {place} {are} “{answer}” ({item}).",
        "at_most": "At most {n} of the {base} answers from {place} {are} “{answer}” ({item}).",
        "the_one": "The one answer from {place} is “{answer}” ({item}).",
        "not_the_one": "The one answer from {place} is not “{answer}” ({item}).",
    },
}


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
        One row per statement: ``question``, ``item``, ``group``, ``answer``, ``kind`` (all, none,
        exactly, at_least, at_most), ``n`` (the number it names), ``base`` and ``text``. Only rows
        of basis ``bounded`` give statements, and only where the range is narrower than from
        none to all of the group's answers. Each statement is proven by itself.

    Examples
    --------
    >>> from analysis.measures.crosstab import crosstab
    >>> from analysis.survey.published import read_published
    >>> survey = read_published()
    >>> range_statements(survey, crosstab(survey, "importance")).loc[0, "text"]
    'Mindst 8 af de 14 svar fra små jobcentre er »Meget vigtig« (Virksomheder).'
    """
    labels = grouping(survey, by).labels
    rows = []
    bounded = table[(table["basis"] == "bounded") & (table["base"] > 0)]
    for row in bounded.to_dict("records"):
        asked = survey.codebook.question(row["question"])
        words = {
            "base": row["base"],
            "place": _place(by, row["group"], labels[row["group"]][lang], lang),
            "answer": asked.answer(row["answer"]).short[lang],
            "item": _item(asked, row["item"], lang),
        }
        for kind, n in _kinds(int(row["n_low"]), int(row["n_high"]), int(row["base"])):
            form = kind
            if row["base"] == 1:
                form = "the_one" if kind == "all" else "not_the_one"
            are = "is" if n == 1 else "are"
            text = _SENTENCES[lang][form].format(n=n, are=are, **words)
            rows.append(
                (
                    row["question"],
                    row["item"],
                    row["group"],
                    row["answer"],
                    kind,
                    n,
                    row["base"],
                    text,
                )
            )
    columns = ["question", "item", "group", "answer", "kind", "n", "base", "text"]
    return pd.DataFrame(rows, columns=columns)


def _item(asked: Question, key: str, lang: Lang) -> str:
    """A profile's name; a statement's short form, with its number."""
    item = asked.item(key)
    return f"{key}. {item.short[lang]}" if asked.item_set == "statements" else item.label[lang]


def _kinds(low: int, high: int, base: int) -> list[tuple[str, int]]:
    if low == base:
        return [("all", base)]
    if high == 0:
        return [("none", 0)]
    if low == high:
        return [("exactly", low)]
    found = [("at_least", low)] if low > 0 else []
    return [*found, ("at_most", high)] if high < base else found


def _place(by: str, group: str, label: str, lang: Lang) -> str:
    if by == "size_band" and group in _SIZES[lang]:
        return _SIZES[lang][group]
    return _PLACES[lang].get(by, f"{by} {{}}").format(label)
