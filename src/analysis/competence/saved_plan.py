"""A plan read from its proof: the same plan again, without any search."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.competence.checker import verify_plan
from analysis.competence.plan import Solved, TrainingPlan, assemble_plan
from analysis.competence.prepared import Settings, prepare
from analysis.competence.programme import Programme
from analysis.competence.proof import Claim
from analysis.competence.search import Stage
from analysis.survey.checks import InputError, Problem
from analysis.words import text

#: Bytes that no proof of a job centre comes near.
_MOST_BYTES = 50_000_000


def read_proof(path: Path | str, *, lang: str = "da") -> dict[str, Any]:
    """Read ``bevis.json``; what it holds is checked where it is used.

    Raises
    ------
    InputError
        The file is not a proof.
    """
    path = Path(path)
    try:
        if path.stat().st_size <= _MOST_BYTES:
            content = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(content, dict) and {"settings", "parts"} <= set(content):
                return content
    except (ValueError, RecursionError):
        pass
    cure = text("centre_run.no_proof_cure", lang)
    raise InputError(Problem(text("centre_run.no_proof", lang), cure, path.name, lang=lang))


def write_proof(proof: Mapping[str, Any], **found: pd.DataFrame) -> str:
    """Return a proof as JSON, with what was found from the plan, by name.

    No code of an employee is in it. It holds exact counts, so it is for the centre alone.
    """
    frames = {
        name: frame.astype(object).where(frame.notna(), None).to_dict("records")
        for name, frame in found.items()
    }
    return json.dumps({**proof, **frames}, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def check_settings(proof: Mapping[str, Any], *, date: str, horizon: str, lang: str) -> None:
    """Refuse the proof of a plan for another day or horizon."""
    settings = proof["settings"]
    found, expected = (settings.get("date"), settings.get("horizon")), (date, horizon)
    if found != expected:
        words = {"found": ", ".join(map(str, found)), "expected": ", ".join(expected)}
        cure = text("centre_run.other_settings_cure", lang)
        raise InputError(Problem(text("centre_run.other_settings", lang, **words), cure, lang=lang))


def saved_frame(proof: Mapping[str, Any], name: str) -> pd.DataFrame:
    """Return what was found from a plan and written with its proof; a number may be missing."""
    frame = pd.DataFrame(proof[name])
    empty = [column for column in frame if frame[column].isna().all()]
    return frame.astype(dict.fromkeys(empty, "float64"))


def plan_from_proof(
    proof: Mapping[str, Any],
    needs: pd.DataFrame,
    employees: pd.DataFrame,
    offers: pd.DataFrame,
    limits: pd.DataFrame,
    *,
    lang: str = "da",
) -> TrainingPlan:
    """Return the plan that a proof holds, checked against the frames it was made from.

    Parameters
    ----------
    proof : dict
        ``plan.proof``, or what was read from ``bevis.json``.
    needs, employees, offers, limits : DataFrame
        Those that the plan was made from.
    lang : {"da", "en"}
        Of the reasons.

    Returns
    -------
    TrainingPlan
        ``optimal`` is what the proof shows: nothing is taken from a solver.

    Raises
    ------
    InputError
        As `verify_plan`.

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> from analysis.competence.plan import training_plan
    >>> centre = made_up_centre(staff=6, offers=4)
    >>> plan = training_plan(*centre, date="2027-01-01")
    >>> plan_from_proof(plan.proof, *centre).steps.equals(plan.steps)
    True
    """
    verify_plan(proof, needs, employees, offers, limits)
    ready = prepare(needs, employees, offers, limits, Settings(**proof["settings"]))
    parts = {part["level"]: part for part in proof["parts"]}

    def solved(level: str, programme: Programme) -> Solved:
        return _solved(parts[level], programme)

    return assemble_plan(ready, list(parts), solved, lang)


def _solved(part: Mapping[str, Any], programme: Programme) -> Solved:
    """Return the stages of one part, and what is claimed of them."""
    plan = _variables(part, programme)
    values = {"missing": part["missing"], "cost": part["cost"], "away": Fraction(part["share"])}
    claims = [
        Claim(each["stage"], values[each["stage"]], Fraction(each["bound"]), each["tree"])
        for each in part["claims"]
    ]
    bounds = {claim.name: claim.bound for claim in claims}
    stages = [
        Stage(name, plan, float(value), float(bounds.get(name, 0)))
        for name, value in values.items()
    ]
    return stages, claims


def _variables(part: Mapping[str, Any], programme: Programme) -> np.ndarray:
    """Return a part of a plan as the programme's variables."""
    table, plan = programme.table, np.zeros(programme.size, dtype=np.int64)
    short = programme.upper[programme.missing].copy()
    for kind, ids, number in part["people"]:
        first, second = [*(table.place[each] for each in ids), -1][:2]
        of_type = programme.type_of == kind
        found = of_type & (programme.first == first) & (programme.second == second)
        plan[np.flatnonzero(found)[0]] = number
        before = programme.types[kind][0]
        later = before.after([table.offers[table.place[each]] for each in ids])
        lacks = zip(before.lacks, later.lacks, strict=True)
        short -= number * np.array([had > 0 and left == 0 for had, left in lacks])
    for place, offer in enumerate(programme.class_offers):
        plan[programme.people + place] = part["classes"].get(table.offers[offer].id, 0)
    plan[programme.missing] = np.maximum(short, 0)
    return plan
