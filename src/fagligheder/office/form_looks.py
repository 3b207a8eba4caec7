"""How the forms that people fill in look: the format of each kind of cell, and heights of rows."""

from __future__ import annotations

import textwrap
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis.display.figures import palette
from analysis.survey.codebook import Item
from fagligheder.office.cells import LINE
from fagligheder.office.style import WARNING, clean, font_name

#: Fill of the cells that may be changed.
OPEN = "#fff6d1"
#: The longest title and text that Excel shows beside a chosen cell.
_PROMPT_TITLE, _PROMPT = 32, 255


def looks() -> dict[str, dict[str, Any]]:
    """Return the format of a cell by what it is."""
    base: dict[str, Any] = {"font_name": font_name(), "font_color": palette.INK, "valign": "top"}
    own: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 14, "font_color": palette.NAVY},
        "heading": {"bold": True, "bg_color": palette.PANEL, "bottom": 2,
                    "border_color": palette.NAVY},
        "head": {"bold": True, "bg_color": palette.PANEL, "bottom": 2, "text_wrap": True,
                 "border_color": palette.NAVY, "valign": "vcenter"},
        "section": {"bold": True, "font_color": palette.NAVY, "font_size": 12},
        "lead": {"text_wrap": True},
        "note": {"text_wrap": True, "font_color": palette.MUTED},
        "cell": {"text_wrap": True, "bottom": 1, "border_color": palette.RULE, "align": "left",
                 "valign": "vcenter"},
        "open": {"text_wrap": True, "bg_color": OPEN, "border": 1, "border_color": palette.MUTED,
                 "locked": False, "align": "left", "indent": 1, "valign": "vcenter"},
        "line": {"text_wrap": True, "bg_color": OPEN, "bottom": 1, "border_color": palette.RULE,
                 "locked": False, "align": "left", "num_format": "@"},
        "stamp": {"bold": True, "text_wrap": True, "font_color": WARNING},
    }  # fmt: skip
    return {name: base | look for name, look in own.items()}


def lines(words: str, width: int) -> int:
    """Return how many lines words take across so many characters, with some to spare."""
    return len(textwrap.wrap(words, int(1.08 * width)))


def across(page: Worksheet, row: int, words: str, look: Format, width: int, columns: int) -> None:
    """Write words across so many columns, in a row high enough for them."""
    page.set_row(row, LINE * lines(words, width) + 2)
    page.merge_range(row, 0, row, columns - 1, clean(words), look)


def prompt(title: str, words: str) -> dict[str, Any]:
    """Return the rule of a cell that takes anything and says what to write there."""
    return {
        "validate": "any",
        "input_title": clean(title)[:_PROMPT_TITLE],
        "input_message": clean(words)[:_PROMPT],
    }


def item_label(item: Item, lang: str) -> str:
    """Return an item's label, after its number where it has one."""
    number = f"{item.key}. " if item.key.isdigit() else ""
    return clean(number + item.label[lang])
