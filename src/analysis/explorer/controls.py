"""The explorer's controls: native inputs, each with its label."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from analysis.explorer.choices import (
    ANSWERS,
    GROUPS,
    KINDS,
    MEASURES,
    SOURCES,
    Choices,
    KommuneChoice,
    Source,
    matters,
)
from analysis.explorer.files import keep_upload
from analysis.explorer.words import WORDS, word
from analysis.survey.checks import InputError
from analysis.survey.codebook import Lang, read_codebook

_ANSWER_FILES = ".csv,.tsv,.txt,.xlsx,.sav,.zsav,.dta,.parquet"
_MAPPING_FILES = ".yml,.yaml,.csv"


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


class SourceControls:
    """Which answers: the printed numbers, a file, or made-up ones."""

    def __init__(self, first: Source, folder: widgets.Text, changed: Callable[[], None]) -> None:
        self.quiet = Quiet(self._changed)
        self._tell = changed
        self._folder = folder
        self._path, self._mapping = first.path, first.mapping
        self.lang: Lang = "da"
        self.name = widgets.Dropdown(options=SOURCES, value=first.name)
        self.seed = widgets.BoundedIntText(value=first.seed, min=0, max=999_999_999)
        self.file = widgets.FileUpload(accept=_ANSWER_FILES)
        self.mapping = widgets.FileUpload(accept=_MAPPING_FILES)
        self.note = widgets.HTML()
        self.quiet.watch(self.name, self.seed, self.file, self.mapping)
        self.box = widgets.HBox([self.name, self.seed, self.file, self.mapping])
        self.box.add_class("fag-source")

    def source(self) -> Source:
        """The source that is chosen."""
        if self.name.value == "synthetic":
            return Source("synthetic", seed=self.seed.value)
        if self.name.value == "file":
            return Source("file", self._path, self._mapping)
        return Source()

    def label(self, lang: Lang) -> None:
        """Put the labels in a language."""
        self.lang = lang
        with self.quiet.silence():
            relabel(self.name, SOURCES, lang)
        self.name.description = word("source", lang)
        self.seed.description = word("seed", lang)
        self.file.description = word("upload", lang)
        self.mapping.description = word("upload_mapping", lang)
        self._arrange()

    def _arrange(self) -> None:
        show_if(self.name.value == "synthetic", self.seed)
        show_if(self.name.value == "file", self.file, self.mapping, self.note)
        self.note.value = ""
        if self.name.value == "file" and self._path:
            self.note.value = self._note()

    def _note(self) -> str:
        """What was read of the file, where its copy lies, and what was assumed."""
        try:
            survey = self.source().read(self.lang)
        except InputError:
            return ""
        path = Path(self._path)
        words = word(
            "file_read", self.lang, name=path.name, respondents=survey.respondents,
            kommuner=len(survey.kommuner), folder=path.parent,
        )  # fmt: skip
        lines = "".join(f"<p>{escape(line)}</p>" for line in (words, *survey.notes))
        return f'<div class="fag-note" role="status">{lines}</div>'

    def _changed(self) -> None:
        folder = Path(self._folder.value.strip() or ".").expanduser().resolve()
        self._path = kept(self.file, folder) or self._path
        self._mapping = kept(self.mapping, folder) or self._mapping
        self._arrange()
        self._tell()


class QuestionControls:
    """Which question, which items, and how they are shown."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._book = read_codebook()
        self._tell = changed
        self.quiet = Quiet(changed)
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
        self.quiet.watch(self.question, self.measure, self.group, self.answer, self.kind)
        self.quiet.watch(
            self.interval, *(box for own in self.boxes.values() for box in own.values())
        )
        self._sets = {name: widgets.VBox(list(own.values())) for name, own in self.boxes.items()}
        self.box = widgets.VBox(
            [self.question, self.measure, self.group, self.answer, self.kind, self.interval,
             self.heading, widgets.HBox([self.all, self.none]), *self._sets.values()]
        )  # fmt: skip
        self.box.add_class("fag-controls")

    def choices(self, source: Source) -> Choices:
        """What is chosen.

        Raises
        ------
        InputError
            No item is ticked.
        """
        items = self._ticked()
        if not items:
            raise InputError(word("item_missing", self.lang))
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
        """Show the items and answers of the question, and leave out what changes nothing."""
        question = self._book.question(self.question.value)
        for name, own in self._sets.items():
            show_if(name == question.item_set, own)
        with self.quiet.silence():
            answers = [(answer.short[self.lang], answer.key) for answer in question.scale.answers]
            if self.answer.options != tuple(answers):
                value = self.answer.value
                self.answer.options = answers
                self.answer.value = value if value in question.scale.keys else answers[0][1]
        kept = matters(Choices(source, measure=self.measure.value, group=self.group.value,
                               kind=self.kind.value))  # fmt: skip
        show_if("answer" in kept, self.answer)
        self.kind.disabled = "kind" not in kept
        self.interval.disabled = "interval" not in kept
        kind = question.item_set if question.item_set in WORDS[self.lang] else "items"
        self.heading.value = f'<span class="fag-heading">{word(kind, self.lang)}</span>'

    def label(self, lang: Lang) -> None:
        """Put the labels in a language."""
        self.lang = lang
        with self.quiet.silence():
            relabel(self.measure, MEASURES, lang)
            relabel(self.group, GROUPS, lang)
            relabel(self.kind, KINDS, lang)
            value = self.question.value
            self.question.options = [
                (question.title[lang], key) for key, question in self._book.questions.items()
            ]
            self.question.value = value
        for name in ("question", "measure", "group", "answer", "kind", "interval"):
            getattr(self, name).description = word(name, lang)
        self.all.description = word("all_items", lang)
        self.none.description = word("no_items", lang)
        for question in self._book.questions.values():
            for item in question.items:
                number = f"{item.key}. " if question.item_set == "statements" else ""
                self.boxes[question.item_set][item.key].description = number + item.label[lang]

    def _ticked(self) -> tuple[str, ...]:
        own = self.boxes[self._book.question(self.question.value).item_set]
        return tuple(key for key, box in own.items() if box.value)

    def _tick(self, value: bool) -> None:
        with self.quiet.silence():
            for box in self.boxes[self._book.question(self.question.value).item_set].values():
                box.value = value
        self._tell()


