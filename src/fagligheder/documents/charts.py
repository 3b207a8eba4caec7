"""Draw charts of plotly and altair as SVG, by their own export and without the network."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from analysis.survey.checks import InputError
from fagligheder.documents.output_checks import NoPageError

if TYPE_CHECKING:
    from nbformat import NotebookNode

_CHART = re.compile(r"application/vnd\.(plotly|vegalite|vega)\.v\d+\+json")
#: Where altair's own HTML calls its script with the chart.
_ALTAIR_CALL = re.compile(r"\}\)\((?=\{)")
#: What plotly draws on a map that it fetches.
_MAP = re.compile(r"choropleth\w*|(?:scatter|density)(?:map|mapbox|geo)")
#: A picture in a drawing that stands somewhere else.
_FETCHED_PICTURE = re.compile(r'<image\b[^>]*href="(?!data:|#)')
#: Seconds that drawing a chart may take; a browser starts in two.
LONGEST = 90
#: The modules that draw the charts of a library, and the package that is to be installed.
_PLOTLY, _VEGA = (("plotly", "kaleido"), "kaleido"), (("vl_convert",), "vl-convert-python")


def chart_of(data: NotebookNode) -> tuple[str, dict[str, Any]] | None:
    """Return the library and the description of the chart in an output, if it has one.

    Returns
    -------
    tuple of str and dict, or None
        The library is ``plotly``, ``vegalite`` or ``vega``.
    """
    for mime, content in data.items():
        if (found := _CHART.fullmatch(mime)) and isinstance(content, dict):
            return found[1], content
    html = data.get("text/html", "")
    html = html if isinstance(html, str) else "".join(map(str, html))
    if "vegaEmbed" in html and (call := _ALTAIR_CALL.search(html)):
        try:
            content, _ = json.JSONDecoder().raw_decode(html, call.end())
        except (ValueError, RecursionError):
            return None
        lite = "/vega-lite/" in str(content.get("$schema", "vega-lite/"))
        return ("vegalite" if lite or "mark" in content else "vega"), content
    return None


def chart_title(library: str, chart: dict[str, Any]) -> str:
    """Return what a chart says of itself: its description, else its title."""
    layout = chart.get("layout")
    said = chart.get("description") or chart.get("title")
    if library == "plotly":
        said = layout.get("title") if isinstance(layout, dict) else None
    if isinstance(said, dict):
        said = said.get("text")
    text = " ".join(map(str, said)) if isinstance(said, list) else said
    return " ".join(re.sub(r"<[^>]*>", " ", text).split()) if isinstance(text, str) else ""


def chart_svg(library: str, chart: dict[str, Any], where: str) -> str:
    """Return a chart as SVG.

    Parameters
    ----------
    library : {"plotly", "vegalite", "vega"}
    chart : dict
        Its description, as the library writes it.
    where : str
        What an error message calls the cell.

    Raises
    ------
    InputError
        What draws it is not installed, it is not a chart of the library, or it fetches something.
    """
    modules, package = _PLOTLY if library == "plotly" else _VEGA
    for module in modules:
        if find_spec(module) is None:
            raise InputError(
                f"{where}: figuren kan kun sættes på en side med pakken {module}, som mangler. "
                f"Installér den med: pip install {package}"
            )
    _check_fetches_nothing(library, chart, where)
    try:
        svg = _drawn(library, json.dumps(chart, sort_keys=True))
    except ValueError as error:
        raise InputError(
            f"{where}: figuren kunne ikke tegnes ({error}). Vis den som SVG eller PNG med "
            "alternativ tekst."
        ) from None
    if _FETCHED_PICTURE.search(svg):
        raise _fetches(where)
    return svg


def _check_fetches_nothing(library: str, chart: dict[str, Any], where: str) -> None:
    if library == "plotly":
        traces = [trace for trace in chart.get("data") or [] if isinstance(trace, dict)]
        fetched = any(_MAP.fullmatch(str(trace.get("type"))) for trace in traces)
    else:
        fetched = _has_address(chart)
    if fetched:
        raise _fetches(where)


def _fetches(where: str) -> NoPageError:
    return NoPageError(
        f"{where}: figuren henter et kort eller data fra nettet, når den vises, og det kan en side "
        "ikke. Vis den som SVG eller PNG med alternativ tekst, eller mærk cellen remove-output."
    )


def _has_address(content: Any) -> bool:
    """Return whether data of a chart has to be fetched."""
    if isinstance(content, list):
        return any(map(_has_address, content))
    if not isinstance(content, dict):
        return False
    source = content.get("data")
    if isinstance(source, dict) and isinstance(source.get("url"), str):
        return True
    inner = (value for key, value in content.items() if key not in ("datasets", "values"))
    own = isinstance(content.get("url"), str) and "name" in content and "mark" not in content
    return own or any(map(_has_address, inner))


@lru_cache(maxsize=32)
def _drawn(library: str, chart: str) -> str:
    """Return the SVG of a chart; page and PDF ask for the same one.

    Raises
    ------
    ValueError
        Says why it could not be drawn.
    """
    with TemporaryDirectory() as folder:
        asked, out, said = (Path(folder, name) for name in ("chart.json", "chart.svg", "said.txt"))
        asked.write_text(chart, encoding="utf-8")
        command = [sys.executable, "-m", "fagligheder.documents.chart_export"]
        with said.open("wb") as stream:
            try:
                # Not by pipes: a browser that is left behind would hold them open.
                subprocess.run(
                    [*command, library, str(asked), str(out)],
                    stdin=subprocess.DEVNULL,
                    stdout=stream,
                    stderr=stream,
                    timeout=LONGEST,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise ValueError(f"den tog over {LONGEST} sekunder") from None
        if out.exists():
            return out.read_text(encoding="utf-8")
        lines = said.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        known = [line for line in lines if re.match(r"\w+: ", line)]
        raise ValueError((known or ["programmet, der tegner den, stoppede"])[-1])
