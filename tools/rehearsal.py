"""Run docs/generalproeve.md for real in a new folder, and say how long each block took.

``python tools/rehearsal.py FOLDER`` makes all its reports, which takes some minutes.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import gallery


def rehearse(folder: Path) -> None:
    """Run the guide's blocks in a new folder."""
    page = (gallery.DOCS / "generalproeve.md").read_text(encoding="utf-8")
    folder.mkdir(parents=True)
    os.chdir(folder)
    names: dict[str, Any] = {"__name__": "__main__"}
    for found in gallery.STEP.finditer(page):
        began = time.perf_counter()
        said = gallery.run_step(found, names, whole=True)
        seconds = time.perf_counter() - began
        print(f"{seconds:6.1f} s\n{found['code']}{said}\n", flush=True)


if __name__ == "__main__":
    rehearse(Path(sys.argv[1]))
