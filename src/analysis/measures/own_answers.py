"""A municipality's own answers on its staff, in place of what is known about its size band."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.staff_bands import IDEAL, NOW
from analysis.survey.options import choose
from analysis.survey.survey import Survey

OwnAnswers = Mapping[str, Mapping[str, str]]


def with_own(
    survey: Survey,
    frame: pd.DataFrame,
    own: OwnAnswers,
    staff: int,
    values: Mapping[str, np.ndarray],
) -> pd.DataFrame:
    """Replace a municipality's rows by its own answers, item by item.

    An item's rows are all its own or all the survey's: one that it answered only now, or only
    ideally, stays as it is. ``values`` are of bands from their low ends to their high ends, for an
    own answer is a band. The columns ``own_now`` and ``own_ideal`` hold the two answers, and
    nothing where the rows are the survey's.
    """
    codes = _own_codes(survey, own)
    keys = survey.codebook.question(NOW).scale.keys
    rows: list[dict[Any, Any]] = []
    for row in frame.to_dict("records"):
        now, ideal = (codes[asked].get(row["item"]) for asked in (NOW, IDEAL))
        row |= {"own_now": "", "own_ideal": ""}
        if now is not None and ideal is not None:
            people = staff if row["unit"] == "people" else 1
            low, central, high = values[row["measure"]][:, now, ideal] * people
            row |= {"central": central, "low": low, "high": high, "base": 1, "basis": "observed"}
            row |= {"feasible": True, "reason": "", "assumption": ""}
            row |= {"suppressed": False} if "suppressed" in row else {}
            row |= {"own_now": keys[now], "own_ideal": keys[ideal]}
        rows.append(row)
    return pd.DataFrame(rows)


def _own_codes(survey: Survey, own: OwnAnswers) -> dict[str, dict[str, int]]:
    codes: dict[str, dict[str, int]] = {NOW: {}, IDEAL: {}}
    for question, answers in own.items():
        asked = survey.codebook.question(choose("own", question, codes))
        items, keys = [item.key for item in asked.items], asked.scale.keys
        for item, answer in answers.items():
            choose(f"own, {question}", item, items)
            choose(f"own, {question}, {item}", answer, keys)
            codes[question][item] = keys.index(answer)
    return codes
