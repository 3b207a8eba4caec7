"""Who contributed to the report of 2017, on the tile map of the 98 kommuner."""

from __future__ import annotations

from typing import cast

from matplotlib.axes import Axes

from analysis.catalogue.catalogue import Catalogue
from analysis.catalogue.contributors import STATES, contributors
from analysis.display.figures import palette
from analysis.display.figures.response_map import draw_squares
from analysis.display.figures.style import HouseFigure, house_style
from analysis.display.text.captions import sentences_of, stopped
from analysis.display.text.catalogue import catalogue_source, contributors_title
from analysis.display.text.numbers import joined
from analysis.survey.kommuner import read_kommuner
from analysis.survey.survey import Survey
from analysis.words import text


def draw_contributors(catalogue: Catalogue, survey: Survey, *, lang: str = "da") -> Axes:
    """Draw a square for each kommune, filled by what it took part in.

    Parameters
    ----------
    catalogue : Catalogue
        From `read_catalogue`.
    survey : Survey
        The printed one: whose job centres answered.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        98 squares.

    Examples
    --------
    >>> from analysis.catalogue.catalogue import read_catalogue
    >>> from analysis.survey.published import read_published
    >>> len(draw_contributors(read_catalogue(), read_published()).patches)
    98
    """
    states = contributors(catalogue, survey)
    title = contributors_title(states, lang)
    fills = dict(zip(STATES, _fills(), strict=True))
    legend = tuple((fills[key], text(f"catalogue.part_{key}", lang)) for key in STATES)
    source = catalogue_source([*catalogue.pages("event_kommuner"), "49"], lang)
    note = sentences_of(text("catalogue.part_note", lang), source)
    with house_style():
        axes = draw_squares(
            title, note, legend, {str(code): fills[state] for code, state in states.items()}
        )
    figure = cast(HouseFigure, axes.figure)
    figure.basis, figure.lang = ("published",), lang
    names = {code: kommune.name for code, kommune in read_kommuner().items()}
    said = [
        f"{text(f'catalogue.part_{key}', lang)}: "
        f"{joined([names[code] for code in states[states == key].index], lang)}"
        for key in ("both", "talks")
    ]
    figure.alt = " ".join(map(stopped, [title, *said]))
    return axes


def _fills() -> tuple[str, str, str, str]:
    return palette.SEQUENTIAL[0], palette.SEQUENTIAL[2], palette.LOWER[1], "#ffffff"
