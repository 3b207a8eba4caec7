"""A protected survey: what is hidden stays unknown, and everything else is computed from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.helpers.made_answers import answer_rows, shuffle_within_sizes, survey_of

from analysis.measures.association import association
from analysis.measures.claims import check_claims
from analysis.measures.counts import counts_by_answer
from analysis.measures.crosstab import crosstab
from analysis.measures.disclosure import (
    count_cells,
    is_unprotected,
    protect,
    refuse_unprotected,
    released,
)
from analysis.measures.groups import grouping
from analysis.measures.profiles import profile_table
from analysis.measures.scales.means import mean_scores
from analysis.measures.scales.reliability import scale_reliability
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.sources import read_survey
from analysis.measures.synthetic import synthesize
from analysis.measures.waves import compare_waves
from analysis.measures.wishes import wishes
from analysis.measures.workforce import gap_sensitivity, workforce_gap
from analysis.survey.checks import InputError
from analysis.survey.published import read_published
from analysis.survey.survey import Survey, provenance

THRESHOLD = 5


class Attacker:
    """Who holds the released counts of one item, and knows how many answered of each group."""

    def __init__(self, totals: pd.DataFrame, by_group: pd.DataFrame, members: np.ndarray) -> None:
        answers = len(totals)
        self.shape = (len(members), answers + 1)  # don't knows last
        self.members = members
        self.known: list[tuple[np.ndarray, float]] = []
        for i, (_, rows) in enumerate(by_group.groupby("group", observed=False)):
            self._learn(rows, np.eye(len(members))[i])
        self._learn(totals, np.ones(len(members)))

    def _learn(self, rows: pd.DataFrame, groups: np.ndarray) -> None:
        everyone = np.outer(groups, np.ones(self.shape[1]))
        self.known.append((everyone, float(rows["base"].iloc[0])))
        for j, n in enumerate(rows["n"]):
            marks = np.zeros(self.shape)
            marks[:, j] = groups
            if not np.isnan(n):
                self.known.append((marks, n))

    def range_of(self, group: int | None, answer: int) -> tuple[int, int]:
        """Smallest and largest count of one answer, by an integer programme of its own."""
        marks = np.zeros(self.shape)
        marks[slice(None) if group is None else group, answer] = 1
        lines = np.array([line.ravel() for line, _ in self.known])
        values = np.array([value for _, value in self.known])
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * marks.ravel(),
                integrality=np.ones(marks.size),
                bounds=Bounds(0, np.inf),
                constraints=LinearConstraint(lines, values, values),
            )
            assert found.status == 0, "the true table must fit"
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]


def made(respondents: int, seed: int, folder, **kind) -> Survey:
    return survey_of(answer_rows(respondents, seed, **kind), folder)


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> Survey:
    """Answers of 98 municipalities."""
    return made(98, 1, tmp_path_factory.mktemp("svar"))


@pytest.mark.parametrize("kind", [{}, {"unanimous": True}], ids=["mixed", "unanimous"])
@pytest.mark.parametrize("respondents", [1, 6, 52, 120, 300])
def test_no_hidden_count_can_be_worked_out(respondents, kind, tmp_path):
    survey = made(respondents, respondents, tmp_path, **kind)
    shown = protect(survey)
    members = grouping(survey, "size_band").sizes
    hidden = 0
    for question in survey.codebook.questions.values():
        totals, groups = likert_table(shown, question.key), crosstab(shown, question.key)
        truth = crosstab(survey, question.key)
        for item in question.items[:: 2 if respondents < 100 else 4]:
            of_item = [frame[frame["item"] == item.key] for frame in (totals, groups, truth)]
            attacker = Attacker(of_item[0], of_item[1], members)
            exact = of_item[2]["n"].to_numpy().reshape(len(members), -1)
            cells = of_item[1]["suppressed"].to_numpy().reshape(exact.shape)
            bases = of_item[1].groupby("group", observed=False)["base"].first().to_numpy()
            for i, j in np.argwhere(cells & (exact > 0)):
                low, high = attacker.range_of(i, j)
                hidden += 1
                assert low < high, (question.key, item.key, i, j)
                if 0 < exact[i, j] < THRESHOLD and bases[i] >= 2 * THRESHOLD:
                    assert high >= THRESHOLD and high - low >= THRESHOLD - 1
            for j, n in enumerate(of_item[0]["n"]):
                if np.isnan(n) and exact[:, j].sum():
                    low, high = attacker.range_of(None, j)
                    assert low < high
    assert hidden


@pytest.mark.parametrize("respondents", [1, 6, 52, 120])
def test_nobody_is_known_to_have_given_an_answer(respondents, tmp_path):
    """Of every group two answers are possible, also for who knows one member's own answer."""
    survey = made(respondents, 3, tmp_path, unanimous=True)
    shown = protect(survey)
    for table in shown.released.tables.values():
        for row, base in enumerate(table.bases):
            if base:
                others = base - 1 if base > 1 else base
                assert (table.low[row] < max(others, 1)).all(), (table.low[row], base)


