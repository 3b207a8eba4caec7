"""The PDF is tagged, complete, the same twice, and holds what users write as plain text."""

from __future__ import annotations

import io
import logging
import re

import pikepdf
import pytest
from document_notebooks import (
    ALT,
    code,
    figure,
    kommune_page,
    markdown,
    notebook,
    printed,
    shown,
    table,
)
from pdf_reading import elements, outline, page_words, words

from analysis.display.tables.blocks import Column, Fact, Facts, Note, Row, Table, Text, Title
from analysis.display.tables.markup import escape_markdown
from analysis.survey.checks import InputError
from fagligheder.documents.content import document
from fagligheder.documents.exporters import FaglighederPDFExporter

HOSTILE = '#panic("x") $x^2$ @ref <script>alert(1)</script> \'a\' "b" \\backslash {{7*7}} #let'
TITLE = markdown("# Odder Kommune", id="title")
A4 = (595.276, 841.890)


def export(nb, **settings) -> bytes:
    pdf, resources = FaglighederPDFExporter(**settings).from_notebook_node(nb)
    assert resources["output_extension"] == ".pdf"
    return pdf


def opened(nb) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(export(nb)))


@pytest.fixture(scope="module")
def kommune() -> pikepdf.Pdf:
    return opened(kommune_page())


def test_the_file_says_what_it_is(kommune):
    assert kommune.Root.MarkInfo.Marked
    assert str(kommune.Root.Lang) == "da"
    assert kommune.Root.ViewerPreferences.DisplayDocTitle
    assert str(kommune.docinfo.Title) == "Ærøskøbing Kommune"
    assert str(kommune.docinfo.Author) == "Fagligheder på beskæftigelsesområdet"
    assert "jobcentre" in str(kommune.docinfo.Keywords)
    metadata = kommune.Root.Metadata.read_bytes().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_pages_are_a4_and_fonts_are_embedded(kommune):
    fonts = set()
    for page in kommune.pages:
        left, bottom, right, top = map(float, page.mediabox)
        assert (right - left, top - bottom) == pytest.approx(A4, abs=0.01)
    for item in kommune.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            assert {"/FontFile2", "/FontFile3"} & set(item.keys())
            fonts.add(str(item.FontName).partition("+")[2].partition("-")[0])
    assert fonts <= {"SourceSansPro", "DejaVuSans", "DejaVuSansMono"}
    assert "SourceSansPro" in fonts


def test_headings_are_bookmarks(kommune):
    assert outline(kommune) == ["Ærøskøbing Kommune", "Sådan vurderer cheferne på Ærø"]
    found = [kind for kind, _ in elements(kommune) if re.fullmatch("/H[1-6]", kind)]
    assert found == ["/H1", "/H2"]


def test_every_figure_has_its_alternative_text(kommune):
    alts = [str(node.Alt) for kind, node in elements(kommune) if kind == "/Figure"]
    assert alts == [ALT, "Figur 3. Mere brug: 71 pct."]


def test_a_table_is_a_table_with_caption_and_heading_cells(kommune):
    found = [kind for kind, _ in elements(kommune)]
    assert found.count("/Table") == found.count("/Caption") == found.count("/THead") == 1
    assert found.count("/TR") == 1 + 6
    assert found.count("/TH") == 4 + 6  # of the columns and of the rows
    assert found.count("/TD") == 6 * 3


def test_each_cell_names_the_heading_of_its_column_and_of_its_row():
    pdf = opened(notebook(TITLE, *(code(f"t{at}", shown(table(rows=at))) for at in (2, 9))))
    by_id = dict(pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree).items())
    ids = [str(node.ID) for kind, node in elements(pdf) if kind == "/TH"]
    assert sorted(ids) == sorted(by_id)
    assert len(set(ids)) == len(ids) == 4 + 2 + 4 + 9
    rows = [list(node.K) for kind, node in elements(pdf) if kind == "/TR"]
    assert [len(cells) for cells in rows] == [4] * (1 + 2 + 1 + 9)
    for cells in rows:
        if cells[1].S == "/TH":
            head = cells
            assert [str(place(cell).Scope) for cell in head] == ["/Column"] * 4
            continue
        assert str(place(cells[0]).Scope) == "/Row"
        assert [str(name) for name in place(cells[0]).Headers] == [str(head[0].ID)]
        for cell, above in zip(cells[1:], head[1:], strict=True):
            assert [by_id[str(name)] for name in place(cell).Headers] == [above, cells[0]]


