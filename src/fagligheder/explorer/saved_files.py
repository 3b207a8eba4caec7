"""Files of the explorer: uploads, and saved figures and tables, in the user's folder."""

from __future__ import annotations

import os
import re
from pathlib import Path

from analysis.display.figures.layout import signed_figures
from analysis.measures.disclosure import GROUPED_BY
from analysis.survey.checks import InputError
from analysis.words import text
from fagligheder.explorer.choices import Choices, GapChoice
from fagligheder.explorer.jupyter_settings import FOLDER_VARIABLE
from fagligheder.explorer.results import draw_figure, result_sheets, show
from fagligheder.explorer.sources import is_supplied
from fagligheder.files import file_name, keep_private, write_whole
from fagligheder.paths import notebooks_folder
from fagligheder.run.export import figure_files, table_text, workbook
from fagligheder.run.keyed_hash import keyed_hash
from fagligheder.run.ledger import register_release
from fagligheder.run.lock import FolderLock, FolderLocked

_UPLOADS = "filer"


def default_folder() -> Path:
    """Return the folder where files go unless another is chosen: ``reports/udforsk``."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    checkout = notebooks_folder().parent
    root = checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()
    return root / "reports" / "udforsk"


def keep_upload(folder: Path, name: str, content: bytes) -> Path:
    """Write an uploaded file under its own name, in a folder of its own; return its path.

    Parameters
    ----------
    folder : Path
        The file goes to ``filer/<keyed hash of the content>`` in it, which nobody else may open.
    name : str
        From the browser; a path in it is left out.
    content : bytes
    """
    safe = file_name(re.split(r"[/\\]", name)[-1]) or "svar"
    uploads = folder / _UPLOADS
    place = uploads / keyed_hash(content)[:12]
    folder.mkdir(parents=True, exist_ok=True)
    uploads.mkdir(mode=0o700, exist_ok=True)
    keep_private(uploads)
    place.mkdir(exist_ok=True)
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

    Raises
    ------
    InputError
        The choices cannot be shown, small cells are not protected, the folder cannot be written
        in, or what was saved there before and this would give away too much together.
    """
    result, lang = show(choices), choices.lang
    with signed_figures(lang):
        contents: dict[str, bytes | str] = {
            ".csv": table_text(result.frame, result.name),  # first, for it refuses small cells
            ".xlsx": workbook(choices.source.read(lang), result_sheets(choices), lang=lang),
            **figure_files(draw_figure(choices), result.table.caption, lang),
        }
    stem = folder / result.name
    try:
        _register(choices, folder)
        for ending, content in contents.items():
            write_whole(Path(f"{stem}{ending}"), content)
    except OSError as error:
        raise InputError(
            text("explorer.cannot_write", lang, folder=folder, reason=error.strerror or error)
        ) from error
    return [Path(f"{stem}{ending}") for ending in sorted(contents)]


def _register(choices: Choices | GapChoice, folder: Path) -> None:
    """Enter in the folder's ledger whose answers are saved, and by which grouping."""
    survey = choices.source.read(choices.lang)
    if is_supplied(survey):
        split = choices.group if isinstance(choices, Choices) else ""
        by = split or survey.codebook.release_group or GROUPED_BY
        try:
            with FolderLock(folder):
                register_release(survey, folder, by=by)
        except FolderLocked as locked:
            raise InputError(str(locked)) from None
