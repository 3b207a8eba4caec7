"""The bars of a Likert figure: where each part lies, and the space that they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from analysis.display.figures import palette
from analysis.display.figures.line_breaks import text_width, wrap, wrap_evenly
from analysis.display.figures.style import LABEL_SIZE, WIDTH
from analysis.display.text.numbers import SUPPRESSED
from analysis.display.text.sentences import either
from analysis.display.text.subject import Subject, numbered
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.options import choose

Kind = Literal["stacked", "diverging", "top"]
Neutral = Literal["split", "aside"]
Order = Literal["report", "top", "net", "size"]

#: Inches kept free right of the bars, for a mark at their end, or for the centre's own answers.
MARGIN, OWN_MARGIN = 0.06, 1.25
#: Inches for the names of items, short ones and long ones, and how many letters are long.
NARROW, BROAD, LONG = 1.65, 2.95, 34
#: Names stand above the bars where fewer inches than this were left for the bars beside them.
LEAST = 2.4
#: Heights of a bar with the space around it, of a heading over groups, and of a line of a name.
_ROW, _OWN_ROW, _TALL_ROW, _GROUPED_ROW, HEADING = 0.40, 0.46, 0.46, 0.30, 0.30
_LINE = 0.155


@dataclass(frozen=True)
class BarSettings:
    """How the bars are drawn; `draw_likert` says what each setting means."""

    kind: Kind = "stacked"
    center: float | None = None
    neutral: Neutral = "split"
    order: Order = "report"
    interval: bool = False
    mark: Mapping[str, str] = field(default_factory=dict)
    beside: bool = False
    width: float = WIDTH

    @property
    def margin(self) -> float:
        """Inches kept free right of the bars."""
        return OWN_MARGIN if self.beside else MARGIN

    @property
    def diverging(self) -> bool:
        """Whether the bars lie on both sides of a centre."""
        return self.kind == "diverging"

    def check(self, question: Question) -> None:
        """Refuse a setting that does not exist, or that the question cannot be drawn with."""
        choose("kind", self.kind, get_args(Kind))
        choose("neutral", self.neutral, get_args(Neutral))
        choose("order", self.order, get_args(Order))
        if self.mark and self.kind == "top":
            raise InputError(
                'mark viser svar, som kind="top" ikke har. Vælg kind="stacked" eller "diverging".'
            )
        if self.interval and self.kind != "stacked":
            raise InputError(
                'interval=True viser intervallet for første svar og kræver kind="stacked".'
            )
        items, answers = [item.key for item in question.items], question.scale.keys
        for item, answer in self.mark.items():
            if item not in items or answer not in answers:
                raise InputError(
                    f'Markeringen "{item}: {answer}" passer ikke til {question.key}. Emner: '
                    f"{', '.join(items)}. Svar: {', '.join(answers)}."
                )
        if self.diverging and self.center is not None and not 0 <= self.center <= len(answers):
            raise InputError(f"center skal ligge mellem 0 og {len(answers)}, fandt {self.center}.")


@dataclass(frozen=True)
class Part:
    """One answer of a bar; the answer is ``[c]`` for what is suppressed."""

    answer: str
    left: float
    width: float
    n: float = 0
    base: int = 0

    @property
    def middle(self) -> float:
        """The middle of the part along the scale."""
        return self.left + self.width / 2


@dataclass(frozen=True)
class Bar:
    """One bar: its name in lines, its parts from left to right, and its interval."""

    item: str
    label: list[str]
    heading: str
    parts: list[Part]
    interval: tuple[float, float]


@dataclass(frozen=True)
class Bars:
    """The bars of one figure from top to bottom, with the space they take in inches.

    The names stand ``above`` the bars where there is no room beside them; those of groups stay
    beside them, under a heading.
    """

    bars: list[Bar]
    subject: Subject
    settings: BarSettings
    grouped: bool
    label_width: float
    above: bool

    @property
    def colours(self) -> dict[str, str]:
        """The colour of each answer, most first."""
        answers = self.subject.question.scale.answers
        sides = [answer.side for answer in answers]
        colours = palette.answer_colours(sides, diverging=self.settings.diverging)
        return {answer.key: colour for answer, colour in zip(answers, colours, strict=True)}

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """The colour and the words of each answer that the bars show."""
        subject, colours = self.subject, self.colours
        if self.settings.kind == "top":
            counted = subject.question.counted
            words = either([subject.answer(key) for key in counted[:2]], subject.lang)
            quoted = subject.text("sentences.quoted", words=words) if counted[1:] else words
            return ((colours[counted[0]], quoted),)
        return tuple((colour, subject.answer(key)) for key, colour in colours.items())

    @property
    def row_height(self) -> float:
        """Height of one bar with the space around it."""
        if self.grouped:
            return _GROUPED_ROW
        if not self.above and any(len(bar.label) > 2 for bar in self.bars):
            return _TALL_ROW
        return _OWN_ROW if self.settings.beside else _ROW

    def over(self, bar: Bar) -> float:
        """Height of what stands above a bar: its name, or the heading over its group."""
        if self.grouped:
            return HEADING if bar.heading else 0.0
        return _LINE * len(bar.label) if self.above else 0.0

    @property
    def height(self) -> float:
        """Height of all bars, and of what stands above them."""
        return sum(self.row_height + self.over(bar) for bar in self.bars)


@dataclass(frozen=True)
class _Centre:
    """The centre of diverging bars: so many answers stand left of it, and these stand aside."""

    answers: float
    aside: tuple[str, ...]
    aside_from: float


def lay_out(likert: pd.DataFrame, subject: Subject, settings: BarSettings) -> Bars:
    """Place the parts of every bar of a results frame."""
    question, lang = subject.question, subject.lang
    broad = max(len(item.label[lang]) for item in question.items) > LONG
    label_width = BROAD if broad else NARROW
    above = settings.width - label_width - settings.margin < LEAST
    room, break_lines = label_width - 0.12, wrap
    if above and "group" in likert:
        names = [subject.group(group) for group in likert["group"].unique()]
        room = min(max(text_width(name, LABEL_SIZE) for name in names) / 0.96, settings.width / 3)
        label_width = room + 0.12
    elif above:
        room, label_width, break_lines = settings.width, 0.0, wrap_evenly
    centre = _centre(likert, question, settings) if settings.diverging else None
    rows_of: dict[str, dict[str | None, list[dict[Any, Any]]]] = {}
    for row in likert.to_dict("records"):
        group = str(row["group"]) if "group" in row else None
        rows_of.setdefault(str(row["item"]), {}).setdefault(group, []).append(row)
    bars = []
    for item in _ordered_items(likert, question, settings.order):
        # A statement is too long for the one line of a heading.
        statement = question.statements
        heading = (
            numbered(question, item, question.item(item).short[lang])
            if statement
            else subject.numbered_item(item)
        )
        for place, (group, own) in enumerate(rows_of[item].items()):
            label = subject.numbered_item(item) if group is None else subject.group(group)
            bars.append(
                Bar(
                    item=item,
                    label=break_lines(label, LABEL_SIZE, room),
                    heading=heading if group is not None and place == 0 else "",
                    parts=(
                        _counted_part(own, question)
                        if settings.kind == "top"
                        else _parts(own, question, centre)
                    ),
                    interval=(own[0]["low"], own[0]["high"]),
                )
            )
    return Bars(bars, subject, settings, "group" in likert, label_width, above)


def _ordered_items(likert: pd.DataFrame, question: Question, order: Order) -> list[str]:
    items = [item.key for item in question.items if (likert["item"] == item.key).any()]
    if order == "report":
        return items
    members = question.counted if order == "top" else question.scale.side("top")
    against = question.scale.side("bottom") if order == "net" else ()
    weight = (
        likert["answer"].astype(str).map(dict.fromkeys(against, -1) | dict.fromkeys(members, 1))
    )
    counted = likert.assign(score=likert["n"] * weight)[weight.notna()]
    keys = ["item", "group"] if "group" in likert else ["item"]
    bars = counted.groupby(keys, observed=True).agg(
        score=("score", lambda scores: scores.sum(skipna=False)), base=("base", "first")
    )
    by_item = bars.dropna().groupby("item", observed=True).sum()
    share = (by_item["score"] / by_item["base"]).fillna(-np.inf).to_dict()
    return sorted(items, key=lambda item: -share.get(item, -np.inf))


def _centre(likert: pd.DataFrame, question: Question, settings: BarSettings) -> _Centre:
    """Find the centre; neutral answers that stand aside begin right of the longest lower side."""
    sides = [answer.side for answer in question.scale.answers]
    aside = question.scale.side("neutral") if settings.neutral == "aside" else ()
    answers = settings.center
    if answers is None:
        answers = sides.count("top") + (0 if settings.neutral == "aside" else
                                        sides.count("neutral") / 2)  # fmt: skip
    below = [
        answer.key for answer in question.scale.answers[int(answers) :] if answer.side != "neutral"
    ]
    keys = ["item", "group"] if "group" in likert else ["item"]
    lower = likert[likert["answer"].isin(below)].groupby(keys, observed=True)["share"].sum()
    return _Centre(answers, aside, float(lower.max()) + 0.12 if settings.neutral == "aside" else 0)


def _parts(rows: list[dict[Any, Any]], question: Question, centre: _Centre | None) -> list[Part]:
    shares = {str(row["answer"]): 0.0 if pd.isna(row["share"]) else row["share"] for row in rows}
    counts = {str(row["answer"]): row["n"] for row in rows}
    base = 0 if pd.isna(rows[0]["base"]) else int(rows[0]["base"])
    keys = list(question.scale.keys)
    left = 0.0
    if centre is not None:
        keys = [key for key in keys if key not in centre.aside]
        full = int(centre.answers)
        left = -sum(shares[key] for key in keys[:full])
        if centre.answers > full:
            left -= (centre.answers - full) * shares[keys[full]]
    parts = []
    for key in keys:
        parts.append(Part(key, left, shares[key], counts[key], base))
        left += shares[key]
    if centre is not None:
        aside_from = centre.aside_from
        for key in centre.aside:
            parts.append(Part(key, aside_from, shares[key], counts[key], base))
            aside_from += shares[key]
    if any(row.get("suppressed", False) for row in rows):
        parts.append(Part(SUPPRESSED, left, max(1 - sum(shares.values()), 0.0)))
    return parts


def _counted_part(rows: list[dict[Any, Any]], question: Question) -> list[Part]:
    """The answers that a finding counts as one part; ``[c]`` across the bar where one is hidden."""
    counted = [row for row in rows if str(row["answer"]) in question.counted]
    n, base = sum(row["n"] for row in counted), counted[0]["base"]
    if pd.isna(n) or pd.isna(base):
        return [Part(SUPPRESSED, 0.0, 1.0)]
    width = sum(row["share"] for row in counted) if base else 0.0
    return [Part(question.counted[0], 0.0, width, n, int(base))]
