"""The made-up centre that fills the form: its rows say that they are made up, in any profiles."""

from __future__ import annotations

import pandas as pd

from analysis.competence.centre import Centre
from analysis.competence.profile_sets import ProfileSet, find_profile_set
from analysis.competence.workbook_model import LEVELS, Column, sheet_columns
from analysis.survey.answers.own import Own
from analysis.survey.kommuner import Kommune
from analysis.words import text

#: The set that ships with the project's survey.
DEFAULT_SET = "2017-6"
_EMPLOYEES = 12
#: Every so many levels is one that nobody knows.
_UNKNOWN_EVERY = 7


def example_centre(
    kommune: Kommune | None,
    year: int,
    profiles: ProfileSet | None = None,
    *,
    lang: str = "da",
) -> Centre:
    """Make up a small centre, whose rows all say that they are made up.

    Parameters
    ----------
    kommune : Kommune, optional
        Whose form it fills.
    year : int
        The year that the plan is for.
    profiles : ProfileSet, optional
        The six of 2017 when left out.
    lang : {"da", "en"}
        Of its texts.

    Examples
    --------
    >>> example_centre(None, 2027)
    Centre(origin='synthetic', needs=12, employees=12, offers=7, limits=6, steps=2, answers=0)
    """
    profiles = profiles or find_profile_set(DEFAULT_SET)
    example = _Example(profiles, year, lang)
    columns = sheet_columns(profiles)
    return Centre(
        kommune,
        _EMPLOYEES,
        year,
        profiles,
        "synthetic",
        needs=_frame(example.needs(), columns["needs"]),
        employees=_frame(example.employees(), columns["employees"]),
        offers=_frame(example.offers(), columns["offers"]),
        limits=_frame(example.limits(), columns["limits"]),
        steps=_frame(example.steps(), columns["steps"]),
        own=Own(kommune.name if kommune else "", _EMPLOYEES),
    )


def _frame(rows: list[dict[str, object]], columns: tuple[Column, ...]) -> pd.DataFrame:
    keys = [column.key for column in columns if column.key != "band"]
    frame = pd.DataFrame(rows, columns=keys)
    types = {column.key: column.dtype for column in columns if column.key in keys}
    return frame.astype(types)


class _Example:
    """The rows of each sheet; their numbers follow from their places, and are always the same."""

    def __init__(self, profiles: ProfileSet, year: int, lang: str) -> None:
        self._profiles, self._year, self._lang = profiles, year, lang

    def _say(self, key: str, **fields: object) -> str:
        return text(f"centre_example.{key}", self._lang, **fields)

    def needs(self) -> list[dict[str, object]]:
        """Return two needs for each profile, the later one larger."""
        rows: list[dict[str, object]] = []
        for place, key in enumerate(self._profiles.keys):
            for later, horizon in enumerate(("now", "five_years")):
                middle = 2 + place % 3 + later
                people = {"low": middle - 1, "middle": middle, "high": middle + 1 + later}
                weight = 2.0 if place == 0 else 1.0
                row = {"profile": key, "horizon": horizon, **people, "weight": weight}
                rows.append({**row, "source": self._say("source")})
        return rows

    def employees(self) -> list[dict[str, object]]:
        """Return employees of two units, some of whose levels are not known."""
        rows: list[dict[str, object]] = []
        keys = self._profiles.keys
        for place in range(_EMPLOYEES):
            levels: dict[str, float] = {}
            for column, key in enumerate(keys):
                number = 5 * place + 3 * column
                unknown = number % _UNKNOWN_EVERY == _UNKNOWN_EVERY - 1
                level = (number + number // 4) % (LEVELS[1] + 1)
                levels[key] = float("nan") if unknown else float(level)
            rows.append(
                {
                    "code": f"{self._say('code')}-{place + 1}",
                    "unit": self._say("unit_one" if place % 3 else "unit_two"),
                    "role": self._say("role_two" if place % 4 == 3 else "role_one"),
                    "agreement": "" if place == 5 else self._say("agreement"),
                    **levels,
                    "wishes": (keys[place % len(keys)],) if place % 4 == 1 else (),
                    "declines": place == 8,
                    "most_days": 5.0 if place % 5 == 2 else float("nan"),
                    "leaving": f"{self._year}-06" if place == 10 else float("nan"),
                    "diploma_begun": place == 3,
                }
            )
        return rows

    def offers(self) -> list[dict[str, object]]:
        """Return a course in each profile, and one whose extent and price nobody knows."""
        rows: list[dict[str, object]] = []
        for place, profile in enumerate(self._profiles.profiles):
            gains = {f"gain_{key}": float(key == profile.key) for key in self._profiles.keys}
            by_class = place % 3 == 2
            name = self._say("offer_course", name=profile.label[self._lang])
            rows.append(
                {
                    **self._offer(f"T{place + 1}", name),
                    **gains,
                    "ects": 5.0 if place % 2 else float("nan"),
                    "days": 2.5 + place % 3,
                    "credit": bool(place % 2),
                    "price_head": float("nan") if by_class else 4000.0 + 500 * place,
                    "price_class": 45000.0 if by_class else float("nan"),
                    "class_min": 4.0 if by_class else float("nan"),
                    "class_max": 16.0 if by_class else float("nan"),
                    "gain_basis": "provider" if place % 2 else "ours",
                }
            )
        gains = {f"gain_{key}": float("nan") for key in self._profiles.keys}
        wide = self._offer(f"T{len(rows) + 1}", self._say("offer_wide"))
        return [*rows, {**wide, **gains, "credit": pd.NA}]

    def _offer(self, code: str, name: str) -> dict[str, object]:
        words = ("provider", "content", "audience", "practice", "place", "source")
        return {
            "offer": code,
            "name": name,
            **{key: self._say(key) for key in words},
            "term": f"{self._year}-1",
            "date": f"{self._year - 1}-11-01",
            "expires": f"{self._year}-12-31",
        }

    def limits(self) -> list[dict[str, object]]:
        """Return one row for each limit."""
        values = {
            "days": 30.0, "kroner": 60000.0, "share_away": 0.25, "fund_rate": 0.8,
            "fund_cap": 25000.0, "leaving_rate": 0.1,
        }  # fmt: skip
        of_fund = {"agreement": self._say("agreement"), "valid_from": f"{self._year}-01-01"}
        of_all = {"agreement": "", "valid_from": float("nan")}
        return [
            {
                "limit": limit,
                "value": value,
                **(of_fund if limit.startswith("fund") else of_all),
                "source": self._say("source"),
            }
            for limit, value in values.items()
        ]

    def steps(self) -> list[dict[str, object]]:
        """Return two steps of a plan."""
        common: dict[str, object] = {
            "type": self._say("type"), "term": f"{self._year}-1", "status": "planned",
            "why": self._say("why"), "people": 2,
        }  # fmt: skip
        return [
            {
                **common, "step": "A1", "offer": "T1", "unit": self._say("unit_one"),
                "classes": float("nan"), "days": 5.0, "gross": 8000.0, "net": 1600.0,
                "stage": "regardless",
            },
            {
                **common, "step": "A2", "offer": "T2", "unit": self._say("unit_two"),
                "classes": float("nan"), "days": 7.0, "gross": 9000.0, "net": 1800.0,
                "stage": "if_middle",
            },
        ]  # fmt: skip
