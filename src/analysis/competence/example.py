"""Made-up centres of any size, for trying things out: every text says that they are made up."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.competence.centre import Centre
from analysis.competence.profile_sets import ProfileSet, find_profile_set
from analysis.competence.steps import COLUMNS
from analysis.competence.workbook_example import DEFAULT_SET
from analysis.survey.checks import InputError
from analysis.survey.kommuner import Kommune

STAMP = "synthetic"
DATE = "2027-01-01"
_ROLES = ("Sagsbehandler", "Virksomhedskonsulent", "Jobkonsulent", "Leder")
_AGREEMENTS = ("HK", "AC", "SL")
_TERMS = ("2027-forår", "2027-efterår")


def made_up_centre(
    staff: int,
    seed: int = 1,
    offers: int = 40,
    profile_set: ProfileSet | None = None,
    kommune: Kommune | None = None,
) -> Centre:
    """Make up a centre: needs, employees, offers and limits, each row stamped ``synthetic``.

    Parameters
    ----------
    staff : int
        From 1.
    seed : int, default 1
        The same seed gives the same centre.
    offers : int, default 40
    profile_set : ProfileSet, optional
        The six profiles of 2017 when left out.
    kommune : Kommune, optional
        Whose it is made up to be.

    Returns
    -------
    Centre
        ``source`` is ``synthetic`` in needs, offers and limits; the codes begin with ``opdigtet``.

    Raises
    ------
    InputError
        Fewer than one employee.

    Examples
    --------
    >>> centre = made_up_centre(staff=6, offers=3)
    >>> len(centre.employees), centre.needs["source"].unique().tolist()
    (6, ['synthetic'])
    """
    if staff < 1:
        raise InputError(f"staff: fandt {staff!r}, forventede et helt tal fra 1.")
    random = np.random.default_rng([seed, staff])
    chosen = profile_set or find_profile_set(DEFAULT_SET)
    return Centre(
        kommune,
        staff,
        int(DATE[:4]),
        chosen,
        "synthetic",
        needs=_needs(staff, chosen.keys),
        employees=_employees(staff, chosen.keys, offers, random),
        offers=_offers(offers, chosen.keys, random),
        limits=_limits(staff),
        steps=pd.DataFrame(columns=list(COLUMNS)),
    )


def _needs(staff: int, profiles: tuple[str, ...]) -> pd.DataFrame:
    rows = []
    for place, profile in enumerate(profiles):
        for horizon, more in (("now", 0.0), ("five_years", 0.03)):
            middle = 0.26 + 0.03 * (place % 3) + more
            numbers = [round(staff * (middle + band)) for band in (-0.04, 0.0, 0.04)]
            rows.append([profile, horizon, *numbers, 2 if place == 0 else 1, STAMP])
    columns = ["profile", "horizon", "low", "middle", "high", "weight", "source"]
    return pd.DataFrame(rows, columns=columns)


def _employees(
    staff: int, profiles: tuple[str, ...], offers: int, random: np.random.Generator
) -> pd.DataFrame:
    units = [f"Opdigtet enhed {1 + place}" for place in range(max(1, round(staff / 18)))]
    frame = pd.DataFrame(
        {
            "code": [f"opdigtet-{1 + place}" for place in range(staff)],
            "unit": [units[place % len(units)] for place in range(staff)],
            "role": random.choice(_ROLES, staff, p=[0.6, 0.2, 0.15, 0.05]),
            "agreement": random.choice(_AGREEMENTS, staff, p=[0.5, 0.3, 0.2]),
        }
    )
    for profile in profiles:
        levels = random.choice([0.0, 1.0, 2.0, 3.0], staff, p=[0.4, 0.35, 0.17, 0.08])
        frame[profile] = np.where(random.random(staff) < 0.04, np.nan, levels)
    wished = random.integers(1, offers + 1, staff)
    wishes = random.random(staff) < 0.2
    frame["wishes"] = [
        (f"kursus-{number}",) if wish else () for number, wish in zip(wished, wishes, strict=True)
    ]
    frame["declines"] = random.random(staff) < 0.05
    frame["most_days"] = np.where(random.random(staff) < 0.15, 6.0, np.nan)
    leaving = random.random(staff) < 0.04
    frame["leaving"] = ["2027-06" if leaves else None for leaves in leaving]
    frame["diploma_begun"] = random.random(staff) < 0.1
    return frame


def _offers(number: int, profiles: tuple[str, ...], random: np.random.Generator) -> pd.DataFrame:
    rows = []
    for place in range(number):
        big = place % 4 == 0
        by_class = place % 3 == 1
        days = float(random.integers(5, 13) if big else random.integers(1, 5))
        ects = 5.0 if big else np.nan
        least, most = (int(random.integers(6, 11)), 24) if by_class else (np.nan, np.nan)
        row: dict[str, object] = {
            "offer": f"kursus-{place + 1}", "name": f"Opdigtet kursus {place + 1}",
            "provider": "Opdigtet udbyder", "ects": ects, "days": days,
            "content": "opdigtet", "audience": "alle", "practice": "", "credit": "",
            "price_head": float(random.integers(2, 7) * 500 * (1 + big)),
            "price_class": float(random.integers(10, 30) * 1000) if by_class else np.nan,
            "class_min": least, "class_max": most,
        }  # fmt: skip
        main = place % len(profiles)
        for at, profile in enumerate(profiles):
            also = random.random() < 0.15
            row[f"gain_{profile}"] = (2 if big else 1) if at == main else (1 if also else 0)
        row |= {
            "gain_basis": "ours", "place": "Opdigtet by", "term": _TERMS[place % len(_TERMS)],
            "source": STAMP, "date": "2026-11-01", "expires": "2028-12-31",
        }  # fmt: skip
        rows.append(row)
    return pd.DataFrame(rows)


def _limits(staff: int) -> pd.DataFrame:
    rows = [
        ["days", 2.5 * staff, None, None, STAMP],
        ["kroner", 2500.0 * staff, None, None, STAMP],
        ["share_away", 0.34, None, None, STAMP],
        ["leaving_rate", 0.08, None, None, STAMP],
        ["fund_rate", 0.8, "HK", "2026-01-01", STAMP],
        ["fund_cap", 25000.0, "HK", "2026-01-01", STAMP],
        ["fund_rate", 0.8, "AC", "2026-01-01", STAMP],
        ["fund_cap", 20000.0, "AC", "2026-01-01", STAMP],
    ]
    return pd.DataFrame(rows, columns=["limit", "value", "agreement", "valid_from", "source"])
