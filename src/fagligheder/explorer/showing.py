"""What is shown of some choices, and kept so that it comes at once when it is asked for again."""

from __future__ import annotations

from dataclasses import dataclass

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures.style import HouseFigure
from analysis.display.tables.blocks import Facts, Table, Text

#: How many showings are kept, so that what was seen before comes at once.
KEPT = 200


@dataclass(frozen=True, eq=False)
class Showing:
    """What is shown of some choices.

    Attributes
    ----------
    frame : DataFrame
        The results frame, protected as exports are.
    svg, alt : str
        The figure, and the same in words. `figure_of` draws it again: a drawn figure is
        thousands of objects, and keeping them makes every later one slower.
    table : Table
    sentence : str
    lines : str
        Python that makes the same: ``axes`` is the figure, the last line the table.
    name : str
        What files with it are called.
    facts : Facts or None
        Of a kommune.
    told : tuple of Text
        Of a kommune: what the figure rests on, and what is proven of its size band.
    """

    frame: pd.DataFrame
    svg: str
    alt: str
    table: Table
    sentence: str
    lines: str
    name: str
    facts: Facts | None = None
    told: tuple[Text, ...] = ()

    @property
    def made_up(self) -> bool:
        """Whether the answers are made up."""
        return "synthetic" in self.table.basis


def closed(axes: Axes) -> HouseFigure:
    """The figure of an Axes, which no later cell shows by itself."""
    figure = axes.figure
    assert isinstance(figure, HouseFigure)
    plt.close(figure)
    return figure
