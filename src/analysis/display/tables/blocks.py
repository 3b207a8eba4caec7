"""Blocks: the tables, facts, notes and titles that a notebook cell can end on.

A block holds finished text and computes nothing. It shows itself in three ways: as a plain dict
(``BLOCK_MIME``) that the exporters set, as HTML for the notebook, and as aligned text for the
terminal. Cells are data, never markup, and nothing in the output is random.
"""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import pandas as pd

from analysis.display.tables import markup
from analysis.words import LANGUAGES, text

BLOCK_MIME = "application/vnd.fagligheder.block+json"

#: What numbers can rest on (statistics §1), from printed to made up.
BASIS_WORDS = ("published", "recovered", "bounded", "modelled", "observed", "synthetic")


class Block:
    """Something finished that shows itself as a dict, as HTML and as text."""

    kind: ClassVar[str]

    def as_dict(self) -> dict[str, Any]:
        """Return the block as plain JSON data: its kind and its fields."""
        return {"kind": self.kind, **_plain(dataclasses.asdict(self))}  # type: ignore[call-overload]  # each kind is a dataclass

    def mimebundle(self) -> dict[str, Any]:
        """Return every form of the block, by mime type."""
        raise NotImplementedError

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        return {
            mime: data
            for mime, data in self.mimebundle().items()
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


@dataclass(frozen=True, repr=False)
class Table(Block):
    """A table of finished texts.

    Parameters
    ----------
    caption : str
        What the table shows.
    columns : tuple of Column
        The columns to the right of the row headings: one per cell of a row.
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
    unprotected : bool
        Whether it is made of supplied answers themselves: reports refuse such a table.

    Raises
    ------
    ValueError
        A row has another number of cells than there are columns, or a basis word is unknown.

    Examples
    --------
    >>> table = Table("Vigtighed", (Column("Antal", "n = 52"),), (Row("Koordination", ("34",)),),
    ...               "Kilde: figur 2, s. 40.", ("recovered",))
    >>> print(table.mimebundle()["text/plain"])
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
    unprotected: bool = False

    def __post_init__(self) -> None:
        basis_labels(self.basis, self.lang)
        for number, row in enumerate(self.rows, start=1):
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f'Table "{self.caption}", row {number} ("{row.header}"): '
                    f"{len(row.cells)} cells for {len(self.columns)} columns. "
                    "Give each row one cell per column; the row's heading is not a cell."
                )

    def __repr__(self) -> str:
        rows, columns = len(self.rows), len(self.columns)
        return f"<Table: {self.caption} ({rows} rows × {columns} columns)>"

    def mimebundle(self) -> dict[str, Any]:
        """Return the table as a dict, as HTML and as text."""
        data, labels = self.as_dict(), basis_labels(self.basis, self.lang)
        return {
            BLOCK_MIME: data,
            "text/html": markup.table_html(data, labels),
            "text/plain": markup.table_text(data, labels),
        }

    def to_frame(self) -> pd.DataFrame:
        """Return the finished texts as a DataFrame, the row headings as its index.

        A column is named by its heading and the smaller line under it: ``Antal (n = 52)``.
        """
        names = [each.label + (f" ({each.sub})" if each.sub else "") for each in self.columns]
        index = pd.Index([row.header for row in self.rows], name=self.corner or None)
        return pd.DataFrame([row.cells for row in self.rows], index=index, columns=names)

    def to_html(self) -> str:
        """Return the table as a piece of accessible HTML."""
        return markup.table_html(self.as_dict(), basis_labels(self.basis, self.lang))

    def to_latex(self) -> str:
        """Return the table for LaTeX; it needs the package booktabs."""
        return markup.table_latex(self.as_dict(), basis_labels(self.basis, self.lang))


@dataclass(frozen=True)
class Fact:
    """One big number (or word) and what it is."""

    value: str
    label: str


@dataclass(frozen=True)
class Facts(Block):
    """A row of big numbers with their captions; four stand well side by side.

    Parameters
    ----------
    facts : tuple of Fact
        From left to right.
    """

    kind: ClassVar[str] = "facts"

    facts: tuple[Fact, ...]

    def mimebundle(self) -> dict[str, Any]:
        """Return the facts as a dict, as HTML and as text."""
        data = self.as_dict()
        pairs = [[fact.value, fact.label] for fact in self.facts]
        return {
            BLOCK_MIME: data,
            "text/html": markup.facts_html(data["facts"]),
            "text/plain": "\n".join(markup.aligned(pairs, ["left", "left"])),
        }


@dataclass(frozen=True)
class Note(Block):
    """A call-out: what a reader must know before the numbers.

    Parameters
    ----------
    title : str
        A few words, set in bold before the body; a full stop is added where there is none.
    body : str
        Markdown: bold, emphasis and code.
    """

    kind: ClassVar[str] = "note"

    title: str
    body: str

    @property
    def markdown(self) -> str:
        """The title in bold and the body, as one markdown text."""
        return note_markdown(self.title, self.body)

    def mimebundle(self) -> dict[str, Any]:
        """Return the note as a dict, as HTML and as text."""
        return {
            BLOCK_MIME: self.as_dict(),
            "text/html": markup.note_html(self.markdown),
            "text/plain": textwrap.fill(f"{_stopped(self.title)} {self.body}", markup.WIDTH),
        }


@dataclass(frozen=True)
class Title(Block):
    """The document's title, with a lead under it and a small line above it.

    Parameters
    ----------
    title : str
        Plain text.
    lead : str
        Markdown: bold and emphasis.
    eyebrow : str
        Plain text, printed in PDF and HTML.
    unprotected : bool
        Whether the page is made of supplied answers themselves: reports refuse it.
    mark : str
        Plain text that sets the document apart from others of its title; printed above the title
        and at the foot of every page.
    running, source, sender : str
        Plain text at the foot of every page: the survey's name, the source of what names none, and
        the sender where the theme has none; those of the project's own survey when empty.
    """

    kind: ClassVar[str] = "title"

    title: str
    lead: str = ""
    eyebrow: str = ""
    unprotected: bool = False
    mark: str = ""
    running: str = ""
    source: str = ""
    sender: str = ""

    def mimebundle(self) -> dict[str, Any]:
        """Return the title as a dict, as a markdown heading and as text."""
        return {
            BLOCK_MIME: self.as_dict(),
            "text/markdown": f"# {markup.escape_markdown(self.title)}\n\n{self.lead}".strip(),
            "text/plain": f"{self.title}\n{self.lead}".strip(),
        }


@dataclass(frozen=True)
class Text(Block):
    """A heading, or sentences with values in them, in markdown."""

    kind: ClassVar[str] = "text"

    markdown: str

    def mimebundle(self) -> dict[str, Any]:
        """Return the markdown, and the same as text."""
        return {"text/markdown": self.markdown, "text/plain": self.markdown}


def basis_labels(words: Collection[str], lang: str) -> list[str]:
    """Return what a reader is shown for basis words, in their order.

    Raises
    ------
    ValueError
        The language or a word is unknown.

    Examples
    --------
    >>> basis_labels(("recovered", "bounded"), "da")
    ['beregnet', 'afgrænset']
    """
    if lang not in LANGUAGES:
        raise ValueError(f"lang is {lang!r}; expected one of {', '.join(LANGUAGES)}.")
    unknown = [word for word in words if word not in BASIS_WORDS]
    if unknown:
        raise ValueError(f"basis is {unknown[0]!r}; expected one of {', '.join(BASIS_WORDS)}.")
    return [text(f"basis_label.{word}", lang) for word in words]


def note_markdown(title: str, body: str) -> str:
    """Return a note as one markdown text, its title in bold."""
    return f"**{markup.escape_markdown(_stopped(title))}** {body}" if title.strip() else body


def _stopped(title: str) -> str:
    title = title.strip()
    return title if not title or title[-1] in ".:?!" else f"{title}."


def _plain(value: Any) -> Any:
    """Return the value with lists for tuples, as JSON gives them back."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
