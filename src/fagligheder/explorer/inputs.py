"""What the explorer's inputs share: changes told once, labels in a language, in or out of sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from analysis.words import text


class Quiet:
    """Tells of a change once, however many inputs it touches."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._silent = False

    def watch(self, *inputs: widgets.Widget) -> None:
        """Tell of every change of these inputs' values."""
        for each in inputs:
            each.observe(self._tell, names="value")

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Tell of nothing meanwhile."""
        before, self._silent = self._silent, True
        try:
            yield
        finally:
            self._silent = before

    def _tell(self, _: Any) -> None:
        if not self._silent:
            self._changed()


def relabel(dropdown: widgets.Dropdown, keys: Sequence[str], lang: str) -> None:
    """Give a dropdown the words of its keys in a language, and leave its value."""
    value = dropdown.value
    dropdown.options = [(text(f"explorer.{key or 'no_group'}", lang), key) for key in keys]
    dropdown.value = value


def show_if(wanted: bool, *boxes: widgets.DOMWidget) -> None:
    """Show these, or leave them out of the page."""
    for box in boxes:
        box.layout.display = None if wanted else "none"


def chosen_folder(field: widgets.Text) -> Path:
    """The folder that a field names; ``~`` is the user's own."""
    return Path(field.value.strip() or ".").expanduser().resolve()
