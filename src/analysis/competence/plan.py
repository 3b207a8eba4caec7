"""The training plan: who should take what, for as few as possible to be missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.competence.decided import Decided, State, after, decided
from analysis.competence.frames import LEVELS
from analysis.competence.limits import ORE
from analysis.competence.prepared import Prepared, Settings, prepare
from analysis.competence.programme import Programme
from analysis.competence.proof import Claim, prove_stages, write_part
from analysis.competence.search import Stage
from analysis.competence.stages import largest_share, solve_stages
from analysis.competence.steps import COLUMNS, STAGES, list_steps
from analysis.competence.stop import Progress, Stop
from analysis.survey.checks import InputError
from analysis.words import check_lang

#: The seconds of a plan, where nothing else is said.
TIME_LIMIT = 90.0
#: The three stages of a part of a plan, and what is proven of them.
Solved = tuple[Sequence[Stage], Sequence[Claim]]


@dataclass(frozen=True, eq=False)
class TrainingPlan:
    """A training plan: a proposal for conversations with the staff, never a decision on a person.

    Attributes
    ----------
    steps : DataFrame
        One row per offer, unit, type of employee and stage: ``step`` (the same name every time),
        ``offer, unit, type`` (the employees' role), ``people, term, classes`` (new ones of the
        offer in the stage; NaN where they do not matter), ``days, gross, net`` (kroner, of all
        the step's people), ``stage`` (``regardless``, ``if_middle``, ``only_if_high``), ``status``
        and ``why``.
    profiles : DataFrame
        One row per stage and profile: ``stage, level, profile, need, target`` (with reserve),
        ``have`` (match today and stay), ``trained, missing`` in people, ``surplus``.
    totals : DataFrame
        One row per stage, of it and those before together: ``stage, level, people_missing,
        weighted_missing, days, gross, net, ects`` (known ones), ``ects_unknown`` (seats on offers
        of unknown extent), ``largest_share_away, optimal`` (by the solver), ``proven`` (without
        it), ``at_most_from_best`` (weighted people, 0 when optimal), ``net_from_best`` (kroner).
    left_out : DataFrame
        Offers that could not be planned with: ``offer, name, reason``.
    proof : dict
        What `verify_plan` checks; saved as JSON it is ``bevis.json``.
    prepared : Prepared
        The centre as the plan sees it.
    decisions : dict of str to Decided
        By level of need, who takes what, as counts.
    """

    steps: pd.DataFrame
    profiles: pd.DataFrame
    totals: pd.DataFrame
    left_out: pd.DataFrame
    proof: dict[str, Any]
    prepared: Prepared
    decisions: dict[str, Decided]


def training_plan(
    needs: pd.DataFrame,
    employees: pd.DataFrame,
    offers: pd.DataFrame,
    limits: pd.DataFrame,
    *,
    date: str,
    horizon: str = "five_years",
    levels: Sequence[str] = LEVELS,
    match_level: int = 2,
    unknown: str = "worst",
    certainty: float = 0.9,
    most_offers: int = 2,
    prove: bool = True,
    time_limit: float | None = TIME_LIMIT,
    stop: Stop | None = None,
    progress: Progress | None = None,
    lang: str = "da",
) -> TrainingPlan:
    """Return the best training plan of a centre, in nested steps, with a proof.

    Three aims in order: the least weighted number of people missing; then the least that the
    centre pays; then the smallest largest share of a unit that is away in a term. A plan for the
    low need is made first; the plans for the middle and the high need each contain the one before.

    Parameters
    ----------
    needs, employees, offers, limits : DataFrame
        As `made_up_centre` makes them.
    date : str
        Offers that have expired by then are left out, and limits that hold then are used.
    horizon : {"five_years", "now"}
    levels : sequence of {"low", "middle", "high"}
        The needs that are planned for, in rising order.
    match_level : int, default 2
        The level at which an employee matches a profile.
    unknown : {"worst", "best"}
        Whether an unknown level is taken as 0 or as matching.
    certainty : float, default 0.9
        That enough are left when some leave at the limits' ``leaving_rate``.
    most_offers : {2, 1}
        How many offers one employee may take. The fund's cap counts for both together, and two
        can lead to a match that none of them leads to alone.
    prove : bool, default True
        Whether to look for a proof of each stage's bound after the solver is done.
    time_limit : float or None
        Seconds; then the best plan so far is kept, with its distance from the bound. One stage
        uses at most a fourth of what is left, so that the later parts have time as well.
    stop : Stop, optional
        Stops the search from outside: its ``interrupt`` keeps the best plan so far. The time limit
        is then its own.
    progress : callable, optional
        Called with a stage's name, its value so far, and the bound.
    lang : {"da", "en"}
        Of the reasons.

    Returns
    -------
    TrainingPlan

    Raises
    ------
    InputError
        A frame or an argument is not as it must be.

    Notes
    -----
    Employees whose unit, levels, agreement and days are equal are counted together: the solver
    and the proof see no codes. Those who leave or want no training are not planned for. Ctrl-C
    keeps the best plan so far; a step that the solver has begun ends by itself in the background.

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> centre = made_up_centre(staff=6, offers=4)
    >>> plan = training_plan(*centre, date="2027-01-01")
    >>> plan.totals["people_missing"].tolist(), plan.totals["proven"].tolist()
    ([6, 6, 6], [True, True, True])
    """
    check_lang(lang)
    if list(levels) != [each for each in LEVELS if each in levels] or not levels:
        expected = ", ".join(LEVELS)
        raise InputError(f"levels: fandt {list(levels)!r}, forventede nogle af {expected}.")
    settings = Settings(date, horizon, match_level, unknown, certainty, most_offers)
    ready = prepare(needs, employees, offers, limits, settings)
    ended = stop or Stop(time_limit)

    def solve(level: str, programme: Programme) -> Solved:
        stages = solve_stages(programme, ended, progress)
        return stages, prove_stages(programme, stages, ended, progress) if prove else ()

    return assemble_plan(ready, levels, solve, lang)


def assemble_plan(
    ready: Prepared, levels: Sequence[str], solve: Callable[[str, Programme], Solved], lang: str
) -> TrainingPlan:
    """Return the plan of a centre, part after part, each from where the one before has led.

    Parameters
    ----------
    solve : callable
        Given a level of need and its programme, returns the three stages and what is proven.
    """
    state, labels = ready.start, ready.staff.labels
    names = [need.profile for need in ready.needs]
    steps: list[dict[str, object]] = []
    profiles, totals, parts = [], [], []
    decisions: dict[str, Decided] = {}
    for level in levels:
        programme = ready.programme(level, state)
        stages, claims = solve(level, programme)
        chosen = decisions[level] = decided(programme, stages[-1].plan)
        parts.append(write_part(level, chosen, programme, stages, claims))
        missing = programme.upper[programme.missing].tolist()
        opened = {
            offer: n - state.given.classes.get(offer, 0) for offer, n in chosen.classes.items()
        }
        state = after(state, chosen, ready.offers, ready.limits)
        listed, labels = list_steps(
            chosen, level, labels, opened, ready.offers, names, missing, ready.limits, lang
        )
        steps += listed
        profiles.append(_profiles(ready, level, state))
        totals.append(_totals(ready, level, programme, stages, claims, state))
    return TrainingPlan(
        pd.DataFrame(steps, columns=list(COLUMNS)),
        pd.concat(profiles, ignore_index=True),
        pd.DataFrame(totals),
        ready.left_out,
        {"settings": asdict(ready.settings), "parts": parts},
        ready,
        decisions,
    )


def _profiles(ready: Prepared, level: str, state: State) -> pd.DataFrame:
    targets = ready.targets(level)
    return pd.DataFrame(
        {
            "stage": STAGES[level],
            "level": level,
            "profile": [need.profile for need in ready.needs],
            "need": [getattr(need, level) for need in ready.needs],
            "target": targets,
            "have": ready.staff.have,
            "trained": [n - h for n, h in zip(state.have, ready.staff.have, strict=True)],
            "missing": [max(0, t - n) for t, n in zip(targets, state.have, strict=True)],
            "surplus": [max(0, n - t) for t, n in zip(targets, state.have, strict=True)],
        }
    )


def _totals(
    ready: Prepared,
    level: str,
    programme: Programme,
    stages: Sequence[Stage],
    claims: Sequence[Claim],
    state: State,
) -> dict[str, object]:
    by_id = {each.id: each for each in ready.offers}
    seats = state.given.seats
    gross = sum(n * by_id[offer].price for offer, n in seats.items())
    gross += sum(n * by_id[offer].class_price for offer, n in state.given.classes.items())
    missing, cost, _ = stages
    known = {offer: n for offer, n in seats.items() if by_id[offer].ects is not None}
    plan = stages[-1].plan
    weight = programme.weight_unit
    return {
        "stage": STAGES[level],
        "level": level,
        "people_missing": int(plan[programme.missing].sum()),
        "weighted_missing": missing.value / weight,
        "days": float(state.given.days),
        "gross": gross / ORE,
        "net": state.given.net / ORE,
        "ects": float(sum((by_id[o].ects or Fraction(0)) * n for o, n in known.items())),
        "ects_unknown": sum(n for offer, n in seats.items() if offer not in known),
        "largest_share_away": float(largest_share(programme, plan)),
        "optimal": all(stage.optimal for stage in stages),
        "proven": len(claims) == len(stages) and all(claim.proven for claim in claims),
        "at_most_from_best": (missing.value - missing.bound) / weight,
        "net_from_best": (cost.value - cost.bound) / ORE,
    }
