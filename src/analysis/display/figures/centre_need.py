"""How many employees a centre needs of each profile, as a band, and how many match, as a dot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.competence.results import CentreResults
from analysis.display.figures import palette
from analysis.display.figures.centre_parts import describe_centre
from analysis.display.figures.layout import Layout, measuring_axis
from analysis.display.figures.line_breaks import shortened, text_width
from analysis.display.figures.style import LABEL_SIZE, NOTE_SIZE, VALUE_SIZE, WIDTH, house_style
from analysis.display.text.captions import sentences_of, stopped
from analysis.display.text.centre import CentreTexts, furthest

_ROW, _HEAD, _LEFT, _RIGHT = 0.46, 0.3, 2.3, 0.95


def draw_centre_need(results: CentreResults, *, title: str | None = None, lang: str = "da") -> Axes:
    """Draw the need of each profile as a band, and how many match today as a dot.

    Parameters
    ----------
    results : CentreResults
    title : str, optional
        Above the figure; the finding when left out, none when empty.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        In people, from zero. A line instead of a dot is the range that unknown levels leave; a
        hidden number has no mark. A tick is the target: the middle need with reserve.

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> centre = made_up_centre(staff=6, offers=4)
    >>> axes = draw_centre_need(CentreResults(centre, "2027-01-01", protected=False))
    >>> float(axes.get_xlim()[0])
    0.0
    """
    texts = CentreTexts(results, lang)
    rows = results.profiles.to_dict("records")
    reserved = any(row["target"] != row["need_middle"] for row in rows)
    heading = need_title(texts) if title is None else title
    question = texts.text("centre_need.question", when=texts.when)
    hidden = texts.hidden_note if results.hidden else ""
    note = sentences_of(texts.text("centre_need.note", level=texts.level), hidden, texts.source)
    height = _ROW * len(rows) + _HEAD
    with house_style():
        axes = Layout(heading, note, height, _LEFT, _RIGHT, subtitle=question).draw()
        match = [row["match_high"] for row in rows if not row["hidden"]]
        most = max(*match, 0, *(max(row["need_high"], row["target"]) for row in rows))
        axes.set_xlim(0, max(1, 1.04 * most))
        axes.set_ylim(height, 0)
        measuring_axis(axes, texts.text("centre_need.axis"))
        axes.xaxis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10], integer=True))
        axes.xaxis.set_major_formatter(lambda value, _: texts.number(value))
        _draw_key(axes, texts, "centre_need.target" if reserved else "centre_need.target_plain")
        for place, row in enumerate(rows):
            _draw_row(axes, row, _HEAD + _ROW * (place + 0.5), texts)
        said = [_alt(row, texts) for row in rows]
        describe_centre(axes, " ".join([stopped(heading), question, *said]), texts)
    return axes


def need_title(texts: CentreTexts) -> str:
    """What the need and the match show, in one sentence."""
    profiles = texts.results.profiles
    row = furthest(profiles)
    if row is not None:
        words = {"match": texts.match(row), "target": texts.number(row["target"])}
        return texts.text("centre_need.title", profile=texts.profile(row["profile"]), **words)
    if texts.results.hidden or (profiles["missing_high"] > 0).any():
        row = profiles.iloc[int(profiles["need_high"].argmax())]
        ends = {"low": texts.number(row["need_low"]), "high": texts.number(row["need_high"])}
        return texts.text("centre_need.title_hidden", profile=texts.profile(row["profile"]), **ends)
    return texts.text("centre_need.title_covered", n=len(profiles))


def _draw_key(axes: Axes, texts: CentreTexts, target: str) -> None:
    inch = axes.get_xlim()[1] / (WIDTH - _LEFT - _RIGHT)
    x, y = -_LEFT * inch, 0.12
    for draw, key in ((_band, "centre_need.band"), (_dot, "centre_need.dot"), (_tick, target)):
        draw(axes, x + 0.02 * inch, x + 0.24 * inch, y)
        words = texts.text(key)
        axes.text(x + 0.32 * inch, y, words, fontsize=VALUE_SIZE, color=palette.MUTED,
                  va="center_baseline")  # fmt: skip
        x += (0.5 + text_width(words, VALUE_SIZE)) * inch
    axes.text(1.03, y, texts.text("centre_need.missing"), transform=axes.get_yaxis_transform(),
              fontsize=VALUE_SIZE, color=palette.MUTED, va="center_baseline")  # fmt: skip


def _band(axes: Axes, low: float, high: float, y: float) -> None:
    axes.plot((low, high), (y, y), color=palette.GAP_BAND, linewidth=10, solid_capstyle="butt",
              zorder=2, clip_on=False)  # fmt: skip


def _dot(axes: Axes, low: float, high: float, y: float) -> None:
    axes.plot([(low + high) / 2], [y], "o", markersize=7, color=palette.NAVY, zorder=4,
              clip_on=False)  # fmt: skip


def _tick(axes: Axes, low: float, high: float, y: float) -> None:
    middle = (low + high) / 2
    axes.plot((middle, middle), (y - 0.09, y + 0.09), color=palette.INK, linewidth=1.8, zorder=3,
              clip_on=False)  # fmt: skip


def _draw_row(axes: Axes, row: Mapping[Any, Any], y: float, texts: CentreTexts) -> None:
    left, outside = -0.12 / (WIDTH - _LEFT - _RIGHT), axes.get_yaxis_transform()
    axes.text(left, y - 0.02, texts.profile(row["profile"]), transform=outside, ha="right",
              fontsize=LABEL_SIZE, weight="semibold", va="bottom")  # fmt: skip
    does = shortened(texts.description(row["profile"]), NOTE_SIZE, _LEFT - 0.15)
    axes.text(left, y + 0.01, does, transform=outside, ha="right", fontsize=NOTE_SIZE,
              color=palette.MUTED, va="top")  # fmt: skip
    low, high = row["need_low"], row["need_high"]
    axes.plot((0, row["target"]), (y, y), color=palette.PANEL, linewidth=3, zorder=1)
    least = 0.004 * axes.get_xlim()[1]
    _band(axes, low - (low == high) * min(low, least), high + (low == high) * least, y)
    _tick(axes, row["target"], row["target"], y)
    ends = sorted({row["match_low"], row["match_high"]})
    if not row["hidden"]:
        style: dict[str, Any] = {
            "marker": "o" if len(ends) == 1 else "|",
            "markersize": 7,
            "linewidth": 2,
        }
        axes.plot(ends, [y] * len(ends), color=palette.NAVY, zorder=4, label=row["profile"],
                  clip_on=False, **style)  # fmt: skip
    axes.text(1.03, y, texts.missing(row), transform=axes.get_yaxis_transform(),
              fontsize=LABEL_SIZE, weight="semibold", color=palette.NAVY, va="center")  # fmt: skip


def _alt(row: Mapping[Any, Any], texts: CentreTexts) -> str:
    return texts.text(
        "centre_need.alt",
        profile=texts.profile(row["profile"]),
        low=texts.number(row["need_low"]),
        high=texts.number(row["need_high"]),
        target=texts.number(row["target"]),
        match=texts.match(row),
        missing=texts.missing(row),
    )
