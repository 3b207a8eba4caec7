"""PDFs with one fault each, to prove that a validator finds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf


@dataclass(frozen=True)
class Fault:
    """A way to spoil a PDF, and the rule that must find it."""

    name: str
    spoil: Callable[[pikepdf.Pdf], None]
    profile: str
    clause: str
    test: str


def spoiled_copies(pdf: Path, folder: Path) -> list[Path]:
    """Write a copy of a PDF for each of the `FAULTS`, in their order.

    The PDF is a kommune's report, or another with a heading, a figure and a table.
    """
    copies = []
    for place, fault in enumerate(FAULTS):
        with pikepdf.open(pdf) as document:
            fault.spoil(document)
            copies.append(folder / f"{place}.pdf")
            document.save(copies[-1])
    return copies


def _elements(node: pikepdf.Object, kind: str) -> list[pikepdf.Object]:
    """Return the structure elements of a kind, in reading order."""
    children = node.get("/K", pikepdf.Array())
    found = []
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [child] if str(child.S) == kind else []
            found += _elements(child, kind)
    return found


def _first(document: pikepdf.Pdf, kind: str) -> pikepdf.Object:
    return _elements(document.Root.StructTreeRoot, kind)[0]


def _no_language(document: pikepdf.Pdf) -> None:
    del document.Root.Lang


def _no_alt(document: pikepdf.Pdf) -> None:
    del _first(document, "/Figure")["/Alt"]


def _no_tags(document: pikepdf.Pdf) -> None:
    del document.Root["/StructTreeRoot"], document.Root["/MarkInfo"]


def _hidden_title(document: pikepdf.Pdf) -> None:
    document.Root.ViewerPreferences.DisplayDocTitle = False


def _skipped_heading(document: pikepdf.Pdf) -> None:
    _first(document, "/H2").S = pikepdf.Name.H4


def _no_claim(document: pikepdf.Pdf) -> None:
    claim = b"<pdfaid:part>3</pdfaid:part>"
    metadata = document.Root.Metadata
    metadata.write(metadata.read_bytes().replace(claim, b""))


def _no_font(document: pikepdf.Pdf) -> None:
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile2", "/FontFile3"):
                if key in item:
                    del item[key]


def _script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _lost_cell(document: pikepdf.Pdf) -> None:
    row = _elements(_first(document, "/Table"), "/TR")[-1]
    row.K = pikepdf.Array(list(row.K)[:-1])


FAULTS = (
    Fault("uden sprog", _no_language, "PDFUA-1", "7.2", "34"),
    Fault("en figur uden alternativ tekst", _no_alt, "PDFUA-1", "7.3", "1"),
    Fault("uden tags", _no_tags, "PDFA-3A", "6.7.2.2", "1"),
    Fault("titlen vises ikke", _hidden_title, "PDFUA-1", "7.1", "10"),
    Fault("et overskriftsniveau sprunget over", _skipped_heading, "PDFUA-1", "7.4.2", "1"),
    Fault("en række mangler en celle", _lost_cell, "PDFUA-1", "7.2", "43"),
    Fault("siger ikke, at den er PDF/A", _no_claim, "PDFA-3A", "6.6.4", "2"),
    Fault("skrifterne følger ikke med", _no_font, "PDFA-3A", "6.2.11.4.1", "1"),
    Fault("kører et script", _script, "PDFA-3A", "6.5.1", "1"),
)
