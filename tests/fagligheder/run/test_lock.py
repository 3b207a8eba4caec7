"""The lock on a folder: of this run, another, a colleague, and on a drive without locks."""

from __future__ import annotations

import encodings.ascii  # noqa: F401  # for a user who cannot read the installation
import errno
import fcntl
import json
import os

import pytest

from fagligheder import files
from fagligheder.run.lock import HOLDER, LOCK, FolderLock, FolderLocked

needs_root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs two users")
COLLEAGUE, GROUP = 23451, 23450


@pytest.fixture(autouse=True)
def nothing_noted(monkeypatch):
    monkeypatch.setattr(files, "_shortcomings", set())


def as_colleague(folder) -> str:
    """Lock a folder as another user of its group; return what came of it."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        said = "nothing"
        try:
            os.setgroups([GROUP])
            os.setgid(GROUP)
            os.setuid(COLLEAGUE)
            with FolderLock(folder):
                said = "held"
        except BaseException as error:  # the child must end here
            said = f"{type(error).__name__}: {error}"
        finally:
            os.write(writer, said.encode())
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        return pipe.read()


@pytest.fixture
def shared(tmp_path):
    """A folder that a group writes in."""
    for folder in tmp_path.parents:
        if "pytest" in folder.name or "popen" in folder.name:
            folder.chmod(0o755)
    tmp_path.chmod(0o755)
    folder = tmp_path / "ud"
    folder.mkdir()
    os.chown(folder, 0, GROUP)
    folder.chmod(0o2770)
    return folder


def test_a_folder_is_held_by_one_and_nothing_is_left(tmp_path):
    with FolderLock(tmp_path / "ud"):
        with pytest.raises(FolderLocked, match=rf"proces {os.getpid()}, siden"):
            FolderLock(tmp_path / "ud").__enter__()
        assert json.loads((tmp_path / "ud" / HOLDER).read_text())["pid"] == os.getpid()
    assert list((tmp_path / "ud").iterdir()) == []


def test_the_message_names_another_machine(tmp_path):
    with FolderLock(tmp_path):
        holder = json.loads((tmp_path / HOLDER).read_text())
        (tmp_path / HOLDER).write_text(json.dumps(holder | {"host": "kl-server-2"}))
        with pytest.raises(FolderLocked, match="på kl-server-2, siden"):
            FolderLock(tmp_path).__enter__()


@needs_root
@pytest.mark.parametrize("mode", [0o644, 0o664, 0o600])
def test_a_colleague_takes_over_the_file_of_a_run_that_was_killed(shared, mode):
    (shared / LOCK).touch()
    (shared / LOCK).chmod(mode)
    said = as_colleague(shared)
    if mode == 0o600:
        assert said.startswith("FolderLocked")
        assert "Slet filen" in said  # whether it is held cannot be told
    else:
        assert said == "held"


@needs_root
def test_a_colleague_waits_for_a_run_that_has_not_ended(shared):
    with FolderLock(shared):
        (shared / LOCK).chmod(0o644)
        (shared / HOLDER).chmod(0o644)
        assert f"(proces {os.getpid()}, siden" in as_colleague(shared)
    assert as_colleague(shared) == "held"


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP])
def test_a_drive_without_locks_has_one_of_its_own(tmp_path, monkeypatch, number):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with FolderLock(tmp_path):
        with pytest.raises(FolderLocked):
            FolderLock(tmp_path).__enter__()
        assert any("ingen låse" in words for words in files.shortcomings())
    with FolderLock(tmp_path):
        pass


def test_another_fault_of_the_drive_is_a_fault(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(OSError, match="Input/output"):
        FolderLock(tmp_path).__enter__()
