"""Outputs of a running cell: text, displays and results, in the order they came."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import nbformat
from jupyter_client.session import Session
from nbclient import NotebookClient
from nbformat import NotebookNode

#: More text than this from one cell is a fault of the cell.
MOST_TEXT = 20_000_000


class TooMuchText(BaseException):
    """A cell wrote more than `MOST_TEXT` characters; no cell can catch it by mistake."""

    def __str__(self) -> str:
        return f"cellen skrev over {MOST_TEXT // 1_000_000} MB tekst"


class Messages(Session):
    """The line from a kernel in this process, which it publishes outputs by, to a function."""

    def __init__(self, receive: Callable[[dict[str, Any]], None]) -> None:
        super().__init__(key=b"")  # it signs nothing
        self._receive = receive

    def send(  # type: ignore[override]
        self,
        stream: Any,
        msg_or_type: Any,
        content: Any = None,
        parent: Any = None,
        ident: Any = None,
        buffers: Any = None,
        **keys: Any,
    ) -> Any:
        """Hand a message over as it would arrive: as JSON."""
        if isinstance(msg_or_type, str):
            message = self.msg(msg_or_type, content, parent, **keys)
        else:
            message = msg_or_type
        arrived = self.unpack(self.pack(message["content"]))
        self._receive(message | {"content": arrived, "buffers": buffers or []})
        return message


class Outputs:
    """The outputs of the running cell, as nbclient stores what a kernel sends.

    Attributes
    ----------
    parent : callable
        Returns the id of the cell that what runs now belongs to; a task belongs to the cell that
        created it. What comes when its cell is done is left out, as nbclient does.
    below : mapping
        Readers of what other programs and C code write to the process's own output, by stream.
    """

    def __init__(self, notebook: NotebookNode) -> None:
        self._client = NotebookClient(notebook)
        self._text: dict[str, list[str]] = {}
        self._written = 0
        self._index, self._cell, self._id = 0, NotebookNode(), ""
        self.answers: list[dict[str, Any]] = []
        self.below: dict[str, io.BufferedReader] = {}
        self.parent: Callable[[], str] = lambda: self._id

    def connect(self, session: Session) -> None:
        """Let the widgets that nbclient mimics answer the kernel, after the cell."""
        channel = SimpleNamespace(send=self.answers.append)
        client: Any = SimpleNamespace(session=session, shell_channel=channel)
        self._client.kc = client

    def start(self, index: int, cell: NotebookNode, number: str) -> None:
        self._index, self._cell, self._id = index, cell, number
        self._written = 0
        self._client.clear_before_next_output = False

    def receive(self, message: dict[str, Any]) -> None:
        """Store what a kernel publishes."""
        self._drain()
        self._flush()
        if message["parent_header"].get("msg_id") == self._id:
            self._client.process_message(message, self._cell, self._index)

    def write(self, name: str, text: str) -> None:
        self._drain()
        if self.parent() == self._id:
            self._write(name, text)

    def _drain(self) -> None:
        for name, reader in self.below.items():
            if data := reader.read(MOST_TEXT + 1):
                self._write(name, data.decode(errors="replace"))

    def _write(self, name: str, text: str) -> None:
        self._written += len(text)
        if self._written > MOST_TEXT:
            self._text.clear()
            raise TooMuchText
        if text:
            self._text.setdefault(name, []).append(text)

    def _flush(self) -> None:
        """Store the text between two other outputs: one output for each stream, as a kernel."""
        texts, self._text = self._text, {}
        for name, pieces in texts.items():
            kind = {"msg_type": "stream"}
            text = "".join(pieces).encode(errors="replace").decode()  # half a character, too
            content = {"name": name, "text": text}
            parent = {"msg_id": self._id}
            message = {"header": kind, **kind, "content": content, "parent_header": parent}
            self._client.process_message(message, self._cell, self._index)

    def finish(self) -> None:
        """Store the last text of the cell, which is done."""
        self._drain()
        self._flush()
        self._cell.outputs = [nbformat.from_dict(output) for output in self._cell.outputs]
        self._id = ""

    def store_widgets(self) -> None:
        """Store what widgets are like, for viewers that show them."""
        self._client.set_widgets_metadata()


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of the cells."""

    encoding = "UTF-8"

    def __init__(self, outputs: Outputs, name: str, number: int) -> None:
        self._outputs, self.name, self._number = outputs, name, number
        self._process = os.getpid()

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if os.getpid() == self._process:
            self._outputs.write(self.name, text)
        else:  # a copy of this one, which a cell has forked
            os.write(self._number, text.encode(errors="replace"))
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._number


def output(kind: str, **content: Any) -> NotebookNode:
    """Return an output; nbformat's own function checks each one against the schema, slowly."""
    return NotebookNode(output_type=kind, **content)
