"""A second run makes only what has changed, and knows by the content of the files."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fagligheder import cli
from fagligheder.files import write_together
from fagligheder.run import batch, document_process, manifest
from fagligheder.run.job import OLDER, SUFFIXES, Job, Outcome
from fagligheder.run.keyed_hash import keyed_file_hash
from fagligheder.run.limits import Limits


def small(folder: Path, name: str, code: str = "1", **parameters: str) -> Job:
    cells = [
        new_markdown_cell("# Titel", id="a"),
        new_code_cell("answers = own = navn = None", id="b", metadata={"tags": ["parameters"]}),
        new_code_cell(code, id="c"),
    ]
    nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")
    return Job(str(folder / name), name, name, parameters)


class Quick:
    """A pool that copies the notebook instead of running it."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def make(self, jobs, out, *_):
        for job in jobs:
            source = Path(f"{job.notebook}.ipynb").read_bytes()
            if b"1 / 0" in source:
                yield Outcome(job, error="celle 4: ZeroDivisionError: division by zero", seconds=1)
                continue
            paths = tuple(out / f"{job.name}{suffix}" for suffix in SUFFIXES)
            for path in paths:
                path.write_bytes(source)
            yield Outcome(job, paths, "", tuple(map(manifest.file_hash, paths)), 1.0)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(batch, "Pool", Quick)


@pytest.fixture
def made(tmp_path) -> tuple[Path, list[Job]]:
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    (source / "own.yml").write_text("x: 1\n", encoding="utf-8")
    jobs = [small(source, "a"), small(source, "b", own=str(source / "own.yml"))]
    assert [outcome.error for outcome in batch.make_reports(jobs, out)] == ["", ""]
    return out, jobs


def again(out: Path, jobs: list[Job], **settings) -> list[str]:
    """Make the documents once more, as a new run would, and return what was made."""
    manifest._hash_of.cache_clear()
    manifest.shared.cache_clear()
    outcomes = batch.make_reports(jobs, out, **settings)
    assert not any(outcome.error for outcome in outcomes)
    assert [len(outcome.files) for outcome in outcomes] == [3] * len(jobs)
    return [outcome.job.name for outcome in outcomes if outcome.seconds]


def undated(out: Path) -> dict:
    """The manifest's documents without what only says when they were made."""
    documents = json.loads((out / manifest.MANIFEST).read_text(encoding="utf-8"))["documents"]
    assert all(datetime.fromisoformat(entry.pop("finished")) for entry in documents.values())
    return documents


def test_nothing_is_made_twice(made, monkeypatch):
    out, jobs = made
    before = {path.name: path.read_bytes() for path in out.glob("[ab]*")}
    note, page = undated(out), out / "index.html"
    first = page.stat().st_mtime_ns
    assert len(before) == 6
    with monkeypatch.context() as patch:
        patch.setattr(batch, "Pool", None)  # nothing to do must not even start a process
        assert again(out, jobs) == []
    assert page.stat().st_mtime_ns == first
    assert again(out, jobs, force=True) == ["a", "b"]
    assert {path.name: path.read_bytes() for path in out.glob("[ab]*")} == before
    assert undated(out) == note


def test_what_has_changed_is_made_again(made):
    out, jobs = made
    for suffix in SUFFIXES[:2]:
        (out / f"a{suffix}").write_text("x", encoding="utf-8")
    (out / "b.pdf").unlink()
    assert again(out, jobs) == ["a", "b"]
    own = Path(str(jobs[1].parameters["own"]))
    own.write_text("x: 2\n", encoding="utf-8")
    assert again(out, jobs) == ["b"]
    jobs[0] = small(own.parent, "a", "2")
    assert again(out, jobs) == ["a"]
    jobs[0] = Job(jobs[0].notebook, "a", "a", {"navn": "Odder"})
    assert again(out, jobs) == ["a"]
    assert again(out, jobs) == []


@pytest.mark.parametrize("changed", ["code", "data", "lock", "packages", "python"])
def test_a_change_of_the_house_makes_all_again(made, monkeypatch, changed):
    out, jobs = made
    shared = manifest.shared()
    monkeypatch.setattr(manifest, "shared", lambda: shared | {changed: "another"})
    assert all(manifest.Manifest(out).current(job) is None for job in jobs)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": 1, "documents": 3}', "\x00"])
def test_a_spoilt_manifest_counts_as_none(made, content):
    out, jobs = made
    (out / manifest.MANIFEST).write_text(content, encoding="utf-8")
    assert again(out, jobs) == ["a", "b"]


def test_freshness_is_of_content_and_never_of_the_clock(made, monkeypatch):
    out, jobs = made
    own = Path(str(jobs[1].parameters["own"]))
    for moment in (0, 10**9, 4 * 10**9):
        monkeypatch.setattr("time.time", lambda moment=moment: float(moment))
        for path in (*out.iterdir(), *own.parent.iterdir()):
            os.utime(path, (moment, moment))
        assert again(out, jobs) == []
    own.write_text("x: 9\n", encoding="utf-8")  # as long as before, and as old
    os.utime(own, (moment, moment))
    assert again(out, jobs) == ["b"]


def test_a_document_may_take_its_seconds_whatever_the_clock_says(monkeypatch):
    process = SimpleNamespace(is_alive=lambda: True)
    connection = SimpleNamespace(poll=lambda: False)
    one = document_process.DocumentProcess(Job("x", "x", "x"), process, connection)
    for moment in (0.0, 4e9):
        monkeypatch.setattr(document_process.time, "time", lambda moment=moment: moment)
        assert one.outcome(Limits(60)) is None
    one.started -= 61
    assert one.outcome(Limits(60)).error == "brugte over 60 sekunder (--timeout)"


