"""What is said of a job centre: names, numbers that may be ranges or hidden, titles and notes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

import pandas as pd

from analysis.competence.profile_sets import profile_label
from analysis.competence.results import CentreResults
from analysis.display.text.captions import sentences_of
from analysis.display.text.numbers import (
    SUPPRESSED,
    in_words,
    joined,
    number_range,
    short_number,
)
from analysis.measures.suppression import THRESHOLD
from analysis.words import text

#: How far away the later horizon of a centre's need is.
YEARS = 5


@dataclass(frozen=True)
class CentreTexts:
    """Names, numbers and sentences of one centre in one language."""

    results: CentreResults
    lang: str = "da"

    def text(self, key: str, **fields: object) -> str:
        """A printed text."""
        return text(key, self.lang, **fields)

    @property
    def basis(self) -> tuple[str, ...]:
        """What the numbers rest on."""
        return ("synthetic",) if self.results.centre.synthetic else ("observed",)

    @property
    def when(self) -> str:
        """The horizon of the need, in words."""
        now = self.results.horizon == "now"
        if now:
            return self.text("centre_page.when_now")
        return self.text("centre_page.when_five_years", years=in_words(YEARS, self.lang))

    @property
    def level(self) -> int:
        """From which level an employee matches."""
        return self.results.plan.prepared.settings.match_level

    @property
    def source(self) -> str:
        """Where the numbers come from, and what hides some of them."""
        basis = "basis.synthetic" if self.results.centre.synthetic else "centre_page.basis"
        year = self.results.centre.year
        return sentences_of(self.text(basis), self.text("centre_page.source", year=year))

    @property
    def hidden_note(self) -> str:
        """What ``[c]`` means."""
        return self.text("centre_units.hidden")

    def profile(self, key: object) -> str:
        """A profile's name in the centre's own set."""
        own = self.results.centre.profile_set.find(str(key))
        return own.label[self.lang] if own else profile_label(str(key), self.lang)

    @property
    def weighted(self) -> bool:
        """Whether one who is missing counts more in some profiles than in others."""
        weights = self.results.profiles["weight"]
        return bool((weights != weights.iloc[0]).any())

    def profiles(self, keys: Any) -> str:
        """Several names in a row."""
        return joined([self.profile(key) for key in keys], self.lang)

    def description(self, key: object) -> str:
        """What a profile is about, in a line."""
        own = self.results.centre.profile_set.find(str(key))
        return own.description[self.lang] if own else ""

    def short(self, key: object) -> str:
        """A profile's short name."""
        own = self.results.centre.profile_set.find(str(key))
        return own.short[self.lang] if own else profile_label(str(key), self.lang)

    def people(self, low: float, high: float, hidden: bool = False) -> str:
        """A number of people: one, a range, or hidden."""
        if hidden:
            return SUPPRESSED
        ends = (self.number(low), self.number(high))
        return ends[0] if low == high else number_range(*ends, self.lang)

    def match(self, row: Any) -> str:
        """How many match, of a row of profiles or units."""
        return self.people(row["match_low"], row["match_high"], bool(row["hidden"]))

    def missing(self, row: Any) -> str:
        """How many are missing, of a row of profiles."""
        return self.people(row["missing_low"], row["missing_high"], bool(row["hidden"]))

    def number(self, value: float) -> str:
        """A number with a decimal where it has one."""
        return short_number(value, self.lang)

    def about(self, value: float, unit: float | None = None, key: str = "") -> str:
        """A number that may be rounded to a unit: ``ca. 30``, or below half of the unit."""
        if pd.isna(value):
            return SUPPRESSED
        under = unit is not None and value == 0
        shown = self.number(ceil((unit or 0) / 2) if under else value)
        shown = self.text("centre_page.kroner", value=shown) if key == "kroner" else shown
        if unit is None:
            return shown
        return self.text("centre_page.about_under" if under else "centre_page.about", value=shown)

    def kroner(self, value: float, unit: float | None = None) -> str:
        """An amount."""
        return self.about(value, unit, "kroner")

    def total(self, row: Any, name: str) -> str:
        """A total of a stage: exact, or round."""
        unit = row[f"{name}_unit"] if row["rounded"] else None
        return self.about(row[name], unit, "kroner" if name in ("gross", "net") else "")

    def around(self, people: float) -> str:
        """A number of people that is rounded where the results are protected."""
        unit = THRESHOLD if self.results.protected else None
        return self.about(people, unit)

    def stage(self, key: str) -> str:
        """A stage of the plan."""
        names = {
            "regardless": "centre_plan.regardless",
            "if_middle": "centre_plan.if_middle",
            "only_if_high": "centre_plan.only_if_high",
        }
        return self.text(names[key])

    def unit(self, row: Any) -> str:
        """A unit's name."""
        if row["units"] == 0:
            return self.text("centre_units.whole")
        if row["units"] > 1:
            return self.text("centre_units.unit_rest", n=int(row["units"]))
        return str(row["unit"]) or self.text("centre_units.unit_none")


def furthest(profiles: pd.DataFrame) -> Any:
    """The profile with most people missing for certain; None where none is known to be it."""
    if profiles["hidden"].any() or not (profiles["missing_low"] > 0).any():
        return None
    return profiles.iloc[int(profiles["missing_low"].argmax())]


def turning_point(staircase: pd.DataFrame) -> Any:
    """The first point of the staircase that brings four fifths of all that it can; or None."""
    if staircase.empty:
        return None
    first, last = staircase["missing"].iloc[0], staircase["missing"].iloc[-1]
    enough = staircase[staircase["missing"] <= first - 0.8 * (first - last)]
    return enough.iloc[0] if first > last else None
