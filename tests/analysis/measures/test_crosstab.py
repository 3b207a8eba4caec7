"""Cross-tabs: ranges from the printed tables, counts and tests from answers."""

from __future__ import annotations

import dataclasses
import itertools
from fractions import Fraction
from math import factorial, prod

import numpy as np
import pandas as pd
import pytest
from printed import COUNTS
from scipy.stats import MonteCarloMethod, chi2_contingency, fisher_exact, kendalltau, ncx2
from scipy.stats.contingency import association as scipy_association

from analysis.display.text.statements import range_statements
from analysis.measures.association import association, holm
from analysis.measures.crosstab import crosstab
from analysis.measures.effect_sizes import cramers_v, kendall_tau_b
from analysis.measures.exact_tests import fisher_freeman_halton, linear_by_linear
from analysis.measures.groups import grouping
from analysis.measures.intervals import share_interval
from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError
from analysis.survey.codebook import Item, Labels
from analysis.survey.published import read_published

COLUMNS = "question item group answer n n_low n_high base share low high assumption basis".split()

# Agresti, Categorical Data Analysis: income × job satisfaction
JOBS = np.array([[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]])


@pytest.fixture(scope="module")
def report():
    return read_published()


@pytest.fixture(scope="module")
def made_up():
    return synthesize(1, 0.6)


def test_ranges_of_the_printed_tables(report):
    sizes = {"small": 14, "medium": 18, "large": 20}
    for question, by_item in COUNTS.items():
        table = crosstab(report, question)
        assert list(table.columns) == COLUMNS
        assert set(table["basis"]) == {"bounded"}
        assert set(table["assumption"]) == {"one_each" if question == "ideal_share" else ""}
        rows = table.set_index(["item", "group", "answer"])
        answers = report.codebook.question(question).scale.keys
        for item, counts in by_item.items():
            assert sum(counts) == 52
            for (group, size), (answer, total) in itertools.product(
                sizes.items(), zip(answers, counts, strict=True)
            ):
                row = rows.loc[(item, group, answer)]
                assert row["n"] == pytest.approx(size * total / 52)
                assert row["n_low"] == max(0, size + total - 52)
                assert row["n_high"] == min(size, total)
                assert row["base"] == size
                assert row["share"] == pytest.approx(total / 52)
                assert row["low"] == row["n_low"] / size
                assert row["high"] == row["n_high"] / size


def test_shares_of_an_answer(report):
    row = crosstab(report, "importance", of="answer").iloc[0]
    assert row["base"] == 46
    assert (row["low"], row["high"]) == (8 / 46, 14 / 46)
    zero = crosstab(report, "importance", of="answer").query("answer == 'not_important'").iloc[0]
    assert zero["base"] == 0
    assert np.isnan([zero["share"], zero["low"], zero["high"]]).all()


@pytest.mark.parametrize(
    ("by", "sizes"),
    [
        ("size_band", [14, 18, 20]),
        ("region", [20, 9, 11, 8, 4]),
        ("landsdel", [5, 8, 6, 4, 5, 1, 5, 6, 2, 6, 4]),
        ("population", [17, 16, 19]),
    ],
)
def test_groups_hold_every_answer_and_koebenhavn_counts_four_times(report, by, sizes):
    assert grouping(report, by).sizes.tolist() == sizes
    table = crosstab(report, "statements", by)
    assert table.groupby("group", observed=False)["base"].first().tolist() == sizes
    assert (table.groupby(["item", "answer"], observed=True)["n_low"].sum() <= 52).all()


def test_a_grouping_that_does_not_exist_is_refused(report):
    with pytest.raises(InputError) as error:
        crosstab(report, "importance", "farve")
    assert str(error.value) == (
        'by: "farve" findes ikke. Vælg en af: name, staff, region, landsdel, kommunegruppe, '
        "population, size_band."
    )


def test_more_answers_than_respondents_are_refused(report):
    kommuner = report.kommuner.assign(answers=1)
    with pytest.raises(InputError, match=r"har 49 svar\. Ret kolonnen"):
        crosstab(dataclasses.replace(report, kommuner=kommuner), "importance")


