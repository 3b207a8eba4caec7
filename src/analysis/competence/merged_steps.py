"""A new plan's steps beside those of the workbook that the centre has edited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.competence.steps import COLUMNS

#: The id of a step that a plan has made.
_PLANNED = re.compile("[0-9a-f]{8}")
#: What the centre says of a step, and a new plan does not take from it.
DECIDED = ("done", "dropped", "moved")


def merge_steps(before: pd.DataFrame, planned: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of a new plan, with what the centre has decided and written itself.

    Parameters
    ----------
    before : DataFrame
        The steps of the workbook, as `read_centre` returns them.
    planned : DataFrame
        The steps of a plan, as `training_plan` returns them.

    Returns
    -------
    DataFrame
        One row per step. A step of both has its status of before, and its term where it was moved.
        Of the other steps of before those stay that the centre has decided on, and those that it
        has written by hand, whose ids are no plan's; what was only planned gives way to the new
        plan.

    Examples
    --------
    >>> from analysis.competence.workbook_example import example_centre
    >>> planned = example_centre(None, 2027).steps.assign(step=["18f42aa2", "1319182a"])
    >>> merge_steps(planned.assign(status=["done", "planned"]), planned.iloc[:0])["step"].tolist()
    ['18f42aa2']
    """
    known = {str(row["step"]): row for row in before.to_dict("records") if not by_hand(row)}
    rows = []
    for row in planned[list(COLUMNS)].to_dict("records"):
        earlier = known.pop(str(row["step"]), None)
        if earlier is not None and earlier["status"] in DECIDED:
            row["status"] = earlier["status"]
            row["term"] = earlier["term"] if earlier["status"] == "moved" else row["term"]
        rows.append(row)
    kept = [
        row
        for row in before.to_dict("records")
        if by_hand(row) or (str(row["step"]) in known and row["status"] in DECIDED)
    ]
    return pd.DataFrame([*rows, *kept], columns=list(COLUMNS))


def by_hand(step: Mapping[Any, Any]) -> bool:
    """Whether the centre has written a step itself."""
    return _PLANNED.fullmatch(str(step["step"])) is None
