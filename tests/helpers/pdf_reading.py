"""Read a PDF: its structure elements, its bookmarks and the text of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf


def elements(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    """Yield the structure elements in reading order: their type and themselves."""

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S), node
            yield from walk(node.get("/K", pikepdf.Array()))

    return walk(pdf.Root.StructTreeRoot.K)


def outline(pdf: pikepdf.Pdf) -> list[str]:
    """Return the titles of the bookmarks, in their order."""
    with pdf.open_outline() as bookmarks:
        found, queue = [], list(bookmarks.root)
        while queue:
            item = queue.pop(0)
            found.append(item.title)
            queue = [*item.children, *queue]
    return found


def words(pdf: pikepdf.Pdf) -> str:
    """Return the text of the pages, decoded by each font's own map to Unicode."""
    return "\n".join(page_words(page) for page in pdf.pages)


def page_words(page: pikepdf.Page) -> str:
    """Return the text of one page."""
    found: list[str] = []
    read_content(page.obj, found)
    return "".join(found).replace("\u200b", "").replace("\u00a0", " ")


def lines(pdf: pikepdf.Pdf) -> str:
    """Return the text of the pages line by line, words made whole; of drawings the alt text."""
    found: list[str] = []
    for page in pdf.pages:
        read_content(page.obj, found, by_line=True)
    return re.sub(r"\s*\u00ad\s*", "", "".join(found))


def read_content(holder, found: list[str], by_line: bool = False) -> None:
    resources = holder.get("/Resources", pikepdf.Dictionary())
    maps = {
        name: to_unicode(font.ToUnicode.read_bytes().decode("latin-1"))
        for name, font in resources.get("/Font", {}).items()
    }
    current: dict[int, str] = {}
    drawing = False
    for operands, operator in pikepdf.parse_content_stream(holder):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) in ("Tj", "TJ") and not drawing:
            parts = operands[0] if str(operator) == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    data = bytes(part)
                    codes = zip(data[::2], data[1::2], strict=True)
                    found += [current.get(high << 8 | low, "") for high, low in codes]
        elif str(operator) == "BDC" and by_line and "/Alt" in operands[1]:
            drawing = True
            found.append(str(operands[1].Alt))
        elif str(operator) == "EMC" and by_line:
            drawing = False
            found.append("\n")
        elif str(operator) == "Do":
            form = resources.XObject[str(operands[0])]
            if form.get("/Subtype") == "/Form":
                read_content(form, found)


def to_unicode(cmap: str) -> dict[int, str]:
    """Read the single characters of a ToUnicode map."""
    pairs = re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>\n", cmap)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
