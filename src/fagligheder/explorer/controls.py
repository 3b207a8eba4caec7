"""Controls that choose a question or a kommune, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets
import pandas as pd

from analysis.measures.staff_bands import NOW
from analysis.survey.checks import InputError
from analysis.survey.codebook import MOST_STAFF, Lang, read_codebook
from analysis.survey.kommuner import find_kommune, read_kommuner
from analysis.survey.names import danish_order
from analysis.words import has_text, text
from fagligheder.explorer.choices import (
    ANSWERS,
    GROUPS,
    KINDS,
    MEASURES,
    ORDERS,
    WIDTHS,
    Choices,
    GapChoice,
    Source,
    effective_settings,
    read_own_once,
)
from fagligheder.explorer.widget_helpers import ChangeWatcher, relabel, show_if

#: The inputs of a question, whose labels are words of their names.
_LABELLED = ("question", "measure", "group", "answer", "kind", "order", "interval", "width")
#: The code of the kommune that is shown first.
ODDER = "0727"


class QuestionControls:
    """Inputs for a question, its items, and how they are shown."""

    def __init__(self, on_change: Callable[[], None], own: str = "") -> None:
        self._book, self._own = read_codebook(), own
        self._on_change = on_change
        self.watcher = ChangeWatcher(on_change)
        self.lang: Lang = "da"
        first = next(iter(self._book.questions.values()))
        self.question = widgets.Dropdown(options=list(self._book.questions))
        self.measure = widgets.Dropdown(options=MEASURES, value=ANSWERS)
        self.group = widgets.Dropdown(options=GROUPS)
        self.answer = widgets.Dropdown(options=first.scale.keys)
        self.kind = widgets.Dropdown(options=KINDS)
        self.order = widgets.Dropdown(options=ORDERS)
        self.width = widgets.Dropdown(options=WIDTHS)
        self.title = widgets.Text(continuous_update=False)
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
        self.watcher.watch(self.order, self.width, self.title)
        self.watcher.watch(
            self.interval, *(box for own in self.boxes.values() for box in own.values())
        )
        self._sets = {name: widgets.VBox(list(own.values())) for name, own in self.boxes.items()}
        self.box = widgets.VBox(
            [self.question, self.measure, self.group, self.answer, self.kind, self.order,
             self.interval, self.width, self.title, self.heading,
             widgets.HBox([self.all, self.none]), *self._sets.values()]
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
            own=self._own,
            lang=self.lang,
            order=self.order.value,
            width=self.width.value,
            title=self.title.value,
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
        for name in ("kind", "order", "interval", "width", "title"):
            getattr(self, name).disabled = name not in effective
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
        own = self.boxes[self._book.question(self.question.value).item_set]
        return tuple(key for key, box in own.items() if box.value)

    def _tick(self, value: bool) -> None:
        with self.watcher.paused():
            for box in self.boxes[self._book.question(self.question.value).item_set].values():
                box.value = value
        self._on_change()


class GapControls:
    """Inputs for a kommune, its staff where that is not known, and for the open top band."""

    def __init__(self, on_change: Callable[[], None], own: str = "") -> None:
        self.watcher = ChangeWatcher(on_change)
        self.lang: Lang = "da"
        answer = read_codebook().question(NOW).scale.answers[0]
        assert answer.band
        self._open, (low, self._usual, _) = answer, answer.band
        self._own = own
        named = read_own_once(own).kommune
        self._own_code = find_kommune(named).code if named else ""
        self.kommune = widgets.Dropdown()
        self.staff = widgets.BoundedIntText(value=0, min=0, max=MOST_STAFF)
        self.top_band = widgets.BoundedFloatText(value=self._usual, min=low, max=100, step=1)
        self.kommune.observe(self._forget_staff, names="value")
        self.watcher.watch(self.kommune, self.staff, self.top_band)
        self.box = widgets.VBox([self.kommune, self.staff, self.top_band])
        self.box.add_class("fag-controls")

    def choices(self, source: Source) -> GapChoice:
        """Return what is chosen, among all kommuner: those that the source has come first.

        Raises
        ------
        InputError
            The staff of the chosen kommune is not known, and not given.
        """
        staff_of = source.read(self.lang).kommuner["staff"]
        self._list_kommuner(staff_of)
        code = self.kommune.value
        if not code:
            show_if(False, self.staff)
            return GapChoice(source, "", self._top_band(), self.lang)
        name = read_kommuner()[code].name
        own = self._own if self._own_code in ("", code) else ""
        known = bool(staff_of.notna().get(code, False))
        asked = not known and read_own_once(own, self.lang).staff is None
        show_if(asked, self.staff)
        if asked and not self.staff.value:
            raise InputError(text("explorer.staff_missing", self.lang, name=name))
        staff = self.staff.value if asked else None
        return GapChoice(source, name, self._top_band(), self.lang, staff, own)

    def _forget_staff(self, _: object) -> None:
        """Another kommune has another staff."""
        with self.watcher.paused():
            self.staff.value = 0

    def _list_kommuner(self, staff_of: pd.Series) -> None:
        """List those of the source, and then the others; what is chosen stays chosen."""
        names = {code: each.name for code, each in read_kommuner().items()}
        ordered = sorted(names, key=lambda code: (code not in staff_of, danish_order(names[code])))
        options = [(text("explorer.all_kommuner", self.lang), "")]
        for code in ordered:
            label = names[code]
            if code not in staff_of:
                label = text("explorer.took_no_part", self.lang, name=label)
            options.append((label, code))
        with self.watcher.paused():
            if self.kommune.options != tuple(options):
                first = self._own_code or (ODDER if ODDER in staff_of else "")
                value = first if self.kommune.value is None else self.kommune.value
                self.kommune.options = options
                self.kommune.value = value

    def _top_band(self) -> float | None:
        value = float(self.top_band.value)
        return None if value == self._usual else value

    def label(self, lang: Lang) -> None:
        """Set the labels in a language."""
        self.lang = lang
        self.kommune.description = text("explorer.kommune", lang)
        self.staff.description = text("explorer.staff", lang)
        self.top_band.description = text("explorer.top_band", lang, answer=self._open.short[lang])
