"""What has changed since the year before: trained, hired, left and reassessed, by profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.competence.results import CentreResults
from analysis.display.figures import palette
from analysis.display.figures.centre_parts import describe_centre
from analysis.display.figures.layout import Layout, draw_zero, label_row, measuring_axis
from analysis.display.figures.line_breaks import wrap
from analysis.display.figures.style import LABEL_SIZE, NOTE_SIZE, house_style
from analysis.display.text.captions import sentences_of, stopped
from analysis.display.text.centre import CentreTexts
from analysis.display.text.numbers import signed
from analysis.survey.checks import InputError

_ROW, _LEFT, _RIGHT = 0.36, 1.75, 0.95
PARTS = ("trained", "hired", "reassessed", "left")


def draw_centre_change(
    results: CentreResults, *, title: str | None = None, lang: str = "da"
) -> Axes:
    """Draw what the change in matching staff is made of, profile by profile.

    Parameters
    ----------
    results : CentreResults
        One with the year before.
    title : str, optional
        Above the figure; the finding when left out, none when empty.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        In people, on a zero line: parts that add stand right of it, parts that take away left.

    Raises
    ------
    InputError
        There is no year before, or what has changed is hidden.
    """
    change = results.change
    if change is None or change.empty:
        raise InputError("before: forventede sidste års projektmappe, og tal, der kan vises.")
    texts = CentreTexts(results, lang)
    rows = change.to_dict("records")
    heading = _title(texts) if title is None else title
    year = results.before.year if results.before else results.centre.year - 1
    question = texts.text("centre_change.question", year=year)
    note = sentences_of(texts.text("centre_change.note"), texts.source)
    shades = (*palette.SEQUENTIAL[1:4], palette.LOWER[1])
    names = (
        texts.text("centre_change.trained"), texts.text("centre_change.hired"),
        texts.text("centre_change.reassessed"), texts.text("centre_change.left"),
    )  # fmt: skip
    legend = tuple(zip(shades, names, strict=True))
    height = _ROW * len(rows)
    with house_style():
        axes = Layout(heading, note, height, _LEFT, _RIGHT, legend=legend, subtitle=question).draw()
        axes.set_ylim(height, 0)
        ends = [_draw_row(axes, row, _ROW * (at + 0.5), shades, texts)
                for at, row in enumerate(rows)]  # fmt: skip
        low, high = min(end[0] for end in ends), max(end[1] for end in ends)
        axes.set_xlim(low - 1, high + 1)
        measuring_axis(axes, texts.text("centre_change.axis"))
        axes.xaxis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10], integer=True))
        axes.xaxis.set_major_formatter(lambda value, _: signed(value, lang))
        draw_zero(axes)
        said = [_alt(row, texts) for row in rows]
        describe_centre(axes, " ".join([stopped(heading), question, *said]), texts)
    return axes


def _draw_row(
    axes: Axes, row: Mapping[Any, Any], y: float, shades: tuple[str, ...], texts: CentreTexts
) -> tuple[float, float]:
    label_row(axes, y, wrap(texts.profile(row["profile"]), LABEL_SIZE, _LEFT - 0.15))
    left = right = 0.0
    for part, shade in zip(PARTS, shades, strict=True):
        width = float(row[part]) * (-1 if part == "left" else 1)
        if not width:
            continue
        start = right if width > 0 else left
        axes.barh(y, width, height=0.22, left=start, color=shade, edgecolor="white", linewidth=0.6)
        axes.text(start + width / 2, y, texts.number(abs(width)), fontsize=NOTE_SIZE, ha="center",
                  va="center_baseline", color=palette.ink_on(shade))  # fmt: skip
        right, left = (right + width, left) if width > 0 else (right, left + width)
    words = texts.text("centre_change.value", before=texts.number(row["before"]),
                       now=texts.number(row["later"]))  # fmt: skip
    axes.text(1.03, y, words, transform=axes.get_yaxis_transform(), fontsize=LABEL_SIZE,
              weight="semibold", color=palette.NAVY, va="center")  # fmt: skip
    return left, right


def _title(texts: CentreTexts) -> str:
    change = texts.results.change
    assert change is not None
    row = change.iloc[int(change["change"].argmax())]
    if row["change"] <= 0:
        return texts.text("centre_change.title_none")
    ends = {"before": texts.number(row["before"]), "now": texts.number(row["later"])}
    return texts.text("centre_change.title", profile=texts.profile(row["profile"]), **ends)


def _alt(row: Mapping[Any, Any], texts: CentreTexts) -> str:
    parts = {part: signed(row[part], texts.lang) for part in ("trained", "hired", "reassessed")}
    return texts.text(
        "centre_change.alt", profile=texts.profile(row["profile"]),
        before=texts.number(row["before"]), now=texts.number(row["later"]),
        left=texts.number(row["left"]), **parts,
    )  # fmt: skip
