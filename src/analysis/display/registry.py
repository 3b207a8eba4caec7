"""Registry of tables and figures: how each is measured, drawn, set as a table, and named in files.

The CSV files, the workbook, the figures' files and the slides read it: a new table is one entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures.crosstab import draw_crosstab
from analysis.display.figures.likert import draw_likert
from analysis.display.figures.workforce import draw_gap
from analysis.display.tables.blocks import Table
from analysis.display.tables.claims import format_claims
from analysis.display.tables.crosstab import format_crosstab
from analysis.display.tables.likert import format_likert
from analysis.display.tables.profiles import format_profiles
from analysis.display.tables.summary import format_summary
from analysis.display.tables.workforce import format_gap
from analysis.measures.claims import check_claims
from analysis.measures.crosstab import crosstab
from analysis.measures.profiles import PROFILE_MEASURES, profile_table
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.workforce import workforce_gap
from analysis.survey.published import REPORT
from analysis.survey.survey import Survey, provenance

#: Columns of the files, where a results frame has more.
_LIKERT = (
    *("question", "item", "answer", "n", "base", "share", "share_low", "share_high"),
    *("low", "high", "low_infinite", "high_infinite", "se", "deff", "basis"),
)
_CROSSTAB = (
    *("question", "item", "group", "answer"),
    *("n", "n_low", "n_high", "base", "share", "share_low", "share_high"),
    *("low", "high", "se", "deff", "assumption", "basis"),
)
_GAP = ("measure", "unit", "central", "low", "high", "assumption", "basis")
_CLAIMS = ("claim", "page", "text", "quantity", "verdict", "basis")


@dataclass(frozen=True)
class Entry:
    """One table of a survey.

    Attributes
    ----------
    id : str
    measure : callable
        Survey → results frames, their small cells suppressed: often one per question, none where
        the survey lacks what the table needs.
    file : str
        Name of its CSV file, where ``{question}``, ``{group}`` and ``{rebased}`` are filled in.
        Frames with the same name stand in one file.
    table : callable
        Results frame → `Table`.
    draw : callable, optional
        Results frame → figure.
    sheets : tuple of str
        Its sheets in the workbook, by their layout in `fagligheder.office.sheets`; ``table`` is
        the sheet of any table.
    columns : tuple of str
        Columns of the file, those of them that a frame has; all of the frame's when empty.
    figure_files : bool
        Whether each frame's figure is written as files.
    """

    id: str
    measure: Callable[[Survey], list[pd.DataFrame]]
    file: str
    table: Callable[..., Table]
    draw: Callable[..., Axes] | None = None
    sheets: tuple[str, ...] = ("table",)
    columns: tuple[str, ...] = ()
    figure_files: bool = False

    def file_name(self, frame: pd.DataFrame) -> str:
        """Name of the file of one of its frames, without an ending."""
        rebased = "_rebased" if provenance(frame).rebased else ""
        question = str(frame["question"].iloc[0]) if "question" in frame else ""
        group = provenance(frame).codebook.release_group
        return self.file.format(question=question, rebased=rebased, group=group)

    def published(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The columns of a frame that its file has, and ``suppressed`` where there is one."""
        marked = [name for name in ("suppressed",) if name in frame]
        known = [name for name in self.columns if name in frame]
        return frame[[*known, *marked]] if self.columns else frame


def measure_tables(survey: Survey) -> dict[str, list[pd.DataFrame]]:
    """Measure every table of the registry.

    Parameters
    ----------
    survey : Survey
        Small cells of supplied answers are suppressed in every table.

    Returns
    -------
    dict
        Results frames by the id of their entry; an empty list where there are none.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> tables = measure_tables(read_published())
    >>> len(tables["likert"]), len(tables["crosstab"]), len(tables["claims"][0])
    (6, 5, 54)
    """
    return {entry.id: entry.measure(survey) for entry in REGISTRY.values()}


def table_files(tables: Mapping[str, Sequence[pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """The tables from `measure_tables` by the names of their files, each with its columns."""
    named: dict[str, list[pd.DataFrame]] = {}
    for entry in REGISTRY.values():
        for frame in tables[entry.id]:
            named.setdefault(entry.file_name(frame), []).append(entry.published(frame))
    return {name: frames[0] if len(frames) == 1 else pd.concat(frames)
            for name, frames in named.items()}  # fmt: skip


def has_profiles(survey: Survey) -> bool:
    """Whether the four questions about the profiles were asked."""
    return survey.codebook.has_roles(*PROFILE_MEASURES.values())


def has_gap(survey: Survey) -> bool:
    """Whether the survey has what the workforce gap needs: the profiles and size bands."""
    return has_profiles(survey) and bool(survey.codebook.size_bands)


def _likerts(survey: Survey) -> list[pd.DataFrame]:
    """One per question; one with answers outside the listed categories follows re-based, too."""
    frames = []
    for key in survey.codebook.questions:
        likert = likert_table(survey, key, interval="both")
        listed = likert_table(survey, key, base="listed", interval="both")
        alike = np.array_equal(listed["base"], likert["base"], equal_nan=True)
        frames += [likert] if alike else [likert, listed]
    return frames


def _summaries(survey: Survey) -> list[pd.DataFrame]:
    if survey.design is not None:  # weighted ones are not set as tables, nor released
        return []
    return [likert_summary(survey, key, interval="both") for key in survey.codebook.questions]


def _crosstabs(survey: Survey) -> list[pd.DataFrame]:
    by = survey.codebook.release_group
    if not by or (by != "size_band" and survey.is_printed):
        return []
    return [crosstab(survey, key, by=by) for key in survey.codebook.questions]


def _gap_by_size(survey: Survey) -> pd.DataFrame:
    return workforce_gap(survey, by="size_band")


def _one(
    measure: Callable[[Survey], pd.DataFrame], known: Callable[[Survey], bool]
) -> Callable[[Survey], list[pd.DataFrame]]:
    """Measure one frame of a survey that has what it needs."""
    return lambda survey: [measure(survey)] if known(survey) else []


#: Every table by its id, in the order of the workbook.
REGISTRY = {
    entry.id: entry
    for entry in (
        Entry("likert", _likerts, "likert_{question}{rebased}", format_likert, draw_likert,
              sheets=("figure", "answers"), columns=_LIKERT, figure_files=True),
        Entry("summary", _summaries, "likert_summary", format_summary, sheets=("summary",)),
        Entry("profiles", _one(profile_table, has_profiles), "profile_table", format_profiles,
              sheets=("profiles",)),
        Entry("crosstab", _crosstabs, "crosstab_{question}_by_{group}", format_crosstab,
              draw_crosstab, sheets=("crosstab",), columns=_CROSSTAB),
        Entry("gap", _one(workforce_gap, has_gap), "workforce_gap", format_gap, draw_gap,
              sheets=("gap",), columns=("item", *_GAP)),
        Entry("gap_by_size", _one(_gap_by_size, has_gap), "workforce_gap_by_size_band", format_gap,
              sheets=("gap",), columns=("item", "group", *_GAP)),
        Entry("claims", _one(check_claims, lambda survey: survey.source == REPORT), "claims",
              format_claims, sheets=("claims",), columns=_CLAIMS),
    )
}  # fmt: skip