def test_statements_name_what_is_ruled_out(report):
    table = crosstab(report, "importance")
    danish, english = (range_statements(report, table, lang=lang) for lang in ("da", "en"))
    assert danish["text"].tolist()[:2] == [
        "Mindst 8 af de 14 chefer i små jobcentre kalder profilen Virksomheder meget vigtig.",
        "Højst 6 af de 14 chefer i små jobcentre kalder profilen Virksomheder vigtig.",
    ]
    assert english["text"].iloc[0] == (
        "At least 8 of the 14 managers in small job centres called the profile Companies very "
        "important."
    )
    assert len(danish) == len(english)
    assert danish["text"].is_unique


@pytest.mark.parametrize("by", ["size_band", "region", "landsdel"])
def test_every_statement_is_true_of_every_survey_with_these_margins(report, by):
    compare = {
        "all": lambda n, said, base: n == base,
        "none": lambda n, said, base: n == 0,
        "exactly": lambda n, said, base: n == said,
        "at_least": lambda n, said, base: n >= said,
        "at_most": lambda n, said, base: n <= said < base,
    }
    said = range_statements(report, crosstab(report, "importance", by), by)
    assert set(said["kind"]) >= {"none", "at_most"}
    for seed, strength in ((1, 0.0), (2, 1.0)):
        real = crosstab(synthesize(seed, strength), "importance", by)
        counted = real.set_index(["item", "group", "answer"])["n"]
        for row in said.to_dict("records"):
            n = counted.loc[(row["item"], row["group"], row["answer"])]
            assert compare[row["kind"]](n, row["n"], row["base"]), row["text"]


def test_a_range_that_says_nothing_gives_no_statement(report, made_up):
    table = crosstab(report, "importance")
    trivial = table[(table["n_low"] == 0) & (table["n_high"] == table["base"])]
    assert len(trivial) > 0
    assert range_statements(report, trivial).empty
    assert range_statements(made_up, crosstab(made_up, "importance")).empty


def test_answers_are_counted(made_up):
    table = crosstab(made_up, "future_need")
    assert list(table.columns) == COLUMNS
    assert set(table["basis"]) == {"synthetic"}
    assert set(crosstab(made_up, "ideal_share")["assumption"]) == {""}
    band = made_up.answers["kommune"].map(made_up.kommuner["size_band"])
    column = made_up.answers["future_need_integration"]
    for row in table[table["item"] == "integration"].to_dict("records"):
        n = int(((band == row["group"]) & (column == row["answer"])).sum())
        base = int((band == row["group"]).sum())
        assert (row["n"], row["n_low"], row["n_high"], row["base"]) == (n, n, n, base)
        assert row["share"] == n / base
        assert (row["low"], row["high"]) == share_interval(n, base, kind="clopper_pearson")
    of_answer = crosstab(made_up, "future_need", of="answer").query("item == 'integration'")
    assert of_answer.groupby("answer", observed=True)["base"].first().tolist() == [16, 32, 4]
    assert of_answer.groupby("answer", observed=True)["share"].sum().tolist() == pytest.approx(
        [1, 1, 1]
    )


def test_levels_without_answers_stay_in_the_table(made_up):
    table = crosstab(made_up, "importance")
    assert len(table) == 6 * 3 * 4
    empty = table[table["answer"] == "not_important"].query("item == 'virksomheder'")
    assert empty["n"].tolist() == [0, 0, 0]
    nobody = dataclasses.replace(
        made_up, answers=made_up.answers.assign(importance_virksomheder=None)
    )
    rows = crosstab(nobody, "importance").query("item == 'virksomheder'")
    assert rows["base"].eq(0).all()
    assert rows[["share", "low", "high"]].isna().all(axis=None)
    tested = association(nobody, "importance").set_index("item")
    assert np.isnan(tested.loc["virksomheder", "p"])
    assert tested["family"].tolist() == [34] * 6


