"""A new plan's steps beside those of the workbook that the centre has edited."""

from __future__ import annotations

import pandas as pd

from analysis.competence.frames import is_missing
from analysis.competence.steps import COLUMNS

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
        has written by hand, which have no id; what was only planned gives way to the new plan.

    Examples
    --------
    >>> from analysis.competence.workbook_example import example_centre
    >>> steps = example_centre(None, 2027).steps
    >>> merge_steps(steps.assign(status="done"), steps)["status"].unique().tolist()
    ['done']
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


def by_hand(step: dict[str, object]) -> bool:
    """Whether the centre has written a step itself: it has no id."""
    return is_missing(step["step"])
