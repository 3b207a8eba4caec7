"""Estimates of one item with their intervals, from its counts: boxes, net, median and mean."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from analysis.measures.intervals import share_interval
from analysis.survey.codebook import Question

MEDIAN_COLUMNS = ("median", "median_tie", "median_low", "median_high")


def box_estimates(
    asked: Question, n: dict[str, int], of: int, population: int | None, level: float
) -> dict[str, float]:
    """Shares of the first answer, the first two and the last two, of all ``of`` answers."""
    keys = asked.scale.keys
    boxes = {"top_box": keys[:1], "top_two_box": keys[:2], "bottom_two_box": keys[-2:]}
    row: dict[str, float] = {}
    for name, members in boxes.items():
        if len(keys) < 4 and len(members) == 2:
            row |= _estimate(name, np.nan, np.nan, np.nan)
            continue
        count = sum(n[key] for key in members)
        low, high = share_interval(count, of, population, level=level)
        row |= _estimate(name, count / of if of else np.nan, low, high)
    return row


def meaningless(asked: Question) -> dict[str, object]:
    """The estimates that say nothing of a question of this kind, as none."""
    absent = {"single": (), "number": ("net",), "multiple": ("net", "mean")}[asked.kind]
    none = {f"{name}{end}": np.nan for name in absent for end in ("", "_low", "_high")}
    return none | (dict.fromkeys(MEDIAN_COLUMNS) if asked.kind == "multiple" else {})


def infinite_limits(asked: Question, n: dict[str, int], of: int, level: float) -> dict[str, float]:
    """The limits of the box shares without a finite population, ``…_low_infinite`` and so on."""
    ends = box_estimates(asked, n, of, None, level).items()
    return {f"{name}_infinite": end for name, end in ends if name.endswith(("_low", "_high"))}


def net_estimate(
    asked: Question, n: dict[str, int], of: int, population: int | None, level: float
) -> dict[str, float]:
    """Shares on the upper side of the scale less those on the lower."""
    top = sum(n[key] for key in asked.scale.side("top"))
    bottom = sum(n[key] for key in asked.scale.side("bottom"))
    net = (top - bottom) / of if of else np.nan
    if top + bottom == of and not asked.scale.side("neutral"):  # one share decides: net = 2p − 1
        low, high = share_interval(top, of, population, level=level)
        return _estimate("net", net, 2 * low - 1, 2 * high - 1)
    each = 1 - (1 - level) / 2
    top_low, top_high = share_interval(top, of, population, level=each)
    bottom_low, bottom_high = share_interval(bottom, of, population, level=each)
    return _estimate("net", net, top_low - bottom_high, top_high - bottom_low)


def median_estimate(
    asked: Question, n: dict[str, int], listed: int, population: int | None, level: float
) -> dict[str, object]:
    """The category in which the cumulated share, from the first answer, reaches one half."""
    if not listed:
        return dict.fromkeys(MEDIAN_COLUMNS)
    keys = asked.scale.keys
    cumulated = np.cumsum([n[key] for key in keys])
    ends = [share_interval(int(k), listed, population, level=level) for k in cumulated]
    most = next(key for key, (_, high) in zip(keys, ends, strict=True) if high >= 0.5)
    certain = (key for key, (low, _) in zip(keys, ends, strict=True) if low >= 0.5)
    least = next(certain, keys[-1])
    middle = next(key for key, k in zip(keys, cumulated, strict=True) if 2 * k >= listed)
    halved = 2 * cumulated[keys.index(middle)] == listed
    below = next((key for key in keys[keys.index(middle) + 1 :] if n[key]), None)
    tie = below if halved else None
    return dict(zip(MEDIAN_COLUMNS, (middle, tie, least, most), strict=True))


def mean_estimate(
    asked: Question, n: dict[str, int], listed: int, population: int | None, level: float
) -> dict[str, float]:
    """Mean score as the lowest score plus each step times the share above it."""
    answers = asked.scale.answers
    if not listed:
        return _estimate("mean", np.nan, np.nan, np.nan)
    steps = len(answers) - 1
    low = high = answers[-1].score
    cumulated = 0
    for upper, lower in pairwise(answers):
        cumulated += n[upper.key]
        step = upper.score - lower.score
        ends = share_interval(cumulated, listed, population, level=1 - (1 - level) / steps)
        low += step * ends[0]
        high += step * ends[1]
    mean = sum(answer.score * n[answer.key] for answer in answers) / listed
    return _estimate("mean", mean, low, high)


def _estimate(name: str, value: float, low: float, high: float) -> dict[str, float]:
    return {name: value, f"{name}_low": low, f"{name}_high": high}
