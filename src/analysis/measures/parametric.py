"""The staff shares as one smooth distribution: a beta fitted to answers in bands."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from scipy.stats import CensoredData, beta

from analysis.measures.counts import listed_counts, ordered
from analysis.measures.disclosure import released
from analysis.measures.staff_bands import band_values, staff_questions
from analysis.survey.codebook import Question
from analysis.survey.survey import Survey, origin_of, with_provenance


def parametric_gap(survey: Survey, *, protected: bool = False) -> pd.DataFrame:
    """Fit a beta distribution to each profile's share of staff, now and ideally.

    Parameters
    ----------
    survey : Survey
    protected : bool
        As `likert_table` takes it; a profile with a hidden count has NaN.

    Returns
    -------
    DataFrame
        One row per item: ``item``, ``now`` and ``ideal`` (means of the fitted distributions, 0–1),
        ``gap`` (ideal − now), ``now_a``, ``now_b``, ``ideal_a``, ``ideal_b`` (the beta's
        parameters), ``people`` (gap × all staff of the municipalities, as if unrelated to
        size) and ``basis`` (``modelled``). The likelihood knows the bands only, and the top band
        reaches to 100 %, so no value is assumed for it; in its place stands the beta's shape.
        People are NaN where a municipality's staff is not known; all numbers are NaN where the
        answers fill fewer than three bands: then no single beta fits best.
        Source: statistics §6 in ``docs/method.md``.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> parametric_gap(read_published())["gap"].gt(0).all().item()
    True
    """
    survey = released(survey, protected)
    values = band_values(survey)
    bands = np.column_stack([values[0], np.append(1.0, values[2][1:])])
    now, ideal = (_fits(survey, asked, bands) for asked in staff_questions(survey))
    means = [fit[:, 0] / fit.sum(axis=1) for fit in (now, ideal)]
    items = [item.key for item in staff_questions(survey)[0].items]
    gap = means[1] - means[0]
    frame = pd.DataFrame(
        {
            "item": ordered(items, items),
            "now": means[0],
            "ideal": means[1],
            "gap": gap,
            "now_a": now[:, 0],
            "now_b": now[:, 1],
            "ideal_a": ideal[:, 0],
            "ideal_b": ideal[:, 1],
            "people": gap * survey.kommuner["staff"].sum(skipna=False),
            "basis": "modelled",
        }
    )
    return with_provenance(frame, origin_of(survey))


#: Where the search for the maximum begins: a fifth of the staff, give or take an eighth.
_START = (2.0, 8.0)


def _fits(survey: Survey, asked: Question, bands: np.ndarray) -> np.ndarray:
    """The two parameters of each item's beta."""
    return np.array([_fit(counts, bands) for counts in listed_counts(survey, asked)])


def _fit(counts: np.ndarray, bands: np.ndarray) -> tuple[float, float]:
    if np.isnan(counts).any() or np.count_nonzero(counts) < 3:
        return (float("nan"), float("nan"))
    answers: CensoredData[np.float64] = CensoredData(
        interval=np.repeat(bands, counts.astype(int), axis=0)
    )
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        a, b, _, _ = beta.fit(answers, *_START, floc=0, fscale=1)
    return (float(a), float(b))
