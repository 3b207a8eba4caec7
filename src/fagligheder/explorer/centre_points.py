"""What the tab of a job centre shows, found ahead: in memory alone, protected as its page is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import inf, isinf
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import pandas as pd

from analysis.competence.centre import Centre
from analysis.competence.limits import ORE, read_limits
from analysis.competence.plan import TrainingPlan, training_plan
from analysis.competence.results import LEVEL, CentreResults
from analysis.competence.staircase import training_staircase
from analysis.competence.stop import Stop
from analysis.competence.workbook import read_centre
from analysis.display.pages.centre import CentrePage
from analysis.survey.checks import LANGUAGES

#: Parts of the workbook's own limits for which plans are found.
PARTS = {"days": (0.25, 0.5, 0.75, 1, 1.25, 1.5), "kroner": (0.5, 1, 1.5)}
#: Seconds for one plan, and for the staircase.
_ONE_PLAN, _STAIRCASE = 10.0, 60.0

#: At most so many days, and so many kroner; infinite where the workbook sets no limit.
Point = tuple[float, float]


@dataclass(frozen=True)
class Found:
    """Something that was found: the page of the staircase, or the plan of a point, as HTML.

    Attributes
    ----------
    point : tuple or None
        Of a plan; None of the staircase.
    pages : dict of str to CentrePage
        By language; protected.
    plan : dict of str to str
        The tables of a plan by language.
    """

    point: Point | None
    pages: dict[str, CentrePage]
    plan: dict[str, str]


def read_upload(name: str, content: bytes, lang: str) -> Centre:
    """Read an uploaded workbook; the copy that it is read from is deleted at once.

    Raises
    ------
    InputError
        As `read_centre`, which repeats nothing of the employees.
    """
    with TemporaryDirectory(prefix="fagligheder-") as folder:
        path = Path(folder) / (Path(name.replace("\\", "/")).name or "kompetencer.xlsx")
        path.write_bytes(content)
        return read_centre(path, lang=lang)


def own_point(centre: Centre) -> Point:
    """Return the workbook's own limits."""
    limits = read_limits(centre.limits, _day(centre))
    days = inf if limits.days is None else float(limits.days)
    return days, inf if limits.money is None else limits.money / ORE


def values_around(own: float, name: str) -> list[float]:
    """Return the values of a limit, ``days`` or ``kroner``, for which plans are found."""
    if isinf(own):
        return [own]
    digits = 0 if name == "days" else -2
    return sorted({own if part == 1 else round(part * own, digits) for part in PARTS[name]})


def nearest_first(points: list[Point], chosen: Point) -> list[Point]:
    """Return points in the order of their distance from one, as parts of it."""

    def distance(point: Point) -> float:
        pairs = zip(point, chosen, strict=True)
        return sum(abs(one - other) / (other or 1) for one, other in pairs if one != other)

    return sorted(points, key=distance)


def solve(centre: Centre, interrupted: Event) -> Iterator[Found]:
    """Find the plan of the workbook's own limits, the staircase, and the plans around.

    Parameters
    ----------
    centre : Centre
    interrupted : Event
        Once it is set, nothing more is found.
    """
    own = own_point(centre)
    plan = _plan(centre, interrupted)
    yield _plan_found(centre, plan, own)
    stairs = training_staircase(plan, LEVEL, stop=Stop(_STAIRCASE, interrupted))
    saved = {**_proof(plan), "staircase": stairs.to_dict("records")}
    yield Found(None, _pages(centre, saved), {})
    points = list(product(values_around(own[0], "days"), values_around(own[1], "kroner")))
    for point in nearest_first(points, own)[1:]:
        if interrupted.is_set():
            return
        limited = _with_limits(centre, point)
        yield _plan_found(limited, _plan(limited, interrupted), point)


def _plan(centre: Centre, interrupted: Event) -> TrainingPlan:
    frames = (centre.needs, centre.employees, centre.offers, centre.limits)
    stop = Stop(_ONE_PLAN, interrupted)
    return training_plan(*frames, date=_day(centre), levels=[LEVEL], prove=False, stop=stop)


def _plan_found(centre: Centre, plan: TrainingPlan, point: Point) -> Found:
    pages = _pages(centre, _proof(plan))
    tables = {
        lang: "".join(
            str(each.mimebundle().get("text/html", "")) for each in (page.stages(), page.steps())
        )
        for lang, page in pages.items()
    }
    return Found(point, {}, tables)


def _proof(plan: TrainingPlan) -> dict[str, object]:
    """Return a plan as the results read it; one stage alone has no price of being nested."""
    return {**plan.proof, "nesting": [{"level": LEVEL, "price": None}]}


def _pages(centre: Centre, proof: dict[str, object]) -> dict[str, CentrePage]:
    return {
        lang: CentrePage(CentreResults(centre, _day(centre), True, lang, proof=proof), lang)
        for lang in LANGUAGES
    }


def _with_limits(centre: Centre, point: Point) -> Centre:
    """Return the centre with other limits of days and kroner."""
    named = [(name, value) for name, value in zip(PARTS, point, strict=True) if not isinf(value)]
    others = centre.limits[~centre.limits["limit"].isin([name for name, _ in named])]
    rows = pd.DataFrame(named, columns=["limit", "value"]).reindex(columns=others.columns)
    rows["source"] = centre.origin
    limits = pd.concat([others.astype(object), rows.astype(object)], ignore_index=True)
    return replace(centre, limits=limits)


def _day(centre: Centre) -> str:
    return f"{centre.year}-01-01"
