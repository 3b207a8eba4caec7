"""The index page in a real browser, opened as a file: found, named, copied and read on a phone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fagligheder.run.folder_overview import read_overview
from fagligheder.run.index_page import Figure, page_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium"
)
#: An entry of a manifest, and the drawing of a figure.
MADE = {"made_of": {"parameters": {"answers": None, "lang": "da"}}}
SVG = '<svg viewBox="0 0 600 300"><rect width="600" height="300" fill="white"/></svg>'
OWN = {"made_of": {"parameters": {"answers": None, "lang": "da", "own": "egne.xlsx"}}}


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("rapporter")
    entries = {
        "landsrapport": MADE | {"title": "Landsrapporten"},
        "0727-odder": MADE | {"title": "Odder"},
        "0727-odder-egne-svar": OWN | {"title": "Odder (egne svar)"},
        "0259-koege": MADE | {"title": "Køge"},
    }
    for name in entries:
        for suffix in (".pdf", ".html"):
            (folder / f"{name}{suffix}").touch()
    overview = read_overview(entries, folder, "landsrapport")
    html = page_html(overview, [Figure("to", "88 pct. siger ja", "Figur 2. Alt", SVG)])
    (folder / "index.html").write_text(html, encoding="utf-8")
    return Path(folder / "index.html").as_uri()


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(params=[1280, 390])
def page(browser, address, request):
    """The page on a desk and on a phone; nothing in it may fail."""
    context = browser.new_context(viewport={"width": request.param, "height": 844})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert faults == []


def test_what_is_found_stands_under_the_field(page):
    page.get_by_label("Find en kommune").fill("odd")
    hits = page.locator("#hits li")
    assert [each.inner_text().split() for each in hits.all()] == [
        "Odder PDF HTML Kopiér link Egne svar: PDF HTML Kopiér link".split()
    ]
    assert page.locator("#count").inner_text() == "1 af 98 kommuner vises."
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "0727-odder.pdf"
    page.get_by_label("Find en kommune").fill("ring")
    assert hits.first.inner_text().startswith("Ringkøbing-Skjern")  # before Hjørring
    page.get_by_label("Find en kommune").fill("h")
    assert hits.count() == 7
    assert hits.last.inner_text().endswith(" flere i tabellen")
    page.get_by_label("Find en kommune").fill("xyz")
    assert hits.all_inner_texts() == ["Ingen kommune passer."]
    page.get_by_label("Find en kommune").fill("")
    assert hits.count() == 0


def test_a_link_is_copied_by_keyboard_and_it_is_said(page, address):
    button = page.locator("#table").get_by_role("button", name="Kopiér link til Odder", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    said = page.get_by_role("status").filter(has_text="kopieret")
    said.wait_for()
    assert said.inner_text() == (
        "Linket til Odder er kopieret. Det virker for dem, der kan åbne mappen."
    )
    assert page.evaluate("navigator.clipboard.readText()") == address.replace(
        "index.html", "0727-odder.pdf"
    )
    assert button.evaluate("button => button === document.activeElement")


@pytest.mark.parametrize("old_way", [True, False])
def test_a_link_is_copied_or_shown_where_the_clipboard_is_refused(page, address, old_way):
    page.evaluate(
        f"""navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
        document.execCommand = () => {str(old_way).lower()};"""
    )
    page.get_by_role("button", name="Kopiér link til Landsrapporten").click()
    said = page.locator("#said:not(:empty)")
    said.wait_for()
    link = address.replace("index.html", "landsrapport.pdf")
    assert said.inner_text() == (
        "Linket til Landsrapporten er kopieret. Det virker for dem, der kan åbne mappen."
        if old_way
        else f"Linket kunne ikke kopieres. Her er det: {link}"
    )
    said.click()  # to mark it
    assert said.count() == 1
    page.get_by_role("heading", level=1).click()
    assert said.count() == 0


def test_a_square_is_named_under_the_pointer_and_with_the_focus(page):
    name = page.locator("#name")
    page.locator(".tile[data-code='0741']").hover()  # Samsø, which has no report
    assert name.inner_text() == "Samsø Kommune: ikke lavet, 6 medarbejdere"
    page.get_by_role("heading", level=1).hover()
    assert name.is_hidden()
    page.get_by_role("link", name="Køge Kommune: færdig, 150 medarbejdere").focus()
    page.wait_for_function("document.getElementById('name').textContent.startsWith('Køge')")
    frame = page.locator(".map").bounding_box()
    told = name.bounding_box()
    assert frame["x"] <= told["x"]
    assert told["x"] + told["width"] <= frame["x"] + frame["width"]
    page.keyboard.press("Escape")
    assert name.is_hidden()


def test_what_is_wider_than_the_screen_moves_and_says_so(page):
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    cut = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter(each => {
            const style = getComputedStyle(each);
            return each.scrollWidth > each.clientWidth + 1 && style.overflowX !== "visible"
                && !(style.overflowX === "auto" && style.backgroundImage.includes("conic"));
        }).map(each => each.outerHTML.slice(0, 80))"""
    )
    assert cut == []
    if page.viewport_size["width"] == 390:
        assert page.locator(".drawing").bounding_box()["width"] >= 540  # its words can be read
