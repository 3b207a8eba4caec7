"""Subgroups of respondents, with the staff that each answer stands for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.measures.groups import grouping, respondents, staff_per_answer
from analysis.survey.checks import InputError
from analysis.survey.kommuner import find_kommune
from analysis.survey.survey import Survey


@dataclass(frozen=True, eq=False)
class Subgroup:
    """Which respondents a row is about, and how many staff each of them stands for.

    ``people`` is what a respondent's share of staff is multiplied by; zero for non-members.
    """

    group: str | None
    members: np.ndarray
    people: np.ndarray

    @property
    def base(self) -> int:
        """Answers behind the row."""
        return int(self.members.sum())

    @property
    def staff(self) -> float:
        """People that the row is about; NaN where they are not known."""
        return round(float(self.people.sum()), 6)

    @property
    def weights(self) -> tuple[tuple[str, np.ndarray], tuple[str, np.ndarray]]:
        """What a respondent's share is multiplied by, for each unit."""
        return ("share", self.per_answer), ("people", self.people)

    @property
    def per_answer(self) -> np.ndarray:
        """What a respondent's share is multiplied by to give the mean over the members."""
        return self.members / self.base if self.base else np.full(len(self.members), np.nan)


def subgroups_of(survey: Survey, by: str | None, valid: np.ndarray | None = None) -> list[Subgroup]:
    """Divide the respondents by group; one subgroup of all when ``by`` is None.

    A municipality's staff is split evenly over its respondents. ``valid`` marks those who
    answered; the subgroups then consist of them alone.
    """
    people = staff_per_answer(survey, valid)
    if by is None:
        return [Subgroup(None, np.ones(len(people), dtype=bool), people)]
    groups = grouping(survey, by)
    of_each = groups.codes if valid is None else groups.codes[valid]
    masks = [(key, of_each == i) for i, key in enumerate(groups.keys)]
    return [Subgroup(key, mask, np.where(mask, people, 0.0)) for key, mask in masks]


def size_band_of(survey: Survey, staff: int, valid: np.ndarray | None = None) -> Subgroup:
    """Respondents of the size band that a job centre with this staff belongs to.

    Each stands for an equal part of that staff, so that people are staff × the band's mean.
    """
    band = survey.codebook.size_band(staff).key
    members = respondents(survey).map(survey.kommuner["size_band"].to_dict()).to_numpy() == band
    return share_out(members if valid is None else members[valid], staff)


def share_out(members: np.ndarray, staff: int) -> Subgroup:
    """Share a number of staff evenly over the members."""
    return Subgroup(None, members, members * (staff / max(int(members.sum()), 1)))


def staff_of(survey: Survey, code: str, staff: int | None) -> int:
    """Staff of one municipality: as given, else as the survey knows it; an InputError without."""
    number = survey.kommuner["staff"].to_dict().get(code, np.nan) if staff is None else staff
    if pd.isna(number):
        raise InputError(
            f"Kommunen {find_kommune(code).name} står ikke med et antal medarbejdere i "
            "undersøgelsen. Angiv det med staff, fx staff=100."
        )
    if number < 1:
        raise InputError(f"staff: fandt {staff!r}, forventede et helt tal fra 1.")
    return int(number)
