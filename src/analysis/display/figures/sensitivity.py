"""How much the gap depends on the open top band: one line per profile."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from analysis.display.figures import style
from analysis.display.figures.bars import LABEL_SIZE, VALUE_SIZE
from analysis.display.figures.layout import certify, framed_axes
from analysis.display.figures.workforce import GAP_PAGES
from analysis.display.text.captions import basis_of, source_note
from analysis.display.text.numbers import basis_sentence, number
from analysis.display.text.workforce import decimals_of, signed
from analysis.measures.staff_bands import NOW
from analysis.survey.survey import provenance
from analysis.words import text

#: Solid for the profiles asked for most, then dashed and dotted: readable without colour.
_DASHES = ("", (5, 2), (1, 1.5), (7, 2, 1, 2), (3, 1.5), (1, 3))
_HEIGHT, _RIGHT = 2.7, 1.75


def draw_sensitivity(sensitivity: pd.DataFrame, *, lang: str = "da") -> Axes:
    """Draw the central gap in people against the value of the band "over 20 %".

    Parameters
    ----------
    sensitivity : DataFrame
        From `gap_sensitivity` without ``by``.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        One line per profile, labelled at its end.
    """
    question = provenance(sensitivity).codebook.question(NOW)
    rows = sensitivity[sensitivity["unit"] == "people"]
    names = {item.key: item.label[lang] for item in question.items}
    title = text("sensitivity.title", lang)
    basis = basis_of(rows)
    told = text("sensitivity.note", lang) if "bounded" in basis else basis_sentence(basis, lang)
    note = f"{told} {source_note(sensitivity, GAP_PAGES, lang)}".strip()
    with style.house_style():
        axes = framed_axes(title, note, _HEIGHT, left=0.55, right=_RIGHT)
        sns.lineplot(
            rows, x="top_value", y="central", hue="item", style="item", ax=axes, legend=False,
            palette=sns.dark_palette(style.NAVY, n_colors=len(names), reverse=True),
            dashes=list(_DASHES[: len(names)]), linewidth=1.8, errorbar=None,
        )  # fmt: skip
        _label_ends(axes, rows, names)
        _finish(axes, lang)
    words = [title + "."]
    decimals = decimals_of(rows[["central"]])
    for item, own in rows.groupby("item", observed=True, sort=False):
        ends = own.sort_values("top_value")["central"]
        words.append(
            text(
                "sensitivity.alt",
                lang,
                item=names[str(item)],
                first=signed(ends.iloc[0], lang, decimals),
                last=signed(ends.iloc[-1], lang, decimals),
            )
        )
    drawn = rows.assign(basis=rows["basis"].replace("bounded", "modelled"))  # the centre alone
    with style.house_style():
        certify(axes, drawn, " ".join(words), lang=lang)
    return axes


def _label_ends(axes: Axes, rows: pd.DataFrame, names: dict[str, str]) -> None:
    """Each line's name at its right end, moved apart where two would meet."""
    last = rows[rows["top_value"] == rows["top_value"].max()].set_index("item")["central"]
    low, high = axes.get_ylim()
    gap = 0.062 * (high - low)
    place = -float("inf")
    for item, value in last.sort_values().items():
        place = max(float(value), place + gap)
        axes.annotate(
            names[str(item)], (rows["top_value"].max(), value), xytext=(1.03, place),
            textcoords=axes.get_yaxis_transform(), fontsize=LABEL_SIZE, va="center",
            arrowprops={"arrowstyle": "-", "color": style.RULE, "linewidth": 0.8},
        )  # fmt: skip


def _finish(axes: Axes, lang: str) -> None:
    for side in ("right", "top"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(style.RULE)
    axes.grid(axis="y", color=style.PANEL, linewidth=1)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=VALUE_SIZE, colors=style.MUTED, length=0)
    axes.yaxis.set_major_formatter(lambda value, _: number(value, lang))
    axes.xaxis.set_major_formatter(lambda value, _: number(value, lang))
    axes.set_xlabel(text("sensitivity.x", lang), fontsize=VALUE_SIZE, color=style.MUTED)
    axes.set_ylabel(text("sensitivity.y", lang), fontsize=VALUE_SIZE, color=style.MUTED)
