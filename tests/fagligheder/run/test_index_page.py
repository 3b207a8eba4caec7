"""The page over a folder of documents: true to the folder, one file, for every reader."""

from __future__ import annotations

import doctest
import json
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from html_pages import Page
from printed import STAFF

from analysis.display.figures import palette, tile_map
from analysis.display.figures.tile_map import size_colours, state_colours
from analysis.survey.codebook import read_codebook
from analysis.survey.kommuner import read_kommuner, read_tiles
from analysis.survey.names import danish_order
from analysis.words import text
from fagligheder.run import batch
from fagligheder.run import index_page as site
from fagligheder.run.folder_overview import read_overview
from fagligheder.run.job import SUFFIXES, Job, Outcome
from fagligheder.run.manifest import MANIFEST, Manifest, file_hash

HOSTILE = "<script>alert(1)</script> \" onload='x' {{7*7}} & </style> --> ]]>"
FIGURE = (
    '<h2 id="{0}">Overskrift {0}</h2><figure>\n<div class="wide" tabindex="0"><div class="drawing" '
    'role="img" aria-label="Figur {0}. Alt &amp; mere"><svg viewBox="0 0 9 9"><path d="M{0} 0"/>'
    "</svg></div></div>\n</figure>"
)


def job(name: str, title: str, facts: dict | None = None, **parameters) -> Job:
    notebook = "landsrapport" if name == "landsrapport" else "kommune"
    return Job(notebook, name, title, {"answers": None, "lang": "da"} | parameters, facts or {})


ODDER = job("0727-odder", "Odder", {"staff": 70, "size_band": "small", "answers": 1})
SAMSØ = job("0741-samsoe", "Samsø", {"staff": 6, "size_band": "small", "answers": 1})
KØGE = job("0259-koege", "Køge", {"staff": 150, "size_band": "large", "answers": 1})
AALBORG = job("0851-aalborg", "Aalborg", {"staff": 400, "size_band": "large", "answers": 0})
NATIONAL = job("landsrapport", "Landsrapporten")


def make(out: Path, *jobs: Job, error: str = "") -> Manifest:
    """Note documents as a run does, with files that hold little."""
    out.mkdir(exist_ok=True)
    manifest = Manifest(out)
    for each in jobs:
        paths = tuple(out / f"{each.name}{suffix}" for suffix in SUFFIXES)
        if error:
            manifest.add(Outcome(each, error=error, seconds=1))
            continue
        for path in paths:
            text = "".join(FIGURE.format(number) for number in (1, 2, 3, 4, 5, 5, 6))
            path.write_text(text if each is NATIONAL else f"{each}", encoding="utf-8")
        manifest.add(Outcome(each, paths, "", tuple(map(file_hash, paths)), 1))
    return manifest


def written(out: Path) -> Page:
    site.write_page(Manifest(out), out, "landsrapport", "log.txt")
    return Page((out / site.PAGE).read_text(encoding="utf-8"))


def rows(page: Page) -> dict[str, str]:
    """The table's rows as HTML, by the kommune's code."""
    return dict(re.findall(r'<tr[^>]* data-code="(\d+)"(.*?)</tr>', page.html, re.DOTALL))


@pytest.fixture
def out(tmp_path) -> Path:
    folder = tmp_path / "rapporter"
    make(folder, NATIONAL, ODDER, SAMSØ, KØGE)
    (folder / "log.txt").write_text("…", encoding="utf-8")
    return folder


# --- the map


def test_each_of_the_98_has_one_square_of_its_own():
    tiles = read_tiles()
    assert set(tiles) == set(read_kommuner())
    assert len({(tile.column, tile.row) for tile in tiles.values()}) == 98
    assert len({tile.label for tile in tiles.values()}) == 98
    assert {code: tile.code for code, tile in tiles.items()} == {code: code for code in tiles}


