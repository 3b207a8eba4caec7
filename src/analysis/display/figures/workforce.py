"""The workforce gap: now and ideal per profile as people, and how far apart they can be."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.display.figures import style
from analysis.display.figures.bars import LABEL_SIZE, NOTE_SIZE
from analysis.display.figures.layout import certify, framed_axes, measuring_axis
from analysis.display.text.captions import basis_of, source_note
from analysis.display.text.numbers import MISSING, basis_sentence, number
from analysis.display.text.workforce import WRITTEN, decimals_of, gap_rows, signed
from analysis.measures.staff_bands import NOW
from analysis.survey.codebook import Question
from analysis.survey.survey import provenance
from analysis.words import text

#: Pages of figures 4 and 5, their tables, and the staff.
GAP_PAGES = ("41", "42", "47", "48", "49")


_ROW, _LEFT, _RIGHT = 0.44, 1.65, 1.25


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
    """
    rows = gap_rows(gap)
    question = provenance(gap).codebook.question(NOW)
    height = _ROW * len(rows) + 0.24
    with style.house_style():
        axes = (
            _page(gap, gap_title(lang) if title is None else title, height, lang)
            if ax is None
            else ax
        )
        _draw(axes, rows, question, height, lang)
        alt = gap_alt_text(gap, title=title, lang=lang)
        certify(axes, gap, alt, whole=ax is None, lang=lang)
    return axes


def gap_title(lang: str) -> str:
    """The figure's title."""
    return text("gap.title", lang)


def gap_alt_text(gap: pd.DataFrame, *, title: str | None = None, lang: str = "da") -> str:
    """What the gap figure shows, in words, with its numbers."""
    question = provenance(gap).codebook.question(NOW)
    parts = [(title or gap_title(lang)).rstrip(".") + "."]
    rows = gap_rows(gap)
    decimals = decimals_of(rows[WRITTEN])
    for item, row in rows.iterrows():
        name = question.item(str(item)).label[lang]
        if pd.isna(row["gap"]):
            key = "gap.alt_hidden" if "suppressed" in gap else "gap.alt_none"
            parts.append(text(key, lang, item=name))
            continue
        numbers = {key: number(row[key], lang, decimals) for key in ("now", "ideal")}
        ends = {key: signed(row[key], lang, decimals) for key in ("gap", "gap_low", "gap_high")}
        key = "gap.alt_exact" if row["gap_low"] == row["gap_high"] else "gap.alt"
        parts.append(text(key, lang, item=name, **numbers, **ends))
    return " ".join(parts)


def top_words(gap: pd.DataFrame, lang: str) -> str:
    """What the open top band stands for in these gaps."""
    origin = provenance(gap)
    answer = origin.codebook.question(NOW).scale.answers[0]
    band = origin.top_band or answer.band
    assert band  # without one there are no gaps
    per_cent = number(band[1], lang, 0 if float(band[1]).is_integer() else 1)
    return text("gap.top", lang, answer=answer.short[lang], per_cent=per_cent)


def gap_how(gap: pd.DataFrame, lang: str) -> str:
    words = [word for word in basis_of(gap) if word in ("bounded", "observed")]
    return " ".join([*(text(f"gap.how_{word}", lang) for word in words), top_words(gap, lang)])


def _page(gap: pd.DataFrame, title: str, height_rows: float, lang: str) -> Axes:
    words = basis_of(gap)
    sentences = [gap_how(gap, lang), source_note(gap, GAP_PAGES, lang)]
    if "bounded" not in words:
        sentences.insert(1, basis_sentence(words, lang))
    return framed_axes(title, " ".join(sentences), height_rows, left=_LEFT, right=_RIGHT)


def _draw(axes: Axes, rows: pd.DataFrame, question: Question, height: float, lang: str) -> None:
    low = min(0.0, float((rows["now"] + rows["gap_low"]).min()))
    high = float(pd.concat([rows["ideal"], rows["now"], rows["now"] + rows["gap_high"]]).max())
    high = 1.0 if pd.isna(high) else high
    pad = 0.03 * (high - low)
    axes.set_xlim(low - (pad if low < 0 else 0), high + pad)
    axes.set_ylim(height, 0)
    measuring_axis(axes, text("gap.axis", lang))
    # Steps that these decimals can write: a tick at 2.5 must not be called 3.
    decimals = 0 if high > 5 else 1 if high > 0.5 else 2
    axes.xaxis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(lambda value, _: number(value, lang, decimals))
    outside = axes.get_yaxis_transform()
    axes.text(1.04, 0.02, text("gap.column", lang), transform=outside, fontsize=NOTE_SIZE,
              color=style.MUTED, va="top")  # fmt: skip
    named = False
    for place, (item, row) in enumerate(rows.iterrows()):
        y = 0.24 + _ROW * (place + 0.5)
        axes.text(-0.02, y, question.item(str(item)).label[lang], transform=outside,
                  fontsize=LABEL_SIZE, ha="right", va="center")  # fmt: skip
        if pd.isna(row["gap"]):
            axes.text(1.04, y, MISSING, transform=outside, fontsize=LABEL_SIZE, va="center")
            continue
        ends = row["now"] + row["gap_low"], row["now"] + row["gap_high"]
        axes.fill_between(ends, y - 0.12, y + 0.12, color="#e4ebf2", linewidth=0, zorder=1)
        colour = style.ACCENT if row["gap"] >= 0 else "#b3261e"
        axes.plot((row["now"], row["ideal"]), (y, y), color=colour, linewidth=2.6, zorder=2,
                  solid_capstyle="butt")  # fmt: skip
        shape = "D" if row["own"] else "o"
        axes.plot([row["now"]], [y], shape, markersize=6.5, markerfacecolor="white",
                  markeredgecolor=style.NAVY, markeredgewidth=1.6, zorder=3)  # fmt: skip
        axes.plot([row["ideal"]], [y], shape, markersize=6.5, color=style.NAVY, zorder=3)
        if not named:
            named = True
            ways = ("right", "left") if row["ideal"] >= row["now"] else ("left", "right")
            for key, way in (("now", ways[0]), ("ideal", ways[1])):
                axes.annotate(text(f"gap.{key}", lang).lower(), (row[key], y - 0.13),
                              xytext=(-1 if way == "right" else 1, 2), textcoords="offset points",
                              fontsize=NOTE_SIZE, ha=way, va="bottom", color=style.INK)  # fmt: skip
        _write_gap(axes, row, y, lang, decimals_of(rows[WRITTEN]))


def _write_gap(axes: Axes, row: pd.Series, y: float, lang: str, decimals: int) -> None:
    """The gap in figures right of the marks, with its range below."""
    exact = row["gap_low"] == row["gap_high"]
    outside = axes.get_yaxis_transform()
    axes.text(1.04, y if exact else y - 0.03, signed(row["gap"], lang, decimals), transform=outside,
              fontsize=LABEL_SIZE + 0.5, weight="semibold",
              va="center" if exact else "bottom")  # fmt: skip
    if not exact:
        low, high = (signed(row[key], lang, decimals) for key in ("gap_low", "gap_high"))
        axes.text(1.04, y + 0.01, f"{low} {text('numbers.to', lang)} {high}", transform=outside,
                  fontsize=NOTE_SIZE, color=style.MUTED, va="top")  # fmt: skip
