"""Draw the bars of a Likert figure: parts with their per cent, names, marks and whiskers."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.display.figures import palette
from analysis.display.figures.bars import HEADING, Bar, Bars, Part
from analysis.display.figures.layout import draw_zero
from analysis.display.figures.line_breaks import text_width
from analysis.display.figures.style import LABEL_SIZE, NOTE_SIZE, VALUE_SIZE
from analysis.display.text.comparison import agree_words, same_words
from analysis.display.text.numbers import SUPPRESSED, percent

#: In inches, from line to line right of a bar: of an own answer, and above a line to write on.
_OWN_LINE, _BLANK_LINE = 0.13, 0.19


def draw_bars(axes: Axes, bars: Bars) -> None:
    """Draw the bars with their names, numbers, marks and whiskers, and set the axes' limits."""
    settings = bars.settings
    axes.set_axis_off()
    parts = [part for bar in bars.bars for part in bar.parts]
    low = min(0.0, *(part.left for part in parts))
    high = max(0.0 if settings.diverging else 1.0, *(part.left + part.width for part in parts))
    axes.set_xlim(low, high)
    inches = axes.bbox.width / axes.figure.dpi / (high - low)
    beside, start = low - 0.10 / inches, low - bars.label_width / inches
    thick = bars.row_height * (0.74 if bars.grouped else 0.62)
    colours = bars.colours | {SUPPRESSED: palette.PANEL}
    y, rows = 0.0, []
    for bar in bars.bars:
        over, words = y + bars.over(bar), "\n".join(bar.label)
        if bar.heading:
            x, side = (start, "left") if bars.above else (beside, "right")
            axes.text(x, over - HEADING + 0.22, bar.heading, fontsize=LABEL_SIZE,
                      weight="semibold", ha=side, va="baseline")  # fmt: skip
        middle = over + bars.row_height / 2
        if bars.above and not bars.grouped:
            axes.text(low, over + 0.05, words, fontsize=LABEL_SIZE, ha="left", va="bottom",
                      linespacing=1.05)  # fmt: skip
        else:
            axes.text(beside, middle, words, fontsize=LABEL_SIZE, ha="right", va="center",
                      linespacing=1.05)  # fmt: skip
        if settings.kind == "top":
            axes.add_artist(
                Rectangle((0, middle - thick / 2), 1, thick, facecolor=palette.PANEL, linewidth=0)
            )
        for part in bar.parts:
            axes.add_artist(  # the limits are set: there is no need to look for them
                Rectangle((part.left, middle - thick / 2), part.width, thick,
                          facecolor=colours[part.answer], edgecolor="white", linewidth=0.8)
            )  # fmt: skip
            _write_part(axes, part, middle, colours[part.answer], inches, bars)
            if settings.mark.get(bar.item) == part.answer:
                _point_out(axes, part.middle, middle - thick / 2)
        if settings.beside:
            _write_own(axes, bar, high + 0.14 / inches, middle, bars)
        if settings.interval:
            whisker(axes, bar.interval, middle + thick / 2 + 0.045)
        y = over + bars.row_height
        rows.append((over + 0.065, y - 0.05))
    if settings.diverging:
        draw_zero(axes, rows if bars.above and not bars.grouped else ())
    axes.set_ylim(bars.height, 0)


def whisker(axes: Axes, ends: tuple[float, float], y: float, *, edge: str = "") -> None:
    """A line from one end to the other with a mark at each, on limits that are set.

    ``edge`` is a colour around it, where it lies upon a bar.
    """
    low, high = ends
    lines = [((low, high), 0.0), ((low, low), 0.03), ((high, high), 0.03)]
    for colour, wide in (*([(edge, 2.9)] if edge else []), (palette.INK, 1.1)):
        for x, height in lines:
            axes.add_artist(
                Line2D(x, (y - height, y + height), color=colour, linewidth=wide, clip_on=False)
            )


def _write_part(
    axes: Axes, part: Part, middle: float, colour: str, inches: float, bars: Bars
) -> None:
    """The per cent in a part that is wide enough, or that it is suppressed.

    A short bar that stands alone has it on its right.
    """
    if part.answer == SUPPRESSED:
        axes.text(part.middle, middle, SUPPRESSED, fontsize=VALUE_SIZE, ha="center",
                  va="center_baseline", color=palette.MUTED)  # fmt: skip
    alone = bars.settings.kind == "top"
    if not part.base or not (part.n or alone):
        return
    words = percent(part.n, part.base, bars.subject.lang)
    wide = text_width(words, VALUE_SIZE) + 0.05
    if wide <= part.width * inches:
        x, right = part.middle, (part.left + part.width) * inches
        if part.left < 0 < right and abs(x) * inches < wide / 2 and wide + 0.02 <= right:
            x = (wide / 2 + 0.02) / inches  # beside the line at zero, not upon it
        axes.text(x, middle, words, fontsize=VALUE_SIZE, ha="center",
                  va="center_baseline", color=palette.ink_on(colour))  # fmt: skip
    elif alone:
        axes.text(part.left + part.width + 0.05 / inches, middle, words, fontsize=VALUE_SIZE,
                  va="center_baseline")  # fmt: skip


def _point_out(axes: Axes, x: float, top: float) -> None:
    """A triangle above a part: a kommune's own answer. Zero-width parts are marked as well."""
    axes.plot([x], [top - 0.045], marker="v", markersize=5.5, color=palette.ACCENT_INK,
              markeredgecolor="white", markeredgewidth=0.6, clip_on=False, zorder=5)  # fmt: skip


def _write_own(axes: Axes, bar: Bar, x: float, y: float, bars: Bars) -> None:
    """Right of a bar the centre's own answer and how many gave it too, or a line to write on.

    Above that, of a statement, how many agree.
    """
    subject, own = bars.subject, bars.settings.mark.get(bar.item)
    agree = agree_words([vars(part) for part in bar.parts], subject)
    lines = [(agree, VALUE_SIZE, palette.INK, "normal")] if agree else []
    if own is None:
        lines.append((subject.text("comparison.blank"), NOTE_SIZE, palette.MUTED, "normal"))
    else:
        same = next(part for part in bar.parts if part.answer == own)
        words = subject.text("comparison.own", answer=subject.answer(own))
        base = same.base or same.n  # no base is a hidden one where the count is hidden
        others = same_words({"n": same.n, "base": base}, subject.lang)
        lines += [(words, VALUE_SIZE, palette.ACCENT_INK, "semibold"),
                  (others, NOTE_SIZE, palette.MUTED, "normal")]  # fmt: skip
    height = _OWN_LINE if own else _BLANK_LINE
    top = y - height * (len(lines) - 1) / 2
    for at, (words, size, colour, weight) in enumerate(lines):
        axes.text(x, top + height * at, words, fontsize=size, color=colour, weight=weight,
                  va="center_baseline")  # fmt: skip
