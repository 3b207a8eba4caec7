"""The explorer in a real browser: as a page without code, and in JupyterLab.

Screenshots go to the test's temporary folder (``--basetemp`` chooses where).
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pandas as pd
import psutil
import pytest
from answer_files import wide

import analysis as fag
from analysis.display.figures import style
from analysis.measures.synthetic import synthesize
from fagligheder.paths import notebooks_folder

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PATIENCE = 60
LAB = """
import sys
from pathlib import Path
from fagligheder.explorer import start
start.notebooks_folder = lambda: Path(sys.argv[1])  # so that nothing is saved in the checkout
start.open_lab(port=int(sys.argv[2]), browser=False)
"""

needs_a_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium"
)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is sent as a POSIX signal")


@dataclass
class Running:
    """A started explorer: its address, its folder and its process."""

    url: str
    folder: Path
    process: subprocess.Popen

    def kernels(self) -> list[psutil.Process]:
        """The kernels of its viewers."""
        found = []
        for each in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):  # it has just ended
                found += [each] if "ipykernel_launcher" in " ".join(each.cmdline()) else []
        return found

    def has_kernels(self, number: int) -> bool:
        """Whether it comes to have so many kernels; one ends a moment after its page."""
        for _ in range(10 * PATIENCE):
            if len(self.kernels()) == number:
                return True
            time.sleep(0.1)
        return False


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def started(folder: Path, *command: str, **others: str) -> Iterator[Running]:
    """Start a command that tells its address, in a folder and with settings of its own."""
    settings = folder / "settings"
    settings.mkdir()
    (settings / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}')
    own = {
        name: str(settings)
        for name in (
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "JUPYTERLAB_SETTINGS_DIR",
            "JUPYTERLAB_WORKSPACES_DIR",
            "IPYTHONDIR",
        )
    }
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=folder,
            env={**os.environ, **own, **others},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Running(address(folder / "said", process), folder, process)
    finally:
        if process.poll() is None:
            kernels = psutil.Process(process.pid).children(recursive=True)
            for each in (process, *kernels):
                each.kill()
            process.wait()


def address(said: Path, process: subprocess.Popen) -> str:
    """The address that it tells when it listens."""
    for _ in range(10 * PATIENCE):
        found = re.search(r"http://127\.0\.0\.1:\S+", said.read_text(encoding="utf-8"))
        if found:
            return found[0]
        assert process.poll() is None, said.read_text(encoding="utf-8")
        time.sleep(0.1)
    raise AssertionError(said.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("app")
    command = ["explore", "--app", "--no-browser", "--port", str(free_port())]
    with started(folder, "-m", "fagligheder.cli", *command) as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A page of a viewer's own, that notes which hosts it asks."""
    context = browser.new_context(viewport={"width": 1280, "height": 1300}, locale="da-DK")
    context.set_default_timeout(1000 * PATIENCE)
    page = context.new_page()
    page.hosts = set()
    page.on("request", lambda request: page.hosts.add(re.match(r"\w+:/*[^/:,;]*", request.url)[0]))
    yield page
    if page.locator("#rendered_cells").count():  # the page without code: let it end its kernel
        with page.expect_event("close"):
            page.close(run_before_unload=True)
    context.close()


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> tuple[Path, Path]:
    """A file of answers that can be read, and one with a misspelt answer."""
    folder = tmp_path_factory.mktemp("svar")
    right, broken = folder / "svar.csv", folder / "fejl.csv"
    frame = wide(synthesize(7, 0.5))
    frame.to_csv(right, index=False)
    frame.loc[1, "importance_virksomheder"] = "Vigtigt"
    frame.to_csv(broken, index=False)
    return right, broken


# --- what the page needs of the server


