"""The sets of offers that an employee of a type can take, and what each brings and costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from analysis.competence.employee_types import StaffType
from analysis.competence.limits import Fund
from analysis.competence.offers import Offer


@dataclass(frozen=True, eq=False)
class Bundles:
    """Sets of one or two offers, one a row; ``second`` is −1 where there is one.

    ``new`` says which profiles one of the type newly matches; ``days`` are in the programme's
    unit, ``net`` in øre, both on top of what the type has taken; ``away`` marks the terms in
    which one is newly away.
    """

    first: np.ndarray
    second: np.ndarray
    new: np.ndarray
    days: np.ndarray
    net: np.ndarray
    away: np.ndarray


class OfferTable:
    """The offers as arrays, from which the bundles of any type are made.

    A bundle is kept when each of its offers is of use: it newly matches a profile that the rest
    does not, or it has a class minimum that an employee can help to fill. Others cost more and
    bring nothing, so that no best plan needs them.
    """

    def __init__(
        self,
        offers: Sequence[Offer],
        profiles: int,
        most_offers: int,
        fractions: Sequence[Fraction],
    ) -> None:
        self.offers = tuple(offers)
        self.place = {each.id: place for place, each in enumerate(offers)}
        self.unit = lcm(1, *(each.denominator for each in fractions))
        self.unit = lcm(self.unit, *(each.days.denominator for each in offers))
        self.gains = np.array([each.gains for each in offers], int).reshape(-1, profiles)
        self.days = np.array([int(each.days * self.unit) for each in offers], dtype=np.int64)
        self.prices = np.array([each.price for each in offers], dtype=np.int64)
        self.fills = np.array([each.least > 1 for each in offers], dtype=bool)
        self.terms = tuple(sorted({each.term for each in offers}))
        self.term = np.array([self.terms.index(each.term) for each in offers], dtype=int)
        self.most_offers = most_offers
        self._fractions = tuple(fractions)
        self._known: dict[tuple[object, ...], Bundles] = {}

    def of_offers(self, offers: Sequence[Offer]) -> OfferTable:
        """Return the table of other offers, with the same unit of days or a finer one."""
        unit = Fraction(1, self.unit)
        return OfferTable(offers, self.gains.shape[1], self.most_offers, (*self._fractions, unit))

    def of(self, each: StaffType, fund: Fund, wanted: np.ndarray) -> Bundles:
        """Return the bundles of a type; only newly matching a ``wanted`` profile counts."""
        key = (each.lacks, each.most_days, each.taken, fund, wanted.tobytes())
        if key not in self._known:
            self._known[key] = self._bundles(each, fund, wanted)
        return self._known[key]

    def _bundles(self, each: StaffType, fund: Fund, wanted: np.ndarray) -> Bundles:
        taken = [self.place[offer] for offer in each.taken]
        lacks = np.array(each.lacks)
        of_use = self.gains[:, (lacks > 0) & wanted].any(axis=1) | self.fills
        free = np.setdiff1d(np.flatnonzero(of_use), taken)
        open_places = self.most_offers - len(taken)

        def new(gains: np.ndarray) -> np.ndarray:
            return np.asarray((lacks > 0) & wanted & (gains >= lacks))

        one, two = np.empty(0, int), np.empty(0, int)
        if open_places >= 1:
            kept = free[new(self.gains[free]).any(axis=1) | self.fills[free]]
            one, two = kept, np.full(len(kept), -1)
        if open_places >= 2:
            i, j = (free[places] for places in np.triu_indices(len(free), 1))
            gains_i, gains_j = self.gains[i], self.gains[j]
            both, alone_i, alone_j = map(new, (gains_i + gains_j, gains_i, gains_j))
            kept = (both != alone_j).any(axis=1) | self.fills[i]
            kept &= (both != alone_i).any(axis=1) | self.fills[j]
            one, two = np.concatenate([one, i[kept]]), np.concatenate([two, j[kept]])
        pair = two >= 0
        days = self.days[one] + np.where(pair, self.days[two], 0)
        if each.most_days >= 0:
            room = int(each.most_days * self.unit) - int(self.days[taken].sum())
            kept = days <= room
            one, two, pair, days = one[kept], two[kept], pair[kept], days[kept]
        gains = self.gains[one] + np.where(pair[:, None], self.gains[two], 0)
        before = int(self.prices[taken].sum())
        gross = self.prices[one] + np.where(pair, self.prices[two], 0)
        paid = fund.pays(before + gross) - fund.pays(before)
        away = np.zeros((len(one), len(self.terms)), dtype=bool)
        away[np.arange(len(one)), self.term[one]] = True
        away[np.flatnonzero(pair), self.term[two[pair]]] = True
        away[:, self.term[taken]] = False
        return Bundles(one, two, new(gains), days, gross - paid, away)
