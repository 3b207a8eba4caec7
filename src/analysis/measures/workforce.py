"""The workforce gap: the staff that match a profile now, ideally, and the difference."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import get_args

import numpy as np
import pandas as pd

from analysis.measures.assumptions import assumption_of
from analysis.measures.bounds import identified_set
from analysis.measures.counts import ordered
from analysis.measures.disclosure import GROUPED_BY, released
from analysis.measures.groups import grouping, respondents
from analysis.measures.job_centre import JobCentre
from analysis.measures.own_answers import OwnAnswers, with_own
from analysis.measures.released_gap import released_gap_rows
from analysis.measures.staff_bands import (
    IDEAL,
    MEASURES,
    NOW,
    Bands,
    band_values,
    measure_values,
    staff_answers,
    staff_margins,
    staff_questions,
)
from analysis.measures.subgroups import Subgroup, share_out, size_band_of, staff_of, subgroups_of
from analysis.measures.wishes import RestrictionName, is_no_fewer, no_fewer
from analysis.survey.checks import InputError
from analysis.survey.kommuner import find_kommune
from analysis.survey.options import choose
from analysis.survey.survey import Survey, origin_of, provenance, with_provenance

#: Values of the open top band, in per cent, for the sensitivity curve. Every line in it is
#: straight, so few points draw it exactly.
TOP_VALUES = (20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0)

_NOTHING = (np.nan, np.nan, np.nan)


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
    protected: bool = False,
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
        {item: answer}}``; the rows of an item with both are then its own (basis ``observed``).
    staff : int, optional
        The municipality's staff, when chapter 14 does not give it or it has changed.
    top_band : (float, float, float), optional
        Low, central and high per cent of the open top band; the codebook's (20, 25, 30) when
        left out.
    restriction : "no_fewer", optional
        Assume that no manager wants fewer than now; has no effect on answers.
    bands : {"central", "range"}
        ``central``: every band stands for its central value. ``range``: low and high also take
        each share anywhere within its band. Own answers are always ranges.
    protected : bool
        Compute from the survey's protected counts (`protect`), instead of the answers themselves.
        What is made of answers themselves is for one's own use: exports and reports refuse it.

    Returns
    -------
    DataFrame
        One row per item × [group or kommune] × measure × unit: ``measure`` (now, ideal, gap =
        ideal − now), ``unit`` (``share`` of the staff, 0–1: the unweighted mean over answers;
        ``people``: weighted by staff, a municipality's staff split evenly over its answers),
        ``central``, ``low``, ``high``, ``base`` (answers behind the row), ``staff`` (the people
        that the row is about), with ``own`` ``own_now`` and ``own_ideal`` (its answers; empty in
        the survey's rows), ``assumption`` (from the
        printed tables ``one_each``: that figure 5's answers are one from each manager), ``basis``,
        ``feasible`` and ``reason`` (why numbers are NaN: ``unknown_staff``, or a key of
        `Contradiction`).

        From the printed tables (``bounded``): central is ``modelled``, the value if answers were
        unrelated to the municipality, and low … high is the sharp range, all that the printed
        tables allow; each range is sharp by itself. Where no table keeps the restriction the
        numbers are NaN and ``reason`` names it. From protected counts (``bounded``) likewise:
        central is what they make likely, low … high all that they allow. From answers
        (``observed``, ``synthetic``) now × ideal is known and all three are exact; a municipality
        without answers gets its band's mean (``modelled``, without a range). People are NaN where
        staff is not known.
        Source: report pp. 47–49; statistics §6 in ``docs/method.md``.

    Raises
    ------
    InputError
        Unknown grouping, municipality, option, item or answer; unknown staff; a top band out of
        order.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> gap = workforce_gap(read_published()).query("measure == 'gap' and unit == 'people'")
    >>> gap[["low", "central", "high"]].head(1).round().to_numpy().tolist()
    [[-382.0, 396.0, 1116.0]]
    """
    if kommune is None and (own is not None or staff is not None):
        raise InputError("own og staff hører til én kommune: angiv også kommune.")
    if kommune is not None and by is not None:
        raise InputError("Vælg enten by (grupper af kommuner) eller kommune, ikke begge.")
    never_fewer = is_no_fewer(restriction) and survey.answers is None
    choose("bands", bands, get_args(Bands))
    values = measure_values(band_values(survey, top_band), bands, never_fewer)
    code = None if kommune is None else find_kommune(kommune).code
    survey = released(survey, protected, by if kommune is None else GROUPED_BY)
    if survey.released is not None:
        shares = (
            band_values(survey, top_band)
            if bands == "range"
            else band_values(survey, top_band)[[1, 1, 1]]
        )
        rows = released_gap_rows(
            survey, by, shares, None if code is None else staff_of(survey, code, staff)
        )
    elif survey.answers is None:
        subgroups = subgroups_of(survey, by)
        if code is not None:
            subgroups = [size_band_of(survey, staff_of(survey, code, staff))]
        rows = _bounded(survey, subgroups, values, never_fewer)
    else:
        rows = _counted(survey, by, code, staff, values)
    frame = pd.DataFrame(rows)
    if own is not None:
        own_values = measure_values(band_values(survey, top_band), "range", never_fewer=False)
        frame = with_own(survey, frame, own, staff_of(survey, str(code), staff), own_values)
    frame["item"] = ordered(frame["item"], [item.key for item in staff_questions(survey)[0].items])
    frame["measure"] = ordered(frame["measure"], MEASURES)
    frame["unit"] = ordered(frame["unit"], ("share", "people"))
    groups = grouping(survey, by).labels if by else {}
    if by is not None:
        frame["group"] = ordered(frame["group"], groups)
        frame = frame.sort_values(["item", "group", "measure", "unit"], ignore_index=True)
    else:
        frame = frame.drop(columns="group")
    if code is not None:
        frame.insert(1, "kommune", code)
    origin = origin_of(survey, groups=groups, top_band=top_band)
    return with_provenance(frame, origin)


