"""The explorer's files: uploads are kept in the user's folder, and what is shown is saved there."""

from __future__ import annotations

import io
import os
import re
from hashlib import sha256
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from analysis.display.blocks import basis_labels
from analysis.explorer.choices import Choices, KommuneChoice
from analysis.explorer.model import Showing, figure_of, show
from analysis.explorer.words import word
from analysis.reporting.export import export_table
from analysis.reporting.files import write_whole
from analysis.survey.checks import InputError
from analysis.survey.paths import notebooks_folder

#: Names the folder when the explorer is started by the command.
FOLDER_VARIABLE = "FAGLIGHEDER_UDFORSK"
_UPLOADS = "filer"
_STAMP = Font(bold=True, color="B00020")


def default_folder() -> Path:
    """Where files go unless another folder is chosen: ``reports/udforsk``."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    checkout = notebooks_folder().parent
    root = checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()
    return root / "reports" / "udforsk"


def keep_upload(folder: Path, name: str, content: bytes) -> Path:
    """Keep an uploaded file under its own name, beside no other.

    Parameters
    ----------
    folder : Path
        It goes to ``filer/<made from the content>`` in it, which nobody else may open.
    name : str
        As the browser tells it; a path in it is left out.
    content : bytes

    Returns
    -------
    Path
    """
    last = re.split(r"[/\\]", name)[-1]
    safe = re.sub(r'[\x00-\x1f<>:"|?*]', "_", last).lstrip(". ") or "svar"
    uploads = folder / _UPLOADS
    place = uploads / sha256(content).hexdigest()[:12]
    place.mkdir(parents=True, exist_ok=True)
    uploads.chmod(0o700)
    path = place / safe
    write_whole(path, content)
    return path


def save(choices: Choices | KommuneChoice, folder: Path) -> list[Path]:
    """Save the figure as SVG, PNG and PDF, its alt text, and the numbers as CSV and xlsx.

    Parameters
    ----------
    choices : Choices or KommuneChoice
    folder : Path
        Made when it is missing.

    Returns
    -------
    list of Path

    Raises
    ------
    InputError
        The choices cannot be shown, small cells are not protected, or the folder cannot be
        written in.
    """
    shown = show(choices)
    figure = figure_of(choices)
    contents: dict[str, bytes | str] = {".svg": shown.svg, ".txt": shown.alt + "\n"}
    for kind in ("png", "pdf"):
        target = io.BytesIO()
        figure.savefig(target, format=kind)
        contents[f".{kind}"] = target.getvalue()
    contents[".xlsx"] = _workbook(shown, choices.lang)
    stem = folder / shown.name
    try:
        export_table(shown.frame, Path(f"{stem}.csv"))  # first, for it refuses small cells
        for ending, content in contents.items():
            write_whole(Path(f"{stem}{ending}"), content)
    except OSError as error:
        raise InputError(
            word("cannot_write", choices.lang, folder=folder, reason=error.strerror or error)
        ) from error
    return [Path(f"{stem}{ending}") for ending in sorted([*contents, ".csv"])]


def _workbook(shown: Showing, lang: str) -> bytes:
    """The table as it is read, the numbers behind it, and what they rest on: a sheet each."""
    book = Workbook()
    reading = book.active
    assert isinstance(reading, Worksheet)
    reading.title = word("table_sheet", lang)
    table = shown.table
    _stamp(reading, shown, lang)
    _row(reading, [table.caption], bold=True)
    _row(reading, [table.corner, *(f"{c.label} {c.sub}".strip() for c in table.columns)], bold=True)
    for row in table.rows:
        _row(reading, [row.header, *row.cells])
    reading.column_dimensions["A"].width = 44
    numbers = book.create_sheet(word("frame_sheet", lang))
    _stamp(numbers, shown, lang)
    _row(numbers, list(shown.frame.columns), bold=True)
    for values in shown.frame.itertuples(index=False):
        _row(numbers, [None if pd.isna(value) else value for value in values])
    about = book.create_sheet(word("about_sheet", lang))
    _stamp(about, shown, lang)
    for line in (shown.sentence, ", ".join(basis_labels(table.basis, lang)), table.note, shown.alt):
        _row(about, [line])
        about.cell(about.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    about.column_dimensions["A"].width = 100
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _stamp(sheet: Worksheet, shown: Showing, lang: str) -> None:
    if shown.made_up:
        _row(sheet, [word("stamp", lang)])
        sheet.cell(1, 1).font = _STAMP


def _row(sheet: Worksheet, values: list, *, bold: bool = False) -> None:
    """Append a row; words stay words, also where they begin as a formula does."""
    number = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 1
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(number, column)
        numeric = isinstance(value, int | float) or value is None
        cell.value = value if numeric else str(value)
        if not numeric:
            cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
