"""How blocks look in a notebook (HTML) and in a terminal (aligned text).

Every text is escaped; colours are JupyterLab's own where it has any, so that light and dark both
read well, and the paper's elsewhere.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from html import escape
from typing import Any

import mistune

from analysis.display.figures import style

WIDTH = 100  # columns of the plain text
HEADER_WIDTH = 48  # columns of a row's heading before it wraps

_INK = f"var(--jp-content-font-color1, {style.INK})"
_MUTED = f"var(--jp-content-font-color2, {style.MUTED})"
_RULE = f"var(--jp-border-color2, {style.RULE})"
_PANEL = f"var(--jp-layout-color2, {style.PANEL})"
_FONT = f"font-family:'{style.FONT}',system-ui,sans-serif;color:{_INK}"
_BOLD = "font-weight:600"


def table_html(table: Any, labels: Sequence[str]) -> str:
    """Return an accessible HTML table; labels are the words for its basis."""
    heads = "".join(
        f'<th scope="col" style="{_cell(column.align, "bottom")};{_BOLD}">'
        f"{escape(column.label)}{_sub(column.sub)}</th>"
        for column in table.columns
    )
    corner = (
        f'<th scope="col" style="{_cell("left", "bottom")};{_BOLD}">{escape(table.corner)}</th>'
        if table.corner
        else '<td style="border:0"></td>'
    )
    rows = "".join(_row_html(row, table.columns) for row in table.rows)
    return (
        f'<div class="fag-table" lang="{table.lang}" '
        f'style="{_FONT};overflow-x:auto;margin:1em 0">'
        '<table style="border-collapse:collapse;margin:0;font-size:14px;color:inherit;'
        f"border:0;border-top:2px solid {_INK};border-bottom:2px solid {_INK};"
        'font-variant-numeric:lining-nums tabular-nums">'
        f'<caption style="caption-side:top;text-align:left;{_BOLD};color:{_INK};'
        f'padding:0 0 .5em">{escape(table.caption)}</caption>'
        f'<thead style="border-bottom:1px solid {_INK}"><tr>{corner}{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{_note_line(table.note, labels)}</div>"
    )


def _row_html(row: Any, columns: Sequence[Any]) -> str:
    weight = _BOLD if row.emphasis else "font-weight:400"
    panel = f";background:{_PANEL}" if row.emphasis else ""
    cells = "".join(
        f'<td style="{_cell(column.align)};{weight}'
        f'{";white-space:nowrap" if column.align == "right" else ""}">{_lines(cell)}</td>'
        for column, cell in zip(columns, row.cells, strict=True)
    )
    return (
        f'<tr style="border-top:1px solid {_RULE}{panel}">'
        f'<th scope="row" style="{_cell("left")};{weight};max-width:34em">'
        f"{_lines(row.header)}</th>{cells}</tr>"
    )


def facts_html(facts: Sequence[Any]) -> str:
    """Return the facts as a list of cards that wraps on a narrow page."""
    cards = "".join(
        f'<li style="border-left:3px solid {style.ACCENT};padding:0 0 0 12px;margin:0;'
        'flex:1 1 9em;list-style:none">'
        f'<strong style="display:block;font-size:26px;{_BOLD};line-height:1.2">'
        f"{escape(fact.value)}</strong>"
        f'<span style="font-size:13px;color:{_MUTED}">{escape(fact.label)}</span></li>'
        for fact in facts
    )
    return (
        '<ul class="fag-facts" style="display:flex;flex-wrap:wrap;gap:16px 24px;padding:0;'
        f'margin:1em 0;{_FONT}">{cards}</ul>'
    )


def note_html(markdown: str) -> str:
    """Return a note's markdown as a call-out box."""
    body = str(mistune.create_markdown(escape=True)(markdown))
    body = body.replace("<p>", '<p style="margin:.3em 0">')
    return (
        f'<div class="fag-note" role="note" style="{_FONT};background:{_PANEL};'
        f'border-radius:6px;padding:12px 16px;margin:1em 0;max-width:60em">{body}</div>'
    )


def table_text(table: Any, labels: Sequence[str]) -> str:
    """Return the table with aligned columns."""
    heads = [[table.corner, *(column.label for column in table.columns)]]
    if any(column.sub for column in table.columns):
        heads.append(["", *(column.sub for column in table.columns)])
    rows = [[c.replace("\n", " ") for c in (row.header, *row.cells)] for row in table.rows]
    lines = aligned([*heads, *rows], ["left", *(column.align for column in table.columns)])
    note = " ".join([*(f"[{label}]" for label in labels), table.note])
    return "\n".join([*textwrap.wrap(table.caption, WIDTH), *lines, *textwrap.wrap(note, WIDTH)])


def aligned(rows: Sequence[Sequence[str]], aligns: Sequence[str]) -> list[str]:
    """Return the rows as lines with aligned columns; a long first column wraps."""
    wrapped = [textwrap.wrap(row[0], HEADER_WIDTH) or [""] for row in rows]
    widths = [max((len(line) for lines in wrapped for line in lines), default=0)]
    widths += [max(len(row[at]) for row in rows) for at in range(1, len(aligns)) if rows]
    sides = {"left": str.ljust, "center": str.center, "right": str.rjust}
    lines: list[str] = []
    for header, row in zip(wrapped, rows, strict=True):
        lines += header[:-1]
        cells = [header[-1], *row[1:]]
        padded = [sides[a](c, w) for a, c, w in zip(aligns, cells, widths, strict=True)]
        lines.append("  ".join(padded).rstrip())
    return lines


def escape_markdown(text: str) -> str:
    """Return text that markdown shows as it stands, on one line."""
    line = re.sub(r"([\\`*_{}\[\]<>#|~&!$])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^([0-9]*)([-+=.)])", r"\1\\\2", line)  # no list, no rule


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _cell(align: str, vertical: str = "top") -> str:
    return f"text-align:{align};vertical-align:{vertical};padding:5px 10px;border:0"


def _sub(text: str) -> str:
    small = f"font-size:12px;font-weight:400;color:{_MUTED}"
    return f'<br><span style="{small}">{escape(text)}</span>' if text else ""


def _note_line(note: str, labels: Sequence[str]) -> str:
    chips = "".join(
        f'<span style="border:1px solid {_RULE};background:{_PANEL};border-radius:4px;'
        f'padding:0 .5em;margin-right:.5em">{escape(label)}</span> '
        for label in labels
    )
    if not chips and not note:
        return ""
    line = f"font-size:13px;color:{_MUTED};margin:.5em 0 0;line-height:1.8;max-width:60em"
    return f'<p style="{line}">{chips}{escape(note)}</p>'
