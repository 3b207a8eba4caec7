"""A job centre as its workbook describes it: what it needs, has, can buy, may use and plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from analysis.competence.profile_sets import ProfileSet
from analysis.survey.answers.own import Own
from analysis.survey.kommuner import Kommune


@dataclass(frozen=True, eq=False, repr=False)
class Centre:
    """One job centre; what it says of its employees never shows in the object's own text.

    Attributes
    ----------
    kommune : Kommune or None
        None in a made-up example for anyone.
    staff : int
        People in the job centre.
    year : int
        The year that the workbook is for.
    profile_set : ProfileSet
    origin : {"own", "synthetic"}
        ``synthetic`` is made up: whatever is made of it bears the stamp.
    needs : DataFrame
        One row per profile × horizon: ``profile``, ``horizon`` (``now``, ``five_years``), ``low``,
        ``middle``, ``high`` (people), ``weight`` (1 when left out) and ``source``.
    employees : DataFrame
        One row per employee: ``code``, ``unit``, ``role``, ``agreement``, a column per profile key
        (level 0–3, NaN is unknown), ``wishes`` (tuple of keys of profiles and codes of offers),
        ``declines`` (bool), ``most_days`` (NaN is no limit), ``leaving`` (``2027-06`` or NaN) and
        ``diploma_begun`` (bool).
    offers : DataFrame
        One row per offer: ``offer`` (its code), ``name``, ``provider``, ``ects``, ``days``,
        ``content``, ``audience``, ``practice``, ``credit`` (boolean, NA is unknown),
        ``price_head``, ``price_class`` (kroner), ``class_min``, ``class_max`` (people),
        ``gain_<profile>`` (levels 0–2), ``gain_basis`` (``ours``, ``provider``, ``measured``),
        ``place``, ``term``, ``source``, ``date`` and ``expires`` (``2027-06-30``). NaN is unknown.
    limits : DataFrame
        One row per limit: ``limit`` (``days``, ``kroner``, ``share_away``, ``fund_rate``,
        ``fund_cap``, ``leaving_rate``), ``value`` (shares 0–1), ``agreement`` (empty is all),
        ``valid_from`` (a date or NaN) and ``source``.
    steps : DataFrame
        One row per step of the plan: ``step`` (its id, which it keeps), ``offer``, ``unit``,
        ``type``, ``people``, ``term``, ``classes``, ``days``, ``gross``, ``net`` (kroner),
        ``stage``, ``status`` (``planned``, ``done``, ``dropped``, ``moved``) and ``why``.
    own : Own
        The centre's own answers to the survey.
    notes : tuple of str
        What a reader of the workbook should know, such as rows that are hidden in it.
    """

    kommune: Kommune | None
    staff: int
    year: int
    profile_set: ProfileSet
    origin: Literal["own", "synthetic"]
    needs: pd.DataFrame
    employees: pd.DataFrame
    offers: pd.DataFrame
    limits: pd.DataFrame
    steps: pd.DataFrame
    own: Own = field(default_factory=Own)
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[pd.DataFrame]:
        """The frames that a plan takes, in their order: needs, employees, offers, limits."""
        return iter((self.needs, self.employees, self.offers, self.limits))

    @property
    def synthetic(self) -> bool:
        """Whether it is made up."""
        return self.origin == "synthetic"

    def __repr__(self) -> str:
        tables = ("needs", "employees", "offers", "limits", "steps")
        counts = ", ".join(f"{name}={len(getattr(self, name))}" for name in tables)
        return f"Centre(origin={self.origin!r}, {counts}, answers={self.own.number})"
