"""Convert the outputs of a notebook cell to blocks: tables, figures, texts."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from analysis.display.tables.blocks import BLOCK_MIME, basis_labels, note_markdown
from analysis.survey.checks import InputError
from fagligheder.documents.charts import chart_of, chart_svg, chart_title
from fagligheder.documents.formulas import latex_as_markdown
from fagligheder.documents.html_blocks import html_blocks
from fagligheder.documents.markdown import markdown_blocks, parse_markdown
from fagligheder.documents.output_checks import (
    NoPageError,
    as_terminal_text,
    as_text,
    check_finished,
    check_length,
    names_an_object,
)
from fagligheder.documents.pictures import FORMATS, check_picture, pdf_as_svg
from fagligheder.documents.pieces import Node, line_pieces
from fagligheder.documents.svg import clean_svg

if TYPE_CHECKING:
    from nbformat import NotebookNode

IMAGE_MIMES = ("image/svg+xml", *FORMATS)
DRAWN_MIMES = (*IMAGE_MIMES, "application/pdf")
#: Forms that say more than the plain text beside them.
_RICHER = ("application/", "image/", "video/", "audio/", "model/", "font/")

#: A table in LaTeX, which no formula can hold; its plain text says the same.
_SET_TABLE = re.compile(r"\\begin\{(?:table|tabular|longtable|tabularx|tabulary)\*?\}")

_log = logging.getLogger(__name__)


def merge_streams(outputs: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Return outputs in which texts printed one after the other are one, as notebooks show them.

    What was written to stderr goes first: it parts no text.
    """
    merged: list[NotebookNode] = []
    for output in outputs:
        last = merged[-1] if merged else {}
        if output.output_type == "stream" and output.name != "stdout":
            continue
        if output.output_type == "stream" and last.get("name") == output.name:
            merged[-1] = type(output)(last, text=last["text"] + output.text)
        else:
            merged.append(output)
    return merged


def cell_blocks(
    cell: NotebookNode,
    where: str,
    prefix: str,
    lang: str,
    internal: bool = False,
    leave_out: bool = False,
) -> Iterator[Node]:
    """Yield the blocks of what a code cell shows, each output in the richest form of a page.

    Parameters
    ----------
    cell : NotebookNode
    where : str
        What an error message calls the cell.
    prefix : str
        Set before the ids of a figure, which must be unique in the document.
    lang : {"da", "en"}
    internal : bool
        Whether the document is for internal use, and marked so: then it may show small groups.
    leave_out : bool
        Whether an output that no page can hold is left out, with a warning in the log.

    Raises
    ------
    InputError
        An output is an error, cannot be shown, has no alternative text, or shows small groups.
    """
    outputs = merge_streams(cell.outputs)
    shown = [output.data for output in outputs if "data" in output]
    drawn = any(chart_of(data) or any(mime in DRAWN_MIMES for mime in data) for data in shown)
    for at, output in enumerate(outputs):
        if drawn and _names_what_is_drawn(output):
            continue
        try:
            yield from _output_blocks(output, where, f"{prefix}o{at}-", lang, internal)
        except NoPageError as error:
            if not leave_out:
                raise
            _log.warning("%s Det er udeladt af dokumentet.", error)


def _names_what_is_drawn(output: NotebookNode) -> bool:
    """Return whether an output is but the name of what the cell has drawn, as matplotlib's are."""
    text = output.get("data", {}).get("text/plain", "")
    return set(output.get("data", {})) == {"text/plain"} and names_an_object("".join(text))


def _output_blocks(
    output: NotebookNode, where: str, prefix: str, lang: str, internal: bool
) -> list[Node]:
    if output.output_type == "error":
        message = as_terminal_text(output.evalue[:2000], where)
        raise InputError(
            f"{where} endte i en fejl: {output.ename}: {message}. "
            "Ret den, og kør notesbogen igen; af en notesbog med fejl laves ingen rapport."
        )
    if output.output_type == "stream":
        printed = as_terminal_text(output.text, where)
        return [_preformatted(check_finished(printed, where))] if printed else []
    data = output.data
    block = data.get(BLOCK_MIME)
    described = [block or {}, *(_metadata(output, mime) for mime in DRAWN_MIMES)]
    if not internal and any(notes.get("unprotected") for notes in described):
        raise InputError(
            f"{where} er lavet af svar, der ikke er beskyttet. "
            "Læs dem med fag.read_survey, eller beskyt dem: survey = fag.protect(survey)."
        )
    if block and block["kind"] != "title":
        return [_own_block(block, where)]
    for mime in DRAWN_MIMES:
        if mime in data:
            return [_figure(output, mime, where, prefix, lang)]
    if chart := chart_of(data):
        return [_figure(output, "image/svg+xml", where, prefix, lang, chart)]
    if "text/markdown" in data:
        source = as_text(data["text/markdown"], "text/markdown", where)
        return markdown_blocks(source, where, block or {}, prefix=prefix)
    unknown = [mime for mime in data if mime.startswith(_RICHER) and mime != "application/json"]
    if html := as_text(data.get("text/html", ""), "text/html", where).strip():
        blocks = html_blocks(html, where, prefix=prefix)
        if not unknown or any(block["kind"] in ("table", "figure") for block in blocks):
            return blocks
    latex = as_text(data.get("text/latex", ""), "text/latex", where).strip()
    if latex and not unknown and not _SET_TABLE.search(latex):
        return markdown_blocks(latex_as_markdown(latex), where, {}, prefix=prefix)
    return [_plain(data, unknown, where)]


