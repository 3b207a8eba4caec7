"""The bars of a Likert figure: where each part lies, and how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.display.figures import palette
from analysis.display.figures.layout import draw_zero
from analysis.display.figures.line_breaks import text_width, wrap
from analysis.display.figures.style import LABEL_SIZE, NOTE_SIZE, VALUE_SIZE
from analysis.display.text.comparison import same_words
from analysis.display.text.numbers import SUPPRESSED, percent, whole, whole_count
from analysis.display.text.subject import Subject, numbered
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.options import choose

Kind = Literal["stacked", "diverging"]
Neutral = Literal["split", "aside"]
Order = Literal["report", "top", "net"]

#: Inches kept free right of the bars, for a mark at their end, or for the centre's own answers.
MARGIN, OWN_MARGIN = 0.06, 1.25
#: Inches for the names of items, short ones and long ones, and how many letters are long.
NARROW, BROAD, LONG = 1.65, 2.95, 34
#: Heights of a bar with the space around it, and of a heading over groups.
_ROW, _OWN_ROW, _TALL_ROW, _GROUPED_ROW, _HEADING = 0.40, 0.42, 0.46, 0.30, 0.30


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
        if self.interval and self.diverging:
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
    """One bar: the name left of it in lines, its parts from left to right, and its interval."""

    item: str
    label: list[str]
    heading: str
    parts: list[Part]
    interval: tuple[float, float]


@dataclass(frozen=True)
class Bars:
    """The bars of one figure from top to bottom, with the space they take in inches."""

    bars: list[Bar]
    subject: Subject
    settings: BarSettings
    grouped: bool
    label_width: float

    @property
    def colours(self) -> dict[str, str]:
        """The colour of each answer, most first."""
        answers = self.subject.question.scale.answers
        sides = [answer.side for answer in answers]
        colours = palette.answer_colours(sides, diverging=self.settings.diverging)
        return {answer.key: colour for answer, colour in zip(answers, colours, strict=True)}

    @property
    def row_height(self) -> float:
        """Height of one bar with the space around it."""
        if self.grouped:
            return _GROUPED_ROW
        if any(len(bar.label) > 2 for bar in self.bars):
            return _TALL_ROW
        return _OWN_ROW if self.settings.beside else _ROW

    @property
    def height(self) -> float:
        """Height of all bars, and of the headings over groups."""
        headings = len({bar.item for bar in self.bars}) if self.grouped else 0
        return self.row_height * len(self.bars) + _HEADING * headings


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
    centre = _centre(likert, question, settings) if settings.diverging else None
    rows_of: dict[str, dict[str | None, list[dict[Any, Any]]]] = {}
    for row in likert.to_dict("records"):
        group = str(row["group"]) if "group" in row else None
        rows_of.setdefault(str(row["item"]), {}).setdefault(group, []).append(row)
    bars = []
    for item in _ordered_items(likert, question, settings.order):
        # A statement is too long for the one line of a heading.
        statement = question.item_set == "statements"
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
                    label=wrap(label, LABEL_SIZE, label_width - 0.12),
                    heading=heading if group is not None and place == 0 else "",
                    parts=_parts(own, question, centre),
                    interval=(own[0]["low"], own[0]["high"]),
                )
            )
    return Bars(bars, subject, settings, "group" in likert, label_width)


def _ordered_items(likert: pd.DataFrame, question: Question, order: Order) -> list[str]:
    items = [item.key for item in question.items if (likert["item"] == item.key).any()]
    if order == "report":
        return items
    members = question.scale.keys[:1] if order == "top" else question.scale.side("top")
    against = () if order == "top" else question.scale.side("bottom")
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


def draw_bars(axes: Axes, bars: Bars) -> None:
    """Draw the bars with their names, numbers, marks and whiskers, and set the axes' limits."""
    settings = bars.settings
    axes.set_axis_off()
    parts = [part for bar in bars.bars for part in bar.parts]
    low = min(0.0, *(part.left for part in parts))
    high = max(0.0 if settings.diverging else 1.0, *(part.left + part.width for part in parts))
    axes.set_xlim(low, high)
    inches = axes.bbox.width / axes.figure.dpi / (high - low)
    beside = low - 0.10 / inches
    thick = bars.row_height * (0.74 if bars.grouped else 0.62)
    colours = bars.colours | {SUPPRESSED: palette.PANEL}
    y = 0.0
    for bar in bars.bars:
        if bar.heading:
            axes.text(beside, y + 0.22, bar.heading, fontsize=LABEL_SIZE, weight="semibold",
                      ha="right", va="baseline")  # fmt: skip
            y += _HEADING
        middle = y + bars.row_height / 2
        axes.text(beside, middle, "\n".join(bar.label), fontsize=LABEL_SIZE, ha="right",
                  va="center", linespacing=1.05)  # fmt: skip
        for part in bar.parts:
            axes.add_artist(  # the limits are set: there is no need to look for them
                Rectangle((part.left, middle - thick / 2), part.width, thick,
                          facecolor=colours[part.answer], edgecolor="white", linewidth=0.8)
            )  # fmt: skip
            _write_part(axes, part, middle, colours[part.answer], inches, bars.subject.lang)
            if settings.mark.get(bar.item) == part.answer:
                _point_out(axes, part.middle, middle - thick / 2)
        if settings.beside:
            _write_own(axes, bar, high + 0.14 / inches, middle, bars)
        if settings.interval:
            whisker(axes, bar.interval, middle + thick / 2 + 0.045)
        y += bars.row_height
    if settings.diverging:
        draw_zero(axes)
    axes.set_ylim(bars.height, 0)


