"""The catalogue as files: the page, the workbook, CSV and JSON-LD; and the command."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import openpyxl
import pytest

import analysis as fag
from fagligheder.cli import main
from fagligheder.run.catalogue import export_catalogue

LATE = date(2026, 1, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("katalog")
    export_catalogue(fag.read_catalogue(), out, LATE, "da")
    export_catalogue(fag.read_catalogue(), out, LATE, "en")
    return out


def test_the_page_has_a_card_an_offer_and_says_what_has_expired(folder):
    page = (folder / "katalog.html").read_text(encoding="utf-8")
    cards = re.findall(r'data-credit="(\w+)" data-held="(\w+)">', page)
    assert len(cards) == len(fag.read_catalogue().offers)
    assert {held for *_, held in cards} == {"no"}
    assert page.count('class="state expired"') == len(cards)
    assert "intet tilbud til Borgernes kompetencer og Integration" in page


def test_the_page_needs_nothing_from_elsewhere(folder):
    page = (folder / "katalog.html").read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="(?!#|katalog\.)', page)
    linked = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
    assert json.loads(linked) == json.loads((folder / "katalog.jsonld").read_text("utf-8"))


def test_what_is_unknown_is_left_out_of_the_data_for_machines(folder):
    graph = json.loads((folder / "katalog.jsonld").read_text("utf-8"))["@graph"]
    courses = {course["@id"]: course for course in graph}
    assert all(course["@type"] == "Course" and course["name"] for course in courses.values())
    assert courses["#bif_1"]["numberOfCredits"]["value"] == 10
    assert courses["#bif_1"]["hasCourseInstance"]["courseWorkload"] == "P9D"
    assert "numberOfCredits" not in courses["#koordinerende"]
    assert not any("offers" in course for course in courses.values())


def test_the_workbook_and_the_csv_leave_unknown_numbers_empty(folder):
    book = openpyxl.load_workbook(folder / "katalog.xlsx", read_only=True)
    rows = list(book["Tilbud"].iter_rows(values_only=True))
    heading = next(place for place, row in enumerate(rows) if row[0] == "Navn")
    price = rows[heading].index("Pris pr. deltager (kr.)")
    offers = rows[heading + 1 : heading + 1 + len(fag.read_catalogue().offers)]
    assert {row[price] for row in offers} == {None}
    table = list(csv.DictReader(io.StringIO((folder / "katalog.csv").read_text("utf-8"))))
    assert {row["price_head"] for row in table} == {""}


def test_the_english_page_is_english(folder):
    page = (folder / "catalogue.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "Expired 2019" in page


def test_the_command_finds_and_refuses(tmp_path, capsys):
    assert main(["catalogue", "--search", "tillid", "--date", "2018-01-01"]) == 0
    shown = capsys.readouterr().out
    assert "Den koordinerende sagsbehandler" in shown
    assert "til og med 2019" in shown
    assert main(["catalogue", "--profile", "jura", "--out", str(tmp_path / "k")]) == 2
    assert "Vælg en af disse: koordination" in capsys.readouterr().err
    assert not (tmp_path / "k").exists()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "kompetencer.xlsx"
    assert main(["own", "--template", "Odder", "--out", str(path)]) == 0
    return path


def test_a_centres_own_offers_stand_beside_the_reports(book, tmp_path, capsys):
    own = fag.read_centre(book).offers
    assert (
        main(["catalogue", "--add", str(book), "--out", str(tmp_path), "--date", "2027-01-01"]) == 0
    )
    rows = list(csv.DictReader(io.StringIO((tmp_path / "katalog.csv").read_text("utf-8"))))
    added = {row["offer"]: row for row in rows if row["origin"] == "own"}
    assert list(added) == own["offer"].tolist()
    for offer, price in zip(own["offer"], own["price_head"], strict=True):
        assert added[offer]["price_head"] == ("" if price != price else str(price))
    page = (tmp_path / "katalog.html").read_text(encoding="utf-8")
    assert all(name in page for name in own["name"])
    assert "nan" not in re.findall(r"\w+", page.split("<main", 1)[1])


def test_a_csv_of_offers_is_checked_row_by_row(book, tmp_path, capsys):
    sheet = openpyxl.load_workbook(book)["Tilbud"]
    cells = sheet.iter_rows(values_only=True)
    rows = [[each.date() if hasattr(each, "date") else each for each in row] for row in cells]
    start = next(place for place, row in enumerate(rows) if row.count(None) < 3)
    table = io.StringIO()
    csv.writer(table).writerows(rows[start:])
    path = tmp_path / "tilbud.csv"
    path.write_text(table.getvalue(), encoding="utf-8")
    assert main(["catalogue", "--check", str(path)]) == 0
    assert "tilbud er i orden" in capsys.readouterr().out
    ects = next(place for place, cell in enumerate(rows[start]) if "ECTS" in str(cell))
    rows[start + 1][ects] = "mange"
    table = io.StringIO()
    csv.writer(table).writerows(rows[start:])
    path.write_text(table.getvalue(), encoding="utf-8")
    assert main(["catalogue", "--check", str(path)]) == 2
    said = capsys.readouterr().err
    assert "tilbud.csv" in said
    assert "mange" in said
    assert "række 2" in said


def test_an_offer_with_a_key_of_the_report_is_refused(tmp_path):
    from analysis.catalogue.own_offers import add_offers

    catalogue = fag.read_catalogue()
    own = fag.search_offers(catalogue, "tillid").assign(content="", gain_basis="ours")
    with pytest.raises(fag.InputError, match="koordinerende"):
        add_offers(catalogue, own)
