"""A year later: what has changed, person by person, and what the courses have given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.competence.frames import check_columns, read_levels
from analysis.survey.checks import InputError

#: So many participants a gain must rest on to be called measured.
LEAST_MEASURED = 5


def competence_change(
    before: pd.DataFrame,
    later: pd.DataFrame,
    attended: pd.DataFrame,
    offers: pd.DataFrame,
    profiles: Sequence[str],
    *,
    match_level: int = 2,
) -> pd.DataFrame:
    """Return what the change in matching staff is made of; the parts sum exactly.

    Parameters
    ----------
    before, later : DataFrame
        The employees of two years, by the same codes.
    attended : DataFrame
        One row per employee × offer held: ``code, offer``.
    offers : DataFrame
        With ``offer`` and ``gain_<profile>``.
    profiles : sequence of str

    Returns
    -------
    DataFrame
        One row per profile: ``profile, before, later`` (staff known to match), ``change``,
        and its parts ``trained`` (who attended an offer that raises the profile), ``hired``,
        ``left`` (counted from 0) and ``reassessed`` (all others, a level that became known
        among them): change = trained + hired − left + reassessed.

    Raises
    ------
    InputError
        A column is missing, or somebody attended who is not in the first year's staff.

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> centre = made_up_centre(staff=6)
    >>> nobody = centre.employees[["code"]].assign(offer="kursus-1").iloc[:0]
    >>> frames = centre.employees, centre.employees.iloc[1:], nobody, centre.offers
    >>> change = competence_change(*frames, profiles=["koordination"])
    >>> bool((change["change"] == -change["left"]).all())
    True
    """
    check_columns("attended", attended, ["code", "offer"])
    first, second = (
        pd.DataFrame(
            read_levels(frame, profiles) >= match_level,
            index=frame["code"].astype(str),
            columns=list(profiles),
        )
        for frame in (before, later)
    )
    _check_attended(attended, first, offers)
    stayed = first.index.intersection(second.index)
    hired, gone = second.index.difference(first.index), first.index.difference(second.index)
    rows = []
    for profile in profiles:
        raising = set(offers.loc[offers[f"gain_{profile}"].fillna(0) > 0, "offer"].astype(str))
        took = attended.loc[attended["offer"].astype(str).isin(raising), "code"].astype(str)
        moved = second.loc[stayed, profile].astype(int) - first.loc[stayed, profile].astype(int)
        trained = int(moved[stayed.isin(took)].sum())
        new, lost = int(second.loc[hired, profile].sum()), int(first.loc[gone, profile].sum())
        earlier, now = int(first[profile].sum()), int(second[profile].sum())
        reassessed = int(moved.sum()) - trained
        rows.append([profile, earlier, now, now - earlier, trained, new, lost, reassessed])
    columns = ["profile", "before", "later", "change", "trained", "hired", "left", "reassessed"]
    return pd.DataFrame(rows, columns=columns)


def measured_gains(
    before: pd.DataFrame,
    later: pd.DataFrame,
    attended: pd.DataFrame,
    profiles: Sequence[str],
) -> pd.DataFrame:
    """Return how much each offer's participants have risen; measured only from five on.

    Returns
    -------
    DataFrame
        One row per offer × profile: ``offer, profile, participants`` (whose level is known in
        both years), ``gain`` (mean rise in levels; NaN under five participants) and ``basis``
        (``measured``, or ``too_few``).

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> staff = made_up_centre(staff=70).employees
    >>> took = staff[["code"]].assign(offer="kursus-1").iloc[:4]
    >>> measured_gains(staff, staff, took, ["koordination"])["basis"].tolist()
    ['too_few']
    """
    check_columns("attended", attended, ["code", "offer"])
    first, second = (
        pd.DataFrame(read_levels(frame, profiles), index=frame["code"].astype(str))
        for frame in (before, later)
    )
    rows = []
    for offer, group in attended.groupby("offer", sort=True):
        codes = pd.Index(group["code"].astype(str).unique())
        codes = codes.intersection(first.index).intersection(second.index)
        for place, profile in enumerate(profiles):
            start, end = first.loc[codes, place], second.loc[codes, place]
            rise = (end - start)[(start >= 0) & (end >= 0)].to_numpy(dtype=float)
            enough = len(rise) >= LEAST_MEASURED
            gain = float(rise.mean()) if enough else np.nan
            basis = "measured" if enough else "too_few"
            rows.append([str(offer), profile, len(rise), gain, basis])
    return pd.DataFrame(rows, columns=["offer", "profile", "participants", "gain", "basis"])


def _check_attended(attended: pd.DataFrame, first: pd.DataFrame, offers: pd.DataFrame) -> None:
    strange = ~attended["code"].astype(str).isin(first.index)
    if strange.any():
        row = int(np.flatnonzero(strange)[0]) + 2
        raise InputError(f"attended, række {row}: koden står ikke i det første års medarbejdere.")
    unknown = ~attended["offer"].isin(offers["offer"])
    if unknown.any():
        found = attended.loc[unknown, "offer"].iloc[0]
        raise InputError(f'attended: tilbuddet "{found}" findes ikke i offers. Ret rækken.')
