"""The commands for the next wave: what they say and what they write."""

from __future__ import annotations

from dataclasses import replace

from answer_files import save, wide
from openpyxl import load_workbook

from analysis.measures.synthetic import synthesize
from fagligheder.cli import main
from fagligheder.run.comparing import compare, comparison_lines, export_comparison


def test_plan_says_the_number_and_writes_figure_table_and_workbook(capsys, tmp_path):
    assert main(["plan", "--points", "7,5", "--by", "region", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("65 af 98 skal svare, for at en andel er kendt på ± 7,5 procentpoint.")
    assert "Nordjylland" in said
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"plan.{ending}" for ending in ("svg", "pdf", "png", "csv", "txt", "xlsx")}
    sheet = load_workbook(tmp_path / "plan.xlsx").active
    assert [cell.value for cell in sheet[6]][:3] == ["Alle", 98, 65]


def test_the_questionnaire_is_written_once(capsys, tmp_path):
    out = tmp_path / "form.xlsx"
    assert main(["questionnaire", "--out", str(out)]) == 0
    assert load_workbook(out).sheetnames == ["survey", "choices", "settings"]
    assert main(["questionnaire", "--out", str(out)]) == 2
    assert "findes i forvejen" in capsys.readouterr().err
    assert main(["questionnaire", "--out", str(tmp_path / "form.doc")]) == 2
    assert "fandt .doc, forventede en mappe eller en fil" in capsys.readouterr().err


def test_status_says_who_has_answered_and_writes_map_and_reminders(capsys, tmp_path):
    svar = tmp_path / "svar.csv"
    svar.write_text("kommune;statements_1;statements_2\nOdder;1;2\nFaxe;1;\n", encoding="utf-8")
    out = tmp_path / "status"
    assert main(["status", str(svar), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("2 af 98 kommuner har svaret (2 pct.), heraf 1 kun delvist.")
    assert (out / "status-kort.svg").is_file()
    book = load_workbook(out / "status.xlsx")
    assert book.sheetnames == ["Påmindelser", "Svarprocent", "Alle kommuner"]
    listed = [row[0] for row in book["Påmindelser"].iter_rows(min_row=6, values_only=True)]
    assert "Faxe" in listed
    assert "Odder" not in listed


def test_compare_says_what_has_changed_and_what_is_proven(tmp_path):
    later, out = tmp_path / "ny.csv", tmp_path / "ud"
    save(wide(synthesize(7, 0.5)), later)
    compared = compare(later, out)
    said = "\n".join(comparison_lines(compared, "da"))
    assert "Profilernes vigtighed i dag: intet emne" in said
    assert "De to runder er regnet som to forskellige udvalg" in said
    assert "Flyttet op" in said
    one = replace(compared, changes=compared.changes.query("question == 'importance'"))
    export_comparison(one, out, "da")
    names = {path.name for path in out.iterdir()}
    endings = ("svg", "pdf", "png", "csv", "txt")
    assert {f"aendring-importance.{ending}" for ending in endings} <= names
    assert "flyttet-importance.csv" in names
    assert load_workbook(out / "sammenligning.xlsx").sheetnames == ["Ændringer", "Flyttet"]


def test_compare_of_a_file_with_itself_is_refused(capsys, tmp_path):
    later = tmp_path / "ny.csv"
    save(wide(synthesize(7, 0.5)), later)
    given = ["compare", str(later), "--with", str(later), "--out", str(tmp_path / "ud")]
    assert main(given) == 2
    assert "intet at sammenligne" in capsys.readouterr().err
    assert not (tmp_path / "ud" / "sammenligning.xlsx").exists()
