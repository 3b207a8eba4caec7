"""Counting answers beside pandas and NumPy, and what everything costs after counting.

Run it by ``python benchmarks/counting.py [--rows N]``; ten million rows take a few minutes and
about 3 GB. All methods count the same answers in the same run, and their counts must agree. Memory
is the largest amount that Python and NumPy hold at once besides the answers, while one item is
counted. Prints tables; never fails on time.
"""

from __future__ import annotations

import argparse
import dataclasses
import platform
import time
import tracemalloc
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from analysis.measures.association import association
from analysis.measures.counts import counts_by_answer
from analysis.measures.crosstab import count_by_group, crosstab
from analysis.measures.effect_sizes import cramers_v, kendall_tau_b
from analysis.measures.exact_tests import fisher_freeman_halton, linear_by_linear
from analysis.measures.groups import Grouping, grouping
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.workforce import workforce_gap
from analysis.survey.published import read_published
from analysis.survey.survey import Survey

ROWS = 10_000_000
RESPONDENTS = 52
STATEMENTS = "statements"
STAFF = ("current_share", "ideal_share")
BY = "size_band"

#: The gap weighs each manager's answers, so that it is measured on fewer.
GAP_ROWS = 1_000_000


def make_answers(rows: int, questions: tuple[str, ...], seed: int) -> Survey:
    """Make up answers to some questions: every answer as likely, one in ten blank."""
    rng = np.random.default_rng(seed)
    report = read_published()
    asked = {key: report.codebook.question(key) for key in questions}
    kommuner = report.kommuner.index.to_numpy()[rng.integers(len(report.kommuner), size=rows)]
    columns: dict[str, object] = {"kommune": kommuner}
    for question in asked.values():
        dtype = pd.CategoricalDtype(list(question.scale.keys), ordered=True)
        for item in question.items:
            codes = rng.integers(len(dtype.categories), size=rows, dtype=np.int8)
            codes[rng.random(rows, dtype=np.float32) < 0.1] = -1
            name = f"{question.key}_{item.key}"
            columns[name] = pd.Categorical.from_codes(codes, dtype=dtype)
    return dataclasses.replace(
        report,
        codebook=dataclasses.replace(report.codebook, questions=asked),
        basis="synthetic",
        printed=None,
        answers=pd.DataFrame(columns, copy=False),
    )


def of_items(survey: Survey, number: int) -> Survey:
    """The same answers to the first items only, as a survey that nobody has counted yet."""
    asked = survey.codebook.question(STATEMENTS)
    fewer = {STATEMENTS: dataclasses.replace(asked, items=asked.items[:number])}
    return dataclasses.replace(
        survey, codebook=dataclasses.replace(survey.codebook, questions=fewer)
    )


def item_columns(survey: Survey) -> list[pd.Series]:
    """The answers, item by item."""
    assert survey.answers is not None, "made with answers"
    items = survey.codebook.question(STATEMENTS).items
    return [survey.answers[f"{STATEMENTS}_{item.key}"] for item in items]


def counted_here(survey: Survey) -> np.ndarray:
    """Item × answer, by the package."""
    return counts_by_answer(survey)["n"].to_numpy().reshape(len(item_columns(survey)), -1)


def counted_by_numpy(survey: Survey) -> np.ndarray:
    """Item × answer, by nothing but one bincount an item."""
    columns = [column.array for column in item_columns(survey)]
    return np.array(
        [np.bincount(own.codes + 1, minlength=1 + len(own.categories))[1:] for own in columns]
    )


def counted_by_pandas(survey: Survey) -> np.ndarray:
    """Item × answer, by value_counts."""
    return np.array([own.value_counts(sort=False).to_numpy() for own in item_columns(survey)])


def crossed_here(survey: Survey, groups: Grouping) -> np.ndarray:
    """Item × group × answer, by the package."""
    return count_by_group(survey, survey.codebook.question(STATEMENTS), groups)


def crossed_by_numpy(survey: Survey, groups: Grouping) -> np.ndarray:
    """Item × group × answer, by nothing but one bincount an item."""
    counts = []
    for column in item_columns(survey):
        width = 1 + len(column.cat.categories)
        cells = groups.codes * width + (column.array.codes + 1)
        crossed = np.bincount(cells, minlength=len(groups.keys) * width)
        counts.append(crossed.reshape(-1, width)[:, 1:])
    return np.array(counts)


def crossed_by_pandas(survey: Survey, groups: Grouping) -> np.ndarray:
    """Item × group × answer, by pandas.crosstab."""
    band = pd.Series(pd.Categorical.from_codes(groups.codes, list(groups.keys)))
    return np.array([pd.crosstab(band, own).to_numpy() for own in item_columns(survey)])


