"""One group beside all the others: an item per row, with a dot for each and its interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.display.figures import palette
from analysis.display.figures.layout import Layout, describe_figure, measuring_axis
from analysis.display.figures.line_breaks import shortened, wrap
from analysis.display.figures.style import LABEL_SIZE, NOTE_SIZE, VALUE_SIZE, house_style
from analysis.display.text.group_comparison import (
    chosen_rows,
    comparison_heading,
    differs,
    group_alt,
    group_note,
    group_title,
)
from analysis.display.text.numbers import SUPPRESSED, number, shown_count
from analysis.display.text.shares import share_words
from analysis.display.text.subject import short_name
from analysis.survey.survey import provenance
from analysis.words import text

#: In inches: the names of items, the two columns of numbers, a row, a heading, and their head.
_LEFT, _RIGHT, _ROW, _HEADING, _HEAD = 2.35, 1.95, 0.34, 0.30, 0.26
#: More rows than this leave no room for anything else on the first page.
MOST_ROWS = 12


def draw_group(
    compared: pd.DataFrame, *, most: int = MOST_ROWS, title: str | None = None, lang: str = "da"
) -> Axes:
    """Draw what a group says beside all the others, item by item.

    Parameters
    ----------
    compared : DataFrame
        From `compare_group`.
    most : int
        Items; of more, those that differ most.
    title : str, optional
        Above the figure; the finding when left out.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        Per item a filled dot for the group and a hollow one for the others, each on its interval;
        beside them both shares, and their n. Where protected counts allow a range of a weighted
        share alone, the line is that range, and there is no dot. Bold names differ for sure.

    Examples
    --------
    >>> from analysis.measures.group_comparison import compare_group
    >>> from analysis.measures.synthetic import synthesize
    >>> axes = draw_group(compare_group(synthesize(seed=1), "large", "size_band"))
    >>> [text.get_text() for text in axes.texts][:2]
    ['Gruppen', 'Andre']
    """
    origin = provenance(compared)
    shown = compared.loc[sorted(chosen_rows(compared, most).index)]
    title = group_title(compared, lang) if title is None else title
    height = _HEAD + _HEADING * shown["question"].nunique() + _ROW * len(shown)
    with house_style():
        note = group_note(compared, shown, lang)
        subtitle = text("group_figure.subtitle", lang)
        axes = Layout(title, note, height, _LEFT, _RIGHT, below=0.46, subtitle=subtitle).draw()
        axes.set_xlim(0, 1)
        axes.set_ylim(height, 0)
        measuring_axis(axes, text("summary.axis", lang))
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
        axes.xaxis.set_major_formatter(lambda value, _: number(100 * value, lang))
        _write_head(axes, lang)
        y = _HEAD
        for key, rows in shown.groupby("question", sort=False, observed=True):
            question = origin.codebook.question(str(key))
            heading = shortened(comparison_heading(question, lang), VALUE_SIZE, 6.6)
            axes.annotate(heading, (0, y + 0.20), xycoords=("figure fraction", "data"),
                          fontsize=VALUE_SIZE, color=palette.MUTED, va="baseline")  # fmt: skip
            y += _HEADING
            for row in rows.to_dict("records"):
                label = short_name(question, str(row["item"]), lang)
                _draw_row(axes, row, label, y + _ROW / 2, origin.weighted, lang)
                y += _ROW
        describe_figure(axes, compared, group_alt(shown, title, lang), lang=lang)
    return axes


def _write_head(axes: Axes, lang: str) -> None:
    """What the two columns of numbers are."""
    outside = axes.get_yaxis_transform()
    inches = axes.bbox.width / axes.figure.dpi
    heads = ((0.12, text("group_figure.group", lang), palette.ACCENT_INK),
             (1.07, text("group_figure.others", lang), palette.MUTED))  # fmt: skip
    for place, words, colour in heads:
        axes.text(1 + place / inches, 0.14, words, transform=outside, fontsize=NOTE_SIZE,
                  weight="semibold", color=colour, va="baseline")  # fmt: skip


def _draw_row(
    axes: Axes, row: Mapping[Any, Any], label: str, y: float, weighted: bool, lang: str
) -> None:
    """An item's name, its two dots with their intervals, and its two shares."""
    outside = axes.get_yaxis_transform()
    inches = axes.bbox.width / axes.figure.dpi
    weight = "semibold" if differs(row) else "normal"
    lines = wrap(label, LABEL_SIZE, _LEFT - 0.15, weight)[:2]
    axes.text(-0.1 / inches, y, "\n".join(lines), transform=outside, fontsize=LABEL_SIZE,
              weight=weight, ha="right", va="center", linespacing=1.0)  # fmt: skip
    sides = (("_others", 0.07, palette.MUTED, "white"), ("", -0.07, palette.ACCENT, palette.ACCENT))
    for side, shift, colour, fill in sides:
        _draw_side(axes, row, side, y + shift, (colour, fill))
    for side, place, colour in (("", 0.12, palette.ACCENT_INK), ("_others", 1.07, palette.MUTED)):
        share = share_words(row, lang, weighted=weighted, side=side)
        n = shown_count(row[f"base{side}"])
        words = share if share == SUPPRESSED else f"{share} ({n})"
        axes.text(1 + place / inches, y, words, transform=outside, fontsize=NOTE_SIZE,
                  color=colour, va="center_baseline")  # fmt: skip


def _draw_side(
    axes: Axes, row: Mapping[Any, Any], side: str, y: float, colours: tuple[str, str]
) -> None:
    """A share with its interval, or the range that protected counts allow."""
    share = row[f"share{side}"]
    ends = (row[f"low{side}"], row[f"high{side}"])
    if pd.isna(share):
        ends = tuple(row.get(f"share_{end}{side}", float("nan")) for end in ("low", "high"))
    if not any(map(pd.isna, ends)):
        axes.add_artist(Line2D(ends, (y, y), color=colours[0], linewidth=1.4, clip_on=False))
    if pd.notna(share):
        axes.add_artist(
            Line2D([share], [y], linestyle="none", marker="o", markersize=5.2, zorder=3,
                   markeredgecolor=colours[0], markerfacecolor=colours[1], clip_on=False)
        )  # fmt: skip
