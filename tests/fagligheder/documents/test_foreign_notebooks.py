"""A kommune's report and the national one as they are sent: complete, tagged, true to the numbers.

What the exporters do with any notebook is held by test_pdf and test_html; here are the two papers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import nbformat
import pikepdf
import pytest
from html_pages import Page
from pdf_reading import elements, outline
from printed import COUNTS

from analysis.display.text.comparison import question_heading
from analysis.display.text.numbers import signed
from analysis.display.text.workforce import by_finding, gap_rows
from analysis.measures.crosstab import crosstab
from analysis.measures.job_centre import job_centre
from analysis.measures.rounding import round_percent
from analysis.measures.shares import likert_table
from analysis.measures.workforce import kommune_gap, workforce_gap
from fagligheder.documents.content import document
from fagligheder.documents.pieces import plain_text
from fagligheder.run.batch import make_reports, plan

NAMES = {"0727-odder": "Odder Kommune", "landsrapport": "Fagligheder på beskæftigelsesområdet"}
EMBEDDED = {"/FontFile", "/FontFile2", "/FontFile3"}


@dataclass(frozen=True)
class Paper:
    """One report in its three forms."""

    name: str
    title: str
    pdf: pikepdf.Pdf
    page: Page
    model: dict

    @property
    def figures(self) -> list[str]:
        """The alternative texts of the PDF's figures."""
        return [str(node.get("/Alt", "")) for kind, node in elements(self.pdf) if kind == "/Figure"]

    def figure(self, opening: str) -> str:
        """The alternative text that opens so, without its title."""
        (found,) = [alt for alt in self.figures if alt.startswith(opening)]
        return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("papirer")
    outcomes = make_reports([*plan(["Odder"]), *plan(["landsrapport"])], made)
    assert [outcome.error for outcome in outcomes] == ["", ""]
    return made


@pytest.fixture(scope="module", params=NAMES)
def paper(folder, request) -> Paper:
    name = request.param
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    return Paper(
        name,
        NAMES[name],
        pikepdf.open(folder / f"{name}.pdf"),
        Page((folder / f"{name}.html").read_text(encoding="utf-8")),
        document(notebook),
    )


# --- the PDF


def test_the_pdf_is_tagged_danish_and_titled_and_claims_its_standards(paper):
    root = paper.pdf.Root
    assert bool(root.MarkInfo.Marked)
    assert next(elements(paper.pdf))[0] == "/Document"
    assert str(root.Lang) in ("da", "da-DK")
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(paper.pdf.docinfo.Title) == paper.title
    with paper.pdf.open_metadata() as claims:
        assert claims["dc:title"] == paper.title
        assert claims["dc:language"] == {str(root.Lang)}
        assert (claims["pdfaid:part"], claims["pdfaid:conformance"]) == ("3", "A")
        assert claims["pdfuaid:part"] == "1"


def test_every_font_is_embedded(paper):
    fonts = [
        item
        for item in paper.pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
    ]
    drawn = [font for font in fonts if font.Subtype != "/Type0"]
    assert len(drawn) >= 3
    for font in drawn:
        assert EMBEDDED & set(font.FontDescriptor.keys()), font.BaseFont
    for font in fonts:
        assert "/ToUnicode" in font or font in drawn, font.BaseFont


def test_the_bookmarks_are_the_headings_of_both_forms(paper):
    headings = [
        plain_text(block["children"])
        for block in paper.model["blocks"]
        if block["kind"] in ("title", "heading")
    ]
    assert headings[0] == paper.title
    bookmarks = [words.replace("\N{NO-BREAK SPACE}", " ") for words in outline(paper.pdf)]
    assert bookmarks == headings
    tags = [kind for kind, _ in elements(paper.pdf) if re.fullmatch("/H[1-6]", kind)]
    names = [tag for tag, _, _ in paper.page.elements if re.fullmatch("h[1-6]", tag)]
    assert [tag[1:].lower() for tag in tags] == names
    assert len(names) == len(headings)


def test_every_table_has_headings_of_columns_and_rows(paper):
    tables = [block for block in paper.model["blocks"] if block["kind"] == "table"]
    kinds = [kind for kind, _ in elements(paper.pdf)]
    assert kinds.count("/Table") == kinds.count("/Caption") == len(tables)
    assert len(tables) >= {"0727-odder": 1, "landsrapport": 2}[paper.name]
    assert kinds.count("/TH") == sum(len(each["columns"]) + len(each["rows"]) for each in tables)
    cells = sum((len(each["columns"]) - 1) * len(each["rows"]) for each in tables)
    assert kinds.count("/TD") == cells


def test_every_figure_says_what_it_shows_and_says_the_same_in_html(paper):
    assert len(paper.figures) == {"0727-odder": 4, "landsrapport": 7}[paper.name]
    assert all(len(alt) > 100 for alt in paper.figures)
    named = [attrs["aria-label"] for attrs in paper.page.named("div") if attrs.get("role") == "img"]
    assert named == paper.figures


# --- the numbers of the alternative texts


def told(alt: str, names: dict[str, str]) -> dict[str, str]:
    """What an alternative text tells of each item, by its key."""
    starts = {key: alt.index(f" {name}: ") for key, name in names.items()}
    ends = [*list(starts.values())[1:], len(alt)]
    assert list(starts.values()) == sorted(starts.values())
    return {
        key: alt[start + len(names[key]) + 3 : end]
        for (key, start), end in zip(starts.items(), ends, strict=True)
    }


