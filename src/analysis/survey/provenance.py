"""Where a results frame comes from; travels with the frame as ``frame.attrs["provenance"]``."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.survey.codebook import Codebook, read_codebook


@dataclass(frozen=True)
class Provenance:
    """The codebook and source of a results frame, and what its interval columns hold.

    Attributes
    ----------
    codebook : Codebook
        Labels of questions, items, answers and groups.
    source : str
        As printed under figures and tables; empty when it is not known.
    interval : str
        Kind of interval in ``low`` and ``high``.
    level : float
        Its confidence level.
    population : int or None
        People the answers stand for.
    rebased : bool
        Whether answers outside the listed categories were left out of the base.
    """

    codebook: Codebook
    source: str = ""
    interval: str = "none"
    level: float = 0.95
    population: int | None = None
    rebased: bool = False

    def __deepcopy__(self, memo: object) -> Provenance:
        return self  # immutable: pandas copies attrs with every frame

    def __copy__(self) -> Provenance:
        return self


def provenance(frame: pd.DataFrame) -> Provenance:
    """The frame's provenance; the project's codebook without a source when it was lost."""
    found = frame.attrs.get("provenance")
    return found if isinstance(found, Provenance) else Provenance(read_codebook())


def with_provenance(frame: pd.DataFrame, origin: Provenance) -> pd.DataFrame:
    """The same frame, carrying where it comes from."""
    marked = frame.copy(deep=False)
    marked.attrs["provenance"] = origin
    return marked
