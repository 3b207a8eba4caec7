"""The guide's table of what a cell shows and what becomes of it: each row is tried."""

from __future__ import annotations

import re
from pathlib import Path

import altair as alt
import nbformat
import pandas as pd
import pytest
from document_notebooks import code, figure, markdown, notebook, png, printed
from nbformat.v4 import new_output
from test_cell_outputs import described, pdf, picture, red

from analysis.survey.checks import InputError
from fagligheder.documents import charts
from fagligheder.documents.content import document
from fagligheder.documents.exporters import FaglighederHTMLExporter, FaglighederPDFExporter

GUIDE = Path(__file__).parents[3] / "docs" / "notesboeger.md"
FRAME = pd.DataFrame({"a": [1]}, index=pd.MultiIndex.from_tuples([("x", "y")]))
VEGA = "application/vnd.vegalite.v6+json"
PLOTLY = "application/vnd.plotly.v1+json"
CHART = alt.Chart(pd.DataFrame({"a": [1]}), title="t").mark_bar().encode(x="a")


def shows(mime: str, content: object, plain: str = "<X at 0x7f>") -> nbformat.NotebookNode:
    return new_output("display_data", {mime: content, "text/plain": plain})


def html(text: str) -> nbformat.NotebookNode:
    return shows("text/html", text)


def plain(text: str) -> nbformat.NotebookNode:
    return new_output("execute_result", {"text/plain": text})


#: The beginning of a row → what a cell may show of that kind.
ROWS: dict[str, list[list[nbformat.NotebookNode]]] = {
    "tabel i pandas": [[html(FRAME._repr_html_())]],
    "Styler, great_tables": [[html(FRAME.style.to_html())], [html("<table><tr><td>1</table>")]],
    "tekst, lister og links": [[html("<p>x <a href='https://kl.dk'>y</a>")]],
    "figur som SVG, PNG": [
        [figure()],
        [described("image/png", png())],
        *([described(f"image/{kind.lower()}", picture(red(), kind))] for kind in ("JPEG", "GIF")),
        *([described(f"image/{kind.lower()}", picture(red(), kind))] for kind in ("WEBP", "BMP")),
    ],
    "figur som PDF": [[described("application/pdf", pdf())]],
    "figur fra plotly": [[shows(PLOTLY, {"data": [], "layout": {"title": "Figur af plotly"}})]],
    "figur fra altair": [[shows(VEGA, CHART.to_dict())]],
    "Markdown": [[shows("text/markdown", "*x*")]],
    "LaTeX": [[shows("text/latex", "$x$")], [shows("text/latex", r"\frac{a}{b}")]],
    "udskrift fra": [[printed("x")], [plain("46")]],
    "JSON": [[shows("application/json", {"a": 1})]],
    "det, der skrives til stderr": [[printed("x", name="stderr")]],
    "navnet på et objekt ved siden af": [[plain("<Axes: xlabel='x'>")], [plain("Text(0, 1, 't')")]],
    "HTML, der kun er stil": [[html("<style>td {color: red}</style>")]],
    "navnet på et objekt alene": [[plain("[<Line2D at 0x7f>]")]],
    "fremdriftslinje": [[plain("  0%|    | 0/4 [00:00<?, ?it/s]")]],
    "knapper, skydere": [[shows("application/vnd.jupyter.widget-view+json", {})]],
    "kort og andre sider": [[html("<div><iframe srcdoc='x'></iframe></div>")]],
    "HTML med script": [
        [html("<p>x</p><script>tegn()</script>")],
        [html("<input>")],
        [html("<video></video>")],
        [html("<canvas></canvas>")],
    ],
    "figur, der henter": [
        [shows(VEGA, {"title": "t", "mark": "bar", "data": {"url": "a.csv"}})],
        [shows(PLOTLY, {"data": [{"type": "choropleth"}], "layout": {"title": "t"}})],
    ],
    "billede, der bevæger sig": [
        [
            described(
                "image/gif",
                picture(red("P"), "GIF", save_all=True, append_images=[red("P").rotate(180)]),
            )
        ]
    ],
    "figur uden alternativ tekst": [[figure(alt="")]],
    "celle, der endte i en fejl": [[new_output("error", ename="E", evalue="x", traceback=[])]],
}
KINDS = {
    "tabel": "table",
    "tekst": "paragraph",
    "link": "paragraph",
    "liste": "list",
    "formel": "formula",
    "figur": "figure",
    "tekst med fast bredde": "preformatted",
}


