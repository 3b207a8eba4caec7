"""Open a view: the controls set as a link says, and a sentence on each value that is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ipywidgets as widgets

from analysis.survey.checks import InputError
from analysis.survey.kommuner import find_kommune
from analysis.words import LANGUAGES, text
from fagligheder.explorer.controls import QuestionControls
from fagligheder.explorer.gap_controls import GapControls
from fagligheder.explorer.links import ALL, NAMES, read_query
from fagligheder.explorer.source_controls import SourceControls
from fagligheder.explorer.sources import is_supplied


@dataclass(frozen=True)
class Controls:
    """The controls of a page; ``gap`` is None where a survey has no kommuner."""

    language: widgets.Dropdown
    tab: widgets.RadioButtons
    source: SourceControls
    question: QuestionControls
    gap: GapControls | None


class LinkOpening:
    """Sets the controls as a link says, one after another: later ones depend on those before.

    Attributes
    ----------
    problems : list of str
        A sentence on each value that is left out.
    """

    def __init__(self, controls: Controls, query: str) -> None:
        self._controls, self._said = controls, read_query(query)
        self.problems: list[str] = []
        asked = controls.question
        steps: dict[str, Callable[[str], object]] = {
            "seed": self._seed,
            "question": lambda value: self._choose(asked.question, value),
            "items": self._items,
            "measure": lambda value: self._choose(asked.measure, value),
            "group": self._group,
            "where": self._where,
            "answer": lambda value: self._choose(asked.answer, value),
            "kind": lambda value: self._choose(asked.kind, value),
            "order": lambda value: self._choose(asked.order, value),
            "interval": lambda value: self._tick(asked.interval, value),
            "weights": lambda value: self._tick(asked.weights, value),
            "width": lambda value: self._choose(asked.width, value),
            "kommune": self._kommune,
        }
        for name in self._said:
            if name not in NAMES:
                said = text("explorer.link_unknown", self._lang, name=name[:40])
                self.problems.append(said)
        if self._said.get("lang", self._lang) not in LANGUAGES:
            self._leave_out(controls.language.description, self._said["lang"])
        for name, step in steps.items():
            if name in self._said:
                step(self._said[name])
                asked.arrange(controls.source.survey())

    @property
    def _lang(self) -> str:
        return str(self._controls.language.value)

    def _leave_out(self, field_name: str, value: str, reason: str = "") -> None:
        words = {"field": field_name, "value": value[:80]}
        said = text("explorer.link_ignored", self._lang, **words)
        self.problems.append(f"{said} {reason}".rstrip())

    def _choose(self, dropdown: widgets.Dropdown, value: str) -> None:
        if value in [key for _, key in dropdown.options]:
            dropdown.value = value
        else:
            self._leave_out(dropdown.description, value)

    def _tick(self, box: widgets.Checkbox, value: str) -> None:
        if value in ("0", "1"):
            box.value = value == "1"
        else:
            self._leave_out(box.description, value)

    def _seed(self, value: str) -> None:
        controls = self._controls.source
        number = _whole(value, controls.seed.min, controls.seed.max)
        if number is None or "synthetic" not in [key for _, key in controls.name.options]:
            self._leave_out(controls.seed.description, value)
            return
        controls.seed.value, controls.name.value = number, "synthetic"

    def _items(self, value: str) -> None:
        asked = self._controls.question
        boxes, wanted = asked.item_boxes(), value.split(",")
        for key in wanted:
            if key not in boxes:
                self._leave_out(asked.heading_words(), key)
        if set(wanted) & set(boxes):
            for key, box in boxes.items():
                box.value = key in wanted

    def _group(self, value: str) -> None:
        respondents = self._controls.question.respondents
        try:
            chosen = respondents.choose(value)
        except InputError as error:
            self._leave_out(respondents.column.description, value, str(error))
            return
        if not chosen:
            self._leave_out(respondents.column.description, value, self._inside())

    def _where(self, value: str) -> None:
        where = self._controls.question.respondents.where
        survey = self._controls.source.survey()
        try:
            if survey is not None:
                survey.where(value, lang=self._lang)
            where.value = value
        except InputError as error:
            self._leave_out(where.description, value, str(error))
            return
        if reason := self._inside():
            self.problems.append(reason)

    def _inside(self) -> str:
        """Return why answers are not used, where they are supplied and protected."""
        survey = self._controls.source.survey()
        hidden = survey is not None and is_supplied(survey)
        return text("explorer.needs_internal", self._lang) if hidden else ""

    def _kommune(self, value: str) -> None:
        gap = self._controls.gap
        if gap is None:
            self._leave_out(text("explorer.kommune", self._lang), value)
            return
        try:
            gap.kommune.value = "" if value == ALL else find_kommune(value).code
        except InputError as error:
            self._leave_out(gap.kommune.description, value, str(error))
            return
        self._controls.tab.value = "gap_tab"
        for name, box in (("staff", gap.staff), ("top_band", gap.top_band)):
            if name not in self._said:
                continue
            number = _number(self._said[name], box.min, box.max)
            if number is None:
                self._leave_out(box.description, self._said[name])
            else:
                box.value = number


def _whole(value: str, low: int, high: int) -> int | None:
    number = _number(value, low, high)
    return int(number) if number is not None and number == int(number) else None


def _number(value: str, low: float, high: float) -> float | None:
    """Return a number between two limits; None for anything else."""
    try:
        number = float(value)
    except ValueError:
        return None
    return number if low <= number <= high else None
