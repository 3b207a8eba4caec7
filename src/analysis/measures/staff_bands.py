"""The two questions on the staff, and the shares that their answers in bands stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.measures.counts import listed_counts
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.survey import Survey

#: The roles of the questions on the staff: which share matches a profile now, and ideally.
NOW, IDEAL = "current_share", "ideal_share"

#: A job centre with fewer staff than this gets shares: its people would be parts of a person.
FEWEST_STAFF = 20

Bands = Literal["central", "range"]
Measure = Literal["now", "ideal", "gap"]
MEASURES: tuple[Measure, ...] = ("now", "ideal", "gap")


def band_values(survey: Survey, top_band: tuple[float, float, float] | None = None) -> np.ndarray:
    """Low, central and high share (0–1) that each band stands for: three rows, most first.

    ``top_band`` is in per cent and stands for the open top band in place of the codebook's
    values: the assumption that matters most. An InputError says so when answers have no band, or
    when the top band's values are not in order, or lie outside the band.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> band_values(read_published())[1].tolist()
    [0.25, 0.175, 0.125, 0.075, 0.025]
    """
    scale = survey.codebook.question(NOW).scale
    if survey.codebook.question(IDEAL).scale.key != scale.key:
        raise InputError(
            f"questions.csv: {NOW} og {IDEAL} skal have samme skala, ellers kan "
            "de ikke trækkes fra hinanden. Ret kolonnen scale."
        )
    bands = [answer.band for answer in scale.answers if answer.band is not None]
    if len(bands) != len(scale.answers):
        raise InputError(
            f"scales.csv: alle svar på skalaen {scale.key} skal have tal i "
            "kolonnerne low, central og high. Udfyld dem."
        )
    if top_band is not None:
        floor, values = bands[0][0], tuple(float(value) for value in top_band)
        if len(values) != 3 or not floor <= values[0] <= values[1] <= values[2] <= 100:
            raise InputError(
                f"top_band: fandt {top_band!r}, forventede tre procenter i stigende orden fra "
                f"{floor:g} til 100, fx (20, 25, 30)."
            )
        bands[0] = values
    return np.array(bands, dtype=float).T / 100


def measure_values(values: np.ndarray, bands: Bands, never_fewer: bool) -> dict[str, np.ndarray]:
    """Low, central and high value of now, ideal and gap by answer now × ideal answer.

    Each is an array (3, answers, answers). With ``bands="central"`` the three are the same. Who
    never wants fewer has no negative gap within a band either.
    """
    low, central, high = values if bands == "range" else (values[1],) * 3
    ones = np.ones((len(central), 1))
    now = np.array([each[:, None] @ ones.T for each in (low, central, high)])
    ideal = now.swapaxes(1, 2)
    gap = ideal - now[::-1]
    if never_fewer:
        gap = np.stack([np.maximum(gap[0], 0), gap[1], gap[2]])
    return {"now": now, "ideal": ideal, "gap": gap}


def shown_unit(gap: pd.DataFrame) -> Literal["share", "people"]:
    """The unit in which a gap says most: people, or share of the staff where they are few."""
    few = "staff" in gap and bool((gap["staff"] < FEWEST_STAFF).all())
    return "share" if few else "people"


def staff_questions(survey: Survey) -> tuple[Question, Question]:
    """The questions on the staff now and ideally; both ask about the same items."""
    return survey.codebook.question(NOW), survey.codebook.question(IDEAL)


def staff_margins(survey: Survey) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Counts of the answers now and ideally by item, from the printed tables.

    They must be one per respondent, or else shares of staff do not add up.
    """
    now, ideal = staff_questions(survey)
    counts = [listed_counts(survey, asked) for asked in (now, ideal)]
    for asked, table in zip((now, ideal), counts, strict=True):
        wrong = table.sum(axis=1) != survey.respondents
        if wrong.any():
            item = asked.items[int(np.argmax(wrong))].key
            raise InputError(
                f"figure_{asked.figure}.csv: {item} har {table.sum(axis=1)[wrong][0]} svar i de "
                f"trykte kategorier, men kommuner.csv har {survey.respondents}. Kompetencegabet "
                "kræver ét svar pr. chef; sammenlign med rapporten "
                f"s. {asked.table_page}."
            )
    pairs = zip(counts[0], counts[1], strict=True)
    return dict(zip((item.key for item in now.items), pairs, strict=True))


@dataclass(frozen=True, eq=False)
class StaffAnswers:
    """Supplied answers on the staff: one entry per respondent, −1 where nothing was answered."""

    now: Mapping[str, np.ndarray]
    ideal: Mapping[str, np.ndarray]

    def given(self, item: str, measure: Measure) -> np.ndarray:
        """Who answered what a measure needs; a gap needs both answers."""
        now, ideal = self.now[item] >= 0, self.ideal[item] >= 0
        return {"now": now, "ideal": ideal, "gap": now & ideal}[measure]


def staff_answers(survey: Survey) -> StaffAnswers:
    """Read the two staff questions from supplied answers."""
    answers = survey.answers
    assert answers is not None, "asked of a survey without answers"

    def codes(asked: Question) -> dict[str, np.ndarray]:
        keys = list(asked.scale.keys)
        columns = {item.key: answers[asked.column(item.key)] for item in asked.items}
        return {key: pd.Categorical(column, keys).codes for key, column in columns.items()}

    now, ideal = staff_questions(survey)
    return StaffAnswers(codes(now), codes(ideal))
