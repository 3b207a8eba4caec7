"""The workbook: every number is its frame's, nothing computes, and all say what they rest on."""

from __future__ import annotations

import dataclasses
import doctest
import re
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pikepdf
import pytest
from office_files import SPACES, as_pdfs, found, needs_office, parts, words
from printed import BASE, COUNTS, STAFF

from analysis.display import registry
from analysis.display.registry import REGISTRY, Entry, measure_tables, table_files
from analysis.display.tables.blocks import BASIS_WORDS
from analysis.display.text import numbers
from analysis.display.text.captions import alt_text
from analysis.measures.disclosure import protect
from analysis.measures.shares import likert_summary
from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError
from analysis.survey.codebook import Labels
from analysis.survey.published import read_published
from analysis.survey.survey import Survey
from fagligheder.cli import main
from fagligheder.files import write_whole
from fagligheder.office import cells, charts, ods
from fagligheder.office import style as office_style
from fagligheder.office.cells import GridCell, sheet_names, unique_names, workbook_grids
from fagligheder.office.charts import likert_chart
from fagligheder.office.question_sheets import answers_sheet, summary_sheet
from fagligheder.office.sheet_layouts import ALL_IN_ONE, ONE_EACH, workbook_sheets
from fagligheder.office.sheets import Field, Sheet
from fagligheder.run.export import export_slides, export_tables, spreadsheets

DAY = date(2026, 11, 23)
FIGURES = {"Figur 2": "importance", "Figur 3": "future_need", "Figur 4": "current_share",
           "Figur 5": "ideal_share", "Figur 6": "statements"}  # fmt: skip
HOSTILE = ("=1+1", "+SUM(A1)", "-2", "@now", "<b>&amp;\"'", "a\x00b\x1f", "[x]:*?/\\" + "y" * 40)


def supplied(seed: int = 1) -> Survey:
    """Answers as from a file, protected: made up here, real to the code."""
    return protect(dataclasses.replace(synthesize(seed), basis="observed", source="svar.csv"))


@pytest.fixture(scope="module")
def tables() -> dict[str, list[pd.DataFrame]]:
    return measure_tables(read_published())


@pytest.fixture(scope="module")
def made(tmp_path_factory, tables) -> dict[str, Path]:
    """The folders of four workbooks: Danish, English, of made-up and of supplied answers."""
    root = tmp_path_factory.mktemp("tables")
    published = read_published()
    cases = {"da": (published, tables), "en": (published, tables)}
    for name, survey in {"made-up": synthesize(1), "supplied": supplied()}.items():
        cases[name] = (survey, measure_tables(survey))
    for name, (survey, of_survey) in cases.items():
        lang = "en" if name == "en" else "da"
        for file, content in spreadsheets(survey, of_survey, lang=lang, day=DAY).items():
            write_whole(root / name / file, content)
    return {name: root / name for name in cases}


def opened(folder: Path) -> openpyxl.Workbook:
    (path,) = folder.glob("*.xlsx")
    return openpyxl.load_workbook(path)


def table_of(page) -> pd.DataFrame:
    """The Excel table of a sheet, as it stands in its cells."""
    (table,) = page.tables.values()
    head, *rows = page[table.ref]
    return pd.DataFrame([[cell.value for cell in row] for row in rows],
                        columns=[cell.value for cell in head])  # fmt: skip


def texts_of(page) -> list[str]:
    return [cell.value for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]


@pytest.fixture(scope="module")
def book(made) -> openpyxl.Workbook:
    return opened(made["da"])


# --- the numbers


@pytest.mark.parametrize(("name", "question"), FIGURES.items())
def test_a_figure_holds_the_counts_and_their_shares(book, name, question):
    table = table_of(book[name])
    for (_, row), counts in zip(table.iterrows(), COUNTS[question].values(), strict=True):
        answers = len(counts)
        assert row.iloc[1 + answers : 1 + 2 * answers].tolist() == list(counts)
        assert row.iloc[-1] == BASE[question]
        expected = [count / BASE[question] for count in counts]
        assert row.iloc[1 : 1 + answers].tolist() == pytest.approx(expected, abs=1e-15)