def kommune_gap(
    survey: Survey,
    centre: JobCentre,
    *,
    top_band: tuple[float, float, float] | None = None,
) -> pd.DataFrame:
    """Estimate one municipality's gap without giving away what its managers answered.

    As `workforce_gap` for one municipality: its staff × the mean of its size band, with the sharp
    range that the printed tables or the protected counts allow (``bounded``), or exact from
    answers themselves. The municipality's own answer in the file is never used. Answers that it
    supplied itself (`read_own`) replace these item by item, basis ``observed``.
    """
    own = {key: centre.own[key] for key in (NOW, IDEAL) if key in centre.own}
    if survey.answers is None:
        code = centre.kommune.code
        return workforce_gap(
            survey, kommune=code, staff=centre.staff, own=own or None, top_band=top_band
        )
    bands = workforce_gap(survey, by="size_band", top_band=top_band)
    own_band = bands[bands["group"] == centre.band.key].drop(columns="group")
    shares = own_band[own_band["unit"] == "share"]
    people = shares.assign(
        unit="people", **{end: shares[end] * centre.staff for end in ("central", "low", "high")}
    )
    frame = pd.concat([shares, people], ignore_index=True).assign(staff=centre.staff)
    frame.insert(1, "kommune", centre.kommune.code)
    if own:
        values = measure_values(band_values(survey, top_band), "range", never_fewer=False)
        frame = with_own(survey, frame, own, centre.staff, values)
    frame["item"] = ordered(frame["item"], shares["item"].cat.categories)
    return with_provenance(frame, provenance(bands))


