"""The slides of the whole survey: what each says and shows, with its basis and source."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.display.pages.national import national_page
from analysis.display.tables.blocks import Facts, Note, Table
from analysis.display.tables.profiles import format_profiles
from analysis.display.tables.statements import proven_note
from analysis.display.text.captions import source_note
from analysis.display.text.numbers import basis_sentence, joined, signed
from analysis.display.text.sentences import likert_sentence
from analysis.display.text.subject import base_words, basis_of
from analysis.display.text.workforce import (
    GAP_PAGES,
    WRITTEN,
    decimals_of,
    gap_rows,
    top_words,
)
from analysis.measures.bands import NOW
from analysis.measures.disclosure import is_unprotected, protect_supplied
from analysis.measures.profiles import PROFILE_MEASURES, profile_table
from analysis.measures.shares import likert_table
from analysis.measures.wishes import wish_statements
from analysis.measures.workforce import workforce_gap
from analysis.survey.survey import Survey, provenance
from analysis.words import text
from fagligheder.office.charts import Chart, gap_chart, likert_chart
from fagligheder.office.sheets import pages_of, sourced

Body = Chart | Table | Facts | tuple[str, ...]


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes
    ----------
    title : str
        The finding, in a sentence.
    body : Chart, Table, Facts or tuple of str
        Sentences stand as a list.
    basis : tuple of str
        The basis words of its numbers (statistics §1).
    foot : str
        The basis in words, and the source.
    notes : str
        For the speaker: the sentence, and the numbers behind it.
    below : str
        Sentences under the body, a paragraph a line; ``**`` around what is bold.
    tag : str
        Whom the numbers are of, where that may be mistaken.
    unprotected : bool
        Whether small cells of supplied answers still show: such a slide is refused.
    """

    title: str
    body: Body
    basis: tuple[str, ...]
    foot: str
    notes: str
    below: str = ""
    tag: str = ""
    unprotected: bool = False


def question_slide(survey: Survey, key: str, lang: str, tag: str = "") -> Slide:
    """One of figures 2–6: its finding, and its chart."""
    likert = protect_supplied(likert_table(survey, key, base="listed"))
    question = survey.codebook.question(key)
    chart = likert_chart(likert, short=True, lang=lang)
    finding = likert_sentence(likert, named=True, lang=lang) or question.title[lang]
    n = text("numbers.n", lang, n=base_words(likert, lang)) + "."
    at_foot = foot(basis_of(likert), sourced(question, likert, lang), lang, n)
    rebased = national_page(survey, lang=lang).base_finding(key).markdown
    return Slide(
        title=finding.rstrip("."),
        body=chart,
        basis=basis_of(likert),
        foot=at_foot,
        notes=notes(finding, chart.alt, rebased, at_foot),
        tag=tag,
        unprotected=is_unprotected(likert),
    )


def gap_slide(survey: Survey, lang: str) -> Slide:
    """The gap of the whole survey, and what the numbers alone prove of it."""
    gap = workforce_gap(survey)
    finding = _wished(survey, lang) or largest_gap(gap, lang)
    proven = proven_note(survey, lang=lang)  # type: ignore[arg-type]
    below = proven.body if isinstance(proven, Note) else ""
    return slide_of_gap(gap, finding, below, lang)


def slide_of_gap(
    gap: pd.DataFrame, finding: str, below: str, lang: str, staff: int | None = None
) -> Slide:
    """A gap as a chart of its range, or of now beside ideally where both are known."""
    chart = gap_chart(gap, staff=staff, lang=lang)
    bounded = "bounded" in basis_of(gap)
    basis = ("modelled", *basis_of(gap)) if bounded else basis_of(gap)
    at_foot = foot(basis, source_note(gap, GAP_PAGES, lang), lang)
    hidden = (text("captions.suppressed_note", lang),)
    reading = text("charts.range_how", lang) if bounded else ""
    return Slide(
        title=(finding or text("gap.title", lang)).rstrip("."),
        body=hidden if chart is None else chart,
        basis=basis,
        foot=at_foot,
        notes=notes(finding, chart.alt if chart else "", reading, top_words(gap, lang), at_foot),
        below="\n".join(part for part in (below, reading) if part),
    )


def _wished(survey: Survey, lang: str) -> str:
    """How many managers want more staff of the profile that most are proven to want more of."""
    if survey.answers is not None:
        return ""
    proven = wish_statements(survey, lang)  # type: ignore[arg-type]
    more = proven[proven["answer"] == "more"]
    most = more[more["n"] == more["n"].max()]
    items = survey.codebook.question(NOW)
    names = joined([items.item(str(key)).label[lang] for key in most["item"]], lang)
    open_ends = gap_rows(workforce_gap(survey))
    undecided = ((open_ends["gap_low"] < 0) & (open_ends["gap_high"] > 0)).all()
    key = "slides.gap_wished_open" if undecided else "slides.gap_wished"
    return text(key, lang, n=most["n"].iloc[0], base=most["base"].iloc[0], items=names)


def largest_gap(gap: pd.DataFrame, lang: str) -> str:
    """The profile with the largest known gap; nothing when the numbers are hidden or a range."""
    rows = gap_rows(gap)
    if rows["gap"].isna().any() or (rows["gap_low"] != rows["gap_high"]).any():
        return ""
    question = provenance(gap).codebook.question(NOW)
    largest = rows["gap"].max()
    names = [question.item(str(key)).label[lang] for key in rows.index[rows["gap"] == largest]]
    written = signed(largest, lang, decimals_of(rows[WRITTEN]))
    return text("slides.gap_largest", lang, items=joined(names, lang), gap=written)


def profiles_slide(survey: Survey, lang: str, tag: str = "") -> Slide:
    """The profiles side by side, as a table."""
    profiles = profile_table(survey)
    table = format_profiles(profiles, lang=lang)
    asked = [survey.codebook.question(key) for key in PROFILE_MEASURES.values()]
    source = pages_of(asked, profiles, lang)
    at_foot = foot(table.basis, source, lang)
    first = profiles[profiles["rank"] == 1]
    finding = ""
    if profiles["n"].notna().all() and len(first):
        times = first["item"].value_counts()
        best = [item for item in asked[0].items if times[item.key] == times.max()]
        names = joined([item.label[lang] for item in best], lang)
        many = {"k": times.max(), "of": profiles["measure"].nunique()}
        finding = text("slides.profiles_first", lang, items=names, **many)
    rows = (f"{row.header}: {joined(list(row.cells), lang)}." for row in table.rows)
    heads = joined([column.label for column in table.columns], lang)
    return Slide(
        title=finding.rstrip(".") or table.caption,
        body=table,
        basis=table.basis,
        foot=at_foot,
        notes=notes(finding, f"{table.caption} ({heads}).", *rows, at_foot),
        below=table.note.partition(text("captions.source", lang, source="").rstrip(" ."))[
            0
        ].strip(),
        tag=tag,
        unprotected=table.unprotected,
    )


def foot(basis: tuple[str, ...], source: str, lang: str, n: str = "") -> str:
    """What stands at the foot: the number of answers, the basis, the source."""
    return " ".join(part for part in (n, basis_sentence(basis, lang), source) if part)


def notes(*parts: str) -> str:
    """The parts that there are, as paragraphs for the speaker."""
    return "\n\n".join(part for part in parts if part)
