"""What a release shows of supplied answers, in keyed hashes; what several tell together."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from analysis.measures.suppression import THRESHOLD
from analysis.survey.survey import Survey
from fagligheder.run.keyed_hash import keyed_hash

#: Grouping of what every command releases.
GROUPING = "size_band"
#: Digits that are kept of a hash: 128 bits.
_DIGITS = 32


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
    rows : tuple of (str, str)
        Per respondent, in the order of the hashes: of the municipality, and of it with all
        answers.
    """

    date: str
    by: str
    threshold: int
    respondents: int
    rows: tuple[tuple[str, str], ...]

    def shows_the_same(self, other: Release) -> bool:
        """Whether both are of the same answers, by the same rules."""
        return (self.by, self.threshold, self.rows) == (other.by, other.threshold, other.rows)

    def municipalities(self) -> dict[str, tuple[str, ...]]:
        """The hashes of the respondents, by municipality."""
        found = defaultdict(list)
        for municipality, row in self.rows:
            found[municipality].append(row)
        return {municipality: tuple(rows) for municipality, rows in found.items()}


def release_of(survey: Survey, *, by: str = GROUPING, threshold: int = THRESHOLD) -> Release:
    """Return what a release of a survey's answers shows; the order of the rows has no say.

    Parameters
    ----------
    survey : Survey
        With the answers as they were given.
    by : str
        The grouping.
    threshold : int
    """
    assert survey.answers is not None
    answers = survey.answers.astype(object)
    outside = getattr(survey, "outside_answers", None)
    if outside is not None:
        answers = answers.join(outside.set_axis(answers.index).add_suffix(" outside"))
    told = survey.kommuner[[name for name in ("staff", "size_band") if name in survey.kommuner]]
    of_kommune = {str(code): row.to_dict() for code, row in told.astype(object).iterrows()}
    rows = []
    for row in answers.to_dict("records"):
        code = str(row["kommune"])
        said = {str(key): str(value) for key, value in row.items()}
        told_of = {key: str(value) for key, value in of_kommune.get(code, {}).items()}
        content = json.dumps([said, told_of], sort_keys=True)
        municipality, respondent = keyed_hash("kommune", code), keyed_hash("svar", content)
        rows.append((municipality[:_DIGITS], respondent[:_DIGITS]))
    return Release(date.today().isoformat(), by, threshold, len(rows), tuple(sorted(rows)))


def unchanged(new: Release, old: Release) -> set[str]:
    """Return the municipalities whose answers are the same in both."""
    ours, theirs = new.municipalities(), old.municipalities()
    return {name for name, rows in ours.items() if theirs.get(name) == rows}


def differences(new: Release, old: Release) -> tuple[int, int, int]:
    """Return how many municipalities have come in, left and changed."""
    ours, theirs = new.municipalities(), old.municipalities()
    both = ours.keys() & theirs.keys()
    changed = sum(ours[name] != theirs[name] for name in both)
    return len(ours.keys() - both), len(theirs.keys() - both), changed


def fewest_apart(releases: Sequence[Release], threshold: int) -> int:
    """Return how few municipalities a sum and difference of releases can be about.

    That is 0 when it is always ``threshold`` or more. A release of fewer municipalities than that
    shows nothing, and is left out.

    Notes
    -----
    Counts add up, so releases weighted by c give the counts of each municipality weighted by M c,
    where M says which release has it with which answers. Few municipalities stand alone when some
    c leaves out all others: without their rows M has a lower rank.
    """
    shown = [each.municipalities() for each in releases]
    shown = [each for each in shown if len(each) >= threshold]
    members: dict[tuple[bool, ...], set[str]] = defaultdict(set)
    for pair in {pair for release in shown for pair in release.items()}:
        members[tuple(pair in release.items() for release in shown)].add(pair[0])
    rank = _rank(list(members))
    small = [pattern for pattern, names in members.items() if len(names) < threshold]
    for size in range(1, threshold):
        for chosen in combinations(small, size):
            number = len(set().union(*(members[pattern] for pattern in chosen)))
            rest = [pattern for pattern in members if pattern not in chosen]
            if number < threshold and _rank(rest) < rank:
                return number
    return 0


def _rank(patterns: Sequence[tuple[bool, ...]]) -> int:
    return int(np.linalg.matrix_rank(np.array(patterns, dtype=float))) if patterns else 0
