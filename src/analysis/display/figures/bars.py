"""The bars of a Likert figure: where each part lies, and how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.display.figures import style
from analysis.display.text.captions import group_label, numbered
from analysis.display.text.numbers import SUPPRESSED, percent, whole, whole_count
from analysis.survey.codebook import Question
from analysis.survey.survey import Provenance

Order = Literal["report", "top", "net"]

LABEL_SIZE, VALUE_SIZE, NOTE_SIZE, TITLE_SIZE = 9.5, 8.5, 7.8, 11.0
#: Inches kept free right of the bars, for a mark at their end.
MARGIN = 0.06


@dataclass(frozen=True)
class Bar:
    """One drawn bar: what stands left of it, and its parts from left to right."""

    label: list[str]
    item: str
    parts: list[tuple[str, float, float, int, int]]  # answer, left, width, n, base
    interval: tuple[float, float]
    heading: str


def lay_out(
    likert: pd.DataFrame,
    question: Question,
    origin: Provenance,
    split: tuple[float, bool] | None,
    order: Order,
    lang: str,
    label_width: float,
) -> list[Bar]:
    aside_from = _aside_from(likert, question, split)
    rows_of: dict[str, dict[str | None, list[dict[Any, Any]]]] = {}
    for row in likert.to_dict("records"):
        group = str(row["group"]) if "group" in row else None
        rows_of.setdefault(str(row["item"]), {}).setdefault(group, []).append(row)
    bars = []
    for item in _ordered_items(likert, question, order):
        words = question.item(item)
        name = numbered(question, item, words.label[lang])
        statement = question.item_set == "statements"  # too long for the one line of a heading
        heading = numbered(question, item, words.short[lang]) if statement else name
        for place, (group, own) in enumerate(rows_of[item].items()):
            label = name if group is None else group_label(group, origin, lang)
            bars.append(
                Bar(
                    label=style.wrap(label, LABEL_SIZE, label_width - 0.12),
                    item=item,
                    parts=_parts(own, question, split, aside_from),
                    interval=(own[0]["low"], own[0]["high"]),
                    heading=heading if group is not None and place == 0 else "",
                )
            )
    return bars


def _ordered_items(likert: pd.DataFrame, question: Question, order: Order) -> list[str]:
    items = [item.key for item in question.items if (likert["item"] == item.key).any()]
    if order == "report":
        return items
    members = question.scale.keys[:1] if order == "top" else question.scale.side("top")
    against = () if order == "top" else question.scale.side("bottom")
    weight = (
        likert["answer"].astype(str).map(lambda answer: (answer in members) - (answer in against))
    )
    by_item = likert.assign(score=likert["n"] * weight.astype(float)).groupby("item", observed=True)
    score = (by_item["score"].sum() / by_item["n"].sum()).fillna(-np.inf)
    return sorted(items, key=lambda item: -score[item])


def _aside_from(
    likert: pd.DataFrame, question: Question, split: tuple[float, bool] | None
) -> float:
    """Where neutral answers that stand aside begin: right of the longest lower side."""
    if split is None or not split[1]:
        return 0.0
    later = question.scale.keys[int(split[0]) :]
    below = [key for key in later if question.answer(key).side != "neutral"]
    keys = ["item", "group"] if "group" in likert else ["item"]
    lower = likert[likert["answer"].isin(below)].groupby(keys, observed=True)["share"].sum()
    return float(lower.max()) + 0.12


def _parts(
    rows: list[dict[Any, Any]],
    question: Question,
    split: tuple[float, bool] | None,
    aside_from: float,
) -> list[tuple[str, float, float, int, int]]:
    shares = {str(row["answer"]): 0.0 if pd.isna(row["share"]) else row["share"] for row in rows}
    counts = {str(row["answer"]): row["n"] for row in rows}
    base = 0 if pd.isna(rows[0]["base"]) else int(rows[0]["base"])
    keys = list(question.scale.keys)
    aside: list[str] = []
    left = 0.0
    if split is not None:
        center, neutral_aside = split
        if neutral_aside:
            aside = [a.key for a in question.scale.answers if a.side == "neutral"]
            keys = [key for key in keys if key not in aside]
        full = int(center)
        left = -sum(shares[key] for key in keys[:full])
        if center > full:
            left -= (center - full) * shares[keys[full]]
    parts = []
    for key in keys:
        parts.append((key, left, shares[key], counts[key], base))
        left += shares[key]
    for key in aside:
        parts.append((key, aside_from, shares[key], counts[key], base))
        aside_from += shares[key]
    if any(row.get("suppressed", False) for row in rows):
        parts.append((SUPPRESSED, left, max(1 - sum(shares.values()), 0.0), 0, base))
    return parts


def page(
    title: str,
    note: str,
    question: Question,
    colours: list[str],
    height_rows: float,
    label_width: float,
    lang: str,
) -> Axes:
    """A figure with title, legend and note around an empty Axes of ``height_rows`` inches."""
    width = style.WIDTH
    title_lines = style.wrap_evenly(title, TITLE_SIZE, width, "semibold") if title else []
    note_lines = style.wrap_note(note, NOTE_SIZE, width)
    legend, legend_left = _legend_rows(question, lang, label_width)
    top = 0.20 * len(title_lines) + (0.08 if title_lines else 0)
    keys = 0.22 * len(legend) + 0.05
    bottom = 0.08 + 0.145 * len(note_lines) + 0.03
    height = top + keys + height_rows + bottom
    figure = style.new_figure(height)
    for i, line in enumerate(title_lines):
        figure.text(0, 1 - (0.14 + 0.20 * i) / height, line, fontsize=TITLE_SIZE,
                    weight="semibold", color=style.NAVY, va="baseline")  # fmt: skip
    for i, entries in enumerate(legend):
        y = 1 - (top + 0.16 + 0.22 * i) / height
        for place, x, label in entries:
            figure.patches.append(
                Rectangle(((legend_left + x) / width, y - 0.01 / height), 0.11 / width,
                          0.11 / height, transform=figure.transFigure, facecolor=colours[place],
                          edgecolor=style.MUTED, linewidth=0.4)
            )  # fmt: skip
            figure.text((legend_left + x + 0.16) / width, y, label, fontsize=VALUE_SIZE,
                        va="baseline")  # fmt: skip
    for i, line in enumerate(note_lines):
        y = (bottom - 0.08 - 0.145 * (i + 1) + 0.035) / height
        figure.text(0, y, line, fontsize=NOTE_SIZE, color=style.MUTED, va="baseline")
    return figure.add_axes(
        (
            label_width / width,
            bottom / height,
            1 - (label_width + MARGIN) / width,
            height_rows / height,
        )
    )


def _legend_rows(
    question: Question, lang: str, label_width: float
) -> tuple[list[list[tuple[int, float, str]]], float]:
    """The answers in rows, and where the rows begin: at the bars, or left of them if need be."""
    labels = [answer.short[lang] for answer in question.scale.answers]
    needs = [0.16 + style.text_width(label, VALUE_SIZE) for label in labels]
    in_one_row = sum(needs) + 0.22 * (len(needs) - 1)
    left = max(0.0, min(label_width, style.WIDTH - MARGIN - in_one_row))
    rows: list[list[tuple[int, float, str]]] = [[]]
    x = 0.0
    for place, (label, need) in enumerate(zip(labels, needs, strict=True)):
        if rows[-1] and left + x + need > style.WIDTH:
            rows.append([])
            x = 0.0
        rows[-1].append((place, x, label))
        x += need + 0.22
    return rows, left


def draw_bars(
    axes: Axes,
    bars: list[Bar],
    question: Question,
    colours: list[str],
    row_height: float,
    grouped: bool,
    interval: bool,
    mark: Mapping[str, str],
    split: tuple[float, bool] | None,
    lang: str,
) -> None:
    axes.set_axis_off()
    low = min(0.0, *(left for bar in bars for _, left, *_ in bar.parts))
    high = max(1.0 if split is None else 0.0, *(le + w for b in bars for _, le, w, *_ in b.parts))
    axes.set_xlim(low, high)
    inches = axes.bbox.width / axes.figure.dpi / (high - low)
    pad = 0.10 / inches
    thick = row_height * (0.62 if not grouped else 0.74)
    colour_of = dict(zip(question.scale.keys, colours, strict=True)) | {SUPPRESSED: style.PANEL}
    y = 0.0
    for bar in bars:
        if bar.heading:
            axes.text(low - pad, y + 0.22, bar.heading, fontsize=LABEL_SIZE, weight="semibold",
                      ha="right", va="baseline")  # fmt: skip
            y += 0.30
        middle = y + row_height / 2
        axes.text(low - pad, middle, "\n".join(bar.label), fontsize=LABEL_SIZE, ha="right",
                  va="center", linespacing=1.05)  # fmt: skip
        for answer, left, wide, n, base in bar.parts:
            axes.add_artist(  # the limits are set: there is no need to look for them
                Rectangle((left, middle - thick / 2), wide, thick, facecolor=colour_of[answer],
                          edgecolor="white", linewidth=0.8)
            )  # fmt: skip
            if answer == SUPPRESSED:
                axes.text(left + wide / 2, middle, SUPPRESSED, fontsize=VALUE_SIZE, ha="center",
                          va="center_baseline", color=style.MUTED)  # fmt: skip
            _write_value(axes, left, wide, middle, n, base, colour_of[answer], inches, lang)
            if mark.get(bar.item) == answer:
                _point_out(axes, left, wide, middle, thick, inches)
        if interval:
            ends = bar.interval
            lower = middle + thick / 2 + 0.045
            whisker(axes, ends, lower)
        y += row_height
    if split is not None:
        axes.axvline(0, color=style.INK, linewidth=0.8, zorder=3)


def whisker(axes: Axes, ends: tuple[float, float], y: float, *, edge: str = "") -> None:
    """A line from one end to the other with a mark at each, on limits that are set.

    ``edge`` is a colour around it, where it lies upon a bar.
    """
    low, high = ends
    lines = [((low, high), 0.0), ((low, low), 0.03), ((high, high), 0.03)]
    for colour, wide in (*([(edge, 2.9)] if edge else []), (style.INK, 1.1)):
        for x, height in lines:
            axes.add_artist(
                Line2D(x, (y - height, y + height), color=colour, linewidth=wide, clip_on=False)
            )


def _write_value(
    axes: Axes, left: float, wide: float, middle: float, n: float, base: int, colour: str,
    inches: float, lang: str,
) -> None:  # fmt: skip
    """The count and per cent in a part that has room for them."""
    if wide <= 0 or not base or not n:
        return
    value = whole(n, base)
    short = f"{value} ({whole_count(n)})"
    for words in (f"{percent(n, base, lang)} ({whole_count(n)})", short, value):
        size = VALUE_SIZE if words != value else VALUE_SIZE - 1
        if style.text_width(words, size) + (0.02 if words == value else 0.05) <= wide * inches:
            axes.text(left + wide / 2, middle, words, fontsize=size, ha="center",
                      va="center_baseline", color=style.ink_on(colour))  # fmt: skip
            return


def _point_out(
    axes: Axes, left: float, wide: float, middle: float, thick: float, inches: float
) -> None:
    """A triangle above a part: a kommune's own answer. Zero-width parts are marked as well."""
    axes.plot([left + wide / 2], [middle - thick / 2 - 0.045], marker="v", markersize=5.5,
              color="#b3261e", markeredgecolor="white", markeredgewidth=0.6, clip_on=False,
              zorder=5)  # fmt: skip
