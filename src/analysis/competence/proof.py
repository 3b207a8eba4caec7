"""A proof that no plan is better: a small branch and bound, each leaf closed in exact numbers.

The solver is not trusted. Its multipliers only suggest a bound, which weak duality then makes
exact. What is written down is a tree of splits with multipliers at the leaves; `checker` reads it
with whole numbers and fractions alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from heapq import heappop, heappush
from math import ceil
from typing import Any

import numpy as np

from analysis.competence.decided import Decided
from analysis.competence.exact_bound import bound, repaired, rounded_up, whole_multipliers
from analysis.competence.programme import Programme
from analysis.competence.relaxation import Relaxation, Relaxed
from analysis.competence.rows import Rows, step_of
from analysis.competence.search import Stage
from analysis.competence.stages import at_most_away, largest_share
from analysis.competence.stop import Progress, Stop

#: So many nodes are looked into for one stage; a proof of more is left with the bound it has.
MOST_NODES = 400
#: A number this near to a whole one is whole.
_WHOLE = 1e-6


@dataclass(eq=False)
class Node:
    """A part of all plans: bounds, the multipliers that bound it, and its halves when split."""

    lower: np.ndarray
    upper: np.ndarray
    multipliers: dict[int, int] = field(default_factory=dict)
    point: np.ndarray | None = None
    split: tuple[int, int] | None = None
    halves: tuple[Node, Node] | None = None


@dataclass(frozen=True, eq=False)
class Claim:
    """What is proven of one stage: no plan is below ``bound``, by the tree."""

    name: str
    value: int | Fraction
    bound: int | Fraction
    tree: dict[str, Any] | None

    @property
    def proven(self) -> bool:
        """Whether the bound meets the value: nothing is better."""
        return self.bound >= self.value


def prove_stages(
    programme: Programme,
    stages: Sequence[Stage],
    stop: Stop,
    progress: Progress | None = None,
) -> tuple[Claim, ...]:
    """Return what is proven of the three stages; each holds what those before have reached."""
    first, second, third = stages
    missing, cost = int(first.value), int(second.value)
    rows = programme.rows
    claims = [prove("missing", programme, rows, programme.missing_cost, missing, stop, progress)]
    rows = rows.and_row(programme.missing_cost, missing)
    claims.append(prove("cost", programme, rows, programme.net_cost, cost, stop, progress))
    share = largest_share(programme, third.plan)
    claims.append(_prove_away(programme, rows, cost, share, stop, progress))
    return tuple(claims)


def _prove_away(
    programme: Programme, rows: Rows, cost: int, share: Fraction, stop: Stop, progress: Any
) -> Claim:
    """Whoever is to be away less must pay more: bound the cost when all units send fewer."""
    if share == 0:
        return Claim("away", share, share, None)
    step = step_of(programme.net_cost)
    tighter = at_most_away(programme, rows, share, less=True)
    found = prove("away", programme, tighter, programme.net_cost, cost + step, stop, progress)
    return Claim("away", share, share if found.bound > cost else Fraction(0), found.tree)


def prove(
    name: str,
    programme: Programme,
    rows: Rows,
    cost: np.ndarray,
    target: int,
    stop: Stop,
    progress: Progress | None = None,
) -> Claim:
    """Return the best bound below a cost that is found, up to a target.

    Parameters
    ----------
    cost : array of int
        From 0.
    target : int
        The bound that is enough: the value of the plan.
    """
    if target <= 0:
        return Claim(name, target, 0, {"y": {}})
    step, relaxation, stop = step_of(cost), Relaxation(programme, rows), stop.for_one()
    root = Node(programme.lower, programme.upper)
    open_nodes: list[tuple[Fraction, int, Node]] = []
    floor, count = Fraction(target), 0

    def enter(node: Node, least: Fraction) -> None:
        """Bound a node; it is closed, or stands open to be split."""
        nonlocal floor, count
        count += 1
        relaxed = None
        if stop.left and count <= MOST_NODES:
            relaxed = stop.run(lambda: relaxation.solve(cost, node.lower, node.upper))
        reached = least
        if relaxed is not None:
            made = _multipliers(programme, rows, cost, node, relaxed, target)
            found = bound(rows, cost, node.lower, node.upper, made)
            if found >= least:
                node.multipliers, reached = made, found
            node.point = None if relaxed.ray else relaxed.point
        if rounded_up(reached, step) >= target:
            return
        place = None if node.point is None else _to_split(programme, node.point)
        if place is None:
            floor = min(floor, reached)
        else:
            node.split = (place, int(np.floor(node.point[place])))  # type: ignore[index]
            heappush(open_nodes, (reached, count, node))

    try:
        enter(root, Fraction(0))
        while open_nodes and stop.left and count < MOST_NODES:
            least, _, node = heappop(open_nodes)
            stop.tell(progress, f"proof {name}", target, float(min(least, floor)))
            place, at = node.split  # type: ignore[misc]
            below = replace(node, upper=_with(node.upper, place, at), split=None)
            above = replace(node, lower=_with(node.lower, place, at + 1), split=None)
            node.halves = (below, above)
            enter(below, least)
            enter(above, least)
    except KeyboardInterrupt:
        stop.interrupt()
    floor = min([floor, *(least for least, _, _ in open_nodes)])
    proven = min(target, max(0, rounded_up(floor, step)))
    return Claim(name, target, proven, _written(programme, root))


def _multipliers(
    programme: Programme, rows: Rows, cost: np.ndarray, node: Node, relaxed: Relaxed, target: int
) -> dict[int, int]:
    """Whole multipliers; those that show that nothing fits are made large enough to close."""
    made = whole_multipliers(relaxed.multipliers)
    if not relaxed.ray:
        return repaired(programme, rows, cost, node.upper, made)
    nothing = np.zeros_like(cost)
    made = repaired(programme, rows, nothing, node.upper, made)
    gained = bound(rows, nothing, node.lower, node.upper, made)
    times = ceil(target / gained) if gained > 0 else 1
    return {row: y * times for row, y in made.items()}


def _to_split(programme: Programme, point: np.ndarray) -> int | None:
    """Return the variable that is least whole: of classes first, then missing, then people."""
    people, last = programme.people, programme.size
    start = people + len(programme.class_offers)
    for part in (slice(people, start), slice(start, last), slice(0, people)):
        away = np.abs(point[part] - np.round(point[part]))
        if len(away) and away.max() > _WHOLE:
            return int(part.start + np.argmax(away))
    return None


def _with(ends: np.ndarray, place: int, value: int) -> np.ndarray:
    changed = ends.copy()
    changed[place] = value
    return changed


def _written(programme: Programme, node: Node) -> dict[str, Any]:
    if node.halves is None or node.split is None:
        return {"y": {str(row): y for row, y in node.multipliers.items()}}
    place, at = node.split
    below, above = (_written(programme, half) for half in node.halves)
    return {"split": programme.name(place), "below": at, "above": at + 1, "halves": [below, above]}


def write_part(
    level: str,
    plan: Decided,
    programme: Programme,
    stages: Sequence[Stage],
    claims: Sequence[Claim],
) -> dict[str, Any]:
    """Return one part of a plan for its proof: counts by the types' numbers, and the claims."""
    number = {kind: place for place, (kind, _) in enumerate(programme.types)}
    people = [[number[kind], list(ids), n] for (kind, ids), n in sorted(plan.people.items())]
    missing, cost, _ = stages
    return {
        "level": level,
        "people": people,
        "classes": dict(sorted(plan.classes.items())),
        "missing": int(missing.value),
        "cost": int(cost.value),
        "share": str(largest_share(programme, stages[-1].plan)),
        "claims": [
            {"stage": each.name, "bound": str(each.bound), "tree": each.tree} for each in claims
        ],
    }
