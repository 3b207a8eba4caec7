"""The page of the explorer: all controls and panels, in a notebook or in the app."""

from __future__ import annotations

import asyncio
import gc
import os
from base64 import b64encode
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any, cast

import ipywidgets as widgets

from analysis.display.figures.fonts import font_faces, in_typeface
from analysis.display.figures.palette import recoloured
from analysis.display.figures.theme import theme
from analysis.measures.profiles import PROFILE_MEASURES
from analysis.survey.checks import InputError
from analysis.survey.codebook import Codebook, Lang
from analysis.words import text
from fagligheder.documents.logo import logo_address, page_logo
from fagligheder.explorer.centre_tab import CentreTab
from fagligheder.explorer.choices import Choices, GapChoice
from fagligheder.explorer.controls import QuestionControls
from fagligheder.explorer.gap_controls import GapControls
from fagligheder.explorer.jupyter_settings import APP_VARIABLE
from fagligheder.explorer.link_opening import Controls, LinkOpening
from fagligheder.explorer.result_panel import ResultPanel, garbage_collected_later
from fagligheder.explorer.results import draw_figure, precompute
from fagligheder.explorer.source_controls import SourceControls
from fagligheder.explorer.sources import Source
from fagligheder.explorer.widget_helpers import ChangeWatcher, show_if

#: Seconds between two steps of precomputing, in which clicks are handled.
PAUSE = 0.05
TABS = ("questions_tab", "gap_tab", "centre_tab")


def asks_gap(book: Codebook) -> bool:
    """Whether a survey asked job centres of kommuner for their staff today and ideally."""
    known = book.about.kommuner and bool(book.size_bands)
    return known and book.has_roles(*PROFILE_MEASURES.values())


