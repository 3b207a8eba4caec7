"""HTML that a cell shows becomes tables and text, or is refused; nothing of it is lost."""

from __future__ import annotations

import doctest
import io

import numpy as np
import pandas as pd
import pikepdf
import pytest
from document_notebooks import code, markdown, notebook, png
from html_pages import Page
from nbformat.v4 import new_output
from pdf_reading import elements, words

from analysis.survey.checks import InputError
from fagligheder.documents import html_blocks as html_blocks_module
from fagligheder.documents import html_text
from fagligheder.documents.exporters import FaglighederHTMLExporter, FaglighederPDFExporter
from fagligheder.documents.html_blocks import html_blocks
from fagligheder.documents.pieces import plain_text

PROFILES = pd.DataFrame(
    {"Profil": ["Koordination", "Jura & <b>"], "Andel": [0.345, np.nan], "Antal": [12, 7]}
)
BY_YEAR = pd.DataFrame(
    np.arange(12.0).reshape(4, 3),
    index=pd.MultiIndex.from_product([["Nord", "Syd"], [2016, 2017]], names=["region", "år"]),
    columns=pd.MultiIndex.from_tuples([("Andel", "i dag"), ("Andel", "ønsket"), ("Svar", "n")]),
)
GREAT_TABLE = (
    '<div id="abc"><style>#abc .gt_table{color:red}</style><table><thead>'
    '<tr><td colspan="3">Titel</td></tr><tr><td colspan="3">Under <b>titel</b></td></tr>'
    '<tr><th rowspan="2">Navn</th><th colspan="2"><span>Andel</span></th></tr>'
    "<tr><th>I dag</th><th>Ønsket</th></tr></thead><tbody>"
    '<tr><th colspan="3">Gruppe A</th></tr><tr><td>x</td><td>1,2</td><td>3&nbsp;%</td></tr>'
    '</tbody><tfoot><tr><td colspan="3">Kilde: KL</td></tr></tfoot></table></div>'
)


def grid(html: str) -> tuple[list[str], list[list[str]]]:
    """The headings and rows of the only block, a table."""
    (table,) = html_blocks(html, "celle 1")
    assert table["kind"] == "table"
    return (
        [plain_text(column["label"]) for column in table["columns"]],
        [[plain_text(cell) for cell in row["cells"]] for row in table["rows"]],
    )


def told(html: str) -> list[tuple[str, str]]:
    """The kind and the text of blocks of running text."""
    return [
        (block["kind"], plain_text(block.get("children", [])) or block.get("text", ""))
        for block in html_blocks(html, "celle 1")
    ]


def refusal(html: str) -> str:
    with pytest.raises(InputError) as error:
        html_blocks(html, "celle 1")
    return str(error.value)


def test_a_frame_is_a_table_with_its_numbers_to_the_right():
    (table,) = html_blocks(PROFILES._repr_html_(), "celle 1")
    assert grid(PROFILES._repr_html_()) == (
        ["", "Profil", "Andel", "Antal"],
        [["0", "Koordination", "0.345", "12"], ["1", "Jura & <b>", "NaN", "7"]],
    )
    assert [column["align"] for column in table["columns"]] == ["right", "left", "right", "right"]


def test_a_styler_is_a_table_with_its_caption():
    styler = PROFILES.style.format({"Andel": "{:.1%}"}, na_rep="–", escape="html")
    (table,) = html_blocks(styler.set_caption("Tabel 1").hide(axis="index").to_html(), "celle 1")
    assert table["caption"] == "Tabel 1"
    assert [plain_text(cell) for cell in table["rows"][0]["cells"]] == [
        "Koordination",
        "34.5%",
        "12",
    ]


@pytest.mark.parametrize("html", [BY_YEAR._repr_html_(), BY_YEAR.style.format("{:.1f}").to_html()])
def test_levels_of_headings_are_joined_and_spanned_rows_repeated(html):
    headings, rows = grid(html)
    assert headings == ["region", "år", "Andel · i dag", "Andel · ønsket", "Svar · n"]
    assert rows[:2] == [
        ["Nord", "2016", "0.0", "1.0", "2.0"],
        ["Nord", "2017", "3.0", "4.0", "5.0"],
    ]


