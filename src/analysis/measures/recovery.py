"""Recover the counts behind printed percentages, and the base they were taken of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from analysis.measures.printed_percents import Percent, read_percents
from analysis.measures.rounding import allowed_counts
from analysis.survey.checks import InputError
from analysis.survey.options import whole_number

#: Solutions are listed up to this many; beyond it they are counted only.
LISTED = 10_000


@dataclass(frozen=True)
class Recovery:
    """Every vector of counts that a printed distribution allows.

    Attributes
    ----------
    base : int
        Answers that the percentages were taken of.
    outside : range
        Numbers of answers outside the listed categories that were considered.
    number : int
        How many vectors fit; exact, also when they are too many to list.
    solutions : tuple of tuple of int, or None
        All of them in lexicographic order; None when ``number`` is above the limit for listing.
    ranges : tuple of (int, int)
        Smallest and largest count of each category over all solutions; empty when none fits.
    """

    base: int
    outside: range
    number: int
    solutions: tuple[tuple[int, ...], ...] | None
    ranges: tuple[tuple[int, int], ...]

    @property
    def unique(self) -> bool:
        """Whether exactly one vector fits."""
        return self.number == 1

    @property
    def counts(self) -> tuple[int, ...]:
        """The one vector that fits; a ValueError says how many there are otherwise."""
        if self.solutions is None or len(self.solutions) != 1:
            raise ValueError(
                f"the printed percentages allow {self.number} vectors of counts on base "
                f"{self.base}, so no single one may be chosen; see .solutions and .ranges"
            )
        return self.solutions[0]


@dataclass(frozen=True)
class BaseFit:
    """One base that fits every distribution of a question.

    ``outside`` holds the possible numbers of answers outside the listed categories, and
    ``recoveries`` one Recovery per distribution, in the order they were given.
    """

    base: int
    outside: tuple[int, ...]
    recoveries: tuple[Recovery, ...]

    @property
    def unique(self) -> bool:
        """Whether every distribution has exactly one vector on this base."""
        return all(recovery.unique for recovery in self.recoveries)


def recover_counts(
    percents: Sequence[Percent], base: int, *, outside: int | Iterable[int] = 0, limit: int = LISTED
) -> Recovery:
    """Find every vector of counts that rounds to the printed percentages.

    Parameters
    ----------
    percents : sequence of int, float or str
        Printed percentages of one distribution, any number of categories. Each is rounded at the
        last digit given: 14 is 13.5 to 14.5, and 14.1 is 14.05 to 14.15; see `read_percents`.
    base : int
        Answers that they were taken of.
    outside : int or iterable of int, default 0
        How many of the ``base`` answers may lie outside the listed categories: an exact number,
        or the numbers to consider (``range(5)`` for at most four).
    limit : int
        List the solutions up to this many; beyond it give their exact number only.

    Returns
    -------
    Recovery
        No sum of 100 is forced; nothing is chosen when several vectors fit.
        Source: statistics §2 in ``docs/method.md``.

    Raises
    ------
    InputError
        A percentage is no printed percentage, or a number no whole number that makes sense.

    Examples
    --------
    >>> recover_counts([88, 12, 0, 0], base=52).counts
    (46, 6, 0, 0)
    >>> recover_counts([14.1, 85.9], base=71).counts
    (10, 61)
    >>> recover_counts([74, 15, 4, 4, 0], base=54, outside=range(5)).counts
    (40, 8, 2, 2, 0)
    >>> recover_counts([33, 33, 33], base=200, outside=1).ranges
    ((65, 67), (65, 67), (65, 67))
    """
    (read,) = read_percents([percents])
    return _recover(read, whole_number("base", base, low=1), _as_range(outside), limit)


def _recover(
    percents: list[tuple[Decimal, int]], base: int, allowed_outside: range, limit: int = LISTED
) -> Recovery:
    candidates = [allowed_counts(percent, base, decimals) for percent, decimals in percents]
    sums = {base - missing for missing in allowed_outside if missing <= base}
    ways = _ways_to_finish(candidates, sums)
    number = ways[0].get(0, 0)
    solutions = tuple(_walk(candidates, ways)) if number <= limit else None
    return Recovery(base, allowed_outside, number, solutions, _ranges(candidates, ways))


def infer_base(
    distributions: Sequence[Sequence[Percent]],
    bases: Iterable[int],
    *,
    max_outside: int = 0,
) -> tuple[BaseFit, ...]:
    """Find every base on which all distributions of a question can have been printed.

    Parameters
    ----------
    distributions : sequence of sequences of int, float or str
        Printed percentages, one distribution per item; as `recover_counts` takes them.
    bases : iterable of int
        The candidates.
    max_outside : int, default 0
        At most this many answers outside the listed categories.

    Returns
    -------
    tuple of BaseFit
        Every base that fits, from the smallest; empty when none does.

    Examples
    --------
    >>> figure_5 = [[74, 15, 4, 4, 0], [70, 7, 15, 4, 0], [48, 19, 13, 9, 7]]
    >>> [fit.base for fit in infer_base(figure_5, range(44, 60), max_outside=4)]
    [54]
    """
    fits = []
    read = read_percents(distributions)
    considered = range(whole_number("max_outside", max_outside) + 1)
    for candidate in bases:
        base = whole_number("bases", candidate, low=1)
        recoveries = tuple(_recover(row, base, considered) for row in read)
        if not all(recovery.number for recovery in recoveries):
            continue
        anywhere = tuple(
            missing
            for missing in range(min(considered[-1], base) + 1)
            if any(_recover(row, base, range(missing, missing + 1)).number for row in read)
        )
        fits.append(BaseFit(base, anywhere, recoveries))
    return tuple(fits)


def _as_range(outside: int | Iterable[int]) -> range:
    given = list(outside) if isinstance(outside, Iterable) else [outside]
    numbers = sorted({whole_number("outside", number) for number in given})
    if not numbers:
        raise InputError(f"outside: fandt {given}, forventede et eller flere hele tal fra 0.")
    if any(b - a != 1 for a, b in pairwise(numbers)):
        raise InputError(f"outside: fandt {numbers}, forventede tal i rækkefølge, fx range(5).")
    return range(numbers[0], numbers[-1] + 1)


def _ways_to_finish(candidates: list[range], sums: set[int]) -> list[dict[int, int]]:
    """Per category and sum so far: how many ways the rest can reach an allowed total."""
    ways: list[dict[int, int]] = [{} for _ in candidates] + [dict.fromkeys(sums, 1)]
    reachable: list[set[int]] = [{0}]
    for counts in candidates:
        reachable.append({total + k for total in reachable[-1] for k in counts})
    for i in range(len(candidates) - 1, -1, -1):
        for total in reachable[i]:
            number = sum(ways[i + 1].get(total + k, 0) for k in candidates[i])
            if number:
                ways[i][total] = number
    return ways


def _walk(candidates: list[range], ways: list[dict[int, int]]) -> Iterator[tuple[int, ...]]:
    """Every vector, in lexicographic order; branches that cannot finish are never entered."""
    stack: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    while stack:
        total, head = stack.pop()
        if len(head) == len(candidates):
            if total in ways[-1]:
                yield head
            continue
        ahead = ways[len(head) + 1]
        for k in reversed(candidates[len(head)]):
            if total + k in ahead:
                stack.append((total + k, (*head, k)))


def _ranges(candidates: list[range], ways: list[dict[int, int]]) -> tuple[tuple[int, int], ...]:
    if not ways[0].get(0):
        return ()
    ranges = []
    totals = {0}
    for i, counts in enumerate(candidates):
        steps = [(t, k) for t in totals for k in counts if t + k in ways[i + 1]]
        ranges.append((min(k for _, k in steps), max(k for _, k in steps)))
        totals = {t + k for t, k in steps}
    return tuple(ranges)