def test_respondents_of_unknown_size_are_shown_and_leave_the_test(made_up):
    kommuner = made_up.kommuner.copy()
    kommuner.loc["0727", "size_band"] = None
    survey = dataclasses.replace(made_up, kommuner=kommuner)
    table = crosstab(survey, "importance")
    assert table["group"].cat.categories.tolist() == ["small", "medium", "large", "unknown"]
    assert table[table["group"] == "unknown"].groupby("item", observed=True)["n"].sum().eq(1).all()
    assert association(survey, "importance")["n"].tolist() == [51] * 6


def test_a_surveys_own_group_variable(made_up):
    codebook = dataclasses.replace(
        made_up.codebook,
        groups={"role": tuple(Item(k, Labels(k, k), Labels(k, k)) for k in ("chief", "deputy"))},
    )
    answers = made_up.answers.assign(role=["chief", "deputy"] * 26)
    survey = dataclasses.replace(made_up, codebook=codebook, answers=answers)
    table = crosstab(survey, "importance", "role")
    assert table["group"].cat.categories.tolist() == ["chief", "deputy"]
    assert table["base"].unique().tolist() == [26]
    assert set(association(survey, "importance", "role")["effect"]) == {"cramers_v"}
    alone = dataclasses.replace(survey, answers=answers.drop(columns="kommune"))
    assert crosstab(alone, "importance", "role")["n"].tolist() == table["n"].tolist()
    with pytest.raises(InputError, match="ingen kommuner at gruppere efter"):
        crosstab(alone, "importance")


def test_association_by_size_is_exact_and_of_one_family(made_up):
    tested = association(made_up, "importance")
    assert tested["item"].tolist() == list(COUNTS["importance"])
    assert set(tested["test"]) == {"linear_by_linear_exact"}
    assert set(tested["effect"]) == {"kendall_tau_b"}
    assert set(tested["family"]) == {35}
    everything = association(made_up)
    assert len(everything) == 35
    assert everything["p_holm"].to_numpy() == pytest.approx(holm(everything["p"].to_numpy()))
    assert (everything["p_holm"] >= everything["p"]).all()
    assert (everything["low"] <= everything["estimate"]).all()
    assert (everything["estimate"] <= everything["high"]).all()
    assert (everything["estimate"] > 0).mean() > 0.9, "larger job centres answer higher"


def test_association_by_region_is_seeded(made_up):
    tested = association(made_up, "importance", "region")
    assert set(tested["test"]) == {"fisher_freeman_halton"}
    again = association(synthesize(1, 0.6), "importance", "region")
    pd.testing.assert_frame_equal(tested, again)


def test_the_printed_tables_cannot_be_tested(report):
    with pytest.raises(InputError, match="ikke offentliggjort, hvem der svarede hvad"):
        association(report, "importance")


@pytest.mark.parametrize(
    ("p", "adjusted"),
    [
        ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
        ([0.01, np.nan, 0.02], [0.02, np.nan, 0.02]),
        ([0.6, 0.7], [1.0, 1.0]),
        ([], []),
    ],
)
def test_holm_by_hand(p, adjusted):
    assert holm(np.array(p)) == pytest.approx(np.array(adjusted), nan_ok=True)


def every_table(rows: tuple[int, ...], columns: tuple[int, ...]) -> list[np.ndarray]:
    if len(rows) == 1:
        return [np.array([columns])]
    tables = []
    for head in itertools.product(*(range(min(rows[0], c) + 1) for c in columns)):
        if sum(head) == rows[0]:
            rest = tuple(c - h for c, h in zip(columns, head, strict=True))
            tables += [np.vstack([head, below]) for below in every_table(rows[1:], rest)]
    return tables


@pytest.mark.parametrize(
    "table",
    [
        [[3, 1, 0], [1, 2, 4]],
        [[4, 0, 1], [1, 3, 1], [0, 1, 3]],
        [[1, 0, 2, 1], [0, 2, 0, 3], [2, 1, 1, 0]],
        [[2, 2], [3, 3], [1, 1]],
    ],
)
def test_linear_by_linear_is_exact_by_full_enumeration(table):
    table = np.array(table)
    u, v = np.arange(len(table)), np.arange(table.shape[1])[::1]
    rows, columns = table.sum(axis=1).tolist(), table.sum(axis=0).tolist()
    mean = Fraction(int(u @ rows) * int(v @ columns), int(table.sum()))
    distance = abs(int(u @ table @ v) - mean)
    weight = far = Fraction(0)
    for other in every_table(tuple(rows), tuple(columns)):
        chance = Fraction(1, prod(factorial(int(k)) for k in other.ravel()))
        weight += chance
        far += chance * (abs(int(u @ other @ v) - mean) >= distance)
    found = linear_by_linear(table, u.astype(float), v.astype(float))
    assert found.test == "linear_by_linear_exact"
    assert found.p == pytest.approx(float(far / weight), rel=1e-9)