def place(cell: pikepdf.Dictionary) -> pikepdf.Dictionary:
    """What a cell says of its place in the table."""
    (found,) = (attributes for attributes in cell.A if attributes.O == "/Table")
    return found


def test_the_page_holds_the_words(kommune):
    text = words(kommune)
    for piece in (
        "FORÅR 2017",
        "Ærøskøbing Kommune",
        "medarbejdere",
        "Hvad vi ved. ",
        "ikke",
        "Næstved på Ærø",
        "offentliggjort",
        "beregnet",
        "Kilde: figur 6, s. 43.",
        "Fagligheder på beskæftigelsesområdet · Ærøskøbing Kommune",
    ):
        assert piece in text, piece
    assert "Side 1 af 1" in text


def test_the_link_leads_to_its_address(kommune):
    notes = [note for page in kommune.pages for note in page.obj.get("/Annots", [])]
    assert [str(note.A.URI) for note in notes] == ["https://www.kl.dk/"]


def test_the_same_notebook_gives_the_same_bytes():
    first = export(kommune_page())
    assert export(kommune_page()) == first
    assert export(kommune_page(), timestamp=86400) != first


def test_english_pages_speak_english():
    pdf = opened(notebook(TITLE, code("t", shown(table())), lang="en"))
    assert str(pdf.Root.Lang) == "en"
    assert "Page 1 of 1" in words(pdf)


def test_synthetic_pages_are_stamped_and_the_stamp_is_not_read_aloud():
    pdf = opened(kommune_page(basis=("synthetic",)))
    for page in pdf.pages:
        assert "SYNTETISKE SVAR" in page_words(page)
        assert "/Artifact" in [
            str(operands[0])
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) in ("BMC", "BDC")
        ]
    assert "Tallene er opdigtede svar til afprøvning." in words(pdf)
    assert "SYNTETISKE SVAR" not in words(opened(kommune_page()))
    assert str(pdf.docinfo.Title).startswith("SYNTETISKE SVAR · ")
    assert "SYNTETISKE SVAR" in str(pdf.docinfo.Keywords)
    real = opened(kommune_page())
    assert "SYNTETISK" not in f"{real.docinfo.Title}{real.docinfo.Keywords}"


def test_a_marked_title_is_marked_on_every_page_and_in_the_properties():
    title = Title("Odder Kommune", mark="Med egne svar")
    pdf = opened(notebook(code("t", shown(title)), code("t2", shown(table(rows=60)))))
    assert len(pdf.pages) > 1
    for page in pdf.pages[1:]:
        assert "Odder Kommune · Med egne svar" in page_words(page)
    assert str(pdf.docinfo.Title) == "Odder Kommune · Med egne svar"
    assert "MED EGNE SVAR" in page_words(pdf.pages[0])


def test_a_new_page_begins_where_the_last_one_is_half_full():
    def pages(rows: int) -> list[str]:
        more = code("h", shown(Text("## Mere")), tags=("new-page",))
        pdf = opened(notebook(TITLE, code("t", shown(table(rows=rows))), more))
        return [page_words(page) for page in pdf.pages]

    assert ["Mere" in words for words in pages(5)] == [True]
    assert ["Mere" in words for words in pages(24)] == [False, True]


def test_a_long_table_repeats_its_heading_on_every_page():
    pdf = opened(notebook(TITLE, code("t", shown(table(rows=150)))))
    assert len(pdf.pages) > 3
    for number, page in enumerate(pdf.pages, start=1):
        assert "Delvis enig" in page_words(page)
        assert f"Side {number} af {len(pdf.pages)}" in page_words(page)
    found = [kind for kind, _ in elements(pdf)]
    assert found.count("/Table") == 1
    assert found.count("/TR") == 151


