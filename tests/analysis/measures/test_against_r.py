"""The same numbers from R: every figure below was computed there once and is kept as a literal.

R 4.2.2; packages survey 4.1-1, fitdistrplus 1.1-8, coin 1.4-2, effectsize 0.8.3. No R is needed to
run the tests. What R was asked for:

- Clopper-Pearson: ``binom.test(k, n, conf.level)$conf.int``.
- Finite population: for every K from k to N - n + k, ``phyper`` of both tails, one by one; the
  smallest and the largest K whose tail is above 0.025 (no search, no clever ends).
- Fisher-Freeman-Halton: ``fisher.test(table)``, exact over all tables with these margins.
- Linear by linear: ``coin::independence_test`` on the places of the rows and columns, exact for
  two groups, else by ``approximate(nresample = 1e6)``.
- Kendall's tau-b: ``cor.test(method = "kendall")`` on one row per answer. Its standard error: the
  delta method, with central differences of tau-b in every cell's probability.
- Cramér's V: from ``chisq.test(correct = FALSE)``; its limits: ``effectsize::cramers_v`` without
  bias adjustment, two-sided.
- Holm: ``p.adjust(method = "holm")`` on the values that are there.
- Shares of staff: ``survey::svymean`` and ``svytotal`` (by size band: ``svyby``) of the bands'
  central values, weighted by the municipality's staff over its answers. Standard errors of plain
  shares: ``svymean`` of a simple random sample with ``fpc = 97``.
- Beta in bands: ``optim`` on the likelihood of the five bands, the top one from 20 to 100 %, until
  nothing moves; ``fitdistrplus::fitdistcens`` on the same intervals agrees to three figures.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from analysis.measures import exact_tests
from analysis.measures.association import holm
from analysis.measures.effect_sizes import cramers_v, kendall_tau_b
from analysis.measures.exact_tests import fisher_freeman_halton, linear_by_linear
from analysis.measures.intervals import share_interval
from analysis.measures.parametric import parametric_gap
from analysis.measures.workforce import workforce_gap
from analysis.survey.survey import Survey


@pytest.mark.parametrize(
    ("count", "base", "level", "low", "high"),
    [
        (0, 52, 0.95, 0.0, 0.0684822087),
        (1, 52, 0.95, 0.0004867624, 0.1025535447),
        (23, 52, 0.95, 0.3046956247, 0.5867244393),
        (46, 52, 0.95, 0.7655916775, 0.9564587960),
        (52, 52, 0.95, 0.9315177913, 1.0),
        (40, 54, 0.95, 0.6034552976, 0.8504233327),
        (3, 11, 0.95, 0.0602177342, 0.6097425596),
        (7, 20, 0.95, 0.1539092048, 0.5921885345),
        (1, 1, 0.95, 0.025, 1.0),
        (46, 52, 0.90, 0.7849128952, 0.9485399309),
    ],
)
def test_clopper_pearson(count, base, level, low, high):
    found = share_interval(count, base, kind="clopper_pearson", level=level)
    assert found == pytest.approx((low, high), abs=1e-9)


# population, base: counts, smallest and largest number of people in the population
FINITE = {
    (97, 52): (
        range(53),
        "0 1 2 3 4 5 7 8 9 11 12 14 16 17 19 20 22 24 25 27 29 30 32 34 36 38 39 41 43 45 47 48 50 "
        "52 54 56 58 60 62 64 66 68 70 72 74 76 78 80 83 85 87 90 93",
        "4 7 10 12 14 17 19 21 23 25 27 29 31 33 35 37 39 41 43 45 47 49 50 52 54 56 58 59 61 63 "
        "65 67 68 70 72 73 75 77 78 80 81 83 85 86 88 89 90 92 93 94 95 96 97",
    ),
    (98, 49): (
        range(50),
        "0 1 2 3 4 5 7 8 10 11 13 15 16 18 20 22 23 25 27 29 31 32 34 36 38 40 42 44 46 48 50 52 "
        "54 56 58 60 62 64 66 69 71 73 75 78 80 82 85 87 90 93",
        "5 8 11 13 16 18 20 23 25 27 29 32 34 36 38 40 42 44 46 48 50 52 54 56 58 60 62 64 66 67 "
        "69 71 73 75 76 78 80 82 83 85 87 88 90 91 93 94 95 96 97 98",
    ),
    (30, 7): (range(8), "0 1 2 4 7 10 14 20", "10 16 20 23 26 28 29 30"),
    (60, 59): ((0, 1, 30, 58, 59), "0 1 30 58 60", "0 2 31 59 60"),
    (400, 54): (
        (0, 1, 2, 10, 27, 40, 53, 54),
        "0 1 3 40 148 246 363 376",
        "24 37 48 122 252 337 399 400",
    ),
}


@pytest.mark.parametrize(("population", "base"), FINITE)
def test_finite_population(population, base):
    counts, lows, highs = FINITE[population, base]
    found = np.array([share_interval(k, base, population) for k in counts]) * population
    expected = np.array([lows.split(), highs.split()], dtype=float).T
    assert found == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("count", "error"), [(23, 0.0473690718), (25, 0.0476522975), (32, 0.0464004236)]
)
def test_finite_population_is_the_design_based_interval_to_within_one_manager(count, error):
    """Where the normal approximation is good, the exact interval must lie beside it."""
    wald = count / 52 + np.array([-1, 1]) * 1.959964 * error
    assert share_interval(count, 52, 97) == pytest.approx(tuple(wald), abs=1 / 97)


@dataclasses.dataclass(frozen=True)
class Table:
    """A table of counts and what R makes of it."""

    counts: list[list[int]]
    fisher: float
    linear: float
    linear_exact: bool
    tau: float
    tau_error: float
    v: float
    v_high: float
    v_low: float = 0.0


TABLES = [
    Table(
        [[3, 1, 0], [1, 2, 4]],
        fisher=0.103030303030,
        linear=0.078787878788,
        linear_exact=True,
        tau=0.6274950199,
        tau_error=0.16732367,
        v=0.6659222034,
        v_high=1.0,
    ),
    Table(
        [[8, 1], [2, 5]],
        fisher=0.034965034965,
        linear=0.034965034965,
        linear_exact=True,
        tau=0.6180700462,
        tau_error=0.19672012,
        v=0.6180700462,
        v_low=0.12126232,
        v_high=1.0,
    ),
    Table(
        [[4, 0, 1], [1, 3, 1], [0, 1, 3]],
        fisher=0.048570477142,
        linear=0.031342,
        linear_exact=False,
        tau=0.6,
        tau_error=0.20168521,
        v=0.6010407640,
        v_high=0.89809105,
    ),
    Table(
        [[13, 1], [16, 2], [17, 3]],
        fisher=0.870060790274,
        linear=0.599707,
        linear_exact=False,
        tau=0.0927087795,
        tau_error=0.12496209,
        v=0.0983531287,
        v_high=0.30823235,
    ),
    Table(
        [[9, 3, 2], [5, 9, 4], [4, 7, 9]],
        fisher=0.060767594836,
        linear=0.008576,
        linear_exact=False,
        tau=0.3398559948,
        tau_error=0.11926781,
        v=0.3090019807,
        v_high=0.46282101,
    ),
    Table(
        [[6, 3, 3, 2, 0], [7, 2, 4, 3, 2], [3, 5, 3, 1, 8]],
        fisher=0.099804360078,
        linear=0.016678,
        linear_exact=False,
        tau=0.2802557410,
        tau_error=0.10461438,
        v=0.3536726246,
        v_high=0.46197546,
    ),
    Table(
        [[1, 0, 2, 1], [0, 2, 0, 3], [2, 1, 1, 0]],
        fisher=0.208791208791,
        linear=0.312365,
        linear_exact=False,
        tau=-0.2862098876,
        tau_error=0.22438254,
        v=0.5898446123,
        v_high=0.83597645,
    ),
    Table(
        [[2, 0, 3, 1, 1], [5, 4, 1, 0, 2], [1, 6, 2, 2, 1], [3, 1, 4, 3, 0], [0, 2, 1, 4, 3]],
        fisher=0.038818010218,
        linear=0.050292,
        linear_exact=False,
        tau=0.2433566698,
        tau_error=0.11732007,
        v=0.3494346630,
        v_high=0.38691203,
    ),
]

SHAPES = ["×".join(map(str, np.shape(table.counts))) for table in TABLES]
every_table = pytest.mark.parametrize("table", TABLES, ids=SHAPES)


def monte_carlo(p: float, *draws: int) -> float:
    """Four standard errors of the difference, and the one table that the estimate adds."""
    variance = sum(p * (1 - p) / number for number in draws)
    return float(4 * np.sqrt(variance) + 1 / min(draws))


@every_table
def test_fisher_freeman_halton(table):
    p = fisher_freeman_halton(np.array(table.counts)).p
    assert p == pytest.approx(table.fisher, abs=monte_carlo(table.fisher, exact_tests.DRAWS))


@every_table
def test_fisher_freeman_halton_closes_in_with_more_draws(table, monkeypatch):
    monkeypatch.setattr(exact_tests, "DRAWS", 200_000)
    p = fisher_freeman_halton(np.array(table.counts)).p
    assert p == pytest.approx(table.fisher, abs=monte_carlo(table.fisher, 200_000))


def test_fisher_freeman_halton_of_a_table_that_nothing_is_rarer_than():
    assert fisher_freeman_halton(np.array([[2, 2], [3, 3], [1, 1]])).p == 1


@every_table
def test_linear_by_linear(table):
    counts = np.array(table.counts)
    found = linear_by_linear(counts, *(np.arange(float(size)) for size in counts.shape))
    if table.linear_exact:
        assert found.test == "linear_by_linear_exact"
        assert found.p == pytest.approx(table.linear, abs=1e-11)
        return
    drawn = [1_000_000] + ([] if found.test.endswith("exact") else [exact_tests.DRAWS])
    assert found.p == pytest.approx(table.linear, abs=monte_carlo(table.linear, *drawn))


@every_table
def test_kendall_tau_b(table):
    tau, low, high = kendall_tau_b(np.array(table.counts))
    half = 1.959963985 * table.tau_error
    assert tau == pytest.approx(table.tau, abs=1e-9)
    assert low == pytest.approx(max(table.tau - half, -1), abs=1e-6)
    assert high == pytest.approx(min(table.tau + half, 1), abs=1e-6)


@every_table
def test_cramers_v(table):
    v, low, high = cramers_v(np.array(table.counts))
    assert v == pytest.approx(table.v, abs=1e-9)
    assert (low, high) == pytest.approx((table.v_low, table.v_high), abs=2e-6)


def test_holm():
    p = np.array([0.001, 0.012, np.nan, 0.011, 0.2, 0.049, 0.013, 0.9, 0.012])
    expected = [0.008, 0.077, np.nan, 0.077, 0.4, 0.147, 0.077, 0.9, 0.077]
    assert holm(p) == pytest.approx(np.array(expected), abs=1e-12, nan_ok=True)


@pytest.fixture(scope="module")
def made_up(survey: Survey) -> Survey:
    """Answers by a rule that R can follow: by place in the list, some missing, one in København."""
    kommuner = survey.kommuner.index.repeat(survey.kommuner["answers"])
    i = np.arange(len(kommuner))
    codes = {
        "current_share": np.where(i % 11 == 10, -1, (3 * i + i // 5) % 5),
        "ideal_share": np.where(i % 13 == 12, -1, (2 * i + i // 7) % 5),
    }
    columns: dict[str, object] = {"kommune": kommuner}
    for asked in survey.codebook.questions.values():
        dtype = pd.CategoricalDtype(list(asked.scale.keys), ordered=True)
        given = codes.get(asked.key, np.full(len(i), -1))
        for item in asked.items:
            columns[f"{asked.key}_{item.key}"] = pd.Categorical.from_codes(given, dtype=dtype)
    answers = pd.DataFrame(columns)
    return dataclasses.replace(survey, basis="synthetic", printed=None, answers=answers)


# group, measure: answers, their staff, staff-weighted mean, people, plain mean
STAFF_SHARES = {
    (None, "now"): (48, 8490, 0.124538672949, 1057.33333333, 0.131770833333),
    (None, "ideal"): (48, 7235, 0.136635279889, 988.55625, 0.146875),
    (None, "gap"): (44, 7050, -0.008507092199, -59.975, 0.015340909091),
    ("small", "now"): (11, 554, 0.164350180505, 91.05, 0.159090909091),
    ("medium", "now"): (18, 1791, 0.108445002792, 194.225, 0.108333333333),
    ("large", "now"): (19, 6145, 0.125640086791, 772.058333333, 0.138157894737),
    ("small", "ideal"): (12, 619, 0.162479806139, 100.575, 0.183333333333),
    ("medium", "ideal"): (18, 1791, 0.135845896147, 243.3, 0.138888888889),
    ("large", "ideal"): (18, 4825, 0.133612694301, 644.68125, 0.130555555556),
    ("small", "gap"): (9, 434, 0.0279953917051, 12.15, 0.0555555555556),
    ("medium", "gap"): (18, 1791, 0.0274008933557, 49.075, 0.0305555555556),
    ("large", "gap"): (17, 4825, -0.0251191709845, -121.2, -0.0220588235294),
}


@pytest.mark.parametrize(("group", "measure"), STAFF_SHARES)
def test_shares_of_staff(made_up, group, measure):
    base, staff, weighted, people, plain = STAFF_SHARES[group, measure]
    gap = workforce_gap(made_up, None if group is None else "size_band")
    own = gap[(gap["measure"] == measure) & (gap["item"] == "integration")]
    own = own if group is None else own[own["group"] == group]
    by_unit = own.set_index("unit")
    assert by_unit["base"].tolist() == [base, base]
    assert by_unit.loc["people", "central"] == pytest.approx(people, abs=1e-6)
    assert by_unit.loc["people", "central"] / staff == pytest.approx(weighted, abs=1e-11)
    assert by_unit.loc["share", "central"] == pytest.approx(plain, abs=1e-11)


# the two parameters, profile by profile
BETA = {
    "now": [
        (2.038948, 7.422389),
        (2.594057, 7.942563),
        (2.869901, 12.281808),
        (3.092785, 11.380031),
        (2.729087, 13.088357),
        (1.486199, 8.565180),
    ],
    "ideal": [
        (4.514409, 11.113927),
        (3.704103, 8.647281),
        (3.309632, 8.242183),
        (5.154182, 13.252572),
        (2.260522, 8.049969),
        (1.888383, 6.467488),
    ],
}


def test_beta_fitted_to_bands(survey):
    fitted = parametric_gap(survey)
    for measure, expected in BETA.items():
        found = fitted[[f"{measure}_a", f"{measure}_b"]].to_numpy()
        assert found == pytest.approx(np.array(expected), rel=2e-5)
        means = [a / (a + b) for a, b in expected]
        assert fitted[measure].to_numpy() == pytest.approx(np.array(means), abs=1e-6)
    people = 8_675 * (np.array(BETA["ideal"])[0, 0] / sum(BETA["ideal"][0]) - 0.21550312)
    assert fitted["people"].iloc[0] == pytest.approx(people, abs=0.02)
