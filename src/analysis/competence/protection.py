"""What of a centre's numbers can be shown outside it: counts of its staff, protected as answers."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
import pandas as pd

from analysis.measures.suppression import THRESHOLD, CountTable, suppress

#: What a rounded total is a multiple of: days, kroner and ECTS.
_STEPS = {"days": 5, "gross": 5_000, "net": 5_000, "ects": 5}


def protected_matches(units: pd.DataFrame, threshold: int = THRESHOLD) -> pd.DataFrame:
    """Return how many match each profile, by unit and in all, small counts hidden.

    Parameters
    ----------
    units : DataFrame
        One row per unit × profile: ``unit, profile, staff, match_low, match_high``.
    threshold : int
        Employees who must stand behind a count, and outside it.

    Returns
    -------
    DataFrame
        The same rows, and one per profile of the whole centre, of which ``unit`` is "". Where
        ``hidden``, ``match_low`` and ``match_high`` are what the counts that are shown allow.

        Of each profile the units and the whole centre are protected together: hidden is a count of
        fewer than ``threshold`` and one with fewer outside it, and as many others as it takes for
        these to stay unknown (`suppress`). Unknown levels are told only where ``threshold`` have
        one; fewer count as not matching.

    Examples
    --------
    >>> units = pd.DataFrame({"unit": ["A", "B"], "profile": "x", "staff": [20, 30],
    ...                       "match_low": [9, 3], "match_high": [9, 3]})
    >>> protected_matches(units)[["unit", "match_low", "match_high", "hidden"]].values.tolist()
    [['A', 0, 12, True], ['B', 0, 12, True], ['', 12, 12, False]]
    """
    parts = [_protected(own, threshold) for _, own in units.groupby("profile", sort=False)]
    return pd.concat(parts, ignore_index=True)


def exact_matches(units: pd.DataFrame) -> pd.DataFrame:
    """Return the same as `protected_matches` with nothing hidden: for the centre itself alone."""
    numbers = ["staff", "match_low", "match_high"]
    whole = units.groupby("profile", sort=False)[numbers].sum().reset_index()
    return pd.concat([units, whole.assign(unit="")], ignore_index=True).assign(hidden=False)


def _protected(own: pd.DataFrame, threshold: int) -> pd.DataFrame:
    match, unknown = (own[name].to_numpy(dtype=int) for name in ("match_low", "match_high"))
    unknown, staff = unknown - match, own["staff"].to_numpy(dtype=int)
    told = unknown.sum() >= threshold
    found = _suppressed([match, unknown, staff - match - unknown], threshold) if told else None
    if found is None or found[2][-1, 0]:
        found = _suppressed([match, staff - match], threshold)
        unknown = np.zeros_like(unknown)
    low, high, hidden = (part[:, 0] for part in found)
    known = np.append(unknown, unknown.sum())
    if found[2].shape[1] == 3:  # an unknown level may match: told where its count is
        known = np.where(found[2][:, 1], found[1][:, 1], known)
    last = own.iloc[-1:].assign(unit="", staff=staff.sum())
    return pd.concat([own, last], ignore_index=True).assign(
        match_low=low, match_high=np.minimum(high + known, np.append(staff, staff.sum())),
        hidden=hidden,
    )  # fmt: skip


def _suppressed(
    columns: Sequence[np.ndarray], threshold: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    counts = np.column_stack(columns)
    if len(counts) > 1:
        counts = np.vstack([counts, counts.sum(axis=0)])
    outside = counts.sum(axis=1, keepdims=True) - counts
    found = suppress(CountTable(counts, counts, outside, np.minimum(counts, 1)), threshold)
    parts = (found.low, found.high, found.hidden)
    # A centre of one unit: the unit is the whole.
    low, high, hidden = (np.vstack([p, p]) if len(columns[0]) == 1 else p for p in parts)
    return low, high, hidden.astype(bool)


def protected_steps(steps: pd.DataFrame, staff: int, threshold: int = THRESHOLD) -> pd.DataFrame:
    """Return the steps of a plan by stage and offer, those of few people put together.

    Parameters
    ----------
    steps : DataFrame
        One row per stage × offer: ``stage, offer, people, days, gross, net``.
    staff : int
        Of the centre.

    Returns
    -------
    DataFrame
        An offer that fewer than ``threshold`` people take, or that fewer do not take, stands with
        others under the offer ""; ``people`` is NaN where they are few together as well. Days and
        gross are given of single offers alone, and what is paid net of none: who is covered by an
        agreement could be told from it.
    """
    few = (steps["people"] < threshold) | (staff - steps["people"] < threshold)
    shown = steps[~few].assign(net=np.nan, offers=1)
    rows = []
    for stage, own in steps[few].groupby("stage", sort=False):
        people = own["people"].sum()
        known = len(own) > 1 and threshold <= people <= staff - threshold
        rows.append({"stage": stage, "offer": "", "people": people if known else np.nan,
                     "offers": len(own)})  # fmt: skip
    return pd.concat([shown, pd.DataFrame(rows, columns=None if rows else ["stage"])])[
        [*steps.columns, "offers"]
    ].reset_index(drop=True)


def rounding_units(offers: pd.DataFrame, threshold: int = THRESHOLD) -> dict[str, int]:
    """Return what totals of a plan are rounded to: so much that ``threshold`` people hide in it.

    Parameters
    ----------
    offers : DataFrame
        Those of the plan: ``days, price`` (a head), ``class_price`` in kroner and ``ects``. The
        units are made from these, which anyone may know, and from no count of people.

    Examples
    --------
    >>> offers = pd.DataFrame({"days": [2.0], "price": 1500.0, "class_price": 0.0, "ects": 5.0})
    >>> rounding_units(offers)
    {'days': 10, 'gross': 10000, 'net': 10000, 'ects': 25}
    """
    money = threshold * offers["price"] + offers["class_price"]
    most = {
        "days": threshold * offers["days"].max(),
        "gross": money.max(),
        "net": money.max(),
        "ects": threshold * offers["ects"].max(),
    }
    return {
        name: max(1, ceil(0 if pd.isna(value) else value / _STEPS[name])) * _STEPS[name]
        for name, value in most.items()
    }


def rounded(value: float, unit: int) -> float:
    """Return a number rounded half up to a multiple of a unit; NaN stays.

    Examples
    --------
    >>> rounded(12, 5), rounded(12.5, 5), rounded(0, 5)
    (10.0, 15.0, 0.0)
    """
    return value if pd.isna(value) else float(np.floor(value / unit + 0.5) * unit)
