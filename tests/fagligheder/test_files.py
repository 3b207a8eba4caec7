"""Files are written whole, by the umask, and on disks that cannot do everything."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from fagligheder import files
from fagligheder.files import (
    cannot_use,
    file_name,
    keep_private,
    shortcomings,
    write_together,
    write_whole,
)


@pytest.fixture(autouse=True)
def nothing_noted(monkeypatch):
    monkeypatch.setattr(files, "_shortcomings", set())


@pytest.fixture
def umask():
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(("mask", "expected"), [(0o077, 0o600), (0o027, 0o640), (0o002, 0o664)])
def test_the_umask_says_who_may_read_a_file(tmp_path, umask, mask, expected):
    (tmp_path / "old.txt").touch()  # 0644
    umask(mask)
    for name in ("old.txt", "new.txt"):
        write_whole(tmp_path / name, "svar")
        assert mode(tmp_path / name) == expected


def test_an_unfinished_file_is_no_wider(tmp_path, umask, monkeypatch):
    umask(0o077)
    seen = []
    monkeypatch.setattr(files.os, "fsync", lambda number: seen.append(os.fstat(number).st_mode))
    write_whole(tmp_path / "svar.csv", "svar")
    assert [stat.S_IMODE(one) for one in seen] == [0o600]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM])
def test_a_disk_without_fsync_is_written_on_and_remembered(tmp_path, monkeypatch, number):
    def refuse(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "fsync", refuse)
    write_together({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert (tmp_path / "b").read_bytes() == b"2"
    (said,) = shortcomings()
    assert "strømmen" in said


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EDQUOT])
def test_what_is_not_on_the_disk_is_an_error_and_leaves_the_old_file(tmp_path, monkeypatch, number):
    (tmp_path / "a").write_text("old")

    def refuse(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "fsync", refuse)
    with pytest.raises(OSError, match=os.strerror(number)):
        write_whole(tmp_path / "a", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "old"


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.EINVAL])
def test_a_disk_without_modes_is_used(tmp_path, monkeypatch, number):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.Path, "chmod", refuse)
    keep_private(tmp_path)
    (said,) = shortcomings()
    assert tmp_path.name in said


def test_a_file_that_a_reader_holds_is_replaced_a_moment_later(tmp_path, monkeypatch):
    tries = []
    replace = files.Path.replace

    def held_twice(self, target):
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "held")
        return replace(self, target)

    monkeypatch.setattr(files.Path, "replace", held_twice)
    write_whole(tmp_path / "a", "new")
    assert (tmp_path / "a").read_text() == "new"
    assert len(tries) == 3


def test_the_longest_name_of_the_disk_can_be_written(tmp_path):
    path = tmp_path / ("æ" * 127)  # 254 bytes
    write_whole(path, "x")
    assert path.read_text() == "x"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied", "ud/log.txt"),
            "kan ikke læse eller skrive ud/log.txt: der er ikke adgang. "
            "Vælg en anden mappe med --out, eller giv adgang til den.",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "kan ikke læse eller skrive: der er ikke plads på disken. "
            "Vælg en anden mappe med --out, eller giv adgang til den.",
        ),
        (
            OSError(errno.ENAMETOOLONG, "File name too long", "a" * 4000 + "/svar.csv"),
            f"kan ikke læse eller skrive {'a' * 100}…{'a' * 91}/svar.csv: navnet er for langt. "
            "Vælg en mappe med en kortere sti, eller giv filen et kortere navn.",
        ),
    ],
)
def test_what_cannot_be_used_is_one_short_sentence(error, said):
    assert cannot_use(error) == said


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("aux", "_aux"),
        ("Lpt1.tar.gz", "_Lpt1.tar.gz"),
        ("console.csv", "console.csv"),
        ("svar. . ", "svar"),
        ("../../etc/svar.csv", "_.._etc_svar.csv"),
        ("ko\u0301b.csv", "kób.csv"),
        ("...", ""),
        ("x" * 300 + ".csv", "x" * 240 + ".csv"),
    ],
)
def test_a_users_name_is_one_for_any_system(name, safe):
    assert file_name(name) == safe
    assert len(file_name(name).encode()) <= 255
