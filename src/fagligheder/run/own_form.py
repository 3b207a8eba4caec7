"""Write the workbooks that a kommune fills in, where none is overwritten."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from analysis.competence.profile_sets import find_profile_set
from analysis.competence.workbook_example import DEFAULT_SET, example_centre
from analysis.survey.checks import InputError
from analysis.survey.extras import load
from analysis.survey.kommuner import find_kommune
from analysis.survey.published import read_published
from analysis.words import text
from fagligheder.dates import today
from fagligheder.files import write_whole


def write_centre_form(
    kommune: str | None, out: Path | None, *, profiles: str = DEFAULT_SET, lang: str = "da"
) -> tuple[Path, str]:
    """Write the workbook of a job centre's competences, filled with a made-up example.

    Parameters
    ----------
    kommune : str, optional
        Name, alias or code; for any when left out.
    out : Path, optional
        The file, or a folder for it; ``kompetencer.xlsx`` in the working folder when left out.
    profiles : str
        Key or name of a set of profiles.
    lang : {"da", "en"}

    Returns
    -------
    tuple of Path and str
        The file, and what to do with it.

    Raises
    ------
    InputError
        The kommune or the set of profiles is unknown, the file is there already, or it is to be
        named otherwise than ``.xlsx``.
    OSError
        It cannot be written.
    """
    load("xlsxwriter", "reports")
    from fagligheder.office.centre_book import centre_book

    found = find_kommune(kommune, lang=lang) if kommune else None
    path = _new_path(f"{text('files.centre_form', lang)}.xlsx", out, lang)
    created = _created()
    chosen = find_profile_set(profiles)
    example = example_centre(found, created.year + 1, chosen, lang=lang)
    write_whole(path, centre_book(example, created, lang=lang))
    return path, text("centre_book.written", lang, path=path)


def write_own_form(kommune: str | None, out: Path | None, *, lang: str = "da") -> tuple[Path, str]:
    """Write the workbook for a kommune's own answers alone, or for any kommune's.

    Parameters
    ----------
    kommune : str, optional
        Name, alias or code.
    out : Path, optional
        The file, or a folder for it; ``egne-svar-0727-odder.xlsx`` in the working folder when
        left out.
    lang : {"da", "en"}

    Returns
    -------
    tuple of Path and str
        The file, and what to do with it.

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
    path = _new_path(f"{name}-{found.slug}.xlsx" if found else f"{name}.xlsx", out, lang)
    form = own_form(read_published(), found, _created(), file=path.name, lang=lang)
    write_whole(path, form)
    command = report_command(found, path, lang)
    return path, text("own_workbook.written", lang, path=path, command=command)


def _new_path(name: str, out: Path | None, lang: str) -> Path:
    """Return where a workbook is written; an InputError where one lies already."""
    path = Path(name) if out is None else out / name if out.is_dir() else out
    if path.suffix.lower() != ".xlsx":
        ending = path.suffix or path.name
        raise InputError(text("own_workbook.ending", lang, path=path, found=ending))
    if path.exists():
        raise InputError(text("own_workbook.exists", lang, path=path))
    return path


def _created() -> datetime:
    day = today()
    return datetime(day.year, day.month, day.day)
