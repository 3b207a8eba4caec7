"""The key is this user's own; without it nobody can tell by a hash what a file holds."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from analysis.survey.checks import InputError
from fagligheder.run import keyed_hash as module
from fagligheder.run.keyed_hash import KEY_FILE, keyed_file_hash, keyed_hash


@pytest.fixture(autouse=True)
def another_process():
    """A key is kept as long as a process lives: forget it before and after."""
    module._key.cache_clear()
    yield
    module._key.cache_clear()


def test_the_key_is_made_once_and_only_its_user_may_read_it(tmp_path, monkeypatch):
    key = tmp_path / "state" / "key"
    monkeypatch.setenv(KEY_FILE, str(key))
    first = keyed_hash("Odder")
    assert len(bytes.fromhex(key.read_text("ascii"))) == 32
    assert [path.name for path in key.parent.iterdir()] == ["key"]
    if os.name == "posix":
        assert key.stat().st_mode & 0o777 == 0o600
    module._key.cache_clear()
    assert keyed_hash("Odder") == first != sha256(b"Odder").hexdigest()
    key.write_text("ab" * 32, encoding="ascii")
    module._key.cache_clear()
    assert keyed_hash("Odder") != first


def test_many_processes_at_once_agree_on_one_key(tmp_path):
    lines = "from fagligheder.run.keyed_hash import keyed_hash; print(keyed_hash('Odder'))"
    environment = os.environ | {KEY_FILE: str(tmp_path / "key")}
    command = [sys.executable, "-c", lines]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(4)]
    assert len({process.communicate()[0] for process in started}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_parts_are_kept_apart_and_any_text_can_be_hashed(tmp_path):
    assert keyed_hash("ab", "c") != keyed_hash("a", "bc")
    assert keyed_hash("\udc80") != keyed_hash("?")
    path = tmp_path / "svar.csv"
    path.write_bytes(b"kommune;1\n")
    first = keyed_file_hash(path)
    path.write_bytes(b"kommune;2\n")
    assert keyed_file_hash(path) != first != sha256(b"kommune;1\n").hexdigest()


@pytest.mark.skipif(sys.platform == "win32", reason="XDG is not of Windows")
def test_the_key_is_in_the_users_state_folder(tmp_path, monkeypatch):
    monkeypatch.delenv(KEY_FILE)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    keyed_hash("x")
    assert (tmp_path / "state" / "fagligheder" / "key").is_file()
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    keyed_hash("x")
    assert (tmp_path / "home" / ".local" / "state" / "fagligheder" / "key").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="XDG is not of Windows")
def test_where_no_key_can_be_kept_this_process_has_its_own(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.delenv(KEY_FILE)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    first = keyed_hash("x")
    assert keyed_hash("x") == first
    module._key.cache_clear()
    assert keyed_hash("x") != first
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_without_a_home_this_process_has_its_own(monkeypatch):
    monkeypatch.delenv(KEY_FILE)
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError))
    assert keyed_hash("x") == keyed_hash("x")


@pytest.mark.parametrize("content", ["", "ab", "x" * 64, "æ" * 64])
def test_a_damaged_key_is_not_replaced_in_silence(tmp_path, monkeypatch, content):
    key = tmp_path / "key"
    key.write_text(content, encoding="utf-8")
    monkeypatch.setenv(KEY_FILE, str(key))
    with pytest.raises(InputError) as error:
        keyed_hash("x")
    assert str(error.value) == (
        f"Nøglen {key} er beskadiget: forventede mindst 64 hexadecimale cifre. "
        "Hent filen fra en sikkerhedskopi, eller slet den, så laves der en ny."
    )
    assert key.read_text("utf-8") == content


def test_a_key_that_is_named_must_be_one(tmp_path, monkeypatch):
    monkeypatch.setenv(KEY_FILE, str(tmp_path))
    with pytest.raises(InputError) as error:
        keyed_hash("x")
    assert str(error.value) == (
        f"Nøglen {tmp_path} kan ikke læses eller laves: det er en mappe, forventede en fil. "
        f"Ret {KEY_FILE}, eller giv adgang til filen."
    )
