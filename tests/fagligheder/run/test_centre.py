"""A job centre's documents: what is made of its workbook, and that its employees stay at home."""

from __future__ import annotations

import json
import signal
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from byte_search import files_with, words_in
from centre_workbooks import CODES, centre, write_workbook
from document_notebooks import code, notebook
from fake_pool import quick

from analysis.competence.workbook import read_centre
from analysis.survey.checks import InputError
from fagligheder.cli import main
from fagligheder.run import centre as module
from fagligheder.run import centre_search
from fagligheder.run.centre import make_centre
from fagligheder.run.cluster import ONLY_HERE, ClusterPool
from fagligheder.run.job import Job, Outcome
from fagligheder.run.limits import Limits

DAY = date(2027, 1, 1)
#: What a notebook may do wrong with what it reads.
READ = "import analysis as fag\ncentre = fag.read_centre(workbook)\n"


def parameters() -> nbformat.NotebookNode:
    declared = 'workbook = ""\ndate = ""\nlang = "da"\ninternal = False\nproof = ""'
    cell = code("parameters")
    return cell | {"source": declared, "metadata": {"tags": ["parameters"]}}


def write_notebook(folder: Path, source: str) -> str:
    """Write a notebook for the report, and return its name as a job has it."""
    title = nbformat.v4.new_markdown_cell("# Jobcentret", id="title")
    read = nbformat.v4.new_code_cell(READ + source, id="read")
    made = notebook(title, nbformat.from_dict(parameters()), read)
    made.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "P"}
    nbformat.write(made, folder / "center.ipynb")
    return str(folder / "center")


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


def run(monkeypatch, notebook_name: str, *words: str) -> int:
    monkeypatch.setitem(make_centre.__kwdefaults__, "notebook", notebook_name)
    return main(["center", *words, "--date", "2027-01-01"])


# --- what is made


