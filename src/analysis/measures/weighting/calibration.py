"""Calibrate a survey's weights to known totals of its population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.measures.groups import UNKNOWN, Grouping, grouping
from analysis.measures.sample_size import all_kommuner
from analysis.measures.weighting.calibration_weights import (
    MOST_STEPS,
    TOLERANCE,
    Cells,
    factors,
    nearest,
)
from analysis.measures.weighting.sample_design import MARGIN, sample_design
from analysis.survey.checks import InputError
from analysis.survey.design import SurveyDesign
from analysis.survey.options import choose
from analysis.survey.survey import Survey

Method = Literal["poststratify", "rake", "linear"]
Margins = Mapping[str, Mapping[str, float]] | str | Sequence[str]

#: The columns of weights that a calibration adds to the answers.
CALIBRATED, BASE = "calibrated_weight", "weight_before_calibration"


def calibrate(
    survey: Survey,
    margins: Margins,
    *,
    method: Method = "rake",
    frame: pd.DataFrame | None = None,
    limits: tuple[float, float] | None = None,
) -> Survey:
    """Calibrate the weights of a survey so that groups sum to what is known of the population.

    Parameters
    ----------
    survey : Survey
        One with answers. Without weights each respondent counts for one; of a survey that is
        calibrated already the weights before are calibrated anew.
    margins : mapping of str to (mapping of str to float), str, or sequence of str
        By grouping (as `crosstab` takes it: ``size_band``, ``region``, a group of the codebook,
        ``population[20000, 50000]``, two with ``+``) the population's total in each group, by its
        key or label. Names of groupings alone are counted in ``frame``.
    method : {"poststratify", "rake", "linear"}
        Post-stratification to one margin (cross two with ``+``); raking to several, by which no
        weight becomes negative; or linear calibration (GREG).
    frame : DataFrame, optional
        One row per unit of the population, with the columns of the groupings. Left out: the 98
        kommuner of Denmark.
    limits : (float, float), optional
        Smallest and largest factor by which a weight may change, such as ``(0.3, 3)``. Left out:
        weights are not trimmed.

    Returns
    -------
    Survey
        With the columns ``calibrated_weight``, and the weights before, and a design that names
        them and the margins. Everything weighted is computed from it; standard errors are those of
        the residuals from the margins, with the design's finite population correction.
        Source: statistics §8 in ``docs/method.md``.

    Raises
    ------
    InputError
        The survey has no answers of its own; a grouping or group does not exist or is not known of
        every respondent; totals are no positive numbers, or disagree between margins; a group of
        the population has no respondents; no weights meet all margins (the message says how near
        they come); or the method needs other options.

    Examples
    --------
    >>> from analysis.measures.shares import likert_table
    >>> from analysis.measures.synthetic import synthesize
    >>> survey = calibrate(synthesize(seed=1), "region", method="poststratify")
    >>> round(float(survey.answers["calibrated_weight"].sum()), 6)
    98.0
    """
    choose("method", method, get_args(Method))
    if survey.answers is None:
        raise InputError(
            f"{survey.source} har ingen svar at vægte. Indlæs en fil med svar, og beskyt dem først "
            "bagefter."
        )
    known = _known(survey, margins, frame)
    if method == "poststratify" and len(known) > 1:
        raise InputError(
            f"margins: poststratify tager én margin, fandt {len(known)}: {', '.join(known)}. Kryds "
            f'to med + ("{" + ".join(list(known)[:2])}"), eller brug method="rake".'
        )
    low, high = _limits(limits)
    base = _before(survey)
    groups = {name: _grouped(survey, name) for name in known}
    totals = {name: _totals(name, groups[name], known[name], base) for name in known}
    _check_sums(totals)
    inside = base > 0
    cell = np.zeros(int(inside.sum()), dtype=np.int64)
    for name in known:
        cell = pd.factorize(cell * len(groups[name].keys) + groups[name].codes[inside])[0]
    _, first = np.unique(cell, return_index=True)
    profiles = [groups[name].codes[inside][first] for name in known]
    cells = Cells(
        weights=np.bincount(cell, base[inside]),
        members=np.hstack(
            [np.eye(len(totals[name]))[own] for name, own in zip(known, profiles, strict=True)]
        ),
        totals=np.concatenate(list(totals.values())),
    )
    names = [f"{name} {key}" for name in known for key in groups[name].keys]
    changed = np.zeros(len(base))
    changed[inside] = _solve(cells, names, method, low, high)[cell]
    return _with_weights(survey, groups, base, base * changed)


def _known(
    survey: Survey, margins: Margins, frame: pd.DataFrame | None
) -> dict[str, Mapping[str, float]]:
    """The population's totals by grouping and group, as they were given or counted."""
    if isinstance(margins, Mapping):
        if frame is not None:
            raise InputError(
                "margins og frame: fandt både tal og en ramme at tælle i. Angiv tallene, eller kun "
                "navnene på inddelingerne."
            )
        wrong = [name for name, totals in margins.items() if not isinstance(totals, Mapping)]
        if wrong or not margins:
            raise InputError(
                f"margins: forventede tal for hver gruppe af {wrong[0] if wrong else 'en margin'}. "
                'Skriv fx {"region": {"Nordjylland": 11, …}}.'
            )
        return {name: dict(totals) for name, totals in margins.items()}
    names = [margins] if isinstance(margins, str) else list(margins)
    if not names:
        raise InputError('margins: fandt ingen inddeling. Skriv fx "region".')
    if frame is None:
        units = all_kommuner()
    else:
        book = replace(survey.codebook, questions={}, groups={})
        rows = frame.reset_index(drop=True).assign(answers=1)
        units = Survey(book, rows, basis="recovered", source="frame")
    counted: dict[str, Mapping[str, float]] = {}
    for name in names:
        found = grouping(units, name)
        sizes = dict(zip(found.keys, found.sizes.tolist(), strict=True))
        if sizes.get(UNKNOWN):
            raise InputError(
                f"margins: {name} kendes ikke af {sizes[UNKNOWN]} af populationens "
                f"{sum(sizes.values())} enheder. Udfyld dem i frame, eller brug en anden inddeling."
            )
        counted[name] = sizes
    return counted