def test_the_rebased_figure_divides_by_52(book):
    row = table_of(book["Figur 5 omregnet"]).iloc[0]
    assert row["Over 20 pct."] == pytest.approx(40 / 52)
    assert row["Svar i alt (n)"] == 52


def test_every_answer_stands_with_its_interval(book, tables):
    table = table_of(book["Alle svar"])
    frame = pd.concat(tables["likert"])
    for heading, name in {"Antal svar": "n", "Svar i alt (n)": "base", "Andel": "share",
                          "Andel, lav": "low", "Andel, høj": "high"}.items():  # fmt: skip
        assert table[heading].tolist() == pytest.approx(frame[name].tolist(), abs=1e-15)
    assert set(table["Grundlag"]) == {"beregnet"}


def test_the_key_figures(book, tables):
    table = table_of(book["Hovedtal"])
    frame = pd.concat([each.astype({"item": str, "median": str}) for each in tables["summary"]])
    assert table["Øverste svar"].tolist() == pytest.approx(frame["top_box"].tolist())
    assert table["Netto, procentpoint"].tolist() == pytest.approx((100 * frame["net"]).tolist())
    assert table["Middelscore, høj"].tolist() == pytest.approx(frame["mean_high"].tolist())
    two = pd.to_numeric(table["To øverste"]).isna().tolist()
    assert two == frame["top_two_box"].isna().tolist()
    assert any(two)
    assert table["Median"].iloc[0] == "Meget vigtig"


def test_the_profiles_with_their_places(book):
    row = table_of(book["Fagprofiler"]).set_index("Fagprofil").loc["Virksomheder"]
    assert row["Meget vigtig i dag"] == pytest.approx(46 / 52)
    assert row["Over 20 pct. matcher i dag, placering"] == 2
    assert row["Over 20 pct. matcher ideelt, antal"] == 40


def test_a_crosstab_holds_both_ends_of_each_range(book, tables):
    for name, frame in zip(FIGURES, tables["crosstab"], strict=True):
        table = table_of(book[f"{name} efter størrelse"])
        for heading, column in {"Antal, mindst": "n_low", "Antal, højst": "n_high",
                                "Antal ved uafhængighed": "n", "Andel, mindst": "low",
                                "Andel, højst": "high"}.items():  # fmt: skip
            assert table[heading].tolist() == pytest.approx(frame[column].tolist(), abs=1e-12)
        assert set(table["Størrelse"]) == {"Små", "Mellem", "Store"}


def test_the_gap_holds_the_ranges_of_the_report(book):
    table = table_of(book["Kompetencegab"]).set_index(["Fagprofil", "Mål"])
    gap = table.loc[("Virksomheder", "Forskel")]
    people = gap[["Antal medarbejdere, mindst", "Antal medarbejdere, højst"]]
    assert people.tolist() == pytest.approx([-381.7, 1116.4], abs=0.051)
    assert len(table_of(book["Kompetencegab efter størrelse"])) == 3 * len(table)
    assert sum(STAFF.values()) == 8675


def test_shares_are_numbers_that_show_as_per_cent(book, made):
    cell = book["Figur 2"].cell(row=6, column=2)
    assert cell.value == pytest.approx(46 / 52)
    assert cell.number_format == "0 %"
    assert opened(made["en"])["Figure 2"].cell(row=6, column=2).number_format == "0%"
    formats = {cell.number_format for cell in book["Kompetencegab"][6]}
    assert formats == {"General", "0.0 %", "#,##0"}


def test_what_is_unknown_is_empty_and_what_is_hidden_is_marked(made, survey):
    hidden = table_of(opened(made["supplied"])["Figur 2"])
    assert (hidden == "[c]").any(axis=None)
    columns = {"kommune": survey.kommuner.index[:8].tolist()}
    for question in survey.codebook.questions.values():
        for item in question.items:
            given = None if item.key == "koordination" else question.scale.keys[1]
            columns[f"{question.key}_{item.key}"] = pd.Categorical(
                [given] * 8, question.scale.keys, ordered=True
            )
    few = Survey(survey.codebook, survey.kommuner.iloc[:8].assign(answers=1), "synthetic", "prøve",
                 answers=pd.DataFrame(columns))  # fmt: skip
    figure = workbook_sheets(measure_tables(few))[0]
    assert figure.rows[2] == ("Koordination", None, None, None, None, 0, 0, 0, 0, 0)
    assert figure.chart.series[0].numbers[2] is None


