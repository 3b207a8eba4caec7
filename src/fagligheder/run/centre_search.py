"""Search for a centre's plan: a bar on the terminal, and Ctrl-C keeps the best plan so far."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from analysis.competence.centre import Centre
from analysis.competence.frames import LEVELS
from analysis.competence.plan import TIME_LIMIT, TrainingPlan, training_plan
from analysis.competence.stop import Stop
from analysis.words import text

#: What a plan of one level of need goes through: its three aims, and a proof of each.
_PHASES = 6


def search_plan(centre: Centre, day: date, *, lang: str = "da") -> TrainingPlan:
    """Return a centre's plan; the first Ctrl-C keeps the best so far, the next one interrupts.

    Raises
    ------
    InputError
        As `training_plan`.
    KeyboardInterrupt
        At the second Ctrl-C.
    """
    stop = Stop(TIME_LIMIT)
    frames = (centre.needs, centre.employees, centre.offers, centre.limits)
    with _bar(lang) as show, _keeping_best(stop):
        return training_plan(*frames, date=day.isoformat(), stop=stop, progress=show, lang=lang)


@contextmanager
def _keeping_best(stop: Stop) -> Iterator[None]:
    """Stop the search at Ctrl-C, and interrupt at the next, whoever catches it inside."""
    if threading.current_thread() is not threading.main_thread():  # it alone hears Ctrl-C
        yield
        return
    again = False

    def interrupt(*_: Any) -> None:
        nonlocal again
        again = stop.interrupted
        stop.interrupted = True
        if again:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if again:
        raise KeyboardInterrupt


@contextmanager
def _bar(lang: str) -> Iterator[Callable[[str, float, float], None]]:
    """Show how far the search is: a phase a step, and how far its value can be from the best."""
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread of its own
    steps, step = _PHASES * len(LEVELS), text("centre_run.step", lang)
    with tqdm(total=steps, unit=step, disable=None, leave=False) as bar:
        phase = ""

        def show(name: str, value: float, bound: float) -> None:
            nonlocal phase
            if name != phase and phase:
                bar.update()
            phase = name
            share = (value - bound) / value if value > 0 else 0.0
            bar.set_postfix_str(text("centre_run.from_best", lang, percent=f"{100 * share:.0f}"))

        bar.set_description_str(text("centre_run.searching", lang))
        yield show
