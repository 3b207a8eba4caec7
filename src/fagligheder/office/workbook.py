"""Excel workbook of the tables: numbers as numbers, native charts, nothing that computes."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PIL import Image
from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis.display.figures import palette
from analysis.display.text.numbers import SUPPRESSED
from analysis.words import text
from fagligheder.documents.logo import logo_picture
from fagligheder.office.cells import LINE, Grid, GridCell
from fagligheder.office.style import NARROW, WARNING, author, clean, excel_format, font_name, signed

#: The logo's most pixels across and down.
_LOGO = (220, 42)


def _roles() -> dict[str, dict[str, Any]]:
    """Return the format of a cell by its role."""
    return {
        "title": {"bold": True, "font_size": 14, "font_color": palette.NAVY},
        "lead": {},
        "stamp": {"bold": True, "font_color": "#ffffff", "bg_color": WARNING},
        "link": {"font_color": palette.NAVY, "underline": 1},
        "label": {"bold": True},
        "heading": {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": palette.PANEL,
                    "bottom": 2, "border_color": palette.NAVY},
        "cell": {"text_wrap": True, "bottom": 1, "border_color": palette.RULE},
        "note": {"font_color": palette.MUTED},
    }  # fmt: skip


def workbook_bytes(grids: Sequence[Grid], created: datetime, lang: str) -> bytes:
    """Write the grids as one workbook; the same arguments give the same bytes.

    Parameters
    ----------
    grids : sequence of Grid
        The cover first.
    created : datetime
        In the document's properties.
    lang : {"da", "en"}

    Returns
    -------
    bytes
        An ``.xlsx`` file.
    """
    target = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, safe) as book:
        stamp = {"keywords": grids[0].stamp} if grids[0].stamp else {}
        facts = {"title": grids[0].titled, "author": author(), "created": created}
        book.set_properties(facts | stamp)
        book.formats[0].set_font_name(font_name())
        formats = _Formats(book, lang)
        pages = [book.add_worksheet(grid.name) for grid in grids]
        for number, (page, grid) in enumerate(zip(pages, grids, strict=True)):
            _write_grid(page, grid, formats)
            if grid.table:
                _make_table(page, grid, f"tabel_{number}", formats)
            if grid.chart:
                place = {"description": clean(grid.chart.alt), "object_position": 1}
                page.insert_chart(len(grid.rows) + 1, 0, _chart(book, grid, lang), place)
            _set_up_print(page, grid, lang)
        _add_logo(pages[0])
    return target.getvalue()


def _add_logo(cover: Worksheet) -> None:
    """Put the theme's logo in the upper right corner of the cover."""
    logo = logo_picture()
    if logo is None:
        return
    content, alt = logo
    with Image.open(io.BytesIO(content)) as picture:
        width, height = picture.size
        across, down = (float(each) for each in picture.info.get("dpi", (96, 96)))
    scale = min(_LOGO[0] / (width * 96 / across), _LOGO[1] / (height * 96 / down))
    place = {"x_scale": scale, "y_scale": scale, "description": clean(alt), "object_position": 3}
    cover.insert_image(0, 2, "logo.png", {"image_data": io.BytesIO(content), **place})


class _Formats:
    """The workbook's cell formats, each made once."""

    def __init__(self, book: Workbook, lang: str) -> None:
        self._book, self._lang, self._roles = book, lang, _roles()
        self._known: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, cell: GridCell, column: int) -> Format:
        """The format of a cell: its role's, with its kind's numbers."""
        settings: dict[str, Any] = {
            "font_name": font_name(),
            "font_color": palette.INK,
            "valign": "top",
        }
        settings |= self._roles[cell.role]
        if cell.kind != "text":
            settings |= {"align": "right"}
            if cell.role == "cell":
                settings |= {"num_format": excel_format(cell.kind, self._lang)}
        elif cell.role in ("heading", "cell") and column:
            settings |= {"align": "left", "indent": 1}  # away from a number beside it
        if isinstance(cell.value, str) and cell.value[:1] in ("=", "+", "-", "@"):
            settings |= {"quote_prefix": True}  # words stay words when the cell is edited
        key = tuple(sorted(settings.items()))
        if key not in self._known:
            self._known[key] = self._book.add_format(settings)
        return self._known[key]


