"""How many managers want more staff of a profile than they have: proven from two margins."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis.measures.bands import staff_answers, staff_margins, staff_questions
from analysis.measures.bounds import IdentifiedSet, identified_set
from analysis.measures.groups import grouping
from analysis.measures.intervals import LEVEL, share_intervals
from analysis.measures.linear_program import Restriction
from analysis.survey.checks import InputError
from analysis.survey.codebook import Labels, Lang
from analysis.survey.survey import Survey

RestrictionName = Literal["no_fewer"]

NO_FEWER = Labels("ingen chef ønsker færre end nu", "no manager wants fewer than now")

#: The ideal band lies above today's, is today's, or lies below it.
WISHES = ("more", "same", "fewer")

_SIZE = {
    "da": {"more": "større", "fewer": "mindre"},
    "en": {"more": "larger", "fewer": "smaller"},
}
_SENTENCE = {
    "da": "Mindst {n} af {base} chefer ønsker en {size} andel medarbejdere med profilen {item} end "
    "i dag.",
    "en": "At least {n} of {base} managers {want} a {size} share of staff with the profile {item} "
    "than today.",
}


def is_no_fewer(restriction: str | None) -> bool:
    """Whether the restriction is asked for; an InputError for any other word."""
    if restriction not in (None, "no_fewer"):
        raise InputError(f'restriction: fandt "{restriction}", forventede "no_fewer" eller None.')
    return restriction == "no_fewer"


def no_fewer(shape: tuple[int, ...]) -> Restriction:
    """Nobody's ideal answer lies below today's; the last two axes are now × ideal, most first."""
    return Restriction(NO_FEWER, np.broadcast_to(_wish(shape[-1], "fewer"), shape))


def wishes(
    survey: Survey, by: str | None = None, *, restriction: RestrictionName | None = None
) -> pd.DataFrame:
    """Count the managers whose ideal band lies above, at or below today's: a results frame.

    Parameters
    ----------
    survey : Survey
    by : str, optional
        Grouping of municipalities.
    restriction : "no_fewer", optional
        Assume that no manager wants fewer than now; has no effect on answers.

    Returns
    -------
    DataFrame
        One row per item × [group] × answer: ``question`` (wish), ``item``, ``answer`` (more, same,
        fewer), ``n``, ``n_low``, ``n_high``, ``base`` (managers), ``share``, ``low``, ``high``,
        ``feasible``, ``reason`` (Danish) and ``basis``. From the printed tables (``bounded``) n
        and share are NaN and the ranges are sharp, each by itself. From answers n is counted,
        among those who answered both questions, and low and high are Clopper–Pearson limits.
        Source: report pp. 47–48; statistics §6 in ``docs/method.md``.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> wishes(read_published())[["n_low", "n_high", "base"]].iloc[0].tolist()
    [15.0, 27.0, 52.0]
    """
    never_fewer = is_no_fewer(restriction)
    keys = grouping(survey, by).keys if by else ("",)
    counted = survey.answers is not None
    rows = _counted(survey, by) if counted else _bounded(survey, by, never_fewer)
    frame = pd.DataFrame(rows)
    items = [item.key for item in staff_questions(survey)[0].items]
    base = frame["base"].to_numpy(float)
    above = np.where(base > 0, base, np.nan)
    shares = {"share": frame["n"] / above}
    if counted:
        low, high = share_intervals(
            frame["n"].to_numpy(), frame["base"].to_numpy(), None, "clopper_pearson", LEVEL
        )
    else:
        low, high = frame["n_low"] / above, frame["n_high"] / above
    frame = frame.assign(
        question="wish",
        item=pd.Categorical(frame["item"], items, ordered=True),
        group=pd.Categorical(frame["group"], list(keys), ordered=True),
        answer=pd.Categorical(frame["answer"], list(WISHES), ordered=True),
        low=low,
        high=high,
        **shares,
    )
    columns = "question item group answer n n_low n_high base share low high feasible reason basis"
    return frame[[name for name in columns.split() if by or name != "group"]]


def wants_more(
    survey: Survey, by: str | None = None, *, restriction: RestrictionName | None = None
) -> pd.DataFrame:
    """Count the managers whose ideal band lies above today's.

    Parameters
    ----------
    survey : Survey
    by, restriction
        See `wishes`.

    Returns
    -------
    DataFrame
        One row per item × [group]: the rows of `wishes` with answer ``more``.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> wants_more(read_published())["n_low"].tolist()
    [15.0, 9.0, 17.0, 15.0, 8.0, 14.0]
    """
    frame = wishes(survey, by, restriction=restriction)
    return frame[frame["answer"] == "more"].reset_index(drop=True)


def wish_statements(survey: Survey, lang: Lang = "da") -> pd.DataFrame:
    """Say how many managers lack, and how many want fewer, staff of each profile, at least.

    Parameters
    ----------
    survey : Survey
        The printed tables; answers give no statements, for then the numbers are known.
    lang : {"da", "en"}

    Returns
    -------
    DataFrame
        One row per statement: ``item``, ``answer`` (more or fewer), ``n``, ``base``, ``text``.
        Only where at least one is proven.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> print(wish_statements(read_published(), "en").loc[0, "text"])
    At least 15 of 52 managers want a larger share of staff with the profile Companies than today.
    """
    frame = wishes(survey)
    proven = frame[
        (frame["basis"] == "bounded") & (frame["answer"] != "same") & (frame["n_low"] > 0)
    ]
    asked = staff_questions(survey)[0]
    texts = [
        _SENTENCE[lang].format(
            n=round(row["n_low"]),
            base=row["base"],
            want="wants" if row["n_low"] == 1 else "want",
            size=_SIZE[lang][row["answer"]],
            item=asked.item(row["item"]).label[lang],
        )
        for row in proven.to_dict("records")
    ]
    kept = proven[["item", "answer", "n_low", "base"]].rename(columns={"n_low": "n"})
    return kept.assign(n=kept["n"].astype(int), text=texts).reset_index(drop=True)


def _wish(answers: int, wish: str) -> np.ndarray:
    """1 where the ideal answer (column) lies above, at or below today's (row), most first."""
    step = np.arange(answers)[None, :] - np.arange(answers)[:, None]
    marks = {"more": step < 0, "same": step == 0, "fewer": step > 0}
    chosen: np.ndarray = marks[wish].astype(float)
    return chosen


def _bounded(survey: Survey, by: str | None, never_fewer: bool) -> list[dict[str, object]]:
    groups = [("", survey.respondents)]
    if by is not None:
        found = grouping(survey, by)
        groups = list(zip(found.keys, found.sizes.tolist(), strict=True))
    rows = []
    for item, (now, ideal) in staff_margins(survey).items():
        for group, base in groups:
            for wish in WISHES:
                found_range = _range(wish, base, now, ideal, never_fewer)
                rows.append(
                    {
                        "item": item,
                        "group": group,
                        "answer": wish,
                        "n": np.nan,
                        "n_low": found_range.low,
                        "n_high": found_range.high,
                        "base": base,
                        "feasible": found_range.feasible,
                        "reason": found_range.reason.da if found_range.reason else "",
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
                rows.append(
                    {
                        "item": item,
                        "group": key,
                        "answer": wish,
                        "n": n,
                        "n_low": n,
                        "n_high": n,
                        "base": len(steps),
                        "feasible": True,
                        "reason": "",
                        "basis": survey.basis,
                    }
                )
    return rows
