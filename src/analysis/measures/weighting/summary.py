"""Weighted summary of each item of a question: box shares, net, median and mean."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.counts import ordered
from analysis.measures.numbers import weighted_number_mean
from analysis.measures.summary_estimates import MEDIAN_COLUMNS, meaningless
from analysis.measures.weighting.counts import weighted_counts
from analysis.measures.weighting.estimates import Estimates, ratios, share_limits, t_limits
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.codebook_rules import BaseKind
from analysis.survey.survey import Survey, origin_of, with_provenance


def weighted_summary(survey: Survey, asked: Question, base: BaseKind, level: float) -> pd.DataFrame:
    """Summarise each item in one row, as `likert_summary` does, with weights.

    Shares have Korn and Graubard's interval, net and mean Student's t with linearised standard
    errors; the median's interval comes from the cumulated shares. ``mean_se`` and ``mean_deff``
    stand beside.
    """
    if survey.released is not None:
        raise InputError(
            "Vægtede gennemsnit, medianer og summer af svar vises ikke af beskyttede svar, for "
            "vægtene kan røbe, hvem der svarede hvad. Brug weights=False, eller svarene selv, som "
            "read_answers giver."
        )
    frame = pd.DataFrame([_row(survey, asked, item.key, base, level) for item in asked.items])
    frame["item"] = ordered(frame["item"], [item.key for item in asked.items])
    for column in MEDIAN_COLUMNS:
        frame[column] = ordered(frame[column], asked.scale.keys)
    return with_provenance(frame, origin_of(survey, interval="beta", level=level, weighted=True))


def _row(
    survey: Survey, asked: Question, item: str, base: BaseKind, level: float
) -> dict[str, object]:
    counts = weighted_counts(survey, asked.key, item)
    keys = list(asked.scale.keys)
    last = len(keys) + (base == "all")

    def estimate(values: np.ndarray, cells: int) -> Estimates:
        padded = np.zeros((len(values), counts.shape[1]))
        padded[:, : len(keys)] = values
        within = np.zeros(padded.shape, dtype=bool)
        within[:, :cells] = True
        return ratios(counts, padded, within)

    boxes = {"top_box": keys[:1], "top_two_box": keys[:2], "bottom_two_box": keys[-2:]}
    members = np.array([[key in box for key in keys] for box in boxes.values()], dtype=float)
    shares = estimate(members, last)
    sides = {"top": 1.0, "neutral": 0.0, "bottom": -1.0}
    net = estimate(np.array([[sides[answer.side] for answer in asked.scale.answers]]), last)
    mean = estimate(np.array([[answer.score for answer in asked.scale.answers]]), len(keys))
    row: dict[str, object] = {
        "question": asked.key,
        "item": item,
        "n": int(mean.n[0]),
        "base": int(shares.n[0]),
    }
    low, high = share_limits(shares, "beta", level)
    for place, (name, box) in enumerate(boxes.items()):
        shown = len(keys) >= 4 or len(box) == 1
        ends = (shares.value[place], low[place], high[place]) if shown else (np.nan,) * 3
        row |= dict(zip((name, f"{name}_low", f"{name}_high"), ends, strict=True))
    row |= _with_limits("net", net, level)
    row |= _median(keys, estimate(np.tri(len(keys)), len(keys)), level)
    row |= _with_limits("mean", mean, level)
    row |= {"mean_se": mean.se[0], "mean_deff": mean.deff[0]}
    if asked.kind == "number":
        row |= weighted_number_mean(survey, asked, item, level)
    return row | meaningless(asked) | {"basis": survey.basis}


def _with_limits(name: str, found: Estimates, level: float) -> dict[str, object]:
    low, high = t_limits(found, level)
    return {name: found.value[0], f"{name}_low": low[0], f"{name}_high": high[0]}


def _median(keys: list[str], cumulated: Estimates, level: float) -> dict[str, object]:
    """The category in which the cumulated weighted share reaches one half."""
    shares = cumulated.value
    if np.isnan(shares).any():
        return dict.fromkeys(MEDIAN_COLUMNS)
    middle = int(np.argmax(shares >= 0.5 - 1e-12))
    halved = abs(shares[middle] - 0.5) <= 1e-12
    below = np.flatnonzero(np.diff(shares, prepend=0.0) > 0)
    tie = next((keys[place] for place in below if place > middle), None) if halved else None
    low, high = share_limits(cumulated, "beta", level)
    if np.isnan(low).any():
        return dict(zip(MEDIAN_COLUMNS, (keys[middle], tie, None, None), strict=True))
    most = keys[int(np.argmax(high >= 0.5))]
    least = keys[int(np.argmax(low >= 0.5))] if (low >= 0.5).any() else keys[-1]
    return dict(zip(MEDIAN_COLUMNS, (keys[middle], tie, least, most), strict=True))
