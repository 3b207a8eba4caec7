"""Where HTML comes from: what messages call it, their cure, and the pictures beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

from fagligheder.documents.output_checks import NoPageError


class Form(NamedTuple):
    """A form of text: its name in messages, how to leave it out, and how it gives a picture words.

    ``top`` is the highest level of its headings: 1 is the document's title.
    """

    name: str
    tag: str
    alt: str
    top: int


HTML = Form("outputtet text/html", "remove-output", '<img alt="…">', 2)
MARKDOWN = Form("teksten", "remove-cell", '![…](attachment:…) eller <img alt="…">', 1)


@dataclass(frozen=True)
class Origin:
    """A text's cell and form; the pictures attached to it, and what their ids begin with."""

    where: str
    form: Form = HTML
    prefix: str = ""
    attachments: Mapping[str, Any] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    @property
    def named(self) -> str:
        """The cell and what is shown there, as an error message begins."""
        return f"{self.where}: {self.form.name}"

    @property
    def less(self) -> str:
        """The cure for what is too much."""
        return f"Vis mindre, eller mærk cellen {self.form.tag}."

    @property
    def cure(self) -> str:
        """The cure for what only a browser can show."""
        return (
            "Vis en tabel, tekst eller en figur (SVG eller PNG) i stedet, eller mærk cellen "
            f"{self.form.tag}."
        )

    def lost(self, what: str) -> NoPageError:
        """Return the error for what only a browser can show."""
        return NoPageError(
            f"{self.named} viser {what}, som ikke kan sættes på en side. {self.cure}"
        )

    def next_prefix(self) -> str:
        """Return what the ids of the next drawing begin with, unlike all before it."""
        return f"{self.prefix}p{next(self._numbers)}-"
