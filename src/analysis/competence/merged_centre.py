"""Two centres that merge, as the frames of one."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.survey.checks import InputError

#: Limits that are amounts of a whole centre; others must be equal in both.
_AMOUNTS = ("days", "kroner")
_NUMBERS = ["low", "middle", "high"]

Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]


def merge_centres(first: Sequence[pd.DataFrame], second: Sequence[pd.DataFrame]) -> Frames:
    """Return the needs, employees, offers and limits of two centres together.

    Needs, days and kroner are added; everything else must say the same in both, or be in one.

    Parameters
    ----------
    first, second : sequence of DataFrame
        The four frames of each.

    Raises
    ------
    InputError
        A code is in both, or a weight, an offer or a limit differs.

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> one, two = made_up_centre(staff=6), made_up_centre(staff=17)
    >>> other = two.employees.assign(code="b-" + two.employees["code"])
    >>> merged = merge_centres(tuple(one), (two.needs, other, two.offers.iloc[:0], two.limits))
    >>> len(merged[1]), int(merged[3].loc[0, "value"]) == int(2.5 * (6 + 17))
    (23, True)
    """
    needs = pd.concat([first[0], second[0]], ignore_index=True)
    _same("needs", needs, ["profile", "horizon"], ["weight"])
    numbers = needs.groupby(["profile", "horizon"], sort=False)[_NUMBERS].sum()
    needs = needs.drop_duplicates(["profile", "horizon"]).set_index(["profile", "horizon"])
    needs[_NUMBERS] = numbers
    needs = needs.reset_index()[list(first[0].columns)]
    employees = pd.concat([first[1], second[1]], ignore_index=True)
    if employees["code"].duplicated().any():
        raise InputError("employees: samme kode står i begge centre. Giv dem hver sine koder.")
    offers = pd.concat([first[2], second[2]], ignore_index=True)
    _same("offers", offers, ["offer"], [each for each in offers.columns if each != "offer"])
    limits = pd.concat([first[3], second[3]], ignore_index=True)
    key = ["limit", "agreement", "valid_from"]
    amount = limits["limit"].isin(_AMOUNTS)
    _same("limits", limits[~amount], key, ["value"])
    sums = limits[amount].groupby(key, dropna=False)["value"].transform("sum")
    limits.loc[amount, "value"] = sums
    return (
        needs,
        employees,
        offers.drop_duplicates("offer", ignore_index=True),
        limits.drop_duplicates(key, ignore_index=True),
    )


def _same(frame: str, table: pd.DataFrame, key: list[str], columns: list[str]) -> None:
    """Refuse rows of one key that say different things."""
    present = [name for name in columns if name in table.columns]
    different = table.groupby(key, dropna=False)[present].nunique(dropna=False).gt(1)
    if different.to_numpy().any():
        row, column = next((i, c) for c in present for i in different.index[different[c]])
        raise InputError(f'{frame}: "{row}" har to forskellige værdier i {column}. Ret den ene.')
