"""The space between a document's blocks, chosen so that no page is more than a quarter empty."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from analysis.survey.extras import load

#: No page ends with more than this share of it empty.
MOST_EMPTY = 0.25
#: Longer documents keep the usual space: the end of one page is a small part of them, and each try
#: takes as long as the document.
MOST_PAGES = 6
#: With fewer blocks the spaces between them are too few to fill a page.
FEWEST_BLOCKS = 10
#: What the numbers of the printed tables rest on.
_PRINTED = {"published", "recovered", "bounded", "modelled"}
#: Pixels per inch of the drawing that is looked at: one row of it is 1.4 mm of the page.
RESOLUTION = 18
#: Parts of the usual space between blocks, nearest first.
SPACES = (1.0, 0.9, 1.15, 0.8, 1.3, 0.7, 1.5, 1.6, 1.75)
#: A page's height and its margins in mm, as in the template.
_HEIGHT, _TOP, _BOTTOM = 297, 22, 24


def varies(content: Mapping[str, Any]) -> bool:
    """Whether what a document is made of decides how its pages are filled.

    The reports of the printed numbers alone are laid out once and for all, and a draft would take
    half as long again. Those with answers, own ones too, are as long as these are.
    """
    blocks, basis = content["blocks"], set(content["basis"])
    of_answers = content["internal"] or any(block.get("mark") for block in blocks)
    printed = bool(basis) and basis <= _PRINTED and not of_answers
    return len(blocks) >= FEWEST_BLOCKS and not printed


def choose_space(draw: Callable[[float], Sequence[bytes]]) -> float:
    """Return the part of the usual space between blocks that fills the pages best.

    Parameters
    ----------
    draw : callable
        Takes a part of the usual space, and returns the pages as PNG without their footers.

    Returns
    -------
    float
        The usual space, 1, where no page is more than a quarter empty, and where nothing helps;
        otherwise the nearest to it that leaves no such page and takes no more pages.
    """
    usual = draw(SPACES[0])
    if not 1 < len(usual) <= MOST_PAGES or _are_full(usual):
        return SPACES[0]
    for space in SPACES[1:]:
        pages = draw(space)
        if len(pages) <= len(usual) and _are_full(pages):
            return space
    return SPACES[0]


def with_space(content: dict[str, Any], space: float) -> dict[str, Any]:
    """Return a document whose blocks stand with a part of the usual space between them.

    More than the usual space begins at the first new page: what stands before stays on its page.
    """
    kinds = [block["kind"] for block in content["blocks"]]
    first = kinds.index("new_page") if "new_page" in kinds else 0
    spaced = [
        block | {"air": min(1, space) if at < first else space}
        for at, block in enumerate(content["blocks"])
    ]
    return content | {"blocks": spaced}


def empty_share(page: bytes) -> float:
    """Return the share of a page's height, between its margins, that is empty below its content."""
    image = load("PIL.Image", "reports").open(io.BytesIO(page)).convert("L")
    marked = np.flatnonzero((np.asarray(image) < 250).any(axis=1))
    last = (marked[-1] + 1) / image.height * _HEIGHT if len(marked) else _TOP
    return float(max(0, 1 - (last - _TOP) / (_HEIGHT - _TOP - _BOTTOM)))


def _are_full(pages: Sequence[bytes]) -> bool:
    return all(empty_share(page) <= MOST_EMPTY for page in pages)
