"""A centre's situation: what it needs against who matches, in people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.competence.employee_types import check_choices
from analysis.competence.frames import Need, is_missing, read_levels, read_needs
from analysis.competence.reserve import with_reserve

QUANTITIES = ("covered", "partly", "missing", "surplus")


@dataclass(frozen=True, eq=False)
class Situation:
    """A centre's need against its match; every number is people.

    Attributes
    ----------
    profiles : DataFrame
        One row per profile: ``profile, need_low, need_middle, need_high, match_low, match_high``
        (those who match and stay; the range that unknown levels leave), and for each of
        ``covered`` (the need that is met), ``partly`` (the need that those one level short could
        meet), ``missing`` (the rest of the need) and ``surplus`` (who match beyond it): the number
        at the middle need, an unknown level not matching, and ``_low`` and ``_high``, the range of
        bands and unknown levels together. With a leaving rate also ``reserve_low,
        reserve_middle, reserve_high``: how many must match for the need to be met.
    units : DataFrame
        One row per unit × profile: ``unit, profile, staff, match_low, match_high``.
    single_points : DataFrame
        One row per place that rests on one employee: ``unit`` (empty: the whole centre),
        ``profile, match_high`` (1 when nobody else can match).
    leaving : DataFrame
        One row per month × profile: ``leaving, profile, match_low, match_high`` of those who leave.
    """

    profiles: pd.DataFrame
    units: pd.DataFrame
    single_points: pd.DataFrame
    leaving: pd.DataFrame


def competence_situation(
    needs: pd.DataFrame,
    employees: pd.DataFrame,
    *,
    horizon: str = "now",
    match_level: int = 2,
    leaving_rate: float | None = None,
    certainty: float = 0.9,
) -> Situation:
    """Return what a centre needs against who matches, profile by profile, with ranges.

    Parameters
    ----------
    needs, employees : DataFrame
        As `made_up_centre` makes them.
    horizon : {"now", "five_years"}
    match_level : int, default 2
        The level at which an employee matches a profile.
    leaving_rate : float, optional
        Probability that one leaves; gives the reserve.
    certainty : float, default 0.9
        That the need is met when some leave.

    Returns
    -------
    Situation
        No code of an employee is in it. One whose leaving month is known does not match.

    Raises
    ------
    InputError
        A frame or an argument is not as it must be.

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> centre = made_up_centre(staff=17)
    >>> situation = competence_situation(centre.needs, centre.employees, leaving_rate=0.1)
    >>> columns = ["need_middle", "match_low", "match_high", "covered", "partly", "missing"]
    >>> situation.profiles[columns].to_numpy().tolist()[0]
    [4, 1, 3, 1, 3, 0]
    """
    check_choices(match_level, "worst")
    found = read_needs(needs, horizon)
    names = [need.profile for need in found]
    levels = read_levels(employees, names)
    stays = employees["leaving"].map(is_missing).to_numpy(dtype=bool)
    low, high = levels >= match_level, (levels >= match_level) | (levels < 0)
    rows = []
    for place, need in enumerate(found):
        known, possible = int(low[stays, place].sum()), int(high[stays, place].sum())
        near = int((levels[stays, place] == match_level - 1).sum())
        row = {"profile": need.profile, **_need(need), "match_low": known, "match_high": possible}
        row |= _quantities(need, known, possible, near)
        if leaving_rate is not None:
            for level, people in _need(need).items():
                name = level.replace("need", "reserve")
                row[name] = with_reserve(people, leaving_rate, certainty)
        rows.append(row)
    units = _units(employees, names, low & stays[:, None], high & stays[:, None])
    return Situation(
        pd.DataFrame(rows),
        units,
        _single_points(units, pd.DataFrame(rows)),
        _leaving(employees[~stays], names, low[~stays], high[~stays]),
    )


def _need(need: Need) -> dict[str, int]:
    return {"need_low": need.low, "need_middle": need.middle, "need_high": need.high}


def _split(need: int, match: int, near: int) -> tuple[int, int, int, int]:
    """Covered, partly, missing and surplus of one need."""
    covered = min(need, match)
    partly = min(need - covered, near)
    return covered, partly, need - covered - partly, max(0, match - need)


def _quantities(need: Need, known: int, possible: int, near: int) -> dict[str, int]:
    """The four numbers with their ranges: an unknown level may match, be near, or neither."""
    unknown = possible - known
    cases = [
        _split(people, known + match, near + also)
        for people in (need.low, need.high)
        for match, also in ((0, 0), (0, unknown), (unknown, 0))
    ]
    middle = _split(need.middle, known, near)
    made = {}
    for at, name in enumerate(QUANTITIES):
        made[name] = middle[at]
        made[f"{name}_low"] = min(case[at] for case in cases)
        made[f"{name}_high"] = max(case[at] for case in cases)
    return made


def _units(
    employees: pd.DataFrame, names: list[str], low: np.ndarray, high: np.ndarray
) -> pd.DataFrame:
    units = employees["unit"].map(lambda unit: "" if is_missing(unit) else str(unit)).to_numpy()
    rows = []
    for unit in sorted(set(units)):
        inside = units == unit
        for place, profile in enumerate(names):
            counts = int(low[inside, place].sum()), int(high[inside, place].sum())
            rows.append([unit, profile, int(inside.sum()), *counts])
    return pd.DataFrame(rows, columns=["unit", "profile", "staff", "match_low", "match_high"])


def _single_points(units: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    whole = profiles[["profile", "match_low", "match_high"]].assign(unit="")
    columns = ["unit", "profile", "match_high"]
    both = pd.concat([whole, units], ignore_index=True)
    return both.loc[both["match_low"] == 1, columns].reset_index(drop=True)


def _leaving(
    leavers: pd.DataFrame, names: list[str], low: np.ndarray, high: np.ndarray
) -> pd.DataFrame:
    months = leavers["leaving"].astype(str).to_numpy()
    rows = [
        [month, profile, int(low[months == month, at].sum()), int(high[months == month, at].sum())]
        for month in sorted(set(months))
        for at, profile in enumerate(names)
    ]
    return pd.DataFrame(rows, columns=["leaving", "profile", "match_low", "match_high"])
