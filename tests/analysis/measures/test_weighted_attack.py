"""Attacks on weighted releases: who knows every weight learns no more than the counts allow.

An attacker knows each respondent's group and weight, the protected counts of an item, and every
weighted range that is printed. The answers that fit the counts are flows in a small network, whose
extremes a linear programme finds exactly and in whole numbers.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from public_surveys import nhanes
from scipy.optimize import LinearConstraint, linprog, milp
from tests.helpers.made_answers import STAFF, answer_rows, shuffle_within_sizes, survey_of

from analysis.measures.crosstab import crosstab
from analysis.measures.disclosure import protect
from analysis.measures.groups import grouping
from analysis.measures.shares import likert_table
from analysis.measures.weighting.calibration import calibrate
from analysis.survey.checks import InputError
from analysis.survey.design import SurveyDesign
from analysis.survey.survey import Survey

KINDS = ("mixed", "unanimous", "alone", "heavy")
#: One item of each question is enough to attack.
ITEMS = {"importance": "virksomheder", "ideal_share": "integration"}


def weighted(respondents: int, kind: str, folder, rows: pd.DataFrame | None = None) -> Survey:
    """Made answers with weights; one kommune alone in its size, or one with most of the weight."""
    if rows is None:
        rows = answer_rows(respondents, respondents, unanimous=kind == "unanimous")
    if kind == "alone":
        small = rows["medarbejdere"] == STAFF[0]
        first = rows["kommune"] == rows["kommune"].iloc[0]
        rows["medarbejdere"] = np.where(small & ~first, STAFF[1], rows["medarbejdere"])
    draw = np.random.default_rng(respondents)
    weights = draw.lognormal(0, 1, 12).round(3)[draw.integers(0, 12, respondents)]
    if kind == "heavy":
        weights[1] = 10 * weights.sum()
    survey = survey_of(rows, folder)
    questions = {
        key: replace(asked, items=tuple(each for each in asked.items if each.key == ITEMS[key]))
        for key, asked in survey.codebook.questions.items()
        if key in ITEMS
    }
    return replace(
        survey,
        codebook=replace(survey.codebook, questions=questions),
        answers=survey.answers.assign(weight=weights),
        design=SurveyDesign("weight"),
    )


class Attacker:
    """All ways to give an item's answers to the respondents that its protected counts allow."""

    def __init__(self, survey: Survey, released: Survey, column: str) -> None:
        table = released.released.tables[column]
        self.groups = len(table.bases) - 1
        of_each = grouping(survey, "size_band").codes
        kinds = np.column_stack([of_each, survey.answers["weight"]])
        types, number = np.unique(kinds, axis=0, return_counts=True)
        self.of_group, self.weights = types[:, 0].astype(int), types[:, 1]
        self.shape = (len(types), table.low.shape[1] + 1)  # no answer last
        everyone = np.kron(np.eye(len(types)), np.ones(self.shape[1]))
        sums, low, high = [], [], []
        for row in range(self.groups + 1):
            for answer in range(self.shape[1] - 1):
                sums.append(self.marks(row, [answer]))
                low.append(table.low[row, answer])
                high.append(table.high[row, answer])
            sums.append(self.marks(row, range(self.shape[1] - 1)))
            low.append(table.bases[row])
            high.append(table.bases[row])
        self.lines = np.vstack([everyone, *(line.ravel() for line in sums)])
        self.low, self.high = np.concatenate([[number, number], [low, high]], axis=1)

    def marks(self, row: int, answers) -> np.ndarray:
        marks = np.zeros(self.shape)
        members = np.arange(self.groups) == row if row < self.groups else np.ones(self.groups)
        marks[:, list(answers)] = np.asarray(members, dtype=float)[self.of_group][:, None]
        return marks

    def largest(self, value: np.ndarray) -> float:
        """The largest value that the protected counts alone allow."""
        equal = self.low == self.high
        lines = [self.lines[~equal], -self.lines[~equal]]
        ends = [self.high[~equal], -self.low[~equal]]
        found = linprog(
            -value.ravel(),
            A_ub=np.vstack(lines),
            b_ub=np.concatenate(ends),
            A_eq=self.lines[equal],
            b_eq=self.low[equal],
        )
        assert found.status == 0, "the true answers must fit"
        return -float(found.fun)

    def beyond(self, rows: pd.DataFrame, row: int, listed: bool) -> list[float]:
        """How far beyond each printed end the counts alone let the weighted share go."""
        base = self.marks(row, range(self.shape[1] - (2 if listed else 1)))
        found = []
        for answer, ends in enumerate(zip(rows["share_low"], rows["share_high"], strict=True)):
            own = self.marks(row, [answer])
            for sign, end in zip((-1, 1), ends, strict=True):
                if not np.isnan(end):
                    away = sign * (own - end * base) * self.weights[:, None]
                    found.append(self.largest(away) / self.weights.sum())
        return found


