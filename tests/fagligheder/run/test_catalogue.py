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
