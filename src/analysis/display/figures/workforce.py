"""The workforce gap: staff now and ideally per profile, and how the gap depends on the top band."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.display.figures.layout import Layout, describe_figure, measuring_axis
from analysis.display.figures.palette import (
    ACCENT,
    GAP_BAND,
    INK,
    MUTED,
    NAVY,
    PANEL,
    RULE,
    WARNING,
)
from analysis.display.figures.style import LABEL_SIZE, NOTE_SIZE, VALUE_SIZE, house_style
from analysis.display.text.captions import sentences_of, source_note
from analysis.display.text.numbers import MISSING, number, signed
from analysis.display.text.subject import Subject
from analysis.display.text.workforce import (
    GAP_PAGES,
    decimals_of,
    gap_alt_text,
    gap_how,
    gap_rows,
    gap_subject,
    gap_texts,
)

_ROW, _HEAD, _LEFT, _RIGHT = 0.44, 0.24, 1.65, 1.25
#: Where the numbers right of the marks begin, as a part of the axes' width.
_BESIDE = 1.04
#: Solid for the profiles asked for most, then dashed and dotted: readable without colour.
_DASHES: tuple[Any, ...] = ("", (5, 2), (1, 1.5), (7, 2, 1, 2), (3, 1.5), (1, 3))


def draw_gap(
    gap: pd.DataFrame, *, title: str | None = None, lang: str = "da", ax: Axes | None = None
) -> Axes:
    """Draw now and ideal per profile in people, with the range of the gap as a faint band.

    Parameters
    ----------
    gap : DataFrame
        From `workforce_gap` without ``by``: one row per profile × measure × unit.
    title : str, optional
        Above the figure; none when empty.
    lang : {"da", "en"}
    ax : Axes, optional
        Draw here, without title and note.

    Returns
    -------
    Axes
        The band reaches from today's value plus the smallest gap to today's value plus the
        largest. Where no answers fit the restriction, the profile has no marks.

    Raises
    ------
    InputError
        The frame has groups, or no numbers in people.

    Examples
    --------
    >>> from analysis.measures.workforce import workforce_gap
    >>> from analysis.survey.published import read_published
    >>> draw_gap(workforce_gap(read_published())).get_xlabel()
    'Medarbejdere'
    """
    subject = gap_subject(gap, lang)
    rows = gap_rows(gap)
    height = _ROW * len(rows) + _HEAD
    with house_style():
        axes = ax
        if axes is None:
            how = "" if subject.bounded else subject.how
            note = sentences_of(gap_how(gap, lang), how, source_note(gap, GAP_PAGES, lang))
            words = subject.text("gap.title") if title is None else title
            axes = Layout(words, note, height, _LEFT, _RIGHT).draw()
        _draw_scale(axes, rows, height, subject)
        _draw_rows(axes, rows, subject)
        alt = gap_alt_text(gap, title=title, lang=lang)
        describe_figure(axes, gap, alt, whole=ax is None, lang=lang)
    return axes


def _draw_scale(axes: Axes, rows: pd.DataFrame, height: float, subject: Subject) -> None:
    low = min(0.0, float((rows["now"] + rows["gap_low"]).min()))
    high = float(pd.concat([rows["ideal"], rows["now"], rows["now"] + rows["gap_high"]]).max())
    high = 1.0 if pd.isna(high) else high
    pad = 0.03 * (high - low)
    axes.set_xlim(low - (pad if low < 0 else 0), high + pad)
    axes.set_ylim(height, 0)
    measuring_axis(axes, subject.text("gap.axis"))
    # Steps that these decimals can write: a tick at 2.5 must not be called 3.
    decimals = 0 if high > 5 else 1 if high > 0.5 else 2
    axes.xaxis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(lambda value, _: number(value, subject.lang, decimals))
    axes.text(_BESIDE, 0.02, subject.text("gap.column"), transform=axes.get_yaxis_transform(),
              fontsize=NOTE_SIZE, color=MUTED, va="top")  # fmt: skip


def _draw_rows(axes: Axes, rows: pd.DataFrame, subject: Subject) -> None:
    outside = axes.get_yaxis_transform()
    written = gap_texts(rows, subject.lang)
    named = False
    for place, (item, row) in enumerate(rows.to_dict("index").items()):
        y = _HEAD + _ROW * (place + 0.5)
        axes.text(-0.02, y, subject.item(item), transform=outside, fontsize=LABEL_SIZE, ha="right",
                  va="center")  # fmt: skip
        if pd.isna(row["gap"]):
            axes.text(_BESIDE, y, MISSING, transform=outside, fontsize=LABEL_SIZE, va="center")
            continue
        ends = row["now"] + row["gap_low"], row["now"] + row["gap_high"]
        axes.fill_between(ends, y - 0.12, y + 0.12, color=GAP_BAND, linewidth=0, zorder=1)
        axes.plot((row["now"], row["ideal"]), (y, y), linewidth=2.6, zorder=2,
                  color=ACCENT if row["gap"] >= 0 else WARNING, solid_capstyle="butt")  # fmt: skip
        shape = "D" if row["own"] else "o"
        axes.plot([row["now"]], [y], shape, markersize=6.5, markerfacecolor="white",
                  markeredgecolor=NAVY, markeredgewidth=1.6, zorder=3)  # fmt: skip
        axes.plot([row["ideal"]], [y], shape, markersize=6.5, color=NAVY, zorder=3)
        if not named:
            named = True
            _name_marks(axes, row, y, subject)
        _write_gap(axes, written[item], y)


def _name_marks(axes: Axes, row: Mapping[Any, Any], y: float, subject: Subject) -> None:
    """Say over the first profile which mark is now and which is ideal."""
    ways = ("right", "left") if row["ideal"] >= row["now"] else ("left", "right")
    names = {"now": subject.text("gap.now"), "ideal": subject.text("gap.ideal")}
    for (key, name), way in zip(names.items(), ways, strict=True):
        axes.annotate(name.lower(), (row[key], y - 0.13),
                      xytext=(-1 if way == "right" else 1, 2), textcoords="offset points",
                      fontsize=NOTE_SIZE, ha=way, va="bottom", color=INK)  # fmt: skip


def _write_gap(axes: Axes, written: Mapping[str, str], y: float) -> None:
    """The gap right of the marks, with its range below."""
    outside, ends = axes.get_yaxis_transform(), written["range"]
    axes.text(_BESIDE, y - 0.03 if ends else y, written["gap"], transform=outside,
              fontsize=LABEL_SIZE + 0.5, weight="semibold",
              va="bottom" if ends else "center")  # fmt: skip
    if ends:
        axes.text(_BESIDE, y + 0.01, ends, transform=outside, fontsize=NOTE_SIZE, color=MUTED,
                  va="top")  # fmt: skip


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
            palette=sns.dark_palette(NAVY, n_colors=profiles, reverse=True),
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
            arrowprops={"arrowstyle": "-", "color": RULE, "linewidth": 0.8},
        )  # fmt: skip


def _draw_both_scales(axes: Axes, subject: Subject) -> None:
    for side in ("right", "top"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(RULE)
    axes.grid(axis="y", color=PANEL, linewidth=1)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=VALUE_SIZE, colors=MUTED, length=0)
    answer = subject.answer(subject.question.scale.keys[0])
    for axis, label in (
        (axes.xaxis, subject.text("sensitivity.x", answer=answer)),
        (axes.yaxis, subject.text("gap.axis")),
    ):
        axis.set_major_formatter(lambda value, _: number(value, subject.lang))
        axis.set_label_text(label, fontsize=VALUE_SIZE, color=MUTED)


def _sensitivity_alt(rows: pd.DataFrame, title: str, subject: Subject) -> str:
    words = [f"{title}."]
    decimals = decimals_of(rows[["central"]])
    for item, own in rows.groupby("item", observed=True, sort=False):
        values = own.sort_values("top_value")["central"]
        first, last = (signed(values.iloc[at], subject.lang, decimals) for at in (0, -1))
        words.append(
            subject.text("sensitivity.alt", item=subject.item(item), first=first, last=last)
        )
    return " ".join(words)