def test_hidden_answers_fill_their_bar_and_are_named(made):
    page = opened(made["supplied"])["Figur 2"]
    table = table_of(page)
    rest = pd.to_numeric(table["Skjult [c]"])
    shares = table.iloc[:, 1:5].apply(pd.to_numeric, errors="coerce")
    full = (shares.sum(axis=1) + rest.fillna(0)).tolist()
    assert full == pytest.approx([1.0] * 6)
    assert "[c]: skjult af hensyn til fortrolighed." in texts_of(page)


def test_answers_outside_the_bands_are_told_of(book):
    said = "2 af de 54 svar ligger uden for de viste svarmuligheder, så søjlerne når ikke 100 pct."
    assert said in texts_of(book["Figur 5"])
    assert said not in " ".join(texts_of(book["Figur 5 omregnet"]))


# --- the charts


def charts_of(folder: Path) -> list:
    (path,) = folder.glob("*.xlsx")
    return list(parts(path, "xl/charts/chart").values())


def test_each_figure_has_a_chart_of_its_own_cells(made, tables):
    drawn = charts_of(made["da"])
    assert len(drawn) == len(tables["likert"]) == 6
    for root, likert in zip(drawn, tables["likert"], strict=True):
        expected = likert_chart(likert)
        series = found(root, ".//c:ser")
        assert [words(each, "c:tx//c:v")[0] for each in series] == [
            answer.name for answer in expected.series
        ]
        for each, answer in zip(series, expected.series, strict=True):
            assert words(each, "c:cat//c:v") == list(expected.categories)
            assert [float(v) for v in words(each, "c:val//c:v")] == pytest.approx(answer.numbers)
            colour = found(each, "c:spPr/a:solidFill/a:srgbClr")[0].get("val")
            assert f"#{colour.lower()}" == answer.colour


def test_a_chart_refers_to_the_cells_that_hold_its_numbers(made, book):
    for root, name in zip(charts_of(made["da"]), [*FIGURES, ""], strict=False):
        if name not in ("Figur 2", "Figur 3", "Figur 4", "Figur 5"):
            continue
        for series in found(root, ".//c:ser"):
            (reference,) = words(series, "c:val//c:f")
            sheet, _, cells = reference.rpartition("!")
            assert sheet == f"'{name}'"
            held = [cell.value for (cell,) in book[name][cells.replace("$", "")]]
            assert [float(v) for v in words(series, "c:val//c:v")] == pytest.approx(held)


def test_bars_keep_their_true_length_with_the_first_item_on_top(made):
    for root in charts_of(made["da"]):
        assert found(root, ".//c:grouping")[0].get("val") == "stacked"
        scaling = {
            key: found(root, f".//c:scaling/c:{key}")[0].get("val") for key in ("max", "min")
        }
        assert {key: float(value) for key, value in scaling.items()} == {"max": 1, "min": 0}
        assert found(root, ".//c:catAx/c:scaling/c:orientation")[0].get("val") == "maxMin"
        assert all(found(series, "c:dLbls/c:showVal") for series in found(root, ".//c:ser"))


def test_each_chart_says_in_words_what_it_shows(made, tables):
    (path,) = made["da"].glob("*.xlsx")
    said = [
        each.get("descr")
        for root in parts(path, "xl/drawings/drawing").values()
        for each in found(root, ".//xdr:graphicFrame//xdr:cNvPr")
    ]
    assert sorted(said) == sorted(alt_text(likert) for likert in tables["likert"])


# --- every sheet


@pytest.mark.parametrize("name", ["da", "en", "supplied", "made-up"])
def test_no_cell_computes(made, name):
    (path,) = made[name].glob("*.xlsx")
    for part in parts(path, "xl/worksheets/sheet").values():
        assert found(part, ".//s:c")
        assert not found(part, ".//s:f")
    (path,) = made[name].glob("*.ods")
    content = parts(path, "content.xml")["content.xml"]
    assert not [e for e in content.iter() if any("formula" in key for key in e.attrib)]


