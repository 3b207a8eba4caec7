"""How blocks look in a notebook (HTML), in a terminal (aligned text) and in LaTeX.

Each function takes a block's plain data, as `Block.as_dict` gives it. Every text is escaped; the
colours are JupyterLab's own where it has any, so that light and dark both read well.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from analysis.display.figures import palette
from analysis.display.figures.fonts import family

WIDTH = 100  # columns of the plain text
HEADER_WIDTH = 48  # columns of a row's heading before it wraps

_BOLD = "font-weight:600"

#: Markdown within a line: an escaped sign, code, bold, emphasis.
_INLINE = re.compile(
    r"\\(?P<sign>[!-/:-@\[-`{-~])|`(?P<code>[^`]+)`|"
    r"\*\*(?P<strong>(?:\\.|[^*\\])+)\*\*|\*(?P<em>(?:\\.|[^*\\])+)\*"
)
_LATEX = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "−": r"$-$", "→": r"$\rightarrow$", "↑": r"$\uparrow$", "↓": r"$\downarrow$",
}  # fmt: skip


def table_html(table: Mapping[str, Any], labels: Sequence[str]) -> str:
    """Return an accessible HTML table; labels are the words for its basis."""
    heads = "".join(
        f'<th scope="col" style="{_cell(column["align"], "bottom")};{_BOLD}">'
        f"{escape(column['label'])}{_sub(column['sub'])}</th>"
        for column in table["columns"]
    )
    corner = (
        f'<th scope="col" style="{_cell("left", "bottom")};{_BOLD}">{escape(table["corner"])}</th>'
        if table["corner"]
        else '<td style="border:0"></td>'
    )
    aligns = [column["align"] for column in table["columns"]]
    rows = "".join(_row_html(row, aligns) for row in table["rows"])
    return (
        f'<div class="fag-table" lang="{table["lang"]}" '
        f'style="{_font()};overflow-x:auto;margin:1em 0">'
        '<table style="border-collapse:collapse;margin:0;font-size:14px;color:inherit;'
        f"border:0;border-top:2px solid {_ink()};border-bottom:2px solid {_ink()};"
        'font-variant-numeric:lining-nums tabular-nums">'
        f'<caption style="caption-side:top;text-align:left;{_BOLD};color:{_ink()};'
        f'padding:0 0 .5em">{escape(table["caption"])}</caption>'
        f'<thead style="border-bottom:1px solid {_ink()}"><tr>{corner}{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{_note_line(table['note'], labels)}</div>"
    )


def _row_html(row: Mapping[str, Any], aligns: Sequence[str]) -> str:
    weight = _BOLD if row["emphasis"] else "font-weight:400"
    panel = f";background:{_panel()}" if row["emphasis"] else ""
    cells = "".join(
        f'<td style="{_cell(align)};{weight}'
        f'{";white-space:nowrap" if align == "right" else ""}">{_lines(cell)}</td>'
        for align, cell in zip(aligns, row["cells"], strict=True)
    )
    return (
        f'<tr style="border-top:1px solid {_rule()}{panel}">'
        f'<th scope="row" style="{_cell("left")};{weight};max-width:34em">'
        f"{_lines(row['header'])}</th>{cells}</tr>"
    )


def table_text(table: Mapping[str, Any], labels: Sequence[str]) -> str:
    """Return the table with aligned columns."""
    columns = table["columns"]
    heads = [[table["corner"], *(column["label"] for column in columns)]]
    if any(column["sub"] for column in columns):
        heads.append(["", *(column["sub"] for column in columns)])
    rows = [
        [cell.replace("\n", " ") for cell in (row["header"], *row["cells"])]
        for row in table["rows"]
    ]
    lines = aligned([*heads, *rows], ["left", *(column["align"] for column in columns)])
    note = " ".join([*(f"[{label}]" for label in labels), table["note"]])
    return "\n".join([*textwrap.wrap(table["caption"], WIDTH), *lines, *textwrap.wrap(note, WIDTH)])


def table_latex(table: Mapping[str, Any], labels: Sequence[str]) -> str:
    """Return the table for LaTeX with the package booktabs."""
    columns = table["columns"]
    heads = [[table["corner"], *(column["label"] for column in columns)]]
    if any(column["sub"] for column in columns):
        heads.append(["", *(column["sub"] for column in columns)])
    rows = [[row["header"], *row["cells"]] for row in table["rows"]]
    sides = "".join(column["align"][0] for column in columns)
    note = " ".join([*(f"[{label}]" for label in labels), table["note"]]).strip()
    return "\n".join(
        [
            r"\begin{table}",
            rf"\caption{{{_latex(table['caption'])}}}",
            rf"\begin{{tabular}}{{l{sides}}}",
            r"\toprule",
            *map(_latex_row, heads),
            r"\midrule",
            *map(_latex_row, rows),
            r"\bottomrule",
            r"\end{tabular}",
            *([rf"\par\small {_latex(note)}"] if note else []),
            r"\end{table}",
        ]
    )


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


def facts_html(facts: Sequence[Mapping[str, str]]) -> str:
    """Return the facts as a list of cards that wraps on a narrow page."""
    cards = "".join(
        f'<li style="border-left:3px solid {palette.ACCENT};padding:0 0 0 12px;margin:0;'
        'flex:1 1 9em;list-style:none">'
        f'<strong style="display:block;font-size:26px;{_BOLD};line-height:1.2">'
        f"{escape(fact['value'])}</strong>"
        f'<span style="font-size:13px;color:{_muted()}">{escape(fact["label"])}</span></li>'
        for fact in facts
    )
    return (
        '<ul class="fag-facts" style="display:flex;flex-wrap:wrap;gap:16px 24px;padding:0;'
        f'margin:1em 0;{_font()}">{cards}</ul>'
    )


def note_html(markdown: str) -> str:
    """Return a note's markdown as a call-out box."""
    paragraphs = "".join(
        f'<p style="margin:.3em 0">{inline_html(each.strip())}</p>\n'
        for each in re.split(r"\n\s*\n", markdown.strip())
    )
    return (
        f'<div class="fag-note" role="note" style="{_font()};background:{_panel()};'
        f'border-radius:6px;padding:12px 16px;margin:1em 0;max-width:60em">{paragraphs}</div>'
    )


