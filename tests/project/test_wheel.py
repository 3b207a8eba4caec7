"""The built wheel works outside the checkout: the library alone, and with every extra a report."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
DRAWING = """
import analysis as fag
axes = fag.draw_likert(fag.likert_table(fag.read_published(), "importance"))
axes.figure.savefig("figur.svg")
print(len(axes.patches))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built from a copy of what git would commit."""
    copy, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("src", "data", "notebooks"):
        ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    run(Path(sys.executable), "-m", "hatchling", "build", "-t", "wheel", "-d", str(out), cwd=copy)
    (built,) = out.glob("*.whl")
    return built


def run(python: Path, *words: str, cwd: Path) -> str:
    """Run Python without anything of this checkout in its environment; return what it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(python), *words], cwd=cwd, env=kept, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def needed(requirement: Requirement, found: dict[str, Distribution]) -> None:
    """Add the distributions that a requirement of the project brings, and what those require."""
    try:
        brought = distribution(requirement.name)
    except PackageNotFoundError:
        pytest.fail(f"{requirement.name} is required, but not in this environment")
    name = canonicalize_name(requirement.name)
    extras = {"", *requirement.extras}
    if name in found and extras == {""}:
        return
    found[name] = brought
    for line in brought.requires or ():
        each = Requirement(line)
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in extras):
            needed(each, found)


def environment(folder: Path, wheel: Path, extras: str = "") -> Path:
    """Make an environment with the wheel and what it requires, and nothing else; return its Python.

    The packages are those of the environment that runs the tests, linked file by file, so that
    nothing is fetched; pip then confirms that no requirement is missing.
    """
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    found: dict[str, Distribution] = {}
    needed(Requirement(f"fagligheder{extras}"), found)
    del found["fagligheder"]
    for each in found.values():
        for file in each.files or ():
            source = Path(str(file.locate()))
            if ".." not in file.parts:
                target = site / file
            elif "share" in file.parts:  # the kernel that ipykernel brings
                target = folder.joinpath(*file.parts[file.parts.index("share") :])
            else:
                continue
            if source.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.symlink_to(source)
    pip = ("-m", "pip", "--disable-pip-version-check")
    run(python, *pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel), cwd=folder)
    run(python, *pip, "check", cwd=folder)
    return python


@pytest.fixture(scope="module")
def base(wheel, tmp_path_factory) -> Path:
    """The Python of an environment with the wheel and no extra."""
    return environment(tmp_path_factory.mktemp("env"), wheel)


def test_the_library_alone_draws_figure_2(base, tmp_path):
    assert run(base, "-c", DRAWING, cwd=tmp_path) == "24\n"
    assert (tmp_path / "figur.svg").read_text(encoding="utf-8").count("<path") > 20
    listed = run(base, "-m", "pip", "list", "--format", "freeze", cwd=tmp_path)
    names = {canonicalize_name(line.partition("==")[0]) for line in listed.split()}
    assert not names & {"papermill", "nbconvert", "jupyterlab", "openpyxl", "ipython", "typst"}


def test_what_needs_an_extra_says_which_in_one_line(base, tmp_path):
    for words, extra in {
        ("reports", "Odder"): "reports",
        ("tables",): "reports",
        ("slides",): "reports",
        ("explore", "--no-browser"): "explorer",
        ("explore", "--app", "--no-browser"): "explorer",
        ("check", "svar.xlsx"): "files",
        ("check", "svar.sav"): "files",
    }.items():
        for suffix in ("xlsx", "sav"):
            (tmp_path / f"svar.{suffix}").write_bytes(EMPTY[suffix])
        done = subprocess.run(
            [str(base), "-m", "fagligheder.cli", *words],
            cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 2, (words, done.stderr)
        assert re.fullmatch(
            r"fagligheder: Pakken [\w.-]+ mangler\. Installér den med: "
            rf'pip install "fagligheder\[{extra}\]"\n',
            done.stderr,
        ), (words, done.stderr)


def test_with_every_extra_a_report_is_made_outside_the_checkout(wheel, tmp_path):
    python = environment(tmp_path / "env", wheel, "[all]")
    run(python, "-m", "fagligheder.cli", "reports", "Odder", "--out", "ud", cwd=tmp_path)
    names = {path.name for path in (tmp_path / "ud").iterdir()}
    assert {"0727-odder.pdf", "0727-odder.html", "0727-odder.ipynb", "index.html"} <= names


def test_the_wheel_holds_what_it_needs_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "analysis/__init__.pyi",
        "analysis/py.typed",
        "analysis/words/da.toml",
        "analysis/_data/fagligheder-2017/published/figure_2.csv",
        "fagligheder/_notebooks/kommune.ipynb",
        "fagligheder/locale/da/LC_MESSAGES/fagligheder.mo",
        "fagligheder/documents/templates/report.typ",
        "fagligheder/office/template.pptx",
    ):
        assert part in names
    assert {name.split("/")[0] for name in names} == {
        "analysis",
        "fagligheder",
        "fagligheder-0.1.0.dist-info",
    }


def test_beside_other_projects_it_reads_its_own_data_and_notebooks(wheel, tmp_path):
    """As ``pip install --target`` puts it, with folders of others where a checkout has its own."""
    target = tmp_path / "others" / "lib"
    for name in ("data/fagligheder-2017", "notebooks"):
        (tmp_path / "others" / name).mkdir(parents=True)
        (target / name).mkdir(parents=True)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    alone = ("--no-deps", "--no-index", "--target", str(target), str(wheel))
    subprocess.run([*pip, *alone], check=True)
    code = """
from analysis.survey.paths import data_folder
from fagligheder.cli import main
from fagligheder.paths import notebooks_folder
print(data_folder(), notebooks_folder(), main(["check"]), sep="|")
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path / "others",
        env={**os.environ, "PYTHONPATH": str(target)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    places = f"{target}/analysis/_data|{target}/fagligheder/_notebooks|0"
    assert (done.stderr, done.stdout.splitlines()[-1]) == ("", places)


def _archive() -> bytes:
    """The least that a reader takes for a workbook before it needs openpyxl."""
    import io

    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", "<workbook/>")
    return content.getvalue()


EMPTY = {"xlsx": _archive(), "sav": b"$FL2@(#) SPSS DATA FILE" + bytes(200)}
