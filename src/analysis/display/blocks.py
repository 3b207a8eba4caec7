"""Blocks: the tables, facts, notes and titles that a notebook cell can end on.

A block holds finished text and does no arithmetic. It shows itself in three ways: as a plain
dict (``BLOCK_MIME``) that the exporters set, as HTML for the notebook, and as aligned text for
the terminal. Cells are data, never markup, and nothing in the output is random.
"""

from __future__ import annotations

import dataclasses
import re
import textwrap
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, ClassVar, Literal

import mistune

from analysis.display import style

BLOCK_MIME = "application/vnd.fagligheder.block+json"

#: What a basis word is called where a reader sees it, the strongest basis first.
BASIS_LABELS: dict[str, dict[str, str]] = {
    "da": {
        "published": "offentliggjort",
        "recovered": "beregnet",
        "bounded": "afgrænset",
        "modelled": "modelleret",
        "observed": "observeret",
        "synthetic": "syntetisk",
    },
    "en": {
        word: word
        for word in ("published", "recovered", "bounded", "modelled", "observed", "synthetic")
    },
}

WIDTH = 100  # columns of the plain text
_HEADER_WIDTH = 48  # columns of a row's header before it wraps

# JupyterLab's own colours where there are any (light and dark), else those of the paper.
_INK = f"var(--jp-content-font-color1, {style.INK})"
_MUTED = f"var(--jp-content-font-color2, {style.MUTED})"
_RULE = f"var(--jp-border-color2, {style.RULE})"
_PANEL = f"var(--jp-layout-color2, {style.PANEL})"
_FONT = f"'{style.FONT}', system-ui, sans-serif"


class _Block:
    """A thing that shows itself as a dict, as HTML and as text."""

    kind: ClassVar[str]

    def as_dict(self) -> dict[str, Any]:
        """Return the block as plain JSON data, with its kind."""
        fields = dataclasses.asdict(self)  # type: ignore[call-overload]
        return {"kind": self.kind, **_plain(fields)}

    def _mimebundle(self) -> dict[str, Any]:
        return {BLOCK_MIME: self.as_dict(), "text/html": self._html(), "text/plain": self._text()}

    def _html(self) -> str:
        raise NotImplementedError

    def _text(self) -> str:
        raise NotImplementedError

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        bundle = self._mimebundle()
        return {
            mime: data
            for mime, data in bundle.items()
            if (not include or mime in include) and not (exclude and mime in exclude)
        }


@dataclass(frozen=True)
class Column:
    """A table's column: its heading, a smaller line under it ("n = 52"), and its side."""

    label: str
    sub: str = ""
    align: Literal["left", "center", "right"] = "right"


@dataclass(frozen=True)
class Row:
    """A table's row: its heading and one finished text per column."""

    header: str
    cells: tuple[str, ...]
    emphasis: bool = False