def test_a_cell_over_all_columns_is_caption_group_or_note():
    (table,) = html_blocks(GREAT_TABLE, "celle 1")
    assert (table["caption"], table["note"]) == ("Titel · Under titel", "Kilde: KL")
    assert grid(GREAT_TABLE) == (
        ["Navn", "Andel · I dag", "Andel · Ønsket"],
        [["Gruppe A", "", ""], ["x", "1,2", "3\u00a0%"]],
    )
    assert [row["emphasis"] for row in table["rows"]] == [True, False]
    assert [column["align"] for column in table["columns"]] == ["left", "right", "right"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><th>P</th><td>1</td></tr></table>", (["", ""], [["P", "1"]])),
        (
            "<table><tr><td></td><th>a</th></tr><tr><th>r</th><td>1</td></tr></table>",
            (["", "a"], [["r", "1"]]),
        ),
        ("<table><tr><td>1<td>2<tr><td>3</table>", (["", ""], [["1", "2"], ["3", ""]])),
        (
            '<table><tr><th>A</th><th>B</th></tr><tr><td colspan="100%">alt</td></tr>'
            "<tr><td>1</td><td>2</td></tr></table>",
            (["A", "B"], [["alt", ""], ["1", "2"]]),
        ),
        (
            '<table><tr><td rowspan="0">x</td><td>1</td></tr><tr><td>2</td></tr></table>',
            (["", ""], [["x", "1"], ["x", "2"]]),
        ),
        (
            "<table><tr><td>&nbsp;</td><td>a<br>b</td></tr>"
            "<tr><td><ul><li>c</li><li>d</li></ul></td><td> e <code>f</code> </td></tr></table>",
            (["", ""], [["", "a b"], ["• c • d", "e f"]]),
        ),
        (
            '<table><tr><td>1</td><td style="display: none">skjult</td><td hidden>skjult</td></tr>'
            "</table>",
            ([""], [["1"]]),
        ),
        (
            "<style>.x, .y {color: red; display:none} @media print {td {display:none}}</style>"
            '<table><tr><td class="y">skjult</td><td>1</td></tr></table>',
            ([""], [["1"]]),
        ),
    ],
)
def test_tables_as_people_write_them(html, expected):
    assert grid(html) == expected


def test_text_around_tables_keeps_its_order_and_form():
    html = (
        "<h1>Over</h1>før<p>a <b>f</b> <i>k</i><br>ny  linje</p><table><tr><td>1</table>"
        "efter<ol start=3><li>q</ol><pre>  kode\n to</pre><blockquote>c</blockquote><hr>"
        "<table><tr><td>2</table><dl><dt>T<dd>D</dl>"
    )
    assert told(html) == [
        ("heading", "Over"),
        ("paragraph", "før"),
        ("paragraph", "a f k ny linje"),
        ("table", ""),
        ("paragraph", "efter"),
        ("list", ""),
        ("preformatted", "  kode\n to"),
        ("quote", ""),
        ("rule", ""),
        ("table", ""),
        ("paragraph", "T"),
        ("paragraph", "D"),
    ]
    blocks = html_blocks(html, "celle 1")
    assert blocks[0]["level"] == 2
    assert (blocks[5]["ordered"], blocks[5]["start"]) == (True, 3)


def test_what_stands_between_the_items_of_a_list_is_kept():
    (shown,) = html_blocks("<ul>før<li>a<ul><li>b</ul></li><ol><li>c</ol></ul>", "celle 1")
    assert [[block["kind"] for block in item] for item in shown["items"]] == [
        ["paragraph"],
        ["paragraph", "list"],
        ["list"],
    ]


def test_running_text_has_links_and_raised_and_lowered_signs():
    (text,) = html_blocks(
        'H<sub>2</sub>O, m<sup>2</sup>, x<sup>n+Q</sup> <a href="https://kl.dk">KL</a> '
        '<a href="javascript:x()">j</a>',
        "celle 1",
    )
    assert plain_text(text["children"]) == "H₂O, m², x^(n+Q) KL j"
    assert [piece["url"] for piece in text["children"] if piece["kind"] == "link"] == [
        "https://kl.dk"
    ]


def test_struck_text_stays_struck_also_around_blocks():
    first, second = html_blocks("<s>12</s> 15<del><p>x</p><ul><li>y</ul></del>", "celle 1")[:2]
    assert [piece["kind"] for piece in first["children"]] == ["strike", "text"]
    assert second["children"] == [
        {"kind": "strike", "children": [{"kind": "text", "text": "x"}]},
    ]
    (item,) = html_blocks("<del><ul><li>y</ul></del>", "celle 1")[0]["items"]
    assert item[0]["children"][0]["kind"] == "strike"


@pytest.mark.parametrize(
    ("html", "sides"),
    [
        ("<tr><td align=Center>1<td>2", ["center", "right"]),
        ("<tr><td style='color:red; text-align: left'>1<td align=char>2", ["left", "right"]),
        ("<tr><td align=left>1<td>x<tr><td align=right>1<td align=right>2", ["right", "left"]),
    ],
)
def test_a_column_keeps_to_the_side_that_it_says(html, sides):
    (table,) = html_blocks(f"<table>{html}</table>", "celle 1")
    assert [column["align"] for column in table["columns"]] == sides


def test_a_table_without_headings_has_no_row_of_them_in_page_or_pdf():
    html = "<table><tr><td>1<td>2<td>3<tr><td>4<td>5<td>6</table>"
    nb = notebook(
        markdown("# Titel\n\n| | |\n|---|---|\n| a | b |\n\n| k |\n|---|\n| 1 |", id="t"),
        code("u", new_output("display_data", {"text/html": html})),
    )
    page = Page(FaglighederHTMLExporter().from_notebook_node(nb)[0])
    pdf = pikepdf.open(io.BytesIO(FaglighederPDFExporter().from_notebook_node(nb)[0]))
    assert (len(page.named("table")), len(page.named("thead"))) == (3, 1)
    assert [each["scope"] for each in page.named("th")] == ["row", "col", "row", "row", "row"]
    kinds = [kind for kind, _ in elements(pdf)]
    assert [kinds.count(f"/{kind}") for kind in ("Table", "THead", "TR", "TH", "TD")] == [
        *(3, 1, 5, 5, 5)
    ]


