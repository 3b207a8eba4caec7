"""The codebook of any survey: what it says, what it never says, and its files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kinds_folder import write_folder
from openpyxl import load_workbook
from tests.helpers.public_surveys import nhanes

from analysis.display.pages.codebook import codebook_page
from analysis.measures.codebook_items import codebook_items, effective_respondents
from analysis.measures.disclosure import protect
from analysis.measures.missing import missing_summary
from analysis.survey.published import read_published
from fagligheder.cli import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return write_folder(tmp_path_factory.mktemp("kodebog") / "fritid")


@pytest.fixture(scope="module")
def made(folder, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("ud")
    given = ["codebook", "--survey", str(folder), "--lang", "en", "--out", str(out)]
    assert main(given) == 0
    return out


def test_it_is_a_page_a_pdf_a_notebook_and_a_workbook(made):
    names = {path.name for path in made.iterdir()}
    assert {f"kodebog-en.{ending}" for ending in ("html", "pdf", "ipynb")} <= names
    sheet = load_workbook(made / "codebook.xlsx")["Questions and items"]
    heads = next(
        row for row in sheet.iter_rows(values_only=True) if row[0] == "Key of the question"
    )
    rows = {row[4]: dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(values_only=True)}
    assert rows["satisfaction_rooms"]["Answered"] == 40
    assert rows["satisfaction_rooms"]["Off the scale"] == 40
    assert rows["sports_swim"]["Blank"] == 20
    assert rows["sports_dance"]["Answered"] == "[c]", "nobody chose it"


def test_every_kind_is_told_in_the_page(made):
    page = (made / "kodebog-en.html").read_text(encoding="utf-8")
    for words in ("one answer on a scale", "any number of options", "a number, shown in bands",
                  "words of one's own", "What would you add?", "Leisure 2026"):  # fmt: skip
        assert words in page.replace("&#39;", "'"), words


def test_open_answers_and_small_counts_are_in_no_file(made):
    for path in made.glob("kodebog-en.*"):
        content = path.read_bytes()
        assert b"Mere frugt" not in content
    shown = json.loads((made / "kodebog-en.ipynb").read_text(encoding="utf-8"))
    assert '"unprotected": true' not in json.dumps(shown)


def test_the_parts_of_an_item_add_up_as_in_the_summary_of_missing():
    survey = nhanes()
    items = codebook_items(survey).set_index("variable")
    summary = missing_summary(survey)
    assert items["blank"].tolist() == summary["blank"].tolist()
    assert items.loc["zinc_blood", "base"] == 460
    assert items.loc["health_highbp", "weight_effect_low"] == pytest.approx(0.0653, abs=1e-4)


def test_what_weights_change_lies_within_what_protected_counts_allow():
    survey = nhanes()
    exact, shown = codebook_items(survey), codebook_items(protect(survey, "race"))
    assert (shown["weight_effect_low"] <= exact["weight_effect_low"] + 1e-12).all()
    assert (shown["weight_effect_high"] >= exact["weight_effect_high"] - 1e-12).all()
    assert effective_respondents(protect(survey, "race")) == pytest.approx(
        effective_respondents(survey)
    )
    assert survey.answers is not None
    weights = survey.answers["weight"]
    assert effective_respondents(survey) == pytest.approx(weights.sum() ** 2 / (weights**2).sum())


def test_the_printed_survey_says_what_was_printed():
    page = codebook_page(read_published(), lang="en")
    table = page.table("ideal_share")
    assert [column.label for column in table.columns] == [
        "Variable", "Answered", "Off the scale", "Base",
    ]  # fmt: skip
    assert table.rows[0].cells[1:] == ("52", "2", "52")
