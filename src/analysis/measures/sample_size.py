"""How many must answer for a share to be known within some points: exact, finite population.

"± x points" is half the width of the exact hypergeometric 95 % interval, in the worst case over
what the share may be. Source: statistics §4 in ``docs/method.md``.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.special import gammaln

from analysis.measures.groups import Grouping, grouping
from analysis.measures.intervals import LEVEL
from analysis.survey.checks import InputError
from analysis.survey.codebook import Labels, read_codebook
from analysis.survey.kommuner import kommune_frame, read_kommuner
from analysis.survey.options import choose, whole_number
from analysis.survey.published import read_published
from analysis.survey.survey import Provenance, Survey, with_provenance
from analysis.words import text

#: Above this many units a table of all possible results takes too long.
MOST_UNITS = 500
#: What the kommuner can be grouped by; their staff is known of those alone that answered in 2017.
GROUPINGS = ("population", "region", "landsdel", "kommunegruppe")
#: The group of everyone.
EVERYONE = "all"


def plan_sample(
    points: float = 5.0, *, population: int | None = None, by: str = "population"
) -> pd.DataFrame:
    """Return how many must answer for ± so many points, overall and in each group of kommuner.

    Parameters
    ----------
    points : float
        Half the width of the 95 % interval in percentage points, above 0 and below 50.
    population : int, optional
        Units that could answer, one answer each; the 98 kommuner and their groups when left out.
    by : {"population", "region", "landsdel", "kommunegruppe"}
        The groups of kommuner. By ``population`` they are three of about the same number.

    Returns
    -------
    DataFrame
        One row for all and one per group: ``group``, ``units`` (how many there are), ``needed``
        (the smallest number from which on the half-width never exceeds ``points``),
        ``needed_half_width`` and ``needed_nonresponse``; ``answered`` (kommuner in 2017),
        ``answered_half_width`` and ``answered_nonresponse``, NaN where nobody is known to have
        answered. Half-widths are shares, 0–1. ``…_nonresponse`` is what the worst case leaves
        open: half of the part that did not answer (statistics §4, layer 3).

    Raises
    ------
    InputError
        The points, the population or the grouping are not possible.

    Examples
    --------
    >>> plan = plan_sample(5)
    >>> plan.loc[0, ["units", "needed", "answered"]].astype(int).tolist()
    [98, 81, 49]
    >>> round(float(plan.loc[0, "answered_half_width"]), 3)
    0.102
    """
    most = _check_points(points) / 100
    choose("by", by, GROUPINGS)
    labels: dict[str, Labels] = {}
    if population is None:
        groups, labels = _kommuner(by)
    else:
        groups = [(EVERYONE, _units(population), None)]
    rows = [_row(group, units, answered, most) for group, units, answered in groups]
    everyone = Labels(text("sample.everyone", "da"), text("sample.everyone", "en"))
    origin = Provenance(read_codebook(), groups={EVERYONE: everyone, **labels})
    return with_provenance(pd.DataFrame(rows), origin)


def precision_curve(population: int | None = None) -> pd.DataFrame:
    """Return how exactly a share is known by how many have answered.

    Parameters
    ----------
    population : int, optional
        Units that could answer; the 98 kommuner when left out.

    Returns
    -------
    DataFrame
        One row per number of answers from 1 to the population: ``answers``, ``half_width`` and
        ``nonresponse``, shares from 0 to 1 as in `plan_sample`.

    Examples
    --------
    >>> curve = precision_curve(98).set_index("answers")
    >>> curve.loc[[49, 98]].round(3).to_numpy().tolist()
    [[0.102, 0.25], [0.0, 0.0]]
    """
    units = _units(len(read_kommuner()) if population is None else population)
    answers = np.arange(1, units + 1)
    widths = [half_width(int(n), units) for n in answers]
    open_part = (units - answers) / (2 * units)
    return pd.DataFrame({"answers": answers, "half_width": widths, "nonresponse": open_part})


def answers_needed(population: int, most: float) -> int:
    """Return the smallest number of answers from which on the half-width never exceeds ``most``.

    Examples
    --------
    >>> answers_needed(98, 0.05), answers_needed(98, 0.10)
    (81, 51)
    """
    enough = population
    while enough > 1 and half_width(enough - 1, population) <= most + 1e-12:
        enough -= 1
    return enough


@lru_cache(maxsize=8192)
def half_width(answers: int, population: int) -> float:
    """Return half the width of the exact 95 % interval of a share, the widest that can occur.

    Every number of "yes" among the answers can occur for some true share, so the widest interval
    is that of the worst case over the true share. Nobody asked: half of everything.

    Examples
    --------
    >>> round(half_width(49, 98), 3), half_width(98, 98), half_width(0, 98)
    (0.102, 0.0, 0.5)
    """
    if answers == 0:
        return 0.5
    tail = (1 - LEVEL) / 2
    # An interval and that of the opposite answer are as wide: half of the results will do.
    yes = np.arange(answers // 2 + 1)
    true = np.arange(population + 1)[:, None]
    possible = (true >= yes) & (true <= population - answers + yes)
    chance = np.where(possible, np.exp(_log_chance(yes, true, answers, population)), 0.0)
    at_most = np.cumsum(chance, axis=1)
    at_least = 1 - at_most + chance
    low = np.argmax(possible & (at_least > tail), axis=0)
    high = population - np.argmax((possible & (at_most > tail))[::-1], axis=0)
    return float((high - low).max() / (2 * population))


def _log_chance(yes: np.ndarray, true: np.ndarray, answers: int, population: int) -> np.ndarray:
    """Log of the hypergeometric chance of so many "yes"; NaN or infinite where impossible."""
    fact = gammaln(np.arange(population + 1) + 1.0)

    def choose_of(total: np.ndarray | int, part: np.ndarray | int) -> np.ndarray:
        held = np.clip(np.subtract(total, part), 0, population)
        found: np.ndarray = fact[total] - fact[np.clip(part, 0, population)] - fact[held]
        return found

    ways = choose_of(true, yes) + choose_of(population - true, answers - yes)
    chance: np.ndarray = ways - choose_of(population, answers)
    return chance


def all_kommuner() -> Survey:
    """The 98 kommuner as if each had given one answer, with the staff that the report printed."""
    staff = read_published().kommuner["staff"]
    rows = [(each, float(staff.get(each.code, np.nan)), 1) for each in read_kommuner().values()]
    book = read_codebook()
    return Survey(book, kommune_frame(rows, book), basis="recovered", source="")


def _kommuner(by: str) -> tuple[list[tuple[str, int, int | None]], dict[str, Labels]]:
    """Every group with its kommuner and how many of them answered in 2017; and their labels."""
    survey = all_kommuner()
    groups: Grouping = grouping(survey, by)
    took_part = survey.kommuner.index.isin(read_published().kommuner.index)
    rows: list[tuple[str, int, int | None]] = [
        (EVERYONE, len(took_part), int(took_part.sum())),
        *(
            (key, int(size), int(took_part[groups.codes == place].sum()))
            for place, (key, size) in enumerate(zip(groups.keys, groups.sizes, strict=True))
        ),
    ]
    return rows, dict(groups.labels)


def _row(group: str, units: int, answered: int | None, most: float) -> dict[str, object]:
    row: dict[str, object] = {"group": group, "units": units}
    for name, answers in (("needed", answers_needed(units, most)), ("answered", answered)):
        row[name] = row[f"{name}_half_width"] = row[f"{name}_nonresponse"] = np.nan
        if answers is not None:
            row[name] = answers
            row[f"{name}_half_width"] = half_width(answers, units)
            row[f"{name}_nonresponse"] = (units - answers) / (2 * units)
    return row


def _check_points(points: float) -> float:
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 < points < 50:
        raise InputError(
            f"points: fandt {points!r}, forventede et tal over 0 og under 50, i procentpoint. "
            "Skriv fx 5."
        )
    return float(points)


def _units(population: int) -> int:
    return whole_number("population", population, low=2, high=MOST_UNITS)
