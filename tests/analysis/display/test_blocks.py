"""Blocks show themselves as data, as HTML and as text, and never as markup."""

from __future__ import annotations

import dataclasses
import doctest
import json
from html.parser import HTMLParser

import mistune
import pytest

from analysis.display.tables import blocks, markup
from analysis.display.tables.blocks import (
    BLOCK_MIME,
    Column,
    Fact,
    Facts,
    Note,
    Row,
    Table,
    Text,
    Title,
)

HOSTILE = '<script>alert("x")</script> & <b onclick=y>{{7*7}}</b>'

TABLE = Table(
    "Hvor vigtige er profilerne?",
    (Column("Meget vigtig", "n = 52"), Column("Vigtig", "n = 52"), Column("Ord", align="left")),
    (
        Row("Borgernes kompetencer", ("67 pct.", "33 pct.", "æ")),
        Row("I alt", ("1", "2", "ø"), True),
    ),
    "Kilde: figur 2, s. 40.",
    ("published", "recovered"),
    corner="Fagprofil",
)
BLOCKS = [
    TABLE,
    Facts((Fact("70", "medarbejdere"),)),
    Note("Titel", "**fed**"),
    Title("Odder Kommune", "lead", "eyebrow"),
]


class Tags(HTMLParser):
    """The elements and words of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def named(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


def bundle(block):
    return block._repr_mimebundle_()


def test_table_is_a_table_with_caption_and_scopes():
    html = Tags(bundle(TABLE)["text/html"])
    assert len(html.named("caption")) == 1
    scopes = [attrs["scope"] for attrs in html.named("th")]
    assert scopes == ["col", "col", "col", "col", "row", "row"]
    assert len(html.named("td")) == 6
    assert "Hvor vigtige er profilerne?" in html.words
    assert html.words.count("n = 52") == 2
    assert {"offentliggjort", "beregnet"} <= set(html.words)


def test_table_without_a_corner_has_an_empty_cell_not_an_empty_heading():
    html = Tags(bundle(dataclasses.replace(TABLE, corner=""))["text/html"])
    assert len(html.named("th")) == 5
    assert len(html.named("td")) == 7


def test_table_in_the_terminal_has_aligned_columns():
    assert bundle(TABLE)["text/plain"].splitlines() == [
        "Hvor vigtige er profilerne?",
        "Fagprofil              Meget vigtig   Vigtig  Ord",
        "                             n = 52   n = 52",
        "Borgernes kompetencer       67 pct.  33 pct.  æ",
        "I alt                             1        2  ø",
        "[offentliggjort] [beregnet] Kilde: figur 2, s. 40.",
    ]


def test_a_long_row_heading_wraps_in_the_terminal():
    header = "Medarbejderne har i dag de kompetencer, der skal til for at løse opgaverne"
    table = Table("T", (Column("pct."),), (Row(header, ("88",)),), "", ())
    lines = bundle(table)["text/plain"].splitlines()
    assert " ".join(" ".join(lines[2:4]).split()) == f"{header} 88"
    assert lines[3].endswith("88")
    assert max(map(len, lines)) <= markup.WIDTH


def test_blocks_are_plain_json_that_survives_the_notebook():
    for block in BLOCKS:
        data = bundle(block)[BLOCK_MIME]
        assert json.loads(json.dumps(data)) == data
        assert data["kind"] == block.kind
    assert bundle(TABLE)[BLOCK_MIME]["basis"] == ["published", "recovered"]
    assert bundle(TABLE)[BLOCK_MIME]["rows"][1] == {
        "header": "I alt",
        "cells": ["1", "2", "ø"],
        "emphasis": True,
    }


def test_the_same_block_shows_itself_the_same_twice():
    for block in BLOCKS:
        assert bundle(block) == bundle(block)


@pytest.mark.parametrize(
    "block",
    [
        Table(HOSTILE, (Column(HOSTILE, HOSTILE),), (Row(HOSTILE, (HOSTILE,)),), HOSTILE, ()),
        Table("", (Column("a"),), (Row("b", ("c",)),), "", (), corner=HOSTILE),
        Facts((Fact(HOSTILE, HOSTILE),)),
        Note(HOSTILE, HOSTILE),
    ],
    ids=["table", "corner", "facts", "note"],
)
def test_text_is_never_markup(block):
    html = Tags(bundle(block)["text/html"])
    assert not html.named("script") + html.named("b")
    assert '<script>alert("x")</script>' in "".join(html.words)


def test_a_table_is_a_frame_of_its_texts():
    frame = TABLE.to_frame()
    assert list(frame.columns) == ["Meget vigtig (n = 52)", "Vigtig (n = 52)", "Ord"]
    assert frame.index.name == "Fagprofil"
    assert frame.loc["I alt"].tolist() == ["1", "2", "ø"]


def test_a_table_is_html_and_latex_without_a_notebook():
    assert TABLE.to_html() == bundle(TABLE)["text/html"]
    lines = TABLE.to_latex().splitlines()
    assert lines[1:4] == [
        r"\caption{Hvor vigtige er profilerne?}", r"\begin{tabular}{lrrl}", r"\toprule"
    ]  # fmt: skip
    assert r"Borgernes kompetencer & 67 pct. & 33 pct. & æ \\" in lines
    hostile = Table(r"50 % & \input{x}", (Column("$x_1^2$"),), (Row("#~", ("−1 → 2",)),), "", ())
    assert r"50 \% \& \textbackslash{}input\{x\}" in hostile.to_latex()
    assert r"\$x\_1\textasciicircum{}2\$" in hostile.to_latex()
    assert r"\#\textasciitilde{} & $-$1 $\rightarrow$ 2 \\" in hostile.to_latex()


def test_a_table_is_shown_in_one_line_where_only_its_name_fits():
    assert repr(TABLE) == "<Table: Hvor vigtige er profilerne? (2 rows × 3 columns)>"


@pytest.mark.parametrize(
    "words",
    [
        "a **b** c *d* `e`",
        r"x\_y \& \<b\> **a\*b** »x«",
        'Citizens\' "q" & <script>',
        "A\n\nB **c d**",
    ],
)
def test_a_note_reads_markdown_as_the_exporters_do(words):
    expected = str(mistune.create_markdown(escape=True)(words))
    expected = expected.replace("<p>", '<p style="margin:.3em 0">')
    assert markup.note_html(words).removesuffix("</div>").endswith(expected)


def test_note_is_a_box_with_its_title_in_bold():
    note = bundle(Note("Hvad vi ved, og hvad vi ikke ved", "Alle **52** chefer, *ikke* Odder."))
    assert (
        "<strong>Hvad vi ved, og hvad vi ikke ved.</strong> Alle <strong>52</strong> chefer, "
        "<em>ikke</em> Odder." in note["text/html"]
    )
    assert 'role="note"' in note["text/html"]


def test_facts_stand_under_each_other_in_the_terminal():
    text = bundle(Facts((Fact("70", "medarbejdere"), Fact("nr. 37", "af 49"))))["text/plain"]
    assert text == "70      medarbejdere\nnr. 37  af 49"


def test_title_and_text_are_markdown():
    title = bundle(Title("Fanø_Kommune *", "Hvad **52** svarede", "Forår 2017"))
    assert title["text/markdown"] == "# Fanø\\_Kommune \\*\n\nHvad **52** svarede"
    assert title[BLOCK_MIME]["eyebrow"] == "Forår 2017"
    assert set(bundle(Text("## Nu"))) == {"text/markdown", "text/plain"}


def test_a_caller_chooses_the_forms():
    assert set(TABLE._repr_mimebundle_(include={"text/html"})) == {"text/html"}
    assert set(TABLE._repr_mimebundle_(exclude={"text/html"})) == {BLOCK_MIME, "text/plain"}


def test_a_row_with_a_cell_too_many_is_named():
    with pytest.raises(ValueError) as error:
        Table("Vigtighed", (Column("a"),), (Row("Koordination", ("1", "2")),), "", ())
    assert str(error.value) == (
        'Table "Vigtighed", row 1 ("Koordination"): 2 cells for 1 columns. '
        "Give each row one cell per column; the row's heading is not a cell."
    )


def test_an_unknown_basis_or_language_is_named():
    with pytest.raises(ValueError, match=r"^basis is 'guess'; expected one of published, rec"):
        dataclasses.replace(TABLE, basis=("guess",))
    with pytest.raises(ValueError, match=r"^lang is 'de'; expected one of da, en\.$"):
        dataclasses.replace(TABLE, lang="de")


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(blocks).attempted
    assert doctest.testmod(blocks).failed == 0
