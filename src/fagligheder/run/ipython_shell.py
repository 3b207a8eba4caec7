"""An IPython kernel in this process, whose outputs are stored as nbclient stores a kernel's."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextvars import Context, copy_context
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import ipykernel.debugger  # noqa: F401  # where a debugger is hidden; a kernel asks here
import nbformat
from ipykernel import zmqshell
from ipykernel.ipkernel import IPythonKernel
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.profiledir import ProfileDir
from nbformat import NotebookNode
from traitlets.config import Config

from fagligheder.run.captured_outputs import Messages, Outputs, Stream, TooMuchText, output
from fagligheder.run.processes import adopt_orphans, kill_descendants

INLINE = "module://matplotlib_inline.backend_inline"
#: Seconds that tasks of a cell may go on before the next one, as while a kernel waits for it.
BETWEEN_CELLS = 0.01


class ZMQInteractiveShell(zmqshell.ZMQInteractiveShell):
    """A kernel's shell, by the name that libraries know one by."""

    def enable_gui(self, gui: Any = None) -> None:
        pass


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
        outputs = Outputs(notebook)
        kernel = _start(outputs, folder)
        run = partial(_run, kernel, outputs, asyncio.new_event_loop(), copy_context())
        try:
            for index, cell in enumerate(notebook.cells):
                yield index, None
                failed = run(index, cell)
                yield index, failed
                if failed:
                    break
            outputs.store_widgets()
        finally:
            sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    notebook.metadata["language_info"] = nbformat.from_dict(kernel.language_info)


def main() -> None:
    """Run the notebook that stands on the standard input, and write a line of JSON for each step.

    A line holds ``index`` and ``failed`` as `run_cells` yields them, and ``cells``: the outputs of
    that cell. The last line holds ``language_info``, ``widgets``, and the outputs of all cells,
    for a cell may have changed those of another.
    """
    adopt_orphans()
    messages = os.fdopen(os.dup(1), "w", encoding="utf-8")
    notebook = nbformat.from_dict(json.load(sys.stdin.buffer))
    for index, failed in run_cells(notebook):
        step = {"index": index, "failed": failed, "cells": _outputs(notebook, index)}
        print(json.dumps(step), file=messages, flush=True)
    language = notebook.metadata["language_info"]
    widgets = notebook.metadata.get("widgets")
    cells = _outputs(notebook, *range(len(notebook.cells)))
    ended = {"language_info": language, "widgets": widgets, "cells": cells}
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


def _start(outputs: Outputs, folder: str) -> Any:
    """Return a kernel without sockets; text, from here and from other programs, is kept."""
    os.environ["IPYTHONDIR"] = folder
    session = Messages(outputs.receive)
    outputs.connect(session)
    kernel: Any = IPythonKernel.instance(
        session=session,
        shell_class=ZMQInteractiveShell,
        iopub_socket=object(),
        shell_channel_thread=SimpleNamespace(parent_thread=threading.main_thread()),
        log=logging.getLogger(__name__),
        profile_dir=ProfileDir(location=folder),
        config=Config({"HistoryManager": {"hist_file": ":memory:"}}),
    )
    outputs.parent = lambda: kernel.shell.display_pub.parent_header.get("msg_id", "")
    for number, name in enumerate(("stdout", "stderr"), start=1):
        writer, outputs.below[name] = _own_output(Path(folder) / name, number)
        setattr(sys, name, Stream(outputs, name, writer))
    sys.stdin = io.StringIO()
    sys.path.insert(0, "")
    _show_figures(kernel.shell)
    return kernel


def _own_output(path: Path, number: int) -> tuple[int, io.BufferedReader]:
    """Send one of the process's own outputs to a file; return its number and a reader."""
    writer = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(writer, number)
    return writer, path.open("rb")


def _show_figures(shell: InteractiveShell) -> None:
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


def _run(
    kernel: Any,
    outputs: Outputs,
    loop: asyncio.AbstractEventLoop,
    context: Context,
    index: int,
    cell: NotebookNode,
) -> bool:
    """Run a cell, fill in its outputs, and return whether it has failed."""
    tags = cell.metadata.get("tags", [])
    if cell.cell_type != "code" or not cell.source.strip() or "skip-execution" in tags:
        return False
    cell.execution_count = kernel.shell.execution_count
    kind, words = "", ""
    try:
        running = loop.create_task(_execute(kernel, outputs, index, cell), context=context)
        reply = loop.run_until_complete(running)
        if reply["status"] == "error":
            kind, words = reply["ename"], reply["evalue"]
    except (TooMuchText, MemoryError) as error:
        kind, words = type(error).__name__, str(error)
    if kind in ("TooMuchText", "MemoryError"):
        kernel.shell.user_ns.clear()  # or there may be no memory to say so
        cell.outputs = []
    failed = bool(kind) and "raises-exception" not in tags
    if failed and not any(output.output_type == "error" for output in cell.outputs):
        cell.outputs.append(output("error", ename=kind, evalue=words, traceback=[]))
    return failed


async def _execute(
    kernel: Any, outputs: Outputs, index: int, cell: NotebookNode
) -> Mapping[str, Any]:
    """Run a cell and what it has left to the event loop; return the kernel's reply."""
    request = kernel.session.msg("execute_request")
    outputs.start(index, cell, request["header"]["msg_id"])
    kernel.set_parent([], request)
    reply = await kernel.do_execute(cell.source, silent=False, cell_id=cell.get("id"))
    outputs.finish()
    if len(asyncio.all_tasks()) > 1:
        await asyncio.sleep(BETWEEN_CELLS)
    for answer in outputs.answers:
        kernel.comm_manager.comm_msg(None, None, answer | {"buffers": []})
    outputs.answers.clear()
    return cast(Mapping[str, Any], reply)
