"""The national report's own blocks: key facts, the profiles' roles, the municipalities."""

from __future__ import annotations

import pandas as pd

from analysis.display.blocks import Column, Fact, Facts, Row, Table
from analysis.display.texts import number, text
from analysis.survey.codebook import read_codebook
from analysis.survey.published import REPORT, Survey


def national_facts(survey: Survey, *, lang: str = "da") -> Facts:
    """Four facts: answers, municipalities, staff, and the managers they stand for."""
    managers = survey.codebook.population.get("managers")
    facts = [
        (survey.respondents, "national_answers"),
        (len(survey.kommuner), "national_kommuner"),
        (int(survey.kommuner["staff"].sum()), "national_staff"),
    ]
    if managers:
        facts.append((managers, "national_managers"))
    return Facts(tuple(Fact(number(value, lang), text(key, lang)) for value, key in facts))


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
        caption=text("roles_caption", lang),
        columns=(
            Column(text("focus", lang), align="left"),
            Column(text("role", lang), align="left"),
        ),
        rows=tuple(rows),
        note=text("roles_note", lang),
        basis=("published",),
        lang=lang,
        corner=text("item_profiles", lang),
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
            (number(row.staff, lang), bands[row.size_band], row.region, str(row.answers)),
        )
        for row in survey.kommuner.itertuples(index=False)
    ]
    source = survey.source
    if source == REPORT:
        source = text("report_source", lang, pages="49")
    return Table(
        caption=text("kommuner_caption", lang),
        columns=(
            Column(text("staff", lang)),
            Column(text("size", lang), align="left"),
            Column(text("region_heading", lang), align="left"),
            Column(text("answers", lang)),
        ),
        rows=tuple(rows),
        note=text("kommuner_note", lang) + " " + text("source", lang, source=source),
        basis=("published",) if survey.basis == "recovered" else (survey.basis,),
        lang=lang,
        corner=text("kommune", lang),
    )
