"""How the workforce gap depends on what the open top band stands for."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures import palette
from analysis.display.figures.layout import Layout, describe_figure, measuring_axes
from analysis.display.figures.style import LABEL_SIZE, house_style
from analysis.display.text.captions import sentences_of, source_note
from analysis.display.text.numbers import number, signed
from analysis.display.text.subject import Subject
from analysis.display.text.workforce import GAP_PAGES, gap_subject

#: Solid for the profiles asked for most, then dashed and dotted: readable without colour.
_DASHES: tuple[Any, ...] = ("", (5, 2), (1, 1.5), (7, 2, 1, 2), (3, 1.5), (1, 3))


def draw_sensitivity(sensitivity: pd.DataFrame, *, lang: str = "da") -> Axes:
    """Draw the central gap in people against the value of the open top band.

    Parameters
    ----------
    sensitivity : DataFrame
        From `gap_sensitivity` without ``by``.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        One line per profile, labelled at its end.

    Examples
    --------
    >>> from analysis.measures.workforce import gap_sensitivity
    >>> from analysis.survey.published import read_published
    >>> axes = draw_sensitivity(gap_sensitivity(read_published(), (20, 30)))
    >>> len(axes.lines)
    6
    """
    import seaborn as sns  # brings scipy, which a report starts faster without

    subject = gap_subject(sensitivity, lang)
    rows = sensitivity[sensitivity["unit"] == "people"]
    answer = subject.answer(subject.question.scale.keys[0]).lower()
    title = subject.text("sensitivity.title", answer=answer)
    how = subject.how
    if subject.bounded:
        how = subject.text("sensitivity.note", kommuner=subject.origin.kommuner)
    note = sentences_of(how, source_note(sensitivity, GAP_PAGES, lang))
    drawn = rows.assign(basis=rows["basis"].replace("bounded", "modelled"))  # the centre alone
    with house_style():
        axes = Layout(title, note, 2.7, left=0.55, right=1.75).draw()
        profiles = len(subject.question.items)
        sns.lineplot(
            rows, x="top_value", y="central", hue="item", style="item", ax=axes, legend=False,
            palette=sns.dark_palette(palette.NAVY, n_colors=profiles, reverse=True),
            dashes=list(_DASHES[:profiles]), linewidth=1.8, errorbar=None,
        )  # fmt: skip
        _label_ends(axes, rows, subject)
        _draw_both_scales(axes, subject)
        alt = _sensitivity_alt(rows, title, subject)
        describe_figure(axes, drawn, alt, lang=lang)
    return axes


def _label_ends(axes: Axes, rows: pd.DataFrame, subject: Subject) -> None:
    """Each line's name at its right end, moved apart where two would meet."""
    last = rows[rows["top_value"] == rows["top_value"].max()].set_index("item")["central"]
    low, high = axes.get_ylim()
    apart = 0.062 * (high - low)
    place = -float("inf")
    for item, value in last.sort_values().items():
        place = max(float(value), place + apart)
        axes.annotate(
            subject.item(item), (rows["top_value"].max(), value), xytext=(1.03, place),
            textcoords=axes.get_yaxis_transform(), fontsize=LABEL_SIZE, va="center",
            arrowprops={"arrowstyle": "-", "color": palette.RULE, "linewidth": 0.8},
        )  # fmt: skip


def _draw_both_scales(axes: Axes, subject: Subject) -> None:
    answer = subject.answer(subject.question.scale.keys[0])
    x = subject.text("sensitivity.x", answer=answer)
    measuring_axes(axes, x, subject.text("sensitivity.y"))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: number(value, subject.lang))


def _sensitivity_alt(rows: pd.DataFrame, title: str, subject: Subject) -> str:
    words = [f"{title}."]
    for item, own in rows.groupby("item", observed=True, sort=False):
        values = own.sort_values("top_value")["central"]
        first, last = (signed(values.iloc[at], subject.lang) for at in (0, -1))
        words.append(
            subject.text("sensitivity.alt", item=subject.item(item), first=first, last=last)
        )
    return " ".join(words)
