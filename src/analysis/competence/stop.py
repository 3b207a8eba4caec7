"""When to stop looking for a better plan: a time limit, or Ctrl-C, which keep the best so far."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, Queue
from threading import Event, Thread
from typing import Any

#: Called with a stage's name, its best value so far, and the bound below it.
Progress = Callable[[str, float, float], None]
#: Seconds between two looks at whether the user interrupts.
_SLICE = 0.05
#: Seconds that the solver may be late.
_GRACE = 3.0
#: The part of the time left that one task may use.
ONE_TASK = 0.25


class Stop:
    """When to stop: after a time, or when the user interrupts."""

    def __init__(self, seconds: float | None = None, interrupted: Event | None = None) -> None:
        self.end = None if seconds is None else time.monotonic() + seconds
        self._interrupted = Event() if interrupted is None else interrupted

    def for_one(self) -> Stop:
        """Return when to stop with one task, so that those after it have time as well."""
        seconds = None if self.end is None else self.left * ONE_TASK
        return Stop(seconds, self._interrupted)

    @property
    def interrupted(self) -> bool:
        """Whether the user has interrupted."""
        return self._interrupted.is_set()

    def interrupt(self) -> None:
        """Let this and all tasks stop."""
        self._interrupted.set()

    @property
    def left(self) -> float:
        """Seconds left; 0 when it is time to stop."""
        if self.interrupted:
            return 0.0
        return 1e9 if self.end is None else max(0.0, self.end - time.monotonic())

    def tell(self, progress: Progress | None, name: str, value: float, bound: float) -> None:
        """Report progress; a callable that interrupts is as good as Ctrl-C."""
        if progress is None or self.interrupted:
            return
        try:
            progress(name, float(value), float(bound))
        except KeyboardInterrupt:
            self.interrupt()

    def run(self, work: Callable[[], Any]) -> Any:
        """Run work that cannot be interrupted; None when the user interrupts the waiting.

        None as well when the solver, which looks at its clock now and then, is much too late.

        The solver lets other threads run, and only the main thread hears Ctrl-C.
        """
        done: Queue[tuple[Any, BaseException | None]] = Queue()

        def call() -> None:
            try:
                done.put((work(), None))
            except BaseException as error:
                done.put((None, error))

        Thread(target=call, daemon=True).start()
        try:
            while not self.interrupted:
                try:
                    found, error = done.get(timeout=_SLICE)
                except Empty:
                    if self.end is not None and time.monotonic() > self.end + _GRACE:
                        return None
                    continue
                if error is not None:
                    raise error
                return found
        except KeyboardInterrupt:
            self.interrupt()
        return None
