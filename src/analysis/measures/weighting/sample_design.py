"""The design of a sample as arrays: weights, strata, units that were drawn, calibration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.survey.checks import InputError
from analysis.survey.survey import Survey, once_per_survey

#: A margin's column of the answers begins so; its grouping follows.
MARGIN = "margin: "


@dataclass(frozen=True, eq=False)
class SampleDesign:
    """How the respondents of a survey were drawn, as arrays.

    A *block* is all respondents of a stratum (of a cluster, where there are clusters) who have
    the same values in the margins of the calibration: within it respondents differ in weight and
    answer alone.

    Attributes
    ----------
    weights, base_weights : array of float
        Of each respondent; after and before calibration.
    block : array of int
        Block of each respondent.
    unit_of_block, stratum_of_block : array of int
        The cluster of each block, where there are clusters, and its stratum.
    clustered : bool
        Whether clusters were drawn, or people.
    drawn : array of int
        Units that were drawn, by stratum.
    unseen : array of float
        The part of a stratum's units that was not drawn (finite population correction).
    margins_of_block : array of float or None
        Block × margin category, 1 where the block belongs to it; None without calibration.
    lonely : tuple of str
        Strata of which one unit was drawn of several: they have no variance.
    """

    weights: np.ndarray = field(repr=False)
    base_weights: np.ndarray = field(repr=False)
    block: np.ndarray = field(repr=False)
    unit_of_block: np.ndarray = field(repr=False)
    stratum_of_block: np.ndarray = field(repr=False)
    clustered: bool
    drawn: np.ndarray = field(repr=False)
    unseen: np.ndarray = field(repr=False)
    margins_of_block: np.ndarray | None = field(repr=False)
    lonely: tuple[str, ...]

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return len(self.stratum_of_block)


@once_per_survey
def sample_design(survey: Survey) -> SampleDesign:
    """Read the design of a survey's answers, once.

    Raises
    ------
    InputError
        A weight is missing, negative or no number; a stratum or cluster is missing; the population
        of a stratum is not given, or smaller than what was drawn of it.
    """
    design, answers = survey.design, survey.answers
    assert design is not None and answers is not None, "asked of a survey without a design"
    weights = _weights(survey, design.weight)
    base = weights if design.base_weight is None else _weights(survey, design.base_weight)
    strata, names = _codes(survey, design.strata)
    units = strata
    if design.cluster is not None:
        clusters, found = _codes(survey, design.cluster)
        units = pd.factorize(strata * len(found) + clusters)[0]
    profiles = np.zeros(len(answers), dtype=np.int64)
    for column in dict.fromkeys(name for margin in design.margins for name in margin):
        values, found = _codes(survey, column)
        profiles = pd.factorize(profiles * len(found) + values)[0]
    block, _ = pd.factorize(units * (profiles.max(initial=0) + 1) + profiles)
    _, first = np.unique(block, return_index=True)
    number = design.units(answers)
    drawn = np.array([number[name] for name in names], dtype=np.int64)
    unseen = _unseen(survey, design.population, names, drawn)
    lonely = [n for n, m, f in zip(names, drawn, unseen, strict=True) if m < 2 and f > 0]
    return SampleDesign(
        weights=weights,
        base_weights=base,
        block=block,
        unit_of_block=units[first],
        stratum_of_block=strata[first],
        clustered=design.cluster is not None,
        drawn=drawn,
        unseen=unseen,
        margins_of_block=_margins(survey, design.margins, first) if design.margins else None,
        lonely=tuple(lonely),
    )


def margin_codes(survey: Survey, margin: tuple[str, ...]) -> tuple[np.ndarray, list[str]]:
    """Category of each respondent in a margin of one or several columns, and their names."""
    codes, names = _codes(survey, margin[0])
    for column in margin[1:]:
        more, others = _codes(survey, column)
        codes, kept = pd.factorize(codes * len(others) + more, sort=True)
        names = [f"{names[pair // len(others)]} × {others[pair % len(others)]}" for pair in kept]
    return codes, names


def is_weighted(survey: Survey, weights: bool = True) -> bool:
    """Whether measures of a survey are weighted: it has a design, and nobody asked otherwise."""
    return weights and survey.design is not None


def _margins(survey: Survey, margins: tuple[tuple[str, ...], ...], first: np.ndarray) -> np.ndarray:
    """Block × category of every margin, 1 where the block belongs to it."""
    parts = []
    for margin in margins:
        codes, names = margin_codes(survey, margin)
        parts.append(np.eye(len(names))[codes[first]])
    return np.hstack(parts)


def _weights(survey: Survey, column: str | None) -> np.ndarray:
    assert survey.answers is not None
    if column is None:
        return np.ones(len(survey.answers))
    given = survey.answers[column]
    numbers = pd.to_numeric(given, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = np.flatnonzero(~(np.isfinite(numbers) & (numbers >= 0)))
    if len(wrong):
        raise InputError(
            f'{survey.source}, kolonne "{column}": {len(wrong)} af {len(numbers)} svar har ingen '
            f"vægt, som kan bruges; det første er nr. {1 + wrong[0]}, som har "
            f"{given.iloc[wrong[0]]}. En vægt er et tal fra 0. Ret cellerne, eller tag svarene ud."
        )
    if not numbers.any():
        raise InputError(f'{survey.source}, kolonne "{column}": alle vægte er 0. Ret kolonnen.')
    return numbers


def _codes(survey: Survey, column: str | None) -> tuple[np.ndarray, list[str]]:
    """Each respondent's place among the different values of a column, and their names in order."""
    assert survey.answers is not None
    if column is None:
        return np.zeros(len(survey.answers), dtype=np.int64), [""]
    values = survey.answers[column]
    codes, names = pd.factorize(values, sort=True)
    missing = np.flatnonzero((codes < 0) | (values == "").to_numpy(dtype=bool, na_value=False))
    if len(missing):
        raise InputError(
            f'{survey.source}, kolonne "{column}": {len(missing)} svar har ingen værdi; det første '
            f"er nr. {1 + missing[0]}. Udvalget kan ikke beskrives uden. Udfyld cellerne."
        )
    return codes.astype(np.int64), [str(name) for name in names]


def _unseen(
    survey: Survey, sizes: int | Mapping[str, int] | str | None, names: list[str], drawn: np.ndarray
) -> np.ndarray:
    """The part of each stratum's units that was not drawn; 1 without a finite population."""
    if sizes is None:
        return np.ones(len(names))
    assert not isinstance(sizes, str), "a column is read when the survey is made"
    by_name = dict(sizes) if isinstance(sizes, Mapping) else {"": sizes}
    absent = [name for name in names if name not in by_name]
    if absent:
        raise InputError(
            f"{survey.source}: populationen i stratum {absent[0]} er ikke angivet; angivet er "
            f"{', '.join(by_name)}. Tilføj tallet, eller ret navnet."
        )
    total = np.array([by_name[name] for name in names])
    for name, number, all_ in zip(names, drawn, total, strict=True):
        if number > all_:
            where = f" i stratum {name}" if name else ""
            raise InputError(
                f"{survey.source}: populationen{where} er angivet til {all_}, men {number} er "
                "trukket. Ret tallet; er der klynger, tæller det klynger."
            )
    return np.asarray(1 - drawn / total)
