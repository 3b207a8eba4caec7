"""Employees who are equal to a plan, counted: the solver sees numbers, and no codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from analysis.competence.frames import is_missing, number
from analysis.competence.offers import Offer
from analysis.survey.checks import InputError, ProblemList


@dataclass(frozen=True, order=True)
class StaffType:
    """What a plan needs to know of an employee; equal ones are counted together.

    Attributes
    ----------
    unit, agreement : str
        Empty where there is none.
    lacks : tuple of int
        By profile the levels that are missing to match; 0 for one who matches.
    most_days : Fraction
        −1 where there is no limit.
    start : tuple of int
        ``lacks`` before any part of the plan.
    taken : tuple of str
        Offers that an earlier part of the plan has given.
    """

    unit: str
    agreement: str
    lacks: tuple[int, ...]
    most_days: Fraction
    start: tuple[int, ...] = ()
    taken: tuple[str, ...] = ()

    @property
    def origin(self) -> StaffType:
        """The type before anything was taken."""
        return replace(self, lacks=self.start, taken=())

    def after(self, bundle: Sequence[Offer]) -> StaffType:
        """Return the type of one who has also taken some offers."""
        gained = [sum(each.gains[place] for each in bundle) for place in range(len(self.lacks))]
        lacks = tuple(max(0, lack - gain) for lack, gain in zip(self.lacks, gained, strict=True))
        taken = tuple(sorted((*self.taken, *(each.id for each in bundle))))
        return replace(self, lacks=lacks, taken=taken)


@dataclass(frozen=True)
class Label:
    """What a step says of those it is for, and what decides who of equal ones goes first."""

    role: str
    wishes: tuple[str, ...]
    diploma_begun: bool


@dataclass(frozen=True)
class Staff:
    """A centre's staff, counted.

    Attributes
    ----------
    types : dict of StaffType to int
        Those whom a plan can train, in a fixed order.
    labels : dict of StaffType to Counter of Label
        The same employees by role and wishes.
    have : tuple of int
        By profile the staff who match and stay.
    units : dict of str to int
        All staff of each unit.
    """

    types: dict[StaffType, int]
    labels: dict[StaffType, Counter[Label]]
    have: tuple[int, ...]
    units: dict[str, int]


def count_staff(
    employees: pd.DataFrame, levels: np.ndarray, match_level: int, unknown: str
) -> Staff:
    """Count employees who are equal to a plan.

    One who leaves neither counts as matching nor is trained; one who wants no training is not
    trained. An unknown level is taken as 0 (``worst``) or as matching (``best``).
    """
    check_choices(match_level, unknown)
    filled = np.where(levels < 0, 0 if unknown == "worst" else match_level, levels)
    lacks = np.maximum(0, match_level - filled)
    problems = ProblemList("employees")
    labels: dict[StaffType, Counter[Label]] = {}
    have = np.zeros(levels.shape[1], dtype=int)
    for place, cells in enumerate(employees.to_dict("records")):
        if not is_missing(cells["leaving"]):
            continue
        have += lacks[place] == 0
        if _yes(cells["declines"]):
            continue
        most = number(cells["most_days"], place + 2, "most_days", problems)
        lacking = tuple(int(lack) for lack in lacks[place])
        most = Fraction(-1) if most is None else most
        each = StaffType(_text(cells["unit"]), _text(cells["agreement"]), lacking, most, lacking)
        wishes = cells["wishes"]
        wished = tuple(wishes) if isinstance(wishes, tuple | list) else ()
        label = Label(_text(cells["role"]), wished, _yes(cells["diploma_begun"]))
        labels.setdefault(each, Counter())[label] += 1
    problems.raise_if_any()
    ordered = {each: labels[each] for each in sorted(labels)}
    return Staff(
        {each: counter.total() for each, counter in ordered.items()},
        ordered,
        tuple(int(each) for each in have),
        {_text(unit): int(n) for unit, n in employees["unit"].value_counts(dropna=False).items()},
    )


def check_choices(match_level: int, unknown: str) -> None:
    """Refuse a level that nobody can match at, and another way to take what is unknown."""
    if match_level not in (1, 2, 3):
        raise InputError(f"match_level: fandt {match_level!r}, forventede 1, 2 eller 3.")
    if unknown not in ("worst", "best"):
        raise InputError(f'unknown: fandt {unknown!r}, forventede "worst" eller "best".')


def _text(value: object) -> str:
    return "" if is_missing(value) else str(value)


def _yes(value: object) -> bool:
    return not is_missing(value) and bool(value)
