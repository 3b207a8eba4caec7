"""The tools that examine finished documents: what they say, and that they find what is wrong."""

from __future__ import annotations

import json
import shutil

import pytest
from document_notebooks import code, figure, kommune_page, notebook, shown, table

import axe
import document_files
import page_space
import spoiled_pdf
import verapdf
from analysis.display.tables.blocks import Text, Title
from fagligheder.documents.exporters import FaglighederHTMLExporter, FaglighederPDFExporter

KEPT = "PDF/UA-1 og PDF/A-3a overholdt"
PRINTED = """\
profile\tPDFUA-1\t106
profile\tPDFA-3A\t155
passed\t/a.pdf\tPDFUA-1\t1000
passed\t/a.pdf\tPDFA-3A\t234
passed\t/b.pdf\tPDFUA-1\t1000
failed\t/b.pdf\tPDFA-3A\t6.6.4\t2\t1\tThe value shall be
failed\t/b.pdf\tPDFA-3A\t6.7.2.2\t1\t3\tMarkInfo shall be
broken\t/c.pdf\tPDFUA-1\tjava.io.IOException: no trailer
passed\t/d.pdf\tPDFUA-1\t9
"""


def test_verapdfs_verdicts_become_a_line_a_file():
    names = ["/a.pdf", "/b.pdf", "/c.pdf", "/d.pdf"]
    verdicts, rules = verapdf.read_verdicts(PRINTED, names)
    assert [verdict.sound for verdict in verdicts] == [True, False, False, False]
    assert verapdf.report(names, verdicts, rules) == [
        f"/a.pdf: {KEPT}",
        "/b.pdf: PDF/A-3a 6.6.4 test 2 (1 gang): The value shall be; "
        "PDF/A-3a 6.7.2.2 test 1 (3 gange): MarkInfo shall be",
        "/c.pdf: PDF/UA-1 kunne ikke prøves: java.io.IOException: no trailer",
        "/d.pdf: PDF/UA-1 og PDF/A-3a blev ikke prøvet til ende",
        "1 af 4 PDF'er overholder PDF/UA-1 og PDF/A-3a. Regler: 106 i PDF/UA-1 og 155 i PDF/A-3a. "
        "Enkelte prøver: 1.234.",
    ]


def look(width: int, *broken: tuple[str, str], wider: int = 0) -> dict:
    rules = [
        {"id": rule, "impact": impact, "count": 2, "where": "td", "help": "Help"}
        for rule, impact in broken
    ]
    return {"file": "/a.html", "width": width, "wider": wider, "broken": rules, "kept": 41}


def test_axes_looks_become_a_line_a_page():
    looks = [
        *(look(1100), look(360)),
        *(look(1100, ("region", "moderate")), look(360)),
        *(look(1100), look(360, ("link-name", "serious"), wider=12)),
    ]
    assert axe.report(["a", "b", "c"], looks) == [
        "a: intet at bemærke (41 og 41 regler overholdt)",
        "b: i 1100 punkter: region (moderate, 2 sted(er), fx td): Help",
        "c: i 360 punkter: link-name (serious, 2 sted(er), fx td): Help; "
        "i 360 punkter: siden er 12 punkter bredere end skærmen",
        "2 af 3 sider er uden alvorlige fejl ved bredden 1100 og 360 punkter.",
    ]
    assert [axe.grave(each) for each in looks[2:]] == [[], [], [], ["link-name", "sideways"]]


