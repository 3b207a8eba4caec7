"""Run the committed notebooks and keep their outputs in them, the same bytes every time.

``make notebooks`` runs all of notebooks/; name files to run those alone. A notebook that fails, or
whose outputs would differ from one run or machine to the next, is left as it was and reported.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
SECONDS_A_CELL = 300
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "file_extension": ".py", "pygments_lexer": "ipython3"},
}
# Widgets live in a kernel: what is kept is what they show without one.
WIDGET = "application/vnd.jupyter.widget-view+json"
# What an output must not hold: it changes with every run or every machine.
UNSTABLE = {
    "an address in memory": re.compile(r"\bat 0x[0-9a-fA-F]{6,}"),
    "a folder of this machine": re.compile(
        "|".join(re.escape(f"{place}{os.sep}") for place in (ROOT, Path.home(), Path(sys.prefix)))
    ),
}


def execute(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """Run a notebook from top to bottom in a fresh kernel of this Python, started in folder."""
    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )
    return client.execute()


def tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Drop what a run leaves behind and a reader does not need; cell ids and tags stay."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(
            {key: cell.metadata[key] for key in ("tags", "jupyter") if key in cell.metadata}
        )
        for output in cell.get("outputs", ()):
            output.get("metadata", {}).pop("execution", None)
            output.get("data", {}).pop(WIDGET, None)
    return notebook


def faults(notebook: nbformat.NotebookNode) -> list[str]:
    """Return what stands in the way of keeping these outputs, one sentence for each."""
    found = []
    for number, cell in enumerate(notebook.cells, start=1):
        outputs = cell.get("outputs", [])
        text = json.dumps(outputs, ensure_ascii=False)
        found += [f"cell {number} shows {what}" for what, it in UNSTABLE.items() if it.search(text)]
        for output in outputs:
            if output.get("name") == "stderr":
                found.append(f"cell {number} wrote to stderr: {output.text.strip()[:300]}")
    return found


def refresh(path: Path) -> list[str]:
    """Run one notebook and replace the file, unless it has faults; return them."""
    notebook = nbformat.read(path, as_version=4)
    before = path.read_text(encoding="utf-8")
    try:
        notebook = tidy(execute(notebook, path.parent))
    except CellExecutionError as error:
        return [str(error)]
    if found := faults(notebook):
        return found
    after = nbformat.writes(notebook) + "\n"
    if after != before:
        spare = path.with_suffix(".ipynb.new")
        spare.write_text(after, encoding="utf-8", newline="\n")
        os.replace(spare, path)  # noqa: PTH105
    print(f"{path.name}: {'unchanged' if after == before else 'written'}", flush=True)
    return []


def main(arguments: list[str]) -> int:
    paths = [Path(argument) for argument in arguments] or sorted(NOTEBOOKS.glob("*.ipynb"))
    failed = False
    with tempfile.TemporaryDirectory() as nobodys_settings:
        os.environ |= {"IPYTHONDIR": nobodys_settings, "JUPYTER_PREFER_ENV_PATH": "1"}
        for path in paths:
            for fault in refresh(path):
                print(f"{path.name}: {fault}", file=sys.stderr)
                failed = True
    return int(failed or not paths)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