def _before(survey: Survey) -> np.ndarray:
    """The respondents' weights before any calibration."""
    design = survey.design
    if design is None:
        assert survey.answers is not None
        return np.ones(len(survey.answers))
    return sample_design(survey).base_weights


def _grouped(survey: Survey, name: str) -> Grouping:
    found = grouping(survey, name)
    if UNKNOWN in found.keys:
        unknown = int((found.codes == found.keys.index(UNKNOWN)).sum())
        raise InputError(
            f"margins: {name} kendes ikke af {unknown} svar, så de kan ikke vægtes. Udfyld dem, "
            "eller tag dem ud med survey.where."
        )
    return found


def _totals(
    name: str, groups: Grouping, given: Mapping[str, float], base: np.ndarray
) -> np.ndarray:
    """The total of each group in order; groups that occur nowhere have 0."""
    totals = dict.fromkeys(groups.keys, 0.0)
    names = {
        spelling: key for key, each in groups.labels.items() for spelling in (each.da, each.en)
    }
    for spelling, total in given.items():
        key = str(spelling) if str(spelling) in totals else names.get(str(spelling))
        number = isinstance(total, int | float | np.number) and not isinstance(total, bool)
        if not number or not np.isfinite(total) or total < 0:
            raise InputError(
                f"margins: {name} {spelling} er {total!r}, forventede et tal fra 0. Ret tallet."
            )
        if key is None:
            if total == 0:
                continue
            raise InputError(
                f"margins: {name} har {total:g} i gruppen {spelling} i populationen, men ingen "
                f"svar. Svarenes grupper er {', '.join(totals)}. Slå grupper sammen, eller ret "
                "navnet."
            )
        totals[key] = float(total)
    weight = np.bincount(groups.codes, base, minlength=len(totals))
    for (key, total), own in zip(totals.items(), weight, strict=True):
        if total > 0 and own == 0:
            raise InputError(
                f"margins: {name} har {total:g} i gruppen {key} i populationen, men ingen svar. "
                "Slå gruppen sammen med en anden."
            )
        if own > 0 and total == 0:
            raise InputError(
                f"margins: {name} har svar i gruppen {key}, men intet tal for populationen. "
                "Tilføj tallet, eller tag svarene ud med survey.where."
            )
    return np.array(list(totals.values()))


