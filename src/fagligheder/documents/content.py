"""A notebook as a document: plain JSON data that the PDF and the HTML exporter both set.

One choice of outputs, one set of headings and one kind of table serve both, so that the two say
the same. Code is left out unless asked for; so are the cells tagged ``remove-cell``, the outputs
tagged ``remove-output`` and what a cell wrote to stderr.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from analysis.display.figures import palette
from analysis.display.tables.blocks import BASIS_WORDS, BLOCK_MIME, basis_labels, note_markdown
from analysis.display.text.numbers import document_strings
from analysis.survey.checks import InputError
from analysis.words import LANGUAGES
from fagligheder.documents.cell_outputs import (
    all_readable,
    check_html,
    check_length,
    check_picture,
    printed,
    text_of,
)
from fagligheder.documents.markdown import Node, line_pieces, parse_markdown
from fagligheder.documents.notebook_headings import outlined, promote_headings, tags
from fagligheder.documents.svg import clean_svg

IMAGE_MIMES = ("image/svg+xml", "image/png", "image/jpeg")
__all__ = ["document", "promote_headings"]


def document(nb: NotebookNode, show_code: bool = False) -> dict[str, Any]:
    """Return a notebook as plain JSON data, ready to be set.

    Parameters
    ----------
    nb : NotebookNode
        An executed notebook. Its language is papermill's parameter ``lang``, else
        ``metadata.fagligheder.lang``, else Danish.
    show_code : bool
        Whether the code stands before what it shows.

    Returns
    -------
    dict
        ``title``, ``lang``, ``basis`` (the words met, in the order of statistics §1),
        ``synthetic`` and ``blocks``: those of `parse_markdown`, and ``title`` (children, lead,
        eyebrow), ``facts``, ``note``, ``table`` and ``figure``, each with its ``kind``.

    Raises
    ------
    InputError
        A cell ended in an error, a figure has no alternative text, or there is no title.
    """
    lang = _language(nb)
    blocks: list[Node] = []
    for number, cell in enumerate(nb.cells, start=1):
        if "remove-cell" not in tags(cell):
            blocks += _cell_blocks(cell, number, lang, show_code)
    blocks, title = outlined(all_readable(blocks))
    met = {word for block in blocks for word in block.get("basis", [])}
    return {
        "title": title,
        "lang": lang,
        "basis": [word for word in BASIS_WORDS if word in met],
        "synthetic": "synthetic" in met,
        "blocks": blocks,
    }


def furnished(model: dict[str, Any]) -> dict[str, Any]:
    """Return a document with the page's own words (``strings``) and ``colours``."""
    lang = model["lang"]
    names = ("ink", "navy", "muted", "rule", "panel", "accent")
    return model | {
        "strings": document_strings(lang),
        "colours": {name: getattr(palette, name.upper()) for name in names},
    }


def _language(nb: NotebookNode) -> str:
    asked = nb.metadata.get("papermill", {}).get("parameters", {}).get("lang")
    lang = asked or nb.metadata.get("fagligheder", {}).get("lang") or "da"
    if lang not in LANGUAGES:
        raise InputError(f"Notesbogens sprog (lang) er {lang!r}. Vælg da eller en.")
    return str(lang)


def _cell_blocks(cell: NotebookNode, number: int, lang: str, show_code: bool) -> Iterator[Node]:
    first_line = (cell.source.strip().splitlines() or [""])[0]
    where = f'celle {number} ("{first_line[:60]}")' if first_line else f"celle {number}"
    if cell.cell_type == "markdown":
        eyebrow = cell.metadata.get("fagligheder", {}).get("eyebrow", "")
        yield from _markdown_blocks(cell.source, where, eyebrow)
    if cell.cell_type != "code":
        return
    if show_code and cell.source.strip():
        yield {"kind": "preformatted", "text": cell.source}
    if "remove-output" in tags(cell):
        return
    for at, output in enumerate(cell.outputs):
        if output.output_type == "error":
            raise InputError(
                f"{where} endte i en fejl: {output.ename}: {printed(output.evalue[:2000], where)}. "
                "Ret den, og kør notesbogen igen; af en notesbog med fejl laves ingen rapport."
            )
        if output.output_type == "stream":
            said = printed(output.text, where) if output.name == "stdout" else ""
            yield from [{"kind": "preformatted", "text": said}] if said else []
        else:
            yield from _data_blocks(output, where, f"c{number}o{at}-", lang)


def _data_blocks(output: NotebookNode, where: str, prefix: str, lang: str) -> list[Node]:
    """Return the blocks of the richest form of an output that paper can hold."""
    data = output.data
    block = data.get(BLOCK_MIME)
    noted = [block or {}, *(output.get("metadata", {}).get(mime, {}) for mime in IMAGE_MIMES)]
    if any(notes.get("unprotected") for notes in noted):
        raise InputError(
            f"{where} viser svar fra færre chefer, end der må vises enkeltvis. "
            "Beskyt tabellen først: fag.protect(tabel)."
        )
    if block and block["kind"] != "title":
        return [_own_block(block, where)]
    for mime in IMAGE_MIMES:
        if mime in data:
            return [_figure(output, mime, where, prefix, lang)]
    if "text/markdown" in data:
        source = text_of(data["text/markdown"], "text/markdown", where)
        return _markdown_blocks(source, where, (block or {}).get("eyebrow", ""))
    said = printed(text_of(data.get("text/plain", ""), "text/plain", where), where)
    if not said:
        raise InputError(
            f"{where}: outputtet ({', '.join(data) or 'tomt'}) kan ikke sættes på en side. "
            "Vis en tabel, en figur eller tekst i stedet, eller mærk cellen remove-output."
        )
    html = {}
    if "text/html" in data:
        source = text_of(data["text/html"], "text/html", where)
        html = {"html": check_html(source, where)}
    return [{"kind": "preformatted", "text": said, **html}]


def _own_block(block: Node, where: str) -> Node:
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


def _figure(output: NotebookNode, mime: str, where: str, prefix: str, lang: str) -> Node:
    notes = {
        key: value
        for image in reversed((mime, *IMAGE_MIMES))
        for key, value in output.metadata.get(image, {}).items()
    }
    alt = str(notes.get("alt", "")).strip()
    if not alt:
        raise InputError(
            f"{where}: figuren har ingen alternativ tekst, så en læser med skærmlæser får intet at "
            f'vide. Vis den med metadata {{"{mime}": {{"alt": "…"}}}}.'
        )
    source = text_of(output.data[mime], mime, where)
    basis = list(notes.get("basis", []))
    return {
        "kind": "figure",
        "mime": mime,
        "data": clean_svg(source, prefix, where)
        if mime == "image/svg+xml"
        else check_picture(source, mime, where),
        "alt": alt,
        "caption": notes.get("caption", ""),
        "basis": basis,
        "labels": _labels(basis, lang, where),
    }


def _markdown_blocks(source: str, where: str, eyebrow: str) -> list[Node]:
    """Return the blocks of a markdown text; a paragraph under a first-level heading is its lead."""
    blocks = parse_markdown(check_length(source, where), where)
    if blocks and blocks[0]["kind"] == "heading" and blocks[0]["level"] == 1:
        led = len(blocks) > 1 and blocks[1]["kind"] == "paragraph"
        lead = blocks.pop(1)["children"] if led else []
        blocks[0] |= {"eyebrow": eyebrow, "lead": lead}
    return blocks


def _labels(basis: list[str], lang: str, where: str) -> list[str]:
    try:
        return basis_labels(basis, lang)
    except ValueError as error:
        raise InputError(f"{where}: {error}") from None
