"""The frames of a centre, read into exact numbers; what is wrong is named by frame and row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from analysis.competence.reserve import exact
from analysis.survey.checks import InputError, Problem, ProblemList

HORIZONS = ("now", "five_years")
LEVELS = ("low", "middle", "high")
HIGHEST_LEVEL = 3
MOST_GAIN = 2
NEEDS = ("profile", "horizon", *LEVELS)
EMPLOYEES = tuple(
    "code unit role agreement wishes declines most_days leaving diploma_begun".split()
)
OFFERS = tuple(
    "offer name ects days price_head price_class class_min class_max term expires".split()
)
LIMITS = ("limit", "value", "agreement", "valid_from")
_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")


@dataclass(frozen=True)
class Need:
    """What one profile needs, in people, and how much one who is missing weighs."""

    profile: str
    low: int
    middle: int
    high: int
    weight: Fraction


def read_needs(needs: pd.DataFrame, horizon: str) -> tuple[Need, ...]:
    """Return the needs at a horizon, in the frame's order.

    Raises
    ------
    InputError
        A column is missing, a profile stands twice, or the numbers do not rise from low to high.
    """
    check_columns("needs", needs, NEEDS)
    if horizon not in HORIZONS:
        raise InputError(f'horizon: "{horizon}" findes ikke. Vælg en af {", ".join(HORIZONS)}.')
    problems = ProblemList("needs")
    found: dict[str, Need] = {}
    for row, cells in numbered(needs):
        if cells["horizon"] not in HORIZONS:
            problems.add_cell(str(cells["horizon"]), " eller ".join(HORIZONS), "Ret cellen.", row)
        if cells["horizon"] != horizon:
            continue
        numbers = [whole(cells[level], row, level, problems) for level in LEVELS]
        if numbers != sorted(numbers):
            said = ", ".join(map(str, numbers))
            problems.add_cell(said, "low ≤ middle ≤ high", "Ret rækken.", row, "low")
        if cells["profile"] in found:
            problems.add_cell(str(cells["profile"]), "en profil én gang", "Slet en række.", row)
        weight = number(cells.get("weight", 1), row, "weight", problems)
        low, middle, high = numbers
        weight = Fraction(1) if weight is None else weight
        found[str(cells["profile"])] = Need(str(cells["profile"]), low, middle, high, weight)
    problems.raise_if_any()
    if not found:
        raise InputError(f'needs: ingen rækker for "{horizon}". Skriv mindst ét behov.')
    return tuple(found.values())


def read_levels(employees: pd.DataFrame, profiles: Iterable[str]) -> np.ndarray:
    """Return every employee's levels, −1 where unknown: employees × profiles.

    Raises
    ------
    InputError
        A column is missing, a code stands twice, or a level is not a whole number from 0 to 3.
    """
    profiles = list(profiles)
    check_columns("employees", employees, [*EMPLOYEES, *profiles])
    problems = ProblemList("employees")
    twice = employees["code"].duplicated() | employees["code"].isna()
    for row in np.flatnonzero(twice).tolist():
        # The code itself is not repeated: a message may be sent to others.
        problems.add_cell("samme eller ingen kode", "hver kode én gang", "Ret cellen.", row + 2)
    levels = np.full((len(employees), len(profiles)), -1)
    for place, profile in enumerate(profiles):
        values = pd.to_numeric(employees[profile], errors="coerce").to_numpy(dtype=float)
        blank = employees[profile].isna().to_numpy()
        wrong = ~blank & ~np.isin(values, range(HIGHEST_LEVEL + 1))
        for row in np.flatnonzero(wrong).tolist():
            shown = str(employees[profile].iloc[row])
            expected = f"et helt tal, 0 til {HIGHEST_LEVEL}, eller en tom celle"
            problems.add_cell(shown, expected, "Ret cellen.", row + 2, profile)
        levels[:, place] = np.where(blank | wrong, -1, np.nan_to_num(values, nan=-1.0))
    problems.raise_if_any()
    return levels


def check_columns(frame: str, table: pd.DataFrame, columns: Iterable[str]) -> None:
    """Refuse a frame that lacks columns."""
    absent = [name for name in columns if name not in table.columns]
    if absent:
        found = ", ".join(map(str, table.columns))
        cure = f"Tilføj {', '.join(absent)}."
        raise InputError(Problem("", cure, frame, found=found, expected=", ".join(columns)))


def numbered(table: pd.DataFrame) -> Iterable[tuple[int, dict[str, object]]]:
    """Each row with its number in a sheet, whose heading is row 1."""
    records = table.to_dict("records")
    return ((row, {str(k): v for k, v in cells.items()}) for row, cells in enumerate(records, 2))


def is_missing(value: Any) -> bool:
    """Whether a cell is empty: None, NaN or an empty text."""
    return not isinstance(value, tuple | list) and bool(pd.isna(value) or value == "")


def number(value: object, row: int, column: str, problems: ProblemList) -> Fraction | None:
    """Return a number from 0 exactly; None for an empty cell, and where a problem is added."""
    if is_missing(value):
        return None
    try:
        found = exact(str(value))
    except ValueError:
        found = Fraction(-1)
    if found < 0:
        problems.add_cell(str(value), "et tal fra 0 eller en tom celle", "Ret cellen.", row, column)
        return None
    return found


def whole(value: object, row: int, column: str, problems: ProblemList) -> int:
    """Return a whole number from 0; 0, and a problem added, otherwise."""
    found = number(value, row, column, problems)
    if found is None or found.denominator != 1:
        problems.add_cell(str(value), "et helt tal fra 0", "Ret cellen.", row, column)
        return 0
    return int(found)


def optional_whole(value: object, row: int, column: str, problems: ProblemList) -> int | None:
    """Return a whole number from 0, None for an empty cell."""
    return None if is_missing(value) else whole(value, row, column, problems)


def check_date(name: str, value: object) -> str:
    """Return a date as year-month-day, or year-month; refuse other texts."""
    found = str(value).removesuffix(" 00:00:00")
    if not _DATE.fullmatch(found):
        raise InputError(f'{name}: fandt "{value}", forventede en dato som 2027-01-31.')
    return found
