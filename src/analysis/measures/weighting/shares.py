"""Weighted tables: shares of each answer, of all respondents or by group, as results frames."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.counts import ordered
from analysis.measures.groups import grouping
from analysis.measures.weighting.counts import WeightedCounts, weighted_counts
from analysis.measures.weighting.estimates import LONELY, WeightedInterval, ratios, share_limits
from analysis.measures.weighting.release import known_shares, share_ranges
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.codebook_rules import BaseKind
from analysis.survey.protected_counts import ProtectedCounts
from analysis.survey.survey import Survey, origin_of, with_provenance


def weighted_table(
    survey: Survey,
    question: str,
    base: BaseKind,
    kind: WeightedInterval,
    level: float,
    by: str | None = None,
    of: str = "group",
) -> pd.DataFrame:
    """Give the weighted share of each answer to each item, with a design-based standard error.

    One row per item × (group ×) answer: ``question``, ``item``, ``group`` (where ``by`` is
    given), ``answer``, ``n`` and ``base`` (respondents, unweighted), ``share``, ``low``, ``high``,
    ``basis``, ``se``, ``deff``, ``freedom`` (units less strata) and ``reason``: why there is no
    standard error, ``one_unit_in_stratum``, otherwise empty. Of a protected survey instead what
    its counts allow: ``n_low``, ``n_high``, ``share_low``, ``share_high`` and ``suppressed``.
    """
    asked = survey.codebook.question(question)
    groups = {} if by is None else grouping(survey, by).labels
    settings: dict[str, Any] = {
        "interval": kind,
        "level": level,
        "groups": groups,
        "weighted": True,
    }
    if survey.released is not None:
        settings["interval"] = "none"
        frame = _released(survey, survey.released, asked, base, by, of)
        return with_provenance(frame, origin_of(survey, **settings))
    keys = ("",) if by is None else grouping(survey, by).keys
    frames = []
    for item in asked.items:
        counts = weighted_counts(survey, question, item.key, by)
        values, within = _cells(counts, base, of)
        parts = []
        for place in range(len(keys)):  # a group at a time: what an answer costs is flat
            rows = slice(place * counts.answers, (place + 1) * counts.answers)
            parts.append(_rows(counts, values[rows], within[rows], kind, level))
        frames += parts
    found = _with_keys(pd.concat(frames, ignore_index=True), survey, asked, by)
    return with_provenance(found, origin_of(survey, **settings))


def _with_keys(
    numbers: pd.DataFrame, survey: Survey, asked: Question, by: str | None
) -> pd.DataFrame:
    """Put question, item, group, answer and basis to numbers in the order of the codebook."""
    axes = {"item": [item.key for item in asked.items], "answer": list(asked.scale.keys)}
    if by is not None:
        keys = list(grouping(survey, by).keys)
        axes = {"item": axes["item"], "group": keys, "answer": axes["answer"]}
    cells = pd.MultiIndex.from_product(list(axes.values()))
    frame = pd.DataFrame({"question": asked.key}, index=range(len(numbers)))
    for place, (name, keys) in enumerate(axes.items()):
        frame[name] = ordered(cells.get_level_values(place), keys)
    frame = frame.join(numbers)
    frame.insert(list(frame.columns).index("high") + 1, "basis", survey.basis)
    return frame


def _released(
    survey: Survey,
    released: ProtectedCounts,
    asked: Question,
    base: BaseKind,
    by: str | None,
    of: str,
) -> pd.DataFrame:
    """What the protected counts of a survey allow of its weighted shares."""
    if of != "group":
        raise InputError(
            'Vægtede andele af beskyttede svar kan kun vises af hver gruppe (of="group"). Udelad '
            '"of", eller brug weights=False.'
        )
    parts = []
    for item in asked.items:
        table = released.tables[asked.column(item.key)]
        for row in range(1 if by is None else len(grouping(survey, by).keys)):
            group = None if by is None else row
            place = -1 if by is None else row
            low, high = share_ranges(released, table, listed=base == "listed", group=group)
            share = known_shares(low, high)
            n = table.counts[place, :-1]
            of_all = float(table.bases[place] if base == "all" else table.listed[place])
            parts.append(
                pd.DataFrame(
                    {
                        "n": np.where(np.isnan(of_all), np.nan, n),
                        "n_low": table.low[place, :-1],
                        "n_high": table.high[place, :-1],
                        "base": of_all,
                        "share": share,
                        "low": np.nan,
                        "high": np.nan,
                        "share_low": low,
                        "share_high": high,
                        "suppressed": np.isnan(share) & ~np.isnan(low),
                    }
                )
            )
    return _with_keys(pd.concat(parts, ignore_index=True), survey, asked, by)


def _cells(counts: WeightedCounts, base: BaseKind, of: str) -> tuple[np.ndarray, np.ndarray]:
    """Of each group × answer the cells of its numerator and of its denominator."""
    groups, width = counts.shape
    values = np.zeros((groups, counts.answers, groups, width))
    within = np.zeros_like(values, dtype=bool)
    last = counts.answers + (base == "all")
    for group, answer in np.ndindex(groups, counts.answers):
        values[group, answer, group, answer] = 1
        if of == "group":
            within[group, answer, group, :last] = True
        else:
            within[group, answer, :, answer] = True
    return values.reshape(groups * counts.answers, -1), within.reshape(groups * counts.answers, -1)


def _rows(
    counts: WeightedCounts,
    values: np.ndarray,
    within: np.ndarray,
    kind: WeightedInterval,
    level: float,
) -> pd.DataFrame:
    found = ratios(counts, values, within)
    low, high = share_limits(found, kind, level)
    return pd.DataFrame(
        {
            "n": (values @ counts.n.sum(axis=0)).astype(np.int64),
            "base": found.n,
            "share": found.value,
            "low": low,
            "high": high,
            "se": found.se,
            "deff": found.deff,
            "freedom": found.freedom,
            "reason": LONELY if counts.design.lonely else "",
        }
    )
