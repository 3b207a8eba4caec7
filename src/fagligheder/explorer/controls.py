"""Controls that choose a question or a kommune, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from analysis.measures.staff_bands import NOW
from analysis.survey.checks import InputError
from analysis.survey.codebook import Lang, read_codebook
from analysis.survey.names import danish_order
from analysis.words import has_text, text
from fagligheder.explorer.choices import (
    ANSWERS,
    GROUPS,
    KINDS,
    MEASURES,
    Choices,
    GapChoice,
    Source,
    effective_settings,
)
from fagligheder.explorer.widget_helpers import ChangeWatcher, relabel, show_if

#: The code of the kommune that is shown first.
ODDER = "0727"


class QuestionControls:
    """Inputs for a question, its items, and how they are shown."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._book = read_codebook()
        self._on_change = on_change
        self.watcher = ChangeWatcher(on_change)
        self.lang: Lang = "da"
        first = next(iter(self._book.questions.values()))
        self.question = widgets.Dropdown(options=list(self._book.questions))
        self.measure = widgets.Dropdown(options=MEASURES, value=ANSWERS)
        self.group = widgets.Dropdown(options=GROUPS)
        self.answer = widgets.Dropdown(options=first.scale.keys)
        self.kind = widgets.Dropdown(options=KINDS)
        self.interval = widgets.Checkbox(indent=False)
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
        self.watcher.watch(self.question, self.measure, self.group, self.answer, self.kind)
        self.watcher.watch(
            self.interval, *(box for own in self.boxes.values() for box in own.values())
        )
        self._sets = {name: widgets.VBox(list(own.values())) for name, own in self.boxes.items()}
        self.box = widgets.VBox(
            [self.question, self.measure, self.group, self.answer, self.kind, self.interval,
             self.heading, widgets.HBox([self.all, self.none]), *self._sets.values()]
        )  # fmt: skip
        self.box.add_class("fag-controls")

    def choices(self, source: Source) -> Choices:
        """Return what is chosen.

        Raises
        ------
        InputError
            No item is ticked.
        """
        items = self._ticked()
        if not items:
            raise InputError(text("explorer.item_missing", self.lang))
        return Choices(
            source=source,
            question=self.question.value,
            items=items,
            measure=self.measure.value,
            group=self.group.value,
            answer=self.answer.value,
            kind=self.kind.value,
            interval=self.interval.value,
            lang=self.lang,
        )

    def arrange(self, source: Source) -> None:
        """Show the items and answers of the question; disable what changes nothing."""
        question = self._book.question(self.question.value)
        for name, own in self._sets.items():
            show_if(name == question.item_set, own)
        with self.watcher.paused():
            answers = [(answer.short[self.lang], answer.key) for answer in question.scale.answers]
            if self.answer.options != tuple(answers):
                value = self.answer.value
                self.answer.options = answers
                self.answer.value = value if value in question.scale.keys else answers[0][1]
        measure, group, kind = self.measure.value, self.group.value, self.kind.value
        effective = effective_settings(Choices(source, measure=measure, group=group, kind=kind))
        show_if("answer" in effective, self.answer)
        self.kind.disabled = "kind" not in effective
        self.interval.disabled = "interval" not in effective
        kind = f"explorer.{question.item_set}"
        heading = text(kind if has_text(kind, self.lang) else "explorer.items", self.lang)
        self.heading.value = f'<span class="fag-heading">{heading}</span>'

    def label(self, lang: Lang) -> None:
        """Set the labels in a language."""
        self.lang = lang
        with self.watcher.paused():
            relabel(self.measure, MEASURES, lang)
            relabel(self.group, GROUPS, lang)
            relabel(self.kind, KINDS, lang)
            value = self.question.value
            self.question.options = [
                (question.title[lang], key) for key, question in self._book.questions.items()
            ]
            self.question.value = value
        for name in ("question", "measure", "group", "answer", "kind", "interval"):
            getattr(self, name).description = text(f"explorer.{name}", lang)
        self.all.description = text("explorer.all_items", lang)
        self.none.description = text("explorer.no_items", lang)
        for question in self._book.questions.values():
            for item in question.items:
                number = f"{item.key}. " if question.item_set == "statements" else ""
                self.boxes[question.item_set][item.key].description = number + item.label[lang]

    def _ticked(self) -> tuple[str, ...]:
        own = self.boxes[self._book.question(self.question.value).item_set]
        return tuple(key for key, box in own.items() if box.value)

    def _tick(self, value: bool) -> None:
        with self.watcher.paused():
            for box in self.boxes[self._book.question(self.question.value).item_set].values():
                box.value = value
        self._on_change()


class GapControls:
    """Inputs for a kommune, and for the per cent of the open top band."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self.watcher = ChangeWatcher(on_change)
        self.lang: Lang = "da"
        answer = read_codebook().question(NOW).scale.answers[0]
        assert answer.band
        self._open, (low, self._usual, _) = answer, answer.band
        self.kommune = widgets.Dropdown()
        self.top_band = widgets.BoundedFloatText(value=self._usual, min=low, max=100, step=1)
        self.watcher.watch(self.kommune, self.top_band)
        self.box = widgets.VBox([self.kommune, self.top_band])
        self.box.add_class("fag-controls")

    def choices(self, source: Source) -> GapChoice:
        """Return what is chosen, among the kommuner that the source has."""
        kommuner = {
            str(name): str(code) for code, name in source.read(self.lang).kommuner["name"].items()
        }
        options = [(text("explorer.all_kommuner", self.lang), "")]
        options += sorted(kommuner.items(), key=lambda kommune: danish_order(kommune[0]))
        with self.watcher.paused():
            if self.kommune.options != tuple(options):
                value = ODDER if self.kommune.value is None else self.kommune.value
                self.kommune.options = options
                self.kommune.value = value if value in kommuner.values() else ""
        name = self.kommune.label if self.kommune.value else ""
        value = self.top_band.value
        top_band = None if value == self._usual else value
        return GapChoice(source, str(name), top_band, self.lang)

    def label(self, lang: Lang) -> None:
        """Set the labels in a language."""
        self.lang = lang
        self.kommune.description = text("explorer.kommune", lang)
        self.top_band.description = text("explorer.top_band", lang, answer=self._open.short[lang])