def status(url: str) -> tuple[int, str]:
    """The answer to somebody without a cookie, redirects followed."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize("path", ["/", "/?token=forkert", "/login", "/voila/render/udforsk.ipynb"])
def test_the_address_refuses_without_its_token(app, path):
    base, token = app.url.split("/?token=")
    assert len(token) >= 32
    code, said = status(base + path)
    assert code == 403
    assert "Adressen er ikke hel" in said
    assert app.kernels() == []


@pytest.mark.parametrize("path", ["/voila/files/udforsk.ipynb", "/voila/files/x.png"])
def test_no_file_is_handed_out(app, path):
    assert status(app.url.split("/?")[0] + path)[0] == 403


#: What a user, or the administrator of a machine, may have set for other servers.
OTHER_SETTINGS = """
c.ServerApp.base_url = "/min/server/"
c.ServerApp.custom_display_url = "https://kl.example/"
c.ServerApp.certfile = "/findes/ikke.pem"
c.ServerApp.ip = "0.0.0.0"
c.ServerApp.port = 9
c.ServerApp.allow_root = False
c.Voila.base_url = "/voila/"
c.Voila.server_url = "/andet/"
"""


@pytest.mark.parametrize("variable", ["JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH"])
@pytest.mark.parametrize("app", [["--app"], []])
def test_the_address_answers_whatever_is_set_for_other_servers(tmp_path, variable, app):
    settings = tmp_path / "others"
    settings.mkdir()
    for name in ("jupyter_config.py", "jupyter_server_config.py", "jupyter_lab_config.py",
                 "voila.py"):  # fmt: skip
        (settings / name).write_text(OTHER_SETTINGS)
    command = ["explore", *app, "--no-browser", "--port", str(free_port())]
    with started(tmp_path, "-m", "fagligheder.cli", *command, **{variable: str(settings)}) as told:
        code, page = status(told.url)
        assert code == 200
        assert ("Udforsk fagligheder" if app else "JupyterLab") in page
        assert_only_the_address((tmp_path / "said").read_text(encoding="utf-8"))


def assert_only_the_address(said: str) -> None:
    """See that nothing is told but the address, and before it a word to root."""
    *first, is_open, _, stop = said.splitlines()
    assert " er åben på denne adresse" in is_open and stop == "Stop med Ctrl+C."
    assert [line[:20] for line in first] == ["Du kører som root: k"] * (os.geteuid() == 0)


# --- choosing, reading, saving


def shown(page) -> str:
    """The sentence and the figure on the page."""
    figure = page.locator("img.fag-figure:visible")
    figure.wait_for()
    return page.locator(".fag-sentence:visible").inner_text() + figure.get_attribute("src")


def after(page, act) -> str:
    """What is shown when it has changed."""
    before = shown(page)
    act()
    page.wait_for_function(
        """before => [...document.querySelectorAll("img.fag-figure")].some(
            figure => figure.offsetParent && !before.endsWith(figure.getAttribute("src")))""",
        arg=before,
    )
    now = shown(page)
    assert now != before
    return now


def choose(page, label: str, option: str) -> None:
    lists = page.get_by_role("combobox", name=label, exact=True).locator("visible=true")
    lists.select_option(label=option)


def upload(page, button: str, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button).click()
    chooser.value.set_files(path)


def use(page, running: Running, answers: tuple[Path, Path], shots: Path) -> None:
    """Choose, see the figure change, upload a broken file and a right one, and save."""
    right, broken = answers
    page.screenshot(path=shots / "1-begynder.png")
    said = after(
        page, lambda: choose(page, "Spørgsmål", "Jobcentrets arbejde med kompetenceudvikling")
    )
    assert said.startswith("98 pct. af cheferne er helt eller delvis enige i »Vi har behov ")
    page.screenshot(path=shots / "2-udsagn.png")
    choose(page, "Kilde", "Egen fil med svar")
    alert = page.get_by_role("alert").locator("visible=true")
    alert.get_by_text("Vælg en fil med svar").wait_for()
    last = shown(page)
    upload(page, "Vælg fil med svar", broken)
    alert.get_by_text('fejl.csv, række 3, kolonne "importance_virksomheder"').wait_for()
    assert "Figuren nedenfor er den seneste, der kunne laves." in alert.inner_text()
    assert shown(page) == last
    page.screenshot(path=shots / "3-fejl.png")
    after(page, lambda: upload(page, "Vælg fil med svar", right))
    assert alert.count() == 0
    after(page, lambda: choose(page, "Opdel efter", "Jobcentrets størrelse"))
    page.get_by_role("button", name="Gem figur og tabel").locator("visible=true").click()
    page.locator(".fag-saved:visible").wait_for()
    page.screenshot(path=shots / "4-gemt.png")
    place = running.folder / "reports" / "udforsk"
    assert str(place) in page.locator(".fag-saved:visible").inner_text()
    (table,) = place.glob("figur-6-jobcentrets-stoerrelse-svar-*.csv")
    counts = pd.read_csv(table)["n"]
    assert not ((counts > 0) & (counts < 5)).any()
    assert {path.suffix for path in place.glob("figur-6-*")} == {
        ".csv", ".xlsx", ".svg", ".png", ".pdf", ".txt",
    }  # fmt: skip
    code = page.get_by_label("Python-linjer, der laver det samme").locator("visible=true")
    assert f'read_answers("{place}' in code.input_value()


@needs_a_browser
def test_the_page_without_code(app, page, answers, tmp_path):
    page.goto(app.url)
    assert shown(page).startswith("88 pct. af cheferne kalder profilen Virksomheder meget vigtig.")
    assert page.title() == "Udforsk fagligheder"
    assert page.evaluate("document.documentElement.lang") == "da"
    assert "token" not in page.inner_text("body")
    assert "import analysis" not in page.inner_text("body")
    use(page, app, answers, tmp_path)
    assert page.hosts <= {"http://127.0.0.1", "data:image", "blob:http"}, page.hosts


@needs_a_browser
def test_every_input_has_a_label_and_takes_the_keyboard(app, page, tmp_path):
    page.goto(app.url)
    shown(page)
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("input, select, textarea, button")]
            .filter(each => each.closest(".fag-explorer"))
            .filter(each => each.offsetParent)
            .filter(each => !(each.labels?.[0]?.innerText || each.innerText).trim())
            .map(each => each.outerHTML)"""
    )
    assert unnamed == []
    page.get_by_label("Spørgsmål", exact=True).first.focus()
    order = []
    for _ in range(16):
        order.append(
            page.evaluate("(e => (e.labels?.[0] || e).innerText.trim())(document.activeElement)")
        )
        page.keyboard.press("Tab")
    assert order == [
        "Spørgsmål", "Kommuner", "Jobcenter", "Kilde", "Sprog", "Spørgsmål", "Vis", "Opdel efter",
        "Figur", "Rækkefølge", "Vis usikkerhed", "Bredde", "Titel", "Vælg alle",
        "Fravælg alle", "Virksomheder",
    ]  # fmt: skip
    page.get_by_label("Vis usikkerhed").focus()
    after(page, lambda: page.keyboard.press("Space"))
    page.get_by_label("Vis", exact=True).focus()
    assert after(page, lambda: page.keyboard.press("ArrowDown")).startswith(
        "88 pct. svarer »Meget vigtig« "
    )
    page.get_by_label("Kommuner").focus()
    after(page, lambda: page.keyboard.press("Space"))
    page.get_by_text("Hvad ved vi med sikkerhed om små jobcentre?").wait_for()
    page.screenshot(path=tmp_path / "kommune.png")
    page.get_by_label("Sæt »Over 20 pct.« til (pct.)").fill("30")
    after(page, lambda: page.keyboard.press("Enter"))
    page.get_by_text("»Over 20 pct.« er sat til 30 pct.").wait_for()
    page.get_by_label("Sprog").select_option(label="English")
    page.get_by_text("What do we know for certain about small job centres?").wait_for()
    page.screenshot(path=tmp_path / "english.png")
    page.set_viewport_size({"width": 390, "height": 844})  # a phone
    wide = "each => each.scrollWidth > each.clientWidth"
    assert not page.evaluate(f"({wide})(document.documentElement)")
    assert not page.locator("#rendered_cells").evaluate(wide)
    figure = page.locator("img.fag-figure:visible")
    assert figure.bounding_box()["width"] >= 600  # its words can be read: it moves sideways
    assert figure.evaluate(f"figure => ({wide})(figure.parentElement)")
    page.screenshot(path=tmp_path / "phone.png")


