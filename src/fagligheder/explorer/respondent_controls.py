"""Controls that choose respondents: a filter, what they are split by, and use inside the house."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as widgets

from analysis.survey.codebook import Lang
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.explorer.groups import (
    column_label,
    example_edges,
    example_of,
    group_columns,
    is_number,
    parts_of,
    written,
)
from fagligheder.explorer.sources import is_supplied
from fagligheder.explorer.widget_helpers import ChangeWatcher, show_if


class RespondentControls:
    """Inputs for the respondents that are shown, and for the groups that they are split into."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self.watcher = ChangeWatcher(on_change)
        self.lang: Lang = "da"
        self._survey: Survey | None = None
        self.internal = widgets.Checkbox(indent=False)
        self.where = widgets.Text(continuous_update=False)
        self.column = widgets.Dropdown(options=[("", "")])
        self.edges = widgets.Text(continuous_update=False)
        self.second = widgets.Dropdown(options=[("", "")])
        inputs = [self.internal, self.where, self.column, self.edges, self.second]
        self.watcher.watch(*inputs)
        self.box = widgets.VBox(inputs)

    def is_internal(self) -> bool:
        """Whether supplied answers are shown as they are."""
        return self._is_supplied() and self.internal.value

    def filter(self) -> str:
        """Return the filter; nothing where the survey cannot be filtered."""
        return str(self.where.value).strip() if self._can_filter() else ""

    def group(self) -> str:
        """Return what the respondents are split by, as `crosstab` takes it.

        Raises
        ------
        InputError
            The edges of the bands cannot be read.
        """
        edges = self.edges.value if self.edges.layout.display is None else ""
        return written(self.column.value, edges, self.second.value, self.lang)

    def choose(self, by: str) -> bool:
        """Choose a grouping; False, and nothing is changed, where the survey does not have it."""
        known = [key for _, key in self.column.options if key]
        column, edges, second = parts_of(by, known, self.lang)
        if column not in known or (second and second not in known):
            return False
        with self.watcher.paused():
            self.column.value, self.edges.value = column, edges
            self.arrange(self._survey)
            self.second.value = second
        return True

    def arrange(self, survey: Survey | None) -> None:
        """Show what the survey has: its groupings, a filter where it has answers.

        Another survey's answers are protected until the box is ticked anew.
        """
        if survey is not self._survey:
            with self.watcher.paused():
                self.internal.value = False
        self._survey = survey
        show_if(self._is_supplied(), self.internal)
        show_if(self._can_filter(), self.where)
        if survey is None:
            return
        columns = group_columns(survey, internal=self.is_internal())
        first = self.column.value if self.column.value in columns else ""
        items = survey.codebook.columns()
        pairs = [
            key for key in columns if key != first and not (survey.is_printed and key in items)
        ]
        if not first or (survey.is_printed and first in items) or survey.released is not None:
            pairs = []
        if self._can_filter() and (example := example_of(survey, self.lang)):
            words = text("explorer.where_placeholder", self.lang, example=example)
            self.where.placeholder = words
        with self.watcher.paused():
            self._list(self.column, survey, columns)
            self._list(self.second, survey, pairs)
        show_if(bool(columns), self.column)
        show_if(bool(first) and is_number(survey, first), self.edges)
        show_if(bool(pairs), self.second)

    def label(self, lang: Lang) -> None:
        """Set the labels in a language."""
        self.lang = lang
        for name, field in (("internal", self.internal), ("where", self.where),
                            ("group", self.column), ("edges", self.edges),
                            ("second", self.second)):  # fmt: skip
            field.description = text(f"explorer.{name}", lang)
        example = example_edges(lang)
        self.edges.placeholder = text("explorer.edges_placeholder", lang, example=example)
        self.arrange(self._survey)

    def _list(self, dropdown: widgets.Dropdown, survey: Survey, columns: Sequence[str]) -> None:
        options = [(text("explorer.none", self.lang), "")]
        options += [(column_label(survey, key, self.lang), key) for key in columns]
        if dropdown.options != tuple(options):
            value = dropdown.value if dropdown.value in columns else ""
            dropdown.options = options
            dropdown.value = value

    def _is_supplied(self) -> bool:
        return self._survey is not None and is_supplied(self._survey)

    def _can_filter(self) -> bool:
        survey = self._survey
        if survey is None or survey.answers is None:
            return False
        return not is_supplied(survey) or bool(self.internal.value)
