"""OpenDocument spreadsheet of the tables: the workbook's sheets without its charts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from odfdo import (
    Cell,
    Column,
    ConfigItem,
    ConfigItemMapEntry,
    ConfigItemMapIndexed,
    ConfigItemMapNamed,
    ConfigItemSet,
    Document,
    Element,
    Frame,
    Link,
    Paragraph,
    Row,
    Style,
    StyleMasterPage,
    StylePageLayout,
    Table,
)
from odfdo.header_rows import HeaderRows
from PIL import Image

from analysis.display.figures import palette
from analysis.display.text.numbers import number
from fagligheder.documents.logo import logo_picture
from fagligheder.office.cells import LINE, Grid, GridCell
from fagligheder.office.style import (
    NUMBERS,
    PER_CENT,
    WARNING,
    author,
    clean,
    font_name,
    signed,
    without_times,
)

_CM_PER_CHARACTER = 0.19
#: The logo's most centimetres across and down.
_LOGO = (5.8, 1.1)
#: Parts of the library's empty document that say nothing of ours.
_UNUSED = ("Thumbnails/thumbnail.png", "manifest.rdf")


def _looks() -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """Return the properties of a cell and of its text, by the cell's role."""
    return {
        "title": ({}, {"font_size": "14pt", "font_weight": "bold", "color": palette.NAVY}),
        "lead": ({}, {}),
        "stamp": ({"background_color": WARNING}, {"color": "#ffffff", "font_weight": "bold"}),
        "link": ({}, {"color": palette.NAVY}),
        "label": ({}, {"font_weight": "bold"}),
        "heading": (
            {
                "wrap_option": "wrap",
                "background_color": palette.PANEL,
                "fo:border-bottom": f"1.5pt solid {palette.NAVY}",
                "vertical_align": "bottom",
            },
            {"font_weight": "bold"},
        ),
        "cell": ({"wrap_option": "wrap", "fo:border-bottom": f"0.5pt solid {palette.RULE}"}, {}),
        "note": ({}, {"color": palette.MUTED}),
    }


def spreadsheet_bytes(grids: Sequence[Grid], created: datetime, lang: str) -> bytes:
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
    document.meta.title = grids[0].titled
    if grids[0].stamp:
        document.meta.keyword = grids[0].stamp
    document.meta.creator = document.meta.initial_creator = author()
    document.meta.creation_date = document.meta.date = created
    document.meta.clear_user_defined_metadata()
    for each in (*_number_styles(lang), *_cell_styles(), *_size_styles(grids)):
        document.insert_style(each, automatic=True)
    document.body.clear()
    for place, grid in enumerate(grids):
        for part in _page(grid, place):
            document.insert_style(part)
        document.body.append(_table(grid, place, lang))
    _add_logo(document)
    settings = document.settings.body
    settings.clear()
    settings.append(_view(grids))
    target = io.BytesIO()
    document.save(target)
    return without_times(target.getvalue())


def _add_logo(document: Document) -> None:
    """Put the theme's logo in the upper right corner of the cover, on its first row."""
    logo = logo_picture()
    if logo is None:
        return
    content, alt = logo
    with Image.open(io.BytesIO(content)) as picture:
        shape, kind = picture.width / picture.height, str(picture.format)
    place = f"Pictures/logo.{kind.lower()}"
    document.set_part(place, content)
    document.manifest.add_full_path(place, Image.MIME[kind])
    across = min(_LOGO[0], _LOGO[1] * shape)
    size = (f"{across:.2f}cm", f"{across / shape:.2f}cm")
    frame = Frame.image_frame(place, name="logo", size=size)
    frame.append(_element("svg:desc", {}, clean(alt)))
    corner = Cell()
    corner.append(frame)
    cover: Any = document.body.get_table(0)
    cover.set_cell((2, 0), corner)


def _number_styles(lang: str) -> Iterator[Style]:
    for kind, form in NUMBERS.items():
        shown = Style("percentage" if form.per_cent else "number", name=f"n-{kind}")
        shown.append(
            _element(
                "number:number",
                {
                    "number:decimal-places": str(form.decimals),
                    "number:min-decimal-places": str(form.decimals),
                    "number:min-integer-digits": "1",
                    "number:grouping": str(form.grouped).lower(),
                },
            )
        )
        if form.per_cent:
            shown.append(_element("number:text", {}, PER_CENT[lang]))
        yield shown


def _cell_styles() -> Iterator[Style]:
    """A style for each role of a cell with each kind of value."""
    for role, (cell, letters) in _looks().items():
        for kind in ("text", *NUMBERS):
            looks = {"text_align_source": "fix", "vertical_align": "top"} | cell
            looks |= {"fo:padding": "0.06cm", "fo:padding-left": "0.12cm"}
            font = {
                "fo:font-family": font_name(),
                "font_size": "11pt",
                "color": palette.INK,
            } | letters
            look = Style("table-cell", name=f"{role}-{kind}")
            if kind != "text":
                look.set_attribute("style:data-style-name", f"n-{kind}")
            look.set_properties(looks, area="table-cell")
            look.set_properties(area="paragraph", text_align="start" if kind == "text" else "end")
            look.set_properties(font, area="text")
            yield look


