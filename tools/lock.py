"""Write requirements.lock afresh: exact versions and hashes for every platform we name.

Run it with ``make lock``. The resolver (uv) is installed into a folder that is thrown away, so that
a lock that cannot be installed can still be mended. The lock holds names, versions, environment
markers and hashes alone: the address of the package index is each machine's own affair.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
OLDEST_PYTHON = "3.11"
HEADER = """\
# Every package of the environment, for Python 3.11 to 3.13 on Linux, macOS and Windows.
# Made by `make lock` from pyproject.toml; do not edit.
"""


def resolve(python: Path, target: Path) -> str:
    """Return the resolved requirements of pyproject.toml, all extras included."""
    command = [
        *(str(python), "-m", "uv", "pip", "compile", "pyproject.toml", "--all-extras"),
        *("--universal", "--python-version", OLDEST_PYTHON, "--fork-strategy", "fewest"),
        *(
            "--generate-hashes",
            "--no-header",
            "--no-emit-index-url",
            "--no-emit-find-links",
            "--no-annotate",
        ),
        *("--no-config", "--quiet", "--upgrade", "--output-file", str(target)),
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    return target.read_text(encoding="utf-8")


def addresses(lock: str) -> list[str]:
    """Return the lines that name a place to fetch from; a lock has none."""
    return re.findall(r"^.*(?:://|\s@\s|^-|^/|file:).*$", lock, flags=re.MULTILINE)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        workbench = Path(folder)
        venv.create(workbench / "venv", with_pip=True, symlinks=os.name != "nt")
        scripts = "Scripts" if os.name == "nt" else "bin"
        python = workbench / "venv" / scripts / "python"
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "uv>=0.9"], check=True)
        lock = resolve(python, workbench / "requirements.lock")
    if found := addresses(lock):
        print("The lock would name an address:", *found, sep="\n  ", file=sys.stderr)
        return 1
    before = LOCK.read_text(encoding="utf-8") if LOCK.exists() else ""
    if before != HEADER + lock:  # an untouched lock leaves the built environment ready
        LOCK.write_text(HEADER + lock, encoding="utf-8", newline="\n")
    packages = len(re.findall(r"^[a-z0-9]", lock, flags=re.MULTILINE))
    print(f"{LOCK.name}: {packages} packages, {'un' * (before == HEADER + lock)}changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
