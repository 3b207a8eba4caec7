"""Cross-tabs by groups of municipalities: ranges or counts, as a figure and as a table."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.lines import Line2D

from analysis.display.figures import style
from analysis.display.figures.bars import LABEL_SIZE, VALUE_SIZE
from analysis.display.figures.layout import certify, framed_axes, measuring_axis
from analysis.display.text.captions import (
    basis_of,
    group_label,
    group_words,
    question_of,
    short_name,
    source_note,
)
from analysis.display.text.numbers import (
    MISSING,
    SUPPRESSED,
    basis_sentence,
    joined,
    number,
    whole_count,
)
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.survey import Provenance, provenance
from analysis.words import text

_ROW, _LEFT, _RIGHT = 0.25, 2.75, 1.15


def draw_crosstab(
    crosstab: pd.DataFrame,
    *,
    answer: str | None = None,
    title: str | None = None,
    lang: str = "da",
) -> Axes:
    """Draw the share of one answer in each group, with its range.

    Parameters
    ----------
    crosstab : DataFrame
        From `crosstab`.
    answer : str, optional
        Key of the answer; the first of the scale when left out.
    title : str, optional
        Above the figure; the question and the answer when left out.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        Per item and group a band from ``low`` to ``high`` and a dot at ``share``. On printed
        tables the dot is the value under independence; the band is all that they allow.

    Raises
    ------
    InputError
        The frame has no groups, or the answer is not on the scale.
    """
    origin = provenance(crosstab)
    question = grouped_question(crosstab, origin)
    answer = answer or question.scale.keys[0]
    if answer not in question.scale.keys:
        raise InputError(
            f'Svaret "{answer}" er ikke på skalaen. Vælg et af: {", ".join(question.scale.keys)}.'
        )
    rows = crosstab[crosstab["answer"] == answer]
    items = rows["item"].nunique()
    height = _ROW * len(rows) + 0.12 * items
    words = title
    if words is None:
        key = for_groups("crosstab.title", crosstab, origin)
        words = text(
            key, lang, answer=question.answer(answer).short[lang], title=question.title[lang]
        )
    with style.house_style():
        axes = _page(crosstab, words, height, lang)
        _draw(axes, rows, question, origin, height, lang)
        certify(axes, crosstab, _alt(rows, words, question, origin, lang), lang=lang)
    return axes


def grouped_question(crosstab: pd.DataFrame, origin: Provenance) -> Question:
    if "group" not in crosstab:
        raise InputError("Tabellen har ingen grupper. Brug crosstab(survey, spørgsmål, by=…).")
    return question_of(crosstab, origin)


def for_groups(key: str, crosstab: pd.DataFrame, origin: Provenance) -> str:
    """The key of a text on job centres by size, or on other groups."""
    sizes = {band.key for band in origin.codebook.size_bands}
    return key if sizes & set(crosstab["group"]) else f"{key}_groups"


def _page(crosstab: pd.DataFrame, title: str, height_rows: float, lang: str) -> Axes:
    question = question_of(crosstab, provenance(crosstab))
    words = basis_of(crosstab)
    how = "crosstab.how_bounded" if "bounded" in words else "crosstab.how"
    sentences = [text(how, lang), source_note(crosstab, [question.table_page, "49"], lang)]
    if "bounded" not in words:
        sentences.insert(1, basis_sentence(words, lang))
    return framed_axes(
        title, " ".join(sentences), height_rows, left=_LEFT, right=_RIGHT, below=0.42
    )


def _draw(
    axes: Axes, rows: pd.DataFrame, question: Question, origin: Provenance, height: float, lang: str
) -> None:
    axes.set_xlim(0, 1)
    axes.set_ylim(height, 0)
    measuring_axis(axes, text("crosstab.axis", lang))
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.xaxis.set_major_formatter(lambda value, _: number(100 * value, lang))
    outside = axes.get_yaxis_transform()
    y = 0.0
    for item, own in rows.groupby("item", observed=True, sort=False):
        name = short_name(question, str(item), lang)
        lines = style.wrap(name, LABEL_SIZE, _LEFT - 0.95)
        axes.text(-0.29, y + 0.06 + _ROW * len(own) / 2, "\n".join(lines), transform=outside,
                  fontsize=LABEL_SIZE, ha="right", va="center", linespacing=1.05)  # fmt: skip
        y += 0.06
        for _, row in own.iterrows():
            middle = y + _ROW / 2
            axes.text(-0.02, middle, group_label(str(row["group"]), origin, lang),
                      transform=outside, fontsize=VALUE_SIZE, ha="right", va="center",
                      color=style.MUTED)  # fmt: skip
            _draw_range(axes, row, middle, lang)
            y += _ROW
        y += 0.06


def _draw_range(axes: Axes, row: pd.Series, y: float, lang: str) -> None:
    outside = axes.get_yaxis_transform()
    if pd.isna(row["share"]):
        words = SUPPRESSED if row.get("suppressed", False) else MISSING
        axes.text(1.04, y, words, transform=outside, fontsize=VALUE_SIZE, va="center")
        return
    ends = np.array([row["low"], row["high"]])
    band = FillBetweenPolyCollection("x", ends, np.full(2, y - 0.075), np.full(2, y + 0.075),
                                     color="#d5e0ea", linewidth=0, zorder=1)  # fmt: skip
    axes.add_collection(band, autolim=False)
    bounded = row["basis"] == "bounded"
    axes.add_artist(  # the limits are set: there is no need to look for them
        Line2D([row["share"]], [y], linestyle="none", marker="o", markersize=5, zorder=3,
               markeredgecolor=style.NAVY, markerfacecolor="white" if bounded else style.NAVY,
               clip_on=False)
    )  # fmt: skip
    axes.text(1.04, y, _value(row, lang), transform=outside, fontsize=VALUE_SIZE, va="center")


def _value(row: pd.Series, lang: str) -> str:
    """How many of the group: a count, a range of counts, or ``[c]``."""
    if row.get("suppressed", False) or pd.isna(row["n"]):
        return SUPPRESSED
    values = {name: whole_count(row[name]) for name in ("n", "n_low", "n_high", "base")}
    if row["basis"] != "bounded":
        return text("crosstab.value", lang, **values)
    if values["n_low"] == values["n_high"]:
        return text("crosstab.value", lang, **values | {"n": values["n_low"]})
    return text("crosstab.value_bounded", lang, **values)


def _alt(rows: pd.DataFrame, title: str, question: Question, origin: Provenance, lang: str) -> str:
    parts = [title.rstrip(".") + "."]
    for item, own in rows.groupby("item", observed=True, sort=False):
        ends = [
            f"{group_words(str(row['group']), origin, lang)} {_value(row, lang)}"
            for _, row in own.iterrows()
        ]
        parts.append(f"{question.item(str(item)).label[lang]}: {joined(ends, lang)}.")
    return " ".join(parts)
