"""Controls that choose a kommune, its staff, and what the open top band stands for."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets
import pandas as pd

from analysis.measures.staff_bands import NOW
from analysis.survey.checks import InputError
from analysis.survey.codebook import MOST_STAFF, Codebook, Lang
from analysis.survey.kommuner import find_kommune, read_kommuner
from analysis.survey.names import danish_order
from analysis.words import text
from fagligheder.explorer.choices import GapChoice
from fagligheder.explorer.sources import Source, read_own_once
from fagligheder.explorer.widget_helpers import ChangeWatcher, show_if

#: The code of the kommune that is shown first.
ODDER = "0727"


class GapControls:
    """Inputs for a kommune, its staff where that is not known, and for the open top band."""

    def __init__(self, on_change: Callable[[], None], book: Codebook, own: str = "") -> None:
        self.watcher = ChangeWatcher(on_change)
        self.lang: Lang = "da"
        answer = book.question(NOW).scale.answers[0]
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
