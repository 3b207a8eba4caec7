"""The guides as a site: built without a warning, every link leads somewhere, nothing is fetched."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import analysis

pytest.importorskip("furo", reason="pip install -e .[docs]")

ROOT = Path(__file__).resolve().parents[2]


class Page(HTMLParser):
    """What a page links to, what it loads, and where one can link to in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.langs: list[str] = []
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        if "lang" in given:
            self.langs.append(given["lang"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif "src" in given or (tag == "link" and "href" in given):
            self.loads.append(given.get("src", given.get("href", "")))


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet",
         "--doctree-dir", str(out / "doctrees"), "--conf-dir", "docs", ".", str(out / "site")],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return out / "site"


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="module")
def conf():
    spec = importlib.util.spec_from_file_location("docs_conf", ROOT / "docs" / "conf.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_guide_is_a_page(site):
    guides = [*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    made = [site / guide.relative_to(ROOT).with_suffix(".html") for guide in guides]
    assert len(made) >= 12
    assert [page.name for page in made if not page.is_file()] == []


def test_every_link_leads_to_a_file_and_a_place_in_it(site, pages):
    by_file = {path.resolve(): page for path, page in pages.items()}
    followed = 0
    for path, page in pages.items():
        for link in [*page.links, *page.loads]:
            parts = urlsplit(link)
            if parts.scheme or not (parts.path or parts.fragment):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{path.name}: {link}"
            assert target.is_relative_to(site.resolve()), f"{path.name}: {link}"
            if parts.fragment and target.suffix == ".html":
                assert unquote(parts.fragment) in by_file[target].ids, f"{path.name}: {link}"
            followed += 1
    assert followed > 300


def test_nothing_is_fetched_from_elsewhere(site, pages):
    for path, page in pages.items():
        assert [each for each in page.loads if urlsplit(each).netloc] == [], path.name
    for path in site.rglob("*.css"):
        css = path.read_text(encoding="utf-8")
        assert not re.search(r"""(url\(|@import)\s*["']?(https?:)?//""", css), path.name


def test_the_reference_holds_the_whole_public_api(pages, site):
    said = pages[site / "docs" / "api.html"].ids
    assert [name for name in analysis.__all__ if f"analysis.{name}" not in said] == []


def test_the_site_is_danish_and_says_which_pages_are_not(pages, site, conf):
    english = {path.stem for path, page in pages.items() if "en" in page.langs}
    assert {"tutorial", "api", "method", "README", "CONTRIBUTING"} <= english
    assert not english & {
        "index",
        "kl-guide",
        "egne-svar",
        "kompetencer",
        "svar",
        "gallery",
        "search",
    }
    for path, page in pages.items():
        assert page.langs[0] == "da", path.name
        assert [words for words in conf.DANISH if words in page.text] == [], path.name
        assert not re.search(r'aria-label="(Toggle|Skip)', page.text), path.name


def test_formulas_are_set_without_a_script(pages, site):
    page = pages[site / "docs" / "method.html"]
    assert page.text.count("<math ") >= 3
    half = r"<mfrac[^>]*>(<mrow>)?<mn>1</mn>(</mrow>)?(<mrow>)?<mn>2</mn>(</mrow>)?</mfrac>"
    assert len(re.findall(half, page.text)) == 2
    assert [each for each in page.loads if "math" in each.lower()] == []


def test_the_menu_takes_the_pages_that_there_are(conf):
    here = conf.toctree("Drift", {"docs/performance": "Hastighed", "docs/nowhere": "Intet"})
    assert "Hastighed </docs/performance>" in here
    assert "nowhere" not in here
    assert conf.toctree("Drift", {"docs/nowhere": "Intet"}) == ""


def test_a_page_that_the_menu_does_not_name_comes_last(conf, tmp_path, monkeypatch):
    (tmp_path / "docs").mkdir()
    for name in ("index", "method", "noget-nyt"):
        (tmp_path / "docs" / f"{name}.md").touch()
    monkeypatch.setattr(conf, "ROOT", tmp_path)
    source = [""]
    conf.write_contents(None, "docs/index", source)
    assert re.findall(r":caption: (.*)\n:hidden:\n\n(.*)\n", source[0]) == [
        ("Om tallene", "Metoden (engelsk) </docs/method>"),
        ("Mere", "/docs/noget-nyt"),
    ]
