"""The tables as an OpenDocument spreadsheet: the workbook's sheets without its charts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from odfdo import Document, Element

from analysis.display.figures import palette
from analysis.display.text.numbers import number
from fagligheder.office.archives import FONT, LINE, WARNING, clean, steady
from fagligheder.office.cell_grid import Grid, GridCell
from fagligheder.office.sheets import Kind

#: Decimals of each kind of number, and what follows it.
_NUMBERS: dict[Kind, tuple[int, bool]] = {
    "count": (0, False),
    "number": (1, False),
    "points": (0, False),
    "score": (1, False),
    "share": (0, True),
    "exact_share": (1, True),
}
_PER_CENT = {"da": " %", "en": "%"}
#: Role of a cell → properties of its cell and its text.
_LOOKS = {
    "title": ("", f'fo:font-size="14pt" fo:font-weight="bold" fo:color="{palette.NAVY}"'),
    "lead": ("", ""),
    "stamp": (f'fo:background-color="{WARNING}"', 'fo:color="#ffffff" fo:font-weight="bold"'),
    "link": ("", f'fo:color="{palette.NAVY}"'),
    "label": ("", 'fo:font-weight="bold"'),
    "heading": (
        f'fo:wrap-option="wrap" fo:background-color="{palette.PANEL}" '
        f'fo:border-bottom="1.5pt solid {palette.NAVY}"',
        'fo:font-weight="bold"',
    ),
    "cell": (f'fo:wrap-option="wrap" fo:border-bottom="0.5pt solid {palette.RULE}"', ""),
    "note": ("", f'fo:color="{palette.MUTED}"'),
}
_CM_PER_CHARACTER = 0.19
#: Parts of the library's empty document that say nothing of ours.
_UNUSED = ("Thumbnails/thumbnail.png", "manifest.rdf")


def spreadsheet_bytes(grids: Sequence[Grid], title: str, made: datetime, lang: str) -> bytes:
    """Write the grids as one OpenDocument spreadsheet; see `workbook_bytes`.

    Returns
    -------
    bytes
        An ``.ods`` file.
    """
    document = Document("spreadsheet")
    for name in document.get_parts():
        if name in _UNUSED or name.startswith("Configurations2"):
            document.del_part(name)
    document.set_language("da-DK" if lang == "da" else "en-GB")
    document.meta.title = clean(title)
    document.meta.creator = document.meta.initial_creator = "Fagligheder"
    document.meta.creation_date = document.meta.date = made
    document.meta.clear_user_defined_metadata()
    for xml in _styles(grids, lang):
        document.insert_style(xml, automatic=True)
    for xml in _pages(grids):
        document.insert_style(xml)
    document.body.clear()
    for place, grid in enumerate(grids):
        document.body.append(Element.from_tag(_table(grid, place, lang)))
    document.set_part("settings.xml", _frozen(grids).encode())
    target = io.BytesIO()
    document.save(target)
    return steady(target.getvalue())


def _styles(grids: Sequence[Grid], lang: str) -> Iterator[str]:
    """The looks of numbers, cells, columns, rows and sheets, each with its name."""
    for kind, (decimals, per_cent) in _NUMBERS.items():
        tag = "number:percentage-style" if per_cent else "number:number-style"
        tail = f"<number:text>{_PER_CENT[lang]}</number:text>" if per_cent else ""
        yield (
            f'<{tag} style:name="n-{kind}"><number:number number:decimal-places="{decimals}" '
            f'number:min-decimal-places="{decimals}" number:min-integer-digits="1" '
            f'number:grouping="{"false" if per_cent else "true"}"/>{tail}</{tag}>'
        )
    for role, (cell, words) in _LOOKS.items():
        for kind in ("text", *_NUMBERS):
            numbers = f' style:data-style-name="n-{kind}"' if kind != "text" else ""
            side = "start" if kind == "text" else "end"
            font = f'fo:font-family="{FONT}" '
            font += "" if "font-size" in words else 'fo:font-size="11pt" '
            font += "" if "fo:color" in words else f'fo:color="{palette.INK}" '
            yield (
                f'<style:style style:name="{role}-{kind}" style:family="table-cell"{numbers}>'
                f'<style:table-cell-properties style:text-align-source="fix" '
                f'style:vertical-align="{"bottom" if role == "heading" else "top"}" '
                f'fo:padding="0.06cm" fo:padding-left="0.12cm" {cell}/>'
                f'<style:paragraph-properties fo:text-align="{side}"/>'
                f"<style:text-properties {font}{words}/></style:style>"
            )
    for width in sorted({width for grid in grids for width in grid.widths}):
        yield (
            f'<style:style style:name="column-{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{_CM_PER_CHARACTER * width:.2f}cm"'
            "/></style:style>"
        )
    for lines in range(
        1, 1 + max(grid.lines(row) for grid in grids for row in range(len(grid.rows)))
    ):
        yield (
            f'<style:style style:name="row-{lines}" style:family="table-row">'
            f'<style:table-row-properties style:row-height="{LINE * lines + 3}pt" '
            'style:use-optimal-row-height="false"/></style:style>'
        )
    for place in range(len(grids)):
        yield (
            f'<style:style style:name="sheet-{place}" style:family="table" '
            f'style:master-page-name="page-{place}"/>'
        )


def _pages(grids: Sequence[Grid]) -> Iterator[str]:
    """A4 on its side, with the source, the stamp and the page's number at the foot."""
    for place, grid in enumerate(grids):
        across, down = grid.pages
        stamp = f"<text:p>{escape(grid.stamp)}</text:p>"
        yield (
            f'<style:page-layout style:name="layout-{place}"><style:page-layout-properties '
            'fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" '
            'fo:margin="1.3cm" style:print="charts drawings objects zero-values" '
            f'style:scale-to-X="{across}" style:scale-to-Y="{down}"/>'
            '<style:header-style><style:header-footer-properties fo:min-height="0.6cm"/>'
            "</style:header-style><style:footer-style><style:header-footer-properties "
            'fo:min-height="0.6cm"/></style:footer-style></style:page-layout>'
        )
        yield (
            f'<style:master-page style:name="page-{place}" style:page-layout-name="layout-{place}">'
            f"<style:header><style:region-center>{stamp}</style:region-center></style:header>"
            f"<style:footer><style:region-left><text:p>{escape(grid.source)}</text:p>"
            f"</style:region-left><style:region-center>{stamp}</style:region-center>"
            "<style:region-right><text:p><text:page-number>1</text:page-number></text:p>"
            "</style:region-right></style:footer></style:master-page>"
        )


