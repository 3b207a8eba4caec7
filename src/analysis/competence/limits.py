"""The limits that hold at a date: days, kroner, share away, and what a fund pays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np
import pandas as pd

from analysis.competence.frames import (
    LIMITS,
    check_columns,
    check_date,
    is_missing,
    number,
    numbered,
)
from analysis.survey.checks import ProblemList

#: Names of the limits that are read; others, of the centre's own, are left alone.
SHARES = ("share_away", "fund_rate", "leaving_rate")
KNOWN = ("days", "kroner", "fund_cap", *SHARES)
ORE = 100


@dataclass(frozen=True)
class Fund:
    """What a fund pays of one employee's courses in a year: a share, up to a cap in øre."""

    rate: Fraction = Fraction(0)
    cap: int | None = None

    def pays(self, gross: np.ndarray | int) -> np.ndarray:
        """Return the whole øre that the fund pays of prices in øre."""
        share = np.asarray(gross, dtype=np.int64) * self.rate.numerator // self.rate.denominator
        return share if self.cap is None else np.minimum(share, self.cap)


@dataclass(frozen=True)
class Limits:
    """The limits of one plan; None where there is none. Money is in øre.

    Attributes
    ----------
    days : Fraction or None
        Days of training of all together.
    money : int or None
        What the centre itself may pay, net of the fund.
    share_away : Fraction or None
        Of a unit's staff in one term.
    leaving_rate : Fraction or None
        Share that leaves, for the reserve.
    funds : dict
        By agreement.
    """

    days: Fraction | None = None
    money: int | None = None
    share_away: Fraction | None = None
    leaving_rate: Fraction | None = None
    funds: Mapping[str, Fund] | None = None
    common: Fund = Fund()

    def fund(self, agreement: str) -> Fund:
        """Return the fund of an agreement; an employee without agreement has none."""
        if not agreement:
            return Fund()
        return (self.funds or {}).get(agreement, self.common)

    def away(self, staff: int) -> int | None:
        """Return how many of a unit may be away at once: rounded down, but one of any unit."""
        return None if self.share_away is None else max(1, floor(self.share_away * staff))


def read_limits(limits: pd.DataFrame, date: str) -> Limits:
    """Return the limits that hold at a date.

    Of rows for the same limit and agreement the one that is valid from the latest day holds. A
    row without a day always has. A row of an agreement goes before one for all agreements.

    Raises
    ------
    InputError
        A column is missing, a value is no number from 0, a share is over 1, or two rows of a
        limit are valid from the same day.
    """
    check_columns("limits", limits, LIMITS)
    date = check_date("date", date)
    problems = ProblemList("limits")
    held: dict[tuple[str, str | None], tuple[str, Fraction]] = {}
    for row, cells in numbered(limits):
        name = str(cells["limit"])
        if name not in KNOWN:
            continue
        start = cells["valid_from"]
        start = "" if is_missing(start) else check_date("valid_from", start)
        value = number(cells["value"], row, "value", problems)
        if value is None or start > date:
            continue
        if name in SHARES and value > 1:
            problems.add_cell(str(cells["value"]), "en andel, 0 til 1", "Ret cellen.", row, "value")
        agreement = None if is_missing(cells["agreement"]) else str(cells["agreement"])
        before = held.get((name, agreement))
        if before is not None and before[0] == start:
            expected = "en række for hver grænse, overenskomst og dato"
            problems.add_cell(name, expected, "Slet en række.", row, "limit")
        if before is None or before[0] < start:
            held[name, agreement] = (start, value)
    problems.raise_if_any()
    values = {key: value for key, (_, value) in held.items()}
    agreements = {agreement for _, agreement in values if agreement is not None}
    money = values.get(("kroner", None))
    return Limits(
        days=values.get(("days", None)),
        money=None if money is None else floor(money * ORE),
        share_away=values.get(("share_away", None)),
        leaving_rate=values.get(("leaving_rate", None)),
        funds={each: _fund(values, each) for each in sorted(agreements)},
        common=_fund(values, None),
    )


def _fund(values: Mapping[tuple[str, str | None], Fraction], agreement: str | None) -> Fund:
    def value(name: str) -> Fraction | None:
        return values.get((name, agreement), values.get((name, None)))

    cap = value("fund_cap")
    return Fund(value("fund_rate") or Fraction(0), None if cap is None else floor(cap * ORE))
