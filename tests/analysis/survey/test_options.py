"""A wrong option is refused in one message, with the nearest name."""

from __future__ import annotations

import doctest

import numpy as np
import pytest

from analysis.measures.association import association
from analysis.measures.crosstab import crosstab
from analysis.measures.intervals import share_interval
from analysis.measures.shares import likert_summary, likert_table, reported_shares
from analysis.measures.synthetic import synthesize
from analysis.measures.waves import compare_waves
from analysis.measures.wishes import wishes
from analysis.measures.workforce import gap_sensitivity, workforce_gap
from analysis.survey import options
from analysis.survey.checks import InputError
from analysis.survey.options import check_level, choose
from analysis.survey.published import read_published

REPORT, ANSWERS = read_published(), synthesize(1)


def test_an_option_is_returned_as_it_was_asked_for():
    assert choose("of", "answer", ("group", "answer")) == "answer"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("grop", ' Mente du "group"? '),
        ("Group", ' Mente du "group"? '),
        ("farve", "findes ikke. Vælg"),
        (None, '"None" findes ikke. Vælg'),
        (["group"], "findes ikke."),
    ],
)
def test_another_value_is_refused_with_what_is_possible(value, said):
    with pytest.raises(InputError) as error:
        choose("of", value, ("group", "answer"))
    message = str(error.value)
    assert message.startswith("of: ")
    assert said in message
    assert message.endswith("Vælg en af: group, answer.")


@pytest.mark.parametrize("level", [0.5, 0.95, np.float64(0.9)])
def test_a_level_between_0_and_1_is_taken(level):
    check_level(level)


@pytest.mark.parametrize("level", [95, 0, 1, -0.1, True, "0.95", None, float("nan")])
def test_any_other_level_is_refused(level):
    with pytest.raises(InputError, match="level: fandt"):
        check_level(level)


def test_a_percentage_is_told_apart():
    with pytest.raises(InputError, match=r"Mente du 0\.95\?"):
        check_level(95)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: likert_table(REPORT, "importanse"),
            'Spørgsmålet "importanse" findes ikke. Mente du importance',
        ),
        (lambda: likert_table(REPORT, "importance", interval="wilson"), "interval: .*clopper"),
        (lambda: likert_table(REPORT, "importance", level=95), "level: "),
        (lambda: likert_table(REPORT, "importance", base="valid"), "base: .*all, listed"),
        (
            lambda: likert_summary(REPORT, "importanse"),
            'Spørgsmålet "importanse" findes ikke. Mente du importance',
        ),
        (lambda: likert_summary(REPORT, "importance", base="valid"), "base: "),
        (lambda: likert_summary(REPORT, "importance", level=95), "level: "),
        (
            lambda: reported_shares(REPORT, "importanse"),
            'Spørgsmålet "importanse" findes ikke. Mente du importance',
        ),
        (
            lambda: crosstab(REPORT, "importanse"),
            'Spørgsmålet "importanse" findes ikke. Mente du importance',
        ),
        (lambda: crosstab(REPORT, "importance", of="column"), "of: .*group, answer"),
        (lambda: crosstab(REPORT, "importance", "regoin"), 'by: .*Mente du "region"'),
        (lambda: crosstab(REPORT, "importance", level=95), "level: "),
        (
            lambda: association(ANSWERS, "importanse"),
            'Spørgsmålet "importanse" findes ikke. Mente du importance',
        ),
        (lambda: association(ANSWERS, by="regoin"), 'by: .*Mente du "region"'),
        (lambda: association(ANSWERS, level=95), "level: "),
        (lambda: workforce_gap(REPORT, "size"), 'by: .*Mente du "size_band"'),
        (lambda: workforce_gap(REPORT, bands="middle"), "bands: .*central, range"),
        (lambda: workforce_gap(REPORT, restriction="no_few"), 'Mente du "no_fewer"'),
        (lambda: gap_sensitivity(REPORT, by="regoin"), 'by: .*Mente du "region"'),
        (lambda: wishes(REPORT, "regoin"), 'by: .*Mente du "region"'),
        (lambda: wishes(REPORT, restriction="no_few"), 'Mente du "no_fewer"'),
        (lambda: compare_waves(REPORT, ANSWERS, "importanse"), 'Mente du "?importance'),
        (lambda: compare_waves(REPORT, ANSWERS, "importance", base="valid"), "base: "),
        (lambda: compare_waves(REPORT, ANSWERS, "importance", level=95), "level: "),
        (lambda: share_interval(1, 2, kind="wilson"), "kind: "),
        (lambda: share_interval(1, 2, level=95), "level: "),
    ],
)
def test_every_measure_refuses_a_wrong_option(call, said):
    with pytest.raises(InputError, match=said) as error:
        call()
    assert len(error.value.problems) == 1


def test_the_examples_hold():
    result = doctest.testmod(options)
    assert result.attempted
    assert not result.failed