class KommuneControls:
    """Which kommune."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.quiet = Quiet(changed)
        self.kommune = widgets.Dropdown()
        self.quiet.watch(self.kommune)
        self.box = widgets.VBox([self.kommune])
        self.box.add_class("fag-controls")

    def choices(self, source: Source, lang: Lang) -> KommuneChoice:
        """What is chosen, among the kommuner that the source has."""
        kommuner = source.read(lang).kommuner["name"].sort_values(key=_alphabet)
        options = [(name, code) for code, name in kommuner.items()]
        with self.quiet.silence():
            if self.kommune.options != tuple(options):
                value = self.kommune.value
                self.kommune.options = options
                codes = [code for _, code in options]
                odder = "0727"
                self.kommune.value = next(
                    (code for code in (value, odder, *codes) if code in codes), None
                )
        return KommuneChoice(source, str(self.kommune.label), lang)

    def label(self, lang: Lang) -> None:
        """Put the label in a language."""
        self.kommune.description = word("kommune", lang)


def relabel(dropdown: widgets.Dropdown, keys: Sequence[str], lang: str) -> None:
    """Give a dropdown the words of its keys in a language, and leave its value."""
    value = dropdown.value
    dropdown.options = [(word(key or "no_group", lang), key) for key in keys]
    dropdown.value = value


def show_if(wanted: bool, *boxes: widgets.DOMWidget) -> None:
    """Show these, or leave them out of the page."""
    for box in boxes:
        box.layout.display = None if wanted else "none"


def kept(upload: widgets.FileUpload, folder: Path) -> str:
    """Where the uploaded file is kept; nothing when none was uploaded."""
    if not upload.value:
        return ""
    (given,) = upload.value[-1:]
    return str(keep_upload(folder, given["name"], bytes(given["content"])))


def _alphabet(names: Any) -> Any:
    """The Danish alphabet ends with æ, ø, å; aa is å."""
    order = {"æ": "{", "ø": "|", "å": "}"}
    return names.str.lower().str.replace("aa", "å").replace(order, regex=True)
