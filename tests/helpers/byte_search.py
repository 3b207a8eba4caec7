"""Search everything that was written for words that must not be there, in whatever form."""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

import pikepdf
from pdf_reading import page_words

#: A picture or a font that is written into a page.
_INLINE = re.compile(rb"base64,([A-Za-z0-9+/=\\n]+)")
#: What may stand inside a word without being seen.
_UNSEEN = re.compile("[\u00ad\u200b\u2060]|&shy;")


def files_with(words: Iterable[str], *places: Path) -> dict[str, list[str]]:
    """Return by file which words stand in it, of all files in some folders and below them."""
    asked = list(words)
    paths = [path for place in places for path in sorted(place.rglob("*")) if path.is_file()]
    found = {path.name: words_in(asked, path.name.encode() + path.read_bytes()) for path in paths}
    return {name: each for name, each in found.items() if each}


def words_in(words: Iterable[str], content: bytes) -> list[str]:
    """Return the words that stand in a content, as bytes, packed, compressed or set in type."""
    forms = list(_forms(content))
    return [word for word in words if any(word.casefold() in form for form in forms)]


def _forms(content: bytes) -> Iterator[str]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        read = content.decode(encoding, errors="replace").casefold()
        yield read
        yield _UNSEEN.sub("", unescape(read))
    for packed in _INLINE.findall(content):
        with_end = packed.replace(b"\\n", b"")
        try:
            yield from _forms(base64.b64decode(with_end + b"=" * (-len(with_end) % 4)))
        except binascii.Error:
            continue
    at = content.find(b"%PDF-")
    if 0 <= at < 1024:
        yield from _forms_of_pdf(content[at:])
    at = content.find(b"PK\x03\x04")
    if 0 <= at < 1024:
        with zipfile.ZipFile(io.BytesIO(content[at:])) as members:
            for name in members.namelist():
                yield from _forms(name.encode() + b"\n" + members.read(name))


def _forms_of_pdf(content: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for thing in pdf.objects:
            yield str(thing).casefold()
            if isinstance(thing, pikepdf.Stream):
                try:
                    yield thing.read_bytes().decode("latin-1").casefold()
                except pikepdf.PdfError:  # a picture; what it says is in its description
                    yield thing.read_raw_bytes().decode("latin-1").casefold()
        for page in pdf.pages:
            yield _UNSEEN.sub("", page_words(page)).casefold()
            yield re.sub(r"\s+", "", _UNSEEN.sub("", page_words(page))).casefold()
