"""Native charts on slides: their numbers can be edited, their looks can be changed."""

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
from fagligheder.office.archives import FONT, NARROW, PER_CENT, clean
from fagligheder.office.charts import BarChart, Chart, ColumnChart, RangeChart, Series

_TEXT, _LABEL = 14, 12
#: Width of the band of a range, in the units of PowerPoint: 8 points.
_BAND = 101_600
_SIGNED = {0: "+#,##0;−#,##0;0", 1: "+#,##0.0;−#,##0.0;0.0"}
_PEOPLE = {0: "#,##0", 1: "#,##0.0"}


def add_chart(
    slide: Any, chart: Chart, where: tuple[float, float, float, float], made: datetime, lang: str
) -> None:
    """Put a native chart on a slide, with its alternative text.

    Parameters
    ----------
    slide : pptx.slide.Slide
    chart : BarChart, RangeChart or ColumnChart
    where : (float, float, float, float)
        Left, top, width and height in inches.
    made : datetime
        Stands in the properties of the workbook behind the chart.
    lang : {"da", "en"}
    """
    if isinstance(chart, BarChart):
        series, shown, kind = chart.series, PER_CENT[lang], XL_CHART_TYPE.BAR_STACKED
    elif isinstance(chart, RangeChart):
        series, shown = (chart.high, chart.low, chart.central), _SIGNED[chart.decimals]
        kind = XL_CHART_TYPE.LINE_MARKERS
    else:
        series, shown = chart.series, _PEOPLE[chart.decimals]
        kind = XL_CHART_TYPE.COLUMN_CLUSTERED
    data = CategoryChartData(number_format=shown)
    data.categories = [clean(name) for name in chart.categories]
    for each in series:
        data.add_series(clean(each.name), each.numbers)
    frame = slide.shapes.add_chart(kind, *(Inches(each) for each in where), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(chart.alt))
    frame.name = clean(chart.title)
    drawn = frame.chart
    beside = (_width(chart),) if isinstance(chart, RangeChart) else ()
    behind = _workbook(chart.categories, (*series, *beside), shown, made)
    drawn.part.chart_workbook.update_from_xlsx_blob(behind)
    _set_looks(drawn, chart)
    if isinstance(chart, BarChart):
        _draw_bars(drawn, chart, shown)
    elif isinstance(chart, RangeChart):
        _draw_ranges(drawn, chart, shown)
    else:
        _draw_columns(drawn, chart, shown)


def _workbook(
    categories: Sequence[str], series: Sequence[Series], shown: str, made: datetime
) -> bytes:
    """The numbers behind a chart, where the chart's references look for them."""
    target = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, safe) as book:
        book.set_properties({"created": made})
        page = book.add_worksheet("Sheet1")
        page.set_column(0, 0, 40)
        looks = book.add_format({"num_format": shown})
        for row, name in enumerate(categories, start=1):
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
    drawn.font.name, drawn.font.size = FONT, Pt(_LABEL)
    drawn.font.color.rgb = _rgb(palette.INK)
    drawn.has_title = True
    frame = drawn.chart_title.text_frame
    frame.text = clean(chart.title)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(_TEXT), True, _rgb(palette.NAVY)
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
    ends = (chart.high, chart.low, chart.central)
    for series, each, side in zip(plot.series, ends, sides, strict=True):
        series.format.line.fill.background()
        series.smooth = False
        central = each is chart.central
        mark = series.marker
        mark.style = XL_MARKER_STYLE.CIRCLE if central else XL_MARKER_STYLE.DASH
        mark.size = 11 if central else 16
        mark.format.fill.solid()
        mark.format.fill.fore_color.rgb = _rgb(each.colour)
        mark.format.line.color.rgb = _rgb(each.colour)
        _label(series, shown, side, palette.INK, bold=central)
    _add_band(plot.series[0]._element, chart, shown)
    _draw_axes(drawn, shown, (*chart.low.numbers, *chart.high.numbers))


def _add_band(series: Any, chart: RangeChart, shown: str) -> None:
    """Error bars down from the high ends to the low ones, wide enough to be a band."""
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{number!r}</c:v></c:pt>'
        for place, number in enumerate(_width(chart).numbers)
        if number is not None
    )
    count = len(chart.categories)
    band = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="minus"/>'
        '<c:errValType val="cust"/><c:noEndCap val="1"/><c:minus><c:numRef>'
        f"<c:f>Sheet1!$E$2:$E${count + 1}</c:f><c:numCache><c:formatCode>{escape(shown)}"
        f'</c:formatCode><c:ptCount val="{count}"/>{points}</c:numCache></c:numRef></c:minus>'
        f'<c:spPr><a:ln w="{_BAND}" cap="flat"><a:solidFill><a:srgbClr '
        f'val="{palette.SEQUENTIAL[3][1:]}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series.insert(list(series).index(series.find(qn("c:cat"))), band)


def _width(chart: RangeChart) -> Series:
    """How far the low end lies below the high one: the column behind the band."""
    pairs = zip(chart.high.numbers, chart.low.numbers, strict=True)
    widths = (None if a is None or b is None else a - b for a, b in pairs)
    return Series(f"{chart.high.name} − {chart.low.name}", tuple(widths), chart.high.colour)


def _steps(numbers: Iterable[float | None]) -> tuple[float, float, float]:
    """Ends of an axis with room for labels beyond the numbers, and the step between its lines."""
    known = [number for number in numbers if number is not None]
    low, high = min(0.0, *known), max(0.0, *known)
    rough = (high - low) / 5 or 1.0
    size = 10.0 ** floor(log10(rough))
    step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
    room = 0.12 * (high - low)
    lowest = step * floor((low - room) / step) if low < 0 else 0.0
    return lowest, step * ceil((high + room) / step), step


def _draw_columns(drawn: Any, chart: ColumnChart, shown: str) -> None:
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 60, -5
    for series, each in zip(plot.series, chart.series, strict=True):
        _fill(series, each.colour)
        _label(series, shown, XL_LABEL_POSITION.OUTSIDE_END, palette.INK)
    _draw_axes(drawn, shown, [number for each in chart.series for number in each.numbers])


def _draw_axes(drawn: Any, shown: str, numbers: Iterable[float | None]) -> None:
    scale = drawn.value_axis
    scale.minimum_scale, scale.maximum_scale, scale.major_unit = _steps(numbers)
    scale.major_gridlines.format.line.color.rgb = _rgb(palette.RULE)
    scale.format.line.fill.background()
    scale.tick_labels.font.size = Pt(_LABEL)
    scale.tick_labels.font.color.rgb = _rgb(palette.MUTED)
    scale.tick_labels.number_format, scale.tick_labels.number_format_is_linked = shown, False
    names = drawn.category_axis
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _quiet(names)


def _quiet(axis: Any) -> None:
    axis.tick_labels.font.size = Pt(_LABEL)
    axis.format.line.color.rgb = _rgb(palette.MUTED)
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = False
    every = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(every)  # no name may be left out


def _fill(series: Any, colour: str) -> None:
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = _rgb(colour)
    series.format.line.color.rgb = _rgb("#ffffff")
    series.format.line.width = Pt(0.75)


def _label(series: Any, shown: str, side: Any, colour: str, *, bold: bool = False) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = shown, False
    labels.position = side
    labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(_LABEL), bold, _rgb(colour)


def _inner(drawn: Any, left: float, top: float, width: float, height: float) -> None:
    """Fix where the bars stand, so that long names have room and break their lines."""
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


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())
