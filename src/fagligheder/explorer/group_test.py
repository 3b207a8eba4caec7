"""The test of whether groups answer differently: in words, and its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from analysis.display.tables.blocks import Table
from analysis.display.tables.crosstab import format_association
from analysis.display.text.association import association_sentence
from analysis.measures.association import association
from analysis.words import text
from fagligheder.explorer.choices import Choices, GapChoice, check_choices


@dataclass(frozen=True)
class Tested:
    """A test of whether the groups answer differently: the finding, and the numbers."""

    sentence: str
    table: Table


def can_be_tested(choices: Choices | GapChoice) -> bool:
    """Whether there are groups to compare; of printed numbers nobody knows who answered what."""
    if not isinstance(choices, Choices) or not choices.group:
        return False
    return not choices.source.read(choices.lang).is_printed


def compare_groups(choices: Choices) -> Tested:
    """Test whether the groups answer differently; it takes a second, so it comes by itself.

    Raises
    ------
    InputError
        The choices do not go together.
    """
    return compare_checked(check_choices(choices))


@lru_cache(maxsize=200)
def compare_checked(choices: Choices) -> Tested:
    """Return the test of choices that are checked; the same choices again come from the cache."""
    tests = association(
        choices.survey, choices.question, by=choices.group, protected=not choices.internal
    )
    if choices.items:
        tests = tests[tests["item"].isin(choices.items)]
    sentence = association_sentence(tests, lang=choices.lang)
    if choices.survey.design is not None and choices.weights:
        sentence += " " + text("explorer.test_unweighted", choices.lang)
    return Tested(sentence, format_association(tests, lang=choices.lang))
