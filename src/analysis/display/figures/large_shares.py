"""How many managers have, and want, a large share of the staff to match each profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures import cache, palette
from analysis.display.figures.layout import Layout, describe_figure
from analysis.display.figures.line_breaks import wrap
from analysis.display.figures.style import LABEL_SIZE, NOTE_SIZE, VALUE_SIZE, WIDTH, house_style
from analysis.display.text.captions import sentences_of, stopped
from analysis.display.text.large_shares import (
    Own,
    answers_words,
    difference_words,
    more_words,
    own_words,
    profile_line,
    shares_alt,
    shares_note,
    shares_question,
    shares_subject,
    shares_title,
)
from analysis.display.text.subject import Subject

#: In inches: a profile's row, without and with own answers, the key above and the axis below.
_ROW, _OWN_ROW, _HEAD, _BELOW = 0.45, 0.54, 0.26, 0.26
#: Space beside the axis, and of it what keeps numbers at its ends free of the texts.
_LEFT, _RIGHT, _FREE = 2.55, 1.65, 0.30
#: The title of a page's one figure, in points.
_TITLE = 14.0
#: A mark and the ring of one that lies upon another, in points.
_MARK, _RING = 8.0, 12.0
_POINTS = 72


def draw_large_shares(
    shares: pd.DataFrame, *, own: Own | None = None, title: str | None = None, lang: str = "da"
) -> Axes:
    """Draw how many managers have the top band of the staff today, and how many want it.

    Parameters
    ----------
    shares : DataFrame
        From `large_shares`.
    own : mapping, optional
        A centre's own answers, question → item → answer; written beside their profile.
    title : str, optional
        Above the figure; the largest difference when left out, none when empty.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        One row per profile, in their order: a ring (today) and a dot (ideally) on
        an axis from nobody to all. Of a hidden count there is no mark, but ``[c]``.

    Examples
    --------
    >>> from analysis.measures.large_shares import large_shares
    >>> from analysis.survey.published import read_published
    >>> axes = draw_large_shares(large_shares(read_published()))
    >>> [line.get_xdata().tolist() for line in axes.lines if line.get_label() == "koordination"]
    [[21.0, 38.0]]
    """
    own = own or {}
    drawn_as = {"own": own, "title": title, "lang": lang}
    cached = cache.find(shares, drawn_as)
    if cached is not None:
        return cached
    subject = shares_subject(shares, lang)
    question = shares_question(shares, subject)
    heading = (shares_title(shares, subject) or question) if title is None else title
    below = "" if heading == question else question
    with house_style():
        height = _HEAD + sum(_height(row, subject, own) for row in shares.to_dict("records"))
        note = shares_note(shares, subject, own)
        layout = Layout(
            heading, note, height, _LEFT, _RIGHT, _BELOW, subtitle=below, title_size=_TITLE
        )
        axes = layout.draw()
        _draw_axis(axes, shares, height, subject)
        y = _HEAD
        for row in shares.to_dict("records"):
            tall = _height(row, subject, own)
            _draw_row(axes, row, y, subject, own)
            y += tall
        said = sentences_of(*(words if words.endswith("?") else stopped(words)
                              for words in (heading, below) if words))  # fmt: skip
        describe_figure(axes, shares, shares_alt(shares, subject, said, own), lang=lang)
    cache.store(shares, drawn_as, axes)
    return axes


def _height(row: Mapping[Any, Any], subject: Subject, own: Own) -> float:
    return _OWN_ROW if own_words(str(row["item"]), subject, own) else _ROW


def _inch(axes: Axes) -> float:
    """An inch along the axis, in answers."""
    low, high = axes.get_xlim()
    return (high - low) / (WIDTH - _LEFT - _RIGHT)


def _draw_axis(axes: Axes, rows: pd.DataFrame, height: float, subject: Subject) -> None:
    """From nobody to all, with the key above and the quarters below."""
    everyone = max(float(rows["base"].max()), 1.0) if rows["base"].notna().any() else 1.0
    axes.set_axis_off()
    axes.set_xlim(0, everyone)
    axes.set_ylim(height, 0)
    inch = _inch(axes)
    one_base = len(np.unique(rows[["base_now", "base_ideal"]])) == 1
    for part in range(5):
        at = everyone * part / 4
        words = {2: subject.text("large_shares.half")}
        words |= {4: subject.text("large_shares.all", n=subject.base)}
        label = words.get(part, f"{at:g}") if one_base else f"{at:g}"
        if label == f"{at:g}" and not at.is_integer():
            continue
        axes.plot((at, at), (_HEAD, height - 0.02), color="white", linewidth=1.1, zorder=2)
        axes.text(at, height + 0.03, label, fontsize=VALUE_SIZE, color=palette.MUTED, ha="center",
                  va="top")  # fmt: skip
    x = 0.06 * inch
    for key in ("now", "ideal"):
        _draw_mark(axes, x, 0.10, key)
        axes.text(x + 0.10 * inch, 0.10, subject.text(f"large_shares.{key}"), fontsize=VALUE_SIZE,
                  color=palette.MUTED, va="center_baseline")  # fmt: skip
        x += 0.75 * inch
    axes.text(everyone + _FREE * inch, 0.10, subject.text("large_shares.difference_head"),
              fontsize=VALUE_SIZE, color=palette.MUTED, va="center_baseline")  # fmt: skip


def _draw_row(axes: Axes, row: Mapping[Any, Any], top: float, subject: Subject, own: Own) -> None:
    item, inch = str(row["item"]), _inch(axes)
    line = top + 0.16
    left = -_FREE * inch
    axes.text(left, line, subject.item(item), fontsize=LABEL_SIZE + 0.5, weight="semibold",
              ha="right", va="center_baseline")  # fmt: skip
    does = wrap(profile_line(item, subject.lang), NOTE_SIZE, _LEFT - _FREE)
    axes.text(left, line + 0.085, "\n".join(does), fontsize=NOTE_SIZE, color=palette.MUTED,
              ha="right", va="top", linespacing=1.0)  # fmt: skip
    beside = axes.get_xlim()[1] + _FREE * inch
    below = line + 0.085
    difference = difference_words(row, subject.lang)
    if not pd.isna(row["difference"]):
        axes.text(beside, line, difference, fontsize=LABEL_SIZE + 0.5, weight="semibold",
                  color=palette.NAVY, va="center_baseline")  # fmt: skip
    for words, settings in (
        (more_words(row, subject.lang), (palette.MUTED, "normal")),
        (own_words(item, subject, own), (palette.ACCENT_INK, "semibold")),
    ):
        if words:
            colour, weight = settings
            axes.text(beside, below, words, fontsize=NOTE_SIZE, va="top", color=colour,
                      weight=weight)  # fmt: skip
            below += 0.125
    _draw_answers(axes, row, line + 0.02, inch)


def _draw_answers(axes: Axes, row: Mapping[Any, Any], y: float, inch: float) -> None:
    """The two marks with their numbers on either side, so that they never meet."""
    everyone = row["base"]
    if pd.isna(everyone) or not everyone:
        everyone = axes.get_xlim()[1]
    axes.plot((0, everyone), (y, y), color=palette.SHARE_BAND, linewidth=6.5, solid_capstyle="butt",
              zorder=1)  # fmt: skip
    places = {key: row[key] for key in ("now", "ideal") if not pd.isna(row[key])}
    if len(places) == 2:
        axes.plot(list(places.values()), (y, y), color=palette.SEQUENTIAL[1], linewidth=3.0,
                  zorder=3, solid_capstyle="butt", label=str(row["item"]))  # fmt: skip
    near = len(places) == 2 and abs(row["ideal"] - row["now"]) < _RING / _POINTS * inch
    for key, x in places.items():
        _draw_mark(axes, x, y, key, upon=near)
    to_the_right = _ways(places, everyone)
    apart = ((_RING if near else _MARK) / 2 / _POINTS + 0.04) * inch
    for key, right in to_the_right.items():
        way = 1 if right else -1
        # What is hidden stands inside its end of the axis, a number outside its mark.
        inside = (everyone if right else 0) - way * 0.04 * inch
        x = places[key] + way * apart if key in places else inside
        side = way if key in places else -way
        axes.text(x, y, answers_words(row, key), fontsize=VALUE_SIZE + 0.5, zorder=5,
                  ha="left" if side > 0 else "right", va="center_baseline",
                  weight="semibold" if key == "ideal" else "normal",
                  color=palette.NAVY if key == "ideal" else palette.INK)  # fmt: skip


def _ways(places: Mapping[str, float], everyone: float) -> dict[str, bool]:
    """Whether each number stands to the right: the two never on the same side."""
    if len(places) == 2:
        ideal_right = places["ideal"] >= places["now"]
    elif places:  # what is hidden stands at the far end
        (known, x), *_ = places.items()
        ideal_right = (x > everyone / 2) == (known == "ideal")
    else:
        ideal_right = True
    return {"now": not ideal_right, "ideal": ideal_right}


def _draw_mark(axes: Axes, x: float, y: float, key: str, *, upon: bool = False) -> None:
    """A ring for today and a dot for the ideal; a ring upon a dot is wider and open."""
    size = _RING if upon and key == "now" else _MARK
    face = palette.NAVY if key == "ideal" else "none" if upon else "white"
    axes.plot([x], [y], "o", markersize=size, markerfacecolor=face, markeredgecolor=palette.NAVY,
              markeredgewidth=1.6, zorder=4, clip_on=False)  # fmt: skip