def _plain(data: NotebookNode, unknown: list[str], where: str) -> Node:
    """Return an output as text, where that is all that it is."""
    if "application/json" in data and not unknown:
        shown = json.dumps(data["application/json"], ensure_ascii=False, indent=2)
        return _preformatted(check_length(shown, where))
    plain = as_terminal_text(as_text(data.get("text/plain", ""), "text/plain", where), where)
    if unknown or not plain:
        raise NoPageError(
            f"{where}: outputtet ({', '.join(data) or 'tomt'}) kan ikke sættes på en side. "
            "Vis en tabel, en figur eller tekst i stedet, eller mærk cellen remove-output."
        )
    if names_an_object(plain):
        raise NoPageError(
            f"{where}: outputtet er kun navnet på et objekt ({plain[:80]}), ikke dets indhold. "
            "Vis en tabel, en figur eller tekst i stedet, eller mærk cellen remove-output."
        )
    return _preformatted(check_finished(plain, where))


def _preformatted(text: str) -> Node:
    return {"kind": "preformatted", "text": text}


def _metadata(output: NotebookNode, mime: str) -> dict[str, Any]:
    """Return what an output says of itself in one of its forms."""
    found = output.get("metadata", {}).get(mime)
    return found if isinstance(found, dict) else {}


def _own_block(block: Node, where: str) -> Node:
    """Return a block of `analysis.display` with its texts as inline pieces."""
    if block["kind"] == "facts":
        return block
    if block["kind"] == "note":
        body = parse_markdown(note_markdown(block["title"], block["body"]), where)
        return {"kind": "note", "blocks": body}
    if block["kind"] != "table":
        raise InputError(f'{where}: en blok af slagsen "{block["kind"]}" kendes ikke.')
    corner = {"label": block["corner"], "sub": "", "align": "left"}
    return block | {
        "labels": _labels(block["basis"], block["lang"], where),
        "columns": [
            column | {"label": line_pieces(column["label"])}
            for column in [corner, *block["columns"]]
        ],
        "rows": [
            {
                "cells": [line_pieces(cell) for cell in [row["header"], *row["cells"]]],
                "emphasis": row["emphasis"],
            }
            for row in block["rows"]
        ],
    }


def _figure(
    output: NotebookNode,
    mime: str,
    where: str,
    prefix: str,
    lang: str,
    chart: tuple[str, dict[str, Any]] | None = None,
) -> Node:
    notes = {
        key: value
        for form in reversed((mime, *DRAWN_MIMES, *output.data))
        for key, value in _metadata(output, form).items()
    }
    alt = str(notes.get("alt") or (chart_title(*chart) if chart else "")).strip()
    if not alt:
        raise InputError(
            f"{where}: figuren har ingen alternativ tekst, så en læser med skærmlæser får intet at "
            f'vide. Vis den med metadata {{"{mime}": {{"alt": "…"}}}}.'
        )
    source = chart_svg(*chart, where) if chart else as_text(output.data[mime], mime, where)
    if mime == "application/pdf":
        mime, source = "image/svg+xml", pdf_as_svg(source, where)
    if mime == "image/svg+xml":
        shown = mime, clean_svg(source, prefix, where)
    else:
        shown = check_picture(source, mime, where)
    basis = list(notes.get("basis", []))
    return {
        "kind": "figure",
        "mime": shown[0],
        "data": shown[1],
        "alt": alt,
        "caption": notes.get("caption", ""),
        "basis": basis,
        "labels": _labels(basis, lang, where),
    }


def _labels(basis: list[str], lang: str, where: str) -> list[str]:
    try:
        return basis_labels(basis, lang)
    except ValueError as error:
        raise InputError(f"{where}: {error}") from None
