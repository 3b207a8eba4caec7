"""The facts on the first sheet of a job centre's workbook: which centre, how many, which year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.competence.profile_sets import ProfileSet, read_profile_sets
from analysis.competence.workbook_model import CHOICES, YEARS, choice_names
from analysis.competence.workbook_problems import CentreProblems
from analysis.survey.answers.own_centre import FACTS, Fact
from analysis.survey.checks import LANGUAGES, InputError, Problem
from analysis.survey.codebook import MOST_STAFF
from analysis.survey.kommuner import Kommune, find_kommune
from analysis.survey.names import plain
from analysis.words import text


@dataclass(frozen=True)
class CentreFacts:
    """The facts; None where one is missing or wrong, which is then a problem."""

    kommune: Kommune | None
    staff: int | None
    year: int | None
    profiles: ProfileSet | None
    origin: Literal["own", "synthetic"] | None


def check_facts(sheet: str, facts: Mapping[str, Fact], problems: CentreProblems) -> CentreFacts:
    """Return the facts as values, and add what is missing or wrong as problems."""
    reader = _FactReader(sheet, facts, problems)
    origin = reader.origin()
    return CentreFacts(
        kommune=reader.kommune(needed=origin == "own"),
        staff=reader.number("staff", 1, MOST_STAFF),
        year=reader.number("year", *YEARS),
        profiles=reader.profiles(),
        origin=origin,
    )


class _FactReader:
    """Reads one fact at a time."""

    def __init__(self, sheet: str, facts: Mapping[str, Fact], problems: CentreProblems) -> None:
        self._sheet, self._facts, self._problems = sheet, facts, problems
        self._lang = problems.lang
        for key in FACTS:
            if key not in facts:
                name = text(f"centre_book.{key}", self._lang)
                problems.place("no_row", sheet, column=None, expected=name)

    def _words(self, key: str) -> str:
        return self._facts[key].words if key in self._facts else ""

    def _refuse(self, key: str, expected: str, cure: str, **fields: object) -> None:
        if key not in self._facts:
            return
        fact = self._facts[key]
        said = [self._problems.say(each, **fields) for each in (expected, cure)]
        found = fact.words or self._problems.say("blank")
        self._problems.found.add(
            Problem(
                "", said[1], self._problems.file, self._sheet, fact.row, column=fact.name,
                found=found, expected=said[0], lang=self._lang,
            )
        )  # fmt: skip

    def kommune(self, *, needed: bool) -> Kommune | None:
        """Return the kommune; a made-up example may have none."""
        words = self._words("kommune")
        if words:
            try:
                return find_kommune(words, lang=self._lang)
            except InputError:
                pass
        if words or needed:
            self._refuse("kommune", "kommune", "cure", example="Odder")
        return None

    def number(self, key: str, low: int, high: int) -> int | None:
        """Return a whole number within limits."""
        words = self._words(key)
        if re.fullmatch("[0-9]{1,4}", words) and low <= int(words) <= high:
            return int(words)
        self._refuse(key, "whole", "cure", low=low, high=high)
        return None

    def profiles(self) -> ProfileSet | None:
        """Return the set of profiles."""
        sets = read_profile_sets()
        words = plain(self._words("profile_set"))
        for each in sets.values():
            if words and words in map(plain, (each.key, each.label.da, each.label.en)):
                return each
        self._refuse("profile_set", "set", "cure_list", names=", ".join(sets))
        return None

    def origin(self) -> Literal["own", "synthetic"] | None:
        """Return whose the information is."""
        own, synthetic = CHOICES["origin"]
        words = plain(self._words("origin"))
        for lang in LANGUAGES:
            names = choice_names("origin", lang)
            if words == plain(names[synthetic]):
                return "synthetic"
            if words == plain(names[own]):
                return "own"
        names = choice_names("origin", self._lang)
        self._refuse("origin", "list", "cure_list", names=", ".join(names.values()))
        return None
