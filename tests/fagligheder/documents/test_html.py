"""The HTML is one file that runs nothing, fetches nothing, and reads well aloud."""

from __future__ import annotations

import base64
import io
import re
import sys
from pathlib import Path

import pytest
from document_notebooks import (
    ALT,
    code,
    figure,
    kommune_page,
    markdown,
    notebook,
    png,
    printed,
    shown,
    table,
)
from fontTools.ttLib import TTFont
from html_pages import Page
from nbformat.v4 import new_output

from analysis.display.tables.blocks import Column, Fact, Facts, Note, Row, Table, Text, Title
from analysis.display.tables.markup import escape_markdown
from analysis.survey.checks import InputError
from fagligheder.documents import html as html_module
from fagligheder.documents.exporters import FaglighederHTMLExporter
from fagligheder.documents.html_blocks import html_blocks

TITLE = markdown("# Odder Kommune", id="title")
HOSTILE = '<script>alert("x")</script> {{7*7}} & <img src=x onerror=y> </style>'
#: The same as markdown that shows it as it stands.
SHOWN = escape_markdown(HOSTILE)


def page(nb, **settings) -> Page:
    html, resources = FaglighederHTMLExporter(**settings).from_notebook_node(nb)
    assert resources["output_extension"] == ".html"
    return Page(html)


@pytest.fixture(scope="module")
def kommune() -> Page:
    return page(kommune_page())


def test_the_page_is_whole_and_says_its_language_and_title(kommune):
    assert kommune.html.startswith("<!DOCTYPE html>")
    assert kommune.open == []
    assert kommune.named("html") == [{"lang": "da"}]
    assert (
        "<title>Ærøskøbing Kommune · Fagligheder på beskæftigelsesområdet</title>" in kommune.html
    )
    assert "viewport" in [attrs.get("name") for attrs in kommune.named("meta")]


def test_nothing_is_fetched_and_nothing_runs(kommune):
    assert kommune.named("script", "link", "iframe", "object", "embed") == []
    for tag, attrs, _ in kommune.elements:
        assert not [name for name in attrs if name.startswith("on")], tag
        for name in ("src", "href", "xlink:href", "srcset", "data"):
            address = attrs.get(name) or "#"
            assert tag == "a" or address.startswith(("#", "data:")), (tag, address)
    assert "@import" not in kommune.html
    assert all(url.startswith(("data:", "#")) for url in re.findall(r"url\(([^)]*)", kommune.html))


def test_the_font_comes_with_the_page(kommune):
    faces = re.findall(
        r'"Source Sans Pro";font-weight:(\d+);src:url\(data:font/woff;base64,([^)]+)\)',
        kommune.html,
    )
    assert [weight for weight, _ in faces] == ["400", "600", "700"]
    for _, data in faces:
        drawn = TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()
        assert set(map(ord, "æøåÆØÅ–»«…×AZaz09")) <= set(drawn)
        assert len(drawn) < 300
    assert len(kommune.html) < 200_000


