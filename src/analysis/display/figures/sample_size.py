"""How exactly a share is known, by how many have answered."""

from __future__ import annotations

from typing import cast

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures import palette
from analysis.display.figures.layout import Layout, measuring_axes
from analysis.display.figures.style import LABEL_SIZE, VALUE_SIZE, HouseFigure, house_style
from analysis.display.text.captions import sentences_of
from analysis.display.text.numbers import number
from analysis.display.text.sample_size import (
    definition,
    everyone,
    finding,
    finding_2017,
    half_width,
    level,
    written_points,
)
from analysis.words import text

#: The upper end of the scale, in percentage points: half of everything.
_MOST = 50
#: A label's height above the line of non-response, and above the label to its right.
_ABOVE, _APART = 2, 5
#: To the right of this part of the scale a label has its point under its middle.
_LATE = 0.85


def draw_plan(plan: pd.DataFrame, curve: pd.DataFrame, points: float, *, lang: str = "da") -> Axes:
    """Draw how the interval and the worst case of non-response narrow as more answer.

    Parameters
    ----------
    plan : DataFrame
        From `plan_sample`.
    curve : DataFrame
        From `precision_curve`, of the same population.
    points : float
        As it was asked for in the plan.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        Two lines, and a mark for the number that is needed and for that of 2017.

    Examples
    --------
    >>> from analysis.measures.sample_size import plan_sample, precision_curve
    >>> axes = draw_plan(plan_sample(5), precision_curve(), 5)
    >>> [len(line.get_xdata()) for line in axes.lines[:2]]
    [98, 98]
    """
    row = everyone(plan)
    units = number(row["units"], lang)
    title, second = finding(plan, points, lang), finding_2017(plan, lang)
    known = not pd.isna(row["answered"])
    source = text("sample.source" if known else "sample.source_any", lang)
    note = sentences_of(definition(lang), text("sample.nonresponse", lang), source)
    legend = (
        (palette.NAVY, text("sample.line_sampling", lang, level=level(lang))),
        (palette.MUTED, text("sample.line_nonresponse", lang)),
    )
    with house_style():
        axes = Layout(
            title, note, 2.5, left=0.45, right=0.25, legend=legend, subtitle=second
        ).draw()
        answers = curve["answers"]
        axes.plot(answers, 100 * curve["half_width"], color=palette.NAVY, linewidth=2)
        axes.plot(
            answers, 100 * curve["nonresponse"], color=palette.MUTED, linewidth=1.6, dashes=(4, 2)
        )
        axes.axhline(points, color=palette.MUTED, linewidth=0.8, linestyle=(0, (1, 2)))
        axes.set(xlim=(0, row["units"]), ylim=(0, _MOST))
        _mark(axes, row, ("needed", "answered") if known else ("needed",), lang)
        measuring_axes(axes, text("sample.x", lang, units=units), text("sample.y", lang))
        _draw_target(axes, points, lang)
    figure = cast(HouseFigure, axes.figure)
    figure.lang = lang
    figure.alt = text(
        "sample.alt",
        lang,
        title=title,
        first=half_width(curve["half_width"].iloc[0], lang),
        units=units,
        second=second,
    ).strip()
    return axes


def _mark(axes: Axes, row: pd.Series, names: tuple[str, ...], lang: str) -> None:
    """Points on the sampling curve, and what they are above the line of non-response."""
    least = 0.0
    for name in sorted(names, key=lambda each: -float(row[each])):  # the line falls to the right
        answers, width = float(row[name]), float(row[f"{name}_half_width"])
        height = max(100 * float(row[f"{name}_nonresponse"]) + _ABOVE, least)
        least = height + _APART
        shown = {name: number(answers, lang), "half_width": half_width(width, lang)}
        axes.plot([answers] * 2, [100 * width, height], color=palette.RULE, linewidth=0.8, zorder=1)
        axes.plot(answers, 100 * width, "o", color=palette.ACCENT, markersize=6, zorder=5)
        late = answers > _LATE * axes.get_xlim()[1]
        axes.text(
            answers, height, text(f"sample.mark_{name}", lang, **shown), fontsize=LABEL_SIZE,
            ha="center" if late else "left", va="bottom",
        )  # fmt: skip


def _draw_target(axes: Axes, points: float, lang: str) -> None:
    axes.text(
        0.01, points + 0.6, f"± {written_points(points, lang)}", fontsize=VALUE_SIZE,
        color=palette.MUTED, va="bottom", transform=axes.get_yaxis_transform(),
    )  # fmt: skip
