"""Notebooks of others through our exporters: does each word and figure arrive, or is it refused?

``python tests/fagligheder/documents/soak_foreign.py FOLDER`` converts each notebook of a folder to
HTML and PDF twice: as it is, and eased, which gives every figure an alternative text and takes away
what is refused, piece by piece, so that all the rest is tried. What the notebook shows is read
without our own code (`shown_words`; it needs poppler's pdftotext) and looked for in both documents.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import re
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "helpers"))

import nbformat
from shown_words import CHART, html_text, missing, pdf_text, shown_by_output

from analysis.survey.checks import InputError
from fagligheder.documents.content import document
from fagligheder.documents.exporters import FaglighederHTMLExporter, FaglighederPDFExporter
from fagligheder.documents.output_checks import names_an_object
from fagligheder.documents.pdf import MISSING_GLYPH, load_fonts

#: Seconds that one notebook may take as both HTML and PDF.
LONGEST = 600
WORKERS = 2
_TITLE = nbformat.v4.new_markdown_cell("# Notesbog")
_CELL = re.compile(r"celle (\d+)(?: \(\".*?\"\))?: ?", re.DOTALL)


def left_out(output: Any, others: list[Any]) -> bool:
    """Return whether the documents leave an output out by rule."""
    if output.output_type == "stream":
        return bool(output.name == "stderr" or not output.text.strip())
    data = output.get("data", {})
    plain = "".join(data.get("text/plain", ""))
    if set(data) == {"text/plain"} and names_an_object(plain):
        return any(shown_by_output(other)[1] for other in others)
    return "text/html" in data and "<" in str(data) and not any(shown_by_output(output))


def merged(outputs: list[Any]) -> list[Any]:
    """Return outputs in which texts of one stream that follow one another are one."""
    result: list[Any] = []
    for output in deepcopy(outputs):
        last = result[-1] if result else {}
        if output.output_type == "stream" and last.get("name") == output.get("name"):
            last.text += output.text
        else:
            result.append(output)
    return result


def with_alternative_texts(output: Any) -> Any:
    """Return an output whose figures say «figur» of themselves."""
    for mime in output.get("data", {}):
        if mime.startswith("image/") or mime == "application/pdf" or CHART.fullmatch(mime):
            output.metadata.setdefault(mime, {})
            output.metadata[mime]["alt"] = "figur"
    if "text/html" in output.get("data", {}):
        html = "".join(output.data["text/html"])
        output.data["text/html"] = re.sub(r"<img\b(?![^>]*\balt=.\w)", '<img alt="figur"', html)
        if "vegaEmbed" in html:
            output.metadata["text/html"] = {"alt": "figur"}
    return output


def refusal(cells: list[Any]) -> str:
    """Return why cells are refused, without the name of the cell; nothing when they are not."""
    try:
        document(with_cells(nbformat.v4.new_notebook(), [_TITLE, *cells]))
    except InputError as error:
        return reason(error)
    return ""


def reason(error: InputError) -> str:
    """Return the kind of an error: its message without cell, numbers and names."""
    text = _CELL.sub("", str(error), count=1)
    text = re.sub(
        r"celle \d+.*? endte i en fejl.*", "cellen endte i en fejl", text, flags=re.DOTALL
    )
    text = re.sub(r"billedet .*? kan ikke følge", "billedet … kan ikke følge", text)
    text = re.sub(r"\(.*?\)|\".*?\"", "…", text.split(". ")[0], flags=re.DOTALL)
    return re.sub(r"\d+", "N", text)[:110]


def eased(nb: Any, count: Counter[str]) -> Any:
    """Return a notebook without what is refused, and count each output by what becomes of it."""
    nb = deepcopy(nb)
    kept = []
    for cell in nb.cells:
        if cell.cell_type == "code":
            outputs = [with_alternative_texts(output) for output in merged(cell.outputs)]
            cell.outputs = []
            for output in outputs:
                if left_out(output, outputs):
                    count["left out by rule"] += 1
                    cell.outputs.append(output)
                    continue
                why = refusal([nbformat.from_dict({**cell, "outputs": [output]})])
                count[f"refused: {why}" if why else "shown"] += 1
                if not why:
                    cell.outputs.append(output)
        elif why := refusal([cell]):
            count[f"markdown refused: {why}"] += 1
            continue
        kept.append(cell)
    return with_cells(nb, [_TITLE, *kept])


def with_cells(nb: Any, cells: list[Any]) -> Any:
    """Return a notebook with other cells."""
    return nbformat.from_dict({**nb, "cells": deepcopy(cells)})


def without_refused_cell(nb: Any, error: InputError, count: Counter[str]) -> bool:
    """Take away the outputs of the cell that an error names; return whether there were any."""
    cell = nb.cells[int(named[1]) - 1] if (named := _CELL.search(str(error))) else {}
    if not cell.get("outputs"):
        return False
    count[f"refused: {reason(error)}"] += len(cell.outputs)
    count["shown"] -= sum(not left_out(output, cell.outputs) for output in cell.outputs)
    cell.outputs = []
    return True


def converted(nb: Any, count: Counter[str] | None) -> tuple[str, bytes, str]:
    """Return the HTML, the PDF and the warnings; an eased notebook loses cells on the way."""
    said: list[str] = []
    listener = logging.Handler()
    listener.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    while True:
        try:
            html, _ = FaglighederHTMLExporter().from_notebook_node(nb)
            exporter = FaglighederPDFExporter()
            exporter.log.addHandler(listener)
            pdf, _ = exporter.from_notebook_node(nb)
            return str(html), bytes(pdf), "\n".join(said)
        except InputError as error:
            if count is None or not without_refused_cell(nb, error, count):
                raise


def lost(nb: Any, html: str, pdf: bytes, logged: str) -> Iterator[str]:
    """Yield what a notebook shows and a document lacks: the document, the cell and the words."""
    undrawn = {ord(chr(int(code, 16))): MISSING_GLYPH for code in re.findall(r"U\+(\w+)", logged)}
    wanted: list[tuple[int, str]] = []
    figures = 0
    for number, cell in enumerate(nb.cells, start=1):
        tags = {tag.replace("_", "-") for tag in cell.metadata.get("tags", [])}
        if cell.cell_type != "code" or tags & {"remove-cell", "remove-output"}:
            continue
        outputs = merged(cell.outputs)
        for output in outputs:
            if not left_out(output, outputs):
                fragments, pictures = shown_by_output(output)
                wanted += [(number, fragment) for fragment in fragments]
                figures += pictures
    for name, (text, found) in {"HTML": html_text(html), "PDF": pdf_text(pdf)}.items():
        glyphs = undrawn if name == "PDF" else {}
        cells = {fragment.translate(glyphs): number for number, fragment in wanted}
        for fragment in missing((each.translate(glyphs) for _, each in wanted), text):
            yield f"{name}, cell {cells[fragment]}: {fragment[:120]!r}"
        if found < figures:
            yield f"{name}: {found} figures of {figures}"


def tried(path: Path, ease: bool) -> dict[str, Any]:
    """Return the outcome of a notebook: its kind, what is to be said of it, and its outputs'."""
    count: Counter[str] = Counter()
    try:
        nb = nbformat.read(path, as_version=4)
    except Exception as error:
        return {"outcome": "no notebook", "said": [f"{type(error).__name__}: {error}"[:200]]}
    try:
        nb = eased(nb, count) if ease else nb
        made = converted(nb, count if ease else None)
        said = list(lost(nb, *made))
        return {"outcome": "lost" if said else "whole", "said": said, "outputs": count}
    except InputError as error:
        return {"outcome": "refused", "said": [reason(error)]}
    except Exception as error:
        if type(error).__name__ == "ValidationError":
            return {"outcome": "no notebook", "said": [str(error)[:200]]}
        return {"outcome": "crashed", "said": [traceback.format_exc()[-1500:]]}


