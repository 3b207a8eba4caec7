"""The catalogue as files: a page to search, a workbook, CSV and JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.catalogue.catalogue import Catalogue
from analysis.display.tables.catalogue import credit_words
from analysis.display.text.catalogue import catalogue_source, period_words
from analysis.survey.extras import load
from analysis.words import text
from fagligheder.files import write_together
from fagligheder.office.cells import sheet_grids
from fagligheder.office.sheets import Field, Kind, Sheet, Value
from fagligheder.run.catalogue_page import catalogue_html, linked_data

#: Columns of an offer that are numbers, and how a sheet shows them.
_KINDS: dict[str, Kind] = dict.fromkeys(("ects", "days", "price_head", "price_class"), "number")
_KINDS |= dict.fromkeys(("class_min", "class_max", "page"), "count")
#: Columns that are for programs alone.
_LEFT_OUT = ("offer", "origin", "ects_basis", "date")


def export_catalogue(catalogue: Catalogue, out: Path, day: date, lang: str) -> list[Path]:
    """Write the page, the workbook, the offers as CSV and as JSON-LD.

    Parameters
    ----------
    catalogue : Catalogue
    out : Path
        Folder.
    day : date
        On which an offer must hold; the workbook bears it.
    lang : {"da", "en"}
    """
    load("xlsxwriter", "reports")
    from fagligheder.office.workbook import workbook_bytes

    stem = text("catalogue.file", lang)
    kinds = {".xlsx": "file_xlsx", ".csv": "file_csv", ".jsonld": "file_jsonld"}
    names = [(f"{stem}{suffix}", text(f"catalogue.{key}", lang)) for suffix, key in kinds.items()]
    linked = json.dumps(linked_data(catalogue, lang), ensure_ascii=False, indent=1, sort_keys=True)
    links = catalogue.offer_profiles.groupby("offer")["profile"].agg(" ".join)
    plain = catalogue.offers.assign(profiles=catalogue.offers["offer"].map(links).fillna(""))
    grids = sheet_grids(_sheets(catalogue, lang), lang=lang)
    made = datetime(day.year, day.month, day.day)
    contents: dict[Path, bytes | str] = {
        out / f"{stem}.html": catalogue_html(catalogue, day, names, lang),
        out / f"{stem}.xlsx": workbook_bytes(grids, made, lang),
        out / f"{stem}.csv": plain.to_csv(index=False, lineterminator="\n"),
        out / f"{stem}.jsonld": linked + "\n",
    }
    write_together(contents)
    return list(contents)


def _sheets(catalogue: Catalogue, lang: str) -> list[Sheet]:
    """The offers with every column, and their themes."""
    source = catalogue_source(catalogue.pages("offers"), lang)
    offers = catalogue.offers.to_dict("records")
    columns = [str(name) for name in catalogue.offers if name not in _LEFT_OUT]
    fields = [
        Field(text(f"catalogue.column_{name}", lang), _KINDS.get(name, "text")) for name in columns
    ]
    rows = [tuple(_cell(catalogue, offer, name, lang) for name in columns) for offer in offers]
    titles = catalogue.offers.set_index("offer")["name"]
    themes = catalogue.offer_themes
    return [
        Sheet(
            name=text("catalogue.sheet_offers", lang),
            title=text("catalogue.offers_caption", lang, number=len(offers)),
            fields=tuple(fields),
            rows=tuple(rows),
            notes=(text("catalogue.offers_note", lang),),
            source=source,
            basis=("published",),
        ),
        Sheet(
            name=text("catalogue.sheet_themes", lang),
            title=text("catalogue.themes_title", lang),
            fields=(
                Field(text("catalogue.column_offer", lang)),
                Field(text("catalogue.column_theme", lang)),
            ),
            rows=tuple(
                (str(titles[offer]), str(theme))
                for offer, theme in zip(themes["offer"], themes["theme"], strict=True)
            ),
            notes=(),
            source=source,
            basis=("published",),
        ),
    ]


def _cell(catalogue: Catalogue, offer: Mapping[Any, Any], column: str, lang: str) -> Value:
    if column in _KINDS:
        value = offer[column]
        return None if pd.isna(value) else int(value) if _KINDS[column] == "count" else float(value)
    if column == "provider":
        return ", ".join(catalogue.provider_names(offer))
    if column == "credit":
        return credit_words(offer, lang)
    if column == "exam":
        return text(f"catalogue.{offer['exam'] or 'unknown'}", lang)
    return period_words(str(offer[column]), lang) if column == "expires" else str(offer[column])
