"""Charts of plotly and altair are drawn by their own export, or refused with their cell."""

from __future__ import annotations

import json
import shutil
import sys

import altair as alt
import pandas as pd
import plotly.graph_objects as go
import pytest
from document_notebooks import code, markdown, notebook
from nbformat.v4 import new_output

from analysis.survey.checks import InputError
from fagligheder.documents import charts
from fagligheder.documents.content import document
from fagligheder.documents.exporters import FaglighederPDFExporter

PLOTLY = "application/vnd.plotly.v1+json"
VEGALITE = "application/vnd.vegalite.v6+json"
FRAME = pd.DataFrame({"by": ["Ærø", "Ødis"], "antal": [1, 2]})
CHART = alt.Chart(FRAME, title="Svar i to byer").mark_bar().encode(x="by", y="antal")
WHERE = 'celle 2 ("vis()")'
FETCHES = (
    f"{WHERE}: figuren henter et kort eller data fra nettet, når den vises, og det kan en side "
    "ikke. Vis den som SVG eller PNG med alternativ tekst, eller mærk cellen remove-output."
)


def shown(data: dict, metadata: dict | None = None) -> dict:
    (block,) = document(cells(data, metadata))["blocks"][1:]
    return block


def cells(data: dict, metadata: dict | None = None):
    output = new_output(
        "display_data", data | {"text/plain": "alt.Chart(...)"}, metadata=metadata or {}
    )
    return notebook(markdown("# Titel", id="title"), code("vis()", output))


def refusal(data: dict, metadata: dict | None = None) -> str:
    with pytest.raises(InputError) as error:
        shown(data, metadata)
    return str(error.value)


@pytest.mark.parametrize(
    "data", [{VEGALITE: CHART.to_dict()}, CHART._repr_mimebundle_()], ids=["json", "html"]
)
def test_a_chart_of_altair_is_a_figure_with_its_title_as_alternative_text(data):
    block = shown(data)
    assert (block["kind"], block["mime"], block["alt"]) == (
        "figure",
        "image/svg+xml",
        "Svar i to byer",
    )
    for word in ("Ærø", "Ødis", "antal"):
        assert f">{word}</text>" in block["data"]
    assert FaglighederPDFExporter().from_notebook_node(cells(data))[0].startswith(b"%PDF")


def test_an_alternative_text_in_the_metadata_goes_before_the_title():
    assert shown({VEGALITE: CHART.to_dict()}, {VEGALITE: {"alt": "Ærø 1, Ødis 2"}})["alt"] == (
        "Ærø 1, Ødis 2"
    )
    with_description = CHART.properties(description="Ærø 1, Ødis 2").to_dict()
    assert shown({VEGALITE: with_description})["alt"] == "Ærø 1, Ødis 2"
    untitled = {"mark": "bar", "data": {"values": [{"a": 1}]}}
    assert "figuren har ingen alternativ tekst" in refusal({VEGALITE: untitled})


@pytest.mark.skipif(shutil.which("chromium") is None, reason="kaleido needs a browser")
def test_a_chart_of_plotly_is_a_figure_and_the_same_each_time():
    figure = go.Figure(go.Bar(x=["Ærø", "Ødis"], y=[1, 2]), {"title": "Svar i <b>to</b> byer"})
    data = {PLOTLY: json.loads(figure.to_json()), "text/html": "<div></div><script>tegn()</script>"}
    first = shown(data)
    charts._drawn.cache_clear()
    assert shown(data) == first
    assert (first["mime"], first["alt"]) == ("image/svg+xml", "Svar i to byer")
    assert "Ærø</text>" in first["data"]


@pytest.mark.parametrize(
    "data",
    [
        {PLOTLY: {"data": [{"type": "choropleth"}], "layout": {"title": {"text": "Kort"}}}},
        {PLOTLY: {"data": [{"type": "scattermapbox"}], "layout": {"title": "Kort"}}},
        {VEGALITE: {"title": "t", "mark": "bar", "data": {"url": "https://x.dk/a.csv"}}},
        {VEGALITE: {"title": "t", "layer": [{"mark": "bar", "data": {"url": "a.csv"}}]}},
        {"application/vnd.vega.v5+json": {"title": "t", "data": [{"name": "a", "url": "a.csv"}]}},
    ],
)
def test_a_chart_that_fetches_is_refused(data):
    assert refusal(data) == FETCHES


def test_data_with_an_address_in_a_row_is_not_fetched():
    rows = {"values": [{"by": "Ærø", "url": "https://kl.dk", "name": "n"}]}
    assert shown({VEGALITE: CHART.to_dict() | {"data": rows}})["kind"] == "figure"


@pytest.mark.parametrize(
    ("data", "package", "install"),
    [
        ({PLOTLY: {"data": [], "layout": {"title": "t"}}}, "kaleido", "kaleido"),
        ({VEGALITE: CHART.to_dict()}, "vl_convert", "vl-convert-python"),
    ],
)
def test_what_draws_it_is_named_when_it_is_missing(data, package, install, monkeypatch):
    there = charts.find_spec
    monkeypatch.setattr(charts, "find_spec", lambda name: None if name == package else there(name))
    assert refusal(data) == (
        f"{WHERE}: figuren kan kun sættes på en side med pakken {package}, som mangler. "
        f"Installér den med: pip install {install}"
    )


def test_a_chart_that_cannot_be_drawn_is_refused_in_one_line():
    message = refusal({VEGALITE: {"title": "t", "mark": "intet"}})
    assert message.startswith(f"{WHERE}: figuren kunne ikke tegnes (ValueError: Vega-Lite to SVG")
    assert message.endswith("Vis den som SVG eller PNG med alternativ tekst.")
    assert "\n" not in message


def test_a_picture_from_the_network_in_a_chart_is_refused():
    rows = {"values": [{"billede": "https://x.dk/p.png"}]}
    chart = {"title": "t", "mark": "image", "encoding": {"url": {"field": "billede"}}, "data": rows}
    assert refusal({VEGALITE: chart}) == FETCHES


def test_a_chart_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(charts, "LONGEST", 0.01)
    slow = CHART.properties(title="Langsom").to_dict()
    assert refusal({VEGALITE: slow}) == (
        f"{WHERE}: figuren kunne ikke tegnes (den tog over 0.01 sekunder). Vis den som SVG eller "
        "PNG med alternativ tekst."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory are POSIX's")
def test_a_chart_whose_engine_ends_hard_is_refused_and_nothing_else_ends():
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, before[1]))
    try:
        message = refusal({VEGALITE: CHART.properties(title="Uden plads").to_dict()})
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    assert message.startswith(f"{WHERE}: figuren kunne ikke tegnes (")
