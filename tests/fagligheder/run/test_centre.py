"""A job centre's documents: what is made of its workbook, and that its employees stay at home."""

from __future__ import annotations

import json
import signal
import tempfile
from contextlib import redirect_stdout
from dataclasses import replace
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pikepdf
import pytest
from byte_search import files_with, words_in
from centre_workbooks import CODES, centre, write_workbook
from document_notebooks import code, notebook
from fake_pool import quick
from openpyxl import load_workbook
from pdf_reading import page_words
from pptx import Presentation

from analysis.competence.saved_plan import plan_from_proof
from analysis.competence.workbook import read_centre
from analysis.survey.checks import InputError
from fagligheder.cli import main
from fagligheder.run import centre as module
from fagligheder.run import centre_search
from fagligheder.run.centre import Asked, make_centre
from fagligheder.run.centre_search import search_centre
from fagligheder.run.cluster import ONLY_HERE, ClusterPool
from fagligheder.run.job import Job, Outcome
from fagligheder.run.keyed_hash import keyed_file_hash
from fagligheder.run.limits import Limits
from fagligheder.run.pool import Pool

#: What a notebook may do wrong with what it reads.
READ = "import analysis as fag\ncentre = fag.read_centre(workbook)\n"
DECLARED = 'workbook = ""\nbefore = None\ndate = ""\nproof = ""\nlang = "da"\ninternal = False\n'
INTERNAL = "center-0727-odder-fortroligt"


def write_notebook(folder: Path, source: str) -> str:
    """Write a notebook for the report, and return its name as a job has it."""
    title = nbformat.v4.new_markdown_cell("# Jobcentret", id="title")
    declared = code(DECLARED, tags=["parameters"], id="declared")
    made = notebook(title, declared, code(READ + source, id="read"))
    made.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "P"}
    nbformat.write(made, folder / "center.ipynb")
    return str(folder / "center")


@pytest.fixture(scope="module")
def found() -> str:
    """What is found for the centre of the tests."""
    return search_centre(centre(), "2027-01-01")


@pytest.fixture
def searched(found, monkeypatch) -> None:
    """Search no more: the plan is found."""
    monkeypatch.setattr(module, "search_centre", lambda *_, **__: found)


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """The folder for temporary files, of this process and of those that it starts."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def workbook(tmp_path) -> Path:
    return write_workbook(tmp_path / "kompetencer.xlsx")


def make(workbook: Path, **asked: Any) -> module.CentreDocuments:
    """Make a centre's documents but for the report."""
    with quick(lambda job: Outcome(job)) as pool:
        return make_centre(Asked(workbook, **asked), workbook.parent / "ud", pool=pool)


# --- what is made


@pytest.fixture(scope="module")
def folder(found, tmp_path_factory) -> Path:
    """A folder with what is made of a centre, for others and for itself, and all temporary files.

    What the command says is in ``ud/said.txt``.
    """
    place = tmp_path_factory.mktemp("center")
    (place / "temporary").mkdir()
    workbook = write_workbook(place / "kompetencer.xlsx")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as said:
        patch.setenv("TMPDIR", str(place / "temporary"))
        patch.setattr(tempfile, "tempdir", str(place / "temporary"))
        patch.setattr(module, "search_centre", lambda *_, **__: found)
        with Pool() as pool:
            patch.setitem(make_centre.__kwdefaults__, "pool", pool)
            for more in ([], ["--internal"]):
                assert main(["center", str(workbook), "--out", str(place / "ud"), *more]) == 0
    (place / "ud" / "said.txt").write_text(said.getvalue(), encoding="utf-8")
    return place


def test_only_what_is_for_the_centre_itself_names_employees_and_all_of_it_says_so(folder):
    names = files_with(CODES, folder / "ud")
    assert set(names) == {f"{INTERNAL}{end}" for end in (".xlsx", ".pdf", ".html", ".ipynb")}
    assert names[f"{INTERNAL}.xlsx"] == CODES
    for name in names:
        assert words_in(["Fortroligt"], (folder / "ud" / name).read_bytes()), name
    with pikepdf.open(folder / "ud" / f"{INTERNAL}.pdf") as pdf:
        assert all("Fortroligt" in page_words(page) for page in pdf.pages)
    for page in load_workbook(folder / "ud" / f"{INTERNAL}.xlsx").worksheets:
        assert str(page["A1"].value).count("Fortroligt") == 1, page.title
        assert "Fortroligt" in page.oddFooter.left.text
    with pikepdf.open(folder / "ud" / "center-0727-odder.pdf") as pdf:
        assert not any("Fortroligt" in page_words(page) for page in pdf.pages)


