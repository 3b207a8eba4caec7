"""Write the workbook that a kommune fills in, where none is overwritten."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from analysis.survey.checks import InputError
from analysis.survey.extras import load
from analysis.survey.kommuner import find_kommune
from analysis.survey.published import read_published
from analysis.words import text
from fagligheder.dates import today
from fagligheder.files import write_whole


def write_own_form(kommune: str | None, out: Path | None, *, lang: str = "da") -> tuple[Path, str]:
    """Write the workbook for a kommune, or for any; return its path and what to do with it.

    Parameters
    ----------
    kommune : str, optional
        Name, alias or code.
    out : Path, optional
        The file, or a folder for it; ``egne-svar-0727-odder.xlsx`` in the working folder when
        left out.
    lang : {"da", "en"}

    Raises
    ------
    InputError
        The kommune is unknown, the file is there already, or it is to be named otherwise than
        ``.xlsx``.
    OSError
        It cannot be written.
    """
    load("xlsxwriter", "reports")
    from fagligheder.office.own_form import own_form, report_command

    found = find_kommune(kommune, lang=lang) if kommune else None
    name = text("files.own_form", lang)
    name = f"{name}-{found.slug}.xlsx" if found else f"{name}.xlsx"
    path = Path(name) if out is None else out / name if out.is_dir() else out
    if path.suffix.lower() != ".xlsx":
        ending = path.suffix or path.name
        raise InputError(text("own_workbook.ending", lang, path=path, found=ending))
    if path.exists():
        raise InputError(text("own_workbook.exists", lang, path=path))
    day = today()
    created = datetime(day.year, day.month, day.day)
    write_whole(path, own_form(read_published(), found, created, file=path.name, lang=lang))
    command = report_command(found, path, lang)
    return path, text("own_workbook.written", lang, path=path, command=command)
