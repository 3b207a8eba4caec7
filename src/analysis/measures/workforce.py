"""The workforce gap: the staff that match a profile now, ideally, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.measures.bands import (
    MEASURES,
    Bands,
    band_values,
    measure_values,
    staff_answers,
    staff_margins,
    staff_questions,
)
from analysis.measures.bounds import identified_set
from analysis.measures.groups import grouping
from analysis.measures.own_answers import OwnAnswers, with_own
from analysis.measures.parts import Part, one_kommune, parts_of, staff_of
from analysis.measures.wishes import RestrictionName, is_no_fewer, no_fewer
from analysis.survey.checks import InputError
from analysis.survey.kommuner import find_kommune
from analysis.survey.published import Survey

#: Values of the open top band, in per cent, for the sensitivity curve. Every line in it is
#: straight, so few points draw it exactly.
TOP_VALUES = (20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0)


def workforce_gap(
    survey: Survey,
    by: str | None = None,
    *,
    kommune: str | None = None,
    own: OwnAnswers | None = None,
    staff: int | None = None,
    top_band: tuple[float, float, float] | None = None,
    restriction: RestrictionName | None = None,
    bands: Bands = "central",
) -> pd.DataFrame:
    """Estimate the staff that match each profile now and ideally, and the gap between them.

    Parameters
    ----------
    survey : Survey
    by : str, optional
        Show each group of municipalities by itself; see `grouping`.
    kommune : str, optional
        Show one municipality (name or code) instead: its staff × the mean of its size band.
    own : mapping, optional
        The municipality's own answers, ``{"current_share": {item: answer}, "ideal_share":
        {item: answer}}``; its rows are then its own (basis ``observed``).
    staff : int, optional
        The municipality's staff, when chapter 14 does not give it or it has changed.
    top_band : (float, float, float), optional
        Low, central and high per cent of the open top band; the codebook's (20, 25, 30) when
        left out.
    restriction : "no_fewer", optional
        Assume that no manager wants fewer than now; has no effect on answers.
    bands : {"central", "range"}
        ``central``: every band stands for its central value. ``range``: low and high also take
        each share anywhere within its band.

    Returns
    -------
    DataFrame
        One row per item × [group or kommune] × measure × unit: ``measure`` (now, ideal, gap =
        ideal − now), ``unit`` (``share`` of the staff, 0–1: the unweighted mean over answers;
        ``people``: weighted by staff, a municipality's staff split evenly over its answers),
        ``central``, ``low``, ``high``, ``base`` (answers behind the row), ``feasible``,
        ``reason`` (Danish; empty when feasible) and ``basis``.

        From the printed tables (``bounded``): central is ``modelled``, the value if answers were
        unrelated to the municipality, and low … high is the sharp range, all that the printed
        tables allow; each range is sharp by itself. Where no table keeps the restriction the
        numbers are NaN and ``reason`` says what was proven. From answers (``observed``,
        ``synthetic``) now × ideal is known and all three are exact; a municipality without
        answers gets its band's mean (``modelled``, without a range).
        Source: report pp. 47–49; statistics §6 in ``docs/method.md``.

    Raises
    ------
    InputError
        Unknown grouping, municipality, item or answer; unknown staff; a top band out of order.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> gap = workforce_gap(read_published()).query("measure == 'gap' and unit == 'people'")
    >>> gap[["item", "low", "central", "high"]].head(1).round(1).values.tolist()
    [['virksomheder', -381.7, 395.8, 1116.4]]
    """
    if kommune is None and (own is not None or staff is not None):
        raise InputError("own og staff hører til én kommune: angiv også kommune.")
    if kommune is not None and by is not None:
        raise InputError("Vælg enten by (grupper af kommuner) eller kommune, ikke begge.")
    never_fewer = is_no_fewer(restriction)
    values = measure_values(band_values(survey, top_band), bands, never_fewer)
    code = None if kommune is None else find_kommune(kommune).code
    if survey.answers is None:
        parts = parts_of(survey, by, survey.kommuner.index.repeat(survey.kommuner["answers"]))
        if code is not None:
            parts = [one_kommune(survey, parts[0], code, staff)]
        rows = _bounded(survey, parts, values, never_fewer)
    else:
        rows = _counted(survey, by, code, staff, values)
    frame = pd.DataFrame(rows)
    if own is not None:
        own_values = measure_values(band_values(survey, top_band), bands, never_fewer=False)
        frame = with_own(survey, frame, own, staff_of(survey, str(code), staff), own_values)
    frame["item"] = _ordered(frame["item"], [item.key for item in staff_questions(survey)[0].items])
    frame["measure"] = _ordered(frame["measure"], MEASURES)
    frame["unit"] = _ordered(frame["unit"], ("share", "people"))
    if by is not None:
        frame["group"] = _ordered(frame["group"], grouping(survey, by).keys)
        return frame
    frame = frame.drop(columns="group")
    if code is not None:
        frame.insert(1, "kommune", code)
    return frame


def gap_sensitivity(
    survey: Survey, top_values: Sequence[float] = TOP_VALUES, *, by: str | None = None
) -> pd.DataFrame:
    """Follow the gap as the value of the open top band changes.

    Parameters
    ----------
    survey : Survey
    top_values : sequence of float
        Per cent that "over 20 %" stands for, 20–100.
    by : str, optional
        Grouping of municipalities.

    Returns
    -------
    DataFrame
        One row per item × [group] × unit × ``top_value``; the columns of `workforce_gap`,
        measure ``gap`` only.
    """
    frames = []
    for value in top_values:
        gap = workforce_gap(survey, by, top_band=(value, value, value))
        frames.append(gap[gap["measure"] == "gap"].assign(top_value=float(value)))
    keys = ["item", *(["group"] if by else []), "unit", "top_value"]
    return pd.concat(frames, ignore_index=True).sort_values(keys, ignore_index=True)


def _bounded(
    survey: Survey, parts: list[Part], values: dict[str, np.ndarray], never_fewer: bool
) -> list[dict[str, object]]:
    rows = []
    for item, (now, ideal) in staff_margins(survey).items():
        unrelated = np.outer(now, ideal) / (now.sum() * ideal.sum())
        restrictions = [no_fewer((1, len(now), len(ideal)))] if never_fewer else []
        one = [np.array([now.sum()]), now, ideal]
        possible = identified_set(np.zeros((1, len(now), len(ideal))), one, restrictions)
        for part in parts:
            base = int(part.members.sum())
            per_answer = part.members / base if base else part.members * np.nan
            for measure in MEASURES:
                low, central, high = values[measure]
                mean = float((unrelated * central).sum()) if base and possible.feasible else np.nan
                for unit, weights in (("share", per_answer), ("people", part.people)):
                    ends = (np.nan, np.nan)
                    if base and possible.feasible:
                        ends = _range(weights, low, high, now, ideal, never_fewer)
                    rows.append(
                        {
                            "item": item,
                            "group": part.group,
                            "measure": measure,
                            "unit": unit,
                            "central": mean * (part.staff if unit == "people" else 1),
                            "low": ends[0],
                            "high": ends[1],
                            "base": base,
                            "feasible": possible.feasible,
                            "reason": possible.reason.da if possible.reason else "",
                            "basis": "bounded",
                        }
                    )
    return rows


def _range(
    weights: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    now: np.ndarray,
    ideal: np.ndarray,
    never_fewer: bool,
) -> tuple[float, float]:
    """Sharp range of Σ weight × value; respondents with one weight share a row of the table."""
    sizes, number = np.unique(weights, return_counts=True)
    margins = [number, now, ideal]
    restrictions = [no_fewer((len(sizes), *low.shape))] if never_fewer else []
    below = identified_set(sizes[:, None, None] * low, margins, restrictions)
    above = below
    if high is not low and not np.array_equal(high, low):
        above = identified_set(sizes[:, None, None] * high, margins, restrictions)
    return (below.low, above.high)


def _counted(
    survey: Survey,
    by: str | None,
    code: str | None,
    staff: int | None,
    values: dict[str, np.ndarray],
) -> list[dict[str, object]]:
    given = staff_answers(survey)
    rows = []
    for item in staff_questions(survey)[0].items:
        for measure in MEASURES:
            valid = given.given(item.key, measure)
            kommuner = given.kommuner[valid]
            shares = values[measure][:, given.now[item.key][valid], given.ideal[item.key][valid]]
            basis = survey.basis
            parts = parts_of(survey, by, kommuner)
            if code is not None:
                members = (kommuner == code).to_numpy()
                size = staff_of(survey, code, staff)
                if not members.any():
                    band = survey.codebook.size_band(size).key
                    members = (survey.kommuner["size_band"].loc[kommuner] == band).to_numpy()
                    shares, basis = shares * np.array([[np.nan], [1], [np.nan]]), "modelled"
                parts = [Part(None, members, size, members * size / max(members.sum(), 1))]
            for part in parts:
                base = int(part.members.sum())
                per_answer = part.members / base if base else part.members * np.nan
                for unit, weights in (("share", per_answer), ("people", part.people)):
                    numbers = shares @ weights if base else np.full(3, np.nan)
                    rows.append(
                        {
                            "item": item.key,
                            "group": part.group,
                            "measure": measure,
                            "unit": unit,
                            "central": numbers[1],
                            "low": numbers[0],
                            "high": numbers[2],
                            "base": base,
                            "feasible": True,
                            "reason": "",
                            "basis": basis,
                        }
                    )
    return rows


def _ordered(values: pd.Series, categories: Sequence[str]) -> pd.Categorical:
    return pd.Categorical(values, categories=list(categories), ordered=True)
