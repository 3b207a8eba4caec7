"""Widths of figures, as they are written: 80mm, 8 cm or 3.15in."""

from __future__ import annotations

import re

from analysis.display.figures.style import WIDTH
from analysis.survey.checks import InputError

#: The narrowest and the widest figure, in millimetres: a column, and a page lying down.
NARROWEST, WIDEST = 60, 297
_INCHES = {"mm": 1 / 25.4, "cm": 1 / 2.54, "in": 1.0}
_WRITTEN = re.compile(r"(\d{1,4}(?:[.,]\d{1,3})?)\s*(mm|cm|in)", re.ASCII)


def inches(width: str | None) -> float:
    """Return a width in inches; the text width of an A4 page where none is given.

    Raises
    ------
    InputError
        It has no unit, or no figure is so narrow or so wide.

    Examples
    --------
    >>> round(inches("80mm"), 3), inches("8,0 cm") == inches("80 mm"), inches(None)
    (3.15, True, 6.7)
    """
    if width is None:
        return WIDTH
    found = _WRITTEN.fullmatch(str(width).strip().lower())
    if found:
        value = float(found[1].replace(",", ".")) * _INCHES[found[2]]
        if NARROWEST <= round(25.4 * value, 1) <= WIDEST:
            return value
    raise InputError(
        f'Bredden "{width}" kan ikke bruges: forventede {NARROWEST}–{WIDEST} mm med enhed. '
        "Skriv fx 80mm, 8cm eller 3.15in."
    )
