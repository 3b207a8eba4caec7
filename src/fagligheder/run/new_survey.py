"""A new survey's folder, drafted from a file of answers; and a folder checked for what is open."""

from __future__ import annotations

import os
from pathlib import Path

from analysis.survey.checks import InputError, Problem
from analysis.survey.draft.folder import draft_folder
from fagligheder.files import write_together


def new_survey(folder: Path, answers: Path, sheet: str | None = None) -> list[str]:
    """Draft a survey's folder from its file of answers.

    Parameters
    ----------
    folder : Path
        A new folder, or an empty one; nothing is overwritten.
    answers : Path
        The file stays where it is: the folder names it.
    sheet : str, optional
        Sheet of a workbook.

    Returns
    -------
    list of str
        What was written, what was guessed, and what is left open.

    Raises
    ------
    InputError
        The folder holds something already, or the file cannot be read.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        cure = "Vælg en ny mappe; intet overskrives."
        raise InputError(Problem("mappen findes og er ikke tom.", cure, str(folder)))
    draft = draft_folder(answers, _from(folder, answers), sheet)
    write_together({folder / name: text.encode() for name, text in draft.files.items()})
    return [
        f"{folder}: {', '.join(draft.files)}.",
        "Gættet ud fra filen (ret i filerne, hvis det er forkert):",
        *(f"  {line}" for line in draft.guesses),
        "Mangler:",
        *(f"  {line}" for line in draft.open),
        f"Udfyld det, og se efter med: fagligheder survey check {folder}",
    ]


def _from(folder: Path, answers: Path) -> str:
    """The file's path from a folder; whole where it lies on another drive."""
    try:
        return Path(os.path.relpath(answers.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return answers.resolve().as_posix()