@pytest.mark.parametrize(("name", "source"), [("da", "Kilde: "), ("en", "Source: "),
                                              ("supplied", "Kilde: svar.csv.")])  # fmt: skip
def test_every_sheet_bears_its_basis_and_its_source(made, name, source):
    book = opened(made[name])
    basis = "Basis: " if name == "en" else "Grundlag: "
    for page in book.worksheets[1:]:
        said = texts_of(page)
        assert any(words.startswith(basis) for words in said), page.title
        assert any(words.startswith(source) for words in said), page.title
        assert page.oddFooter.left.text.startswith(source)
    if name == "da":
        assert (
            "Kilde: KL m.fl.: Fagligheder på beskæftigelsesområdet (2017), s.\u00a040 og 47."
            in (texts_of(book["Figur 2"]))
        )


def test_made_up_answers_are_stamped_on_every_sheet(made):
    for page in opened(made["made-up"]):
        top = [cell.value for row in page.iter_rows(max_row=3) for cell in row if cell.value]
        assert "SYNTETISKE SVAR: opdigtede, kun til afprøvning." in top, page.title
        assert page.oddHeader.center.text.endswith("SYNTETISKE SVAR")
        assert page.oddFooter.center.text.endswith("SYNTETISKE SVAR")
    for root in charts_of(made["made-up"]):
        assert words(root, ".//c:title//c:v")[0].startswith("SYNTETISKE SVAR · ")
    styles = parts(next(made["made-up"].glob("*.ods")), "styles.xml")["styles.xml"]
    stamped = "".join(styles.itertext()).count("SYNTETISKE SVAR")
    assert stamped >= 2 * len(opened(made["made-up"]).sheetnames)
    properties = opened(made["made-up"]).properties
    assert properties.title.startswith("SYNTETISKE SVAR · ")
    assert properties.keywords == "SYNTETISKE SVAR"
    meta = parts(next(made["made-up"].glob("*.ods")), "meta.xml")["meta.xml"]
    said = [element.text for element in meta.iter() if element.text]
    assert "SYNTETISKE SVAR" in said
    assert any(each.startswith("SYNTETISKE SVAR · ") for each in said)


def test_real_answers_are_not_stamped(made):
    for name in ("da", "supplied"):
        assert "SYNTETISK" not in f"{vars(opened(made[name]).properties)}"
        (meta,) = parts(next(made[name].glob("*.ods")), "meta.xml").values()
        assert "SYNTETISK" not in "".join(meta.itertext())
    for name in ("da", "supplied"):
        assert not any(
            "SYNTETISK" in each for page in opened(made[name]) for each in texts_of(page)
        )


def test_the_cover_leads_to_every_sheet_and_explains_each_basis(made, book):
    cover = book.worksheets[0]
    linked = {cell.hyperlink.location for row in cover for cell in row if cell.hyperlink}
    assert linked == {f"'{name}'!A1" for name in book.sheetnames[1:]}
    said = texts_of(cover)
    assert "23. november 2026" in said
    for label in ("offentliggjort", "beregnet", "afgrænset", "modelleret"):
        assert label in said
    assert "syntetisk" not in said
    back = {page["A4"].hyperlink.location for page in book.worksheets[1:]}
    assert back == {"'Forside'!A1"}


def test_sheets_print_on_a4_with_their_headings_and_heads_stay(book):
    for page in book.worksheets[1:]:
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.print_title_rows == "$5:$5"
        assert page.freeze_panes == "B6"
        assert page.sheet_properties.pageSetUpPr.fitToPage


def test_the_english_workbook_is_english(made, book):
    english = opened(made["en"])
    assert english.sheetnames[:3] == ["Cover", "Figure 2", "Figure 3"]
    assert len(english.sheetnames) == len(book.sheetnames)
    left = {*texts_of(english["Profiles"])} & {*texts_of(book["Fagprofiler"])}
    assert left == {"Integration"}
    danish, other = (table_of(book["Figur 6"]), table_of(english["Figure 6"]))
    assert danish.iloc[:, 1:].to_numpy().tolist() == other.iloc[:, 1:].to_numpy().tolist()
    assert not set(danish.columns) & set(other.columns)


# --- OpenDocument


