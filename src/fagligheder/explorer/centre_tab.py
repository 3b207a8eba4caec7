"""The tab of a job centre: its workbook, two sliders, the staircase, and the nearest plan."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from math import inf, isinf
from threading import Event, Thread
from typing import TYPE_CHECKING

import ipywidgets as widgets

from analysis.display.text.numbers import short_number
from analysis.survey.checks import LANGUAGES, InputError
from analysis.words import text
from fagligheder.explorer.result_panel import element, figure_html, problems_html
from fagligheder.explorer.results import close_figure
from fagligheder.explorer.widget_helpers import ChangeWatcher, show_if

if TYPE_CHECKING:  # the solver is loaded with the first workbook
    from analysis.competence.centre import Centre
    from fagligheder.explorer.centre_points import Found, Point


class CentreTab:
    """The widgets of the tab; the workbook is kept in memory while the page is open, nowhere else.

    No widget holds the workbook or anything that the default page of a centre hides.
    """

    def __init__(self) -> None:
        self.lang = "da"
        self._centre: Centre | None = None
        self._interrupted = Event()
        self._problems: dict[str, list[str]] = {}
        self._failed = ""
        self._plans: dict[Point, dict[str, str]] = {}
        self._stairs: Found | None = None
        self._drawn: dict[str, str] = {}
        self._all = 0
        self.file = widgets.FileUpload(accept=".xlsx,.ods")
        empty = [("–", inf)]
        self.days = widgets.SelectionSlider(options=empty, continuous_update=False)
        self.kroner = widgets.SelectionSlider(options=empty, continuous_update=False)
        self.intro, self.message, self.status = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.figure, self.plan = widgets.HTML(), widgets.HTML()
        self._files = ChangeWatcher(self._upload)
        self._files.watch(self.file)
        self._sliders = ChangeWatcher(self.show)
        self._sliders.watch(self.days, self.kroner)
        controls = widgets.VBox([self.intro, self.file, self.days, self.kroner])
        controls.add_class("fag-controls")
        panel = widgets.VBox([self.message, self.status, self.figure, self.plan])
        panel.add_class("fag-panel")
        self.box = widgets.HBox([controls, panel])
        show_if(False, self.days, self.kroner)

    def label(self, lang: str) -> None:
        """Set the labels in a language, and show what is found in it."""
        self.lang = lang
        self.file.description = text("explorer.centre_upload", lang)
        self.days.description = text("explorer.centre_days", lang)
        self.kroner.description = text("explorer.centre_kroner", lang)
        self.intro.value = element("p", "fag-test", text("explorer.centre_intro", lang))
        self._list_values()
        self.show()

    def show(self) -> None:
        """Show the staircase, and the plan of the nearest point that is solved."""
        problems = self._problems.get(self.lang, [])
        if self._failed:
            problems = [text("explorer.centre_failed", self.lang, reason=self._failed)]
        self.message.value = problems_html(problems, self.lang)
        self.figure.value, self.plan.value = self._staircase(), ""
        words = ""
        if self._centre is not None and not self._failed:
            done = len(self._plans) + (self._stairs is not None)
            waiting = text("explorer.centre_waiting", self.lang, done=done, all=self._all)
            words = waiting if done < self._all else ""
        if self._plans:
            from fagligheder.explorer.centre_points import nearest_first

            point = nearest_first(list(self._plans), (self.days.value, self.kroner.value))[0]
            days, kroner = (self._written(value) for value in point)
            shown = text("explorer.centre_shown", self.lang, days=days, kroner=kroner)
            words = f"{shown} {words}".strip()
            self.plan.value = self._plans[point][self.lang]
        self.status.value = element("p", "fag-test", words, ' role="status"')

    def _written(self, value: float) -> str:
        if isinf(value):
            return text("explorer.centre_no_limit", self.lang)
        return short_number(value, self.lang)

    def _staircase(self) -> str:
        """Return the figure, drawn once in each language; and why it is not the staircase."""
        if self._stairs is None:
            return ""
        if self.lang not in self._drawn:
            page = self._stairs.pages[self.lang]
            figure = close_figure(page.front_figure())
            note = page.staircase_note().mimebundle().get("text/html", "")
            self._drawn[self.lang] = figure_html(figure.svg(), figure.alt) + str(note)
        return self._drawn[self.lang]

    def _upload(self) -> None:
        """Read the workbook that was chosen, and begin to solve."""
        from fagligheder.explorer.centre_points import own_point, read_upload

        (given,) = self.file.value[-1:]
        name, content = given["name"], bytes(given["content"])
        with self._files.paused():
            self.file.value = ()  # the widget keeps no copy of it
        self._interrupted.set()
        self._centre, self._stairs, self._failed = None, None, ""
        self._plans, self._drawn, self._problems = {}, {}, {}
        for lang in LANGUAGES:
            try:
                self._centre = read_upload(name, content, lang)
                own_point(self._centre)
            except InputError as error:
                self._problems[lang] = [each.in_language(lang) for each in error.problems]
            except Exception as error:  # its words may repeat what stands in the file
                self._failed = type(error).__name__
        if self._problems or self._failed:
            self._centre = None
        self._arrange()
        self.show()
        if self._centre is not None:
            self._begin(self._centre)

    def _arrange(self) -> None:
        """Let the sliders stand at the workbook's own limits; hide one without a limit."""
        from fagligheder.explorer.centre_points import own_point, values_around

        own = (inf, inf) if self._centre is None else own_point(self._centre)
        self._all = 1  # the staircase, and a plan for each point
        counts = []
        for slider, name, value in zip((self.days, self.kroner), ("days", "kroner"), own,
                                       strict=True):  # fmt: skip
            values = values_around(value, name)
            counts.append(len(values))
            with self._sliders.paused():
                slider.options = [(self._written(each), each) for each in values]
                slider.value = value
            show_if(not isinf(value), slider)
        self._all += counts[0] * counts[1]

    def _list_values(self) -> None:
        """Write the values of the sliders in the language."""
        with self._sliders.paused():
            for slider in (self.days, self.kroner):
                value = slider.value
                slider.options = [(self._written(each), each) for _, each in slider.options]
                slider.value = value

    def _begin(self, centre: Centre) -> None:
        """Solve in a thread of its own; where nobody waits for clicks, at once."""
        from fagligheder.explorer.centre_points import solve

        self._interrupted = interrupted = Event()

        def work(tell: Callable[..., object]) -> None:
            try:
                for found in solve(centre, interrupted):
                    tell(self._receive, centre, found)
            except Exception as error:  # its words may repeat what stands in the file
                with suppress(RuntimeError):  # the page is closed
                    tell(self._fail, centre, type(error).__name__)

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a script
            work(lambda act, *given: act(*given))
            return
        self._solving = Thread(target=work, args=[loop.call_soon_threadsafe], daemon=True)
        self._solving.start()

    def _receive(self, centre: Centre, found: Found) -> None:
        if centre is not self._centre:  # another was chosen meanwhile
            return
        if found.point is None:
            self._stairs = found
        else:
            self._plans[found.point] = found.plan
        self.show()

    def _fail(self, centre: Centre, reason: str) -> None:
        if centre is self._centre:
            self._failed = reason
            self.show()
