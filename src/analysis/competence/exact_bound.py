"""A lower bound from multipliers, in exact whole numbers: weak duality over a box.

For x with low ≤ x ≤ high and A x ≤ b, and any multipliers y ≥ 0, every cost c x is at least
−y b + Σ min((c + y A) x over the box). It holds whatever made the multipliers: a wrong one
gives a weak bound, never a false one.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

import numpy as np

from analysis.competence.programme import Programme
from analysis.competence.rows import Rows

#: Multipliers are rounded to whole numbers of 1/UNIT.
UNIT = 2**60


def whole_multipliers(multipliers: np.ndarray) -> dict[int, int]:
    """Return multipliers in units of 1/UNIT by row, those above 0 alone."""
    found = {
        int(row): round(Fraction(float(y)) * UNIT) for row, y in enumerate(multipliers) if y > 0
    }
    return {row: y for row, y in found.items() if y > 0}


def bound(
    rows: Rows,
    cost: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    multipliers: Mapping[int, int],
) -> Fraction:
    """Return a number that the cost of no plan within rows and bounds falls below."""
    reduced = reduced_costs(rows, cost, multipliers)
    total = -sum(y * int(rows.most[row]) for row, y in multipliers.items())
    for sign, ends in ((reduced > 0, lower), (reduced < 0, upper)):
        for place in np.flatnonzero(sign & (ends != 0)):
            total += reduced[place] * int(ends[place])
    return Fraction(total, UNIT)


def reduced_costs(rows: Rows, cost: np.ndarray, multipliers: Mapping[int, int]) -> np.ndarray:
    """Return every variable's reduced cost in units of 1/UNIT, as whole numbers of any size."""
    reduced = np.array([int(each) for each in cost], dtype=object) * UNIT
    starts, columns, values = rows.matrix.indptr, rows.matrix.indices, rows.matrix.data
    for row, y in multipliers.items():
        inside = slice(starts[row], starts[row + 1])
        reduced[columns[inside]] += values[inside].astype(object) * y
    return reduced


def repaired(
    programme: Programme,
    rows: Rows,
    cost: np.ndarray,
    upper: np.ndarray,
    multipliers: Mapping[int, int],
) -> dict[int, int]:
    """Return multipliers with every type's raised, so that no free column's cost is negative.

    What the solver's rounding leaves below zero would otherwise be lost once for each column
    and not once for each type.
    """
    reduced = reduced_costs(rows, cost, multipliers)[: programme.people]
    free = upper[: programme.people] == programme.upper[: programme.people]
    made = dict(multipliers)
    for place in np.flatnonzero(free & (reduced < 0)):
        row = programme.first_type_row + int(programme.type_of[place])
        short = multipliers.get(row, 0) - int(reduced[place])
        made[row] = max(made.get(row, 0), short)
    return made


def rounded_up(value: Fraction, step: int) -> int:
    """Return the least multiple of a step from a bound."""
    return ceil(value / step) * step