@pytest.mark.parametrize(
    ("tool", "absent", "said"),
    [
        (verapdf, "javac", "verapdf: Java med oversætter (JDK) mangler. På Debian og Ubuntu: "
         "sudo apt install openjdk-17-jdk-headless"),
        (verapdf, "BINDING", "mangler. På Debian og Ubuntu: sudo apt install libjaxb-java"),
        (verapdf, "JAR", "verapdf: veraPDF er ikke hentet til .tools. Kør: make verapdf"),
        (verapdf, "", "ukendt findes ikke. Lav rapporterne (make reports), eller ret stien."),
        (axe, "node", "axe: Node mangler (version 20 eller nyere). På Debian: "
         "sudo apt install nodejs npm"),
        (axe, "chromium", "axe: Chromium mangler. På Debian: sudo apt install chromium"),
        (axe, "MODULES", "axe: axe-core er ikke hentet til .tools. Kør: make axe"),
        (axe, "", "ukendt findes ikke. Lav rapporterne (make reports), eller ret stien."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_with_its_cure(tool, absent, said, monkeypatch, tmp_path, capsys):
    there = tmp_path / "there"
    (there / "node_modules").mkdir(parents=True)
    for name in ("BINDING", "JAR", "MODULES"):
        monkeypatch.setattr(tool, name, tmp_path / "no" if name == absent else there, raising=False)
    monkeypatch.setattr(
        shutil, "which", lambda name: None if absent and name.startswith(absent) else f"/{name}"
    )
    if absent == "chromium":
        monkeypatch.setattr(axe, "BROWSERS", ("chromium", "chromium-browser"))
    assert tool.main([str(tmp_path / "ukendt")]) == document_files.MISSING
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(said)


def test_a_folder_without_documents_is_said(tmp_path):
    with pytest.raises(
        document_files.CannotRun, match=r"der er ingen PDF-filer at prøve\. Kør først: make"
    ):
        document_files.found([tmp_path], ".pdf")


def test_files_are_found_once_and_in_order(tmp_path):
    for name in ("b.pdf", "a.pdf", "c.html", "figurer/d.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = document_files.found([tmp_path / "b.pdf", tmp_path], ".pdf")
    assert [path.name for path in found] == ["b.pdf", "a.pdf", "d.pdf"]


# --- with the programs themselves, where they are; `make verapdf` and `make axe` try every fault


def page_with_everything():
    """A report's parts: two levels of headings, a figure, a long table and a note."""
    nb = kommune_page()
    nb.cells.append(code("more", shown(Text("### Mere")), figure(), shown(table(rows=60))))
    return notebook(*nb.cells)


def needs(command) -> None:
    try:
        command()
    except document_files.CannotRun as missing:
        pytest.skip(f"springes over: {missing}")


def test_verapdf_passes_our_pdf_and_finds_faults(tmp_path, capsys, monkeypatch):
    needs(verapdf.java_command)
    two = spoiled_pdf.FAULTS[1:3]
    for module in (spoiled_pdf, verapdf):
        monkeypatch.setattr(module, "FAULTS", two)
    pdf = tmp_path / "rapport.pdf"
    pdf.write_bytes(FaglighederPDFExporter().from_notebook_node(page_with_everything())[0])
    (tmp_path / "knækket.pdf").write_bytes(pdf.read_bytes()[:2000])
    code = verapdf.main(["--self-test", str(pdf), str(tmp_path)])
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if ": fanget (" in line] == said[:2]
    sound, broken, total = said[2:]
    assert sound == f"{pdf}: {KEPT}"
    assert "knækket.pdf: PDF/UA-1 kunne ikke prøves" in broken
    assert total.startswith("1 af 2 PDF'er overholder PDF/UA-1 og PDF/A-3a.")
    assert code == document_files.FAILED


def test_axe_passes_our_page_and_finds_a_fault(tmp_path, capsys, monkeypatch):
    needs(axe.axe_command)
    monkeypatch.setattr(axe, "FAULTS", axe.FAULTS[1:2])
    page = tmp_path / "rapport.html"
    html = FaglighederHTMLExporter().from_notebook_node(page_with_everything())[0]
    page.write_text(html, encoding="utf-8")
    assert axe.main(["--self-test", str(page), str(page)]) == document_files.DONE
    *tried, own, total = capsys.readouterr().out.splitlines()
    assert [": fanget (" in line for line in tried] == [True]
    assert own.startswith(f"{page}: intet at bemærke")
    assert total.startswith("1 af 1 sider er uden alvorlige fejl")


def test_a_browser_that_dies_is_said(monkeypatch, tmp_path):
    class Done:
        returncode, stdout, stderr = 1, json.dumps({}), "x\nError: no display\n"

    monkeypatch.setattr(axe.subprocess, "run", lambda *_, **__: Done)
    with pytest.raises(
        document_files.CannotRun, match=r"kunne ikke køres \(Error: no display\)\. Slet"
    ):
        axe.examine([tmp_path / "a.html"], ["node"])


# --- how much of each page stands empty


def pdf_of(path, *cells):
    path.write_bytes(FaglighederPDFExporter().from_notebook_node(notebook(*cells))[0])
    return path


def test_pages_that_stand_empty_are_found(tmp_path, capsys):
    pages = [code(f"t{n}", shown(table(rows=33)), tags=("new-page",)) for n in range(5)]
    title = code("t", shown(Title("Odder Kommune")))
    full = pdf_of(tmp_path / "fuld.pdf", title, *pages[:2])
    short = pdf_of(tmp_path / "kort.pdf", title, code("x", shown(Text("En linje."))))
    long = pdf_of(tmp_path / "lang.pdf", title, *pages)
    found = [page_space.space_of(path) for path in (full, short, long)]
    assert [len(space.empty) for space in found] == [2, 1, 5]
    assert [space.kept for space in found] == [True, False, False]
    assert found[1].empty[0] > 0.85
    assert page_space.main([str(short), str(full)]) == document_files.FAILED
    one, other, total = capsys.readouterr().out.splitlines()
    assert one == f"{short}: 1 sider; tomt i pct.: {100 * found[1].empty[0]:.0f} – for meget"
    assert not other.endswith("for meget")
    assert (
        total
        == "1 af 2 PDF'er har højst 4 sider (landsrapporten 10), og ingen mere end 25 pct. tom."
    )
    assert page_space.main([str(full)]) == document_files.DONE


def test_the_foot_of_a_page_does_not_fill_it(tmp_path):
    """Its line and number lie below the text, in an artifact."""
    pdf = pdf_of(tmp_path / "side.pdf", code("t", shown(Title("Odder Kommune"))))
    (empty,) = page_space.space_of(pdf).empty
    assert 0.9 < empty < 1


def test_a_file_that_is_no_pdf_is_said(tmp_path, capsys):
    (tmp_path / "x.pdf").write_bytes(b"nej")
    assert page_space.main([str(tmp_path)]) == document_files.MISSING
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(f"page_space: {tmp_path / 'x.pdf'} kan ikke læses som PDF (")
    assert said.endswith("Lav den igen.")
