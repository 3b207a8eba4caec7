"""Decks: which slides are shown of the whole survey, and which of one kommune."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.display.pages.group import group_page
from analysis.display.pages.kommune import kommune_page
from analysis.display.pages.national import national_page
from analysis.display.pages.survey import survey_page
from analysis.display.registry import has_gap, has_profiles
from analysis.display.text.numbers import number
from analysis.display.text.survey_words import is_own
from analysis.measures.staff_bands import IDEAL
from analysis.survey.answers.own import Own
from analysis.survey.published import REPORT
from analysis.survey.survey import Survey
from analysis.words import check_lang, text
from fagligheder.office.own_slides import own_slides
from fagligheder.office.slides import (
    Slide,
    band_slides,
    facts_slide,
    foot_of,
    gap_slide,
    group_slides,
    kommune_gap_slide,
    profiles_slide,
    question_slides,
)


@dataclass(frozen=True)
class Deck:
    """A title slide, and the slides that follow it; ``eyebrow`` may be empty."""

    title: str
    eyebrow: str
    subtitle: str
    foot: str
    notes: str
    basis: tuple[str, ...]
    slides: tuple[Slide, ...]


def national_deck(survey: Survey, *, lang: str = "da") -> Deck:
    """The whole survey as slides: its questions, the gap, and the profiles side by side.

    Parameters
    ----------
    survey : Survey
    lang : {"da", "en"}

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> national_deck(read_published()).slides[0].title
    '88 pct. af cheferne kalder profilen Virksomheder meget vigtig'
    """
    check_lang(lang)
    slides = question_slides(survey, lang)
    if has_gap(survey):
        slides.insert(_after_ideal(survey), gap_slide(survey, lang))
    if has_profiles(survey):
        slides.append(profiles_slide(survey, lang))
    return _deck(survey, "", _title(survey, lang), slides, lang)


def kommune_deck(
    survey: Survey,
    kommune: str,
    *,
    staff: int | None = None,
    own: Own | None = None,
    lang: str = "da",
) -> Deck:
    """What is known of one kommune, and the whole survey marked as such.

    Parameters
    ----------
    survey : Survey
    kommune : str
        Name, alias or code.
    staff : int, optional
        People in the job centre; needed for a kommune outside the survey.
    own : Own, optional
        Its own answers, staff and notes, from `read_own`: slides of their own.
    lang : {"da", "en"}

    Raises
    ------
    InputError
        As `kommune_page` does.
    """
    page = kommune_page(survey, kommune, staff=staff, own=own, lang=lang)
    n, of = number(survey.respondents, lang), number(len(survey.kommuner), lang)
    tag = text("slides.tag", lang, n=n, of=of)
    questions = question_slides(survey, lang, tag)
    questions.insert(_after_ideal(survey), kommune_gap_slide(page))
    slides = [
        facts_slide(page),
        *band_slides(page),
        *own_slides(page),
        *questions,
        profiles_slide(survey, lang, tag),
    ]
    title, notes = page.centre.kommune.title_in(lang), page.centre.notes.strip()
    eyebrow = _title(survey, lang)
    if page.centre.own:
        eyebrow = text("slides.own_eyebrow", lang, title=eyebrow)
    return _deck(survey, eyebrow, title, slides, lang, notes)


def group_deck(survey: Survey, group: str, by: str | None = None, *, lang: str = "da") -> Deck:
    """One group of respondents beside the others, and its answers to each question.

    Parameters
    ----------
    survey : Survey
    group, by : str
        As `group_page` takes them.
    lang : {"da", "en"}

    Raises
    ------
    InputError
        As `group_page` does.
    """
    page = group_page(survey, group, by, lang=lang)
    title = page.title()
    return _deck(survey, title.eyebrow, title.title, group_slides(page), lang)


def _title(survey: Survey, lang: str) -> str:
    """What the survey is called."""
    return survey.codebook.about.title[lang] or text("slides.title", lang)


def _after_ideal(survey: Survey) -> int:
    """Where the gap stands among the questions, as in the reports: after its two."""
    return list(survey.codebook.questions).index(survey.codebook.question(IDEAL).key) + 1


def _deck(
    survey: Survey, eyebrow: str, title: str, slides: list[Slide], lang: str, own_notes: str = ""
) -> Deck:
    report = survey.source == REPORT
    basis = tuple(dict.fromkeys(word for slide in slides for word in slide.basis))
    source = text("workbook.cover_source_report", lang) if report else survey.source_in(lang)
    subtitle = text(
        "slides.subtitle" if report else "workbook.cover_what_answers",
        lang,
        n=number(survey.respondents, lang),
        of=number(len(survey.kommuner), lang),
    )
    own = is_own(survey.codebook)
    page = national_page(survey, lang=lang) if own else survey_page(survey, lang=lang)
    about = page.about().markdown.replace("*", "")
    return Deck(
        title=title,
        eyebrow=eyebrow,
        subtitle=subtitle,
        foot=foot_of(basis, text("captions.source", lang, source=source), lang),
        notes="\n\n".join(filter(None, (about, own_notes))),
        basis=basis,
        slides=tuple(slides),
    )
