"""The slides of one kommune: what is known of it, what is proven of its band, its gap."""

from __future__ import annotations

import pandas as pd

from analysis.display.pages.kommune import KommunePage
from analysis.display.tables.statements import band_sentences
from analysis.display.text.numbers import joined, number, signed
from analysis.display.text.workforce import WRITTEN, decimals_of, gap_rows
from analysis.survey.published import REPORT
from analysis.words import text
from fagligheder.office.slides import Slide, foot, largest_gap, notes, slide_of_gap


def facts_slide(page: KommunePage) -> Slide:
    """What is known of the kommune, and what is not."""
    centre, lang = page.centre, page.lang
    report = page.survey.source == REPORT
    words = (centre.staff_basis, *([] if report else [page.survey.basis]))
    basis = tuple(dict.fromkeys(words))
    source = text("captions.report_source", lang, pages="49") if report else page.survey.source
    finding = text(
        "slides.facts_finding",
        lang,
        genitive=centre.kommune.genitive,
        name=centre.kommune.name,
        staff=number(centre.staff, lang),
        n=number(page.survey.respondents, lang),
    )
    facts = page.facts()
    known = page.known(invites=False)
    said = [f"{fact.value}: {fact.label}." for fact in facts.facts]
    at_foot = foot(basis, text("captions.source", lang, source=source), lang)
    return Slide(
        title=finding.rstrip("."),
        body=facts,
        basis=basis,
        foot=at_foot,
        notes=notes(finding, *said, known.body.replace("**", ""), at_foot),
        below=f"**{known.title}.** {known.body}",
    )


def band_slides(page: KommunePage) -> list[Slide]:
    """What the published numbers alone prove of its size band; no slide from answers."""
    lang = page.lang
    sentences = band_sentences(page.survey, page.centre.band.key, lang=lang)  # type: ignore[arg-type]
    if not sentences:
        return []
    pages = ("47", "48", "49")
    source = text("captions.report_source", lang, pages=joined(list(pages), lang))
    at_foot = foot(("bounded",), text("captions.source", lang, source=source), lang)
    below = text("statements.how", lang)
    return [
        Slide(
            title=sentences[0].rstrip("."),
            body=tuple(sentences[1:] or sentences),
            basis=("bounded",),
            foot=at_foot,
            notes=notes(*sentences, below, at_foot),
            below=below,
        )
    ]


def kommune_gap_slide(page: KommunePage) -> Slide:
    """Its staff × the gap of its size band: how many it may lack."""
    gap, lang = page.gap(), page.lang
    finding = largest_gap(gap, lang)
    if page.survey.answers is None:
        finding = _open_gap(gap, page.centre.kommune.genitive, page.centre.kommune.name, lang)
    return slide_of_gap(gap, finding, page.gap_lead().markdown, lang, page.centre.staff)


def _open_gap(gap: pd.DataFrame, genitive: str, name: str, lang: str) -> str:
    """What the range of a kommune's gap leaves open; nothing when it decides some profile."""
    rows = gap_rows(gap)
    if not ((rows["gap_low"] < 0) & (rows["gap_high"] > 0)).all():
        return ""
    ends = {"low": rows["gap_low"].min(), "high": rows["gap_high"].max()}
    words = {key: signed(end, lang, decimals_of(rows[WRITTEN])) for key, end in ends.items()}
    return text("slides.gap_open", lang, genitive=genitive, name=name, **words)