def test_a_table_of_tables_is_its_tables_one_after_the_other():
    html = "<table><tr><td><table><tr><td>1</table><td>tekst <table><tr><td>2</table></table>"
    assert [kind for kind, _ in told(html)] == ["table", "paragraph", "table"]


def test_a_picture_in_the_html_is_a_figure():
    source = f"data:image/png;base64,{png()}"
    blocks = html_blocks(f'<p>før <img alt="En kurve" src="{source}"> efter</p>', "celle 1")
    assert [block["kind"] for block in blocks] == ["paragraph", "figure", "paragraph"]
    assert (blocks[1]["alt"], blocks[1]["mime"], blocks[1]["data"]) == (
        "En kurve",
        "image/png",
        png(),
    )
    assert refusal(f'<img src="{source}">') == (
        "celle 1: billedet i outputtet text/html har ingen alternativ tekst. Skriv den som "
        '<img alt="…">.'
    )


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<table><tr><td>1</table><script>tegn()</script>", "et script"),
        ("<script src='https://x.dk'></script>", "et script"),
        ("<div><iframe srcdoc='kort'></iframe></div>", "en indlejret side"),
        ("<object data='x.pdf'></object>", "en indlejret side"),
        ("<canvas></canvas>", "en tegning"),
        ("<p>x</p><svg><path d='M0 0'/></svg>", "en tegning"),
        ("<video src=x></video>", "film eller lyd"),
        ("<select><option>x</select>", "et felt, der kan betjenes"),
        ("<progress value=3 max=9></progress> 33%", "en bjælke"),
        ("<math><mi>x</mi></math>", "en formel i MathML"),
        ("<img alt='x' src='https://x.dk/p.png'>", "et billede, der hentes et andet sted"),
        (
            "<table><td><img alt='x' src='data:image/png;base64,AA'></table>",
            "et billede i en tabel",
        ),
        (
            "<td style='width:40%;background:red'></td><table><td style='background:red'>",
            "et farvet",
        ),
    ],
)
def test_what_only_a_browser_shows_is_refused(html, what):
    message = refusal(html)
    assert message.startswith(f"celle 1: outputtet text/html viser {what}")
    assert message.endswith(
        "som ikke kan sættes på en side. Vis en tabel, tekst eller en figur (SVG eller PNG) i "
        "stedet, eller mærk cellen remove-output."
    )


@pytest.mark.parametrize(
    "html", ["<div id='v1'></div>", "<ul><li></ul>", "<bk-plot x=1></bk-plot>"]
)
def test_html_that_shows_nothing_by_itself_is_refused(html):
    assert refusal(html) == (
        "celle 1: outputtet text/html viser intet uden det, der tegnes i en browser. Vis en tabel, "
        "tekst eller en figur (SVG eller PNG) i stedet, eller mærk cellen remove-output."
    )


@pytest.mark.parametrize("html", ["<style>.c > b {top:0}</style>", "<a id='x'></a>", "<!-- -->"])
def test_html_that_shows_nothing_in_a_browser_either_is_left_out(html):
    assert html_blocks(html, "celle 1") == []


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<table>" + "<tr><td>1</td></tr>" * 20_001, "tabellen har over 20000 celler. Vis færre"),
        ("<table>" + "<tr><td colspan=1000 rowspan=9999>x" * 900, "tabellen har over 20000 celler"),
        ("<table><tr><td>" * 199, "outputtet text/html ligger i for mange lag. Vis mindre"),
        ("<label>" * 300, "forventede højst 1000000 tegn i 200 lag. Vis mindre"),
    ],
)
def test_what_would_take_minutes_is_refused(html, said):
    assert said in refusal(html)


def test_pdf_and_page_hold_the_same_tables():
    styler = BY_YEAR.style.format("{:.1f}").set_caption("Efter år").to_html()
    nb = notebook(
        markdown("# Titel", id="t"),
        code("s", new_output("display_data", {"text/html": styler, "text/plain": "<S at 0x7>"})),
        code("g", new_output("display_data", {"text/html": GREAT_TABLE})),
        code("u", new_output("display_data", {"text/html": "<table><tr><td>1<td>2</table>"})),
    )
    page = Page(FaglighederHTMLExporter().from_notebook_node(nb)[0])
    pdf = pikepdf.open(io.BytesIO(FaglighederPDFExporter().from_notebook_node(nb)[0]))
    assert len(page.named("table")) == 3
    assert [kind for kind, _ in elements(pdf)].count("/Table") == 3
    for text in ("Efter år", "Andel · ønsket", "Gruppe A", "Kilde: KL"):
        assert text in page.words
        assert text in words(pdf)
    assert "0x7" not in page.words + words(pdf)


@pytest.mark.parametrize("module", [html_blocks_module, html_text])
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(module).attempted
    assert doctest.testmod(module).failed == 0
