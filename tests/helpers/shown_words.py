"""What a notebook shows, and what a document holds: words and figures, read without our own code.

A fragment is the text of one line, one cell of a table or one paragraph, without white space. That
it stands in a document says that nothing of it is lost, and nothing has come into its midst.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
from nbconvert.filters import markdown2html, strip_ansi
from pdf_reading import elements

CHART = re.compile(r"application/vnd\.(plotly|vegalite|vega)\.v\d+\+json")
_NOT_SHOWN = {"style", "script", "head", "template", "noscript", "title"}
_RUNNING = set(
    "a b strong i em cite var dfn code kbd samp tt sub sup small big u font mark span label abbr "
    "math mrow mi mo mn msup msub".split()
)
_VOID = {"br", "img", "hr", "input", "link", "meta", "col", "wbr", "source", "area", "base"}
_HIDING_CLASS = re.compile(r"(?<=[}>,])\s*\.([\w-]+)\s*\{[^{}]*display\s*:\s*none", re.MULTILINE)
_CURSOR = re.compile(r"\x1b\[[0-9;]*[A-HJKPXf@]|\x08")
_FORMULA = re.compile(
    r"\$\$.+?\$\$|\$[^$\n]+\$|\\\[.+?\\\]|\\\(.+?\\\)|\\begin\{.+?\\end\{\w+\*?\}", re.DOTALL
)
#: The foot of each page, which comes into the midst of what goes on over its edge.
_FOOT = re.compile(r"[^\n]*\n?Side \d+ af \d+\s*\Z")


class _Text(HTMLParser):
    """The visible text of HTML, cut where a block begins or ends; and how many pictures it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[str] = [""]
        self.pictures = self.formulas = 0
        self.hidden: list[str] = []
        self.unseen = set(_HIDING_CLASS.findall(html))
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        said = dict(attrs)
        unseen = "hidden" in said or re.search(r"display\s*:\s*none", said.get("style") or "")
        unseen = unseen or self.unseen & set((said.get("class") or "").split())
        if (self.hidden or unseen or tag in _NOT_SHOWN) and tag not in _VOID:
            self.hidden.append(tag)
        elif not self.hidden:
            self.pictures += tag == "img" or said.get("class") == "drawing"
            self.formulas += tag == "math"
        if tag not in _RUNNING:
            self.pieces.append("")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and tag in self.hidden:
            while self.hidden.pop() != tag:
                pass
        if tag not in _RUNNING:
            self.pieces.append("")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces[-1] += data


def squeezed(text: str) -> str:
    """Return a text as it is compared: without what a line break or a raised figure changes."""
    plain = unicodedata.normalize("NFKC", text)
    kept = (c for c in plain if unicodedata.category(c) not in ("Cc", "Cf", "Mn", "Me", "Co"))
    return re.sub(r"[\s^_()•\u2028\u2029]", "", "".join(kept))


def html_text(html: str) -> tuple[str, int]:
    """Return the visible text of a page, and how many figures it has."""
    page = _Text(html)
    return squeezed("\n".join(page.pieces)), page.pictures


def pdf_text(content: bytes) -> tuple[str, int]:
    """Return the text of a PDF as poppler reads it, and how many figures it is tagged with."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "document.pdf")
        path.write_bytes(content)
        command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
        read = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        with pikepdf.open(path) as pdf:
            figures = sum(kind == "/Figure" for kind, _ in elements(pdf))
    pages = (_FOOT.sub("", page.rstrip()) for page in read.split("\f"))
    return squeezed("\n".join(pages)), figures


def shown_by_html(html: str) -> tuple[list[str], int]:
    """Return the fragments of HTML, and how many pictures it has."""
    page = _Text(html)
    return [piece for piece in map(squeezed, page.pieces) if piece], page.pictures


def shown_by_markdown(source: str) -> list[str]:
    """Return the fragments of a markdown text; formulas and HTML in it are another matter."""
    if "<" in source:
        return []
    fragments, _ = shown_by_html(markdown2html(_FORMULA.sub("\n\n", source)))
    return [part.removesuffix("¶") for part in fragments]


def shown_by_terminal(written: str) -> list[str]:
    """Return the lines of a printed text; none where a cursor moves in it."""
    if _CURSOR.search(written):
        return []
    lines = strip_ansi(written.replace("\r\n", "\n")).split("\n")
    last = (next((part for part in reversed(line.split("\r")) if part), "") for line in lines)
    return [line for line in map(squeezed, last) if line]


def shown_by_output(output: Any) -> tuple[list[str], int]:
    """Return the fragments and the number of figures of one output, in its richest form."""
    if output.output_type == "stream":
        return (shown_by_terminal(output.text) if output.name == "stdout" else []), 0
    data = output.get("data", {})
    if any(mime.startswith("image/") or mime == "application/pdf" for mime in data):
        return [], 1
    if any(map(CHART.fullmatch, data)) or "vegaEmbed" in "".join(data.get("text/html", "")):
        return [], 1
    if "text/markdown" in data:
        return shown_by_markdown("".join(data["text/markdown"])), 0
    if "text/html" in data:
        return shown_by_html("".join(data["text/html"]))
    if "text/latex" in data or "application/json" in data:
        return [], 0
    return shown_by_terminal("".join(data.get("text/plain", ""))), 0


def missing(wanted: Iterable[str], text: str) -> Iterator[str]:
    """Yield the fragments that a text does not have, or has too few of."""
    joined = _without_hyphens(text)
    for fragment, times in Counter(wanted).items():
        broken = _without_hyphens(fragment)
        if text.count(fragment) < times and joined.count(broken) < times:
            yield fragment


def _without_hyphens(text: str) -> str:
    return re.sub(r"(?<=[^\W\d])[-\u2010](?=[^\W\d])", "", text)
