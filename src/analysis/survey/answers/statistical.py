"""Files of SPSS and Stata, with the values that they declare missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.survey.answers.answer_table import AnswerTable, cell_text, text_cells
from analysis.survey.answers.encodings import BROKEN, encoding_notes, text_encoding
from analysis.survey.answers.file_limits import MOST_ROWS, check_size
from analysis.survey.extras import load

#: Reads every byte as a letter of its own, so that the bytes can be had back.
_BYTES = "ISO-8859-1"
#: Files of Stata from this release on are UTF-8; older ones do not name their character set.
_UTF8_RELEASE = 118


def read_statistical(path: Path) -> AnswerTable:
    """Read a file of SPSS (.sav, .zsav) or Stata (.dta).

    A value that the file declares missing stays as its code and stands in the table's
    ``missing``: 9 of SPSS, ``.a`` of Stata. Stata's ``.`` and its like in SPSS are empty cells.
    """
    pyreadstat = load("pyreadstat", "files")
    stata = path.suffix.lower() == ".dta"
    read = partial(pyreadstat.read_dta if stata else pyreadstat.read_sav, str(path))
    if stata:
        _check_stata_size(path)
    if stata and _stata_release(path) < _UTF8_RELEASE:
        read = partial(read, encoding=_BYTES)
    try:
        frame, meta = _values(path.name, read)
    except (pyreadstat.ReadstatError, UnicodeDecodeError) as error:
        if "Unable to convert string" not in str(error) and not isinstance(error, UnicodeError):
            raise
        read = partial(read, encoding=_BYTES)
        frame, meta = _values(path.name, read)
    missing = _missing_codes(frame, meta, read, stata)
    labels = dict(enumerate(meta.column_labels))
    value_labels = {
        place: {
            f".{code}" if stata and isinstance(code, str) else cell_text(code): str(label).strip()
            for code, label in meta.variable_value_labels.get(name, {}).items()
        }
        for place, name in enumerate(frame.columns)
    }
    columns = [
        text_cells(
            frame.iloc[:, place].astype(object).where(~codes.notna(), codes)
            if (codes := missing.get(place)) is not None
            else frame.iloc[:, place]
        )
        for place in range(frame.shape[1])
    ]
    decoded: Callable[[str], str] = str
    notes: tuple[str, ...] = ()
    if read.keywords.get("encoding") == _BYTES:
        texts = chain(
            frame.columns,
            filter(None, labels.values()),
            *(each.values() for each in value_labels.values()),
            *(each.categories for each in columns),
        )
        decoded, notes = _decoding(path.name, list(texts))
    return AnswerTable.of_columns(
        path.name,
        map(decoded, frame.columns),
        (text_cells(column, decoded) for column in columns),
        np.arange(2, len(frame) + 2),
        labels={i: decoded(label).strip() for i, label in labels.items() if label},
        value_labels={
            place: {decoded(code): decoded(label) for code, label in each.items()}
            for place, each in value_labels.items()
        },
        missing={
            place: frozenset(decoded(cell_text(code)) for code in codes.dropna().unique())
            for place, codes in missing.items()
        },
        notes=notes,
    )


def _values(file: str, read: Callable[..., Any]) -> tuple[pd.DataFrame, Any]:
    """The values, where everything missing is empty; refused first when there are too many."""
    _, meta = read(metadataonly=True)
    rows = max(meta.number_rows or 0, 0)
    check_size(file, rows=rows, size=rows * sum(meta.variable_storage_width.values()))
    frame, meta = read(row_limit=MOST_ROWS)
    return frame, meta


def _missing_codes(
    frame: pd.DataFrame, meta: Any, read: Callable[..., Any], stata: bool
) -> Mapping[int, pd.Series]:
    """The code of each value that is declared missing, by column; NaN for all other values.

    Only a second reading tells the codes, and where a cell is empty that holds whatever lies in
    memory. So it is asked only where the first one has nothing, and believed only when it gives
    a tag, or a value in the ranges that the file declares.
    """
    _, declared = read(metadataonly=True, user_missing=True)
    kinds = meta.readstat_variable_types
    asked = [
        name
        for name in frame.columns
        if frame[name].isna().any()
        and (kinds[name] != "string" if stata else name in declared.missing_ranges)
    ]
    if not asked:
        return {}
    coded, _ = read(row_limit=MOST_ROWS, user_missing=True, usecols=asked)

    def code(value: Any, ranges: Sequence[Mapping[str, Any]]) -> Any:
        if stata:
            tag = isinstance(value, str) and re.fullmatch("[a-z]", value)
            return f".{value}" if tag else np.nan
        return value if any(_within(value, span["lo"], span["hi"]) for span in ranges) else np.nan

    codes = {}
    for place, name in enumerate(frame.columns):
        if name in asked:
            in_ranges = partial(code, ranges=declared.missing_ranges.get(name, []))
            found = coded[name].astype(object)[frame[name].isna()].map(in_ranges)
            if found.notna().any():
                codes[place] = found.reindex(frame.index)
    return codes


def _within(value: Any, low: Any, high: Any) -> bool:
    if isinstance(low, str) or isinstance(value, str):
        return isinstance(value, str) and value.strip() == str(low).strip()
    return isinstance(value, int | float) and bool(low <= value <= high)


def _decoding(file: str, texts: list[str]) -> tuple[Callable[[str], str], tuple[str, ...]]:
    """What turns bytes that were read as letters into text, and notes on the character set."""
    content = "\n".join(["", *texts]).encode(_BYTES, "replace")
    encoding = text_encoding(file, content)

    def decoded(text: str) -> str:
        return text.encode(_BYTES, "replace").decode(encoding, "replace")

    broken = sum(decoded(text).count(BROKEN) for text in texts)
    return decoded, encoding_notes(encoding, broken)


def _stata_release(path: Path) -> int:
    """The release of the format; from 117 on it stands in words."""
    with path.open("rb") as file:
        head = file.read(100)
    words = re.search(rb"<release>([0-9]{3})</release>", head)
    return int(words[1]) if words else head[0]


def _check_stata_size(path: Path) -> None:
    """Refuse a file whose header announces more cells than its bytes can hold.

    The library allocates memory for as many as are announced.
    """
    with path.open("rb") as file:
        head = file.read(256)
    if head.startswith(b"<stata_dta>"):
        order: Literal["little", "big"] = "big" if b"<byteorder>MSF" in head else "little"
        columns = int.from_bytes(head.partition(b"<K>")[2].partition(b"</K>")[0], order)
        rows = int.from_bytes(head.partition(b"<N>")[2].partition(b"</N>")[0], order)
    else:
        order = "big" if head[1:2] == b"\1" else "little"
        columns = int.from_bytes(head[4:6], order)
        rows = int.from_bytes(head[6:10], order)
    if rows * columns > path.stat().st_size:
        raise ValueError("more cells are announced than the file can hold")
