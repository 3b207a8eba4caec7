"""What README shows works: its Python lines run, its commands exist, its files are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from fagligheder import arguments

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


def test_the_python_lines_run_from_top_to_bottom(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(blocks("python")) >= 2
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), names)  # noqa: S102
    assert plt.get_fignums()
    assert len(names["axes"].patches) == 24
    assert list(tmp_path.iterdir()) == []


def test_the_comments_tell_what_comes_out():
    """Lines of the kind ``expression  # (46, 6, 0, 0)``."""
    names: dict[str, object] = {}
    checked = 0
    for line in "\n".join(blocks("python")).splitlines():
        code, _, comment = line.partition("#")
        if re.fullmatch(r"\s*\([\d, ]+\)\s*", comment):
            assert repr(eval(code, names)) == comment.strip()  # noqa: S307
            checked += 1
        elif code.strip():
            exec(code, names)  # noqa: S102
    assert checked >= 1


@pytest.mark.parametrize(
    "line",
    [
        line
        for block in blocks("sh")
        for line in block.splitlines()
        if line.startswith("fagligheder ")
    ],
)
def test_the_command_takes_these_words(line):
    words = shlex.split(line, comments=True)
    assert arguments.parser().parse_args(words[1:]).command == words[1]


def test_every_link_leads_to_a_file():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_target_of_make_is_one():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)`", README))
    named |= set(re.findall(r"^make ([a-z]+)", README, flags=re.MULTILINE))
    assert named
    assert named <= targets


def test_every_folder_it_names_is_there():
    named = re.findall(r"^\| (`[^|]+`) \|", README, flags=re.MULTILINE)
    folders = [name for cell in named for name in re.findall(r"`([^`]+)`", cell)]
    assert len(folders) >= 8
    assert [name for name in folders if not (ROOT / name).is_dir()] == []
