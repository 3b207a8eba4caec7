"""What a markdown cell shows in JupyterLab reaches page and PDF, or is refused with its cell."""

from __future__ import annotations

import base64
import io

import nbformat
import pikepdf
import pytest
from document_notebooks import SVG, markdown, notebook, png
from html_pages import Page
from pdf_reading import elements, words

from analysis.display.tables.markup import escape_markdown
from analysis.survey.checks import InputError
from fagligheder.documents.content import document
from fagligheder.documents.exporters import FaglighederHTMLExporter, FaglighederPDFExporter
from fagligheder.documents.markdown import parse_markdown
from fagligheder.documents.pieces import plain_text

PNG = f"data:image/png;base64,{png()}"
DRAWING = base64.b64encode(SVG.encode()).decode()
CODES = ("a", "b < c", "d")
TITLE = markdown("# Titel", id="title")


def pieces(source: str) -> list[tuple[str, str]]:
    """The kinds and the texts of the pieces of the only paragraph."""
    (block,) = parse_markdown(source)
    assert block["kind"] == "paragraph"
    return [(piece["kind"], plain_text([piece])) for piece in block["children"]]


def told(source: str) -> list[tuple[str, str]]:
    """The kinds and the texts of blocks."""
    return [
        (block["kind"], plain_text(block.get("children", [])) or block.get("text", ""))
        for block in parse_markdown(source)
    ]


def links(source: str) -> list[tuple[str, str]]:
    (block,) = parse_markdown(source)
    return [
        (piece["url"], plain_text(piece["children"]))
        for piece in block["children"]
        if piece["kind"] == "link"
    ]


def attached(source: str, attachments: object) -> nbformat.NotebookNode:
    """A notebook whose second cell is markdown that holds pictures."""
    nb = notebook(TITLE, markdown(source))
    nb.cells[1].attachments = nbformat.from_dict(attachments)
    return nb


def refusal(source: str, attachments: object = None) -> str:
    with pytest.raises(InputError) as error:
        document(attached(source, attachments or {}))
    return str(error.value)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>a</b><STRONG class=x>b</strong>", [("strong", "a"), ("strong", "b")]),
        ("<i>a</i><em>b</em><var>c</var><cite>d</cite>", [("emphasis", each) for each in "abcd"]),
        ("<s>a</s><del>b</del><strike>c</strike>", [("strike", each) for each in "abc"]),
        (
            "<kbd>a</kbd><code>b < c</code><samp>d</samp>",
            [("code", each) for each in CODES],
        ),
        (
            "<u>a</u><ins>b</ins><mark>c</mark><small>d</small><span style='color:red'>e</span>"
            '<abbr title="x">f</abbr>g<wbr>h',
            [("text", each) for each in "abcdefgh"],
        ),
        ("H<sub>2</sub>O", [("text", "H"), ("text", "₂"), ("text", "O")]),
        ("x<sub>Odder</sub>", [("text", "x"), ("sub", "_(Odder)")]),
        ('a<sup><a href="https://kl.dk">[1]</a></sup>', [("text", "a"), ("sup", "^([1])")]),
        ("<q>a</q>", [("text", "“"), ("text", "a"), ("text", "”")]),
        (
            "a<br>b<br/>c",
            [("text", "a"), ("break", " "), ("text", "b"), ("break", " "), ("text", "c")],
        ),
        ("a&nbsp;b &lt;b&gt; &#233; &copy;", [("text", "a\xa0b <b> é ©")]),
        ("a<!-- <b> skjult --> b", [("text", "a b")]),
        ("**a <u>b** c</u>", [("strong", "a b"), ("text", " c")]),
        ("a < b > c <5 og <x>d</x>", [("text", "a < b > c <5 og d")]),
        (
            r"\<b\> &amp;lt; `&lt;` \&lt;",
            [("text", "<b> &lt; "), ("code", "&lt;"), ("text", " &lt;")],
        ),
    ],
)
def test_tags_within_a_line_mean_what_they_mean_in_a_browser(source, expected):
    assert pieces(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            '<div class="alert">\n\n**a** *b*\n\n- c\n\n</div>\n\nd',
            [("paragraph", "a b"), ("list", ""), ("paragraph", "d")],
        ),
        (
            "<details><summary>a</summary>\n\nb `c`\n\n</details>",
            [("paragraph", "a"), ("paragraph", "b c")],
        ),
        ("<center><b>a</b></center>\n<hr>\n<h2>b</h2>", [*told("a\n\n---\n\n## b")]),
        (
            "<pre>a\n  b</pre>\n\n<blockquote>c</blockquote>",
            [("preformatted", "a\n  b"), ("quote", "")],
        ),
        ("<table><tr><td>a</table><ul><li>b</ul>", [("table", ""), ("list", "")]),
        ("<p align=center>**a**</p>", [("paragraph", "**a**")]),
        ("<style>p {display: none}</style>\n\na", [("paragraph", "a")]),
        ("<!-- a\n\n<b>b</b>\n\n-->\nc", [("paragraph", "c")]),
    ],
)
def test_tags_around_blocks_and_markdown_within_them(source, expected):
    assert told(source) == expected


