"""The project holds together: one list of packages, one version, a lock that names no address."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_notebook, new_output
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from lock import addresses
from refresh_notebooks import faults, tidy

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))

# conda-forge's name for a package, where it is another one
NAME_ON_PYPI = {
    "matplotlib-base": "matplotlib",
    "python-kaleido": "kaleido",
    "typst-py": "typst",
}
# what a module is called, where its package is called something else
PACKAGE_OF_MODULE = {
    "yaml": "pyyaml",
    "fontTools": "fonttools",
    "docx": "python-docx",
    "pptx": "python-pptx",
    "PIL": "pillow",
    "bs4": "beautifulsoup4",
}
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = (("linux", "posix", "Linux"), ("win32", "nt", "Windows"), ("darwin", "posix", "Darwin"))


def requirements(*extras: str) -> dict[str, Requirement]:
    """Return pyproject's requirements of the package and the extras named, by canonical name.

    An extra that names others of the project (``fagligheder[files,reports]``) brings theirs.
    """
    lines = list(PROJECT["dependencies"])
    for extra in extras:
        lines += PROJECT["optional-dependencies"][extra]
    found = {canonicalize_name(each.name): each for each in map(Requirement, lines)}
    own = found.pop(canonicalize_name(PROJECT["name"]), None)
    return requirements(*own.extras) | found if own else found


def locked() -> list[tuple[Requirement, list[str]]]:
    """Return every requirement of the lock with its hashes."""
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", LOCK, flags=re.MULTILINE).strip())
    pins = []
    for entry in entries:
        head, *hashes = re.split(r"\s*\\\n\s*", entry)
        pins.append((Requirement(head), hashes))
    return pins


def environment(python: str, platform: tuple[str, str, str]) -> dict[str, str]:
    system, os_name, name = platform
    return {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "implementation_version": f"{python}.9",
        "sys_platform": system,
        "os_name": os_name,
        "platform_system": name,
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "extra": "",
    }


def applies(marker: Marker | None, where: dict[str, str]) -> bool:
    return marker is None or marker.evaluate(where)


def test_conda_lists_the_packages_that_pyproject_lists():
    from_conda = [line for line in CONDA["dependencies"] if isinstance(line, str)]
    (from_pip,) = [item["pip"] for item in CONDA["dependencies"] if isinstance(item, dict)]
    assert from_pip[-1] == "-e ."
    listed = {}
    for line in [*from_conda, *from_pip[:-1]]:
        requirement = Requirement(line)
        name = NAME_ON_PYPI.get(requirement.name, requirement.name)
        listed[canonicalize_name(name)] = requirement.specifier
    assert listed.pop("pip") == ""
    assert listed.pop("python") == PROJECT["requires-python"]
    assert listed == {name: each.specifier for name, each in requirements("all", "test").items()}


def test_conda_takes_packages_from_conda_forge_alone():
    assert CONDA["channels"] == ["conda-forge", "nodefaults"]


def test_lock_names_no_place_to_fetch_from():
    assert "://" not in LOCK
    for line in LOCK.splitlines():
        assert re.match(r"#|[a-z0-9]|    --hash=sha256:[0-9a-f]{64}( \\)?$", line), line
        assert " @ " not in line
        assert "/" not in line


def test_every_pin_is_exact_and_hashed():
    for pin, hashes in locked():
        assert re.fullmatch(r"==[^*,]+", str(pin.specifier)), pin
        assert hashes, pin
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes), pin


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform[0])
@pytest.mark.parametrize("python", PYTHONS)
def test_lock_pins_every_requirement_once_on_each_platform(python, platform):
    where = environment(python, platform)
    pins: dict[str, Requirement] = {}
    for pin, _ in locked():
        if applies(pin.marker, where):
            assert canonicalize_name(pin.name) not in pins, f"{pin.name} is pinned twice"
            pins[canonicalize_name(pin.name)] = pin
    wanted = requirements(*sorted(PROJECT["optional-dependencies"]))
    wanted |= {
        canonicalize_name(each.name): each
        for each in map(Requirement, PYPROJECT["build-system"]["requires"])
    }
    for name, requirement in wanted.items():
        assert name in pins, f"{name} is not in requirements.lock: run `make lock`"
        version = str(pins[name].specifier).removeprefix("==")
        assert requirement.specifier.contains(version), f"{name} {version}: run `make lock`"


def test_pythons_of_the_lock_are_those_of_the_project():
    supported = PROJECT["requires-python"]
    minors = [f"3.{minor}" for minor in range(20) if _fits(f"3.{minor}.9", supported)]
    assert tuple(minors) == PYTHONS


def _fits(version: str, specifier: str) -> bool:
    return Requirement(f"python{specifier}").specifier.contains(version)


@pytest.mark.skipif(
    Path(sys.prefix).resolve() != (ROOT / ".venv").resolve(),
    reason="only the environment that make builds is held to the lock",
)
def test_this_environment_is_what_the_lock_says():
    astray = {
        pin.name: importlib.metadata.version(pin.name)
        for pin, _ in locked()
        if applies(pin.marker, {"extra": ""})
        and Version(importlib.metadata.version(pin.name)) not in pin.specifier
    }
    assert not astray


def test_one_version_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", changelog, flags=re.MULTILINE)
    assert citation["version"] == PROJECT["version"]
    assert citation["cff-version"] == "1.2.0"
    assert citation["license"] == PROJECT["license"]
    assert released[0] == PROJECT["version"]


def test_the_installed_distribution_has_the_version_and_the_command():
    distribution = importlib.metadata.distribution("fagligheder")
    scripts = {
        each.name: each.value
        for each in distribution.entry_points
        if each.group == "console_scripts"
    }
    assert distribution.version == PROJECT["version"]
    assert scripts["fagligheder"] == "fagligheder.cli:main"


def test_nbconvert_finds_our_exporters():
    for name, target in PROJECT["entry-points"]["nbconvert.exporters"].items():
        (entry,) = importlib.metadata.entry_points(group="nbconvert.exporters", name=name)
        assert entry.load().__name__ == target.partition(":")[2]


def test_every_package_that_the_source_imports_is_declared():
    declared = requirements("all")
    for path in sorted((ROOT / "src").rglob("*.py")):
        for module in modules_imported(path):
            if module in ("analysis", "fagligheder") or module in sys.stdlib_module_names:
                continue
            package = canonicalize_name(PACKAGE_OF_MODULE.get(module, module))
            assert package in declared, f"{path.name} imports {module}, not in pyproject.toml"


def modules_imported(path: Path) -> set[str]:
    """Return the top-level modules that a file imports anywhere in it, by absolute name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.partition(".")[0])
    return found