def test_small_counts_and_nearly_unanimous_rows_are_hidden(answers):
    shown, exact = protect(answers), counts_by_answer(answers)
    for question in answers.codebook.questions:
        n = exact.loc[exact["question"] == question, "n"].to_numpy()
        frame = likert_table(shown, question)
        small = (n > 0) & (n < THRESHOLD)
        assert frame.loc[small, "suppressed"].all()
        assert (frame.loc[~frame["suppressed"], "n"] == n[~frame["suppressed"]]).all()
        assert (frame["n_low"] <= n).all() and (n <= frame["n_high"]).all()


def test_dominance_and_counts_go_by_municipality(tmp_path):
    """Six answers of one municipality are one municipality's."""
    rows = answer_rows(60, 1).assign(importance_virksomheder="very_important")
    rows.loc[:5, ["kommune", "medarbejdere"]] = ["0101", 40]
    rows.loc[:5, "importance_virksomheder"] = "important"
    rows.loc[6:9, "importance_virksomheder"] = "important"
    survey = survey_of(rows.assign(respondent=range(60)), tmp_path)
    shown = likert_table(protect(survey), "importance")
    virksomheder = shown[shown["item"] == "virksomheder"].set_index("answer")
    assert virksomheder.loc["important", "suppressed"], "ten answers, six of them København's"


def test_cells_are_counted_with_their_municipalities():
    rng = np.random.default_rng(0)
    for _ in range(50):
        n, shape = int(rng.integers(1, 30)), (int(rng.integers(1, 4)), int(rng.integers(1, 5)))
        row, column = (rng.integers(0, size, n) for size in shape)
        unit = rng.integers(0, 8, n)
        found = count_cells(row, column, unit, shape)
        for i, j in np.ndindex(shape):
            own = (row == i) & (column == j)
            units, each = np.unique(unit[own], return_counts=True)
            outside = len(set(unit[(row == i) & (column != j)]))
            expected = [own.sum(), len(units), outside, each.max(initial=0)]
            assert [int(part[i, j]) for part in found] == expected


def test_a_wide_scale_keeps_most_of_its_counts():
    """Thirteen small counts of 1,411 answers do not take all 66 with them."""
    from analysis.measures.suppression import CountTable, suppress

    odds = [0.01, 0.02, 0.03, 0.04, 0.1, 0.1, 0.15, 0.2, 0.2, 0.1, 0.05]
    groups = np.array([np.random.default_rng(i).multinomial(235, odds) for i in range(6)])
    counts = np.vstack([groups, groups.sum(axis=0)])
    outside = counts.sum(axis=1, keepdims=True) - counts
    found = suppress(CountTable(counts, counts, outside, np.minimum(counts, 1)))
    small = ((groups > 0) & (groups < THRESHOLD)).sum()
    assert 5 <= small <= found.hidden[:-1].sum() <= 33
    assert not found.hidden[-1].any()


MEASURES = {
    "likert": lambda survey: likert_table(survey, "importance"),
    "listed": lambda survey: likert_table(survey, "importance", base="listed"),
    "summary": lambda survey: likert_summary(survey, "statements"),
    "crosstab": lambda survey: crosstab(survey, "statements"),
    "of_answer": lambda survey: crosstab(survey, "statements", of="answer"),
    "profiles": profile_table,
    "association": association,
    "gap": workforce_gap,
    "gap_by_size": lambda survey: workforce_gap(survey, by="size_band"),
    "gap_of_odder": lambda survey: workforce_gap(survey, kommune="Odder", staff=70),
    "sensitivity": lambda survey: gap_sensitivity(survey, (20, 50)),
    "wishes": wishes,
    "claims": check_claims,
    "waves": lambda survey: compare_waves(read_published(), survey, "importance"),
    "means": lambda survey: mean_scores(survey, "importance", interval="bootstrap"),
    "reliability": lambda survey: scale_reliability(survey, "statements"),
}


