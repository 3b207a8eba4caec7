"""The columns of a file that say how the respondents were drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from analysis.survey.answers.columns import FoundColumns
from analysis.survey.answers.numbers import number_of
from analysis.survey.checks import ProblemList
from analysis.survey.codebook import Codebook
from analysis.survey.design import SurveyDesign


def read_design(
    design: SurveyDesign | None, found: FoundColumns, book: Codebook, problems: ProblemList
) -> tuple[SurveyDesign | None, dict[str, Any]]:
    """Read the columns of a design, and name it by the columns that the answers have.

    A stratum or cluster that is a group of the codebook, or the kommune, is that column of the
    answers. Where strata are named and no population, it is that of ``population.csv``.
    """
    if design is None or not set(design.columns) <= set(found.design):
        return None, {}
    columns: dict[str, Any] = {}
    known = {heading: _known(found, place) for heading, place in found.design.items()}
    size = design.population if isinstance(design.population, str) else None
    for heading in filter(None, (design.weight, size)):
        columns[heading] = _numbers(found, heading, problems, whole=heading == size)
    for heading in filter(None, (design.strata, design.cluster)):
        if not known[heading]:
            columns[heading] = _names(found, heading, problems)
    sizes = book.strata if design.strata and design.population is None else {}
    return replace(
        design,
        strata=known.get(design.strata or "") or design.strata,
        cluster=known.get(design.cluster or "") or design.cluster,
        population=sizes or design.population,
    ), columns


def _known(found: FoundColumns, place: int) -> str:
    """The column of the answers that a place of the file is; empty when it is none."""
    for group, at in found.groups.items():
        if at == place:
            return group
    return "kommune" if found.kommune[:1] == (place,) else ""


def _numbers(
    found: FoundColumns, heading: str, problems: ProblemList, *, whole: bool
) -> np.ndarray:
    table, place = found.table, found.design[heading]
    decimal = table.decimal_signs(place)

    def read(text: str) -> float:
        number = number_of(text, decimal)
        fits = number is not None and number >= whole and (not whole or number % 1 == 0)
        return number if fits and number is not None else np.nan

    numbers = table.map_cells(place, {text: read(text) for text in table.different(place)}, float)
    expected = "et helt tal fra 1" if whole else "en vægt: et tal fra 0"
    cure = "Ret cellen; tusinder skrives uden punktum."
    table.add_problems(problems, place, np.isnan(numbers), expected, cure)
    return numbers


def _names(found: FoundColumns, heading: str, problems: ProblemList) -> np.ndarray:
    table, place = found.table, found.design[heading]
    names = table.map_words(place, str)
    empty = table.map_words(place, lambda word: not word, bool)
    cure = "Udfyld cellen; udvalget kan ikke beskrives uden."
    table.add_problems(problems, place, empty, "et navn eller et nummer", cure)
    return names