def test_opendocument_holds_the_same_cells(made, book):
    content = parts(next(made["da"].glob("*.ods")), "content.xml")["content.xml"]
    sheets = found(content, ".//table:table")
    name = f"{{{SPACES['table']}}}name"
    assert [sheet.get(name) for sheet in sheets] == book.sheetnames
    office_value = f"{{{SPACES['office']}}}value"
    for sheet in sheets:
        numbers = [float(cell.get(office_value)) for cell in found(sheet, ".//table:table-cell")
                   if cell.get(office_value)]  # fmt: skip
        held = [cell.value for row in book[sheet.get(name)] for cell in row
                if isinstance(cell.value, int | float)]  # fmt: skip
        assert numbers == pytest.approx(held)
        texts = ["".join(p.itertext()) for p in found(sheet, ".//text:p")]
        assert set(texts_of(book[sheet.get(name)])) <= set(texts)


# --- what may not be written, and what must be the same


def test_unprotected_tables_are_refused_and_nothing_is_written(tmp_path):
    exact = dataclasses.replace(synthesize(1), basis="observed", source="svar.csv")
    with pytest.raises(InputError, match="må ikke forlade maskinen"):
        export_tables(exact, tmp_path / "ud", day=DAY)
    assert not (tmp_path / "ud").exists()


def hostile(survey: Survey) -> Survey:
    """The survey with words that are formulas, markup and forbidden characters."""
    questions = {}
    for place, (key, question) in enumerate(survey.codebook.questions.items()):
        bad = HOSTILE[place % len(HOSTILE)]
        items = tuple(
            dataclasses.replace(item, label=Labels(word, word), short=Labels(word, word))
            for item, word in zip(question.items, HOSTILE * 2, strict=False)
        )
        scale = dataclasses.replace(
            question.scale,
            answers=tuple(
                dataclasses.replace(answer, short=Labels("=A1", "=A1"))
                for answer in question.scale.answers
            ),
        )
        questions[key] = dataclasses.replace(
            question, figure="", title=Labels(bad, bad), text=Labels(bad, bad), items=items,
            scale=scale,
        )  # fmt: skip
    codebook = dataclasses.replace(survey.codebook, questions=questions)
    return dataclasses.replace(survey, codebook=codebook, source='=HYPERLINK("x")&C&"')


def test_hostile_words_are_words(tmp_path):
    files = export_tables(hostile(synthesize(1)), tmp_path, day=DAY)
    (path,) = [file for file in files if file.suffix == ".xlsx"]
    book = openpyxl.load_workbook(path)
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    for part in parts(path, "xl/worksheets/sheet").values():
        assert not found(part, ".//s:f")
    figure = table_of(book.worksheets[1])
    assert figure.iloc[:6, 0].tolist() == [*HOSTILE[:5], "ab"]
    assert list(figure.columns[1:4]) == ["=A1", "=A1 (2)", "=A1 (3)"]
    assert book.worksheets[1]["A6"].data_type == "s"
    assert book.worksheets[1]["A6"].quotePrefix


def test_names_of_sheets_are_what_excel_allows(book):
    long = "Et navn, der er længere end de enogtredive tegn"
    names = sheet_names([long, long, "A/B:[C]*?\\", "'x'", "", "Figur 2", "FIGUR 2"])
    assert names[2:] == ["ABC", "x", "-", "Figur 2", "FIGUR 2 (2)"]
    assert names[0] == long[:31].rstrip()
    assert names[1] == long[:27] + " (2)"
    assert all(len(name) <= 31 for name in [*names, *book.sheetnames])
    assert unique_names(["a", "A", "a (2)"]) == ["a", "A (2)", "a (2) (2)"]


@pytest.mark.parametrize(
    ("name", "on_the_tab"),
    [
        ("Tredive tegn og en apostrof, se'her", "Tredive tegn og en apostrof, se"),
        ("Apostroffen står lige ved snit 'x", "Apostroffen står lige ved snit"),
        ("'" * 4, "-"),
        ("😀" * 20, "😀" * 15),  # two UTF-16 units each
        ("a" + "😀" * 20, "a" + "😀" * 15),
        ("History", "History -"),
        ("HISTORIK", "HISTORIK -"),
        ("問［1］：？", "問1"),
        ("a\x85b\u2028c", "abc"),
    ],
)
def test_a_tab_has_a_name_that_excel_opens_without_a_word(name, on_the_tab):
    assert sheet_names([name]) == [on_the_tab]
    twins = sheet_names([name, name.upper(), name])
    assert len({each.casefold() for each in twins}) == 3
    assert all(len(each.encode("utf-16-le")) <= 62 for each in [on_the_tab, *twins])
    assert not any(each.startswith("'") or each.endswith("'") for each in twins)


