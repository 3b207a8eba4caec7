"""Run the lines of the guides, and keep the pictures and results that they show.

``make gallery`` does so for the pages in ``PAGES``. The lines of a page run from top to bottom, as
in a notebook, in an empty folder. A ``powershell`` block is run command by command; a ``toml`` or
``csv`` block that names a file is what its reader writes there. A picture right after some lines is
what they drew, with the figure's own alternative text; a ``text`` block is what they show.
"""

from __future__ import annotations

import ast
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from PIL import Image

from fagligheder.arguments import parser
from fagligheder.cli import main as main_of_commands
from fagligheder.run.batch import plan

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = (
    "gallery.md", "tutorial.md", "en-anden-undersoegelse.md", "generalproeve.md",
    "jobcenter-paa-en-time.md",
)  # fmt: skip
#: Dots an inch: more than a page shows. And colours: a figure has few, and a file should be small.
DPI, COLOURS = 118, 32
STEP = re.compile(
    r"^```(?P<head>python|powershell|(?:toml|csv) (?P<file>[\w./-]+))\n(?P<code>.*?)^```\n"
    r"(?:\n```text\n(?P<shown>.*?)^```\n|\n!\[(?P<alt>[^\n]*)\]\((?P<path>[^)\n]+\.png)\)\n)?",
    flags=re.DOTALL | re.MULTILINE,
)


def refresh(page: str) -> tuple[str, dict[str, bytes]]:
    """Run a page, and return it with what it shows today, and its pictures by their path."""
    names: dict[str, Any] = {"__name__": "__main__"}
    pictures: dict[str, bytes] = {}

    def step(found: re.Match[str]) -> str:
        said = run_step(found, names)
        lines = f"```{found['head']}\n{found['code']}```\n"
        if found["shown"] is not None:
            return f"{lines}\n```text\n{said}\n```\n"
        if found["path"]:
            figure = plt.gcf()
            pictures[found["path"]] = picture(figure)
            return f"{lines}\n![{escaped(figure.alt)}]({found['path']})\n"  # type: ignore[attr-defined]
        return lines

    with nobodys_folder():
        try:
            return STEP.sub(step, page), pictures
        finally:
            plt.close("all")


def run_step(found: re.Match[str], names: dict[str, Any], *, whole: bool = False) -> str:
    """Run a block of a page in this folder, and return what it shows."""
    if found["file"]:
        Path(found["file"]).write_text(found["code"], encoding="utf-8")
        return ""
    if found["head"] == "python":
        return run(found["code"], names)
    said = [run_command(line, whole=whole) for line in found["code"].splitlines()]
    return "\n".join(filter(None, said))


def run(code: str, names: dict[str, Any]) -> str:
    """Run some lines, and return what a notebook shows: what they print, and the last value."""
    plt.close("all")
    lines = ast.parse(code).body
    last = lines.pop() if isinstance(lines[-1], ast.Expr) else None
    with redirect_stdout(io.StringIO()) as said:
        exec(compile(ast.Module(lines, []), "<page>", "exec"), names)  # noqa: S102
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "<page>", "eval"), names)  # noqa: S307
            if value is not None:
                print(shown(value))
    return said.getvalue().rstrip("\n")


def run_command(line: str, *, whole: bool = False) -> str:
    """Run a command of the command line, and return what it prints, also where it refuses.

    Reports take minutes: unless the ``whole`` is asked for, they are planned and not made, and of
    those of a job centre the command is only understood.
    """
    words = shlex.split(line, comments=True)
    if not words:
        return ""
    if words[0] == "python":
        words[:2] = [sys.executable, str(DOCS.parent / words[1])]
        done = subprocess.run(words, check=True, capture_output=True, text=True)
        return done.stdout.rstrip("\n")
    if words[0] != "fagligheder":
        raise ValueError(f"no command of the project: {line}")
    chosen = parser().parse_args(words[1:])
    if chosen.command == "explore":  # serves until it is stopped
        return ""
    if chosen.command == "reports" and not whole:
        given = {name: getattr(chosen, name) for name in ("answers", "by", "lang", "staff")}
        plan(chosen.kommuner, everyone=chosen.all, folder=chosen.survey, **given)
        return ""
    if chosen.command == "center" and not whole:  # half a minute each, and tried elsewhere
        return ""
    with redirect_stdout(io.StringIO()) as said, redirect_stderr(said):
        main_of_commands(words[1:])
    return said.getvalue().rstrip("\n")


def shown(value: Any) -> str:
    """Return a value as a terminal shows it."""
    if hasattr(value, "mimebundle"):
        return str(value.mimebundle()["text/plain"])
    if isinstance(value, pd.DataFrame):
        return value.to_string(index=False, float_format="{:.3f}".format)
    return repr(value)


def picture(figure: Any) -> bytes:
    """Return a figure as PNG, the same bytes every time."""
    drawn, target = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", dpi=DPI)
    few = Image.open(drawn).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(target, "PNG", optimize=True)
    return target.getvalue()


def escaped(words: str) -> str:
    """Return plain words as they stand inside the brackets of a picture."""
    return re.sub(r"([\\\[\]])", r"\\\1", words)


@contextmanager
def nobodys_folder() -> Iterator[None]:
    """Work in an empty folder, and without a screen."""
    here, backend = Path.cwd(), mpl.get_backend()
    mpl.use("agg")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(here)
            mpl.use(backend)


def main() -> int:
    for name in PAGES:
        path = DOCS / name
        before = path.read_text(encoding="utf-8")
        after, pictures = refresh(before)
        changed = [
            each
            for each, content in pictures.items()
            if not (DOCS / each).is_file() or (DOCS / each).read_bytes() != content
        ]
        for each in changed:
            (DOCS / each).parent.mkdir(parents=True, exist_ok=True)
            (DOCS / each).write_bytes(pictures[each])
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")
        state = "unchanged" if after == before else "written"
        print(f"{name}: {state}; {len(pictures)} pictures, {len(changed)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
