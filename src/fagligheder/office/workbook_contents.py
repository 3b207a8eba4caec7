"""What the workbook holds: the cover, and a sheet for every table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from analysis.display.all_tables import Tables
from analysis.display.tables.blocks import BASIS_WORDS, basis_labels
from analysis.display.text.numbers import in_words, number
from analysis.measures.bands import NOW
from analysis.survey.published import REPORT
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.office.figure_sheets import answers_sheet, figure_sheet, summary_sheet
from fagligheder.office.sheets import Sheet
from fagligheder.office.table_sheets import claims_sheet, crosstab_sheet, gap_sheet, profiles_sheet


@dataclass(frozen=True)
class Cover:
    """The first sheet.

    Attributes
    ----------
    name, title, source : str
    facts : tuple of (str, str)
        What it is, its source, its date, how to read it.
    stamp : str
        Empty but for made-up answers.
    meanings : tuple of (str, str)
        Each basis word of the workbook, and what it means.
    """

    name: str
    title: str
    source: str
    facts: tuple[tuple[str, str], ...]
    stamp: str
    meanings: tuple[tuple[str, str], ...]


def workbook_sheets(tables: Tables, *, lang: str = "da") -> tuple[Sheet, ...]:
    """Shape every results frame as a sheet.

    Parameters
    ----------
    tables : Tables
        From `every_table`.
    lang : {"da", "en"}

    Returns
    -------
    tuple of Sheet
        Figures, all answers, key figures, profiles, cross-tabs, gaps, checked phrases.
    """
    single = (
        (profiles_sheet, [tables.profiles]),
        (crosstab_sheet, tables.crosstabs),
        (gap_sheet, [tables.gap, tables.gap_by_size]),
        (claims_sheet, [tables.claims]),
    )
    return (
        *(figure_sheet(likert, lang) for likert in tables.likerts),
        answers_sheet(tables.likerts, lang),
        summary_sheet(tables.summaries, lang),
        *(shape(frame, lang) for shape, frames in single for frame in frames if frame is not None),
    )


def cover_of(survey: Survey, sheets: Iterable[Sheet], day: date, *, lang: str = "da") -> Cover:
    """What stands on the cover: what, source, date, how to read it, and the basis words."""
    found = {word for each in sheets for word in each.basis}
    words = [word for word in BASIS_WORDS if word in found]
    report = survey.source == REPORT
    asked = {"n": number(survey.respondents, lang), "of": number(len(survey.kommuner), lang)}
    what = text("workbook.cover_what_answers", lang, **asked)
    if report:
        profiles = in_words(len(survey.codebook.question(NOW).items), lang)
        what = text("workbook.cover_what_report", lang, profiles=profiles, **asked)
    reading = [text("workbook.cover_reading_words", lang)]
    if "observed" in words:
        reading.append(text("workbook.cover_reading_hidden", lang))
    source = text("workbook.cover_source_report", lang) if report else survey.source
    facts = [
        (text("workbook.cover_what", lang), what),
        (text("workbook.cover_source", lang), source),
        (text("workbook.cover_date", lang), written(day, lang)),
        (text("workbook.cover_reading", lang), " ".join(reading)),
    ]
    return Cover(
        name=text("workbook.cover", lang),
        title=text("workbook.title", lang),
        source=text("captions.source", lang, source=source),
        facts=tuple(facts),
        stamp=text("basis.synthetic", lang) if "synthetic" in words else "",
        meanings=tuple(
            (label, text(f"basis.{word}", lang))
            for word, label in zip(words, basis_labels(words, lang), strict=True)
        ),
    )


def written(day: date, lang: str) -> str:
    """A date in words.

    Examples
    --------
    >>> written(date(2017, 5, 1), "da"), written(date(2017, 5, 1), "en")
    ('1. maj 2017', '1 May 2017')
    """
    month = text("numbers.months", lang).split()[day.month - 1]
    return text("numbers.date", lang, day=day.day, month=month, year=day.year)