def test_nothing_is_left_of_the_run_but_its_files(folder):
    assert list((folder / "temporary").iterdir()) == []
    public = {f"center-0727-odder{end}" for end in (".xlsx", ".pptx", ".pdf", ".html", ".ipynb")}
    own = {f"{INTERNAL}{end}" for end in (".xlsx", "-bevis.json", ".pdf", ".html", ".ipynb")}
    there = {path.name for path in (folder / "ud").iterdir()}
    assert there == public | own | {"manifest.json", "log.txt", "said.txt"}


def test_of_the_workbook_the_manifest_has_a_name_and_a_keyed_hash(folder):
    documents = json.loads((folder / "ud" / "manifest.json").read_text("utf-8"))["documents"]
    made_of = documents["center-0727-odder"]["made_of"]
    assert list(documents) == ["center-0727-odder"]
    assert made_of["parameters"]["workbook"] == "kompetencer.xlsx"
    content = (folder / "kompetencer.xlsx").read_bytes()
    assert made_of["files"]["kompetencer.xlsx"] == keyed_file_hash(folder / "kompetencer.xlsx")
    assert sha256(content).hexdigest() not in (folder / "ud" / "manifest.json").read_text("utf-8")


def test_the_plan_that_is_passed_on_has_no_step_of_few_employees(folder):
    book = load_workbook(folder / "ud" / "center-0727-odder.xlsx")
    assert [page.title for page in book.worksheets] == ["Plan"]
    numbers = [cell.value for row in book["Plan"].iter_rows() for cell in row]
    assert "[c]" in numbers
    assert all(value >= 5 for value in numbers if isinstance(value, int | float))
    units = set(centre().employees["unit"])
    for end in (".xlsx", ".pptx"):
        content = (folder / "ud" / f"center-0727-odder{end}").read_bytes()
        assert not words_in(units, content), end


def test_the_slides_show_the_answer_the_figures_and_the_plan(folder):
    deck = Presentation(folder / "ud" / "center-0727-odder.pptx")
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(titles) >= 6
    assert titles[0] == "Odder Kommune"
    assert titles[-1] == "Tre spørgsmål til ledermødet"
    pictures = [each for slide in deck.slides for each in slide.shapes if hasattr(each, "image")]
    described = [each._element.nvPicPr.cNvPr.get("descr") for each in pictures]
    assert described
    assert all("Virksomheder" in words or "dage" in words for words in described)


