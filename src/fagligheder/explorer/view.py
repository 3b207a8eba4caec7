"""The explorer in a notebook or an app: choose, and figure, table and sentence follow."""

from __future__ import annotations

import asyncio
import gc
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import ipywidgets as widgets

from analysis.display.figures.fonts import font_faces
from analysis.survey.codebook import Lang
from analysis.words import check_lang, text
from fagligheder.explorer.choices import Choices, GapChoice, Source, source_of
from fagligheder.explorer.controls import GapControls, QuestionControls
from fagligheder.explorer.files import default_folder
from fagligheder.explorer.inputs import Quiet, show_if
from fagligheder.explorer.model import forget, prepare
from fagligheder.explorer.panel import Panel, collecting_later
from fagligheder.explorer.source import SourceControls
from fagligheder.explorer.start import APP_VARIABLE, LANG_VARIABLE

#: Seconds between two things made ahead, in which a click is heard.
PAUSE = 0.05
TABS = ("questions_tab", "gap_tab")


def explore(
    answers: Path | str | None = None,
    *,
    lang: str | None = None,
    folder: Path | str | None = None,
) -> Explorer:
    """Explore the survey without code: choose, and the figure, table and sentence follow.

    Parameters
    ----------
    answers : path or str, optional
        What to begin with, as `read_survey` takes it; the report's printed numbers when left
        out. Another source can be chosen in the explorer.
    lang : {"da", "en"}, optional
        Danish when left out, or what ``fagligheder explore --lang`` said.
    folder : path, optional
        Where figures, tables and uploads go; ``reports/udforsk`` when left out.

    Returns
    -------
    Explorer
        Shows itself when it is a cell's last line.

    Raises
    ------
    InputError
        The language does not exist.

    Examples
    --------
    >>> explorer = explore()
    >>> explorer.questions.shown.sentence[:40]
    '»Meget vigtig« svarer flest om Virksomhe'
    """
    lang = lang or os.environ.get(LANG_VARIABLE) or "da"
    check_lang(lang)
    place = Path(folder) if folder else default_folder()
    forget()
    return Explorer(source_of(answers), cast(Lang, lang), place.resolve())


class Explorer:
    """The explorer's widgets: ``box`` is the whole of it.

    Attributes
    ----------
    box : VBox
    questions, gap : Panel
        What is shown of a question, and of the staff of a kommune.
    """

    def __init__(self, source: Source, lang: Lang, folder: Path) -> None:
        gc.freeze()  # what is loaded now stays: no later collection needs to look through it
        self._quiet = Quiet(self._update)
        self._prepared: Source | None = None
        self.folder = widgets.Text(value=str(folder), continuous_update=False)
        self.language = widgets.Dropdown(options=[("Dansk", "da"), ("English", "en")], value=lang)
        self.tab = widgets.RadioButtons(options=TABS, orientation="horizontal")
        self.source = SourceControls(source, self.folder, self._update)
        self.asked = QuestionControls(self._update)
        self.picked = GapControls(self._update)
        self.questions = Panel(self._question, self.folder)
        self.gap = Panel(self._gap, self.folder)
        self.language.observe(self._speak, names="value")
        self._quiet.watch(self.tab)
        self._rooms = {
            "questions_tab": widgets.HBox([self.asked.box, self.questions.box]),
            "gap_tab": widgets.HBox([self.picked.box, self.gap.box]),
        }
        for room in self._rooms.values():
            room.add_class("fag-room")
        top = widgets.HBox([self.tab, self.source.box, self.language])
        top.add_class("fag-top")
        css = Path(__file__).with_name("explorer.css").read_text(encoding="utf-8")
        style = widgets.HTML(f"<style>{font_faces('normal', 'semibold')}{css}</style>")
        self.title = widgets.HTML()  # a notebook has a title of its own
        show_if(APP_VARIABLE in os.environ, self.title)
        self.box = widgets.VBox([style, self.title, top, self.source.note, *self._rooms.values()])
        self.box.add_class("fag-explorer")
        self._label()
        self.gap.update()
        self._update()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widgets; where no kernel runs, the figure that was shown first."""
        shown = self.questions.shown
        bundle = dict(self.box._repr_mimebundle_())
        if shown is None:
            return bundle, {}
        bundle |= {"text/plain": shown.sentence, "image/svg+xml": shown.svg}
        return bundle, {"image/svg+xml": {"alt": shown.alt, "basis": list(shown.table.basis)}}

    def _question(self) -> Choices:
        return self.asked.choices(self.source.source())

    def _gap(self) -> GapChoice:
        return self.picked.choices(self.source.source())

    def _update(self) -> None:
        """Show what is chosen on the page that is open."""
        for name, room in self._rooms.items():
            room.layout.display = None if name == self.tab.value else "none"
        self.asked.arrange(Source(self.source.name.value))
        panel = self.questions if self.tab.value == "questions_tab" else self.gap
        if panel.update():
            self._prepare(self.source.source())

    def _prepare(self, source: Source) -> None:
        """Make what may be asked for next, a little at a time, where a kernel waits for clicks."""
        if source == self._prepared:
            return
        self._prepared = source
        with suppress(RuntimeError):  # no loop: a script, which has no page to be quick for
            loop = asyncio.get_running_loop()
            steps = prepare(source)

            def step() -> None:
                if self._prepared == source and next(steps, steps) is not steps:
                    loop.call_later(PAUSE, step)

            loop.call_later(PAUSE, step)

    def _speak(self, _: Any) -> None:
        with collecting_later():
            self._label()
            self._update()

    def _label(self) -> None:
        lang = cast(Lang, self.language.value)
        for part in (self.source, self.asked, self.picked, self.questions, self.gap):
            part.label(lang)
        self.language.description = text("explorer.lang", lang)
        self.title.value = (
            f'<h1 class="fag-title">{text("explorer.title", lang)}</h1>'
            f'<p class="fag-intro">{text("explorer.intro", lang)}</p>'
        )
        self.folder.description = text("explorer.folder", lang)
        with self._quiet.silence():
            value = self.tab.value
            self.tab.options = [(text(f"explorer.{key}", lang), key) for key in TABS]
            self.tab.value = value