def test_the_plan_is_read_back_as_it_was_written(workbook, tmp_path):
    with quick(lambda job: Outcome(job)) as pool:
        made = make_centre(workbook, tmp_path / "ud", day=DAY, internal=True, pool=pool)
    again = read_centre(tmp_path / "ud" / "center-0727-odder-fortroligt.xlsx")
    first = read_centre(workbook)
    pd.testing.assert_frame_equal(again.employees, first.employees)
    pd.testing.assert_frame_equal(again.offers, first.offers)
    planned = made.plan.steps
    assert len(planned) > 1
    steps = again.steps[again.steps["step"].isin(planned["step"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(steps, planned, check_dtype=False)


def test_what_the_centre_has_decided_stays_in_the_next_plan(workbook, tmp_path):
    with quick(lambda job: Outcome(job)) as pool:
        made = make_centre(workbook, tmp_path / "ud", day=DAY, internal=True, pool=pool)
    edited = read_centre(tmp_path / "ud" / "center-0727-odder-fortroligt.xlsx")
    steps = edited.steps.copy()
    at = steps.index[steps["step"] == made.plan.steps["step"].iloc[0]][0]
    steps.loc[at, ["status", "term"]] = ["moved", "2029-1"]
    own = steps.iloc[[at]].assign(step=None, status="planned", why="Aftalt ved MUS")
    edited = replace(edited, steps=pd.concat([steps, own], ignore_index=True))
    changed = write_workbook(tmp_path / "rettet.xlsx", edited)
    with quick(lambda job: Outcome(job)) as pool:
        make_centre(changed, tmp_path / "ud", day=DAY, internal=True, pool=pool)
    later = read_centre(tmp_path / "ud" / "center-0727-odder-fortroligt.xlsx").steps
    (moved,) = later[later["step"] == steps.loc[at, "step"]].to_dict("records")
    assert (moved["status"], moved["term"]) == ("moved", "2029-1")
    assert later["why"].tolist().count("Aftalt ved MUS") == 1
    assert not later["step"].duplicated().any()


def test_the_proof_is_checked_from_the_file_and_a_changed_one_is_refused(
    workbook, tmp_path, capsys
):
    with quick(lambda job: Outcome(job)) as pool:
        make_centre(workbook, tmp_path / "ud", day=DAY, pool=pool)
    proof = tmp_path / "ud" / "center-0727-odder-bevis.json"
    capsys.readouterr()
    assert main(["center", "--verify", str(proof), str(workbook)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Planen holder rammerne, og dens summer stemmer."
    assert len(said) == 10
    assert all(line.endswith("bevist det bedste.") for line in said[1:])
    content = json.loads(proof.read_text("utf-8"))
    content["parts"][-1]["missing"] -= 1
    proof.write_text(json.dumps(content), encoding="utf-8")
    assert main(["center", "--verify", str(proof), str(workbook)]) == 2
    assert "fandt" in capsys.readouterr().err
    proof.write_text("[1, 2]", encoding="utf-8")
    assert main(["center", "--verify", str(proof), str(workbook)]) == 2
    assert capsys.readouterr().err == (
        "fagligheder: center-0727-odder-bevis.json: filen er ikke et bevis, som fagligheder har "
        "gemt. Vælg filen, der blev skrevet sammen med planen.\n"
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
    assert run(monkeypatch, "center", str(workbook), "--out", str(tmp_path / "ud")) == 0
    said = capsys.readouterr()
    assert "Planen er højst" in said.out
    assert "fra det bedste" in said.out
    assert (tmp_path / "ud" / "center-0727-odder-bevis.json").is_file()
    assert not files_with(CODES, tmp_path / "ud", temporary)


def test_a_second_ctrl_c_ends_the_command_and_leaves_nothing(
    workbook, tmp_path, temporary, monkeypatch, capsys
):
    monkeypatch.setattr(centre_search, "training_plan", interrupting(2))
    assert run(monkeypatch, "center", str(workbook), "--out", str(tmp_path / "ud")) == 130
    assert not (tmp_path / "ud").exists()
    assert list(temporary.iterdir()) == []
    assert not words_in(CODES, capsys.readouterr().err.encode())


def test_ctrl_c_while_the_report_is_made_leaves_no_temporary_files(workbook, tmp_path, temporary):
    def stop(job: Job) -> Outcome:
        raise KeyboardInterrupt

    with quick(stop) as pool, pytest.raises(KeyboardInterrupt):
        make_centre(workbook, tmp_path / "ud", day=DAY, pool=pool)
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "ud" / ".scratch").exists()
    assert not files_with(CODES, tmp_path / "ud")


# --- the employees stay at home


def test_where_the_report_fails_no_employee_is_named(
    workbook, tmp_path, temporary, monkeypatch, capfd
):
    tells = 'import sys\nwho = centre.employees["code"]\nprint(who[0], file=sys.stderr)\n'
    name = write_notebook(tmp_path, tells + "{}[who[1]]")
    out = tmp_path / "ud"
    assert run(monkeypatch, name, str(workbook), "--out", str(out)) == 1
    said = capfd.readouterr()
    assert "fagligheder: rapporten mislykkedes: celle 4: KeyError" in said.err
    assert not words_in(CODES, (said.out + said.err).encode())
    assert not files_with(CODES, out, temporary)
    assert list(temporary.iterdir()) == []
    assert (out / "center-0727-odder-bevis.json").is_file()


def test_a_traceback_holds_the_lines_of_code_and_no_value(
    workbook, tmp_path, temporary, monkeypatch, capsys
):
    def fail(made, *_, **__):
        try:
            {}[made.employees["code"].iloc[0]]
        except KeyError as error:
            raise RuntimeError(made.employees["code"].iloc[1]) from error

    monkeypatch.setattr(module, "search_plan", fail)
    assert run(monkeypatch, "center", str(workbook), "--out", str(tmp_path / "ud")) == 4
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