@pytest.mark.parametrize("lines", range(36, 48, 2))
def test_no_heading_is_left_alone_at_the_foot_of_a_page(lines):
    filler = [markdown("Linje.", id=f"l{at}") for at in range(lines)]
    nb = notebook(TITLE, *filler, markdown("## Efter", id="h"), code("f", figure()))
    for page in opened(nb).pages:
        assert ("Efter" in page_words(page)) == ("Næstved" in page_words(page))


def test_what_users_write_arrives_as_text():
    long = "Beskæftigelsesindsatsplanlægning" * 8
    nb = notebook(
        markdown(f"# {escape_markdown(HOSTILE)}", id="title"),
        code(
            "table",
            shown(
                Table(
                    HOSTILE,
                    (Column(HOSTILE, HOSTILE), Column("b")),
                    (Row(HOSTILE, (HOSTILE, long)), Row(long, ("", "😀"))),
                    HOSTILE,
                    ("recovered",),
                    corner=HOSTILE,
                )
            ),
        ),
        code("facts", shown(Facts((Fact(HOSTILE, long),)))),
        code("note", shown(Note(HOSTILE, "x"))),
        code("print", printed(HOSTILE)),
        code("figure", figure(alt=HOSTILE, caption=HOSTILE)),
    )
    pdf = opened(nb)
    text = re.sub(r"[\s-]+", "", words(pdf))  # lines break, with a hyphen or without
    wanted = re.sub(r"\s+", "", HOSTILE)
    assert str(pdf.docinfo.Title) == HOSTILE
    # title, seven places in the table, fact, note, print, caption, and the foot of each page
    assert text.count(wanted) == 12 + len(pdf.pages)
    assert text.count(long) == 3
    assert "😀" in text
    assert [str(node.Alt) for kind, node in elements(pdf) if kind == "/Figure"] == [HOSTILE]


def test_characters_that_no_font_has_are_marked_and_logged(caplog):
    nb = notebook(TITLE, markdown("🦄 中文 \u202evend\u2066 \ue000 a\u200bb", id="t"))
    exporter = FaglighederPDFExporter(log=logging.getLogger("paper"))
    pdf, _ = exporter.from_notebook_node(nb)
    assert "□ □□ vend □ a" in words(pikepdf.open(io.BytesIO(pdf)))
    assert caplog.messages == [
        "Odder Kommune: skrifterne mangler U+4E2D, U+6587, U+E000, U+1F984; i PDF'en står □."
    ]


def test_a_png_is_shown_with_its_alternative_text():
    pdf = opened(notebook(TITLE, code("f", figure(mime="image/png"))))
    assert [str(node.Alt) for kind, node in elements(pdf) if kind == "/Figure"] == [ALT]
    streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    assert [item.get("/Subtype") for item in streams].count("/Image") == 1


def test_code_is_set_when_asked_for():
    nb = notebook(TITLE, code("fag.likert_table(survey)", printed("ok")))
    assert "likert_table" not in words(pikepdf.open(io.BytesIO(export(nb))))
    assert "likert_table" in words(pikepdf.open(io.BytesIO(export(nb, show_code=True))))


@pytest.mark.parametrize(
    ("nb", "message"),
    [
        (notebook(code("draw()", figure(alt=""))), 'celle 1 ("draw()"): figuren har ingen alt'),
        (notebook(code("x", shown(Text("tekst")))), "Notesbogen har ingen titel, og uden den "),
    ],
    ids=["alt", "title"],
)
def test_what_cannot_be_read_by_all_is_not_made(nb, message):
    with pytest.raises(InputError) as error:
        export(nb)
    assert str(error.value).startswith(message)


def test_the_document_is_not_changed_by_setting_it():
    nb = kommune_page()
    before = document(nb)
    export(nb)
    assert document(nb) == before