@needs_a_browser
def test_a_link_opens_a_split_that_the_keyboard_changes(app, page, tmp_path):
    page.goto(f"{app.url}&seed=3&question=statements&items=6,7&group=population&kind=kage")
    first = shown(page)
    page.get_by_text("Linkets »kage« kan ikke vælges under »Figur« og er udeladt.").wait_for()
    page.get_by_text("Tydeligst er sammenhængen for »").wait_for()
    page.get_by_label("Grænser").focus()
    page.keyboard.type("20.000")
    second = after(page, lambda: page.keyboard.press("Enter"))
    page.get_by_label("Kun dem, om hvem det gælder, at").focus()
    page.keyboard.type('region = "Sjælland"')
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert").locator("visible=true")
    alert.get_by_text("At noget er lig med noget, skrives ==.").wait_for()
    assert shown(page) == second != first
    focused = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert focused == "solid"
    link = page.get_by_role("link", name="Link til denne visning").locator("visible=true")
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Linkets »kage«").wait_for(state="detached")
    assert shown(page) == second
    page.screenshot(path=tmp_path / "link.png")


@needs_a_browser
def test_a_second_viewer_has_a_kernel_of_their_own(app, page):
    assert app.has_kernels(0)  # those of the pages before are gone
    second = page.context.new_page()
    for each in (page, second):
        each.goto(app.url, wait_until="commit")
    first = shown(page)
    shown(second)
    assert app.has_kernels(2)
    after(second, lambda: choose(second, "Kilde", "Opdigtede svar, til afprøvning"))
    assert "SYNTETISKE SVAR" in second.inner_text("body")
    assert shown(page) == first
    assert "SYNTETISKE SVAR" not in page.inner_text("body")
    second.close(run_before_unload=True)
    assert app.has_kernels(1)  # a page that is closed ends its kernel
    after(page, lambda: choose(page, "Figur", "Søjler om en midte"))


