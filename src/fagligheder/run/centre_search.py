"""Search for a centre's plan: a bar on the terminal, and Ctrl-C keeps the best plan so far."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from analysis.competence.binding import binding_limits
from analysis.competence.centre import Centre
from analysis.competence.frames import LEVELS
from analysis.competence.nesting import nesting_price
from analysis.competence.plan import TIME_LIMIT, training_plan
from analysis.competence.results import LEVEL
from analysis.competence.saved_plan import write_proof
from analysis.competence.staircase import training_staircase
from analysis.competence.stop import Stop
from analysis.words import text

Found = TypeVar("Found")
#: What a plan of one level of need goes through: its three aims, and a proof of each.
_PHASES = 6 * len(LEVELS)
#: What is searched for from the plan: the staircase, the limits that bind, the price of nesting.
_LATER = 3


def search_centre(
    centre: Centre, date: str, *, seconds: float = TIME_LIMIT, lang: str = "da"
) -> str:
    """Return a centre's plan with its proof, and what is found from it, as `write_proof` has it.

    The first Ctrl-C ends the search that is going on and keeps the best so far; a second one,
    before the search has ended, ends the command. The plan may take so many ``seconds``, and as
    many each thing that is found from it.

    Raises
    ------
    InputError
        As `training_plan`.
    KeyboardInterrupt
        At a second Ctrl-C.
    """
    frames = (centre.needs, centre.employees, centre.offers, centre.limits)
    with _Bar(lang) as bar:
        given: dict[str, Any] = {"date": date, "lang": lang, "progress": bar.phase}
        plan = _search(seconds, lambda stop: training_plan(*frames, stop=stop, **given))
        bar.reach(_PHASES)
        later: dict[str, Any] = {"progress": bar.distance}
        made = {}
        searches = {
            "staircase": lambda stop: training_staircase(plan, LEVEL, stop=stop, **later),
            "limits": lambda stop: binding_limits(plan, LEVEL, stop=stop, **later),
            "nesting": lambda stop: nesting_price(plan, stop=stop, **later),
        }
        for place, (name, search) in enumerate(searches.items()):
            made[name] = _search(seconds, search)
            bar.reach(_PHASES + place + 1)
    return write_proof(plan.proof, **made)


def _search(seconds: float, search: Callable[[Stop], Found]) -> Found:
    stop = Stop(seconds)
    with _keeping_best(stop):
        return search(stop)


@contextmanager
def _keeping_best(stop: Stop) -> Iterator[None]:
    """Stop a search at Ctrl-C, and interrupt at the next, whoever catches it inside."""
    if threading.current_thread() is not threading.main_thread():  # it alone hears Ctrl-C
        yield
        return
    again = False

    def interrupt(*_: Any) -> None:
        nonlocal again
        again = stop.interrupted
        stop.interrupt()
        if again:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if again:
        raise KeyboardInterrupt


class _Bar:
    """A bar on the terminal: how far the search is, and how far its value can be from the best."""

    def __init__(self, lang: str) -> None:
        from tqdm import tqdm

        tqdm.monitor_interval = 0  # no thread of its own
        self._lang, self._name = lang, ""
        searching, step = text("centre_run.searching", lang), text("centre_run.step", lang)
        total = _PHASES + _LATER
        self._bar = tqdm(total=total, desc=searching, unit=step, disable=None, leave=False)

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def phase(self, name: str, value: float, bound: float) -> None:
        """Move on where another phase of the plan has begun."""
        if name != self._name and self._name:
            self._bar.update()
        self._name = name
        self.distance(name, value, bound)

    def distance(self, _: str, value: float, bound: float) -> None:
        """Show how far a value can be from the best."""
        share = (value - bound) / value if value > 0 else 0.0
        percent = f"{100 * share:.0f}"
        self._bar.set_postfix_str(text("centre_run.from_best", self._lang, percent=percent))

    def reach(self, steps: int) -> None:
        """Move on to a number of steps."""
        self._bar.update(steps - self._bar.n)