def test_names_that_excel_cannot_tell_apart_are_numbered():
    names = ["ＡＢ", "ab", "Straße", "STRASSE"]
    assert sheet_names(names) == ["ＡＢ", "ab (2)", "Straße", "STRASSE (2)"]


def test_headings_are_of_the_length_that_excel_allows_in_a_table():
    labels = ("Udsagn\nmed linjeskift", "x" * 400, "x" * 400)
    fields = tuple(Field(label) for label in labels)
    sheet = Sheet("Ark", "Titel", fields, (("a", "b", "c"),), (), "", ("published",))
    grid = workbook_grids(read_published(), [sheet], DAY)[1]
    headings = [cell.value for cell in grid.rows[grid.table[0]]]
    assert headings == ["Udsagn med linjeskift", "x" * 255, "x" * 251 + " (2)"]


def test_a_page_of_the_opendocument_file_is_scaled_to_a_number_of_pages(made):
    styles = zipfile.ZipFile(made["da"] / "tabeller.ods").read("styles.xml").decode()
    scales = re.findall(r'style:scale-to-[XY]="([^"]*)"', styles)
    assert scales
    assert all(int(scale) >= 1 for scale in scales)


def test_the_pages_of_the_opendocument_file_are_numbered_through_all_sheets(made):
    styles = zipfile.ZipFile(made["da"] / "tabeller.ods").read("styles.xml").decode()
    first = re.findall(r'style:first-page-number="([^"]*)"', styles)
    assert len(first) == styles.count('<style:page-layout style:name="layout-')
    assert set(first) == {"continue"}


def test_the_same_tables_give_the_same_bytes(made, tables, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1.9e9)
    again = spreadsheets(read_published(), tables, day=DAY)
    for name, content in again.items():
        assert content == (made["da"] / name).read_bytes(), name
    other = spreadsheets(read_published(), tables, day=date(2017, 5, 1))
    assert all(other[name] != content for name, content in again.items())


def test_the_date_is_the_one_asked_for(made, tables):
    survey = read_published()
    cover, *_ = workbook_grids(survey, workbook_sheets(tables), date(2017, 5, 1))
    assert ["Dato", "1. maj 2017"] in [[cell.value for cell in row] for row in cover.rows]
    core = parts(next(made["da"].glob("*.xlsx")), "docProps/core.xml")["docProps/core.xml"]
    assert "2026-11-23T00:00:00Z" in "".join(core.itertext())


def test_a_wide_sheet_goes_over_several_pages(tables):
    survey = read_published()
    sheets = workbook_sheets(tables)
    laid = {grid.name: grid for grid in workbook_grids(survey, sheets, DAY)}
    assert laid["Hovedtal"].pages == (3, 0)
    assert laid["Hovedtal"].leading == 2
    assert laid["Figur 2"].pages == (1, 1)
    for grid in laid.values():
        head = grid.rows[grid.table[0]] if grid.table else ()
        assert all(len(str(cell.value).split()[0]) < w for cell, w in zip(head, grid.widths))  # noqa: B905


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match='Sheet "x", row 1: 2 values for 1 fields'):
        Sheet("x", "x", (Field("a"),), ((1, 2),), (), "", ("observed",))


def test_every_sheet_of_the_registry_has_a_layout():
    named = {layout for entry in REGISTRY.values() for layout in entry.sheets}
    assert named == {*ONE_EACH, *ALL_IN_ONE}


