"""The lock on a folder: of this run, another, a colleague, and on a drive without locks."""

from __future__ import annotations

import encodings.ascii  # noqa: F401  # for a user who cannot read the installation
import errno
import fcntl
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from fagligheder import files
from fagligheder.run.lock import HOLDER, LOCK, SOFT_LOCK, FolderLock, FolderLocked

#: Holds a folder until it is told to go on; its machine has the name that is given.
HOLDER_PROCESS = """
import socket, sys
from pathlib import Path
from fagligheder.run.lock import FolderLock
socket.gethostname = lambda: sys.argv[2]
with FolderLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
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


@contextmanager
def held_by_another(folder, host: str = "kl-server-2") -> Iterator[subprocess.Popen]:
    """A process of its own that holds a folder."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER_PROCESS, str(folder), host],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        umask=0o022,
    ) as process:
        assert process.stdout.readline() == b"held\n"
        try:
            yield process
        finally:
            process.kill()


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


def test_another_process_is_named_with_its_machine_and_leaves_nothing(tmp_path):
    with held_by_another(tmp_path) as process:
        with pytest.raises(FolderLocked) as locked:
            FolderLock(tmp_path).__enter__()
        assert f"(proces {process.pid} på kl-server-2, siden" in str(locked.value)
        assert "slet" not in str(locked.value)  # the lock goes with its process
        process.communicate(timeout=60)
    assert list(tmp_path.iterdir()) == []
    with FolderLock(tmp_path):
        pass


def test_a_run_that_was_killed_stands_in_nobodys_way(tmp_path):
    with held_by_another(tmp_path) as process:
        process.kill()
    assert {path.name for path in tmp_path.iterdir()} == {LOCK, HOLDER}
    with FolderLock(tmp_path):
        assert json.loads((tmp_path / HOLDER).read_text())["pid"] == os.getpid()
    assert list(tmp_path.iterdir()) == []


@needs_root
@pytest.mark.parametrize("ending", ["finishes", "is killed"])
def test_a_colleague_takes_over_from_another_process(shared, ending):
    with held_by_another(shared) as process:
        assert f"(proces {process.pid} på kl-server-2, siden" in as_colleague(shared)
        if ending == "finishes":
            process.communicate(timeout=60)
        else:
            process.kill()
    assert as_colleague(shared) == "held"
    assert list(shared.iterdir()) == []


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


@pytest.mark.parametrize(("host", "taken"), [("", True), ("kl-server-2", False)])
def test_a_drive_without_locks_tells_the_dead_on_this_machine_alone(
    tmp_path, monkeypatch, host, taken
):
    def refuse(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                           capture_output=True, check=True)  # fmt: skip
    (tmp_path / SOFT_LOCK).write_text(f"{int(ended.stdout)}\n{host or socket.gethostname()}\n")
    monkeypatch.setattr(fcntl, "flock", refuse)
    if taken:
        with FolderLock(tmp_path):
            pass
        assert not (tmp_path / SOFT_LOCK).exists()
    else:
        with pytest.raises(FolderLocked) as locked:
            FolderLock(tmp_path).__enter__()
        assert str(locked.value).endswith(f" Er der ingen, så slet {tmp_path / SOFT_LOCK}.")


def test_another_fault_of_the_drive_is_a_fault(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(OSError, match="Input/output"):
        FolderLock(tmp_path).__enter__()
