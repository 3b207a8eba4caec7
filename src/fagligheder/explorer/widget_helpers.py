"""Helpers for widgets: watch changes, translate labels, show and hide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from analysis.words import text


class ChangeWatcher:
    """Calls a function when an input changes; once, however many inputs a change touches."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._paused = False

    def watch(self, *inputs: widgets.Widget) -> None:
        """Call the function at every change of these inputs' values."""
        for each in inputs:
            each.observe(self._observe, names="value")

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Call nothing meanwhile."""
        before, self._paused = self._paused, True
        try:
            yield
        finally:
            self._paused = before

    def _observe(self, _: Any) -> None:
        if not self._paused:
            self._on_change()


def relabel(dropdown: widgets.Dropdown, keys: Sequence[str], lang: str, prefix: str = "") -> None:
    """Set the labels of a dropdown's keys in a language, and leave its value.

    ``prefix`` stands before the keys' names among the words.
    """
    value = dropdown.value
    dropdown.options = [(text(f"explorer.{prefix}{key or 'none'}", lang), key) for key in keys]
    dropdown.value = value


def show_if(wanted: bool, *boxes: widgets.DOMWidget) -> None:
    """Show these widgets, or hide them."""
    for box in boxes:
        box.layout.display = None if wanted else "none"


def chosen_folder(field: widgets.Text) -> Path:
    """Return the folder that a field names; ``~`` is the user's own."""
    return Path(field.value.strip() or ".").expanduser().resolve()
