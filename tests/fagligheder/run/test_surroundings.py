"""What a user has set up for own work does not reach a document: the same bytes, whoever asks."""

from __future__ import annotations

import os
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from faults import job

import analysis as fag
from fagligheder.run import batch
from fagligheder.run.engine import FAGLIGHEDER, KERNEL
from fagligheder.run.job import SUFFIXES, Job
from fagligheder.run.surroundings import document_environment, document_surroundings

#: A cell that shows what it can see of where it runs.
SEES = """
import locale, os, subprocess, sys, time
import matplotlib.pyplot as plt
import pandas as pd
print(time.strftime("%H:%M %Z", time.localtime(0)), locale.localeconv()["decimal_point"])
print({"a", "b", "c", "d"}, sys.flags.optimize, sys.warnoptions, "æøå".encode(sys.stdout.encoding))
print(sorted(set(os.environ) & set("PYTHONSTARTUP LC_ALL LANGUAGE COLUMNS NO_COLOR".split())))
print(plt.rcParams["font.size"], plt.rcParams["axes.grid"], plt.rcParams["text.usetex"])
print("startet" in globals(), os.environ["SOURCE_DATE_EPOCH"])
figure = plt.figure(); plt.plot([1, 2, 3]); plt.title("Ærø")
display(figure, metadata={"image/png": {"alt": "En linje."}}); plt.close()
"""
MATPLOTLIBRC = """
text.usetex: True
axes.grid: True
font.size: 30
svg.hashsalt: min egen
figure.constrained_layout.use: True
savefig.bbox: tight
"""


def own_surroundings(folder: Path) -> dict[str, str]:
    """The environment of somebody who has set up everything."""
    folder.mkdir()
    (folder / "matplotlib").mkdir()
    for rc in (folder / "matplotlibrc", folder / "matplotlib" / "matplotlibrc"):
        rc.write_text(MATPLOTLIBRC)
    profile = folder / "ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True)
    (profile / "startup" / "mit.py").write_text("startet = 1\nprint('velkommen')")
    (profile / "ipython_config.py").write_text(
        "c.InlineBackend.figure_formats = {'svg'}\n"
        "c.InteractiveShell.ast_node_interactivity = 'all'"
    )
    (folder / "start.py").write_text("raise SystemExit('ikke for os')")
    return {
        "COLUMNS": "20",
        "IPYTHONDIR": str(folder / "ipython"),
        "LANG": "da_DK.UTF-8",
        "LANGUAGE": "sv",
        "LC_NUMERIC": "da_DK.UTF-8",
        "MATPLOTLIBRC": str(folder / "matplotlibrc"),
        "MPLBACKEND": "svg",
        "NO_COLOR": "1",
        "PYTHONHASHSEED": "7",
        "PYTHONOPTIMIZE": "2",
        "PYTHONSTARTUP": str(folder / "start.py"),
        "PYTHONWARNINGS": "ignore",
        "SOURCE_DATE_EPOCH": "",
        "TZ": "Asia/Tokyo",
        "XDG_CONFIG_HOME": str(folder),
    }


@pytest.fixture(scope="module", params=[FAGLIGHEDER, KERNEL])
def two_users(request, tmp_path_factory) -> list[Path]:
    """The same notebook made for somebody who has set up nothing, and for the other."""
    source = tmp_path_factory.mktemp("source")
    document = job(source, "ser", SEES)
    own = own_surroundings(source / "own")
    made = []
    for surroundings in ({}, own):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FAGLIGHEDER_ENGINE", request.param)
            patch.delenv("PYTEST_CURRENT_TEST", raising=False)
            for name in own:
                patch.delenv(name, raising=False)
            for name, value in surroundings.items():
                patch.setenv(name, value)
            patch.chdir(source / "own" if surroundings else source)  # it has a matplotlibrc
            made.append(tmp_path_factory.mktemp("out"))
            (outcome,) = batch.make_reports([document], made[-1])
            assert outcome.error == ""
    return made


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_two_users_get_the_same_bytes(two_users, suffix):
    first, second = ((out / f"ser{suffix}").read_bytes() for out in two_users)
    assert first == second


def test_the_surroundings_are_those_of_documents(two_users):
    page = (two_users[1] / "ser.html").read_text(encoding="utf-8")
    assert "00:00 UTC ." in page
    assert "10.0 False False" in page
    assert "velkommen" not in page
    assert page.count("<figure") == 1


def test_the_environment_keeps_what_is_the_users_and_leaves_out_the_rest(tmp_path):
    own = {"HOME": "/h", "PATH": "/p", "HTTPS_PROXY": "x", "LC_ALL": "da_DK.UTF-8"}
    told = document_environment(
        own | {"PANDAS_COPY_ON_WRITE": "0", "LC_TIME": "C", "PYTHONDEVMODE": "1"}
    )
    assert {name: told[name] for name in own if name != "LC_ALL"} == {
        "HOME": "/h",
        "PATH": "/p",
        "HTTPS_PROXY": "x",
    }
    assert (told["LANG"], told["LC_CTYPE"], told["TZ"]) == ("C", "da_DK.UTF-8", "UTC")
    assert not {"LC_ALL", "LC_TIME", "PYTHONDEVMODE", "PANDAS_COPY_ON_WRITE"} & set(told)


def test_the_users_environment_comes_back_after_a_failure(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    before = dict(os.environ)

    def fail() -> None:
        with document_surroundings(5):
            assert os.environ["SOURCE_DATE_EPOCH"] == "5"
            assert "COLUMNS" not in os.environ
            os.environ["LEFT"] = "1"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert dict(os.environ) == before


@pytest.mark.parametrize("when", ["before it is drawn", "after"])
def test_settings_of_a_notebook_do_not_reach_a_figure_of_ours(survey, when):
    likert = fag.likert_table(survey, "importance")
    expected = fag.draw_likert(likert).figure.svg()
    other = {"font.size": 30, "axes.grid": True, "savefig.bbox": "tight", "svg.hashsalt": "x"}
    before = dict(mpl.rcParams)
    if when == "after":
        figure = fag.draw_likert(likert).figure
        with plt.rc_context(other), plt.style.context("dark_background"):
            shown = figure.svg()
    else:
        with plt.rc_context(other), plt.style.context("dark_background"):
            shown = fag.draw_likert(likert).figure.svg()
    assert shown == expected
    assert dict(mpl.rcParams) == before


def test_no_document_is_made_of_a_wrong_date(monkeypatch, tmp_path):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "i morgen")
    with pytest.raises(fag.InputError, match="SOURCE_DATE_EPOCH"):
        batch.make_reports([Job("kommune", "x", "X")], tmp_path)
    assert list(tmp_path.iterdir()) == []
