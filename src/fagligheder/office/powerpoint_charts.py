"""Native PowerPoint charts: their numbers can be edited, their looks can be changed.

What python-pptx has no call for is written as XML: error bars, the place of the bars, and that
no category's name may be left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from math import ceil, floor, log10
from typing import Any
from xml.sax.saxutils import escape

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt
from xlsxwriter import Workbook

from analysis.display.figures import palette
from analysis.display.text.numbers import SUPPRESSED
from fagligheder.office.charts import BarChart, Chart, ColumnChart, RangeChart, Series
from fagligheder.office.style import NARROW, clean, excel_format, font_name

_TEXT, _LABEL = 14, 12
#: Width of the band of a range, in the units of PowerPoint: 8 points.
_BAND = 101_600


def add_chart(
    slide: Any, chart: Chart, where: tuple[float, float, float, float], created: datetime, lang: str
) -> None:
    """Put a native chart on a slide, with its alternative text.

    Parameters
    ----------
    slide : pptx.slide.Slide
    chart : BarChart, RangeChart or ColumnChart
    where : (float, float, float, float)
        Left, top, width and height in inches.
    created : datetime
        Stands in the properties of the workbook behind the chart.
    lang : {"da", "en"}
    """
    series = chart.series
    if isinstance(chart, RangeChart):
        low, central, high = chart.series
        series = (high, low, central)  # the band hangs from the first
    shown, kind = _number_format(chart, lang), _KINDS[type(chart)]
    data = CategoryChartData(number_format=shown)
    data.categories = [clean(name) for name in chart.categories]
    for each in series:
        data.add_series(clean(each.name), each.numbers)
    shape = slide.shapes.add_chart(kind, *(Inches(each) for each in where), data)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", clean(chart.alt))
    shape.name = clean(chart.title)
    drawn = shape.chart
    beside = (_width(low, high),) if isinstance(chart, RangeChart) else ()
    behind = _workbook(chart, (*series, *beside), shown, created)
    drawn.part.chart_workbook.update_from_xlsx_blob(behind)
    _set_looks(drawn, chart)
    if isinstance(chart, BarChart):
        _draw_bars(drawn, chart, shown)
    elif isinstance(chart, RangeChart):
        _draw_ranges(drawn, chart, shown)
    elif isinstance(chart, ColumnChart):
        _draw_columns(drawn, chart, shown)


_KINDS = {
    BarChart: XL_CHART_TYPE.BAR_STACKED,
    RangeChart: XL_CHART_TYPE.LINE_MARKERS,
    ColumnChart: XL_CHART_TYPE.COLUMN_CLUSTERED,
}


def _number_format(chart: Chart, lang: str) -> str:
    if isinstance(chart, BarChart):
        return excel_format("share", lang)
    assert isinstance(chart, ColumnChart | RangeChart)
    people = excel_format("count", lang)
    return f"+{people};−{people};{people.removeprefix('#,##')}"


def _workbook(chart: Chart, series: Sequence[Series], shown: str, created: datetime) -> bytes:
    """The numbers behind a chart, where the chart's references look for them.

    The library's own has the time of day in it, and takes names that begin with = for formulas.
    """
    target = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, safe) as book:
        book.set_properties({"title": clean(chart.title), "created": created})
        page = book.add_worksheet("Sheet1")
        page.set_column(0, 0, 40)
        looks = book.add_format({"num_format": shown})
        for row, name in enumerate(chart.categories, start=1):
            page.write_string(row, 0, clean(name))
        for column, each in enumerate(series, start=1):
            page.write_string(0, column, clean(each.name))
            for row, number in enumerate(each.numbers, start=1):
                if number is not None:
                    page.write_number(row, column, number, looks)
    return target.getvalue()


def _set_looks(drawn: Any, chart: Chart) -> None:
    """Font, title and legend."""
    for number in drawn._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        number.set("val", number.get("val").lstrip("-"))  # the library's are no valid numbers
    drawn.font.name, drawn.font.size = font_name(), Pt(_LABEL)
    drawn.font.color.rgb = rgb(palette.INK)
    drawn.has_title = True
    title = drawn.chart_title.text_frame
    title.text = clean(chart.title)
    font = title.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(_TEXT), True, rgb(palette.NAVY)
    drawn.chart_title.include_in_layout = False
    drawn.has_legend = True
    drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
    drawn.legend.include_in_layout = False
    drawn.legend.font.size = Pt(_LABEL)


def _draw_bars(drawn: Any, chart: BarChart, shown: str) -> None:
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    for series, each in zip(plot.series, chart.series, strict=True):
        _fill(series, each.colour)
        label = f'"{SUPPRESSED}"' if each.hidden else f'[<{NARROW}]"";{shown}'
        ink = "#ffffff" if palette.ink_on(each.colour) == "white" else palette.INK
        _label(series, label, XL_LABEL_POSITION.CENTER, ink)
    scale = drawn.value_axis
    scale.minimum_scale, scale.maximum_scale, scale.visible = 0, 1, False
    scale.has_major_gridlines = False
    names = drawn.category_axis
    names.reverse_order = True
    _quiet(names)
    left = min(0.05 + 0.0062 * max(map(len, chart.categories)), 0.42)
    _inner(drawn, left, 0.11, 0.99 - left, 0.79)


def _draw_ranges(drawn: Any, chart: RangeChart, shown: str) -> None:
    """Marks at both ends and at the central value, and a band between the ends."""
    plot = drawn.plots[0]
    sides = (XL_LABEL_POSITION.ABOVE, XL_LABEL_POSITION.BELOW, XL_LABEL_POSITION.RIGHT)
    low, central, high = chart.series
    for series, each, side in zip(plot.series, (high, low, central), sides, strict=True):
        series.format.line.fill.background()
        series.smooth = False
        middle = each is central
        mark = series.marker
        mark.style = XL_MARKER_STYLE.CIRCLE if middle else XL_MARKER_STYLE.DASH
        mark.size = 11 if middle else 16
        mark.format.fill.solid()
        mark.format.fill.fore_color.rgb = rgb(each.colour)
        mark.format.line.color.rgb = rgb(each.colour)
        _label(series, shown, side, palette.INK, bold=middle)
    _add_band(plot.series[0]._element, _width(low, high), shown)
    _draw_axes(drawn, shown, (*low.numbers, *high.numbers), chart.most)


def _add_band(series: Any, width: Series, shown: str) -> None:
    """Error bars down from the high ends to the low ones, wide enough to be a band."""
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{number!r}</c:v></c:pt>'
        for place, number in enumerate(width.numbers)
        if number is not None
    )
    count = len(width.numbers)
    band = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="minus"/>'
        '<c:errValType val="cust"/><c:noEndCap val="1"/><c:minus><c:numRef>'
        f"<c:f>Sheet1!$E$2:$E${count + 1}</c:f><c:numCache><c:formatCode>{escape(shown)}"
        f'</c:formatCode><c:ptCount val="{count}"/>{points}</c:numCache></c:numRef></c:minus>'
        f'<c:spPr><a:ln w="{_BAND}" cap="flat"><a:solidFill><a:srgbClr '
        f'val="{palette.SEQUENTIAL[3][1:]}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series.insert(list(series).index(series.find(qn("c:cat"))), band)


def _width(low: Series, high: Series) -> Series:
    """How far the low end lies below the high one: the column behind the band."""
    pairs = zip(high.numbers, low.numbers, strict=True)
    widths = (None if a is None or b is None else a - b for a, b in pairs)
    return Series(f"{high.name} − {low.name}", tuple(widths), high.colour)


def _steps(numbers: Iterable[float | None]) -> tuple[float, float, float]:
    """Ends of an axis with space for labels beyond the numbers, and the step between its lines."""
    known = [number for number in numbers if number is not None]
    low, high = min(0.0, *known), max(0.0, *known)
    rough = (high - low) / 5 or 1.0
    size = 10.0 ** floor(log10(rough))
    step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
    space = 0.12 * (high - low)
    lowest = step * floor((low - space) / step) if low < 0 else 0.0
    return lowest, step * ceil((high + space) / step), step


def _draw_columns(drawn: Any, chart: ColumnChart, shown: str) -> None:
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 60, -5
    for series, each in zip(plot.series, chart.series, strict=True):
        _fill(series, each.colour)
        _label(series, shown, XL_LABEL_POSITION.OUTSIDE_END, palette.INK)
    numbers = [number for each in chart.series for number in each.numbers]
    _draw_axes(drawn, shown, numbers, chart.most)


def _draw_axes(drawn: Any, shown: str, numbers: Iterable[float | None], most: float) -> None:
    """An axis of differences that can exist: none larger than ``most``."""
    scale = drawn.value_axis
    low, high, scale.major_unit = _steps(numbers)
    scale.minimum_scale, scale.maximum_scale = max(low, -most), min(high, most)
    scale.major_gridlines.format.line.color.rgb = rgb(palette.RULE)
    scale.format.line.fill.background()
    scale.tick_labels.font.size = Pt(_LABEL)
    scale.tick_labels.font.color.rgb = rgb(palette.MUTED)
    scale.tick_labels.number_format, scale.tick_labels.number_format_is_linked = shown, False
    names = drawn.category_axis
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _quiet(names)


def _quiet(axis: Any) -> None:
    axis.tick_labels.font.size = Pt(_LABEL)
    axis.format.line.color.rgb = rgb(palette.MUTED)
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = False
    every = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(every)  # no name may be left out


def _fill(series: Any, colour: str) -> None:
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(colour)
    series.format.line.color.rgb = rgb("#ffffff")
    series.format.line.width = Pt(0.75)


def _label(series: Any, shown: str, side: Any, colour: str, *, bold: bool = False) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = shown, False
    labels.position = side
    labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(_LABEL), bold, rgb(colour)


def _inner(drawn: Any, left: float, top: float, width: float, height: float) -> None:
    """Fix where the bars stand, so that long names fit and break their lines."""
    area = drawn._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    places = {"x": left, "y": top, "w": width, "h": height}
    edges = "".join(f'<c:{name} val="{place}"/>' for name, place in places.items())
    area.insert(
        0,
        parse_xml(
            f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/>'
            f'<c:xMode val="edge"/><c:yMode val="edge"/>{edges}</c:manualLayout></c:layout>'
        ),
    )


def rgb(colour: str) -> RGBColor:
    """A colour such as ``#1b3a5c``, as the library takes it."""
    return RGBColor(*bytes.fromhex(colour[1:]))
