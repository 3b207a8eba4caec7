"""How many match each profile in each unit of a centre, as a matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.competence.results import CentreResults
from analysis.display.figures import palette
from analysis.display.figures.centre_parts import describe_centre
from analysis.display.figures.layout import Layout
from analysis.display.figures.line_breaks import shortened, wrap
from analysis.display.figures.style import LABEL_SIZE, NOTE_SIZE, WIDTH, house_style
from analysis.display.text.captions import sentences_of, stopped
from analysis.display.text.centre import CentreTexts

_ROW, _HEAD, _LEFT = 0.27, 0.32, 2.1
#: From this part of a unit's staff on, each shade of a cell.
_SHADES = (0.0, 0.15, 0.3, 0.5, 0.7)


def draw_centre_units(
    results: CentreResults, *, title: str | None = None, lang: str = "da"
) -> Axes:
    """Draw how many match each profile in each unit.

    Parameters
    ----------
    results : CentreResults
    title : str, optional
        Above the figure; the finding when left out, none when empty.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        One row per unit, the largest first, and the whole centre last; one column per profile.
        A number is people, the shade their part of the unit, ``[c]`` what is hidden.

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> centre = made_up_centre(staff=6, offers=4)
    >>> axes = draw_centre_units(CentreResults(centre, "2027-01-01", protected=False))
    >>> len(axes.patches)
    6
    """
    texts = CentreTexts(results, lang)
    profiles = results.profiles["profile"].tolist()
    rows = [
        (own.iloc[0], own.set_index("profile").loc[profiles])
        for _, own in results.units.groupby("unit", sort=False)
    ]
    rows = rows if len(rows) > 2 else rows[-1:]  # a centre of one unit
    rows.sort(key=lambda row: row[0]["units"] == 0)
    heading = _title(texts) if title is None else title
    question = texts.text("centre_units.question")
    hidden = texts.hidden_note if results.units["hidden"].any() else ""
    note = sentences_of(texts.text("centre_units.note"), hidden, texts.source)
    height = _ROW * len(rows) + _HEAD + 0.06
    with house_style():
        axes = Layout(heading, note, height, _LEFT, 0.0, below=0.1, subtitle=question).draw()
        axes.set_axis_off()
        axes.set_xlim(0, len(profiles))
        axes.set_ylim(height, 0)
        wide = (WIDTH - _LEFT) / len(profiles)
        for place, profile in enumerate(profiles):
            words = wrap(texts.short(profile), NOTE_SIZE, wide - 0.06)
            axes.text(place + 0.5, _HEAD - 0.06, "\n".join(words), fontsize=NOTE_SIZE, ha="center",
                      va="bottom", color=palette.MUTED, linespacing=1.0)  # fmt: skip
        said = []
        for number, (first, cells) in enumerate(rows):
            top = _HEAD + _ROW * number + (0.06 if first["units"] == 0 else 0)
            said.append(_draw_unit(axes, first, cells, top, texts))
        describe_centre(axes, " ".join([stopped(heading), question, *said]), texts)
    return axes


def _draw_unit(axes: Axes, first: Any, cells: Any, top: float, texts: CentreTexts) -> str:
    inch = axes.get_xlim()[1] / (WIDTH - _LEFT)
    staff = texts.text("centre_units.staff", n=texts.number(first["staff"]))
    name = shortened(texts.unit(first), LABEL_SIZE, _LEFT - 0.66)
    weight = "semibold" if first["units"] == 0 else "normal"
    middle = top + _ROW / 2
    axes.text(-_LEFT * inch, middle, name, fontsize=LABEL_SIZE, weight=weight,
              va="center_baseline")  # fmt: skip
    axes.text(-0.08 * inch, middle, staff, fontsize=NOTE_SIZE, color=palette.MUTED, ha="right",
              va="center_baseline")  # fmt: skip
    said = []
    for place, (profile, row) in enumerate(cells.iterrows()):
        shown = texts.match(row)
        face = _shade(row)
        axes.add_patch(Rectangle((place + 0.02, top + 0.015), 0.96, _ROW - 0.03, facecolor=face,
                                 edgecolor=palette.RULE, linewidth=0.4))  # fmt: skip
        axes.text(place + 0.5, middle, shown, fontsize=LABEL_SIZE, ha="center",
                  va="center_baseline", weight=weight, color=palette.ink_on(face))  # fmt: skip
        said.append(texts.text("centre_units.alt_cell", profile=texts.short(profile), match=shown))
    return texts.text("centre_units.alt", unit=texts.unit(first), cells=", ".join(said))


def _shade(row: Mapping[Any, Any]) -> str:
    """The cell's colour: by what is known to match; white where it is hidden."""
    if row["hidden"] or not row["staff"]:
        return "#ffffff"
    share = row["match_low"] / row["staff"]
    shades = list(reversed(palette.SEQUENTIAL))[: len(_SHADES)]
    return shades[max(at for at, least in enumerate(_SHADES) if share >= least)]


def _title(texts: CentreTexts) -> str:
    units = texts.results.units
    known = units[(units["units"] == 1) & ~units["hidden"] & (units["staff"] > 0)]
    if known.empty or units["hidden"].any() or units["unit"].nunique() < 3:
        known = units[(units["unit"] == "") & ~units["hidden"]]
    if known.empty:
        return texts.text("centre_units.title_hidden")
    row = known.iloc[int((known["match_high"] / known["staff"]).argmin())]
    words = {"match": texts.match(row), "staff": texts.number(row["staff"])}
    unit = texts.unit(row)
    unit = unit[0].lower() + unit[1:] if row["units"] == 0 else unit
    return texts.text(
        "centre_units.title", profile=texts.profile(row["profile"]), unit=unit, **words
    )
