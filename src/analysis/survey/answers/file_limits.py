"""Limits on the size of files: what no real file exceeds is refused before it fills the memory."""

from __future__ import annotations

import stat
from pathlib import Path

from analysis.survey.checks import InputError, Problem
from analysis.survey.worded import Worded
from analysis.words import said

#: Bytes of a file that people write by hand.
MOST_BY_HAND = 500_000
#: Bytes of a file of answers, and of a compressed one when it is unpacked.
MOST_BYTES, MOST_UNPACKED = 200_000_000, 300_000_000
#: Rows of a file of answers, and as many columns as a sheet has.
MOST_ROWS, MOST_COLUMNS = 2_000_000, 16_384
#: As many rows as a sheet of Excel has.
EXCEL_ROWS = 1_048_576


def check_ordinary(path: Path, most: int = MOST_BY_HAND) -> None:
    """Refuse a path that is neither a file nor a folder, or is larger than ``most`` bytes.

    Raises
    ------
    InputError
        It is a pipe or a device, which may never end, or it is too large.
    OSError, ValueError
        It is not there, or may not be looked at.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
        raise InputError(Problem(said("answers.no_file"), said("answers.no_file_cure"), path.name))
    if found.st_size > most:
        sizes = {"found": _megabytes(found.st_size), "most": _megabytes(most)}
        message, cure = said("answers.large", **sizes), said("answers.large_cure")
        raise InputError(Problem(message, cure, path.name))


def check_size(
    file: str, rows: int = 0, columns: int = 0, size: int = 0, at_least: bool = False
) -> None:
    """Refuse a file with more rows, columns or unpacked bytes than answers ever take.

    ``at_least`` says that the rows or columns were not counted to the end.
    """
    found, most = "", ""
    if rows > MOST_ROWS:
        counted = said("answers.over", most=MOST_ROWS) if at_least else f"{rows}"
        found, most = said("answers.rows", counted=counted), f"{MOST_ROWS}"
    elif columns > MOST_COLUMNS:
        counted = said("answers.over", most=MOST_COLUMNS) if at_least else f"{columns}"
        found, most = said("answers.columns", counted=counted), f"{MOST_COLUMNS}"
    elif size > MOST_UNPACKED:
        found, most = said("answers.unpacked", size=_megabytes(size)), _megabytes(MOST_UNPACKED)
    if found:
        message = said("answers.too_much", found=found, most=most)
        raise InputError(Problem(message, said("answers.too_much_cure"), file))


def _megabytes(number: int) -> Worded:
    written = f"{number / 1_000_000:.1f} MB"
    return Worded(written.replace(".", ","), written)
