"""Several parts of a page, which a notebook shows one after the other from one cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.axes import Axes

from analysis.display.figures.style import HouseFigure
from analysis.display.tables.blocks import Block

Part = Callable[[], Block | Axes | None]


@dataclass(frozen=True, repr=False)
class Parts:
    """Blocks and figures in order; how many there are follows from the survey.

    Attributes
    ----------
    parts : tuple of callable
        Each makes a block, a figure or nothing when it is shown.
    """

    parts: tuple[Part, ...]

    def __repr__(self) -> str:
        return f"<Parts: {len(self.parts)}>"

    def _ipython_display_(self) -> None:
        """Show the parts in a notebook; IPython alone calls this, so it is there."""
        import matplotlib.pyplot as plt
        from IPython.display import publish_display_data

        for part in self.parts:
            shown = part()
            if isinstance(shown, Axes):
                figure = shown.figure
                assert isinstance(figure, HouseFigure), "the project's own"
                figure._ipython_display_()
                plt.close(figure)  # or the notebook would show it once more after the cell
            elif shown is not None:
                publish_display_data(shown.mimebundle())
