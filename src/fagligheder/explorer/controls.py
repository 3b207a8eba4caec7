"""Controls that choose a question, its items, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import ipywidgets as widgets

from analysis.survey.checks import InputError
from analysis.survey.codebook import Lang
from analysis.survey.survey import Survey
from analysis.words import has_text, text
from fagligheder.explorer.choices import (
    ANSWERS,
    KINDS,
    MEASURES,
    ORDERS,
    WIDTHS,
    Choices,
    effective_settings,
)
from fagligheder.explorer.respondent_controls import RespondentControls
from fagligheder.explorer.sources import Source
from fagligheder.explorer.widget_helpers import ChangeWatcher, relabel, show_if

#: The inputs of a question, whose labels are words of their names.
_LABELLED = ("question", "measure", "answer", "kind", "order", "interval", "weights", "width")


class QuestionControls:
    """Inputs for a question, its items, and how they are shown."""

    def __init__(self, on_change: Callable[[], None], source: Source, own: str = "") -> None:
        self._book, self._own = source.codebook, own
        self._on_change = on_change
        self.watcher = ChangeWatcher(on_change)
        self.lang: Lang = "da"
        first = next(iter(self._book.questions.values()))
        self.question = widgets.Dropdown(options=list(self._book.questions))
        self.measure = widgets.Dropdown(options=MEASURES, value=ANSWERS)
        self.respondents = RespondentControls(on_change)
        self.answer = widgets.Dropdown(options=first.scale.keys)
        self.kind = widgets.Dropdown(options=KINDS)
        self.order = widgets.Dropdown(options=ORDERS)
        self.width = widgets.Dropdown(options=WIDTHS)
        self.title = widgets.Text(continuous_update=False)
        self.interval = widgets.Checkbox(indent=False)
        self.weights = widgets.Checkbox(value=True, indent=False)
        self.boxes = {
            question.item_set: {
                item.key: widgets.Checkbox(value=True, indent=False) for item in question.items
            }
            for question in self._book.questions.values()
        }
        self.heading = widgets.HTML()
        self.all, self.none = widgets.Button(), widgets.Button()
        self.all.on_click(lambda _: self._tick(True))
        self.none.on_click(lambda _: self._tick(False))
        self.watcher.watch(self.question, self.measure, self.answer, self.kind)
        self.watcher.watch(self.order, self.width, self.title)
        self.watcher.watch(
            self.interval,
            self.weights,
            *(box for own in self.boxes.values() for box in own.values()),
        )
        self._sets = {name: widgets.VBox(list(own.values())) for name, own in self.boxes.items()}
        self.box = widgets.VBox(
            [self.question, self.measure, self.respondents.box, self.answer, self.kind, self.order,
             self.interval, self.weights, self.width, self.title, self.heading,
             widgets.HBox([self.all, self.none]), *self._sets.values()]
        )  # fmt: skip
        self.box.add_class("fag-controls")

    def choices(self, source: Source) -> Choices:
        """Return what is chosen.

        Raises
        ------
        InputError
            No item is ticked, or what stands in a field cannot be read.
        """
        items = self._ticked()
        if not items:
            raise InputError(text("explorer.item_missing", self.lang))
        return Choices(
            source=source,
            question=self.question.value,
            items=items,
            measure=self.measure.value,
            group=self.respondents.group(),
            answer=self.answer.value,
            kind=self.kind.value,
            interval=self.interval.value,
            own=self._own,
            lang=self.lang,
            order=self.order.value,
            width=self.width.value,
            title=self.title.value,
            where=self.respondents.filter(),
            internal=self.respondents.is_internal(),
            weights=self.weights.value,
        )

    def arrange(self, survey: Survey | None) -> None:
        """Show the items and answers of the question; disable what changes nothing."""
        self.respondents.arrange(survey)
        question = self._book.question(self.question.value)
        for name, own in self._sets.items():
            show_if(name == question.item_set, own)
        with self.watcher.paused():
            answers = [(answer.short[self.lang], answer.key) for answer in question.scale.answers]
            if self.answer.options != tuple(answers):
                value = self.answer.value
                self.answer.options = answers
                self.answer.value = value if value in question.scale.keys else answers[0][1]
        measure, group, kind = self.measure.value, self.respondents.column.value, self.kind.value
        effective = effective_settings(Choices(measure=measure, group=group, kind=kind), survey)
        show_if("answer" in effective, self.answer)
        show_if(survey is not None and survey.design is not None, self.weights)
        for name in ("kind", "order", "interval", "width", "title"):
            getattr(self, name).disabled = name not in effective
        self.heading.value = f'<span class="fag-heading">{escape(self.heading_words())}</span>'

    def heading_words(self) -> str:
        """Return what the items of the question are called."""
        question = self._book.question(self.question.value)
        kind = f"explorer.{question.item_set}"
        if has_text(kind, self.lang):
            return text(kind, self.lang)
        return question.spoken.heading[self.lang] or text("explorer.items", self.lang)

    def item_boxes(self) -> dict[str, widgets.Checkbox]:
        """Return the checkboxes of the question's items by key."""
        return self.boxes[self._book.question(self.question.value).item_set]

    def label(self, lang: Lang) -> None:
        """Set the labels in a language."""
        self.lang = lang
        self.respondents.label(lang)
        with self.watcher.paused():
            relabel(self.measure, MEASURES, lang)
            relabel(self.kind, KINDS, lang)
            relabel(self.order, ORDERS, lang, "order_")
            page, *columns = WIDTHS
            width = self.width.value
            self.width.options = [(text("explorer.width_page", lang), page)] + [
                (each.replace("mm", " mm"), each) for each in columns
            ]
            self.width.value = width
            value = self.question.value
            self.question.options = [
                (question.title[lang], key) for key, question in self._book.questions.items()
            ]
            self.question.value = value
        for name in _LABELLED:
            getattr(self, name).description = text(f"explorer.{name}", lang)
        self.title.description = text("explorer.figure_title", lang)
        self.title.placeholder = text("explorer.figure_title_placeholder", lang)
        self.all.description = text("explorer.all_items", lang)
        self.none.description = text("explorer.no_items", lang)
        for question in self._book.questions.values():
            for item in question.items:
                number = f"{item.key}. " if question.statements else ""
                self.boxes[question.item_set][item.key].description = number + item.label[lang]

    def _ticked(self) -> tuple[str, ...]:
        return tuple(key for key, box in self.item_boxes().items() if box.value)

    def _tick(self, value: bool) -> None:
        with self.watcher.paused():
            for box in self.item_boxes().values():
                box.value = value
        self._on_change()
