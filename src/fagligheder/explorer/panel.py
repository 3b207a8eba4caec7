"""What the explorer shows of some choices: the sentence, the figure, the table, the lines."""

from __future__ import annotations

import gc
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import escape

import ipywidgets as widgets
import mistune

from analysis.survey.checks import InputError
from analysis.words import text
from fagligheder.explorer.choices import Choices, GapChoice
from fagligheder.explorer.files import save
from fagligheder.explorer.inputs import chosen_folder
from fagligheder.explorer.model import show
from fagligheder.explorer.showing import Showing

#: More problems of a file than this are counted, not listed.
LISTED = 5


class Panel:
    """The results of one kind of choices, and the button that saves them.

    Parameters
    ----------
    choose : callable
        Reads the controls; raises an InputError when they do not go together.
    folder : Text
        Where to save.
    """

    def __init__(self, choose: Callable[[], Choices | GapChoice], folder: widgets.Text) -> None:
        self._choose = choose
        self._folder = folder
        self.lang = "da"
        self.shown: Showing | None = None
        self.message = widgets.HTML()
        self.facts = widgets.HTML()
        self.sentence = widgets.HTML()
        self.figure = widgets.HTML()
        self.told = widgets.HTML()
        self.table = widgets.HTML()
        self.lines = widgets.Textarea(rows=9, layout=widgets.Layout(width="100%"))
        self.button = widgets.Button(icon="save")
        self.saved = widgets.HTML()
        self.button.on_click(self._save)
        saving = widgets.HBox([folder, self.button])
        self.box = widgets.VBox(
            [self.message, self.facts, self.sentence, self.figure, self.told, self.table,
             saving, self.saved, self.lines]
        )  # fmt: skip
        for box, name in ((self.box, "panel"), (saving, "save"), (self.lines, "lines")):
            box.add_class(f"fag-{name}")

    def update(self) -> bool:
        """Show what is chosen; when it cannot be shown, say why, and leave the last figure.

        Returns
        -------
        bool
            Whether it is shown.
        """
        with collecting_later():
            try:
                shown = show(self._choose())
            except InputError as error:
                self.say([str(problem) for problem in error.problems])
                return False
            except Exception as error:
                self.say([text("explorer.failed", self.lang, reason=type(error).__name__)])
                raise
            self.say([])
            self.saved.value = ""
            if shown is not self.shown:
                self.shown = shown
                self._fill(shown)
            return True

    def _fill(self, shown: Showing) -> None:
        stamp = text("explorer.stamp", self.lang) if shown.made_up else ""
        self.sentence.value = (
            '<p class="fag-sentence" role="status">'
            f"{escape(shown.sentence)}{_element('strong', 'fag-stamp', stamp)}</p>"
        )
        self.figure.value = figure_html(shown)
        self.table.value = str(shown.table.mimebundle()["text/html"])
        self.facts.value = shown.facts.mimebundle()["text/html"] if shown.facts else ""
        self.told.value = "".join(_html(text.markdown) for text in shown.told)
        self.lines.value = shown.lines

    def say(self, problems: Sequence[str]) -> None:
        """Say what stands in the way, beside the last good figure; nothing when all is well."""
        listed = list(problems[:LISTED])
        if len(problems) > LISTED:
            listed.append(text("explorer.more_problems", self.lang, n=len(problems) - LISTED))
        words = "".join(f"<p>{escape(problem)}</p>" for problem in listed)
        if words:
            words = f'<div class="fag-problems" tabindex="0">{words}</div>'
        if words and self.shown is not None:
            words += _element("p", "fag-stays", text("explorer.figure_stays", self.lang))
        self.message.value = f'<div class="fag-message" role="alert">{words}</div>' if words else ""

    def label(self, lang: str) -> None:
        """Put the panel's own words in a language."""
        self.lang = lang
        self.lines.description = text("explorer.lines", lang)
        self.button.description = text("explorer.save", lang)

    def _save(self, _: widgets.Button) -> None:
        try:
            folder = chosen_folder(self._folder)
            names = ", ".join(path.name for path in save(self._choose(), folder))
        except InputError as error:
            self.saved.value = ""
            self.say([str(problem) for problem in error.problems])
            return
        words = text("explorer.saved", self.lang, folder=folder, names=names)
        self.saved.value = _element("p", "fag-saved", words, ' role="status"')


@contextmanager
def collecting_later() -> Iterator[None]:
    """Collect garbage when the page has been told, not while it waits: it takes a while."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.collect()


def figure_html(shown: Showing) -> str:
    """The figure as a picture with its alternative text."""
    data = b64encode(shown.svg.encode()).decode()
    return (
        f'<img class="fag-figure" alt="{escape(shown.alt)}" src="data:image/svg+xml;base64,{data}">'
    )


def _html(markdown: str) -> str:
    return str(mistune.create_markdown(escape=True)(markdown))


def _element(name: str, of: str, words: str, more: str = "") -> str:
    return f'<{name} class="{of}"{more}>{escape(words)}</{name}>' if words else ""