def told_of_others(paper, survey, key: str) -> dict[str, tuple[int, ...]]:
    """What the figure of the questions on the profiles tells of one of them, by profile."""
    questions = [survey.codebook.question(each) for each in COUNTS if each != "statements"]
    headings = [f" {question_heading(each, 'da')}, " for each in questions]
    (alt,) = [each for each in paper.figures if headings[0] in each]
    at = [each.key for each in questions].index(key)
    starts = [*map(alt.index, headings), len(alt)]
    words = f"; {alt[starts[at] + len(headings[at]) : starts[at + 1]]}"
    counts = {}
    for item in questions[at].items:
        (said,) = re.findall(rf"; {item.label['da']}: ([^;]*)", words)
        found = [
            re.search(rf"{re.escape(answer.short['da'])} (\d+)", said)
            for answer in questions[at].scale.answers
        ]
        counts[item.key] = [int(number[1]) if number else 0 for number in found]
    return counts


@pytest.mark.parametrize("key", COUNTS)
def test_a_figures_alternative_text_tells_the_numbers_of_its_table(paper, survey, key):
    question = survey.codebook.question(key)
    if paper.name == "0727-odder" and key != "statements":
        assert told_of_others(paper, survey, key) == COUNTS[key]
        return
    alt = paper.figure(f"Figur {question.figure}")
    names = {item.key: item.label["da"] for item in question.items}
    likert = likert_table(survey, key, base="listed")
    for item, words in told(alt, names).items():
        found = {}
        for answer in question.scale.answers:
            number = re.search(rf"{re.escape(answer.short['da'])} (\d+) pct\. \((\d+)\)", words)
            found[answer.key] = (int(number[1]), int(number[2])) if number else (0, 0)
        rows = likert[likert["item"] == item]
        assert found == {
            row.answer: (round_percent(int(row.n), int(row.base)), row.n)
            for row in rows.itertuples()
        }
        assert [n for _, n in found.values()] == COUNTS[key][item]


def test_the_gaps_alternative_text_tells_the_numbers_of_the_frame(paper, survey):
    centre = job_centre(survey, "Odder")
    gap = kommune_gap(survey, centre) if paper.name == "0727-odder" else workforce_gap(survey)
    rows = by_finding(gap_rows(gap))
    question = survey.codebook.question("current_share")
    alt = paper.figure("Skøn: yderligere")
    names = {item: question.item(item).label["da"] for item in rows.index}
    for item, words in told(alt, names).items():
        ends = rows.loc[item, ["gap_low", "gap", "gap_high"]]
        low, middle, high = (signed(end, "da") for end in ends)
        assert words == f"{middle} (grænser: {low} til {high})."


def test_the_table_of_sizes_tells_what_the_ranges_prove(folder, survey):
    nb = nbformat.read(folder / "landsrapport.ipynb", as_version=4)
    (table,) = [
        block
        for block in document(nb)["blocks"]
        if block["kind"] == "table" and block["caption"].startswith("Det mindste antal svar")
    ]
    written = {
        tuple(plain_text(cell) for cell in row["cells"][:2]): [
            plain_text(cell) for cell in row["cells"][2:]
        ]
        for row in table["rows"]
    }
    frame = crosstab(survey, "importance", by="size_band")
    first = frame[frame["answer"] == "very_important"]
    names = {item.key: item.label["da"] for item in survey.codebook.question("importance").items}
    told = {
        name: written.get((name, "Figur 2: »Meget vigtig«"), ["–"] * 3) for name in names.values()
    }
    assert told == {
        name: [f"mindst {n}" if n else "–" for n in first.loc[first["item"] == key, "n_low"]]
        for key, name in names.items()
    }
    assert sum(each != ["–"] * 3 for each in told.values()) == 4


# --- the page


def test_the_page_has_one_title_and_no_level_is_skipped(paper):
    levels = [int(tag[1]) for tag, _, _ in paper.page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert paper.page.named("html") == [{"lang": "da"}]
    assert f"<title>{paper.title}" in paper.page.html


def test_every_table_of_the_page_has_a_caption_and_scopes(paper):
    tables = paper.page.named("table")
    assert len(tables) == len(paper.page.named("caption"))
    assert len(tables) >= {"0727-odder": 1, "landsrapport": 2}[paper.name]
    assert all(attrs.get("scope") in ("col", "row") for attrs in paper.page.named("th"))
    rows = [around for tag, _, around in paper.page.elements if tag == "tr" and "tbody" in around]
    assert [attrs["scope"] for attrs in paper.page.named("th")].count("row") == len(rows)


def test_every_picture_of_the_page_has_a_name(paper):
    pictures = [(tag, attrs) for tag, attrs, _ in paper.page.elements if tag in ("svg", "img")]
    assert len(pictures) == len(paper.figures)
    for tag, attrs in pictures:
        assert attrs.get("alt") or (tag == "svg" and attrs["aria-hidden"] == "true")
    named = [attrs for _, attrs, _ in paper.page.elements if attrs.get("role") == "img"]
    assert [bool(attrs.get("aria-label")) for attrs in named] == [True] * len(paper.figures)
    assert paper.page.html.count('role="img" aria-label=') == paper.page.html.count("<svg")


def test_the_page_asks_the_network_for_nothing(paper):
    assert paper.page.named("script", "link", "iframe", "object", "embed", "base") == []
    for tag, attrs, _ in paper.page.elements:
        for name in ("src", "href", "xlink:href", "srcset", "data", "poster", "action"):
            assert (attrs.get(name) or "#").startswith(("#", "data:")), (tag, name)
    assert "@import" not in paper.page.html
    assert re.findall(r"url\((?!#|data:|\"?#)[^)]*", paper.page.html) == []
    ids = [attrs["id"] for _, attrs, _ in paper.page.elements if attrs.get("id")]
    assert len(ids) == len(set(ids))
