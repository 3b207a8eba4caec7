"""What a claim of the report counts: the values of its items, as exact fractions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import pandas as pd

from analysis.measures.counts import counts_by_answer
from analysis.measures.wishes import wishes
from analysis.survey.claims import Claim
from analysis.survey.survey import Survey

#: Smallest and largest possible value; None when there are no answers.
Range = tuple[Fraction, Fraction] | None


@dataclass(frozen=True)
class Measured:
    """The named items' values, and those of the items that they are ranked among."""

    named: tuple[Range, ...]
    others: tuple[Range, ...]
    basis: str


@dataclass(frozen=True, eq=False)
class Numbers:
    """What claims are computed from, each worked out once."""

    survey: Survey

    @cached_property
    def counts(self) -> pd.DataFrame:
        return counts_by_answer(self.survey)

    @cached_property
    def wishes(self) -> pd.DataFrame:
        return wishes(self.survey).set_index(["item", "answer"])

    @property
    def stated(self) -> str:
        """Basis of what the report states outright."""
        return "published" if self.survey.basis == "recovered" else self.survey.basis

    def of_question(self, key: str) -> pd.DataFrame:
        return self.counts[self.counts["question"] == key]


def measure(numbers: Numbers, claim: Claim, base: str) -> Measured:
    """Count what a claim speaks of; ``base`` is all answers (``base``) or the listed ones."""
    return _MEASURES[claim.quantity](numbers, claim, base)


def _shares(numbers: Numbers, claim: Claim, base: str) -> Measured:
    """Share of the answers named, per item; the other items beside them."""
    counts = numbers.of_question(claim.questions[0])
    among = claim.comparison.among or tuple(dict.fromkeys(counts["item"]))
    named = claim.items or among
    found: dict[str, Range] = {}
    for item in among:
        own = counts[counts["item"] == item]
        n = int(own.loc[own["answer"].isin(claim.answers), "n"].sum())
        found[item] = _exactly(n, int(own[base].iloc[0]))
    others = tuple(value for item, value in found.items() if item not in named)
    return Measured(tuple(found[item] for item in named), others, numbers.survey.basis)


def _higher_band(numbers: Numbers, claim: Claim, base: str) -> Measured:
    """Share whose ideal band lies above today's, per item."""
    return _wished(numbers, claim, lambda more, fewer, of: (more["n_low"], more["n_high"]))


def _any_more(numbers: Numbers, claim: Claim, base: str) -> Measured:
    """Share who want more than today, per item; more within the same band is possible."""
    return _wished(numbers, claim, lambda more, fewer, of: (more["n_low"], of - fewer["n_low"]))


def _wished(
    numbers: Numbers, claim: Claim, ends: Callable[[pd.Series, pd.Series, int], tuple]
) -> Measured:
    frame = numbers.wishes
    values: list[Range] = []
    for item in claim.items or tuple(dict.fromkeys(frame.index.get_level_values("item"))):
        more, fewer = frame.loc[(item, "more")], frame.loc[(item, "fewer")]
        of = int(more["base"])
        low, high = ends(more, fewer, of)
        values.append((Fraction(round(low), of), Fraction(round(high), of)) if of else None)
    return Measured(tuple(values), (), str(frame["basis"].iloc[0]))


def _responses(numbers: Numbers, claim: Claim, base: str) -> Measured:
    """Answers given to each item of the questions."""
    given = pd.concat([numbers.of_question(key)[base] for key in claim.questions])
    return Measured(tuple(_exactly(int(n), 1) for n in given.unique()), (), numbers.survey.basis)


def _managers(numbers: Numbers, claim: Claim, base: str) -> Measured:
    """Answers less those of every other municipality: what is left for the one named."""
    kommuner = numbers.survey.kommuner
    others = int(kommuner.loc[kommuner["name"] != claim.items[0], "answers"].sum())
    given = _responses(numbers, claim, base)
    left = tuple(_exactly(int(value[0]) - others, 1) for value in given.named if value)
    return Measured(left, (), given.basis)


def _kommuner(numbers: Numbers, claim: Claim, base: str) -> Measured:
    """Municipalities that took part."""
    return Measured((_exactly(len(numbers.survey.kommuner), 1),), (), numbers.stated)


_MEASURES: dict[str, Callable[[Numbers, Claim, str], Measured]] = {
    "share": _shares,
    "rank": _shares,
    "higher_band": _higher_band,
    "any_more": _any_more,
    "responses": _responses,
    "managers": _managers,
    "kommuner": _kommuner,
}


def _exactly(n: int, base: int) -> Range:
    return (Fraction(n, base), Fraction(n, base)) if base else None
