"""Limits on the size of files: what no real file exceeds is refused before it fills the memory."""

from __future__ import annotations

import stat
from pathlib import Path

from analysis.survey.checks import InputError, Problem

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
        cure = "Gem indholdet i en fil, og vælg den."
        raise InputError(Problem("er ikke en almindelig fil.", cure, path.name))
    if found.st_size > most:
        message = f"filen fylder {_megabytes(found.st_size)}, forventede højst {_megabytes(most)}."
        raise InputError(Problem(message, "Se efter, om det er den rigtige fil.", path.name))


def check_size(
    file: str, rows: int = 0, columns: int = 0, size: int = 0, at_least: bool = False
) -> None:
    """Refuse a file with more rows, columns or unpacked bytes than answers ever take.

    ``at_least`` says that the rows or columns were not counted to the end.
    """
    found, most = "", ""
    if rows > MOST_ROWS:
        found, most = f"{f'over {MOST_ROWS}' if at_least else rows} rækker", f"{MOST_ROWS}"
    elif columns > MOST_COLUMNS:
        found = f"{f'over {MOST_COLUMNS}' if at_least else columns} kolonner"
        most = f"{MOST_COLUMNS}"
    elif size > MOST_UNPACKED:
        found, most = f"{_megabytes(size)}, når den pakkes ud", _megabytes(MOST_UNPACKED)
    if found:
        cure = "Se efter, om det er den rigtige fil, og slet, hvad der ikke er svar."
        raise InputError(Problem(f"fandt {found}, forventede højst {most}.", cure, file))


def _megabytes(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB".replace(".", ",")