def in_a_process(path: Path, ease: bool) -> dict[str, Any]:
    """Return the outcome of a notebook that is tried in a process of its own, with a time limit."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name, "outcome.json")
        process = multiprocessing.get_context("fork").Process(target=_write, args=(path, ease, out))
        process.start()
        process.join(LONGEST)
        if process.is_alive():
            process.kill()
            process.join()
            return {"outcome": "timed out", "said": [f"after {LONGEST} s"]}
        if not out.exists():
            return {"outcome": "crashed", "said": [f"exit code {process.exitcode}"]}
        return dict(json.loads(out.read_text(encoding="utf-8")))


def _write(path: Path, ease: bool, out: Path) -> None:
    out.write_text(json.dumps(tried(path, ease)), encoding="utf-8")


def main(folder: Path) -> None:
    warnings.filterwarnings("ignore", module="nbformat")
    load_fonts()
    logging.getLogger("traitlets").propagate = False
    paths = sorted(folder.glob("**/*.ipynb"))
    for ease in (False, True):
        with ThreadPoolExecutor(WORKERS) as pool:
            outcomes = list(pool.map(lambda path, ease=ease: in_a_process(path, ease), paths))
        print(f"\n== {len(paths)} notebooks, {'eased' if ease else 'as they are'}")
        for kind, number in Counter(each["outcome"] for each in outcomes).most_common():
            print(f"{number:6} {kind}")
        reasons = Counter(each["said"][0] for each in outcomes if each["outcome"] == "refused")
        outputs: Counter[str] = Counter()
        for each in outcomes:
            outputs.update(each.get("outputs", {}))
        for title, counted in (("refused because", reasons), ("outputs", outputs)):
            print(f"-- {title}" if counted else "")
            for words, number in counted.most_common():
                print(f"{number:6} {words}")
        for path, each in zip(paths, outcomes, strict=True):
            if each["outcome"] in ("lost", "crashed", "timed out", "no notebook"):
                print(f"{each['outcome']}: {path.name}", *each["said"][:12], sep="\n    ")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
