"""Weighted measures beside pandas, and what they cost after counting.

Run it by ``python benchmarks/weighting.py [--rows N]``; ten million rows take some minutes and
about 4 GB. All methods weigh the same answers in the same run, and their shares must agree. Where
the package samplics is installed it is measured, too, on fewer rows. Prints tables; never fails on
time.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import platform
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from analysis.measures.crosstab import crosstab
from analysis.measures.groups import grouping
from analysis.measures.scales.means import mean_scores
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.weighting.calibration import calibrate
from analysis.measures.weighting.counts import weighted_counts
from analysis.measures.weighting.rao_scott import WeightedTest, rao_scott
from analysis.survey.design import SurveyDesign
from analysis.survey.survey import Survey
from counting import BY, ROWS, STATEMENTS, make_answers, of_items, seconds

#: Few answers, to compare what is computed after counting.
FEW = 1_000
STRATA = 20
#: samplics holds a matrix of every category, so that it is measured on fewer.
SAMPLICS_ROWS = 100_000


def make_weighted(rows: int) -> Survey:
    """Made-up answers in twenty strata, with weights that differ."""
    survey = make_answers(rows, (STATEMENTS,), seed=3)
    assert survey.answers is not None, "made with answers"
    rng = np.random.default_rng(4)
    answers = survey.answers.assign(
        weight=rng.lognormal(0, 0.5, rows), stratum=rng.integers(STRATA, size=rows, dtype=np.int8)
    )
    return dataclasses.replace(survey, answers=answers, design=SurveyDesign("weight", "stratum"))


def columns_of(survey: Survey) -> list[pd.Series]:
    """The answers, item by item."""
    assert survey.answers is not None, "made with answers"
    items = survey.codebook.question(STATEMENTS).items
    return [survey.answers[f"{STATEMENTS}_{item.key}"] for item in items]


def weighed_here(survey: Survey) -> np.ndarray:
    """Item × answer shares with their standard errors, by the package."""
    return likert_table(survey, STATEMENTS, base="listed")["share"].to_numpy()


def weighed_by_pandas(survey: Survey) -> np.ndarray:
    """Item × answer shares without standard errors, by groupby."""
    assert survey.answers is not None, "made with answers"
    sums = [
        survey.answers["weight"].groupby(own, observed=False).sum() for own in columns_of(survey)
    ]
    return np.concatenate([(each / each.sum()).to_numpy() for each in sums])


def crossed_here(survey: Survey) -> np.ndarray:
    """Item × group × answer shares with their standard errors, by the package."""
    return crosstab(survey, STATEMENTS, BY)["share"].to_numpy()


def crossed_by_pandas(survey: Survey) -> np.ndarray:
    """Item × group × answer shares without standard errors, by groupby."""
    assert survey.answers is not None, "made with answers"
    groups = grouping(survey, BY)
    band = pd.Series(pd.Categorical.from_codes(groups.codes, list(groups.keys)))
    shares = []
    for own in columns_of(survey):
        sums = survey.answers["weight"].groupby([band, own], observed=False).sum()
        shares.append((sums / sums.groupby(level=0, observed=False).transform("sum")).to_numpy())
    return np.concatenate(shares)


def by_samplics(survey: Survey) -> np.ndarray:
    """Item × answer shares with standard errors, by samplics."""
    from samplics.estimation import TaylorEstimator
    from samplics.utils.types import PopParam

    assert survey.answers is not None, "made with answers"
    shares = []
    for own in columns_of(survey):
        estimator = TaylorEstimator(PopParam.prop)
        estimator.estimate(
            y=own.astype(object),
            samp_weight=survey.answers["weight"],
            stratum=survey.answers["stratum"],
            psu=np.arange(len(own)),
            remove_nan=True,
        )
        found = estimator.point_est
        shares += [found[key] for key in own.cat.categories]
    return np.array(shares)


def compare(title: str, methods: dict[str, Callable[[Survey], np.ndarray]], survey: Survey) -> None:
    """Weigh all items by each method, and print seconds and ratios to the first."""
    print(f"\n{title:<58}{'seconds':>9}{'ratio':>9}")
    first, shares = 0.0, None
    for name, weigh in methods.items():
        spent, found = seconds(partial(weigh, of_items(survey, 99)))
        first, shares = first or spent, found if shares is None else shares
        assert np.allclose(found, shares, atol=1e-9), f"{name} gives other shares"
        print(f"{name:<58}{spent:9.2f}{spent / first:9.2f}")


def tests_by_region(survey: Survey) -> list[WeightedTest]:
    """The test of every item, without what `association` keeps of it."""
    asked, members = survey.codebook.question(STATEMENTS), np.ones(5, dtype=bool)
    return [
        rao_scott(weighted_counts(survey, asked.key, item.key, "region"), members)
        for item in asked.items
    ]


def after_counting(few: Survey, many: Survey) -> None:
    """Print what each measure costs when weights have been summed, for few answers and many."""
    measures: dict[str, Callable[[Survey], object]] = {
        "likert_table": lambda survey: likert_table(survey, STATEMENTS),
        "likert_summary": lambda survey: likert_summary(survey, STATEMENTS),
        "mean_scores": lambda survey: mean_scores(survey, STATEMENTS),
        "crosstab by region": lambda survey: crosstab(survey, STATEMENTS, "region"),
        "Rao and Scott's test by region": tests_by_region,
    }
    heading = f"after counting, {len(few.answers):,} and {len(many.answers):,}"
    print(f"\n{heading:<48}{'few':>9}{'many':>9}{'ratio':>9}")
    for name, measure in measures.items():
        for each in (few, many):
            measure(each)
        spent = [min(seconds(partial(measure, each))[0] for _ in range(3)) for each in (few, many)]
        print(f"{name:<48}{spent[0]:9.3f}{spent[1]:9.3f}{spent[1] / spent[0]:9.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, pandas {pd.__version__}")
    many = make_weighted(rows)
    print(f"{rows:,} answers × 11 items, {STRATA} strata, one in ten blank")
    here = "likert_table, with standard errors"
    compare("weighted shares", {here: weighed_here, "pandas groupby": weighed_by_pandas}, many)
    here = "crosstab by size band, with standard errors"
    compare("weighted cross-tab", {here: crossed_here, "pandas groupby": crossed_by_pandas}, many)
    if importlib.util.find_spec("samplics"):
        fewer = make_weighted(min(rows, SAMPLICS_ROWS))
        methods = {"likert_table": weighed_here, "samplics TaylorEstimator": by_samplics}
        compare(f"the same, {SAMPLICS_ROWS:,} answers", methods, fewer)
    else:
        print("\nsamplics is not installed, and not measured")
    spent, calibrated = seconds(lambda: calibrate(many, [BY, "region"], frame=many.kommuner))
    print(f"\n{'calibrate to size band and region (rake)':<58}{spent:9.2f}")
    few = calibrate(make_weighted(min(rows, FEW)), [BY, "region"], frame=many.kommuner)
    assert isinstance(calibrated, Survey), "calibrate gives a survey"
    after_counting(few, calibrated)


if __name__ == "__main__":
    main()