def _check_sums(totals: Mapping[str, np.ndarray]) -> None:
    sums = {name: float(each.sum()) for name, each in totals.items()}
    first, *others = sums
    for other in others:
        if abs(sums[other] - sums[first]) > 1e-6 * sums[first]:
            raise InputError(
                f"margins: {first} summer til {sums[first]:g}, men {other} til {sums[other]:g}. "
                "Populationen er den samme; ret tallene."
            )


def _limits(limits: tuple[float, float] | None) -> tuple[float, float]:
    if limits is None:
        return (-np.inf, np.inf)
    try:
        low, high = (float(end) for end in limits)
    except (TypeError, ValueError):
        low = high = np.nan
    if not 0 <= low < high:
        raise InputError(
            f"limits: fandt {limits!r}, forventede mindste og største faktor på en vægt. Skriv fx "
            "(0.3, 3)."
        )
    return (low, high)


def _solve(cells: Cells, names: list[str], method: Method, low: float, high: float) -> np.ndarray:
    """The factor of each cell, or what stands in the way."""
    found = factors(cells, method != "rake", low, high)
    if found is not None and (found >= 0).all():
        return found
    reached, least = nearest(cells, max(low, 0.0), high)
    away = np.abs(reached - cells.totals)
    if away.max() > TOLERANCE * cells.totals.max():
        worst = int(np.argmax(away))
        bounds = " inden for limits" if np.isfinite(high) else ""
        raise InputError(
            f"margins: ingen vægte{bounds} giver alle tallene. Nærmest kommer de med "
            f"{reached[worst]:g} i {names[worst]}, hvor {cells.totals[worst]:g} skulle stå. Slå "
            "grupper sammen, brug færre margener, eller giv vægtene mere plads."
        )
    if found is not None:
        raise InputError(
            f"margins: lineær kalibrering gør {int((found < 0).sum())} af {len(found)} gruppers "
            'vægte negative. Brug method="rake", eller sæt limits=(0.3, 3).'
        )
    because = (
        "nogle svar måtte veje 0"
        if least < 1e-9
        else f"der er ikke fundet vægte i {MOST_STEPS} trin"
    )
    raise InputError(
        f"margins: kalibreringen nåede ikke frem, for {because}. Slå grupper sammen, eller brug "
        "færre margener."
    )


def _with_weights(
    survey: Survey, groups: Mapping[str, Grouping], base: np.ndarray, weights: np.ndarray
) -> Survey:
    """The same survey with its new weights, and the margins that its design counts on."""
    assert survey.answers is not None
    columns = {BASE: pd.Series(base), CALIBRATED: pd.Series(weights)}
    for name, each in groups.items():
        keys = pd.Index(list(each.keys), dtype=str)
        columns[f"{MARGIN}{name}"] = pd.Series(pd.Categorical.from_codes(each.codes, keys))
    added = pd.DataFrame(columns).set_index(survey.answers.index)
    kept = [name for name in survey.answers if name not in columns]
    design = survey.design or SurveyDesign(weight=CALIBRATED)
    return replace(
        survey,
        answers=pd.concat([survey.answers[kept], added], axis=1),
        design=replace(
            design,
            weight=CALIBRATED,
            base_weight=BASE,
            margins=tuple((f"{MARGIN}{name}",) for name in groups),
        ),
    )