def test_the_plan_is_read_back_as_it_was_written(folder, found):
    again = read_centre(folder / "ud" / f"{INTERNAL}.xlsx")
    first = read_centre(folder / "kompetencer.xlsx")
    pd.testing.assert_frame_equal(again.employees, first.employees)
    pd.testing.assert_frame_equal(again.offers, first.offers)
    frames = (first.needs, first.employees, first.offers, first.limits)
    planned = plan_from_proof(json.loads(found), *frames).steps
    assert len(planned) > 1
    steps = again.steps[again.steps["step"].isin(planned["step"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(steps, planned, check_dtype=False)


def test_what_the_centre_has_decided_stays_in_the_next_plan(workbook, searched):
    made = make(workbook, internal=True)
    edited = read_centre(workbook.parent / "ud" / f"{INTERNAL}.xlsx")
    steps = edited.steps.copy()
    at = steps.index[steps["step"] == made.results.plan.steps["step"].iloc[0]][0]
    steps.loc[at, ["status", "term"]] = ["moved", "2029-1"]
    own = steps.iloc[[at]].assign(step=None, status="planned", why="Aftalt ved MUS")
    edited = replace(edited, steps=pd.concat([own, steps[::-1]], ignore_index=True))
    make(write_workbook(workbook.parent / "rettet.xlsx", edited), internal=True)
    later = read_centre(workbook.parent / "ud" / f"{INTERNAL}.xlsx").steps
    (moved,) = later[later["step"] == steps.loc[at, "step"]].to_dict("records")
    assert (moved["status"], moved["term"]) == ("moved", "2029-1")
    assert later["why"].tolist().count("Aftalt ved MUS") == 1
    assert not later["step"].duplicated().any()


def test_the_proof_is_checked_from_the_file_and_a_changed_one_is_refused(folder, tmp_path, capsys):
    workbook = str(folder / "kompetencer.xlsx")
    written = (folder / "ud" / f"{INTERNAL}-bevis.json").read_text("utf-8")
    proof = tmp_path / "bevis.json"
    proof.write_text(written, encoding="utf-8")
    assert main(["center", workbook, "--verify", str(proof)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Planen holder rammerne, og dens summer stemmer."
    assert len(said) == 10
    assert all(line.endswith("bevist det bedste.") for line in said[1:])
    content = json.loads(written)
    content["parts"][-1]["missing"] -= 1
    proof.write_text(json.dumps(content), encoding="utf-8")
    assert main(["center", workbook, "--verify", str(proof)]) == 2
    assert "fandt" in capsys.readouterr().err
    proof.write_text("[1, 2]", encoding="utf-8")
    assert main(["center", workbook, "--verify", str(proof)]) == 2
    assert capsys.readouterr().err == (
        "fagligheder: bevis.json: filen er ikke et bevis, som fagligheder har gemt. "
        "Vælg filen, der blev skrevet sammen med planen.\n"
    )


def test_of_a_bad_workbook_nothing_is_written(tmp_path, capsys):
    made = centre()
    levels = made.employees.assign(virksomheder=[7.0, *made.employees["virksomheder"][1:]])
    bad = write_workbook(tmp_path / "forkert.xlsx", replace(made, employees=levels))
    assert main(["center", str(bad), "--out", str(tmp_path / "ud")]) == 2
    said = capsys.readouterr()
    assert 'ark "Medarbejdere"' in said.err
    assert not words_in(CODES, (said.out + said.err).encode())
    assert not (tmp_path / "ud").exists()


def test_two_years_are_compared_in_parts_that_sum(tmp_path, monkeypatch, found, capsys):
    earlier = centre()
    staff = earlier.employees
    first = earlier.employees["virksomheder"].to_numpy() >= 2
    later = staff.assign(code=["Qz99Vk", *staff["code"][1:]])
    before = write_workbook(tmp_path / "2026.xlsx", replace(earlier, year=2026))
    now = write_workbook(tmp_path / "2027.xlsx", replace(earlier, employees=later))
    monkeypatch.setattr(module, "search_centre", lambda *_, **__: found)
    done = Outcome(Job("center", INTERNAL, "Odder"))
    monkeypatch.setattr(module, "make_reports", lambda *_, **__: [done])
    asked = ["center", "--internal", "--out", str(tmp_path / "ud")]
    assert main([*asked, "--compare", str(before), str(now)]) == 0
    number, moved = int(first.sum()), int(first[0])
    assert (
        f"Virksomheder: {number} → {number} (0 uddannet + {moved} ansat − {moved} stoppet + "
        "0 vurderet igen, i medarbejdere)"
    ) in capsys.readouterr().out
    assert main([*asked, "--compare", str(now), str(before)]) == 2
    assert capsys.readouterr().err == (
        "fagligheder: Skemaerne er for 2027 og 2026, forventede et tidligere år først. "
        "Byt om på dem, eller ret året på arket Center.\n"
    )
    assert main(["center", str(now), "--compare", str(before), str(now)]) == 2
    assert main(["center"]) == 2


# --- Ctrl-C


def interrupting(times: int):
    """A search in which the user presses Ctrl-C, so many times, at the first sign of progress."""
    search = centre_search.training_plan

    def plan(*frames, progress, **given):
        def pressed(*told):
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)
            progress(*told)

        return search(*frames, progress=pressed, **given)

    return plan


def test_ctrl_c_keeps_the_best_plan_so_far_and_says_how_far_it_is(
    workbook, tmp_path, temporary, monkeypatch, capsys
):
    monkeypatch.setattr(centre_search, "training_plan", interrupting(1))
    done = Outcome(Job("center", "center-0727-odder", "Odder"))
    monkeypatch.setattr(module, "make_reports", lambda *_, **__: [done])
    assert main(["center", str(workbook), "--out", str(tmp_path / "ud")]) == 0
    said = capsys.readouterr()
    assert "Planen er højst" in said.out
    assert "fra det bedste" in said.out
    assert (tmp_path / "ud" / "center-0727-odder.xlsx").is_file()
    assert not files_with(CODES, tmp_path / "ud", temporary)


def test_a_second_ctrl_c_ends_the_command_and_leaves_nothing(
    workbook, tmp_path, temporary, monkeypatch, capsys
):
    monkeypatch.setattr(centre_search, "training_plan", interrupting(2))
    assert main(["center", str(workbook), "--out", str(tmp_path / "ud")]) == 130
    assert not (tmp_path / "ud").exists()
    assert list(temporary.iterdir()) == []
    assert not words_in(CODES, capsys.readouterr().err.encode())


def test_ctrl_c_while_the_report_is_made_leaves_no_temporary_files(workbook, tmp_path, temporary):
    def stop(job: Job) -> Outcome:
        raise KeyboardInterrupt

    with quick(stop) as pool, pytest.raises(KeyboardInterrupt):
        make_centre(Asked(workbook), tmp_path / "ud", pool=pool)
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "ud" / ".scratch").exists()
    assert not files_with(CODES, tmp_path / "ud")


# --- the employees stay at home


def test_where_the_report_fails_no_employee_is_named(
    workbook, tmp_path, temporary, monkeypatch, searched, capfd
):
    tells = 'import sys\nwho = centre.employees["code"]\nprint(who[0], file=sys.stderr)\n'
    name = write_notebook(tmp_path, tells + "{}[who[1]]")
    out = tmp_path / "ud"
    monkeypatch.setitem(make_centre.__kwdefaults__, "notebook", name)
    assert main(["center", str(workbook), "--out", str(out)]) == 1
    said = capfd.readouterr()
    assert "fagligheder: rapporten mislykkedes: celle 4: KeyError" in said.err
    assert not words_in(CODES, (said.out + said.err).encode())
    assert not files_with(CODES, out, temporary)
    assert list(temporary.iterdir()) == []
    assert (out / "center-0727-odder.xlsx").is_file()


def test_a_traceback_holds_the_lines_of_code_and_no_value(
    workbook, tmp_path, temporary, monkeypatch, capsys
):
    def fail(made, *_, **__):
        try:
            {}[made.employees["code"].iloc[0]]
        except KeyError as error:
            raise RuntimeError(made.employees["code"].iloc[1]) from error

    monkeypatch.setattr(module, "search_centre", fail)
    assert main(["center", str(workbook), "--out", str(tmp_path / "ud")]) == 4
    said = capsys.readouterr()
    assert "uventet fejl (RuntimeError)" in said.err
    (saved,) = temporary.iterdir()
    written = saved.read_text("utf-8")
    assert "in fail" in written
    assert "KeyError" in written
    assert not words_in(CODES, (said.out + said.err + written).encode())


def test_no_other_machine_gets_the_workbook(workbook, tmp_path, capsys):
    given = ["--scheduler", "tcp://10.0.0.5:8786", "--out", str(tmp_path / "ud")]
    assert main(["center", str(workbook), *given]) == 2
    assert capsys.readouterr().err == (
        "fagligheder: medarbejderne i skemaet forlader ikke denne maskine: --scheduler kan ikke "
        "bruges til center. Udelad den.\n"
    )
    job = Job("center", "center", "Odder", {"workbook": str(workbook)})
    pytest.importorskip("distributed")
    with ClusterPool("tcp://127.0.0.1:1") as pool, pytest.raises(InputError) as error:
        list(pool.make([job], tmp_path, 1, Limits(), tmp_path))
    assert str(error.value) == ONLY_HERE


def test_the_search_finds_a_word_in_every_kind_of_file(workbook, tmp_path):
    """Or the tests above would prove nothing."""
    assert files_with(CODES, tmp_path) == {"kompetencer.xlsx": CODES}
