"""Convert a notebook to the plain JSON data that the HTML page and the PDF are both made of.

One choice of outputs, one set of headings and one kind of table serve both, so that the two say
the same. Code is left out unless asked for; so are the cells tagged ``remove-cell``, the outputs
tagged ``remove-output``, code that its cell hides (``remove-input``, ``source_hidden``) and what a
cell wrote to stderr.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analysis.display.figures import palette
from analysis.display.figures.fonts import FALLBACKS, family
from analysis.display.figures.theme import theme
from analysis.display.tables.blocks import BASIS_WORDS
from analysis.display.text.numbers import document_strings
from analysis.survey.checks import InputError
from analysis.survey.control_characters import readable
from analysis.words import LANGUAGES, text
from fagligheder.documents.cell_outputs import cell_blocks
from fagligheder.documents.logo import page_logo
from fagligheder.documents.markdown import markdown_blocks
from fagligheder.documents.notebook_form import cell_name, check_form
from fagligheder.documents.notebook_headings import fix_outline, tags
from fagligheder.documents.pieces import Node

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: Kinds of blocks that name their cell: a table or a formula may turn out to have no room.
_MAY_LACK_ROOM = ("table", "formula", "list", "quote", "note")


def document(nb: NotebookNode, show_code: bool = False, leave_out: bool = False) -> dict[str, Any]:
    """Return a notebook as plain JSON data.

    Parameters
    ----------
    nb : NotebookNode
        An executed notebook; it is not changed. Its language is papermill's parameter ``lang``,
        else ``metadata.fagligheder.lang``, else Danish. It is for internal use when the parameter
        ``internal``, else ``metadata.fagligheder.internal``, is true.
    show_code : bool
        Whether the code stands before its outputs, except where its cell hides it.
    leave_out : bool
        Whether an output that no page can hold (a map, a control) is left out with a warning in
        the log, rather than refused; also when the notebook says so itself, by
        ``metadata.fagligheder.leave_out``.

    Returns
    -------
    dict
        ``title``, ``lang``, ``basis`` (the words met, in the order of statistics §1),
        ``synthetic``, ``internal``, ``strings`` (the words around every page), ``colours``,
        ``fonts``, ``sender`` and ``logo`` (those of the theme in use), and ``blocks``: those of
        `fagligheder.documents.pieces`, and ``title`` (children, lead,
        eyebrow, mark), ``facts``, ``note`` and ``new_page`` (before a cell tagged ``new-page``),
        each with its ``kind``; of what may hold a table or a formula, ``where`` names the cell.

    Raises
    ------
    InputError
        A cell ended in an error, shows what no page can hold, or a figure without alternative
        text; there is no title; or the notebook lacks a part.
    """
    check_form(nb)
    lang = _language(nb)
    leave_out = leave_out or _setting(nb, "leave_out") is True
    internal = _setting(nb, "internal") is True
    blocks: list[Node] = []
    for number, cell in enumerate(nb.cells, start=1):
        if "remove-cell" not in tags(cell):
            where = {"where": cell_name(cell, number)}
            shown = show_code and not _hides_code(cell)
            for block in _cell_blocks(cell, number, lang, shown, internal, leave_out):
                blocks.append(block | where if block["kind"] in _MAY_LACK_ROOM else block)
    blocks, title = fix_outline(_readable_blocks(blocks))
    met = {word for block in blocks for word in block.get("basis", [])}
    return {
        "title": title,
        "lang": lang,
        "basis": [word for word in BASIS_WORDS if word in met],
        "synthetic": "synthetic" in met,
        "internal": internal,
        "strings": _strings(blocks, lang),
        "colours": palette.page_colours(),
        "fonts": list(dict.fromkeys((family(), *FALLBACKS))),
        "sender": theme().sender or _title(blocks).get("sender", ""),
        "logo": page_logo(),
        "blocks": blocks,
    }


def _strings(blocks: list[Node], lang: str) -> dict[str, str]:
    """The words around every page; of another survey than the report's, its own name and source."""
    strings = document_strings(lang)
    title = _title(blocks)
    if running := title.get("running"):
        note = text("document.stamp_note_survey", lang)
        strings |= {"running_title": running, "keywords": running, "stamp_note": note}
    if source := title.get("source"):
        strings |= {"source": source}
    return strings


def _title(blocks: list[Node]) -> Node:
    return next((block for block in blocks if block["kind"] == "title"), {})


def _language(nb: NotebookNode) -> str:
    lang = _setting(nb, "lang") or "da"
    if lang not in LANGUAGES:
        raise InputError(f"Notesbogens sprog (lang) er {lang!r}. Vælg da eller en.")
    return str(lang)


def _setting(nb: NotebookNode, name: str) -> Any:
    """Return what papermill's parameter says, else what the notebook's own metadata says."""
    papermill, own = (nb.metadata.get(key) for key in ("papermill", "fagligheder"))
    parameters = papermill.get("parameters") if isinstance(papermill, dict) else None
    for said in (parameters, own):
        if isinstance(said, dict) and said.get(name):
            return said[name]
    return None


def _hides_code(cell: NotebookNode) -> bool:
    """Return whether a cell's code is to stay hidden: by a tag, by Jupyter or by nbconvert."""
    jupyter, transient = (cell.metadata.get(name) for name in ("jupyter", "transient"))
    return (
        bool(tags(cell) & {"remove-input", "hide-input", "hide-cell"})
        or (isinstance(jupyter, dict) and bool(jupyter.get("source_hidden")))
        or (isinstance(transient, dict) and bool(transient.get("remove_source")))
    )


def _cell_blocks(
    cell: NotebookNode, number: int, lang: str, show_code: bool, internal: bool, leave_out: bool
) -> Iterator[Node]:
    where = cell_name(cell, number)
    if "new-page" in tags(cell):
        yield {"kind": "new_page"}
    if cell.cell_type == "markdown":
        own = cell.metadata.get("fagligheder")
        title = own if isinstance(own, dict) else {}
        pictures = cell.get("attachments", {})
        yield from markdown_blocks(cell.source, where, title, pictures, f"c{number}")
    if cell.cell_type != "code":
        return
    if show_code and cell.source.strip():
        yield {"kind": "preformatted", "text": cell.source}
    if "remove-output" not in tags(cell):
        yield from cell_blocks(cell, where, f"c{number}", lang, internal, leave_out)


def _readable_blocks(value: Any) -> Any:
    """Return JSON data without control characters in its texts; pictures are left as they are."""
    if isinstance(value, list):
        return [_readable_blocks(item) for item in value]
    if isinstance(value, dict):
        picture = "mime" in value
        return {
            key: item if picture and key == "data" else _readable_blocks(item)
            for key, item in value.items()
        }
    return readable(value) if isinstance(value, str) else value
