"""Whom a number about the staff is for: all, a group of municipalities, or one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.measures.groups import grouping
from analysis.survey.checks import InputError
from analysis.survey.kommuner import find_kommune
from analysis.survey.published import Survey


@dataclass(frozen=True, eq=False)
class Part:
    """Whom a row is about: which respondents, how many staff, whose share counts how much.

    ``people`` is what each respondent's share is multiplied by; zero outside the part.
    """

    group: str | None
    members: np.ndarray
    staff: float
    people: np.ndarray


def parts_of(survey: Survey, by: str | None, respondents: pd.Series | pd.Index) -> list[Part]:
    """The parts of the survey by group; ``respondents`` are their municipalities' codes."""
    of_each = survey.kommuner["staff"].loc[respondents].to_numpy(float)
    answers = pd.Series(respondents).map(pd.Series(respondents).value_counts()).to_numpy(float)
    people = of_each / answers
    everyone = np.ones(len(people), dtype=bool)
    if by is None:
        return [Part(None, everyone, people.sum(), people)]
    groups = grouping(survey, by)
    codes = groups.codes(respondents)
    masks = [(key, codes == i) for i, key in enumerate(groups.keys)]
    return [Part(key, mask, people[mask].sum(), np.where(mask, people, 0.0)) for key, mask in masks]


def one_kommune(survey: Survey, whole: Part, code: str, staff: int | None) -> Part:
    """A municipality as its size band with its own staff."""
    size = staff_of(survey, code, staff)
    band = survey.codebook.size_band(size).key
    kommuner = survey.kommuner.index.repeat(survey.kommuner["answers"])
    members = (survey.kommuner["size_band"].loc[kommuner] == band).to_numpy() & whole.members
    return Part(None, members, size, members * size / max(members.sum(), 1))


def staff_of(survey: Survey, code: str, staff: int | None) -> int:
    known = survey.kommuner["staff"].get(code)
    if staff is None and (known is None or np.isnan(known)):
        raise InputError(
            f"Kommunen {find_kommune(code).name} står ikke med et antal medarbejdere i rapportens "
            "kapitel 14. Angiv det med staff, fx staff=100."
        )
    number = known if staff is None else staff
    if number < 1:
        raise InputError(f"staff: fandt {staff!r}, forventede et helt tal fra 1.")
    return int(number)