def test_a_new_table_is_one_entry(tables, survey, monkeypatch):
    summary = REGISTRY["summary"]
    new = Entry("new", lambda survey: summary.measure(survey)[:1], "new_{question}", summary.table,
                columns=("item", "net"))  # fmt: skip
    monkeypatch.setitem(registry.REGISTRY, "new", new)
    measured = {**tables, "new": new.measure(survey)}
    *_, (name, file) = table_files(measured).items()
    assert name == "new_importance"
    assert list(file) == ["item", "net"]
    sheet = workbook_sheets(measured)[-1]
    table = summary.table(measured["new"][0])
    assert (sheet.title, sheet.basis) == (table.caption, table.basis)
    assert sheet.rows[0][1] == table.rows[0].cells[0]
    assert sheet.source.startswith("Kilde: KL")
    assert workbook_grids(survey, [sheet], DAY)[1].table == (4, 4 + len(table.rows))


def test_only_known_basis_words_stand_on_the_sheets(tables):
    for sheet in workbook_sheets(tables):
        assert set(sheet.basis) <= set(BASIS_WORDS)


@pytest.mark.parametrize("package", ["xlsxwriter", "odfdo", "pptx"])
def test_a_missing_package_is_one_line(package, tables, survey, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError) as error:
        if package == "pptx":
            export_slides(survey, tmp_path, day=DAY)
        else:
            spreadsheets(survey, tables, day=DAY)
    assert str(error.value) == (
        f'Pakken {package} mangler. Installér den med: pip install "fagligheder[reports]"'
    )


# --- the command, and LibreOffice


def test_the_command_takes_language_and_date(tmp_path, capsys):
    out = tmp_path / "ud"
    assert main(["tables", "--lang", "en", "--date", "2017-05-01", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"18 filer i {out}.\n"
    cover = openpyxl.load_workbook(out / "tables.xlsx").worksheets[0]
    assert "1 May 2017" in texts_of(cover)


def test_a_date_that_is_none_is_2(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["tables", "--date", "i går"])
    assert ended.value.code == 2
    assert '"i går" er ikke en dato som 2017-05-01' in capsys.readouterr().err


@needs_office
def test_libreoffice_opens_both_and_loses_no_sheet(made, tmp_path):
    files = {f"{path.suffix[1:]}{path.suffix}": path.read_bytes()
             for path in made["made-up"].iterdir()}  # fmt: skip
    assert len(files) == 2
    for path in as_pdfs(files, tmp_path):
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) >= len(opened(made["made-up"]).sheetnames)


def test_the_examples_in_the_docstrings_hold():
    for module in (charts, cells, registry, office_style, numbers):
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed


def test_what_a_cell_shows_is_rounded_half_up():
    """The text that OpenDocument keeps beside the number; the number itself stays whole."""
    for base in range(1, 201):
        for count in range(base + 1):
            cell = ods._cell(GridCell(count / base, "cell", "share"), "en")
            shown = cell.children[0].text
            assert shown == f"{(200 * count + base) // (2 * base)}%", (count, base)
    assert ods._cell(GridCell(0.0575, "cell", "exact_share"), "da").children[0].text == "5,8 %"


def test_both_intervals_and_a_median_at_a_tie_have_columns(tables):
    labels = [field.label for field in summary_sheet(tables["summary"][:1], "da").fields]
    assert "Øverste svar, lav (uendelig population)" in labels
    assert "Median, andet svar ved lige mange på hver side" not in labels
    tied = tables["summary"][0].assign(median_tie="important")
    sheet = summary_sheet([tied], "da")
    place = [field.label for field in sheet.fields].index(
        "Median, andet svar ved lige mange på hver side"
    )
    assert {row[place] for row in sheet.rows} == {"Vigtig"}
    answers = answers_sheet(tables["likert"], "da")
    high = [field.label for field in answers.fields].index("Andel, høj (uendelig population)")
    assert answers.rows[0][high] == pytest.approx(0.956, abs=5e-4)
    files = table_files(tables)
    assert {"low_infinite", "high_infinite"} <= set(files["likert_importance"])
    assert set(files["workforce_gap"]["assumption"]) == {"", "one_each"}
    assert set(files["crosstab_ideal_share_by_size_band"]["assumption"]) == {"one_each"}


def test_a_net_in_points_has_no_last_digits_of_a_float():
    frame = likert_summary(synthesize(1), "importance").assign(net=23 / 40)
    page = summary_sheet([frame], "da")
    net = [field.label for field in page.fields].index("Netto, procentpoint")
    assert {row[net] for row in page.rows} == {57.5}
