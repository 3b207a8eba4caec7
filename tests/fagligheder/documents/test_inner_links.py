"""Links within a document, empty headings, formulas and long words, in page and PDF alike."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from fagligheder.documents.content import document
from fagligheder.documents.html import render_html
from fagligheder.documents.markdown import parse_markdown
from fagligheder.documents.pdf import render_pdf
from fagligheder.documents.pieces import plain_text


def content_of(*sources: str) -> dict:
    cells = [new_markdown_cell(source) for source in ("# Titel", *sources)]
    return document(new_notebook(cells=cells))


def links_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as read:
        return sum(
            1
            for page in read.pages
            for one in page.get("/Annots", [])
            if "/Dest" in one or one.get("/A", {}).get("/S") == "/GoTo"
        )


@pytest.mark.parametrize(
    ("link", "heading"),
    [
        ("#Kapitel-2:-Mål", "## Kapitel 2: Mål"),
        ("#Kapitel-2:-M%C3%A5l", "## Kapitel 2: Mål"),
        ("#kapitel-2-mål", "## Kapitel 2: Mål"),
        ("#Et-*tal*".replace("*", ""), "## Et *tal*"),
        ("#sted", '## Afsnit <a id="sted"></a>'),
        ("#sted", "<a name='sted'></a>\n\n## Afsnit"),
        ("#Titel", "## Andet"),
    ],
)
def test_a_link_leads_to_its_heading_in_page_and_pdf(link, heading):
    content = content_of(f"[hen]({link})", heading)
    html = render_html(content)
    (target,) = re.findall(r'href="#([^"]*)">hen', html)
    assert f'id="{target}"' in html
    assert "&lt;a" not in html
    assert links_of(render_pdf(content)[0]) == 1


def test_a_link_that_leads_nowhere_is_text():
    content = content_of("[hen](#findes-ikke)")
    assert "<p>hen</p>" in render_html(content)
    assert links_of(render_pdf(content)[0]) == 0


@pytest.mark.parametrize("empty", ["## ", "#", "## <!-- intet -->", "##  \xa0", "### \u200b"])
def test_an_empty_heading_is_left_out_of_both(empty):
    content = content_of("Tekst", empty, "Mere tekst")
    assert [block["kind"] for block in content["blocks"]] == ["title", "paragraph", "paragraph"]
    assert not re.search(r"<h[2-6]", render_html(content))
    assert render_pdf(content)[0]


@pytest.mark.parametrize(
    "formula",
    ["$x*y*z$", r"$\{a\}$", r"$\hat{p}_1 \\ q$", "$a_1 b_2$", r"$$\frac{a*b*c}{d}$$", "$a < b$"],
)
def test_a_formula_loses_no_character(formula):
    blocks = parse_markdown(f"Gabet er {formula} her.")
    said = [plain_text(block.get("children", [block])) for block in blocks]
    assert " ".join(said) == f"Gabet er {formula} her."


@pytest.mark.parametrize(
    "block", ["$$\na*b*c\\\\\n$$", "\\begin{align}\na &= b_1 * c * d \\\\\n\\end{align}"]
)
def test_a_block_formula_loses_no_character(block):
    formula = parse_markdown(f"{block}\n\nTekst")[0]
    assert (formula["kind"], formula["text"]) == ("formula", block)


def test_prices_and_code_are_no_formulas():
    (block,) = parse_markdown("Det koster $5 og *ikke* $10, og `$a*b*c$` er kode; \\$1*2*3.")
    kinds = [piece["kind"] for piece in block["children"]]
    assert kinds.count("emphasis") == 2
    assert kinds.count("code") == 1


def test_a_long_word_holds_nothing_invisible():
    word = "x1" * 60
    content = content_of(f"Se {word} nu.", f"## {word}", f"| a | b |\n|---|---|\n| {word} | 1 |")
    for text in (render_html(content), str(content)):
        assert not re.search("[\u200b\u00ad\u2060\ufeff]", text)
    pdf, missing = render_pdf(content)
    assert missing == []
    with pikepdf.open(io.BytesIO(pdf)) as read:
        fonts = {
            bytes(font.ToUnicode.read_bytes())
            for page in read.pages
            for font in page.Resources.get("/Font", {}).values()
            if "/ToUnicode" in font
        }
    assert fonts
    assert not any(b"<200B>" in each.upper() or b"<00AD>" in each.upper() for each in fonts)


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("#et%20sted", '## A <a class="anchor" id="et sted" href=""></a>'),
        ("#sted", "## A <A data-x='>' NAME=sted>\n\nb"),
        ("#sted", '<h2 class="x" id="sted">A</h2>'),
        ("#sted", '<div id="sted">\n\n## A\n\n</div>'),
        ("#sted", '<a id="sted"></a>\n\n<!-- x -->\n\n## A\n\n<a id="sted"></a>\n\n## B'),
        ("#sted", '## A <span id="sted"></span>\n\n## B\n\n<p id="sted">x</p>'),
    ],
)
def test_a_place_is_the_heading_that_it_stands_in_or_just_before(link, place):
    content = content_of(f'<a class=x href="{link}">hen</a>', place)
    assert 'href="#a">hen' in render_html(content)
    assert links_of(render_pdf(content)[0]) == 1


@pytest.mark.parametrize(
    "place",
    [
        '<p class="note" id="sted">mål</p>',
        '- a\n- <span id="sted">mål</span>',
        '<a id="sted"></a>\n\n| mål |\n|---|\n| 1 |',
        '| <a id="sted"></a>mål |\n|---|\n| 1 |',
        '> <a name="sted"></a>\n>\n> mål',
        'mål\n\n<a id="sted"></a>',
    ],
)
def test_a_place_elsewhere_is_the_block_that_it_stands_in_or_before(place):
    content = content_of("[hen](#sted)", "## Før\n\nx", place)
    html = render_html(content)
    assert html.count('href="#sted.1">hen') == html.count('<div id="sted.1"></div>') == 1
    assert "mål" in html.partition('<div id="sted.1"></div>')[2]
    assert not re.search(r"<(p|li)>\s*</", html)
    assert links_of(render_pdf(content)[0]) == 1


@pytest.mark.parametrize("link", ["#", "#top"])
def test_the_top_is_the_title(link):
    content = content_of(f"[hen]({link})")
    assert 'href="#titel">hen' in render_html(content)
    assert links_of(render_pdf(content)[0]) == 1


def test_a_link_that_leads_nowhere_is_named_in_the_log(caplog):
    content_of("[hen *nu*](#findes-ikke)")
    assert caplog.messages == [
        'Linket "hen nu" (#findes-ikke) leder ingen steder hen i dokumentet, og er nu kun tekst.'
    ]
