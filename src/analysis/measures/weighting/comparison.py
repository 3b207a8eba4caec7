"""Weighted shares of one group and of the others, and what is known of the difference."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm, t

from analysis.measures.counts import base_kind
from analysis.measures.groups import grouping
from analysis.measures.weighting.counts import weighted_counts
from analysis.measures.weighting.estimates import ratios, share_limits
from analysis.measures.weighting.release import part_ranges
from analysis.survey.codebook import Question
from analysis.survey.survey import Survey

#: What is computed of the group, and of the others with ``_others`` after its name.
SIDES = ("n", "base", "share", "low", "high")


def estimated_shares(
    survey: Survey, asked: Question, key: str, by: str, level: float
) -> list[dict[str, Any]]:
    """Weighted shares of the group and of the others, with their covariance."""
    keys = grouping(survey, by).keys
    mine = np.array([each == key for each in keys])
    answers = [asked.scale.keys.index(each) for each in asked.counted]
    rows = []
    for item in asked.items:
        counts = weighted_counts(survey, asked.key, item.key, by)
        last = counts.answers + (base_kind(survey, None, printed="listed") == "all")
        values, within = (np.zeros((2, *counts.shape), dtype=kind) for kind in (float, bool))
        for side, members in enumerate((mine, ~mine)):
            values[side, np.flatnonzero(members)[:, None], answers] = 1
            within[side, members, :last] = True
        cells = values.reshape(2, -1), within.reshape(2, -1)
        found = ratios(counts, *cells)
        low, high = share_limits(found, "beta", level)
        n = (cells[0] @ counts.n.sum(axis=0)).astype(int)
        row: dict[str, Any] = {"question": asked.key, "item": item.key}
        for place, side_name in enumerate(("", "_others")):
            numbers = (n[place], found.n[place], found.value[place], low[place], high[place])
            row |= {f"{name}{side_name}": value
                    for name, value in zip(SIDES, numbers, strict=True)}  # fmt: skip
        spread = found.covariance
        variance = spread[0, 0] + spread[1, 1] - 2 * spread[0, 1]
        row |= {"se": math.sqrt(max(variance, 0)) if variance == variance else math.nan,
                "freedom": int(found.freedom.min())}  # fmt: skip
        rows.append(row)
    return rows


def with_estimated_differences(frame: pd.DataFrame, level: float) -> pd.DataFrame:
    """Differences with Student's limits of their linearised standard errors."""
    known = frame["se"].gt(0) & frame["freedom"].gt(0)
    number = max(int(known.sum()), 1)
    together = 1 - (1 - level) / number
    quantile = t.ppf((1 + together) / 2, frame["freedom"].clip(lower=1))
    half = (quantile * frame["se"]).where(known)
    difference = frame["share"] - frame["share_others"]
    return frame.assign(
        difference=difference,
        difference_low=(difference - half).clip(lower=-1),
        difference_high=(difference + half).clip(upper=1),
        comparisons=number,
    )


def allowed_shares(
    survey: Survey, asked: Question, key: str, by: str, level: float
) -> list[dict[str, Any]]:
    """What the protected counts allow of the weighted shares, and the effective numbers."""
    counts = survey.released
    assert counts is not None and counts.weights is not None
    keys = grouping(survey, by).keys
    listed = base_kind(survey, None, printed="listed") == "listed"
    answers = [asked.scale.keys.index(each) for each in asked.counted]
    sides = [[i for i, each in enumerate(keys) if (each == key) == own] for own in (True, False)]
    clustered = survey.design is not None and survey.design.cluster is not None
    rows = []
    for item in asked.items:
        table = counts.tables[asked.column(item.key)]
        row: dict[str, Any] = {"question": asked.key, "item": item.key}
        for side, places in zip(("", "_others"), sides, strict=True):
            low, high = part_ranges(counts, table, places, listed=listed)
            ends = min(low[answers].sum(), 1.0), min(high[answers].sum(), 1.0)
            bases = (table.listed if listed else table.bases.astype(float))[places]
            weights = np.concatenate([counts.weights[place] for place in places] or [np.zeros(0)])
            squares = float((weights**2).sum())
            part = bases.sum() / max(len(weights), 1)  # of those who answered
            effective = float(weights.sum() ** 2) / squares * part if squares else math.nan
            row |= {
                f"n{side}": table.counts[places][:, answers].sum(),
                f"base{side}": bases.sum(),
                f"share_low{side}": ends[0],
                f"share_high{side}": ends[1],
                f"effective{side}": math.nan if clustered else effective,
            }
        rows.append(row)
    return rows


def with_allowed_differences(frame: pd.DataFrame, level: float) -> pd.DataFrame:
    """Shares where their range is one number, and limits from the ends of the ranges."""
    known = frame[["effective", "effective_others"]].gt(0).all(axis=1)
    number = max(int(known.sum()), 1)
    sure = {"own": level, "together": 1 - (1 - level) / number}
    ends: dict[str, pd.Series] = {}
    found: dict[str, Any] = {"comparisons": number}
    for side in ("", "_others"):
        low, high = frame[f"share_low{side}"], frame[f"share_high{side}"]
        found[f"share{side}"] = ((low + high) / 2).where(high - low < 1e-12)
        for name, at in sure.items():
            ends[f"low_{name}{side}"] = _wilson(low, frame[f"effective{side}"], at)[0]
            ends[f"high_{name}{side}"] = _wilson(high, frame[f"effective{side}"], at)[1]
        found |= {f"{end}{side}": ends[f"{end}_own{side}"] for end in ("low", "high")}
    least = frame["share_low"] - frame["share_high_others"]
    most = frame["share_high"] - frame["share_low_others"]
    below = np.hypot(frame["share_low"] - ends["low_together"],
                     ends["high_together_others"] - frame["share_high_others"])  # fmt: skip
    above = np.hypot(ends["high_together"] - frame["share_high"],
                     frame["share_low_others"] - ends["low_together_others"])  # fmt: skip
    found["difference"] = found["share"] - found["share_others"]
    found["difference_low"] = (least - below).clip(lower=-1).where(known)
    found["difference_high"] = (most + above).clip(upper=1).where(known)
    return frame.assign(**found)


def _wilson(share: pd.Series, number: pd.Series, level: float) -> tuple[pd.Series, pd.Series]:
    """Wilson's limits of a share of so many answers, which need not be whole."""
    z = float(norm.ppf((1 + level) / 2))
    of = 1 + z**2 / number
    middle = (share + z**2 / (2 * number)) / of
    half = z / of * np.sqrt(share * (1 - share) / number + z**2 / (4 * number**2))
    return middle - half, middle + half
