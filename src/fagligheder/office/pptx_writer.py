"""The slides as PowerPoint: native charts and tables, notes for the speaker, alternative texts."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

from analysis.measures.suppression import THRESHOLD
from analysis.survey.checks import InputError
from analysis.survey.kommuner import find_kommune
from analysis.survey.survey import Survey
from fagligheder.files import write_whole
from fagligheder.office.archives import clean, steady
from fagligheder.office.decks import Deck, kommune_deck, national_deck
from fagligheder.office.slide_template import empty_deck
from fagligheder.office.slide_writer import SlideWriter


def export_slides(
    survey: Survey,
    out: Path,
    *,
    kommune: str | None = None,
    staff: int | None = None,
    lang: str = "da",
    day: date | None = None,
) -> list[Path]:
    """Write the slides of the whole survey, or of one kommune.

    Parameters
    ----------
    survey : Survey
    out : Path
        The folder; made when it is missing.
    kommune : str, optional
        Name, alias or code.
    staff : int, optional
        People in its job centre; needed for a kommune outside the survey.
    lang : {"da", "en"}
    day : date, optional
        In the properties of the file; today when left out.

    Returns
    -------
    list of Path
        ``figurer.pptx`` (in English ``figures.pptx``), or the kommune's, ``0727-odder.pptx``.

    Raises
    ------
    InputError
        The kommune is unknown, ``staff`` is given without one, or a slide shows small cells of
        supplied answers.
    """
    name = "figures" if lang == "en" else "figurer"
    if kommune is None and staff is not None:
        raise InputError(
            "--staff hører til én kommune. Vælg den: fagligheder slides --kommune Odder --staff 75."
        )
    if kommune is None:
        deck = national_deck(survey, lang=lang)
    else:
        deck = kommune_deck(survey, kommune, staff=staff, lang=lang)
        name = find_kommune(kommune).slug
    path = out / f"{name}.pptx"
    write_whole(path, deck_bytes(deck, lang=lang, day=day))
    return [path]


def deck_bytes(deck: Deck, *, lang: str = "da", day: date | None = None) -> bytes:
    """Set a deck as PowerPoint; the same arguments give the same bytes.

    Parameters
    ----------
    deck : Deck
    lang : {"da", "en"}
    day : date, optional
        In the properties of the file; today when left out.

    Returns
    -------
    bytes
        A ``.pptx`` file.

    Raises
    ------
    InputError
        A slide shows small cells of supplied answers.
    """
    _refuse_unprotected(deck)
    day = day or date.today()
    made = datetime(day.year, day.month, day.day)
    presentation = empty_deck()
    cover, content = presentation.slide_layouts
    _set_properties(presentation.core_properties, deck, made, lang)
    writer = SlideWriter(lang, made)
    writer.cover(presentation.slides.add_slide(cover), deck)
    for each in deck.slides:
        writer.content(presentation.slides.add_slide(content), each)
    target = io.BytesIO()
    presentation.save(target)
    return steady(target.getvalue())


def _refuse_unprotected(deck: Deck) -> None:
    for slide in deck.slides:
        if slide.unprotected:
            raise InputError(
                f'Sliden "{slide.title}" viser svar fra færre end {THRESHOLD} chefer og må ikke '
                "forlade maskinen. Beskyt tabellen først: fag.protect(tabel)."
            )


def _set_properties(properties: Any, deck: Deck, made: datetime, lang: str) -> None:
    properties.title = clean(deck.title)[:255]
    properties.subject = clean(deck.subtitle)[:255]
    properties.author = properties.last_modified_by = "Fagligheder"
    properties.language = "da-DK" if lang == "da" else "en-GB"
    properties.created = properties.modified = made
    properties.revision = 1