def _table(grid: Grid, place: int, lang: str) -> str:
    parts = [f'<table:table table:name={quoteattr(grid.name)} table:style-name="sheet-{place}">']
    for width in grid.widths:
        parts.append(f'<table:table-column table:style-name="column-{width}"/>')
    for line, cells in enumerate(grid.rows):
        looks = f'table:style-name="row-{grid.lines(line)}"'
        row = "".join(_cell(cell, lang) for cell in cells) or "<table:table-cell/>"
        row = f"<table:table-row {looks}>{row}</table:table-row>"
        if grid.table and line == grid.table[0]:
            row = f"<table:table-header-rows>{row}</table:table-header-rows>"
        parts.append(row)
    return "".join([*parts, "</table:table>"])


def _cell(cell: GridCell, lang: str) -> str:
    """A number as a number, words as words: no cell holds a formula."""
    looks = f'table:style-name="{cell.role}-{cell.kind}"'
    if cell.value is None or cell.value == "":
        return f"<table:table-cell {looks}/>"
    if isinstance(cell.value, str):
        words = escape(cell.value)
        if cell.link:
            place = quoteattr("#'" + cell.link.replace("'", "''") + "'.A1")
            words = f'<text:a xlink:type="simple" xlink:href={place}>{words}</text:a>'
        kind = 'office:value-type="string"'
    else:
        decimals, per_cent = _NUMBERS[cell.kind]
        words = number(100 * cell.value if per_cent else cell.value, lang, decimals)
        words += _PER_CENT[lang] if per_cent else ""
        name = "percentage" if per_cent else "float"
        kind = f'office:value-type="{name}" office:value="{cell.value}"'
    return f"<table:table-cell {looks} {kind}><text:p>{words}</text:p></table:table-cell>"


def _frozen(grids: Sequence[Grid]) -> str:
    """The settings of the view: headings and first column stay in sight."""
    item = '<config:config-item config:name="{}" config:type="{}">{}</config:config-item>'
    tables = []
    for grid in grids:
        below = grid.table[0] + 1 if grid.table else 0
        places = (("HorizontalSplit", int(bool(below))), ("VerticalSplit", below))
        items = [item.format("ShowGrid", "boolean", "false")]
        for name, place in places:
            items.append(item.format(f"{name}Mode", "short", 2 if place else 0))
            items.append(item.format(f"{name}Position", "int", place))
        items.append(item.format("PositionRight", "int", places[0][1]))
        items.append(item.format("PositionBottom", "int", below))
        items.append(item.format("ActiveSplitRange", "short", 3 if below else 2))
        name = quoteattr(grid.name)
        tables.append(
            f"<config:config-item-map-entry config:name={name}>{''.join(items)}"
            "</config:config-item-map-entry>"
        )
    active = item.format("ActiveTable", "string", escape(grids[0].name))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-settings '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" office:version="1.3">'
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f"{item.format('ViewId', 'string', 'view1')}<config:config-item-map-named "
        f'config:name="Tables">{"".join(tables)}</config:config-item-map-named>{active}'
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )
