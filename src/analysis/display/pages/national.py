"""The national report's own blocks: key facts, the profiles' roles, the municipalities."""

from __future__ import annotations

import pandas as pd

from analysis.display.tables.blocks import Column, Fact, Facts, Row, Table, Text, Title
from analysis.display.tables.markup import escape_markdown
from analysis.display.text.captions import report_source
from analysis.display.text.numbers import MISSING, number, percent
from analysis.display.text.sentences import likert_sentence
from analysis.measures.shares import likert_table, reported_shares
from analysis.survey.codebook import read_codebook
from analysis.survey.published import REPORT
from analysis.survey.survey import Survey
from analysis.words import text


def national_title(*, lang: str = "da") -> Title:
    """The report's title, with a lead."""
    return Title(
        text("national.title", lang), text("national.lead", lang), text("document.eyebrow", lang)
    )


def national_heading(part: str, *, lang: str = "da") -> Text:
    """A heading of the report, with its first sentences where it has any.

    Parameters
    ----------
    part : str
        A question's key, ``key_points``, ``profiles``, ``gap``, ``size``, ``tables``,
        ``summaries``, ``kommuner`` or ``about``.
    lang : {"da", "en"}

    Examples
    --------
    >>> national_heading("about").markdown
    '## Om tallene'
    """
    return Text(text(f"national.heading_{part}", lang))


def national_facts(survey: Survey, *, lang: str = "da") -> Facts:
    """Four facts: answers, municipalities, staff, and the managers they stand for."""
    report = survey.source == REPORT
    managers = survey.codebook.population.get("managers") if report else None
    facts = [
        (survey.respondents, "fact_answers"),
        (len(survey.kommuner), "fact_kommuner"),
        (survey.kommuner["staff"].sum(), "fact_staff"),
    ]
    if managers:
        facts.append((managers, "fact_managers"))
    return Facts(
        tuple(Fact(number(value, lang), text(f"national.{key}", lang)) for value, key in facts)
    )


def key_points(survey: Survey, *, lang: str = "da") -> Text:
    """The most important of each question, as a list of sentences true to the numbers."""
    sentences = (question_sentence(survey, key, lang=lang) for key in survey.codebook.questions)
    titles = (question.title[lang] for question in survey.codebook.questions.values())
    points = [
        f"- **{title}:** {sentence.markdown}"
        for title, sentence in zip(titles, sentences, strict=True)
        if sentence.markdown
    ]
    return Text("\n".join(points))


def question_sentence(survey: Survey, question: str, *, lang: str = "da") -> Text:
    """One sentence on a question's answers."""
    likert = reported_shares(survey, question)
    return Text(likert_sentence(likert, lang=lang))


def base_finding(survey: Survey, question: str = "ideal_share", *, lang: str = "da") -> Text:
    """Say which base a question is printed on, when answers lie outside the listed categories."""
    asked = survey.codebook.question(question)
    rows = likert_table(survey, question, interval="none")
    listed = likert_table(survey, question, base="listed", interval="none")
    base, inside = int(rows["base"].max()), int(listed["base"].max())
    if base == inside or survey.source != REPORT:
        return Text("")
    first = rows.loc[rows["n"].idxmax()]
    words = {
        "figure": asked.figure,
        "base": base,
        "listed": inside,
        "n": first["n"],
        "item": asked.item(str(first["item"])).label[lang],
        "printed": percent(first["n"], base, lang),
        "rebased": percent(first["n"], inside, lang),
    }
    return Text(text("national.base_finding", lang, **words))


def about_numbers(survey: Survey, *, lang: str = "da") -> Text:
    """Where the numbers come from and how they are read."""
    if survey.source == REPORT:
        return Text(f"{text('national.about', lang)}\n\n{text('national.about_source', lang)}")
    first = "about_synthetic" if survey.basis == "synthetic" else "about_answers"
    source = escape_markdown(survey.source_in(lang))
    parts = [text(f"national.{key}", lang, source=source) for key in (first, "about_own_source")]
    return Text("\n\n".join(parts))


def format_roles(roles: pd.DataFrame, *, lang: str = "da") -> Table:
    """Set the profiles' focus and roles, from `read_profile_roles`, as a table.

    Parameters
    ----------
    roles : DataFrame
        One row per line, as `read_profile_roles` gives it.
    lang : {"da", "en"}
    """
    items = {item.key: item for item in read_codebook().question("importance").items}
    rows = []
    for item, lines in roles.groupby("item", sort=False):
        by_part = lines.groupby("part", sort=False)[f"text_{lang}"].agg(". ".join) + "."
        rows.append(Row(items[str(item)].label[lang], (by_part["focus"], by_part["role"])))
    return Table(
        caption=text("national.roles_caption", lang),
        columns=(
            Column(text("national.focus", lang), align="left"),
            Column(text("national.role", lang), align="left"),
        ),
        rows=tuple(rows),
        note=text("national.roles_note", lang, source=report_source(["38"], lang)),
        basis=("published",),
        lang=lang,
        corner=text("tables.item_profiles", lang),
    )


def format_kommuner(survey: Survey, *, lang: str = "da") -> Table:
    """Set the municipalities of the survey, with their staff, as a table.

    Parameters
    ----------
    survey : Survey
    lang : {"da", "en"}
    """
    bands = {band.key: band.label[lang] for band in survey.codebook.size_bands}
    rows = [
        Row(
            row.name,
            (
                number(row.staff, lang),
                bands.get(row.size_band, MISSING),
                row.region,
                str(row.answers),
            ),
        )
        for row in survey.kommuner.itertuples(index=False)
    ]
    report = survey.source == REPORT
    source = report_source(["49"], lang) if report else survey.source_in(lang)
    return Table(
        caption=text("national.kommuner_caption", lang),
        columns=(
            Column(text("national.staff", lang)),
            Column(text("national.size", lang), align="left"),
            Column(text("national.region_heading", lang), align="left"),
            Column(text("summary.answers", lang)),
        ),
        rows=tuple(rows),
        note=text("national.kommuner_note", lang)
        + " "
        + text("captions.source", lang, source=source),
        basis=("published",) if survey.basis == "recovered" else (survey.basis,),
        lang=lang,
        corner=text("national.kommune", lang),
    )
