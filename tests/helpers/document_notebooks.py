"""Notebooks as a kernel would leave them, for the tests of the exporters."""

from __future__ import annotations

import base64
import struct
import zlib

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.display.tables.blocks import Column, Fact, Facts, Note, Row, Table, Text, Title

ALT = "Vigtighed i dag. Virksomheder: 88 pct. meget vigtig (46 af 52), 12 pct. vigtig (6)."
SVG = """<?xml version="1.0" encoding="utf-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="482pt" height="120pt" viewBox="0 0 482 120" onload="alert(1)"><title>værktøjstip</title>
<style>@font-face{font-family:"Source Sans Pro";src:url(data:font/woff;base64,AAAA)}
*{stroke-linejoin:round}</style><script>alert(1)</script>
<defs><clipPath id="p1"><rect width="482" height="120"/></clipPath><path id="m1" d="M0 0h9"/></defs>
<g clip-path="url(#p1)"><rect id="bar" x="90" y="9" width="300" height="30" fill="#113f67"/>
<a xlink:href="https://kl.dk/"><use xlink:href="#m1" x="9"/></a></g>
<text x="9" y="30" style="font: 10px 'Source Sans Pro', sans-serif">Næstved på Ærø</text></svg>"""


def png(width: int = 4, height: int = 4) -> str:
    """A white PNG picture, as notebooks hold it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    rows = (b"\x00" + b"\xff" * 3 * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + body).decode()


def shown(block) -> NotebookNode:
    """The output of a cell that ends on a block."""
    return new_output("execute_result", data=block._repr_mimebundle_(), execution_count=1)


def figure(alt: str = ALT, mime: str = "image/svg+xml", **notes) -> NotebookNode:
    """The output of a cell that shows a figure."""
    data = {mime: SVG if mime == "image/svg+xml" else png(), "text/plain": "<Figur>"}
    notes = {"basis": ["recovered"], **notes} | ({"alt": alt} if alt else {})
    return new_output("display_data", data=data, metadata={mime: notes})


def printed(text: str, name: str = "stdout") -> NotebookNode:
    """The output of a cell that prints."""
    return new_output("stream", name=name, text=text)


def code(source: str, *outputs: NotebookNode, tags=(), id: str = "") -> NotebookNode:
    """An executed code cell."""
    cell = new_code_cell(source, outputs=list(outputs), execution_count=1)
    cell.id = id or "cell-" + base64.b32encode(source.encode()).decode().rstrip("=")[:40]
    cell.metadata.tags = list(tags)
    return cell


def markdown(source: str, id: str = "text") -> NotebookNode:
    """A markdown cell."""
    return new_markdown_cell(source, id=id)


def notebook(*cells: NotebookNode, lang: str | None = None) -> NotebookNode:
    """A notebook of these cells."""
    nb = new_notebook(cells=list(cells))
    if lang:
        nb.metadata.papermill = {"parameters": {"lang": lang}}
    return nb


def table(rows: int = 6, basis: tuple[str, ...] = ("published", "recovered")) -> Table:
    """A table of the house's usual width."""
    columns = tuple(Column(label, "n = 52") for label in ("Helt enig", "Delvis enig", "Uenig"))
    return Table(
        "Figur 6 i tal",
        columns,
        tuple(
            Row(f"{at}. Vi har et overblik over medarbejdernes kompetencer", ("10 pct. (5)",) * 3)
            for at in range(1, rows + 1)
        ),
        "Kilde: figur 6, s. 43.",
        basis,
        corner="Udsagn",
    )


def kommune_page(basis: tuple[str, ...] = ("published", "recovered")) -> NotebookNode:
    """A page like a kommune's: title, facts, note, figures, tables, sentences."""
    return notebook(
        code("import analysis as fag"),
        code(
            "page.title()",
            shown(Title("Ærøskøbing Kommune", "Hvad *52 chefer* svarede.", "Forår 2017")),
        ),
        code("page.facts()", shown(Facts((Fact("70", "medarbejdere"), Fact("Små", "under 80"))))),
        code("page.known()", shown(Note("Hvad vi ved", "Tallene er **ikke** kommunens egne."))),
        code("page.heading(2)", shown(Text("## Sådan vurderer cheferne på Ærø"))),
        code("page.figure(2)", figure(caption="Kilde: figur 2, s. 40.", basis=list(basis))),
        markdown("Se [rapporten](https://www.kl.dk/):\n\n- *først* dette\n- `så` dette"),
        code("page.figure(3)", figure("Figur 3. Mere brug: 71 pct.", basis=list(basis))),
        code("page.table(2)", shown(table(basis=basis))),
    )