#: The beginning of a row → what a markdown cell may hold of that kind.
MARKDOWN: dict[str, list[str]] = {
    "fed, kursiv": ["**x** <b>x</b> H<sub>2</sub>O ~~x~~ `x`"],
    "afsnit, lister": ["<div>x</div>", "<p>x</p>", "<details><summary>x</summary></details>"],
    "understregning, farver": ["<u>x</u>", "<center><font color='red'>x</font></center>"],
    "opgaver": ["- [x] x", "- [ ] x"],
    "adresser som": ["https://kl.dk", "www.kl.dk"],
    "link til en overskrift": ["[x](#Titel)", "<p id='sted'><a href='#sted'>x</a></p>"],
    "link til et sted, der ikke": ["[x](#intet)"],
    "fodnoter": ["x[^1]"],
    "tabel": ["|  |\n|---|\n| x |", "<table><tr><td>x</table>"],
    "vedhæftet billede": [f"![x](data:image/png;base64,{png()})", "![x](attachment:a.png)"],
    "billede, der hentes": ["![x](https://x.dk/p.png)", "![x](p.png)", "![](attachment:a.png)"],
    "billede i en tabel": ["| ![x](attachment:a.png) |\n|---|", "## ![x](attachment:a.png)"],
    "script, indlejrede": [f"x <{tag}>y</{tag}>" for tag in ("script", "iframe", "video", "svg")],
}


def rows(heading: str = "## Hvad der bliver til hvad") -> dict[str, str]:
    """A table of the guide: what a cell shows, and what becomes of it."""
    section = GUIDE.read_text(encoding="utf-8").partition(heading)[2]
    table = section.partition("|---|---|\n")[2].partition("\n\n")[0]
    return dict(re.findall(r"^\| (.*?) \| (.*?) \|$", table, re.MULTILINE))


@pytest.mark.parametrize(
    ("heading", "tried"),
    [("## Hvad der bliver til hvad", ROWS), ("## I en markdowncelle", MARKDOWN)],
)
def test_every_row_of_the_guide_is_tried(heading, tried):
    assert len(rows(heading)) == len(tried)
    for row in rows(heading):
        assert sum(row.startswith(begins) for begins in tried) == 1, row


@pytest.mark.parametrize("begins", ROWS)
def test_what_the_guide_says_of_a_kind_of_output_holds_in_page_and_pdf(begins, monkeypatch):
    ((row, said),) = [(row, said) for row, said in rows().items() if row.startswith(begins)]
    if "plotly" in row:  # test_charts draws one
        monkeypatch.setattr(charts, "_drawn", lambda *_: '<svg viewBox="0 0 9 9"><g/></svg>')
    said = said.partition(";")[0]
    beside = [figure()] if "ved siden af" in row else []
    for outputs in ROWS[begins]:
        nb = notebook(markdown("# Titel", id="t"), code("vis()", *outputs, *beside))
        if said == "afvises":
            for exporter in (FaglighederHTMLExporter, FaglighederPDFExporter):
                with pytest.raises(InputError, match=r"^celle 2 \(\"vis\(\)\"\)"):
                    exporter().from_notebook_node(nb)
            continue
        kinds = [block["kind"] for block in document(nb)["blocks"][1:]]
        assert kinds == ([] if said == "udelades" else [KINDS[said]]) + ["figure"] * len(beside)
        assert "0x7f" not in FaglighederHTMLExporter().from_notebook_node(nb)[0]
        assert FaglighederPDFExporter().from_notebook_node(nb)[0].startswith(b"%PDF")


@pytest.mark.parametrize("begins", MARKDOWN)
def test_what_the_guide_says_of_a_markdown_cell_holds_in_page_and_pdf(begins):
    table = rows("## I en markdowncelle").items()
    (said,) = [said for row, said in table if row.startswith(begins)]
    for source in MARKDOWN[begins]:
        nb = notebook(markdown("# Titel", id="t"), markdown(source))
        nb.cells[1].attachments = nbformat.from_dict({"a.png": {"image/png": png()}})
        if said == "afvises":
            for exporter in (FaglighederHTMLExporter, FaglighederPDFExporter):
                with pytest.raises(InputError, match=r"^celle 2 \(\""):
                    exporter(leave_out=True).from_notebook_node(nb)
            continue
        (block,) = document(nb)["blocks"][1:]
        page = FaglighederHTMLExporter().from_notebook_node(nb)[0].partition("<main")[2]
        assert block["kind"] == KINDS[re.findall(r"\w+", said)[0]]
        assert ("<a " in page) == said.startswith("link")
        assert FaglighederPDFExporter().from_notebook_node(nb)[0].startswith(b"%PDF")