def _write_grid(page: Worksheet, grid: Grid, formats: _Formats) -> None:
    for column, width in enumerate(grid.widths):
        page.set_column(column, column, width)
    for place, row in enumerate(grid.rows):
        lines = grid.lines(place)
        if lines > 1 or place == 0:  # LibreOffice does not fit the height by itself
            page.set_row(place, LINE * lines + (7 if place == 0 else 2))
        for column, cell in enumerate(row):
            looks = formats(cell, column)
            if cell.link:
                sheet = cell.link.replace("'", "''")
                page.write_url(place, column, f"internal:'{sheet}'!A1", looks, str(cell.value))
            elif cell.value is None or cell.value == "":
                page.write_blank(place, column, None, looks)
            elif isinstance(cell.value, str):
                page.write_string(place, column, cell.value, looks)
            else:
                page.write_number(place, column, cell.value, looks)


def _make_table(page: Worksheet, grid: Grid, name: str, formats: _Formats) -> None:
    """Make the table one to Excel too: named, and each column with a filter."""
    assert grid.table
    head, last = grid.table
    if last > head:
        columns = [
            {"header": cell.value, "header_format": formats(cell, column)}
            for column, cell in enumerate(grid.rows[head])
        ]
        words = {"title": grid.title, "description": grid.rows[1][0].value}
        settings = {"name": name, "columns": columns, "style": None, **words}
        page.add_table(head, 0, last, len(columns) - 1, settings)
    page.freeze_panes(head + 1, 1)
    page.repeat_rows(head)
    page.repeat_columns(0, grid.leading - 1)


def _set_up_print(page: Worksheet, grid: Grid, lang: str) -> None:
    """A4 on its side, as wide as the table, with the source and the page's number at the foot."""
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    page.fit_to_pages(*grid.pages)
    page.hide_gridlines(2)
    stamp = f"&C&B{grid.stamp}" if grid.stamp else ""
    number = text("workbook.page_of", lang)
    source = signed(grid.source)
    length = 240 - len(stamp) - len(number) - source[:240].count("&")  # Excel allows 255
    source = textwrap.shorten(source, length, placeholder="…").replace("&", "&&")
    page.set_header(stamp)
    page.set_footer(f"&L{source}{stamp}&R{number}")


def _chart(book: Workbook, grid: Grid, lang: str) -> Chart:
    """One bar per item; its parts are the share columns, so the axis ends at 100 %.

    Not the subtype that stretches every bar to its full length: answers outside the listed
    categories would be shared out among the others.
    """
    assert grid.chart
    assert grid.table
    drawn, (head, last) = grid.chart, grid.table
    label = f'[<{NARROW}]"";{excel_format("share", lang)}'
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, series in enumerate(drawn.series, start=1):
        ink = "#ffffff" if palette.ink_on(series.colour) == "white" else palette.INK
        chart.add_series(
            {
                "name": [grid.name, head, column],
                "categories": [grid.name, head + 1, 0, last, 0],
                "values": [grid.name, head + 1, column, last, column],
                "fill": {"color": series.colour},
                "border": {"color": "#ffffff", "width": 0.75},
                "gap": 45,
                "data_labels": {
                    "value": True,
                    "position": "center",
                    "num_format": f'"{SUPPRESSED}"' if series.hidden else label,
                    "font": {"name": font_name(), "size": 10, "color": ink},
                },
            }
        )
    words = {"name": font_name(), "size": 10, "color": palette.INK}
    heading = {"name": font_name(), "size": 13, "bold": True, "color": palette.NAVY}
    chart.set_title({"name": [grid.name, 0, 0], "name_font": heading, "overlay": False})
    chart.set_y_axis(
        {
            "reverse": True,
            "num_font": words,
            "line": {"none": True},
            "major_tick_mark": "none",
            "interval_unit": 1,
        }
    )
    chart.set_x_axis({"min": 0, "max": 1, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": words})
    left = 0.44 if max(map(len, drawn.categories)) > 34 else 0.2
    chart.set_plotarea({"layout": {"x": left, "y": 0.14, "width": 0.98 - left, "height": 0.74}})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": 940, "height": 130 + 32 * len(drawn.categories)})
    return chart
