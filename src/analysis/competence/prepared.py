"""A centre's frames made ready for a plan: counted staff, usable offers, targets and limits."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.competence.bundles import OfferTable
from analysis.competence.decided import State
from analysis.competence.employee_types import Staff, check_choices, count_staff
from analysis.competence.frames import Need, check_date, read_levels, read_needs
from analysis.competence.limits import Limits, read_limits
from analysis.competence.offers import Offer, read_offers
from analysis.competence.programme import Given, Programme, make_programme
from analysis.competence.reserve import with_reserve
from analysis.survey.checks import InputError


@dataclass(frozen=True)
class Settings:
    """What a plan is made for, and how the frames are taken."""

    date: str
    horizon: str
    match_level: int
    unknown: str
    certainty: float
    most_offers: int


@dataclass(frozen=True, eq=False)
class Prepared:
    """A centre as a plan needs it; no code of an employee is in it."""

    settings: Settings
    needs: tuple[Need, ...]
    limits: Limits
    offers: tuple[Offer, ...]
    left_out: pd.DataFrame
    staff: Staff
    table: OfferTable

    @property
    def start(self) -> State:
        """The centre before any plan."""
        return State(self.staff.types, self.staff.have, Given())

    def targets(self, level: str) -> tuple[int, ...]:
        """Return by profile how many must match: the need at a level, with the reserve."""
        rate = float(self.limits.leaving_rate or 0)
        certainty = self.settings.certainty
        return tuple(with_reserve(getattr(need, level), rate, certainty) for need in self.needs)

    def programme(self, level: str, state: State, limits: Limits | None = None) -> Programme:
        """Return the programme of what is still missing at a level, from a state."""
        return make_programme(
            state.types,
            self.staff.units,
            self.table,
            self.limits if limits is None else limits,
            self.targets(level),
            state.have,
            [need.weight for need in self.needs],
            state.given,
        )


def prepare(
    needs: pd.DataFrame,
    employees: pd.DataFrame,
    offers: pd.DataFrame,
    limits: pd.DataFrame,
    settings: Settings,
) -> Prepared:
    """Read and check a centre's frames.

    Raises
    ------
    InputError
        A frame or a setting is not as it must be.
    """
    check_date("date", settings.date)
    check_choices(settings.match_level, settings.unknown)
    if settings.most_offers not in (1, 2):
        raise InputError(f"most_offers: fandt {settings.most_offers!r}, forventede 1 eller 2.")
    found = read_needs(needs, settings.horizon)
    profiles = tuple(need.profile for need in found)
    levels = read_levels(employees, profiles)
    held = read_limits(limits, settings.date)
    usable, left_out = read_offers(offers, profiles, settings.date)
    staff = count_staff(employees, levels, settings.match_level, settings.unknown)
    fractions = [each.most_days for each in staff.types if each.most_days >= 0]
    fractions += [] if held.days is None else [held.days]
    table = OfferTable(usable, len(profiles), settings.most_offers, fractions)
    return Prepared(settings, found, held, usable, left_out, staff, table)
