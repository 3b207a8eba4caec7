"""Users without a home, as services have it: other programs keep their files elsewhere."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from fagligheder import home
from fagligheder.home import usable_home

VARIABLES = ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "MPLCONFIGDIR", "XDG_CACHE_HOME")
#: A user whom passwd does not know.
NOBODY = """
import pwd, sys
def unknown(number):
    raise KeyError(number)
pwd.getpwuid = unknown
from fagligheder.cli import main
sys.exit(main())
"""
posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """No home, and none of the variables that stand in for one; temporary files in a folder."""
    for name in (*VARIABLES, "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)

    def unknown(number):
        raise KeyError(number)

    monkeypatch.setattr("pwd.getpwuid", unknown)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@posix
def test_without_a_home_there_is_one_for_a_while(nowhere, tmp_path):
    before = dict(os.environ)
    with usable_home():
        folder = Path(os.environ["MPLCONFIGDIR"])
        assert folder.parent == tmp_path
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert Path.home() == folder
        assert os.environ["JUPYTER_CONFIG_DIR"] == os.environ["IPYTHONDIR"] == str(folder)
        (folder / "fontlist.json").touch()
    assert os.environ == before
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_home_that_is_only_read_stays_the_home(nowhere, tmp_path, monkeypatch):
    own = tmp_path / "hjem"
    own.mkdir()
    monkeypatch.setenv("HOME", str(own))
    monkeypatch.setenv("MPLCONFIGDIR", "/chosen/by/the/user")
    monkeypatch.setattr(home, "_can_be_written", lambda folder: False)
    with usable_home():
        assert Path.home() == own  # the key of its ledgers may be there
        assert os.environ["MPLCONFIGDIR"] == "/chosen/by/the/user"
        assert Path(os.environ["JUPYTER_RUNTIME_DIR"]).parent == tmp_path
    assert os.environ["MPLCONFIGDIR"] == "/chosen/by/the/user"
    assert "JUPYTER_RUNTIME_DIR" not in os.environ


@posix
def test_a_home_that_is_written_in_is_left_alone(nowhere, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    before = dict(os.environ)
    with usable_home():
        assert os.environ == before
    assert list(tmp_path.iterdir()) == []


@posix
def test_each_folder_that_is_written_in_counts(nowhere, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)  # nothing can be made below it
    with usable_home():
        assert Path.home() == tmp_path
        assert Path(os.environ["MPLCONFIGDIR"]).parent == tmp_path


@posix
@pytest.mark.parametrize(("own", "engine"), [(None, "fagligheder"), ("/dev/null/hjem", "nbclient")])
def test_commands_work_without_a_home_and_say_nothing_of_it(tmp_path, own, engine):
    environment = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    environment |= {"FAGLIGHEDER_ENGINE": engine, "TMPDIR": str(tmp_path)}
    environment |= {"HOME": own} if own else {}
    for words in (["figures", "--out", "figurer"], ["reports", "Odder", "--out", "ud"]):
        done = subprocess.run(
            [sys.executable, "-c", NOBODY, *words],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {"figurer", "ud"}
    assert "Odder" in (tmp_path / "ud" / "log.txt").read_text(encoding="utf-8")