@needs_a_browser
def test_jupyterlab(page, answers, tmp_path):
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    shutil.copy(notebooks_folder() / "udforsk.ipynb", notebooks)
    with started(tmp_path, "-c", LAB, str(notebooks), str(free_port())) as lab:
        assert "/lab/tree/udforsk.ipynb?token=" in lab.url
        page.goto(lab.url)
        page.locator(".jp-MarkdownOutput h1").wait_for()
        assert page.evaluate("document.documentElement.lang") == "da-DK"
        page.get_by_role("menuitem", name="Settings").click()  # so far the language pack goes
        page.get_by_text("Gem Dokumenter Automatisk").wait_for()
        page.keyboard.press("Escape")
        # What is asked before the kernel is there is not done.
        page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first.wait_for()
        page.locator(".jp-CodeCell").first.click()
        page.keyboard.press("Shift+Enter")
        page.keyboard.press("Shift+Enter")
        assert shown(page).startswith(
            "88 pct. af cheferne kalder profilen Virksomheder meget vigtig."
        )
        use(page, lab, answers, tmp_path)
        assert page.hosts <= {"http://127.0.0.1", "data:image", "blob:http"}, page.hosts
        end_quietly(lab)


@needs_a_browser
def test_a_figure_in_a_notebook_that_nobody_has_trusted_is_seen(page, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.publish_display_data", lambda *both: shown.append(both))
    monkeypatch.setattr(style, "shows_png", True)
    fag.draw_likert(fag.likert_table(fag.read_survey(), "importance")).figure._ipython_display_()
    data, metadata = shown[0]
    output = nbformat.v4.new_output("display_data", data, metadata=metadata)
    cell = nbformat.v4.new_code_cell("draw()", outputs=[output])
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), notebooks / "udforsk.ipynb")
    with started(tmp_path, "-c", LAB, str(notebooks), str(free_port())) as lab:
        page.goto(lab.url)
        picture = page.locator(".jp-OutputArea-output img")
        picture.wait_for()
        page.screenshot(path=tmp_path / "figure.png")
        assert picture.get_attribute("src").startswith("data:image/png;base64,")
        assert picture.evaluate("picture => picture.naturalWidth") == 804
        assert page.get_by_text("<Figur: ").count() == 0


def test_ctrl_c_ends_the_page_quietly(app):
    """The last test of the page: it is gone afterwards."""
    assert status(app.url)[0] == 200
    end_quietly(app)


def end_quietly(running: Running) -> None:
    """Press Ctrl+C, and see it end with its kernels, without a word more."""
    said = (running.folder / "said").read_text(encoding="utf-8")
    assert_only_the_address(said)
    kernels = running.kernels()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(PATIENCE) == 0
    assert (running.folder / "said").read_text(encoding="utf-8") == said
    assert psutil.wait_procs(kernels, timeout=10)[1] == []