def gap_sensitivity(
    survey: Survey,
    top_values: Sequence[float] = TOP_VALUES,
    *,
    by: str | None = None,
    protected: bool = False,
) -> pd.DataFrame:
    """Follow the gap as the value of the open top band changes.

    Parameters
    ----------
    survey : Survey
    top_values : sequence of float
        Per cent that "over 20 %" stands for, 20–100.
    by : str, optional
        Grouping of municipalities.
    protected : bool
        As `workforce_gap` takes it.

    Returns
    -------
    DataFrame
        One row per item × [group] × unit × ``top_value``; the columns of `workforce_gap`,
        measure ``gap`` only.
    """
    frames = []
    for value in top_values:
        gap = workforce_gap(survey, by, top_band=(value,) * 3, protected=protected)
        frames.append(gap[gap["measure"] == "gap"].assign(top_value=float(value)))
    keys = ["item", *(["group"] if by else []), "unit", "top_value"]
    frame = pd.concat(frames, ignore_index=True).sort_values(keys, ignore_index=True)
    return with_provenance(frame, provenance(frames[0]))


def _bounded(
    survey: Survey, subgroups: list[Subgroup], values: dict[str, np.ndarray], never_fewer: bool
) -> list[dict[str, object]]:
    rows = []
    assumption = assumption_of(survey, NOW, IDEAL)
    for item, (now, ideal) in staff_margins(survey).items():
        unrelated = np.outer(now, ideal) / (now.sum() * ideal.sum())
        alone = (1, len(now), len(ideal))
        restrictions = [no_fewer(alone)] if never_fewer else []
        fits = identified_set(np.zeros(alone), [np.array([now.sum()]), now, ideal], restrictions)
        reason = fits.reason.key if fits.reason else ""
        for subgroup, measure in product(subgroups, MEASURES):
            mean = float((unrelated * values[measure][1]).sum())
            for unit, weights in subgroup.weights:
                numbers = _NOTHING
                if subgroup.base and fits.feasible:
                    low, high = _range(weights, values[measure], now, ideal, never_fewer)
                    numbers = (low, mean * float(weights.sum()), high)
                row = _row(item, subgroup, measure, unit, numbers, "bounded")
                row["assumption"] = assumption if measure != "now" else ""
                rows.append(row | {"feasible": fits.feasible, "reason": reason})
    return rows


def _range(
    weights: np.ndarray, values: np.ndarray, now: np.ndarray, ideal: np.ndarray, never_fewer: bool
) -> tuple[float, float]:
    """Sharp range of Σ weight × value; respondents with one weight share a row of the table."""
    sizes, number = np.unique(weights, return_counts=True)
    restrictions = [no_fewer((len(sizes), *values.shape[1:]))] if never_fewer else []
    margins = [number, now, ideal]
    below = identified_set(sizes[:, None, None] * values[0], margins, restrictions)
    if np.array_equal(values[0], values[2]):
        return (below.low, below.high)
    above = identified_set(sizes[:, None, None] * values[2], margins, restrictions)
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
    for item, measure in product(given.now, MEASURES):
        valid = given.given(item, measure)
        shares = values[measure][:, given.now[item][valid], given.ideal[item][valid]]
        basis: str = survey.basis
        if code is None:
            subgroups = subgroups_of(survey, by, valid)
        else:
            size = staff_of(survey, code, staff)
            subgroups = [share_out((respondents(survey)[valid] == code).to_numpy(), size)]
            if not subgroups[0].base:
                subgroups, basis = [size_band_of(survey, size, valid)], "modelled"
                shares = shares * np.array([[np.nan], [1.0], [np.nan]])
        for subgroup in subgroups:
            for unit, weights in subgroup.weights:
                low, central, high = shares @ weights if subgroup.base else _NOTHING
                row = _row(item, subgroup, measure, unit, (low, central, high), basis)
                unknown = subgroup.base > 0 and np.isnan(central)
                rows.append(row | {"feasible": True, "reason": "unknown_staff" if unknown else ""})
    return rows


def _row(
    item: str,
    subgroup: Subgroup,
    measure: str,
    unit: str,
    numbers: tuple[float, float, float],
    basis: str,
) -> dict[str, object]:
    low, central, high = numbers
    return {
        "item": item,
        "group": subgroup.group,
        "measure": measure,
        "unit": unit,
        "central": central,
        "low": low,
        "high": high,
        "base": subgroup.base,
        "staff": subgroup.staff,
        "assumption": "",
        "basis": basis,
    }