def test_a_screen_reader_finds_its_way(kommune):
    assert len(kommune.named("main")) == len(kommune.named("footer")) == 1
    skip, *_ = kommune.named("a")
    assert skip["href"] == f"#{kommune.named('main')[0]['id']}"
    headings = [
        (tag, attrs["id"]) for tag, attrs, _ in kommune.elements if re.fullmatch("h[1-6]", tag)
    ]
    assert headings == [("h1", "ærøskøbing-kommune"), ("h2", "sådan-vurderer-cheferne-på-ærø")]
    assert all("main" in around for tag, _, around in kommune.elements if tag in ("h1", "table"))
    ids = [attrs["id"] for _, attrs, _ in kommune.elements if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_figures_are_drawings_with_their_alternative_text(kommune):
    drawings = [attrs for attrs in kommune.named("div") if attrs.get("role") == "img"]
    assert [attrs["aria-label"] for attrs in drawings] == [ALT, "Figur 3. Mere brug: 71 pct."]
    assert len(kommune.named("figure")) == 2
    assert [attrs["aria-hidden"] for attrs in kommune.named("svg")] == ["true", "true"]
    assert 'viewBox="0 0 482 120"' in kommune.html
    assert "Næstved på Ærø" in kommune.words
    assert "Kilde: figur 2, s. 40." in kommune.words


def test_a_png_is_held_in_the_page():
    (image,) = page(notebook(TITLE, code("f", figure(mime="image/png")))).named("img")
    assert image == {"src": f"data:image/png;base64,{png()}", "alt": ALT}


def test_the_table_has_its_caption_scopes_and_basis(kommune):
    scopes = [attrs["scope"] for attrs in kommune.named("th")]
    assert scopes == ["col"] * 4 + ["row"] * 6
    assert len(kommune.named("caption")) == 1
    chips = [attrs for attrs in kommune.named("span") if attrs.get("class") == "chip"]
    assert len(chips) == 4  # two words at the captioned figure, two at the table
    assert "offentliggjort beregnet Kilde: figur 6, s. 43." in kommune.words


def test_code_is_hidden_unless_asked_for():
    nb = notebook(TITLE, code("fag.likert_table(survey)", printed("52")))
    assert "likert_table" not in page(nb).words
    assert "likert_table" in page(nb, show_code=True).words


def test_html_of_others_keeps_its_table_and_loses_its_looks():
    html = (
        '<style scoped>td{color:red}</style><div onclick="x()">'
        '<table border="1" class="dataframe" id="indhold"><thead><tr>'
        '<th scope="col" style="color:red">Antal</th></tr></thead><tbody><tr>'
        '<td colspan="2">52</td></tr></tbody></table>'
        '<a href="javascript:alert(1)">link</a></div>'
    )
    frame = new_output("display_data", data={"text/html": html, "text/plain": "Antal 52"})
    both = page(notebook(TITLE, code("frame", frame), code("t", shown(table()))))
    assert both.named("script", "img", "style") == [{}]  # the page's own style alone
    assert "alert" not in both.html
    assert len(both.named("table")) == 2
    assert "Antal 52 link" in both.words
    assert "Figur 6 i tal" in both.words


@pytest.mark.parametrize(
    "html",
    [
        'x<p title="</p><script>alert(1)//">x</p>',
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href='java&#10;script:alert(1)'>x</a>",
        "x<template><img src=x onerror=alert(1)></template>",
        "<table><caption>&lt;script>alert(1)&lt;/script></caption><tr><td>x</table>",
    ],
)
def test_no_trick_leaves_a_tag_that_acts(html):
    output = new_output("display_data", data={"text/html": html})
    kept = page(notebook(TITLE, code("x", output)))
    assert kept.named("script", "template", "img") == []
    assert all("alert" not in str(attrs.get("href")) for attrs in kept.named("a"))
    assert "x" in kept.words


def test_what_users_write_arrives_as_text():
    nb = notebook(
        markdown(f"# Titel {SHOWN}\n\nLead {SHOWN}", id="title"),
        code(
            "t",
            shown(
                Table(
                    HOSTILE,
                    (Column(HOSTILE, HOSTILE),),
                    (Row(HOSTILE, (HOSTILE,)),),
                    HOSTILE,
                    (),
                    corner=HOSTILE,
                )
            ),
        ),
        code("f", shown(Facts((Fact(HOSTILE, HOSTILE),)))),
        code("n", shown(Note(HOSTILE, SHOWN))),
        code("p", printed(HOSTILE)),
        code("g", figure(alt=HOSTILE, caption=HOSTILE)),
    )
    hostile = page(nb)
    assert hostile.open == []
    assert hostile.named("script", "img") == []
    # <title>, heading, lead, seven in the table, two facts, two in the note, print, caption, foot
    assert hostile.words.count(HOSTILE) == 17
    labels = [attrs["aria-label"] for _, attrs, _ in hostile.elements if attrs.get("aria-label")]
    assert labels == [HOSTILE, HOSTILE]


def test_synthetic_pages_are_stamped_and_say_so_in_words(kommune):
    stamped = page(kommune_page(basis=("synthetic",)))
    (stamp,) = [attrs for attrs in stamped.named("div") if attrs.get("class") == "stamp"]
    assert stamp["aria-hidden"] == "true"
    assert stamp["data-words"] == "SYNTETISKE SVAR"
    assert ".stamp::before { content: attr(data-words); }" in stamped.html
    assert "SYNTETISKE SVAR. Tallene er opdigtede svar til afprøvning." in stamped.words
    assert "syntetisk" in stamped.words
    assert "<title>SYNTETISKE SVAR · " in stamped.html
    assert "<title>SYNTETISK" not in kommune.html
    assert "Kilde, hvor intet andet er nævnt" not in stamped.words
    assert "SYNTETISKE" not in kommune.words
    assert "Kilde, hvor intet andet er nævnt: rapporten Fagligheder på" in kommune.words


def test_a_marked_title_is_marked_and_a_new_page_is_for_paper():
    nb = notebook(code("t", shown(Title("Odder Kommune", mark="Med egne svar"))),
                  code("h", shown(Text("## Mere")), tags=("new-page",)))  # fmt: skip
    marked = page(nb)
    assert "<title>Odder Kommune · Med egne svar · " in marked.html
    assert marked.words.count("Med egne svar") == 3
    assert len([each for each in marked.named("div") if each.get("class") == "new-page"]) == 1


def test_english_pages_speak_english():
    english = page(notebook(TITLE, code("t", shown(table())), lang="en"))
    assert english.named("html") == [{"lang": "en"}]
    assert "Skip to content" in english.words
    assert english.named("table") == [{"lang": "da"}]


def test_the_same_notebook_gives_the_same_page(kommune):
    exporter = FaglighederHTMLExporter()
    assert [exporter.from_notebook_node(kommune_page())[0] for _ in range(2)] == [kommune.html] * 2


def test_what_the_pdf_refuses_the_page_refuses():
    with pytest.raises(InputError, match=r'^celle 1 \("draw\(\)"\): figuren har ingen alternativ'):
        page(notebook(code("draw()", figure(alt=""))))
    with pytest.raises(InputError, match=r"^Notesbogen har ingen titel, og uden den bliver"):
        page(notebook(markdown("Tekst.", id="t")))


def test_the_templates_lie_in_the_package():
    folder = Path(html_module.__file__).parent / "templates"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    assert {"report.typ", "html/index.html.j2", "html/style.css"} <= names


def test_a_missing_package_is_said_in_one_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "nh3", None)
    with pytest.raises(InputError) as error:
        html_blocks("<p>1</p>", "celle 1")
    assert str(error.value) == (
        'Pakken nh3 mangler. Installér den med: pip install "fagligheder[reports]"'
    )
