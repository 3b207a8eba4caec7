"""How many managers want more, the same or fewer staff of a profile than today."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis.measures.assumptions import ONE_EACH, Assumption, assumption_of, extra_answers
from analysis.measures.bounds import IdentifiedSet, identified_set
from analysis.measures.counts import ordered
from analysis.measures.disclosure import released
from analysis.measures.groups import grouping
from analysis.measures.intervals import LEVEL, share_intervals
from analysis.measures.linear_program import Restriction
from analysis.measures.staff_bands import (
    IDEAL,
    NOW,
    staff_answers,
    staff_margins,
    staff_questions,
)
from analysis.survey.options import choose
from analysis.survey.protected_counts import ProtectedCounts
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
    assumption: Assumption | None = ONE_EACH,
    protected: bool = False,
) -> pd.DataFrame:
    """Count the managers whose ideal band lies above, at or below today's: a results frame.

    Parameters
    ----------
    survey : Survey
    by : str, optional
        Grouping of municipalities.
    restriction : "no_fewer", optional
        Assume that no manager wants fewer than now; has no effect on answers.
    assumption : "one_each" or None
        Take the answers within the bands of both figures as one from each manager. The report
        does not say so: figure 5 is printed on 54 answers, and None leaves open who gave the two
        more and whether they lie within the bands. Has no effect on answers.
    protected : bool
        As `crosstab` takes it.

    Returns
    -------
    DataFrame
        One row per item × [group] × answer: ``question`` (wish), ``item``, ``answer`` (more, same,
        fewer), ``n``, ``n_low``, ``n_high``, ``base`` (managers), ``share``, ``low``, ``high``,
        ``feasible``, ``reason`` (why not: a key of `Contradiction`), ``assumption`` (what the
        range rests on beside the numbers, often nothing) and ``basis``. From the printed tables
        (``bounded``) n and share are NaN and the ranges are sharp, each by itself; from protected
        counts, all that they allow. From answers
        n is counted, among those who answered both questions, and low and high are
        Clopper–Pearson limits. Source: report pp. 47–48; statistics §6 in ``docs/method.md``.

    Raises
    ------
    InputError
        The grouping, the restriction or the assumption does not exist.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> wishes(read_published())[["n_low", "n_high", "base"]].iloc[0].tolist()
    [15.0, 27.0, 52.0]
    >>> wishes(read_published(), assumption=None)[["n_low", "n_high", "base"]].iloc[0].tolist()
    [13.0, 27.0, 52.0]
    """
    never_fewer = is_no_fewer(restriction)
    one_each = assumption is not None and bool(choose("assumption", assumption, (ONE_EACH,)))
    survey = released(survey, protected, by)
    groups = grouping(survey, by) if by else None
    counted = survey.answers is not None
    if counted:
        frame = pd.DataFrame(_counted(survey, by))
    elif survey.released is not None:
        frame = pd.DataFrame(_allowed(survey, survey.released, by))
    else:
        frame = pd.DataFrame(_bounded(survey, by, never_fewer, one_each))
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
        assumption=assumption_of(survey, NOW, IDEAL) if one_each else "",
    )
    columns = (
        "question item group answer n n_low n_high base share low high feasible reason "
        "assumption basis"
    )
    frame = frame[[name for name in columns.split() if by or name != "group"]]
    labels = groups.labels if groups else {}
    return with_provenance(frame, origin_of(survey, groups=labels))


def proven_wishes(survey: Survey) -> pd.DataFrame:
    """List how many managers lack, and how many want fewer, staff of each profile, at least.

    One row per fact: ``item``, ``answer`` (more or fewer), ``n`` (what the printed numbers alone
    prove; 0 where that is nothing), ``n_one_each`` (what they prove if the answers within the
    bands are one from each manager) and ``base``. Answers give no rows, for then the numbers are
    known. Source: statistics §6, assumption A, in ``docs/method.md``.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> proven_wishes(read_published())[["n", "n_one_each"]].to_dict("list")
    {'n': [13, 7, 15, 13, 6, 0, 12], 'n_one_each': [15, 9, 17, 15, 8, 1, 14]}
    """
    columns = ["item", "answer", "n", "n_one_each", "base"]
    if not survey.is_printed:
        return pd.DataFrame(columns=columns)
    alone, assumed = wishes(survey, assumption=None), wishes(survey)
    facts = assumed.assign(n=alone["n_low"].astype(int), n_one_each=assumed["n_low"].astype(int))
    proven = (facts["answer"] != "same") & (facts["n_one_each"] > 0)
    return facts.loc[proven, columns].reset_index(drop=True)


def _wish(answers: int, wish: str) -> np.ndarray:
    """1 where the ideal answer (column) lies above, at or below today's (row), most first."""
    step = np.arange(answers)[None, :] - np.arange(answers)[:, None]
    marks: np.ndarray = {"more": step < 0, "same": step == 0, "fewer": step > 0}[wish]
    return marks.astype(float)


