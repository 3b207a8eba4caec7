"""Read the area of an SVG figure: its viewBox, or its width and height in any absolute unit."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.survey.checks import InputError

#: Points of the drawing in one of each unit (CSS: 96 to the inch; a letter is 16 high).
_UNITS = {"": 1, "px": 1, "pt": 96 / 72, "pc": 16, "in": 96, "mm": 96 / 25.4, "cm": 96 / 2.54}
_UNITS |= {"q": 96 / 101.6, "em": 16, "rem": 16, "ex": 8}
_LENGTH = re.compile(r"\s*\+?(\d*\.?\d+(?:e[+-]?\d+)?)\s*([a-z]*)\s*", re.IGNORECASE)
#: A figure that is stretched by more than this is stretched on purpose.
_STRETCHED = 0.02


def view_box(attributes: Mapping[str, str], where: str) -> str:
    """Return a figure's viewBox, else one of its width and height.

    Raises
    ------
    InputError
        It has neither, or no area.

    Examples
    --------
    >>> view_box({"width": "1in", "height": "48"}, "celle 1")
    '0 0 96 48'
    """
    if box := attributes.get("viewBox"):
        if not _is_area(box):
            raise InputError(f"{where}: figurens viewBox er ingen flade ({box!r}). Tegn den igen.")
        return box
    size = _size(attributes)
    if size is None:
        raise InputError(
            f"{where}: figuren har hverken viewBox eller bredde og højde. Tegn den igen."
        )
    return f"0 0 {size[0]:.10g} {size[1]:.10g}"


def drawing_area(attributes: Mapping[str, str], box: str) -> tuple[str, dict[str, str] | None]:
    """Return the viewBox of the figure on the page, and the frame in it when it is stretched.

    A figure whose width and height are not in its viewBox's ratio keeps them, in an inner frame.
    """
    size = _size(attributes)
    width, height = (float(one) for one in re.split(r"[\s,]+", box.strip())[2:])
    if size is None or abs(size[0] / size[1] * height / width - 1) < _STRETCHED:
        return box, None
    own = {"width": f"{size[0]:.10g}", "height": f"{size[1]:.10g}", "viewBox": box}
    if fit := attributes.get("preserveAspectRatio"):
        own["preserveAspectRatio"] = fit
    return f"0 0 {own['width']} {own['height']}", own


def _size(attributes: Mapping[str, str]) -> tuple[float, float] | None:
    lengths = []
    for side in ("width", "height"):
        found = _LENGTH.fullmatch(attributes.get(side, ""))
        if not found or found[2].lower() not in _UNITS:
            return None
        lengths.append(float(found[1]) * _UNITS[found[2].lower()])
    width, height = lengths
    return (width, height) if 0 < width < 1e6 and 0 < height < 1e6 else None


def _is_area(box: str) -> bool:
    try:
        numbers = [float(number) for number in re.split(r"[\s,]+", box.strip())]
    except ValueError:
        return False
    return len(numbers) == 4 and min(numbers[2:]) > 0 and all(abs(one) < 1e6 for one in numbers)