def test_nothing_is_decided_by_the_clock():
    """It is told in the log and by who holds a folder, and nowhere else asked."""
    asks = re.compile(r"time\.time\(|st_[mca]time|getmtime|datetime\.now|utcnow|today\(")
    package = Path(batch.__file__).parent
    found = {path.name for path in package.rglob("*.py") if asks.search(path.read_text("utf-8"))}
    # The day stands on a cover, in a form's properties and in the ledger, too, and when a document
    # was made or failed in the manifest.
    told = {"batch.py", "lock.py", "manifest.py", "export.py", "own_form.py", "release.py"}
    told |= {"questionnaire.py", "response.py", "sample_plan.py"}  # a cover's day
    told |= {"centre.py", "comparing.py"}
    assert found == told


def test_a_failure_is_tried_again_and_keeps_the_old_document(made):
    out, jobs = made
    source = Path(jobs[0].notebook).parent
    old = (out / "a.pdf").read_bytes()
    for _ in range(2):
        manifest._hash_of.cache_clear()
        outcome = batch.make_reports([small(source, "a", "1 / 0")], out)[0]
        assert outcome.error == "celle 4: ZeroDivisionError: division by zero"
        assert outcome.seconds > 0
        assert outcome.older
        told = f"a: celle 4: ZeroDivisionError: division by zero ({OLDER})"
        assert told in batch.summary([outcome], out)
        assert f"mislykkedes: {told.removeprefix('a: ')}\n" in (out / batch.LOG).read_text("utf-8")
        entry = json.loads((out / manifest.MANIFEST).read_text(encoding="utf-8"))["documents"]["a"]
        assert list(entry["kept"]["outputs"]) == ["a.html", "a.ipynb", "a.pdf"]
        assert "outputs" not in entry
    assert (out / "a.pdf").read_bytes() == old
    assert again(out, [small(source, "a")]) == ["a"]
    entry = json.loads((out / manifest.MANIFEST).read_text(encoding="utf-8"))["documents"]["a"]
    assert "kept" not in entry
    assert "error" not in entry


def test_a_first_failure_speaks_of_no_earlier_document(made):
    out, jobs = made
    (outcome,) = batch.make_reports([small(Path(jobs[0].notebook).parent, "ny", "1 / 0")], out)
    assert not outcome.older
    assert OLDER not in batch.summary([outcome], out) + (out / batch.LOG).read_text("utf-8")


def test_of_three_files_none_is_moved_before_all_are_written(tmp_path, monkeypatch):
    paths = [tmp_path / f"a{suffix}" for suffix in SUFFIXES]
    write_together(dict.fromkeys(paths, "old"))
    room = iter([None, None])

    def full(_) -> None:
        if next(room, "no") == "no":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("fagligheder.files.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_together(dict.fromkeys(paths, "new"))
    assert [path.read_text("utf-8") for path in paths] == ["old"] * 3
    assert sorted(tmp_path.iterdir()) == sorted(paths)


def test_the_manifest_names_what_each_document_is_made_of(made):
    out, jobs = made
    entry = json.loads((out / manifest.MANIFEST).read_text(encoding="utf-8"))["documents"]["b"]
    assert entry["made_of"]["files"] == {
        "own.yml": keyed_file_hash(Path(jobs[1].parameters["own"]))
    }
    assert entry["made_of"]["parameters"] == {"own": "own.yml"}
    assert entry["outputs"] == {f"b{end}": manifest.file_hash(out / f"b{end}") for end in SUFFIXES}
    assert {"code", "data", "notebook", "parameters", "lock"} <= set(entry["made_of"])


def test_the_command_tells_what_was_unchanged(made, capsys, monkeypatch):
    out, jobs = made
    monkeypatch.setattr(batch, "plan", lambda *_, **__: jobs)
    assert cli.main(["reports", "Odder", "--out", str(out)]) == 0
    assert f"2 rapporter i {out}" in capsys.readouterr().out


@pytest.mark.parametrize("old", [1, 2])
def test_an_older_manifest_gives_up_its_paths_and_plain_hashes(made, old):
    out, jobs = made
    own = Path(str(jobs[1].parameters["own"]))
    noted = json.loads((out / manifest.MANIFEST).read_text(encoding="utf-8"))
    noted["format"] = old
    made_of = noted["documents"]["b"]["made_of"]
    made_of["parameters"]["own"] = str(own)
    made_of["files"]["own.yml"] = manifest.file_hash(own)
    noted["documents"]["c"] = {"error": "x", "kept": {"made_of": made_of}, "made_of": made_of}
    noted["documents"]["w"] = {"made_of": {"parameters": {"answers": r"C:\Users\Bo\svar.csv"}}}
    (out / manifest.MANIFEST).write_text(json.dumps(noted), encoding="utf-8")
    assert again(out, jobs) == ["b"]
    written = (out / manifest.MANIFEST).read_text(encoding="utf-8")
    assert str(own.parent) not in written
    assert "Users" not in written
    assert manifest.file_hash(own) not in written


def test_an_error_names_a_file_without_its_folder(made):
    out, jobs = made
    own = Path(str(jobs[1].parameters["own"]))
    failed = Outcome(jobs[1], error=f"celle 2: {own} kan ikke læses", seconds=1)
    noted = batch._record(failed, manifest.Manifest(out), out)
    assert noted.error == "celle 2: own.yml kan ikke læses"
    for name in (manifest.MANIFEST, batch.LOG):
        assert str(own.parent) not in (out / name).read_text(encoding="utf-8")