@dataclass(frozen=True)
class Table(_Block):
    """A table of finished texts.

    Parameters
    ----------
    caption : str
        What the table shows.
    columns : tuple of Column
        The columns to the right of the row headings, one per cell of a row.
    rows : tuple of Row
        The rows from top to bottom.
    note : str
        Source and reading guide, printed under the table.
    basis : tuple of str
        The basis words of the numbers (statistics §1).
    lang : str
        Language of the texts, "da" or "en".
    corner : str
        Heading of the column of row headings; may be empty.

    Examples
    --------
    >>> table = Table("Vigtighed", (Column("Antal", "n = 52"),), (Row("Koordination", ("34",)),),
    ...               "Kilde: figur 2, s. 40.", ("recovered",))
    >>> print(table._repr_mimebundle_()["text/plain"])
    Vigtighed
                   Antal
                  n = 52
    Koordination      34
    [beregnet] Kilde: figur 2, s. 40.
    """

    kind: ClassVar[str] = "table"

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str
    basis: tuple[str, ...]
    lang: str = "da"
    corner: str = ""

    def __post_init__(self) -> None:
        check_basis(self.basis, f'table "{self.caption}"')
        if self.lang not in BASIS_LABELS:
            raise ValueError(f'Table "{self.caption}": lang is {self.lang!r}, expected da or en.')
        for number, row in enumerate(self.rows, start=1):
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f'Table "{self.caption}", row {number} ("{row.header}"): '
                    f"{len(row.cells)} cells for {len(self.columns)} columns. "
                    "Give each row one cell per column; the row's heading is not a cell."
                )

    def _html(self) -> str:
        heads = "".join(
            f'<th scope="col" style="{_cell(column.align, "bottom")};font-weight:600">'
            f"{escape(column.label)}{_small(column.sub)}</th>"
            for column in self.columns
        )
        corner = (
            f'<th scope="col" style="{_cell("left", "bottom")};font-weight:600">'
            f"{escape(self.corner)}</th>"
            if self.corner
            else "<td></td>"
        )
        return (
            f'<div class="fag-table" lang="{self.lang}" style="font-family:{_FONT};color:{_INK};'
            'overflow-x:auto;margin:1em 0">'
            '<table style="border-collapse:collapse;margin:0;font-size:14px;'
            f"border-top:2px solid {_INK};border-bottom:2px solid {_INK};"
            'font-variant-numeric:lining-nums tabular-nums">'
            f'<caption style="caption-side:top;text-align:left;font-weight:600;color:{_INK};'
            f'padding:0 0 .5em">{escape(self.caption)}</caption>'
            f'<thead style="border-bottom:1px solid {_INK}"><tr>{corner}{heads}</tr></thead>'
            f"<tbody>{''.join(map(self._html_row, self.rows))}</tbody></table>"
            f"{_html_note(self.note, self.basis, self.lang)}</div>"
        )

    def _html_row(self, row: Row) -> str:
        weight = "font-weight:600" if row.emphasis else "font-weight:400"
        panel = f";background:{_PANEL}" if row.emphasis else ""
        cells = "".join(
            f'<td style="{_cell(column.align)};{weight};white-space:nowrap">{escape(cell)}</td>'
            if column.align == "right"
            else f'<td style="{_cell(column.align)};{weight}">{escape(cell)}</td>'
            for column, cell in zip(self.columns, row.cells, strict=True)
        )
        return (
            f'<tr style="border-top:1px solid {_RULE}{panel}">'
            f'<th scope="row" style="{_cell("left")};{weight};max-width:34em">'
            f"{escape(row.header)}</th>{cells}</tr>"
        )

    def _text(self) -> str:
        heads = [[self.corner, *(column.label for column in self.columns)]]
        if any(column.sub for column in self.columns):
            heads.append(["", *(column.sub for column in self.columns)])
        aligns = ["left", *(column.align for column in self.columns)]
        lines = _aligned([*heads, *([row.header, *row.cells] for row in self.rows)], aligns)
        note = " ".join([*(f"[{word}]" for word in basis_labels(self.basis, self.lang)), self.note])
        return "\n".join([*_wrapped(self.caption), *lines, *_wrapped(note)])


@dataclass(frozen=True)
class Fact:
    """One big number (or word) and what it is."""

    value: str
    label: str


@dataclass(frozen=True)
class Facts(_Block):
    """A row of big numbers with their captions.

    Parameters
    ----------
    facts : tuple of Fact
        From left to right; four stand well side by side.
    """

    kind: ClassVar[str] = "facts"

    facts: tuple[Fact, ...]

    def _html(self) -> str:
        cards = "".join(
            f'<li style="border-left:3px solid {style.ACCENT};padding:0 0 0 12px;margin:0;'
            'flex:1 1 9em;list-style:none">'
            f'<strong style="display:block;font-size:26px;font-weight:600;line-height:1.2">'
            f"{escape(fact.value)}</strong>"
            f'<span style="font-size:13px;color:{_MUTED}">{escape(fact.label)}</span></li>'
            for fact in self.facts
        )
        return (
            f'<ul class="fag-facts" style="display:flex;flex-wrap:wrap;gap:16px 24px;padding:0;'
            f'margin:1em 0;font-family:{_FONT};color:{_INK}">{cards}</ul>'
        )

    def _text(self) -> str:
        return "\n".join(_aligned([[f.value, f.label] for f in self.facts], ["left", "left"]))


