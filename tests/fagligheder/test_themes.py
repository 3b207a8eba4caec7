"""A theme reaches reports, tables, slides and explorer, whole and wherever they are made."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest
from pdf_reading import words as words_of_pdf

from analysis.display.figures.palette import recoloured
from analysis.display.figures.theme import HOUSE, theme, themed
from analysis.display.figures.theme_file import read_theme
from fagligheder.cli import main
from fagligheder.documents.logo import page_logo
from fagligheder.explorer.voila_app import voila_config
from fagligheder.run.batch import plan
from fagligheder.run.cluster_worker import pack_request, unpack_request
from fagligheder.run.job import run_job
from fagligheder.run.limits import Limits
from fagligheder.run.manifest import inputs, made_of

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "tema-eksempel"


@pytest.fixture
def own(tmp_path) -> Path:
    """A copy of the example, whose logo is in a folder below it."""
    folder = tmp_path / "tema"
    (folder / "billeder").mkdir(parents=True)
    shutil.copy(EXAMPLE / "logo.svg", folder / "billeder")
    content = (EXAMPLE / "tema.toml").read_text(encoding="utf-8")
    path = folder / "tema.toml"
    path.write_text(content.replace("logo.svg", "billeder/logo.svg"), encoding="utf-8")
    return path


def words_of_svg(file: Path) -> str:
    """What is written in a figure, its note last."""
    lines = re.findall(r"<text[^>]*>([^<]*)", file.read_text(encoding="utf-8"))
    return " ".join(lines[next(i for i, line in enumerate(lines) if line.startswith("n = ")) :])


def test_a_report_has_the_theme_s_colours_font_logo_and_sender(own, tmp_path):
    (job,) = plan(["Odder"], theme=own)
    outcome = run_job(job, tmp_path)
    assert outcome.error == ""
    html = (tmp_path / "0727-odder.html").read_text(encoding="utf-8")
    assert "--navy: #5b1f4f;" in html
    assert "#113f67" not in html
    assert "Source Sans Pro" not in html
    assert 'alt="Eksempelby Kommune"' in html
    assert "Grafik: " not in html  # the page has the sender
    assert "<footer>\n<p>Eksempelby Kommune · Fagligheder" in html
    path = tmp_path / "0727-odder.pdf"
    with pikepdf.open(path) as pdf:
        assert "Eksempelby Kommune · Fagligheder" in words_of_pdf(pdf)
        assert "Eksempelby Kommune" in str(pdf.docinfo.get("/Author"))
        assert len(pdf.pages) <= 4
    notebook = (tmp_path / "0727-odder.ipynb").read_text(encoding="utf-8")
    assert "theme = 'tema.toml'" in notebook
    assert str(own.parent) not in notebook + html
    assert theme() is HOUSE


def test_a_report_is_made_of_its_theme_and_the_files_that_it_names(own):
    (job,) = plan(["Odder"], theme=own)
    assert list(inputs(job)["theme"]) == ["tema.toml", "billeder/logo.svg"]
    assert made_of(job)["parameters"]["theme"] == "tema.toml"
    assert set(made_of(job)["files"]) == {"tema.toml", "billeder/logo.svg"}
    (plain,) = plan(["Odder"])
    assert "theme" not in plain.parameters


def test_a_worker_of_a_cluster_gets_the_theme_whole(own, tmp_path):
    (job,) = plan(["Odder"], theme=own)
    folder = tmp_path / "arbejder"
    folder.mkdir()
    there = unpack_request(pack_request(job, Limits(), "1"), folder)
    assert Path(there.theme).parent == folder / "theme"
    assert read_theme(there.theme).logo == read_theme(own).logo


def test_slides_and_workbook_have_the_theme(own, tmp_path, capsys):
    day = ["--date", "2017-05-01", "--theme", str(own), "--out", str(tmp_path)]
    assert main(["slides", *day]) == 0
    assert main(["tables", *day]) == 0
    for name in ("figurer.pptx", "tabeller.xlsx", "tabeller.ods"):
        with zipfile.ZipFile(tmp_path / name) as parts:
            texts = {each: parts.read(each) for each in parts.namelist()}
        xml = b"".join(content for each, content in texts.items() if each.endswith(".xml"))
        assert re.search(b"(?i)5b1f4f", xml), name
        assert not re.search(b"(?i)113f67|3b73a8", xml), name
        facts = "meta.xml" if name.endswith(".ods") else "docProps/core.xml"
        assert b"Eksempelby Kommune" in texts[facts]
        assert "Eksempelby Kommune · " in xml.decode()
        pictures = [each for each in texts if each.endswith(".png")]
        assert len(pictures) == 1, name
        assert texts[pictures[0]].startswith(b"\x89PNG")
    capsys.readouterr()


@pytest.mark.parametrize("options", [[], ["--width", "80mm"], ["--lang", "en"]])
def test_a_figure_that_stands_alone_names_the_sender_after_its_source(
    options, own, tmp_path, capsys
):
    asked = ["figures", "--question", "importance", "--format", "svg", "--out", str(tmp_path)]
    assert main([*asked, *options, "--theme", str(own)]) == 0
    assert main([*asked, *options, "--out", str(tmp_path / "uden")]) == 0
    (signed,), (plain,) = tmp_path.glob("*.svg"), tmp_path.glob("uden/*.svg")
    said, unsaid = (words_of_svg(each) for each in (signed, plain))
    assert re.search(r"(Kilde|Source): KL .*\. (Grafik|Graphic): Eksempelby Kommune\.$", said)
    assert "Eksempelby" not in unsaid
    capsys.readouterr()


@pytest.mark.parametrize("command", ["figures", "tables", "slides", "reports Odder", "explore"])
def test_every_command_refuses_a_bad_theme_before_it_begins(command, own, tmp_path, capsys):
    own.write_text('[colours]\nprimary = "#7aaad2"', encoding="utf-8")
    out = [] if command == "explore" else ["--out", str(tmp_path / "ud")]
    assert main([*command.split(), *out, "--theme", str(own)]) == 2
    said = capsys.readouterr().err
    assert said.startswith('fagligheder: tema.toml, "colours", "primary": fandt #7aaad2 med ')
    assert not (tmp_path / "ud").exists()


@pytest.mark.parametrize(
    ("logo", "words"),
    [
        (b"<svg", "temaets logo (logo.svg): figuren er ikke gyldig SVG"),
        (b'<svg viewBox="0 0 9 9"><image href="https://x.dk/a.png"/></svg>',
         "temaets logo (logo.svg): figuren henter https://x.dk/a.png"),
    ],
)  # fmt: skip
def test_a_logo_that_is_no_picture_or_fetches_one_is_refused(logo, words, own, capsys):
    (own.parent / "billeder" / "logo.svg").write_bytes(logo)
    assert main(["figures", "--theme", str(own)]) == 2
    assert words in capsys.readouterr().err


def test_a_logo_is_cleaned(own):
    drawing = b'<svg viewBox="0 0 9 9" onload="x()"><script>x()</script><rect width="9"/></svg>'
    (own.parent / "billeder" / "logo.svg").write_bytes(drawing)
    with themed(read_theme(own)):
        logo = page_logo()
    assert "script" not in logo["data"]
    assert "onload" not in logo["data"]
    assert "<rect" in logo["data"]


def test_the_explorer_s_style_sheet_follows_the_theme(own):
    css = Path(read_theme.__code__.co_filename).parents[3] / "fagligheder/explorer/explorer.css"
    content = css.read_text(encoding="utf-8")
    assert recoloured(content) == content
    with themed(read_theme(own)):
        assert "accent-color: #5b1f4f;" in recoloured(content)
        assert "#113f67" not in recoloured(content)


def test_the_words_before_the_explorer_is_ready_follow_the_theme(own):
    with themed(read_theme(own)):
        style = voila_config("da", 8866).VoilaConfiguration.resources["words_style"]
    loading = style[style.index("#loading") :]
    assert '"STIXGeneral"' in loading
    assert "color: #665a64;" in loading
    assert 'font-family:"STIXGeneral"' in style
    assert "Source Sans Pro" not in style