def test_linear_by_linear_by_permutation_agrees_with_the_exact_one():
    table = np.array([[8, 4, 2, 0], [6, 6, 4, 2], [4, 8, 4, 4]])
    exact = linear_by_linear(table, np.arange(3.0), np.arange(4.0))
    drawn = linear_by_linear(table, np.array([0.0, 1.0, 2.0]), np.arange(4.0) + 0.5)
    half = linear_by_linear(table, np.arange(3.0) / 2, np.arange(4.0))
    assert exact.test == drawn.test == "linear_by_linear_exact"
    assert drawn.p == pytest.approx(exact.p)
    assert half.test == "linear_by_linear_permutation"
    assert half.p == pytest.approx(exact.p, abs=4 * np.sqrt(exact.p / 10_000))


def test_linear_by_linear_of_many_answers_is_quick():
    many = np.random.default_rng(0).multinomial(50_000, np.ones(15) / 15).reshape(3, 5)
    found = linear_by_linear(many, np.arange(3.0), np.arange(5.0))
    assert found.test == "linear_by_linear_permutation"
    assert 0 < found.p <= 1
    assert fisher_freeman_halton(many).p > 0.001


@pytest.mark.parametrize("table", [[[5, 0]], [[3], [4]]])
def test_without_two_of_each_there_is_nothing_to_test(table):
    table = np.array(table)
    rows, columns = np.arange(len(table)), np.arange(table.shape[1])
    assert linear_by_linear(table, rows, columns).p == 1
    assert fisher_freeman_halton(table).p == 1
    assert np.isnan(kendall_tau_b(table)).all()
    assert np.isnan(cramers_v(table)).all()


@pytest.mark.parametrize("seed", range(3))
def test_fisher_freeman_halton_is_scipys(seed):
    table = np.random.default_rng(seed).integers(1, 9, (3, 4))
    method = MonteCarloMethod(n_resamples=9_999, rng=np.random.default_rng(2017))
    assert fisher_freeman_halton(table).p == fisher_exact(table, method=method).pvalue


def test_fisher_freeman_halton_of_more_cells_than_answers():
    table = np.eye(4, dtype=int)
    chance = sum(1 for _ in itertools.permutations(range(4))) / factorial(4)
    assert fisher_freeman_halton(table).p == chance == 1


def test_tau_b_is_the_published_one():
    tau, low, high = kendall_tau_b(JOBS)
    assert round(tau, 4) == 0.1524
    assert round((high - low) / (2 * 1.959964), 4) == 0.0818


@pytest.mark.parametrize("seed", range(3))
def test_tau_b_is_scipys(seed):
    table = np.random.default_rng(seed).integers(0, 6, (3, 4))
    i, j = (np.repeat(axis, table.ravel()) for axis in np.indices(table.shape).reshape(2, -1))
    assert kendall_tau_b(table)[0] == pytest.approx(kendalltau(i, j).statistic)
    assert kendall_tau_b(table[::-1])[0] == pytest.approx(-kendalltau(i, j).statistic)


def test_cramers_v_is_scipys_and_its_limits_those_of_the_noncentral_distribution():
    table = np.array([[20, 5, 3], [4, 18, 9]])
    v, low, high = cramers_v(table)
    assert v == pytest.approx(scipy_association(table, method="cramer"))
    chi2 = chi2_contingency(table, correction=False).statistic
    n = table.sum()
    assert ncx2.cdf(chi2, 2, n * low**2) == pytest.approx(0.975)
    assert ncx2.cdf(chi2, 2, n * high**2) == pytest.approx(0.025)
    assert low < v < high
