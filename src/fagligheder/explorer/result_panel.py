"""The panel of a result: sentence, figure, table, Python code, and the button that saves them."""

from __future__ import annotations

import asyncio
import gc
import os
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import escape

import ipywidgets as widgets
import mistune

from analysis.survey.checks import InputError
from analysis.words import text
from fagligheder.explorer.choices import Choices, GapChoice
from fagligheder.explorer.group_test import can_be_tested, compare_groups
from fagligheder.explorer.jupyter_settings import APP_VARIABLE
from fagligheder.explorer.results import Result, show
from fagligheder.explorer.saved_files import save
from fagligheder.explorer.sources import python_string
from fagligheder.explorer.widget_helpers import chosen_folder, show_if

#: Problems of a file that are listed; more are counted.
LISTED = 5


class ResultPanel:
    """The result of the choices, and the button that saves it.

    Parameters
    ----------
    read_choices : callable
        Reads the controls; raises an InputError when they do not go together.
    folder : Text
        Where to save.
    """

    def __init__(
        self, read_choices: Callable[[], Choices | GapChoice], folder: widgets.Text
    ) -> None:
        self._read_choices = read_choices
        self._folder = folder
        self.lang = "da"
        self.result: Result | None = None
        self.message = widgets.HTML()
        self.facts = widgets.HTML()
        self.sentence = widgets.HTML()
        self.figure = widgets.HTML()
        self.notes = widgets.HTML()
        self.table = widgets.HTML()
        self.test = widgets.HTML()
        self.link = widgets.HTML()  # an address in the page without code, a call in a notebook
        self.call = widgets.Text(layout=widgets.Layout(width="100%"))
        in_app = APP_VARIABLE in os.environ
        show_if(in_app, self.link)
        show_if(not in_app, self.call)
        self.code = widgets.Textarea(rows=9, layout=widgets.Layout(width="100%"))
        self.save_button = widgets.Button(icon="save")
        self.saved = widgets.HTML()
        self.save_button.on_click(self._save)
        saving = widgets.HBox([folder, self.save_button])
        self.box = widgets.VBox(
            [self.message, self.facts, self.sentence, self.figure, self.notes, self.test,
             self.table, saving, self.saved, self.code, self.link, self.call]
        )  # fmt: skip
        for box, name in (
            (self.box, "panel"),
            (saving, "save"),
            (self.code, "lines"),
            (self.call, "lines"),
        ):
            box.add_class(f"fag-{name}")

    def update(self) -> bool:
        """Show what is chosen, and return True; else say why not, and leave the last figure."""
        with garbage_collected_later():
            try:
                choices = self._read_choices()
                result = show(choices)
            except InputError as error:
                self.show_problems([problem.in_language(self.lang) for problem in error.problems])
                return False
            except Exception as error:
                self.show_problems(
                    [text("explorer.failed", self.lang, reason=type(error).__name__)]
                )
                raise
            self.show_problems([])
            self.saved.value = ""
            if result is not self.result:
                self.result = result
                self._fill(result)
                self._begin_test(choices, result)
            return True

    def _fill(self, result: Result) -> None:
        stamp = text("explorer.stamp", self.lang) if result.made_up else ""
        if result.internal:
            stamp = text("explorer.internal_shown", self.lang)
        self.sentence.value = (
            '<p class="fag-sentence" role="status">'
            f"{escape(result.sentence)}{element('strong', 'fag-stamp', stamp)}</p>"
        )
        self.figure.value = figure_html(result.svg, result.alt)
        self.table.value = str(result.table.mimebundle()["text/html"])
        self.facts.value = result.facts.mimebundle()["text/html"] if result.facts else ""
        self.notes.value = "".join(_markdown_html(note.markdown) for note in result.notes)
        self.code.value = result.code
        words = text("explorer.link", self.lang)
        self.link.value = f'<p class="fag-link"><a href="?{escape(result.query)}">{words}</a></p>'
        self.call.value = f"explore(view={python_string(result.query)})"

    def _begin_test(self, choices: Choices | GapChoice, result: Result) -> None:
        """Test the groups after the figure is shown, in a thread of its own: it takes a second."""
        self.test.value = ""
        if not (isinstance(choices, Choices) and can_be_tested(choices)):
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a script, which nobody waits for
            self.test.value = _test_html(choices)
            return
        waiting = text("explorer.testing", self.lang)
        self.test.value = element("p", "fag-test", waiting, ' role="status"')

        async def finish() -> None:
            tested = await loop.run_in_executor(None, _test_html, choices)
            if self.result is result:  # else something else was chosen meanwhile
                self.test.value = tested

        self._testing = loop.create_task(finish())

    def show_problems(self, problems: Sequence[str]) -> None:
        """Show problems above the last good figure; without problems, clear the message."""
        stays = ""
        if problems and self.result is not None:
            stays = element("p", "fag-stays", text("explorer.figure_stays", self.lang))
        self.message.value = problems_html(problems, self.lang, stays)

    def label(self, lang: str) -> None:
        """Set the labels of the panel in a language."""
        self.lang = lang
        self.code.description = text("explorer.lines", lang)
        self.call.description = text("explorer.link", lang)
        self.save_button.description = text("explorer.save", lang)

    def _save(self, _: widgets.Button) -> None:
        try:
            folder = chosen_folder(self._folder)
            names = ", ".join(path.name for path in save(self._read_choices(), folder))
        except InputError as error:
            self.saved.value = ""
            self.show_problems([problem.in_language(self.lang) for problem in error.problems])
            return
        words = text("explorer.saved", self.lang, folder=folder, names=names)
        self.saved.value = element("p", "fag-saved", words, ' role="status"')


@contextmanager
def garbage_collected_later() -> Iterator[None]:
    """Collect garbage after the page is updated, not before: it takes a while."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.collect()


def problems_html(problems: Sequence[str], lang: str, more: str = "") -> str:
    """Return the first problems as an alert with more HTML below; nothing without problems."""
    if not problems:
        return ""
    listed = list(problems[:LISTED])
    if len(problems) > LISTED:
        listed.append(text("explorer.more_problems", lang, n=len(problems) - LISTED))
    words = "".join(f"<p>{escape(problem)}</p>" for problem in listed)
    words = f'<div class="fag-problems" tabindex="0">{words}</div>{more}'
    return f'<div class="fag-message" role="alert">{words}</div>'


def figure_html(svg: str, alt: str) -> str:
    """Return the figure as an image with its alternative text."""
    address = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    return f'<img class="fag-figure" alt="{escape(alt)}" src="{address}">'


def _test_html(choices: Choices) -> str:
    """Return the finding of a test of the groups, and its numbers; or why there is none."""
    try:
        tested = compare_groups(choices)
    except InputError as error:
        return element("p", "fag-test", str(error), ' role="status"')
    numbers = str(tested.table.mimebundle()["text/html"])
    return element("p", "fag-test", tested.sentence, ' role="status"') + numbers


def _markdown_html(markdown: str) -> str:
    return str(mistune.create_markdown(escape=True)(markdown))


def element(tag: str, css_class: str, words: str, attributes: str = "") -> str:
    """Return an element of these words; nothing without words."""
    if not words:
        return ""
    return f'<{tag} class="{css_class}"{attributes}>{escape(words)}</{tag}>'
