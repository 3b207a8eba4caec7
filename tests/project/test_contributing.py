"""What CONTRIBUTING says of adding things is done here, to the letter, on a copy of the project."""

from __future__ import annotations

import ast
import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import frictionless
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from printed import PRINTED

import analysis as fag
from analysis.display.figures import palette
from analysis.display.figures.layout import Layout, describe_figure, measuring_axis
from analysis.display.figures.style import house_style
from analysis.display.text.captions import alt_text, figure_note
from analysis.display.text.subject import subject_of

ROOT = Path(__file__).resolve().parents[2]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
#: What managers could have answered, had they been asked; the percentages are those of figure 6.
ANSWERS = list(PRINTED["statements"].values())[:6]


def shown(language: str, heading: str) -> str:
    """The lines of a section, in the one block of this language that it has."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", CONTRIBUTING, re.DOTALL | re.MULTILINE)
    assert section
    (block,) = re.findall(rf"^```{language}\n(.*?)^```", section[1], re.DOTALL | re.MULTILINE)
    return block


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The project with a question more: the lines that CONTRIBUTING shows, and the numbers."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("src", "data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    line, resource = shown("csv", "Add a question"), shown("json", "Add a question")
    assert len((line + resource).splitlines()) < 10
    with (folder / "data/fagligheder-2017/questions.csv").open("a", encoding="utf-8") as file:
        file.write(line)
    package = folder / "data/datapackage.json"
    described = package.read_text(encoding="utf-8")
    end = described.rindex("\n  ]")
    described = f"{described[:end]},\n{resource.rstrip().rstrip(',')}{described[end:]}"
    package.write_text(described, encoding="utf-8")
    json.loads(described)
    items = list(PRINTED["importance"])
    answers = ["fully_agree", "partly_agree", "partly_disagree", "fully_disagree"]
    cells = [
        f"{item},{answer},{percent}%,49"
        for item, percents in zip(items, ANSWERS, strict=True)
        for answer, percent in zip(answers, percents, strict=True)
    ]
    rows = "\n".join(["item,answer,printed,page", *cells])
    (folder / "data/fagligheder-2017/published/figure_7.csv").write_text(
        f"{rows}\n", encoding="utf-8"
    )
    notebook = nbformat.read(folder / "notebooks/kommune.ipynb", as_version=4)
    for line in shown("python", "Add a section to a report").splitlines():
        notebook.cells.append(nbformat.v4.new_code_cell(line))
    nbformat.write(notebook, folder / "notebooks/kommune.ipynb")
    return folder


def command(copy: Path, *words: str) -> str:
    """Run the command of the copy, and return what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "fagligheder.cli", *words],
        cwd=copy, env={**os.environ, "PYTHONPATH": str(copy / "src")},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_data_package_with_a_question_more_is_valid(copy):
    report = frictionless.validate(str(copy / "data/datapackage.json"))
    assert report.flatten(["rowNumber", "fieldName", "type", "note"]) == []
    assert [task.stats["rows"] for task in report.tasks if task.name == "figure_7"] == [24]


def test_the_check_and_the_tables_know_the_question(copy):
    assert "figur 7: ét muligt antal, 52 svar" in command(copy, "check")
    command(copy, "tables", "--out", "tables")
    with (copy / "tables/likert_training.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    first = [int(row["n"]) for row in rows if row["answer"] == "fully_agree"]
    assert first == [5, 6, 19, 16, 15, 37]
    assert (copy / "tables/crosstab_training_by_size_band.csv").is_file()


def test_a_kommunes_report_has_the_section(copy):
    command(copy, "reports", "Odder", "--out", "reports")
    page = (copy / "reports/0727-odder.html").read_text(encoding="utf-8")
    plain = (ROOT / "notebooks/kommune.ipynb").read_text(encoding="utf-8")
    assert re.search(r"<h2[^>]*>\s*Kurser i profilerne", page)
    assert "71 pct. af de 52 chefer svarer »Helt enig« om profilen Udvikling." in page.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "Figur 7. Er der kurser nok i hver af de seks profiler?" in page
    assert "Kurser i profilerne" not in plain


@pytest.fixture
def draw_first_answer():
    names = {
        "Axes": Axes, "Layout": Layout, "palette": palette, "alt_text": alt_text,
        "describe_figure": describe_figure, "figure_note": figure_note,
        "house_style": house_style, "measuring_axis": measuring_axis, "pd": pd,
        "subject_of": subject_of,
    }  # fmt: skip
    code = "from __future__ import annotations\n" + shown("python", "Add a figure")
    exec(compile(code, "CONTRIBUTING.md", "exec"), names)  # noqa: S102
    yield names["draw_first_answer"]
    plt.close("all")


def test_the_figure_takes_under_ten_lines():
    (function,) = ast.parse(shown("python", "Add a figure")).body
    lines = [node for node in ast.walk(function) if isinstance(node, ast.stmt)]
    assert len(lines) - 2 < 10  # neither its name nor its docstring


def test_the_figure_shows_the_counts_of_the_report(draw_first_answer):
    survey = fag.read_published()
    axes = draw_first_answer(fag.likert_table(survey, "importance"))
    assert np.allclose(
        [bar.get_width() for bar in axes.patches][::-1],
        [100 * n / 52 for n in (46, 35, 34, 32, 36, 25)],
    )
    assert [label.get_text() for label in axes.get_yticklabels()][-1] == "Virksomheder"
    assert axes.figure.basis == ("recovered",)
    assert "Udvikling: Meget vigtig 48 pct. (25)." in axes.figure.alt
    assert not any("SYNTETISKE" in words.get_text() for words in axes.figure.texts)


def test_the_figure_of_made_up_answers_is_stamped(draw_first_answer):
    made_up = fag.synthesize(seed=1)
    axes = draw_first_answer(fag.likert_table(made_up, "importance"))
    assert [words.get_text() for words in axes.figure.texts].count("SYNTETISKE SVAR") == 1
