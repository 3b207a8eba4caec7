"""What a release shows of supplied answers, in keyed hashes; what several tell together.

Item by item: a file with one question more and one municipality more gives that municipality away
on all the other questions.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.measures.disclosure import GROUPED_BY
from analysis.measures.suppression import THRESHOLD
from analysis.survey.survey import Survey
from fagligheder.run.keyed_hash import keyed_hash

#: Digits that are kept of a hash.
_DIGITS = 16
#: An answer outside the listed categories.
_OUTSIDE = "?"

#: Hash of a municipality → hash of its answers to one item, its staff and its size.
Told = Mapping[str, str]
#: In which of some releases a municipality is, with the same answers.
Pattern = tuple[bool, ...]


@dataclass(frozen=True)
class Release:
    """What one release has shown, in keyed hashes.

    Attributes
    ----------
    date : str
    by : str
        The grouping.
    threshold : int
    respondents : int
    items : mapping
        Hash of an item → hash of a municipality that answered it → hash of its answers.
    """

    date: str
    by: str
    threshold: int
    respondents: int
    items: Mapping[str, Told]

    def shows_the_same(self, other: Release) -> bool:
        """Whether both are of the same answers, by the same rules."""
        return (self.by, self.threshold, self.items) == (other.by, other.threshold, other.items)


@dataclass(frozen=True)
class Difference:
    """How many municipalities came in, left or changed between two releases, on one item."""

    added: int
    removed: int
    changed: int

    @property
    def number(self) -> int:
        """How many municipalities differ."""
        return self.added + self.removed + self.changed


def release_of(survey: Survey, *, by: str = GROUPED_BY, threshold: int = THRESHOLD) -> Release:
    """Return what a release of a survey's answers shows; the order of the rows has no say.

    Parameters
    ----------
    survey : Survey
        With the answers as they were given.
    by : str
        The grouping.
    threshold : int
    """
    answers = survey.answers
    assert answers is not None
    of_kommune = survey.kommuner.reindex(columns=["staff", "size_band"]).to_dict("index")
    public = {
        str(code): [_plain(value) for value in row.values()] for code, row in of_kommune.items()
    }
    codes = _units(answers)
    items = {}
    for question in survey.codebook.questions.values():
        for column in map(question.column, (item.key for item in question.items)):
            if column not in answers:
                continue
            said = answers[column].astype(object)
            for marks in ("not_applicable", "outside_answers"):
                said = said.mask(survey.marked(marks, column), _OUTSIDE)
            told = defaultdict(list)
            for code, answer in zip(codes, said, strict=True):
                if not pd.isna(answer):
                    told[code].append(str(answer))
            items[_hash("item", column)] = {
                _hash("kommune", column, code): _hash(
                    "svar", column, code, json.dumps([sorted(given), public.get(code)])
                )
                for code, given in told.items()
            }
    return Release(date.today().isoformat(), by, threshold, len(answers), items)


def _units(answers: pd.DataFrame) -> list[str]:
    """Name the unit of each respondent: kommune or other unit, its number, or what it answered.

    Of respondents who answered alike each is one by itself, so that one more of them is seen.
    """
    for name in ("unit", "kommune", "respondent"):
        if name in answers:
            return answers[name].astype(str).tolist()
    rows = answers.astype(object).fillna("").astype(str).agg("\x1f".join, axis=1)
    return [f"{row}\x1f{n}" for row, n in zip(rows, rows.groupby(rows).cumcount(), strict=True)]


def unchanged(new: Release, old: Release) -> int:
    """Return on how many municipalities both releases say the same, on the item with most."""
    return max(
        (len(ours.items() & theirs.items()) for ours, theirs in _common(new, old)), default=0
    )


def smallest_difference(new: Release, old: Release) -> Difference:
    """Return the difference on the item where fewest municipalities differ, but some do."""
    found = []
    for ours, theirs in _common(new, old):
        both = ours.keys() & theirs.keys()
        changed = sum(ours[name] != theirs[name] for name in both)
        found.append(Difference(len(ours.keys() - both), len(theirs.keys() - both), changed))
    some = [difference for difference in found if difference.number]
    return min(some, key=lambda each: each.number, default=Difference(0, 0, 0))


def fewest_apart(releases: Sequence[Release], threshold: int) -> int:
    """Return how few municipalities a sum and difference of releases can be about, on any item.

    That is 0 when it is always ``threshold`` or more. A release of fewer municipalities than that
    shows nothing, and is left out.
    """
    found = set()
    for item in {item for release in releases for item in release.items}:
        told = [release.items[item] for release in releases if item in release.items]
        shown = [each for each in told if len(each) >= threshold]
        memberships = Counter(
            frozenset(
                tuple(each.get(name) == answers for each in shown)
                for answers in {each[name] for each in shown if name in each}
            )
            for name in {name for each in shown for name in each}
        )
        found.add(_fewest_apart(frozenset(memberships.items()), threshold))
    return min(filter(None, found), default=0)


@lru_cache(maxsize=100)
def _fewest_apart(memberships: frozenset[tuple[frozenset[Pattern], int]], threshold: int) -> int:
    """As `fewest_apart`, for one item: how many municipalities are in which releases.

    A municipality whose answers changed has a pattern for each of them. Counts add up, so releases
    weighted by c give the counts of each municipality weighted by M c, where the patterns are the
    rows of M. Few municipalities stand alone when some c leaves out all others: without their
    patterns M has a lower rank.
    """
    patterns = {pattern for each, _ in memberships for pattern in each}
    rank = _rank(patterns)

    def number(chosen: Collection[Pattern]) -> int:
        return sum(count for each, count in memberships if not each.isdisjoint(chosen))

    small = sorted(pattern for pattern in patterns if number((pattern,)) < threshold)
    for size in range(1, threshold):
        for chosen in combinations(small, size):
            if number(chosen) < threshold and _rank(patterns.difference(chosen)) < rank:
                return number(chosen)
    return 0


def _common(new: Release, old: Release) -> list[tuple[Told, Told]]:
    return [(new.items[item], old.items[item]) for item in new.items.keys() & old.items.keys()]


def _rank(patterns: Collection[Pattern]) -> int:
    return int(np.linalg.matrix_rank(np.array(sorted(patterns), dtype=float))) if patterns else 0


def _hash(*parts: str) -> str:
    return keyed_hash(*parts)[:_DIGITS]


def _plain(value: object) -> str:
    """Return a fact of a municipality as text; 60 and 60.0 people are the same."""
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    return f"{value:g}" if isinstance(value, int | float) else str(value)
