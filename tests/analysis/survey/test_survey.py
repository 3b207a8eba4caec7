"""A survey's don't-knows belong to its respondents, in every part of the answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.measures.counts import counts_by_answer
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.published import read_published

NAME = "importance_integration"
FILE = """kommune;importance_integration;importance_virksomheder
Odder;Ved ikke;Vigtig
Lejre;Vigtig;Ved ikke
Greve;Ved ikke;Vigtig
Odder;Meget vigtig;Vigtig
Vejen;;Vigtig
"""


@pytest.fixture
def survey(tmp_path):
    path = tmp_path / "svar.csv"
    path.write_text(FILE, encoding="utf-8")
    return read_answers(path)


def base(survey) -> int:
    counts = counts_by_answer(survey)
    return counts[(counts["question"] == "importance") & (counts["item"] == "integration")][
        "base"
    ].iloc[0]


def test_a_dont_know_is_the_respondents(survey):
    assert survey.outside_answers[NAME].tolist() == [True, False, True, False, False]
    assert survey.outside_answers.columns.tolist() == ["importance_virksomheder", NAME]
    assert survey.outside == {NAME: 2, "importance_virksomheder": 1}


@pytest.mark.parametrize("keep", range(2**5))
def test_any_part_of_the_answers_has_its_own_dont_knows(survey, keep):
    mask = np.array([bool(keep >> i & 1) for i in range(5)])
    unknown, known = np.array([1, 0, 1, 0, 0], bool), np.array([0, 1, 0, 1, 0], bool)
    for part in (survey.subset(mask), replace(survey, answers=survey.answers[mask])):
        assert part.respondents == mask.sum()
        assert part.outside.get(NAME, 0) == (mask & unknown).sum()
        assert base(part) == (mask & (known | unknown)).sum()


def test_a_part_has_the_municipalities_of_its_respondents(survey):
    part = survey.subset(survey.answers["kommune"] == "0727")
    assert part.kommuner["answers"].to_dict() == {"0727": 2}
    assert survey.kommuner["answers"].sum() == 5


def test_rows_in_another_order_keep_their_dont_knows(survey):
    turned = replace(survey, answers=survey.answers.iloc[::-1])
    assert turned.outside_answers[NAME].tolist() == [False, False, True, False, True]


@pytest.mark.parametrize("other", ["renumbered", "more rows"])
def test_rows_that_do_not_fit_are_refused(survey, other):
    answers = survey.answers.iloc[1:].reset_index(drop=True)
    if other == "more rows":
        answers = survey.answers.set_axis(range(10, 15))
    with pytest.raises(InputError) as error:
        replace(survey, answers=answers)
    assert str(error.value) == (
        "svar.csv: answers og outside_answers har ikke de samme rækker, så ingen ved, hvem der "
        "svarede ved ikke. Tag en del af svarene med survey.subset(maske)."
    )


def test_the_two_others_of_figure_5_are_no_respondents():
    made_up = synthesize(1)
    assert set(made_up.outside.values()) == {2} and made_up.outside_answers is None
    assert made_up.subset(np.arange(52) < 20).outside == {}


def test_the_printed_tables_have_no_part():
    with pytest.raises(InputError, match="har ingen svar at vælge blandt"):
        read_published().subset([True])
