"""Outputs of a running cell: text, displays and results, in the order they came."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode

#: More text than this from one cell is a fault of the cell.
MOST_TEXT = 20_000_000


class TooMuchText(BaseException):
    """A cell wrote more than `MOST_TEXT` characters; no cell can catch it by mistake."""

    def __str__(self) -> str:
        return f"cellen skrev over {MOST_TEXT // 1_000_000} MB tekst"


class Outputs:
    """The outputs of the running cell so far."""

    def __init__(self) -> None:
        self.outputs: list[NotebookNode] = []
        self.by_display: dict[str, list[NotebookNode]] = {}
        self.clear_next = False
        self.written = 0
        self.count = 0
        self.below: io.BufferedReader | None = None

    def start(self, count: int) -> None:
        self.outputs, self.clear_next, self.written, self.count = [], False, 0, count

    def write(self, name: str, text: str) -> None:
        self.drain()
        self._write(name, text)

    def drain(self) -> None:
        """Add what other programs and C code have written to the process's own output."""
        if self.below and (data := self.below.read(MOST_TEXT + 1)):
            self._write("stdout", data.decode(errors="replace"))

    def _write(self, name: str, text: str) -> None:
        if not text:
            return
        self.written += len(text)
        if self.written > MOST_TEXT:
            raise TooMuchText
        self._clear()
        last = self.outputs[-1] if self.outputs else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.pieces.append(text)
            return
        self.outputs.append(output("stream", name=name, pieces=[text]))

    def add(self, output: NotebookNode, display: str = "") -> None:
        self.drain()
        self._clear()
        self.outputs.append(output)
        if display:
            self.by_display.setdefault(display, []).append(output)

    def update(self, display: str, data: Any, metadata: Any) -> None:
        for output in self.by_display.get(display, []):
            output.data, output.metadata = data, metadata

    def clear(self, wait: bool) -> None:
        self.clear_next = True
        if not wait:
            self._clear()

    def _clear(self) -> None:
        if self.clear_next:
            self.outputs, self.clear_next = [], False

    def finished(self) -> list[NotebookNode]:
        self.drain()
        for output in self.outputs:
            if "pieces" in output:
                output.text = "".join(output.pop("pieces"))
        return self.outputs


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of the cells."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, outputs: Outputs, name: str, number: int) -> None:
        self._outputs, self.name, self._number = outputs, name, number

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.write(self.name, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._number


def output(kind: str, **content: Any) -> NotebookNode:
    """Return an output; nbformat's own function checks each one against the schema, slowly."""
    return NotebookNode(output_type=kind, **content)


def plain(bundle: Mapping[str, Any]) -> Any:
    """Return a bundle as the JSON that a notebook stores."""
    encoded = {
        key: b64encode(value).decode() if isinstance(value, bytes) else value
        for key, value in bundle.items()
    }
    return nbformat.from_dict(json.loads(json.dumps(encoded)))
