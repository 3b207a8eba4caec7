"""Attacks on all files of a release: what it does not say cannot be read out of any byte of it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from tests.helpers.made_answers import answer_rows, shuffle_within_sizes, survey_of

from analysis.survey.checks import InputError
from analysis.survey.survey import Survey
from fagligheder.cli import BAD_INPUT, DONE, main
from fagligheder.explorer.choices import Choices, GapChoice, Source
from fagligheder.explorer.saved_files import save
from fagligheder.paths import notebooks_folder
from fagligheder.run.export import export_tables

DAY = ["--date", "2026-01-05"]
#: Each kind of release, as a user asks for it.
COMMANDS = {
    "tables": ["tables", *DAY],
    "figures": ["figures"],
    "slides_odder": ["slides", "--kommune", "Odder", *DAY],
    "reports": ["reports", "Odder", "landsrapport"],
}
#: What differs with the time, and with the answers by a keyed hash that only the user can make.
KEYED = {"udgivelser.json", "manifest.json", "log.txt"}


def released_files(folder: Path) -> dict[str, bytes]:
    """Every file, without the minute of the run that the index page bears."""
    return {
        str(path.relative_to(folder)): re.sub(rb"kl\. \d\d\.\d\d", b"", path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in KEYED
    }


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> list[Path]:
    """Two files of answers that differ in who of each size gave which answer, and in no count."""
    rows, folder = answer_rows(98, 4), tmp_path_factory.mktemp("to")
    for name, each in (("a", rows), ("b", shuffle_within_sizes(rows, 9))):
        survey_of(each, folder / name)
    assert (folder / "a" / "svar.csv").read_bytes() != (folder / "b" / "svar.csv").read_bytes()
    return [folder / name / "svar.csv" for name in "ab"]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_byte_of_a_release_tells_who_gave_an_answer(pair, command, tmp_path):
    found = []
    for answers in pair:
        out = tmp_path / answers.parent.name / "ud"
        words = [*COMMANDS[command], "--answers", str(answers), "--out", str(out)]
        code = "import sys; from fagligheder.cli import main; sys.exit(main(sys.argv[1:]))"
        done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True)
        assert done.returncode == DONE, done.stderr
        found.append(released_files(out))
    assert found[0]
    assert list(found[0]) == list(found[1])
    assert [name for name in found[0] if found[0][name] != found[1][name]] == []


@pytest.mark.parametrize(
    "choices",
    [Choices(group="size_band"), Choices(), Choices(measure="net"), GapChoice("", top_band=40)],
    ids=["by_size", "answers", "net", "gap"],
)
def test_what_the_explorer_saves_tells_nobody_either(pair, choices, tmp_path):
    found = []
    for answers in pair:
        source = Source("file", str(answers))
        of_file = (
            GapChoice(source, "", choices.top_band)
            if isinstance(choices, GapChoice)
            else Choices(source, group=choices.group, measure=choices.measure)
        )
        folder = tmp_path / answers.parent.name
        saved = save(of_file, folder)
        found.append({path.suffix: path.read_bytes() for path in saved})
    assert {kind for kind in found[0] if found[0][kind] != found[1][kind]} == set()


def test_two_top_bands_tell_no_more_than_one(pair, tmp_path):
    """The gap at any top band is a function of the same protected counts."""
    found = []
    for answers in pair:
        texts = []
        for top_band in (20, 35, 60):
            choices = GapChoice(Source("file", str(answers)), "", top_band)
            saved = save(choices, tmp_path / answers.parent.name)
            texts += [path.read_text("utf-8") for path in saved if path.suffix == ".csv"]
        found.append(texts)
    assert found[0] == found[1] and len(set(found[0])) == 3


def test_two_runs_one_answer_apart_are_refused(tmp_path, capsys):
    rows, out = answer_rows(60, 5), tmp_path / "ud"
    survey_of(rows, tmp_path / "a")
    words = ["tables", "--out", str(out), *DAY, "--answers"]
    assert main([*words, str(tmp_path / "a" / "svar.csv")]) == DONE
    before = released_files(out)
    survey_of(rows.drop(index=7), tmp_path / "b")
    assert main([*words, str(tmp_path / "b" / "svar.csv")]) == BAD_INPUT
    assert "--release-again" in capsys.readouterr().err
    assert released_files(out) == before


def test_answers_themselves_are_never_exported(pair, tmp_path):
    from analysis.measures.sources import read_survey

    exact: Survey = read_survey(pair[0], protected=False)
    with pytest.raises(InputError, match="må ikke forlade maskinen"):
        export_tables(exact, tmp_path)
    assert not list(tmp_path.rglob("*.csv"))


def test_a_file_of_one_row_shows_nothing(tmp_path):
    survey_of(answer_rows(1, 1), tmp_path)
    out = tmp_path / "ud"
    words = ["tables", "--answers", str(tmp_path / "svar.csv"), "--out", str(out), *DAY]
    assert main(words) == DONE
    for path in out.glob("likert_*.csv"):
        cells = [line.split(",") for line in path.read_text("utf-8").splitlines()]
        heading, rows = cells[0], cells[1:]
        if "n" in heading and "answer" in heading:
            bases = [row[heading.index("base")] for row in rows]
            counts = [row[heading.index("n")] for row in rows]
            assert {n for n, base in zip(counts, bases, strict=True) if base not in ("0", "")} <= {
                ""
            }


def test_papermill_alone_shows_protected_numbers(pair, tmp_path):
    """A notebook run without the command reads protected counts: not Odder's own answers."""
    notebook = nbformat.read(notebooks_folder() / "04_kompetencegab.ipynb", as_version=4)
    parts = ("answers = ", "import analysis", "odder = ")
    notebook.cells = [cell for cell in notebook.cells if cell.source.startswith(parts)]
    assert len(notebook.cells) == len(parts)
    nbformat.write(notebook, tmp_path / "odder.ipynb")
    cells = []
    for answers in pair:
        out = tmp_path / f"{answers.parent.name}.ipynb"
        words = [
            "papermill",
            str(tmp_path / "odder.ipynb"),
            str(out),
            "-p",
            "answers",
            str(answers),
        ]
        run = [sys.executable, "-m", *words, "--no-progress-bar"]
        subprocess.run(run, check=True, capture_output=True)
        cells.append([cell.outputs for cell in nbformat.read(out, as_version=4).cells[1:]])
    assert cells[0] == cells[1] and any(cells[0])