def whisker(axes: Axes, ends: tuple[float, float], y: float, *, edge: str = "") -> None:
    """A line from one end to the other with a mark at each, on limits that are set.

    ``edge`` is a colour around it, where it lies upon a bar.
    """
    low, high = ends
    lines = [((low, high), 0.0), ((low, low), 0.03), ((high, high), 0.03)]
    for colour, wide in (*([(edge, 2.9)] if edge else []), (palette.INK, 1.1)):
        for x, height in lines:
            axes.add_artist(
                Line2D(x, (y - height, y + height), color=colour, linewidth=wide, clip_on=False)
            )


def _write_part(
    axes: Axes, part: Part, middle: float, colour: str, inches: float, lang: str
) -> None:
    """The count and per cent in a part that is wide enough, or that it is suppressed."""
    if part.answer == SUPPRESSED:
        axes.text(part.middle, middle, SUPPRESSED, fontsize=VALUE_SIZE, ha="center",
                  va="center_baseline", color=palette.MUTED)  # fmt: skip
    if part.width <= 0 or not part.base or not part.n:
        return
    count, value = whole_count(part.n), whole(part.n, part.base)
    for words in (f"{percent(part.n, part.base, lang)} ({count})", f"{value} ({count})", value):
        size = VALUE_SIZE if words != value else NOTE_SIZE
        pad = 0.02 if words == value else 0.05
        if text_width(words, size) + pad <= part.width * inches:
            axes.text(part.middle, middle, words, fontsize=size, ha="center",
                      va="center_baseline", color=palette.ink_on(colour))  # fmt: skip
            return


def _point_out(axes: Axes, x: float, top: float) -> None:
    """A triangle above a part: a kommune's own answer. Zero-width parts are marked as well."""
    axes.plot([x], [top - 0.045], marker="v", markersize=5.5, color=palette.ACCENT_INK,
              markeredgecolor="white", markeredgewidth=0.6, clip_on=False, zorder=5)  # fmt: skip


def _write_own(axes: Axes, bar: Bar, x: float, y: float, bars: Bars) -> None:
    """Right of a bar the centre's own answer and how many gave it too, or a line to write on."""
    subject, own = bars.subject, bars.settings.mark.get(bar.item)
    if own is None:
        axes.text(x, y, subject.text("comparison.blank"), fontsize=NOTE_SIZE, color=palette.MUTED,
                  va="center_baseline")  # fmt: skip
        return
    same = next(part for part in bar.parts if part.answer == own)
    words = subject.text("comparison.own", answer=subject.answer(own))
    axes.text(x, y - 0.02, words, fontsize=VALUE_SIZE, color=palette.ACCENT_INK, weight="semibold",
              va="baseline")  # fmt: skip
    base = same.base or same.n  # no base is a hidden one where the count is hidden
    axes.text(x, y + 0.11, same_words({"n": same.n, "base": base}, subject.lang),
              fontsize=NOTE_SIZE, color=palette.MUTED, va="baseline")  # fmt: skip
