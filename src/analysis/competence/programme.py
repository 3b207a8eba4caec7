"""The integer programme of a plan, in whole numbers: what it minimises, and its constraints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, lcm
from typing import Any

import numpy as np

from analysis.competence.bundles import OfferTable
from analysis.competence.employee_types import StaffType
from analysis.competence.limits import Limits
from analysis.competence.rows import RowBuilder, Rows

#: How a proof names a variable: ("people", type, offers), ("classes", offer), ("missing", profile).
Name = tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """What earlier parts of a plan have decided, and what they use of the limits."""

    classes: Mapping[str, int] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)
    days: Fraction = Fraction(0)
    net: int = 0
    away: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Programme:
    """Minimise a cost over whole numbers within bounds and rows.

    The variables are the people of each type who take each bundle of offers, the classes of each
    offer, and the people missing in each profile, in this order.

    Attributes
    ----------
    types : tuple of (StaffType, int)
    type_of, first, second : array
        Of each variable of people: its type's number, and its offers' numbers.
    table : OfferTable
    class_offers : tuple of int
        Numbers of the offers with a variable of classes.
    rows : Rows
    lower, upper : array
    missing_cost, net_cost : array
        Weighted people missing, and øre that the centre pays, earlier classes included.
    days_cost : array
        Days of training, in the table's unit.
    away : Rows
        Newly away by unit and term; ``away_staff`` is the unit's staff. ``most`` is zero less
        those already away.
    weight_unit : int
        What one unit of weight is in ``missing_cost``.
    """

    types: tuple[tuple[StaffType, int], ...]
    type_of: np.ndarray
    first: np.ndarray
    second: np.ndarray
    table: OfferTable
    class_offers: tuple[int, ...]
    profiles: int
    rows: Rows
    lower: np.ndarray
    upper: np.ndarray
    missing_cost: np.ndarray
    net_cost: np.ndarray
    days_cost: np.ndarray
    away: Rows
    away_cells: tuple[tuple[str, str], ...]
    away_staff: np.ndarray
    weight_unit: int
    first_type_row: int

    @property
    def people(self) -> int:
        """How many variables of people there are."""
        return len(self.type_of)

    @property
    def size(self) -> int:
        """How many variables there are."""
        return len(self.lower)

    @cached_property
    def nothing(self) -> np.ndarray:
        """The plan that adds nothing, which always fits."""
        plan = self.lower.copy()
        plan[self.missing] = self.upper[self.missing]
        return plan

    @property
    def missing(self) -> slice:
        """Where the variables of people missing stand."""
        return slice(self.size - self.profiles, self.size)

    def name(self, place: int) -> list[Any]:
        """Name a variable in a proof: by numbers of types, and keys of offers."""
        if place < self.people:
            offers = [self.first[place], *([self.second[place]] if self.second[place] >= 0 else [])]
            ids = [self.table.offers[each].id for each in offers]
            return ["people", int(self.type_of[place]), *ids]
        place -= self.people
        if place < len(self.class_offers):
            return ["classes", self.table.offers[self.class_offers[place]].id]
        return ["missing", place - len(self.class_offers)]


def make_programme(
    types: Mapping[StaffType, int],
    units: Mapping[str, int],
    table: OfferTable,
    limits: Limits,
    targets: Sequence[int],
    have: Sequence[int],
    weights: Sequence[Fraction],
    given: Given,
) -> Programme:
    """Return the programme of the people still missing after what is given.

    Parameters
    ----------
    types : dict of StaffType to int
        Who can be trained, after what is given.
    units : dict of str to int
        All staff of each unit.
    targets, have : sequence of int
        By profile: need with reserve, and staff who match and stay.
    """
    ordered = tuple((each, n) for each, n in sorted(types.items()) if n)
    short = np.maximum(0, np.array(targets, dtype=np.int64) - np.array(have, dtype=np.int64))
    bundles = [table.of(each, limits.fund(each.agreement), short > 0) for each, _ in ordered]
    counts = np.array([n for _, n in ordered], dtype=np.int64)
    type_of = np.repeat(np.arange(len(ordered)), [len(each.first) for each in bundles])
    first, second, days, net = (
        np.concatenate([np.empty(0, np.int64), *(getattr(each, name) for each in bundles)])
        for name in ("first", "second", "days", "net")
    )
    new = np.concatenate([np.empty((0, len(short)), bool), *(each.new for each in bundles)])
    away = np.concatenate([np.empty((0, len(table.terms)), bool), *(e.away for e in bundles)])
    eligible = _eligible(len(table.offers), counts, type_of, first, second)
    seated = [given.seats.get(each.id, 0) for each in table.offers]
    class_offers = tuple(place for place, each in enumerate(table.offers) if each.has_classes)
    people, classes, profiles = len(type_of), len(class_offers), len(short)
    size = people + classes + profiles
    missing = slice(people + classes, size)
    lower, upper = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    upper[:people] = counts[type_of] if people else 0
    for place, offer in enumerate(class_offers):
        lower[people + place] = given.classes.get(table.offers[offer].id, 0)
        most = _most_classes(table, offer, int(eligible[offer]) + seated[offer])
        upper[people + place] = max(most, lower[people + place])
    upper[missing] = short
    rows = RowBuilder(size)
    columns = np.arange(people)
    where = np.nonzero(new)
    rows.add(where[1], where[0], -1)
    rows.add(np.arange(profiles), people + classes + np.arange(profiles), -1)
    rows.end(-short)
    first_type_row = rows.count
    rows.add(type_of, columns, 1)
    rows.end(counts)
    for place, offer in enumerate(class_offers):
        took = np.flatnonzero((first == offer) | (second == offer))
        each, column = table.offers[offer], np.array([people + place])
        most = each.most if each.most is not None else int(eligible[offer]) + seated[offer]
        zeros = np.zeros(len(took), int)
        rows.add(zeros, took, 1)
        rows.add(np.array([0]), column, -most)
        rows.end(np.array([-seated[offer]]))
        rows.add(zeros, took, -1)
        rows.add(np.array([0]), column, each.least)
        rows.end(np.array([seated[offer]]))
    class_prices = np.array([table.offers[each].class_price for each in class_offers], np.int64)
    net_cost = np.concatenate([net, class_prices, np.zeros(profiles, np.int64)])
    all_days = np.concatenate([days, np.zeros(classes + profiles, np.int64)])
    if limits.days is not None:
        rows.add_dense(all_days, floor((limits.days - given.days) * table.unit))
    if limits.money is not None:
        paid = int(class_prices @ lower[people : people + classes])
        rows.add_dense(net_cost, limits.money - given.net + paid)
    away_rows, cells = _away(ordered, type_of, away, table, given, size)
    staff = np.array([units[unit] for unit, _ in cells], dtype=np.int64)
    all_rows = rows.rows()
    if limits.share_away is not None and cells:
        most_away = np.array([limits.away(int(n)) or 0 for n in staff]) + away_rows.most
        all_rows = all_rows.and_rows(Rows(away_rows.matrix, np.maximum(most_away, 0)))
    weight_unit = lcm(1, *(weight.denominator for weight in weights))
    missing_cost = np.zeros(size, dtype=np.int64)
    missing_cost[missing] = [int(weight * weight_unit) for weight in weights]
    return Programme(
        ordered, type_of, first, second, table, class_offers, profiles, all_rows, lower, upper,
        missing_cost, net_cost, all_days, away_rows, cells, staff, weight_unit, first_type_row,
    )  # fmt: skip


def _eligible(
    offers: int, counts: np.ndarray, type_of: np.ndarray, first: np.ndarray, second: np.ndarray
) -> np.ndarray:
    """How many people can take each offer, by itself or with another."""
    places, takers = np.concatenate([first, second]), np.concatenate([type_of, type_of])
    kept = places >= 0
    pairs = np.unique(np.stack([places[kept], takers[kept]]), axis=1)
    found = np.zeros(offers, dtype=np.int64)
    np.add.at(found, pairs[0], counts[pairs[1]])
    return found


def _most_classes(table: OfferTable, offer: int, seats: int) -> int:
    """How many classes any best plan can have: no more than its least numbers, or its seats."""
    each = table.offers[offer]
    return min(seats // each.least, ceil(seats / each.most) if each.most else min(seats, 1))


def _away(
    types: Sequence[tuple[StaffType, int]],
    type_of: np.ndarray,
    away: np.ndarray,
    table: OfferTable,
    given: Given,
    size: int,
) -> tuple[Rows, tuple[tuple[str, str], ...]]:
    units = sorted({each.unit for each, _ in types})
    unit_of = np.array([units.index(each.unit) for each, _ in types], dtype=int)
    columns, terms = np.nonzero(away)
    cells = tuple((unit, term) for unit in units for term in table.terms)
    rows = RowBuilder(size)
    if cells:
        rows.add(unit_of[type_of[columns]] * len(table.terms) + terms, columns, 1)
    rows.end(np.array([-given.away.get(cell, 0) for cell in cells], dtype=np.int64))
    return rows.rows(), cells
