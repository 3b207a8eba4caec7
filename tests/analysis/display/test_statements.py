"""Facts as sentences: the examples in the docstrings, and every form of a sentence."""

from __future__ import annotations

import doctest

import pandas as pd
import pytest

from analysis.display.text import statements
from analysis.display.text.statements import contradiction_sentence, range_statements
from analysis.measures.bounds import Contradiction
from analysis.survey.published import read_published


def test_the_examples_hold():
    result = doctest.testmod(statements)
    assert result.attempted >= 5
    assert not result.failed


@pytest.mark.parametrize(
    ("low", "high", "base", "said"),
    [
        (5, 5, 5, "All 5 answers from small job centres are “Important” (Companies)."),
        (0, 0, 5, "None of the 5 answers from small job centres is “Important” (Companies)."),
        (2, 2, 5, "Exactly 2 of the 5 answers from small job centres are “Important” (Companies)."),
        (1, 1, 5, "Exactly 1 of the 5 answers from small job centres is “Important” (Companies)."),
        (1, 5, 5, "At least 1 of the 5 answers from small job centres is “Important” (Companies)."),
        (0, 1, 5, "At most 1 of the 5 answers from small job centres is “Important” (Companies)."),
        (1, 1, 1, "The one answer from small job centres is “Important” (Companies)."),
        (0, 0, 1, "The one answer from small job centres is not “Important” (Companies)."),
    ],
)
def test_each_kind_of_fact_has_its_sentence(low, high, base, said):
    cell = {"question": "importance", "item": "virksomheder", "group": "small"}
    cell |= {"answer": "important", "n_low": low, "n_high": high, "base": base, "basis": "bounded"}
    found = range_statements(read_published(), pd.DataFrame([cell]), lang="en")
    assert found["text"].tolist() == [said]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Contradiction("margins_disagree"), "De kendte summer passer ikke sammen"),
        (
            Contradiction("too_few", ("mit",), 1, 2),
            "»mit« kan ikke holde: tallene tillader højst 1",
        ),
        (Contradiction("together", ("a", "no_fewer")), "a; ingen chef ønsker færre end nu."),
    ],
)
def test_each_contradiction_has_its_sentence(reason, said):
    assert said in contradiction_sentence(reason)
