"""When to stop looking for a better plan: a time limit, or Ctrl-C, which keep the best so far."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, Queue
from threading import Thread
from typing import Any

#: Called with a stage's name, its best value so far, and the bound below it.
Progress = Callable[[str, float, float], None]
#: Seconds between two looks at whether the user interrupts.
_SLICE = 0.05


class Stop:
    """When to stop: after a time, or when the user interrupts."""

    def __init__(self, seconds: float | None = None) -> None:
        self.end = None if seconds is None else time.monotonic() + seconds
        self.interrupted = False

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
            self.interrupted = True

    def run(self, work: Callable[[], Any]) -> Any:
        """Run work that cannot be interrupted; None when the user interrupts the waiting.

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
                    continue
                if error is not None:
                    raise error
                return found
        except KeyboardInterrupt:
            self.interrupted = True
        return None
