"""Tables, panels and figures in a PDF: too wide or too tall, they lose and cover no word."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from itertools import pairwise

import pikepdf
import pytest
from document_notebooks import code, figure, markdown, notebook, png, printed, shown
from pdf_reading import elements, page_words, words

from analysis.display.tables.blocks import Column, Fact, Facts, Note, Row, Table
from analysis.survey.checks import InputError
from fagligheder.documents.content import document
from fagligheder.documents.pdf import render_pdf

TITLE = markdown("# Odder Kommune", id="title")
SENTENCE = "Indsatsen blev planlagt med borgeren i centrum. "


def table_text(columns: int, cell, rows: int = 3, align: str = "---:", head="år {}") -> str:
    """A table in markdown; ``cell`` is given its column and its row."""
    lines = [[head.format(2000 + at) for at in range(columns)], [align] * columns]
    lines += [[cell(at, row) for at in range(columns)] for row in range(rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def number(at: int, row: int) -> str:
    return f"{(at + 1) * 12345.67 + row:.2f}"


def made(*cells) -> pikepdf.Pdf:
    pdf, missing = render_pdf(document(notebook(TITLE, *cells)))
    assert not missing
    return pikepdf.open(io.BytesIO(pdf))


def turned(pdf: pikepdf.Pdf) -> list[bool]:
    """Which pages lie on their side."""
    return [float(page.mediabox[2]) > float(page.mediabox[3]) for page in pdf.pages]


def placed_words(pdf: pikepdf.Pdf, tmp_path) -> list[list[tuple[float, float, float, str]]]:
    """Of each page the words: left, right, foot and text."""
    if not (tool := shutil.which("pdftotext")):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    pdf.save(tmp_path / "t.pdf")
    page = subprocess.run(
        [tool, "-bbox", tmp_path / "t.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    pattern = r'<word xMin="(.*?)" yMin=".*?" xMax="(.*?)" yMax="(.*?)">(.*?)</word>'
    return [
        [(float(a), float(b), float(y), word) for a, b, y, word in re.findall(pattern, part)]
        for part in page.split("<page ")[1:]
    ]


def overlaps(pdf: pikepdf.Pdf, tmp_path) -> list[tuple[str, str]]:
    """Neighbours on a line of which the second begins before the first ends."""
    found = []
    for page in placed_words(pdf, tmp_path):
        lines: dict[float, list] = {}
        for left, right, foot, word in page:
            lines.setdefault(round(foot, 1), []).append((left, right, word))
        for line in map(sorted, lines.values()):
            pairs = pairwise(line)
            found += [(one[2], two[2]) for one, two in pairs if two[0] < one[1] - 0.5]
    return found


def test_a_wide_table_shrinks_and_then_turns_the_page(tmp_path):
    narrow = made(markdown(table_text(13, number), id="t"))
    assert turned(narrow) == [False]
    wide = made(
        markdown("## Bred\n\nEn sætning.\n\n" + table_text(16, number, 40) + "\nEfter.", id="t")
    )
    assert turned(wide) == [False, True, True, False]
    pages = [page_words(page) for page in wide.pages]
    assert "Bred" in pages[1]  # what leads in stays with the table
    assert "En sætning." in pages[1]
    assert "Efter." in pages[3]
    for pdf in (narrow, wide):
        assert overlaps(pdf, tmp_path) == []
    assert all(number(at, row) in "".join(pages) for at in range(16) for row in range(40))
    kinds = [kind for kind, _ in elements(wide)]
    assert kinds.index("/H2") < kinds.index("/Table")
    assert kinds.count("/Table") == 1
    assert kinds.count("/TH") == 16 + 40


def test_a_table_with_too_many_columns_is_refused_with_its_cell():
    with pytest.raises(InputError) as error:
        made(markdown("Før.\n\n" + table_text(24, number), id="t"))
    assert str(error.value) == (
        'celle 2 ("Før."): tabellen har 24 kolonner, og der er ikke plads til dem på siden, heller '
        "ikke på tværs og med 7 punkts skrift. Vis færre kolonner, eller byt om på rækker og "
        "kolonner (df.T)."
    )
    own = Table("Tal \"i\" 'år' \\ æ", (Column("a"),), (Row("r", ("9" * 400,)),), "", ())
    with pytest.raises(InputError, match=re.escape('tabellen "Tal "i" \'år\' \\ æ" har 2 ')):
        made(code("vis()", shown(own)))


def test_a_table_in_a_list_shrinks_or_is_refused_with_its_cell():
    content = document(notebook(TITLE, markdown("- punkt", id="l")))
    nested = content["blocks"][1]["items"][0]
    nested += document(notebook(TITLE, markdown(table_text(11, number), id="t")))["blocks"][1:]
    del nested[-1]["where"]
    render_pdf(content)
    nested[-1] |= document(notebook(TITLE, markdown(table_text(16, number), id="t")))["blocks"][1]
    del nested[-1]["where"]
    with pytest.raises(
        InputError, match=re.escape('celle 2 ("- punkt"): tabellen har 16 kolonner')
    ):
        render_pdf(content)


@pytest.mark.parametrize("sentences", [20, 60, 120, 400])
def test_a_cell_taller_than_a_page_runs_on(sentences):
    text = "".join(f"{SENTENCE}({at}) " for at in range(sentences))
    pdf = made(
        markdown(table_text(3, lambda at, row: text if at == row == 1 else "x", align="---"))
    )
    found = "".join(words(pdf).split())
    assert [at for at in range(sentences) if f"centrum.({at})" not in found] == []
    assert [kind for kind, _ in elements(pdf)].count("/TR") == 4


@pytest.mark.parametrize("size", [1, 30, 200])
def test_a_note_and_facts_taller_than_a_page_run_on(size):
    text = SENTENCE * size * 3
    facts = Facts(tuple(Fact(f"{at}", SENTENCE * 3 + f"nr. {at} slut") for at in range(size)))
    pdf = made(code("n", shown(Note("Note", f"{text} SLUT"))), code("f", shown(facts)))
    found = "".join(words(pdf).split())
    assert "SLUT" in found
    assert [at for at in range(size) if f"nr.{at}slut" not in found] == []


def test_a_caption_longer_than_a_page_and_a_tall_picture_lose_nothing():
    tall = png(300, 3000)
    for count in (1, 20, 120):
        caption = "".join(f"{SENTENCE}({at}) " for at in range(count))
        output = figure(mime="image/png", caption=caption)
        output.data["image/png"] = tall
        found = "".join(words(made(code("f", output))).split())
        assert [at for at in range(count) if f"centrum.({at})" not in found] == []


def test_long_words_break_in_their_column_without_invisible_letters(tmp_path):
    names = ["snake_case_value_{}_abcdefghij", "Beskæftigelsesindsatsplanlægning", "d2f0a9c7" * 5]
    cell = lambda at, row: names[at % 3].format(at)  # noqa: E731
    pdf = made(markdown(table_text(9, cell, align="---", head="kolonne_med_langt_navn_{}"), id="t"))
    assert overlaps(pdf, tmp_path) == []
    raw = [word for page in placed_words(pdf, tmp_path) for *_, word in page]
    assert not any("\u200b" in word for word in raw)
    found = "".join(words(pdf).split())
    assert found.count("d2f0a9c7" * 5) == 9


def test_numbers_are_never_broken(tmp_path):
    cell = lambda at, row: "5" * 40 if at == 0 else SENTENCE * 4  # noqa: E731
    pdf = made(markdown(table_text(3, cell, align="---"), id="t"))
    assert [word for page in placed_words(pdf, tmp_path) for *_, word in page].count("5" * 40) == 3


@pytest.mark.parametrize(
    ("columns", "rows", "cells"), [(1, 500, 500), (3, 0, 0), (3, 2, 6), (1, 1, 1)]
)
def test_tables_of_every_size_have_their_headings(columns, rows, cells):
    pdf = made(markdown(table_text(columns, lambda at, row: f"x{row}", rows), id="t"))
    kinds = [kind for kind, _ in elements(pdf)]
    assert kinds.count("/TH") == columns + rows
    assert kinds.count("/TD") == cells - rows


def test_the_head_of_a_table_is_repeated_only_where_it_leaves_room():
    head = SENTENCE * 20 + "{}"
    pdf = made(markdown(table_text(2, number, 90, head=head), id="t"))
    assert words(pdf).count("2000") == 1
    with pytest.raises(InputError) as error:
        made(markdown(table_text(2, number, head=SENTENCE * 90 + "{}"), id="t"))
    assert str(error.value).endswith(
        "): hovedet i tabellen fylder mere end en side. Skriv kortere overskrifter over kolonnerne."
    )


def test_a_long_print_runs_on():
    text = "\n".join(f"linje {at}: " + "ord " * 60 for at in range(100))
    found = "".join(words(made(code("p", printed(text)))).split())
    assert [at for at in range(100) if f"linje{at}:ord" not in found] == []
