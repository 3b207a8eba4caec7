"""The mean of the numbers that respondents gave, with its interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.weighting.counts import count_cells_of
from analysis.measures.weighting.estimates import ratios, t_limits
from analysis.measures.weighting.sample_design import sample_design
from analysis.survey.codebook import Question
from analysis.survey.survey import Survey


def number_mean(
    survey: Survey, asked: Question, item: str, population: int | None, level: float
) -> dict[str, float]:
    """Mean of the numbers themselves, with Student's t and the finite population's correction.

    NaN where they are not known: of a protected survey, for a mean tells more than its bands.
    """
    numbers = _numbers(survey, asked, item)
    numbers = numbers[~np.isnan(numbers)]
    n = len(numbers)
    mean = float(numbers.mean()) if n else np.nan
    if n < 2:
        return {"mean": mean, "mean_low": np.nan, "mean_high": np.nan}
    from scipy.stats import t  # half a second, which a page without numbers does not need

    unseen = 1.0 if population is None else 1 - n / population
    margin = t.ppf((1 + level) / 2, n - 1) * numbers.std(ddof=1) * np.sqrt(unseen / n)
    return {"mean": mean, "mean_low": mean - margin, "mean_high": mean + margin}


def weighted_number_mean(
    survey: Survey, asked: Question, item: str, level: float
) -> dict[str, float]:
    """Weighted mean of the numbers, with its linearised standard error and Student's t."""
    numbers = _numbers(survey, asked, item)
    cell, values = pd.factorize(numbers, sort=True)
    width = len(values) + 1
    counts = count_cells_of(sample_design(survey), np.where(cell < 0, width - 1, cell), (1, width))
    within = np.arange(width) < len(values)
    found = ratios(counts, np.append(values, 0.0)[None, :], within[None, :])
    low, high = t_limits(found, level)
    ends = {"mean": found.value[0], "mean_low": low[0], "mean_high": high[0]}
    return {**ends, "mean_se": found.se[0], "mean_deff": found.deff[0]}


def _numbers(survey: Survey, asked: Question, item: str) -> np.ndarray:
    """Each respondent's number; none of a survey without its answers."""
    column = asked.number_column(item)
    if survey.answers is None or column not in survey.answers:
        return np.zeros(0)
    return survey.answers[column].to_numpy(float)