def _allowed(survey: Survey, released: ProtectedCounts, by: str | None) -> list[dict[str, object]]:
    """All that protected counts allow; who gave no listed answer is the last answer of both."""
    now, ideal = staff_questions(survey)
    groups = {"": -1} if by is None else {key: row for row, key in enumerate(released.labels)}
    rows = []
    for item in now.items:
        tables = [released.tables[asked.column(item.key)] for asked in (now, ideal)]
        for group, row in groups.items():
            size = len(released.people[row])
            margins = [np.append(t.counts[row, :-1], size - t.listed[row]) for t in tables]
            shape = (len(margins[0]), len(margins[1]))
            everyone = Restriction("everyone", np.ones(shape), size, size)
            for wish in WISHES:
                marks = np.zeros(shape)
                marks[:-1, :-1] = _wish(len(margins[0]) - 1, wish)
                ends = identified_set(marks, margins, [everyone])
                rows.append(
                    {
                        "item": item.key,
                        "group": group,
                        "answer": wish,
                        "n": np.nan,
                        "n_low": ends.low,
                        "n_high": ends.high,
                        "base": size,
                        "feasible": True,
                        "reason": "",
                        "basis": survey.allowed_basis,
                    }
                )
    return rows


def _bounded(
    survey: Survey, by: str | None, never_fewer: bool, one_each: bool
) -> list[dict[str, object]]:
    groups = [("", survey.respondents)]
    if by is not None:
        found = grouping(survey, by)
        groups = list(zip(found.keys, found.sizes.tolist(), strict=True))
    rows = []
    extra = 0 if one_each else max(extra_answers(survey, question) for question in (NOW, IDEAL))
    for item, (now, ideal) in staff_margins(survey).items():
        for group, base in groups:
            for wish in WISHES:
                ends = _range(wish, base, now, ideal, never_fewer, extra)
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
    wish: str,
    base: int,
    now: np.ndarray,
    ideal: np.ndarray,
    never_fewer: bool,
    extra: int,
) -> IdentifiedSet:
    """Fewest and most of a group's managers with a wish.

    ``extra`` people without an answer on today may hold answers within the ideal bands; as many
    managers then hold none. They are the last answer of both questions, and of no group.
    """
    marks, everyone = _wish(len(now), wish), int(now.sum())
    unwanted = _wish(len(now), "fewer")
    if extra:
        marks, unwanted = (np.pad(each, (0, 1)) for each in (marks, unwanted))
        now, ideal = np.append(now, extra), np.append(ideal, extra)
    if base == everyone:
        restrictions = [Restriction("no_fewer", unwanted)] if never_fewer else []
        return identified_set(marks, [now, ideal], restrictions)
    inside = np.stack([marks, np.zeros_like(marks)])
    both = np.broadcast_to(unwanted, inside.shape)
    restrictions = [Restriction("no_fewer", both)] if never_fewer else []
    if extra:
        strangers = np.zeros_like(inside)
        strangers[0, -1] = 1
        restrictions.append(Restriction("no_stranger_in_group", strangers))
    sizes = np.array([base, everyone + extra - base])
    return identified_set(inside, [sizes, now, ideal], restrictions)


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