def seconds(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds on the clock, and the result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def megabytes(work: Callable[[], object]) -> float:
    """Most memory that the work holds at once."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def compare(title: str, methods: dict[str, Callable[[Survey], np.ndarray]], survey: Survey) -> None:
    """Count all items by each method, and print seconds, ratios to the first, and memory."""
    print(f"\n{title:<46}{'seconds':>9}{'ratio':>9}{'MB':>9}")
    first, counts = 0.0, None
    for name, count in methods.items():
        spent, result = seconds(partial(count, of_items(survey, 99)))
        if counts is None:
            first, counts = spent, result
        elif not np.array_equal(counts, result):
            raise SystemExit(f"{name} counts otherwise than {next(iter(methods))}")
        memory = megabytes(partial(count, of_items(survey, 1)))
        print(f"{name:<46}{spent:>9.3f}{spent / first:>9.2f}{memory:>9.0f}")


def after_counting(survey: Survey, counts: np.ndarray) -> dict[str, Callable[[], object]]:
    """What is computed from counts alone, for all items."""
    places = [np.arange(float(size)) for size in counts.shape[1:]]
    return {
        "likert_table": lambda: likert_table(survey, STATEMENTS),
        "likert_summary": lambda: likert_summary(survey, STATEMENTS),
        "Fisher-Freeman-Halton": lambda: [fisher_freeman_halton(own) for own in counts],
        "linear by linear": lambda: [linear_by_linear(own, *places) for own in counts],
        "Kendall's tau-b": lambda: [kendall_tau_b(own) for own in counts],
        "Cramér's V": lambda: [cramers_v(own) for own in counts],
    }


def with_counting(survey: Survey, staff: Survey) -> dict[str, Callable[[], object]]:
    """What reads the answers once more."""
    return {
        "crosstab": lambda: crosstab(survey, STATEMENTS, BY),
        "association, first call": lambda: association(survey, STATEMENTS, BY),
        "association, second call": lambda: association(survey, STATEMENTS, BY),
        f"workforce_gap (at most {GAP_ROWS:,} answers)": lambda: workforce_gap(staff),
        f"workforce_gap by {BY} (the same)": lambda: workforce_gap(staff, BY),
    }


def compare_sizes(
    title: str, works: list[dict[str, Callable[[], object]]], sizes: tuple[int, int]
) -> None:
    """Print the seconds of the same work at two sizes."""
    few, many = (f"{size:,}" for size in sizes)
    print(f"\n{title:<46}{few:>9}{many:>12}{'ratio':>9}")
    for name in works[0]:
        short, long = (seconds(work[name])[0] for work in works)
        print(f"{name:<46}{short:>9.4f}{long:>12.4f}{long / short:>9.2f}")


def main() -> None:
    """Make the answers, measure, and print."""
    parser = argparse.ArgumentParser(description="Count made-up answers, and print what it costs.")
    parser.add_argument("--rows", type=int, default=ROWS, help="number of answers (default 10 m.)")
    rows = parser.parse_args().rows
    if rows < RESPONDENTS:
        parser.error(f"--rows: at least {RESPONDENTS}, found {rows}")
    print(
        f"Python {platform.python_version()}, NumPy {np.__version__}, pandas {pd.__version__}; "
        f"{rows:,} answers × 11 items"
    )
    survey = make_answers(rows, (STATEMENTS,), seed=1)
    codes = sum(column.array.codes.nbytes for column in item_columns(survey))
    print(f"The answers themselves take {codes / 1e6:,.0f} MB.")
    spent, groups = seconds(lambda: grouping(survey, BY))
    assert isinstance(groups, Grouping)
    counting = {
        "counts_by_answer": counted_here,
        "NumPy bincount": counted_by_numpy,
        "pandas value_counts": counted_by_pandas,
    }
    compare("counting, seconds for all items", counting, survey)
    crossing = {
        "count_by_group": partial(crossed_here, groups=groups),
        "NumPy bincount": partial(crossed_by_numpy, groups=groups),
        "pandas.crosstab": partial(crossed_by_pandas, groups=groups),
    }
    compare(f"counting by {BY}, seconds for all items", crossing, survey)
    print(f"{'before it: the group of each answer, once':<46}{spent:>9.3f}")

    sizes = (RESPONDENTS, rows)
    warm = make_answers(RESPONDENTS, (STATEMENTS,), seed=3)
    works = []
    for own in (warm, make_answers(RESPONDENTS, (STATEMENTS,), seed=2), survey):
        counts_by_answer(own)
        works.append(after_counting(own, crossed_here(own, grouping(own, BY))))
    for work in works[0].values():  # loads what is loaded once
        work()
    compare_sizes("after counting, seconds for all items", works[1:], sizes)

    works = []
    for size in sizes:
        staff = make_answers(min(size, GAP_ROWS), STAFF, seed=2)
        own = survey if size == rows else make_answers(size, (STATEMENTS,), seed=2)
        works.append(with_counting(own, staff))
    compare_sizes("reads the answers again, seconds", works, sizes)


if __name__ == "__main__":
    main()
