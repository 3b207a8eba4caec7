"""The offers that a plan can use, in exact numbers, and why the others are left out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from analysis.competence.frames import (
    MOST_GAIN,
    OFFERS,
    check_columns,
    check_date,
    is_missing,
    number,
    numbered,
    optional_whole,
)
from analysis.competence.limits import ORE
from analysis.survey.checks import ProblemList


@dataclass(frozen=True)
class Offer:
    """An offer: days, prices in øre a head and a class, places, gain by profile, and term."""

    id: str
    name: str
    days: Fraction
    price: int
    class_price: int
    least: int
    most: int | None
    gains: tuple[int, ...]
    term: str
    ects: Fraction | None = None

    @property
    def has_classes(self) -> bool:
        """Whether the number of classes matters: they cost, or need a least number."""
        return self.least > 1 or self.class_price > 0


def read_offers(
    offers: pd.DataFrame, profiles: tuple[str, ...], date: str
) -> tuple[tuple[Offer, ...], pd.DataFrame]:
    """Return the offers that can be planned with, and those left out with the reason.

    An unknown is never 0: an offer whose days or price nobody knows is left out, and so is one
    that has expired or raises no level. An unknown gain is none to count on; an unknown class
    minimum or maximum is no limit. A class price alone is a price; ECTS are not needed to plan.

    Returns
    -------
    offers : tuple of Offer
    left_out : DataFrame
        One row per offer left out: ``offer, name, reason`` (``expired``, ``days_unknown``,
        ``price_unknown``, ``no_gain``).

    Raises
    ------
    InputError
        A column is missing, an offer stands twice, or a number is out of range.
    """
    check_columns("offers", offers, OFFERS)
    problems = ProblemList("offers")
    seen: set[str] = set()
    kept, left_out = [], []
    for row, cells in numbered(offers):
        key = str(cells["offer"])
        if key in seen or is_missing(cells["offer"]):
            problems.add_cell(key, "hvert tilbud én gang", "Ret cellen.", row, "offer")
        seen.add(key)
        reason, offer = _offer(cells, row, profiles, date, problems)
        if reason:
            left_out.append({"offer": key, "name": str(cells["name"]), "reason": reason})
        elif offer is not None:
            kept.append(offer)
    problems.raise_if_any()
    return tuple(kept), pd.DataFrame(left_out, columns=["offer", "name", "reason"])


def _offer(
    cells: dict[str, object],
    row: int,
    profiles: tuple[str, ...],
    date: str,
    problems: ProblemList,
) -> tuple[str, Offer | None]:
    head, one_class, days, ects = (
        number(cells[name], row, name, problems)
        for name in ("price_head", "price_class", "days", "ects")
    )
    least, most = (
        optional_whole(cells[name], row, name, problems) for name in ("class_min", "class_max")
    )
    gains = tuple(_gain(cells.get(f"gain_{each}"), row, each, problems) for each in profiles)
    if most is not None and (most < 1 or most < (least or 0)):
        problems.add_cell(
            str(most), "mindst class_min og mindst 1", "Ret cellen.", row, "class_max"
        )
    if not is_missing(cells["expires"]) and check_date("expires", cells["expires"]) < date:
        return "expired", None
    if days is None:
        return "days_unknown", None
    if head is None and one_class is None:
        return "price_unknown", None
    if not any(gains):
        return "no_gain", None
    price, class_price = (round((each or Fraction(0)) * ORE) for each in (head, one_class))
    term = "" if is_missing(cells["term"]) else str(cells["term"])
    key, name = str(cells["offer"]), str(cells["name"])
    least = max(least or 1, 1)
    return "", Offer(key, name, days, price, class_price, least, most, gains, term, ects)


def _gain(value: object, row: int, profile: str, problems: ProblemList) -> int:
    gain = optional_whole(value, row, f"gain_{profile}", problems) or 0
    if gain > MOST_GAIN:
        expected = f"et helt tal, 0 til {MOST_GAIN}, eller en tom celle"
        problems.add_cell(str(gain), expected, "Ret cellen.", row, f"gain_{profile}")
    return gain
