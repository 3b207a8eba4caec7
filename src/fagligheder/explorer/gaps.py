"""Staff today and ideally, of one kommune or of all: from choices to what is shown of them."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures.workforce import draw_gap
from analysis.display.pages.kommune import kommune_page
from analysis.display.tables.blocks import Facts, Text
from analysis.display.tables.workforce import format_gap
from analysis.display.text.sentences import gap_sentence
from analysis.measures.bands import NOW
from analysis.measures.disclosure import refuse_unprotected
from analysis.measures.workforce import workforce_gap
from analysis.survey.codebook import read_codebook
from analysis.words import text
from fagligheder.explorer.choices import GapChoice
from fagligheder.explorer.lines import gap_lines
from fagligheder.explorer.showing import KEPT, Showing, closed
from fagligheder.explorer.words import slug


@lru_cache(maxsize=KEPT)
def show_gap(choices: GapChoice) -> Showing:
    """Show the staff of one kommune, with its facts and what is proven, or of all."""
    lang = choices.lang
    survey = choices.source.read(lang)
    facts: Facts | None = None
    told: tuple[Text, ...] = ()
    if choices.kommune:
        page = kommune_page(survey, choices.kommune, lang=lang)
        frame, name = page.gap(top_band=choices.assumed), page.centre.kommune.slug
        facts = page.facts()
        told = (page.gap_method(), page.size_heading(), page.size_statements())
    else:
        frame, name = workforce_gap(survey, top_band=choices.assumed), text("explorer.gap", lang)
    refuse_unprotected(frame, name)
    figure = closed(draw_gap_of(frame, choices))
    assumed = _assumed(choices)
    parts = [name, slug(assumed), choices.source.slug(lang)]
    return Showing(
        frame=frame,
        svg=figure.svg(),
        alt=figure.alt,
        table=format_gap(frame, lang=lang),
        sentence=gap_sentence(frame, lang=lang) or text("explorer.hidden", lang),
        lines=gap_lines(choices),
        name="-".join(filter(None, parts)),
        facts=facts,
        told=told,
    )


def _assumed(choices: GapChoice) -> str:
    """What the open top band is set to, as a part of a file's name; empty when it is left."""
    band = read_codebook().question(NOW).scale.answers[0].band
    if choices.top_band is None or band is None:
        return ""
    name = text("explorer.top_band_name", choices.lang, percent=f"{band[0]:g}")
    return f"{name}-{choices.top_band:g}"


def draw_gap_of(frame: pd.DataFrame, choices: GapChoice) -> Axes:
    """Draw the staff of one kommune, or of all."""
    if not choices.kommune:
        return draw_gap(frame, lang=choices.lang)
    survey = choices.source.read(choices.lang)
    return kommune_page(survey, choices.kommune, lang=choices.lang).gap_figure(frame)
