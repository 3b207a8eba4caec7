"""The explorer's files: uploads are kept in the user's folder, and what is shown is saved there."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path

from analysis.survey.checks import InputError
from analysis.words import text
from fagligheder.explorer.choices import Choices, GapChoice
from fagligheder.explorer.model import figure_of, sheets_of, show
from fagligheder.files import write_whole
from fagligheder.paths import notebooks_folder
from fagligheder.run.export import figure_files, table_text, workbook

#: Names the folder when the explorer is started by the command.
FOLDER_VARIABLE = "FAGLIGHEDER_UDFORSK"
_UPLOADS = "filer"


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


def save(choices: Choices | GapChoice, folder: Path) -> list[Path]:
    """Save the figure as SVG, PNG and PDF, its alt text, and the numbers as CSV and xlsx.

    Parameters
    ----------
    choices : Choices or GapChoice
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
    shown, lang = show(choices), choices.lang
    contents: dict[str, bytes | str] = {
        ".csv": table_text(shown.frame, shown.name),  # first, for it refuses small cells
        ".xlsx": workbook(choices.source.read(lang), sheets_of(choices), lang=lang),
        **figure_files(figure_of(choices), shown.table.caption, lang),
    }
    stem = folder / shown.name
    try:
        for ending, content in contents.items():
            write_whole(Path(f"{stem}{ending}"), content)
    except OSError as error:
        raise InputError(
            text("explorer.cannot_write", lang, folder=folder, reason=error.strerror or error)
        ) from error
    return [Path(f"{stem}{ending}") for ending in sorted(contents)]
