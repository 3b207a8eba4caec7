"""How many managers want more, the same or fewer staff of a profile than today."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis.measures.bounds import IdentifiedSet, identified_set
from analysis.measures.counts import ordered
from analysis.measures.disclosure import protect_supplied
from analysis.measures.groups import grouping
from analysis.measures.intervals import LEVEL, share_intervals
from analysis.measures.linear_program import Restriction
from analysis.measures.staff_bands import staff_answers, staff_margins, staff_questions
from analysis.survey.options import choose
from analysis.survey.survey import Survey, origin_of, with_provenance

RestrictionName = Literal["no_fewer"]

#: The ideal band lies above today's, is today's, or lies below it.
WISHES = ("more", "same", "fewer")


def is_no_fewer(restriction: str | None) -> bool:
    """Whether the restriction is asked for; an InputError for any other word."""
    return restriction is not None and bool(choose("restriction", restriction, ("no_fewer",)))


def no_fewer(shape: tuple[int, ...]) -> Restriction:
    """Nobody's ideal answer lies below today's; the last two axes are now × ideal, most first."""
    return Restriction("no_fewer", np.broadcast_to(_wish(shape[-1], "fewer"), shape))


def wishes(
    survey: Survey,
    by: str | None = None,
    *,
    restriction: RestrictionName | None = None,
    protected: bool = True,
) -> pd.DataFrame:
    """Count the managers whose ideal band lies above, at or below today's: a results frame.

    Parameters
    ----------
    survey : Survey
    by : str, optional
        Grouping of municipalities.
    restriction : "no_fewer", optional
        Assume that no manager wants fewer than now; has no effect on answers.
    protected : bool
        Suppress small cells of supplied answers, as `crosstab` does.

    Returns
    -------
    DataFrame
        One row per item × [group] × answer: ``question`` (wish), ``item``, ``answer`` (more, same,
        fewer), ``n``, ``n_low``, ``n_high``, ``base`` (managers), ``share``, ``low``, ``high``,
        ``feasible``, ``reason`` (why not: a key of `Contradiction`) and ``basis``. From the
        printed tables (``bounded``) n and share are NaN and the ranges are sharp, each by itself.
        From answers n is counted, among those who answered both questions, and low and high are
        Clopper–Pearson limits. Source: report pp. 47–48; statistics §6 in ``docs/method.md``.

    Raises
    ------
    InputError
        The grouping or the restriction does not exist.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> wishes(read_published())[["n_low", "n_high", "base"]].iloc[0].tolist()
    [15.0, 27.0, 52.0]
    """
    never_fewer = is_no_fewer(restriction)
    groups = grouping(survey, by) if by else None
    counted = survey.answers is not None
    frame = pd.DataFrame(_counted(survey, by) if counted else _bounded(survey, by, never_fewer))
    base = frame["base"].to_numpy(float)
    above = np.where(base > 0, base, np.nan)
    if counted:
        n, of = frame["n"].to_numpy(), frame["base"].to_numpy()
        low, high = share_intervals(n, of, None, "clopper_pearson", LEVEL)
    else:
        low, high = frame["n_low"] / above, frame["n_high"] / above
    frame = frame.assign(
        question="wish",
        item=ordered(frame["item"], [item.key for item in staff_questions(survey)[0].items]),
        group=ordered(frame["group"], groups.keys if groups else ("",)),
        answer=ordered(frame["answer"], WISHES),
        low=low,
        high=high,
        share=frame["n"] / above,
    )
    columns = "question item group answer n n_low n_high base share low high feasible reason basis"
    frame = frame[[name for name in columns.split() if by or name != "group"]]
    labels = groups.labels if groups else {}
    origin = origin_of(survey, protected=protected, groups=labels)
    return with_provenance(protect_supplied(frame, protected), origin)


def proven_wishes(survey: Survey) -> pd.DataFrame:
    """List how many managers lack, and how many want fewer, staff of each profile, at least.

    One row per fact: ``item``, ``answer`` (more or fewer), ``n`` and ``base``, where at least one
    is proven. Answers give no rows, for then the numbers are known.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> proven_wishes(read_published())["n"].tolist()
    [15, 9, 17, 15, 1, 8, 14]
    """
    frame = wishes(survey)
    proven = frame[
        (frame["basis"] == "bounded") & (frame["answer"] != "same") & (frame["n_low"] > 0)
    ]
    facts = proven[["item", "answer", "n_low", "base"]].rename(columns={"n_low": "n"})
    return facts.astype({"n": int}).reset_index(drop=True)


def _wish(answers: int, wish: str) -> np.ndarray:
    """1 where the ideal answer (column) lies above, at or below today's (row), most first."""
    step = np.arange(answers)[None, :] - np.arange(answers)[:, None]
    marks: np.ndarray = {"more": step < 0, "same": step == 0, "fewer": step > 0}[wish]
    return marks.astype(float)


def _bounded(survey: Survey, by: str | None, never_fewer: bool) -> list[dict[str, object]]:
    groups = [("", survey.respondents)]
    if by is not None:
        found = grouping(survey, by)
        groups = list(zip(found.keys, found.sizes.tolist(), strict=True))
    rows = []
    for item, (now, ideal) in staff_margins(survey).items():
        for group, base in groups:
            for wish in WISHES:
                ends = _range(wish, base, now, ideal, never_fewer)
                rows.append(
                    {
                        "item": item,
                        "group": group,
                        "answer": wish,
                        "n": np.nan,
                        "n_low": ends.low,
                        "n_high": ends.high,
                        "base": base,
                        "feasible": ends.feasible,
                        "reason": ends.reason.key if ends.reason else "",
                        "basis": "bounded",
                    }
                )
    return rows


def _range(
    wish: str, base: int, now: np.ndarray, ideal: np.ndarray, never_fewer: bool
) -> IdentifiedSet:
    marks, everyone = _wish(len(now), wish), int(now.sum())
    if base == everyone:
        restrictions = [no_fewer(marks.shape)] if never_fewer else []
        return identified_set(marks, [now, ideal], restrictions)
    inside = np.stack([marks, np.zeros_like(marks)])
    restrictions = [no_fewer(inside.shape)] if never_fewer else []
    return identified_set(inside, [np.array([base, everyone - base]), now, ideal], restrictions)


def _counted(survey: Survey, by: str | None) -> list[dict[str, object]]:
    given = staff_answers(survey)
    groups = grouping(survey, by) if by else None
    group = groups.codes if groups else np.zeros(survey.respondents, dtype=int)
    rows = []
    for item in given.now:
        both = given.given(item, "gap")
        step = np.sign(given.ideal[item][both].astype(int) - given.now[item][both])
        for i, key in enumerate(groups.keys if groups else ("",)):
            steps = step[group[both] == i]
            for wish, sign in zip(WISHES, (-1, 0, 1), strict=True):
                n = int((steps == sign).sum())
                counts = {"n": n, "n_low": n, "n_high": n, "base": len(steps)}
                facts = {"feasible": True, "reason": "", "basis": survey.basis}
                rows.append({"item": item, "group": key, "answer": wish} | counts | facts)
    return rows