ANY_PYTHON = "Python 3.11, 3.12 eller 3.13 skal bruges, men"
CHOOSE = "Installér en af dem, eller peg på den: make PYTHON=/sti/til/python"


def find_python(folder: Path, commands: dict[str, str], **settings: str) -> tuple[int, str]:
    """Run tools/find_python.sh where these commands are all there is; return its code and words."""
    for name, body in commands.items():
        command = folder / name
        command.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        command.chmod(0o755)
    done = subprocess.run(
        [shutil.which("sh") or "sh", str(ROOT / "tools" / "find_python.sh")],
        env={"PATH": str(folder), **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


NO_ENSUREPIP = 'case "$2" in *ensurepip*) exit 1 ;; *) echo 3.11 ;; esac'


@pytest.mark.skipif(os.name == "nt", reason="make and its shell script are not used on Windows")
@pytest.mark.parametrize(
    ("commands", "settings", "code", "words"),
    [
        ({}, {}, 1, f"fagligheder: {ANY_PYTHON} ingen Python kan køres her. {CHOOSE}"),
        (
            {"python3": "echo 3.8"},
            {},
            1,
            f"fagligheder: {ANY_PYTHON} python3 er Python 3.8. {CHOOSE}",
        ),
        (
            {"python3.11": NO_ENSUREPIP},
            {},
            1,
            "fagligheder: python3.11 (Python 3.11) kan ikke oprette et miljø, for modulet venv "
            "eller ensurepip mangler. På Debian og Ubuntu: sudo apt install python3-venv",
        ),
        (
            {"python3": "echo 3.12"},
            {"PYTHON": "nowhere"},
            1,
            f"fagligheder: {ANY_PYTHON} PYTHON=nowhere kan ikke køres.",
        ),
        ({"python3.11": "exit 127", "python3.12": "echo 3.12"}, {}, 0, "python3.12"),
        ({"python3.11": NO_ENSUREPIP, "python3.13": "echo 3.13"}, {}, 0, "python3.13"),
        ({"python3.11": "echo 3.11", "mine": "echo 3.13"}, {"PYTHON": "mine"}, 0, "mine"),
    ],
    ids=["none", "old", "no-ensurepip", "wrong-choice", "dead-shim", "next-one", "own-choice"],
)
def test_the_search_for_a_python_says_what_is_missing(tmp_path, commands, settings, code, words):
    assert find_python(tmp_path, commands, **settings) == (code, words)


def test_an_address_in_a_lock_is_seen():
    assert addresses("a==1.0 \\\n    --hash=sha256:00\n") == []
    for line in ("--index-url x", "a @ file:a.whl", "a @ ../a", "a==1 # via https://x.org", "/a"):
        assert addresses(f"b==1\n{line}\n") == [line]


def test_a_notebook_is_kept_without_traces_of_its_run():
    cell = new_code_cell("1", metadata={"tags": ["parameters"], "execution": {"a": "b"}})
    cell.outputs = [new_output("execute_result", {"text/plain": "1"}, metadata={"execution": {}})]
    notebook = new_notebook(
        cells=[cell], metadata={"language_info": {"name": "python", "version": "3"}}
    )
    kept = tidy(nbformat.from_dict(notebook))
    assert kept.cells[0].id == cell.id
    assert kept.cells[0].metadata == {"tags": ["parameters"]}
    assert kept.cells[0].outputs[0].metadata == {}
    assert "version" not in kept.metadata.language_info
    assert faults(kept) == []


@pytest.mark.parametrize(
    ("output", "fault"),
    [
        (
            new_output("execute_result", {"text/plain": "<Axes at 0x7f3a11c0>"}),
            "cell 1 shows an address in memory",
        ),
        (
            new_output("stream", name="stdout", text=f"{ROOT / 'reports'}"),
            "cell 1 shows a folder of this machine",
        ),
        (new_output("stream", name="stderr", text="careful"), "cell 1 wrote to stderr: careful"),
    ],
)
def test_an_output_that_would_change_is_refused(output, fault):
    notebook = new_notebook(cells=[new_code_cell("1", outputs=[output])])
    assert faults(notebook) == [fault]


def test_binder_takes_the_lock_and_a_python_of_ours():
    folder = ROOT / "binder"
    lines = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if not line.startswith("#")]
    assert (folder / line.removeprefix("-r ")).resolve() == ROOT / "requirements.lock"
    runtime = (folder / "runtime.txt").read_text(encoding="utf-8").strip()
    assert runtime.removeprefix("python-") in PYTHONS
    after = folder / "postBuild"
    assert after.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    assert os.name == "nt" or os.access(after, os.X_OK)