def printed(released: Survey, question: str, item: str, groups: int):
    """Every weighted row that a release prints of an item: rows, group, listed base."""
    for base in ("all", "listed"):
        table = likert_table(released, question, base=base)
        yield table[table["item"] == item], groups, base == "listed"
    table = crosstab(released, question)
    for row, (_, rows) in enumerate(table[table["item"] == item].groupby("group", observed=False)):
        yield rows, row, False


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("respondents", [6, 52, 120])
def test_weighted_ranges_say_no_more_than_the_protected_counts(respondents, kind, tmp_path):
    """Every range holds for all answers that the counts allow, so it rules none of them out."""
    survey = weighted(respondents, kind, tmp_path)
    released = protect(survey)
    for question, item in ITEMS.items():
        attacker = Attacker(survey, released, f"{question}_{item}")
        beyond = [
            each
            for rows, row, listed in printed(released, question, item, attacker.groups)
            for each in attacker.beyond(rows, row, listed)
        ]
        assert len(beyond) > 20
        assert max(beyond) < 1e-9


@pytest.mark.parametrize("kind", ["unanimous", "alone"])
@pytest.mark.parametrize("respondents", [6, 52])
def test_nobodys_answer_follows_from_counts_and_weights_together(respondents, kind, tmp_path):
    """By integer programme over counts and ranges: everyone may have answered otherwise."""
    survey = weighted(respondents, kind, tmp_path)
    released = protect(survey)
    question, item = "importance", "virksomheder"
    attacker = Attacker(survey, released, f"{question}_{item}")
    lines, low, high = [attacker.lines], [attacker.low], [attacker.high]
    for rows, row, listed in printed(released, question, item, attacker.groups):
        base = attacker.marks(row, range(attacker.shape[1] - (2 if listed else 1)))
        for answer, ends in enumerate(zip(rows["share_low"], rows["share_high"], strict=True)):
            for sign, end in zip((-1, 1), ends, strict=True):
                if not np.isnan(end):
                    away = sign * (attacker.marks(row, [answer]) - end * base)
                    lines.append((away * attacker.weights[:, None]).reshape(1, -1))
                    low.append([-np.inf])
                    high.append([1e-9 * attacker.weights.sum()])
    known = LinearConstraint(np.vstack(lines), np.concatenate(low), np.concatenate(high))
    number = attacker.low[: attacker.shape[0]]  # respondents of each weight in each group
    for who in np.flatnonzero(attacker.of_group == 0)[:8]:
        for answer in range(attacker.shape[1] - 1):
            cost = np.zeros(attacker.shape)
            cost[who, answer] = -1
            fewest = milp(-cost.ravel(), integrality=np.ones(cost.size), constraints=known)
            assert fewest.status == 0
            assert round(fewest.fun) < number[who], "all of them are known to have answered so"


def test_a_range_that_is_too_narrow_is_found_by_the_attack(tmp_path):
    survey = weighted(52, "mixed", tmp_path)
    released = protect(survey)
    attacker = Attacker(survey, released, "importance_virksomheder")
    rows, row, listed = next(printed(released, "importance", "virksomheder", attacker.groups))
    told = rows.assign(share_high=rows["share_high"] - 0.02)
    assert max(attacker.beyond(told, row, listed)) > 0.001


MEASURES = {
    "likert": lambda s: likert_table(s, "importance"),
    "listed": lambda s: likert_table(s, "ideal_share", base="listed"),
    "crosstab": lambda s: crosstab(s, "importance"),
}


@pytest.mark.parametrize("measure", MEASURES)
def test_who_of_a_group_gave_which_answer_makes_no_difference(measure, tmp_path):
    rows = answer_rows(98, 2)
    frames = [
        MEASURES[measure](protect(weighted(98, "mixed", tmp_path / str(place), each)))
        for place, each in enumerate((rows, shuffle_within_sizes(rows, 5)))
    ]
    pd.testing.assert_frame_equal(*frames)


def test_two_calibrations_of_the_same_answers_rest_on_the_same_counts(tmp_path):
    survey = weighted(98, "mixed", tmp_path)
    first, second = (
        protect(calibrate(survey, by)).released.tables["importance_virksomheder"]
        for by in ("region", "population[30000, 60000]")
    )
    assert (first.low == second.low).all() and (first.high == second.high).all()


def test_weights_made_of_answers_are_not_released():
    """A weight that follows from an answer tells it; so the release is refused."""
    survey = calibrate(nhanes(), {"health_highbp": {"yes": 2e6, "no": 4e6}}, method="poststratify")
    with pytest.raises(InputError, match="vægtene er kalibreret til health_highbp"):
        protect(survey)
    assert protect(calibrate(nhanes(), {"race": {"1": 5, "2": 2, "3": 1}})).released.weights