def test_the_map_keeps_the_country_in_order():
    place = {kommune.name: read_tiles()[kommune.code] for kommune in read_kommuner().values()}
    by_region: dict[str, list] = {}
    for kommune in read_kommuner().values():
        by_region.setdefault(kommune.region, []).append(place[kommune.name])
    east = [*by_region["Sjælland"], *by_region["Hovedstaden"]]
    west = [tile for tile in place.values() if tile not in east]
    assert max(tile.column for tile in west) < min(tile.column for tile in east)
    assert max(tile.row for tile in by_region["Nordjylland"]) < min(
        tile.row for tile in by_region["Syddanmark"]
    )
    from_west = ["Fanø", "Esbjerg", "Kolding", "Odense", "Slagelse", "Køge", "København"]
    assert from_west == sorted(from_west, key=lambda name: place[name].column)
    from_north = ["Hjørring", "Aalborg", "Viborg", "Aarhus", "Kolding", "Aabenraa", "Ærø"]
    assert from_north == sorted(from_north, key=lambda name: place[name].row)
    assert place["Bornholm"].column == max(tile.column for tile in place.values())
    # an island without a bridge has no neighbour at its side
    taken = {(tile.column, tile.row) for tile in place.values()}
    for name in ("Læsø", "Samsø", "Fanø", "Ærø", "Bornholm"):
        column, row = place[name].column, place[name].row
        sides = {(column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)}
        assert not sides & taken, name


def test_the_map_shows_each_kommune_with_its_name_state_and_size(out):
    page = written(out)
    squares = [
        (tag, attrs)
        for tag, attrs, around in page.elements
        if "tile" in (attrs.get("class") or "").split()
    ]
    assert len(squares) == 98
    assert len({attrs["data-code"] for _, attrs in squares}) == 98
    linked = {attrs["data-code"]: attrs for tag, attrs in squares if tag == "a"}
    assert set(linked) == {"0727", "0741", "0259"}
    assert linked["0259"]["href"] == "0259-koege.html"
    assert linked["0259"]["class"] == "tile size-large state-done"
    assert "aria-label" not in linked["0259"]  # its title names it, also when it is read aloud
    assert "<title>Køge Kommune: færdig, 150 medarbejdere</title>" in page.html
    assert "<title>Ærø Kommune: ikke lavet, 17 medarbejdere</title>" in page.html
    assert "<title>Herning Kommune: ikke i undersøgelsen</title>" in page.html
    classes = [attrs["class"] for _, attrs in squares]
    assert sum("size-none" in each for each in classes) == 49
    assert sum("state-outside" in each for each in classes) == 49


def test_the_example_in_the_docstring_holds():
    result = doctest.testmod(tile_map)
    assert result.attempted and not result.failed


def contrast(one: str, other: str) -> float:
    lights = sorted(palette.luminance(colour) + 0.05 for colour in (one, other))
    return lights[1] / lights[0]


def test_the_colours_can_be_read_and_keep_their_order_in_grey():
    assert len(size_colours()) == len(read_codebook().size_bands)
    for fill, ink in (*size_colours(), *state_colours().values()):
        assert contrast(fill, ink) >= 4.5
    assert contrast(palette.MUTED, "#ffffff") >= 4.5
    lights = [palette.luminance(fill) for fill, _ in size_colours()]
    assert lights == sorted(lights, reverse=True)
    fills = ["#ffffff", *(fill for fill, _ in size_colours())]
    assert all(contrast(*pair) > 1.5 for pair in pairwise(fills))


# --- the table


def test_the_table_lists_the_98_in_danish_order(out):
    page = written(out)
    names = re.findall(r'<th scope="row">([^<]*)</th>', page.html)
    assert len(names) == 98
    assert names == sorted(names, key=danish_order)
    assert names[:2] == ["Albertslund", "Allerød"]
    assert names[-5:] == ["Vordingborg", "Ærø", "Aabenraa", "Aalborg", "Aarhus"]
    assert names.index("Furesø") + 1 == names.index("Faaborg-Midtfyn")


def test_each_row_says_what_the_report_says_of_the_kommune(out):
    found = rows(written(out))
    for name, staff in STAFF.items():
        code = next(
            kommune.code
            for kommune in read_kommuner().values()
            if kommune.name in (name, f"{name}s")
        )
        assert f'data-value="{staff}">{staff:,}</td>'.replace(",", ".") in found[code], name
    assert sum("Ikke i undersøgelsen" in row for row in found.values()) == 49
    assert sum("Ikke lavet" in row for row in found.values()) == 46
    assert "Færdig <small>" in found["0727"]


