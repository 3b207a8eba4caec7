"""Write a chart as SVG, in a process of its own: ``python -m fagligheder.documents.chart_export``.

plotly starts a browser and vl-convert a JavaScript engine. Either may hang, start threads or end
the process that it runs in, so none of them runs where documents are made.
"""

from __future__ import annotations

import json
import re
import sys
from importlib import import_module
from pathlib import Path

#: The number that plotly gives the parts of a drawing, another each time.
_PLOTLY_NUMBER = re.compile(r'id="defs-([0-9a-f]{6})"')


def export_chart(library: str, chart: str) -> str:
    """Return the SVG of a chart; the same chart gives the same text.

    Parameters
    ----------
    library : {"plotly", "vegalite", "vega"}
    chart : str
        Its description as JSON.
    """
    if library == "plotly":
        figure = import_module("plotly.io").from_json(chart)
        svg = figure.to_image(format="svg").decode("utf-8")
        number = _PLOTLY_NUMBER.search(svg)
        return svg.replace(number[1], "plotly") if number else str(svg)
    convert = import_module("vl_convert")
    if library == "vega":
        return str(convert.vega_to_svg(chart, allowed_base_urls=[]))
    schema = re.search(r"/vega-lite/v(\d+)", str(json.loads(chart).get("$schema")))
    versions = convert.get_vegalite_versions()
    fitting = [each for each in versions if schema and each.split(".")[0] == schema[1]]
    version = (fitting or versions)[-1]
    return str(convert.vegalite_to_svg(chart, vl_version=version, allowed_base_urls=[]))


def main(library: str, chart: str, out: str) -> None:
    """Write the SVG of a chart in one file to another, or say in one line why it is not drawn."""
    try:
        svg = export_chart(library, Path(chart).read_text(encoding="utf-8"))
    except Exception as error:  # a browser, a script and two libraries: anything may go wrong
        sys.exit(f"{type(error).__name__}: {' '.join(str(error).split())[:200]}")
    Path(out).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