class Explorer:
    """The widgets of the explorer.

    Attributes
    ----------
    box : VBox
        All of them.
    question_panel, gap_panel : ResultPanel
        The results of a question, and of the staff of a kommune; a survey without kommuner has
        the first alone.
    """

    def __init__(
        self, source: Source, lang: Lang, folder: Path, own: str = "", view: str = ""
    ) -> None:
        gc.freeze()  # no later collection needs to look through what is loaded now
        self._watcher = ChangeWatcher(self._update)
        self._precomputed: Source | None = None
        self._first, self._book = source, source.codebook
        self.folder = widgets.Text(value=str(folder), continuous_update=False)
        self.language = widgets.Dropdown(options=[("Dansk", "da"), ("English", "en")], value=lang)
        self.tab = widgets.RadioButtons(options=TABS, orientation="horizontal")
        self.source_controls = SourceControls(source, self.folder, self._update)
        self.question_controls = QuestionControls(self._update, source, own)
        self.question_panel = ResultPanel(self._question_choices, self.folder)
        self.language.observe(self._change_language, names="value")
        self._watcher.watch(self.tab)
        self._tabs = {
            "questions_tab": widgets.HBox([self.question_controls.box, self.question_panel.box])
        }
        self._parts: list[Any] = [self.source_controls, self.question_controls, self.question_panel]
        self.has_gap = asks_gap(self._book)
        if self.has_gap:
            self.gap_controls = GapControls(self._update, self._book, own)
            self.gap_panel = ResultPanel(self._gap_choices, self.folder)
            self._tabs["gap_tab"] = widgets.HBox([self.gap_controls.box, self.gap_panel.box])
            self._parts += [self.gap_controls, self.gap_panel]
        if not source.own_survey:  # a job centre's profiles are those of 2017
            self.centre_tab = CentreTab()
            self._tabs["centre_tab"] = self.centre_tab.box
            self._parts.append(self.centre_tab)
        show_if(len(self._tabs) > 1, self.tab)
        for tab in self._tabs.values():
            tab.add_class("fag-tab")
        top = widgets.HBox([self.tab, self.source_controls.box, self.language])
        top.add_class("fag-top")
        css = Path(__file__).with_name("explorer.css").read_text(encoding="utf-8")
        css = in_typeface(recoloured(css))
        style = widgets.HTML(f"<style>{font_faces('normal', 'semibold')}{css}</style>")
        sender = widgets.HTML(_sender())
        show_if(bool(sender.value), sender)
        self.title = widgets.HTML()  # a notebook has a title of its own
        show_if(APP_VARIABLE in os.environ, self.title)
        self.link_note, self._opening = widgets.HTML(), False
        notes = [self.source_controls.note, self.link_note]
        self.box = widgets.VBox([style, sender, self.title, top, *notes, *self._tabs.values()])
        self.box.add_class("fag-explorer")
        self._label()
        if self.has_gap:
            self.gap_panel.update()
        self._open(view)

    def _open(self, view: str) -> None:
        """Set the controls as a link says, and show what is chosen."""
        self.question_controls.arrange(self.source_controls.survey())
        gap = self.gap_controls if self.has_gap else None
        controls = Controls(
            self.language, self.tab, self.source_controls, self.question_controls, gap
        )
        self._opening = True
        problems = LinkOpening(controls, view).problems
        self._opening = False
        words = "".join(f"<p>{escape(problem)}</p>" for problem in problems)
        if words:
            self.link_note.value = f'<div class="fag-message" role="alert">{words}</div>'
        self._update()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the widgets and, for pages without a kernel, the figure of the question."""
        result = self.question_panel.result
        bundle = dict(self.box._repr_mimebundle_())
        if result is None:
            return bundle, {}
        pictures = {"image/svg+xml": result.svg}
        if APP_VARIABLE not in os.environ:  # stored, and shown where the notebook is not trusted
            with suppress(InputError):
                png = draw_figure(self._question_choices()).png()
                pictures["image/png"] = b64encode(png).decode()
        metadata: dict[str, Any] = {"alt": result.alt, "basis": list(result.table.basis)}
        if result.internal:
            metadata["unprotected"] = True
        bundle |= {"text/plain": result.sentence, **pictures}
        return bundle, dict.fromkeys(pictures, metadata)

    def _question_choices(self) -> Choices:
        return self.question_controls.choices(self.source_controls.source())

    def _gap_choices(self) -> GapChoice:
        return self.gap_controls.choices(self.source_controls.source())

    def _update(self) -> None:
        """Show what is chosen on the tab that is open."""
        if self._opening:
            return
        for name, tab in self._tabs.items():
            show_if(name == self.tab.value, tab)
        show_if(self.tab.value != "centre_tab", self.source_controls.box)
        if self.tab.value == "centre_tab":  # it has a file of its own
            return
        self.question_controls.arrange(self.source_controls.survey())
        panel = self.question_panel if self.tab.value == "questions_tab" else self.gap_panel
        if panel.update():
            self._precompute(self.source_controls.source())

    def _precompute(self, source: Source) -> None:
        """Compute what may be chosen next, step by step, while a kernel waits for clicks."""
        if source == self._precomputed:
            return
        self._precomputed = source
        with suppress(RuntimeError):  # no event loop: a script, which has no clicks
            loop = asyncio.get_running_loop()
            steps = precompute(source)

            def step() -> None:
                if self._precomputed == source and next(steps, steps) is not steps:
                    loop.call_later(PAUSE, step)

            loop.call_later(PAUSE, step)

    def _change_language(self, _: Any) -> None:
        with garbage_collected_later():
            self._label()
            self._update()

    def _label(self) -> None:
        lang = cast(Lang, self.language.value)
        for part in self._parts:
            part.label(lang)
        self.language.description = text("explorer.lang", lang)
        title, intro = text("explorer.title", lang), text("explorer.intro", lang)
        if self._first.own_survey:
            named = self._book.about.title[lang]
            title = text("explorer.survey_title", lang, title=named) if named else title
            intro = text("explorer.survey_intro", lang)
        self.title.value = (
            f'<h1 class="fag-title">{escape(title)}</h1><p class="fag-intro">{intro}</p>'
        )
        self.folder.description = text("explorer.folder", lang)
        with self._watcher.paused():
            value = self.tab.value
            self.tab.options = [(text(f"explorer.{key}", lang), key) for key in self._tabs]
            self.tab.value = value


def _sender() -> str:
    """The logo of the theme in use, else its sender; nothing without one."""
    logo = page_logo()
    if logo is None:
        return f"<strong>{escape(theme().sender)}</strong>" if theme().sender else ""
    address, alt = logo_address(logo), escape(logo["alt"])
    return f'<img src="{address}" alt="{alt}" style="height:40px;margin:8px 0">'