def test_a_tag_left_open_runs_on_as_in_a_browser():
    first, second = parse_markdown("a <b>b\n\nc")
    assert [piece["kind"] for piece in first["children"]] == ["text", "strong"]
    assert [piece["kind"] for piece in second["children"]] == ["strong"]


def test_a_heading_in_html_is_the_title_of_the_document():
    nb = notebook(markdown('<h1 align="center">A <i>b</i></h1>\n\nLead.', id="t"))
    assert document(nb)["title"] == "A b"
    assert plain_text(document(nb)["blocks"][0]["lead"]) == "Lead."


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("~~a *b*~~ c", [("strike", "a b"), ("text", " c")]),
        ("~a~ b", [("strike", "a"), ("text", " b")]),
        ("~5 til ~6 og a~b", [("text", "~5 til ~6 og a~b")]),
        (r"\~a~ `~b~`", [("text", "~a~ "), ("code", "~b~")]),
        ("a[^1] b", [("text", "a[^1] b")]),
    ],
)
def test_text_is_struck_as_githubs_markdown_has_it_and_footnotes_are_text(source, expected):
    assert pieces(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Se https://kl.dk/a_b_c.", [("https://kl.dk/a_b_c", "https://kl.dk/a_b_c")]),
        ("(http://x.dk/a_(b)?c=1&d=2)", [("http://x.dk/a_(b)?c=1&d=2",) * 2]),
        ("www.kl.dk, a@kl.dk!", [("http://www.kl.dk", "www.kl.dk"), ("mailto:a@kl.dk", "a@kl.dk")]),
        ("**https://kl.dk**<https://x.dk>", [("https://x.dk", "https://x.dk")]),
        ("[se https://kl.dk](https://x.dk)", [("https://x.dk", "se https://kl.dk")]),
        ("<a class=x href='https://x.dk'>https://kl.dk</a>", [("https://x.dk", "https://kl.dk")]),
        ("`https://kl.dk` xhttps://kl.dk #a@b", []),
        ("[a](javascript:x) <a href='data:text/html,x'>b</a> <a href=' java\nscript:x'>c</a>", []),
        (escape_markdown("https://kl.dk www.kl.dk a@kl.dk ~a~ <https://x.dk>"), []),
    ],
)
def test_bare_addresses_become_links_and_only_safe_ones_lead_anywhere(source, expected):
    assert links(source) == expected


def test_escaped_text_stands_as_it_is():
    text = "<b> https://kl.dk WWW.kl.dk a@kl.dk ~a~ - [x] &lt; $x*y$ [^1] <!-- x -->"
    assert pieces(escape_markdown(text)) == [("text", text)]


def test_tasks_have_a_box_that_our_fonts_can_draw():
    nb = notebook(TITLE, markdown("- [x] *gjort*\n- [ ] ikke gjort\n\n  mere\n- [x]\n- a [x]"))
    (items,) = [block["items"] for block in document(nb)["blocks"] if block["kind"] == "list"]
    assert [plain_text(item[0]["children"]) for item in items] == [
        *("☑ gjort", "☐ ikke gjort", "☑", "a [x]")
    ]
    pdf = pikepdf.open(io.BytesIO(FaglighederPDFExporter().from_notebook_node(nb)[0]))
    assert "☑ gjort" in words(pdf)
    assert "☐ ikke gjort" in words(pdf)


def test_a_table_keeps_the_sides_that_it_says():
    (table,) = parse_markdown("|a|b|c|d|\n|:-|:-:|-:|-|\n|1|2|~~x~~<br>y|4|")
    assert [column["align"] for column in table["columns"]] == ["left", "center", "right", "right"]
    assert [piece["kind"] for piece in table["rows"][0]["cells"][2]] == ["strike", "break", "text"]


def test_pictures_that_the_cell_holds_are_figures_in_the_place_where_they_stand():
    source = (
        f"Før ![En *kurve*](attachment:a%20b.png) efter\n\n<img src='{PNG}' alt='To'>\n\n"
        "[![Tre](attachment:c.svg)](https://kl.dk)\n\n![Fire](attachment:c.svg)"
    )
    held = {"a b.png": {"image/png": [png()]}, "c.svg": {"image/svg+xml": DRAWING}}
    nb = attached(source, held)
    blocks = document(nb)["blocks"][1:]
    assert [block.get("alt") or plain_text(block["children"]) for block in blocks] == [
        *("Før", "En kurve", "efter", "To", "Tre", "https://kl.dk", "Fire")
    ]
    assert [block["data"] for block in blocks if block.get("mime") == "image/png"] == [png()] * 2
    page = Page(FaglighederHTMLExporter().from_notebook_node(nb)[0])
    assert [each["id"] for each in page.named("svg")] == ["c2p0-svg", "c2p1-svg"]
    pdf = pikepdf.open(io.BytesIO(FaglighederPDFExporter().from_notebook_node(nb)[0]))
    shown = [str(node.Alt) for kind, node in elements(pdf) if kind == "/Figure"]
    assert shown == ["En kurve", "To", "Tre", "Fire"]


