"""An IPython shell that runs a notebook's cells with the outputs that a kernel would send."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, cast

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.profiledir import ProfileDir
from nbformat import NotebookNode
from traitlets import Type

from fagligheder.run.captured_outputs import Outputs, Stream, TooMuchText, output, plain
from fagligheder.run.processes import adopt_orphans, kill_descendants

INLINE = "module://matplotlib_inline.backend_inline"


class _Publisher(DisplayPublisher):
    @property
    def _outputs(self) -> Outputs:
        return cast(_Shell, self.shell).outputs

    def publish(  # type: ignore[override]
        self,
        data: Mapping[str, Any],
        metadata: Mapping[str, Any] | None = None,
        *,
        transient: Mapping[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        display = (transient or {}).get("display_id", "")
        content, described = plain(data), plain(metadata or {})
        if update:
            self._outputs.update(display, content, described)
        else:
            displayed = output("display_data", data=content, metadata=described)
            self._outputs.add(displayed, display)

    def clear_output(self, wait: bool = False) -> None:
        self._outputs.clear(wait)


class _DisplayHook(DisplayHook):
    @property
    def _outputs(self) -> Outputs:
        return cast(_Shell, self.shell).outputs

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self._outputs.add(
            output(
                "execute_result",
                data=plain(format_dict),
                metadata=plain(md_dict or {}),
                execution_count=self._outputs.count,
            )
        )

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Shell(InteractiveShell):
    displayhook_class = Type(_DisplayHook)
    display_pub_class = Type(_Publisher)

    def __init__(self, **settings: Any) -> None:
        self.outputs = Outputs()
        super().__init__(**settings)  # type: ignore[no-untyped-call]  # IPython's are none

    def init_history(self) -> None:
        self.history_manager = HistoryManager(shell=self, parent=self, enabled=False)

    def init_io(self) -> None:
        pass

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.outputs.add(
            output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb))
        )


def run_cells(notebook: NotebookNode) -> Iterator[tuple[int, bool | None]]:
    """Run a notebook in this process, which must be fresh and be thrown away afterwards.

    Parameters
    ----------
    notebook : NotebookNode
        It is changed: outputs and execution counts are filled in. A failure stands among the
        outputs of its cell; the cells after it do not run.

    Yields
    ------
    tuple of int and bool or None
        A cell's place, with None when it begins, and with whether it has failed when it is done.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with tempfile.TemporaryDirectory() as folder:
        shell = _start(folder)
        try:
            for index, cell in enumerate(notebook.cells):
                yield index, None
                failed = _run(shell, cell)
                yield index, failed
                if failed:
                    break
        finally:
            sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    notebook.metadata["language_info"] = nbformat.from_dict(
        {
            "name": "python",
            "version": sys.version.split()[0],
            "mimetype": "text/x-python",
            "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
            "pygments_lexer": "ipython3",
            "nbconvert_exporter": "python",
            "file_extension": ".py",
        }
    )


def main() -> None:
    """Run the notebook that stands on the standard input, and write a line of JSON for each step.

    A line holds ``index`` and ``failed`` as `run_cells` yields them, and ``cells``: the outputs of
    that cell. The last line holds ``language_info``, and the outputs of all cells, for a cell may
    have changed those of another.
    """
    adopt_orphans()
    messages = os.fdopen(os.dup(1), "w", encoding="utf-8")
    notebook = nbformat.from_dict(json.load(sys.stdin.buffer))
    for index, failed in run_cells(notebook):
        step = {"index": index, "failed": failed, "cells": _outputs(notebook, index)}
        print(json.dumps(step), file=messages, flush=True)
    language = notebook.metadata["language_info"]
    ended = {"language_info": language, "cells": _outputs(notebook, *range(len(notebook.cells)))}
    print(json.dumps(ended), file=messages, flush=True)
    kill_descendants()
    os._exit(0)


def _outputs(notebook: NotebookNode, *indices: int) -> dict[int, dict[str, Any]]:
    """By place, what a run has filled in of code cells."""
    cells = {index: notebook.cells[index] for index in indices}
    return {
        index: {"outputs": cell.outputs, "execution_count": cell.execution_count}
        for index, cell in cells.items()
        if cell.cell_type == "code"
    }


def _start(folder: str) -> _Shell:
    """Return a shell whose text, from here and from other programs, is kept with the outputs."""
    os.environ["IPYTHONDIR"] = folder
    shell = _Shell.instance(profile_dir=ProfileDir(location=folder))
    writer, shell.outputs.below = _own_output(Path(folder) / "output")
    for name in ("stdout", "stderr"):
        setattr(sys, name, Stream(shell.outputs, name, writer))
    sys.stdin = io.StringIO()
    sys.path.insert(0, "")
    _show_figures(shell)
    return shell


def _own_output(path: Path) -> tuple[int, io.BufferedReader]:
    """Send the process's own output to a file; return its number and a reader of the file."""
    writer = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    reader = path.open("rb")
    for number in (1, 2):
        os.dup2(writer, number)
    return writer, reader


def _show_figures(shell: _Shell) -> None:
    """Show each cell's figures after it, as a kernel does.

    A kernel leaves this to the first import of the inline backend. Here it may have been imported
    before there was a shell, and then it would never ask: every figure would vanish.
    """
    before = list(shell.events.callbacks["post_execute"])
    import matplotlib.pyplot as plt
    from IPython.core.pylabtools import activate_matplotlib
    from matplotlib_inline.backend_inline import configure_inline_support, flush_figures

    os.environ["MPLBACKEND"] = INLINE
    activate_matplotlib(INLINE)
    configure_inline_support(shell, INLINE)
    plt.install_repl_displayhook()
    for callback in list(shell.events.callbacks["post_execute"]):
        if callback is not flush_figures and callback not in before:  # pyplot's
            shell.events.unregister("post_execute", callback)
            shell.events.callbacks["post_execute"].insert(0, partial(_draw_for_screen, callback))


def _draw_for_screen(draw_all: Callable[[], None]) -> None:
    """Draw as pyplot does after each cell, but not a figure that shows itself."""
    import matplotlib.pyplot as plt

    if len(plt.get_fignums()) != 1 or not hasattr(type(plt.gcf()), "_ipython_display_"):
        draw_all()


def _run(shell: _Shell, cell: NotebookNode) -> bool:
    """Run a cell, fill in its outputs, and return whether it has failed."""
    tags = cell.metadata.get("tags", [])
    if cell.cell_type != "code" or not cell.source.strip() or "skip-execution" in tags:
        return False
    cell.execution_count = shell.execution_count
    shell.outputs.start(cell.execution_count)
    fault: BaseException | None
    try:
        result = shell.run_cell(  # type: ignore[no-untyped-call]  # IPython's is none
            cell.source, store_history=True, cell_id=cell.get("id")
        )
        fault = result.error_before_exec or result.error_in_exec
        cell.outputs = shell.outputs.finished()
    except (TooMuchText, MemoryError) as error:
        fault = error
    if isinstance(fault, TooMuchText | MemoryError):
        shell.user_ns.clear()  # or there may be no memory to say so
        cell.outputs = []
    failed = any(output.output_type == "error" for output in cell.outputs)
    if fault is not None and not failed:
        kind, words = type(fault).__name__, str(fault)
        cell.outputs.append(output("error", ename=kind, evalue=words, traceback=[]))
    return failed or fault is not None
