"""A notebook's cells run in this process, with the outputs that a kernel would send."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
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
from fagligheder.run.job import CellError

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
            shown = output("display_data", data=content, metadata=described)
            self._outputs.add(shown, display)

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
        super().__init__(**settings)

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


def execute_here(notebook: NotebookNode, tell: Callable[[int], None] | None = None) -> NotebookNode:
    """Run a notebook in this process, which must be fresh and be thrown away afterwards.

    Parameters
    ----------
    notebook : NotebookNode
        It is changed: outputs and execution counts are filled in.
    tell : callable, optional
        Is given each cell's number when the cell begins.

    Raises
    ------
    CellError
        A cell failed; those after it have not run.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with tempfile.TemporaryDirectory() as folder:
        shell = _start(folder)
        try:
            for number, cell in enumerate(notebook.cells, start=1):
                if tell:
                    tell(number)
                _run(shell, cell, number)
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
    return notebook


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
    import matplotlib.pyplot as plt
    from IPython.core.pylabtools import activate_matplotlib
    from matplotlib_inline.backend_inline import configure_inline_support

    os.environ["MPLBACKEND"] = INLINE
    activate_matplotlib(INLINE)
    configure_inline_support(shell, INLINE)
    plt.install_repl_displayhook()
    if (draw := plt._draw_all_if_interactive) in shell.events.callbacks["post_execute"]:
        shell.events.unregister("post_execute", draw)
        shell.events.callbacks["post_execute"].insert(0, _draw_for_screen)


def _draw_for_screen() -> None:
    """Do as pyplot does after each cell, but not for figures that show themselves."""
    import matplotlib as mpl
    from matplotlib._pylab_helpers import Gcf

    if mpl.is_interactive():
        for manager in Gcf.get_all_fig_managers():
            figure = manager.canvas.figure
            if figure.stale and not hasattr(type(figure), "_ipython_display_"):
                manager.canvas.draw_idle()


def _run(shell: _Shell, cell: NotebookNode, number: int) -> None:
    tags = cell.metadata.get("tags", [])
    if cell.cell_type != "code" or not cell.source.strip() or "skip-execution" in tags:
        return
    cell.execution_count = shell.execution_count
    shell.outputs.start(cell.execution_count)
    try:
        result = shell.run_cell(cell.source, store_history=True, cell_id=cell.get("id"))
        cell.outputs = shell.outputs.finished()
    except TooMuchText as error:
        raise CellError(number, str(error)) from None
    except MemoryError:
        raise CellError(number, "MemoryError") from None
    fault = result.error_before_exec or result.error_in_exec
    shown = [output for output in cell.outputs if output.output_type == "error"]
    if isinstance(fault, TooMuchText):
        raise CellError(number, str(fault))
    if fault is not None:
        raise CellError(number, f"{type(fault).__name__}: {fault}")
    if shown:
        raise CellError(number, f"{shown[0].ename}: {shown[0].evalue}")
