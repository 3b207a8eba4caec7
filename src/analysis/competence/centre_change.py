"""What has changed between two years' workbooks of a centre, profile by profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.competence.centre import Centre
from analysis.competence.follow_up import competence_change, measured_gains
from analysis.competence.frames import is_missing
from analysis.survey.checks import InputError


def centre_change(before: Centre, later: Centre) -> pd.DataFrame:
    """Return the change in matching staff between two workbooks, in parts that sum exactly.

    Parameters
    ----------
    before, later : Centre
        The same centre in two years, with the same codes for the same employees.

    Returns
    -------
    DataFrame
        One row per profile, as `competence_change`. Trained are those of `attendance`.

    Raises
    ------
    InputError
        The years are not in order, or the profiles differ.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from analysis.competence.workbook_example import example_centre
    >>> centre = example_centre(None, 2026)
    >>> change = centre_change(centre, replace(centre, year=2027))
    >>> int(change["change"].abs().sum())
    0
    """
    profiles = shared_profiles(before, later)
    attended = attendance(before, later)
    offers = _offers(before, later)
    return competence_change(before.employees, later.employees, attended, offers, profiles)


def centre_gains(before: Centre, later: Centre) -> pd.DataFrame:
    """Return what offers have given, measured where it is certain who attended.

    Parameters
    ----------
    before, later : Centre
        As `centre_change`.

    Returns
    -------
    DataFrame
        One row per offer × profile, as `measured_gains`.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from analysis.competence.workbook_example import example_centre
    >>> centre = example_centre(None, 2026)
    >>> len(centre_gains(centre, replace(centre, year=2027)))
    0
    """
    profiles = shared_profiles(before, later)
    attended = attendance(before, later)
    certain = attended.loc[attended["certain"], ["code", "offer"]]
    return measured_gains(before.employees, later.employees, certain, profiles)


def attendance(before: Centre, later: Centre) -> pd.DataFrame:
    """Return who is counted as having attended the steps that are marked as done.

    A step says how many of a unit and a role, not who. Where they were all of them it is certain.
    Elsewhere those are counted whose level has risen in a profile that the offer raises, the
    largest rise first, and no more than the step's people.

    Returns
    -------
    DataFrame
        One row per employee × offer: ``code, offer, certain``.
    """
    profiles = shared_profiles(before, later)
    offers = {str(row["offer"]): row for row in _offers(before, later).to_dict("records")}
    steps = pd.concat([before.steps, later.steps], ignore_index=True)
    done = steps[steps["status"] == "done"]
    done = done[~done["step"].duplicated(keep="last")]
    second = later.employees.set_index("code")
    stayed = before.employees[before.employees["code"].isin(second.index)]
    rows: dict[tuple[str, str], bool] = {}
    for step in done.to_dict("records"):
        offer = str(step["offer"])
        if offer not in offers:
            continue
        raised = [each for each in profiles if offers[offer][f"gain_{each}"] > 0]
        all_of = _of_step(before.employees, step)
        of_step = _of_step(stayed, step)
        certain = len(all_of) <= int(step["people"])
        rise = _rise(of_step, second, raised)
        order = np.lexsort((of_step["code"].astype(str), -rise))
        chosen = of_step["code"].iloc[order]
        taken = chosen if certain else chosen[rise[order] > 0][: int(step["people"])]
        for code in taken:
            rows[str(code), offer] = rows.get((str(code), offer), False) or certain
    frame = pd.DataFrame([[*key, sure] for key, sure in rows.items()])
    frame = frame.reindex(columns=range(3)).set_axis(["code", "offer", "certain"], axis=1)
    return frame.astype({"certain": bool})


def _of_step(employees: pd.DataFrame, step: Mapping[Any, Any]) -> pd.DataFrame:
    """Return the employees of a step's unit and role; a blank one is any."""
    for column, key in (("unit", "unit"), ("role", "type")):
        if not is_missing(step[key]):
            employees = employees[employees[column] == step[key]]
    return employees


def _rise(employees: pd.DataFrame, second: pd.DataFrame, profiles: Sequence[str]) -> np.ndarray:
    """Return by employee how far known levels have risen in some profiles together."""
    before = employees[list(profiles)].to_numpy(dtype=float)
    later = second.loc[employees["code"], list(profiles)].to_numpy(dtype=float)
    rise: np.ndarray = np.nan_to_num(later - before).clip(min=0).sum(axis=1)
    return rise


def _offers(before: Centre, later: Centre) -> pd.DataFrame:
    both = pd.concat([later.offers, before.offers], ignore_index=True)
    return both.drop_duplicates("offer")


def shared_profiles(before: Centre, later: Centre) -> list[str]:
    """Return the keys of the profiles of both years.

    Raises
    ------
    InputError
        The years are not in order, or the profiles differ.
    """
    if before.year >= later.year:
        raise InputError(
            f"Skemaerne er for {before.year} og {later.year}, forventede et tidligere år først. "
            "Byt om på dem, eller ret året på arket Center."
        )
    first, second = (
        [each.key for each in centre.profile_set.profiles] for centre in (before, later)
    )
    if set(first) != set(second):
        raise InputError(
            f"Skemaerne har hver sine profiler ({before.profile_set.key} og "
            f"{later.profile_set.key}), så ændringen kan ikke gøres op. Brug samme profilsæt."
        )
    return second
