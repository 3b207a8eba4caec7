"""Compare answers with the printed tables, cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.measures.counts import BASE_MARGIN, counts_by_answer
from analysis.measures.rounding import round_percent
from analysis.survey.checks import InputError
from analysis.survey.published import read_published
from analysis.survey.survey import Survey, origin_of, with_provenance


def _half_even(count: int, base: int) -> int:
    whole, rest = divmod(100 * count, base)
    return whole + (2 * rest > base or (2 * rest == base and whole % 2 == 1))


#: The rule of the report, and others that a printer may have used.
_RULES: dict[str, Callable[[int, int], int]] = {
    "half_up": round_percent,
    "half_even": _half_even,
    "half_down": lambda k, n: -((n - 200 * k) // (2 * n)),
    "floor": lambda k, n: 100 * k // n,
    "ceiling": lambda k, n: -(-100 * k // n),
}


@dataclass(frozen=True)
class _Remedy:
    """A base and a rule of rounding with which the counts may give the printed percentages."""

    cause: str
    rule: str
    base: int
    own_base: int

    @property
    def change(self) -> tuple[object, ...]:
        """What is changed, the same for all items that one remedy explains."""
        return (self.base, self.own_base) if self.cause == "base" else (self.rule,)


def agreement_with_report(survey: Survey) -> pd.DataFrame:
    """Compare a survey's answers with the report's tables, cell by cell.

    Parameters
    ----------
    survey : Survey
        Answers to the report's questions.

    Returns
    -------
    DataFrame
        One row per printed cell: ``question``, ``item``, ``answer``, ``page``, ``printed``
        (per cent), ``n`` and ``base`` (answers in the survey), ``percent`` (rounded half up; NA
        for a zero base), ``report_n`` (the count that the report's percentages determine),
        ``verdict`` (``agrees`` or ``differs``) and the ``cause`` of a difference: ``base`` or
        ``rounding`` when another base or another rule gives all the item's printed cells from
        the same counts, otherwise ``count``; ``missing`` when the item has no answers; empty
        where the cell agrees. ``other_base`` and ``rule`` (half_even, half_down, floor, ceiling)
        are what the first two causes need; `difference_sentence` says it in words.
        It is made to find errors in a file, and so shows all counts of supplied answers: exports
        and reports refuse it. Source: report pp. 47–48.

    Raises
    ------
    InputError
        The survey has other questions, items or answers than the report.

    Notes
    -----
    Among several explanations of an item, the one that explains most items of the question is
    given; then the report's own base comes first.

    Examples
    --------
    >>> agreement_with_report(read_published())["verdict"].value_counts().to_dict()
    {'agrees': 146}
    """
    report = read_published()
    keys = ["question", "item", "answer"]
    theirs = counts_by_answer(report).rename(columns={"n": "report_n", "base": "report_base"})
    assert report.printed is not None
    cells = report.printed[[*keys, "percent", "page"]].rename(columns={"percent": "printed"})
    cells = cells.merge(theirs[[*keys, "report_n", "report_base"]], on=keys)
    ours = counts_by_answer(survey)[[*keys, "n", "base", "listed"]]
    cells = cells.merge(ours, on=keys, how="left")
    if cells["n"].isna().any():
        absent = ", ".join(cells.loc[cells["n"].isna(), "question"].unique())
        raise InputError(
            f"{survey.source}: kan ikke sammenlignes med rapporten, for kodebogen har ikke "
            f"rapportens profiler, udsagn eller svar i: {absent}. Brug projektets egen kodebog."
        )
    cells = cells.astype({"n": int, "base": int, "listed": int})
    cells["percent"] = pd.array(
        [
            round_percent(n, base) if base else pd.NA
            for n, base in zip(cells["n"], cells["base"], strict=True)
        ],
        dtype="Int64",
    )
    agrees = (cells["percent"] == cells["printed"]).fillna(False).to_numpy(dtype=bool)
    cells["verdict"] = np.where(agrees, "agrees", "differs")
    explained = [
        _explain(own, survey.respondents) for _, own in cells.groupby("question", sort=False)
    ]
    cells = cells.join(pd.concat(explained))
    cells.loc[agrees, ["cause", "rule"]] = ""
    cells.loc[agrees, "other_base"] = pd.NA
    found = "page printed n base percent report_n verdict cause other_base rule".split()
    return with_provenance(cells[[*keys, *found]], origin_of(survey))


def _explain(cells: pd.DataFrame, respondents: int) -> pd.DataFrame:
    """Cause, other base and rule of every cell of one question, as if all of them differed."""
    items = [own for _, own in cells.groupby("item", sort=False)]
    fits = [
        [remedy for remedy in _remedies(own, respondents) if _gives(remedy, own)] for own in items
    ]
    votes = [remedy.change for found in fits for remedy in found]
    rows: list[tuple[str, int | None, str]] = []
    for own, found in zip(items, fits, strict=True):
        best = max(found, key=lambda remedy: votes.count(remedy.change), default=None)
        for cell in own.itertuples():
            if not cell.base:
                rows.append(("missing", None, ""))
            elif best and best.cause == "base":
                rows.append(("base", best.base, ""))
            else:
                rows.append((best.cause, None, best.rule) if best else ("count", None, ""))
    index = [label for own in items for label in own.index]
    frame = pd.DataFrame(rows, columns=["cause", "other_base", "rule"], index=index)
    return frame.astype({"other_base": "Int64"})


def _remedies(own: pd.DataFrame, respondents: int) -> list[_Remedy]:
    """What may explain an item's difference, the likeliest first."""
    base, listed, in_report = (int(own[name].iloc[0]) for name in ("base", "listed", "report_base"))
    if not base:
        return []
    least = max(1, base - BASE_MARGIN[0])
    bases = [in_report, listed, respondents, *range(least, base + BASE_MARGIN[1] + 1)]
    remedies = [
        _Remedy("base", "half_up", other, base)
        for other in dict.fromkeys(bases)
        if other > 0 and other != base
    ]
    rules = [_Remedy("rounding", rule, base, base) for rule in _RULES if rule != "half_up"]
    return remedies[:1] + rules + remedies[1:]


def _gives(remedy: _Remedy, own: pd.DataFrame) -> bool:
    """Whether the item's counts give all its printed percentages."""
    percents = [_RULES[remedy.rule](count, remedy.base) for count in own["n"].tolist()]
    return percents == own["printed"].tolist()