@dataclass(frozen=True)
class Note(_Block):
    """A call-out: what a reader must know before the numbers.

    Parameters
    ----------
    title : str
        A few words; a full stop is added where there is none.
    body : str
        Markdown: bold, emphasis and code.
    """

    kind: ClassVar[str] = "note"

    title: str
    body: str

    def markdown(self) -> str:
        """Return title and body as one markdown text, the title in bold."""
        return lead_in(self.title) + self.body

    def _html(self) -> str:
        render = mistune.create_markdown(escape=True)
        return (
            f'<div class="fag-note" role="note" style="background:{_PANEL};color:{_INK};'
            f"border-radius:6px;padding:12px 16px;margin:1em 0;max-width:60em;"
            f'font-family:{_FONT}">{render(self.markdown())}</div>'
        )

    def _text(self) -> str:
        return "\n".join(_wrapped(f"{_stopped(self.title)} {self.body}"))


@dataclass(frozen=True)
class Title(_Block):
    """The document's title, with a lead under it and a small line over it.

    Parameters
    ----------
    title, lead, eyebrow : str
        The lead may hold markdown's bold and emphasis; title and eyebrow are plain text.
    """

    kind: ClassVar[str] = "title"

    title: str
    lead: str = ""
    eyebrow: str = ""

    def _mimebundle(self) -> dict[str, Any]:
        return {
            BLOCK_MIME: self.as_dict(),
            "text/markdown": f"# {escape_markdown(self.title)}\n\n{self.lead}".strip(),
            "text/plain": f"{self.title}\n{self.lead}".strip(),
        }


@dataclass(frozen=True)
class Text(_Block):
    """A heading or sentences, in markdown, with values in them."""

    kind: ClassVar[str] = "text"

    markdown: str

    def _mimebundle(self) -> dict[str, Any]:
        return {"text/markdown": self.markdown, "text/plain": self.markdown}


def check_basis(words: Iterable[str], where: str) -> None:
    """Raise ValueError for a basis word that is not one of the six."""
    for word in words:
        if word not in BASIS_LABELS["en"]:
            raise ValueError(
                f"{where}: the basis {word!r} is none of {', '.join(BASIS_LABELS['en'])}."
            )


def basis_labels(words: Iterable[str], lang: str) -> list[str]:
    """Return the words that a reader sees for basis words, in their order."""
    return [BASIS_LABELS[lang][word] for word in words]


def escape_markdown(text: str) -> str:
    """Return text that markdown shows as it stands, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&!])", r"\\\1", " ".join(text.split()))


def lead_in(title: str) -> str:
    """Return a note's title as bold markdown, ready to stand before its body."""
    return f"**{escape_markdown(_stopped(title))}** " if title.strip() else ""


def _stopped(title: str) -> str:
    title = title.strip()
    return title if not title or title[-1] in ".:?!" else f"{title}."


def _plain(value: Any) -> Any:
    """Return the value with lists for tuples, as JSON gives them back."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _cell(align: str, vertical: str = "top") -> str:
    return f"text-align:{align};vertical-align:{vertical};padding:5px 10px;border:0"


def _small(text: str) -> str:
    if not text:
        return ""
    return f'<br><span style="font-size:12px;font-weight:400;color:{_MUTED}">{escape(text)}</span>'


def _html_note(note: str, basis: Sequence[str], lang: str) -> str:
    chips = "".join(
        f'<span style="border:1px solid {_RULE};background:{_PANEL};border-radius:4px;'
        f'padding:0 .5em;margin-right:.5em">{escape(label)}</span>'
        for label in basis_labels(basis, lang)
    )
    if not chips and not note:
        return ""
    return (
        f'<p style="font-size:13px;color:{_MUTED};margin:.5em 0 0;max-width:60em">'
        f"{chips}{escape(note)}</p>"
    )


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH)


def _aligned(rows: list[list[str]], aligns: Sequence[str]) -> list[str]:
    """Return the rows as lines with aligned columns; a long first column wraps."""
    split = [textwrap.wrap(row[0], _HEADER_WIDTH) or [""] for row in rows]
    widths = [max(len(line) for lines in split for line in lines)]
    widths += [max(len(row[at]) for row in rows) for at in range(1, len(aligns))]
    sides = {"left": str.ljust, "center": str.center, "right": str.rjust}
    lines = []
    for first, row in zip(split, rows, strict=True):
        lines += first[:-1]
        cells = [first[-1], *row[1:]]
        padded = [sides[a](c, w) for a, c, w in zip(aligns, cells, widths, strict=True)]
        lines.append("  ".join(padded).rstrip())
    return lines