def inline_html(markdown: str) -> str:
    """Return bold, emphasis, code and escaped signs as HTML; all else stands as it is.

    Notes hold no more markdown than this, so that the library needs no parser of it.

    Examples
    --------
    >>> inline_html(r"**Bold**, *so*, `x`, 2 \\* 3 <b>")
    '<strong>Bold</strong>, <em>so</em>, <code>x</code>, 2 * 3 &lt;b&gt;'
    """
    pieces, at = [], 0
    for found in _INLINE.finditer(markdown):
        pieces.append(_escape_text(markdown[at : found.start()]))
        name, at = str(found.lastgroup), found.end()
        inner = found[name]
        if name == "sign":
            pieces.append(_escape_text(inner))
        else:
            content = _escape_text(inner) if name == "code" else inline_html(inner)
            pieces.append(f"<{name}>{content}</{name}>")
    return "".join([*pieces, _escape_text(markdown[at:])])


def escape_markdown(text: str) -> str:
    """Return text that markdown shows as it stands, on one line."""
    line = re.sub(r"([\\`*_{}\[\]<>#|~&!$@])", r"\\\1", " ".join(text.split()))
    line = re.sub(r"(\\\\)([()])", r"\1\\\2", line)  # no formula
    line = re.sub(r"(https?|ftp)(?=://)|(www)(?=\.)", r"\g<0>\\", line, flags=re.IGNORECASE)
    return re.sub(r"^([0-9]*)([-+=.)])", r"\1\\\2", line)  # no list, no rule


def _ink() -> str:
    return f"var(--jp-content-font-color1, {palette.INK})"


def _muted() -> str:
    return f"var(--jp-content-font-color2, {palette.MUTED})"


def _rule() -> str:
    return f"var(--jp-border-color2, {palette.RULE})"


def _panel() -> str:
    return f"var(--jp-layout-color2, {palette.PANEL})"


def _font() -> str:
    return f"font-family:'{family()}',system-ui,sans-serif;color:{_ink()}"


def _escape_text(text: str) -> str:
    return escape(text).replace("&#x27;", "'")  # which may stand as it is between tags


def _latex_row(cells: Sequence[str]) -> str:
    return " & ".join(map(_latex, cells)) + r" \\"


def _latex(words: str) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in words.replace("\n", " "))


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _cell(align: str, vertical: str = "top") -> str:
    return f"text-align:{align};vertical-align:{vertical};padding:5px 10px;border:0"


def _sub(text: str) -> str:
    small = f"font-size:12px;font-weight:400;color:{_muted()}"
    return f'<br><span style="{small}">{escape(text)}</span>' if text else ""


def _note_line(note: str, labels: Sequence[str]) -> str:
    chips = "".join(
        f'<span style="border:1px solid {_rule()};background:{_panel()};border-radius:4px;'
        f'padding:0 .5em;margin-right:.5em">{escape(label)}</span> '
        for label in labels
    )
    if not chips and not note:
        return ""
    line = f"font-size:13px;color:{_muted()};margin:.5em 0 0;line-height:1.8;max-width:60em"
    return f'<p style="{line}">{chips}{escape(note)}</p>'