def test_every_link_leads_to_a_file_or_a_place(out):
    page = written(out)
    ids = {attrs["id"] for _, attrs, _ in page.elements if attrs.get("id")}
    targets = [attrs["href"] or "" for attrs in page.named("a")]
    leading = {unquote(target.partition("#")[0]) for target in targets} - {""}
    assert leading == {"manifest.json", "log.txt"} | {
        f"{each.name}{suffix}" for each in (NATIONAL, ODDER, SAMSØ, KØGE) for suffix in SUFFIXES
    }
    assert all((out / name).is_file() for name in leading)
    assert {target[1:] for target in targets if target.startswith("#")} <= ids


def test_a_kommune_is_found_by_its_other_names(out):
    words = dict(re.findall(r'data-code="(\d+)"[^>]* data-words="([^"]*)"', written(out).html))
    assert len(words) == 98
    assert "Århus" in words["0751"] and "0751-aarhus" in words["0751"]
    assert "0492-aeroe" in words["0492"]
    assert "Copenhagen" in words["0101"] and "Hovedstaden" in words["0101"]


def test_the_page_can_be_read_aloud_and_by_keyboard(out):
    page = written(out)
    assert page.open == []
    assert page.named("html") == [{"lang": "da"}]
    headings = [tag for tag, _, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert headings == ["h1", "h2", "h2", "h2", "h2"]
    ids = [attrs["id"] for _, attrs, _ in page.elements if attrs.get("id")]
    assert len(ids) == len(set(ids))
    assert len(page.named("caption")) == 1
    heads = [attrs for attrs in page.named("th") if attrs["scope"] == "col"]
    assert [attrs.get("aria-sort") for attrs in heads] == ["ascending"] + [None] * 5
    assert len([attrs for attrs in page.named("th") if attrs["scope"] == "row"]) == 98
    labelled = {attrs.get("for") for attrs in page.named("label")}
    assert {"find", "show"} <= labelled
    assert [attrs["id"] for attrs in page.named("p") if attrs.get("role") == "status"] == [
        "count",
        "said",
    ]
    assert 'aria-label="PDF: Odder"' in page.html


def test_the_page_asks_the_network_for_nothing(out):
    page = written(out)
    assert set(re.findall(r"https?://[^\s\"'<)]+", page.html)) <= {"http://www.w3.org/2000/svg"}
    assert page.named("link", "iframe", "object", "embed", "img") == []
    assert page.named("script") == [{}]
    assert "@import" not in page.html and "fetch(" not in page.html
    assert all(url.startswith("data:") for url in re.findall(r"url\(([^)]*)", page.html))
    for tag, attrs, _ in page.elements:
        assert not [name for name in attrs if name.startswith("on")], tag


def test_search_and_the_national_report_come_first_and_the_files_of_the_run_last(out):
    page = written(out)
    places = [
        page.html.index(each)
        for each in (
            'id="find"',
            'href="landsrapport.pdf"',
            'id="kort"',
            'id="alle"',
            'id="landet"',
            'id="om"',
            'href="manifest.json"',
            'href="log.txt"',
        )
    ]
    assert places == sorted(places)
    assert "Senest opdateret" in page.words


def test_each_report_has_a_link_to_copy_that_is_there_when_it_can_be_used(out):
    (out / "0741-samsoe.pdf").unlink()
    (out / "0259-koege.html").unlink()
    buttons = [each for each in written(out).named("button") if each["class"] == "copy screen"]
    assert [(each["data-address"], each["aria-label"]) for each in buttons] == [
        ("landsrapport.pdf", "Kopiér link til Landsrapporten"),
        ("0259-koege.pdf", "Kopiér link til Køge"),
        ("0727-odder.pdf", "Kopiér link til Odder"),
        ("0741-samsoe.html", "Kopiér link til Samsø"),
    ]
    assert all("hidden" in each for each in buttons)  # the script shows them


# --- what became of the documents


def test_a_failure_without_a_report_is_named_with_its_words(out):
    make(out, AALBORG, error="celle 4: ValueError: i stykker\nmere")
    page = written(out)
    assert "Mislykkede rapporter" in page.words
    assert "celle 4: ValueError: i stykker mere" in page.words
    assert "Der er ingen rapport." in page.words
    assert "tidligere kørsel" not in page.words
    assert "Mislykkedes; ingen rapport" in rows(page)["0851"]
    assert 'class="tile size-large state-failed"' in page.html


def test_a_report_from_an_earlier_run_says_so(out):
    make(out, ODDER, error="celle 4: brugte over 600 sekunder (--timeout)")
    manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    manifest["documents"]["0727-odder"]["kept"]["finished"] = "2026-01-02T03:04:05+01:00"
    (out / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    page = written(out)
    assert "Rapporten er fra en tidligere kørsel (02.01.2026):" in page.words
    row = rows(page)["0727"]
    assert "Mislykkedes; rapporten er fra en tidligere kørsel" in row
    assert row.count("href=") == 3
    assert "1 af dem har en rapport fra en tidligere kørsel" in page.words
    make(out, ODDER, error="igen")
    assert "(02.01.2026)" in written(out).words
    make(out, ODDER)
    assert "tidligere kørsel" not in written(out).words


def test_a_kept_report_is_linked_only_where_it_is_the_one_that_was_made(out):
    make(out, ODDER, error="kan ikke skrives: No space left on device")
    (out / "0727-odder.pdf").write_text("en halv ny", encoding="utf-8")
    row = rows(written(out))["0727"]
    assert re.findall('href="([^"]*)"', row) == ["0727-odder.html", "0727-odder.ipynb"]


def test_a_long_error_is_cut(out):
    make(out, AALBORG, error="x" * 5000)
    page = written(out)
    assert "x" * 600 + "…" in page.html
    assert "x" * 601 not in page.html


def test_what_the_manifest_says_is_shown_and_never_run(out):
    make(out, replace(AALBORG, title=HOSTILE), error=HOSTILE)
    make(out, job("andet", HOSTILE), job("../ude", "ude"), job("c:d", "drev"), job("a b", "rum"))
    page = written(out)
    assert page.named("script") == [{}]
    assert page.words.count('<script>alert(1)</script> " onload=') == 3
    assert "&lt;script&gt;alert(1)" in page.html
    assert "../ude" not in page.html
    assert "c:d" not in page.html
    assert 'href="a%20b.pdf"' in page.html


@pytest.mark.parametrize("entry", [None, 3, "x", [], {}, {"error": 4}, {"made_of": 1, "kept": 2}])
def test_an_entry_that_nobody_understands_is_left_out(out, entry):
    manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    manifest["documents"]["0851-aalborg"] = entry
    (out / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    assert "Ikke i undersøgelsen" in rows(written(out))["0851"]


def test_a_file_that_is_gone_is_not_linked(out):
    assert rows(written(out))["0727"].count("href=") == 3
    (out / "0727-odder.pdf").unlink()
    assert rows(written(out))["0727"].count("href=") == 2
    for suffix in SUFFIXES:
        (out / f"0727-odder{suffix}").unlink(missing_ok=True)
    assert "Ikke lavet" in rows(written(out))["0727"]


def test_one_that_took_no_part_says_so(out):
    make(out, AALBORG)
    page = written(out)
    assert "deltog ikke i undersøgelsen" in rows(page)["0851"]
    assert "49 af landets 98 kommuner deltog i undersøgelsen" in page.words


# --- the basis


def test_the_basis_is_said_once_when_it_is_the_same(out):
    page = written(out)
    assert "Grundlag: de trykte tal i KL's rapport." in page.words
    assert "SYNTETISKE" not in page.words
    assert "Grundlag<" not in page.html


def test_made_up_answers_are_stamped(out):
    make(out, replace(ODDER, parameters=ODDER.parameters | {"answers": "syntetisk:7"}))
    page = written(out)
    assert [attrs["aria-hidden"] for attrs in page.named("div") if attrs.get("class") == "stamp"]
    assert "SYNTETISKE SVAR. 1 af de 4 rapporter er lavet med opdigtede svar" in page.words
    assert "opdigtede svar" in rows(page)["0727"]
    assert "trykte tal" in rows(page)["0741"]
    made_up = {"answers": "syntetisk"}
    make(out, *(replace(each, parameters=made_up) for each in (ODDER, SAMSØ, KØGE)))
    make(out, replace(NATIONAL, parameters=made_up))
    assert "Alle rapporter her er lavet med opdigtede svar" in written(out).words


def test_the_answers_of_a_surveys_folder_are_not_printed_numbers(out):
    folder = {"survey": "/hjemme/runde-2026"}
    odder = replace(ODDER, parameters=ODDER.parameters | folder)
    samsø = replace(SAMSØ, parameters=SAMSØ.parameters | folder)
    make(out, replace(odder, facts=ODDER.facts | {"basis": "synthetic"}))
    make(out, replace(samsø, facts=SAMSØ.facts | {"basis": "observed"}))
    page = written(out)
    assert "opdigtede svar" in rows(page)["0727"]
    assert "svar fra runde-2026" in rows(page)["0741"]


def test_a_file_of_made_up_answers_is_known_by_its_basis(out, tmp_path):
    told = replace(ODDER, parameters={"answers": str(tmp_path / "svar.csv")})
    make(out, replace(told, facts=ODDER.facts | {"basis": "synthetic"}))
    page = written(out)
    assert "1 af de 4 rapporter er lavet med opdigtede svar" in page.words
    assert "opdigtede svar" in rows(page)["0727"]


def test_a_made_up_report_that_was_kept_is_still_stamped(out):
    make(out, replace(ODDER, parameters={"answers": "syntetisk"}))
    make(out, ODDER, error="i stykker")
    page = written(out)
    assert "1 af de 4 rapporter er lavet med opdigtede svar" in page.words
    assert "opdigtede svar" in rows(page)["0727"]


def test_supplied_answers_are_named_by_their_file_alone(out, tmp_path):
    answers = {"answers": str(tmp_path / "hemmelig" / "svar.csv"), "own": "egne.yml"}
    later = make(out, replace(ODDER, parameters=ODDER.parameters | answers))
    page = written(out)
    assert "svar fra svar.csv og egne svar" in rows(page)["0727"]
    assert "hemmelig" not in page.html
    overview = read_overview(later.documents, out, "landsrapport")
    assert {row.state for row in overview.kommuner} >= {"done"}


def test_who_took_part_is_not_guessed_for_supplied_answers(tmp_path):
    out = tmp_path / "rapporter"
    make(out, replace(ODDER, parameters={"answers": "/x/svar.csv"}))
    page = written(out)
    assert "Ikke i undersøgelsen" not in page.words
    assert "150" not in rows(page)["0259"]
    assert rows(page)["0259"].count("Ingen rapport") == 1


# --- the national report


def test_figures_2_to_6_come_from_the_national_report(out):
    page = written(out)
    drawings = [attrs for attrs in page.named("div") if attrs.get("role") == "img"]
    assert [each["aria-label"] for each in drawings] == [
        f"Figur {number}. Alt & mere" for number in range(2, 7)
    ]
    assert 'href="landsrapport.html#4"' in page.html
    assert page.html.count('<path d="M5 0"/>') == 1


def test_a_national_report_that_was_changed_gives_no_figures(out):
    (out / "landsrapport.html").write_text(FIGURE.format(2) + "x", encoding="utf-8")
    page = written(out)
    assert "Figur 2" not in page.html.replace(
        text("index_page.national_lead", "da", figures="2–6"), ""
    )
    assert 'href="landsrapport.html"' in page.html


def test_without_a_national_report_the_page_says_how_to_make_it(tmp_path):
    make(tmp_path / "x", ODDER)
    assert "fagligheder reports landsrapport" in written(tmp_path / "x").words


# --- languages


def test_an_english_run_makes_an_english_page(tmp_path):
    out = tmp_path / "reports"
    make(out, replace(ODDER, parameters={"answers": "syntetisk", "lang": "en"}))
    make(out, replace(SAMSØ, parameters={"answers": None, "lang": "en"}), error="i stykker")
    page = written(out)
    assert page.named("html") == [{"lang": "en"}]
    assert "Reports for the municipalities" in page.words
    assert "SYNTHETIC ANSWERS" in page.words
    assert '<span class="error" lang="da">i stykker</span>' in page.html
    danish = ("rapport", "kommune", "svar ", "lavet", "kørsel", "undersøgelse", "medarbejdere")
    text = page.words.lower().partition("source, where")[0]
    names = re.compile(r"fagligheder reports landsrapport|fagligheder på|(regions)?kommune:")
    assert not [word for word in danish if word in names.sub("", text)]


def test_both_languages_and_own_answers_stand_side_by_side(tmp_path):
    out = tmp_path / "rapporter"
    english, own = {"answers": None, "lang": "en"}, {"answers": None, "lang": "da", "own": "x.xlsx"}
    make(
        out,
        NATIONAL,
        replace(NATIONAL, name="landsrapport-en", parameters=english),
        ODDER,
        replace(ODDER, name="0727-odder-en", parameters=english),
        replace(ODDER, name="0727-odder-egne-svar", parameters=own),
        replace(ODDER, name="0727-odder-egne-svar-en", parameters=english | own | {"lang": "en"}),
        replace(SAMSØ, name="0741-samsoe-en", parameters=english),
    )
    page = written(out)
    assert page.named("html") == [{"lang": "da"}]
    cell = re.search(r'<td class="files">(.*?)</td>', rows(page)["0727"], re.DOTALL)
    words = " ".join(re.sub(r"<[^>]*>", " ", cell[1]).split())
    assert words == (
        "PDF HTML ipynb Kopiér link Engelsk: PDF HTML ipynb Kopiér link "
        "Egne svar: PDF HTML ipynb Kopiér link Egne svar, engelsk: PDF HTML ipynb Kopiér link"
    )
    leading = re.findall(r'href="([^"]*\.pdf)"', cell[1])
    assert leading == [
        "0727-odder.pdf",
        "0727-odder-en.pdf",
        "0727-odder-egne-svar.pdf",
        "0727-odder-egne-svar-en.pdf",
    ]
    assert "Engelsk: " in rows(page)["0741"]
    assert 'href="landsrapport-en.pdf"' in page.html
    assert "Andre rapporter" not in page.words
    tile = next(each for _, each, _ in page.elements if each.get("data-code") == "0727")
    assert tile["href"] == "0727-odder.html"


def test_own_answers_alone_are_marked_as_such(tmp_path):
    own = {"answers": None, "lang": "da", "own": "x.xlsx"}
    make(tmp_path / "ud", replace(ODDER, name="0727-odder-egne-svar", parameters=own))
    assert "Egne svar: " in rows(written(tmp_path / "ud"))["0727"]


# --- written once


def test_nothing_new_is_not_written_again(out):
    written(out)
    page, note = out / site.PAGE, out / MANIFEST
    before = page.stat().st_mtime_ns, note.stat().st_mtime_ns
    first = page.read_bytes()
    written(out)
    assert (page.stat().st_mtime_ns, note.stat().st_mtime_ns) == before
    page.write_bytes(first + b"<!-- -->")
    written(out)
    assert page.read_bytes() == first
    page.unlink()
    written(out)
    assert page.read_bytes() == first


def test_a_page_of_anothers_is_never_overwritten(out):
    (out / site.PAGE).write_text("<h1>KL</h1>", encoding="utf-8")
    outcomes = batch._write_index_page(Manifest(out), out)
    assert [(each.job.title, each.files) for each in outcomes] == [("index.html", ())]
    assert "er ikke lavet af fagligheder, så den er ikke rørt" in outcomes[0].error
    assert (out / site.PAGE).read_text(encoding="utf-8") == "<h1>KL</h1>"


def test_a_page_that_cannot_be_written_is_an_outcome(out, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(site, "write_whole", full)
    (outcome,) = batch._write_index_page(Manifest(out), out)
    assert outcome.error == "kan ikke skrives: No space left on device"


def test_a_manifest_of_the_first_format_is_read(out):
    make(out, KØGE, error="i stykker")
    manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    manifest["format"] = 1
    for entry in manifest["documents"].values():
        for new in ("finished", "failed", "facts", "kept"):
            entry.pop(new, None)
    (out / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    page = written(out)
    assert "Senest opdateret" not in page.words
    assert "Færdig" in rows(page)["0727"] and "70" in rows(page)["0727"]
    assert "Rapporten er fra en tidligere kørsel: PDF HTML ipynb" in page.words
    assert json.loads((out / MANIFEST).read_text(encoding="utf-8"))["format"] == 3


def test_looking_what_there_is_to_do_imports_no_drawing(out):
    written(out)
    code = (
        "import sys; from pathlib import Path\n"
        "from fagligheder.run import batch\n"
        "heavy = {'pandas', 'matplotlib', 'jinja2', 'fontTools', 'nbformat'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "from fagligheder.run.manifest import Manifest\n"
        f"out = Path({str(out)!r})\n"
        "assert batch._write_index_page(Manifest(out), out) == []\n"
        "heavy = {'matplotlib', 'jinja2', 'fontTools', 'nbformat'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "(out / 'index.html').unlink()\n"
        "assert batch._write_index_page(Manifest(out), out) == []\n"
        "assert 'matplotlib' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    assert (out / site.PAGE).is_file()
