"""Papermill engine ``fagligheder``: run a notebook's cells without a kernel.

``papermill --engine fagligheder notebooks/kommune.ipynb ud.ipynb -p kommune Odder``
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from fagligheder.run.parameters import check_parameters, write_parameters
from fagligheder.run.processes import MARK, kill_marked

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: Name of this engine, and papermill's name for the one that starts a kernel.
FAGLIGHEDER, KERNEL = "fagligheder", "nbclient"
#: Seconds between two looks at whether the process that runs the cells is alive.
_TICK = 0.2
#: What the process that runs the cells does first.
_FIRST = """
from fagligheder.run.preload import without_unneeded_packages
with without_unneeded_packages():
    from fagligheder.run.ipython_shell import main
main()
"""
#: Each cell's place, and None when it begins, then whether it failed.
Steps = Iterator[tuple[int, bool | None]]


class FaglighederEngine:
    """Run the cells in a fresh IPython shell, with the outputs that a kernel would send.

    Parameters that a notebook does not declare are refused before anything runs, unless it declares
    none. Papermill's options that concern a kernel (``start_timeout``, ``stdout_file``) have no
    effect.

    Papermill imports this module while it is imported itself. So nothing of papermill is imported
    here before an engine is used, and papermill's class ``Engine`` cannot be the base.
    """

    @staticmethod
    def nb_kernel_name(nb: NotebookNode, name: str | None = None) -> str:
        """Return the kernel's name, which papermill translates parameters by."""
        return name or "python3"

    @staticmethod
    def nb_language(nb: NotebookNode, language: str | None = None) -> str:
        """Return the language, which papermill translates parameters by."""
        return language or "python"

    @staticmethod
    def execute_notebook(
        nb: NotebookNode,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: bool = True,
        log_output: bool = False,
        autosave_cell_every: int = 30,
        *,
        fresh_process: bool = False,
        on_cell: Callable[[int], None] | None = None,
        execution_timeout: float | None = None,
        **_: Any,
    ) -> NotebookNode:
        """Run a notebook for papermill, which has inserted the parameters.

        Parameters
        ----------
        nb : NotebookNode
        kernel_name : str
            Has no effect.
        output_path, progress_bar, log_output, autosave_cell_every
            As papermill describes them.
        fresh_process : bool
            Run in this process, which has run no notebook and is thrown away afterwards; without
            it a new process is started.
        on_cell : callable, optional
            Is given each cell's number, from 1, when the cell begins.
        execution_timeout : float, optional
            Seconds that a cell may take, when a new process is started.

        Raises
        ------
        InputError
            A parameter is not declared, or is neither text nor a number.
        DeadKernelError
            The new process has ended before the notebook.
        CellTimeoutError
            A cell took too long.
        """
        from papermill.engines import NotebookExecutionManager

        values = nb.metadata.papermill.get("parameters")
        # Without a declaring cell papermill warns, and the values may be an earlier run's.
        declares = any("parameters" in cell.metadata.get("tags", []) for cell in nb.cells)
        if values and (declares or not all(name.isidentifier() for name in values)):
            check_parameters(nb, values)
            write_parameters(nb, values)
        if not isinstance(nb.metadata.papermill.get("input_path"), str):
            nb.metadata.papermill["input_path"] = None  # papermill puts the whole notebook there
        manager = NotebookExecutionManager(
            nb, output_path, log_output, progress_bar, autosave_cell_every
        )
        manager.notebook_start()
        try:
            if fresh_process:
                from fagligheder.run.ipython_shell import run_cells

                steps = run_cells(nb)
            else:
                steps = _run_in_new_process(nb, execution_timeout)
            for index, failed in steps:
                if failed is None:
                    manager.cell_start(nb.cells[index], index)
                    if on_cell:
                        on_cell(index + 1)
                    continue
                if failed:
                    manager.cell_exception(nb.cells[index], cell_index=index)
                manager.cell_complete(nb.cells[index], cell_index=index)
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        return nb


def _run_in_new_process(notebook: NotebookNode, seconds: float | None) -> Steps:
    """Run the cells in a new process, whose messages are `fagligheder.run.ipython_shell.main`'s."""
    from nbclient.exceptions import DeadKernelError

    mark = token_hex(8)
    process = subprocess.Popen(
        [sys.executable, "-c", _FIRST],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {MARK: mark},
    )
    try:
        for message in _messages(process, notebook, seconds):
            for index, content in message["cells"].items():
                notebook.cells[int(index)].update(content)
            if "language_info" in message:
                notebook.metadata["language_info"] = message["language_info"]
                if message["widgets"]:
                    notebook.metadata["widgets"] = message["widgets"]
                process.wait()
                return
            yield message["index"], message["failed"]
        raise DeadKernelError(f"The process of the cells has ended (code {process.returncode})")
    finally:
        if process.poll() != 0:
            process.kill()
            process.wait()
            kill_marked(mark)


def _messages(
    process: subprocess.Popen[bytes], notebook: NotebookNode, seconds: float | None
) -> Iterator[dict[str, Any]]:
    """Send a notebook to a process, and yield its messages until it has ended."""
    import nbformat
    from nbclient.exceptions import CellTimeoutError

    lines: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_exchange, args=(process, notebook, lines), daemon=True).start()
    since = time.monotonic()
    while True:
        try:
            yield nbformat.from_dict(json.loads(lines.get(timeout=_TICK)))
            since = time.monotonic()
        except Empty:
            # What the notebook has started may hold the pipe open after the process has ended.
            if process.poll() is not None and lines.empty():
                return
            if seconds and time.monotonic() - since > seconds:
                raise CellTimeoutError(f"A cell took more than {seconds:g} seconds") from None


def _exchange(
    process: subprocess.Popen[bytes], notebook: NotebookNode, lines: SimpleQueue[bytes]
) -> None:
    assert process.stdin and process.stdout
    with suppress(OSError), process.stdin:
        process.stdin.write(json.dumps(notebook).encode())
    for line in process.stdout:
        lines.put(line)