@pytest.mark.parametrize("measure", MEASURES)
def test_every_number_is_a_function_of_the_protected_counts(measure, tmp_path):
    """Who gave which answer within a size makes no difference to any number."""
    rows = answer_rows(98, 2)
    frames = [
        MEASURES[measure](protect(survey_of(each, tmp_path / str(i))))
        for i, each in enumerate((rows, shuffle_within_sizes(rows, 5)))
    ]
    pd.testing.assert_frame_equal(*frames)
    assert not is_unprotected(frames[0])


@pytest.mark.parametrize("measure", sorted(set(MEASURES) - {"waves", "claims", "association"}))
def test_protected_true_is_the_same_as_a_protected_survey(measure, answers):
    calls = {
        "likert": lambda s: likert_table(s, "importance", protected=True),
        "gap": lambda s: workforce_gap(s, protected=True),
        "crosstab": lambda s: crosstab(s, "statements", protected=True),
    }
    if measure in calls:
        pd.testing.assert_frame_equal(calls[measure](answers), MEASURES[measure](protect(answers)))
    exact = MEASURES[measure](answers)
    assert is_unprotected(exact) and not provenance(exact).protected


def test_exact_numbers_lie_within_the_released_ranges(answers):
    shown, exact = protect(answers), replace(answers)
    keys = ["item", "measure", "unit"]
    for by in (None, "size_band"):
        both = workforce_gap(shown, by=by).merge(
            workforce_gap(exact, by=by),
            on=[*keys, "group"] if by else keys,
            suffixes=("", "_exact"),
        )
        both = both[(both["measure"] != "gap") & (both["unit"] == "share")]
        inside = both["central_exact"].between(both["low"] - 1e-9, both["high"] + 1e-9)
        assert inside.all(), both[~inside]
        assert both["central"].between(both["low"] - 1e-9, both["high"] + 1e-9).all()
    of_wishes = wishes(shown).merge(wishes(exact), on=["item", "answer"], suffixes=("", "_exact"))
    assert (of_wishes["n_low"] <= of_wishes["n_exact"]).all()
    assert (of_wishes["n_exact"] <= of_wishes["n_high"]).all()


def test_tests_of_hidden_counts_are_withheld(answers):
    shown = association(protect(answers), "importance")
    hidden = crosstab(protect(answers), "importance").groupby("item", observed=True)["suppressed"]
    assert (shown["p"].isna().to_numpy() == hidden.any().to_numpy()).all()
    assert shown.loc[shown["p"].isna(), ["estimate", "low", "high"]].isna().all(axis=None)


def test_a_release_has_one_grouping(answers):
    shown = protect(answers)
    for call in (crosstab, association):
        with pytest.raises(InputError, match="to inddelinger kan tilsammen afsløre"):
            call(shown, "importance", by="region")
    with pytest.raises(InputError, match="allerede beskyttet efter size_band"):
        protect(shown, "region")
    assert protect(shown) is shown
    assert crosstab(protect(answers, "region"), "importance", by="region")["n"].notna().any()


def test_what_is_public_or_made_up_stays_as_it_is():
    report = read_published()
    assert protect(report) is report
    assert released(synthesize(1), protected=True).answers is not None


def test_read_survey_protects_a_file_and_keeps_the_rest(tmp_path, answers):
    survey_of(answer_rows(98, 1), tmp_path)
    assert read_survey(tmp_path / "svar.csv").answers is None
    assert read_survey(tmp_path / "svar.csv", protected=False).answers is not None
    assert read_survey("syntetisk:1").answers is not None
    assert read_survey().printed is not None


def test_a_table_alone_is_not_protected(answers):
    with pytest.raises(InputError, match="beskytter en undersøgelse, ikke en tabel"):
        protect(likert_table(answers, "importance"))


@pytest.mark.parametrize("threshold", [1, 0, True, 2.5, "5"])
def test_a_threshold_that_protects_nobody_is_refused(answers, threshold):
    with pytest.raises(InputError, match="threshold"):
        protect(answers, threshold=threshold)


def test_exports_refuse_what_is_made_of_answers_themselves(answers):
    with pytest.raises(InputError, match="ikke er beskyttet"):
        refuse_unprotected(compare_waves(read_published(), answers, "importance"), "bølger")
    refuse_unprotected(compare_waves(read_published(), protect(answers), "importance"), "bølger")


def test_respondents_without_a_municipality_count_each_for_one(answers):
    rows = answers.answers.drop(columns="kommune")
    survey = replace(answers, answers=rows, outside_answers=answers.outside_answers)
    shown = protect(survey)
    assert shown.released.by is None and shown.respondents == 98
    assert likert_table(shown, "importance")["n"].notna().any()
