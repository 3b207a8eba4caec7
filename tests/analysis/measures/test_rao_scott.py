"""Tests of association by the design, beside R: figures were computed there once.

R 4.2.2, survey 4.1-1, on ``public/nhanes2.csv``; ``fpc`` has strata and a finite population::

    z <- subset(des, !is.na(zinc)); svychisq(~zinc+race, z); svychisq(~highbp+region, des)
    svychisq(~zinc+region, subset(fpc, !is.na(zinc))); svyglm(zinc ~ as.numeric(race), z)
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import comb

import numpy as np
import pytest
from public_surveys import DESIGN, nhanes

from analysis.display.tables.crosstab import format_association
from analysis.measures.association import association
from analysis.measures.exact_tests import linear_by_linear
from analysis.survey.design import SurveyDesign

STRATA = dict(zip("12345678", [3000, 2000, 4000, 5000, 3000, 3500, 6000, 4200], strict=True))
FPC = SurveyDesign("weight", "stratum", population=STRATA)


def ordered(survey):
    return replace(survey, codebook=replace(survey.codebook, ordinal_groups=("race", "region")))


@pytest.mark.parametrize(
    ("design", "question", "by", "in_r"),
    [
        (DESIGN, "zinc", "race", (2.6397658359504, 2.7725405418671, 22.180324335, 0.0783550495416)),
        (DESIGN, "health", "region", (0.144466396107, 1.40116553, 11.20932424, 0.792697969161)),
        (FPC, "zinc", "region", (0.682198816044, 5.640725091, 2549.607741, 0.654841085813)),
    ],
    ids=["clusters", "two_answers", "finite"],
)
def test_rao_and_scotts_test(design, question, by, in_r):
    row = association(nhanes(design), question, by).iloc[0]
    assert row["test"] == "rao_scott"
    assert row[["statistic", "ndf", "ddf", "p"]].tolist() == pytest.approx(in_r, rel=1e-8)


@pytest.mark.parametrize(
    ("design", "by", "in_r"),
    [
        (DESIGN, "race", (-0.3017655686, 0.1190250318, 7, 0.03892967)),
        (FPC, "region", (0.0365273477713, 0.0851266450092, 451, 0.668059583519)),
    ],
    ids=["clusters", "finite"],
)
def test_ordered_groups_have_a_slope(design, by, in_r):
    row = association(ordered(nhanes(design)), "zinc", by).iloc[0]
    assert row["test"] == "weighted_slope"
    error = row["estimate"] / row["statistic"]
    found = [row["estimate"], error, row["ddf"], row["p"]]
    assert found == pytest.approx(in_r, rel=1e-6)
    assert row["low"] < row["estimate"] < row["high"]


def test_one_unit_in_a_stratum_gives_no_test_and_says_why():
    survey = nhanes()
    kept = ~((survey.answers["stratum"] == 1) & (survey.answers["psu"] == 1))
    alone = replace(survey, answers=survey.answers[kept], outside_answers=None)
    for each in (alone, ordered(alone)):
        found = association(each, by="race")
        assert found["p"].isna().all() and found["estimate"].notna().all()
        assert set(found["reason"]) == {"one_unit_in_stratum"}


def test_tests_by_weights_are_withheld_of_protected_answers():
    found = association(nhanes(), by="race", protected=True)
    numbers = ["n", "p", "p_holm", "estimate", "low", "high", "statistic", "ndf", "ddf"]
    assert found[numbers].isna().all(axis=None) and found["suppressed"].all()


def test_one_group_alone_is_no_association():
    survey = nhanes()
    found = association(survey.subset(survey.answers["race"] == "1"), "zinc", "race").iloc[0]
    assert (found["n"], found["p"]) == (364, 1)


def test_without_weights_the_answers_are_counted():
    found = association(nhanes(), "zinc", "race", weights=False).iloc[0]
    assert found["test"] == "fisher_freeman_halton" and "statistic" not in found


def test_the_table_names_the_weighted_tests():
    table = format_association(association(nhanes(), "zinc", "race"))
    assert "Rao–Scott, vægtet" in table.note
    table = format_association(association(ordered(nhanes()), "zinc", "race"), lang="en")
    assert "slope" in [column.label for column in table.columns]


def test_two_groups_and_two_answers_are_cochran_and_armitages_trend():
    """Exact conditional trend of 1, 2 and 6 of 10 at doses 0, 1 and 2, from its own enumeration."""
    chances = {}
    for a, b in product(range(10), repeat=2):
        if 0 <= 9 - a - b <= 10:
            way = comb(10, a) * comb(10, b) * comb(10, 9 - a - b)
            trend = b + 2 * (9 - a - b)
            chances[trend] = chances.get(trend, 0) + way
    far = sum(way for trend, way in chances.items() if abs(trend - 9) >= 5)
    table = np.array([[9, 1], [8, 2], [4, 6]])
    found = linear_by_linear(table, np.arange(3.0), np.arange(2.0))
    assert found.p == pytest.approx(far / comb(30, 9))
