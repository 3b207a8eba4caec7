"""A survey, and the provenance that each results frame computed from it carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from analysis.survey.codebook import Codebook, Labels, read_codebook


@dataclass(frozen=True)
class Provenance:
    """The codebook and source of a results frame, and what its interval columns hold.

    Attributes
    ----------
    codebook : Codebook
        Labels of questions, items, answers and size bands.
    source : str
        As printed under figures and tables; empty when it is not known.
    interval : str
        Kind of interval in ``low`` and ``high``.
    level : float
        Its confidence level.
    population : int or None
        People the answers stand for.
    kommuner : int
        Municipalities that took part; 0 when that is not known.
    rebased : bool
        Whether answers outside the listed categories were left out of the base.
    source_en : str
        The source in English, where it has words of ours in it.
    groups : mapping of str to Labels
        Labels of the frame's groups by key; empty when it has none.
    top_band : (float, float, float) or None
        Low, central and high per cent that the open top band was given; None when it was left
        as the codebook has it.
    """

    codebook: Codebook
    source: str = ""
    interval: str = "none"
    level: float = 0.95
    population: int | None = None
    rebased: bool = False
    source_en: str = ""
    groups: Mapping[str, Labels] = field(default_factory=dict)
    top_band: tuple[float, float, float] | None = None
    kommuner: int = 0

    def __deepcopy__(self, memo: object) -> Provenance:
        return self  # immutable: pandas copies attrs with every frame

    def __copy__(self) -> Provenance:
        return self

    def source_in(self, lang: str) -> str:
        """The source in one language."""
        return self.source_en if lang == "en" and self.source_en else self.source


Basis = Literal["published", "recovered", "bounded", "modelled", "observed", "synthetic"]


@dataclass(frozen=True, eq=False)
class Survey:
    """What was asked and answered; every measure starts from one.

    Attributes
    ----------
    codebook : Codebook
        Questions, items, scales, size bands and population.
    kommuner : DataFrame
        One row per participating municipality, indexed by code: name, staff (people in the job
        centre), answers (managers), region, landsdel, kommunegruppe, population, size_band.
    basis : str
        ``recovered`` for the printed tables, ``observed`` or ``synthetic`` for answers.
    source : str
        Where the numbers come from, as printed under figures.
    printed : DataFrame or None
        One row per printed cell: question, item, answer, percent (whole), page.
    answers : DataFrame or None
        One row per respondent: kommune code and one column per ``question_item``, an ordered
        categorical of answer keys; NaN where there is no answer on the scale.
    outside : mapping of str to int
        By ``question_item``: answers outside the listed categories (don't know). They count in
        an item's base, not among its listed answers.
    notes : tuple of str
        What a reader of the survey should know, in Danish.
    source_en : str
        The source in English, where it has words of ours in it.
    """

    codebook: Codebook
    kommuner: pd.DataFrame
    basis: Basis
    source: str
    printed: pd.DataFrame | None = None
    answers: pd.DataFrame | None = None
    outside: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = field(default=())
    source_en: str = ""

    def source_in(self, lang: str) -> str:
        """The source in one language."""
        return origin_of(self).source_in(lang)

    @property
    def respondents(self) -> int:
        """How many managers answered."""
        return len(self.answers) if self.answers is not None else int(self.kommuner.answers.sum())


def origin_of(survey: Survey, **settings: Any) -> Provenance:
    """The provenance of what is computed from a survey.

    Parameters
    ----------
    survey : Survey
    **settings
        The other attributes of `Provenance`.
    """
    return Provenance(
        survey.codebook,
        survey.source,
        source_en=survey.source_en,
        kommuner=len(survey.kommuner),
        **settings,
    )


def provenance(frame: pd.DataFrame) -> Provenance:
    """The frame's provenance; the project's codebook without a source when it was lost."""
    found = frame.attrs.get("provenance")
    return found if isinstance(found, Provenance) else Provenance(read_codebook())


def with_provenance(frame: pd.DataFrame, origin: Provenance) -> pd.DataFrame:
    """The same frame, carrying where it comes from."""
    marked = frame.copy(deep=False)
    marked.attrs["provenance"] = origin
    return marked
