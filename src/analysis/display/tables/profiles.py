"""The profiles side by side as a table."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Row, Table
from analysis.display.text.captions import is_report, sentences_of, source_note
from analysis.display.text.numbers import (
    SUPPRESSED,
    in_words,
    joined,
    percent,
    shown_count,
    whole_count,
)
from analysis.display.text.subject import subject_of
from analysis.measures.disclosure import is_unprotected
from analysis.measures.profiles import PROFILE_MEASURES
from analysis.survey.codebook import Codebook
from analysis.survey.survey import provenance
from analysis.words import text

#: Pages of figures 2–5 and of their tables.
PROFILE_PAGES = ("40–42", "47–48")


def format_profiles(profiles: pd.DataFrame, *, lang: str = "da") -> Table:
    """Set the profiles side by side, from `profile_table`, as a table.

    Parameters
    ----------
    profiles : DataFrame
        One row per profile × measure, as `profile_table` gives it.
    lang : {"da", "en"}

    Returns
    -------
    Table
        Per cent and rank in each cell; profiles in the report's order.

    Examples
    --------
    >>> from analysis.measures.profiles import profile_table
    >>> from analysis.survey.published import read_published
    >>> format_profiles(profile_table(read_published())).rows[0].cells
    ('88 pct. · nr. 1', '71 pct. · nr. 1', '48 pct. · nr. 2', '77 pct. · nr. 1')
    """
    subject = subject_of(profiles, lang, str(profiles["question"].iloc[0]))
    codebook = subject.origin.codebook
    measures = list(profiles["measure"].cat.categories)
    bases = profiles.groupby("measure", observed=True)["base"].first()
    rows = []
    for item, own in profiles.groupby("item", sort=False, observed=True):
        by_measure = own.set_index("measure")
        cells = tuple(_ranked(by_measure.loc[measure], lang) for measure in measures)
        rows.append(Row(subject.item(item), cells))
    number = in_words(len(subject.question.items), lang)
    pages = PROFILE_PAGES if is_report(subject.question, subject.origin) else ()
    return Table(
        caption=subject.text("profiles.caption", profiles=number),
        columns=tuple(
            Column(
                profile_heading(codebook, measure, lang),
                subject.text("numbers.n", n=shown_count(bases[measure])),
            )
            for measure in measures
        ),
        rows=tuple(rows),
        note=sentences_of(profiles_note(profiles, lang), source_note(profiles, pages, lang)),
        basis=subject.basis,
        lang=lang,
        corner=subject.text("tables.item_profiles"),
        unprotected=is_unprotected(profiles),
    )


def profile_heading(codebook: Codebook, measure: str, lang: str) -> str:
    """What a column of the profiles shows: a question's first answer, and when."""
    first = codebook.question(PROFILE_MEASURES[measure]).scale.answers[0]
    return text(f"profiles.{measure}", lang, answer=first.short[lang])


def profiles_finding(profiles: pd.DataFrame, lang: str) -> str:
    """Say which profiles come first on most measures; empty where a count is hidden or none.

    Examples
    --------
    >>> from analysis.measures.profiles import profile_table
    >>> from analysis.survey.published import read_published
    >>> profiles_finding(profile_table(read_published()), "da")
    'Virksomheder ligger alene øverst på to af de fire mål og deler pladsen én gang'
    """
    first = profiles[profiles["rank"] == 1]
    if profiles["n"].isna().any() or first.empty:
        return ""
    subject = subject_of(profiles, lang, str(profiles["question"].iloc[0]))
    times = first["item"].value_counts()
    best = [item for item in subject.question.items if times[item.key] == times.max()]
    shared = first[first["item"].isin([item.key for item in best])]
    shared = shared[shared["measure"].isin(first.loc[first["measure"].duplicated(), "measure"])]
    counts = {"k": times.max(), "of": profiles["measure"].nunique(), "shared": len(shared),
              "alone": times.max() - len(shared)}  # fmt: skip
    words = {name: in_words(int(count), lang) for name, count in counts.items() if count >= 0}
    items = joined([item.label[lang] for item in best], lang)
    if not len(shared):
        return text("profiles.first", lang, items=items, k=words["k"], of=words["of"])
    if len(best) > 1 or not counts["alone"]:
        return text("profiles.first_shared", lang, items=items, k=words["k"], of=words["of"])
    return text("profiles.first_alone", lang, items=items, times=len(shared),
                **{name: words[name] for name in ("alone", "of", "shared")})  # fmt: skip


def _ranked(row: pd.Series, lang: str) -> str:
    if pd.isna(row["n"]):
        return SUPPRESSED
    share = percent(row["n"], row["base"], lang)
    return text("profiles.rank", lang, percent=share, rank=whole_count(row["rank"]))


def profiles_note(profiles: pd.DataFrame, lang: str) -> str:
    """How the table of profiles is read, without its source."""
    items = profiles["item"].nunique()
    note = text("profiles.note", lang, profiles=in_words(items, lang))
    if not provenance(profiles).rebased:
        return note
    base = whole_count(profiles.groupby("measure", observed=True)["base"].first().iloc[-1])
    return f"{note} {text('profiles.rebased', lang, base=base)}"
