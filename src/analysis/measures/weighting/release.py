"""Weighted shares of a protected survey: what its protected counts allow, and no more."""

from __future__ import annotations

import numpy as np

from analysis.survey.protected_counts import ProtectedCounts, ProtectedTable

#: A range narrower than this is one number.
_ONE = 1e-12


def share_ranges(
    released: ProtectedCounts, table: ProtectedTable, *, listed: bool, group: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Give the smallest and largest weighted share of each answer that protected counts allow.

    The weights say who took part, not what they answered; who of a group gave which answer is not
    released. So the range is over all ways to give each group's answers to its members, from those
    with the smallest weights to those with the largest. It is one number where the members of
    each group weigh the same, as after a calibration to the grouping of the release.

    Parameters
    ----------
    released : ProtectedCounts
    table : ProtectedTable
        The protected counts of an item.
    listed : bool
        Of the listed answers, or of all.
    group : int, optional
        Of this group's answers alone; of all respondents when left out.
    """
    assert released.weights is not None, "asked of a survey without weights"
    everyone = len(released.weights) - 1
    if group is not None or everyone == 0:
        return _range(released.weights, table, listed, [group or 0])
    by_group = _range(released.weights, table, listed, list(range(everyone)))
    in_all = _range(released.weights, table, listed, [everyone])
    return np.fmax(by_group[0], in_all[0]), np.fmin(by_group[1], in_all[1])


def part_ranges(
    released: ProtectedCounts, table: ProtectedTable, groups: list[int], *, listed: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Give the ranges of `share_ranges` of the members of some groups together."""
    assert released.weights is not None, "asked of a survey without weights"
    return _range(released.weights, table, listed, groups)


def _range(
    by_group: tuple[np.ndarray, ...], table: ProtectedTable, listed: bool, groups: list[int]
) -> tuple[np.ndarray, np.ndarray]:
    """The range over all tables of some groups, each count by itself between its limits."""
    width = table.low.shape[1] - 1
    parts = np.zeros((4, width))
    for place in groups:
        weights = by_group[place]
        sums = np.append(0.0, np.cumsum(weights))
        largest = np.append(0.0, np.cumsum(weights[::-1]))
        low, high = table.low[place], table.high[place]
        most = int(table.bases[place] - (low[-1] if listed else 0))
        least = int(table.bases[place] - (high[-1] if listed else 0))
        few, many = low[:width], np.minimum(high[:width], most)
        parts += [sums[few], largest[most - few], largest[many], sums[np.maximum(least - many, 0)]]
    ends = []
    for own, others in (parts[:2], parts[2:]):
        total = own + others
        ends.append(np.divide(own, total, out=np.full(width, np.nan), where=total > 0))
    return ends[0], ends[1]


def known_shares(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The shares whose range is one number; NaN otherwise."""
    known: np.ndarray = np.where(high - low < _ONE, (low + high) / 2, np.nan)
    return known
