"""All that is shown of a centre: its situation, plan and staircase, computed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from analysis.competence.binding import binding_limits
from analysis.competence.centre import Centre
from analysis.competence.centre_change import centre_change
from analysis.competence.frames import is_missing
from analysis.competence.limits import ORE
from analysis.competence.nesting import nesting_price
from analysis.competence.plan import TIME_LIMIT, TrainingPlan, training_plan
from analysis.competence.protection import (
    exact_matches,
    protected_matches,
    protected_steps,
    rounded,
    rounding_units,
)
from analysis.competence.saved_plan import check_settings, plan_from_proof, saved_frame
from analysis.competence.situation import Situation, competence_situation
from analysis.competence.staircase import training_staircase
from analysis.measures.suppression import THRESHOLD

#: The need that the staircase and the limits are about.
LEVEL = "middle"
#: So many units have a row of their own; the smaller ones share one.
MOST_UNITS = 12
#: A point of the staircase may be so far from its bound, as a part of what is missing today.
NEAR = 0.05
#: What it costs to place an employee at an offer that does not help: more than any wish is worth.
_NOT_FOR = 10_000
_PEOPLE = ["missing", "bound", "missing_without", "missing_with_more"]


@dataclass(frozen=True, eq=False)
class CentreResults:
    """A centre's numbers, made once; protected unless they are for the centre itself alone.

    Attributes
    ----------
    centre : Centre
    date : str
        Of the plan: ``2027-01-01``.
    protected : bool
        Whether what could give an employee away is hidden.
    lang : {"da", "en"}
        Of the reasons in the plan.
    horizon : {"five_years", "now"}
    before : Centre or None
        The year before, for what has changed.
    time_limit : float or None
        Seconds for the plan, and as many for each thing that is computed from it.
    proof : mapping, optional
        Of a plan that was made before, as `read_proof` reads it: nothing is searched for again.
    """

    centre: Centre
    date: str
    protected: bool = True
    lang: str = "da"
    horizon: str = "five_years"
    before: Centre | None = None
    time_limit: float | None = TIME_LIMIT
    proof: Mapping[str, Any] | None = None

    @cached_property
    def plan(self) -> TrainingPlan:
        """The plan itself: exact, for what is computed from it."""
        centre = self.centre
        if self.proof is not None:
            check_settings(self.proof, date=self.date, horizon=self.horizon, lang=self.lang)
            frames = (centre.needs, centre.employees, centre.offers, centre.limits)
            return plan_from_proof(self.proof, *frames, lang=self.lang)
        return training_plan(
            centre.needs, centre.employees, centre.offers, centre.limits,
            date=self.date, horizon=self.horizon, lang=self.lang, time_limit=self.time_limit,
        )  # fmt: skip

    @cached_property
    def situation(self) -> Situation:
        """The situation itself: exact."""
        rate = self.plan.prepared.limits.leaving_rate
        return competence_situation(
            self.centre.needs, self.centre.employees, horizon=self.horizon,
            leaving_rate=None if rate is None else float(rate),
        )  # fmt: skip

    @cached_property
    def units(self) -> pd.DataFrame:
        """One row per unit × profile, the largest first: see `protected_matches`.

        Beyond `MOST_UNITS` the smaller units share a row, of which ``units`` says how many they
        are; ``unit`` is "" for the whole centre.
        """
        units = _largest(self.situation.units)
        found = protected_matches(units) if self.protected else exact_matches(units)
        return found.assign(units=found["units"].where(found["unit"] != "", 0))

    @cached_property
    def profiles(self) -> pd.DataFrame:
        """One row per profile: the need, the target with reserve, who match, who are missing.

        ``profile, need_low, need_middle, need_high, target, match_low, match_high, hidden,
        missing_low, missing_high, weight``, in people.
        """
        needs = self.situation.profiles.set_index("profile")
        target = needs.get("reserve_middle", needs["need_middle"])
        whole = self.units[self.units["unit"] == ""].set_index("profile")
        whole = whole.loc[needs.index]
        frame = needs[["need_low", "need_middle", "need_high"]].assign(
            target=target,
            match_low=whole["match_low"],
            match_high=whole["match_high"],
            hidden=whole["hidden"],
            missing_low=np.maximum(0, target - whole["match_high"]),
            missing_high=np.maximum(0, target - whole["match_low"]),
            weight=[float(need.weight) for need in self.plan.prepared.needs],
        )
        return frame.reset_index()

    @cached_property
    def hidden(self) -> bool:
        """Whether too few match a profile, or do not, for how many to be told."""
        return bool(self.profiles["hidden"].any())

    @cached_property
    def leavers(self) -> int | None:
        """How many have a leaving month; None where that is hidden."""
        number = int((~self.centre.employees["leaving"].map(is_missing)).sum())
        few = number < THRESHOLD or len(self.centre.employees) - number < THRESHOLD
        return None if self.protected and few else number

    @cached_property
    def staircase(self) -> pd.DataFrame:
        """Days of training → people missing; protected to whole fives, empty where hidden."""
        found = self._all_points
        found = found[_near_enough(found)].reset_index(drop=True)
        if self.protected and self.hidden:
            return found.iloc[:0]
        return self._in_fives(found)

    @property
    def points_left_out(self) -> int:
        """Points of the staircase that the search had no time to find a good plan for."""
        return int((~_near_enough(self._all_points)).sum())

    @cached_property
    def _all_points(self) -> pd.DataFrame:
        return self._found("staircase", training_staircase, LEVEL)

    @cached_property
    def limits(self) -> pd.DataFrame:
        """Which limits bind, and what more of each would change: ``fewer_with_more`` people."""
        found = self._found("limits", binding_limits, LEVEL)
        found = found.assign(fewer_with_more=found["missing"] - found["missing_with_more"])
        if self.protected and self.hidden:
            people = ["missing", "missing_without", "missing_with_more", "fewer_with_more"]
            return found.assign(**dict.fromkeys(people, np.nan))
        return self._in_fives(found)

    @cached_property
    def nesting(self) -> pd.DataFrame:
        """What each stage costs more for containing the one before; protected to whole 5 %."""
        found = self._found("nesting", nesting_price)[["level", "price"]]
        if self.protected:
            return found.assign(price=[rounded(20 * each, 1) / 20 for each in found["price"]])
        return found

    @cached_property
    def steps(self) -> pd.DataFrame:
        """One row per stage × offer of the plan: see `protected_steps`.

        ``stage, offer, name, term, ects, profiles`` (keys that it lifts, of those with a need),
        ``people, days, gross, net, offers`` (1, or how many share the row).
        """
        grouped = self._grouped
        if self.protected:
            grouped = protected_steps(grouped, len(self.centre.employees))
        else:
            grouped = grouped.assign(offers=1)
        stages = list(dict.fromkeys(self.plan.totals["stage"]))
        order = grouped["stage"].map(stages.index)
        return (
            grouped.assign(order=order, single=grouped["offer"] == "")
            .sort_values(
                ["order", "single", "people"], ascending=[True, True, False], kind="stable"
            )
            .drop(columns=["order", "single"])
            .reset_index(drop=True)
        )

    @cached_property
    def _grouped(self) -> pd.DataFrame:
        numbers = ["people", "days", "gross", "net"]
        steps = self.plan.steps
        grouped = steps.groupby(["stage", "offer"], sort=False)[numbers].sum().reset_index()
        profiles = [need.profile for need in self.plan.prepared.needs]
        offers = {each.id: each for each in self.plan.prepared.offers}
        rows = [offers[key] for key in grouped["offer"]]
        return grouped.assign(
            name=[each.name for each in rows],
            term=[each.term for each in rows],
            ects=[np.nan if each.ects is None else float(each.ects) for each in rows],
            profiles=pd.Series(
                [
                    tuple(name for name, gain in zip(profiles, each.gains, strict=True) if gain)
                    for each in rows
                ],
                dtype=object,
            ),
        )

    @cached_property
    def totals(self) -> pd.DataFrame:
        """One row per stage, of it and those before: as the plan's, protected to round numbers.

        ``people_missing`` is NaN where it is hidden; ``rounded`` says whether they are round, and
        ``ects_known`` whether any extent is known.
        """
        totals = self.plan.totals
        known = totals["ects"] > 0
        totals = totals.assign(rounded=self.protected, ects_known=known)
        if not self.protected:
            return totals
        for name, unit in self._units_of_rounding.items():
            totals[name] = [rounded(value, unit) for value in totals[name]]
            totals[f"{name}_unit"] = unit
        people = [rounded(value, THRESHOLD) for value in totals["people_missing"]]
        totals["people_missing"] = np.nan if self.hidden else people
        # How far from the best is a bound: it is rounded up.
        for name, unit in (("at_most_from_best", THRESHOLD),
                           ("net_from_best", self._units_of_rounding["net"])):  # fmt: skip
            totals[name] = np.ceil(totals[name] / unit) * unit
        return totals.assign(ects_unknown=np.nan)

    @cached_property
    def _units_of_rounding(self) -> dict[str, int]:
        used = set(self._grouped["offer"])
        offers = [each for each in self.plan.prepared.offers if each.id in used]
        frame = pd.DataFrame(
            {
                "days": [float(each.days) for each in offers],
                "price": [each.price / ORE for each in offers],
                "class_price": [each.class_price / ORE for each in offers],
                "ects": [np.nan if each.ects is None else float(each.ects) for each in offers],
            }
        )
        return rounding_units(frame)

    @cached_property
    def after(self) -> pd.DataFrame:
        """One row per stage × profile: ``stage, profile, missing`` people after it.

        Protected: to whole fives, and NaN of a profile whose match is hidden.
        """
        found = self.plan.profiles[["stage", "profile", "missing"]]
        if not self.protected:
            return found
        hidden = self.profiles.set_index("profile")["hidden"]
        people = found["missing"].map(lambda number: rounded(number, THRESHOLD))
        return found.assign(missing=people.mask(found["profile"].map(hidden)))

    @cached_property
    def fund(self) -> pd.DataFrame:
        """One row per term: ``term, people`` whom the fund pays for and ``kroner`` that it pays.

        Protected: ``people`` NaN, and the kroner to a round number.
        """
        steps = self.plan.steps
        paid = steps.assign(kroner=steps["gross"] - steps["net"])
        found = paid.groupby("term", sort=True)[["people", "kroner"]].sum().reset_index()
        found = found[found["kroner"] > 0]
        if self.protected:
            unit = self._units_of_rounding["gross"]
            kroner = [rounded(value, unit) for value in found["kroner"]]
            found = found.assign(people=np.nan, kroner=kroner, unit=unit)
        return found.reset_index(drop=True)

    @cached_property
    def unknown_levels(self) -> tuple[int | None, int]:
        """How many levels nobody knows, and of how many.

        Protected: to whole fives, and None where they are few.
        """
        keys = [need.profile for need in self.plan.prepared.needs]
        levels = self.centre.employees[keys]
        number = int(levels.isna().to_numpy().sum())
        if self.protected:
            number = int(rounded(number, THRESHOLD))
            return number or None, int(levels.size)
        return number, int(levels.size)

    @cached_property
    def change(self) -> pd.DataFrame | None:
        """What the change since the year before is made of: see `centre_change`.

        None without a year before. Protected: empty where a count is below `THRESHOLD`.
        """
        if self.before is None:
            return None
        found = centre_change(self.before, self.centre)
        counts = found[["before", "later", "trained", "hired", "left", "reassessed"]].abs()
        if self.protected and ((counts > 0) & (counts < THRESHOLD)).any(axis=None):
            return found.iloc[:0]
        return found

    @cached_property
    def candidates(self) -> pd.DataFrame:
        """One row per offer of the plan: ``offer, name, people, codes``, for the centre alone.

        ``codes`` are of the steps' units and roles: employees who would match a profile after the
        offer, who stay, want training and have the days. A code stands at one offer, even where the
        plan gives somebody two; of all ways
        to place them one with the most places taken, and then the most wishes met.
        """
        steps = self.plan.steps
        named = self._grouped.drop_duplicates("offer").set_index("offer")["name"]
        codes: dict[str, list[str]] = {str(offer): [] for offer in named.index}
        staff = self.centre.employees.fillna({"unit": "", "role": ""}).groupby(["unit", "role"])
        for place, own in steps.groupby(["unit", "type"], sort=False):
            seats = [
                str(row["offer"]) for row in own.to_dict("records") for _ in range(row["people"])
            ]
            people = staff.get_group(place).to_dict("records")
            costs = np.array([[self._cost(row, offer) for row in people] for offer in seats])
            for seat, person in zip(*linear_sum_assignment(costs), strict=True):
                if costs[seat, person] < _NOT_FOR:
                    codes[seats[seat]].append(str(people[person]["code"]))
        people_of = steps.groupby("offer")["people"].sum()
        rows = [[offer, named[offer], int(people_of[offer]), own] for offer, own in codes.items()]
        found = pd.DataFrame(rows, columns=["offer", "name", "people", "codes"])
        return found.sort_values("people", ascending=False, kind="stable", ignore_index=True)

    def _cost(self, row: Mapping[Any, Any], offer: str) -> int:
        """0 where an employee wishes for an offer that helps, 1 where it helps; `_NOT_FOR` else."""
        ready = self.plan.prepared
        each = next(each for each in ready.offers if each.id == offer)
        match = ready.settings.match_level
        lifted = set()
        for need, gain in zip(ready.needs, each.gains, strict=True):
            level = 0 if pd.isna(row[need.profile]) else row[need.profile]
            if gain and level < match <= level + gain:
                lifted.add(need.profile)
        stays = is_missing(row["leaving"]) and not row["declines"]
        has_days = is_missing(row["most_days"]) or each.days <= row["most_days"]
        if not (lifted and stays and has_days):
            return _NOT_FOR
        return int(not {offer, *lifted} & set(row["wishes"] or ()))

    def _found(self, name: str, search: Callable[..., pd.DataFrame], *given: Any) -> pd.DataFrame:
        """What is searched for from the plan, or was and stands with its proof."""
        if self.proof is not None and name in self.proof:
            return saved_frame(self.proof, name)
        return search(self.plan, *given, time_limit=self.time_limit)

    def _in_fives(self, frame: pd.DataFrame) -> pd.DataFrame:
        if not self.protected:
            return frame
        names = [name for name in _PEOPLE if name in frame]
        return frame.assign(**{n: [rounded(v, THRESHOLD) for v in frame[n]] for n in names})


def _near_enough(stairs: pd.DataFrame) -> pd.Series:
    """Which points are proven, or so near their bound that they show what the days can do."""
    gap = stairs["missing"] - stairs["bound"]
    near: pd.Series = gap <= NEAR * stairs["missing"].iloc[0]
    return near | stairs["proven"].astype(bool)


def _largest(units: pd.DataFrame) -> pd.DataFrame:
    """The units in order of size, the smaller ones beyond `MOST_UNITS` as one."""
    sizes = units.drop_duplicates("unit").set_index("unit")["staff"]
    order = sizes.sort_values(ascending=False, kind="stable").index.tolist()
    kept = order if len(order) <= MOST_UNITS else order[: MOST_UNITS - 1]
    numbers = ["staff", "match_low", "match_high"]
    ordered = units.assign(place=units["unit"].map(order.index)).sort_values("place", kind="stable")
    alone = ordered[ordered["unit"].isin(kept)].assign(units=1)
    rest = ordered[~ordered["unit"].isin(kept)]
    if len(rest):
        shared = rest.groupby("profile", sort=False)[numbers].sum().reset_index()
        more = shared.assign(unit="…", units=len(order) - len(kept))
        alone = pd.concat([alone, more], ignore_index=True)
    return alone.drop(columns="place").reset_index(drop=True)
