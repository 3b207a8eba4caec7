"""Links to a view: what is chosen as a query string, and the controls set as a link says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

import ipywidgets as widgets

from analysis.survey.checks import InputError
from analysis.survey.kommuner import find_kommune
from analysis.words import LANGUAGES, text
from fagligheder.explorer.choices import ANSWERS, KINDS, ORDERS, Choices, GapChoice
from fagligheder.explorer.sources import is_supplied

if TYPE_CHECKING:
    from fagligheder.explorer.page import Explorer

#: What a link can hold; longer ones are cut.
NAMES = (
    *("lang", "seed", "question", "items", "measure", "group", "where", "answer", "kind"),
    *("order", "interval", "width", "weights", "kommune", "staff", "top_band"),
)
LONGEST = 4000
#: What the server itself reads of an address.
SERVERS = ("token",)
#: The kommune of a link to all of them together.
ALL = "alle"


def query_of(choices: Choices | GapChoice) -> str:
    """Return what is chosen as a query string, without what is usual; no file goes with it.

    Examples
    --------
    >>> query_of(Choices(question="statements", items=("6", "7"), kind="diverging"))
    'question=statements&items=6%2C7&kind=diverging'
    """
    given: dict[str, object] = {"lang": choices.lang if choices.lang != "da" else ""}
    if choices.source.name == "synthetic":
        given["seed"] = choices.source.seed
    if isinstance(choices, GapChoice):
        given |= {"kommune": choices.kommune or ALL, "staff": choices.staff or ""}
        given["top_band"] = "" if choices.top_band is None else f"{choices.top_band:g}"
    else:
        usual = {"measure": ANSWERS, "kind": KINDS[0], "order": ORDERS[0]}
        names = ("question", "measure", "group", "where", "answer", "kind", "order", "width")
        chosen = {name: getattr(choices, name) for name in names}
        given |= {name: value for name, value in chosen.items() if value != usual.get(name)}
        given["items"] = ",".join(choices.items)
        given["interval"] = 1 if choices.interval else ""
        given["weights"] = "" if choices.weights else 0
    return urlencode({name: given[name] for name in NAMES if given.get(name) not in (None, "")})


def read_query(query: str) -> dict[str, str]:
    """Return what a link says by name, without what the page's address needs itself.

    Examples
    --------
    >>> read_query("?question=statements&token=x")
    {'question': 'statements'}
    """
    pairs = parse_qsl(query.lstrip("?")[:LONGEST])
    return {name: value.strip() for name, value in pairs if name not in SERVERS and value.strip()}


def open_view(explorer: Explorer, query: str) -> list[str]:
    """Set the controls as a link says; return a sentence on each value that is left out."""
    return _Opening(explorer, read_query(query)).problems


@dataclass
class _Opening:
    """Sets the controls, one name after another: later ones depend on those before."""

    explorer: Explorer
    said: dict[str, str]
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        asked = self.explorer.question_controls
        steps: dict[str, Callable[[str], object]] = {
            "seed": self._seed,
            "question": lambda value: self._choose(asked.question, value),
            "items": self._items,
            "measure": lambda value: self._choose(asked.measure, value),
            "group": self._group,
            "where": self._where,
            "answer": lambda value: self._choose(asked.answer, value),
            "kind": lambda value: self._choose(asked.kind, value),
            "order": lambda value: self._choose(asked.order, value),
            "interval": lambda value: self._tick(asked.interval, value),
            "weights": lambda value: self._tick(asked.weights, value),
            "width": lambda value: self._choose(asked.width, value),
            "kommune": self._kommune,
        }
        for name in self.said:
            if name not in NAMES:
                said = text("explorer.link_unknown", self.lang, name=name[:40])
                self.problems.append(said)
        if self.said.get("lang", self.lang) not in LANGUAGES:
            self._leave_out(self.explorer.language.description, self.said["lang"])
        for name, step in steps.items():
            if name in self.said:
                step(self.said[name])
                asked.arrange(self.explorer.source_controls.survey())

    @property
    def lang(self) -> str:
        """The language of the page."""
        return str(self.explorer.language.value)

    def _leave_out(self, field_name: str, value: str, reason: str = "") -> None:
        words = {"field": field_name, "value": value[:80]}
        said = text("explorer.link_ignored", self.lang, **words)
        self.problems.append(f"{said} {reason}".rstrip())

    def _choose(self, dropdown: widgets.Dropdown, value: str) -> None:
        if value in [key for _, key in dropdown.options]:
            dropdown.value = value
        else:
            self._leave_out(dropdown.description, value)

    def _tick(self, box: widgets.Checkbox, value: str) -> None:
        if value in ("0", "1"):
            box.value = value == "1"
        else:
            self._leave_out(box.description, value)

    def _seed(self, value: str) -> None:
        controls = self.explorer.source_controls
        number = _whole(value, controls.seed.min, controls.seed.max)
        if number is None or "synthetic" not in [key for _, key in controls.name.options]:
            self._leave_out(controls.seed.description, value)
            return
        controls.seed.value, controls.name.value = number, "synthetic"

    def _items(self, value: str) -> None:
        asked = self.explorer.question_controls
        boxes, wanted = asked.item_boxes(), value.split(",")
        for key in wanted:
            if key not in boxes:
                self._leave_out(asked.heading_words(), key)
        if set(wanted) & set(boxes):
            for key, box in boxes.items():
                box.value = key in wanted

    def _group(self, value: str) -> None:
        respondents = self.explorer.question_controls.respondents
        try:
            chosen = respondents.choose(value)
        except InputError as error:
            self._leave_out(respondents.column.description, value, str(error))
            return
        if not chosen:
            self._leave_out(respondents.column.description, value, self._inside())

    def _where(self, value: str) -> None:
        where = self.explorer.question_controls.respondents.where
        survey = self.explorer.source_controls.survey()
        try:
            if survey is not None:
                survey.where(value, lang=self.lang)
            where.value = value
        except InputError as error:
            self._leave_out(where.description, value, str(error))
            return
        if reason := self._inside():
            self.problems.append(reason)

    def _inside(self) -> str:
        """Return why answers are not used, where they are supplied and protected."""
        survey = self.explorer.source_controls.survey()
        hidden = survey is not None and is_supplied(survey)
        return text("explorer.needs_internal", self.lang) if hidden else ""

    def _kommune(self, value: str) -> None:
        if not self.explorer.has_gap:
            self._leave_out(text("explorer.kommune", self.lang), value)
            return
        gap = self.explorer.gap_controls
        try:
            gap.kommune.value = "" if value == ALL else find_kommune(value).code
        except InputError as error:
            self._leave_out(gap.kommune.description, value, str(error))
            return
        self.explorer.tab.value = "gap_tab"
        for name, box in (("staff", gap.staff), ("top_band", gap.top_band)):
            if name not in self.said:
                continue
            number = _number(self.said[name], box.min, box.max)
            if number is None:
                self._leave_out(box.description, self.said[name])
            else:
                box.value = number


def _whole(value: str, low: int, high: int) -> int | None:
    number = _number(value, low, high)
    return int(number) if number is not None and number == int(number) else None


def _number(value: str, low: float, high: float) -> float | None:
    """Return a number between two limits; None for anything else."""
    try:
        number = float(value)
    except ValueError:
        return None
    return number if low <= number <= high else None