def _size_styles(grids: Sequence[Grid]) -> Iterator[Style]:
    """A style for each width of a column, each height of a row, and each sheet."""
    for width in sorted({width for grid in grids for width in grid.widths}):
        across = f"{_CM_PER_CHARACTER * width:.2f}cm"
        yield Style("table-column", name=f"column-{width}", width=across)
    highest = max(grid.lines(row) for grid in grids for row in range(len(grid.rows)))
    for lines in range(1, highest + 1):
        row = Style("table-row", name=f"row-{lines}")
        row.set_properties(row_height=f"{LINE * lines + 3}pt", use_optimal_row_height="false")
        yield row
    for place in range(len(grids)):
        sheet = Style("table", name=f"sheet-{place}")
        sheet.set_attribute("style:master-page-name", f"page-{place}")
        yield sheet


def _page(grid: Grid, place: int) -> tuple[StylePageLayout, StyleMasterPage]:
    """A4 on its side, with the source, the stamp and the page's number at the foot."""
    across, down = grid.pages
    layout = StylePageLayout(name=f"layout-{place}")
    layout.set_properties(
        page_width="29.7cm",
        page_height="21cm",
        print_orientation="landscape",
        margin="1.3cm",
        print="charts drawings objects zero-values",
    )
    properties: Any = layout.get_element("style:page-layout-properties")
    properties.set_attribute("style:scale-to-X", str(across))  # the library's list lacks these
    if down:  # 0 is Excel's word for as many as are needed; here that is to say nothing
        properties.set_attribute("style:scale-to-Y", str(down))
    properties.set_attribute("style:first-page-number", "continue")
    for name in ("header", "footer"):
        edge = Element.from_tag(f"style:{name}-style")
        edge.append(_element("style:header-footer-properties", {"fo:min-height": "0.6cm"}))
        layout.append(edge)
    number_of_page = Paragraph()
    number_of_page.append(_element("text:page-number", {}, "1"))
    regions = {"left": Paragraph(signed(grid.source)), "center": Paragraph(grid.stamp)}
    master = StyleMasterPage(name=f"page-{place}", page_layout=f"layout-{place}")
    master.append(_edge("header", {"center": Paragraph(grid.stamp)}))
    master.append(_edge("footer", regions | {"right": number_of_page}))
    return layout, master


def _edge(name: str, regions: dict[str, Paragraph]) -> Element:
    """A header or a footer with its regions, from left to right."""
    edge = Element.from_tag(f"style:{name}")
    for side, words in regions.items():
        region = Element.from_tag(f"style:region-{side}")
        region.append(words)
        edge.append(region)
    return edge


def _table(grid: Grid, place: int, lang: str) -> Table:
    table = Table(grid.name, style=f"sheet-{place}")
    for width in grid.widths:
        table.append(Column(style=f"column-{width}"))
    for line, cells in enumerate(grid.rows):
        row = Row(style=f"row-{grid.lines(line)}")
        row.extend_cells([_cell(cell, lang) for cell in cells] or [Cell()])
        if grid.table and line == grid.table[0]:
            heads = HeaderRows()
            heads.append(row)
            table.append(heads)
        else:
            table.append_row(row, clone=False)
    return table


def _cell(cell: GridCell, lang: str) -> Cell:
    """A number as a number, words as words: no cell holds a formula."""
    looks = f"{cell.role}-{cell.kind}"
    if cell.value is None or cell.value == "":
        return Cell(style=looks)
    if isinstance(cell.value, str):
        made = _blank(looks, "string").clone
        words = made.children[0]
        if cell.link:
            sheet = cell.link.replace("'", "''")
            link = Link(f"#'{sheet}'.A1", text=cell.value)
            link.set_attribute("xlink:type", "simple")
            words.append(link)
        else:
            words.text = cell.value
        return made
    form = NUMBERS[cell.kind]
    made = _blank(looks, "percentage" if form.per_cent else "float").clone
    made.set_attribute("office:value", str(cell.value))
    shown = number(100 * cell.value if form.per_cent else cell.value, lang, form.decimals)
    made.children[0].text = shown + (PER_CENT[lang] if form.per_cent else "")
    return made


@cache
def _blank(looks: str, kind: str) -> Cell:
    """A cell without a value, to be copied: making each anew takes three times as long."""
    blank = Cell(style=looks)
    blank.type = kind
    blank.append(Paragraph())
    return blank


def _view(grids: Sequence[Grid]) -> ConfigItemSet:
    """The settings of the view: headings and first column stay in sight."""
    tables = ConfigItemMapNamed("Tables")
    for grid in grids:
        below = grid.table[0] + 1 if grid.table else 0
        beside = int(bool(below))
        sheet = ConfigItemMapEntry(grid.name)
        for name, kind, value in (
            ("ShowGrid", "boolean", False),
            ("HorizontalSplitMode", "short", 2 * beside),
            ("HorizontalSplitPosition", "int", beside),
            ("VerticalSplitMode", "short", 2 * beside),
            ("VerticalSplitPosition", "int", below),
            ("PositionRight", "int", beside),
            ("PositionBottom", "int", below),
            ("ActiveSplitRange", "short", 3 if below else 2),
        ):
            sheet.append(ConfigItem(name, kind, value))
        tables.append(sheet)
    view = ConfigItemMapEntry()
    for item in (
        ConfigItem("ViewId", "string", "view1"),
        tables,
        ConfigItem("ActiveTable", "string", grids[0].name),
    ):
        view.append(item)
    views = ConfigItemMapIndexed("Views")
    views.append(view)
    settings = ConfigItemSet("ooo:view-settings")
    settings.append(views)
    return settings


def _element(tag: str, attributes: dict[str, str], words: str = "") -> Element:
    """An element that the library has no class for."""
    made = Element.from_tag(tag)
    for name, value in attributes.items():
        made.set_attribute(name, value)
    made.text = words
    return made
