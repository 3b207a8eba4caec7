"""Hold HTML reports against axe-core's rules of accessibility, on a wide and on a narrow screen.

Run it with ``make axe``. It needs Node and Chromium; axe-core itself lies in ``.tools/axe``.
Violations that axe-core calls serious or critical, and pages that must be scrolled sideways, are
failures; the rest are remarks. ``--self-test`` makes spoiled copies of one page, one fault in each,
and fails unless every one of them is found.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from document_files import DONE, FAILED, FETCHED, MISSING, CannotRun, found

MODULES = FETCHED / "axe"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
#: Pixels: a desk's screen and a telephone's (WCAG 2.1, 1.4.10).
WIDTHS = (1100, 360)
GRAVE = ("serious", "critical")
SIDEWAYS = "sideways"


@dataclass(frozen=True)
class Fault:
    """A way to spoil a page (a pattern and what replaces it), and the rule that must find it."""

    name: str
    pattern: str
    instead: str
    rule: str


FAULTS = (
    Fault("uden sprog", r'<html lang="\w+">', "<html>", "html-has-lang"),
    Fault("en figur uden navn", r'(role="img") aria-label="[^"]*"', r"\1", "role-img-alt"),
    Fault("svag skrift", r"--muted: #\w+", "--muted: #b0b0b0", "color-contrast"),
    Fault("et link uden navn", r'(<a class="skip"[^>]*>)[^<]*', r"\1", "link-name"),
    Fault("en rulletabel uden tastatur", r' tabindex="0"', "", "scrollable-region-focusable"),
    Fault("en tabel, der stikker ud", r"overflow-x: auto", "overflow-x: visible", SIDEWAYS),
)


def main(arguments: list[str] | None = None) -> int:
    """Examine, say what was found, and return 0, 1 (something is grave) or 2 (cannot run)."""
    parser = argparse.ArgumentParser(description="Prøv HTML-rapporter med axe-core.")
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("reports")])
    parser.add_argument(
        "--self-test", type=Path, metavar="HTML", help="fang først fejl i kopier af denne rapport"
    )
    chosen = parser.parse_args(arguments)
    whole = [chosen.self_test] if chosen.self_test else []
    try:
        command = axe_command()
        pages = found([*whole, *chosen.paths], ".html")
        with tempfile.TemporaryDirectory() as folder:
            spoiled = [copy for page in whole for copy in spoiled_copies(page, Path(folder))]
            looks = examine([*spoiled, *pages], command)
    except CannotRun as error:
        print(f"axe: {error}", file=sys.stderr)
        return MISSING
    per_page = len(WIDTHS)
    tried, own = looks[: per_page * len(spoiled)], looks[per_page * len(spoiled) :]
    missed = 0
    for place, fault in enumerate(FAULTS[: len(spoiled)]):
        seen = any(fault.rule in grave(look) for look in tried[per_page * place :][:per_page])
        missed += not seen
        print(f"Selvtest: {fault.name}: {'fanget' if seen else 'IKKE FANGET'} ({fault.rule})")
    print("\n".join(report(pages, own)))
    return FAILED if missed or any(map(grave, own)) else DONE


def axe_command() -> list[str]:
    """Return the command that examines the pages named on its standard input."""
    node = shutil.which("node")
    if node is None:
        raise CannotRun(
            "Node mangler (version 20 eller nyere). På Debian: sudo apt install nodejs npm"
        )
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise CannotRun("Chromium mangler. På Debian: sudo apt install chromium")
    if not (MODULES / "node_modules").exists():
        raise CannotRun("axe-core er ikke hentet til .tools. Kør: make axe")
    script = Path(__file__).parent / "axe_core" / "axe.mjs"
    return [node, str(script), str(MODULES), browser, *map(str, WIDTHS)]


def examine(pages: Iterable[Path], command: list[str]) -> list[dict[str, Any]]:
    """Return what axe-core says of each page at each width."""
    done = subprocess.run(
        command,
        input="".join(f"{page.resolve()}\n" for page in pages),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "Error" in line]
        why = said[0].strip() if said else f"afsluttet med {done.returncode}"
        raise CannotRun(f"Chromium kunne ikke køres ({why}). Slet .tools/axe, og kør: make axe")
    return [json.loads(line) for line in done.stdout.splitlines()]


def grave(look: dict[str, Any]) -> list[str]:
    """Return the rules whose breach shuts readers out."""
    rules = [rule["id"] for rule in look["broken"] if rule["impact"] in GRAVE]
    return rules + ([SIDEWAYS] if look["wider"] > 0 else [])


def report(pages: list[Path], looks: list[dict[str, Any]]) -> list[str]:
    """Return one line a page, and the sum."""
    lines, sound = [], 0
    for place, page in enumerate(pages):
        own = looks[len(WIDTHS) * place :][: len(WIDTHS)]
        sound += not any(map(grave, own))
        said = [words for look in own for words in _said(look)]
        kept = " og ".join(str(look["kept"]) for look in own)
        lines.append(f"{page}: {'; '.join(said) or f'intet at bemærke ({kept} regler overholdt)'}")
    widths = " og ".join(map(str, WIDTHS))
    lines.append(
        f"{sound} af {len(pages)} sider er uden alvorlige fejl ved bredden {widths} punkter."
    )
    return lines


def _said(look: dict[str, Any]) -> list[str]:
    words = [
        f"{rule['id']} ({rule['impact']}, {rule['count']} sted(er), fx {rule['where']}): "
        f"{rule['help']}"
        for rule in look["broken"]
    ]
    if look["wider"] > 0:
        words.append(f"siden er {look['wider']} punkter bredere end skærmen")
    return [f"i {look['width']} punkter: {each}" for each in words]


def spoiled_copies(page: Path, folder: Path) -> list[Path]:
    """Write a copy of a page for each of the `FAULTS`, in their order."""
    html = page.read_text(encoding="utf-8")
    copies = []
    for place, fault in enumerate(FAULTS):
        copies.append(folder / f"{place}.html")
        copies[-1].write_text(re.sub(fault.pattern, fault.instead, html), encoding="utf-8")
    return copies


if __name__ == "__main__":
    sys.exit(main())