def test_a_picture_does_not_count_to_the_length_of_its_text():
    large = f"{PNG[:-4]}{'A' * 120_000}"
    assert "ikke et gyldigt PNG-billede" in refusal(f"![x]({large[:-3]})")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            "![](attachment:a.png)",
            "billedet i teksten har ingen alternativ tekst. Skriv den som ![…](attachment:…) eller "
            '<img alt="…">.',
        ),
        (f"<img src='{PNG}'>", "billedet i teksten har ingen alternativ tekst."),
        ("![x](attachment:b.png)", "billedet attachment:b.png kan ikke følge med ud af"),
        ("<img alt=x src='kort.png'>", "billedet kort.png kan ikke følge med ud af notesbogen."),
        ("![x](attachment:liste.png)", "billedet attachment:liste.png kan ikke følge med ud af"),
        ("![x](attachment:tal.png)", "outputtet image/png skal være tekst, fandt int."),
        ("![x](attachment:a.svg)", "billedet er ikke gyldig SVG. Tegn det igen."),
        ("![x](data:image/png;base64,AAAA)", "billedet er ikke et gyldigt PNG-billede."),
        ("|a|\n|-|\n|![x](attachment:a.png)|", "teksten viser et billede i en tabel eller"),
        ("## a ![x](attachment:a.png)", "teksten viser et billede i en tabel eller overskrift"),
        ("<iframe src='https://x.dk'></iframe>", "teksten viser en indlejret side, som ikke kan"),
        ("a <input type=range> b", "teksten viser et felt, der kan betjenes, som ikke kan sættes"),
        ("<svg><path d='M0 0'/></svg>", "teksten viser en tegning, som ikke kan sættes på en"),
    ],
)
def test_what_no_page_can_hold_is_refused_with_its_cell(source, said):
    held = {"a.png": {"image/png": png()}, "liste.png": [], "tal.png": {"image/png": 1}}
    message = refusal(source, held | {"a.svg": {"image/svg+xml": "ikke svg"}})
    assert message.startswith('celle 2 ("')
    assert said in message


def test_the_cure_of_a_text_is_to_leave_out_its_cell():
    assert refusal("x\n\n<video></video>") == (
        'celle 2 ("x"): teksten viser film eller lyd, som ikke kan sættes på en side. Vis en '
        "tabel, tekst eller en figur (SVG eller PNG) i stedet, eller mærk cellen remove-cell."
    )


def test_attachments_of_another_kind_are_refused_with_their_cell():
    message = refusal("x", ["a.png"])
    assert message.startswith("celle 2: attachments mangler eller er af en forkert slags")


def test_page_and_pdf_say_the_same_and_the_pdf_stays_tagged():
    source = (
        "# Titel\n\n<div>\n\na **b** <s>c</s> x<sub>Odder</sub>y<sup>Z</sup> <kbd>d</kbd>\n\n"
        "</div>\n\n<ul><li>e</ul>\n\n<table><tr><th>f<tr><td>g</table>"
    )
    nb = notebook(markdown(source, id="t"))
    page = Page(FaglighederHTMLExporter().from_notebook_node(nb)[0])
    pdf = pikepdf.open(io.BytesIO(FaglighederPDFExporter().from_notebook_node(nb)[0]))
    assert len(page.named("del", "sub", "sup", "code")) == 4
    assert "a b c xOddery Z d e f g" in " ".join(page.words.replace("Z", " Z").split())
    text = "".join(words(pdf).split())
    assert "abcxOdderyZd•efg" in text
    kinds = [kind for kind, _ in elements(pdf)]
    assert {"/P", "/Strong", "/L", "/LI", "/Table", "/TH"} <= set(kinds)


def test_formulas_stand_within_tags_too_and_addresses_keep_their_dollars():
    (block,) = parse_markdown("<p><b>$x_1$</b> <code>$a$</code> [y](https://x.dk/?a=$b$)</p>")
    strong, _, code, *_ = block["children"]
    assert (strong["children"][0]["kind"], strong["children"][0]["alt"]) == ("formula", "x_1")
    assert (code["kind"], code["text"]) == ("code", "$a$")
    assert links("[y](https://x.dk/?a=$b$)") == [("https://x.dk/?a=$b$", "y")]
